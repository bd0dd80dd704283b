"""Examining finished files: Handbill's own against their edition, others against the directory."""

import datetime
import io
from functools import cache
from pathlib import Path
from typing import Any, get_args

import msgspec
import pikepdf
import pypdfium2

from handbill.batch.expecting import expectation
from handbill.batch.staleness import stale_numbers
from handbill.batch.tiles import check_tiled, tiles_of
from handbill.batch.wiring import composer_of, directory_of, known_channels, shelf_of
from handbill.composing.pages import Composer
from handbill.library.library import Library, load_library
from handbill.model.editions import Edition
from handbill.model.faults import InputError
from handbill.model.findings import Finding
from handbill.model.formats import Output, Printer
from handbill.planning.notices import notice_lines
from handbill.planning.selection import Selection, plan
from handbill.preflight.checks.postings import check_any_notice
from handbill.preflight.edition import check_edition
from handbill.preflight.phones import Known
from handbill.preflight.reading import ReadFile, UnreadableError
from handbill.preflight.report import CheckedFile, PagePicture
from handbill.preflight.shaping import Typefaces
from handbill.preflight.stranger import Surroundings, check_stranger
from handbill.press.fonts import font_file, isolate_fonts
from handbill.press.metadata import CALL_SHEET, edition_of

PICTURE_WIDTH = 700
"""Width of the page pictures of a report in pixels."""

LARGEST_FILE = 300_000_000
"""Largest file that is read, in bytes."""


class Claimed(msgspec.Struct, frozen=True):
    """What the person says of files that are not Handbill's own."""

    workspace: Path | None = None
    region: str = ""
    languages: tuple[str, ...] = ()
    posting: str = ""
    """Id of the law whose notice the files are said to be."""
    pictures: bool = False
    """Whether page pictures are wanted for a report."""


class _Reference(msgspec.Struct, frozen=True):
    """What files are compared with."""

    library: Library
    composer: Composer
    faces: Typefaces
    directory: tuple[Known, ...]


def examine(path: Path, claimed: Claimed) -> CheckedFile:
    """Return what is wrong with a file; one that cannot be read has one finding that says why.

    Raises:
        InputError: where the workspace cannot be read.
    """
    reference = _reference(claimed.workspace)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableError(  # noqa: TRY301  one way out for all that is unreadable
                f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Check its pages in "
                f"files of their own."
            )
        with ReadFile(path.read_bytes()) as read:
            return _examined(path, read, claimed, reference)
    except UnreadableError as error:
        return _unreadable(path, str(error))
    except OSError as error:
        return _unreadable(path, f"The file cannot be read: {error.strerror}.")
    except (
        pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, LookupError,
        AttributeError, ArithmeticError, RuntimeError, MemoryError,
    ) as error:  # fmt: skip
        # A PDF may hold anything where the standard asks for a number or a name.
        detail = str(error).strip().rstrip(".") or type(error).__name__
        return _unreadable(path, f"The PDF is damaged and cannot be read: {detail}.")


def _unreadable(path: Path, sentence: str) -> CheckedFile:
    return CheckedFile(str(path), (Finding("file.unreadable", "error", sentence),))


@cache
def _reference(workspace: Path | None) -> _Reference:
    isolate_fonts()
    library = load_library(workspace, spare_faulty=True)
    return _Reference(library, composer_of(library), Typefaces(font_file), directory_of(library))


def _examined(path: Path, read: ReadFile, claimed: Claimed, reference: _Reference) -> CheckedFile:
    record = edition_of(read.structure)
    name = str(record.get("id", "")) if record else ""
    if record and record.get("piece") == CALL_SHEET:
        findings = check_stranger(read, _call_sheet_surroundings(record, reference))
    elif record:
        findings = _as_edition(read, record, reference)
    else:
        findings = check_stranger(read, _surroundings(claimed, reference))
    if claimed.posting:
        findings = [*findings, *_as_notice(read, claimed.posting, reference)]
    wanted = range(len(read.pages)) if claimed.pictures and findings else ()
    pictures = tuple(_picture(read, index) for index in wanted)
    return CheckedFile(str(path), tuple(findings), name, pictures)


def _as_edition(read: ReadFile, record: dict[str, Any], reference: _Reference) -> list[Finding]:
    try:
        edition = _planned(record, reference.library)
        levels = tuple(int(level) for level in record["levels"])
        composition = reference.composer.compose(edition, levels)
    except (
        _UnknownEditionError, InputError, LookupError, TypeError, ValueError, AttributeError
    ) as error:  # fmt: skip
        reason = str(error) if isinstance(error, _UnknownEditionError) else "its record is damaged"
        claimed = Claimed(region=str(record.get("region", "")))
        return [
            Finding(
                "edition.unknown",
                "error",
                f"The file says it is the edition '{record.get('id', '')}', which this "
                f"directory does not make: {reason.rstrip('.')}. It was checked like anybody's "
                f"file. Name the workspace it was made in (-w), make it again, or throw it away.",
            ),
            *check_stranger(read, _surroundings(claimed, reference)),
        ]
    expected = expectation(edition, composition, reference.library)
    tiles = tiles_of(edition, composition)
    return [
        *composition.findings,
        *stale_numbers(edition, datetime.date.today()),
        *(check_edition(read, expected, reference.faces) if tiles is None
          else check_tiled(read, expected, tiles, reference.faces)),
    ]  # fmt: skip


def _as_notice(read: ReadFile, name: str, reference: _Reference) -> list[Finding]:
    posting = reference.library.postings[name]
    region = reference.library.regions.get(posting.jurisdiction)
    numbers = []
    for line in notice_lines(region, posting) if region else ():
        hotline = msgspec.structs.replace(line.hotline, channels=line.channels)
        numbers += known_channels(hotline, posting.jurisdiction, posting.country())
    return list(check_any_notice(read, posting, numbers))


class _UnknownEditionError(Exception):
    """The edition a file claims to be is not one that can be planned."""


def _planned(record: dict[str, Any], library: Library) -> Edition:
    if record["output"] not in get_args(Output):
        raise _UnknownEditionError(f"there is no output '{record['output']}'")
    selection = Selection(
        regions=(record["region"],),
        pieces=(record["piece"],),
        formats=(record["format"],),
        languages=("+".join(record["languages"]),),
        outputs=(record["output"],),
        paper=record["paper"],
        organization=record["organization"],
        variants=tuple(record.get("variants", ())),
        printer=_printer(record.get("printer", {})),
    )
    try:
        editions, omissions = plan(selection, shelf_of(library))
    except InputError as error:
        raise _UnknownEditionError(error.faults[0].message) from error
    if not editions:
        raise _UnknownEditionError(omissions[0].reason if omissions else "nothing is planned")
    return editions[0]


def _printer(record: dict[str, Any]) -> Printer:
    right, down = record.get("offset_back", (0.0, 0.0))
    return Printer(float(record.get("edge", 0.0)), record.get("duplex", ""), (right, down))


def _surroundings(claimed: Claimed, reference: _Reference) -> Surroundings:
    parents = []
    region = reference.library.regions.get(claimed.region)
    while region is not None and region.parent:
        parents.append(region.parent)
        region = reference.library.regions.get(region.parent)
    return Surroundings(
        region=claimed.region,
        parents=tuple(parents),
        directory=reference.directory,
        languages=claimed.languages,
    )


def _call_sheet_surroundings(record: dict[str, Any], reference: _Reference) -> Surroundings:
    """Return what a call sheet is compared with: it shows lines kept out of print as well."""
    around = _surroundings(Claimed(region=str(record.get("region", ""))), reference)
    shown = tuple(msgspec.structs.replace(known, current=True) for known in around.directory)
    return msgspec.structs.replace(around, directory=shown)


def _picture(read: ReadFile, index: int) -> PagePicture:
    page = read.pages[index]
    buffer = io.BytesIO()
    page.raster.picture(PICTURE_WIDTH).save(buffer, "PNG", optimize=True)
    return PagePicture(page.width, page.height, buffer.getvalue())
