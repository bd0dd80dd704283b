"""Jobs for the press, and settings tight enough for the texts of an edition."""

from collections.abc import Callable, Iterable, Sequence

from handbill import __version__
from handbill.batch.expecting import sheets_of, shown_pages
from handbill.batch.tiles import tiles_of
from handbill.composing.pages import Composer, Composition
from handbill.library.library import Library
from handbill.model.editions import Edition
from handbill.press.engine import Engine
from handbill.press.fitting import Fitted
from handbill.press.inspection import Overflow
from handbill.press.printing import Job, lay_out


def job_of(edition: Edition, composition: Composition, library: Library) -> Job:
    """Return what the press needs to know of a composed edition."""
    main = library.languages[edition.languages[0]]
    return Job(
        html=composition.html,
        styles=composition.styles,
        title=composition.title,
        language=main.tag,
        right_to_left=main.direction() == "rtl",
        trim=composition.trim,
        fit=composition.fit,
        output=edition.output,
        sheets=sheets_of(edition, composition, library),
        shown=shown_pages(edition, composition, library),
        edition=edition_record(edition, composition.levels),
        tiles=tiles_of(edition, composition),
    )


def fit_edition(
    edition: Edition,
    composition: Composition,
    library: Library,
    composer: Composer,
    engine: Engine,
    on_tighter: Callable[[Composition], None] = lambda _: None,
) -> tuple[Composition, Fitted]:
    """Return an edition as planned, or at the first tighter settings at which its texts fit.

    Where nothing fits, the tightest is returned, with what runs over. `on_tighter` is told each
    composition that is tried after the first.

    Raises:
        EngineError: where the engine warned.
    """
    fitted = lay_out(engine, job_of(edition, composition, library))
    while tighter := tighter_levels(composition.levels, fitted.overflows, composition.can_tighten):
        composition = composer.compose(edition, tighter)
        on_tighter(composition)
        fitted = lay_out(engine, job_of(edition, composition, library))
    return composition, fitted


def tighter_levels(
    levels: Sequence[int], overflows: Iterable[Overflow], can_tighten: Sequence[bool]
) -> tuple[int, ...] | None:
    """Return the next levels to try, None where all fits or nothing is left to try."""
    crowded = {overflow.page for overflow in overflows}
    raised = tuple(
        level + (number in crowded and can_tighten[number - 1])
        for number, level in enumerate(levels, 1)
    )
    return raised if raised != tuple(levels) else None


def edition_record(edition: Edition, levels: tuple[int, ...]) -> dict[str, object]:
    """Return what a file says of its edition in XMP."""
    return {
        "id": edition.id,
        "region": edition.region,
        "piece": edition.piece,
        "format": edition.format,
        "languages": list(edition.languages),
        "output": edition.output,
        "paper": edition.paper,
        "organization": edition.organization,
        "variants": list(edition.variants),
        "printer": {
            "edge": edition.printer.edge,
            "duplex": edition.printer.duplex,
            "offset_back": list(edition.printer.offset_back),
        },
        "levels": list(levels),
        "program": f"Handbill {__version__}",
    }
