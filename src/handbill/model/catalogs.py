"""Catalogs of translations."""

import hashlib
import re
from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from handbill.model.regions import Record

DRAFT: Final = "draft"
REVIEWED: Final = "reviewed"
"""The states of the header field `X-Review`, and of single messages."""

State = Literal["draft", "reviewed"]

_HEADER = re.compile(r'^msgid ""\nmsgstr "(?P<first>.*)"\n(?P<lines>(?:".*"\n?)*)', re.MULTILINE)
_REVIEW = re.compile(
    r"X-Review: (?P<state>draft|reviewed)(?: (?P<mark>[0-9a-f]{8}))?"
    r"(?: (?P<day>\d{4}-\d\d-\d\d))?(?: by (?P<name>.+))?"
)
_BACK = re.compile(r"(?P<second>Second b|B)ack-translation (?P<mark>[0-9a-f]{8}): (?P<text>.+)")


def header_fields(text: str) -> dict[str, str]:
    """Return the fields of a PO file's header in their order; of a field twice, the last."""
    return dict(header_pairs(text))


def header_pairs(text: str) -> list[tuple[str, str]]:
    """Return the names and values of a PO file's header as they stand there."""
    header = _HEADER.search(text.replace("\r\n", "\n"))
    if header is None:
        return []
    lines = [header["first"], *(line[1:-1] for line in header["lines"].splitlines())]
    fields = (field.partition(":") for field in "".join(lines).split("\\n"))
    return [(name.strip(), value.strip()) for name, colon, value in fields if colon]


def mark_of(english: str, translation: str) -> str:
    """Return eight digits that stand for a translation of an English text.

    A review or a back-translation that bears another mark was made of another text.
    """
    return hashlib.sha256(f"{english}\x04{translation}".encode()).hexdigest()[:8]


class Review(msgspec.Struct, frozen=True):
    """What the comment `X-Review` of a message says."""

    state: State
    mark: str = ""
    day: str = ""
    name: str = ""
    """Who reviewed it; only of people who asked to be named."""

    def comment(self) -> str:
        """Return the line that says so."""
        parts = ["X-Review:", self.state, self.mark, self.day]
        by = f" by {self.name}" if self.name else ""
        return " ".join(filter(None, parts)) + by


def review_in(comments: Iterable[str]) -> Review | None:
    """Return what a message's own comments say of its review; of several, the last."""
    found = [match for match in map(_REVIEW.fullmatch, comments) if match]
    if not found:
        return None
    given = found[-1].groupdict(default="")
    return Review(REVIEWED if given.pop("state") == REVIEWED else DRAFT, **given)


def is_reviewed(review: Review | None, mark: str, *, catalog: bool) -> bool:
    """Tell whether a text that bears `mark` has been reviewed.

    A message's own review counts before the `catalog`'s, and only while its text is the one
    that was reviewed.
    """
    if review is None:
        return catalog
    return review.state == REVIEWED and review.mark in ("", mark)


class BackTranslation(msgspec.Struct, frozen=True):
    """What somebody who read only the translation says it means, in English."""

    mark: str
    text: str
    second: bool = False
    """Whether it is that of a second reader, as texts on which safety hangs have."""

    def comment(self) -> str:
        """Return the line that says so."""
        return f"{'Second b' if self.second else 'B'}ack-translation {self.mark}: {self.text}"


def back_translations_in(comments: Iterable[str]) -> tuple[BackTranslation, ...]:
    """Return the back-translations among a message's own comments."""
    found = (match for match in map(_BACK.fullmatch, comments) if match)
    return tuple(
        BackTranslation(match["mark"], match["text"], match["second"].startswith("S"))
        for match in found
    )


class Translation(msgspec.Struct, frozen=True):
    """The translation of one message."""

    text: str
    reviewed: bool


class Catalog(msgspec.Struct, frozen=True):
    """A language's translations by message address."""

    language: str
    translations: dict[str, Translation]

    def get(self, address: str) -> Translation | None:
        """Return the translation of a message, if there is a usable one."""
        return self.translations.get(address)


class MessagePlace(Record, frozen=True):
    """Where a message stands, and how much room it has."""

    formats: tuple[str, ...] = ()
    """The formats it is printed on."""
    longest: int = 0
    """Most characters that fit wherever it stands, measured; 0 where length is no matter."""
    tightest: str = ""
    """The format that has room for no more."""


class MessagePlaces(Record, frozen=True):
    """The file of places, written by `handbill translations measure`."""

    messages: dict[str, MessagePlace]
