"""Reading a finished PDF: glyph positions, fonts, sizes, language."""

import io
import re
from collections.abc import Iterator
from ctypes import c_double
from typing import Any

import msgspec
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from handbill.model.papers import POINTS_PER_MM


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
    inside: bool
    """Whether the middle of the character lies within the page."""


class Font(msgspec.Struct, frozen=True):
    """A font a file uses."""

    name: str
    """PostScript name without the subset tag."""
    family: str
    embedded: bool


class PageFacts(msgspec.Struct, frozen=True):
    """What stands on one page."""

    width: float
    """Width in mm."""
    height: float
    """Height in mm."""
    glyphs: tuple[Glyph, ...]
    missing_glyphs: int
    """How many glyphs are drawn as .notdef."""


class FileFacts(msgspec.Struct, frozen=True):
    """What a finished file holds."""

    pages: tuple[PageFacts, ...]
    fonts: tuple[Font, ...]
    language: str


def read_file(data: bytes) -> FileFacts:
    """Read a finished PDF once.

    Raises:
        pikepdf.PdfError, pypdfium2.PdfiumError: where it is no PDF that can be read.
    """
    with pikepdf.open(io.BytesIO(data)) as structure:
        missing = [_missing_glyphs(page) for page in structure.pages]
        fonts = tuple(sorted(_fonts(structure), key=lambda font: font.name))
        language = str(structure.Root.get("/Lang", ""))
    document = pypdfium2.PdfDocument(data)
    try:
        pages = tuple(
            PageFacts(
                width=page.get_width() / POINTS_PER_MM,
                height=page.get_height() / POINTS_PER_MM,
                glyphs=tuple(_glyphs(page)),
                missing_glyphs=count,
            )
            for page, count in zip(document, missing, strict=True)
        )
    finally:
        document.close()
    return FileFacts(pages, fonts, language)


def _glyphs(page: pypdfium2.PdfPage) -> Iterator[Glyph]:
    text = page.get_textpage()
    width, height = page.get_width(), page.get_height()
    edges = [c_double() for _ in range(4)]
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        character = chr(code) if 0 < code < 0x110000 else ""
        if not character or character.isspace() or pdfium.FPDFText_IsGenerated(text.raw, index):
            continue
        pdfium.FPDFText_GetCharBox(text.raw, index, *edges)
        left, right, bottom, top = (edge.value for edge in edges)
        angle = round(pdfium.FPDFText_GetCharAngle(text.raw, index) * 180 / 3.141592653589793)
        yield _turned(character, (left, bottom, right, top), -angle % 360, (width, height))


def _turned(
    character: str,
    box: tuple[float, float, float, float],
    angle: int,
    page: tuple[float, float],
) -> Glyph:
    left, bottom, right, top = box
    # The middle counts: the boxes of joined scripts reach far beyond the ink.
    middle = ((left + right) / 2, (bottom + top) / 2)
    inside = 0 <= middle[0] <= page[0] and 0 <= middle[1] <= page[1]
    if angle == 90:
        left, bottom, right, top = bottom, -right, top, -left
    elif angle == 180:
        left, bottom, right, top = -right, -top, -left, -bottom
    elif angle == 270:
        left, bottom, right, top = -top, left, -bottom, right
    return Glyph(character, left, bottom, right, top, angle, inside)


def _resources(owner: Any, seen: set[Any]) -> Iterator[Any]:
    """Yield an object that has content and resources, and all form objects it places."""
    yield owner
    for form in owner.get("/Resources", {}).get("/XObject", {}).values():
        if form.get("/Subtype") == "/Form" and form.objgen not in seen:
            seen.add(form.objgen)
            yield from _resources(form, seen)


def _fonts(structure: pikepdf.Pdf) -> set[Font]:
    seen: set[Any] = set()
    found = set()
    for page in structure.pages:
        for owner in _resources(page.obj, seen):
            for font in owner.get("/Resources", {}).get("/Font", {}).values():
                found.add(_font(font))
    return found


def _font(font: Any) -> Font:
    descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = descendant.get("/FontDescriptor", {})
    name = str(descendant.get("/BaseFont", font.get("/BaseFont", "/?"))).lstrip("/")
    embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return Font(
        name=name.split("+")[-1],
        family=str(descriptor.get("/FontFamily", "")),
        embedded=embedded or font.get("/Subtype") == "/Type3",
    )


def _missing_glyphs(page: pikepdf.Page) -> int:
    """Return how many glyphs of a page's text its embedded fonts do not have."""
    return sum(
        _missing_in(owner, pikepdf.Page(owner) if owner.get("/Type") == "/Page" else owner)
        for owner in _resources(page.obj, set())
    )


def _missing_in(owner: Any, content: Any) -> int:
    fonts = owner.get("/Resources", {}).get("/Font", {})
    missing_codes = {name: _codes_without_glyph(font) for name, font in fonts.items()}
    current: frozenset[int] = frozenset()
    count = 0
    for instruction in pikepdf.parse_content_stream(content, "Tf Tj TJ"):
        if str(instruction.operator) == "Tf":
            current = missing_codes.get(str(instruction.operands[0]), frozenset())
        elif current:
            count += sum(code in current for code in _codes(instruction))
    return count


_CODE_TO_NOTDEF = re.compile(rb"<([0-9a-fA-F]{4})> 0\s")


def _codes_without_glyph(font: Any) -> frozenset[int]:
    """Return the two-byte codes of a composite font that stand for .notdef (ISO 32000-2, 9.7.5).

    The engine encodes characters that no font has with codes of their own, mapped to CID 0.
    """
    if "/DescendantFonts" not in font:
        return frozenset()
    encoding = font.Encoding
    if isinstance(encoding, pikepdf.Stream):
        mapped = _CODE_TO_NOTDEF.findall(encoding.read_bytes())
        return frozenset({0, *(int(code, 16) for code in mapped)})
    return frozenset({0})


def _codes(instruction: Any) -> Iterator[int]:
    operand = instruction.operands[0]
    strings = operand if isinstance(operand, pikepdf.Array) else [operand]
    codes = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
    return (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
