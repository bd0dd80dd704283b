"""Checks of fonts: glyph.missing, font.unexpected, font.not-embedded."""

from collections.abc import Iterable, Iterator, Sequence

import uharfbuzz

from handbill.model.findings import Finding
from handbill.preflight.checks.evidence import Evidence
from handbill.preflight.reading import Font, ReadPage
from handbill.preflight.shaping import Program


def check_glyphs(pages: Sequence[ReadPage]) -> Iterator[Finding]:
    """Yield a finding for each page with characters that no font can draw."""
    for number, page in enumerate(pages, 1):
        if page.missing_glyphs:
            yield Finding(
                "glyph.missing",
                "error",
                f"{page.missing_glyphs} characters on page {number} have no glyph in the "
                f"allowed fonts. 'handbill doctor' shows which fonts are missing.",
                page=number,
            )


def check_families(fonts: Iterable[Font], allowed: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each font whose family is not allowed."""
    families = {_folded(family) for family in allowed}
    for font in fonts:
        if _folded(font.family or font.name.split("-")[0]) not in families:
            yield Finding(
                "font.unexpected",
                "error",
                f"The font {font.name} is not one of {', '.join(allowed)}. Install the fonts "
                f"that 'handbill doctor' names, or add the family in languages.toml.",
            )


def check_embedding(fonts: Iterable[Font]) -> Iterator[Finding]:
    """Yield a finding for each font that is not in the file, or in it as a whole."""
    for font in fonts:
        if not font.embedded:
            yield Finding(
                "font.not-embedded",
                "error",
                f"The font {font.name} is not embedded, so a printer may set another. Embed all "
                f"fonts.",
            )
        elif not font.subset:
            yield Finding(
                "font.not-embedded",
                "warning",
                f"The font {font.name} is embedded as a whole, not as the characters used. The "
                f"file is larger than it must be.",
            )


def check_programs(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for each font whose glyphs are drawn otherwise than on this machine.

    A glyph's index says which letter it is only as long as the font in the file is the font its
    name says: exchanged, every other check would read right words that nobody sees.
    """
    used: dict[str, set[int]] = {}
    for page in evidence.pages:
        for glyph in page.read.trace.glyphs:
            used.setdefault(glyph.font, set()).add(glyph.glyph)
    for label, data in evidence.read.programs:
        known = evidence.faces.program(label)
        if known is None or label not in used:
            continue
        odd = _odd_glyphs(data, known, used[label])
        if odd:
            yield Finding(
                "font.unexpected",
                "error",
                f"{odd} glyphs of the font {label} are drawn otherwise in the file than in the "
                f"font of that name on this machine. Make the file again here.",
            )


def check_maps(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for each font whose glyphs are exchanged by a map of its own.

    The engine writes the identity (ISO 32000-2, table 115); any other map shows other letters
    than the indices say.
    """
    for font in evidence.read.mapped_fonts:
        yield Finding(
            "font.unexpected",
            "error",
            f"The font {font} exchanges its glyphs by a map of its own, so other letters may be "
            f"seen than are written. Make the file again.",
        )


def _odd_glyphs(data: bytes, known: Program, used: set[int]) -> int:
    try:
        embedded = Program(uharfbuzz.Blob(data))
    except ValueError:
        return len(used)
    return sum(
        known.has(glyph) and embedded.outline(glyph) != known.outline(glyph) for glyph in used
    )


def _folded(family: str) -> str:
    return "".join(family.split()).casefold()
