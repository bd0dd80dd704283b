"""A composed edition becomes a file: pages, sheets or a picture."""

from collections.abc import Sequence
from typing import Any

import msgspec

from handbill.model.formats import FitRange, Output
from handbill.press.engine import Engine
from handbill.press.fitting import Fitted, fit_pages
from handbill.press.imaging import picture
from handbill.press.imposition import arrangement_of, impose
from handbill.press.metadata import with_edition


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
    paper: str
    imposed: bool
    edition: dict[str, Any]
    """What the file says of itself in XMP."""


class Printed(msgspec.Struct, frozen=True):
    """A finished file."""

    data: bytes
    """The file to deliver: PDF, or PNG for pictures."""
    pdf: bytes
    """The PDF to read back: for a picture, the one it was made from."""
    pages: int
    """How many pages or sheets the PDF has."""


def lay_out(engine: Engine, job: Job) -> Fitted:
    """Return the pages of a job at the largest sizes that fit.

    Raises:
        EngineError: where the engine warned.
    """
    page = engine.page(job.html)
    return fit_pages(lambda sizes: engine.lay_out(page, job.styles, sizes), job.fit, job.trim)


def print_job(engine: Engine, job: Job, fitted: Fitted) -> Printed:
    """Return the finished file of a laid-out job; the same input gives the same bytes.

    Raises:
        EngineError: where the engine warned.
    """
    pdf = engine.write(fitted.document, accessible=job.output == "screen")
    arrangement = arrangement_of(job.trim, job.output, job.paper, imposed=job.imposed)
    if arrangement:
        pdf = impose(pdf, arrangement, right_to_left=job.right_to_left)
    pdf = with_edition(pdf, job.title, job.language, job.edition)
    return Printed(
        data=picture(pdf) if job.output == "image" else pdf,
        pdf=pdf,
        pages=len(fitted.document.pages),
    )
