"""What need not be made again, and what is: counted on a real output folder."""

import datetime
import shutil
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from handbill.batch import running
from handbill.batch.delivery import known_entries, known_origins
from handbill.batch.results import Report
from handbill.batch.running import Options, run
from handbill.batch.wiring import shelf_of
from handbill.batch.workshop import Workshop
from handbill.library.library import load_library
from handbill.library.roots import built_in_root
from handbill.planning.selection import Selection, plan

SELECTION = Selection(
    regions=("US", "DE"), pieces=("self-help",), formats=("label-sheet",), languages=("en", "de")
)
FOUR = {
    f"{place}/self-help.label-sheet.{tag}.home.{paper}"
    for place, paper in (("US", "letter"), ("DE", "a4"))
    for tag in ("en", "de")
}
TODAY = datetime.date.today()


class Here(Executor):
    """Works at once, in this process, and counts."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.made: list[str] = []

    def submit(self, _work: Callable[..., Any], /, *given: Any, **_more: Any) -> Future[Any]:
        self.made.append(given[0].id)
        future: Future[Any] = Future()
        future.set_result(self.workshop.make(given[0]))
        return future


class Folder:
    """An output folder and the workspace it is made from."""

    def __init__(self, out: Path, workspace: Path, patch: pytest.MonkeyPatch) -> None:
        self.out, self.workspace, self._patch = out, workspace, patch

    def run(self, **options: Any) -> tuple[Report, set[str]]:
        """Return the report of a run, and the ids of what was made in it."""
        library = load_library(self.workspace, spare_faulty=True)
        editions, omissions = plan(SELECTION, shelf_of(library))
        strict = bool(options.get("strict"))
        here = Here(Workshop(self.workspace, strict=strict, today=TODAY))
        self._patch.setattr(running, "_executor", lambda *_: here)
        wanted = Options(self.out, self.workspace, **options)
        return run(editions, omissions, wanted, lambda _: None, library), set(here.made)

    def change(self, path: str, old: str, new: str) -> None:
        """Change a built-in file in the workspace."""
        target = self.workspace / path
        source = target if target.exists() else built_in_root() / path
        text = source.read_text("utf-8")
        assert old in text
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which four editions have been made, from an empty workspace."""
    place = tmp_path_factory.mktemp("incremental")
    (place / "workspace").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        report, made = Folder(place / "out", place / "workspace", patch).run()
    assert made == FOUR
    assert report.summary.delivered == len(FOUR)
    return place


@pytest.fixture
def folder(made_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    shutil.copytree(made_once, tmp_path / "copy")
    return Folder(tmp_path / "copy" / "out", tmp_path / "copy" / "workspace", monkeypatch)


def test_what_has_not_changed_is_left_alone_and_told(folder: Folder) -> None:
    manifest = (folder.out / "manifest.json").read_bytes()
    before = {path: path.stat().st_mtime_ns for path in folder.out.rglob("*.pdf")}
    report, made = folder.run()
    assert made == set()
    assert report.summary.unchanged == len(FOUR)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert (folder.out / "manifest.json").read_bytes() == manifest
    for result in report.editions:
        assert result.hotlines
        assert result.pages == 1
        assert {finding.severity for finding in result.findings} <= {"warning"}


def test_everything_is_made_again_where_that_is_asked_for(folder: Folder) -> None:
    report, made = folder.run(force=True)
    assert made == FOUR
    assert report.summary.unchanged == len(FOUR)


GERMAN = {name for name in FOUR if ".de." in name}


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        pytest.param(
            "translations/de/LC_MESSAGES/handbill.po", '"Nützliche Nummern"', '"Nummern"', GERMAN,
            id="a message",
        ),
        pytest.param(
            "translations/de/LC_MESSAGES/handbill.po", "Fühlt es sich falsch an?", "Ist was?",
            set(), id="a message of another piece",
        ),
        pytest.param(
            "content/regions/DE.toml", "checked = 2026-", "checked = 2025-",
            {name for name in FOUR if name.startswith("DE/")}, id="a record",
        ),
        pytest.param(
            "templates/formats/label-sheet/style.css", "2.4mm", "2.40mm", FOUR, id="a format",
        ),
        pytest.param(
            "templates/formats/poster/style.css", "\n", "\n\n", set(), id="another format",
        ),
    ],
)  # fmt: skip
def test_a_change_makes_exactly_the_editions_that_use_it(
    folder: Folder, path: str, old: str, new: str, expected: set[str]
) -> None:
    folder.change(path, old, new)
    _, made = folder.run()
    assert made == expected
    assert folder.run()[1] == set()


@pytest.mark.parametrize("harm", ["truncated", "edited", "lost"])
def test_a_file_that_somebody_harmed_is_made_again(folder: Folder, harm: str) -> None:
    name = "US/self-help.label-sheet.en.home.letter"
    path = folder.out / f"{name}.pdf"
    whole = path.read_bytes()
    if harm == "lost":
        path.unlink()
    else:
        path.write_bytes(whole[:-10] if harm == "truncated" else whole + b" ")
    report, made = folder.run()
    assert made == {name}
    assert path.read_bytes() == whole
    assert report.summary.unchanged == len(FOUR) - 1


def test_without_a_manifest_that_can_be_read_all_is_made(folder: Folder) -> None:
    (folder.out / "manifest.json").write_text("{", "utf-8")
    report, made = folder.run()
    assert made == FOUR
    assert report.summary.unchanged == len(FOUR)
    assert len(known_origins(folder.out)) == len(FOUR)


def test_strict_runs_look_again_at_what_has_warnings(folder: Folder) -> None:
    report, made = folder.run(strict=True)
    assert made == GERMAN
    assert report.summary.rejected == len(GERMAN)
    assert len(known_entries(folder.out)) == len(FOUR)
