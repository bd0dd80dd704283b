"""The output folder holds whole files only, and its manifest is true."""

import json
from pathlib import Path

import pytest

from handbill.batch.delivery import update_manifest, write_atomically
from handbill.batch.results import Made, edition_result, report
from handbill.batch.running import _delivered
from handbill.model.editions import Edition
from handbill.model.findings import Finding

EDITION = Edition("US", "self-help", "wallet-card", ("es", "en"), "home", "letter")


def made(data: bytes | None, *findings: Finding) -> Made:
    return Made(EDITION, data, "why", findings, 1, 0.1, sha256="ab")


def test_a_new_file_is_delivered_and_the_same_bytes_are_left_alone(tmp_path: Path) -> None:
    assert _delivered(made(b"one"), tmp_path).status == "delivered"
    assert _delivered(made(b"one"), tmp_path).status == "unchanged"
    assert _delivered(made(b"two"), tmp_path).status == "delivered"
    assert (tmp_path / EDITION.path).read_bytes() == b"two"


def test_a_rejected_edition_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    _delivered(made(b"good"), tmp_path)
    result = _delivered(made(None, Finding("text.overflow", "error", "Too long.")), tmp_path)
    assert (result.status, result.reason) == ("rejected", "why")
    assert (tmp_path / EDITION.path).read_bytes() == b"good"


def test_an_edition_the_engine_cannot_set_has_failed(tmp_path: Path) -> None:
    assert _delivered(made(None), tmp_path).status == "failed"


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.pdf"
    write_atomically(target, b"old")

    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_the_manifest_keeps_files_of_earlier_runs_and_forgets_lost_ones(tmp_path: Path) -> None:
    results = []
    for region in ("US", "MX"):
        edition = Edition(region, "self-help", "poster", ("en",), "home", "letter")
        result = _delivered(Made(edition, b"x", "", (), 1, 0.1, sha256=region), tmp_path)
        results.append(result)
        update_manifest(tmp_path, [result])
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert [entry["sha256"] for entry in manifest["editions"]] == ["MX", "US"]
    (tmp_path / results[1].path).unlink()
    update_manifest(tmp_path, results[:1])
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert [entry["sha256"] for entry in manifest["editions"]] == ["US"]


def test_a_damaged_manifest_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{", "utf-8")
    update_manifest(tmp_path, [_delivered(made(b"x"), tmp_path)])
    assert len(json.loads((tmp_path / "manifest.json").read_text("utf-8"))["editions"]) == 1


def test_the_report_counts_each_status() -> None:
    results = [edition_result(EDITION, status) for status in ("delivered", "skipped", "skipped")]
    summary = report(results, 1.23456).summary
    assert (summary.delivered, summary.skipped, summary.rejected) == (1, 2, 0)
    assert summary.seconds == 1.235
