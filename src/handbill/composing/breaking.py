"""Line breaking: where each language's lines may end."""

import re
from functools import cache
from typing import Literal

import budoux
import nh3
from icu4py.breakers import LineBreaker
from markupsafe import Markup

from handbill.model.placeholders import PLACEHOLDERS_AND_TAGS

ZERO_WIDTH_SPACE, NO_BREAK_SPACE, WORD_JOINER = "\u200b", "\u00a0", "\u2060"

_SHORT_ENDING = 12
"""Last two words up to this many characters stay together, so that none stands alone."""

_HELD_LANGUAGES = {"pl", "uk", "ru"}
"""Languages whose words of one or two letters must not end a line."""

_SHORT_WORD = re.compile(r"(?<!\w)(\w{1,2}) (?=\w)")

_LONGEST_GLUED = 8
"""Longer phrases may break inside: glued, they would not fit a narrow column."""


def prepared(text: str, language: str, breaking: Literal["engine", "icu", "phrases"]) -> Markup:
    """Return a message as safe markup with its line breaks settled; placeholders stay.

    Only `<b>`, `<i>` and `<br>` survive. Khmer, Lao and Burmese get U+200B where ICU breaks;
    Chinese and Japanese phrases are kept whole; elsewhere a short last word is tied to
    the one before it.
    """
    text = text.replace(" %(number)s", f"{NO_BREAK_SPACE}%(number)s")
    if breaking == "engine":
        broken = _tied(_held(text) if language in _HELD_LANGUAGES else text)
    else:
        mark = _dictionary_breaks if breaking == "icu" else _phrases
        broken = "".join(
            part if not part or PLACEHOLDERS_AND_TAGS.fullmatch(part) else mark(part, language)
            for part in PLACEHOLDERS_AND_TAGS.split(text)
        )
    return Markup(nh3.clean(broken, tags={"b", "i", "br"}, attributes={"*": set()}))  # noqa: S704  nh3 has cleaned it


def _held(text: str) -> str:
    return _SHORT_WORD.sub(rf"\1{NO_BREAK_SPACE}", text)


def _tied(text: str) -> str:
    words = text.split(" ")
    if len(words) > 3 and len(words[-1]) + len(words[-2]) < _SHORT_ENDING:
        return " ".join(words[:-2]) + " " + words[-2] + NO_BREAK_SPACE + words[-1]
    return text


def _dictionary_breaks(text: str, language: str) -> str:
    return ZERO_WIDTH_SPACE.join(LineBreaker(text, language))


def _phrases(text: str, language: str) -> str:
    return "".join(
        WORD_JOINER.join(phrase) if len(phrase) <= _LONGEST_GLUED else phrase
        for phrase in _parser(language).parse(text)
    )


@cache
def _parser(language: str) -> budoux.Parser:
    loaders = {
        "zh-Hans": budoux.load_default_simplified_chinese_parser,
        "zh-Hant": budoux.load_default_traditional_chinese_parser,
        "ja": budoux.load_default_japanese_parser,
        "th": budoux.load_default_thai_parser,
    }
    return loaders[language]()
