"""Call sheets from the command line."""

import csv
import io
from pathlib import Path

import pikepdf
import pytest

from handbill.composing.callsheets import COLUMNS
from tests.cli.running import handbill
from tests.library.workspaces import REGION, US, changed, fill


def test_a_call_sheet_is_written_where_it_says(tmp_path: Path) -> None:
    result = handbill("callsheet", "th", "-o", "sheets", cwd=tmp_path)
    assert result.returncode == 0
    path = tmp_path / result.stdout.strip()
    assert path == tmp_path / "sheets/TH/callsheet.TH.pdf"
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with pikepdf.open(path) as document:
        assert str(document.docinfo["/Title"]) == "Call sheet: Thailand"
        assert str(document.Root.Lang) == "en"


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    sheets = []
    for name in ("one", "two"):
        handbill("callsheet", "EG", "-o", str(tmp_path / name))
        sheets.append((tmp_path / name / "EG/callsheet.EG.pdf").read_bytes())
    assert sheets[0] == sheets[1]


def test_a_table_has_a_row_for_each_channel_and_none_for_emergency_numbers(tmp_path: Path) -> None:
    record = changed(REGION, 'confidence = "high"', 'confidence = "high"\nfree = true')
    result = handbill("callsheet", "US", "--csv", "-w", str(fill(tmp_path, {US: record})))
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["channel"], row["number as dialled"], row["printed"]) for row in rows] == [
        ("call", "18553527233", "1-855-352-7233"),
        ("web", "example.org", "example.org"),
    ]
    assert rows[0]["claims"] == "free · English"
    assert {row[column] for row in rows for column in COLUMNS[10:]} == {""}
    assert "911" not in result.stdout
    assert not (tmp_path / "out").exists()


def test_a_line_kept_out_of_print_is_marked_in_the_table(tmp_path: Path) -> None:
    record = changed(
        REGION, 'confidence = "high"', 'confidence = "low"\nprint = false\nreason = "Closed."'
    )
    result = handbill("callsheet", "US", "--csv", "-w", str(fill(tmp_path, {US: record})))
    assert "NOT PRINTED: Closed. · English" in result.stdout


@pytest.mark.parametrize("arguments", [("US-F",), ("US", "-o", "/proc/nowhere")])
def test_what_cannot_be_printed_ends_with_status_2(arguments: tuple[str, ...]) -> None:
    assert handbill("callsheet", *arguments).returncode == 2
