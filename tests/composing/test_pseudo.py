"""Pseudo-locales: English made strange, its placeholders and tags untouched."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.composing.breaking import ZERO_WIDTH_SPACE, prepared
from handbill.composing.pseudo import TRANSFORMS, accented, doubled, mirrored, unspaced
from handbill.model.placeholders import placeholders_in
from tests.composing.samples import PSEUDO_LOCALES, shipped

MARKS = re.compile(r"%\([a-z]+\)s|<[^>]+>")
every_transform = pytest.mark.parametrize(
    "transform", [pytest.param(transform, id=kind) for kind, transform in TRANSFORMS.items()]
)

words = st.text(
    alphabet=st.characters(codec="ascii", exclude_characters="<>%\x7f", min_codepoint=32)
)
marks = st.sampled_from(["%(number)s", "%(language)s", "<b>", "</b>", "<i>", "</i>", "<br>"])
messages = st.lists(st.one_of(words, marks), max_size=12).map("".join)


def seen(text: str) -> str:
    """Return what a reader sees of a message before its placeholders are filled."""
    return MARKS.sub("", text)


@every_transform
@settings(deadline=None)
@given(text=messages)
def test_placeholders_and_tags_stand_once_and_in_order(
    transform: Callable[[str], str], text: str
) -> None:
    strange = transform(text)
    assert MARKS.findall(strange) == MARKS.findall(text)
    assert placeholders_in(strange) == placeholders_in(text)


@every_transform
@settings(deadline=None)
@given(text=messages)
def test_no_digit_is_added_or_lost(transform: Callable[[str], str], text: str) -> None:
    strange = transform(text)
    assert list(filter(str.isdigit, seen(strange))) == list(filter(str.isdigit, seen(text)))


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


@settings(deadline=None)
@given(messages)
def test_doubled_text_has_each_letter_twice_and_each_sign_once(text: str) -> None:
    letters, strange = re.findall("[A-Za-z]", seen(text)), seen(doubled(text))
    assert sorted(re.findall("[A-Za-z]", strange)) == sorted(letters * 2)
    signs = re.compile(r"[^A-Za-z'’ -]")
    assert signs.findall(strange) == signs.findall(seen(text))


@settings(deadline=None)
@given(messages)
def test_unspaced_text_is_khmer_without_a_space_or_a_latin_letter(text: str) -> None:
    strange = seen(unspaced(text))
    assert not any(sign.isspace() or (sign.isascii() and sign.isalpha()) for sign in strange)
    assert strange.count("។") == seen(text).count(".")


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


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        pytest.param("You are safe.", "You are safe You are safe.", id="sentence"),
        pytest.param("Wait. Call us!", "Wait Wait. Call us Call us!", id="sentences"),
        pytest.param("Don’t go, stay", "Don’t go Don’t go, stay stay", id="clauses"),
        pytest.param("Call %(number)s now", "Call Call %(number)s now now", id="placeholder"),
        pytest.param("Say “%(request)s”.", "Say Say “%(request)s”.", id="quotation marks"),
        pytest.param("<b>Stop</b> it", "<b>Stop Stop</b> it it", id="tags"),
        pytest.param("24 hours", "24 hours hours", id="digits"),
    ],
)
def test_doubling_says_the_words_of_each_clause_twice(text: str, strange: str) -> None:
    assert doubled(text) == strange


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        pytest.param("Are you safe?", "ជាមួយនិងមនុស្ស?", id="words"),
        pytest.param("Stop. Stop.", "មន្ទីរពេទ្យ។មន្ទីរពេទ្យ។", id="sentences"),
        pytest.param("Call %(number)s.", "មន្ទីរពេទ្យ%(number)s។", id="placeholder"),
        pytest.param("%(year)s, %(figure)s", "%(year)sហើយ%(figure)s", id="figures stay apart"),
        pytest.param("<b>Stop</b>", "<b>មន្ទីរពេទ្យ</b>", id="tags"),
    ],
)
def test_each_english_word_becomes_a_khmer_one(text: str, strange: str) -> None:
    assert unspaced(text) == strange


def test_unspaced_texts_are_as_long_as_long_khmer_translations() -> None:
    catalog, sources = shipped().catalogs["km"], shipped().sources()
    pairs = [
        (len(seen(unspaced(source.text))), len(seen(entry.text)))
        for address, source in sources.items()
        if (entry := catalog.get(address))
    ]
    made, translated = map(sum, zip(*pairs, strict=True))
    assert 1.1 < made / translated < 1.5


def test_lines_of_unspaced_text_may_end_within_every_few_letters() -> None:
    for source in shipped().sources().values():
        broken = str(prepared(unspaced(source.text), "km-XK", "icu"))
        assert max(map(len, re.split(rf"{ZERO_WIDTH_SPACE}|{MARKS.pattern}", broken))) <= 20


def test_every_shipped_message_keeps_its_placeholders_and_turns_strange() -> None:
    for source in shipped().sources().values():
        for transform in TRANSFORMS.values():
            strange = transform(source.text)
            assert placeholders_in(strange) == placeholders_in(source.text)
            assert strange != source.text


def test_every_pseudo_locale_is_made_by_a_transform_of_its_own() -> None:
    kinds = {tag: language.pseudo for tag, language in shipped().languages.items()}
    assert {tag for tag, kind in kinds.items() if kind} == set(PSEUDO_LOCALES)
    assert {kinds[tag] for tag in PSEUDO_LOCALES} == set(TRANSFORMS)
