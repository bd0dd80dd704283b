"""Where each message, and each other text, stands on the laid-out pages.

Reads WeasyPrint's box tree, which is private: WeasyPrint is pinned to one version for it.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
import weasyprint

from handbill.model.findings import Box
from handbill.press.inspection import PX_PER_MM

_DESCENT = 0.2
"""Least depth of letters below the baseline, as a share of the type size."""


class MessageBox(msgspec.Struct, frozen=True):
    """The rectangle one message takes on a page."""

    page: int
    """Counted from 1."""
    message_id: str
    """Empty where the text is no message, such as a number."""
    language: str
    place: Box
    """Left, upper, right and lower edge in mm from the upper left corner of the page."""
    share: Box
    """Left and upper edge, width and height in percent of the page."""


class _Text(msgspec.Struct, frozen=True):
    """A run of text, and the span that says its message, if it is one."""

    span: Any
    language: str
    edges: Box


def message_boxes(document: weasyprint.Document) -> list[MessageBox]:
    """Return the rectangle of every message on every page, in the order of reading.

    A message that is said twice has two rectangles.
    """
    return [box for box in text_boxes(document) if box.message_id]


def text_boxes(document: weasyprint.Document) -> list[MessageBox]:
    """Return the rectangle of every text, those that are no message line by line."""
    return [
        found for number, page in enumerate(document.pages, 1) for found in _on_page(page, number)
    ]


def _on_page(page: weasyprint.Page, number: int) -> Iterator[MessageBox]:
    spans: dict[int, list[_Text]] = {}
    for text in list(_texts(page._page_box)):  # noqa: SLF001  no public way to the boxes
        spans.setdefault(id(text if text.span is None else text.span), []).append(text)
    for texts in spans.values():
        edges = [text.edges for text in texts]
        left, top = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
        right, bottom = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
        wide, high = 100 / page.width, 100 / page.height
        yield MessageBox(
            page=number,
            message_id="" if texts[0].span is None else texts[0].span.get("data-message"),
            language=texts[0].language,
            place=_rounded(*(edge / PX_PER_MM for edge in (left, top, right, bottom))),
            share=_rounded(left * wide, top * high, (right - left) * wide, (bottom - top) * high),
        )


def _rounded(first: float, second: float, third: float, fourth: float) -> Box:
    return (round(first, 2), round(second, 2), round(third, 2), round(fourth, 2))


def _texts(root: Any) -> Iterator[_Text]:
    stack: list[tuple[Any, Any, str, Any]] = [(root, None, "", root)]
    while stack:
        box, span, language, line = stack.pop()
        element = getattr(box, "element", None)
        if element is not None:
            span = element if element.get("data-message") else span
            language = element.get("lang") or language
        kind = type(box).__name__
        line = box if kind == "LineBox" else line
        if kind == "TextBox" and box.text.strip():
            yield _Text(span, language, _edges(box, line))
        # The engine leaves placeholders for positioned boxes.
        stack += [
            (getattr(child, "_box", child), span, language, line)
            for child in reversed(getattr(box, "children", ()))
        ]


def _edges(text: Any, line: Any) -> Box:
    """Return the edges of a run of text in px.

    A font's natural height may exceed the line height, as Nastaliq's does: lines count. The
    engine gives a run in another font than the line's, such as English among Urdu, its own
    height below the line's ascent: letters stand on the baseline, so that counts.
    """
    descent = _DESCENT * text.style["font_size"]
    lowered = max(0.0, text.baseline + descent - text.height)
    top = text.position_y + lowered
    return (
        text.position_x,
        max(top, line.position_y),
        text.position_x + text.width,
        min(top + text.height, line.position_y + line.height),
    )
