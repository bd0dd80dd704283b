"""Lists go out and come in: nothing is lost on the way, and every fault is told at once."""

import csv
import datetime
import io
import json
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbill.library.editing import own_hotlines
from handbill.library.exchange import COLUMNS, read_rows, rows, to_csv, to_hsds, to_json
from handbill.library.importing import Merged, _block, merged
from handbill.library.library import load_library
from handbill.library.listing import listed
from handbill.model.faults import Fault, InputError
from handbill.model.regions import Channel, Hotline, Hours, Region, Source
from tests.composing.samples import REGIONS, hotline, region, shipped
from tests.library.workspaces import REGION, US, built_in, changed, fill, is_finished

LIST = "lines.csv"

# Cells are stripped, so texts are compared without the white space around them.
TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"),
    max_size=12,
).map(str.strip)
NAMES = TEXTS.filter(bool)
CLOCKS = st.times().map(lambda time: time.strftime("%H:%M"))
HOURS = st.builds(
    Hours,
    days=st.lists(st.sampled_from(["mon", "wed", "sun"]), min_size=1, unique=True).map(tuple),
    opens=CLOCKS,
    closes=CLOCKS,
)
CHANNELS = st.builds(
    Channel,
    kind=st.sampled_from(["call", "text", "whatsapp", "relay"]),
    number=st.from_regex(r"[0-9*#]{2,12}", fullmatch=True),
    form=st.sampled_from(["national", "short", "star"]),
    written=TEXTS,
    letters=TEXTS,
    keyword=TEXTS,
    languages=st.lists(st.sampled_from(["en", "pt-BR", "zh-Hant"]), unique=True).map(tuple),
    interpreters=st.booleans(),
    hours=st.sampled_from(["always", "daily", None])
    | st.lists(HOURS, min_size=1, max_size=2).map(tuple),
)
HOTLINES = st.builds(
    Hotline,
    id=st.just("us-line"),
    kind=st.sampled_from(["trafficking", "police-tip"]),
    name=NAMES,
    name_language=st.just("en"),
    channels=st.lists(
        CHANNELS, min_size=1, max_size=3, unique_by=lambda way: (way.kind, way.number)
    ).map(tuple),
    sources=st.lists(
        st.builds(
            Source,
            url=NAMES.map(lambda text: f"https://example.org/{text}"),
            year=st.none() | st.integers(1990, 2030),
            says=TEXTS,
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    checked=st.dates(min_value=datetime.date(2020, 1, 1)),
    confidence=st.sampled_from(["high", "low"]),
    names=st.dictionaries(st.sampled_from(["es", "zh-Hant"]), NAMES),
    operator=TEXTS,
    serves=st.sampled_from(["everyone", "women"]),
    free=st.none() | st.booleans(),
    confidential=st.none() | st.booleans(),
    anonymous=st.none() | st.booleans(),
    print=st.booleans(),
    reason=TEXTS,
    note=TEXTS,
    recheck_days=st.integers(1, 999),
    confirmed_by=TEXTS,
)


def brought(text: str, code: str = "US") -> list[Hotline]:
    """Return the hotlines of a list as their records would be read."""
    faults: list[Fault] = []
    found = listed(read_rows(text, LIST), code, LIST, faults)
    assert faults == []
    record = tomllib.loads("\n".join(map(_block, found)))
    return [msgspec.convert(entry, Hotline) for entry in record["hotlines"]]


@pytest.mark.parametrize("write", [to_csv, to_json], ids=["csv", "json"])
@given(hotline=HOTLINES)
def test_any_line_comes_back_as_it_went_out(write: Any, hotline: Hotline) -> None:
    assert brought(write({"US": region(hotline)})) == [hotline]


WITH_LINES = [code for code in REGIONS if own_hotlines(shipped().regions[code], shipped().regions)]


@pytest.mark.parametrize("code", WITH_LINES)
def test_a_shipped_record_that_goes_out_and_in_is_unchanged(tmp_path: Path, code: str) -> None:
    regions = shipped().regions
    own = msgspec.structs.replace(
        regions[code], hotlines=own_hotlines(regions[code], regions), code=code
    )
    result = merged(tmp_path, code, read_rows(to_csv({code: own}), LIST), LIST)
    assert set(result.outcomes.values()) == {"unchanged"}
    assert result.text == built_in(f"content/regions/{code}.toml")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_lists_of_spreadsheets_may_be_parted_otherwise(delimiter: str) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows({"US": region(hotline())}))
    assert brought("\ufeff" + text.getvalue()) == [hotline()]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "'=1", "''+1", "' quoted"])
def test_no_cell_is_a_formula_and_none_is_changed_by_that(name: str) -> None:
    text = to_csv({"US": region(hotline(name=name, operator=name))})
    cells = next(csv.DictReader(io.StringIO(text)))
    assert not cells["name"].startswith(("=", "+", "-", "@"))
    assert brought(text)[0].name == name


def test_empty_rows_are_left_out_and_rows_keep_their_numbers() -> None:
    text = "id,number\n\n,\nus-line,1\n"
    assert [(row.place, row.cells["id"]) for row in read_rows(text, LIST)] == [("row 4", "us-line")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("", ["no rows"], id="empty"),
        pytest.param("id,number\n", ["no rows"], id="headings only"),
        pytest.param("id,nmber\nx,1\n", ["nmber: There is no such column."], id="unknown column"),
        pytest.param("id,id\nx,1\n", ["id: The column is there twice."], id="column twice"),
        pytest.param(
            "id,zz\nx,1\ny,1,2\n", ["zz: ", "row 3: The row has 3 cells for 2"], id="two faults"
        ),
        pytest.param('id,name\nx,"y\n', ["line 2: The file is not valid CSV"], id="open quotation"),
        pytest.param("[{", ["not valid JSON"], id="broken JSON"),
        pytest.param("[" * 100_000, ["not valid JSON"], id="deep JSON"),
        pytest.param('{"services": []}', ["list of objects"], id="JSON that is no list"),
        pytest.param('[{"id": ["x"]}, 3]', ["entry 1: ", "entry 2: "], id="JSON of other things"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_all_faults(text: str, parts: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        read_rows(text, LIST)
    assert all(part in str(caught.value) for part in parts)
    assert all(is_finished(fault.message) for fault in caught.value.faults)


def csv_of(*changes: dict[str, str]) -> str:
    """Return a list of one line in the workspace's record, changed; one row for each change."""
    first, *_ = rows({"US": msgspec.structs.replace(WORKSPACE_REGION, code="US")})
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows({**first, **change} for change in changes)
    return text.getvalue()


WORKSPACE_REGION = Region(
    hotlines=(
        Hotline(
            id="us-example",
            kind="trafficking",
            name="Example Line",
            name_language="en",
            names={"es": "Línea de Ejemplo"},
            channels=(Channel(kind="call", number="18553527233", languages=("en",)),),
            sources=(Source(url="https://example.org/line"),),
            checked=datetime.date(2026, 1, 1),
            confidence="high",
        ),
    )
)


def put_in(workspace: Path, text: str, code: str = "US") -> Merged:
    return merged(workspace, code, read_rows(text, LIST), LIST)


def test_every_fault_of_a_list_is_told_at_once_and_at_its_row(tmp_path: Path) -> None:
    fill(tmp_path, {US: REGION})
    text = csv_of(
        {"free": "perhaps", "hours": "from nine", "names": "Línea", "source-year": "last"},
        {"channel": "text", "number": "12", "form": "short", "languages": "xx-lang"},
        {"channel": "text", "number": "12", "form": "short", "name": "Other"},
        {"id": ""},
        {"id": "us-new", "checked": "soon", "recheck-days": "many"},
        {"id": "us-far", "region": "MX", "number": "123", "kind": "traficking"},
        {"id": "us-none", "name": "", "print": "no", "reason": "", "checked": "2999-01-01"},
    )
    with pytest.raises(InputError) as caught:
        put_in(tmp_path, text)
    told = [f"{fault.key}: {fault.message}" for fault in caught.value.faults]
    expected = [
        "row 2: 'perhaps' in column 'free'", "row 2: 'from nine' in column 'hours'",
        "row 2: 'Línea' in column 'names'", "row 2: 'last' in column 'source-year'",
        "row 3, languages: 'xx-lang'", "row 4: The row differs from row 2",
        "row 4: The row repeats the channel of row 3",
        "row 5: The column 'id' is empty", "row 6: 'soon' in column 'checked'",
        "row 6: 'many' in column 'recheck-days'", "row 7: The row is not for US",
        "row 7, kind: ", "row 8, name: This key is missing",
    ]  # fmt: skip
    assert [part for part in expected if not any(line.startswith(part) for line in told)] == []
    assert {fault.path for fault in caught.value.faults} == {LIST}
    assert all(is_finished(fault.message) for fault in caught.value.faults)
    assert (tmp_path / US).read_text("utf-8") == REGION


@pytest.mark.parametrize(
    ("change", "place"),
    [
        pytest.param({"number": "123"}, "row 2, number", id="number"),
        pytest.param({"print": "no"}, "row 2, reason", id="kept out without a reason"),
        pytest.param({"checked": "2999-01-01"}, "row 2, checked", id="day in the future"),
        pytest.param({"source": "example"}, "row 2, sources[0].url", id="source"),
        pytest.param({"hours": "mon 9-17"}, "row 2, hours[0]", id="hours"),
    ],
)
def test_lines_are_checked_like_any_record(
    tmp_path: Path, change: dict[str, str], place: str
) -> None:
    fill(tmp_path, {US: REGION})
    with pytest.raises(InputError) as caught:
        put_in(tmp_path, csv_of(change))
    assert [fault.key for fault in caught.value.faults] == [place]


COMMENTED = changed(
    changed(REGION, "[[emergency]]", "# Ours.\n[[emergency]]"),
    'written = "1-855-352-7233"',
    'written = "1-855-352-7233"  # as on the poster',
)


def test_columns_that_a_list_lacks_leave_the_record_as_it_is(tmp_path: Path) -> None:
    fill(tmp_path, {US: COMMENTED})
    text = (
        "id,channel,number,address,operator\n"
        "us-example,call,18553527233,,Open Door\nus-example,web,,example.org,\n"
    )
    result = put_in(tmp_path, text)
    assert result.outcomes == {"us-example": "changed (operator)"}
    assert result.text == changed(
        COMMENTED, 'confidence = "high"\n', 'confidence = "high"\noperator = "Open Door"\n'
    )


def test_an_empty_cell_clears_what_the_record_said(tmp_path: Path) -> None:
    free = changed(COMMENTED, 'confidence = "high"', 'confidence = "high"\nfree = true')
    fill(tmp_path, {US: free})
    text = (
        "id,channel,number,address,free\n"
        "us-example,call,18553527233,,\nus-example,web,,example.org,\n"
    )
    result = put_in(tmp_path, text)
    assert result.outcomes == {"us-example": "changed (free)"}
    assert result.text == COMMENTED


def test_other_channels_replace_those_of_the_record(tmp_path: Path) -> None:
    fill(tmp_path, {US: COMMENTED})
    result = put_in(tmp_path, "id,channel,number,form\nus-example,text,233733,short\n")
    assert result.outcomes == {"us-example": "changed (channels)"}
    (line,) = tomllib.loads(result.text)["hotlines"]
    assert line["channels"] == [{"kind": "text", "number": "233733", "form": "short"}]
    assert "# Ours." in result.text


def test_a_new_line_stands_behind_the_others_as_records_are_written(tmp_path: Path) -> None:
    emergency = REGION[REGION.index("[[emergency]]") : REGION.index("[[hotlines]]")]
    reordered = changed(REGION, emergency, "") + "\n" + emergency
    fill(tmp_path, {US: reordered})
    result = put_in(tmp_path, csv_of({"id": "us-new", "name": "Neue", "hours": "mon 09:00-17:00"}))
    assert result.outcomes == {"us-new": "added"}
    before, after = reordered.split("[[emergency]]")
    assert result.text.startswith(before.rstrip("\n") + '\n\n[[hotlines]]\nid = "us-new"\n')
    assert result.text.endswith("\n\n[[emergency]]" + after)
    assert "\n\n\n" not in result.text


def test_a_country_without_record_begins_with_what_cldr_knows(tmp_path: Path) -> None:
    text = (
        "id,kind,name,name-language,number,checked,confidence,source\n"
        "bi-line,trafficking,Line,en,22201234,2026-01-01,high,https://example.org\n"
    )
    result = put_in(tmp_path, text, "BI")
    assert result.begun
    fill(tmp_path, {"content/regions/BI.toml": result.text})
    record = load_library(tmp_path).regions["BI"]
    assert (record.paper, record.languages) == ("a4", ("rn", "fr", "en"))
    assert [line.id for line in record.hotlines] == ["bi-line"]


def test_a_subdivision_without_record_begins_with_its_country(tmp_path: Path) -> None:
    text = csv_of({"id": "us-wy-line", "region": "US-WY"})
    result = put_in(tmp_path, text, "US-WY")
    assert result.text.startswith('parent = "US"\n\n[[hotlines]]\n')


def test_services_for_other_directories_say_what_the_record_says() -> None:
    line = hotline(free=True, print=False, reason="Closed.", operator="Open Door")
    (service,) = json.loads(to_hsds({"US": region(line)}))["services"]
    assert (service["id"], service["status"]) == ("us-line", "inactive")
    assert service["organization"] == {"name": "Open Door"}
    assert service["phones"][0]["number"] == "+1 888-373-7888"
    assert service["phones"][0]["type"] == "voice"
    assert service["fees_description"] == "free"
    assert service["metadata"][0]["replacement_value"] == "https://example.org/line"
