"""What may be wrong with the wording of a translation, told by the two texts alone."""

import html
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import pairwise
from typing import Literal

import msgspec

from handbill.model.placeholders import (
    placeholders_in,
    stray_percent_signs,
    without_placeholders,
)
from handbill.model.scripts import (
    invisible_allowed,
    is_foreign,
    is_invisible,
    script_of,
)

Weight = Literal["error", "advice"]


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong with a translation."""

    check: str
    """Id of the check, e.g. `digits`; docs/translation-checks.md explains each."""
    weight: Weight
    """Whether it keeps the text from being printed, or is a hint to a person."""
    message: str
    """What is wrong and how to mend it, as finished sentences."""


class Wording(msgspec.Struct, frozen=True):
    """A translation beside its English."""

    english: str
    text: str
    language: str
    names: frozenset[str] = frozenset()
    """Words that stay as they are in every language, e.g. WhatsApp."""
    doubled: frozenset[str] = frozenset()
    """Words that rightly stand twice in a row, e.g. French “vous vous”."""


Rule = Callable[[Wording], Iterator[str]]

_TAG = re.compile(r"<[^>]*>?")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f'’-][^\W\d_]*)*")
_ADDRESS = re.compile(
    r"://|www\.|(?<!\w)(?:mailto|tel|sms|javascript|vbscript|data|whatsapp):(?=\S)|[@＠]"
    r"|[^\W_]{2}[.．][^\W_]{2}",
    re.IGNORECASE,
)
"""Schemes, and letters with a full stop in their midst, as in the name of a site."""
_HAN_NUMBER = re.compile("[零〇一二三四五六七八九]{3,}")
_PILED_MARKS = re.compile(
    "[\u0334-\u0338\u20d0-\u20ff]|[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]{4}"
)
"""Marks that strike a letter through or enclose it, and more of them than any language piles up."""

_PUNCTUATION = '.,;:!?…)»”"।۔،؛؟።፣፤፧。，、；：？！'

MOST_NAMED = 5
"""Words or signs named of one text; a hostile one has thousands."""
LONGEST_NAMED = 40

SPELLED_OUT = 4.0
SPARE = 80
"""A translation has at most four times the characters of its English, and 80 more."""

_ENGLISH = frozenset(
    ["the", "you", "your", "yours", "they", "their", "someone", "anyone", "what", "when", "where",
     "with", "who", "how", "does", "if", "this", "that", "these", "are", "is", "not", "and", "from",
     "them", "have", "without", "call", "help"]
)  # fmt: skip
"""Words that a text in another language with Latin letters does not hold two of."""


def _placeholders(wording: Wording) -> Iterator[str]:
    wanted, given = placeholders_in(wording.english), placeholders_in(wording.text)
    names = {name for name in {*wanted, *given} if wanted[name] != given[name]}
    for name in sorted(names)[:MOST_NAMED]:
        if wanted[name] != given[name]:
            yield (
                f"The placeholder %({name[:LONGEST_NAMED]})s stands {given[name]} times instead of "
                f"{wanted[name]}. Copy it from the English as it is."
            )
    if stray_percent_signs(wording.text) != stray_percent_signs(wording.english):
        yield "A '%' stands outside the placeholders. Copy placeholders from the English."
    if _count(wording.text, "{}") != _count(wording.english, "{}"):
        yield "A brace { or } is not in the English. Placeholders look like %(name)s only."


def _markup(wording: Wording) -> Iterator[str]:
    wanted, given = _TAG.findall(wording.english), _TAG.findall(wording.text)
    if sorted(wanted) != sorted(given):
        yield "The markup differs from the English. Use the same tags, each as often."
    elif _is_nested(wanted) and not _is_nested(given):
        yield "A tag closes before it opens, or two tags cross. Close first what opened last."
    if _has_entity(wording.text) and not _has_entity(wording.english):
        yield "A sign is written as an HTML entity (&...;). Write the sign itself."


def _digits(wording: Wording) -> Iterator[str]:
    if _digits_of(wording.text) != _digits_of(wording.english):
        yield "A digit was added, lost or changed. Numbers come from records, never from texts."


def _addresses(wording: Wording) -> Iterator[str]:
    if _addresses_in(wording.text) - _addresses_in(wording.english):
        yield "A web address was added. Addresses come from records, never from texts."


def _invisible(wording: Wording) -> Iterator[str]:
    allowed = invisible_allowed(wording.language)
    found = sorted({c for c in wording.text if is_invisible(c) and c not in allowed})
    if found:
        named = ", ".join(f"U+{ord(character):04X}" for character in found[:MOST_NAMED])
        yield f"The text holds an invisible character ({named}). Remove it."


def _damaged(wording: Wording) -> Iterator[str]:
    if "\ufffd" in wording.text:
        yield "The text holds the sign � of a letter that was lost. Write the letter again."
    elif not unicodedata.is_normalized("NFC", wording.text):
        yield (
            "Letters with marks are written in parts (not in Unicode's form NFC). Save the file "
            "with an editor that writes NFC, or type the letters again."
        )
    elif _PILED_MARKS.search(wording.text):
        yield "Letters are struck through, enclosed or buried under marks. Remove the marks."


def _scripts(wording: Wording) -> Iterator[str]:
    for word in _named(_foreign_words(wording)):
        yield f"'{word}' has letters of another script. Write the word in the language's own."


def _foreign_words(wording: Wording) -> list[str]:
    """Return the runs of foreign letters that are no names; one letter in a word is a run."""
    runs: list[str] = [""]
    for character in _bare(wording.text):
        if is_foreign(character, wording.language):
            runs[-1] += character
        else:
            runs.append("")
    return sorted({run for run in runs if run} - wording.names)


def _english(wording: Wording) -> Iterator[str]:
    if wording.language == "en":
        return
    words = [word.casefold() for word in _WORD.findall(_bare(wording.text))]
    own = [word for word in words if word not in {name.casefold() for name in wording.names}]
    same = _bare(wording.text).strip().casefold() == _bare(wording.english).strip().casefold()
    if same and len(own) > 1:
        yield "This is the English text. Translate it, or leave it empty."
    elif script_of(wording.language) == "Latn" and len(_ENGLISH & set(own)) > 1:
        found = ", ".join(sorted(_ENGLISH & set(own)))
        yield f"English words are left over ({found}). Translate them."


def _length(wording: Wording) -> Iterator[str]:
    most = len(wording.english) * SPELLED_OUT + SPARE
    if len(wording.text) > most:
        yield (
            f"The text has {len(wording.text):,} characters, its English {len(wording.english)}. "
            f"Say it shorter, in {most:.0f} at most."
        )


def _spaces(wording: Wording) -> Iterator[str]:
    if wording.text != wording.text.strip():
        yield "The text begins or ends with a space. Remove it."
    if re.search(r"  |\t", wording.text):
        yield "Two spaces or a tab stand between words. Leave one space."
    if wording.text.count("\n") != wording.english.count("\n"):
        yield "The lines are broken otherwise than in English. The program breaks lines: join them."


def _doubled(wording: Wording) -> Iterator[str]:
    # Split at spaces: a regular expression's words end at the vowel signs of many scripts.
    words = wording.text.split()
    found = [
        word for word, following in pairwise(words)
        if len(word) > 1 and word[0].isalpha() and word == following.rstrip(_PUNCTUATION)
    ]  # fmt: skip
    for word in _named(word for word in found if word not in wording.doubled):
        yield f"'{word}' stands twice in a row. Remove one if that is not meant."


_FULL_STOPS = {"Deva": "।.", "Beng": "।.", "Arab": ".۔", "Ethi": "።", "Khmr": "។", "Hans": "。",
               "Hant": "。", "Jpan": "。", "Armn": "։", "Mymr": "။", "Tibt": "།"}  # fmt: skip
_QUESTION_MARKS = {"Arab": "؟", "Ethi": "?፧", "Hans": "？", "Hant": "？", "Jpan": "？?。",
                   "Grek": ";?", "Armn": "՞", "Mymr": "?။"}  # fmt: skip
_WITHOUT_MARKS = {"Thai", "Laoo"}
"""Scripts whose sentences end with a space."""
_CLOSING = "\"'”’»“』」)）"


def _ending(wording: Wording) -> Iterator[str]:
    script = script_of(wording.language)
    if script in _WITHOUT_MARKS:
        return
    last, given = (_bare_end(text) for text in (wording.english, wording.text))
    marks = {".": _FULL_STOPS.get(script, "."), "?": _QUESTION_MARKS.get(script, "?")}
    for mark, own in marks.items():
        if last == mark and given not in own:
            yield f"The English ends with '{mark}', the text does not. Add '{own[0]}' at the end."
    if last not in (".", "?", "!", ":") and given and given in marks["."]:
        yield f"The English does not end with '.'. Remove the '{given}' at the end."
    if last == ":" and given not in (":", "：", "፦", "፡", "៖"):
        yield "The English ends with ':', the text does not. Add a colon at the end."


_PAIRS = {"(": ")", "[": "]", "（": "）", "「": "」", "『": "』", "“": "”", "«": "»"}
_REVERSED = {"“", "”", "«", "»"}
"""Quotation marks that some languages turn around or use in other pairs."""


def _brackets(wording: Wording) -> Iterator[str]:
    for opening, closing in _PAIRS.items():
        marks = [sign for sign in wording.text if sign in (opening, closing)]
        if opening in _REVERSED:
            continue
        if not _is_balanced(marks, opening):
            yield (
                f"The brackets {opening} {closing} do not match. Write each opening one before "
                f"its closing one; right-to-left texts turn them by themselves."
            )
    if wording.text.count('"') % 2:
        yield 'A straight quotation mark (") has no partner. Use the quotation marks in pairs.'


ERRORS: dict[str, Rule] = {
    "placeholders": _placeholders,
    "markup": _markup,
    "digits": _digits,
    "address": _addresses,
    "invisible": _invisible,
    "damaged": _damaged,
    "script": _scripts,
    "english": _english,
    "excess": _length,
}
"""Enforced: a text that breaks one is never printed."""

ADVICE: dict[str, Rule] = {
    "spaces": _spaces,
    "doubled-word": _doubled,
    "ending": _ending,
    "brackets": _brackets,
}
"""Told to the translator, who may have a reason."""


def errors_of(wording: Wording) -> Iterator[Problem]:
    """Yield what keeps a translation from being printed."""
    for check, rule in ERRORS.items():
        for message in rule(wording):
            yield Problem(check, "error", message)


def problems_of(wording: Wording) -> Iterator[Problem]:
    """Yield everything that is or may be wrong with a translation."""
    yield from errors_of(wording)
    for check, rule in ADVICE.items():
        for message in rule(wording):
            yield Problem(check, "advice", message)


def _bare(text: str) -> str:
    """Return a text without placeholders and tags."""
    return _TAG.sub(" ", without_placeholders(text))


def _bare_end(text: str) -> str:
    stripped = text.rstrip().rstrip(_CLOSING).rstrip()
    return stripped[-1:]


def _named(words: Iterable[str]) -> list[str]:
    """Return the first words, shortened, for a message that stays readable."""
    return [word[:LONGEST_NAMED] for word in list(dict.fromkeys(words))[:MOST_NAMED]]


def _digits_of(text: str) -> list[str]:
    signs = sorted(c for c in text if unicodedata.category(c) in ("Nd", "Nl", "No"))
    return signs + sorted(_HAN_NUMBER.findall(text))


def _addresses_in(text: str) -> set[str]:
    return {word.strip(',.;:!?()“”"') for word in text.split() if _ADDRESS.search(word)}


def _has_entity(text: str) -> bool:
    return html.unescape(text) != text


def _is_nested(tags: Collection[str]) -> bool:
    """Tell whether each closing tag closes the one that opened last."""
    opened: list[str] = []
    for tag in tags:
        if not tag.startswith("</"):
            opened += [tag] if tag != "<br>" else []
        elif not opened or opened.pop() != tag.replace("/", "", 1):
            return False
    return not opened


def _count(text: str, signs: str) -> int:
    return sum(text.count(sign) for sign in signs)


def _is_balanced(marks: Collection[str], opening: str) -> bool:
    depth = 0
    for mark in marks:
        depth += 1 if mark == opening else -1
        if depth < 0:
            return False
    return depth == 0
