"""Checks of texts: text.missing, text.overflow, text.too-small, text.unexpected."""

from collections.abc import Iterator
from itertools import combinations

from handbill.model.findings import Finding, shortened
from handbill.preflight.checks.evidence import Copy, Evidence, PageEvidence
from handbill.preflight.texts import Found, stands_together, stretches

SIZE_TOLERANCE = 0.05
"""Rounding the engine allows itself, in pt."""

CORE = (0.05, 0.45)
"""The band over the base line that every letter of a line fills, as shares of the type size:
two passages whose bands cross are printed over one another."""

PT = 25.4 / 72


def check_texts(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for each passage that is not on its page as it should be."""
    unknown = sorted(_unknown_fonts(evidence))
    if unknown:
        yield Finding(
            "text.missing",
            "error",
            f"This machine lacks the very fonts the file was set in ({', '.join(unknown)}), so "
            f"its texts could not be compared. Check it on the machine that made it, or make it "
            f"again.",
        )
        return
    for page in evidence.pages:
        for copy in page.copies:
            yield from _check_copy(page, copy)


def _unknown_fonts(evidence: Evidence) -> set[str]:
    """Return the fonts most of whose glyphs measure otherwise in this machine's files."""
    odd: dict[str, list[bool]] = {}
    for page in evidence.pages:
        for glyph in {(g.font, g.glyph): g for g in page.read.trace.glyphs}.values():
            if glyph.font.removesuffix(" Bold") in evidence.expected.families:
                wide = (glyph.step[0] ** 2 + glyph.step[1] ** 2) ** 0.5 / (glyph.size * PT or 1)
                known = evidence.faces.advance((glyph.font, glyph.glyph))
                odd.setdefault(glyph.font, []).append(abs(wide - known) > 0.01)
    return {
        font
        for font, marks in odd.items()
        if not evidence.faces.knows(font) or sum(marks) * 2 > len(marks)
    }


def _check_copy(page: PageEvidence, copy: Copy) -> Iterator[Finding]:
    for found in copy.reading.found:
        yield from _check_passage(page, copy, found)
    yield from _overlaps(page, copy)
    yield from _left_over(page, copy)


def _name(found: Found) -> str:
    return f"'{found.passage.name}' ({found.passage.language})"


def _check_passage(page: PageEvidence, copy: Copy, found: Found) -> Iterator[Finding]:
    message_id = found.passage.message_id or None
    if found.missing:
        yield Finding(
            "text.missing",
            "error",
            f"The text {_name(found)} is not whole on page {page.number}: "
            f"'{shortened(found.missing[0])}' was not found. Look for text that is cut, covered "
            f"or set in other glyphs.",
            page=page.number,
            box=copy.box(found.marks) if found.marks else None,
            message_id=message_id,
        )
    if not found.marks:
        return
    if not stands_together(found.marks):
        yield Finding(
            "text.missing",
            "error",
            f"The lines of {_name(found)} do not follow one another on page {page.number}. "
            f"Look for text that was moved.",
            page=page.number,
            box=copy.box(found.marks),
            message_id=message_id,
        )
    smallest = min(mark.size for mark in found.marks)
    if smallest < found.passage.floor - SIZE_TOLERANCE:
        yield Finding(
            "text.too-small",
            "error",
            f"The text {_name(found)} is set in {smallest:.1f} pt on page {page.number}; the "
            f"format asks for {found.passage.floor:g} pt at least. Give it more room.",
            page=page.number,
            box=copy.box(found.marks),
            message_id=message_id,
        )
    yield from _outside(page, copy, found)


def _outside(page: PageEvidence, copy: Copy, found: Found) -> Iterator[Finding]:
    width, height = copy.cell.trim
    over = max(
        max(-mark.left, -mark.top, mark.right - width, mark.bottom - height) for mark in found.marks
    )
    if over > 0:
        yield Finding(
            "text.overflow",
            "error",
            f"The text {_name(found)} runs {over:.1f} mm over the edge of page {page.number}. "
            f"Shorten it or give it more room.",
            page=page.number,
            box=copy.box(found.marks),
            message_id=found.passage.message_id or None,
        )


Band = tuple[float, float, float, float]


def _bands(found: Found) -> list[Band]:
    """Return the band of letters of each stretch of each line."""
    return [
        (
            min(mark.left for mark in line),
            line[0].base - CORE[1] * line[0].size * PT,
            max(mark.right for mark in line),
            line[0].base - CORE[0] * line[0].size * PT,
        )
        for line in stretches(found.marks)
    ]


def _overlaps(page: PageEvidence, copy: Copy) -> Iterator[Finding]:
    bands = [(found, _bands(found)) for found in copy.reading.found]
    for (one, ones), (other, others) in combinations(bands, 2):
        if any(_cross(a, b) for a in ones for b in others):
            yield Finding(
                "text.overflow",
                "error",
                f"The texts {_name(one)} and {_name(other)} are printed over one another on "
                f"page {page.number}. Shorten one of them or give it more room.",
                page=page.number,
                box=copy.box([*one.marks, *other.marks]),
                message_id=one.passage.message_id or other.passage.message_id or None,
            )


def _cross(one: Band, other: Band) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0.3 and down > 0.1


def _left_over(page: PageEvidence, copy: Copy) -> Iterator[Finding]:
    """Yield a finding where letters belong to no text of the edition."""
    width, height = copy.cell.trim
    letters = [
        mark
        for mark in copy.reading.left_over
        if 0 <= mark.left <= width and 0 <= mark.base <= height and mark.token not in page.signs
    ]
    if letters:
        yield Finding(
            "text.unexpected",
            "error",
            f"{len(letters)} characters on page {page.number} belong to no text of the edition. "
            f"Look for text that is doubled, changed or not the edition's own.",
            page=page.number,
            box=copy.box(letters),
        )
