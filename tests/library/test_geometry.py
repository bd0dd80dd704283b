"""Formats and pieces that could not be printed are refused with place and remedy."""

from pathlib import Path

import pytest

from handbill.library.library import load_library
from tests.library.workspaces import built_in, changed, faults_of, fill, is_finished, only_fault

TRI_FOLD = "templates/formats/tri-fold/format.toml"
FOLDED_CARD = "templates/formats/folded-card/format.toml"
TENT = "templates/formats/table-tent/format.toml"
TEAR_OFF = "templates/formats/tear-off/format.toml"
LABELS = "templates/formats/label-sheet/format.toml"
FLYER = "templates/formats/flyer/format.toml"


@pytest.mark.parametrize(
    ("name", "old", "new", "key", "part"),
    [
        pytest.param(
            TRI_FOLD,
            "widths = [98.333, 99.333, 99.334]",
            "widths = [99.333, 99.333, 99.334]",
            "panels.a4.widths",
            "They add up to 298 mm; the piece measures 297 mm.",
            id="panels wider than the piece",
        ),
        pytest.param(
            FOLDED_CARD,
            "widths = [88.9, 88.9]",
            "widths = [88.9, 85.6]",
            "panels.letter.widths",
            "They add up to 174.5 mm; the piece measures 177.8 mm.",
            id="panels of another paper",
        ),
        pytest.param(
            TENT,
            "heights = [130.0, 130.0, 37.0]",
            "heights = [130.0, 130.0]",
            "panels.a4.heights",
            "They add up to 260 mm; the piece measures 297 mm.",
            id="a row forgotten",
        ),
        pytest.param(
            TEAR_OFF,
            "heights = [217.4, 62.0]",
            "heights = [217.5, 62.0]",
            "panels.letter.heights",
            "They add up to 279.5 mm",
            id="a tenth of a millimetre",
        ),
        pytest.param(
            FOLDED_CARD,
            "[panels.letter]\nwidths = [88.9, 88.9]\nheights = [50.8]\n",
            "",
            "panels.letter",
            "A format with sides needs its panels.",
            id="a paper without panels",
        ),
        pytest.param(
            TRI_FOLD,
            "rows = [[5, 6, 1]]",
            "rows = [[5, 7, 1]]",
            "sides",
            "A page number is above 6, the pages there are.",
            id="a page that is not there",
        ),
        pytest.param(
            TRI_FOLD,
            "rows = [[2, 3, 4]]",
            "rows = [[2, 3, -4]]",
            "sides",
            "A page number is",
            id="a page below the first",
        ),
        pytest.param(
            TRI_FOLD,
            "rows = [[2, 3, 4]]",
            "rows = [[2, 3]]",
            "sides",
            "A row has not as many panels as there are widths.",
            id="a panel without a page",
        ),
        pytest.param(
            LABELS,
            "across = 66.0",
            "across = 70.0",
            "labels.a4",
            "The labels reach beyond the sheet. Measure them again.",
            id="labels off the right edge",
        ),
        pytest.param(
            LABELS,
            "top = 15.15",
            "top = 40.0",
            "labels.a4",
            "The labels reach beyond the sheet.",
            id="labels off the foot",
        ),
        pytest.param(
            LABELS,
            "rows = 7",
            "rows = 8",
            "labels.a4",
            "The labels reach beyond the sheet.",
            id="a row of labels too many",
        ),
        pytest.param(
            LABELS,
            "across = 69.85",
            "across = 66.0",
            "labels.letter",
            "The labels lie over one another.",
            id="labels over one another",
        ),
        pytest.param(
            LABELS,
            "down = 16.933",
            "down = 16.0",
            "labels.avery-5029",
            "The labels lie over one another.",
            id="rows of labels over one another",
        ),
        pytest.param(
            LABELS, "left = 7.25", 'left = "7.25"', "labels.a4.left", "Write a number such as 1.5.",
            id="length in quotation marks",
        ),
        pytest.param(
            LABELS, "columns = 3", "columns = 2.5", "labels.a4.columns", "whole number",
            id="half a column",
        ),
        pytest.param(
            FLYER, 'title = "Flyer, two sides"', 'title = "Flyer"\nvariants = ["blue"]',
            "variants", "Invalid enum value 'blue'", id="a dress that is not there",
        ),
        pytest.param(
            FLYER, "a4 = [148.5, 210.0]", "a6 = [105.0, 148.0]\na4 = [148.5, 210.0]",
            "trims.a6", "'a6' is not a known paper.", id="a paper that is not there",
        ),
    ],
)  # fmt: skip
def test_a_geometry_that_cannot_be_is_refused(
    tmp_path: Path, name: str, old: str, new: str, key: str, part: str
) -> None:
    fault = only_fault(fill(tmp_path, {name: changed(built_in(name), old, new)}))
    assert (fault.path, fault.key) == (name, key)
    assert part in fault.message
    assert is_finished(fault.message)


def test_lengths_may_be_rounded_to_hundredths(tmp_path: Path) -> None:
    text = changed(built_in(TRI_FOLD), "[98.333, 99.333, 99.334]", "[98.33, 99.33, 99.33]")
    panels = load_library(fill(tmp_path, {TRI_FOLD: text})).formats["tri-fold"].panels["a4"]
    assert panels.widths == (98.33, 99.33, 99.33)


def test_every_fault_of_a_geometry_is_told_at_once(tmp_path: Path) -> None:
    text = changed(built_in(LABELS), "across = 66.0", "across = 90.0")
    text = changed(text, "down = 25.4", "down = 20.0")
    faults = faults_of(fill(tmp_path, {LABELS: text}))
    assert {fault.key for fault in faults} == {"labels.a4", "labels.letter"}


PIECE = "content/pieces/bystander.toml"
STAFF = "content/pieces/staff.toml"
WORLD_DAY = "content/pieces/world-day.toml"
CLAIMS = "content/claims.toml"

OWN = """\
[[claims]]
id = "{name}"
statement = "12 people called."
written = ["1,200"]
unit = "hotline contacts"
population = "callers of one line"
year = 2025
source = "The Line"
title = "Report"
url = "https://example.org/report"
checked = 2026-01-01
confidence = "{confidence}"
blocked = "{blocked}"
"""


@pytest.mark.parametrize(
    ("name", "old", "new", "key", "part"),
    [
        pytest.param(
            PIECE, '"tri-fold"', '"trifold"', "formats",
            "There is no format 'trifold'. Did you mean 'tri-fold'?", id="a format misspelt",
        ),
        pytest.param(
            PIECE, '"tri-fold"', '"banner"', "formats",
            "There is no format 'banner'.", id="a format that is not there",
        ),
        pytest.param(
            STAFF, '"hotel", ', '"inn", ', "blocks.signs-hotel.variant",
            "The piece has no variant 'hotel'. Add it to 'variants'.", id="a variant not declared",
        ),
        pytest.param(
            WORLD_DAY, 'day = "07-30"', 'day = "30 July"', "day",
            "'30 July' is no day of the year. Write month and day, such as 07-30.",
            id="a day in words",
        ),
        pytest.param(WORLD_DAY, '"07-30"', '"13-01"', "day", "'13-01' is no day", id="month 13"),
        pytest.param(WORLD_DAY, '"07-30"', '"02-30"', "day", "'02-30' is no day", id="30 February"),
        pytest.param(WORLD_DAY, '"07-30"', '"04-31"', "day", "'04-31' is no day", id="31 April"),
        pytest.param(WORLD_DAY, '"07-30"', '"7-30"', "day", "'7-30' is no day", id="one digit"),
        pytest.param(
            WORLD_DAY, 'claim = "detected-children-2022"', 'claim = "detected-children"',
            "blocks.figures.children",
            "There is no claim 'detected-children' in content/claims.toml. Add it there.",
            id="a claim that is not there",
        ),
        pytest.param(
            WORLD_DAY, 'claim = "forced-labour-2021"', 'claim = "us-first-for-trafficking"',
            "blocks.figures.forced-labour",
            "The claim 'us-first-for-trafficking' must not be printed: No ranking",
            id="a claim that is blocked",
        ),
    ],
)  # fmt: skip
def test_a_name_that_nothing_bears_is_refused(
    tmp_path: Path, name: str, old: str, new: str, key: str, part: str
) -> None:
    faults = faults_of(fill(tmp_path, {name: changed(built_in(name), old, new)}))
    (fault, *others) = [fault for fault in faults if fault.key == key]
    assert fault.path == name
    assert part in fault.message
    assert is_finished(fault.message)
    # Both blocks of a variant that is not declared are told.
    assert all("variant" in other.key for other in (*others, *faults) if other != fault)


@pytest.mark.parametrize(
    ("confidence", "blocked", "part"),
    [
        ("low", "", "must not be printed: Its confidence is low."),
        ("high", "Withdrawn.", "must not be printed: Withdrawn."),
    ],
)
def test_a_workspace_that_blocks_a_claim_blocks_what_says_it(
    tmp_path: Path, confidence: str, blocked: str, part: str
) -> None:
    text = OWN.format(name="forced-labour-2021", confidence=confidence, blocked=blocked)
    faults = faults_of(fill(tmp_path, {CLAIMS: text}))
    assert {fault.path for fault in faults} == {
        f"content/pieces/{piece.id}.toml"
        for piece in load_library().texts.values()
        if any(
            message.claim == "forced-labour-2021"
            for block in piece.blocks
            for message in block.messages
        )
    }
    assert all(part in fault.message for fault in faults)
    assert all(is_finished(fault.message) for fault in faults)


def test_a_message_with_a_claim_says_its_figure(tmp_path: Path) -> None:
    """Else the source stood there beside nothing."""
    text = changed(built_in(WORLD_DAY), 'id = "wear"', 'id = "wear"\nclaim = "forced-labour-2021"')
    (fault, *_) = faults_of(fill(tmp_path, {WORLD_DAY: text}))
    assert (fault.path, fault.key) == (WORLD_DAY, "blocks.blue-heart.wear")
    assert "needs %(figure)s" in fault.message
    assert is_finished(fault.message)


def test_a_leap_day_is_a_day(tmp_path: Path) -> None:
    text = changed(built_in(WORLD_DAY), '"07-30"', '"02-29"')
    assert load_library(fill(tmp_path, {WORLD_DAY: text})).pieces["world-day"].day == "02-29"


def test_a_format_of_the_workspace_may_be_named_by_a_piece_of_the_workspace(
    tmp_path: Path,
) -> None:
    banner = "templates/formats/banner/format.toml"
    files = {
        banner: changed(built_in(FLYER), "Flyer, two sides", "Banner"),
        PIECE: changed(built_in(PIECE), '"tri-fold"', '"tri-fold", "banner"'),
    }
    assert "banner" in load_library(fill(tmp_path, files)).pieces["bystander"].formats


def test_a_format_that_cannot_be_read_is_told_once_and_not_by_every_piece(tmp_path: Path) -> None:
    fault = only_fault(fill(tmp_path, {FLYER: "title ="}))
    assert fault.path == FLYER
