"""What the laid-out pages look like: boxes, lines, and what does not fit.

Reads WeasyPrint's box tree, which is private: WeasyPrint is pinned to one version for it.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
import weasyprint

from handbill.model.findings import Box

PX_PER_MM = 96 / 25.4
TOLERANCE = 0.6
"""Rounding the engine allows itself, in px."""


class Overflow(msgspec.Struct, frozen=True):
    """A box that does not hold its text."""

    page: int
    box_name: str
    group: str
    box: Box
    message_id: str
    language: str
    excess: float
    """How far the text runs over, in mm."""


def overflows(document: weasyprint.Document) -> list[Overflow]:
    """Return every named box whose text runs over its edges."""
    found = []
    for number, page in enumerate(document.pages, 1):
        for box in _named_boxes(page):
            overflow = _overflow(box, number)
            if overflow:
                found.append(overflow)
    return found


def line_counts(document: weasyprint.Document, css_class: str) -> list[int]:
    """Return how many lines each element of a class has, in document order."""
    return [
        sum(_kind(child) == "LineBox" for child in _descendants(box))
        for page in document.pages
        for box in _descendants(page._page_box)  # noqa: SLF001  no public way to the boxes
        if _kind(box) == "BlockBox"
        and box.element is not None
        and css_class in (box.element.get("class") or "").split()
    ]


def _unwrapped(box: Any) -> Any:
    """Return the box itself where the engine left a placeholder for a positioned one."""
    return getattr(box, "_box", box)


def _kind(box: Any) -> str:
    return type(box).__name__


def _descendants(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _descendants(_unwrapped(child))


def _named_boxes(page: weasyprint.Page) -> Iterator[Any]:
    seen = set()
    for box in _descendants(page._page_box):  # noqa: SLF001  no public way to the boxes
        element = box.element
        # Anonymous boxes bear the element of the box they stand in.
        if _kind(box) != "BlockBox" or element is None or element in seen:
            continue
        if element.get("data-box"):
            seen.add(element)
            yield box


def _lost_text(box: Any) -> bool:
    """Tell whether the engine dropped text: it loses what crosses the foot of a page."""
    wanted = "".join("".join(box.element.itertext()).split())
    laid_out = "".join("".join(text.text for text in _texts(box)).split())
    return len(laid_out) < len(wanted)


def _overflow(box: Any, page: int) -> Overflow | None:
    left, top = box.content_box_x(), box.content_box_y()
    right, bottom = left + box.width, top + box.height
    worst, excess = None, TOLERANCE
    texts = list(_texts(box))
    for text in texts:
        line = text.handbill_line
        over = max(
            min(text.position_y + text.height, line.position_y + line.height) - bottom,
            top - max(text.position_y, line.position_y),
            text.position_x + text.width - right,
            left - text.position_x,
        )
        if over > excess:
            worst, excess = text, over
    if worst is None and texts and _lost_text(box):
        worst, excess = texts[-1], box.height
    if worst is None:
        return None
    message, language = _message_of(worst)
    element = box.element
    return Overflow(
        page=page,
        box_name=element.get("data-box"),
        group=element.get("data-fit") or "",
        box=tuple(round(edge / PX_PER_MM, 2) for edge in (left, top, right, bottom)),
        message_id=message,
        language=language,
        excess=round(excess / PX_PER_MM, 2),
    )


def _texts(box: Any) -> Iterator[Any]:
    """Yield every text box with its message, language and line noted on it.

    A font's natural height may exceed the line height, as Nastaliq's does: lines count.
    """
    stack: list[tuple[Any, str, str, Any]] = [(box, "", "", box)]
    while stack:
        current, message, language, line = stack.pop()
        element = getattr(current, "element", None)
        if element is not None:
            message = element.get("data-message") or message
            language = element.get("lang") or language
        if _kind(current) == "LineBox":
            line = current
        if _kind(current) == "TextBox":
            current.handbill_message = (message, language)
            current.handbill_line = line
            yield current
        stack += [
            (_unwrapped(child), message, language, line)
            for child in reversed(getattr(current, "children", ()))
        ]


def _message_of(text: Any) -> tuple[str, str]:
    message: tuple[str, str] = text.handbill_message
    return message
