"""Numbers are read by position, at any angle and on any line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.preflight.numbers import is_disordered, occurrences, runs
from handbill.preflight.reading import Glyph, read_file
from handbill.press.engine import Engine
from handbill.press.imposition import arrange, impose
from tests.press.samples import TRIM, pdf


def line_of(text: str, bottom: float = 0.0) -> tuple[Glyph, ...]:
    """Return glyphs of 5 by 10 pt for each visible character; a space takes 3 pt."""
    glyphs, left = [], 0.0
    for character in text:
        if character == " ":
            left += 3
            continue
        glyphs.append(Glyph(character, left, bottom, left + 5, bottom + 10, 0, inside=True))
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
    arrangement = arrange((TRIM[0], TRIM[1]), (130.0, 110.0))
    assert arrangement.turned
    facts = read_file(impose(pages, arrangement, right_to_left=False))
    found = [run for page in facts.pages for run in runs(page.glyphs)]
    assert occurrences("1-888-373-7888", found) == arrangement.copies


def test_a_large_line_of_letters_above_does_not_part_a_small_number() -> None:
    large = tuple(
        Glyph(letter, place * 12.0, 12.0, place * 12.0 + 10, 60.0, 0, inside=True)
        for place, letter in enumerate("HELLO")
    )
    assert runs(large + line_of("233733")) == ["233733"]
