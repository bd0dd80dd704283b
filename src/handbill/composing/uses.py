"""What an edition's pages are made from."""

from collections.abc import Iterable

import msgspec

from handbill.composing.voices import Voice
from handbill.model.languages import same_speech


class Uses(msgspec.Struct, frozen=True):
    """What an edition's pages were made from, besides its records and its format."""

    messages: dict[str, tuple[str, ...]]
    """The addresses of all messages that were looked at, by language."""
    art: tuple[str, ...]
    """The names of its drawings."""
    languages: tuple[str, ...]
    """The languages whose settings and fonts its style sheet holds."""

    def __or__(self, other: "Uses") -> "Uses":
        """Return what two settings of an edition use between them."""
        tags = sorted({*self.messages, *other.messages})
        return Uses(
            {
                tag: tuple(sorted({*self.messages.get(tag, ()), *other.messages.get(tag, ())}))
                for tag in tags
            },
            tuple(sorted({*self.art, *other.art})),
            tuple(sorted({*self.languages, *other.languages})),
        )


def messages_used(voices: Iterable[Voice]) -> dict[str, tuple[str, ...]]:
    """Return the addresses of all messages that voices looked at, by language."""
    found: dict[str, set[str]] = {}
    for voice in voices:
        found.setdefault(voice.tag, set()).update(voice.used())
    return {tag: tuple(sorted(addresses)) for tag, addresses in sorted(found.items())}


def catalog_tag(spoken: str, catalogs: Iterable[str]) -> str | None:
    """Return the language with a catalog that speakers of `spoken` understand."""
    tags = ("en", *catalogs)
    if spoken in tags:
        return spoken
    return next((tag for tag in tags if same_speech(tag, spoken)), None)
