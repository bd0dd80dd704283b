"""What the press needs of the machine: system libraries, and fonts for each language."""

import ctypes
import ctypes.util
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from fontTools.ttLib import TTCollection, TTFont

from handbill.press.fonts import font_folders


class LibraryHealth(msgspec.Struct, frozen=True):
    """A system library and whether it is there."""

    name: str
    version: str
    found: bool
    package: str
    """Debian package that brings it."""
    needed_for: str


class LanguageHealth(msgspec.Struct, frozen=True):
    """A language and whether its fonts can set it."""

    language: str
    families: tuple[str, ...]
    missing_families: tuple[str, ...]
    missing_characters: str
    """Characters of the language's texts that none of its families has."""
    package: str


_LIBRARIES: tuple[tuple[str, str, str, str], ...] = (
    ("pango-1.0", "pango_version_string", "libpango-1.0-0", "laying out text"),
    ("pangoft2-1.0", "", "libpangoft2-1.0-0", "reading fonts"),
    ("harfbuzz", "hb_version_string", "libpango-1.0-0", "shaping text"),
    ("harfbuzz-subset", "hb_version_string", "libharfbuzz-subset0", "embedding small fonts"),
    ("fontconfig", "FcGetVersion", "libpango-1.0-0", "finding fonts"),
    ("thai", "", "libthai0", "breaking Thai lines"),
)


def system_libraries() -> list[LibraryHealth]:
    """Return the system libraries the press needs, with their versions."""
    return [_library(*entry) for entry in _LIBRARIES]


def _library(name: str, version: str, package: str, needed_for: str) -> LibraryHealth:
    path = ctypes.util.find_library(name)
    if path is None:
        return LibraryHealth(name, "", found=False, package=package, needed_for=needed_for)
    text = _version(ctypes.CDLL(path), version) if version else "installed"
    return LibraryHealth(name, text, found=True, package=package, needed_for=needed_for)


def _version(library: ctypes.CDLL, function: str) -> str:
    call: Callable[[], object] = getattr(library, function)
    if function == "FcGetVersion":
        number = int(str(call()))
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    call.restype = ctypes.c_char_p  # type: ignore[attr-defined]  # a ctypes function
    value = call()
    return value.decode() if isinstance(value, bytes) else ""


def installed_families() -> dict[str, set[int]]:
    """Return the characters each family in the font folders can set, by code point."""
    found: dict[str, set[int]] = {}
    for folder in font_folders():
        for path in sorted(folder.glob("**/*.[ot]t[fc]")):
            if "-Regular" in path.name and "Serif" not in path.name:
                for family, characters in _families(path):
                    found.setdefault(family, set()).update(characters)
    return found


def _families(path: Path) -> Iterator[tuple[str, Iterable[int]]]:
    if path.suffix == ".ttc":
        with TTCollection(path, lazy=True) as collection:
            yield from map(_coverage, collection.fonts)
    else:
        with TTFont(path, lazy=True) as font:
            yield _coverage(font)


def _coverage(font: TTFont) -> tuple[str, Iterable[int]]:
    return font["name"].getBestFamilyName() or "", tuple(font.getBestCmap() or ())


def language_fonts(
    wanted: Mapping[str, tuple[str, ...]],
    texts: Mapping[str, str],
    installed: Mapping[str, set[int]],
) -> list[LanguageHealth]:
    """Return for each language which of its families or characters are missing.

    Args:
        wanted: the families of each language.
        texts: all texts of each language.
        installed: the characters of each family, from `installed_families`.
    """
    return [
        LanguageHealth(
            language=language,
            families=families,
            missing_families=tuple(family for family in families if family not in installed),
            missing_characters=_uncovered(texts.get(language, ""), families, installed),
            package="fonts-noto-cjk" if "CJK" in families[0] else "fonts-noto-core",
        )
        for language, families in wanted.items()
    ]


def _uncovered(text: str, families: tuple[str, ...], installed: Mapping[str, set[int]]) -> str:
    covered: set[int] = set().union(*(installed.get(family, set()) for family in families))
    ignored = set("\n\t\u200b\u2060\u00a0\u202f")
    return "".join(sorted({c for c in text if ord(c) not in covered and c not in ignored}))
