"""Faults of fonts."""

from typing import Any

import pikepdf

from handbill.preflight.tracing import font_label
from tests.preflight.mutants.planting import (
    Mutant,
    edited,
    message_changed,
    message_styled,
    operation,
    rewrite,
    the_message,
)
from tests.preflight.mutants.samples import Sample


def _descriptors(document: Any) -> list[Any]:
    return [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]


def _file_key(descriptor: Any) -> str:
    return next(key for key in ("/FontFile2", "/FontFile3") if key in descriptor)


def _not_embedded(_: Sample, document: Any) -> None:
    descriptor = _descriptors(document)[0]
    del descriptor[_file_key(descriptor)]


def _font_files_exchanged(_: Sample, document: Any) -> None:
    """Let each font draw with the file of another, as a faulty merge of files does."""
    descriptors = [each for each in _descriptors(document) if "/FontFile2" in each]
    files = [each.FontFile2 for each in descriptors]
    for descriptor, file in zip(descriptors, [*files[1:], files[0]], strict=True):
        descriptor.FontFile2 = file


def _digits_exchanged_in_the_font(_: Sample, document: Any) -> None:
    """Draw 8 where 7 is meant and the reverse, as a faulty printer font does."""
    for font in document.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Subtype") != "/CIDFontType2":
            continue
        if "Noto-Sans" not in str(font.BaseFont) or "Arabic" in str(font.BaseFont):
            continue
        glyphs = list(range(4096))
        # Noto Sans has the digits from glyph 19 on.
        glyphs[26], glyphs[27] = 27, 26
        table = b"".join(glyph.to_bytes(2) for glyph in glyphs)
        font.CIDToGIDMap = document.make_stream(table)


def _copied_as_others(_: Sample, document: Any) -> None:
    """Exchange what 7 and 8 say to a screen reader, and leave what they look like."""
    for font in document.objects:
        if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
            table = font.ToUnicode.read_bytes()
            for digit, other in ((b"0037", b"@"), (b"0038", b"0037"), (b"@", b"0038")):
                table = table.replace(b"<" + digit + b">", b"<" + other + b">")
            font.ToUnicode.write(table)


def _in_another_font(good: Sample, document: Any) -> None:
    """Let another family of the file draw the codes of a message."""
    spot = the_message(good)
    fonts = document.pages[spot.page].obj.Resources.Font
    families = {name: font_label(font).removesuffix(" Bold") for name, font in fonts.items()}
    lines = {line.marked for line in spot.lines}
    rewrite(
        document, spot.page, lines, lambda block: [_exchanged(each, families) for each in block]
    )  # fmt: skip


def _exchanged(instruction: Any, families: dict[str, str]) -> Any:
    if str(instruction.operator) != "Tf":
        return instruction
    own = families[str(instruction.operands[0])]
    other = next(name for name, family in sorted(families.items()) if family != own)
    return operation("Tf", pikepdf.Name(other), instruction.operands[1])


FONTS = (
    Mutant("message in a font of no list", "font.unexpected",
           message_styled("font-family: 'Noto Serif', 'Noto Serif Devanagari'"), ("en", "hi")),
    Mutant("letters of another script", "font.unexpected",
           message_changed(lambda _, text: f"{text} ဗမာ"), ("en", "ar")),
    Mutant("message in another font of the file", "text.missing", edited(_in_another_font),
           ("ar", "hi", "km")),
    Mutant("digits that are copied as others", "number.missing", edited(_copied_as_others),
           ("en", "ar")),
    Mutant("font not embedded", "font.not-embedded", edited(_not_embedded), ("en", "ar")),
    Mutant("font files exchanged", "font.unexpected", edited(_font_files_exchanged),
           ("en", "ar")),
    Mutant("digits exchanged in the font", "font.unexpected",
           edited(_digits_exchanged_in_the_font), ("en", "ar")),
    Mutant("character without glyph", "glyph.missing",
           message_changed(lambda _, text: f"{text} \U0001f9ff"), ("en", "ar")),
)  # fmt: skip
