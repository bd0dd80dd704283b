"""A contact sheet as one page for browsers, pictures and all."""

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from markupsafe import Markup

from handbill import __version__
from handbill.composing.environment import environment_for
from handbill.model.contact_sheets import ContactCell, ContactSheet


class PagePicture(msgspec.Struct, frozen=True):
    """How a page of an edition looks."""

    webp: bytes
    width: int
    """How wide it is shown, in CSS pixels."""
    height: int


class _Image(msgspec.Struct, frozen=True):
    source: str
    width: int
    height: int
    told: str


class _Cell(msgspec.Struct, frozen=True):
    cell: ContactCell
    images: tuple[_Image, ...]


def contact_page(
    sheet: ContactSheet,
    pictures: Mapping[str, Sequence[PagePicture]],
    templates: Mapping[str, Path],
) -> str:
    """Return the page; it needs no other file and runs no script."""
    environment = environment_for(lambda name: templates[name].read_text("utf-8"))
    style = templates["styles/contact-sheet.css"].read_text("utf-8")
    return environment.get_template("contact-sheet.html.j2").render(
        sheet=sheet,
        rows=[[_cell(cell, pictures.get(cell.id, ())) for cell in row] for row in sheet.rows],
        style=Markup(style),  # noqa: S704  our own style sheet, or the workspace's
        program=f"Handbill {__version__}",
    )


def _cell(cell: ContactCell, pictures: Sequence[PagePicture]) -> _Cell:
    name = f"{cell.piece}, {cell.format}, {cell.language}"
    return _Cell(
        cell,
        tuple(
            _Image(_data_uri(picture.webp), picture.width, picture.height, f"{name}, page {number}")
            for number, picture in enumerate(pictures, 1)
        ),
    )


def _data_uri(webp: bytes) -> str:
    return f"data:image/webp;base64,{base64.b64encode(webp).decode('ascii')}"
