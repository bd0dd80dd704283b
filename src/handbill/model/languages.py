"""Languages: how each is set. Names, direction and formats come from CLDR."""

import re
from functools import cache
from typing import ClassVar, Literal

from babel import Locale, UnknownLocaleError

from handbill.model.regions import Record

Pseudo = Literal["accents", "bidi", "long", "unspaced"]

PHRASE_LANGUAGES = ("ja", "th", "zh-Hans", "zh-Hant")
"""Languages whose phrases can be kept whole (`breaking = "phrases"`)."""

_STAND_INS = {"en-XA": "en", "ar-XB": "ar", "en-XL": "en", "km-XK": "km"}
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


class Language(Record, frozen=True):
    """How a language is set in type."""

    fonts: tuple[str, ...]
    """Families allowed on a page in this language, in order of preference."""
    line_height: float
    """Line height as a multiple of the type size."""
    heading_line_height: float
    """The same for headlines, which are large and short."""
    breaking: Literal["engine", "icu", "phrases"] = "engine"
    """Who finds line breaks: the engine, ICU's dictionary, or ICU's words kept whole."""
    pseudo: Pseudo | None = None
    """How the text is made from English, for languages that nobody speaks."""
    derived: ClassVar[frozenset[str]] = frozenset({"tag"})
    tag: str = ""
    """BCP 47 tag; taken from the key."""

    def locale(self) -> Locale:
        """Return the CLDR locale of the language."""
        return cldr_locale(self.tag)

    def direction(self) -> Literal["ltr", "rtl"]:
        """Return the writing direction."""
        return "rtl" if self.locale().text_direction == "rtl" else "ltr"

    def directory(self) -> str:
        """Return the POSIX name of the language's folder in `translations/`."""
        return self.tag.replace("-", "_")


class Languages(Record, frozen=True):
    """The file of languages."""

    languages: dict[str, Language]


@cache
def cldr_locale(tag: str) -> Locale:
    """Return the CLDR locale for a BCP 47 tag; pseudo-locales borrow their base language.

    Raises:
        UnknownLocaleError: where CLDR does not know the language.
    """
    return Locale.parse(_STAND_INS.get(tag, tag), sep="-")


def is_known_language(tag: str) -> bool:
    """Tell whether CLDR knows the language."""
    if not _TAG.fullmatch(tag) or tag.startswith("und"):
        return False
    try:
        locale = cldr_locale(tag)
    except (UnknownLocaleError, ValueError):
        return False
    # CLDR falls back to the bare language where it does not know the script or country.
    return tag in _STAND_INS or str(locale).replace("_", "-") == tag


def canonical_tag(text: str) -> str:
    """Return a BCP 47 tag with the usual capitals (RFC 5646, 2.1.1): `Zh-hant` is `zh-Hant`."""
    first, *rest = text.replace("_", "-").split("-")
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    return "-".join([first.lower(), *parts])


def same_speech(one: str, other: str) -> bool:
    """Tell whether speakers of two tags understand each other on the telephone.

    The primary subtag decides: a line that answers in `pt` helps a reader of `pt-BR`.
    """
    return base_language(one) == base_language(other)


def base_language(tag: str) -> str:
    """Return the primary language subtag, pseudo-locales as their base language."""
    return _STAND_INS.get(tag, tag).split("-")[0]


_SCRIPTS_NAMED = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文"}
"""Where readers choose by script, the script's everyday name."""


@cache
def native_name(tag: str) -> str:
    """Return a language's name for itself (CLDR)."""
    return _SCRIPTS_NAMED.get(tag) or language_name(tag, tag)


@cache
def english_name(tag: str) -> str:
    """Return a language's whole name in English, with script and country (CLDR), or its tag."""
    return str(cldr_locale(tag).get_display_name("en") or tag)


@cache
def language_name(tag: str, reader: str) -> str:
    """Return the CLDR name of language `tag` for readers of language `reader`.

    The plain name is taken, without script or country: it is spoken on the telephone.
    """
    locale = cldr_locale(reader)
    return str(locale.languages.get(base_language(tag), base_language(tag)))
