"""Copies stand where they belong, and every back falls on its front."""

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps

from handbill.model.papers import PAPERS
from handbill.press.imposition import arrange, impose

CASES = [
    pytest.param((85.6, 54.0), "a4", 10, False, id="card-a4"),
    pytest.param((88.9, 50.8), "letter", 10, False, id="card-letter"),
    pytest.param((148.5, 210.0), "a4", 2, True, id="flyer-a4"),
    pytest.param((139.7, 215.9), "letter", 2, True, id="flyer-letter"),
    pytest.param((210.0, 297.0), "a4", 1, False, id="whole-sheet"),
]

DOTS_PER_PT = 2


def pages_with_corner_marks(trim: tuple[float, float]) -> bytes:
    """Return a front and a back whose marks cover the same corner of the paper.

    The front has its mark at the upper left; seen from behind that corner is the upper right.
    """
    document = pikepdf.new()
    width, height = (side * 72 / 25.4 for side in trim)
    for left in (0, width - 20):
        page = document.add_blank_page(page_size=(width, height))
        drawing = f"0 g {left} {height - 12} 20 12 re f".encode()
        page.obj.Contents = document.make_stream(drawing)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


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


@pytest.mark.parametrize(("trim", "paper", "copies", "turned"), CASES)
def test_a_sheet_holds_as_many_copies_as_expected(
    trim: tuple[float, float], paper: str, copies: int, turned: bool
) -> None:
    arrangement = arrange(trim, PAPERS[paper])
    assert (arrangement.copies, arrangement.turned) == (copies, turned)


@pytest.mark.parametrize(("trim", "paper"), [(case.values[0], case.values[1]) for case in CASES])
@pytest.mark.parametrize("right_to_left", [False, True], ids=["ltr", "rtl"])
def test_the_back_of_each_copy_lies_behind_its_front(
    trim: tuple[float, float], paper: str, right_to_left: bool
) -> None:
    arrangement = arrange(trim, PAPERS[paper])
    fronts = arrangement.places(back=False, right_to_left=right_to_left)
    backs = arrangement.places(back=True, right_to_left=right_to_left)
    width, cell = arrangement.sheet[0], arrangement.cell[0]
    for front, back in zip(fronts, backs, strict=True):
        assert back.left == pytest.approx(width - front.left - cell, abs=0.1)
        assert back.bottom == pytest.approx(front.bottom, abs=0.1)


@pytest.mark.parametrize(
    ("trim", "paper"), [(case.values[0], case.values[1]) for case in CASES[:4]]
)
@pytest.mark.parametrize("right_to_left", [False, True], ids=["ltr", "rtl"])
def test_a_duplex_sheet_turned_over_its_long_edge_shows_marks_on_the_same_spot(
    trim: tuple[float, float], paper: str, right_to_left: bool
) -> None:
    sheets = impose(
        pages_with_corner_marks(trim), arrange(trim, PAPERS[paper]), right_to_left=right_to_left
    )
    front, back = raster(sheets, 0), ImageOps.mirror(raster(sheets, 1))
    assert ink(front) > 0
    # A tenth of a millimetre along the edges of the marks.
    assert ink(ImageChops.difference(front, back)) < ink(front) * 0.05


def test_right_to_left_editions_fill_rows_from_the_right() -> None:
    arrangement = arrange((85.6, 54.0), PAPERS["a4"])
    first = arrangement.places(back=False, right_to_left=True)[0]
    assert first.left >= arrangement.sheet[0] / 2


def test_a_page_larger_than_the_sheet_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        arrange((300.0, 400.0), PAPERS["a4"])


def test_imposing_twice_gives_the_same_bytes() -> None:
    pages, arrangement = pages_with_corner_marks((85.6, 54.0)), arrange((85.6, 54.0), PAPERS["a4"])
    assert impose(pages, arrangement, right_to_left=False) == impose(
        pages, arrangement, right_to_left=False
    )


def test_cut_marks_stay_outside_the_copies_where_there_is_room() -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=(85.6 * 72 / 25.4, 54 * 72 / 25.4))
    buffer = io.BytesIO()
    document.save(buffer)
    arrangement = arrange((85.6, 54.0), PAPERS["a4"])
    image = raster(impose(buffer.getvalue(), arrangement, right_to_left=False), 0)
    left, bottom = (round(margin * 72 / 25.4 * DOTS_PER_PT) for margin in arrangement.margins)
    inside = image.crop((left, bottom, image.width - left, image.height - bottom))
    assert ink(image) > 0
    assert ink(inside) == 0
