"""Checks of a tiled poster: its sheets, laid one over the other, are the poster.

What the poster says is checked on the poster itself, which the file holds once. Here the sheets
are put together as a person would, each cut and laid over those before, and what is then seen is
compared with the poster dot by dot.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import pikepdf
from PIL import Image

from handbill.model.findings import Box, Finding
from handbill.model.papers import POINTS_PER_MM
from handbill.preflight.checks.pages import check_size
from handbill.preflight.raster import Mask, Pixels
from handbill.preflight.reading import ReadFile, UnreadableError

COARSER = 3
"""Dots of the raster that are taken together along each side: 100 dpi are compared."""

MOST_DIFFERENT = 24
"""Largest difference of one channel, from 0 to 255, from every dot around its place."""

SEAM = 0.34
"""How far from a seam dots are not compared, in dots: one cut is half the one sheet's."""


class ExpectedSheet(msgspec.Struct, frozen=True):
    """One sheet of a tiled poster; mm from upper left corners."""

    name: str
    cut: Box
    """What remains when it is cut, on the sheet."""
    shown: Box
    """What is seen of it at last, on the poster; it begins where `cut` begins."""

    def inward(self, box: Box) -> Box:
        """Return a box of the poster as a box of the sheet."""
        right, down = self.cut[0] - self.shown[0], self.cut[1] - self.shown[1]
        return (box[0] + right, box[1] + down, box[2] + right, box[3] + down)


class ExpectedSheets(msgspec.Struct, frozen=True):
    """The sheets of a tiled poster."""

    size: tuple[float, float]
    sheets: tuple[ExpectedSheet, ...]
    """Each is laid over those before."""


def poster_of(read: ReadFile) -> bytes:
    """Return the poster that the first sheet shows a part of, as a file of one page.

    Raises:
        UnreadableError: where the sheets do not share one poster.
    """
    placed = [_placed(page.structure.obj) for page in read.pages]
    poster = placed[0][0] if placed and placed[0] else None
    if poster is None or any(
        len(forms) != 1 or forms[0].objgen != poster.objgen for forms in placed
    ):
        raise UnreadableError(
            "The sheets do not all show parts of one poster, as Handbill makes them, so what it "
            "says cannot be read. Make the file again."
        )
    document = pikepdf.new()
    form = document.copy_foreign(poster)
    left, bottom, right, top = (float(edge) for edge in form.BBox)
    page = document.add_blank_page(page_size=(right - left, top - bottom))
    page.obj.Resources = pikepdf.Dictionary({"/XObject": {"/Poster": form}})
    page.obj.Contents = document.make_stream(f"1 0 0 1 {-left} {-bottom} cm /Poster Do".encode())
    document.Root.Lang = pikepdf.String(read.language)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _placed(page: Any) -> list[Any]:
    return list(page.get("/Resources", {}).get("/XObject", {}).values())


def check_sheets(sheets: ReadFile, poster: ReadFile, expected: ExpectedSheets) -> Iterator[Finding]:
    """Yield a finding for each sheet that does not show its part of the poster.

    Args:
        sheets: the file with the sheets.
        poster: the poster on one page.
        expected: the sheets there must be.

    Raises:
        UnreadableError: where a page is damaged.
    """
    if sheets.page_count != len(expected.sheets):
        yield Finding(
            "page.size",
            "error",
            f"The poster is put together from {len(expected.sheets)} sheets, and the file has "
            f"{sheets.page_count}. Make it again.",
        )
        return
    letters = len(poster.pages[0].trace.glyphs)
    for number, (page, sheet) in enumerate(zip(sheets.pages, expected.sheets, strict=True), 1):
        yield from check_size(number, page, expected.size)
        if len(page.trace.glyphs) != letters:
            yield Finding(
                "text.unexpected",
                "error",
                f"Sheet {number} ({sheet.name}) carries other text than the poster. Make it again.",
                page=number,
            )
    yield from _check_looks(sheets, poster, expected)


def _check_looks(sheets: ReadFile, poster: ReadFile, expected: ExpectedSheets) -> Iterator[Finding]:
    whole = poster.pages[0]
    with ReadFile(_assembled(sheets, whole.structure, expected)) as put_together:
        seen, meant = put_together.pages[0].raster, whole.raster
        odd = _differing(_coarse(seen.pixels), _coarse(meant.pixels))
    rows, columns = meant.pixels.shape[:2]
    scale = columns / whole.width / COARSER, rows / whole.height / COARSER
    _forget_seams(odd, expected, scale)
    for number, sheet in enumerate(expected.sheets, 1):
        left, top, right, bottom = (
            round(edge * scale[at % 2]) for at, edge in enumerate(sheet.shown)
        )
        down, across = np.nonzero(odd[top:bottom, left:right])
        if not len(down):
            continue
        box = (
            (left + float(across.min())) / scale[0], (top + float(down.min())) / scale[1],
            (left + float(across.max()) + 1) / scale[0], (top + float(down.max()) + 1) / scale[1],
        )  # fmt: skip
        yield Finding(
            "page.size",
            "error",
            f"Sheet {number} ({sheet.name}) does not show its part of the poster: put together "
            f"with the others it looks different. It was exchanged, moved, scaled or painted "
            f"over. Make it again.",
            page=number,
            box=sheet.inward(box),
        )


def _assembled(sheets: ReadFile, poster: pikepdf.Page, expected: ExpectedSheets) -> bytes:
    """Return the sheets cut and laid one over the other, on one page of the poster's size."""
    left, bottom, right, top = (float(edge) for edge in poster.mediabox)
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(right - left, top - bottom))
    height = (top - bottom) / POINTS_PER_MM
    forms, laid = {}, []
    for number, (read, sheet) in enumerate(zip(sheets.pages, expected.sheets, strict=True)):
        forms[f"/Sheet{number}"] = document.copy_foreign(read.structure.as_form_xobject())
        x, y = sheet.shown[0], sheet.shown[1]
        wide, tall = sheet.cut[2] - sheet.cut[0], sheet.cut[3] - sheet.cut[1]
        clip = " ".join(_points(length) for length in (x, height - y - tall, wide, tall))
        across = _points(x - sheet.cut[0])
        up = _points(height - y + sheet.cut[1] - expected.size[1])
        laid.append(f"q {clip} re W n 1 0 0 1 {across} {up} cm /Sheet{number} Do Q")
    page.obj.Resources = pikepdf.Dictionary({"/XObject": forms})
    page.obj.Contents = document.make_stream("\n".join(laid).encode("ascii"))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _points(millimetres: float) -> str:
    return f"{millimetres * POINTS_PER_MM:.4f}"


def _coarse(pixels: Pixels) -> Pixels:
    return np.asarray(Image.fromarray(pixels).reduce(COARSER))


def _differing(one: Pixels, other: Pixels) -> Mask:
    """Return the dots of either picture that look like none around the same place in the other.

    Edges may fall a dot of the finer raster further: where they lie is rounded.
    """
    odd: Mask = np.any(_excess(one, other) | _excess(other, one), axis=2)
    return odd


def _excess(dots: Pixels, around: Pixels) -> Mask:
    low, high = _spread(around, np.minimum), _spread(around, np.maximum)
    return (dots > np.minimum(high, 255 - MOST_DIFFERENT) + MOST_DIFFERENT) | (
        dots < np.maximum(low, MOST_DIFFERENT) - MOST_DIFFERENT
    )


def _spread(pixels: Pixels, extreme: Any) -> Pixels:
    """Return the extremes of each dot and the eight around it."""
    spread = pixels.copy()
    extreme(spread[1:], pixels[:-1], out=spread[1:])
    extreme(spread[:-1], pixels[1:], out=spread[:-1])
    rows = spread.copy()
    extreme(spread[:, 1:], rows[:, :-1], out=spread[:, 1:])
    extreme(spread[:, :-1], rows[:, 1:], out=spread[:, :-1])
    return spread


def _forget_seams(odd: Mask, expected: ExpectedSheets, scale: tuple[float, float]) -> None:
    for sheet in expected.sheets:
        x, y = sheet.shown[0] * scale[0], sheet.shown[1] * scale[1]
        if x:
            odd[:, int(x - SEAM) : int(x + SEAM) + 1] = False
        if y:
            odd[int(y - SEAM) : int(y + SEAM) + 1] = False


def on_sheets(finding: Finding, expected: ExpectedSheets) -> Finding:
    """Return a finding about the poster with its place on the sheet that shows it."""
    message = re.sub(r"\bpage 1\b", "the poster", finding.message)
    message = re.sub(r"\bPage 1\b", "The poster", message)
    told = msgspec.structs.replace(finding, message=message, page=None, box=None)
    if finding.box is None:
        return told
    x, y = (finding.box[0] + finding.box[2]) / 2, (finding.box[1] + finding.box[3]) / 2
    for number, sheet in enumerate(expected.sheets, 1):
        left, top, right, bottom = sheet.shown
        if left <= x < right and top <= y < bottom:
            return msgspec.structs.replace(told, page=number, box=sheet.inward(finding.box))
    return told
