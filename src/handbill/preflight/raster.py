"""A page as ink: rasterised once, then looked at as an eye, a camera and a copier would."""

import io
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Any

import msgspec
import numpy as np
import pikepdf
import pypdfium2
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from handbill.model.findings import Box
from handbill.model.papers import POINTS_PER_MM

DOTS_PER_INCH = 300
"""What an office printer prints at least, and what the smallest type needs to be judged."""

MOST_PIXELS = 40_000_000
"""Pages larger than A2 are rasterised more coarsely."""

COPIER_BLUR = 1.0
"""Blur of a cheap copier in pixels of 150 dpi."""

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

Color = tuple[float, float, float]
"""Red, green, blue from 0 to 1."""


class Code(msgspec.Struct, frozen=True):
    """A QR code found on a page."""

    payload: str
    box: Box
    modules: int
    """Modules along one side, 0 where it is not known."""

    @property
    def side(self) -> float:
        """Return the length of the longer side in mm."""
        return max(self.box[2] - self.box[0], self.box[3] - self.box[1])


class Raster:
    """One page in pixels."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        width, height = page.get_width(), page.get_height()
        most = (MOST_PIXELS / max(1.0, width * height)) ** 0.5
        self._scale = min(DOTS_PER_INCH / 72, most)
        self.pixels: Pixels = np.asarray(
            page.render(scale=self._scale, rev_byteorder=True, may_draw_forms=False).to_numpy()
        )[:, :, :3]

    @property
    def dots_per_mm(self) -> float:
        """Return how many pixels a millimetre has."""
        return float(self._scale * POINTS_PER_MM)

    @cached_property
    def grey(self) -> Pixels:
        """Return the page as a black printer prints it (ITU-R BT.601 luma)."""
        return np.asarray(Image.fromarray(self.pixels).convert("L"))

    def copied(self) -> Pixels:
        """Return the page as a cheap copier gives it back: 150 dpi, grey, blurred."""
        image = Image.fromarray(self.grey).reduce(2).filter(ImageFilter.GaussianBlur(COPIER_BLUR))
        return np.asarray(image)

    def crop(self, box: Box) -> Pixels:
        """Return the pixels of a box in mm from the upper left corner."""
        left, top, right, bottom = (round(edge * self.dots_per_mm) for edge in box)
        return self.pixels[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]

    def look(self, box: Box, color: Color) -> "Look | None":
        """Return a look at a box in mm; None where it lies outside the page."""
        pixels = self.crop(box)
        inner = (max(0.0, box[0]), max(0.0, box[1]), box[2], box[3])
        return Look(pixels, inner, self.dots_per_mm, color) if pixels.size else None

    def codes(self) -> list[Code]:
        """Return the QR codes that a good camera reads."""
        return list(_codes(self.grey, self.dots_per_mm, modules=True))

    def copied_codes(self) -> list[Code]:
        """Return the QR codes that can still be read from a cheap copy."""
        return list(_codes(self.copied(), self.dots_per_mm / 2, modules=False))

    def quiet_zone(self, code: Code) -> float:
        """Return how many modules around a code are as light as its ground, at most 4."""
        if not code.modules:
            return 0.0
        module = code.side / code.modules
        light = 0.0
        for step in (1, 2, 3, 4):
            # Half a module is left to the rounding of the code's corners.
            reach = (step - 0.5) * module
            if not self._is_light(code.box, reach):
                break
            light = step
        return light

    def _is_light(self, box: Box, reach: float) -> bool:
        left, top, right, bottom = (
            box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach
        )  # fmt: skip
        if min(left, top) < 0:
            return False
        scale = self.dots_per_mm
        rows, columns = self.grey.shape
        if right * scale >= columns or bottom * scale >= rows:
            return False
        x1, y1, x2, y2 = (round(edge * scale) for edge in (left, top, right, bottom))
        ring = np.concatenate(
            [self.grey[y1, x1:x2], self.grey[y2, x1:x2], self.grey[y1:y2, x1], self.grey[y1:y2, x2]]
        )
        return bool((ring > 160).mean() > 0.99)

    def picture(self, width: int) -> Image.Image:
        """Return the page as a picture, `width` pixels wide."""
        rows, columns = self.grey.shape
        size = (width, max(1, round(rows * width / columns)))
        return Image.fromarray(self.pixels).resize(size, Image.Resampling.LANCZOS)


def _codes(grey: Pixels, scale: float, *, modules: bool) -> Iterator[Code]:
    for found in zxingcpp.read_barcodes(
        np.ascontiguousarray(grey),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_invert=False,
    ):
        corners = found.position
        points = [corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right]
        across = [point.x / scale for point in points]
        down = [point.y / scale for point in points]
        yield Code(
            payload=found.text,
            box=(min(across), min(down), max(across), max(down)),
            modules=_modules(found) if modules else 0,
        )


def _modules(found: Any) -> int:
    """Return how many modules one side has (ISO/IEC 18004: 17 and four for each version)."""
    version = str(found.extra.get("Version", "")) if isinstance(found.extra, dict) else ""
    return 17 + 4 * int(version) if version.isdigit() else 0


@cache
def printed_color(cyan: float, magenta: float, yellow: float, black: float) -> Color:
    """Return how a CMYK colour, from 0 to 1, is rasterised here: by printing a patch of it."""
    document = pikepdf.new()
    patch = document.add_blank_page(page_size=(4, 4))
    content = f"{cyan} {magenta} {yellow} {black} k 0 0 4 4 re f"
    patch.obj.Contents = document.make_stream(content.encode("ascii"))
    buffer = io.BytesIO()
    document.save(buffer)
    rendered = pypdfium2.PdfDocument(buffer.getvalue())
    try:
        pixel = rendered[0].render(rev_byteorder=True).to_numpy()[2, 2]
    finally:
        rendered.close()
    red, green, blue = (float(channel) / 255 for channel in pixel[:3])
    return (red, green, blue)


class Look:
    """A stretch of a page beside the colour its letters should have."""

    def __init__(self, pixels: Pixels, box: Box, scale: float, color: Color) -> None:
        self._box, self._scale = box, scale
        self._color = np.array(color)
        self._pixels = pixels
        wanted = np.round(self._color * 255).astype(np.int16)
        self._distance = np.abs(pixels.astype(np.int16) - wanted).max(axis=2)
        self._letters = self._distance < SAME_COLOR

    def shown(self, box: Box) -> float:
        """Return which share of a box in mm has the letters' colour."""
        left, right = (round((edge - self._box[0]) * self._scale) for edge in (box[0], box[2]))
        top, bottom = (round((edge - self._box[1]) * self._scale) for edge in (box[1], box[3]))
        inside = self._letters[max(0, top) : bottom + 1, max(0, left) : right + 1]
        return float(inside.mean()) if inside.size else 0.0

    def is_whole(self, box: Box) -> bool:
        """Tell whether a glyph with this ink box, in mm, is there up to all four sides of it."""
        x1, x2 = (round((edge - self._box[0]) * self._scale) for edge in (box[0], box[2]))
        y1, y2 = (round((edge - self._box[1]) * self._scale) for edge in (box[1], box[3]))
        inside: Mask = self._traces[max(0, y1) : y2 + 1, max(0, x1) : x2 + 1]
        if not inside.size:
            return False
        rows: Mask = np.any(inside, axis=1)
        columns: Mask = np.any(inside, axis=0)
        return _reaches_ends(rows) and _reaches_ends(columns)

    @cached_property
    def _traces(self) -> Mask:
        """Return where at least the smoothed edge of a letter is."""
        ground = float(np.percentile(self._distance, 80))
        return np.asarray(self._distance < max(SAME_COLOR, TRACE * ground))

    def merged(self, boxes: Iterable[Box]) -> float:
        """Return which share of the ground beside these boxes in mm has the letters' colour."""
        beside = np.ones(self._letters.shape, bool)
        for box in boxes:
            left, right = (round((edge - self._box[0]) * self._scale) for edge in (box[0], box[2]))
            top, bottom = (round((edge - self._box[1]) * self._scale) for edge in (box[1], box[3]))
            beside[max(0, top - 1) : bottom + 2, max(0, left - 1) : right + 2] = False
        near = self._distance[beside] < EDGE_COLOR
        return float(near.mean()) if near.size > 0.02 * beside.size else 0.0

    def contrast(self) -> tuple[float, float]:
        """Return the contrast ratio in colour and in grey (WCAG 2.2, relative luminance).

        The ground is what remains beside the letters and their smoothed edges; its worst
        twentieth counts, so that a drawing behind one word is not averaged away.
        """
        image = Image.fromarray((self._distance < EDGE_COLOR).astype(np.uint8))
        far = np.asarray(image.filter(ImageFilter.MaxFilter(EDGE_REACH))) == 0
        ground = self._pixels[far] if far.mean() > 0.02 else self._pixels[~self._letters]
        if not len(ground):
            return 1.0, 1.0
        colors = ground[:: max(1, len(ground) // 2000)].astype(np.float64) / 255
        own = self._color
        grey = (np.repeat((light @ LUMA)[..., None], 3, axis=-1) for light in (own, colors))
        own_grey, grey_ground = grey
        return _worst_ratio(own, colors), _worst_ratio(own_grey, grey_ground)


SAME_COLOR = 31
"""Largest difference of one channel, from 0 to 255, within one colour as it is rasterised."""

EDGE_COLOR = 48
"""Difference up to which a pixel belongs to a letter, thin strokes included."""

FEWEST_PIXELS = 10
"""Narrower glyphs, such as a small `l`, are not looked at by their ends: two pixels blur."""

TRACE = 0.75
"""Difference up to which a pixel shows a trace of a letter, as a share of the difference between
letters and ground."""

EDGE_REACH = 5
"""Width of the square around each pixel of a letter that may be its smoothed edge."""

LUMA = np.array([0.299, 0.587, 0.114])
"""How a black printer weighs red, green and blue (ITU-R BT.601)."""


def relative_luminance(colors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return WCAG 2.2 relative luminance of sRGB colours from 0 to 1, shape (..., 3)."""
    linear = np.where(colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4)
    weighted: NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return weighted


def _reaches_ends(line: Mask) -> bool:
    """Tell whether ink stands in both outer thirds of a line of pixels."""
    if len(line) < FEWEST_PIXELS:
        return bool(line.any())
    end = -(-len(line) * 3 // 10)
    return bool(line[:end].any() and line[-end:].any())


def _worst_ratio(color: NDArray[np.float64], ground: NDArray[np.float64]) -> float:
    own = relative_luminance(color)
    lights = relative_luminance(ground)
    ratios = (np.maximum(own, lights) + 0.05) / (np.minimum(own, lights) + 0.05)
    return float(np.percentile(ratios, 5))
