"""Pictures of pixels: read without trust, rebuilt from their pixels, looked at on white."""

import io
import struct
import warnings
import zlib
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt
from PIL import Image

LARGEST_SIDE = 4000
"""Most pixels along one side of a picture that is read."""

LARGEST_KEPT = 1600
"""Most pixels along one side of a picture that is printed: 135 mm at 300 dpi."""

SAMPLE_SIDE = 256
"""Side of the small copy whose pixels are looked at."""

SEEN, DARK, PALE = 1.1, 3.0, 1.5
"""Contrasts on white: from `SEEN` on something is drawn, from `DARK` on it can be told apart
(WCAG 2.2, 1.4.11); below `PALE` it is hardly there."""

Mask = npt.NDArray[np.bool_]


class Raster(msgspec.Struct, frozen=True):
    """A picture of pixels, rebuilt without anything else that its file held."""

    data: bytes
    mime: str
    size: tuple[int, int]
    dark: float
    """Share of what it draws that can be told apart on white."""
    vanishes: bool
    """Whether pale parts stand on nothing, so that white behind them swallows them."""


def read_raster(data: bytes, kind: Literal["png", "jpeg"], *, flat: bool = False) -> Raster | str:
    """Return the picture that a file of this kind holds, or why it cannot be used.

    `flat` lays it on white, so that nothing in it is transparent.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _read(data, kind, flat=flat)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _too_large("more pixels than that")
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error, Warning):
        return f"It cannot be read as a {kind.upper()} picture. Export it again."


def _read(data: bytes, kind: Literal["png", "jpeg"], *, flat: bool) -> Raster | str:
    formats = (kind.upper(),)
    with Image.open(io.BytesIO(data), formats=formats) as image:
        size = image.size
        if max(size) > LARGEST_SIDE:
            return _too_large(f"{size[0]} by {size[1]}")
        if image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
            return "Its colours are not plain. Export it as RGB with 8 bits for each channel."
        image.verify()
    with Image.open(io.BytesIO(data), formats=formats) as image:
        pixels = image.convert("RGBA")
    dark, vanishes = _looks(pixels)
    pixels.thumbnail((LARGEST_KEPT, LARGEST_KEPT), Image.Resampling.LANCZOS)
    if flat or kind == "jpeg":
        pixels = Image.alpha_composite(Image.new("RGBA", pixels.size, "white"), pixels)
    kept = io.BytesIO()
    if kind == "jpeg":
        pixels.convert("RGB").save(kept, "JPEG", quality=92)
    else:
        pixels.convert("RGB" if flat else "RGBA").save(kept, "PNG")
    return Raster(kept.getvalue(), f"image/{kind}", size, dark, vanishes)


def _too_large(size: str) -> str:
    return (
        f"At most {LARGEST_SIDE} by {LARGEST_SIDE} pixels are read; it has {size}. Make it smaller."
    )


def _looks(image: Image.Image) -> tuple[float, bool]:
    """Return the share of what is drawn that can be told apart on white, and what vanishes."""
    small = image.copy()
    small.thumbnail((SAMPLE_SIDE, SAMPLE_SIDE), Image.Resampling.BOX)
    white = Image.new("RGBA", small.size, "white")
    ratio = _contrast_on_white(np.asarray(Image.alpha_composite(white, small).convert("RGB")))
    drawn = int((ratio >= SEEN).sum())
    dark = int((ratio >= DARK).sum()) / drawn if drawn else 0.0
    opaque: Mask = np.asarray(small.getchannel("A")) >= 128
    pale = opaque & (ratio < PALE)
    clear, colored = ~opaque, opaque & ~pale
    lost, held = _borders(pale, clear), _borders(pale, colored)
    outline = lost + _borders(colored, clear)
    return dark, lost > 2 * held and lost > outline / 10


def _contrast_on_white(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Return each pixel's contrast ratio on white (WCAG 2.2)."""
    values = pixels.astype(np.float64) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    light: npt.NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return 1.05 / (light + 0.05)


def _borders(one: Mask, other: Mask) -> int:
    """Return how many pixels of one kind touch one of the other, above, below or beside."""
    return sum(
        int((first[1:] & second[:-1]).sum()) + int((first[:, 1:] & second[:, :-1]).sum())
        for first, second in ((one, other), (other, one))
    )
