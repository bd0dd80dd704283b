"""Scripts: which letters and signs a language is written with (Unicode, CLDR)."""

import unicodedata
from functools import cache, lru_cache

from babel.core import get_global
from fontTools import unicodedata as fonttools_unicodedata

from handbill.model.languages import base_language, cldr_locale

_PARTS = {
    "Hans": {"Hani", "Bopo"},
    "Hant": {"Hani", "Bopo"},
    "Jpan": {"Hani", "Hira", "Kana"},
    "Kore": {"Hang", "Hani"},
}
"""Scripts that are made of several in Unicode (ISO 15924)."""

_COMMON = {"Zyyy", "Zinh", "Zzzz"}

ZERO_WIDTH_SPACE, NON_JOINER, JOINER, WORD_JOINER = "\u200b", "\u200c", "\u200d", "\u2060"
SOFT_HYPHEN = "\u00ad"

_SHAPED = {
    "Arab", "Syrc", "Nkoo", "Mong", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu",
    "Knda", "Mlym", "Sinh", "Khmr", "Mymr", "Laoo", "Thai", "Tibt",
}  # fmt: skip
_WITHOUT_SPACES = {"Khmr", "Thai", "Laoo", "Mymr", "Tibt", "Hans", "Hant", "Jpan"}
_HYPHENATED = {"Latn", "Cyrl", "Grek", "Armn", "Geor"}

_BLANK_LETTERS = frozenset(
    [*"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\U0001d159",
     *map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))]
)  # fmt: skip
"""Signs that show nothing although Unicode calls them letters, marks or symbols; variation
selectors are among them, for which the fonts have no second form."""

_LOOKALIKES = ("<font>", "<wide>", "<narrow>", "<circle>", "<square>",
               "<initial>", "<medial>", "<final>", "<isolated>")  # fmt: skip
"""How Unicode marks letters that are another letter in other clothes."""


@cache
def script_of(tag: str) -> str:
    """Return the script a language is usually written with (CLDR, likely subtags)."""
    locale = cldr_locale(tag)
    if locale.script:
        return str(locale.script)
    likely = get_global("likely_subtags")
    named = "_".join(filter(None, [base_language(tag), locale.territory]))
    full = likely.get(named) or likely.get(base_language(tag), "")
    parts = [part for part in full.split("_")[1:] if len(part) == 4]
    return parts[0] if parts else "Latn"


@cache
def character_scripts(tag: str) -> frozenset[str]:
    """Return the scripts, as Unicode counts them, of a language's letters."""
    script = script_of(tag)
    return frozenset(_PARTS.get(script, {script}))


@lru_cache(maxsize=20_000)
def is_foreign(character: str, tag: str) -> bool:
    """Tell whether a letter belongs to no script of the language, or only looks like one."""
    if unicodedata.category(character)[0] not in "LM":
        return False
    if unicodedata.decomposition(character).startswith(_LOOKALIKES):
        return True
    allowed = character_scripts(tag)
    found = fonttools_unicodedata.script(character)
    if found in allowed or found in _COMMON:
        return False
    return not allowed & set(fonttools_unicodedata.script_extension(character))


@cache
def invisible_allowed(tag: str) -> frozenset[str]:
    """Return the invisible characters that shape words and lines in a language."""
    script = script_of(tag)
    allowed = {WORD_JOINER}
    if script in _SHAPED:
        allowed |= {NON_JOINER, JOINER}
    if script in _WITHOUT_SPACES:
        allowed.add(ZERO_WIDTH_SPACE)
    if script in _HYPHENATED:
        allowed.add(SOFT_HYPHEN)
    return frozenset(allowed)


_UNSEEN = {"Cf", "Cc", "Co", "Cn", "Cs", "Zl", "Zp"}


def is_invisible(character: str) -> bool:
    """Tell whether a character shows nothing, or nothing that everybody would see alike."""
    return character in _BLANK_LETTERS or (
        character != "\n" and unicodedata.category(character) in _UNSEEN
    )


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing at all."""
    return all(c.isspace() or is_invisible(c) for c in text)
