"""Faults of texts."""

import unicodedata
from itertools import pairwise
from typing import Any

from handbill.model.papers import POINTS_PER_MM
from tests.preflight.mutants.planting import (
    Damage,
    Mutant,
    box_of,
    composed,
    drawn_over,
    edited,
    emptied,
    inside,
    message_changed,
    message_styled,
    moved,
    operation,
    resized,
    rewrite,
    rewritten,
    shifted,
    the_broken_message,
    the_message,
    the_next,
)
from tests.preflight.mutants.samples import LANGUAGES, Sample, Spot, library

_ZERO_WIDTH_SPACE, _WORD_JOINER, _NON_JOINER = "\u200b", "\u2060", "\u200c"

SOME = ("en", "ar", "hi", "km")
"""Samples in which faults are proven that do not touch the letters."""

_VIRAMA, _COENG = "\u094d", "\u17d2"


def _without_a_word(_: Sample, text: str) -> str:
    if _WORD_JOINER in text:
        middle = text.index(_WORD_JOINER)
        end = middle
        while text[end : end + 1] == _WORD_JOINER:
            end += 2
        return text[: middle - 1] + text[end:]
    space = _ZERO_WIDTH_SPACE if _ZERO_WIDTH_SPACE in text else " "
    words = text.replace("\u00a0", space).split(space)
    return space.join(word for at, word in enumerate(words) if at != len(words) // 2)


def _with_another_letter(_: Sample, text: str) -> str:
    letters = [at for at, character in enumerate(text) if character.isalpha()]
    middle = letters[len(letters) // 2]
    kind = unicodedata.category(text[middle])
    other = next(
        character
        for character in text[::-1]
        if unicodedata.category(character) == kind and character != text[middle]
    )
    return text[:middle] + other + text[middle + 1 :]


def _unjoined(_: Sample, text: str) -> str:
    """Part two letters that join, or a conjunct, with U+200C."""
    for sign in (_VIRAMA, _COENG):
        if sign in text:
            at = text.index(sign) + (sign == _VIRAMA)
            return text[:at] + _NON_JOINER + text[at:]
    for at, (one, other) in enumerate(pairwise(text)):
        # Letters of the right-joining group do not join the one behind them.
        if one in "بتثنيسشصضطظعغفقكلمهپٹچگکہھی" and unicodedata.category(other) == "Lo":
            return text[: at + 1] + _NON_JOINER + text[at + 1 :]
    raise ValueError(f"Nothing joins in '{text}'.")


def _in_english(good: Sample, _: str) -> str:
    source = library().sources()[good.message.message_id].text
    return f'<span lang="en" dir="ltr">{source}</span>'


def _move(document: Any, spot: Spot, across: float, down: float) -> None:
    lines = {line.marked for line in spot.lines}
    rewrite(document, spot.page, lines, lambda block: shifted(block, across, down))


def _lines_exchanged(good: Sample, document: Any) -> None:
    spot = the_broken_message(good)
    first, second = spot.lines[:2]
    down = second.base - first.base
    rewrite(document, spot.page, {first.marked}, lambda block: shifted(block, 0, down))
    rewrite(document, spot.page, {second.marked}, lambda block: shifted(block, 0, -down))


def _clipped(right: float, bottom: float) -> Damage:
    """Return a damage that shows of a message's last line only a share from its upper left."""

    def change(good: Sample, document: Any) -> None:
        spot = the_message(good)
        line = spot.lines[-1]
        left, top, end, base = line.box
        scale = POINTS_PER_MM / 0.75
        shown = (
            (left - 1) * scale, (top - 3) * scale,
            (1 + right * (end - left)) * scale, (3 + bottom * (base - top)) * scale,
        )  # fmt: skip
        rewrite(
            document, spot.page, {line.marked},
            lambda block: inside(block, operation("re", *shown), operation("W"), operation("n")),
        )  # fmt: skip

    return edited(change)


def _moved_to(left: float) -> Damage:
    """Return a damage that moves a message until it begins at some mm from the left edge."""

    def change(good: Sample, document: Any) -> None:
        spot = the_message(good)
        _move(document, spot, left - spot.box[0], 0)

    return edited(change)


def _over_another(beside: float) -> Damage:
    """Return a damage that sets a message over the next one, some mm lower."""

    def change(good: Sample, document: Any) -> None:
        spot, other = the_message(good), the_next(good)
        one, below = spot.lines[0], other.lines[0]
        side = 2 if spot.passage.segments[0].right_to_left else 0
        across = below.box[side] - one.box[side]
        _move(document, spot, across, below.base - one.base + beside)

    return edited(change)


def _exchanged_with_the_next(good: Sample, document: Any) -> None:
    """Set two messages in one another's places."""
    spot, other = the_message(good), the_next(good)
    down = other.lines[0].base - spot.lines[0].base
    _move(document, spot, 0, down)
    _move(document, other, 0, -down)


def _printed_twice(good: Sample, html: str) -> str:
    address = good.message.message_id
    start = html.index(f'<span data-message="{address}">')
    end = html.index("</span>", start) + len("</span>")
    return f"{html[:end]}<br>{html[start:end]}{html[end:]}"


TEXTS = (
    Mutant("message left out", "text.missing", message_changed(lambda _, __: ""), LANGUAGES),
    Mutant("message not drawn", "text.missing", rewritten(the_message, emptied), LANGUAGES),
    Mutant("one word left out", "text.missing", message_changed(_without_a_word), LANGUAGES),
    Mutant("one letter changed", "text.missing", message_changed(_with_another_letter), LANGUAGES),
    Mutant("letters' joining broken", "text.missing", message_changed(_unjoined),
           ("ar", "ur", "hi", "km")),
    Mutant("last line cut away", "color.contrast",
           _clipped(1.2, -0.2), LANGUAGES),
    Mutant("last line cut in half", "color.contrast",
           _clipped(1.2, 0.5), LANGUAGES),
    Mutant("end of a line cut", "color.contrast",
           _clipped(0.8, 1.5), LANGUAGES),
    Mutant("message under a white box", "color.contrast",
           drawn_over(the_message, box_of(1, 1, 1)), LANGUAGES),
    Mutant("one word under a white box", "color.contrast",
           drawn_over(the_message, box_of(1, 1, 1), (0.35, -0.1, 0.55, 1.1)), LANGUAGES),
    Mutant("message under a box of its ground's colour", "color.contrast",
           drawn_over(the_message, box_of(0.965, 0.945, 0.906)), LANGUAGES),
    Mutant("lines exchanged", "text.missing", edited(_lines_exchanged),
           ("poster", "poster-ar", *LANGUAGES[2:])),
    Mutant("English left in", "text.missing", message_changed(_in_english), LANGUAGES[1:]),
    Mutant("message printed twice", "text.unexpected", composed(_printed_twice), SOME),
    Mutant("message of no record added", "text.unexpected",
           message_changed(lambda _, text: f"{text}</span> <span>Call us"), SOME),
    Mutant("message off the page", "text.overflow", rewritten(the_message, moved(0, 400)), SOME),
    Mutant("message over the edge", "text.overflow", _moved_to(-3), SOME),
    Mutant("message in the safe area", "page.safe-area", _moved_to(2), SOME),
    Mutant("message over another", "text.overflow",
           _over_another(1), SOME),
    Mutant("message exactly over another", "text.overflow",
           _over_another(0), SOME),
    Mutant("messages exchanged", "tags.missing", edited(_exchanged_with_the_next), SOME),
    Mutant("message at 5 pt", "text.too-small", message_styled("font-size: 5pt"), SOME),
    Mutant("message a little too small", "text.too-small", rewritten(the_message, resized(8.8)),
           ("en", "ar")),
)  # fmt: skip
