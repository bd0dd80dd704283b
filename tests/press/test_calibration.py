"""The calibration sheet proves what it says: on paper, with a printer that misses."""

import io
from functools import cache

import numpy as np
import pikepdf
import pypdfium2
import pytest
from numpy.typing import NDArray

from handbill.library.library import Library
from handbill.model.formats import Printer
from handbill.model.papers import PAPERS, POINTS_PER_MM
from handbill.press.calibration import Calibration, calibration_plan, calibration_sheet
from handbill.press.calibration_marks import CHECK_LINE, LEVEL_AWAY, UPRIGHT_AWAY, crosses
from handbill.press.engine import Engine
from handbill.press.sheets import plan_sheets

DOTS = 20
"""Dots for each mm."""

Ink = NDArray[np.uint8]
Point = tuple[float, float]

SHEETS = [
    pytest.param("a4", False, "long", id="a4-long"),
    pytest.param("a4", False, "short", id="a4-short"),
    pytest.param("letter", False, "long", id="letter-long"),
    pytest.param("letter", True, "long", id="letter-landscape-long"),
    pytest.param("a4", True, "short", id="a4-landscape-short"),
]
MISSES = (-2.3, 1.4)
"""How far to the right and down, in its file's words, a printer puts the back wrongly."""
MENDS = (2.3, -1.4)


def wanted(paper: str, landscape: bool, duplex: str, offset: Point = (0.0, 0.0)) -> Calibration:
    return Calibration(
        paper, landscape, Printer(duplex="long" if duplex == "long" else "short",
                                  offset_back=offset)
    )  # fmt: skip


@cache
def made(engine: Engine, sheet: Calibration) -> bytes:
    return calibration_sheet(engine, sheet)


def sides(pdf: bytes) -> list[Ink]:
    """Return how much ink is where on each side, up to 255."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            255 - page.render(scale=DOTS * 25.4 / 72, grayscale=True).to_numpy().squeeze()
            for page in document
        ]
    finally:
        document.close()


def cross_near(ink: Ink, place: Point) -> Point:
    """Return where the lines of the cross near a place meet, in mm."""
    left, top = (round((at - 4.3) * DOTS) for at in place)
    size = round(8.6 * DOTS)
    window = ink[top : top + size, left : left + size].astype(np.float64)
    return (left / DOTS + middle(window.sum(axis=0)), top / DOTS + middle(window.sum(axis=1)))


def middle(sums: NDArray[np.float64]) -> float:
    """Return the middle of the line that has most ink, in mm."""
    peak = int(sums.argmax())
    near = slice(max(peak - DOTS // 5, 0), peak + DOTS // 5 + 1)
    weights = np.clip(sums[near] - np.median(sums), 0, None)
    places = np.arange(near.start, near.start + len(weights)) + 0.5
    return float((weights * places).sum() / weights.sum() / DOTS)


def behind(point: Point, size: Point, duplex: str) -> Point:
    """Return where a point of the back lies, seen from the front: what a printer does."""
    long_edge_is_upright = size[0] < size[1]
    if (duplex == "long") == long_edge_is_upright:
        return (size[0] - point[0], point[1])
    return (point[0], size[1] - point[1])


def gaps(engine: Engine, sheet: Calibration, duplex: str, missed: Point) -> list[Point]:
    """Return how far front and back crosses are apart on paper, in the words of the back's file."""
    size = calibration_plan(sheet).size
    front, back = sides(made(engine, sheet))
    offset = sheet.printer.offset_back
    found = []
    for place in crosses(size).values():
        x, y = cross_near(front, place)
        # Turning over twice leads back to where one began.
        wanted_x, wanted_y = behind((x, y), size, duplex)
        near = (behind(place, size, duplex)[0] + offset[0],
                behind(place, size, duplex)[1] + offset[1])  # fmt: skip
        back_x, back_y = cross_near(back, near)
        found.append((back_x + missed[0] - wanted_x, back_y + missed[1] - wanted_y))
    return found


@pytest.mark.parametrize(("paper", "landscape", "duplex"), SHEETS)
def test_a_printer_that_does_not_miss_puts_crosses_on_each_other(
    engine: Engine, paper: str, landscape: bool, duplex: str
) -> None:
    for gap in gaps(engine, wanted(paper, landscape, duplex), duplex, (0.0, 0.0)):
        assert gap == pytest.approx((0, 0), abs=0.1)


@pytest.mark.parametrize(("paper", "landscape", "duplex"), SHEETS)
def test_the_offset_brings_crosses_together_and_without_it_they_are_off_by_just_that(
    engine: Engine, paper: str, landscape: bool, duplex: str
) -> None:
    for gap in gaps(engine, wanted(paper, landscape, duplex), duplex, MISSES):
        assert gap == pytest.approx(MISSES, abs=0.1)
    for gap in gaps(engine, wanted(paper, landscape, duplex, MENDS), duplex, MISSES):
        assert gap == pytest.approx((0, 0), abs=0.1)


def shown(pdf: bytes, page: int, place: Point, reach: Point) -> str:
    """Return the text within `reach` of a place on a page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        height = document[page].get_height()
        x, y = place[0] * POINTS_PER_MM, height - place[1] * POINTS_PER_MM
        across, down = reach[0] * POINTS_PER_MM, reach[1] * POINTS_PER_MM
        read = document[page].get_textpage()
        text = read.get_text_bounded(x - across, y - down, x + across, y + down)
        return "".join(sorted("".join(str(text).split())))
    finally:
        document.close()


@pytest.mark.parametrize(("paper", "landscape", "duplex"), SHEETS)
@pytest.mark.parametrize("mends", [(2, -3), (-4, 5), (0, 1)])
def test_front_lines_point_to_the_numbers_to_write(
    engine: Engine, paper: str, landscape: bool, duplex: str, mends: tuple[int, int]
) -> None:
    sheet = wanted(paper, landscape, duplex)
    plan = calibration_plan(sheet)
    pdf = made(engine, sheet)
    turned = -1 if plan.sides[1][0].turn == 180 else 1
    for place in crosses(plan.size).values():
        x, y = behind(place, plan.size, duplex)
        # The back fell by -mends from where it should: on it, the front's lines stand at +mends.
        level = (x + mends[0] * 3.3, y + turned * (LEVEL_AWAY + 6.4))
        upright = (x + turned * (UPRIGHT_AWAY + 6.9), y + mends[1] * 2.2)
        assert shown(pdf, 1, level, (1.3, 0.5)) == signed(mends[0])
        assert shown(pdf, 1, upright, (1.3, 0.5)) == signed(mends[1])


def signed(number: int) -> str:
    return "".join(sorted(str(number).replace("-", "−")))


@pytest.mark.parametrize(("paper", "landscape", "duplex"), SHEETS)
def test_the_same_letter_stands_behind_a_corner_and_another_where_the_printer_turns_otherwise(
    engine: Engine, paper: str, landscape: bool, duplex: str
) -> None:
    sheet = wanted(paper, landscape, duplex)
    pdf, size = made(engine, sheet), calibration_plan(sheet).size
    other = "short" if duplex == "long" else "long"
    for letter, (x, y) in crosses(size).items():
        if letter:
            place = (x + 11, y - 9)
            assert shown(pdf, 0, place, (3, 3)) == letter
            assert shown(pdf, 1, behind(place, size, duplex), (3, 3)) == letter
            assert letter not in shown(pdf, 1, behind(place, size, other), (12, 12))


@pytest.mark.parametrize(("paper", "landscape", "duplex"), SHEETS)
def test_viewers_are_told_the_edge_and_not_to_scale(
    engine: Engine, paper: str, landscape: bool, duplex: str
) -> None:
    pdf = made(engine, wanted(paper, landscape, duplex))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 2
        preferences = document.Root.ViewerPreferences
        assert preferences.Duplex == f"/DuplexFlip{duplex.title()}Edge"
        assert preferences.PrintScaling == "/None"
        width, height = PAPERS[paper][::-1] if landscape else PAPERS[paper]
        box = [float(side) / POINTS_PER_MM for side in document.pages[0].mediabox[2:]]
        assert box == pytest.approx([width, height], abs=0.01)


def test_the_line_to_check_is_100_mm_long(engine: Engine) -> None:
    front = sides(made(engine, Calibration("a4")))[0]
    row = round((297 * 0.74 - 2) * DOTS)
    dark = np.flatnonzero(front[row] > 128) / DOTS
    assert dark.max() - dark.min() == pytest.approx(CHECK_LINE, abs=0.2)


def test_rulers_begin_at_the_edges_of_the_paper(engine: Engine) -> None:
    front = sides(made(engine, Calibration("letter")))[0]
    width, height = PAPERS["letter"]
    for depth in (1, 4, 8, 15):
        along = (depth - 8) * 3.6
        column = round((width / 2 + along) * DOTS)
        row = round((height / 2 + along) * DOTS)
        for line in (front[:, column], front[::-1, column], front[row], front[row, ::-1]):
            assert int(np.argmax(line > 75)) / DOTS == pytest.approx(depth - 0.175, abs=0.08)


@pytest.mark.parametrize("duplex", ["long", "short"])
@pytest.mark.parametrize("name", ["wallet-card", "door-hanger", "tri-fold"])
def test_what_holds_for_the_sheet_holds_for_editions(
    library: Library, name: str, duplex: str
) -> None:
    layout = library.formats[name]
    lies = layout.trim("a4")[0] > layout.trim("a4")[1] and not layout.imposed
    sheet = wanted("a4", lies, duplex, MENDS)
    plain, moved = (
        plan_sheets(layout, "home", "a4", pages=len(layout.pages), right_to_left=False,
                    printer=Printer(duplex=sheet.printer.duplex, offset_back=offset))
        for offset in ((0.0, 0.0), MENDS)
    )  # fmt: skip
    assert plain is not None
    assert moved is not None
    proof = calibration_plan(sheet)
    assert (proof.size, proof.duplex) == (moved.size, moved.duplex)
    assert (proof.sides[1][0].left, proof.sides[1][0].top) == pytest.approx(MENDS)
    for before, after in zip(plain.sides[1], moved.sides[1], strict=True):
        assert (after.left - before.left, after.top - before.top) == pytest.approx(MENDS)


def test_the_same_wish_gives_the_same_bytes(engine: Engine) -> None:
    sheet = wanted("a4", False, "short", MENDS)
    assert calibration_sheet(engine, sheet) == calibration_sheet(engine, sheet)
