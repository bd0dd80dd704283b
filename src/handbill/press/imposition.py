"""Imposition: pages placed on the sheets a printer takes, with marks to cut and fold."""

import io

import msgspec
import pikepdf

from handbill.model.formats import Format
from handbill.model.papers import POINTS_PER_MM
from handbill.press.sheets import Placement, SheetPlan, Stroke

_COPY = "/Page"


class Canvas(msgspec.Struct, frozen=True):
    """The page that every panel was laid out on."""

    size: tuple[float, float]
    """Width and height in mm."""
    right_to_left: bool
    """Whether panels fill it from its upper right corner instead of the left."""


def impose(pages: bytes, plan: SheetPlan, canvas: Canvas) -> bytes:
    """Return a PDF with the sheets of a plan.

    Each page becomes one form object, placed as often as the plan says. Odd sheets are fronts,
    even ones backs.
    """
    source = pikepdf.open(io.BytesIO(pages))
    target = pikepdf.new()
    forms = {
        number: target.copy_foreign(page.as_form_xobject())
        for number, page in enumerate(source.pages)
        if any(place.page == number for side in plan.sides for place in side)
    }
    for index, side in enumerate(plan.sides):
        sheet = target.add_blank_page(page_size=(points(plan.size[0]), points(plan.size[1])))
        used = {f"{_COPY}{place.page}": forms[place.page] for place in side}
        sheet.obj.Resources = pikepdf.Dictionary({"/XObject": used})
        content = [_placed(place, plan.size[1], canvas) for place in side]
        content += marks(plan.strokes[index], plan.size[1])
        sheet.obj.Contents = target.make_stream("\n".join(content).encode("ascii"))
    if "/Lang" in source.Root:
        target.Root.Lang = pikepdf.String(str(source.Root.Lang))
    if len(plan.sides) > 1:
        flip = "LongEdge" if plan.duplex == "long" else "ShortEdge"
        target.Root.ViewerPreferences = pikepdf.Dictionary(
            Duplex=pikepdf.Name(f"/DuplexFlip{flip}"), PrintScaling=pikepdf.Name("/None")
        )
    buffer = io.BytesIO()
    target.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def canvas_for(layout: Format, paper: str, *, right_to_left: bool) -> Canvas:
    """Return the canvas that a format's pages are laid out on."""
    return Canvas(layout.canvas(paper), right_to_left)


def points(millimetres: float) -> float:
    """Return a length in pt, as it is written."""
    return round(millimetres * POINTS_PER_MM, 4)


def _placed(place: Placement, sheet_height: float, canvas: Canvas) -> str:
    """Return the operators that draw a page's panel on its place, and nothing beyond it."""
    left, bottom = points(place.left), points(sheet_height - place.top - place.height)
    width, height = points(place.width), points(place.height)
    across, down = (height, width) if place.turn in (90, 270) else (width, height)
    matrix = {
        0: f"1 0 0 1 {left} {bottom}",
        90: f"0 1 -1 0 {left + width:.4f} {bottom}",
        180: f"-1 0 0 -1 {left + width:.4f} {bottom + height:.4f}",
        270: f"0 -1 1 0 {left} {bottom + height:.4f}",
    }[place.turn]
    beside, beneath = points(canvas.size[0]) - across, points(canvas.size[1]) - down
    if abs(beside) < 0.001 and abs(beneath) < 0.001:
        return f"q {matrix} cm {_COPY}{place.page} Do Q"
    aside = beside if canvas.right_to_left else 0.0
    return (
        f"q {matrix} cm 0 0 {across:.4f} {down:.4f} re W n "
        f"1 0 0 1 {-aside:.4f} {-beneath:.4f} cm {_COPY}{place.page} Do Q"
    )


def marks(strokes: tuple[Stroke, ...], sheet_height: float) -> list[str]:
    """Return the marks, dark on a white line, to be seen on any ground."""
    drawn = []
    for dashed in (False, True):
        path = " ".join(
            _segment(stroke, sheet_height) for stroke in strokes if stroke.dashed == dashed
        )
        if path:
            pattern = "[2.4 2.4] 0 d " if dashed else ""
            drawn.append(f"q 1 G 1.2 w {path} S 0 G 0.4 w {pattern}{path} S Q")
    return drawn


def _segment(stroke: Stroke, sheet_height: float) -> str:
    return (
        f"{points(stroke.x1)} {points(sheet_height - stroke.y1)} m "
        f"{points(stroke.x2)} {points(sheet_height - stroke.y2)} l"
    )
