"""Pieces, blocks, messages and phrases: what is said."""

from collections.abc import Iterator
from typing import ClassVar, Literal

import msgspec

from handbill.model.postings import Posting
from handbill.model.regions import HotlineKind, Record

Role = Literal["title", "lead", "neutral", "item", "text", "short"]
Fact = Literal["free", "confidential", "anonymous"]
Audience = Literal["concerned", "bystander"]


class Message(Record, frozen=True):
    """One translatable text of a piece."""

    id: str
    text: str
    """Plain English; the gettext msgid."""
    role: Role = "item"
    note: str = ""
    """For translators: what the text means and where it stands."""
    when: Fact | None = None
    """Printed only where the main hotline's record states this fact."""
    placeholders: dict[str, str] = {}
    """Name of each placeholder, with an example of what fills it."""
    claim: str = ""
    """Id of the claim whose figure fills `%(figure)s`."""


class Block(Record, frozen=True):
    """One part of a piece."""

    id: str
    messages: tuple[Message, ...]
    priority: int = 9
    """1 is printed first where there is little room."""
    keep: bool = False
    """Whether it is a statement of safety that no format drops."""
    numbered: bool = False
    """Whether its items are steps, in their order."""
    variant: str = ""
    """The variant of the piece it belongs to; empty: all of them."""

    @property
    def title(self) -> Message | None:
        """Return the message that stands over the block."""
        return next((message for message in self.messages if message.role == "title"), None)


class Piece(Record, frozen=True):
    """What is said, and to whom."""

    id: str
    audience: Audience
    kinds: tuple[HotlineKind, ...]
    """The kinds of line it may print, in order of preference."""
    confidential: bool
    """Whether it prints only lines that are recorded as confidential."""
    discreet: bool
    """Whether its small formats must look harmless from outside and name no organization."""
    motif: str
    """Name of the drawing in `templates/art`."""
    blocks: tuple[Block, ...]
    reader: str = ""
    """Who reads it, for translators, e.g. `a parent`."""
    minors: bool = False
    """Whether its readers are under age, so that a children's line may lead."""
    formats: tuple[str, ...] = ()
    """The formats that suit it; empty: all that are not for notices."""
    finder: bool = False
    """Whether it speaks every language its main line answers in."""
    day: str = ""
    """The day of the year it is made for, `MM-DD`; fills `%(date)s`."""
    variants: tuple[str, ...] = ()
    """Places or groups it is printed for, each as a piece of its own, e.g. `hotel`."""
    derived: ClassVar[frozenset[str]] = frozenset({"posting", "texts"})
    posting: Posting | None = None
    """The law whose notice it is; none for all other pieces."""
    texts: str = ""
    """Id of the piece whose texts it says, where they are not its own."""

    @property
    def prefix(self) -> str:
        """Return the first part of its messages' addresses."""
        return self.texts or self.id

    def block(self, block_id: str) -> Block | None:
        """Return the block with this id, if the piece has it."""
        return next((block for block in self.blocks if block.id == block_id), None)


class Phrase(Record, frozen=True):
    """A translatable text of a slot, shared by all pieces."""

    id: str
    text: str
    note: str = ""
    placeholders: dict[str, str] = {}


class Phrases(Record, frozen=True):
    """The file of phrases."""

    phrases: tuple[Phrase, ...]


class SourceText(msgspec.Struct, frozen=True):
    """A translatable text with its address, as gettext sees it."""

    address: str
    text: str
    comments: tuple[str, ...]
    placeholders: dict[str, str]
    path: str = ""
    """The file it stands in, below the folder of all content."""

    @property
    def piece(self) -> str:
        """Return the piece whose file it stands in, or `phrases`, which all pieces share."""
        return self.path.rpartition("/")[2].removesuffix(".toml")


PHRASES_PATH = "content/phrases.toml"
"""The file of phrases, below the folder of all content."""

_READERS: dict[Audience, str] = {
    "concerned": "a person who may be exploited",
    "bystander": "a person who worries about someone else",
}


def variants_of(piece: Piece) -> tuple[Piece, ...]:
    """Return the pieces printed from one file of texts: one for each variant, or itself."""
    if not piece.variants:
        return (piece,)
    return tuple(
        msgspec.structs.replace(
            piece,
            id=f"{piece.id}-{variant}",
            texts=piece.id,
            variants=(),
            blocks=tuple(block for block in piece.blocks if block.variant in ("", variant)),
        )
        for variant in piece.variants
    )


def addressed(piece: Piece) -> Iterator[tuple[str, Message]]:
    """Yield each message of the piece with its address `piece.block.message`."""
    for block in piece.blocks:
        for message in block.messages:
            yield f"{piece.prefix}.{block.id}.{message.id}", message


def source_texts(pieces: tuple[Piece, ...], phrases: tuple[Phrase, ...]) -> Iterator[SourceText]:
    """Yield every translatable text in the order of the files and of the texts in them."""
    for phrase in phrases:
        yield _source_text(phrase.id, phrase, (), PHRASES_PATH)
    for piece in sorted(pieces, key=lambda piece: piece.id):
        reader = f"Reader: {piece.reader or _READERS[piece.audience]}."
        for address, message in addressed(piece):
            yield _source_text(address, message, (reader,), f"content/pieces/{piece.id}.toml")


def _source_text(
    address: str, entry: Message | Phrase, lead: tuple[str, ...], path: str
) -> SourceText:
    comments = [*lead]
    if entry.note:
        comments.append(entry.note)
    if entry.placeholders:
        filled = ", ".join(f"{name} = {value}" for name, value in entry.placeholders.items())
        comments.append(f"Placeholders: {filled}.")
    return SourceText(address, entry.text, tuple(comments), entry.placeholders, path)
