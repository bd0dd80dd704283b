"""What comes back from an agency: one unit for each message, in any kind of file."""

from typing import Literal

import msgspec

State = Literal["final", "not final", ""]
"""What the file says of a text: nothing, where it says nothing."""


class Unit(msgspec.Struct, frozen=True):
    """A message as a file that was sent in names it."""

    place: str
    """Where it stands: `line 12`, or `row 3` as a spreadsheet counts."""
    address: str
    state: State = ""


class Incoming(msgspec.Struct, frozen=True):
    """A unit with its English and its translation."""

    unit: Unit
    english: str
    text: str


def plain_lines(text: str) -> str:
    """Return a text with one kind of line end: programs and spreadsheets change them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shown(text: str) -> str:
    """Return a text that can be printed: what cannot be seen is written as its escape."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )
