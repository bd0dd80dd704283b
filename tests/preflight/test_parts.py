"""Pages made of parts: panels, faces and strips, each with passages and places of its own."""

import io

import msgspec
import pikepdf
import pytest

from handbill.composing.slots import number_markup
from handbill.model.papers import POINTS_PER_MM
from handbill.preflight.expecting import Cell, Expectation, ExpectedPage, ExpectedPart, Passage
from handbill.press.engine import Engine
from tests.preflight.samples import checks, findings, made, one_page, passage, saved
from tests.press.samples import TRIM

NUMBER = "+41 22 739 81 11"
LEFT, RIGHT = Cell(0, 0, 50, 60), Cell(50, 0, 50, 60)
UPPER, LOWER = Cell(0, 0, 100, 30), Cell(0, 30, 100, 30)


def part(*passages: Passage, at: tuple[Cell, ...]) -> ExpectedPart:
    return ExpectedPart(passages, at)


def parted(*parts: ExpectedPart, safe: float = 5.0) -> Expectation:
    """Return what a page of the samples' size must hold that is made of these parts."""
    return msgspec.structs.replace(one_page(safe=safe), pages=(ExpectedPage(parts),))


def at(left: float, top: float, text: str, style: str = "") -> str:
    return (
        f'<p style="position: absolute; left: {left}mm; top: {top}mm; margin: 0; '
        f'white-space: nowrap; {style}">{text}</p>'
    )


TWO = parted(
    part(passage("Call now"), at=(LEFT,)),
    part(passage("It is free"), at=(RIGHT,)),
)


def test_each_part_is_looked_for_on_its_own_panel(engine: Engine) -> None:
    good = at(8, 10, "Call now") + at(58, 10, "It is free")
    assert checks(made(engine, good), TWO) == []


def test_panels_that_changed_places_are_found(engine: Engine) -> None:
    body = at(8, 10, "It is free") + at(58, 10, "Call now")
    found = findings(made(engine, body), TWO)
    assert {finding.check for finding in found} == {"text.missing", "text.unexpected"}
    assert sum(finding.check == "text.missing" for finding in found) == 2


def test_a_text_on_the_panel_beside_its_own_is_found(engine: Engine) -> None:
    body = at(58, 10, "Call now") + at(58, 30, "It is free")
    assert set(checks(made(engine, body), TWO)) == {"text.missing", "text.unexpected"}


def test_a_text_that_runs_over_the_fold_is_found(engine: Engine) -> None:
    body = at(38, 10, "Call now") + at(58, 30, "It is free")
    assert checks(made(engine, body), TWO) != []


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        (8, 58, []),
        (3, 58, ["page.safe-area"]),
        (8, 52, ["page.safe-area"]),
        (3, 52, ["page.safe-area", "page.safe-area"]),
    ],
)
def test_each_panel_keeps_clear_of_its_own_edges(
    engine: Engine, left: float, right: float, found: list[str]
) -> None:
    body = at(left, 10, "Call now") + at(right, 10, "It is free")
    assert checks(made(engine, body), TWO) == found


@pytest.mark.parametrize(
    ("safe", "left", "found"),
    [
        pytest.param(None, 53, ["page.safe-area"], id="the page's own distance"),
        pytest.param(2.0, 53, [], id="a strip's own"),
        pytest.param(2.0, 51, ["page.safe-area"], id="nearer than a strip allows"),
        pytest.param(5.0, 53, ["page.safe-area"], id="as far as the page's"),
    ],
)
def test_a_strip_has_a_safe_area_of_its_own(
    engine: Engine, safe: float | None, left: float, found: list[str]
) -> None:
    expected = parted(
        part(passage("Call now"), at=(LEFT,)),
        ExpectedPart((passage("It is free"),), (RIGHT,), (), safe),
    )
    body = at(8, 10, "Call now") + at(left, 10, "It is free")
    assert checks(made(engine, body), expected) == found


def test_a_strips_own_safe_area_frees_no_other_part(engine: Engine) -> None:
    expected = parted(
        part(passage("Call now"), at=(LEFT,)),
        ExpectedPart((passage("It is free"),), (RIGHT,), (), 2.0),
    )
    body = at(3, 10, "Call now") + at(58, 10, "It is free")
    (finding,) = findings(made(engine, body), expected)
    assert finding.check == "page.safe-area"
    assert "'Call now'" in finding.message
    assert "5 mm must stay free" in finding.message


def test_numbers_are_counted_over_all_parts(engine: Engine) -> None:
    number = passage(NUMBER, number=True)
    expected = parted(part(number, at=(UPPER,)), part(number, at=(LOWER,)))
    both = at(8, 10, number_markup(NUMBER)) + at(8, 40, number_markup(NUMBER))
    assert expected.pages[0].numbers == {NUMBER: 2}
    assert checks(made(engine, both), expected) == []
    one = at(8, 10, number_markup(NUMBER))
    assert checks(made(engine, one), expected) == ["number.missing", "text.missing"]


def test_a_number_over_the_fold_is_no_number(engine: Engine) -> None:
    """Folded, or torn off, half of it is gone."""
    expected = parted(part(passage(NUMBER, number=True), at=(LEFT,)), part(at=(RIGHT,)))
    assert "number.missing" in checks(made(engine, at(30, 10, number_markup(NUMBER))), expected)


def test_large_digits_on_one_panel_do_not_join_those_on_the_next(engine: Engine) -> None:
    number = passage(NUMBER, number=True, floor=6.0)
    expected = parted(
        part(number, at=(LEFT,)),
        part(passage("911", number=True), at=(RIGHT,)),
        safe=4.0,
    )
    body = at(5, 12, number_markup(NUMBER), "font-size: 8pt") + at(
        55, 8, number_markup("911"), "font-size: 40pt"
    )
    assert checks(made(engine, body), expected) == []


def test_a_bare_panel_has_a_place_and_says_nothing() -> None:
    bare = ExpectedPage((part(passage("Call now"), at=(LEFT,)), part(at=(RIGHT,))))
    assert bare.bare_cells == (RIGHT,)
    assert bare.cells == (LEFT, RIGHT)
    assert [found.text for found in bare.passages] == ["Call now"]


def test_a_page_counts_what_its_copies_carry() -> None:
    number = passage(NUMBER, number=True)
    page = ExpectedPage(
        (
            ExpectedPart((number, passage("x"), number), (LEFT,), ("tel:1",)),
            ExpectedPart((number,), (RIGHT, RIGHT, RIGHT), ("tel:1", "tel:2")),
        )
    )
    assert page.numbers == {NUMBER: 5}
    assert page.codes == {"tel:1": 4, "tel:2": 3}


def on_its_head(data: bytes, cell: Cell) -> bytes:
    """Return a page of the samples turned by 180 degrees onto a place of a sheet twice as high."""
    source = pikepdf.open(io.BytesIO(data))
    target = pikepdf.new()
    width, height = TRIM[0] * POINTS_PER_MM, TRIM[1] * POINTS_PER_MM
    sheet = target.add_blank_page(page_size=(width, 2 * height))
    form = target.copy_foreign(source.pages[0].as_form_xobject())
    sheet.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page0=form))
    foot = 2 * height - cell.top * POINTS_PER_MM
    content = f"q -1 0 0 -1 {width} {foot} cm /Page0 Do Q".encode()
    sheet.obj.Contents = target.make_stream(content)
    target.Root.Lang = pikepdf.String("en")
    return saved(target)


@pytest.mark.parametrize(("turn", "good"), [(180, True), (0, False)])
def test_a_face_on_its_head_is_read_on_its_head(engine: Engine, turn: int, good: bool) -> None:
    cell = Cell(0, 60, 100, 60, turn)
    expected = msgspec.structs.replace(
        parted(part(passage("Call now"), at=(cell,))), size=(100.0, 120.0)
    )
    data = on_its_head(made(engine, at(8, 10, "Call now")), cell)
    assert (checks(data, expected) == []) is good


@pytest.mark.parametrize(("left", "found"), [(8, []), (3, ["page.safe-area"])])
def test_findings_of_a_face_on_its_head_lie_on_the_sheet(
    engine: Engine, left: float, found: list[str]
) -> None:
    cell = Cell(0, 60, 100, 60, 180)
    expected = msgspec.structs.replace(
        parted(part(passage("Call now"), at=(cell,))), size=(100.0, 120.0)
    )
    told = findings(on_its_head(made(engine, at(left, 10, "Call now")), cell), expected)
    assert [finding.check for finding in told] == found
    for finding in told:
        assert finding.box is not None
        # 3 mm from the left edge as it is read is 3 mm from the right edge of the sheet.
        assert finding.box[2] == pytest.approx(97, abs=0.6)
        assert 100 < finding.box[1] < finding.box[3] < 111


@pytest.mark.parametrize(
    ("edge", "left", "found"), [(0.0, 6, []), (4.0, 6, []), (7.0, 6, ["page.safe-area"])]
)
def test_what_stands_on_the_rim_a_printer_cannot_print_on_is_found(
    engine: Engine, edge: float, left: float, found: list[str]
) -> None:
    expected = msgspec.structs.replace(one_page(passage("Call now"), safe=5.0), edge=edge)
    told = findings(made(engine, at(left, 10, "Call now")), expected)
    assert [finding.check for finding in told] == found
    assert all("7 mm wide" in finding.message for finding in told)
