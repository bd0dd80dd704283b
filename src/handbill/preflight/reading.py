"""Reading a finished PDF: opened once, each page traced and rasterised once."""

import io
import re
from collections.abc import Iterator
from ctypes import c_double, c_uint
from functools import cached_property
from math import cos, degrees, radians, sin
from typing import Any, Self

import msgspec
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from handbill.model.findings import Box
from handbill.model.papers import POINTS_PER_MM
from handbill.preflight.notdef import count_missing, resources
from handbill.preflight.raster import Raster
from handbill.preflight.tracing import Face, Trace, font_label, trace_page

MOST_PAGES = 60
"""Most pages that are read of one file: no edition has more, and reading stays bounded."""


SLANT = 1.5
"""Largest deviation from a right angle that is none, in degrees."""

SLANTED_ADVANCE, SLANTED_NARROW = 0.5, 0.25
"""How far a slanted character, and a narrow one, is taken to move the pen, as a share of the
type size: less than it does, so that spaces before digits are seen."""

NARROW = frozenset("fijlrtI()[]-‐‑.,:;'!|/")


class UnreadableError(Exception):
    """A file that is no PDF which can be read; the message is a sentence for people."""


class Glyph(msgspec.Struct, frozen=True):
    """A character on a page, in the direction its line runs.

    Coordinates are pt in a frame turned with the text, so that text always runs along x.
    """

    character: str
    left: float
    bottom: float
    right: float
    top: float
    angle: int
    """Direction of the text in degrees, counted anticlockwise: 0, 90, 180 or 270."""
    pen: tuple[float, float]
    """From where to where the character takes the line, its side bearings included."""
    base: float
    """Height of the base line."""
    inside: bool
    """Whether the middle of the character lies within the page."""
    box: Box = (0.0, 0.0, 0.0, 0.0)
    """Place on the page in mm from its upper left corner."""
    size: float = 0.0
    """Type size in pt."""
    color: tuple[float, float, float] = (0.0, 0.0, 0.0)


class Font(msgspec.Struct, frozen=True):
    """A font a file uses."""

    name: str
    """PostScript name without the subset tag."""
    family: str
    embedded: bool
    subset: bool = True


class ReadPage:
    """What stands on one page."""

    def __init__(self, structure: pikepdf.Page, page: pypdfium2.PdfPage, faces: Any) -> None:
        self.structure = structure
        self._page = page
        self._faces = faces
        self.width: float = page.get_width() / POINTS_PER_MM
        """Width in mm."""
        self.height: float = page.get_height() / POINTS_PER_MM
        """Height in mm."""

    @cached_property
    def glyphs(self) -> tuple[Glyph, ...]:
        """Return the characters of the page."""
        return tuple(_glyphs(self._page))

    @cached_property
    def unreadable_glyphs(self) -> int:
        """Return how many characters are drawn of which nobody can tell what they are."""
        text = self._page.get_textpage()
        return sum(
            pdfium.FPDFText_HasUnicodeMapError(text.raw, index) == 1
            or 0xD800 <= pdfium.FPDFText_GetUnicode(text.raw, index) < 0xE000
            for index in range(text.count_chars())
        )

    @property
    def notes(self) -> int:
        """Return how many notes and form fields lie over the page; their text is not read."""
        return sum(
            note.get("/Subtype") not in ("/Link", "/Popup")
            for note in self.structure.obj.get("/Annots", [])
        )

    @cached_property
    def missing_glyphs(self) -> int:
        """Return how many glyphs are drawn as .notdef."""
        return count_missing(self.structure)

    @cached_property
    def trace(self) -> Trace:
        """Return the glyphs as they are drawn."""
        return trace_page(self.structure, self._faces)

    @cached_property
    def raster(self) -> Raster:
        """Return the page as pixels."""
        return Raster(self._page)

    def box(self, name: str) -> Box | None:
        """Return a page box such as `/TrimBox` in mm, left, bottom, right, top; None if absent."""
        if name not in self.structure.obj:
            return None
        edges = [float(edge) / POINTS_PER_MM for edge in self.structure.obj[name]]
        return (edges[0], edges[1], edges[2], edges[3])


class ReadFile:
    """A finished PDF, open for reading.

    Raises:
        UnreadableError: where it is no PDF that can be read.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self.structure = pikepdf.open(io.BytesIO(data))
        except pikepdf.PasswordError as error:
            raise UnreadableError(
                "The file is encrypted and asks for a password. Save it without one."
            ) from error
        except (pikepdf.PdfError, ValueError, OSError) as error:
            raise UnreadableError(_no_pdf(data)) from error
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            self.structure.close()
            raise UnreadableError(_no_pdf(data)) from error
        self.page_count = len(self._document)
        self._faces: dict[Any, Face] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.__dict__.pop("pages", None)
        self._document.close()
        self.structure.close()

    @cached_property
    def pages(self) -> tuple[ReadPage, ...]:
        """Return the first pages, at most `MOST_PAGES`.

        Raises:
            UnreadableError: where a page is damaged.
        """
        count = min(self.page_count, len(self.structure.pages), MOST_PAGES)
        try:
            return tuple(
                ReadPage(self.structure.pages[index], self._document[index], self._faces)
                for index in range(count)
            )
        except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
            raise UnreadableError(f"A page of the file is damaged: {error}.") from error

    @cached_property
    def fonts(self) -> tuple[Font, ...]:
        """Return the fonts used, by name."""
        return tuple(sorted(set(map(_font, self._font_objects())), key=lambda font: font.name))

    @cached_property
    def programs(self) -> tuple[tuple[str, bytes], ...]:
        """Return family and weight of each embedded TrueType or OpenType program, and itself."""
        found = ((font_label(font), _program(font)) for font in self._font_objects())
        return tuple(dict.fromkeys((label, data) for label, data in found if data is not None))

    @cached_property
    def mapped_fonts(self) -> tuple[str, ...]:
        """Return the fonts whose codes lead to glyphs by a map that is not the identity."""
        return tuple(
            font_label(font)
            for font in self._font_objects()
            if "/DescendantFonts" in font
            and font.DescendantFonts[0].get("/CIDToGIDMap", pikepdf.Name.Identity)
            != pikepdf.Name.Identity
        )

    def _font_objects(self) -> Iterator[Any]:
        seen: set[Any] = set()
        for page in self.pages:
            for owner in resources(page.structure.obj, seen):
                yield from owner.get("/Resources", {}).get("/Font", {}).values()

    @property
    def language(self) -> str:
        """Return the language the document declares, empty if none."""
        return str(self.structure.Root.get("/Lang", ""))

    @cached_property
    def title(self) -> str:
        """Return the title in the document's XMP, empty if none."""
        with self.structure.open_metadata() as metadata:
            return str(metadata.get("dc:title", ""))


def _no_pdf(data: bytes) -> str:
    if not data:
        return "The file is empty. Copy or download it again."
    if b"%PDF-" not in data[:1024]:
        return "The file is no PDF. Save it as PDF first."
    return "The PDF is damaged or cut off and cannot be read. Copy or download it again."


def _glyphs(page: pypdfium2.PdfPage) -> Iterator[Glyph]:
    text = page.get_textpage()
    frame, turn = page.get_bbox(), page.get_rotation()
    edges = [c_double() for _ in range(4)]
    origin = [c_double(), c_double()]
    loose = pdfium.FS_RECTF()
    matrix = pdfium.FS_MATRIX()
    channels = [c_uint() for _ in range(4)]
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if not character or character.isspace() or pdfium.FPDFText_IsGenerated(text.raw, index):
            continue
        pdfium.FPDFText_GetCharBox(text.raw, index, *edges)
        left, right, bottom, top = (edge.value for edge in edges)
        pdfium.FPDFText_GetLooseCharBox(text.raw, index, loose)
        pdfium.FPDFText_GetCharOrigin(text.raw, index, *origin)
        angle = _settled(-degrees(pdfium.FPDFText_GetCharAngle(text.raw, index)))
        pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        size = pdfium.FPDFText_GetFontSize(text.raw, index) * scale
        pdfium.FPDFText_GetFillColor(text.raw, index, *channels)
        red, green, blue, _ = (channel.value / 255 for channel in channels)
        yield _turned(
            Glyph(
                character=character,
                left=left,
                bottom=bottom,
                right=right,
                top=top,
                pen=_pen(
                    loose,
                    origin[0].value,
                    origin[1].value,
                    angle,
                    size,
                    narrow=character in NARROW,
                ),
                base=_base(origin[0].value, origin[1].value, angle),
                angle=angle,
                # The middle counts: the boxes of joined scripts reach far beyond the ink.
                inside=frame[0] <= (left + right) / 2 <= frame[2]
                and frame[1] <= (bottom + top) / 2 <= frame[3],
                box=_seen((left, bottom, right, top), frame, turn),
                size=size,
                color=(red, green, blue),
            )
        )


def _settled(angle: float) -> int:
    """Return an angle in whole degrees; hands and scanners that miss a right one are corrected."""
    right = round(angle / 90) * 90
    return (right if abs(angle - right) < SLANT else round(angle)) % 360


def _seen(box: Box, frame: Box, turn: int) -> Box:
    """Return a box as a viewer shows it, in mm from the page's upper left corner.

    Pages may begin elsewhere than at zero, and be turned clockwise by the viewer.
    """
    left, bottom, right, top = box
    turned = {
        0: (left - frame[0], frame[3] - top, right - frame[0], frame[3] - bottom),
        90: (bottom - frame[1], left - frame[0], top - frame[1], right - frame[0]),
        180: (frame[2] - right, bottom - frame[1], frame[2] - left, top - frame[1]),
        270: (frame[3] - top, frame[2] - right, frame[3] - bottom, frame[2] - left),
    }[turn]
    x1, y1, x2, y2 = (edge / POINTS_PER_MM for edge in turned)
    return (x1, y1, x2, y2)


def _pen(
    loose: Any, x: float, y: float, angle: int, size: float, *, narrow: bool
) -> tuple[float, float]:
    if angle % 90:
        # The box stands upright, so it does not tell the advance of a slanted character.
        start = x * cos(radians(angle)) + y * sin(radians(angle))
        return (start, start + (SLANTED_NARROW if narrow else SLANTED_ADVANCE) * size)
    if angle == 90:
        return (loose.bottom, loose.top)
    if angle == 180:
        return (-loose.right, -loose.left)
    if angle == 270:
        return (-loose.top, -loose.bottom)
    return (loose.left, loose.right)


def _base(x: float, y: float, angle: int) -> float:
    return y * cos(radians(angle)) - x * sin(radians(angle))


def _turned(glyph: Glyph) -> Glyph:
    left, bottom, right, top = glyph.left, glyph.bottom, glyph.right, glyph.top
    if glyph.angle == 90:
        left, bottom, right, top = bottom, -right, top, -left
    elif glyph.angle == 180:
        left, bottom, right, top = -right, -top, -left, -bottom
    elif glyph.angle == 270:
        left, bottom, right, top = -top, left, -bottom, right
    return msgspec.structs.replace(glyph, left=left, bottom=bottom, right=right, top=top)


def _font(font: Any) -> Font:
    descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = descendant.get("/FontDescriptor", {})
    name = str(descendant.get("/BaseFont", font.get("/BaseFont", "/?"))).lstrip("/")
    embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return Font(
        name=name.split("+")[-1],
        family=str(descriptor.get("/FontFamily", "")),
        embedded=embedded or font.get("/Subtype") == "/Type3",
        subset=bool(_SUBSET_TAG.match(name)) or font.get("/Subtype") == "/Type3",
    )


def _program(font: Any) -> bytes | None:
    descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = descendant.get("/FontDescriptor", {})
    stream = descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
    return bytes(stream.read_bytes()) if stream is not None else None


_SUBSET_TAG = re.compile(r"[A-Z]{6}\+")
