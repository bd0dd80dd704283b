"""Copies stand where they belong, and every back falls on its front: seen in pictures."""

import io
from typing import Literal

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps

from handbill.model.formats import Printer
from handbill.model.papers import PAPERS, POINTS_PER_MM
from handbill.press.imposition import Canvas, canvas_for, impose
from handbill.press.sheets import SheetPlan
from tests.press.plans import TWO_SIDED, Case, behind, formats

DOTS_PER_PT = 2

Duplex = Literal["long", "short"]

ONE_OF_EACH = [case for case in TWO_SIDED if case.pages == case.layout.pages]
"""Each two-sided format on each of its papers, in both directions."""


def blank(size: tuple[float, float], drawings: list[str]) -> bytes:
    """Return a PDF of pages of this size in mm, each with its drawing."""
    document = pikepdf.new()
    for drawing in drawings:
        width, height = (side * POINTS_PER_MM for side in size)
        page = document.add_blank_page(page_size=(width, height))
        page.obj.Contents = document.make_stream(drawing.encode())
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def marks(case: Case, numbers: list[int], *, right: bool) -> dict[int, str]:
    """Return, by page, a mark in a corner of its panel; each is longer than the one before.

    A front has its mark at the upper left, a back at the upper right: seen from behind that is
    the same corner of the paper.
    """
    canvas = case.layout.canvas(case.paper)
    drawn = {}
    for at, page in enumerate(numbers):
        width, _ = case.layout.panel(page + 1, case.paper)
        length = 7.0 + 2 * at
        begin = canvas[0] - width if case.right_to_left else 0.0
        left = (begin + (width - length if right else 0.0)) * POINTS_PER_MM
        top = (canvas[1] - 4) * POINTS_PER_MM
        drawn[page] = f"0 g {left} {top} {length * POINTS_PER_MM} {4 * POINTS_PER_MM} re f"
    return drawn


def marked_sheets(case: Case, duplex: Duplex, offset: tuple[float, float] = (0, 0)) -> bytes:
    """Return sheets of pages whose marks cover the same corners of the paper."""
    partners = behind(case.layout)
    fronts = marks(case, list(partners), right=False)
    backs = marks(case, list(partners.values()), right=True)
    drawn = fronts | backs
    pages = blank(case.layout.canvas(case.paper), [drawn[page] for page in sorted(drawn)])
    canvas = canvas_for(case.layout, case.paper, right_to_left=case.right_to_left)
    plan = case.placed(Printer(duplex=duplex, offset_back=offset))
    without_marks = SheetPlan(plan.size, plan.sides, ((), ()), plan.duplex)
    return impose(pages, without_marks, canvas)


def raster(pdf: bytes, page: int) -> Image.Image:
    """Return a page as a picture, white where there is ink."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        image: Image.Image = document[page].render(scale=DOTS_PER_PT, grayscale=True).to_pil()
        return ImageOps.invert(image.convert("L")).point(lambda value: 255 * (value > 128))
    finally:
        document.close()


def ink(image: Image.Image) -> int:
    """Return how many dots have ink."""
    return image.histogram()[255]


def seen_through(back: Image.Image, duplex: Duplex) -> Image.Image:
    """Return a back as seen through the sheet, which was turned over one of its edges."""
    upright_edge_is_long = back.width < back.height
    if (duplex == "long") == upright_edge_is_long:
        return ImageOps.mirror(back)
    return ImageOps.flip(back)


@pytest.mark.parametrize("duplex", ["long", "short"])
@pytest.mark.parametrize("case", ONE_OF_EACH, ids=lambda case: case.name)
def test_a_duplex_sheet_shows_its_marks_on_the_same_spots_when_turned_over(
    case: Case, duplex: Duplex
) -> None:
    sheets = marked_sheets(case, duplex)
    front, back = raster(sheets, 0), seen_through(raster(sheets, 1), duplex)
    assert front.size == back.size
    # 4 mm by 7 mm and more for each copy.
    assert ink(front) >= 4 * 7 * (DOTS_PER_PT * POINTS_PER_MM) ** 2 * 0.95
    # A tenth of a millimetre along the edges of the marks.
    assert ink(ImageChops.difference(front, back)) < ink(front) * 0.05


@pytest.mark.parametrize("case", ONE_OF_EACH, ids=lambda case: case.name)
def test_the_same_sheet_turned_over_its_other_edge_does_not(case: Case) -> None:
    """Else the test above would see nothing."""
    sheets = marked_sheets(case, "long")
    front, back = raster(sheets, 0), seen_through(raster(sheets, 1), "short")
    assert ink(ImageChops.difference(front, back)) > ink(front) * 0.5


@pytest.mark.parametrize("case", ONE_OF_EACH, ids=lambda case: case.name)
def test_an_offset_of_the_printer_is_seen_on_backs_only(case: Case) -> None:
    step = 1 / (DOTS_PER_PT * POINTS_PER_MM)
    plain, moved = marked_sheets(case, "long"), marked_sheets(case, "long", (6 * step, -4 * step))
    assert ink(ImageChops.difference(raster(plain, 0), raster(moved, 0))) == 0
    back = ImageChops.offset(raster(plain, 1), 6, -4)
    # What would leave the sheet is lost on the one and comes in again on the other.
    inner = (8, 8, back.width - 8, back.height - 8)
    difference = ImageChops.difference(back.crop(inner), raster(moved, 1).crop(inner))
    assert ink(difference) < ink(back) * 0.02


@pytest.mark.parametrize(("duplex", "flip"), [("long", "Long"), ("short", "Short")])
def test_the_file_tells_the_printer_which_edge_to_turn_over(duplex: Duplex, flip: str) -> None:
    for case in ONE_OF_EACH:
        with pikepdf.open(io.BytesIO(marked_sheets(case, duplex))) as document:
            preferences = document.Root.ViewerPreferences
            assert preferences.Duplex == pikepdf.Name(f"/DuplexFlip{flip}Edge")
            assert preferences.PrintScaling == pikepdf.Name("/None")


@pytest.mark.parametrize("right_to_left", [False, True])
def test_only_a_panel_of_the_page_is_shown_and_nothing_beyond_it(*, right_to_left: bool) -> None:
    """Pages are as large as the widest panel; a narrower one begins where lines begin."""
    layout = formats()["tri-fold"]
    case = Case(layout, "a4", layout.pages, right_to_left)
    width, height = layout.canvas("a4")
    whole = f"0 g 0 0 {width * POINTS_PER_MM} {height * POINTS_PER_MM} re f"
    plan = case.placed()
    pages = blank((width, height), [whole if page == 4 else "" for page in range(6)])
    plain = SheetPlan(plan.size, plan.sides, ((), ()), plan.duplex)
    image = raster(impose(pages, plain, Canvas((width, height), right_to_left)), 0)
    box = image.getbbox()
    assert box is not None
    scale = DOTS_PER_PT * POINTS_PER_MM
    assert (box[2] - box[0]) / scale == pytest.approx(98.333, abs=0.2)
    begin = 297.0 - 98.333 if right_to_left else 0.0
    assert box[0] / scale == pytest.approx(begin, abs=0.2)


def test_a_tent_shows_its_first_face_head_down_and_its_second_upright() -> None:
    layout = formats()["table-tent"]
    case = Case(layout, "a4", layout.pages, False)
    width, height = layout.canvas("a4")
    foot = f"0 g 0 0 {width * POINTS_PER_MM} 20 re f"
    head = f"0 g 0 {height * POINTS_PER_MM - 20} {width * POINTS_PER_MM} 20 re f"
    plan = case.placed()
    plain = SheetPlan(plan.size, plan.sides, ((),), plan.duplex)
    image = raster(
        impose(blank((width, height), [head, foot]), plain, Canvas((width, height), False)), 0
    )
    scale = DOTS_PER_PT * POINTS_PER_MM
    box = image.getbbox()
    assert box is not None
    # The head of the first face and the foot of the second: no other order parts them so far.
    assert box[1] / scale == pytest.approx(130 - 20 / POINTS_PER_MM, abs=0.2)
    assert box[3] / scale == pytest.approx(260, abs=0.2)


def test_imposing_twice_gives_the_same_bytes() -> None:
    for case in ONE_OF_EACH:
        assert marked_sheets(case, "long") == marked_sheets(case, "long")


def test_cut_marks_stay_outside_the_copies_where_there_is_room() -> None:
    layout = formats()["wallet-card"]
    case = Case(layout, "a4", layout.pages, False)
    plan = case.placed()
    image = raster(impose(blank((85.6, 54.0), ["", ""]), plan, Canvas((85.6, 54.0), False)), 0)
    scale = DOTS_PER_PT * POINTS_PER_MM
    left = round(min(place.left for place in plan.sides[0]) * scale)
    top = round(min(place.top for place in plan.sides[0]) * scale)
    inside = image.crop((left, top, image.width - left, image.height - top))
    assert ink(image) > 0
    assert ink(inside) == 0


def test_cut_marks_are_drawn_over_the_copies_where_these_fill_the_sheet() -> None:
    layout = formats()["flyer"]
    case = Case(layout, "a4", layout.pages, False)
    dark = f"0 g 0 0 {148.5 * POINTS_PER_MM} {210 * POINTS_PER_MM} re f"
    image = raster(
        impose(blank((148.5, 210.0), [dark, dark]), case.placed(), Canvas((148.5, 210.0), False)), 0
    )
    scale = DOTS_PER_PT * POINTS_PER_MM
    assert image.size == tuple(round(side * scale + 0.49) for side in PAPERS["a4"])
    # A white line on the dark ground, in the middle of the sheet's long side.
    middle = image.crop((0, round(147.5 * scale), round(8 * scale), round(149.5 * scale)))
    assert ink(middle) < middle.width * middle.height
    assert ink(image) < image.width * image.height
