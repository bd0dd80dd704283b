"""`handbill build` prints what a run file asks for, tells how far it is, and reports."""

import datetime
import html
import json
import re
from pathlib import Path

import pytest

from handbill.batch.delivery import update_manifest
from handbill.batch.estimating import FIGURES, START, Estimate, estimate
from handbill.batch.folders import claim_folder, folder_faults
from handbill.batch.results import EditionResult, Made, Status, edition_result, report
from handbill.batch.run_report import Asked, write_run_report
from handbill.cli import build_command
from handbill.cli.main import main
from handbill.cli.progress import Progress, spoken
from handbill.library.library import Library, load_library
from handbill.library.runs import read_run
from handbill.model.editions import Edition
from handbill.model.findings import Finding
from handbill.model.formats import Printer
from handbill.model.organizations import Organization
from handbill.model.runs import Choices, Entry, Exclusion, RunFile
from handbill.planning.runs import plan_run
from tests.cli.running import data, handbill
from tests.composing.samples import shelf

ROOT = Path(__file__).parents[2]
SMALL = """
regions = ["US"]
pieces = ["self-help"]
formats = ["wallet-card"]
languages = ["en", "ht"]
"""
CARD = "US/self-help.wallet-card.en.home.letter"


@pytest.fixture(autouse=True)
def one_library(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def known(workspace: Path | None, *, spare_faulty: bool) -> Library:
        return load_library(workspace, spare_faulty=spare_faulty) if workspace else library

    monkeypatch.setattr(build_command, "load_library", known)


def write(folder: Path, text: str) -> Path:
    path = folder / "run.toml"
    path.write_text(text, "utf-8")
    return path


def status(*arguments: object) -> int:
    with pytest.raises(SystemExit) as caught:
        main(["build", *map(str, arguments)])
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_a_run_delivers_beside_its_file_and_leaves_a_report(tmp_path: Path) -> None:
    path = write(tmp_path, f'{SMALL}out = "sheets"\n')
    result = handbill("build", str(path), "--json")
    assert result.returncode == 1
    found = {edition["id"]: edition["status"] for edition in data(result)["editions"]}
    assert found == {CARD: "delivered", CARD.replace(".en.", ".ht."): "skipped"}
    out = tmp_path / "sheets"
    assert sorted(one.name for one in out.iterdir()) == ["US", "manifest.json", "report.html"]
    assert (out / f"{CARD}.pdf").read_bytes().startswith(b"%PDF")
    text = (out / "report.html").read_text("utf-8")
    assert "The edition is ready" in text
    assert "Haitian Creole" in text
    # The folder is known now, and so is the time its editions take.
    plan = data(handbill("build", str(path), "--dry-run", "--json"))
    assert (plan["editions"], plan["unchanged"]) == ([], 1)
    plan = data(handbill("build", str(path), "--dry-run", "--json", "--force"))
    assert (plan["editions"], plan["unchanged"]) == ([CARD], 0)
    assert plan["estimate"]["basis"] == "manifest"
    # What the file does not ask for any more goes only where that is asked for.
    write(tmp_path, f'{SMALL}out = "sheets"\n'.replace('"US"', '"DE"'))
    other = handbill("build", str(path), "--prune")
    assert f"removed {CARD}.pdf" in other.stderr
    assert not (out / f"{CARD}.pdf").exists()
    listed = json.loads((out / "manifest.json").read_text("utf-8"))["editions"]
    assert [entry["region"] if "region" in entry else entry["id"][:2] for entry in listed] == ["DE"]


def test_a_dry_run_lists_editions_reasons_and_time_and_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, f'{SMALL}[[exclude]]\nlanguage = "en"\n[[run]]\n[[run]]\npieces="youth"')
    assert status(path, "--dry-run", "-j", "2") == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "0 editions to make" in err
    assert "2 excluded by the run file" in err
    assert "skipped: US/self-help.wallet-card.ht.home.letter, US/youth." in err
    assert [one.name for one in tmp_path.iterdir()] == ["run.toml"]


def test_a_dry_run_says_how_the_time_is_reckoned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(write(tmp_path, SMALL), "--dry-run") == 0
    out, err = capsys.readouterr()
    assert out.split() == [CARD]
    assert "reckoned from the usual time for each format." in err


def test_a_dry_run_as_json_has_the_designed_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(write(tmp_path, SMALL), "--dry-run", "--json") == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["editions"] == [CARD]
    assert [set(omission) for omission in plan["omissions"]] == [{"id", "reason"}]
    assert plan["estimate"] == {"seconds": START + FIGURES["wallet-card"], "basis": "figures"}


def test_options_win_over_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, f'{SMALL}out = "a"\nworkspace = "nowhere"\n')
    (tmp_path / "mine").mkdir()
    assert status(path, "--dry-run") == 2
    assert "nowhere: There is no such folder" in capsys.readouterr().err
    assert status(path, "--dry-run", "-w", tmp_path / "mine", "-o", tmp_path / "b") == 0
    assert f"to make in {tmp_path / 'b'}/" in capsys.readouterr().err


def test_faults_of_file_and_folder_are_told_together_and_nothing_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.doc").write_text("x", "utf-8")
    assert status(write(tmp_path, SMALL.replace("self-help", "selfhelp"))) == 2
    err = capsys.readouterr().err
    assert "Did you mean self-help" in err
    assert "'thesis.doc'" in err
    assert "2 faults found. Nothing was made." in err
    assert [one.name for one in out.iterdir()] == ["thesis.doc"]


def test_an_unreadable_run_file_ends_with_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(tmp_path / "nowhere.toml") == 2
    assert "There is no such file." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("files", "ours"),
    [
        pytest.param({}, True, id="empty"),
        pytest.param({".gitkeep": "", ".handbill-x": ""}, True, id="hidden"),
        pytest.param({"manifest.json": '{"program": "Handbill 1", "editions": []}', "a": ""}, True,
                     id="manifest"),
        pytest.param({"a.pdf": ""}, False, id="strangers-file"),
        pytest.param({"manifest.json": '{"name": "a web app"}'}, False, id="web-app"),
        pytest.param({"manifest.json": '{"program": "Other", "editions": []}'}, False, id="other"),
        pytest.param({"manifest.json": '{"program": "Handbill 1", "editions": []}',
                      "report.html": "my own"}, False, id="strangers-report"),
    ],
)  # fmt: skip
def test_a_folder_with_other_peoples_files_is_refused(
    tmp_path: Path, files: dict[str, str], ours: bool
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    found = folder_faults(tmp_path)
    assert bool(found) is not ours
    assert all(fault.message.endswith(".") for fault in found)


def test_a_file_is_no_folder_and_a_claimed_folder_is_ours(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL)
    assert "This is a file" in folder_faults(path)[0].message
    assert folder_faults(tmp_path / ("long" * 99))
    claim_folder(tmp_path / "new")
    (tmp_path / "new" / "US").mkdir()
    assert folder_faults(tmp_path / "new") == []


def edition(layout: str, region: str = "US") -> Edition:
    return Edition(region, "self-help", layout, ("en",), "home", "letter")


def delivered(folder: Path, one: Edition, seconds: float) -> None:
    (folder / one.path).parent.mkdir(parents=True, exist_ok=True)
    (folder / one.path).write_bytes(b"x")
    made = Made(one, b"x", "", (), 1, seconds, sha256="ab")
    update_manifest(folder, [edition_result(one, "delivered", "", made)])


def test_the_estimate_is_reckoned_from_earlier_editions_where_there_are_any(tmp_path: Path) -> None:
    asked = [edition("poster"), edition("poster", "DE"), edition("flyer")]
    usual = 2 * FIGURES["poster"] + FIGURES["flyer"]
    assert estimate(asked, tmp_path, 1) == Estimate(round(START + usual, 1), "figures")
    delivered(tmp_path, edition("poster"), 10.0)
    half = Estimate(round(START + 20 + FIGURES["flyer"], 1), "manifest and figures")
    assert estimate(asked, tmp_path, 1) == half
    delivered(tmp_path, edition("flyer"), 4.0)
    assert estimate(asked, tmp_path, 2) == Estimate(START + 12, "manifest")
    assert estimate(asked, tmp_path, 64) == Estimate(START + 8, "manifest")
    assert estimate([], tmp_path, 4).seconds == 0


def test_there_is_a_figure_for_every_format(library: Library) -> None:
    assert set(FIGURES) == set(library.formats)


def test_a_manifest_keeps_the_seconds_of_a_file_that_did_not_change(tmp_path: Path) -> None:
    delivered(tmp_path, edition("poster"), 10.0)
    before = (tmp_path / "manifest.json").read_bytes()
    delivered(tmp_path, edition("poster"), 99.0)
    assert (tmp_path / "manifest.json").read_bytes() == before


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def lines(
    capsys: pytest.CaptureFixture[str], total: int, pace: float, results: list[Status]
) -> list[str]:
    clock = Clock()
    with Progress(total, quiet=False, clock=clock) as progress:
        for number, one in enumerate(results):
            clock.now += pace
            reason = "It is cut." if one in ("rejected", "failed") else ""
            progress.note(edition_result(edition("poster", f"X{number}"), one, reason))
    return capsys.readouterr().err.splitlines()


def counts(told: list[str]) -> list[int]:
    return [int(line.split()[0]) for line in told if " done, " in line]


def test_slow_work_is_told_every_twentieth(capsys: pytest.CaptureFixture[str]) -> None:
    told = lines(capsys, 200, 60.0, ["delivered"] * 60)
    assert counts(told) == [1, 11, 21, 31, 41, 51]
    assert told[1] == "11 of 200 done, 1 a minute, 3 h 9 min left, 0 rejected"


def test_fast_work_is_told_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    assert counts(lines(capsys, 100, 0.5, ["unchanged"] * 100)) == [1, 21, 41, 61, 81]


def test_a_rejection_is_told_at_once_with_a_reason_that_is_new(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = lines(capsys, 100, 0.1, ["delivered", "rejected", "skipped", "rejected", "failed"])
    assert [line.split()[0] for line in told] == ["1", "rejected", "rejected", "failed"]
    assert [line.endswith("It is cut.") for line in told] == [False, True, False, False]


def test_the_facts_count_what_was_rejected_and_failed() -> None:
    clock = Clock()
    progress = Progress(4, quiet=True, clock=clock)
    clock.now = 30.0
    statuses: tuple[Status, ...] = ("rejected", "failed")
    for one in statuses:
        progress.note(edition_result(edition("poster"), one))
    assert progress.facts() == "4 a minute, 30 s left, 1 rejected, 1 failed"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (89, "89 s"), (90, "2 min"), (5340, "89 min"), (12000, "3 h 20 min")],
)
def test_times_are_told_as_people_say_them(seconds: float, text: str) -> None:
    assert spoken(seconds) == text


HOSTILE = "</bdi><script>alert(1)</script>\"'&{{ 7 * 7 }}<img src=x>."


def outcome(layout: str, one: Status, reason: str = "", *findings: Finding) -> EditionResult:
    made = Made(edition(layout), b"", reason, findings, 1, 1.0)
    return edition_result(edition(layout), one, reason, made)


def page(folder: Path, run: RunFile, *results: EditionResult) -> str:
    when = datetime.datetime(2026, 11, 22, 9, 5, tzinfo=datetime.UTC)
    asked = Asked("countries.toml", run, "mine", strict=True, excluded=3, when=when)
    return write_run_report(folder, asked, report([*results], 61.0)).read_text("utf-8")


def words(text: str) -> str:
    body = re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL)
    return " ".join(html.unescape(body).split())


def test_the_report_tells_what_was_asked_what_came_and_what_to_do(tmp_path: Path) -> None:
    run = RunFile(
        regions=("US", "DE"),
        formats="poster",
        region={"DE": Choices(organization="partner")},
        exclude=(Exclusion(region="US", language=("ur", "ar")),),
        run=(Entry(), Entry(regions="MX", outputs=("home", "screen"))),
    )
    stale = Finding("number.stale", "warning", "Confirm the number of us-line.")
    cut = Finding("text.overflow", "error", "The text is cut. Shorten it.", page=1)
    told = words(page(
        tmp_path, run,
        outcome("poster", "delivered", "", stale),
        outcome("flyer", "unchanged", "", stale),
        outcome("tri-fold", "rejected", "The text is cut. Shorten it.", cut, stale),
        outcome("notice", "failed", "The worker process died. Run again."),
        outcome("table-tent", "skipped", "There is no catalog."),
        outcome("tear-off", "skipped", "There is no catalog."),
    ))  # fmt: skip
    for part in (
        "2 editions ready, 2 not countries.toml , 22 November 2026, 09:05, 61 s",
        "new or changed 1 unchanged 1 rejected or failed 2 cannot be made 2",
        "Rejected text.overflow page 1 The text is cut. Shorten it. 1 edition US/self-help.tri",
        "Failed The worker process died. Run again. 1 edition US/self-help.notice",
        "Confirm the number of us-line. 3 editions",
        "There is no catalog. 2 editions US/self-help.table-tent",
        "US 1 1 1 1 2",
        "Run 1 regions US, DE pieces all formats poster languages those of each region outputs",
        "Run 2 regions MX pieces all formats poster languages those of each region outputs home, s",
        "Otherwise for DE organization partner",
        "Left out: 3 editions editions with region US, language ur, ar",
        "workspace mine",
    ):  # fmt: skip
        assert part in told


def test_the_report_needs_nothing_from_elsewhere_and_runs_nothing(tmp_path: Path) -> None:
    run = RunFile(regions=HOSTILE, region={HOSTILE: Choices(paper=HOSTILE)})
    finding = Finding("x", "error", HOSTILE)
    text = page(tmp_path, run, outcome("poster", "rejected", HOSTILE, finding),
                outcome("flyer", "skipped", HOSTILE))  # fmt: skip
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert not re.search(r"<(script|link|img|iframe)|https?:|url\(|@import", text)
    assert "7 * 7" in text


def test_a_new_report_takes_the_place_of_the_former(tmp_path: Path) -> None:
    run = RunFile(regions="US")
    page(tmp_path, run)
    claim_folder(tmp_path)
    assert folder_faults(tmp_path) == []
    assert "The edition is ready" in page(tmp_path, run, outcome("poster", "delivered"))


EXAMPLES = re.findall(
    r"```toml\n(.*?)```", (ROOT / "docs" / "runs.md").read_text("utf-8"), re.DOTALL
)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_the_examples_of_the_guide_are_planned_without_a_fault(number: int, tmp_path: Path) -> None:
    run = read_run(write(tmp_path, EXAMPLES[number]))
    text = EXAMPLES[number]
    organizations = {
        name: Organization(name=name, id=name)
        for name in re.findall(r'organization = "([^"]+)"', text)
    }
    printers = {name: Printer() for name in re.findall(r'printer = "([^"]+)"', text)}
    plan = plan_run(run, "run.toml", shelf(organizations=organizations), printers)
    assert plan.editions
