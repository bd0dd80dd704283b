"""Every format stands on its sheets as a printer, a cutter and a reader need it."""

import math
import tomllib
from itertools import chain, combinations, pairwise, product
from typing import Any

import msgspec
import pytest

from handbill.composing.slots import strip_width
from handbill.library.roots import built_in_root
from handbill.model.formats import Format, Page, Printer
from handbill.model.papers import PAPERS
from handbill.press.sheets import (
    MARK_GAP,
    Placement,
    SheetPlan,
    Stroke,
    arrange,
    plan_sheets,
    strip_count,
)
from tests.composing.samples import channel, edition, hotline, region
from tests.press.plans import (
    CASES,
    ON_SHEETS,
    TWO_SIDED,
    Case,
    behind,
    corner,
    formats,
    turned_over,
)

TENTH = 0.1
SLACK = 0.01

PRINTERS = [
    pytest.param(Printer(), id="usual"),
    pytest.param(Printer(duplex="long"), id="long"),
    pytest.param(Printer(duplex="short"), id="short"),
    pytest.param(Printer(edge=4.2), id="edge"),
    pytest.param(Printer(duplex="short", offset_back=(0.5, -0.3)), id="offset"),
]


def by_name(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.name)


def overlap(one: Placement, other: Placement) -> bool:
    return (
        one.left < other.left + other.width - SLACK
        and other.left < one.left + one.width - SLACK
        and one.top < other.top + other.height - SLACK
        and other.top < one.top + one.height - SLACK
    )


def case_of(name: str, paper: str, *, right_to_left: bool = False) -> Case:
    layout = formats()[name]
    return Case(layout, paper, layout.pages, right_to_left)


def numbers(side: tuple[Placement, ...]) -> list[int]:
    """Return the pages of a side from left to right, counted from 1."""
    return [place.page + 1 for place in sorted(side, key=lambda place: (place.left, -place.top))]


def test_every_format_is_planned_in_both_directions_and_on_all_its_papers() -> None:
    planned = {(case.layout.id, case.paper) for case in CASES}
    assert planned == {(name, paper) for name, one in formats().items() for paper in one.trims}
    single = {case.layout.id for case in CASES} - {case.layout.id for case in ON_SHEETS}
    assert single == {"poster", "notice"}
    assert {case.layout.id for case in TWO_SIDED} == {
        "wallet-card", "folded-card", "flyer", "tri-fold", "door-hanger",
    }  # fmt: skip


@by_name(ON_SHEETS)
@pytest.mark.parametrize("printer", PRINTERS)
def test_every_copy_stands_inside_the_sheet_and_over_no_other(case: Case, printer: Printer) -> None:
    plan = case.placed(printer)
    right, down = printer.offset_back
    assert sorted(plan.size) == sorted(PAPERS[case.paper])
    for number, side in enumerate(plan.sides):
        shift = (right, down) if number % 2 else (0.0, 0.0)
        for place in side:
            assert place.left - shift[0] >= -SLACK
            assert place.top - shift[1] >= -SLACK
            assert place.left - shift[0] + place.width <= plan.size[0] + SLACK
            assert place.top - shift[1] + place.height <= plan.size[1] + SLACK
        assert not any(overlap(one, other) for one, other in combinations(side, 2))


@by_name(ON_SHEETS)
def test_every_page_is_printed_on_one_side_and_as_often_as_the_others(case: Case) -> None:
    plan = case.placed()
    sides = [{place.page for place in side} for side in plan.sides]
    assert sorted(page for side in sides for page in side) == list(range(len(case.pages)))
    strips = case.layout.strips
    for side in plan.sides:
        for place in side:
            if strips is None or place.page != strips.page - 1:
                alone = case.paper in case.layout.labels and place.page > 0
                copies = 1 if alone else plan.copies
                assert sum(other.page == place.page for other in side) == copies


@by_name([case for case in ON_SHEETS if case.paper in case.layout.labels])
def test_the_last_label_says_what_the_others_are(case: Case) -> None:
    side = case.placed().sides[0]
    labels = case.layout.labels[case.paper]
    assert len(side) == labels.columns * labels.rows
    assert [place.page for place in side] == [0] * (len(side) - 1) + [1]


@by_name(ON_SHEETS)
def test_a_panel_has_the_size_its_page_is_laid_out_for(case: Case) -> None:
    canvas = case.layout.canvas(case.paper)
    for side in case.placed().sides:
        for place in side:
            width, height = case.layout.panel(place.page + 1, case.paper, 17.0)
            size = (place.height, place.width) if place.turn % 180 else (place.width, place.height)
            assert size == pytest.approx((width, height))
            assert width <= canvas[0] + SLACK
            assert height <= canvas[1] + SLACK


@by_name(ON_SHEETS)
def test_marks_stay_on_the_sheet_and_on_what_the_printer_can_print(case: Case) -> None:
    for edge in (0.0, 4.2):
        plan = case.placed(Printer(edge=edge))
        width, height = plan.size
        for stroke in (stroke for strokes in plan.strokes for stroke in strokes):
            rim = 0.0 if stroke.dashed else edge
            for x, y in ((stroke.x1, stroke.y1), (stroke.x2, stroke.y2)):
                assert -SLACK <= x <= width + SLACK
                assert -SLACK <= y <= height + SLACK
            if stroke.x1 == stroke.x2:
                assert min(stroke.y1, stroke.y2) >= rim - SLACK
                assert max(stroke.y1, stroke.y2) <= height - rim + SLACK
            else:
                assert stroke.y1 == pytest.approx(stroke.y2)
                assert min(stroke.x1, stroke.x2) >= rim - SLACK
                assert max(stroke.x1, stroke.x2) <= width - rim + SLACK


@by_name([case for case in ON_SHEETS if not case.layout.labels])
def test_every_cut_runs_along_the_edges_of_copies(case: Case) -> None:
    plan = case.placed()
    corners = [corner(place, x, y) for place in plan.sides[0] for x, y in ((0, 0), (1, 1))]
    cuts = [stroke for stroke in plan.strokes[0] if not stroke.dashed]
    whole = plan.copies == 1 and not plan.sides[0][0].left
    assert bool(cuts) or whole
    for stroke in cuts:
        upright = stroke.x1 == stroke.x2
        line = stroke.x1 if upright else stroke.y1
        assert min(abs(line - at[0 if upright else 1]) for at in corners) < 0.02


# Fronts and backs.


@by_name(TWO_SIDED)
@pytest.mark.parametrize("duplex", ["long", "short"])
def test_every_back_falls_on_its_front_with_its_head_up(case: Case, duplex: Any) -> None:
    """To 0.1 mm, whichever edge the printer turns the sheet over."""
    plan = case.placed(Printer(duplex=duplex))
    assert plan.duplex == duplex
    partners = behind(case.layout)
    backs = {}
    for place in plan.sides[1]:
        # The upper right corner of what is behind is the upper left one of the front.
        corners = [turned_over(corner(place, x, y), plan.size, duplex) for x, y in ((1, 0), (0, 1))]
        backs[place.page, round(corners[0][0]), round(corners[0][1])] = corners
    assert len(backs) == len(plan.sides[1])
    for place in plan.sides[0]:
        upper_left, lower_right = corner(place, 0, 0), corner(place, 1, 1)
        partner = partners[place.page]
        found = min(
            (corners for (page, *_), corners in backs.items() if page == partner),
            key=lambda corners: math.dist(corners[0], upper_left),
        )
        for one, other in zip(found, (upper_left, lower_right), strict=True):
            assert one == pytest.approx(other, abs=TENTH)


@by_name(TWO_SIDED)
@pytest.mark.parametrize("duplex", ["", "long", "short"])
@pytest.mark.parametrize("offset", [(0.5, -0.3), (-1.2, 0.0)])
def test_an_offset_moves_backs_and_their_marks_by_exactly_that(
    case: Case, duplex: Any, offset: tuple[float, float]
) -> None:
    plain = case.placed(Printer(duplex=duplex))
    moved = case.placed(Printer(duplex=duplex, offset_back=offset))
    assert moved.sides[0] == plain.sides[0]
    assert moved.strokes[0] == plain.strokes[0]
    assert moved.size == plain.size
    for one, other in zip(plain.sides[1], moved.sides[1], strict=True):
        assert other.left - one.left == pytest.approx(offset[0])
        assert other.top - one.top == pytest.approx(offset[1])
        assert (other.page, other.width, other.height, other.turn) == (
            one.page, one.width, one.height, one.turn,
        )  # fmt: skip
    for mark, shifted in zip(plain.strokes[1], moved.strokes[1], strict=True):
        assert shifted.x1 - mark.x1 == pytest.approx(offset[0])
        assert shifted.y2 - mark.y2 == pytest.approx(offset[1])
        assert shifted.dashed == mark.dashed


@by_name(TWO_SIDED)
def test_the_usual_edge_leaves_backs_as_upright_as_fronts(case: Case) -> None:
    plan = case.placed()
    across = plan.size[0] < plan.size[1]
    assert plan.duplex == ("long" if across else "short")
    turns = {(one.turn - other.turn) % 360 for one, other in product(*plan.sides)}
    assert turns == ({180} if plan.sides[0][0].turn % 180 else {0})


@by_name(ON_SHEETS)
def test_one_sided_sheets_have_one_side(case: Case) -> None:
    labelled = case.paper in case.layout.labels
    sides = 1 if labelled else len(case.layout.sides) or len(case.pages)
    assert len(case.placed().sides) == sides
    assert len(case.placed().strokes) == sides


@pytest.mark.parametrize("output", ["screen", "image", "press"])
def test_only_what_is_printed_at_home_stands_on_sheets(output: Any) -> None:
    for case in CASES:
        assert plan_sheets(case.layout, output, case.paper, pages=len(case.pages),
                           right_to_left=False, strip=17.0) is None  # fmt: skip


@pytest.mark.parametrize(
    ("printer", "pages", "planned"),
    [
        (Printer(), 2, False),
        (Printer(duplex="long"), 2, False),
        (Printer(duplex="short"), 2, True),
        (Printer(offset_back=(0.5, 0.0)), 2, True),
        (Printer(duplex="short"), 1, False),
        (Printer(edge=4.2), 2, False),
    ],
)
def test_whole_sheets_are_moved_only_where_the_printer_asks_for_it(
    printer: Printer, pages: int, planned: bool
) -> None:
    layout = Format("Two whole sides", {"a4": PAPERS["a4"]}, (Page("front"), Page("back")), {})
    plan = plan_sheets(layout, "home", "a4", pages=pages, right_to_left=False, printer=printer)
    assert (plan is not None) is planned
    if plan is not None:
        front, back = (side[0] for side in plan.sides)
        assert (front.left, front.top, front.turn) == (0, 0, 0)
        assert back.turn == (180 if printer.duplex == "short" else 0)
        assert (back.left, back.top) == printer.offset_back
        assert not any(plan.strokes)


# Panels.


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(
    ("name", "outside", "inside"),
    [("tri-fold", [5, 6, 1], [2, 3, 4]), ("folded-card", [4, 1], [2, 3])],
)
def test_panels_stand_in_the_order_of_reading_and_mirrored_from_right_to_left(
    name: str, outside: list[int], inside: list[int], paper: str
) -> None:
    for mirrored in (False, True):
        plan = case_of(name, paper, right_to_left=mirrored).placed()
        step = -1 if mirrored else 1
        for side, wanted in zip(plan.sides, (outside, inside), strict=True):
            first_copy = [place for place in side if place.top == side[0].top][: len(wanted)]
            assert numbers(tuple(first_copy)) == wanted[::step]


@by_name([case for case in ON_SHEETS if case.layout.sides and not case.right_to_left])
def test_sheets_read_from_right_to_left_are_the_mirror_of_the_others(case: Case) -> None:
    plain, mirrored = case.placed(), case._replace(right_to_left=True).placed()
    assert mirrored.size == plain.size
    for one, other in zip(plain.sides, mirrored.sides, strict=True):
        places = sorted(
            (place.page, round(place.top), plain.size[0] - place.left - place.width, place.width)
            for place in one
        )
        wanted = sorted((place.page, round(place.top), place.left, place.width) for place in other)
        assert list(chain(*places)) == pytest.approx(list(chain(*wanted)))
        assert {place.turn for place in one} == {place.turn for place in other}
    folds = sorted(plain.size[0] - one.x1 for one in plain.strokes[0] if is_upright_fold(one))
    assert folds == pytest.approx(
        sorted(one.x1 for one in mirrored.strokes[0] if is_upright_fold(one))
    )


def is_upright_fold(stroke: Stroke) -> bool:
    return stroke.dashed and stroke.x1 == stroke.x2


@pytest.mark.parametrize("right_to_left", [False, True])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_panel_of_the_leaflet_that_folds_in_is_a_millimetre_narrower(
    paper: str, right_to_left: bool
) -> None:
    """It is the fifth page, and the fourth behind it."""
    case = case_of("tri-fold", paper, right_to_left=right_to_left)
    widths = {place.page + 1: place.width for side in case.placed().sides for place in side}
    others = [widths[number] for number in (1, 2, 3, 6)]
    for folding in (5, 4):
        for other in others:
            assert other - widths[folding] == pytest.approx(1.0, abs=0.01)
    flap = next(place for place in case.placed().sides[0] if place.page == 4)
    edge = case.placed().size[0] - flap.width if right_to_left else 0.0
    assert flap.left == pytest.approx(edge, abs=SLACK)


@pytest.mark.parametrize(
    ("name", "folds"), [("tri-fold", 2), ("folded-card", 1), ("table-tent", 2), ("tear-off", 0)]
)
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_folds_are_marked_dashed_at_both_ends_between_panels(
    name: str, folds: int, paper: str
) -> None:
    case = case_of(name, paper)
    plan = case.placed()
    dashed = [stroke for stroke in plan.strokes[0] if stroke.dashed]
    if name == "tear-off":
        return  # Its dashed lines are where strips are torn.
    assert len(dashed) == folds * 2 * plan.copies
    edges = {round(place.left, 2) for place in plan.sides[0]}
    edges |= {round(place.top, 2) for place in plan.sides[0]}
    edges |= {round(place.top + place.height, 2) for place in plan.sides[0]}
    for stroke in dashed:
        line = stroke.x1 if stroke.x1 == stroke.x2 else stroke.y1
        assert min(abs(line - edge) for edge in edges) < 0.02


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_faces_of_a_tent_stand_head_to_head_over_a_foot_that_stays_bare(paper: str) -> None:
    plan = case_of("table-tent", paper).placed()
    ((first, second),) = plan.sides
    assert (first.turn, second.turn) == (180, 0)
    assert first.top == 0
    assert second.top == pytest.approx(first.height)
    foot = plan.size[1] - second.top - second.height
    assert foot == pytest.approx(formats()["table-tent"].panels[paper].heights[2])


# Strips.


def strips_of(plan: SheetPlan) -> list[Placement]:
    return sorted((place for place in plan.sides[0] if place.page == 1), key=lambda one: one.left)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("strip", [11.0, 15.0, 17.0, 21.0, 34.9, 40.0])
def test_as_many_strips_stand_side_by_side_as_their_width_allows(paper: str, strip: float) -> None:
    plan = case_of("tear-off", paper).placed(strip=strip)
    strips, width = strips_of(plan), PAPERS[paper][0]
    assert len(strips) == strip_count(width, strip) == int(width / strip)
    assert {place.turn for place in strips} == {90}
    each = width / len(strips)
    for at, place in enumerate(strips):
        assert (place.width, place.height) == pytest.approx((strip, 62.0))
        assert place.left + strip / 2 == pytest.approx((at + 0.5) * each)
    torn = sorted(stroke.x1 for stroke in plan.strokes[0] if stroke.x1 == stroke.x2)
    assert torn == [pytest.approx(at * each) for at in range(1, len(strips))]


def strips_for(written: str) -> int:
    place = region(hotline(channels=(channel(written=written),)))
    asked = edition("bystander", "tear-off", "en", at=place)
    strip = strip_width(asked, formats()["tear-off"].strips)
    return len(strips_of(case_of("tear-off", "letter").placed(strip=strip)))


def test_a_longer_number_is_set_smaller_and_its_strips_are_narrower() -> None:
    """The number runs along the strip, so a strip is as wide as its type is high."""
    short, long = strips_for("1-888-373-7888"), strips_for("(1) 888 / 3 7 3 / 7 8 8 8")
    assert (short, long) == (11, 13)


def test_there_is_always_one_strip() -> None:
    assert strip_count(210.0, 300.0) == 1
    assert strip_count(210.0, 210.0) == 1
    assert strip_count(210.0, 105.0) == 2


# Labels.


@pytest.mark.parametrize("paper", ["a4", "letter", "avery-5029"])
@pytest.mark.parametrize("right_to_left", [False, True])
def test_labels_stand_where_the_format_says(paper: str, right_to_left: bool) -> None:
    path = built_in_root() / "templates/formats/label-sheet/format.toml"
    said = tomllib.loads(path.read_text("utf-8"))
    sheet, size = said["labels"][paper], said["trims"][paper]
    plan = case_of("label-sheet", paper, right_to_left=right_to_left).placed()
    wanted = [
        (sheet["left"] + column * sheet["across"], sheet["top"] + row * sheet["down"], *size)
        for row in range(sheet["rows"])
        for column in range(sheet["columns"])
    ]
    found = [(place.left, place.top, place.width, place.height) for place in plan.sides[0]]
    assert list(chain(*found)) == pytest.approx(list(chain(*wanted)))
    assert {place.turn for place in plan.sides[0]} == {0}
    assert plan.strokes == ((),)


@pytest.mark.parametrize(
    ("paper", "count", "size"),
    [
        ("a4", 21, (63.5, 38.1)),
        ("letter", 30, (2.625 * 25.4, 25.4)),
        ("avery-5029", 30, (3.4375 * 25.4, 2 / 3 * 25.4)),
    ],
)
def test_labels_have_the_number_and_size_of_those_that_are_sold(
    paper: str, count: int, size: tuple[float, float]
) -> None:
    (side,) = case_of("label-sheet", paper).placed().sides
    assert len(side) == count
    assert (side[0].width, side[0].height) == pytest.approx(size, abs=0.01)
    # Sheets of labels are symmetrical from left to right.
    left = min(place.left for place in side)
    right = PAPERS[paper][0] - max(place.left + place.width for place in side)
    assert left == pytest.approx(right, abs=0.3)


# Grids.


@pytest.mark.parametrize(
    ("trim", "paper", "copies", "turned"),
    [
        pytest.param((85.6, 54.0), "a4", 10, False, id="card-a4"),
        pytest.param((88.9, 50.8), "letter", 10, False, id="card-letter"),
        pytest.param((171.2, 54.0), "a4", 5, False, id="folded-a4"),
        pytest.param((177.8, 50.8), "letter", 5, False, id="folded-letter"),
        pytest.param((148.5, 210.0), "a4", 2, True, id="flyer-a4"),
        pytest.param((139.7, 215.9), "letter", 2, True, id="flyer-letter"),
        pytest.param((105.0, 297.0), "a4", 2, False, id="hanger-a4"),
        pytest.param((105.0, 148.0), "a4", 4, False, id="sign-a4"),
        pytest.param((76.2, 127.0), "letter", 4, False, id="sign-letter"),
        pytest.param((210.0, 297.0), "a4", 1, False, id="whole-sheet"),
        pytest.param((297.0, 210.0), "a4", 1, False, id="whole-sheet-lying"),
    ],
)
def test_a_sheet_holds_as_many_copies_as_expected(
    trim: tuple[float, float], paper: str, copies: int, turned: bool
) -> None:
    grid = arrange(trim, PAPERS[paper])
    assert (grid.copies, grid.turned) == (copies, turned)
    lying = trim[0] > PAPERS[paper][0]
    assert grid.sheet == (PAPERS[paper][::-1] if lying else PAPERS[paper])
    assert len(list(grid.corners())) == copies


def test_a_page_larger_than_the_sheet_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        arrange((300.0, 400.0), PAPERS["a4"])


def test_cut_marks_point_at_corners_and_stay_outside_where_there_is_room() -> None:
    plan = case_of("wallet-card", "a4").placed()
    inside = [
        (min(place.left for place in plan.sides[0]), min(place.top for place in plan.sides[0])),
        (max(place.left + place.width for place in plan.sides[0]),
         max(place.top + place.height for place in plan.sides[0])),
    ]  # fmt: skip
    for stroke in plan.strokes[0]:
        if stroke.x1 == stroke.x2:
            outside = (stroke.y2 <= inside[0][1] - MARK_GAP, stroke.y1 >= inside[1][1] + MARK_GAP)
        else:
            outside = (stroke.x2 <= inside[0][0] - MARK_GAP, stroke.x1 >= inside[1][0] + MARK_GAP)
        assert any(outside)


def test_every_gap_between_copies_is_nothing_or_a_gutter_of_labels() -> None:
    for case in ON_SHEETS:
        (first, *_) = case.placed().sides
        if case.layout.labels or case.layout.strips:
            continue
        lefts = sorted({round(place.left, 3) for place in first if place.top == first[0].top})
        widths = {round(place.left, 3): place.width for place in first}
        for one, other in pairwise(lefts):
            assert other - one == pytest.approx(widths[one], abs=SLACK)


def test_a_sheet_of_a_format_that_fits_no_paper_is_refused() -> None:
    large: Format = msgspec.structs.replace(formats()["flyer"], trims={"a4": (400.0, 500.0)})
    with pytest.raises(ValueError, match="does not fit"):
        plan_sheets(large, "home", "a4", pages=2, right_to_left=False)
