"""Texts are shaped a second time, so that every script can be compared glyph by glyph."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbill.preflight.expecting import Segment
from handbill.preflight.reading import ReadFile
from handbill.preflight.shaping import Typefaces, split_by_direction
from handbill.preflight.texts import Reading, marks_of, read_copy
from handbill.press.engine import Engine
from tests.preflight.samples import FACES, FONTS, RIGHT_TO_LEFT, WHOLE, made, passage

SENTENCES = {
    "en": "You are not alone: office, fjord, “AVATAR”, naïve.",
    "ar": "لست وحدك. اتصل بنا مجانًا في أي وقت، والمكالمة سرّية.",
    "ur": "آپ اکیلے نہیں ہیں۔ کسی بھی وقت مفت فون کریں، کچھ نہیں بتایا جائے گا۔",
    "hi": "आप अकेले नहीं हैं। किसी भी समय निःशुल्क फ़ोन करें, ऋषि क्षत्रिय ज्ञान।",
    "km": "អ្នកមិនឯកោទេ។ សូមទូរស័ព្ទមកដោយឥតគិតថ្លៃគ្រប់ពេល ស្រ្តី។",
    "am": "ብቻዎን አይደሉም። በማንኛውም ጊዜ በነጻ ይደውሉ።",
    "th": "คุณไม่ได้อยู่คนเดียว โทรฟรีได้ทุกเวลา น้ำ ที่ ผู้ใหญ่",
    "zh-Hans": "你并不孤单。随时可以免费拨打电话，内容保密。",
}


def reading_of(engine: Engine, shown: str, wanted: str, language: str, styles: str = "") -> Reading:
    """Return how a text is found on a page that shows another."""
    with ReadFile(made(engine, f"<p>{shown}</p>", styles, language)) as read:
        marks = marks_of(read.pages[0].trace.glyphs, WHOLE[0], FACES)
    return read_copy(marks, [passage(wanted, language)], FONTS, FACES)


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_of_every_script_is_read_back_whole(
    engine: Engine, language: str, weight: str
) -> None:
    text = SENTENCES[language]
    reading = reading_of(engine, text, text, language, f"p {{ font-weight: {weight} }}")
    assert reading.found[0].missing == ()
    assert reading.left_over == ()
    assert {mark.token[0].endswith(" Bold") for mark in reading.found[0].marks} == {
        weight == "bold"
    }


@pytest.mark.parametrize(
    ("language", "changed"),
    [
        pytest.param("en", ("fjord", "fjard"), id="English, a letter"),
        pytest.param("ar", ("مجانًا", "مجانا"), id="Arabic, a mark lost"),
        pytest.param("ar", ("وحدك", "وح\u200cدك"), id="Arabic, joining lost"),
        pytest.param("ur", ("مفت", "مفٹ"), id="Urdu, dots"),
        pytest.param("hi", ("फ़ोन", "फोन"), id="Hindi, a nukta lost"),
        pytest.param("hi", ("क्ष", "क्\u200cष"), id="Hindi, a ligature lost"),
        pytest.param("km", ("ស្រ្តី", "ស្រី"), id="Khmer, a subscript lost"),
        pytest.param("am", ("ብቻዎን", "ብቻዎ"), id="Amharic, the last letter lost"),
        pytest.param("th", ("น้ำ", "นำ"), id="Thai, a tone lost"),
        pytest.param("th", ("ที่", "ที้"), id="Thai, another tone"),
        pytest.param("zh-Hans", ("免费", "兔费"), id="Chinese, a stroke"),
    ],
)
def test_a_text_with_another_glyph_is_not_found(
    engine: Engine, language: str, changed: tuple[str, str]
) -> None:
    text = SENTENCES[language]
    faulty = text.replace(*changed)
    assert faulty != text
    reading = reading_of(engine, faulty, text, language)
    assert reading.found[0].missing != ()
    assert reading.left_over != ()


@pytest.mark.parametrize("language", SENTENCES)
def test_a_text_is_found_however_its_lines_break(engine: Engine, language: str) -> None:
    text = SENTENCES[language]
    reading = reading_of(engine, text, text, language, "p { width: 45mm; font-size: 9pt }")
    assert reading.found[0].missing == ()
    assert len({mark.line for mark in reading.found[0].marks}) > 1


def test_unjoined_letters_are_not_taken_for_the_text(engine: Engine) -> None:
    spaced = "\u200c".join("وحدك")
    assert reading_of(engine, spaced, "وحدك", "ar").found[0].missing == ("وحدك",)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("Call now", "en", [("Call now", False, True)], id="one direction"),
        pytest.param("اتصل الآن", "ar", [("اتصل الآن", True, True)], id="right to left"),
        pytest.param(
            "اتصل Hotline الآن", "ar",
            [("اتصل", True, False), ("Hotline", False, False), ("الآن", True, False)],
            id="Latin inside Arabic",
        ),
        pytest.param(
            "Ask for عربي, please", "en",
            [("Ask for", False, False), ("عربي", True, False), ("please", False, False)],
            id="Arabic inside Latin: signs between belong to neither",
        ),
        pytest.param(
            "افتح 24 ساعة", "ar",
            [("افتح", True, False), ("24", False, False), ("ساعة", True, False)],
            id="digits run left to right",
        ),
        pytest.param(
            "من ٠٩:٠٠ إلى", "ar",
            [("من", True, False), ("٠٩:٠٠", False, False), ("إلى", True, False)],
            id="Arabic digits as well",
        ),
        pytest.param("911", "ar", [("911", False, True)], id="a number alone"),
        pytest.param("(911)", "ar", [("911", False, True)], id="signs of the other direction"),
        pytest.param("«لا»", "ar", [("«لا»", True, True)], id="signs at both ends stay"),
        pytest.param("«No»", "en", [("«No»", False, True)], id="signs at both ends stay, Latin"),
        pytest.param("…", "ar", [("…", True, True)], id="signs alone take the direction around"),
        pytest.param("مجانًا 911", "ar", [("مجانًا", True, False), ("911", False, False)],
                     id="marks stay with their letters"),
        pytest.param("\u202eabc\u202c", "en", [("abc", True, True)], id="override turns a text"),
        pytest.param("\u202eabc 12\u202c", "ar", [("abc 12", True, True)],
                     id="override turns digits as well"),
        pytest.param(
            "\u202eSource\u202c: UNODC, \u202efigures\u202c \u202eof\u202c.", "ar",
            [("Source", True, False), ("UNODC", False, False), ("figures of.", True, False)],
            id="a name between overrides keeps its direction",
        ),
        pytest.param("  Call  ", "en", [("Call", False, True)], id="no spaces at the ends"),
    ],
)  # fmt: skip
def test_a_text_is_split_into_stretches_of_one_direction(
    text: str, language: str, expected: list[tuple[str, bool, bool]]
) -> None:
    found = split_by_direction(text, language, right_to_left=language in RIGHT_TO_LEFT)
    assert [(s.text, s.right_to_left, s.whole) for s in found] == expected
    assert {segment.language for segment in found} <= {language}


@given(st.text("abc دال ١٢ 12 .,:()\u064b", min_size=1), st.booleans())
def test_no_letter_is_lost_or_doubled_by_splitting(text: str, backwards: bool) -> None:
    segments = split_by_direction(text, "ar", right_to_left=backwards)
    kept = [sign for segment in segments for sign in segment.text if sign.isalnum()]
    assert kept == [sign for sign in text if sign.isalnum()]


def test_a_text_may_be_set_in_any_of_its_families_and_weights() -> None:
    ways = FACES.spellings(Segment("اتصل 911", "ar", True), FONTS["ar"])
    labels = {label for way in ways for label, _ in way.tokens}
    assert labels == {"Noto Sans Arabic", "Noto Sans Arabic Bold", "Noto Sans", "Noto Sans Bold"}


def test_right_to_left_text_is_spelled_in_the_order_of_reading() -> None:
    (first, *_) = FACES.spellings(Segment("اب", "ar", True), FONTS["ar"])
    (alone, *_) = FACES.spellings(Segment("ا", "ar", True), FONTS["ar"])
    assert first.tokens[0] == alone.tokens[0]


def test_spaces_leave_no_ink_and_letters_do() -> None:
    (way, *_) = FACES.spellings(Segment("a b", "en", False), FONTS["en"])
    assert len(way.tokens) == 2
    assert [FACES.is_blank(token) for token in way.tokens] == [False, False]


def test_ink_boxes_are_shares_of_the_type_size_downwards() -> None:
    (way, *_) = FACES.spellings(Segment("H", "en", False), FONTS["en"])
    left, top, right, bottom = FACES.extents(way.tokens[0])
    assert 0 < left < right < 0.8
    assert (top, bottom) == pytest.approx((-0.714, 0), abs=0.01)


@pytest.fixture
def no_fonts() -> Typefaces:
    def find(_family: str, _bold: bool) -> tuple[Path, int] | None:
        return None

    return Typefaces(find)


def test_fonts_that_this_machine_lacks_are_no_error(no_fonts: Typefaces) -> None:
    assert no_fonts.spellings(Segment("a", "en", False), ("Noto Sans",)) == ()
    assert no_fonts.extents(("Noto Sans", 1)) == (0, 0, 0, 0)
    assert not no_fonts.knows("Noto Sans")
    assert no_fonts.advance(("Noto Sans", 1)) == 0


def test_glyphs_beyond_the_font_have_no_ink() -> None:
    assert FACES.is_blank(("Noto Sans", 60_000))
    assert FACES.advance(("Noto Sans", 60_000)) == 0
