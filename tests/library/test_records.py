import datetime
import math
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbill.library.records import Converter, read_record
from handbill.library.roots import Place
from handbill.model.content import Phrases, Piece
from handbill.model.faults import Fault
from handbill.model.formats import Format
from handbill.model.languages import Languages
from handbill.model.organizations import Organization
from handbill.model.regions import Hotline, Region
from tests.library.workspaces import REGION, US, built_in, is_finished

RECORDS: tuple[type[msgspec.Struct], ...] = (
    Region, Hotline, Piece, Phrases, Languages, Organization, Format,
)  # fmt: skip


def key_names(record_type: type[msgspec.Struct]) -> set[str]:
    """Return the keys of a record and of all records inside it."""
    info = msgspec.json.schema(record_type)
    return {
        name for definition in info["$defs"].values() for name in definition.get("properties", {})
    }


KEYS = sorted(set().union(*(key_names(record) for record in RECORDS)))
SCALARS = st.one_of(
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**300, max_value=10**400),
    st.floats(),
    st.text(max_size=10),
    st.sampled_from(("call", "trafficking", "always", "high", "en", "item", "pt")),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.datetimes(timezones=st.just(datetime.UTC)),
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), inner, max_size=6)
    ),
    max_leaves=25,
)
TABLES = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), VALUES, max_size=8)


def convert(
    data: dict[str, Any], record_type: type[msgspec.Struct]
) -> tuple[msgspec.Struct | None, list[Fault]]:
    faults: list[Fault] = []
    return Converter("file.toml", faults).convert(data, record_type, ""), faults


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES, st.sampled_from(RECORDS))
def test_any_data_becomes_a_record_or_faults_and_never_an_exception(
    data: dict[str, Any], record_type: type[msgspec.Struct]
) -> None:
    record, faults = convert(data, record_type)
    assert (record is None) is bool(faults)
    for fault in faults:
        assert fault.path == "file.toml"
        assert fault.key or "" in data
        assert is_finished(fault.message)


def replaced_somewhere(data: Any, value: Any, draw: st.DrawFn) -> Any:
    """Return the data with one part, at any depth, replaced."""
    if isinstance(data, dict) and data and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(data)))
        return {**data, name: replaced_somewhere(data[name], value, draw)}
    if isinstance(data, list) and data and draw(st.booleans()):
        index = draw(st.integers(0, len(data) - 1))
        item = replaced_somewhere(data[index], value, draw)
        return [*data[:index], item, *data[index + 1 :]]
    return value


@st.composite
def nearly_valid_records(draw: st.DrawFn) -> dict[str, Any]:
    data = msgspec.toml.decode(REGION)
    name = draw(st.sampled_from(sorted(data)))
    data[name] = replaced_somewhere(data[name], draw(VALUES), draw)
    assert isinstance(data, dict)
    return data


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(nearly_valid_records())
def test_a_record_with_one_part_replaced_is_read_or_refused_at_that_part(
    data: dict[str, Any],
) -> None:
    record, faults = convert(data, Region)
    assert (record is None) is bool(faults)
    original = msgspec.toml.decode(REGION)
    for fault in faults:
        name = fault.key.split(".")[0].split("[")[0]
        assert data[name] != original[name]
        assert is_finished(fault.message)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES, st.sampled_from(RECORDS))
def test_a_record_that_is_read_has_values_of_the_declared_types(
    data: dict[str, Any], record_type: type[msgspec.Struct]
) -> None:
    record, _ = convert(data, record_type)
    if record is not None:
        plain = msgspec.to_builtins(record, builtin_types=(datetime.date,))
        again = msgspec.convert(plain, record_type)
        assert again == record or "nan" in repr(record)


def test_every_fault_of_a_record_is_noted_and_not_only_the_first() -> None:
    hotline = {"id": 5, "kind": "trafficing", "name": "Line", "chanels": [], "free": "yes"}
    _, faults = convert({"paper": 4, "languages": ["en", 5], "hotlines": [hotline]}, Region)
    assert {fault.key for fault in faults} == {
        "paper",
        "languages",
        "hotlines[0].id",
        "hotlines[0].kind",
        "hotlines[0].chanels",
        "hotlines[0].free",
        "hotlines[0].name-language",
        "hotlines[0].channels",
        "hotlines[0].sources",
        "hotlines[0].checked",
        "hotlines[0].confidence",
    }


@pytest.mark.parametrize(
    ("data", "key", "message"),
    [
        pytest.param(
            {"papier": "a4"}, "papier", "This key is not known. Did you mean 'paper'?", id="unknown"
        ),
        pytest.param(
            {"paper": 4},
            "paper",
            'Expected str, got int. Write a text in quotation marks, such as "en".',
            id="whole number for text",
        ),
        pytest.param(
            {"languages": "en"},
            "languages",
            'Expected array, got str. Write a list in brackets, such as ["en", "es"].',
            id="text for list",
        ),
        pytest.param(
            {"languages": ["en", 5]},
            "languages",
            'Expected str, got int (at $[1]). Write a text in quotation marks, such as "en".',
            id="whole number inside a list",
        ),
        pytest.param(
            {"hotlines": [5]},
            "hotlines",
            "Expected object, got int (at $[0]). Write a table with keys.",
            id="whole number for table",
        ),
        pytest.param(
            {"hotlines": {}},
            "hotlines",
            'Expected array, got object. Write a list in brackets, such as ["en", "es"].',
            id="one table for a list of tables",
        ),
    ],
)
def test_a_fault_says_what_is_wrong_and_what_to_write(
    data: dict[str, Any], key: str, message: str
) -> None:
    _, faults = convert(data, Region)
    assert [(fault.key, fault.message) for fault in faults] == [(key, message)]


@pytest.mark.parametrize(
    ("size", "part"),
    [
        pytest.param([148.5], "length 2", id="one side"),
        pytest.param([1, 2, 3], "length 2", id="three sides"),
        pytest.param("A4", "Write a list", id="a name"),
        pytest.param(["148", "210"], "Write a number such as 1.5", id="in quotation marks"),
    ],
)
def test_a_trim_size_has_two_sides(size: Any, part: str) -> None:
    data = {"title": "Flyer", "trims": {"a4": size}, "pages": [], "fit": {}}
    _, faults = convert(data, Format)
    assert [fault.key for fault in faults] == ["trims"]
    assert part in faults[0].message
    assert is_finished(faults[0].message)


def test_keys_are_written_with_hyphens() -> None:
    language = {"fonts": [], "line-height": 1.3, "heading_line_height": 1.1}
    _, faults = convert({"languages": {"vi": language}}, Languages)
    assert {fault.key for fault in faults} == {
        "languages.vi.heading_line_height",
        "languages.vi.heading-line-height",
    }
    unknown = next(fault for fault in faults if "_" in fault.key)
    assert "Did you mean 'heading-line-height'?" in unknown.message


def test_whole_numbers_serve_as_measures() -> None:
    language = {"fonts": ["Noto Sans"], "line-height": 2, "heading-line-height": 1}
    record, faults = convert({"languages": {"vi": language}}, Languages)
    assert not faults
    assert isinstance(record, Languages)
    assert math.isclose(record.languages["vi"].line_height, 2.0)


def test_a_built_in_record_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "US.toml"
    path.write_text(built_in(US), "utf-8")
    faults: list[Fault] = []
    record = read_record(Place(tmp_path, path), Region, faults)
    assert not faults
    assert record == msgspec.toml.decode(built_in(US), type=Region)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_a_file_of_any_bytes_becomes_a_record_or_faults(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    faults: list[Fault] = []
    record = read_record(Place(path.parent, path), Region, faults)
    assert (record is None) is bool(faults)
    for fault in faults:
        assert fault.path == "any.toml"
        assert is_finished(fault.message)
