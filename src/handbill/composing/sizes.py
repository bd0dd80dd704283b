"""Sizes: of a page's panel, and of the type on it."""

from collections.abc import Iterable

import msgspec

from handbill.model.editions import Edition
from handbill.model.formats import FitRange, Format
from handbill.model.languages import Language
from handbill.model.postings import Posting


def language_styles(languages: Iterable[Language]) -> str:
    """Return the style sheet that sets each language in its fonts and line height."""
    rules = []
    for language in languages:
        families = ", ".join(f'"{family}"' for family in language.fonts)
        rules.append(
            f'[lang="{language.tag}"] {{ font-family: {families}; '
            f"line-height: {language.line_height}; }}\n"
            f'[lang="{language.tag}"].title {{ line-height: {language.heading_line_height}; }}\n'
            f'[lang="{language.tag}"] {{ --tight: '
            f"{min(language.line_height, language.heading_line_height)}; }}"
        )
    return "\n".join(rules)


MUCH_LARGER = 1.2
"""From this ratio of trims on, a page is read from farther away: its floor grows too. Pieces
that are cut from a sheet are read in the hand, whatever their size."""


def canvas_of(layout: Format, paper: str, posting: Posting | None) -> tuple[float, float]:
    """Return width and height in mm of the page that panels are laid out on."""
    width, height = layout.canvas(paper)
    return (height, width) if posting and posting.landscape else (width, height)


def panel_of(
    layout: Format, number: int, edition: Edition, strip: float, posting: Posting | None
) -> tuple[float, float]:
    """Return width and height in mm of page `number`, counted from 1."""
    if posting is not None:
        return canvas_of(layout, edition.paper, posting)
    is_strip = layout.strips is not None and number == layout.strips.page
    if edition.output != "home" and not is_strip:
        # Only paper is folded; on a screen all panels are alike.
        return layout.canvas(edition.paper)
    return layout.panel(number, edition.paper, strip)


LARGE_PRINT = 18.0
"""Smallest type of large print in pt (American Council of the Blind, guidelines of 2025)."""


def fit_ranges(layout: Format, edition: Edition, posting: Posting | None) -> dict[str, FitRange]:
    """Return the sizes each kind of text may take in an edition, in pt."""
    fit = _lawful_fit(_scaled_fit(layout, edition.paper), posting)
    if "large-print" not in edition.variants:
        return fit
    return {kind: _raised(span, LARGE_PRINT) if span.unit else span for kind, span in fit.items()}


PRINTER_MARGIN = 1.125
"""By how much a notice's type exceeds the law's: an office printer's 'fit to page' takes 6 %."""


def _lawful_fit(fit: dict[str, FitRange], posting: Posting | None) -> dict[str, FitRange]:
    """Return fit ranges that keep a law's smallest type sizes, with a margin for printers."""
    if posting is None:
        return fit
    floors = {"number": posting.number_size, "slot": posting.type_size, "body": posting.type_size,
              "headline": posting.type_size}  # fmt: skip
    floors["number"] = max(floors["number"] or 0.0, posting.type_size or 0.0) or None
    return {
        kind: _raised(span, (floors.get(kind) or 0.0) * PRINTER_MARGIN)
        for kind, span in fit.items()
    }


def _raised(span: FitRange, least: float) -> FitRange:
    floor = max(span.smallest, least)
    return msgspec.structs.replace(span, smallest=floor, largest=max(span.largest, floor))


def _scaled_fit(layout: Format, paper: str) -> dict[str, FitRange]:
    """Return the fit ranges for a paper: larger trims allow larger sizes, never smaller ones."""
    reference = min(min(trim) for trim in layout.trims.values())
    factor = min(layout.trim(paper)) / reference
    floor = factor if factor >= MUCH_LARGER and not layout.imposed else 1.0
    return {
        kind: msgspec.structs.replace(
            fit, smallest=fit.smallest * floor, largest=fit.largest * factor
        )
        if fit.unit
        else fit
        for kind, fit in layout.fit.items()
    }
