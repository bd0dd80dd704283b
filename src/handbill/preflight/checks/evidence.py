"""What the checks look at: the file as read beside what its edition must hold."""

import math
from functools import cached_property

import msgspec

from handbill.model.findings import Box
from handbill.preflight.expecting import Cell, Expectation, ExpectedPage, Segment
from handbill.preflight.numbers import Line, Run, lines, runs
from handbill.preflight.reading import Glyph, ReadFile, ReadPage
from handbill.preflight.shaping import Token, Typefaces
from handbill.preflight.texts import Mark, Reading, marks_of, read_copy

SIGNS = "/.,:;·-–—()[]«»“”‘’،؛؟!?（），。、：；？！「」《》।።។៖"
"""Signs that stand between words of two directions, where they belong to neither for sure."""


REACH = 5.0
"""How far beyond its edges a copy's text is still its own where other copies stand beside it,
in mm."""


class Copy(msgspec.Struct, frozen=True):
    """One copy of a page on its sheet, with what it says."""

    cell: Cell
    marks: tuple[Mark, ...]
    reading: Reading
    safe: float
    """Distance from the cell's edges within which nothing that matters may stand, in mm."""

    def box(self, marks: tuple[Mark, ...] | list[Mark]) -> Box:
        """Return the box around marks, in mm from the sheet's upper left corner."""
        return self.outward(
            (
                min(mark.left for mark in marks),
                min(mark.top for mark in marks),
                max(mark.right for mark in marks),
                max(mark.bottom for mark in marks),
            )
        )

    def outward(self, box: Box) -> Box:
        """Return a box of the copy as a box of the sheet."""
        x1, y1 = self.cell.outward(box[0], box[1])
        x2, y2 = self.cell.outward(box[2], box[3])
        return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _stands_in(glyph: Glyph, cell: Cell) -> bool:
    left, top, right, bottom = glyph.box
    return (
        cell.left <= (left + right) / 2 < cell.left + cell.width
        and cell.top <= (top + bottom) / 2 < cell.top + cell.height
    )


class PageEvidence:
    """One page that is there and was expected."""

    def __init__(
        self,
        number: int,
        read: ReadPage,
        expected: ExpectedPage,
        fonts: dict[str, tuple[str, ...]],
        faces: Typefaces,
        safe: float,
    ) -> None:
        self.number = number
        self.read = read
        self.expected = expected
        self._fonts, self._faces = fonts, faces
        self._safe = safe

    @cached_property
    def copies(self) -> tuple[Copy, ...]:
        """Return the copies of the page; equal ones are read once."""
        known: dict[tuple[object, ...], Reading] = {}
        copies = []
        safes = [self._safe if part.safe is None else part.safe for part in self.expected.parts]
        # Text nearer to its own edge than this may stand in the neighbouring copy.
        reach = min(REACH, *safes, REACH) if len(self.expected.cells) > 1 else math.inf
        for number, (part, safe) in enumerate(zip(self.expected.parts, safes, strict=True)):
            for cell in part.cells:
                marks = tuple(marks_of(self.read.trace.glyphs, cell, self._faces, reach))
                key = (
                    number,
                    *(
                        (mark.token, round(mark.left, 1), round(mark.base, 1), round(mark.size, 1))
                        for mark in marks
                    ),
                )
                reading = known.get(key)
                if reading is None or self._is_tagged:
                    reading = read_copy(marks, part.passages, self._fonts, self._faces)
                    known[key] = reading
                copies.append(Copy(cell, marks, reading, safe))
        return tuple(copies)

    @cached_property
    def lines(self) -> list[Line]:
        """Return the lines of the page, as the eye reads them, each copy's for themselves.

        Large numbers on labels side by side would be read as one.
        """
        return [line for glyphs in self._apart for line in lines(glyphs)]

    @cached_property
    def runs(self) -> list[Run]:
        """Return the runs of digits of the page, each copy's for themselves.

        Panels stand side by side, and a large number in one is as high as several lines of the
        next.
        """
        return [run for glyphs in self._apart for run in runs(glyphs)]

    @cached_property
    def _apart(self) -> list[tuple[Glyph, ...]]:
        """Return the glyphs of each copy, and at last those of none."""
        rest = self.read.glyphs
        found = []
        for cell in self.expected.cells if len(self.expected.cells) > 1 else ():
            found.append(tuple(glyph for glyph in rest if _stands_in(glyph, cell)))
            rest = tuple(glyph for glyph in rest if not _stands_in(glyph, cell))
        return [*found, rest]

    @cached_property
    def signs(self) -> frozenset[Token]:
        """Return the glyphs of the signs between words, which belong to no direction."""
        return frozenset(
            token
            for language, families in self._fonts.items()
            for sign in SIGNS
            for backwards in (False, True)
            for spelling in self._faces.spellings(Segment(sign, language, backwards), families)
            for token in spelling.tokens
        )

    @property
    def _is_tagged(self) -> bool:
        return any(glyph.marked >= 0 for glyph in self.read.trace.glyphs[:1])


class Evidence:
    """A whole file beside its expectation."""

    def __init__(self, read: ReadFile, expected: Expectation, faces: Typefaces) -> None:
        self.read = read
        self.expected = expected
        self.faces = faces
        self.pages = tuple(
            PageEvidence(number, page, wanted, expected.fonts, faces, expected.safe)
            for number, (page, wanted) in enumerate(
                zip(read.pages, expected.pages, strict=False), 1
            )
        )
