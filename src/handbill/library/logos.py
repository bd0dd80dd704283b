"""Logos: an organization's picture, read without trust and rebuilt with nothing else in it."""

import base64
import re
from pathlib import Path, PurePath

import msgspec

from handbill.library.rasters import LARGEST_SIDE, read_raster
from handbill.library.shapes import darkness
from handbill.library.vectors import DrawingError, drawing_size, read_drawing, written

LARGEST_FILES = {".svg": 200_000, ".png": 2_000_000}
"""Largest file of each kind in bytes."""

NARROWEST = 200
"""Fewest pixels across: 25 mm at 200 dpi."""

LONGEST = 8
"""How many times longer than the other one side may be."""

LEAST_DARK = 0.1
"""Smallest share of a logo that must be told apart on the white plate it stands on."""

_NAME = re.compile(r"[\w][\w .+-]*")


class Logo(msgspec.Struct, frozen=True):
    """A logo as it is printed."""

    data: str
    """A `data:` address."""
    size: tuple[float, float]
    dark: float
    vanishes: bool


def read_logo(folder: Path, name: str) -> tuple[Logo | None, list[str]]:
    """Return the logo of an organization's folder, and everything that is wrong with it."""
    ending = PurePath(name).suffix.lower()
    if not _NAME.fullmatch(name):
        problem = f"'{name}' is no name of a file in the organization's own folder."
        return None, [f"{problem} Put the logo there, and write its name without a path."]
    if ending not in LARGEST_FILES:
        return None, [f"'{name}' is no SVG or PNG. Export the logo as .svg or .png."]
    data = _content(folder, name, LARGEST_FILES[ending])
    if isinstance(data, str):
        return None, [data]
    logo = _vector(data) if ending == ".svg" else _raster(data)
    if isinstance(logo, list):
        return None, [f"'{name}' cannot be used: {problem}" for problem in logo]
    return logo, [f"'{name}' cannot be used: {problem}" for problem in _problems(logo)]


def _content(folder: Path, name: str, most: int) -> bytes | str:
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            return f"'{name}' is a link to another folder. Put the file itself here."
        if not path.is_file():
            return f"There is no file '{name}' in the organization's folder. Put the logo there."
        size = path.stat().st_size
        if size > most:
            return f"'{name}' has {size:,} bytes; at most {most:,} are read. Make it smaller."
        return path.read_bytes()
    except (OSError, RuntimeError):
        return f"'{name}' cannot be read. Check its permissions and links."


def _raster(data: bytes) -> Logo | list[str]:
    raster = read_raster(data, "png", flat=True)
    if isinstance(raster, str):
        return [raster]
    width, height = raster.size
    if width < NARROWEST:
        fit = f"{NARROWEST} to {LARGEST_SIDE} are needed"
        return [f"It is {width} pixels wide; {fit}. Export it larger, or as SVG."]
    return Logo(_address(raster.mime, raster.data), (width, height), raster.dark, raster.vanishes)


def _vector(data: bytes) -> Logo | list[str]:
    try:
        root, problems = read_drawing(data)
        if problems:
            return problems
        dark = darkness(root)
    except DrawingError as error:
        return [str(error)]
    address = _address("image/svg+xml", written(root).encode())
    return Logo(address, drawing_size(root), dark, vanishes=False)


def _problems(logo: Logo) -> list[str]:
    problems = []
    width, height = logo.size
    if max(width, height) > LONGEST * min(width, height):
        problems.append(
            f"One side is more than {LONGEST} times as long as the other. Choose a version that "
            f"is more compact."
        )
    if logo.dark < LEAST_DARK:
        problems.append(
            f"Only {logo.dark:.0%} of it reaches a contrast of 3 : 1 on the white it stands on. "
            f"Use the version for white paper."
        )
    elif logo.vanishes:
        problems.append(
            "White parts of it stand on nothing, and the plate behind them is white. Use the "
            "version for white paper."
        )
    return problems


def _address(mime: str, data: bytes) -> str:
    return f"data:{mime};base64,{base64.b64encode(data).decode('ascii')}"
