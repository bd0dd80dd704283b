"""The calibration sheet: it shows how far a printer's backs miss their fronts.

Its pages go the way of every edition, through `plan_sheets` and `impose`: what it proves of an
offset holds for them.
"""

import io
from collections.abc import Iterable
from html import escape

import msgspec
import pikepdf

from handbill.model.formats import Format, Page, Printer
from handbill.model.papers import PAPERS
from handbill.press.calibration_marks import back_marks, front_marks
from handbill.press.engine import Engine
from handbill.press.imposition import canvas_for, impose
from handbill.press.sheets import SheetPlan, plan_sheets

TITLE = "Calibration sheet"

_STYLE = """
@page { margin: 0 }
html { font: 9.5pt/1.4 "Noto Sans"; color: #000 }
body, section, h1, p, ol { margin: 0; padding: 0 }
section { position: relative; break-after: page; overflow: hidden }
section:last-child { break-after: auto }
svg { position: absolute; left: 0; top: 0 }
div { position: absolute; left: 50mm; right: 50mm; max-width: 150mm }
div.front { top: 28mm }
h1 { font-size: 17pt; line-height: 1.2 }
p { margin: 0.8mm 0 2.4mm; font-size: 8.5pt }
ol { padding-left: 5mm }
li { padding-left: 1mm; margin-bottom: 1.3mm }
li::marker { font-weight: 700 }
b { white-space: nowrap }
"""


class Calibration(msgspec.Struct, frozen=True):
    """What a calibration sheet is made for."""

    paper: str
    landscape: bool = False
    printer: Printer = Printer()


def calibration_sheet(engine: Engine, wanted: Calibration) -> bytes:
    """Return the front and the back as a PDF; the same bytes each time.

    Raises:
        EngineError: where the engine warned.
    """
    layout, plan = _layout(wanted), calibration_plan(wanted)
    width, height = plan.size
    sides = [
        ("front", front_marks(plan.size), _front_text(wanted, plan)),
        ("back", back_marks(plan.size, turned=_is_turned(plan)), _back_text(wanted, plan)),
    ]
    html = "".join(_section(name, plan.size, marks, text) for name, marks, text in sides)
    size = f"width: {width}mm; height: {height}mm"
    below = f"top: {height / 2 + 25}mm"
    document = engine.lay_out(
        engine.page(f'<!doctype html><html lang="en"><title>{TITLE}</title><body>{html}'),
        (_STYLE, f"section {{ {size} }} div.back {{ {below} }}"),
        f"@page {{ size: {width}mm {height}mm }}",
    )
    pages = engine.write(document, accessible=False)
    canvas = canvas_for(layout, wanted.paper, right_to_left=False)
    return _titled(impose(pages, plan, canvas))


def calibration_plan(wanted: Calibration) -> SheetPlan:
    """Return how front and back stand on the sheet, as for any edition."""
    plan = plan_sheets(
        _layout(wanted), "home", wanted.paper, pages=2, right_to_left=False, printer=wanted.printer
    )
    assert plan is not None  # noqa: S101  an imposed format always has sheets
    return plan


def _layout(wanted: Calibration) -> Format:
    """Return the sheet as a format of two pages that fill the paper."""
    width, height = PAPERS[wanted.paper]
    return Format(
        title=TITLE,
        trims={wanted.paper: (height, width) if wanted.landscape else (width, height)},
        pages=(Page("front"), Page("back")),
        fit={},
        imposed=True,
    )


def _is_turned(plan: SheetPlan) -> bool:
    """Tell whether backs stand on their heads in the file, so that right there is left here."""
    return plan.sides[1][0].turn == 180


def written(offset: tuple[float, float]) -> str:
    """Return an offset as the command line takes it."""
    return f"{offset[0]:g},{offset[1]:g}mm"


def _section(name: str, size: tuple[float, float], marks: str, text: str) -> str:
    width, height = size
    return (
        f'<section><svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}">{marks}</svg><div class="{name}">{text}</div></section>'
    )


def _code(text: str) -> str:
    return f"<b>{escape(text)}</b>"


def _list(heading: str, facts: str, steps: Iterable[str]) -> str:
    items = "".join(f"<li>{step}</li>" for step in steps)
    return f"<h1>{heading}</h1><p>{facts}</p><ol>{items}</ol>"


def _facts(side: str, wanted: Calibration, plan: SheetPlan) -> str:
    lying = ", landscape" if wanted.landscape else ""
    paper = wanted.paper.title() if wanted.paper == "letter" else wanted.paper.upper()
    return (
        f"{side} · {paper}{lying} · {_code(f'--duplex {plan.duplex}')} · "
        f"{_code(f'--offset-back {written(wanted.printer.offset_back)}')}"
    )


def _front_text(wanted: Calibration, plan: SheetPlan) -> str:
    steps = (
        f"Print both sides at 100 % (“actual size”), flipped on the {plan.duplex} edge.",
        (
            "Measure the line below with a ruler. If it is not 100 mm long, the printer scaled the "
            "page: turn “fit to page” off and print again."
        ),
        (
            "On each of the four edges, find the smallest number whose bar has kept its whole "
            "head. The largest of the four is the rim your printer leaves white. Write it: "
            f"{_code('--printer-edge')}&nbsp;<b>…</b>"
        ),
        "Turn the sheet over like the page of a book.",
    )
    return _list(TITLE, _facts("Front", wanted, plan), steps)


def _back_text(wanted: Calibration, plan: SheetPlan) -> str:
    other = "short" if plan.duplex == "long" else "long"
    right, down = ("left", "up") if _is_turned(plan) else ("right", "down")
    offset = wanted.printer.offset_back
    steps = (
        (
            "The corners must bear the same letter on both sides: A behind A. If they do not, "
            f"print again with {_code(f'--duplex {other}')}."
        ),
        (
            "Hold the sheet against the light, this side towards you. The long thin lines of the "
            "front shine through."
        ),
        (
            "In the centre, read where the front’s upright line crosses the scale "
            f"“{right}”: the first number. Where its level line crosses the scale “{down}”: the "
            "second."
        ),
        f"Add them to those of {_code(written(offset))} and write the sums after "
        f"{_code('--offset-back')}. If both are 0, it is right as it is."
        if offset != (0.0, 0.0)
        else f"Write them, such as {_code('--offset-back 0.5,-0.3mm')}. If both are 0, there is "
        "nothing to write.",
        (
            "Print this sheet again with what you wrote: the rings must lie on each other. Where "
            "corners read otherwise than the centre, the paper ran askew; no offset mends that."
        ),
    )
    return _list("Where the back falls", _facts("Back", wanted, plan), steps)


def _titled(pdf: bytes) -> bytes:
    """Return the PDF with its title declared.

    It is no edition: preflight reads it like anybody's file.
    """
    document = pikepdf.open(io.BytesIO(pdf))
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = TITLE
    document.docinfo["/Title"] = TITLE
    document.Root.Lang = pikepdf.String("en")
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True)
    return buffer.getvalue()
