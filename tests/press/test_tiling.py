"""The sheets of a tiled poster show all of it, and put together they are the poster."""

import io
import math
from itertools import pairwise, product

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from handbill.model.papers import PAPERS, POINTS_PER_MM
from handbill.press.lettering import lettering
from handbill.press.tiling import EDGE, MARK_ROOM, OVERLAP, TilePlan, plan_tiles, tile

SQUARE = 6.0
"""Side of the coloured squares that test posters are made of, in mm."""

DOTS_PER_MM = 4

SMALL = plan_tiles((174.0, 234.0), (100.0, 140.0), edge=4.0)
"""Few sheets of few dots."""


def squares(size: tuple[float, float]) -> dict[tuple[int, int], tuple[int, int, int]]:
    """Return the colour of each square of a poster; neighbours differ."""
    places = product(range(round(size[0] / SQUARE)), range(round(size[1] / SQUARE)))
    return {
        (column, row): (column * 37 % 256, row * 53 % 256, (column + 2 * row) * 91 % 200)
        for column, row in places
    }


def poster(size: tuple[float, float]) -> bytes:
    document = pikepdf.new()
    width, height = (side * POINTS_PER_MM for side in size)
    page = document.add_blank_page(page_size=(width, height))
    side = SQUARE * POINTS_PER_MM
    drawn = [
        f"{red / 255:.4f} {green / 255:.4f} {blue / 255:.4f} rg "
        f"{column * side:.4f} {height - (row + 1) * side:.4f} {side:.4f} {side:.4f} re f"
        for (column, row), (red, green, blue) in squares(size).items()
    ]
    page.obj.Contents = document.make_stream("\n".join(drawn).encode())
    document.Root.Lang = pikepdf.String("uk")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pictures(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        scale = DOTS_PER_MM / POINTS_PER_MM
        return [page.render(scale=scale).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def dots(across: float, down: float) -> tuple[int, int]:
    return round(across * DOTS_PER_MM), round(down * DOTS_PER_MM)


def cropped(
    image: Image.Image, left: float, top: float, right: float, bottom: float
) -> Image.Image:
    return image.crop((*dots(left, top), *dots(right, bottom)))


def put_together(sheets: list[Image.Image], plan: TilePlan) -> Image.Image:
    """Return the poster as a person makes it: cut each sheet, and lay it over those before."""
    whole = Image.new("RGB", dots(*plan.poster))
    (width, height), (side, above) = plan.part, plan.margins
    for sheet, each in zip(sheets, plan.tiles, strict=True):
        part = cropped(sheet, side, above, side + width, above + height)
        whole.paste(part, dots(each.left, each.top))
    return whole


@pytest.mark.parametrize("size", [(174.0, 234.0), (60.0, 300.0), (78.0, 78.0)])
def test_sheets_put_together_are_the_poster(size: tuple[float, float]) -> None:
    plan = plan_tiles(size, SMALL.sheet, edge=4.0)
    whole = put_together(pictures(tile(poster(size), plan)), plan)
    for (column, row), color in squares(size).items():
        x, y = dots((column + 0.5) * SQUARE, (row + 0.5) * SQUARE)
        for aside, down in product((-0.4, 0.4), repeat=2):
            place = (x + round(aside * SQUARE * DOTS_PER_MM), y + round(down * SQUARE * 4))
            seen = whole.getpixel(place)
            assert isinstance(seen, tuple)
            assert max(abs(a - b) for a, b in zip(seen, color, strict=True)) <= 1, (column, row)


def test_a_sheet_shows_nothing_on_its_rim_and_marks_beside_its_part() -> None:
    (side, above), (width, height) = SMALL.margins, SMALL.part
    for sheet in pictures(tile(poster(SMALL.poster), SMALL)):
        left, top, right, bottom = bounding_box(sheet)
        assert min(left, top) >= SMALL.edge * DOTS_PER_MM - 1
        assert max(right - sheet.width, bottom - sheet.height) <= 1 - SMALL.edge * DOTS_PER_MM
        beside = cropped(sheet, 0, 0, side + width, above - 0.9)
        assert bounding_box(beside) != (0, 0, 0, 0)
        part = cropped(sheet, side, above, side + width, above + height)
        assert bounding_box(part)[2:] == part.size


def bounding_box(image: Image.Image) -> tuple[int, int, int, int]:
    """Return where there is ink."""
    ink = image.convert("L").point(lambda level: 255 * (level < 250))
    return ink.getbbox() or (0, 0, 0, 0)


def test_a_sheet_is_marked_where_the_next_is_laid_over_it_and_nowhere_else() -> None:
    """White squares show every mark; what the next sheets leave to be seen has none."""
    blank = pikepdf.new()
    width, height = (side * POINTS_PER_MM for side in SMALL.poster)
    blank.add_blank_page(page_size=(width, height))
    buffer = io.BytesIO()
    blank.save(buffer)
    sheets = pictures(tile(buffer.getvalue(), SMALL))
    (side, above), (width, height) = SMALL.margins, SMALL.part
    for sheet, each in zip(sheets, SMALL.tiles, strict=True):
        right = side + width - (SMALL.overlap if each.column < SMALL.columns else 0)
        foot = above + height - (SMALL.overlap if each.row < SMALL.rows else 0)
        kept = cropped(sheet, side + 0.3, above + 0.3, right - 0.3, foot - 0.3)
        assert bounding_box(kept) == (0, 0, 0, 0)
        beside = cropped(sheet, right, above + 0.3, side + width, foot)
        below = cropped(sheet, side + 0.3, foot, right, above + height)
        assert (bounding_box(beside) != (0, 0, 0, 0)) == (each.column < SMALL.columns)
        assert (bounding_box(below) != (0, 0, 0, 0)) == (each.row < SMALL.rows)
    whole = put_together(sheets, SMALL)
    inner = whole.crop((2, 2, whole.width - 2, whole.height - 2))
    # The marks beside a seam may colour the dots that it runs through.
    assert sum(inner.convert("L").point(lambda level: level < 150).histogram()[1:]) == 0


def test_the_poster_is_in_the_file_once_without_new_fonts() -> None:
    with pikepdf.open(io.BytesIO(tile(poster(SMALL.poster), SMALL))) as document:
        forms = {page.obj.Resources.XObject["/Poster"].objgen for page in document.pages}
        assert len(forms) == 1
        assert len(document.pages) == SMALL.columns * SMALL.rows
        assert all("/Font" not in page.obj.Resources for page in document.pages)
        assert document.Root.Lang == "uk"
        assert document.Root.ViewerPreferences.PrintScaling == "/None"


def test_tiling_twice_gives_the_same_bytes() -> None:
    pages = poster(SMALL.poster)
    assert tile(pages, SMALL) == tile(pages, SMALL)


CASES = [
    pytest.param("18x24", "letter", (2, 4), True, id="18x24-letter"),
    pytest.param("a2", "a4", (2, 4), True, id="a2-a4"),
    pytest.param("a3", "a4", (2, 2), False, id="a3-a4"),
    pytest.param("tabloid", "letter", (2, 2), False, id="tabloid-letter"),
    pytest.param("letter", "tabloid", (1, 1), False, id="one-sheet"),
]


@pytest.mark.parametrize(("paper", "sheet", "counts", "lying"), CASES)
def test_posters_take_as_many_sheets_as_expected(
    paper: str, sheet: str, counts: tuple[int, int], lying: bool
) -> None:
    plan = plan_tiles(PAPERS[paper], PAPERS[sheet])
    assert (plan.columns, plan.rows) == counts
    assert (plan.sheet[0] > plan.sheet[1]) == lying
    assert plan == plan_tiles(PAPERS[paper], PAPERS[sheet][::-1])


def fewest(length: float, room: float, overlap: float) -> int:
    """Return how many parts cover a length, counting up from one."""
    count = 1
    while (length + (count - 1) * overlap) / count > room + 1e-6:
        count += 1
    return count


SIZES = st.tuples(st.floats(60, 1500), st.floats(60, 1500))
SHEETS = st.sampled_from([PAPERS["a4"], PAPERS["letter"], PAPERS["a3"], (148.0, 210.0)])


@given(SIZES, SHEETS, st.floats(0, 15), st.floats(0, 20))
def test_parts_cover_the_poster_overlap_exactly_and_can_be_printed(
    size: tuple[float, float], sheet: tuple[float, float], edge: float, overlap: float
) -> None:
    plan = plan_tiles(size, sheet, edge, overlap)
    (width, height), (side, above) = plan.part, plan.margins
    assert min(side, above) >= edge + MARK_ROOM - 1e-5
    assert sorted(plan.sheet) == sorted(sheet)
    lefts = [each.left for each in plan.tiles[: plan.columns]]
    tops = [each.top for each in plan.tiles[:: plan.columns]]
    for starts, extent, whole in ((lefts, width, size[0]), (tops, height, size[1])):
        assert starts[0] == 0
        assert starts[-1] + extent == pytest.approx(whole)
        for before, after in pairwise(starts):
            assert before + extent - after == pytest.approx(overlap, abs=1e-6)
    assert {(each.left, each.top) for each in plan.tiles} == set(product(lefts, tops))
    assert [(each.row, each.column) for each in plan.tiles] == list(
        product(range(1, plan.rows + 1), range(1, plan.columns + 1))
    )


@given(SIZES, SHEETS, st.floats(0, 15), st.floats(0, 20))
def test_no_other_way_of_laying_the_sheets_takes_fewer(
    size: tuple[float, float], sheet: tuple[float, float], edge: float, overlap: float
) -> None:
    plan = plan_tiles(size, sheet, edge, overlap)
    counts = [
        math.prod(
            fewest(length, room - 2 * (edge + MARK_ROOM), overlap)
            for length, room in zip(size, lying, strict=True)
        )
        for lying in (sheet, sheet[::-1])
    ]
    assert plan.columns * plan.rows == min(counts)


def test_of_two_ways_with_as_many_sheets_the_one_with_shorter_seams_is_taken() -> None:
    upright = plan_tiles((300.0, 180.0), PAPERS["a4"])
    assert (upright.columns, upright.rows, upright.seams) == (2, 1, 180.0)


def test_a_rim_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves no room"):
        plan_tiles(PAPERS["a2"], PAPERS["a4"], edge=95)


def test_margins_hold_at_least_the_rim_of_office_printers() -> None:
    plan = plan_tiles(PAPERS["a2"], PAPERS["a4"])
    assert (plan.edge, plan.overlap) == (EDGE, OVERLAP)
    assert min(plan.margins) >= EDGE


def test_lettering_reaches_as_far_as_its_letters() -> None:
    short, long = lettering("row 1", 10), lettering("row 1 of 12", 10)
    assert 0 < short.width < long.width
    assert lettering("row 1", 20).width == pytest.approx(2 * short.width)
    assert short.path.endswith("f")
    assert long.path.startswith(short.path[:-2])
