"""Text takes the largest size that fits, or is named as too long."""

import pytest

from handbill.press.engine import Engine
from handbill.press.inspection import line_counts, overflows
from tests.press.samples import document, fitted

BOX = (
    '<div class="box" data-box="words" data-fit="body">'
    '<p class="title" lang="en" data-message="piece.block.message">{}</p></div>'
)


def size_of(sizes: str) -> float:
    return float(sizes.partition("--body: ")[2].partition("pt")[0])


def test_short_text_takes_the_largest_size(engine: Engine) -> None:
    result = fitted(engine, BOX.format("Short"))
    assert result.overflows == ()
    assert size_of(result.sizes) == 20


def test_longer_text_takes_a_smaller_size_that_fits(engine: Engine) -> None:
    result = fitted(engine, BOX.format("Some words to set " * 12))
    assert result.overflows == ()
    assert 8 <= size_of(result.sizes) < 20
    assert overflows(result.document) == []


def test_text_too_long_at_the_smallest_size_is_named_with_its_message_and_language(
    engine: Engine,
) -> None:
    (overflow,) = fitted(engine, BOX.format("Some words to set " * 60)).overflows
    assert (overflow.message_id, overflow.language) == ("piece.block.message", "en")
    assert (overflow.box_name, overflow.page) == ("words", 1)
    assert overflow.excess > 0


def test_a_word_wider_than_its_box_is_an_overflow(engine: Engine) -> None:
    (overflow,) = fitted(engine, BOX.format("W" * 60)).overflows
    assert overflow.message_id == "piece.block.message"


def test_text_that_the_engine_drops_at_the_foot_of_a_page_is_an_overflow(engine: Engine) -> None:
    styles = ".box { top: 5mm; height: 54mm }"
    body = BOX.format("Some words to set " * 60)
    assert overflows(document(engine, body, styles + ".title { font-size: 14pt }"))


def test_words_beside_a_paragraph_fit_the_box_that_holds_both(engine: Engine) -> None:
    body = BOX.replace("</div>", "<i>and more</i></div>").format("Short")
    assert overflows(document(engine, body)) == []


def test_headings_are_balanced_without_gaining_a_line(engine: Engine) -> None:
    text = "Some words in a heading of two lines with one"
    plain = document(engine, BOX.format(text), ".title { font-size: 20pt }")
    result = fitted(engine, BOX.format(text), smallest=20, largest=20)
    assert line_counts(result.document, "title") == line_counts(plain, "title")
    assert "--narrow-title: 0.0%" not in result.sizes


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_both_writing_directions_are_measured_alike(engine: Engine, direction: str) -> None:
    made = document(engine, BOX.format("Fits well"), direction=direction)
    assert overflows(made) == []
