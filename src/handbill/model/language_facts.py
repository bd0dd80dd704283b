"""What CLDR and Unicode tell of a language that Handbill has never set: letters, breaks, forms."""

from collections.abc import Iterator

from babel import Locale
from fontTools import unicodedata as fonttools_unicodedata

from handbill.model.languages import PHRASE_LANGUAGES, Language, base_language, cldr_locale
from handbill.model.scripts import character_scripts, script_of

_ENGINE_SCRIPTS = {"Latn", "Cyrl", "Grek"}
"""Scripts that the family Noto Sans itself has."""

_FAMILIES = {
    "Arab": "Noto Sans Arabic",
    "Hans": "Noto Sans CJK SC",
    "Hant": "Noto Sans CJK TC",
    "Jpan": "Noto Sans CJK JP",
    "Kore": "Noto Sans CJK KR",
    "Nkoo": "Noto Sans NKo",
}
"""Families whose names are not made of the script's name."""

_NASTALIQ = {"ur", "ks", "pa", "skr"}
"""Languages whose readers expect Nastaliq where they are written with Arabic letters."""

_BROKEN_BY_ICU = {"Khmr", "Laoo", "Mymr"}
"""Scripts without spaces that the engine does not break."""

_TALL = {"Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Thai",
         "Laoo", "Khmr", "Mymr", "Tibt"}  # fmt: skip
_MIDDLE = {"Arab", "Hebr", "Ethi", "Armn", "Geor", "Hans", "Hant", "Jpan", "Kore", "Syrc", "Thaa",
           "Nkoo", "Adlm", "Rohg"}  # fmt: skip


def suggested_language(tag: str) -> Language:
    """Return how a language is likely to be set best, to begin with.

    Raises:
        UnknownLocaleError: where CLDR does not know the language.
    """
    script = script_of(tag)
    if script == "Arab" and base_language(tag) in _NASTALIQ:
        return Language(("Noto Nastaliq Urdu", "Noto Sans"), 2.2, 2.4, tag=tag)
    heights = (1.6, 1.4) if script in _TALL else (1.5, 1.35) if script in _MIDDLE else (1.3, 1.12)
    return Language(
        fonts=tuple(dict.fromkeys([family_for(script), "Noto Sans"])),
        line_height=heights[0],
        heading_line_height=heights[1],
        breaking="icu"
        if script in _BROKEN_BY_ICU
        else "phrases"
        if tag in PHRASE_LANGUAGES and tag != "th"
        else "engine",
        tag=tag,
    )


def family_for(script: str) -> str:
    """Return the family of Noto fonts for a script (ISO 15924)."""
    if script in _ENGINE_SCRIPTS:
        return "Noto Sans"
    return _FAMILIES.get(script) or f"Noto Sans {fonttools_unicodedata.script_name(script)}"


def sample_text(tag: str) -> str:
    """Return text in a language, from CLDR: names of countries, languages, months and days.

    It holds nearly all letters of the language, to try fonts with.
    """
    return " ".join(_names(cldr_locale(tag), tag))


def _names(locale: Locale, tag: str) -> Iterator[str]:
    scripts = character_scripts(tag)
    widths = [locale.months["stand-alone"]["wide"], locale.days["format"]["wide"]]
    for name in [
        *locale.territories.values(),
        *locale.languages.values(),
        *(word for width in widths for word in width.values()),
    ]:
        text = str(name)
        if any(fonttools_unicodedata.script(character) in scripts for character in text):
            yield text
