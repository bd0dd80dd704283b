"""A contact sheet as one picture."""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate

import msgspec
import pypdfium2
from PIL import Image, ImageDraw

from handbill.model.contact_sheets import ContactCell, ContactSheet
from handbill.press.captions import Captions, Line

LARGEST = 30_000
"""Most pixels a picture has in width or height: more is not opened by many programs."""

MOST_PIXELS = 250_000_000
"""Most pixels in all: each takes six bytes while the picture is put together."""

SUPERSAMPLING = 4
"""How much finer a page is drawn before it is shown small, as the eye takes the mean of it."""

PAGE_GAP = 10
"""Space between the pages of an edition."""

_MARGIN, _COLUMN_GAP, _ROW_GAP = 48, 44, 40
_NARROWEST, _WIDEST_REASON = 260, 560
_MOST_LINES = 16
"""Most lines of a reason; the command line tells the whole of it."""

_GROUND, _RULE, _EDGE = "#efece6", "#cfc8ba", "#b9b2a4"
_INK, _SOFT, _RED = "#0b2a3c", "#4a5f6c", "#b01c1c"
_TITLE, _HEADING, _CAPTION = 34, 22, 16


class Layout(msgspec.Struct, frozen=True):
    """Where the rows and columns of a contact sheet stand, in pixels."""

    size: tuple[int, int]
    lefts: tuple[int, ...]
    widths: tuple[int, ...]
    tops: tuple[int, ...]


Pages = Mapping[str, Sequence[Image.Image]]
"""The pictures of each edition's pages, by its id."""


def page_pictures(pdf: bytes, density: float, *, fine: bool) -> list[Image.Image]:
    """Return a picture of each page, with so many dots an inch; `fine` where they are small."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_picture(page, density / 72, fine=fine) for page in document]
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage, scale: float, *, fine: bool) -> Image.Image:
    factor = SUPERSAMPLING if fine else 1
    picture: Image.Image = page.render(scale=scale * factor).to_pil().convert("RGB")
    if not fine:
        return picture
    size = (max(1, round(picture.width / factor)), max(1, round(picture.height / factor)))
    return picture.resize(size, Image.Resampling.BOX)


def lay_out(sheet: ContactSheet, captions: Captions, pages: Pages) -> Layout:
    """Return where rows and columns stand; pages that are not made yet stand as planned."""
    columns = range(len(sheet.columns))
    widths = [
        max(_NARROWEST, *(_pages_size(row[column], pages)[0] for row in sheet.rows))
        for column in columns
    ]
    lefts = accumulate((width + _COLUMN_GAP for width in widths[:-1]), initial=_MARGIN)
    heights = [
        max(
            _cell_height(cell, width, captions, pages)
            for cell, width in zip(row, widths, strict=True)
        )
        for row in sheet.rows
    ]
    head = _MARGIN + _TITLE * 2 + _CAPTION + _HEADING * 3
    tops = list(accumulate((height + _ROW_GAP for height in heights), initial=head))
    width = 2 * _MARGIN + sum(widths) + _COLUMN_GAP * (len(widths) - 1)
    return Layout(
        (width, tops[-1] - _ROW_GAP + _MARGIN), tuple(lefts), tuple(widths), tuple(tops[:-1])
    )


def compose(sheet: ContactSheet, layout: Layout, captions: Captions, pages: Pages) -> bytes:
    """Return the contact sheet as PNG."""
    whole = Image.new("RGB", layout.size, _GROUND)
    pen = ImageDraw.Draw(whole)
    facts_top = _MARGIN + int(_TITLE * 1.5)
    captions.write(pen, (_MARGIN, _MARGIN), captions.line(sheet.title, _TITLE, bold=True), _INK)
    captions.write(pen, (_MARGIN, facts_top), captions.line(sheet.facts, _CAPTION), _SOFT)
    for heading, left in zip(sheet.columns, layout.lefts, strict=True):
        top = layout.tops[0] - _HEADING * 2 if layout.tops else facts_top + _HEADING * 2
        captions.write(pen, (left, top), captions.line(heading, _HEADING, bold=True), _INK)
    for row, top in zip(sheet.rows, layout.tops, strict=True):
        rule = top - _ROW_GAP // 2 + 8
        if top != layout.tops[0]:
            pen.line((_MARGIN, rule, layout.size[0] - _MARGIN, rule), _RULE)
        for cell, left, width in zip(row, layout.lefts, layout.widths, strict=True):
            _draw_cell(whole, pen, cell, (left, top, width), captions, pages)
    buffer = io.BytesIO()
    whole.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


def _draw_cell(
    whole: Image.Image, pen: ImageDraw.ImageDraw, cell: ContactCell,
    place: tuple[int, int, int], captions: Captions, pages: Pages,
) -> None:  # fmt: skip
    left, top, width = place
    for line, color in _caption(cell, width, captions):
        captions.write(pen, (left, top), line, color)
        top += _line_height(_CAPTION)
    top += _CAPTION // 2
    if cell.verdict:
        _draw_reason(pen, cell, (left, top, width), captions)
        return
    pictures = pages[cell.id]
    for picture in reversed(pictures) if cell.right_to_left else pictures:
        whole.paste(picture, (left, top))
        edge = (left - 1, top - 1, left + picture.width, top + picture.height)
        pen.rectangle(edge, outline=_EDGE)
        left += picture.width + PAGE_GAP


def _draw_reason(
    pen: ImageDraw.ImageDraw, cell: ContactCell, place: tuple[int, int, int], captions: Captions
) -> None:
    left, top, width = place
    lines = _reason(cell, width, captions)
    pen.rectangle((left, top, left + 3, top + len(lines) * _line_height(_CAPTION)), _RED)
    for line in lines:
        captions.write(pen, (left + 16, top), line, _RED)
        top += _line_height(_CAPTION)


def _caption(cell: ContactCell, width: int, captions: Captions) -> list[tuple[Line, str]]:
    wrapped = captions.lines
    return [
        *((line, _INK) for line in wrapped(cell.piece, _CAPTION, width, bold=True)),
        *((line, _SOFT) for line in wrapped(cell.facts, _CAPTION, width)),
    ]


def _reason(cell: ContactCell, width: int, captions: Captions) -> list[Line]:
    room = min(width, _WIDEST_REASON) - 16
    head = captions.line(cell.verdict, _CAPTION, bold=True)
    lines = captions.lines(cell.reason, _CAPTION, room)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], captions.line("…", _CAPTION)]
    return [head, *lines]


def _cell_height(cell: ContactCell, width: int, captions: Captions, pages: Pages) -> int:
    caption = len(_caption(cell, width, captions)) * _line_height(_CAPTION) + _CAPTION // 2
    if cell.verdict:
        return caption + len(_reason(cell, width, captions)) * _line_height(_CAPTION)
    return caption + _pages_size(cell, pages)[1]


def _pages_size(cell: ContactCell, pages: Pages) -> tuple[int, int]:
    """Return width and height of an edition's pages side by side."""
    if cell.verdict:
        return (0, 0)
    made = pages.get(cell.id)
    planned = (_dots(cell.page[0], cell.density), _dots(cell.page[1], cell.density))
    sizes = [picture.size for picture in made] if made else [planned] * cell.pages
    gaps = PAGE_GAP * (len(sizes) - 1)
    return (sum(size[0] for size in sizes) + gaps, max(size[1] for size in sizes))


def _dots(millimetres: float, density: float) -> int:
    return round(millimetres / 25.4 * density)


@cache
def _line_height(size: int) -> int:
    return round(size * 1.4)
