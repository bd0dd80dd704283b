"""Characters without a glyph: codes that stand for .notdef, in a page and in all its forms."""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def resources(owner: Any, seen: set[Any]) -> Iterator[Any]:
    """Yield an object that has content and resources, and all form objects it places."""
    # No recursion: a file may hold thousands of forms, each inside the other.
    waiting = [owner]
    while waiting:
        owner = waiting.pop()
        yield owner
        for form in owner.get("/Resources", {}).get("/XObject", {}).values():
            if form.get("/Subtype") == "/Form" and form.objgen not in seen:
                seen.add(form.objgen)
                waiting.append(form)


def count_missing(page: pikepdf.Page) -> int:
    """Return how many glyphs of a page's text its embedded fonts do not have."""
    return sum(
        _missing_in(owner, pikepdf.Page(owner) if owner.get("/Type") == "/Page" else owner)
        for owner in resources(page.obj, set())
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
