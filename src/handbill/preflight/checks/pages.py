"""Checks of pages: page.size, page.safe-area, page.bleed, color.space."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec
import pikepdf

from handbill.model.findings import Finding
from handbill.preflight.checks.evidence import Copy, Evidence, PageEvidence
from handbill.preflight.expecting import Cell, Expectation
from handbill.preflight.raster import Pixels
from handbill.preflight.reading import ReadPage
from handbill.preflight.texts import Mark

SIZE_TOLERANCE = 0.35
"""Deviation of a page size that no cutter and no printer notices, in mm."""

SAFE_TOLERANCE = 0.05
"""Rounding the engine allows itself, in mm."""

OVERHANG = 2.0
"""How far accents, descenders and swashes may reach into the safe area, in mm: a cutter that is
off by more takes the line itself."""

WHITE = 250
"""From this level on a pixel is bare paper."""


def check_pages(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for each page that has not the size, place or boxes declared."""
    count, wanted = evidence.read.page_count, len(evidence.expected.pages)
    if count != wanted:
        yield Finding(
            "page.size", "error", f"The file has {count} pages instead of {wanted}. Make it again."
        )
    for page in evidence.pages:
        yield from check_size(page.number, page.read, evidence.expected.size)
        yield from _check_scale(page, ground=evidence.expected.ground)
        yield from _check_direction(page)
        yield from _check_safe_area(page)
        yield from _check_edge(page, evidence.expected)
    if len(evidence.pages) > 1 and len(evidence.pages[0].expected.cells) > 1:
        yield from _check_duplex(evidence)


def check_size(number: int, page: ReadPage, size: tuple[float, float]) -> Iterator[Finding]:
    """Yield a finding where a page is not of the size declared, turned or cropped."""
    width, height = size
    if max(abs(page.width - width), abs(page.height - height)) > SIZE_TOLERANCE:
        turned = abs(page.width - height) < 1 and abs(page.height - width) < 1
        yield Finding(
            "page.size",
            "error",
            f"Page {number} measures {page.width:.1f} × {page.height:.1f} mm instead of "
            f"{width:.1f} × {height:.1f} mm{': it lies on its side' if turned else ''}.",
            page=number,
        )
    if int(page.structure.obj.get("/Rotate", 0)) % 360:
        yield Finding(
            "page.size",
            "error",
            f"Page {number} is turned by a viewer's rotation, which printers follow differently. "
            f"Save it upright.",
            page=number,
        )
    media, crop = page.box("/MediaBox"), page.box("/CropBox")
    if media and crop and max(abs(a - b) for a, b in zip(media, crop, strict=True)) > 0.1:
        yield Finding(
            "page.size",
            "error",
            f"Page {number} is cropped: its CropBox is not its MediaBox. Save it whole.",
            page=number,
        )


def _check_scale(page: PageEvidence, *, ground: bool) -> Iterator[Finding]:
    """Yield a finding where the ground of the design does not reach the trim edges.

    Every design fills its page with colour, so paper that shows along all edges tells that
    the page was made smaller, as 'fit to page' does.
    """
    if not ground:
        return
    cells = page.expected.cells
    left = min(cell.left for cell in cells)
    top = min(cell.top for cell in cells)
    right = max(cell.left + cell.width for cell in cells)
    bottom = max(cell.top + cell.height for cell in cells)
    inset, depth = 0.4, 0.3
    edges = [
        (left + inset, top, left + inset + depth, bottom),
        (right - inset - depth, top, right - inset, bottom),
        (left, top + inset, right, top + inset + depth),
        (left, bottom - inset - depth, right, bottom - inset),
    ]
    bare = [_is_bare(page.read.raster.crop(edge)) for edge in edges]
    if any(bare):
        sides = [n for n, b in zip(("left", "right", "upper", "lower"), bare, strict=True) if b]
        yield Finding(
            "page.size",
            "error",
            f"The design does not reach the {', '.join(sides)} edge of page {page.number}: it "
            f"was scaled or moved, as 'fit to page' does. Print and save it at 100 %.",
            page=page.number,
        )


def _is_bare(pixels: Pixels) -> bool:
    return not pixels.size or bool((pixels.min(axis=2) >= WHITE).mean() > 0.5)


def _check_direction(page: PageEvidence) -> Iterator[Finding]:
    """Yield a finding for each copy whose text does not run along its own lines."""
    for copy in page.copies:
        turned = sum(not _runs_right(copy, mark) for mark in copy.marks)
        if turned:
            yield Finding(
                "page.size",
                "error",
                f"A copy on page {page.number} is turned: {turned} of its characters run in "
                f"another direction than its front. Make it again.",
                page=page.number,
                box=copy.box(copy.marks),
            )


def _runs_right(copy: Copy, mark: Mark) -> bool:
    glyph = mark.traced
    across, down = copy.cell.inward(glyph.x + glyph.step[0], glyph.y + glyph.step[1])
    x, y = copy.cell.inward(glyph.x, glyph.y)
    return across - x >= abs(down - y) - 0.001


def _check_safe_area(page: PageEvidence) -> Iterator[Finding]:
    for copy in page.copies:
        width, height = copy.cell.trim
        for found in copy.reading.found:
            if not found.marks:
                continue
            room = min(
                min(
                    mark.pen[0], width - mark.pen[1],
                    mark.base - 0.5 * mark.size * 25.4 / 72, height - mark.base,
                    mark.left + OVERHANG, width - mark.right + OVERHANG,
                    mark.top + OVERHANG, height - mark.bottom + OVERHANG,
                )
                for mark in found.marks
            )  # fmt: skip
            if room < copy.safe - SAFE_TOLERANCE:
                name = found.passage.name
                yield Finding(
                    "page.safe-area",
                    "error",
                    f"'{name}' ({found.passage.language}) stands {room:.1f} mm from the trim "
                    f"edge of page {page.number}; {copy.safe:g} mm must stay free, or a cutter may "
                    f"take it. Move it inward.",
                    page=page.number,
                    box=copy.box(found.marks),
                    message_id=found.passage.message_id or None,
                )


def _check_duplex(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding where a back would not fall on its front.

    The sheet is turned over one edge, so the backs' places must be the fronts' mirrored.
    """
    edge = evidence.expected.duplex
    for front, back in pairwise(evidence.pages):
        if front.number % 2 == 0:
            continue
        fronts = {_place(copy.cell) for copy in front.copies if copy.marks}
        backs = {
            _place(_behind(copy.cell, evidence.expected)) for copy in back.copies if copy.marks
        }
        bare = {_place(cell) for cell in front.expected.bare_cells}
        bare |= {_place(_behind(cell, evidence.expected)) for cell in back.expected.bare_cells}
        if fronts - bare != backs - bare:
            yield Finding(
                "page.size",
                "error",
                f"The backs on page {back.number} do not fall on the fronts on page "
                f"{front.number} when the sheet is turned over its {edge} edge. Make it again.",
                page=back.number,
            )
    preferences: Any = evidence.read.structure.Root.get("/ViewerPreferences", {})
    if preferences.get("/Duplex") != pikepdf.Name(f"/DuplexFlip{edge.title()}Edge"):
        yield Finding(
            "page.size",
            "error",
            f"The file does not tell the printer to turn sheets over their {edge} edge, so backs "
            f"may land on the wrong fronts. Make it again.",
        )


def _behind(cell: Cell, expected: Expectation) -> Cell:
    """Return the place on the front that a place on the back falls on."""
    width, height = expected.size
    left, top = cell.left - expected.offset_back[0], cell.top - expected.offset_back[1]
    if (expected.duplex == "long") == (width < height):
        left = width - left - cell.width
    else:
        top = height - top - cell.height
    return msgspec.structs.replace(cell, left=left, top=top)


def _place(cell: Cell) -> tuple[int, int]:
    return round(cell.left), round(cell.top)


def _check_edge(page: PageEvidence, expected: Expectation) -> Iterator[Finding]:
    """Yield a finding for what stands on the rim that the printer cannot print on."""
    if not expected.edge:
        return
    width, height = expected.size
    for copy in page.copies:
        for found in copy.reading.found:
            if not found.marks:
                continue
            left, top, right, bottom = copy.box(found.marks)
            if min(left, top, width - right, height - bottom) < expected.edge:
                yield Finding(
                    "page.safe-area",
                    "error",
                    f"'{found.passage.name}' ({found.passage.language}) stands on the rim of "
                    f"page {page.number}, {expected.edge:g} mm wide, that the printer cannot "
                    f"print on. Choose another format or printer.",
                    page=page.number,
                    box=copy.box(found.marks),
                    message_id=found.passage.message_id or None,
                )


def check_press(evidence: Evidence, bleed: float) -> Iterator[Finding]:
    """Yield a finding for each page that a print shop would send back.

    Args:
        evidence: the file and what it must hold.
        bleed: how far colour must reach over the trim, in mm (3 mm is the usual demand).
    """
    for page in evidence.pages:
        trim, edge = page.read.box("/TrimBox"), page.read.box("/BleedBox")
        if trim is None or edge is None:
            yield Finding(
                "page.bleed",
                "error",
                f"Page {page.number} declares no {'TrimBox' if trim is None else 'BleedBox'}, "
                f"so a print shop cannot place it. Make it for press.",
                page=page.number,
            )
            continue
        room = min(trim[0] - edge[0], trim[1] - edge[1], edge[2] - trim[2], edge[3] - trim[3])
        if room < bleed - 0.05:
            yield Finding(
                "page.bleed",
                "error",
                f"Page {page.number} has {max(room, 0):.1f} mm of bleed; print shops ask for "
                f"{bleed:g} mm. Make it for press.",
                page=page.number,
            )
        yield from _check_colors(page)


_RGB = {"rg", "RG"}


def _check_colors(page: PageEvidence) -> Iterator[Finding]:
    """Yield a finding where colours or pictures are given in RGB."""
    used = _rgb_uses(page.read.structure.obj, page.read.structure, set())
    if used:
        yield Finding(
            "color.space",
            "error",
            f"Page {page.number} uses RGB colours {used} times; a press prints CMYK, and its "
            f"conversion is not ours to see. Give every colour in CMYK.",
            page=page.number,
        )


def _rgb_uses(owner: Any, content: Any, seen: set[Any]) -> int:
    count = sum(
        str(instruction.operator) in _RGB
        or (str(instruction.operator) in {"cs", "CS"}
            and "RGB" in str(_space(owner, instruction.operands[0])))
        for instruction in pikepdf.parse_content_stream(content, "rg RG cs CS")
    )  # fmt: skip
    for placed in owner.get("/Resources", {}).get("/XObject", {}).values():
        if placed.objgen in seen:
            continue
        seen.add(placed.objgen)
        if placed.get("/Subtype") == "/Form":
            count += _rgb_uses(placed, placed, seen)
        else:
            count += "RGB" in str(placed.get("/ColorSpace", ""))
    return count


def _space(owner: Any, name: Any) -> Any:
    spaces = owner.get("/Resources", {}).get("/ColorSpace", {})
    return spaces.get(str(name), name)
