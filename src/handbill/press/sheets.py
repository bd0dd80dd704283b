"""Sheets: where each page stands on the paper, and where it is cut and folded.

Lengths are in mm from the sheet's upper left corner.
"""

import math
from collections.abc import Iterable
from typing import Literal

import msgspec

from handbill.model.formats import Format, Labels, Output, Printer
from handbill.model.papers import PAPERS

MARK_LENGTH = 5.0
"""Length of a cut mark."""
MARK_GAP = 1.0
"""Distance between a cut mark and the corner it points to."""
EDGE_MARK_LENGTH = 8.0
"""Length of a mark where the copies fill the sheet to its edges."""
FOLD_MARK_LENGTH = 3.0
"""Length of a fold mark; it stands at the ends of the fold."""
_SLACK = 0.01

Turn = Literal[0, 90, 180, 270]


class Placement(msgspec.Struct, frozen=True):
    """Where one copy of a page's panel stands."""

    page: int
    """Counted from 0."""
    left: float
    top: float
    width: float
    """Width on the sheet, after turning."""
    height: float
    turn: Turn = 0
    """How far it is turned anticlockwise, in degrees."""


class Stroke(msgspec.Struct, frozen=True):
    """A mark: where to cut, or, dashed, where to fold or tear."""

    x1: float
    y1: float
    x2: float
    y2: float
    dashed: bool = False


class SheetPlan(msgspec.Struct, frozen=True):
    """How an edition's pages stand on its sheets."""

    size: tuple[float, float]
    sides: tuple[tuple[Placement, ...], ...]
    """Fronts and backs in turn."""
    strokes: tuple[tuple[Stroke, ...], ...]
    """The marks of each side."""
    duplex: Literal["long", "short"]
    """The edge the printer turns the sheet over."""

    @property
    def copies(self) -> int:
        """Return how many copies of the first page stand on a sheet."""
        return sum(place.page == self.sides[0][0].page for place in self.sides[0])


class Grid(msgspec.Struct, frozen=True):
    """How flat pieces stand on a sheet."""

    sheet: tuple[float, float]
    cell: tuple[float, float]
    """Width and height that a piece takes on the sheet, after turning."""
    columns: int
    rows: int
    turned: bool
    """Whether pieces are turned by 90 degrees."""
    left: float
    top: float
    across: float
    """From the left edge of a piece to that of the next."""
    down: float
    """From the upper edge of a piece to that of the next."""

    @property
    def copies(self) -> int:
        """Return how many pieces stand on one sheet."""
        return self.columns * self.rows

    def corners(self) -> Iterable[tuple[float, float]]:
        """Yield the upper left corner of each piece, row by row."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield (self.left + column * self.across, self.top + row * self.down)


def arrange(trim: tuple[float, float], sheet: tuple[float, float]) -> Grid:
    """Return the grid of copies on a portrait sheet; a landscape piece that fills it turns it.

    Upright copies are preferred unless turning gains a quarter more: ten upright business
    cards also fit the perforated sheets sold for them.

    Raises:
        ValueError: where not one copy fits.
    """
    lying = (sheet[1], sheet[0])
    if max(abs(trim[0] - lying[0]), abs(trim[1] - lying[1])) < _SLACK:
        return _fitting(trim, lying, turned=False)
    upright = _fitting(trim, sheet, turned=False)
    turned = _fitting((trim[1], trim[0]), sheet, turned=True)
    best = turned if turned.copies > upright.copies * 1.25 else upright
    if best.copies == 0:
        raise ValueError(f"A page of {trim} mm does not fit on a sheet of {sheet} mm.")
    return best


def _fitting(cell: tuple[float, float], sheet: tuple[float, float], *, turned: bool) -> Grid:
    columns = math.floor((sheet[0] + _SLACK) / cell[0])
    rows = math.floor((sheet[1] + _SLACK) / cell[1])
    return Grid(
        sheet=sheet, cell=cell, columns=columns, rows=rows, turned=turned,
        left=(sheet[0] - columns * cell[0]) / 2, top=(sheet[1] - rows * cell[1]) / 2,
        across=cell[0], down=cell[1],
    )  # fmt: skip


def _labelled(labels: Labels, cell: tuple[float, float], sheet: tuple[float, float]) -> Grid:
    return Grid(
        sheet=sheet, cell=cell, columns=labels.columns, rows=labels.rows, turned=False,
        left=labels.left, top=labels.top, across=labels.across, down=labels.down,
    )  # fmt: skip


def plan_sheets(
    layout: Format,
    output: Output,
    paper: str,
    *,
    pages: int,
    right_to_left: bool,
    strip: float = 0.0,
    printer: Printer | None = None,
) -> SheetPlan | None:
    """Return how the pages of an edition stand on sheets; None where pages stay single.

    Args:
        layout: the format.
        output: only `home` has sheets; the others show page after page.
        paper: the paper of the edition.
        pages: how many pages it has.
        right_to_left: whether panels are read from right to left.
        strip: width of a strip to tear off, where the format has some.
        printer: what the printer does to sheets.
    """
    printer = printer or Printer()
    moved = pages > 1 and (printer.duplex == "short" or printer.offset_back != (0.0, 0.0))
    if output != "home" or not (layout.imposed or layout.sides or moved):
        return None
    trim, sheet = layout.trim(paper), PAPERS[paper]
    labels = layout.labels.get(paper)
    grid = _labelled(labels, trim, sheet) if labels else arrange(trim, sheet)
    flats = _flat_sides(layout, paper, pages, strip, right_to_left=right_to_left)
    natural: Literal["long", "short"] = "long" if grid.sheet[0] < grid.sheet[1] else "short"
    duplex = printer.duplex or natural
    if labels is not None:
        return _label_sheet(grid, trim, pages)
    sides, strokes = [], []
    for index, flat in enumerate(flats):
        back = index % 2 == 1
        mirrored = "" if not back else "across" if duplex == natural else "down"
        shift = printer.offset_back if back else (0.0, 0.0)
        placed, marks = _side(flat, grid, trim, mirrored)
        marks = [*_cut_marks(grid, printer.edge), *marks]
        sides.append(tuple(_shifted(place, shift) for place in placed))
        strokes.append(tuple(_shifted_stroke(mark, shift) for mark in marks))
    return SheetPlan(grid.sheet, tuple(sides), tuple(strokes), duplex)


def _label_sheet(grid: Grid, size: tuple[float, float], pages: int) -> SheetPlan:
    """Return a sheet of labels: the first page on each, further pages on the last ones."""
    corners = list(grid.corners())
    firsts = len(corners) - (pages - 1)
    side = tuple(
        Placement(max(0, at - firsts + 1), left, top, *size)
        for at, (left, top) in enumerate(corners)
    )
    return SheetPlan(grid.sheet, (side,), ((),), "long")


class _Flat(msgspec.Struct, frozen=True):
    """One side of the flat piece, upright."""

    places: tuple[Placement, ...]
    strokes: tuple[Stroke, ...]


def _flat_sides(
    layout: Format, paper: str, pages: int, strip: float, *, right_to_left: bool
) -> list[_Flat]:
    trim = layout.trim(paper)
    if not layout.sides:
        return [_Flat((Placement(page, 0.0, 0.0, *trim),), ()) for page in range(pages)]
    panels = layout.panels[paper]
    flats = []
    for index, side in enumerate(layout.sides):
        widths = panels.widths if (index % 2 == 0) != right_to_left else panels.widths[::-1]
        places, strokes = [], []
        for row, numbers in enumerate(side.rows):
            top, height = sum(panels.heights[:row]), panels.heights[row]
            for column, number in enumerate(numbers[::-1] if right_to_left else numbers):
                left, width = sum(widths[:column]), widths[column]
                if layout.strips is not None and number == layout.strips.page:
                    places += _strips(number, top, width, height, strip)
                    strokes += _tear_lines(top, width, height, strip)
                elif number:
                    turn: Turn = 180 if number in side.upside_down else 0
                    places.append(Placement(number - 1, left, top, width, height, turn))
        if index == 0:
            strokes += _fold_marks(widths, panels.heights, layout)
        flats.append(_Flat(tuple(places), tuple(strokes)))
    return flats


def strip_count(width: float, strip: float) -> int:
    """Return how many strips of at least `strip` mm stand side by side on `width` mm."""
    return max(1, math.floor((width + _SLACK) / strip))


def _strips(number: int, top: float, width: float, height: float, strip: float) -> list[Placement]:
    count = strip_count(width, strip)
    each = width / count
    margin = (each - strip) / 2
    return [
        Placement(number - 1, at * each + margin, top, strip, height, 90) for at in range(count)
    ]


def _tear_lines(top: float, width: float, height: float, strip: float) -> list[Stroke]:
    count = strip_count(width, strip)
    lines = [Stroke(at * width / count, top, at * width / count, top + height, dashed=True)
             for at in range(1, count)]  # fmt: skip
    return [*lines, Stroke(0.0, top, width, top, dashed=True)]


def _fold_marks(
    widths: tuple[float, ...], heights: tuple[float, ...], layout: Format
) -> list[Stroke]:
    width, height = sum(widths), sum(heights)
    marks = []
    for at in range(1, len(widths)):
        x = sum(widths[:at])
        marks += [Stroke(x, 0.0, x, FOLD_MARK_LENGTH, dashed=True),
                  Stroke(x, height - FOLD_MARK_LENGTH, x, height, dashed=True)]  # fmt: skip
    for at in range(1, len(heights) if layout.strips is None else 0):
        y = sum(heights[:at])
        marks += [Stroke(0.0, y, FOLD_MARK_LENGTH, y, dashed=True),
                  Stroke(width - FOLD_MARK_LENGTH, y, width, y, dashed=True)]  # fmt: skip
    return marks


def _side(
    flat: _Flat, grid: Grid, trim: tuple[float, float], mirrored: str
) -> tuple[list[Placement], list[Stroke]]:
    """Return a side's placements and marks, its pieces standing behind those of the front.

    `mirrored` says along which direction the sheet's places change sides when it is turned
    over: `across` where heads stay up, `down` where they come to stand on their heads.
    """
    turn: Turn = 90 if grid.turned else 0
    if mirrored == "across":
        turn = 270 if grid.turned else 0
    elif mirrored == "down":
        turn = 90 if grid.turned else 180
    placed, strokes = [], []
    for x, y in grid.corners():
        left = grid.sheet[0] - x - grid.cell[0] if mirrored == "across" else x
        top = grid.sheet[1] - y - grid.cell[1] if mirrored == "down" else y
        placed += [_turned(place, turn, trim, left, top) for place in flat.places]
        strokes += [_turned_stroke(stroke, turn, trim, left, top) for stroke in flat.strokes]
    return placed, strokes


def _turned(
    place: Placement, turn: Turn, trim: tuple[float, float], left: float, top: float
) -> Placement:
    x1, y1 = _point(place.left, place.top, turn, trim)
    x2, y2 = _point(place.left + place.width, place.top + place.height, turn, trim)
    whole: dict[int, Turn] = {0: 0, 90: 90, 180: 180, 270: 270}
    return Placement(
        place.page,
        left + min(x1, x2),
        top + min(y1, y2),
        abs(x2 - x1),
        abs(y2 - y1),
        whole[(place.turn + turn) % 360],
    )


def _turned_stroke(
    stroke: Stroke, turn: Turn, trim: tuple[float, float], left: float, top: float
) -> Stroke:
    x1, y1 = _point(stroke.x1, stroke.y1, turn, trim)
    x2, y2 = _point(stroke.x2, stroke.y2, turn, trim)
    return Stroke(left + x1, top + y1, left + x2, top + y2, stroke.dashed)


def _point(x: float, y: float, turn: Turn, trim: tuple[float, float]) -> tuple[float, float]:
    """Return where a point of a flat piece comes to lie when the piece is turned anticlockwise."""
    width, height = trim
    return {
        0: (x, y),
        90: (y, width - x),
        180: (width - x, height - y),
        270: (height - y, x),
    }[turn]


def _shifted(place: Placement, shift: tuple[float, float]) -> Placement:
    return msgspec.structs.replace(place, left=place.left + shift[0], top=place.top + shift[1])


def _shifted_stroke(stroke: Stroke, shift: tuple[float, float]) -> Stroke:
    right, down = shift
    return Stroke(stroke.x1 + right, stroke.y1 + down, stroke.x2 + right, stroke.y2 + down,
                  stroke.dashed)  # fmt: skip


def _cut_marks(grid: Grid, edge: float) -> list[Stroke]:
    """Return cut marks outside the copies, or on their lines where there is no outside."""
    width, height = grid.sheet
    marks = []
    for x in _inner_lines(grid.left, grid.across, grid.columns, width):
        marks += [Stroke(x, a, x, b) for a, b in _ends(grid.top, height, edge)]
    for y in _inner_lines(grid.top, grid.down, grid.rows, height):
        marks += [Stroke(a, y, b, y) for a, b in _ends(grid.left, width, edge)]
    return marks


def _inner_lines(margin: float, cell: float, count: int, length: float) -> list[float]:
    """Return where cuts run, leaving out the sheet's own edges."""
    lines = [margin + index * cell for index in range(count + 1)]
    return [line for line in lines if MARK_GAP < line < length - MARK_GAP]


def _ends(margin: float, length: float, edge: float) -> list[tuple[float, float]]:
    """Return where the marks at both ends of a cut begin and end."""
    if margin >= MARK_GAP + 2 + edge:
        start = max(edge, margin - MARK_GAP - MARK_LENGTH)
        near = (start, margin - MARK_GAP)
    else:
        near = (edge, edge + EDGE_MARK_LENGTH)
    return [near, (length - near[1], length - near[0])]
