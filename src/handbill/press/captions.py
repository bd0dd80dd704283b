"""Captions: words on a picture, in the fonts of their scripts."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import msgspec
from fontTools.ttLib import TTFont
from PIL import ImageDraw, ImageFont

from handbill.press.fonts import font_file

FIRST = "Noto Sans"


class MissingFontError(Exception):
    """The font of all captions is not installed."""

    def __init__(self) -> None:
        super().__init__(
            f"The font '{FIRST}' is not installed. 'handbill doctor' says how to install it."
        )


class Run(msgspec.Struct, frozen=True):
    """A part of a line in one font."""

    text: str
    family: str


class Line(msgspec.Struct, frozen=True):
    """One line of words."""

    runs: tuple[Run, ...]
    size: int
    bold: bool


class Captions:
    """Sets words in Noto Sans, and what it has no letters for in the next font that has them."""

    def __init__(self, families: Iterable[str]) -> None:
        """Take the families to look in after Noto Sans.

        Raises:
            MissingFontError: where Noto Sans is not installed.
        """
        self._families = tuple(dict.fromkeys((FIRST, *families)))
        if font_file(FIRST, bold=False) is None:
            raise MissingFontError

    def line(self, text: str, size: int, *, bold: bool = False) -> Line:
        """Return a text as one line."""
        runs: list[Run] = []
        for character in " ".join(_words(text)):
            within = bool(runs) and character.isspace()
            family = runs[-1].family if within else _family(character, self._families)
            if runs and runs[-1].family == family:
                runs[-1] = Run(runs[-1].text + character, family)
            else:
                runs.append(Run(character, family))
        return Line(tuple(runs), size, bold)

    def lines(self, text: str, size: int, width: int, *, bold: bool = False) -> list[Line]:
        """Return a text broken to lines of a width."""
        broken: list[str] = []
        for word in _words(text):
            for part in self._parts(word, size, width, bold=bold):
                joined = f"{broken[-1]} {part}" if broken else part
                if broken and self._width(self.line(joined, size, bold=bold)) <= width:
                    broken[-1] = joined
                else:
                    broken.append(part)
        return [self.line(one, size, bold=bold) for one in broken]

    def _parts(self, word: str, size: int, width: int, *, bold: bool) -> list[str]:
        """Return a word, cut where it is wider than a line."""
        if self._width(self.line(word, size, bold=bold)) <= width:
            return [word]
        parts = [""]
        for character in word:
            longer = self.line(parts[-1] + character, size, bold=bold)
            if parts[-1] and self._width(longer) > width:
                parts.append("")
            parts[-1] += character
        return parts

    def write(
        self, pen: ImageDraw.ImageDraw, place: tuple[int, int], line: Line, color: str
    ) -> None:
        """Draw a line, its upper left corner at a place."""
        left, baseline = float(place[0]), place[1] + line.size
        for run in line.runs:
            font = _font(run.family, line.size, bold=line.bold)
            pen.text((left, baseline), run.text, color, font, anchor="ls")
            left += font.getlength(run.text)

    def _width(self, line: Line) -> float:
        return sum(
            _font(run.family, line.size, bold=line.bold).getlength(run.text) for run in line.runs
        )


def _words(text: str) -> list[str]:
    """Return the words of a text; a no-break space parts none."""
    return [word for word in re.split(r"[ \t\n\r]+", text) if word]


@cache
def _family(character: str, families: Sequence[str]) -> str:
    """Return the first family that has a character; else the first of all."""
    return next((name for name in families if ord(character) in _letters(name)), families[0])


@cache
def _letters(family: str) -> frozenset[int]:
    found = font_file(family, bold=False)
    if found is None:
        return frozenset()
    path, index = found
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _font(family: str, size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    path, index = font_file(family, bold) or font_file(family, bold=False) or (Path(), 0)
    return ImageFont.truetype(str(path), size, index)
