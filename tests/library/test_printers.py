"""A workspace knows its printers: each measured once, and checked when it is read."""

from pathlib import Path

import click
import pytest

from handbill.cli.options import printer_of
from handbill.library.library import load_library
from handbill.model.faults import InputError
from handbill.model.formats import Printer

OFFICE = '[printers.office]\nedge = 4.2\nduplex = "short"\noffset-back = [0.5, -0.3]\n'


def workspace(folder: Path, text: str) -> Path:
    (folder / "content").mkdir()
    (folder / "content/printers.toml").write_text(text, "utf-8")
    return folder


def test_a_printer_is_read_from_the_workspace(tmp_path: Path) -> None:
    printers = load_library(workspace(tmp_path, OFFICE)).printers
    assert printers == {"office": Printer(4.2, "short", (0.5, -0.3))}


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        pytest.param("4.2", "42", "printers.office.edge", id="a rim too wide"),
        pytest.param("4.2", "-1", "printers.office.edge", id="a rim below nothing"),
        pytest.param("-0.3", "-30", "printers.office.offset-back", id="an offset too far"),
        pytest.param('"short"', '"left"', "printers.office.duplex", id="no such edge"),
        pytest.param("edge", "rim", "printers.office.rim", id="unknown key"),
    ],
)
def test_a_printer_that_cannot_be_is_a_fault(
    tmp_path: Path, before: str, after: str, key: str
) -> None:
    with pytest.raises(InputError) as caught:
        load_library(workspace(tmp_path, OFFICE.replace(before, after)))
    assert [fault.key for fault in caught.value.faults] == [key]


def test_the_command_line_wins_over_the_printer() -> None:
    known = {"office": Printer(4.2, "short", (0.5, -0.3))}
    assert printer_of(known, "office", None, None, None) == known["office"]
    assert printer_of(known, "office", 5.0, "long", (0.0, 0.1)) == Printer(5.0, "long", (0.0, 0.1))
    assert printer_of(known, "", None, None, None) == Printer()


def test_an_unknown_printer_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(click.UsageError, match="office"):
        printer_of({"office": Printer()}, "offce", None, None, None)
