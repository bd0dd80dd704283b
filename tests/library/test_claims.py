"""Claims are read with their source; a workspace replaces single ones and adds its own."""

import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from handbill.library.library import load_library
from handbill.preflight.checks.claims import figures
from tests.library.workspaces import built_in, changed, faults_of, fill, is_finished, only_fault

CLAIMS = "content/claims.toml"

OWN = """\
[[claims]]
id = "own"
statement = "12 people called."
written = ["1,200", "1200"]
unit = "hotline contacts"
population = "callers of one line"
year = 2025
source = "The Line"
title = "Report"
url = "https://example.org/report"
checked = 2026-01-01
confidence = "high"
"""


def test_shipped_claims_name_unit_year_and_source() -> None:
    claims = load_library().claims
    assert {"detected-children-2022", "forced-labour-2021"} <= set(claims)
    for name, claim in claims.items():
        assert claim.id == name
        assert claim.written
        assert 1990 < claim.year <= claim.checked.year
        assert claim.source
        assert urlsplit(claim.url).scheme == "https"


NOT_TOLD_FROM_AGES_AND_HOURS = {
    "us-first-for-trafficking",
    "child-victims-quadrupled",
    "children-violence-court-cases",
    "average-age-of-entry",
    "child-every-two-minutes",
}
"""Blocked figures so small that a finished sheet may hold them in another sense."""


def test_every_way_a_shipped_claim_is_written_is_seen_as_a_figure() -> None:
    """Else it could be printed without its source."""
    claims = load_library().claims
    assert all(claims[name].blocked for name in NOT_TOLD_FROM_AGES_AND_HOURS)
    for claim in claims.values():
        if claim.id not in NOT_TOLD_FROM_AGES_AND_HOURS:
            for written in claim.written:
                # '38 of every 100' is told by its hundred.
                assert list(figures(written)), written


def test_what_must_not_be_printed_says_why() -> None:
    blocked = [claim for claim in load_library().claims.values() if claim.blocked]
    assert blocked
    for claim in blocked:
        assert re.search(r"\w.*\.$", claim.blocked)


def test_figures_of_detected_victims_are_never_joined_to_estimates() -> None:
    printed = [claim for claim in load_library().claims.values() if not claim.blocked]
    units = {claim.source: claim.unit for claim in printed}
    assert (units["UNODC"], units["ILO"]) == ("detected victims", "estimated people")


def test_a_workspace_adds_claims(tmp_path: Path) -> None:
    claims = load_library(fill(tmp_path, {CLAIMS: OWN})).claims
    assert claims["own"].written == ("1,200", "1200")
    assert claims["own"].checked == date(2026, 1, 1)
    assert claims["own"].blocked == ""
    assert "forced-labour-2021" in claims


def test_a_workspace_replaces_a_single_claim(tmp_path: Path) -> None:
    text = changed(OWN, 'id = "own"', 'id = "forced-labour-2021"')
    claims = load_library(fill(tmp_path, {CLAIMS: text})).claims
    assert claims["forced-labour-2021"].source == "The Line"
    assert set(claims) == set(load_library().claims)


def test_a_workspace_may_block_a_claim(tmp_path: Path) -> None:
    blocked = OWN + 'blocked = "The line withdrew it."\n'
    assert load_library(fill(tmp_path, {CLAIMS: blocked})).claims["own"].blocked


def test_two_claims_of_one_name_are_a_fault(tmp_path: Path) -> None:
    fault = only_fault(fill(tmp_path, {CLAIMS: OWN + OWN}))
    assert "own" in fault.message
    assert is_finished(fault.message)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('unit = "hotline contacts"', 'unit = "victims"', id="unit nobody knows"),
        pytest.param("year = 2025", 'year = "last year"', id="year no number"),
        pytest.param("checked = 2026-01-01", 'checked = "lately"', id="date no date"),
        pytest.param('source = "The Line"\n', "", id="no source"),
        pytest.param("year = 2025\n", "", id="no year"),
        pytest.param('confidence = "high"', 'confidence = "sure"', id="confidence nobody knows"),
        pytest.param('written = ["1,200", "1200"]', 'written = "1,200"', id="written no list"),
        pytest.param('title = "Report"', 'titel = "Report"', id="misspelt key"),
    ],
)
def test_a_faulty_claim_is_refused_with_its_place(tmp_path: Path, old: str, new: str) -> None:
    faults = faults_of(fill(tmp_path, {CLAIMS: changed(OWN, old, new)}))
    assert faults
    for fault in faults:
        assert CLAIMS in str(fault)
        assert is_finished(fault.message)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('written = ["1,200", "1200"]', "written = []", id="written in no way"),
        pytest.param('source = "The Line"', 'source = ""', id="empty source"),
        pytest.param('id = "own"', 'id = ""', id="empty id"),
        pytest.param("https://example.org/report", "javascript:alert(1)", id="no address"),
        pytest.param('written = ["1,200", "1200"]', 'written = ["many"]', id="no figure"),
    ],
)
def test_a_claim_that_could_not_be_checked_is_refused(tmp_path: Path, old: str, new: str) -> None:
    assert faults_of(fill(tmp_path, {CLAIMS: changed(OWN, old, new)}))


def test_no_shipped_claim_is_written_like_another() -> None:
    text = built_in(CLAIMS)
    written = [way for claim in load_library().claims.values() for way in claim.written]
    assert len(written) == len(set(written))
    assert text.count("[[claims]]") == len(load_library().claims)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("38 % of victims", ["38 %"], id="percentage"),
        pytest.param("38% of victims", ["38%"], id="close percentage"),
        pytest.param("٣٨٪ من الضحايا", ["38٪"], id="Arabic digits"),
        pytest.param("३८ % पीड़ित", ["38 %"], id="Hindi digits"),
        pytest.param("252,194 web addresses", ["252,194"], id="grouped by commas"),
        pytest.param("252 194 adresses", ["252 194"], id="grouped by spaces"),
        pytest.param("252.194 Adressen", ["252.194"], id="grouped by dots"),
        pytest.param("38 of every 100", ["100"], id="of a hundred"),
        pytest.param("Aged 12 to 17, step 3", [], id="small figures"),
        pytest.param("B12 vitamin", [], id="part of a word"),
        pytest.param("1,5 %", ["1,5 %"], id="decimal"),
        pytest.param("约38%的受害者", ["38%"], id="Chinese, no spaces"),
        pytest.param("人身売買は252194件", ["252194"], id="Japanese, no spaces"),
        pytest.param("เหยื่อ38%เป็นเด็ก", ["38%"], id="Thai, no spaces"),
        pytest.param("ជនរងគ្រោះ៣៨%ជាកុមារ", ["38%"], id="Khmer digits, no spaces"),
        pytest.param("و38% من", ["38%"], id="Arabic, joined to 'and'"),
        pytest.param("每天24小时", [], id="Chinese hours"),
    ],
)
def test_statistics_are_told_from_other_figures(line: str, found: list[str]) -> None:
    assert list(figures(line)) == found


@pytest.mark.parametrize(
    "line", ["27.6 million people", "nearly 30 million victims", "2 Millionen", "3000万人"]
)
def test_figures_in_words_are_statistics(line: str) -> None:
    assert list(figures(line))
