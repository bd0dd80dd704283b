"""Formats: the physical designs."""

from collections.abc import Collection
from typing import ClassVar, Literal

from handbill.model.regions import ChannelKind, Record

Output = Literal["home", "press", "screen", "image"]


class FitRange(Record, frozen=True):
    """The sizes one kind of text may take on a page, in pt."""

    smallest: float
    """The readable floor: below it the edition is rejected."""
    largest: float
    """The size for the reference trim; larger trims scale it with their short side."""
    group: str = ""
    """Kinds of one group share boxes and grow together; empty: a group of its own."""
    unit: Literal["pt", ""] = "pt"
    """`pt` for type sizes; empty for factors, which do not scale with the trim."""


class Taken(Record, frozen=True):
    """How much of a block a page takes."""

    block: str
    most: int = 99
    """Most list items printed, in the piece's order of importance."""
    least: int = 99
    """Fewest list items printed where the sizes at the readable floor leave no more room."""
    after: int = 0
    """How many tighter settings go by before this list begins to lose items."""
    short: bool = False
    """Whether only the block's short form is printed, without a title."""

    def count(self, fewer: int) -> int:
        """Return how many items to print after dropping up to `fewer`."""
        return max(min(self.least, self.most), self.most - max(0, fewer - self.after))


class Page(Record, frozen=True):
    """One page of a format."""

    template: str
    columns: tuple[tuple[Taken, ...], ...] = ()
    """What stands in each column; each piece prints the blocks it has."""
    columns_bilingual: tuple[Taken, ...] = ()
    """What stands in each language's column on an edition in two languages."""
    voice: int | None = None
    """The language this page speaks alone, counted from 0; none: all of them."""
    tighter: int = 0
    """How many tighter settings its template has, besides shorter lists."""

    def takes(self, *, bilingual: bool) -> tuple[Taken, ...]:
        """Return everything the page takes from the piece's lists."""
        if bilingual and self.voice is None:
            return self.columns_bilingual
        return tuple(taken for column in self.columns for taken in column)

    def can_tighten(self, level: int, blocks: Collection[str], *, bilingual: bool) -> bool:
        """Tell whether the page has a setting tighter than `level` for a piece's blocks."""
        return level < self.tighter or any(
            taken.count(level) > taken.count(level + 1)
            for taken in self.takes(bilingual=bilingual)
            if taken.block in blocks
        )


class Format(Record, frozen=True):
    """A physical design: trim sizes, sides, and the blocks each page takes."""

    title: str
    trims: dict[str, tuple[float, float]]
    """Trim size in mm for each paper it can be printed on."""
    pages: tuple[Page, ...]
    fit: dict[str, FitRange]
    """Range of sizes for each kind of text."""
    pages_discreet: tuple[Page, ...] = ()
    """The pages for discreet pieces, where they differ."""
    pages_bilingual: tuple[Page, ...] = ()
    """The pages for editions in two languages, where they differ."""
    imposed: bool = False
    """Whether several copies stand on one sheet, to be cut."""
    hotlines: int = 1
    """Most hotlines its call slot holds."""
    channels: tuple[ChannelKind, ...] = ("call", "text", "whatsapp", "relay", "web")
    """The channels of the main hotline it has room for."""
    channels_discreet: tuple[ChannelKind, ...] = ()
    """The same for discreet pieces, where they differ."""
    safe: float = 5.0
    """Distance from the trim edge within which nothing that matters may stand, in mm."""
    postings: bool = False
    """Whether it lays out notices that laws ask for, and nothing else."""
    qr: bool = False
    licence: bool = True
    """Whether the imprint has room for the licence."""
    derived: ClassVar[frozenset[str]] = frozenset({"id"})
    id: str = ""
    """Taken from the folder's name."""

    def pages_for(self, *, discreet: bool, bilingual: bool) -> tuple[Page, ...]:
        """Return the pages that an edition uses."""
        if discreet and self.pages_discreet:
            return self.pages_discreet
        return self.pages_bilingual if bilingual and self.pages_bilingual else self.pages

    def trim(self, paper: str) -> tuple[float, float]:
        """Return width and height of the trimmed piece in mm."""
        return self.trims[paper]
