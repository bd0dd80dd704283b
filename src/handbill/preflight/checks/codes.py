"""Checks of QR codes: qr.unreadable, qr.payload."""

from collections.abc import Iterator, Sequence

from handbill.model.findings import Finding
from handbill.model.numbers import digits_of
from handbill.preflight.checks.evidence import PageEvidence
from handbill.preflight.raster import Code, Raster

SMALLEST_MODULE = 0.4
"""Smallest side of a module that a poor camera reads from a copy, in mm."""

QUIET_ZONE = 4
"""Free modules around a code (ISO/IEC 18004, 6.3.8)."""


def check_codes(pages: Sequence[PageEvidence]) -> Iterator[Finding]:
    """Yield a finding for each QR code that fails, says something else, or is not wanted."""
    for page in pages:
        if not page.expected.codes and not page.read.trace.placed:
            continue
        yield from _check_page(page)


def _check_page(page: PageEvidence) -> Iterator[Finding]:
    raster = page.read.raster
    codes = raster.codes()
    wanted = page.expected.codes
    for code in codes:
        if code.payload not in wanted:
            yield Finding(
                "qr.payload",
                "error",
                f"A QR code on page {page.number} says '{code.payload}', which no record of "
                f"this edition gives. Do not print it.",
                page=page.number,
                box=code.box,
            )
    for payload, places in wanted.items():
        count = sum(code.payload == payload for code in codes)
        if count < places:
            yield _unreadable(page, payload, count, "at 300 dpi")
            return
    if wanted:
        yield from _check_quality(page, raster, codes)
        yield from _check_contact(page)


def _check_contact(page: PageEvidence) -> Iterator[Finding]:
    """Yield a finding for a code whose contact does not stand on its page in text as well."""
    printed = [digits_of(passage.number) for passage in page.expected.passages if passage.number]
    for payload in page.expected.codes:
        digits = digits_of(payload)
        if not any(number and digits.endswith(number.lstrip("0")) for number in printed):
            yield Finding(
                "qr.payload",
                "error",
                f"The QR code on page {page.number} dials {payload}, which does not stand on the "
                f"page in text. Print the number beside it.",
                page=page.number,
            )


def _unreadable(page: PageEvidence, payload: str, count: int, how: str) -> Finding:
    return Finding(
        "qr.unreadable",
        "error",
        f"The QR code for {payload} must be readable {page.expected.codes[payload]} times on page "
        f"{page.number}; {count} could be read {how}. Look for a code that is covered, cut, "
        f"inverted or too small.",
        page=page.number,
    )


def _check_quality(page: PageEvidence, raster: Raster, codes: list[Code]) -> Iterator[Finding]:
    copied = [code.payload for code in raster.copied_codes()]
    for payload, places in page.expected.codes.items():
        if copied.count(payload) < places:
            yield _unreadable(
                page, payload, copied.count(payload), "from a copy at 150 dpi in grey"
            )
    for code in codes:
        if code.modules and code.side / code.modules < SMALLEST_MODULE:
            yield Finding(
                "qr.unreadable",
                "error",
                f"The modules of the QR code on page {page.number} measure "
                f"{code.side / code.modules:.2f} mm; {SMALLEST_MODULE} mm is the least that "
                f"poor cameras read. Print it larger.",
                page=page.number,
                box=code.box,
            )
        if raster.quiet_zone(code) < QUIET_ZONE:
            yield Finding(
                "qr.unreadable",
                "error",
                f"The QR code on page {page.number} has not the {QUIET_ZONE} free modules around "
                f"it that readers need. Take away what stands beside it.",
                page=page.number,
                box=code.box,
            )
