"""The other commands, their help, and what they print."""

from pathlib import Path

import pytest

from handbill.cli.main import _COMMANDS
from tests.cli.running import data, handbill


@pytest.mark.parametrize("command", list(_COMMANDS))
def test_every_command_has_help_with_examples(command: str) -> None:
    result = handbill(command, "--help")
    assert result.returncode == 0
    assert f"handbill {command}" in result.stdout.split("Examples:")[1]


def test_help_names_every_command() -> None:
    result = handbill("--help")
    assert result.returncode == 0
    assert all(command in result.stdout for command in _COMMANDS)


def test_a_mistyped_command_brings_the_nearest() -> None:
    result = handbill("mkae")
    assert result.returncode == 2
    assert "Did you mean make" in result.stderr


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        pytest.param("regions", "US-FL", id="regions"),
        pytest.param("languages", "zh-Hans", id="languages"),
        pytest.param("pieces", "self-help", id="pieces"),
        pytest.param("formats", "wallet-card", id="formats"),
        pytest.param("organizations", "", id="organizations"),
    ],
)
def test_lists_are_tables_for_people_and_json_for_programs(kind: str, known: str) -> None:
    assert known in handbill("list", kind).stdout
    assert isinstance(data(handbill("list", kind, "--json"))[kind], list)


def test_editions_are_listed_with_what_is_left_out() -> None:
    editions = data(handbill("list", "editions", "IN", "--json"))["editions"]
    by_id = {edition["id"]: edition for edition in editions}
    assert by_id["IN/bystander.poster.hi.home.a4"]["status"] == "printable"
    assert by_id["IN/self-help.poster.hi.home.a4"]["status"] == "skipped"


def test_hotlines_show_sources_and_what_is_kept_out_of_print() -> None:
    text = handbill("hotlines", "US").stdout
    assert "1-888-373-7888" in text
    assert "source: https://" in text
    assert "NOT PRINTED" in text
    record = data(handbill("hotlines", "US-FL", "--json"))
    assert record["hotlines"][0]["id"].startswith("us-fl")
    assert record["hotlines"][0]["channels"][0]["printed"].startswith("1-855")


def test_hotlines_of_an_unknown_region_end_with_status_2() -> None:
    result = handbill("hotlines", "ZZ")
    assert result.returncode == 2
    assert "no region named 'ZZ'" in result.stderr


def test_check_is_clean_and_counts() -> None:
    result = handbill("check")
    assert result.returncode == 0
    assert "No fault" in result.stdout


def test_check_reports_every_fault_of_a_workspace(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "regions"
    folder.mkdir(parents=True)
    (folder / "FR.toml").write_text('langages = ["fr"]\npaper = "a4"\n', "utf-8")
    (folder / "IT.toml").write_bytes(b"\xff")
    result = handbill("check", "-w", str(tmp_path))
    assert result.returncode == 2
    assert "Did you mean 'languages'?" in result.stderr
    assert "IT.toml" in result.stderr


def test_doctor_finds_nothing_missing_here() -> None:
    result = handbill("doctor")
    assert result.returncode == 0
    assert "Noto Nastaliq Urdu" in result.stdout
    assert data(handbill("doctor", "--json"))["ok"] is True


def test_doctor_names_the_command_that_mends_missing_fonts() -> None:
    result = handbill("doctor", HANDBILL_FONTS="/nowhere")
    assert result.returncode == 1
    assert "apt-get install" in result.stderr
    assert "fonts-noto-cjk" in result.stderr


def test_a_new_workspace_is_clean_and_prints_with_its_organization(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert handbill("init", str(folder)).returncode == 0
    assert handbill("check", "-w", str(folder)).returncode == 0
    result = handbill(
        "make", "US", "-w", str(folder), "--organization", "example", "-p", "bystander",
        "-f", "flyer", "-l", "en", "-o", str(tmp_path / "out"),
    )  # fmt: skip
    assert result.returncode == 0
    assert "bystander.flyer.example.en.home.letter.pdf" in result.stdout


def test_a_folder_that_is_not_empty_is_not_made_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", "utf-8")
    result = handbill("init", str(tmp_path))
    assert result.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
