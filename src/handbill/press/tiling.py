"""Tiling: a poster larger than the printer's paper becomes sheets to cut and put together.

Each sheet shows a part of the poster. A part reaches over its right and lower neighbours' by the
overlap: there the neighbour is laid over it, so what stands on that strip is never seen. Lengths
are in mm from an upper left corner, the poster's or the sheet's.
"""

import io
import math

import msgspec
import pikepdf

from handbill.model.papers import POINTS_PER_MM
from handbill.press.imposition import marks, points
from handbill.press.lettering import lettering
from handbill.press.sheets import MARK_GAP, Stroke

EDGE = 6.4
"""Width of the rim that no office printer needs, in mm: Handbill's margin on every sheet."""

OVERLAP = 10.0
"""How far a sheet's part reaches below the sheet laid over it, in mm."""

MARK_ROOM = 5.0
"""Room between the rim and a part, for the marks."""

LABEL_HEIGHT = 6.0
"""Height of the label that names a sheet."""

LABEL_GAP = 1.8
"""Distance of a label from the seams beside it: sheets may be laid a little askew."""

LABEL_INSET = 4.0
"""Distance of a label from the corner of its part."""

_MARK_LENGTH = 8.0
"""Longest cut mark."""

_BESIDE = 0.6 / POINTS_PER_MM
"""Half the width of a mark's white ground: so far beside a seam it does not touch it."""

_HAIRLINE = 0.3
"""Width of a line to cut along, in pt."""

_POSTER = "/Poster"
_SLACK = 1e-6
_GREY = 0.35
"""Of labels, which shine through thin paper less than black."""


class Tile(msgspec.Struct, frozen=True):
    """One sheet's part of the poster."""

    row: int
    """Counted from 1, from the top."""
    column: int
    """Counted from 1, from the left, in every language."""
    left: float
    """On the poster."""
    top: float


class TilePlan(msgspec.Struct, frozen=True):
    """How a poster is parted."""

    poster: tuple[float, float]
    sheet: tuple[float, float]
    """Width and height, as the sheet lies."""
    columns: int
    rows: int
    overlap: float
    edge: float
    """Width of the rim that stays white."""

    @property
    def part(self) -> tuple[float, float]:
        """Return width and height of what a sheet shows: all show as much."""
        width = (self.poster[0] + (self.columns - 1) * self.overlap) / self.columns
        height = (self.poster[1] + (self.rows - 1) * self.overlap) / self.rows
        return width, height

    @property
    def margins(self) -> tuple[float, float]:
        """Return the margins at the sides, and above and below a part."""
        width, height = self.part
        return (self.sheet[0] - width) / 2, (self.sheet[1] - height) / 2

    @property
    def seams(self) -> float:
        """Return the length of all seams."""
        width, height = self.poster
        return (self.columns - 1) * height + (self.rows - 1) * width

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Return the parts, row by row: each is laid over those before."""
        across, down = self.part[0] - self.overlap, self.part[1] - self.overlap
        return tuple(
            Tile(row + 1, column + 1, column * across, row * down)
            for row in range(self.rows)
            for column in range(self.columns)
        )


def plan_tiles(
    size: tuple[float, float],
    sheet: tuple[float, float],
    edge: float = EDGE,
    overlap: float = OVERLAP,
) -> TilePlan:
    """Return the plan with the fewest sheets, of those the one with the shortest seams.

    Sheets lie upright unless lying on their sides is better.

    Raises:
        ValueError: where a sheet has no room for a part.
    """
    short, long = sorted(sheet)
    plans = [_parted(size, lying, edge, overlap) for lying in ((short, long), (long, short))]
    return min(plans, key=lambda plan: (plan.columns * plan.rows, round(plan.seams, 3)))


def _parted(
    size: tuple[float, float], sheet: tuple[float, float], edge: float, overlap: float
) -> TilePlan:
    counts = []
    for length, side in zip(size, sheet, strict=True):
        room = side - 2 * (edge + MARK_ROOM)
        if room < 2 * overlap:
            raise ValueError(
                f"A rim of {edge:g} mm leaves no room on a sheet of {sheet[0]:g} × {sheet[1]:g} mm."
            )
        # One part needs no overlap; each further one adds its room less the overlap.
        counts.append(max(1, math.ceil((length - overlap) / (room - overlap) - _SLACK)))
    return TilePlan(size, sheet, counts[0], counts[1], overlap, edge)


def tile(pdf: bytes, plan: TilePlan) -> bytes:
    """Return the sheets of a poster, row by row; the poster is in the file once.

    `pdf` is the poster on one page. Solid marks show where to cut, dashed lines where the edge
    of the next sheet comes to lie. What is drawn besides the poster stands in the margins or
    where another sheet covers it.
    """
    source = pikepdf.open(io.BytesIO(pdf))
    target = pikepdf.new()
    poster = target.copy_foreign(source.pages[0].as_form_xobject())
    width, height = plan.sheet
    for each in plan.tiles:
        sheet = target.add_blank_page(page_size=(points(width), points(height)))
        sheet.obj.Resources = pikepdf.Dictionary({"/XObject": {_POSTER: poster}})
        content = [
            _placed(each, plan),
            _cut_lines(each, plan),
            *marks(_overlap_lines(each, plan), height),
            *marks(_cut_marks(each, plan), height),
            _label(each, plan),
        ]
        sheet.obj.Contents = target.make_stream("\n".join(content).encode("ascii"))
    if "/Lang" in source.Root:
        target.Root.Lang = pikepdf.String(str(source.Root.Lang))
    target.Root.ViewerPreferences = pikepdf.Dictionary(
        Duplex=pikepdf.Name.Simplex, PrintScaling=pikepdf.Name("/None")
    )
    buffer = io.BytesIO()
    target.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _placed(each: Tile, plan: TilePlan) -> str:
    """Return the operators that draw the poster, clipped to a tile's part."""
    (width, height), (side, above) = plan.part, plan.margins
    left = points(side - each.left)
    bottom = points(plan.sheet[1] - above + each.top - plan.poster[1])
    frame = (side, plan.sheet[1] - above - height, width, height)
    clip = " ".join(f"{points(length)}" for length in frame)
    return f"q {clip} re W n 1 0 0 1 {left} {bottom} cm {_POSTER} Do Q"


def _cuts(each: Tile, plan: TilePlan, aside: float = 0.0) -> tuple[list[float], list[float]]:
    """Return where a sheet is cut from top to bottom and from left to right; `aside` moves out.

    Cut are the poster's own edges, and the left and upper edge of what is laid over another
    sheet. Where another sheet is laid over, nothing need be cut.
    """
    (width, height), (side, above) = plan.part, plan.margins
    across = [side - aside] + [side + width + aside] * (each.column == plan.columns)
    down = [above - aside] + [above + height + aside] * (each.row == plan.rows)
    return across, down


def _cut_lines(each: Tile, plan: TilePlan) -> str:
    """Return the operators of fine lines to cut along where the poster is white.

    They stand beside the cuts, on what falls off.
    """
    (width, height), (side, above) = plan.part, plan.margins
    across, down = _cuts(each, plan, _HAIRLINE / 2 / POINTS_PER_MM)
    foot = plan.sheet[1] - above - height
    upright = [
        f"{points(x)} {points(foot)} m {points(x)} {points(foot + height)} l" for x in across
    ]
    level = [
        f"{points(side)} {points(plan.sheet[1] - y)} m "
        f"{points(side + width)} {points(plan.sheet[1] - y)} l"
        for y in down
    ]
    return f"q 0.6 G {_HAIRLINE} w {' '.join([*upright, *level])} S Q"


def _cut_marks(each: Tile, plan: TilePlan) -> tuple[Stroke, ...]:
    """Return the marks at the corners of what is cut."""
    (side, above), sheet = plan.margins, plan.sheet
    across, down = _cuts(each, plan)
    upright, level = _ends(above, sheet[1], plan.edge), _ends(side, sheet[0], plan.edge)
    return tuple(
        [Stroke(x, start, x, end) for x in across for start, end in upright]
        + [Stroke(start, y, end, y) for y in down for start, end in level]
    )


def _ends(margin: float, length: float, edge: float) -> tuple[tuple[float, float], ...]:
    """Return where the marks at both ends of a cut begin and end."""
    start, end = max(edge, margin - MARK_GAP - _MARK_LENGTH), margin - MARK_GAP
    return (start, end), (length - end, length - start)


def _overlap_lines(each: Tile, plan: TilePlan) -> tuple[Stroke, ...]:
    """Return the lines that the next sheets just cover: they lie beside the seam, below it."""
    (width, height), (side, above) = plan.part, plan.margins
    lines = []
    if each.column < plan.columns:
        x = side + width - plan.overlap + _BESIDE
        lines.append(Stroke(x, above - MARK_GAP, x, above + height + MARK_GAP, dashed=True))
    if each.row < plan.rows:
        y = above + height - plan.overlap + _BESIDE
        lines.append(Stroke(side - MARK_GAP, y, side + width + MARK_GAP, y, dashed=True))
    return tuple(lines)


class _Spot(msgspec.Struct, frozen=True):
    """Where a label stands: its lower left corner, and the room it has along and across."""

    left: float
    bottom: float
    room: tuple[float, float]
    upward: bool = False


def _spot(each: Tile, plan: TilePlan) -> _Spot:
    """Return where a label is covered by the next sheet, or else cut off below the poster."""
    (width, height), (side, above) = plan.part, plan.margins
    foot, strip = above + height, plan.overlap
    across = strip - 2 * LABEL_GAP
    if each.row < plan.rows and across > 0:
        return _Spot(side + LABEL_INSET, foot - LABEL_GAP, (width - strip - 6, across))
    if each.column < plan.columns and across > 0:
        x = side + width - LABEL_GAP
        return _Spot(x, foot - LABEL_INSET, (height - 6, across), upward=True)
    below = plan.sheet[1] - plan.edge - foot - MARK_GAP
    bottom = foot + MARK_GAP + min(below, LABEL_HEIGHT)
    return _Spot(side + LABEL_INSET, bottom, (width - 6, below))


def _label(each: Tile, plan: TilePlan) -> str:
    """Return the operators that draw a small map of the sheets and what this one is."""
    tall = points(LABEL_HEIGHT)
    cells, reach = _map(each, plan, tall)
    size = tall * 0.42
    words = lettering(
        f"row {each.row} of {plan.rows} · column {each.column} of {plan.columns}", size
    )
    start = reach + size * 0.6
    wide = start + words.width + size * 0.5
    spot = _spot(each, plan)
    scale = min(1.0, points(spot.room[0]) / wide, points(spot.room[1]) / tall)
    left, bottom = points(spot.left), points(plan.sheet[1] - spot.bottom)
    turn = f"0 {scale:.4f} {-scale:.4f} 0" if spot.upward else f"{scale:.4f} 0 0 {scale:.4f}"
    return (
        f"q {turn} {left} {bottom} cm 1 g 0 0 {wide:.3f} {tall:.3f} re f "
        f"{_GREY} g {_GREY} G 0.4 w {cells} "
        f"q 1 0 0 1 {start:.3f} {(tall - size * 0.71) / 2:.3f} cm {words.path} Q Q"
    )


def _map(each: Tile, plan: TilePlan, tall: float) -> tuple[str, float]:
    """Return the operators of a map as high as a label, and how far it reaches."""
    margin = tall * 0.14
    width, height = plan.part
    down = (tall - 2 * margin) / plan.rows
    across = min(down * width / height, 3 * tall / plan.columns)
    cells = []
    for other in plan.tiles:
        x = margin + (other.column - 1) * across
        y = tall - margin - other.row * down
        paint = "B" if other == each else "S"
        cells.append(f"{x:.3f} {y:.3f} {across:.3f} {down:.3f} re {paint}")
    return " ".join(cells), margin + plan.columns * across
