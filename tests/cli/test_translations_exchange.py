"""The commands are invoked directly; the group is wired elsewhere."""

import re
import shutil
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from handbill.cli.translations_exchange import export, import_
from handbill.library.roots import built_in_root
from handbill.model.faults import InputError

TITLE = "Fühlt es sich falsch an?"


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy two catalogs into a folder of their own, and stand in it."""
    for name in ("de", "pt_BR"):
        source = built_in_root() / f"translations/{name}/LC_MESSAGES/handbill.po"
        target = tmp_path / f"translations/{name}/LC_MESSAGES/handbill.po"
        target.parent.mkdir(parents=True)
        shutil.copy(source, target)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: click.Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, standalone_mode=False)


def status(result: Result) -> Any:
    assert result.exception is None, result.exception
    return result.return_value


def catalog(house: Path, name: str = "de") -> Path:
    return house / f"translations/{name}/LC_MESSAGES/handbill.po"


def edited(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_bytes().decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_bytes(text.encode())


@pytest.mark.parametrize(("kind", "ending"), [("xliff", "xlf"), ("csv", "csv")])
def test_what_is_exported_comes_back_without_a_change(house: Path, kind: str, ending: str) -> None:
    before = catalog(house).read_bytes()
    assert status(run(export, "de", "--format", kind)) == 0
    result = run(import_, "de", f"handbill-de.{ending}")
    assert status(result) == 0
    assert "Changed: 0." in result.stdout
    assert "Refused: 0." in result.stdout
    assert "Nothing to write" in result.stdout
    assert catalog(house).read_bytes() == before


@pytest.mark.parametrize(("kind", "ending"), [("xliff", "xlf"), ("csv", "csv")])
def test_a_changed_text_is_written_and_nothing_else(house: Path, kind: str, ending: str) -> None:
    before = catalog(house).read_text("utf-8")
    run(export, "de", "--format", kind)
    edited(house / f"handbill-de.{ending}", (TITLE, "Ist etwas falsch?"))
    result = run(import_, "de", f"handbill-de.{ending}")
    assert status(result) == 0
    assert "Changed: 1." in result.stdout
    assert catalog(house).read_text("utf-8") == before.replace(TITLE, "Ist etwas falsch?")
    assert sorted(path.name for path in catalog(house).parent.iterdir()) == ["handbill.po"]


def test_a_dry_run_shows_the_changes_and_writes_nothing(house: Path) -> None:
    before = catalog(house).read_bytes()
    run(export, "de", "--format", "csv")
    edited(house / "handbill-de.csv", (TITLE, "Ist etwas\u2003falsch?"))
    result = run(import_, "de", "handbill-de.csv", "--dry-run")
    assert status(result) == 0
    assert f"youth.headline.title\n  - {TITLE}\n  + Ist etwas\\u2003falsch?\n" in result.stdout
    assert "Nothing was written" in result.stdout
    assert catalog(house).read_bytes() == before


def test_refused_texts_are_listed_and_the_others_come_in(house: Path) -> None:
    run(export, "de", "--format", "csv")
    edited(
        house / "handbill-de.csv",
        (TITLE, "Ist etwas falsch?"),
        ("Meine nützlichen Nummern", "Meine 12 Nummern"),
        ("Is the job offer real?", "Is this job offer real?"),
        ('"youth.love.threat"', '"youth.love.thread"'),
    )
    result = run(import_, "de", "handbill-de.csv")
    assert status(result) == 1
    assert "Changed: 1." in result.stdout
    assert "Refused: 3." in result.stdout
    assert "Not in the file: 1." in result.stdout
    assert re.search(r"youth\.headline\.neutral \(row \d+\): A digit was added", result.stderr)
    assert "youth.offers.title (row" in result.stderr
    assert "Did you mean youth.love.threat" in result.stderr
    text = catalog(house).read_text("utf-8")
    assert "Ist etwas falsch?" in text
    assert "Meine nützlichen Nummern" in text


def test_texts_that_are_not_final_are_left_out_unless_asked_for(house: Path) -> None:
    before = catalog(house).read_bytes()
    run(export, "de", "--format", "xliff")
    edited(
        house / "handbill-de.xlf",
        (f'"translated">{TITLE}', '"needs-review-translation">Ist etwas falsch?'),
    )
    result = run(import_, "de", "handbill-de.xlf")
    assert status(result) == 1
    assert "Not final, left out: 1." in result.stdout
    assert "youth.headline.title (line" in result.stderr
    assert catalog(house).read_bytes() == before
    assert status(run(import_, "de", "handbill-de.xlf", "--with-unfinished")) == 0
    assert "Ist etwas falsch?" in catalog(house).read_text("utf-8")


def test_a_reviewed_catalog_asks_for_a_second_reader(house: Path) -> None:
    edited(catalog(house), ("X-Review: draft", "X-Review: reviewed"))
    run(export, "de", "--format", "csv")
    edited(house / "handbill-de.csv", (TITLE, "Ist etwas falsch?"))
    result = run(import_, "de", "handbill-de.csv")
    assert "calls the whole catalog reviewed" in result.stderr


def test_no_file_is_overwritten(house: Path) -> None:
    assert status(run(export, "de", "--format", "csv")) == 0
    assert status(run(export, "de", "--format", "csv")) == 0
    edited(house / "handbill-de.csv", (TITLE, "Ist etwas falsch?"))
    result = run(export, "de", "--format", "csv")
    assert isinstance(result.exception, click.UsageError)
    assert "may hold somebody's work" in str(result.exception)
    assert "Ist etwas falsch?" in (house / "handbill-de.csv").read_text("utf-8")
    assert status(run(export, "de", "--format", "csv", "-o", "new/other.csv")) == 0
    assert (house / "new/other.csv").is_file()


@pytest.mark.parametrize("name", ["pt_BR", "pt-BR", "pt-br"])
def test_a_language_is_named_as_people_write_it(house: Path, name: str) -> None:
    assert status(run(export, name, "--format", "csv")) == 0
    assert status(run(import_, name, "handbill-pt-BR.csv")) == 0
    assert "translation (pt-BR)" in (house / "handbill-pt-BR.csv").read_text("utf-8")


@pytest.mark.parametrize("name", ["pt", "../de", "", "xx"])
def test_a_language_without_catalog_is_refused_and_the_known_are_named(name: str) -> None:
    result = run(export, name, "--format", "csv")
    assert isinstance(result.exception, click.UsageError)
    assert "There are: de, pt-BR." in str(result.exception)


@pytest.mark.parametrize(("kind", "ending"), [("xliff", "xlf"), ("csv", "csv")])
def test_a_file_of_another_language_changes_nothing(house: Path, kind: str, ending: str) -> None:
    before = catalog(house, "pt_BR").read_bytes()
    run(export, "de", "--format", kind)
    result = run(import_, "pt-BR", f"handbill-de.{ending}")
    assert isinstance(result.exception, InputError)
    assert f"handbill-de.{ending}: " in str(result.exception)
    assert catalog(house, "pt_BR").read_bytes() == before


def test_a_catalog_that_cannot_be_written_stays(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = catalog(house).read_bytes()
    run(export, "de", "--format", "csv")
    edited(house / "handbill-de.csv", (TITLE, "Ist etwas falsch?"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert isinstance(run(import_, "de", "handbill-de.csv").exception, OSError)
    assert catalog(house).read_bytes() == before
    assert sorted(path.name for path in catalog(house).parent.iterdir()) == ["handbill.po"]


def test_help_shows_examples() -> None:
    for command in (export, import_):
        assert "handbill translations" in CliRunner().invoke(command, ["--help"]).output
