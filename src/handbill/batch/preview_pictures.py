"""The pictures of a preview, with a mark for each message where it hides least."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from PIL import Image

from handbill.composing.preview_page import Mark, PreviewPicture, Side
from handbill.press.contact_pictures import page_pictures
from handbill.press.message_boxes import MessageBox

_MOST_DENSITY, _MOST_WIDTH, _MOST_HEIGHT = 168.0, 1200.0, 860.0
"""Bounds of an edition's pages side by side: dots an inch, and CSS pixels."""

_MOST_ACROSS, _GAP = 3, 14.0
"""Most pages side by side, and the CSS pixels between them: more would be too small to read."""

_SHARPNESS = 2.0
"""How many dots a browser gets for each CSS pixel."""

_WEBP: dict[str, Any] = {"format": "WEBP", "quality": 82, "method": 1}
_MM_PER_INCH = 25.4

_TAG = (30.0, 17.0)
"""Width and height of the number of a mark, in CSS pixels."""

_BORDER = 3.0
"""How far around a text its frame stands, in CSS pixels."""

_Rectangle = tuple[float, float, float, float]


def density_of(page: tuple[float, float], pages: int) -> float:
    """Return the dots to the inch at which pages of this size in mm stay in their bounds."""
    width, height = (max(side, 1.0) / _MM_PER_INCH for side in page)
    across = min(pages, _MOST_ACROSS)
    room = _MOST_WIDTH / across - _GAP
    return min(_MOST_DENSITY, room / width, _MOST_HEIGHT / height)


def pictures(
    pdf: bytes,
    page: tuple[float, float],
    boxes: Sequence[MessageBox],
    numbers: Mapping[str, int],
    shown: Sequence[int],
) -> tuple[PreviewPicture, ...]:
    """Return the pages of a PDF as pictures with the marks of the messages that have a number.

    `shown` names the pages of the PDF, counted from 0, as the boxes count them.
    """
    density = density_of(page, len(shown)) * _SHARPNESS
    return tuple(
        _picture(image, number + 1, [box for box in boxes if box.page == number + 1], numbers)
        for number, image in zip(
            shown, page_pictures(pdf, density, fine=False), strict=True
        )
    )  # fmt: skip


def _picture(
    image: Image.Image, page: int, boxes: Sequence[MessageBox], numbers: Mapping[str, int]
) -> PreviewPicture:
    buffer = io.BytesIO()
    image.save(buffer, **_WEBP)
    width, height = (max(1, round(side / _SHARPNESS)) for side in image.size)
    return PreviewPicture(
        page, buffer.getvalue(), width, height, _marks(boxes, numbers, (width, height))
    )


def _marks(
    boxes: Sequence[MessageBox], numbers: Mapping[str, int], size: tuple[int, int]
) -> tuple[Mark, ...]:
    frames = [_framed(box, size) for box in boxes]
    marks: list[Mark] = []
    tags: list[_Rectangle] = []
    for box, frame in zip(boxes, frames, strict=True):
        if box.message_id not in numbers:
            continue
        others = [other for other in frames if other is not frame]
        side, tag = _side(frame, [*others, *tags], size)
        tags.append(tag)
        left, top, right, bottom = frame
        marks.append(
            Mark(
                number=numbers[box.message_id],
                left=round(100 * left / size[0], 2),
                top=round(100 * top / size[1], 2),
                width=round(100 * (right - left) / size[0], 2),
                height=round(100 * (bottom - top) / size[1], 2),
                millimetres=box.place,
                side=side,
            )
        )
    return tuple(marks)


def _framed(box: MessageBox, size: tuple[int, int]) -> _Rectangle:
    left, top, width, height = box.share
    x, y = left * size[0] / 100, top * size[1] / 100
    return (
        x - _BORDER,
        y,
        x + width * size[0] / 100 + _BORDER,
        y + height * size[1] / 100,
    )


def _side(
    frame: _Rectangle, others: Sequence[_Rectangle], size: tuple[int, int]
) -> tuple[Side, _Rectangle]:
    """Return the side on which a number hides no other text and stays on the page."""
    places = _places(frame)
    for side, place in places.items():
        inside = place[0] >= 0 and place[1] >= 0 and place[2] <= size[0] and place[3] <= size[1]
        if inside and not any(_meet(place, other) for other in others):
            return side, place
    least = min(places, key=lambda side: sum(_shared(places[side], other) for other in others))
    return least, places[least]


def _places(frame: _Rectangle) -> dict[Side, _Rectangle]:
    left, top, right, bottom = frame
    width, height = _TAG
    return {
        "left": (left - width, top, left, top + height),
        "right": (right, top, right + width, top + height),
        "above": (left, top - height, left + width, top),
        "below": (left, bottom, left + width, bottom + height),
        "corner": (right - width + 4, top - 9, right + 4, top - 9 + height),
    }


def _meet(one: _Rectangle, other: _Rectangle) -> bool:
    return _shared(one, other) > 0


def _shared(one: _Rectangle, other: _Rectangle) -> float:
    """Return the area two rectangles have in common."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)
