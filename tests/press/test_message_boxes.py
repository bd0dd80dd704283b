"""Each message's rectangle lies where the finished file has its letters."""

import pypdfium2
import pytest
import weasyprint

from handbill.batch.wiring import composer_of, shelf_of
from handbill.composing.pages import Composition
from handbill.library.library import Library
from handbill.planning.selection import Selection, plan
from handbill.press.engine import Engine
from handbill.press.inspection import PX_PER_MM
from handbill.press.message_boxes import MessageBox, message_boxes, text_boxes
from tests.press.samples import document

MM_PER_POINT = 25.4 / 72
SPAN = '<span data-message="{}">{}</span>'
Rectangle = tuple[float, float, float, float]


def box_of(body: str) -> str:
    return f'<div class="box" lang="en">{body}</div>'


def test_a_message_has_its_place_in_millimetres_and_percent(engine: Engine) -> None:
    (box,) = message_boxes(document(engine, box_of(SPAN.format("a.b", "Some words"))))
    left, top, right, bottom = box.place
    assert (box.message_id, box.language, box.page) == ("a.b", "en", 1)
    assert left == pytest.approx(5, abs=0.1)
    assert top == pytest.approx(5, abs=0.6)
    assert box.share[0] == pytest.approx(100 * left / 100, abs=0.1)
    assert box.share[1] == pytest.approx(100 * top / 60, abs=0.1)
    assert box.share[2] == pytest.approx(100 * (right - left) / 100, abs=0.1)
    assert box.share[3] == pytest.approx(100 * (bottom - top) / 60, abs=0.1)


def test_a_message_of_several_lines_is_one_rectangle_within_its_box(engine: Engine) -> None:
    words = "Some words to set " * 8
    (box,) = message_boxes(document(engine, box_of(SPAN.format("a.b", words))))
    left, top, right, bottom = box.place
    assert 5 <= left < right <= 65.1
    assert bottom - top > 10


def test_a_message_that_is_said_twice_has_two_rectangles(engine: Engine) -> None:
    body = SPAN.format("a.b", "Words") + "<br>" + SPAN.format("a.b", "Words")
    first, second = message_boxes(document(engine, box_of(body)))
    assert first.place[0] == second.place[0]
    assert first.place[3] <= second.place[1] + 0.1


def test_a_mark_inside_a_message_belongs_to_it_and_other_text_does_not(engine: Engine) -> None:
    made = document(engine, box_of("1-888 " + SPAN.format("a.b", "Call <b>now</b>, please")))
    assert [box.message_id for box in text_boxes(made)] == ["", "a.b"]


def test_a_message_between_zero_width_spaces_only_has_no_rectangle(engine: Engine) -> None:
    assert message_boxes(document(engine, box_of(SPAN.format("a.b", " ")))) == []


LANGUAGES = ("en", "ar", "ur", "km")


def laid_out(engine: Engine, composition: Composition, rule: str = "") -> weasyprint.Document:
    variables = "".join(
        f"--{kind}: {span.smallest}{span.unit};" for kind, span in composition.fit.items()
    )
    width, height = composition.trim
    sizes = (
        f"@page {{ size: {width}mm {height}mm; margin: 0 }} "
        f":root {{ {variables} --narrow-title: 0%; --narrow-lead: 0% }} {rule}"
    )
    return engine.lay_out(engine.page(composition.html), composition.styles, sizes)


def letters(engine: Engine, document: weasyprint.Document, page: int) -> set[Rectangle]:
    """Return the place of every letter in the file, in mm from the upper left corner."""
    pdf = pypdfium2.PdfDocument(engine.write(document, accessible=False))
    try:
        sheet = pdf[page - 1]
        text = sheet.get_textpage()
        height = sheet.get_height()
        found = set()
        for number in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(number)
            if right > left:
                found.add(
                    (round(left * MM_PER_POINT, 2), round((height - top) * MM_PER_POINT, 2),
                     round(right * MM_PER_POINT, 2), round((height - bottom) * MM_PER_POINT, 2))
                )  # fmt: skip
        return found
    finally:
        pdf.close()


def around(rectangles: set[Rectangle]) -> Rectangle:
    lefts, tops, rights, bottoms = zip(*rectangles, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


@pytest.mark.parametrize("language", LANGUAGES)
def test_rectangles_lie_where_the_file_has_the_letters(
    library: Library, engine: Engine, language: str
) -> None:
    chosen = Selection(("US",), ("self-help",), ("wallet-card",), (language,), ("screen",))
    (edition,), _ = plan(chosen, shelf_of(library))
    composition = composer_of(library).compose(edition)
    whole = laid_out(engine, composition)
    boxes = [box for box in message_boxes(whole) if box.language == language]
    assert {box.page for box in boxes} == {1, 2}
    for box in boxes[:: max(1, len(boxes) // 5)]:
        # What is missing where the message is invisible are the message's own letters.
        rule = f'[data-message="{box.message_id}"] {{ visibility: hidden }}'
        without = laid_out(engine, composition, rule)
        own = letters(engine, whole, box.page) - letters(engine, without, box.page)
        assert_surrounds(box, around(own), 2.0 if language == "ur" else 1.0)


def assert_surrounds(box: MessageBox, ink: Rectangle, strokes: float) -> None:
    """Assert that letters fill a rectangle; Nastaliq's strokes reach out of the line."""
    left, top, right, bottom = box.place
    assert ink[0] == pytest.approx(left, abs=strokes)
    assert ink[2] == pytest.approx(right, abs=strokes)
    spare = 0.35 * (bottom - top)
    assert top - spare <= ink[1]
    assert ink[3] <= bottom + spare
    assert top < (ink[1] + ink[3]) / 2 < bottom


def test_english_among_nastaliq_is_where_its_letters_are(engine: Engine) -> None:
    styles = '.box { font: 12pt/2.2 "Noto Nastaliq Urdu", "Noto Sans" }'
    body = box_of(SPAN.format("a.b", "Free")).replace('lang="en"', 'lang="ur"')
    made = document(engine, body, styles, "ur", "rtl")
    (box,) = message_boxes(made)
    ink = around(letters(engine, made, 1))
    assert box.place[1] <= ink[1]
    assert ink[3] <= box.place[3] + 0.2


def test_right_to_left_pages_begin_at_the_right(library: Library, engine: Engine) -> None:
    chosen = Selection(("US",), ("self-help",), ("wallet-card",), ("ar",), ("screen",))
    (edition,), _ = plan(chosen, shelf_of(library))
    composition = composer_of(library).compose(edition)
    made = laid_out(engine, composition)
    width = made.pages[0].width / PX_PER_MM
    headline = next(box for box in message_boxes(made) if ".headline." in box.message_id)
    assert headline.place[2] > width * 0.75
    assert headline.place[0] > width * 0.25
