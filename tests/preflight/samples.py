"""Small files for testing preflight: pages set by the engine, and pages written by hand."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from handbill.model.findings import Finding
from handbill.preflight.edition import check_edition
from handbill.preflight.expecting import (
    Cell,
    Expectation,
    ExpectedPage,
    ExpectedPart,
    Passage,
)
from handbill.preflight.reading import ReadFile
from handbill.preflight.shaping import Typefaces, split_by_direction
from handbill.preflight.tracing import Trace
from handbill.press.engine import Engine
from handbill.press.fonts import font_file
from handbill.press.metadata import with_edition
from tests.press.samples import TRIM, pdf

FACES = Typefaces(font_file)
"""One for all tests: fonts are read once."""

FONTS = {
    "en": ("Noto Sans",),
    "ar": ("Noto Sans Arabic", "Noto Sans"),
    "ur": ("Noto Nastaliq Urdu", "Noto Sans"),
    "hi": ("Noto Sans Devanagari", "Noto Sans"),
    "km": ("Noto Sans Khmer", "Noto Sans"),
    "am": ("Noto Sans Ethiopic", "Noto Sans"),
    "th": ("Noto Sans Thai", "Noto Sans"),
    "zh-Hans": ("Noto Sans CJK SC", "Noto Sans"),
}

RIGHT_TO_LEFT = ("ar", "ur")

HELVETICA: Any = Dictionary(
    Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
)

WHOLE = (Cell(0, 0, *TRIM),)


def saved(document: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object], **options: Any) -> bytes:
    """Return a PDF after a change of its objects."""
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        buffer = io.BytesIO()
        document.save(buffer, **options)
    return buffer.getvalue()


def by_hand(
    content: bytes, resources: dict[str, Any] | None = None, size: tuple[float, float] = (200, 100)
) -> pikepdf.Pdf:
    """Return an open PDF of one page, sizes in pt, with Helvetica as /F1."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=size)
    page.obj.Resources = Dictionary({"/Font": Dictionary(F1=HELVETICA), **(resources or {})})
    page.obj.Contents = document.make_stream(content)
    return document


def shown(*lines: str, size: float = 12, prefix: str = "", pages: int = 1) -> bytes:
    """Return a PDF of A5 pages with lines of Helvetica, as a stranger's program makes it."""
    texts = [f"({line}) Tj T*" for line in lines]
    content = f"{prefix} BT /F1 {size} Tf {size * 2} TL 40 500 Td {' '.join(texts)} ET"
    document = by_hand(content.encode("latin-1"), size=(420, 595))
    document.Root.Lang = pikepdf.String("en")
    for _ in range(pages - 1):
        document.pages.append(document.pages[0])
    return saved(document)


def traced(content: bytes, resources: dict[str, Any] | None = None) -> Trace:
    """Return the trace of a page written by hand."""
    with ReadFile(saved(by_hand(content, resources))) as read:
        return read.pages[0].trace


def composite(widths: Sequence[Any], default: int = 1000) -> Dictionary:
    """Return a font with codes of two bytes."""
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/ABCDEF+Noto-Sans-Bold"),
        FontDescriptor=Dictionary(FontFamily=pikepdf.String("Noto Sans")), DW=default,
        W=Array(widths),
    )  # fmt: skip
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/Identity-H"),
        BaseFont=Name("/ABCDEF+Noto-Sans-Bold"), DescendantFonts=Array([descendant]),
    )  # fmt: skip


def passage(text: str, language: str = "en", *, number: bool = False, **fields: Any) -> Passage:
    """Return a passage as the composition would tell it."""
    backwards = language in RIGHT_TO_LEFT and not number
    segments = split_by_direction(text, language, right_to_left=backwards)
    given = {"message_id": "", "floor": 8.0, "number": text if number else "", **fields}
    return Passage(language=language, segments=tuple(segments), **given)


def one_page(*passages: Passage, cells: tuple[Cell, ...] = WHOLE, **fields: Any) -> Expectation:
    """Return what one page of the samples' size must hold."""
    languages = {"en", *(passage.language for passage in passages)}
    given = {
        "size": TRIM,
        "fonts": {language: FONTS[language] for language in FONTS if language in languages},
        "ground": False,
        **fields,
    }
    payloads = given.pop("payloads", ())
    part = ExpectedPart(passages, cells, payloads)
    return Expectation(pages=(ExpectedPage((part,)),), **given)


def made(engine: Engine, body: str, styles: str = "", language: str = "en") -> bytes:
    """Return a page set by the engine as the press delivers it, but with no edition."""
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    families = ", ".join(f'"{family}"' for family in FONTS[language])
    own = f"body {{ font-family: {families} }} p {{ font-size: 12pt }}"
    pages = pdf(engine, body, own + styles, language, direction)
    return with_edition(pages, "Test", language, {})


def findings(data: bytes, expected: Expectation) -> list[Finding]:
    with ReadFile(data) as read:
        return check_edition(read, expected, FACES)


def checks(data: bytes, expected: Expectation) -> list[str]:
    return [finding.check for finding in findings(data, expected)]
