"""Keeping the directory true from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import data, handbill
from tests.library.workspaces import REGION, US, changed, fill

FLORIDA = "content/regions/US-FL.toml"
GEORGIA = "content/regions/US-GA.toml"
OWN_LINE = REGION[REGION.index("[[hotlines]]") :]
STATE = 'parent = "US"\n'


def entry(name: str, *lines: tuple[str, str, str], emergency: list[str] | None) -> dict[str, Any]:
    """Return an entry of a manifest; one without emergency numbers is from an older one."""
    hotlines = [
        {
            "id": key,
            "channel": kind,
            "printed": shown,
            "checked": "2026-01-01",
            "confidence": "high",
        }
        for key, kind, shown in lines
    ]
    known = {} if emergency is None else {"emergency": emergency}
    return {"id": name, "path": f"{name}.pdf", "hotlines": hotlines, "findings": [], **known}


CALL = ("us-example", "call", "1-855-352-7233")
WEB = ("us-example", "web", "example.org")


def manifest(folder: Path, *entries: dict[str, Any]) -> Path:
    text = json.dumps({"program": "Handbill", "editions": entries})
    return fill(folder, {"manifest.json": text}) / "manifest.json"


def compare(tmp_path: Path, old: dict[str, str], new: dict[str, str], *printed: Any) -> Any:
    """Return what `directory diff --json` says of two directories and a manifest."""
    result = handbill(
        "directory", "diff", str(fill(tmp_path / "old", old)), str(fill(tmp_path / "new", new)),
        "--manifest", str(manifest(tmp_path / "out", *printed)), "--json",
    )  # fmt: skip
    found = data(result)
    assert result.returncode == (1 if found["outdated"] else 0)
    return found


def pulled(found: Any) -> list[str]:
    return [Path(file["path"]).name for file in found["outdated"]]


def test_exactly_the_editions_with_a_changed_number_are_named(tmp_path: Path) -> None:
    moved = changed(REGION, '"18553527233"', '"18663472423"')
    moved = changed(moved, 'written = "1-855-352-7233"\nletters = "855-FLA-SAFE"\n', "")
    found = compare(
        tmp_path,
        {US: REGION, FLORIDA: STATE, GEORGIA: STATE + OWN_LINE},
        {US: moved, FLORIDA: STATE, GEORGIA: STATE + OWN_LINE},
        entry("US/call", CALL, emergency=["911"]),
        entry("US/web", WEB, emergency=["911"]),
        entry("US/other", ("us-other", "call", "1-855-352-7233"), emergency=["911"]),
        entry("US-FL/inherits", CALL, emergency=["911"]),
        entry("US-GA/has-its-own", CALL, emergency=["911"]),
        entry("MX/elsewhere", CALL, emergency=["911"]),
    )
    assert pulled(found) == ["call.pdf", "inherits.pdf"]
    changed_in = {change["region"] for change in found["changes"]}
    assert {"US", "US-FL"} <= changed_in
    assert "US-GA" not in changed_in


def test_exactly_the_editions_with_a_changed_emergency_number_are_named(tmp_path: Path) -> None:
    own = STATE + REGION[REGION.index("[[emergency]]") : REGION.index("[[hotlines]]")]
    found = compare(
        tmp_path,
        {US: REGION, FLORIDA: STATE, GEORGIA: own},
        {US: changed(REGION, '"911"', '"112"'), FLORIDA: STATE, GEORGIA: own},
        entry("US/general", emergency=["911"]),
        entry("US/none", emergency=[]),
        entry("US/older", emergency=None),
        entry("US-FL/inherits", emergency=["911"]),
        entry("US-GA/has-its-own", emergency=["911"]),
    )
    assert pulled(found) == ["general.pdf", "older.pdf", "inherits.pdf"]
    assert "call 911 is not printed any more; now call 112" in found["outdated"][0]["reasons"][0]


def test_the_manifest_of_a_run_tells_enough(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    made = handbill(
        "make", "US", "-p", "bystander", "-f", "flyer", "-l", "en", "-O", "screen", "-o", out
    )
    assert made.returncode == 0
    (printed,) = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))["editions"]
    assert printed["emergency"] == ["911"]
    new = fill(tmp_path / "new", {US: REGION})
    result = handbill("directory", "diff", "built-in", str(new), "-m", out)
    assert result.returncode == 1
    assert f"pull {out}/{printed['path']}: " in result.stdout
    assert "us-trafficking: call 1-888-373-7888 is not printed any more" in result.stdout
    assert "1 printed edition of" in result.stderr


def test_regions_that_inherit_a_change_stand_in_one_line(tmp_path: Path) -> None:
    old = fill(tmp_path / "old", {US: REGION})
    new = fill(tmp_path / "new", {US: changed(REGION, "Example Line", "Sample")})
    result = handbill("directory", "diff", str(old), str(new), cwd=tmp_path)
    assert result.returncode == 0
    (line,) = result.stdout.splitlines()
    assert line.startswith("US, US-")
    assert "US-FL, US-GA" in line
    assert line.endswith(" us-example: changed on name")
    assert "No manifest was looked at" in result.stderr


def test_editions_of_regions_that_nobody_has_are_not_passed_over(tmp_path: Path) -> None:
    found = compare(tmp_path, {US: REGION}, {US: REGION}, entry("BI/mine", CALL, emergency=[]))
    assert [Path(path).name for path in found["unknown"]] == ["mine.pdf"]


@pytest.mark.parametrize("text", ["{", "[]", '{"editions": [{"id": 1}]}'])
def test_a_file_that_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    fill(tmp_path, {"manifest.json": text})
    result = handbill("directory", "diff", "built-in", "built-in", "-m", str(tmp_path))
    assert result.returncode == 2
    assert "no manifest" in result.stderr


def test_a_folder_that_is_not_there_is_refused() -> None:
    result = handbill("directory", "diff", "built-in", "nowhere")
    assert result.returncode == 2
    assert "no folder 'nowhere'" in result.stderr


def test_a_call_is_noted_and_shown(tmp_path: Path) -> None:
    fill(tmp_path, {US: REGION})
    result = handbill(
        "directory", "confirm", "us-example", "--by", "A. Okoye", "--on", "2026-02-03",
        "-w", str(tmp_path),
    )  # fmt: skip
    assert result.returncode == 0
    assert "us-example is confirmed (A. Okoye, 2026-02-03)." in result.stdout
    record = data(handbill("hotlines", "US", "--json", "-w", str(tmp_path)))
    assert record["hotlines"][0]["confirmed-by"] == "A. Okoye"
    assert record["hotlines"][0]["checked"] == "2026-02-03"


def test_a_line_found_wrong_is_not_printed_until_its_record_says_so(tmp_path: Path) -> None:
    fill(tmp_path, {US: REGION})
    confirm = ("directory", "confirm", "us-example", "--by", "A. O.", "-w", str(tmp_path))
    assert "must not be printed" in handbill(*confirm, "--wrong", "It has closed.").stdout
    assert "NOT PRINTED: It has closed." in handbill("hotlines", "US", "-w", str(tmp_path)).stdout
    assert "still kept out of print: It has closed." in handbill(*confirm).stdout


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        pytest.param(("us-example", "--by", "A", "--on", "2999-01-01"), "future", id="future"),
        pytest.param(("us-example", "--by", " "), "Nobody is named", id="nobody"),
        pytest.param(("us-exampel", "--by", "A"), "Did you mean us-example", id="unknown line"),
        pytest.param(("us-example",), "--by", id="no name"),
    ],
)
def test_what_cannot_be_noted_changes_nothing(
    tmp_path: Path, arguments: tuple[str, ...], part: str
) -> None:
    fill(tmp_path, {US: REGION})
    result = handbill("directory", "confirm", *arguments, "-w", str(tmp_path))
    assert result.returncode == 2
    assert part in result.stderr
    assert (tmp_path / US).read_text("utf-8") == REGION


def bring(workspace: Path, text: str | bytes, *arguments: str, region: str = "US") -> Any:
    file = fill(workspace.parent, {"lines.csv": text}) / "lines.csv"
    return handbill(
        "directory", "import", str(file), "--region", region, "-w", str(workspace), *arguments
    )


NEW_LINE = (
    "id,kind,name,name-language,number,checked,confidence,source\n"
    "us-new,labour,New Line,en,18663472423,2026-01-01,high,https://example.org\n"
)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    workspace = fill(tmp_path / "ws", {US: REGION})
    result = bring(workspace, NEW_LINE, "--dry-run")
    assert (result.returncode, result.stdout) == (0, "added: us-new\n")
    assert "Nothing was written. Without --dry-run:" in result.stderr
    assert (workspace / US).read_text("utf-8") == REGION
    assert [path.name for path in workspace.rglob("*") if path.is_file()] == ["US.toml"]


def test_a_list_is_put_into_the_record_behind_what_was_there(tmp_path: Path) -> None:
    workspace = fill(tmp_path / "ws", {US: REGION})
    assert bring(workspace, NEW_LINE, region="us").returncode == 0
    assert (workspace / US).read_text("utf-8").startswith(REGION)
    assert "New Line [us-new]" in handbill("hotlines", "US", "-w", str(workspace)).stdout
    assert "Nothing differs" in bring(workspace, NEW_LINE).stderr


@pytest.mark.parametrize(
    ("text", "region", "parts"),
    [
        pytest.param(
            NEW_LINE.replace("18663472423", "123").replace("labour", "labor"), "US",
            ["lines.csv: row 2, kind: "], id="record",
        ),
        pytest.param(b"\xff\xfe", "US", ["not UTF-8"], id="encoding"),
        pytest.param(NEW_LINE, "../../US", ["no ISO 3166 code"], id="path for a region"),
        pytest.param(NEW_LINE, "QQ", ["is not an ISO 3166 code"], id="no region"),
        pytest.param("id\n", "US", ["no rows"], id="no rows"),
    ],
)  # fmt: skip
def test_a_list_with_faults_changes_nothing(
    tmp_path: Path, text: str | bytes, region: str, parts: list[str]
) -> None:
    workspace = fill(tmp_path / "ws", {US: REGION})
    result = bring(workspace, text, region=region)
    assert result.returncode == 2
    assert all(part in result.stderr for part in parts)
    assert (workspace / US).read_text("utf-8") == REGION
    assert [path.name for path in workspace.rglob("*") if path.is_file()] == ["US.toml"]


def test_what_is_exported_is_imported_without_a_change(tmp_path: Path) -> None:
    workspace = fill(tmp_path / "ws", {US: REGION})
    text = handbill("directory", "export", "US", "-w", str(workspace)).stdout
    assert "unchanged: us-example" in bring(workspace, text).stdout
    assert (workspace / US).read_text("utf-8") == REGION


def test_a_subdivision_exports_its_own_lines_only() -> None:
    rows = data(handbill("directory", "export", "us-fl", "--format", "json"))
    assert {row["region"] for row in rows} == {"US-FL"}
    assert all(row["id"].startswith("us-fl") for row in rows)
    services = data(handbill("directory", "export", "DE", "--format", "hsds"))["services"]
    assert services[0]["service_areas"] == [{"name": "DE", "extent_type": "iso3166"}]
