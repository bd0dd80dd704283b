"""What CLDR and Unicode tell of a language that has never been set."""

import pytest
from babel import UnknownLocaleError, localedata
from fontTools import unicodedata as fonttools_unicodedata

from handbill.library.library import Library
from handbill.model.language_facts import family_for, sample_text, suggested_language
from handbill.model.languages import Language, canonical_tag, is_known_language
from handbill.model.scripts import script_of

EVERY_LANGUAGE = sorted(
    tag for tag in map(canonical_tag, localedata.locale_identifiers()) if is_known_language(tag)
)


@pytest.mark.parametrize(
    ("tag", "font", "heights", "breaking"),
    [
        ("sw", "Noto Sans", (1.3, 1.12), "engine"),
        ("bg", "Noto Sans", (1.3, 1.12), "engine"),
        ("el", "Noto Sans", (1.3, 1.12), "engine"),
        ("ka", "Noto Sans Georgian", (1.5, 1.35), "engine"),
        ("he", "Noto Sans Hebrew", (1.5, 1.35), "engine"),
        ("ti", "Noto Sans Ethiopic", (1.5, 1.35), "engine"),
        ("fa", "Noto Sans Arabic", (1.5, 1.35), "engine"),
        ("ur", "Noto Nastaliq Urdu", (2.2, 2.4), "engine"),
        ("ur-IN", "Noto Nastaliq Urdu", (2.2, 2.4), "engine"),
        ("ks", "Noto Nastaliq Urdu", (2.2, 2.4), "engine"),
        ("ks-Deva", "Noto Sans Devanagari", (1.6, 1.4), "engine"),
        ("pa", "Noto Sans Gurmukhi", (1.6, 1.4), "engine"),
        ("pa-Arab", "Noto Nastaliq Urdu", (2.2, 2.4), "engine"),
        ("ne", "Noto Sans Devanagari", (1.6, 1.4), "engine"),
        ("ta", "Noto Sans Tamil", (1.6, 1.4), "engine"),
        ("bo", "Noto Sans Tibetan", (1.6, 1.4), "engine"),
        ("lo", "Noto Sans Lao", (1.6, 1.4), "icu"),
        ("my", "Noto Sans Myanmar", (1.6, 1.4), "icu"),
        ("km", "Noto Sans Khmer", (1.6, 1.4), "icu"),
        ("th", "Noto Sans Thai", (1.6, 1.4), "engine"),
        ("ja", "Noto Sans CJK JP", (1.5, 1.35), "phrases"),
        ("ko", "Noto Sans CJK KR", (1.5, 1.35), "engine"),
        ("zh-Hans", "Noto Sans CJK SC", (1.5, 1.35), "phrases"),
        ("zh-Hant", "Noto Sans CJK TC", (1.5, 1.35), "phrases"),
        ("yue-Hant", "Noto Sans CJK TC", (1.5, 1.35), "engine"),
        ("nqo", "Noto Sans NKo", (1.5, 1.35), "engine"),
    ],
)
def test_a_language_is_set_as_its_script_asks_for(
    tag: str, font: str, heights: tuple[float, float], breaking: str
) -> None:
    found = suggested_language(tag)
    fonts = dict.fromkeys([font, "Noto Sans"])
    assert found == Language(tuple(fonts), *heights, breaking=found.breaking, tag=tag)
    assert found.breaking == breaking


def test_what_is_suggested_is_how_the_shipped_languages_are_set(library: Library) -> None:
    """Where somebody who looked at pages decided otherwise, that stands in languages.toml."""
    for tag in ("es", "pl", "uk", "ar", "ur", "hi", "km", "zh-Hans"):
        shipped, suggested = library.languages[tag], suggested_language(tag)
        assert suggested.fonts[0] == shipped.fonts[0]
        assert suggested.breaking == shipped.breaking
        assert suggested.direction() == shipped.direction()


@pytest.mark.parametrize("tag", ["qqq", "xx", "en-XB", "not a language"])
def test_a_language_that_cldr_does_not_know_has_no_suggestion(tag: str) -> None:
    with pytest.raises((UnknownLocaleError, ValueError)):
        suggested_language(tag)


def test_every_language_of_cldr_has_a_suggestion_and_a_sample() -> None:
    assert len(EVERY_LANGUAGE) > 700
    for tag in EVERY_LANGUAGE:
        found = suggested_language(tag)
        assert found.fonts[-1] == "Noto Sans"
        assert len(set(found.fonts)) == len(found.fonts)
        assert 1 < found.heading_line_height < found.line_height * 1.2 < 3
        assert found.direction() in ("ltr", "rtl")


@pytest.mark.parametrize(
    ("tag", "letters"),
    [
        ("ka", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"),
        ("he", "אבגדהוזחטיכלמםנןסעפףצץקרשת"),
        ("uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
        ("bo", "ཀཁགངཅཆཇཉཏཐདན"),
        ("vi", "ăâđêôơư"),
        ("zh-Hant", "國語"),
    ],
)
def test_a_sample_has_the_letters_of_the_language(tag: str, letters: str) -> None:
    assert set(letters) - set(sample_text(tag).casefold()) == set()


@pytest.mark.parametrize("tag", ["ka", "he", "ti", "lo", "ar", "ja"])
def test_each_name_of_a_sample_has_letters_of_the_script(tag: str) -> None:
    words = sample_text(tag).split()
    foreign = [word for word in words if all(map(str.isascii, word)) and word.isalpha()]
    assert len(foreign) < len(words) / 20


@pytest.mark.parametrize("tag", ["cop", "mn-Mong"])
def test_a_language_without_words_in_cldr_has_an_empty_sample(tag: str) -> None:
    assert sample_text(tag) == ""


def test_families_bear_the_names_of_their_scripts() -> None:
    for tag in EVERY_LANGUAGE:
        assert family_for(script_of(tag)).startswith("Noto Sans")
    for code in ("Armn", "Beng", "Cher", "Telu"):
        assert family_for(code) == f"Noto Sans {fonttools_unicodedata.script_name(code)}"
