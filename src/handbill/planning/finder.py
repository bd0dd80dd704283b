"""Which languages a language finder speaks."""

from collections.abc import Collection

from handbill.model.editions import Line
from handbill.model.languages import same_speech
from handbill.model.regions import Region

FEWEST = 2
"""Fewest languages a finder is worth printing for."""


def finder_languages(
    region: Region, lines: tuple[Line, ...], known: Collection[str]
) -> tuple[str, ...]:
    """Return the languages the main line answers in that can be printed, most needed first.

    Args:
        region: its list of languages says which are most needed.
        lines: the lines of the edition, the main one first.
        known: the languages that the finder's texts are translated into.
    """
    if not lines:
        return ()
    call = lines[0].channels[0]
    answered = [
        tag
        for tag in known
        if call.interpreters or any(same_speech(tag, spoken) for spoken in call.languages)
    ]
    needed = [tag for tag in region.languages if tag in answered]
    return tuple(dict.fromkeys([*needed, *sorted(answered)]))


def reason_without_finder(tags: tuple[str, ...], lines: tuple[Line, ...]) -> str | None:
    """Return why there is nothing to find, as a finished sentence."""
    if not lines or len(tags) >= FEWEST:
        return None
    spoken = ", ".join(lines[0].channels[0].languages) or "no language"
    return (
        f"The record of {lines[0].hotline.id} says that it answers in {spoken}, and fewer than "
        f"{FEWEST} of these have texts. A finder would find nothing. Record its languages, or "
        f"translate the piece."
    )
