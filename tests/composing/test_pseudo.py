"""Pseudo-locales: English made strange, its placeholders and tags untouched."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.composing.pseudo import accented, mirrored
from handbill.model.placeholders import placeholders_in
from tests.composing.samples import shipped

TAGS = re.compile(r"<[^>]+>")

words = st.text(
    alphabet=st.characters(codec="ascii", exclude_characters="<>%\x7f", min_codepoint=32)
)
marks = st.sampled_from(["%(number)s", "%(language)s", "<b>", "</b>", "<i>", "</i>", "<br>"])
messages = st.lists(st.one_of(words, marks), max_size=12).map("".join)


@settings(deadline=None)
@given(messages)
def test_accents_keep_placeholders_and_tags(text: str) -> None:
    strange = accented(text)
    assert placeholders_in(strange) == placeholders_in(text)
    assert TAGS.findall(strange) == TAGS.findall(text)


@settings(deadline=None)
@given(messages)
def test_mirroring_keeps_placeholders_and_tags(text: str) -> None:
    strange = mirrored(text)
    assert placeholders_in(strange) == placeholders_in(text)
    assert TAGS.findall(strange) == TAGS.findall(text)


@settings(deadline=None)
@given(messages)
def test_mirroring_only_adds_overrides_and_closes_each(text: str) -> None:
    strange = mirrored(text)
    assert strange.replace("\u202e", "").replace("\u202c", "") == text
    assert re.sub("\u202e[^\u202e\u202c]+\u202c", "", strange).isprintable()


@settings(deadline=None)
@given(messages)
def test_accented_text_is_longer_and_stands_in_brackets(text: str) -> None:
    strange = accented(text)
    assert len(strange) >= len(text) * (2 if len(text) <= 10 else 1.4)
    assert strange[0] == "["
    assert strange[-1] == "]"


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        pytest.param("Hi", "[Ĥî]", id="short"),
        pytest.param("Call %(number)s now", "[Çåļļ %(number)s ñöŵ one two]", id="placeholder"),
        pytest.param("<b>Stop</b> it today", "[<b>Šţöp</b> îţ ţöðåý one two]", id="tags"),
    ],
)
def test_accents_make_english_readable_and_strange(text: str, strange: str) -> None:
    assert accented(text) == strange


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        pytest.param("Hi you", "\u202eHi\u202c \u202eyou\u202c", id="words"),
        pytest.param("Don’t.", "\u202eDon’t\u202c.", id="apostrophe"),
        pytest.param("<b>A</b> %(number)s", "<b>\u202eA\u202c</b> %(number)s", id="tags"),
        pytest.param("1-888", "1-888", id="digits"),
    ],
)
def test_mirroring_turns_each_word(text: str, strange: str) -> None:
    assert mirrored(text) == strange


def test_every_shipped_message_keeps_its_placeholders_and_turns_strange() -> None:
    for source in shipped().sources().values():
        for strange in (accented(source.text), mirrored(source.text)):
            assert placeholders_in(strange) == placeholders_in(source.text)
            assert strange != source.text
