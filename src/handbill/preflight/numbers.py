"""Numbers on a page, read by glyph position from left to right."""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import msgspec

from handbill.model.findings import Box
from handbill.model.numbers import dialled_characters, plain_digits
from handbill.preflight.reading import Glyph

SEPARATORS = "-‐‑–()+./"
"""Characters that may stand between the digits of one number."""

WIDEST_STEP = 1.35
"""Widest step from the middle of one digit to the next inside a number, as a share of the
digits' height: a digit and one space, in the tabular digits of Noto Sans."""

SAME_BASE = 0.15
"""How far base lines of one line may differ, as a share of the type size."""

SPACE = 0.15
"""Narrowest gap that the eye takes for a space, as a share of the type size."""

WIDE_GAP = 0.7
"""Narrowest gap that parts two things, as a share of the type size."""

OTHER_SIZE = 0.2
"""Difference from which type is seen to be of another size, as a share."""

Run = str
"""Characters that stand side by side on a line, as the eye reads them."""


def runs(glyphs: tuple[Glyph, ...]) -> list[Run]:
    """Return the runs of digits and separators on a page, each from left to right."""
    inside = [glyph for glyph in glyphs if glyph.inside]
    numeric = [glyph for glyph in inside if _is_numeric(glyph)]
    others = [glyph for glyph in inside if not _is_numeric(glyph)]
    return [
        run
        for line in _lines(numeric)
        for run in _split(line, _between(line, others))
        if any(character in "0123456789" for character in run)
    ]


class Line(msgspec.Struct, frozen=True):
    """A line as the eye reads it from left to right."""

    text: str
    """Words are parted by a space, wide gaps by two."""
    box: Box
    """Place on the page in mm from its upper left corner."""
    color: tuple[float, float, float]
    """The colour most of its characters have."""
    size: float = 0.0
    """Its largest type, in pt."""


def lines(glyphs: tuple[Glyph, ...]) -> list[Line]:
    """Return the lines of a page, by the places of their characters alone."""
    inside = [glyph for glyph in glyphs if glyph.inside]
    ordered = sorted(inside, key=lambda glyph: (glyph.angle, -glyph.base))
    found: list[list[Glyph]] = []
    for glyph in ordered:
        if found and _continues(found[-1][-1], glyph):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return [_line(sorted(line, key=lambda glyph: glyph.pen)) for line in found]


def _continues(last: Glyph, glyph: Glyph) -> bool:
    return last.angle == glyph.angle and last.base - glyph.base < SAME_BASE * max(
        last.size, glyph.size
    )


def _line(glyphs: list[Glyph]) -> Line:
    text, reach, before = "", None, 0.0
    for glyph in glyphs:
        left, right = glyph.pen
        # Beside a large number small letters stand apart by a small space.
        tall = min(glyph.size, before or glyph.size)
        before = glyph.size
        if reach is not None and left - reach > tall * SPACE:
            text += "  " if left - reach > tall * WIDE_GAP else " "
        text += glyph.character
        reach = right if reach is None else max(reach, right)
    lefts, tops, rights, bottoms = zip(*(glyph.box for glyph in glyphs), strict=True)
    # PDFium mirrors brackets in lines that run from right to left, also around isolated digits.
    text = re.sub(r"\)([0-9]{1,4})\(", r"(\1)", text)
    (color, _), *_ = Counter(glyph.color for glyph in glyphs).most_common(1)
    return Line(
        text,
        (min(lefts), min(tops), max(rights), max(bottoms)),
        color,
        max(glyph.size for glyph in glyphs),
    )


def _is_numeric(glyph: Glyph) -> bool:
    return glyph.character in "0123456789*#" or glyph.character in SEPARATORS


def _lines(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the number glyphs of each line: same direction, same base."""
    ordered = sorted(glyphs, key=lambda glyph: (glyph.angle, -_middle(glyph), glyph.left))
    for _, turned in groupby(ordered, key=lambda glyph: glyph.angle):
        line: list[Glyph] = []
        for glyph in turned:
            if line and not _same_line(line, glyph):
                yield sorted(line, key=lambda glyph: glyph.left)
                line = []
            line.append(glyph)
        if line:
            yield sorted(line, key=lambda glyph: glyph.left)


def _between(line: list[Glyph], others: list[Glyph]) -> list[float]:
    """Return where other characters stand on a line of number glyphs, from left to right."""
    tallest = max(line, key=_height)
    return sorted(
        _centre(glyph)
        for glyph in others
        if glyph.angle == tallest.angle and tallest.bottom < _middle(glyph) < tallest.top
    )


def _centre(glyph: Glyph) -> float:
    return (glyph.left + glyph.right) / 2


def _middle(glyph: Glyph) -> float:
    return (glyph.bottom + glyph.top) / 2


def _height(glyph: Glyph) -> float:
    return glyph.top - glyph.bottom


def _same_line(line: list[Glyph], glyph: Glyph) -> bool:
    tall = max(_height(member) for member in line)
    return abs(_middle(line[0]) - _middle(glyph)) < max(tall, _height(glyph)) * 0.55


def _split(line: list[Glyph], others: list[float]) -> Iterator[Run]:
    """Yield runs of number characters: wide steps and characters between them end a run."""
    tall = max(_height(glyph) for glyph in line)
    run, last, size = "", 0.0, 0.0
    for glyph in line:
        centre = _centre(glyph)
        parted = bisect(others, last) < bisect(others, centre)
        # Digits of another size beside a number are another number, as vanity letters' are.
        parted |= bool(size and abs(glyph.size - size) > size * OTHER_SIZE)
        size = glyph.size
        if run and (parted or centre - last > tall * WIDEST_STEP):
            yield run
            run = ""
        run += glyph.character
        last = centre
    yield run


def digit_parts(text: str) -> Iterator[str]:
    """Yield the runs of digits of a date, of hours or a code, alone and with their neighbours."""
    found = re.findall(r"\d+", plain_digits(text))
    for start in range(len(found)):
        for end in range(start + 1, len(found) + 1):
            yield "".join(found[start:end])


def occurrences(number: str, found: list[Run]) -> int:
    """Return how often a printed number stands in the runs, whole and in order."""
    wanted = dialled_characters(number)
    return sum(dialled_characters(run) == wanted for run in found)


def is_disordered(number: str, found: list[Run]) -> bool:
    """Tell whether a run has the number's digits in another order."""
    wanted = dialled_characters(number)
    candidates = {dialled_characters(run) for run in found} - {wanted}
    return any(sorted(candidate) == sorted(wanted) for candidate in candidates)
