"""Contact sheets, from a selection to the file."""

import io
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
from PIL import Image

from handbill.batch.delivery import write_atomically
from handbill.batch.results import EditionResult, Report, Summary
from handbill.batch.running import Options, run
from handbill.batch.wiring import shelf_of
from handbill.composing.contact_pages import PagePicture, contact_page
from handbill.composing.sizes import canvas_of
from handbill.library.library import Library
from handbill.model.contact_sheets import ContactCell, ContactSheet
from handbill.model.editions import Edition, Omission
from handbill.model.languages import language_name
from handbill.planning.selection import Selection, plan
from handbill.press.captions import Captions
from handbill.press.contact_pictures import (
    LARGEST,
    MOST_PIXELS,
    Layout,
    compose,
    lay_out,
    page_pictures,
)

THUMBNAIL = 0.15
"""Share of its size at which a page is shown as a thumbnail: a sheet three metres away takes as
much of the eye as one of this size at reading distance."""

_CSS_DENSITY = 96.0
"""Dots to the inch at actual size."""
_MOST_DENSITY, _MOST_WIDTH, _MOST_HEIGHT = 144.0, 1080.0, 720.0
"""Bounds of an edition's pages side by side, in dots."""
_ON_A_SCREEN = 0.75
"""Share of these bounds that browsers show, so that two languages stand side by side."""
_SHARPNESS = 2.5
"""How many dots a browser gets for each CSS pixel: sharp on fine screens, and when enlarged."""
_WEBP_QUALITY = 85
_MM_PER_INCH = 25.4


class ContactSheetError(Exception):
    """A contact sheet that cannot be made, with a sentence that says what to do."""


class Wish(msgspec.Struct, frozen=True):
    """What a contact sheet shall show."""

    selection: Selection
    """One region, output `screen`; each language group becomes a column."""
    path: Path
    thumbnail: bool = False

    @property
    def as_page(self) -> bool:
        """Whether a page for browsers is wanted, not a picture."""
        return self.path.suffix.lower() != ".png"


class Planned(msgspec.Struct, frozen=True):
    """A contact sheet whose editions are still to be made."""

    wish: Wish
    library: Library
    sheet: ContactSheet
    editions: list[Edition]
    omissions: list[Omission]


class ContactReport(msgspec.Struct, frozen=True):
    """What became of a contact sheet; the contract of `--json`."""

    path: str
    rows: int
    columns: int
    editions: tuple[EditionResult, ...]
    summary: Summary


def plan_contact_sheet(wish: Wish, library: Library) -> Planned:
    """Return what a contact sheet will show.

    Raises:
        InputError: where names are unknown.
        ContactSheetError: where nothing would be shown, or the picture would be too large.
        MissingFontError: where the font of captions is not installed.
    """
    shelf = shelf_of(library)
    plan(wish.selection, shelf)  # tells of all unknown names at once
    editions: dict[str, Edition] = {}
    omissions: dict[str, Omission] = {}
    for text in wish.selection.languages:
        made, left = plan(msgspec.structs.replace(wish.selection, languages=(text,)), shelf)
        editions |= {edition.id: edition for edition in made}
        omissions |= {omission.edition.id: omission for omission in left}
    if not editions and not omissions:
        region = wish.selection.regions[0].upper()
        raise ContactSheetError(
            f"Nothing of this choice is meant for {region}. 'handbill list editions {region}' "
            f"shows what is."
        )
    sheet = _sheet(wish, library, [*editions.values()], [*omissions.values()])
    if not wish.as_page:
        _layout(sheet, library, {})
    return Planned(wish, library, sheet, [*editions.values()], [*omissions.values()])


def make_contact_sheet(
    planned: Planned, workspace: Path | None, jobs: int, on_result: Callable[[EditionResult], None]
) -> ContactReport:
    """Make the editions, and write the contact sheet.

    Raises:
        ContactSheetError: where the picture would be too large.
        KeyboardInterrupt: where the person stopped the run; nothing is written.
        OSError: where the file cannot be written.
    """
    cells = {cell.id: cell for row in planned.sheet.rows for cell in row}
    pictures: dict[str, list[Image.Image]] = {}
    pages: dict[str, list[PagePicture]] = {}
    wish = planned.wish
    with tempfile.TemporaryDirectory(prefix="handbill-") as name:

        def take(result: EditionResult) -> None:
            if result.status == "delivered":
                pdf = (Path(name) / result.path).read_bytes()
                cell = cells[result.id]
                if wish.as_page:
                    pages[cell.id] = _web_pictures(pdf, cell, fine=wish.thumbnail)
                else:
                    pictures[cell.id] = page_pictures(pdf, cell.density, fine=wish.thumbnail)
            on_result(result)

        options = Options(Path(name), workspace, jobs)
        report = run(planned.editions, planned.omissions, options, take)
    sheet = _with_results(planned.sheet, report, wish)
    write_atomically(wish.path, _file(sheet, planned, pictures, pages))
    return ContactReport(
        path=str(wish.path),
        rows=len(sheet.rows),
        columns=len(sheet.columns),
        editions=tuple(msgspec.structs.replace(one, path="") for one in report.editions),
        summary=report.summary,
    )


def _file(
    sheet: ContactSheet,
    planned: Planned,
    pictures: Mapping[str, Sequence[Image.Image]],
    pages: Mapping[str, Sequence[PagePicture]],
) -> bytes:
    library = planned.library
    if planned.wish.as_page:
        templates = {name: place.path for name, place in library.templates().items()}
        return contact_page(sheet, pages, templates).encode("utf-8", "replace")
    layout, captions = _layout(sheet, library, pictures)
    return compose(sheet, layout, captions, pictures)


def _layout(
    sheet: ContactSheet, library: Library, pictures: Mapping[str, Sequence[Image.Image]]
) -> tuple[Layout, Captions]:
    families = [family for language in library.languages.values() for family in language.fonts]
    captions = Captions(families)
    layout = lay_out(sheet, captions, pictures)
    width, height = layout.size
    if max(width, height) > LARGEST or width * height > MOST_PIXELS:
        raise ContactSheetError(
            f"The picture would be {width:,} × {height:,} pixels; at most {LARGEST:,} each way "
            f"and {MOST_PIXELS // 1_000_000} million in all are made. Choose fewer pieces, "
            f"formats or languages, or name a file that ends with .html."
        )
    return layout, captions


def _sheet(
    wish: Wish, library: Library, editions: Sequence[Edition], omissions: Sequence[Omission]
) -> ContactSheet:
    """Return a contact sheet as planned: a row for each piece and format."""
    reasons = {omission.edition.id: omission.reason for omission in omissions}
    shown = [*editions, *(omission.edition for omission in omissions)]
    groups = _groups(wish.selection.languages, shown)
    rows: dict[tuple[str, str], dict[tuple[str, ...], ContactCell]] = {}
    for edition in sorted(shown, key=_place_in(library)):
        cell = _cell(edition, reasons.get(edition.id, ""), library, wish)
        rows.setdefault((edition.piece, edition.format), {})[edition.languages] = cell
    return ContactSheet(
        title=f"Contact sheet: {shown[0].region}",
        facts="",
        columns=tuple(_names(group) for group in groups),
        rows=tuple(_evened([row[group] for group in groups]) for row in rows.values()),
    )


def _groups(asked: Sequence[str], shown: Sequence[Edition]) -> list[tuple[str, ...]]:
    """Return the languages of each column in the order they were asked for."""
    order = {_key(text.split("+")): at for at, text in enumerate(asked)}
    found = dict.fromkeys(edition.languages for edition in shown)
    return sorted(found, key=lambda group: order.get(_key(group), len(order)))


def _key(tags: Sequence[str]) -> str:
    return "+".join(tags).replace("_", "-").lower()


def _place_in(library: Library) -> Callable[[Edition], tuple[int, int]]:
    pieces, formats = list(library.pieces), list(library.formats)
    return lambda edition: (pieces.index(edition.piece), formats.index(edition.format))


def _cell(edition: Edition, reason: str, library: Library, wish: Wish) -> ContactCell:
    layout, piece = library.formats[edition.format], library.pieces[edition.piece]
    right_to_left = [
        library.languages[tag].direction() == "rtl"
        for tag in edition.languages
        if tag in library.languages
    ][:1] == [True]
    size, pages, flat = (0.0, 0.0), 1, ""
    if edition.paper in layout.trims:
        size = canvas_of(layout, edition.paper, piece.posting)
        width, height = size if piece.posting else layout.trim(edition.paper)
        flat = f"{round(width, 1):g} × {round(height, 1):g} mm{' flat' if layout.panels else ''}"
        used = layout.pages_for(
            discreet=piece.discreet, languages=len(edition.languages), finder=piece.finder
        )
        pages = len(used) - (layout.strips is not None)
    return ContactCell(
        id=edition.id,
        piece=edition.piece,
        format=edition.format,
        language=_names(edition.languages),
        size=flat,
        right_to_left=right_to_left,
        page=size,
        pages=pages,
        density=_density(size, pages, wish),
        verdict="Skipped" if reason else "",
        reason=reason,
    )  # fmt: skip


def _density(page: tuple[float, float], pages: int, wish: Wish) -> float:
    """Return the dots to the inch at which an edition's pages stay in their bounds."""
    if wish.thumbnail:
        return THUMBNAIL * _CSS_DENSITY
    width, height = (max(side, 1.0) / _MM_PER_INCH for side in page)
    density = min(_MOST_DENSITY, _MOST_WIDTH / (width * pages), _MOST_HEIGHT / height)
    return density * _ON_A_SCREEN if wish.as_page else density


def _evened(row: Sequence[ContactCell]) -> tuple[ContactCell, ...]:
    """Return a row whose editions are all shown at the same scale."""
    density = min(cell.density for cell in row)
    return tuple(msgspec.structs.replace(cell, density=density) for cell in row)


def _names(tags: Sequence[str]) -> str:
    return " + ".join(f"{language_name(tag, 'en')} ({tag})" for tag in tags)


def _web_pictures(pdf: bytes, cell: ContactCell, *, fine: bool) -> list[PagePicture]:
    pages = []
    for picture in page_pictures(pdf, cell.density * _SHARPNESS, fine=fine):
        buffer = io.BytesIO()
        picture.save(buffer, "WEBP", quality=_WEBP_QUALITY)
        width, height = (max(1, round(side / _SHARPNESS)) for side in picture.size)
        pages.append(PagePicture(buffer.getvalue(), width, height))
    return pages


def _with_results(sheet: ContactSheet, report: Report, wish: Wish) -> ContactSheet:
    """Return the contact sheet with the reason for each edition that was not made."""
    told = {
        result.id: (result.status.capitalize(), result.reason)
        for result in report.editions
        if result.status != "delivered"
    }
    rows = tuple(
        tuple(
            msgspec.structs.replace(cell, verdict=told[cell.id][0], reason=told[cell.id][1])
            if cell.id in told else cell
            for cell in row
        )
        for row in sheet.rows
    )  # fmt: skip
    return msgspec.structs.replace(sheet, rows=rows, facts=_facts(report, wish))


def _facts(report: Report, wish: Wish) -> str:
    summary = report.summary
    counts = {
        "shown": summary.delivered, "rejected": summary.rejected,
        "failed": summary.failed, "skipped": summary.skipped,
    }  # fmt: skip
    total = len(report.editions)
    facts = [
        f"{total} edition{'' if total == 1 else 's'}: "
        + ", ".join(f"{count} {word}" for word, count in counts.items() if count),
        *wish.selection.variants,
        f"{THUMBNAIL * 100:g} % of actual size" if wish.thumbnail else "",
    ]
    return " · ".join(filter(None, facts))
