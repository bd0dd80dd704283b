"""Checks of ink: color.contrast, and text that is covered or was never printed."""

from collections.abc import Iterator, Sequence

from handbill.model.findings import Box, Finding
from handbill.preflight.checks.evidence import Copy, PageEvidence
from handbill.preflight.raster import Look, Raster
from handbill.preflight.texts import Found, Mark, stretches

TEXT_RATIO = 4.5
"""Contrast of text (WCAG 2.2, 1.4.3)."""

NUMBER_RATIO = 7.0
"""Contrast of numbers (WCAG 2.2, 1.4.6)."""

SMALL_GLYPH = 0.6
"""Dots, hyphens and slim letters below this size are a blur of few pixels, in mm."""

LEAST_SHOWN = 0.02
"""Smallest share of a small glyph's box that must have the text's colour."""

SLANTED = ("Noto Nastaliq Urdu", "Noto Nastaliq Urdu Bold")
"""Fonts whose letters run out in fine slanted tips."""

FINE_TIPS = 0.34
"""Share of letters whose tips may be lost in pixels in such fonts."""

FINEST = 0.2
"""Side of the box of a glyph, in mm, below which pixels at 300 dpi blur it."""

RIM = 0.2
"""Width of the rim around a glyph that is looked at with it, as a share of the type size."""

MOST_DROWNED = 0.92
"""From this share of letters' colour in and around a glyph on, it stands on its own colour."""

MOST_MERGED = 0.1
"""Largest share of the ground beside letters that may have their colour: lines above and below
reach into it."""

MARGIN = 0.35
"""How far around the letters the ground is looked at, in mm."""


def check_inks(pages: Sequence[PageEvidence]) -> Iterator[Finding]:
    """Yield a finding for each text that cannot be seen, or hardly."""
    for page in pages:
        for copy in page.copies:
            for found in copy.reading.found:
                yield from _check_passage(page, copy, found)


def _check_passage(page: PageEvidence, copy: Copy, found: Found) -> Iterator[Finding]:
    needed = NUMBER_RATIO if found.passage.number else TEXT_RATIO
    for stretch in stretches(found.marks):
        problem = _problem(page.read.raster, copy, stretch, needed)
        if problem:
            name = found.passage.name
            yield Finding(
                "color.contrast",
                "error",
                f"'{name}' ({found.passage.language}) on page {page.number} {problem}",
                page=page.number,
                box=copy.box(stretch),
                message_id=found.passage.message_id or None,
            )
            return


def with_ground(box: Box) -> Box:
    """Return a box with the ground beside it."""
    left, top, right, bottom = box
    return (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)


def _with_rim(box: Box, size: float) -> Box:
    """Return a glyph's box with a rim that its own strokes do not fill; `size` is in pt."""
    left, top, right, bottom = box
    rim = RIM * size * 25.4 / 72
    return (left - rim, top - rim, right + rim, bottom + rim)


def _is_shown(look: Look, box: Box) -> bool:
    """Tell whether a glyph is there: small ones at all, others up to all their sides."""
    if min(box[2] - box[0], box[3] - box[1]) < SMALL_GLYPH:
        return look.shown(box) >= LEAST_SHOWN
    return look.is_whole(box)


def _is_broad(mark: Mark) -> bool:
    """Tell whether a glyph is broad enough to have its colour in pixels; fine dashes blur."""
    return min(mark.right - mark.left, mark.bottom - mark.top) > FINEST


def _is_slanted(stretch: list[Mark]) -> bool:
    return any(mark.token[0] in SLANTED for mark in stretch)


def _problem(raster: Raster, copy: Copy, stretch: list[Mark], needed: float) -> str:
    box = copy.box(stretch)
    color = stretch[0].traced.color
    look = raster.look(with_ground(box), color)
    if look is None:
        return "stands outside the page. Move it inward."
    broad = [mark for mark in stretch if _is_broad(mark)]
    boxes = [copy.box([mark]) for mark in broad]
    gone = sum(look.shown(box) < LEAST_SHOWN for box in boxes)
    cut = sum(not _is_shown(look, box) for box in boxes)
    # One fine tip of a long stroke may be lost in pixels, and in Nastaliq, whose strokes run
    # out in tips, those of some letters; in a number nothing may.
    tips = max(2, round(len(boxes) * FINE_TIPS)) if _is_slanted(stretch) else 1
    hidden = cut if gone or cut > tips or needed == NUMBER_RATIO else 0
    if hidden:
        return (
            f"cannot be seen: {hidden} of its characters are covered or cut. Take away what "
            f"stands over it."
        )
    drowned = any(
        look.shown(_with_rim(copy.box([mark]), mark.size)) > MOST_DROWNED for mark in broad
    )
    if drowned or look.merged(copy.box([mark]) for mark in stretch) > MOST_MERGED:
        return (
            "runs together with what is behind it, which has nearly its colour. Use a darker or "
            "lighter colour."
        )
    ratio, grey_ratio = look.contrast()
    if min(ratio, grey_ratio) < needed:
        where = "" if ratio < needed else " when printed in grey"
        return (
            f"has a contrast of {min(ratio, grey_ratio):.1f} : 1{where}; {needed:g} : 1 is "
            f"needed. Use a darker or lighter colour."
        )
    return ""
