"""`handbill make` delivers, explains, and never leaves half a file."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import data, handbill

SMALL = ("-p", "self-help", "-f", "wallet-card", "-l", "en")


def test_files_are_named_as_designed_and_listed_on_standard_output(tmp_path: Path) -> None:
    result = handbill("make", "US", *SMALL, "-O", "home", "-O", "image", "-o", str(tmp_path))
    assert result.returncode == 0
    paths = [
        "US/self-help.wallet-card.en.home.letter.pdf",
        "US/self-help.wallet-card.en.image.letter.png",
    ]
    assert result.stdout.split() == [str(tmp_path / path) for path in paths]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["US", "manifest.json"]
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert [entry["path"] for entry in manifest["editions"]] == paths


def test_a_second_run_in_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    arguments = ("make", "US", "-p", "self-help", "-f", "wallet-card", "-l", "ar",
                 "-O", "home", "-O", "screen", "-O", "image")  # fmt: skip
    runs, manifests = [], []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        assert handbill(*arguments, "-o", str(folder), PYTHONHASHSEED=seed).returncode == 0
        runs.append({p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()})
        manifests.append(json.loads(runs[-1].pop("manifest.json")))
        for entry in manifests[-1]["editions"]:
            assert entry.pop("seconds") > 0
    assert runs[0] == runs[1]
    assert manifests[0] == manifests[1]
    assert len(runs[0]) == 3


def test_json_has_the_designed_keys_and_a_second_run_is_unchanged(tmp_path: Path) -> None:
    arguments = ("make", "US", *SMALL, "-o", str(tmp_path), "--json")
    first, second = data(handbill(*arguments)), data(handbill(*arguments))
    (edition,) = first["editions"]
    assert set(edition) == {
        "id", "path", "region", "piece", "format", "languages", "output", "paper", "status",
        "reason", "pages", "sha256", "seconds", "hotlines", "findings", "emergency",
    }  # fmt: skip
    assert edition["status"] == "delivered"
    assert set(edition["hotlines"][0]) >= {"id", "channel", "printed", "checked"}
    assert set(first["summary"]) == {
        "delivered", "unchanged", "rejected", "failed", "skipped", "seconds"}  # fmt: skip
    assert second["editions"][0]["status"] == "unchanged"


def test_what_cannot_be_made_is_skipped_with_a_reason_and_the_rest_is_delivered(
    tmp_path: Path,
) -> None:
    result = handbill("make", "US", "IN", *SMALL, "-l", "ht", "-o", str(tmp_path), "--json")
    assert result.returncode == 1
    editions = {edition["id"]: edition for edition in data(result)["editions"]}
    assert editions["US/self-help.wallet-card.en.home.letter"]["status"] == "delivered"
    assert "Haitian Creole" in editions["US/self-help.wallet-card.ht.home.letter"]["reason"]
    assert "in-child" in editions["IN/self-help.wallet-card.en.home.a4"]["reason"]


def test_strict_refuses_drafts_and_leaves_what_was_there(tmp_path: Path) -> None:
    arguments = ("make", "US", "-p", "self-help", "-f", "wallet-card", "-l", "es",
                 "-o", str(tmp_path))  # fmt: skip
    assert handbill(*arguments).returncode == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.pdf")}
    result = handbill(*arguments, "--strict")
    assert result.returncode == 1
    assert "Have a speaker review the catalog." in result.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.pdf")} == before


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        pytest.param(["USA"], "Did you mean US", id="region"),
        pytest.param(["US", "-p", "selfhelp"], "Did you mean self-help", id="piece"),
        pytest.param(["US", "-f", "walet-card"], "Did you mean wallet-card", id="format"),
        pytest.param(["US", "-l", "zh-Hams"], "Did you mean zh-Hans", id="language"),
        pytest.param(["US", "--organization", "nobody"], "organization", id="organization"),
        pytest.param(["US", "--paper", "leter"], "letter", id="paper"),
        pytest.param(["US", "-O", "paper"], "screen", id="output"),
        pytest.param([], "Name at least one REGION", id="no-region"),
        pytest.param(["US", "--all"], "Name at least one REGION", id="region-and-all"),
        pytest.param(["US", "-w", "/nowhere"], "There is no such folder", id="workspace"),
    ],
)
def test_wrong_usage_ends_with_status_2_and_says_what_to_write(
    arguments: list[str], hint: str, tmp_path: Path
) -> None:
    result = handbill("make", *arguments, "-o", str(tmp_path / "out"))
    assert result.returncode == 2
    assert hint in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


def test_all_unknown_names_are_told_at_once(tmp_path: Path) -> None:
    result = handbill("make", "USA", "-p", "selfhelp", "-f", "walet", "-o", str(tmp_path))
    assert result.returncode == 2
    assert "3 faults found" in result.stderr


def test_a_folder_that_cannot_be_written_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    result = handbill("make", "US", *SMALL, "-o", str(tmp_path / "file" / "out"))
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_stopping_a_run_leaves_whole_files_only_and_status_130(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "handbill", "make", "US", "-o", str(tmp_path), "-l", "en",
               "-l", "es", "-j", "1"]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603  the program under test
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr is not None
    first = process.stderr.readline()
    assert first.startswith("1 of ")
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130
    assert "Nothing half-written" in errors
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if path.name.startswith(".")]
    for path in files:
        if path.suffix == ".pdf":
            assert path.read_bytes().rstrip().endswith(b"%%EOF")
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert {entry["path"] for entry in manifest["editions"]} == {
        str(path.relative_to(tmp_path)) for path in files if path.suffix == ".pdf"
    }
