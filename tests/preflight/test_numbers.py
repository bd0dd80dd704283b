"""Numbers are read by position, at any angle and on any line."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.model.numbers import dialled_characters
from handbill.preflight.numbers import is_disordered, lines, occurrences, runs
from handbill.preflight.phones import candidates
from handbill.preflight.reading import Glyph, ReadFile
from handbill.press.engine import Engine
from handbill.press.imposition import Canvas, impose
from tests.preflight.samples import by_hand, saved
from tests.press.plans import on_grid
from tests.press.samples import TRIM, pdf


def glyph(
    character: str, left: float, bottom: float, width: float = 5.0, height: float = 10.0,
    **fields: Any,
) -> Glyph:  # fmt: skip
    """Return an upright character of 10 pt or another height, measured in mm as in pt."""
    right, top = left + width, bottom + height
    given = {"angle": 0, "inside": True, "size": height, **fields}
    return Glyph(
        character, left, bottom, right, top,
        pen=(left, right), base=bottom, box=(left, -top, right, -bottom), **given,
    )  # fmt: skip


def line_of(text: str, bottom: float = 0.0, **fields: Any) -> tuple[Glyph, ...]:
    """Return glyphs of 5 by 10 pt for each visible character; a space takes 3 pt."""
    glyphs, left = [], 0.0
    for character in text:
        if character == " ":
            left += 3
            continue
        glyphs.append(glyph(character, left, bottom, **fields))
        left += 5
    return tuple(glyphs)


@pytest.mark.parametrize(
    ("text", "number", "count"),
    [
        pytest.param("1-888-373-7888", "1-888-373-7888", 1, id="hyphens"),
        pytest.param("08000 121 700", "08000 121 700", 1, id="spaces"),
        pytest.param("(888) 373-7888", "888 373 7888", 1, id="parentheses"),
        pytest.param("116016", "116 016", 1, id="other-grouping"),
        pytest.param("*2113", "*211", 0, id="star-code-with-more"),
        pytest.param("*211", "*211", 1, id="star-code"),
        pytest.param("211", "*211", 0, id="star-lost"),
        pytest.param("9112", "911", 0, id="longer-run"),
    ],
)
def test_a_number_counts_only_when_whole(text: str, number: str, count: int) -> None:
    assert occurrences(number, runs(line_of(text))) == count


def test_the_order_of_glyphs_in_the_file_does_not_matter() -> None:
    glyphs = line_of("116 016")
    assert runs(glyphs[::-1]) == ["116016"]


def test_letters_between_numbers_part_them() -> None:
    found = runs(line_of("116 111 จ.–ส. 14:00"))
    assert [occurrences(number, found) for number in ("116 111", "14", "00")] == [1, 1, 1]


def test_numbers_on_two_lines_are_two_numbers() -> None:
    assert runs(line_of("911", 40) + line_of("112", 0)) == ["911", "112"]


def test_numbers_far_apart_on_a_line_are_two_numbers() -> None:
    assert runs(line_of("911    112")) == ["911", "112"]


@given(st.lists(st.text("0123456789", min_size=2, max_size=4), min_size=2, max_size=4))
@settings(deadline=None)
def test_reversed_groups_are_never_taken_for_the_number(groups: list[str]) -> None:
    number, other = " ".join(groups), " ".join(groups[::-1])
    found = runs(line_of(other))
    if "".join(groups) != "".join(groups[::-1]):
        assert occurrences(number, found) == 0
        assert is_disordered(number, found)


def test_numbers_are_read_on_turned_copies(engine: Engine) -> None:
    pages = pdf(engine, "<p>Call 1-888-373-7888</p>")
    plan = on_grid(TRIM, (130.0, 110.0))
    assert {place.turn for place in plan.sides[0]} == {90}
    with ReadFile(impose(pages, plan, Canvas(TRIM, False))) as read:
        found = [run for page in read.pages for run in runs(page.glyphs)]
    assert occurrences("1-888-373-7888", found) == plan.copies == 2


def test_a_large_line_of_letters_above_does_not_part_a_small_number() -> None:
    large = tuple(glyph(letter, place * 12.0, 12.0, 10, 48) for place, letter in enumerate("HELLO"))
    assert runs(large + line_of("233733")) == ["233733"]


def test_glyphs_outside_the_page_are_not_read() -> None:
    outside = line_of("911", inside=False)
    assert (runs(outside), lines(outside)) == ([], [])


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("Call 911", "Call 911", id="words"),
        pytest.param("1-888-373-7888", "1-888-373-7888", id="no spaces"),
        pytest.param("911  112", "911 112", id="one space between words"),
        pytest.param("911    112", "911  112", id="a wide gap is told apart"),
    ],
)
def test_a_line_is_read_as_the_eye_sees_it(text: str, read: str) -> None:
    assert [line.text for line in lines(line_of(text))] == [read]
    assert [line.text for line in lines(line_of(text)[::-1])] == [read]


def test_lines_are_read_from_the_top() -> None:
    read = lines(line_of("low", 0) + line_of("high", 40))
    assert [line.text for line in read] == ["high", "low"]


def test_a_line_tells_its_place_and_the_colour_of_most_of_it() -> None:
    (line,) = lines((*line_of("911"), glyph("!", 15, 0, color=(1.0, 0.0, 0.0)), glyph(".", 20, 0)))
    assert list(line.box) == [0, -10, 25, 0]
    assert line.color == (0, 0, 0)


def slanted(text: str, angle: float, size: float = 12.0) -> bytes:
    turn = math.radians(angle)
    a, b = math.cos(turn), math.sin(turn)
    content = f"BT /F1 {size} Tf {a:.5f} {b:.5f} {-b:.5f} {a:.5f} 200 200 Tm ({text}) Tj ET"
    return saved(by_hand(content.encode(), size=(400, 400)))


ANGLES = [0, 1, 2, 7, 30, 45, 60, 89, 90, 135, 180, 200, 270, 315, 359]


@pytest.mark.parametrize("angle", ANGLES)
@pytest.mark.parametrize("number", ["1-888-373-7888", "08000 121 700", "233733"])
def test_a_number_is_read_at_any_slant_and_apart_from_its_words(number: str, angle: float) -> None:
    with ReadFile(slanted(f"Call {number} now", angle)) as read:
        (line,) = lines(read.pages[0].glyphs)
    assert [candidate.dialled for candidate in candidates(line.text)] == [
        dialled_characters(number)
    ]
