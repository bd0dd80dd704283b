"""Formats: the physical designs."""

from typing import ClassVar, Literal

from handbill.model.regions import ChannelKind, Record

Output = Literal["home", "press", "screen", "image"]
Variant = Literal["large-print", "ink-saver", "grey", "tiled"]
"""Another dress of the same edition, chosen with an option of its name."""


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


class Room(Record, frozen=True):
    """How much of one block a page takes."""

    most: int = 99
    """Most list items printed, in the piece's order of importance."""
    least: int = 99
    """Fewest list items printed where the sizes at the readable floor leave no more room."""
    after: int = 0
    """How many tighter settings go by before this list begins to lose items."""

    def count(self, fewer: int) -> int:
        """Return how many items to print after dropping up to `fewer`."""
        return max(min(self.least, self.most), self.most - max(0, fewer - self.after))


class Page(Record, frozen=True):
    """One page or panel of a format."""

    template: str
    columns: int = 1
    """How many columns share what stands on the page in one language."""
    rooms: tuple[Room, ...] = ()
    """Room for each block the page takes, for the most important block first."""
    rooms_multilingual: tuple[Room, ...] = ()
    """The same in each language's column, where several share the page."""
    kept: Literal["", "full", "short"] = ""
    """Whether the statements that are never dropped stand here, whole or in their short form."""
    voice: int | None = None
    """The language this page speaks alone, counted from 0; none: all of them."""
    tighter: int = 0
    """How many tighter settings its template has, besides shorter lists."""

    def rooms_for(self, *, multilingual: bool) -> tuple[Room, ...]:
        """Return the rooms of the page in one language, or of each of several."""
        return self.rooms_multilingual if multilingual and self.voice is None else self.rooms


class Side(Record, frozen=True):
    """One side of the flat piece: which page stands in which panel.

    As a reader from left to right sees it; for the others it is mirrored.
    """

    rows: tuple[tuple[int, ...], ...]
    """Page numbers from 1; 0 leaves a panel bare."""
    upside_down: tuple[int, ...] = ()
    """Page numbers that stand on their heads until the piece is folded."""


class Panels(Record, frozen=True):
    """Where the folds of a flat piece run."""

    widths: tuple[float, ...]
    """Widths of the panels of the first side in mm, as a reader from left to right sees them."""
    heights: tuple[float, ...]
    """Heights of its rows in mm."""


class Labels(Record, frozen=True):
    """How labels stand on the sheet they are sold on; lengths in mm."""

    columns: int
    rows: int
    left: float
    top: float
    across: float
    """From the left edge of a label to that of the next."""
    down: float
    """From the upper edge of a label to that of the next."""


class Strips(Record, frozen=True):
    """Strips to tear off: copies of one page, turned, side by side."""

    page: int
    length: float
    """Length of a strip in mm; the number runs along it."""
    safe: float = 2.0
    """Distance from the edge of a strip within which nothing that matters may stand, in mm."""


class Format(Record, frozen=True):
    """A physical design: trim sizes, sides, and the blocks each page takes."""

    title: str
    trims: dict[str, tuple[float, float]]
    """Size in mm of the flat piece, for each paper it can be printed on."""
    pages: tuple[Page, ...]
    fit: dict[str, FitRange]
    """Range of sizes for each kind of text."""
    pages_discreet: tuple[Page, ...] = ()
    """The pages for discreet pieces, where they differ."""
    pages_bilingual: tuple[Page, ...] = ()
    """The pages for editions in two languages, where they differ."""
    pages_multilingual: tuple[Page, ...] = ()
    """The pages for editions in three or four languages, where they differ."""
    pages_finder: tuple[Page, ...] = ()
    """The pages for language finders, where they differ."""
    languages: int = 2
    """Most languages one edition holds."""
    imposed: bool = False
    """Whether several copies stand on one sheet, to be cut."""
    sides: tuple[Side, ...] = ()
    """The panels of the flat piece, where a page is less than a side of it."""
    panels: dict[str, Panels] = {}
    """Where the folds run, for each paper."""
    labels: dict[str, Labels] = {}
    """Places of the labels, for each paper that is a sheet of labels."""
    strips: Strips | None = None
    hotlines: int = 1
    """Most hotlines its call slot holds."""
    channels: tuple[ChannelKind, ...] = ("call", "text", "whatsapp", "relay", "web")
    """The channels of the main hotline it has room for."""
    channels_discreet: tuple[ChannelKind, ...] = ()
    """The same for discreet pieces, where they differ."""
    safe: float = 5.0
    """Distance from the trim edge within which nothing that matters may stand, in mm."""
    ground: bool = True
    """Whether the design fills its pages with colour up to the trim edges."""
    tallest_line: float = 0.0
    """Languages whose lines are taller than this multiple of the type size find no room; 0: all
    do."""
    postings: bool = False
    """Whether it lays out notices that laws ask for, and nothing else."""
    qr: bool = False
    licence: bool = True
    """Whether the imprint has room for the licence."""
    variants: tuple[Variant, ...] = ("ink-saver", "grey")
    """The other dresses it can be made in."""
    derived: ClassVar[frozenset[str]] = frozenset({"id"})
    id: str = ""
    """Taken from the folder's name."""

    def pages_for(
        self, *, discreet: bool, languages: int = 1, finder: bool = False
    ) -> tuple[Page, ...]:
        """Return the pages that an edition uses."""
        if finder and self.pages_finder:
            return self.pages_finder
        if languages > 2 and self.pages_multilingual:
            return self.pages_multilingual
        if discreet and self.pages_discreet:
            return self.pages_discreet
        return self.pages_bilingual if languages > 1 and self.pages_bilingual else self.pages

    def trim(self, paper: str) -> tuple[float, float]:
        """Return width and height of the flat piece in mm."""
        return self.trims[paper]

    def canvas(self, paper: str) -> tuple[float, float]:
        """Return width and height in mm of the page that every panel is laid out on."""
        panels = self.panels.get(paper)
        return (max(panels.widths), max(panels.heights)) if panels else self.trims[paper]

    def panel(self, page: int, paper: str, strip: float = 0.0) -> tuple[float, float]:
        """Return width and height in mm of page number `page`; `strip` is a strip's width."""
        if self.strips is not None and page == self.strips.page:
            return (self.strips.length, strip)
        panels = self.panels.get(paper)
        for side in self.sides if panels else ():
            for row, numbers in enumerate(side.rows):
                if page in numbers and panels:
                    widths = panels.widths if side is self.sides[0] else panels.widths[::-1]
                    return (widths[numbers.index(page)], panels.heights[row])
        return self.canvas(paper)


WIDEST_EDGE = 20.0
"""Widest rim in mm that is taken for a printer's."""

LARGEST_OFFSET = 20.0
"""Largest offset of backs in mm: more is a wrong sheet, not a printer's play."""


class Printer(Record, frozen=True):
    """What a printer does to sheets."""

    edge: float = 0.0
    """Width of the rim it cannot print on, in mm."""
    duplex: Literal["long", "short", ""] = ""
    """The edge it turns sheets over; empty: the one that keeps backs upright."""
    offset_back: tuple[float, float] = (0.0, 0.0)
    """How far backs are moved to the right and down, in mm, to fall on their fronts."""


class Printers(Record, frozen=True):
    """The file of printers: each measured once, with `handbill calibrate`."""

    printers: dict[str, Printer]
