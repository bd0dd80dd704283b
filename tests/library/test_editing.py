"""One fact is written, and the rest of the file stays byte for byte."""

import datetime
import difflib
import tomllib
from pathlib import Path

import pytest

from handbill.library.editing import confirm, own_hotlines, region_of
from handbill.library.library import load_library
from handbill.model.faults import InputError, UnknownNameError
from tests.library.workspaces import REGION, US, built_in, changed, fill, is_finished

DAY = datetime.date(2026, 3, 4)
COMMENTED = "# The team's own record.\n" + changed(
    REGION, 'confidence = "high"', 'confidence = "high"  # two pages say so'
)


def lines_changed(before: str, after: str) -> list[str]:
    difference = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in list(difference)[2:] if not line.startswith("@@")]


def confirmed(workspace: Path, wrong: str = "") -> str:
    path = confirm(workspace, "US", "us-example", 'A. "Ada" Okoye', DAY, wrong)
    return path.read_bytes().decode("utf-8")


def test_only_the_day_and_the_name_are_written(tmp_path: Path) -> None:
    after = confirmed(fill(tmp_path, {US: COMMENTED}))
    assert lines_changed(COMMENTED, after) == [
        "-checked = 2026-01-01",
        "+checked = 2026-03-04",
        '+confirmed-by = "A. \\"Ada\\" Okoye"',
    ]


def test_a_line_found_wrong_is_kept_out_of_print_with_the_reason(tmp_path: Path) -> None:
    confirmed(fill(tmp_path, {US: COMMENTED}), "It has closed.")
    (line,) = load_library(tmp_path).regions["US"].hotlines
    assert (line.print, line.reason) == (False, "It has closed.")
    assert (line.checked, line.confirmed_by) == (DAY, 'A. "Ada" Okoye')


def test_a_second_confirmation_replaces_the_first(tmp_path: Path) -> None:
    once = confirmed(fill(tmp_path, {US: COMMENTED}))
    assert confirmed(tmp_path) == once


def test_line_ends_stay_as_they_were(tmp_path: Path) -> None:
    after = confirmed(fill(tmp_path, {US: COMMENTED.replace("\n", "\r\n")}))
    assert after.count("\n") == after.count("\r\n") == COMMENTED.count("\n") + 1


@pytest.mark.parametrize("code", ["US", "US-FL", "EG", "JP", "TH", "UA"])
def test_a_built_in_record_is_taken_into_the_workspace(tmp_path: Path, code: str) -> None:
    before = built_in(f"content/regions/{code}.toml")
    (first, *_) = tomllib.loads(before)["hotlines"]
    path = confirm(tmp_path, code, first["id"], "A. O.", first["checked"])
    assert lines_changed(before, path.read_text("utf-8")) == ['+confirmed-by = "A. O."']
    assert built_in(f"content/regions/{code}.toml") == before


PARTED = (
    changed(REGION, "[[hotlines.channels]]", "[[hotlines.channels]]")
    + REGION.replace("us-example", "us-other").partition("\n\n")[2]
)


@pytest.mark.parametrize(
    ("record", "part"),
    [
        pytest.param(PARTED, "parted by other tables", id="hotlines parted by other tables"),
        pytest.param("hotlines = [{ id = 'us-example' }]\n", "in one line", id="in one line"),
        pytest.param("hotlines = [\n", "not valid TOML", id="no TOML"),
        pytest.param('paper = "a4"\n', "no hotline 'us-example'", id="line not there"),
        pytest.param(changed(REGION, "2026-01-01", "2999-01-01"), "future", id="other fault"),
    ],
)
def test_a_file_that_cannot_be_changed_stays_as_it_was(
    tmp_path: Path, record: str, part: str
) -> None:
    fill(tmp_path, {US: record})
    with pytest.raises(InputError) as caught:
        confirm(tmp_path, "US", "us-example", "A. O.", DAY)
    assert part in str(caught.value)
    assert all(is_finished(fault.message) for fault in caught.value.faults)
    assert [path.name for path in (tmp_path / US).parent.iterdir()] == ["US.toml"]
    assert (tmp_path / US).read_text("utf-8") == record


def test_a_line_the_built_in_file_does_not_have_leaves_no_copy(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        confirm(tmp_path, "US", "us-nothing", "A. O.", DAY)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_write_leaves_the_old_record_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, {US: REGION})

    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        confirmed(tmp_path)
    assert (tmp_path / US).read_text("utf-8") == REGION
    assert [path.name for path in (tmp_path / US).parent.iterdir()] == ["US.toml"]


UNION = """\
paper = "a4"
languages = ["en"]

[[hotlines]]
id = "eu-example"
kind = "missing-children"
name = "Example"
name-language = "en"
checked = 2026-01-01
confidence = "high"
channels = [{ kind = "web", address = "example.org" }]
sources = [{ url = "https://example.org" }]
"""


def test_a_line_belongs_to_the_region_that_records_it(tmp_path: Path) -> None:
    state = 'parent = "EU"\npaper = "a4"\nlanguages = ["de"]\n'
    fill(tmp_path, {"content/regions/EU.toml": UNION, "content/regions/AT.toml": state})
    regions = load_library(tmp_path).regions
    assert region_of("eu-example", regions) == "EU"
    assert own_hotlines(regions["AT"], regions) == ()
    assert region_of("us-trafficking", regions) == "US"


def test_an_unknown_line_brings_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="us-trafficking"):
        region_of("us-traficking", load_library().regions)
