import pytest
from babel import UnknownLocaleError
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.model.languages import (
    Language,
    base_language,
    canonical_tag,
    cldr_locale,
    is_known_language,
    language_name,
    same_speech,
)


def language(tag: str) -> Language:
    return Language(fonts=("Noto Sans",), line_height=1.3, heading_line_height=1.1, tag=tag)


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ur", "rtl"),
        ("pa-Arab", "rtl"),
        ("pa", "ltr"),
        ("zh-Hans", "ltr"),
        ("en-XA", "ltr"),
        ("ar-XB", "rtl"),
        ("en-XL", "ltr"),
        ("km-XK", "ltr"),
    ],
    ids=str,
)
def test_the_writing_direction_comes_from_cldr(tag: str, direction: str) -> None:
    assert language(tag).direction() == direction


@pytest.mark.parametrize(
    ("tag", "directory"),
    [("es", "es"), ("pt-BR", "pt_BR"), ("zh-Hans", "zh_Hans"), ("en-XA", "en_XA")],
    ids=str,
)
def test_the_folder_of_a_language_is_its_posix_name(tag: str, directory: str) -> None:
    assert language(tag).directory() == directory


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("es", "español"),
        ("uk", "українська"),
        ("ur", "اردو"),
        ("zh-Hans", "中文"),
        ("pt-BR", "português"),
        ("en-XA", "English"),
    ],
    ids=str,
)
def test_a_language_names_itself_without_script_or_country(tag: str, name: str) -> None:
    assert language_name(tag, tag) == name


@pytest.mark.parametrize(
    ("tag", "reader", "name"),
    [
        pytest.param("es", "en", "Spanish", id="for English readers"),
        pytest.param("es", "fr", "espagnol", id="for French readers"),
        pytest.param("pt-BR", "en", "Portuguese", id="country left out"),
        pytest.param("zh-Hans", "en", "Chinese", id="script left out"),
        pytest.param("ar-XB", "en", "Arabic", id="pseudo-locale"),
        pytest.param("qaa", "en", "qaa", id="unnamed language keeps its code"),
    ],
)
def test_languages_are_named_in_the_readers_language(tag: str, reader: str, name: str) -> None:
    assert language_name(tag, reader) == name


@pytest.mark.parametrize(
    ("tag", "known"),
    [
        pytest.param("en", True, id="language"),
        pytest.param("pt-BR", True, id="with country"),
        pytest.param("zh-Hans", True, id="with script"),
        pytest.param("fil", True, id="three letters"),
        pytest.param("en-XA", True, id="pseudo-locale of accents"),
        pytest.param("ar-XB", True, id="pseudo-locale of direction"),
        pytest.param("en-XL", True, id="pseudo-locale of length"),
        pytest.param("km-XK", True, id="pseudo-locale without spaces"),
        pytest.param("pt_BR", False, id="underscore"),
        pytest.param("qaa", False, id="private use"),
        pytest.param("english", False, id="a name"),
        pytest.param("e", False, id="one letter"),
        pytest.param("", False, id="empty"),
        pytest.param("../en", False, id="a path"),
        pytest.param("es-419", True, id="with a part of the world"),
        pytest.param("zh-Hant-TW", True, id="with script and country"),
        pytest.param("EN", False, id="language in capitals"),
        pytest.param("pt-br", False, id="country in small letters"),
        pytest.param("zh-hans", False, id="script in small letters"),
        pytest.param("und", False, id="undetermined"),
        pytest.param("und-Latn", False, id="undetermined with script"),
        pytest.param("en-", False, id="hyphen at the end"),
        pytest.param("en\n", False, id="line break"),
        pytest.param("en-US-posix", False, id="variant"),
        pytest.param("ｅｎ", False, id="full-width letters"),
    ],
)
def test_a_language_is_known_where_cldr_knows_its_tag(tag: str, known: bool) -> None:
    assert is_known_language(tag) is known


@settings(deadline=None)
@given(st.text(max_size=20) | st.from_regex(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8}){0,3}"))
def test_any_text_is_either_a_known_language_or_not(tag: str) -> None:
    if is_known_language(tag):
        assert cldr_locale(tag).language


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("HT", "ht"),
        ("es", "es"),
        ("pt_BR", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("Zh-hant", "zh-Hant"),
        ("ZH_HANT_tw", "zh-Hant-TW"),
        ("ES-419", "es-419"),
        ("", ""),
    ],
    ids=str,
)
def test_a_tag_has_its_usual_capitals(text: str, tag: str) -> None:
    assert canonical_tag(text) == tag


@settings(deadline=None)
@given(st.from_regex(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", fullmatch=True), st.data())
def test_the_usual_capitals_are_found_from_any(tag: str, data: st.DataObject) -> None:
    written = "".join(
        data.draw(st.sampled_from((letter.upper(), letter.lower()))) for letter in tag
    )
    assert canonical_tag(written) == canonical_tag(written.replace("-", "_")) == tag


@settings(deadline=None)
@given(st.text(max_size=20))
def test_the_usual_capitals_of_any_text_stay(text: str) -> None:
    if is_known_language(text):
        assert canonical_tag(text) == text


def test_an_unknown_language_has_no_locale() -> None:
    with pytest.raises(UnknownLocaleError):
        cldr_locale("qaa")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("pt", "pt-BR", True, id="country does not matter"),
        pytest.param("zh-Hans", "zh-Hant", True, id="script does not matter"),
        pytest.param("ar", "ar-XB", True, id="pseudo-locale"),
        pytest.param("es", "pt", False, id="neighbours"),
        pytest.param("fi", "fil", False, id="common beginning"),
    ],
)
def test_the_primary_subtag_decides_who_understands_whom(one: str, other: str, same: bool) -> None:
    assert same_speech(one, other) is same
    assert same_speech(other, one) is same


@pytest.mark.parametrize(
    ("tag", "base"),
    [
        ("en", "en"),
        ("pt-BR", "pt"),
        ("zh-Hans", "zh"),
        ("en-XA", "en"),
        ("ar-XB", "ar"),
        ("en-XL", "en"),
        ("km-XK", "km"),
    ],
    ids=str,
)
def test_the_base_language_is_the_primary_subtag(tag: str, base: str) -> None:
    assert base_language(tag) == base
