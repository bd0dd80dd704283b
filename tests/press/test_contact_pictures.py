"""Contact sheets as pictures: words in any script, rows and columns that hold what they show."""

import io

import pikepdf
import pytest
from PIL import Image, ImageDraw

from handbill.model.contact_sheets import ContactCell, ContactSheet
from handbill.press.captions import Captions
from handbill.press.contact_pictures import compose, lay_out, page_pictures

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Khmer")


def cell(name: str, reason: str = "", *, right_to_left: bool = False) -> ContactCell:
    return ContactCell(
        id=name, piece=name, format="poster", language="English (en)", size="100 × 50 mm",
        right_to_left=right_to_left, page=(100.0, 50.0), pages=2, density=50.8,
        verdict="Skipped" if reason else "", reason=reason,
    )  # fmt: skip


def sheet(*cells: ContactCell) -> ContactSheet:
    return ContactSheet("Contact sheet: US", "", tuple("ab"[: len(cells)]), (cells,))


def colored(*colors: str) -> list[Image.Image]:
    return [Image.new("RGB", (200, 100), color) for color in colors]


def place_of(color: tuple[int, int, int], picture: Image.Image) -> int:
    """Return how far left a colour begins."""
    row = [picture.getpixel((x, picture.height - 60)) for x in range(picture.width)]
    return row.index(color)


@pytest.mark.parametrize(("right_to_left", "first_is_left"), [(False, True), (True, False)])
def test_pages_stand_in_the_order_of_reading(right_to_left: bool, first_is_left: bool) -> None:
    captions, wanted = Captions(FAMILIES), sheet(cell("one", right_to_left=right_to_left))
    pages = {"one": colored("#ff0000", "#0000ff")}
    png = compose(wanted, lay_out(wanted, captions, pages), captions, pages)
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    red, blue = place_of((255, 0, 0), picture), place_of((0, 0, 255), picture)
    assert (red < blue) == first_is_left


def test_pages_that_are_not_made_yet_take_the_room_planned() -> None:
    captions, wanted = Captions(FAMILIES), sheet(cell("one"), cell("two"))
    pages = {name: colored("#ffffff", "#ffffff") for name in ("one", "two")}
    assert lay_out(wanted, captions, {}) == lay_out(wanted, captions, pages)


def test_a_long_reason_is_broken_and_cut() -> None:
    captions = Captions(FAMILIES)
    short, long = (
        lay_out(wanted, captions, {}).size[1]
        for wanted in (sheet(cell("one", "No.")), sheet(cell("one", "No, by no means. " * 200)))
    )
    assert short < long < short + 16 * 30


def test_words_are_set_in_the_font_of_their_script() -> None:
    line = Captions(FAMILIES).line("Text 'مرحبا بكم' is missing", 16)
    assert [run.family for run in line.runs] == ["Noto Sans", "Noto Sans Arabic", "Noto Sans"]
    assert [run.text for run in line.runs] == ["Text '", "مرحبا بكم", "' is missing"]


def test_lines_keep_to_their_width_and_to_no_break_spaces() -> None:
    captions = Captions(FAMILIES)
    pen = ImageDraw.Draw(Image.new("RGB", (10, 10)))
    lines = captions.lines("self-help 88.9\N{NO-BREAK SPACE}mm " + "x" * 90, 16, 120)
    assert lines[0].runs[0].text == "self-help"
    assert lines[1].runs[0].text == "88.9\N{NO-BREAK SPACE}mm"
    assert len(lines) > 4
    for line in lines:
        captions.write(pen, (0, 0), line, "#000000")
        assert sum(len(run.text) for run in line.runs) < 20


def test_small_pages_are_a_mean_of_what_is_on_them() -> None:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(72, 72))
    stripes = "0 g " + " ".join(f"{x} 0 0.5 72 re" for x in range(72)) + " f"
    page.obj.Contents = document.make_stream(stripes.encode("ascii"))
    buffer = io.BytesIO()
    document.save(buffer)
    (picture,) = page_pictures(buffer.getvalue(), 14.4, fine=True)
    assert picture.size == pytest.approx((14, 14), abs=1)
    levels = [level for level, count in enumerate(picture.convert("L").histogram()) if count]
    assert min(levels) > 80
    assert max(levels) < 180
