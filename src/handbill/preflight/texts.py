"""Texts on a page: each passage found glyph by glyph, whole, in its place and large enough."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from handbill.model.languages import cldr_locale
from handbill.preflight.expecting import Cell, Passage, Segment
from handbill.preflight.shaping import Spelling, Token, Typefaces
from handbill.preflight.tracing import Traced

LARGEST_GAP = 4.5
"""Widest step from one line of a passage to the next, as a multiple of the type size: Nastaliq
headlines are set at 2.4, and a bullet or number between two lines may add as much again."""

SAME_LINE = 0.12
"""How far base lines of one line may differ, as a share of the type size."""


class Mark(msgspec.Struct, frozen=True):
    """A glyph with ink, on the copy it stands on; mm from the copy's upper left corner."""

    token: Token
    left: float
    top: float
    right: float
    bottom: float
    base: float
    pen: tuple[float, float]
    """From where to where the pen moves along the line."""
    size: float
    line: int
    opens: bool
    """Whether a space or the edge of a run stands before it."""
    closes: bool
    traced: Traced


class Found(msgspec.Struct, frozen=True):
    """A passage, or what was found of it."""

    passage: Passage
    parts: tuple[tuple[Mark, ...], ...]
    """The glyphs of each of its segments; none where a segment was not found."""

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return the glyphs of all segments."""
        return tuple(mark for part in self.parts for mark in part)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the segments that were not found."""
        pairs = zip(self.passage.segments, self.parts, strict=True)
        return tuple(segment.text for segment, part in pairs if not part)


class Reading(msgspec.Struct, frozen=True):
    """What one copy says."""

    found: tuple[Found, ...]
    left_over: tuple[Mark, ...]
    """Glyphs with ink that belong to no passage."""


def marks_of(
    glyphs: Iterable[Traced], cell: Cell, faces: Typefaces, reach: float = math.inf
) -> list[Mark]:
    """Return the visible glyphs of a cell, in the order they are drawn.

    `reach` says how far beyond the cell's edges its text may run, in mm: beside other copies
    not far, on a page of its own as far as it likes.
    """
    marks: list[Mark] = []
    width, height = cell.trim
    opens = True
    last: Traced | None = None
    line = 0
    for glyph in glyphs:
        x, y = cell.inward(glyph.x, glyph.y)
        if not (-reach < x < width + reach and -reach < y < height + reach) or not glyph.visible:
            continue
        if last is None or glyph.run != last.run:
            opens = True
            line += last is None or not _continues(last, glyph, cell)
        if faces.is_blank((glyph.font, glyph.glyph)):
            opens = True
            if marks:
                marks[-1] = msgspec.structs.replace(marks[-1], closes=True)
        else:
            if opens and marks:
                marks[-1] = msgspec.structs.replace(marks[-1], closes=True)
            marks.append(_mark(glyph, x, y, line, faces, opens=opens))
            opens = False
        last = glyph
    if marks:
        marks[-1] = msgspec.structs.replace(marks[-1], closes=True)
    return marks


def _continues(last: Traced, glyph: Traced, cell: Cell) -> bool:
    _, before = cell.inward(last.x, last.y)
    _, after = cell.inward(glyph.x, glyph.y)
    return abs(before - after) < max(last.size, glyph.size) * 0.3528 * SAME_LINE


def _mark(glyph: Traced, x: float, y: float, line: int, faces: Typefaces, *, opens: bool) -> Mark:
    token = (glyph.font, glyph.glyph)
    left, top, right, bottom = faces.extents(token)
    em = glyph.size * 25.4 / 72
    rise = glyph.rise * em
    return Mark(
        token=token,
        left=x + left * em,
        top=y + top * em - rise,
        right=x + right * em,
        bottom=y + bottom * em - rise,
        base=y,
        pen=(x, x + (glyph.step[0] ** 2 + glyph.step[1] ** 2) ** 0.5),
        size=glyph.size,
        line=line,
        opens=opens,
        closes=False,
        traced=glyph,
    )


class _Stream:
    """The glyphs of a copy as one string, so that texts can be searched in it."""

    def __init__(self, marks: Sequence[Mark], letters: dict[Token, str]) -> None:
        self.marks = marks
        self.text = "".join(
            letters.setdefault(mark.token, chr(0xF0000 + len(letters))) for mark in marks
        )

    def places(self, wanted: str, *, backwards: bool, whole: bool) -> Iterator[tuple[int, int]]:
        start = self.text.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            first, last = self.marks[start], self.marks[end - 1]
            opened = first.closes if backwards else first.opens
            closed = last.opens if backwards else last.closes
            if (opened and closed) or not whole:
                yield start, end
            start = self.text.find(wanted, start + 1)


def _in_order(marks: Sequence[Mark], *, backwards: bool) -> list[Mark]:
    """Return the marks line by line, each line from its reading side.

    A line is sorted by the places of its runs; inside a run glyphs keep the order in which
    they are drawn, since the marks of stacked scripts overlap.
    """
    lines: dict[int, dict[int, list[Mark]]] = {}
    for mark in marks:
        lines.setdefault(mark.line, {}).setdefault(mark.traced.run, []).append(mark)
    ordered: list[Mark] = []
    for runs in lines.values():
        by_place = sorted(runs.values(), key=lambda run: run[0].left)
        line = [mark for run in by_place for mark in run]
        ordered += line[::-1] if backwards else line
    return ordered


def read_copy(
    marks: Sequence[Mark],
    passages: Sequence[Passage],
    fonts: dict[str, tuple[str, ...]],
    faces: Typefaces,
) -> Reading:
    """Return where each passage stands on a copy; long ones first, each glyph used once."""
    return _Reader(marks, fonts, faces).read(passages)


class _Reader:
    def __init__(
        self, marks: Sequence[Mark], fonts: dict[str, tuple[str, ...]], faces: Typefaces
    ) -> None:
        self._fonts, self._faces = fonts, faces
        self._letters: dict[Token, str] = {}
        self._streams = {
            backwards: _Stream(_in_order(marks, backwards=backwards), self._letters)
            for backwards in (False, True)
        }
        self._all = marks
        self._used: set[int] = set()

    def read(self, passages: Sequence[Passage]) -> Reading:
        wanted = [
            (number, at, segment)
            for number, passage in enumerate(passages)
            for at, segment in enumerate(passage.segments)
        ]
        wanted.sort(key=lambda entry: -len(entry[2].text))
        placed: dict[tuple[int, int], tuple[Mark, ...]] = {}
        for number, at, segment in wanted:
            placed[number, at] = self._take(segment, self._families(segment))
        # Single words come last: they would take the letters of whole texts that have them too.
        for number, at, segment in wanted:
            parted = segment.right_to_left != reads_backwards(passages[number].language)
            if parted and not placed[number, at]:
                placed[number, at] = self._take_words(segment, self._families(segment))
        found = tuple(
            Found(
                passage,
                tuple(placed[number, at] for at in range(len(passage.segments))),
            )
            for number, passage in enumerate(passages)
        )
        return Reading(found, tuple(mark for mark in self._all if id(mark) not in self._used))

    def _families(self, segment: Segment) -> tuple[str, ...]:
        return self._fonts.get(segment.language) or next(iter(self._fonts.values()))

    def _take_words(self, segment: Segment, families: tuple[str, ...]) -> tuple[Mark, ...]:
        """Return the words of a phrase in the other direction that a line end parts.

        Its halves stand at opposite ends of two lines, so they are not one after the other.
        """
        words = [
            self._take(msgspec.structs.replace(segment, text=word), families)
            for word in segment.text.split()
        ]
        return tuple(mark for word in words for mark in word) if all(words) else ()

    def _take(self, segment: Segment, families: tuple[str, ...]) -> tuple[Mark, ...]:
        stream = self._streams[segment.right_to_left]
        for spelling in self._faces.spellings(segment, families):
            wanted = "".join(self._letters.get(token, "\0") for token in spelling.tokens)
            places = stream.places(wanted, backwards=segment.right_to_left, whole=segment.whole)
            for start, end in places:
                marks = tuple(stream.marks[start:end])
                used = any(id(mark) in self._used for mark in marks)
                if not used and _is_spaced(marks, spelling, segment.right_to_left):
                    self._used.update(map(id, marks))
                    return marks
        return ()


def reads_backwards(language: str) -> bool:
    """Tell whether a language is written from right to left."""
    return bool(cldr_locale(language).text_direction == "rtl")


def _is_spaced(marks: Sequence[Mark], spelling: Spelling, backwards: bool) -> bool:
    """Tell whether spaces stand where the text has them; line ends and new runs swallow them."""
    if spelling.spaced is None:
        return True
    for (before, mark), wanted in zip(pairwise(marks), spelling.spaced[1:], strict=True):
        if before.traced.run == mark.traced.run:
            blank = before.opens if backwards else mark.opens
            if blank != wanted:
                return False
    return True


def stands_together(marks: Sequence[Mark]) -> bool:
    """Tell whether the lines of a passage follow one another down the page."""
    heights: dict[int, list[Mark]] = {}
    for mark in marks:
        heights.setdefault(mark.line, []).append(mark)
    lines = list(heights.values())
    return all(
        -0.1 < below[0].base - above[0].base < LARGEST_GAP * above[0].size * 25.4 / 72
        for above, below in pairwise(lines)
    )


def stretches(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Yield marks side by side on a line in one colour: wide gaps may hold other text."""
    lines: dict[tuple[int, object], list[Mark]] = {}
    for mark in marks:
        lines.setdefault((mark.line, mark.traced.color), []).append(mark)
    for line in lines.values():
        stretch: list[Mark] = []
        reach = 0.0
        for mark in sorted(line, key=lambda mark: mark.left):
            if stretch and mark.left - reach > 0.5 * mark.size * 25.4 / 72:
                yield stretch
                stretch = []
            stretch.append(mark)
            reach = max(reach, mark.right) if len(stretch) > 1 else mark.right
        yield stretch
