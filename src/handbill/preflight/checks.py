"""The checks of a finished file against the edition it claims to be."""

from collections.abc import Iterable, Iterator

import msgspec

from handbill.model.findings import Finding
from handbill.preflight.numbers import is_disordered, occurrences, runs
from handbill.preflight.reading import FileFacts, Font

SIZE_TOLERANCE = 0.35
"""Deviation of a page size that no cutter and no printer notices, in mm."""


class Expectation(msgspec.Struct, frozen=True):
    """What the finished file of an edition must hold."""

    numbers: tuple[str, ...]
    """The numbers as printed; each stands on the file at least once for each copy."""
    copies: int
    """How many copies of each page stand on a sheet."""
    pages: int
    size: tuple[float, float]
    """Width and height of a page or sheet in mm."""
    fonts: tuple[str, ...]
    """The families that may be used."""


def check_file(facts: FileFacts, expected: Expectation) -> list[Finding]:
    """Return everything that is wrong with a finished file."""
    return [
        *_check_numbers(facts, expected),
        *_check_glyphs(facts),
        *_check_fonts(facts.fonts, expected.fonts),
        *_check_pages(facts, expected),
        *_check_language(facts),
    ]


def _check_numbers(facts: FileFacts, expected: Expectation) -> Iterator[Finding]:
    found = [runs(page.glyphs) for page in facts.pages]
    everywhere = [run for page in found for run in page]
    for number in expected.numbers:
        count = occurrences(number, everywhere)
        if count >= expected.copies:
            continue
        page = next((index for index, page in enumerate(found, 1)
                     if is_disordered(number, page)), None)  # fmt: skip
        if page is not None:
            yield Finding(
                "number.order",
                "error",
                f"The digits of {number} stand in another order on the page. Do not print it; "
                f"set the number in an isolated left-to-right run.",
                page=page,
            )
        else:
            yield Finding(
                "number.missing",
                "error",
                f"{number} must stand {expected.copies} times on the finished file and was "
                f"found {count} times. Look for a number that is cut, broken or covered.",
            )


def _check_glyphs(facts: FileFacts) -> Iterator[Finding]:
    for number, page in enumerate(facts.pages, 1):
        if page.missing_glyphs:
            yield Finding(
                "glyph.missing",
                "error",
                f"{page.missing_glyphs} characters on page {number} have no glyph in the "
                f"allowed fonts. 'handbill doctor' shows which fonts are missing.",
                page=number,
            )
        outside = [glyph for glyph in page.glyphs if not glyph.inside]
        if outside:
            yield Finding(
                "text.overflow",
                "error",
                f"{len(outside)} characters stand outside page {number}, first "
                f"'{outside[0].character}'. Shorten the text or give it more room.",
                page=number,
            )


def _check_fonts(fonts: Iterable[Font], allowed: tuple[str, ...]) -> Iterator[Finding]:
    families = {_folded(family) for family in allowed}
    for font in fonts:
        if _folded(font.family or font.name.split("-")[0]) not in families:
            yield Finding(
                "font.unexpected",
                "error",
                f"The font {font.name} is not one of {', '.join(allowed)}. Install the fonts "
                f"that 'handbill doctor' names, or add the family in languages.toml.",
            )
        if not font.embedded:
            yield Finding(
                "font.not-embedded",
                "error",
                f"The font {font.name} is not embedded, so a printer may set another.",
            )


def _folded(family: str) -> str:
    return "".join(family.split()).casefold()


def _check_pages(facts: FileFacts, expected: Expectation) -> Iterator[Finding]:
    if len(facts.pages) != expected.pages:
        yield Finding(
            "page.size",
            "error",
            f"The file has {len(facts.pages)} pages instead of {expected.pages}.",
        )
    for number, page in enumerate(facts.pages, 1):
        width, height = expected.size
        if max(abs(page.width - width), abs(page.height - height)) > SIZE_TOLERANCE:
            yield Finding(
                "page.size",
                "error",
                f"Page {number} measures {page.width:.1f} × {page.height:.1f} mm instead of "
                f"{width:.1f} × {height:.1f} mm.",
                page=number,
            )


def _check_language(facts: FileFacts) -> Iterator[Finding]:
    if not facts.language:
        yield Finding(
            "lang.missing",
            "error",
            "The file does not declare its language, so screen readers guess it.",
        )
