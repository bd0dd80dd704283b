"""Line breaking: invisible marks settle where lines end, and nothing visible changes."""

import html
import re
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.composing.breaking import NO_BREAK_SPACE, WORD_JOINER, ZERO_WIDTH_SPACE, prepared
from handbill.model.languages import PHRASE_LANGUAGES
from handbill.model.placeholders import placeholders_in
from tests.composing.samples import TRANSLATED, shipped, visible

Breaking = Literal["engine", "icu", "phrases"]

TAGS = re.compile(r"<[^>]+>")
MARKS = ["%(number)s", "%(language)s", "<b>", "</b>", "<i>", "</i>", "<br>"]
BOLD = st.sampled_from(["<b>%s</b>", "<i>%s</i>", "%s<br>", "%s %%(number)s", "%%(address)s%s"])

LATIN = "abcdefghijklmnopqrstuvwxyzßéñĄ ABCXYZ 0123456789 .,:;!?¿'’“”()-–·"
KHMER = "".join(map(chr, range(0x1780, 0x17B4))) + "ាិីុូេែៃោៅំះ្៖។& \u00a00123456789"
HAN = "你不是一个人有帮助如果有危险请拨打热线电话保护您的护照和手机，。？：“”& \u00a00123456789"
KANA = (
    "あなたはひとりではありませんいつでもデンワしてください助けを求める、。？「」& \u00a00123456789"
)


def messages(alphabet: str) -> st.SearchStrategy[str]:
    """Return messages with whole tags and placeholders between words of the alphabet."""
    words = st.text(alphabet=alphabet, max_size=30)
    marked = st.builds(lambda frame, word: frame % word, BOLD, words)
    return st.lists(st.one_of(words, marked), max_size=6).map("".join)


CASES: list[tuple[str, Breaking, str]] = [
    ("en", "engine", LATIN),
    ("km", "icu", KHMER),
    ("zh-Hans", "phrases", HAN),
    ("ja", "phrases", KANA),
]
by_language = pytest.mark.parametrize(
    ("language", "breaking", "alphabet"), CASES, ids=[case[0] for case in CASES]
)


@by_language
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_all_visible_characters_are_kept(
    data: st.DataObject, language: str, breaking: Breaking, alphabet: str
) -> None:
    text = data.draw(messages(alphabet))
    assert visible(prepared(text, language, breaking)) == visible(text)


@by_language
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_placeholders_and_tags_are_untouched(
    data: st.DataObject, language: str, breaking: Breaking, alphabet: str
) -> None:
    text = data.draw(messages(alphabet))
    ready = str(prepared(text, language, breaking))
    assert placeholders_in(ready) == placeholders_in(text)
    assert TAGS.findall(ready) == TAGS.findall(text)


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_shipped_translation_keeps_its_visible_characters(tag: str) -> None:
    language = shipped().languages[tag]
    for translation in shipped().catalogs[tag].translations.values():
        ready = prepared(translation.text, tag, language.breaking)
        assert visible(ready) == visible(translation.text)
        assert placeholders_in(str(ready)) == placeholders_in(translation.text)


def test_khmer_may_break_between_words() -> None:
    text = "អ្នកមិនឯកោទេ"
    ready = prepared(text, "km", "icu")
    assert ready == ZERO_WIDTH_SPACE.join(["អ្នក", "មិន", "ឯកោ", "ទេ"])
    assert ready.replace(ZERO_WIDTH_SPACE, "") == text


def test_khmer_words_around_a_placeholder_may_break() -> None:
    ready = str(prepared("ហៅទៅ %(number)s ពេលមានគ្រោះថ្នាក់", "km", "icu"))
    before, after = ready.split("%(number)s")
    assert ZERO_WIDTH_SPACE in before
    assert ZERO_WIDTH_SPACE in after


@pytest.mark.parametrize("address", ["self-help.questions.title", "self-help.rights.fault"])
def test_shipped_khmer_may_break(address: str) -> None:
    text = shipped().catalogs["km"].translations[address].text
    assert ZERO_WIDTH_SPACE not in text
    assert ZERO_WIDTH_SPACE in prepared(text, "km", "icu")


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        pytest.param("ja", ["今日は", "天気です。"], id="japanese"),
        pytest.param("zh-Hans", ["我们", "今天", "去", "公园", "散步"], id="chinese"),
    ],
)
def test_a_phrase_is_glued_and_lines_break_between_phrases(
    language: str, phrases: list[str]
) -> None:
    ready = prepared("".join(phrases), language, "phrases")
    glued = [WORD_JOINER.join(phrase) for phrase in phrases]
    assert ready == "".join(glued)


@pytest.mark.parametrize("language", ["ja", "zh-Hans"])
def test_a_placeholder_between_phrases_is_not_glued(language: str) -> None:
    assert "%(number)s" in prepared("電話：%(number)s", language, "phrases")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        pytest.param("Is this happening to you?", f"happening to{NO_BREAK_SPACE}you?", id="short"),
        pytest.param("Do you owe a debt", f"owe a{NO_BREAK_SPACE}debt", id="four-or-more-words"),
        pytest.param("They live here", "They live here", id="three-words"),
        pytest.param("Help", "Help", id="one-word"),
        pytest.param(
            "Someone threatens your whole neighbourhood association",
            "neighbourhood association",
            id="long",
        ),
        pytest.param(
            "Call this line on %(number)s", f"on{NO_BREAK_SPACE}%(number)s", id="placeholder"
        ),
    ],
)
def test_the_last_two_short_words_stay_together(text: str, end: str) -> None:
    ready = html.unescape(prepared(text, "en", "engine"))
    assert ready.endswith(end)
    assert ready.replace(NO_BREAK_SPACE, " ") == text


ENTITY = re.compile(r"&[^;]*;")
by_breaking = pytest.mark.parametrize(
    ("language", "breaking"), [case[:2] for case in CASES], ids=[case[0] for case in CASES]
)


@by_breaking
@pytest.mark.parametrize(
    ("text", "entities"),
    [
        pytest.param("公司 & 律师 & 工会", ["&amp;", "&amp;"], id="ampersands"),
        pytest.param("帮助&保护您的手机", ["&amp;"], id="ampersand between characters"),
        pytest.param("帮助\u00a0您的手机", ["&nbsp;"], id="no-break space"),
        pytest.param("帮助\u00a0& 您", ["&nbsp;", "&amp;"], id="both"),
        pytest.param("你 < 我 > 他", ["&lt;", "&gt;"], id="angle brackets"),
    ],
)
def test_what_html_writes_as_an_entity_stays_whole(
    language: str, breaking: Breaking, text: str, entities: list[str]
) -> None:
    ready = str(prepared(text, language, breaking))
    assert [entity for entity in ENTITY.findall(ready) if entity in entities] == entities
    marks = re.compile(f"[{WORD_JOINER}{ZERO_WIDTH_SPACE}]")
    tied = html.unescape(marks.sub("", ready))
    assert tied.replace(NO_BREAK_SPACE, " ") == text.replace(NO_BREAK_SPACE, " ")
    assert tied.count(NO_BREAK_SPACE) >= text.count(NO_BREAK_SPACE)


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh-Hant", "你並不孤單，我們可以幫助你。"), ("th", "คุณไม่ได้อยู่คนเดียว")],
    ids=["zh-Hant", "th"],
)
def test_every_language_whose_phrases_are_known_has_them_glued(language: str, text: str) -> None:
    ready = prepared(text, language, "phrases")
    assert ready.replace(WORD_JOINER, "") == text
    assert 0 < ready.count(WORD_JOINER) < len(text) - 1


def test_phrases_are_known_for_every_language_that_may_ask_for_them() -> None:
    for language in PHRASE_LANGUAGES:
        assert prepared("A", language, "phrases") == "A"


@pytest.mark.parametrize(("language", "breaking"), [case[:2] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param('<b onclick="x()">1</b>', "<b>1</b>", id="attribute"),
        pytest.param('<b lang="ar" dir="rtl">1</b>', "<b>1</b>", id="language-and-direction"),
        pytest.param('<i title="1">1</i>', "<i>1</i>", id="title"),
        pytest.param('<b class="number" id="x">1</b>', "<b>1</b>", id="class-and-id"),
        pytest.param('<i style="font-size:9px">1</i>', "<i>1</i>", id="style"),
        pytest.param('1<br clear="all">2', "1<br>2", id="attribute-of-a-line-break"),
        pytest.param("1<!-- 2 -->", "1", id="comment"),
        pytest.param("1<script>x()</script>", "1", id="script"),
        pytest.param("<h1>1</h1>", "1", id="element"),
        pytest.param("1<br>2", "1<br>2", id="line-break"),
    ],
)
def test_only_inline_markup_survives(
    language: str, breaking: Breaking, text: str, clean: str
) -> None:
    assert prepared(text, language, breaking) == clean


@pytest.mark.parametrize(("language", "breaking"), [case[:2] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_an_empty_message_stays_empty(language: str, breaking: Breaking) -> None:
    assert prepared("", language, breaking) == ""


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("uk", "Ви не самі.", "Ви не&nbsp;самі.", id="ukrainian"),
        pytest.param("pl", "Mieszka w domu", "Mieszka w&nbsp;domu", id="polish"),
        pytest.param("es", "Vive en casa", "Vive en casa", id="not-in-spanish"),
    ],
)
def test_short_words_do_not_end_a_line_in_slavic_languages(
    language: str, text: str, expected: str
) -> None:
    ready = prepared(text, language, "engine")
    assert ready.replace("&nbsp;", "\u00a0").replace("Ви\u00a0", "Ви ") == expected.replace(
        "&nbsp;", "\u00a0"
    )
