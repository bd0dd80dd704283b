"""A composed edition becomes a file: pages, sheets or a picture."""

from collections.abc import Sequence
from typing import Any

import msgspec

from handbill.model.formats import FitRange, Output
from handbill.press.engine import Engine
from handbill.press.fitting import BALANCED, Fitted, fit_pages
from handbill.press.imaging import picture
from handbill.press.imposition import Canvas, impose
from handbill.press.metadata import with_edition
from handbill.press.sheets import SheetPlan
from handbill.press.tiling import TilePlan, tile

_PAGE, _PAGE_END = '<section class="page', "</section>"


class Job(msgspec.Struct, frozen=True):
    """What the press needs to know of an edition."""

    html: str
    styles: Sequence[str]
    title: str
    language: str
    right_to_left: bool
    trim: tuple[float, float]
    fit: dict[str, FitRange]
    output: Output
    sheets: SheetPlan | None
    """How its pages stand on sheets; none where they stay single."""
    shown: tuple[int, ...]
    """The pages that are shown where there are no sheets, counted from 0."""
    edition: dict[str, Any]
    """What the file says of itself in XMP."""
    tiles: TilePlan | None = None
    """The sheets a poster is put together from; none where it is printed whole."""


class Printed(msgspec.Struct, frozen=True):
    """A finished file."""

    data: bytes
    """The file to deliver: PDF, or PNG for pictures."""
    pdf: bytes
    """The PDF to read back: for a picture, the one it was made from; of a tiled poster, the
    poster itself."""
    pages: int
    """How many pages or sheets the PDF has."""


def lay_out(engine: Engine, job: Job) -> Fitted:
    """Return the pages of a job at the largest sizes that fit.

    Raises:
        EngineError: where the engine warned.
    """
    whole, headed = engine.page(job.html), engine.page(_headed_pages(job.html))
    return fit_pages(
        lambda sizes: engine.lay_out(whole, job.styles, sizes),
        job.fit,
        job.trim,
        lambda sizes: engine.lay_out(headed, job.styles, sizes),
    )


def _headed_pages(html: str) -> str:
    """Return the document with only those pages whose headings are balanced."""
    start, end = html.find(_PAGE), html.rfind(_PAGE_END) + len(_PAGE_END)
    pages = html[start:end].split(_PAGE_END)
    headed = [
        page + _PAGE_END for page in pages if any(f'class="{name}"' in page for name in BALANCED)
    ]
    return html[:start] + "".join(headed or [html[start:end]]) + html[end:]


def print_job(engine: Engine, job: Job, fitted: Fitted) -> Printed:
    """Return the finished file of a laid-out job; the same input gives the same bytes.

    Raises:
        EngineError: where the engine warned.
    """
    shown = fitted.document
    if job.sheets is None and len(job.shown) < len(shown.pages):
        shown = shown.copy([shown.pages[number] for number in job.shown])
    pdf = engine.write(shown, accessible=job.output == "screen")
    if job.sheets is not None:
        pdf = impose(pdf, job.sheets, Canvas(job.trim, job.right_to_left))
    whole, pdf = pdf, with_edition(pdf, job.title, job.language, job.edition)
    if job.tiles is not None:
        data = with_edition(tile(whole, job.tiles), job.title, job.language, job.edition)
        return Printed(data, pdf, len(job.tiles.tiles))
    return Printed(
        data=picture(pdf) if job.output == "image" else pdf,
        pdf=pdf,
        pages=len(job.sheets.sides) if job.sheets else len(shown.pages),
    )
