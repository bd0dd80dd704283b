"""Pseudo-locales: English made strange, to find what only fits or only works in English."""

import re
from collections.abc import Callable

from handbill.model.languages import Pseudo
from handbill.model.placeholders import PLACEHOLDERS_AND_TAGS

_ACCENTED = str.maketrans(
    "AaBCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz",
    "ÅåßÇçÐðÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž",
)
_PADDING = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_WORDS = re.compile(rf"{_WORD.pattern}(?:[ -]{_WORD.pattern})*")
"""Words with nothing but spaces or hyphens between them."""

_RIGHT_TO_LEFT_OVERRIDE, _POP = "\u202e", "\u202c"

_KHMER = (
    ("អ្នក", "បាន", "ដែល", "របស់", "ជាមួយ", "ហើយ", "ដល់", "សម្រាប់", "និង", "ទៅ", "លេខ"),
    ("ការងារ", "គ្រួសារ", "មនុស្ស", "ទូរស័ព្ទ", "អន្តរជាតិ", "ព័ត៌មាន", "មន្ទីរពេទ្យ"),
    ("សុវត្ថិភាព", "ការធ្វើដំណើរ", "លិខិតឆ្លងដែន", "រដ្ឋាភិបាល", "សាកលវិទ្យាល័យ"),
)
"""Khmer words to stand for short, middling and long English ones; ICU's dictionary knows them."""

_KHMER_LENGTHS = (3, 6)
"""Most letters of a short and of a middling English word."""

_SIGNS = str.maketrans({".": "។", ",": "ហើយ", " ": ""})
"""A comma becomes a word, so that two figures with nothing else between them stay two."""


def accented(text: str) -> str:
    """Return the text with accents, in brackets and about 40 % longer (short texts 100 %)."""
    wanted = len(text) * (1.0 if len(text) <= 10 else 0.4)
    padding: list[str] = []
    while sum(map(len, padding)) + len(padding) < wanted - 2:
        padding.append(_PADDING[len(padding) % len(_PADDING)])
    strange = _between(text, lambda part: part.translate(_ACCENTED))
    return "[" + " ".join([strange, *padding]) + "]"


def mirrored(text: str) -> str:
    """Return the text with each Latin word overridden to run from right to left."""
    return _between(
        text,
        lambda part: _WORD.sub(lambda word: f"{_RIGHT_TO_LEFT_OVERRIDE}{word.group()}{_POP}", part),
    )


def doubled(text: str) -> str:
    """Return the text with its words said twice, clause by clause."""
    return _between(text, lambda part: _WORDS.sub(lambda words: f"{words[0]} {words[0]}", part))


def unspaced(text: str) -> str:
    """Return a Khmer word for each English one, as long, with nothing in between."""
    return _between(
        text, lambda part: _WORD.sub(lambda word: _in_khmer(word[0]), part).translate(_SIGNS)
    )


TRANSFORMS: dict[Pseudo, Callable[[str], str]] = {
    "accents": accented,
    "bidi": mirrored,
    "long": doubled,
    "unspaced": unspaced,
}
"""How each kind of pseudo-locale is made from English."""


def _between(text: str, change: Callable[[str], str]) -> str:
    """Return the text with everything but placeholders and tags changed."""
    kept = PLACEHOLDERS_AND_TAGS
    return "".join(part if kept.fullmatch(part) else change(part) for part in kept.split(text))


def _in_khmer(word: str) -> str:
    words = _KHMER[sum(len(word) > most for most in _KHMER_LENGTHS)]
    return words[sum(map(ord, word.lower())) % len(words)]
