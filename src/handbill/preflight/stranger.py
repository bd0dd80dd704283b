"""Preflight of a file that Handbill did not make: is what it prints true and readable?"""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import msgspec

from handbill.model.findings import Box, Finding, Severity, shortened
from handbill.model.languages import same_speech
from handbill.model.numbers import dialled_characters
from handbill.preflight.checks.activity import check_active, check_notes
from handbill.preflight.checks.codes import SMALLEST_MODULE
from handbill.preflight.checks.fonts import check_embedding, check_glyphs
from handbill.preflight.checks.inks import NUMBER_RATIO, TEXT_RATIO, with_ground
from handbill.preflight.numbers import Line, lines
from handbill.preflight.phones import Candidate, Known, candidates, nearest, recorded
from handbill.preflight.raster import Code
from handbill.preflight.reading import MOST_PAGES, ReadFile, ReadPage

SMALLEST_TYPE = 6.0
"""Type below this size cannot be read by many people, in pt (art direction)."""

LEAST_SHOWN = 0.01
"""Smallest share of a line's box that must have the text's colour."""

LEGIBLE_RATIO = 2.0
"""Below this contrast hardly anybody sees a number; WCAG's least figure, for pictures, is 3."""

DARKEST_PAPER = 240
"""From this level on a pixel is paper."""

SHORTENERS = frozenset(
    {"bit.ly", "t.co", "tinyurl.com", "goo.gl", "ow.ly", "qr.io", "qrco.de", "rb.gy", "is.gd",
     "buff.ly", "cutt.ly", "t.ly", "me-qr.com", "linktr.ee", "l.ead.me", "scan.page"}
)  # fmt: skip
"""Hosts that count who follows a link before they pass the reader on."""


class Surroundings(msgspec.Struct, frozen=True):
    """What the person said of the file, and the directory to compare it with."""

    region: str = ""
    """Code of the region the file is for; its own and its parents' records count."""
    parents: tuple[str, ...] = ()
    directory: tuple[Known, ...] = ()
    languages: tuple[str, ...] = ()
    """BCP 47 tags of the languages it is said to be in."""


def check_stranger(read: ReadFile, around: Surroundings) -> list[Finding]:
    """Return what a person who hands the file out should know.

    Raises:
        UnreadableError: where a page is damaged.
    """
    return [
        *_check_extent(read),
        *check_active(read),
        *check_notes(read.pages),
        *_check_numbers(read, around),
        *check_glyphs(read.pages),
        *(_softened(finding) for finding in check_embedding(read.fonts)),
        *_check_language(read, around.languages),
        *(
            finding
            for number, page in enumerate(read.pages, 1)
            for finding in (
                *_check_unread(number, page),
                *_check_ink(number, page),
                *_check_codes(number, page, around),
            )
        ),
    ]


def _softened(finding: Finding) -> Finding:
    return msgspec.structs.replace(finding, severity="warning")


def _check_extent(read: ReadFile) -> Iterator[Finding]:
    if read.page_count == 0:
        yield Finding("page.size", "error", "The file has no pages. Save it again.")
    if read.page_count > MOST_PAGES:
        yield Finding(
            "page.size",
            "warning",
            f"The file has {read.page_count} pages; only the first {MOST_PAGES} were read. "
            f"Check the others in files of their own.",
        )
    without_text = [
        number for number, page in enumerate(read.pages, 1) if not page.glyphs and _has_ink(page)
    ]
    if without_text:
        listed = ", ".join(map(str, without_text[:5]))
        more = " and others" if len(without_text) > 5 else ""
        yield Finding(
            "text.missing",
            "error",
            f"Page {listed}{more} is a picture without text, so its numbers cannot be read here. "
            f"Compare them with 'handbill hotlines' digit by digit, or ask for the original.",
            page=without_text[0],
        )


def _has_ink(page: ReadPage) -> bool:
    return bool((page.raster.grey < DARKEST_PAPER).any())


def _check_unread(number: int, page: ReadPage) -> Iterator[Finding]:
    """Yield a finding where a page shows characters that cannot be told."""
    if page.unreadable_glyphs:
        yield Finding(
            "text.missing",
            "error",
            f"{page.unreadable_glyphs} characters on page {number} do not say which ones they "
            f"are, so numbers among them cannot be read here. Compare them with 'handbill "
            f"hotlines' digit by digit.",
            page=number,
        )


def _check_language(read: ReadFile, languages: Sequence[str]) -> Iterator[Finding]:
    if not read.language:
        yield Finding(
            "lang.missing",
            "warning",
            "The file does not declare its language, so screen readers guess it. Set it where "
            "the file is made.",
        )
    elif languages and not any(same_speech(read.language, tag) for tag in languages):
        yield Finding(
            "lang.missing",
            "warning",
            f"The file declares the language '{read.language}', not {' or '.join(languages)}, so "
            f"screen readers mispronounce it. Set it where the file is made.",
        )


def _check_numbers(read: ReadFile, around: Surroundings) -> Iterator[Finding]:
    seen = set()
    for number, page in enumerate(read.pages, 1):
        for line in lines(page.glyphs):
            for candidate in candidates(line.text):
                if candidate.dialled not in seen:
                    seen.add(candidate.dialled)
                    yield from _judged(candidate, number, line.box, around)


def _judged(candidate: Candidate, page: int, box: Box, around: Surroundings) -> Iterator[Finding]:
    """Yield what the directory says of a number, unless it is a right one."""
    found = recorded(candidate.dialled, around.directory)
    here = [known for known in found if _counts(known, around)]
    if any(known.current for known in here):
        return
    # Short runs of digits are house numbers and room numbers more often than short codes.
    severity: Severity = "warning" if candidate.short and not here else "error"
    yield Finding(
        "number.unknown",
        severity,
        f"'{candidate.text}' on page {page} {_verdict(candidate, found, here, around)}",
        page=page,
        box=box,
    )


def _counts(known: Known, around: Surroundings) -> bool:
    return not around.region or known.region in (around.region, *around.parents)


def _verdict(
    candidate: Candidate, found: Sequence[Known], here: Sequence[Known], around: Surroundings
) -> str:
    where = f" for {around.region}" if around.region else ""
    if here:
        return (
            f"is recorded as {here[0].name} and must not be printed: {here[0].reason} Do not "
            f"hand the file out."
        )
    if found:
        other = found[0]
        return (
            f"is a number of {other.region} ({other.name}), not one recorded{where}. Check "
            f"whether the file is for that region."
        )
    own = [known for known in around.directory if _counts(known, around)]
    near = None if candidate.short else nearest(candidate.dialled, own)
    if near is None:
        return f"is in no record{where}. Confirm it by telephone before you hand the file out."
    state = "" if near.current else f", which must not be printed: {near.reason}"
    return (
        f"is in no record{where}. The nearest recorded number is {near.printed} "
        f"({near.name}){state}. Compare them digit by digit."
    )


def _check_ink(number: int, page: ReadPage) -> Iterator[Finding]:
    """Yield findings on small and faint text, the worst line of each kind on a page."""
    small = [glyph for glyph in page.glyphs if 0 < glyph.size < SMALLEST_TYPE - 0.05]
    if len(small) > 3:
        size = min(glyph.size for glyph in small)
        yield Finding(
            "text.too-small",
            "warning",
            f"{len(small)} characters on page {number} are set in {size:.1f} pt or little more; "
            f"below {SMALLEST_TYPE:g} pt many people cannot read them. Set them larger.",
            page=number,
            box=small[0].box,
        )
    for line in lines(page.glyphs):
        yield from _check_line(number, page, line)


def _check_line(number: int, page: ReadPage, line: Line) -> Iterator[Finding]:
    dials = candidates(line.text)
    needed = NUMBER_RATIO if dials else TEXT_RATIO
    look = page.raster.look(with_ground(line.box), line.color)
    if look is None:
        return
    severity: Severity = "error" if dials else "warning"
    if look.shown(line.box) < LEAST_SHOWN:
        yield Finding(
            "color.contrast",
            severity,
            f"'{shortened(line.text)}' on page {number} cannot be seen: it is covered, or has "
            f"the colour of what is behind it.",
            page=number,
            box=line.box,
        )
        return
    ratio = min(look.contrast())
    if ratio < needed:
        yield Finding(
            "color.contrast",
            "error" if dials and ratio < LEGIBLE_RATIO else "warning",
            f"'{shortened(line.text)}' on page {number} has a contrast of {ratio:.1f} : 1; "
            f"{needed:g} : 1 is needed. Use a darker or lighter colour.",
            page=number,
            box=line.box,
        )


def _check_codes(number: int, page: ReadPage, around: Surroundings) -> Iterator[Finding]:
    codes = page.raster.codes()
    copied = {code.payload for code in page.raster.copied_codes()} if codes else set()
    for code in codes:
        yield from _check_payload(number, code, around)
        module = code.side / code.modules if code.modules else SMALLEST_MODULE
        if code.payload not in copied or module < SMALLEST_MODULE:
            yield Finding(
                "qr.unreadable",
                "warning",
                f"The QR code on page {number} may fail on a poor camera or a copy: its modules "
                f"measure {module:.2f} mm. Print it larger.",
                page=number,
                box=code.box,
            )


def _check_payload(number: int, code: Code, around: Surroundings) -> Iterator[Finding]:
    scheme = code.payload.split(":", 1)[0].lower()
    if scheme in ("tel", "sms", "smsto"):
        dialled = dialled_characters(code.payload)
        run = Candidate(code.payload, dialled, 0, len(code.payload), short=len(dialled) < 7)
        for finding in _judged(run, number, code.box, around):
            yield msgspec.structs.replace(finding, check="qr.payload")
        return
    host = (urlsplit(code.payload).hostname or "").removeprefix("www.")
    if host in SHORTENERS:
        problem = "leads through a service that counts its readers, who may be watched"
    elif scheme == "http":
        problem = "leads to a page without encryption"
    else:
        return
    yield Finding(
        "qr.payload",
        "warning",
        f"The QR code on page {number} says '{code.payload}': it {problem}. Use the page's own "
        f"https address, or the number.",
        page=number,
        box=code.box,
    )
