"""Checks of numbers: number.missing, number.order, number.unknown."""

from collections.abc import Iterator

from handbill.model.findings import Finding
from handbill.model.numbers import dialled_characters, spelled_digits
from handbill.preflight.checks.evidence import Evidence, PageEvidence
from handbill.preflight.numbers import digit_parts, is_disordered, occurrences
from handbill.preflight.phones import candidates


def check_numbers(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for each number that is missing, disordered, or of no record."""
    yield from _check_required(evidence)
    for page in evidence.pages:
        yield from _check_printed(page)
        yield from _check_unknown(page, evidence)


def _check_required(evidence: Evidence) -> Iterator[Finding]:
    asked = {passage.number for page in evidence.expected.pages for passage in page.passages}
    everywhere = [run for page in evidence.pages for run in page.runs]
    for number in evidence.expected.required:
        if number not in asked and not occurrences(number, everywhere):
            yield Finding(
                "number.missing",
                "error",
                f"The edition carries {number}, and it stands on no page. Give its slot a place "
                f"in the format.",
            )


def _check_printed(page: PageEvidence) -> Iterator[Finding]:
    found = page.runs
    for number, places in page.expected.numbers.items():
        count = occurrences(number, found)
        if count >= places:
            continue
        if is_disordered(number, found):
            yield Finding(
                "number.order",
                "error",
                f"The digits of {number} stand in another order on page {page.number}. Do not "
                f"print it; set the number in an isolated left-to-right run.",
                page=page.number,
            )
        else:
            yield Finding(
                "number.missing",
                "error",
                f"{number} must stand {places} times on page {page.number} and was "
                f"found {count} times. Look for a number that is cut, broken or covered.",
                page=page.number,
            )


def _check_unknown(page: PageEvidence, evidence: Evidence) -> Iterator[Finding]:
    known = {dialled_characters(number) for number in evidence.expected.numbers}
    ways = (way for claim in evidence.expected.claims for way in claim.figures)
    for figure in (*evidence.expected.figures, *ways):
        known |= {spelled_digits(figure), *digit_parts(figure)}
    unknown = {}
    letters = {sign for passage in page.expected.passages for sign in passage.text}
    for line in page.lines:
        # Glyphs of joined scripts are extracted as any letter; Latin ones would hide a number.
        text = "".join(
            sign if sign in letters or not sign.isalpha() else "\ufffd" for sign in line.text
        )
        for candidate in candidates(text):
            if candidate.dialled not in known:
                unknown[candidate.dialled] = (candidate.text, line.box)
    for text, box in unknown.values():
        yield Finding(
            "number.unknown",
            "error",
            f"'{text}' on page {page.number} looks like a telephone number and belongs to no "
            f"record of this edition. Take it out, or add its record with a source.",
            page=page.number,
            box=box,
        )
