"""Passages are found glyph by glyph, whole, each glyph once, on copies however they are turned."""

import math
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbill.preflight.checks.evidence import REACH, Copy
from handbill.preflight.expecting import Cell, Passage
from handbill.preflight.reading import ReadFile
from handbill.preflight.texts import Mark, Reading, marks_of, read_copy, stands_together
from handbill.preflight.tracing import Traced
from handbill.press.engine import Engine
from handbill.press.imposition import Canvas, impose
from handbill.press.sheets import Placement, SheetPlan, Turn
from tests.preflight.samples import FACES, FONTS, WHOLE, made, passage
from tests.press.samples import TRIM

lengths = st.floats(0, 500)
cells = st.builds(Cell, lengths, lengths, lengths, lengths, st.sampled_from([0, 90, 180, 270]))


@given(cells, lengths, lengths)
def test_inward_and_outward_undo_one_another(cell: Cell, x: float, y: float) -> None:
    assert cell.inward(*cell.outward(x, y)) == pytest.approx((x, y), abs=1e-9)
    assert cell.outward(*cell.inward(x, y)) == pytest.approx((x, y), abs=1e-9)


@given(cells)
def test_a_copys_own_corner_is_a_corner_of_its_cell(cell: Cell) -> None:
    right, bottom = cell.left + cell.width, cell.top + cell.height
    corner = {
        0: (cell.left, cell.top),
        90: (cell.left, bottom),
        180: (right, bottom),
        270: (right, cell.top),
    }
    assert cell.outward(0, 0) == pytest.approx(corner[cell.turn])


@pytest.mark.parametrize(
    ("turn", "trim"),
    [(0, (30.0, 20.0)), (90, (20.0, 30.0)), (180, (30.0, 20.0)), (270, (20.0, 30.0))],
)
def test_the_trim_of_a_turned_copy_is_the_one_it_is_read_in(
    turn: int, trim: tuple[float, float]
) -> None:
    assert Cell(0, 0, 30, 20, turn).trim == trim


@pytest.mark.parametrize(
    ("turn", "place"),
    [(0, (14.0, 25.0)), (90, (15.0, 36.0)), (180, (36.0, 35.0)), (270, (35.0, 24.0))],
)
def test_a_place_of_a_turned_copy_is_told_as_a_place_of_the_sheet(
    turn: int, place: tuple[float, float]
) -> None:
    """4 mm from the copy's left edge, 5 mm from its upper one."""
    cell = Cell(10, 20, 30, 20, turn)
    assert cell.outward(4, 5) == pytest.approx(place)
    assert cell.inward(*place) == pytest.approx((4, 5))


@given(cells)
def test_boxes_of_copies_stay_boxes_on_the_sheet(cell: Cell) -> None:
    left, top, right, bottom = Copy(cell, (), Reading((), ()), 0.0).outward((1, 2, 4, 9))
    assert sorted((right - left, bottom - top)) == pytest.approx([3, 7], abs=1e-6)


def marks_on(engine: Engine, body: str, language: str = "en", cell: Cell = WHOLE[0]) -> list[Mark]:
    with ReadFile(made(engine, body, language=language)) as read:
        return marks_of(read.pages[0].trace.glyphs, cell, FACES)


def read(marks: Sequence[Mark], *wanted: Passage) -> Reading:
    return read_copy(marks, wanted, FONTS, FACES)


@pytest.mark.parametrize(
    ("shown", "wanted", "language", "found"),
    [
        pytest.param("Free", "Free", "en", True, id="alone"),
        pytest.param("Freedom", "Free", "en", False, id="head of a longer word"),
        pytest.param("Carefree", "free", "en", False, id="tail of a longer word"),
        pytest.param("It is free now", "free", "en", True, id="between words"),
        pytest.param("9112", "911", "en", False, id="head of a longer number"),
        pytest.param("It is free", "It is free now", "en", False, id="cut"),
        pytest.param("free is It", "It is free", "en", False, id="other order"),
        pytest.param("مجانا", "مجان", "ar", False, id="head of a longer word, right to left"),
        pytest.param("اتصل مجانا الآن", "مجانا", "ar", True, id="between words, right to left"),
        pytest.param("الآن اتصل", "اتصل الآن", "ar", False, id="other order, right to left"),
        pytest.param("Free<br>dom", "Free", "en", True, id="line end closes a word"),
    ],
)
def test_a_passage_begins_and_ends_where_words_do(
    engine: Engine, shown: str, wanted: str, language: str, found: bool
) -> None:
    marks = marks_on(engine, f"<p>{shown}</p>", language)
    reading = read(marks, passage(wanted, language))
    assert bool(reading.found[0].marks) is found


@pytest.mark.parametrize("times", [1, 2, 3])
def test_each_glyph_is_used_once(engine: Engine, times: int) -> None:
    marks = marks_on(engine, "<p>Free</p>" * times)
    reading = read(marks, passage("Free"), passage("Free"))
    assert [not found.missing for found in reading.found] == [True, times > 1]
    assert len(reading.left_over) == 4 * max(0, times - 2)
    used = [id(mark) for found in reading.found for mark in found.marks]
    assert len(used) == len(set(used))


def test_long_passages_are_found_before_short_ones_take_their_words(engine: Engine) -> None:
    marks = marks_on(engine, "<p>Call now, it is free</p><p>Call</p>")
    reading = read(marks, passage("Call"), passage("Call now, it is free"))
    assert [found.missing for found in reading.found] == [(), ()]
    assert reading.left_over == ()
    assert reading.found[0].marks[0].base > reading.found[1].marks[0].base


def test_a_passage_of_two_directions_is_found_part_by_part(engine: Engine) -> None:
    text = "اتصل Hotline الآن"
    (found,) = read(marks_on(engine, f"<p>{text}</p>", "ar"), passage(text, "ar")).found
    first, latin, last = (part[0] for part in found.parts)
    assert found.missing == ()
    assert first.left > latin.left > last.left


def test_a_missing_part_is_named(engine: Engine) -> None:
    marks = marks_on(engine, "<p>اتصل الآن</p>", "ar")
    (found,) = read(marks, passage("اتصل Hotline الآن", "ar")).found
    assert found.missing == ("Hotline",)


def test_glyphs_that_are_not_drawn_are_no_marks(engine: Engine) -> None:
    with ReadFile(made(engine, "<p>Free</p>")) as file:
        glyphs = file.pages[0].trace.glyphs
    hidden = [msgspec.structs.replace(glyph, visible=False) for glyph in glyphs]
    assert len(marks_of(glyphs, WHOLE[0], FACES)) == 4
    assert marks_of(hidden, WHOLE[0], FACES) == []


@pytest.mark.parametrize(("reach", "found"), [(math.inf, 1), (30.0, 1), (5.0, 0)])
def test_text_beyond_the_reach_of_a_copy_is_not_its_own(
    engine: Engine, reach: float, found: int
) -> None:
    body = "<p style='position: absolute; left: 80mm; top: 20mm; margin: 0'>H</p>"
    with ReadFile(made(engine, body)) as file:
        marks = marks_of(file.pages[0].trace.glyphs, Cell(0, 0, 60, 60), FACES, reach)
    assert len(marks) == found


def test_marks_are_the_ink_of_the_letters(engine: Engine) -> None:
    body = "<p style='position: absolute; left: 10mm; top: 20mm; margin: 0'>H</p>"
    with ReadFile(made(engine, body)) as file:
        page = file.pages[0]
        (mark,) = marks_of(page.trace.glyphs, WHOLE[0], FACES)
        (seen,) = page.glyphs
    assert (mark.left, mark.top, mark.right, mark.bottom) == pytest.approx(seen.box, abs=0.15)
    assert mark.base == pytest.approx(mark.bottom, abs=0.01)


def relative(marks: Sequence[Mark]) -> list[float]:
    return [
        edge
        for mark in marks
        for edge in (mark.token[1], mark.left, mark.top, mark.right, mark.bottom, mark.base)
    ]


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Call now, it is free."), ("ar", "اتصل الآن، مجانًا.")]
)
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_copies_turned_any_way_read_like_upright_ones(
    engine: Engine, language: str, text: str, turn: Turn
) -> None:
    body = f'<div style="margin: 0 10mm"><p>{text}</p><p>{text}</p></div>'
    data = made(engine, body, language=language)
    with ReadFile(data) as file:
        upright = marks_of(file.pages[0].trace.glyphs, WHOLE[0], FACES)
    width, height = TRIM[::-1] if turn % 180 else TRIM
    places = tuple(
        Placement(0, 5.0 + column * width, 7.0 + row * height, width, height, turn)
        for column in range(2)
        for row in range(2)
    )
    plan = SheetPlan((220.0, 220.0), (places,), ((),), "long")
    with ReadFile(impose(data, plan, Canvas(TRIM, False))) as file:
        glyphs = file.pages[0].trace.glyphs
        for place in places:
            cell = Cell(place.left, place.top, place.width, place.height, place.turn)
            marks = marks_of(glyphs, cell, FACES, REACH)
            assert relative(marks) == pytest.approx(relative(upright), abs=0.01)
            reading = read(marks, passage(text, language), passage(text, language))
            assert [found.missing for found in reading.found] == [(), ()]
            assert reading.left_over == ()


def lines_at(*places: tuple[int, float], size: float = 10.0) -> list[Mark]:
    """Return a mark for each line and base line given."""
    traced = Traced(
        "Noto Sans", 1, 0, 0, (0, 0), size, 0, 0, -1, artifact=False, visible=True,
        color=(0, 0, 0), spanning="",
    )  # fmt: skip
    return [
        Mark(("Noto Sans", 1), 0, base - 3, 3, base, base, (0, 3), size, line, True, True, traced)
        for line, base in places
    ]


@pytest.mark.parametrize(
    ("marks", "together"),
    [
        pytest.param(lines_at((1, 10)), True, id="one line"),
        pytest.param(lines_at((1, 10), (1, 10), (2, 15)), True, id="the next line"),
        pytest.param(lines_at((1, 10), (2, 24)), True, id="as wide as Nastaliq headlines"),
        pytest.param(lines_at((1, 10), (2, 10)), True, id="runs side by side"),
        pytest.param(lines_at((1, 10), (2, 27)), False, id="a gap as wide as a paragraph"),
        pytest.param(lines_at((1, 20), (2, 15)), False, id="upwards"),
        pytest.param(lines_at((1, 10), (2, 15), (3, 60)), False, id="the last line moved"),
        pytest.param([], True, id="nothing"),
    ],
)
def test_the_lines_of_a_passage_follow_one_another(marks: list[Mark], together: bool) -> None:
    assert stands_together(marks) is together


def test_a_passage_torn_over_the_page_does_not_stand_together(engine: Engine) -> None:
    torn = '<p>Call now</p><p style="margin-top: 30mm">it is free</p>'
    (found,) = read(marks_on(engine, torn), passage("Call now it is free")).found
    assert found.missing == ()
    assert not stands_together(found.marks)
