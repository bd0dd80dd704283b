"""Run files are read strictly: every fault at once, at its key path, in finished sentences."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbill.library.runs import read_run
from handbill.model.faults import Fault, InputError
from handbill.model.runs import RunFile


def read(folder: Path, text: str) -> RunFile:
    path = folder / "run.toml"
    path.write_text(text, "utf-8")
    return read_run(path)


def faults_of(folder: Path, text: str) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        read(folder, text)
    return caught.value.faults


def test_every_key_is_read(tmp_path: Path) -> None:
    run = read(
        tmp_path,
        """
        out = "sheets"
        workspace = "mine"
        strict = true
        regions = "all"
        pieces = ["self-help"]
        formats = "poster"
        languages = ["es+en"]
        outputs = ["home", "screen"]
        paper = "a3"
        organization = "example"
        variants = ["large-print"]
        printer = "office"
        [[exclude]]
        region = ["US", "DE"]
        piece = "self-help"
        format = "poster"
        language = "es"
        output = "screen"
        [region]
        DE.organization = "partner"
        [[run]]
        regions = ["DE"]
        """,
    )
    assert [run.out, run.workspace, run.strict] == ["sheets", "mine", True]
    assert run.region["DE"].organization == "partner"
    assert run.exclude[0].region == ("US", "DE")
    assert [key for key, _ in run.entries()] == ["run[0]"]
    assert None not in [getattr(run, name) for name in run.__struct_fields__]


def test_a_file_without_run_tables_is_one_run(tmp_path: Path) -> None:
    run = read(tmp_path, 'regions = ["US"]')
    assert run.entries() == (("", run),)


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        pytest.param("piece = ['self-help']", "piece", "Did you mean 'pieces'?", id="typo"),
        pytest.param("[[run]]\nformat = 'poster'", "run[0].format", "'formats'", id="typo-in-run"),
        pytest.param(
            "[[exclude]]\nregions = 'US'", "exclude[0].regions", "'region'", id="typo-in-exclude"
        ),
        pytest.param(
            "[region.DE]\norganisation = 'a'", "region.DE.organisation", "'organization'",
            id="typo-in-region",
        ),
        pytest.param("pieces = 5", "pieces", "Expected str | array, got int.", id="number"),
        pytest.param("strict = 'yes'", "strict", "Write true or false.", id="not-a-bool"),
        pytest.param(
            "outputs = ['paper']", "outputs", "Write one of home, press, screen, image.",
            id="output",
        ),
        pytest.param(
            "variants = ['huge']", "variants", "Write one of large-print, ink-saver, grey, tiled.",
            id="variant",
        ),
        pytest.param("formats = []", "formats", "The list is empty.", id="empty-list"),
        pytest.param(
            "[region.DE]\npieces = []", "region.DE.pieces", "The list is empty.",
            id="empty-list-in-region",
        ),
        pytest.param("[[exclude]]", "exclude[0]", "what to leave out", id="exclude-nothing"),
        pytest.param(
            "[[exclude]]\nregion = []", "exclude[0]", "A list is empty.", id="exclude-empty-list"
        ),
        pytest.param('out = "a\\u0000b"', "out", "cannot be printed", id="hostile-folder"),
        pytest.param("[region]\nDE = 'a'", "region.DE", "Write a table", id="region-not-a-table"),
    ],
)  # fmt: skip
def test_a_fault_names_its_key_and_what_to_write(
    tmp_path: Path, text: str, key: str, message: str
) -> None:
    (fault,) = faults_of(tmp_path, f"regions = ['US']\n{text}")
    assert (fault.path, fault.key) == ("run.toml", key)
    assert message in fault.message
    assert fault.message.endswith((".", "?"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("pieces = ['self-help']", "regions", id="one-run"),
        pytest.param("[[run]]\nregions = ['US']\n[[run]]", "run[1].regions", id="second-run"),
    ],
)
def test_a_run_without_regions_is_a_fault(tmp_path: Path, text: str, key: str) -> None:
    (fault,) = faults_of(tmp_path, text)
    assert fault.key == key
    assert "No region is named." in fault.message


@pytest.mark.parametrize("regions", ["", "regions = ['DE']\n"], ids=["alone", "beside-the-list"])
def test_a_table_regions_is_told_how_it_is_written(tmp_path: Path, regions: str) -> None:
    faults = faults_of(tmp_path, f"{regions}[regions.DE]\norganization = 'a'")
    (told,) = [fault for fault in faults if fault.key == "regions"]
    assert "write [region.DE]" in told.message


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = "out = 1\npices = 'a'\n[[exclude]]\nx = 1\n[[run]]\nstrict = true\n[region.DE]\nout = 1"
    assert {fault.key for fault in faults_of(tmp_path, text)} == {
        "out", "pices", "exclude[0].x", "run[0].strict", "region.DE.out",
    }  # fmt: skip


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"\xef\xbb\xbfregions = 'US'", b"regions = [", b"a = " + b"[" * 9999],
    ids=["empty", "not-utf8", "bom", "cut", "deep"],
)  # fmt: skip
def test_an_unreadable_file_is_an_input_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "run.toml"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"run\.toml: .*\."):
        read_run(path)


def test_a_missing_file_and_a_folder_are_input_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no such file"):
        read_run(tmp_path / "nowhere.toml")
    with pytest.raises(InputError, match="not a file"):
        read_run(tmp_path)


NAMES = st.sampled_from(
    ["out", "workspace", "strict", "regions", "pieces", "formats", "languages", "outputs", "paper",
     "variants", "printer", "exclude", "region", "run", "DE", "piece", "organization"]
)  # fmt: skip
VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.dates() | st.sampled_from(["all", "US", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {toml(item)}" for name, item in value.items()) + "}"
    return str(value)


def reads_or_tells(folder: Path, data: bytes) -> None:
    path = folder / "any.toml"
    path.write_bytes(data)
    try:
        assert read_run(path).entries()
    except InputError as error:
        told = error.faults
    else:
        return
    assert told
    assert all(fault.message.endswith((".", "?")) for fault in told)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=st.dictionaries(NAMES, VALUES, max_size=5))
def test_any_tables_are_read_or_told(tmp_path: Path, tables: dict[str, Any]) -> None:
    text = "\n".join(f"{name} = {toml(value)}" for name, value in tables.items())
    tomllib.loads(text)
    reads_or_tells(tmp_path, text.encode())


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode()))
def test_any_bytes_are_read_or_told(tmp_path: Path, data: bytes) -> None:
    reads_or_tells(tmp_path, data)
