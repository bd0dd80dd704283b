"""Laws that ask for notices, on the command line."""

from pathlib import Path

import pytest

from handbill.library.library import load_library
from tests.cli.running import data, handbill
from tests.preflight.samples import shown


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file that Handbill did not make."""
    path = tmp_path_factory.mktemp("notice") / "notice.pdf"
    path.write_bytes(shown("Human trafficking: call for help"))
    return path


def test_people_are_listed_every_law_with_what_it_asks_for() -> None:
    result = handbill("list", "postings", COLUMNS="250")
    assert result.returncode == 0
    assert result.stderr == ""
    for name, law in load_library().postings.items():
        (line,) = (line for line in result.stdout.splitlines() if line.split()[:1] == [name])
        assert law.jurisdiction in line
    for heading in ("id", "law", "page", "type", "languages", "own design", "confidence"):
        assert heading in result.stdout.splitlines()[0]


def test_programs_are_listed_every_law() -> None:
    rows = data(handbill("list", "postings", "--json"))["postings"]
    assert [row["id"] for row in rows] == list(load_library().postings)
    florida = next(row for row in rows if row["id"] == "us-fl")
    asked = {"mandatory": "yes", "page": "8.5 × 11", "type": "16 pt", "languages": ["en", "es"]}
    assert {key: florida[key] for key in asked} == asked
    assert florida["own design"] is True


def test_the_facts_a_notice_is_measured_by_are_told_and_are_no_advice(stranger: Path) -> None:
    result = handbill("preflight", str(stranger), "--posting", "us-ca", COLUMNS="250")
    law = load_library().postings["us-ca"]
    assert result.returncode == 1
    told = " ".join(result.stderr.split())
    facts = [law.instrument, "US-CA", "8.5 × 11 in", "16 pt", "en, es", law.confidence]
    facts += [str(law.checked), *(source.url for source in law.sources)]
    assert [fact for fact in facts if fact not in told] == []
    assert "This is not legal advice." in told
    assert "legal advice" not in result.stdout
    for check in ("posting.page", "posting.type", "posting.number", "posting.language"):
        assert check in result.stdout


def test_findings_on_a_notice_are_data_for_programs(stranger: Path) -> None:
    result = handbill("preflight", str(stranger), "--posting", "US-CA", "--json")
    (file,) = data(result)["files"]
    checks = {finding["check"] for finding in file["findings"] if finding["severity"] == "error"}
    assert {"posting.page", "posting.type", "posting.number", "posting.language"} <= checks


def test_without_a_law_nothing_of_laws_is_told(stranger: Path) -> None:
    result = handbill("preflight", str(stranger))
    assert "legal advice" not in result.stderr
    assert "posting." not in result.stdout


def test_an_unknown_law_is_refused_with_a_near_name(stranger: Path) -> None:
    result = handbill("preflight", str(stranger), "--posting", "us-caa")
    assert result.returncode == 2
    assert result.stdout == ""
    assert "no posting named 'us-caa'" in result.stderr
    assert "us-ca" in result.stderr.split("Did you mean", 1)[1]
    assert "handbill list postings" in result.stderr


def test_a_notice_that_has_an_official_sheet_is_skipped_with_its_name(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = handbill("make", "US-NJ", "-p", "posting-us-nj", "-o", str(out), COLUMNS="250")
    assert result.returncode == 1
    told = " ".join(result.stderr.split())
    assert "skipped: US-NJ/posting-us-nj.notice.en+es.home.letter" in told
    assert load_library().postings["us-nj"].official_sheet in told
    assert list(out.rglob("*.pdf")) == []
