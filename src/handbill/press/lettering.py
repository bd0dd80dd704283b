"""Lettering for marks: words as outlines, so that a sheet's margin adds no font and no text."""

from functools import cache
from typing import Any

import msgspec
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from handbill.press.fonts import font_file

FAMILY = "Noto Sans"


class Lettering(msgspec.Struct, frozen=True):
    """A word or two, drawn."""

    path: str
    """Path operators in pt, from the start of the base line."""
    width: float
    """How far the words reach, in pt."""


def lettering(words: str, size: float) -> Lettering:
    """Return words as outlines of a type size in pt.

    Raises:
        ValueError: where the font is not on this machine.
    """
    names, glyphs, units = _font()
    pen = _Path(glyphs, size / units)
    for character in words:
        glyph = glyphs[names[ord(character)]]
        glyph.draw(pen)
        pen.start += glyph.width * size / units
    return Lettering(" ".join([*pen.operators, "f"]), pen.start)


@cache
def _font() -> tuple[dict[int, str], Any, int]:
    found = font_file(FAMILY, bold=False)
    if found is None:
        raise ValueError(f"The font {FAMILY} is missing. 'handbill doctor' says how to get it.")
    font = TTFont(found[0], fontNumber=found[1])
    return font.getBestCmap(), font.getGlyphSet(), int(font["head"].unitsPerEm)


class _Path(BasePen):  # type: ignore[misc]  # fontTools has no type information
    """Writes the operators of a path (ISO 32000-2, 8.5.2)."""

    def __init__(self, glyphs: Any, scale: float) -> None:
        super().__init__(glyphs)
        self._scale = scale
        self.start = 0.0
        self.operators: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802  fontTools names it
        self._write("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._write("l", pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802
        self._write("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append("h")

    def _write(self, operator: str, *points: tuple[float, float]) -> None:
        places = (f"{self.start + x * self._scale:.3f} {y * self._scale:.3f}" for x, y in points)
        self.operators.append(" ".join([*places, operator]))
