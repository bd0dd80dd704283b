"""`handbill preflight`: which files it checks, what it prints, and how it ends."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handbill.batch.examining import Claimed
from handbill.cli import preflight_command
from handbill.cli.main import main
from handbill.model.findings import Finding
from handbill.preflight.report import CheckedFile, PagePicture

STALE = Finding("number.stale", "warning", "The record is [old].", page=2)
CUT = Finding("number.missing", "error", "A number is cut.", page=1, box=(1.0, 2.0, 3.0, 4.0))


def examine(path: Path, claimed: Claimed) -> CheckedFile:
    """Stands in for the examination, and finds what the name of the file says."""
    if path.stem == "waits":
        signal.pause()
    if path.stem == "crashes":
        os.kill(os.getpid(), signal.SIGKILL)
    said = f"{claimed.region} {claimed.languages} {claimed.pictures}"
    findings = {
        "cut": (CUT,),
        "stale": (STALE,),
        "claimed": (Finding("text.overflow", "note", said),),
        "hostile": (Finding("text.overflow", "note", "\x1b[31m[/red] \udcff"),),
    }
    pictures = (PagePicture(10, 10, b"png"),) if claimed.pictures else ()
    return CheckedFile(str(path), findings.get(path.stem, ()), pictures=pictures)


Ended = tuple[int, str, str]
Run = Callable[..., Ended]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    monkeypatch.setattr("handbill.batch.examining.examine", examine)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    handler = signal.getsignal(signal.SIGTERM)

    def run_command(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main(["preflight", *arguments])
        assert isinstance(ended.value.code, int)
        return (ended.value.code, *capsys.readouterr())

    yield run_command
    signal.signal(signal.SIGTERM, handler)


def put(*names: str) -> list[str]:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()
    return list(names)


def files(output: str) -> list[dict[str, Any]]:
    data = json.loads(output)
    assert list(data) == ["files"]
    found: list[dict[str, Any]] = data["files"]
    return found


def test_programs_are_told_every_finding_in_the_order_of_the_files(run: Run) -> None:
    status, output, messages = run(*put("stale.pdf", "cut.pdf", "good.pdf"), "--json", "-j", "2")
    assert status == 1
    stale, cut, good = files(output)
    assert good == {"path": "good.pdf", "ok": True, "findings": []}
    assert (stale["path"], stale["ok"], cut["ok"]) == ("stale.pdf", True, False)
    assert cut["findings"] == [
        {
            "check": "number.missing",
            "severity": "error",
            "message": "A number is cut.",
            "page": 1,
            "box": [1.0, 2.0, 3.0, 4.0],
            "message_id": None,
        }
    ]
    assert len(messages.splitlines()) == 1


def test_people_are_told_the_state_of_each_file_and_each_finding_once(run: Run) -> None:
    names = put("cut.pdf", "a/cut.pdf", "b/cut.pdf", "stale.pdf", "good.pdf")
    status, output, messages = run(*names)
    assert status == 1
    states, table = output.split("\n\n")
    assert states.splitlines() == [
        "faulty  cut.pdf", "faulty  a/cut.pdf", "faulty  b/cut.pdf", "ok      stale.pdf",
        "ok      good.pdf",
    ]  # fmt: skip
    assert table.count("A number is cut.") == 1
    assert "cut.pdf and 2 more files" in table
    assert "The record is [old]." in table
    assert "5 files checked: 2 ok, 3 faulty, 3 errors, 1 warning in" in messages


def test_good_files_end_with_status_0_and_no_table(run: Run) -> None:
    status, output, messages = run(*put("good.pdf"))
    assert (status, output) == (0, "ok      good.pdf\n")
    assert "1 file checked: 1 ok in" in messages


def test_strictness_makes_warnings_errors(run: Run) -> None:
    put("stale.pdf")
    assert run("stale.pdf")[0] == 0
    status, output, _ = run("stale.pdf", "--strict", "--json")
    assert status == 1
    assert files(output)[0]["findings"][0]["severity"] == "error"


def test_of_a_folder_every_pdf_below_it_is_checked_once_and_in_order(run: Run) -> None:
    put("out/b.pdf", "out/a/z.PDF", "out/a/notes.txt", "out/c.pdf")
    _, output, _ = run("out/c.pdf", "out", "--json")
    assert [file["path"] for file in files(output)] == ["out/c.pdf", "out/a/z.PDF", "out/b.pdf"]


def test_everything_that_is_not_there_is_named_at_once(run: Run) -> None:
    put("good.pdf", "empty/notes.txt")
    status, output, messages = run("gone.pdf", "good.pdf", "lost.pdf", "empty")
    assert (status, output) == (2, "")
    assert "There is no file 'gone.pdf' or 'lost.pdf'." in messages
    assert "There is no PDF in 'empty'." in messages


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param((), "Missing argument", id="no-file"),
        pytest.param(("good.pdf", "--region", "ZZ"), "no region named 'ZZ'", id="region"),
        pytest.param(("good.pdf", "--language", "es+xx"), "no language 'xx'", id="language"),
        pytest.param(("good.pdf", "-j", "0"), "0 is not in the range", id="jobs"),
    ],
)
def test_wrong_usage_ends_with_status_2(run: Run, arguments: tuple[str, ...], said: str) -> None:
    put("good.pdf")
    status, output, messages = run(*arguments)
    assert (status, output) == (2, "")
    assert said in messages


def test_what_is_said_of_a_file_reaches_the_examination(run: Run) -> None:
    arguments = ("--region", "us", "--language", "ES+zh-hans", "--language", "es", "--json")
    _, output, _ = run(*put("claimed.pdf"), *arguments)
    assert files(output)[0]["findings"][0]["message"] == "US ('es', 'zh-Hans') False"


def test_a_file_that_kills_its_reader_is_a_finding_and_the_others_are_checked(run: Run) -> None:
    status, output, _ = run(*put("crashes.pdf", "good.pdf"), "--json", "-j", "1")
    assert status == 1
    crashed, good = files(output)
    (finding,) = crashed["findings"]
    assert (finding["check"], finding["severity"]) == ("file.unreadable", "error")
    assert finding["message"].endswith(".")
    assert good["ok"]


def test_names_and_messages_cannot_steer_the_terminal(run: Run) -> None:
    name = "\x1b[31m[bold]/hostile.pdf"
    status, output, messages = run(*put(name), "-j", "1")
    assert status == 0
    assert "\x1b" not in output + messages
    assert "[31m[bold]/hostile.pdf" in output
    assert "[/red]" in output
    assert files(run(name, "--json")[1])[0]["path"] == name


def test_a_report_is_written_and_named(run: Run) -> None:
    status, _, messages = run(*put("cut.pdf"), "--report", "report")
    assert status == 1
    assert "Open report/index.html." in messages
    assert len(list(Path("report/pages").glob("*.png"))) == 1


def test_a_report_that_cannot_be_written_ends_with_status_2_after_the_results(run: Run) -> None:
    Path("report").mkdir()
    Path("report/index.html").write_text("<h1>Our group</h1>", "utf-8")
    status, output, messages = run(*put("good.pdf"), "--report", "report")
    assert (status, output) == (2, "ok      good.pdf\n")
    assert "report/index.html: This page is not a report of Handbill's" in messages


def test_a_run_that_is_stopped_waits_for_no_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(preflight_command._Checking, "note_file", stop)
    assert run(*put("good.pdf", "waits.pdf"), "-j", "1")[0] == 130
