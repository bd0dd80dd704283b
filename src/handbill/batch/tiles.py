"""Tiled posters: what their sheets must show, and checking a finished file of them."""

from handbill.composing.pages import Composition
from handbill.model.editions import Edition
from handbill.model.findings import Finding
from handbill.model.papers import PAPERS
from handbill.preflight.checks.activity import check_active, check_notes
from handbill.preflight.checks.sheets import (
    ExpectedSheet,
    ExpectedSheets,
    check_sheets,
    on_sheets,
    poster_of,
)
from handbill.preflight.edition import check_edition
from handbill.preflight.expecting import Expectation
from handbill.preflight.reading import ReadFile, UnreadableError
from handbill.preflight.shaping import Typefaces
from handbill.press.tiling import EDGE, TilePlan, plan_tiles


def tiles_of(edition: Edition, composition: Composition) -> TilePlan | None:
    """Return the sheets a poster is put together from; None where it is printed whole."""
    if not edition.tile:
        return None
    return plan_tiles(composition.trim, PAPERS[edition.tile], edition.printer.edge or EDGE)


def expected_sheets(plan: TilePlan) -> ExpectedSheets:
    """Return what the sheets of a plan must show."""
    (width, height), (side, above) = plan.part, plan.margins
    across, down = width - plan.overlap, height - plan.overlap
    return ExpectedSheets(
        size=plan.sheet,
        sheets=tuple(
            ExpectedSheet(
                name=f"row {tile.row}, column {tile.column}",
                cut=(side, above, side + width, above + height),
                shown=(
                    tile.left,
                    tile.top,
                    tile.left + across if tile.column < plan.columns else plan.poster[0],
                    tile.top + down if tile.row < plan.rows else plan.poster[1],
                ),
            )
            for tile in plan.tiles
        ),
    )


def check_tiled(
    read: ReadFile, expected: Expectation, plan: TilePlan, faces: Typefaces
) -> list[Finding]:
    """Return everything that is wrong with the file of a tiled poster.

    The poster is read as any other, and its sheets are compared with it.

    Raises:
        UnreadableError: where a page is damaged.
    """
    sheets = expected_sheets(plan)
    own = [*check_active(read), *check_notes(read.pages)]
    try:
        data = poster_of(read)
    except UnreadableError as error:
        return [*own, Finding("page.size", "error", str(error))]
    with ReadFile(data) as poster:
        found = [on_sheets(each, sheets) for each in check_edition(poster, expected, faces)]
        return [*own, *found, *check_sheets(read, poster, sheets)]
