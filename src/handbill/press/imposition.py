"""Imposition: pages of the trim size placed on the sheets an office printer takes."""

import io
import math

import msgspec
import pikepdf

from handbill.model.formats import Output
from handbill.model.papers import PAPERS, POINTS_PER_MM

MARK_LENGTH = 5.0
"""Length of a cut mark in mm."""
MARK_GAP = 1.0
"""Distance between a cut mark and the corner it points to, in mm."""
EDGE_MARK_LENGTH = 8.0
"""Length in mm of a mark where the copies fill the sheet to its edges."""

_COPY = "/Copy"


class Place(msgspec.Struct, frozen=True):
    """Where one copy stands on a sheet."""

    left: float
    """Distance of the copy's left edge from the sheet's left edge, in mm."""
    bottom: float
    """Distance of the copy's lower edge from the sheet's lower edge, in mm."""


class Arrangement(msgspec.Struct, frozen=True):
    """How copies stand on a sheet."""

    sheet: tuple[float, float]
    """Width and height of the sheet in mm."""
    cell: tuple[float, float]
    """Width and height in mm that a copy takes on the sheet, after turning."""
    columns: int
    rows: int
    turned: bool
    """Whether copies are turned by 90 degrees."""

    @property
    def copies(self) -> int:
        """Return how many copies stand on one sheet."""
        return self.columns * self.rows

    @property
    def margins(self) -> tuple[float, float]:
        """Return the free space left of and below the copies, in mm."""
        return (
            (self.sheet[0] - self.columns * self.cell[0]) / 2,
            (self.sheet[1] - self.rows * self.cell[1]) / 2,
        )

    def places(self, *, back: bool, right_to_left: bool) -> list[Place]:
        """Return the places in reading order.

        A back sheet turned over its long edge shows its columns mirrored, so that each back
        falls on its front; right-to-left editions fill each row from the right.
        """
        left, bottom = self.margins
        columns = list(range(self.columns))
        if back != right_to_left:
            columns.reverse()
        return [
            Place(left + column * self.cell[0], bottom + row * self.cell[1])
            for row in reversed(range(self.rows))
            for column in columns
        ]


def arrangement_of(
    trim: tuple[float, float], output: Output, paper: str, *, imposed: bool
) -> Arrangement | None:
    """Return how the copies of an edition stand on its sheets; None where pages stay single."""
    return arrange(trim, PAPERS[paper]) if output == "home" and imposed else None


def arrange(trim: tuple[float, float], sheet: tuple[float, float]) -> Arrangement:
    """Return the arrangement of copies on a portrait sheet.

    Upright copies are preferred unless turning gains a quarter more: ten upright business
    cards also fit the perforated sheets sold for them.

    Raises:
        ValueError: where not one copy fits.
    """
    upright = _fitting(trim, sheet, turned=False)
    turned = _fitting((trim[1], trim[0]), sheet, turned=True)
    best = turned if turned.copies > upright.copies * 1.25 else upright
    if best.copies == 0:
        raise ValueError(f"A page of {trim} mm does not fit on a sheet of {sheet} mm.")
    return best


def _fitting(cell: tuple[float, float], sheet: tuple[float, float], *, turned: bool) -> Arrangement:
    slack = 0.01
    return Arrangement(
        sheet=sheet,
        cell=cell,
        columns=math.floor((sheet[0] + slack) / cell[0]),
        rows=math.floor((sheet[1] + slack) / cell[1]),
        turned=turned,
    )


def impose(pages: bytes, arrangement: Arrangement, *, right_to_left: bool) -> bytes:
    """Return a PDF with one sheet for each page, as many copies on each as it holds.

    Odd pages are fronts, even pages backs for duplex printing over the long edge. Each page
    becomes one form object, placed many times.
    """
    source = pikepdf.open(io.BytesIO(pages))
    target = pikepdf.new()
    for index, page in enumerate(source.pages):
        back = index % 2 == 1
        sheet = target.add_blank_page(
            page_size=(_pt(arrangement.sheet[0]), _pt(arrangement.sheet[1]))
        )
        form = target.copy_foreign(page.as_form_xobject())
        sheet.obj.Resources = pikepdf.Dictionary({"/XObject": {_COPY: form}})
        content = [
            _placed(place, arrangement, back=back)
            for place in arrangement.places(back=back, right_to_left=right_to_left)
        ]
        content.append(_marks(arrangement))
        sheet.obj.Contents = target.make_stream("\n".join(content).encode("ascii"))
    if "/Lang" in source.Root:
        target.Root.Lang = pikepdf.String(str(source.Root.Lang))
    if len(source.pages) > 1:
        target.Root.ViewerPreferences = pikepdf.Dictionary(
            Duplex=pikepdf.Name.DuplexFlipLongEdge, PrintScaling=pikepdf.Name("/None")
        )
    buffer = io.BytesIO()
    target.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _pt(millimetres: float) -> float:
    return round(millimetres * POINTS_PER_MM, 4)


def _placed(place: Place, arrangement: Arrangement, *, back: bool) -> str:
    left, bottom = _pt(place.left), _pt(place.bottom)
    width, height = _pt(arrangement.cell[0]), _pt(arrangement.cell[1])
    if not arrangement.turned:
        matrix = f"1 0 0 1 {left} {bottom}"
    elif back:
        # The head of a turned copy points left on the front sheet, so to the right on its
        # back: the same edge of the paper.
        matrix = f"0 -1 1 0 {left} {bottom + height:.4f}"
    else:
        matrix = f"0 1 -1 0 {left + width:.4f} {bottom}"
    return f"q {matrix} cm {_COPY} Do Q"


def _marks(arrangement: Arrangement) -> str:
    """Return cut marks outside the copies, or on their lines where there is no outside."""
    left, bottom = arrangement.margins
    width, height = arrangement.sheet
    segments = []
    for x in _inner_lines(left, arrangement.cell[0], arrangement.columns, width):
        segments += [_segment(x, start, x, end) for start, end in _ends(bottom, height)]
    for y in _inner_lines(bottom, arrangement.cell[1], arrangement.rows, height):
        segments += [_segment(start, y, end, y) for start, end in _ends(left, width)]
    path = " ".join(segments)
    # Dark on a white line, to be seen on any ground.
    return f"q 1 G 1.2 w {path} S 0 G 0.4 w {path} S Q" if path else ""


def _inner_lines(margin: float, cell: float, count: int, length: float) -> list[float]:
    """Return where cuts run, leaving out the sheet's own edges."""
    lines = [margin + index * cell for index in range(count + 1)]
    return [line for line in lines if MARK_GAP < line < length - MARK_GAP]


def _ends(margin: float, length: float) -> list[tuple[float, float]]:
    """Return where the marks at both ends of a cut begin and end."""
    if margin >= MARK_GAP + 2:
        start = max(0.0, margin - MARK_GAP - MARK_LENGTH)
        near = (start, margin - MARK_GAP)
    else:
        near = (0.0, EDGE_MARK_LENGTH)
    return [near, (length - near[1], length - near[0])]


def _segment(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{_pt(x1)} {_pt(y1)} m {_pt(x2)} {_pt(y2)} l"
