"""Preflight of an edition's file: all checks, each page read once."""

from handbill.model.findings import Finding
from handbill.preflight.checks.access import check_access, check_language
from handbill.preflight.checks.activity import check_active, check_notes
from handbill.preflight.checks.claims import check_claims
from handbill.preflight.checks.codes import check_codes
from handbill.preflight.checks.evidence import Evidence
from handbill.preflight.checks.fonts import (
    check_embedding,
    check_families,
    check_glyphs,
    check_maps,
    check_programs,
)
from handbill.preflight.checks.inks import check_inks
from handbill.preflight.checks.numbers import check_numbers
from handbill.preflight.checks.pages import check_pages, check_press
from handbill.preflight.checks.postings import check_posting
from handbill.preflight.checks.texts import check_texts
from handbill.preflight.expecting import Expectation
from handbill.preflight.reading import ReadFile
from handbill.preflight.shaping import Typefaces


def check_edition(read: ReadFile, expected: Expectation, faces: Typefaces) -> list[Finding]:
    """Return everything that is wrong with a finished file.

    Raises:
        UnreadableError: where a page is damaged.
    """
    evidence = Evidence(read, expected, faces)
    findings = [
        *check_numbers(evidence),
        *check_texts(evidence),
        *check_glyphs(read.pages),
        *check_families(read.fonts, expected.families),
        *check_embedding(read.fonts),
        *check_programs(evidence),
        *check_maps(evidence),
        *check_pages(evidence),
        *check_codes(evidence.pages),
        *check_inks(evidence.pages),
        *check_language(evidence),
        *check_claims(evidence),
        *check_active(read),
        *check_notes(read.pages),
    ]
    if expected.tagged:
        findings += check_access(evidence)
    if expected.posting is not None:
        findings += check_posting(evidence, expected.posting)
    if expected.bleed is not None:
        findings += check_press(evidence, expected.bleed)
    return findings
