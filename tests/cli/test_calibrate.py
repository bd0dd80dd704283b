"""`handbill calibrate` writes a sheet to print, and says how."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.cli.running import handbill


def text(path: Path, page: int) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(str(document[page].get_textpage().get_text_range()).split())
    finally:
        document.close()


def test_the_sheet_is_written_where_it_says(tmp_path: Path) -> None:
    result = handbill("calibrate", cwd=tmp_path)
    assert result.returncode == 0
    assert result.stdout == "calibration.pdf\n"
    assert "flipped on the long edge" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["calibration.pdf"]
    path = tmp_path / "calibration.pdf"
    with pikepdf.open(path) as document:
        assert str(document.docinfo["/Title"]) == "Calibration sheet"
        assert str(document.Root.Lang) == "en"
    assert "--printer-edge" in text(path, 0)
    assert "--offset-back 0.5,-0.3mm" in text(path, 1)
    assert "--duplex short" in text(path, 1)


def test_a_second_sheet_says_what_it_was_printed_with(tmp_path: Path) -> None:
    path = tmp_path / "proofs" / "second.pdf"
    result = handbill("calibrate", "--paper", "Letter", "--duplex", "short",
                      "--offset-back", "1.5,-0.2mm", "-o", str(path))  # fmt: skip
    assert (result.returncode, result.stdout) == (0, f"{path}\n")
    assert "flipped on the short edge" in result.stderr
    assert "Letter · --duplex short · --offset-back 1.5,-0.2mm" in text(path, 0)
    assert "and write the sums after" in text(path, 1)
    with pikepdf.open(path) as document:
        assert document.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"


def test_a_sheet_that_lies_keeps_its_back_upright_over_the_short_edge(tmp_path: Path) -> None:
    result = handbill("calibrate", "--landscape", cwd=tmp_path)
    assert "flipped on the short edge" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        pytest.param(["-o", "sheet.png"], "does not end with .pdf", id="ending"),
        pytest.param(["--paper", "a3"], "a4", id="paper"),
        pytest.param(["--duplex", "left"], "long", id="duplex"),
        pytest.param(["--offset-back", "much"], "0.5,-0.3mm", id="offset"),
        pytest.param(["--offset-back", "50,0mm"], "more than 20 mm", id="far"),
        pytest.param(["-o", "/proc/nowhere/sheet.pdf"], "Choose a folder", id="folder"),
    ],
)
def test_wrong_usage_ends_with_status_2_and_writes_nothing(
    arguments: list[str], hint: str, tmp_path: Path
) -> None:
    result = handbill("calibrate", *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert hint in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []
