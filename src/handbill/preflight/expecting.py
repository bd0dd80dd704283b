"""What the finished file of an edition must hold, said without knowing how it is made."""

from collections import Counter
from typing import Literal

import msgspec

from handbill.model.postings import Posting


class Cell(msgspec.Struct, frozen=True):
    """Where one copy of a page stands on a sheet; lengths in mm from the upper left corner."""

    left: float
    top: float
    width: float
    height: float
    turn: int = 0
    """How far the copy is turned anticlockwise, in degrees: 0, 90, 180 or 270."""

    @property
    def trim(self) -> tuple[float, float]:
        """Return width and height of the copy as it is read, in mm."""
        return (self.height, self.width) if self.turn % 180 else (self.width, self.height)

    def inward(self, x: float, y: float) -> tuple[float, float]:
        """Return a place on the sheet as seen from the copy's own upper left corner."""
        right, down = x - self.left, y - self.top
        if self.turn == 90:
            return (self.height - down, right)
        if self.turn == 270:
            return (down, self.width - right)
        if self.turn == 180:
            return (self.width - right, self.height - down)
        return (right, down)

    def outward(self, x: float, y: float) -> tuple[float, float]:
        """Return a place of the copy as seen from the sheet's upper left corner."""
        if self.turn == 90:
            return (self.left + y, self.top + self.height - x)
        if self.turn == 270:
            return (self.left + self.width - y, self.top + x)
        if self.turn == 180:
            return (self.left + self.width - x, self.top + self.height - y)
        return (self.left + x, self.top + y)


class Segment(msgspec.Struct, frozen=True):
    """A stretch of text in one language and one direction."""

    text: str
    language: str
    right_to_left: bool
    whole: bool = True
    """Whether it stands between spaces; parts of a text in two directions may not."""


class Passage(msgspec.Struct, frozen=True):
    """A message or a slot's text, at one of the places where it stands."""

    message_id: str
    """Address of the message; empty for what only the region's record says."""
    language: str
    segments: tuple[Segment, ...]
    floor: float
    """Smallest type size allowed, in pt."""
    box: str = ""
    """Name of the box it stands in."""
    number: str = ""
    """The number it prints, where it is one."""

    @property
    def name(self) -> str:
        """Return what people know it by: the message's address, or what it says."""
        return self.message_id or self.text

    @property
    def text(self) -> str:
        """Return the text of all segments."""
        return " ".join(segment.text for segment in self.segments)


class ExpectedPart(msgspec.Struct, frozen=True):
    """One page or panel of an edition, printed once or in many copies."""

    passages: tuple[Passage, ...]
    """In reading order."""
    cells: tuple[Cell, ...]
    payloads: tuple[str, ...] = ()
    """What its QR codes say."""
    safe: float | None = None
    """Distance from its edges within which nothing that matters may stand, in mm, where it is
    not the file's."""


class ExpectedPage(msgspec.Struct, frozen=True):
    """One page of the file: a page of the edition, or a side of a sheet."""

    parts: tuple[ExpectedPart, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return the passages of all parts."""
        return tuple(passage for part in self.parts for passage in part.passages)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the places of all copies."""
        return tuple(cell for part in self.parts for cell in part.cells)

    @property
    def bare_cells(self) -> tuple[Cell, ...]:
        """Return the places of panels that say nothing."""
        return tuple(cell for part in self.parts if not part.passages for cell in part.cells)

    @property
    def numbers(self) -> Counter[str]:
        """Return how often each number stands on the page."""
        return Counter(
            passage.number
            for part in self.parts
            for passage in part.passages
            if passage.number
            for _ in part.cells
        )

    @property
    def codes(self) -> Counter[str]:
        """Return how often each QR code stands on the page."""
        return Counter(
            payload for part in self.parts for payload in part.payloads for _ in part.cells
        )


class ExpectedClaim(msgspec.Struct, frozen=True):
    """A statistic that may be printed."""

    figures: tuple[str, ...]
    """The ways its value may be written."""
    source: str
    """What must stand on the sheet beside it."""


class Expectation(msgspec.Struct, frozen=True):
    """What the finished file of an edition must hold."""

    pages: tuple[ExpectedPage, ...]
    size: tuple[float, float]
    """Width and height of a page or sheet in mm."""
    fonts: dict[str, tuple[str, ...]]
    """Families that may set each language."""
    required: tuple[str, ...] = ()
    """Numbers that must stand on some page, as printed."""
    safe: float = 0.0
    """Distance from the trim edge within which nothing that matters may stand, in mm."""
    edge: float = 0.0
    """Width of the rim of the sheet that the printer cannot print on, in mm."""
    duplex: Literal["long", "short"] = "long"
    """The edge the printer turns sheets over."""
    offset_back: tuple[float, float] = (0.0, 0.0)
    """How far backs are moved to the right and down for the printer, in mm."""
    posting: Posting | None = None
    """The law whose notice it is."""
    title: str = ""
    tagged: bool = False
    """Whether the file promises PDF/UA."""
    ground: bool = True
    """Whether the design fills its pages with colour up to the trim edges."""
    bleed: float | None = None
    """How far colour must reach over the trim edge in mm; none where it is not for press."""
    claims: tuple[ExpectedClaim, ...] = ()
    """The statistics that may be printed."""
    figures: tuple[str, ...] = ()
    """Runs of digits that are no telephone numbers: dates, hours, the edition's code."""

    @property
    def families(self) -> tuple[str, ...]:
        """Return every family that may appear."""
        return tuple(dict.fromkeys(family for names in self.fonts.values() for family in names))

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return every number printed, as it is printed."""
        printed = (passage.number for page in self.pages for passage in page.passages)
        return tuple(dict.fromkeys([*filter(None, printed), *self.required]))
