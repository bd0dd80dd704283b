"""A selection of names becomes editions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import TypeVar

import msgspec

from handbill.model.catalogs import Catalog
from handbill.model.content import Piece, addressed
from handbill.model.editions import Edition, Line, Omission
from handbill.model.faults import Fault, InputError, UnknownNameError
from handbill.model.formats import Format, Output, Printer, Variant
from handbill.model.languages import Language, canonical_tag, is_known_language, language_name
from handbill.model.names import look_up, nearest
from handbill.model.organizations import Organization
from handbill.model.papers import PAPERS
from handbill.model.regions import Region
from handbill.planning.finder import finder_languages, reason_without_finder
from handbill.planning.lines import printable_lines, reason_without_line
from handbill.planning.notices import (
    notice_languages,
    notice_lines,
    notice_paper,
    reason_against_notice,
    suits,
)

Item = TypeVar("Item")


class Shelf(msgspec.Struct, frozen=True):
    """What there is to choose from."""

    regions: Mapping[str, Region]
    pieces: Mapping[str, Piece]
    formats: Mapping[str, Format]
    languages: Mapping[str, Language]
    organizations: Mapping[str, Organization]
    catalogs: Mapping[str, Catalog]
    faulty: Mapping[str, Sequence[Fault]] = {}
    """The faults of catalogs that cannot be used, by language."""


class Selection(msgspec.Struct, frozen=True):
    """What was asked for; an empty tuple asks for all that suit."""

    regions: tuple[str, ...]
    pieces: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """Language groups such as `es` or `es+en`."""
    outputs: tuple[Output, ...] = ("home",)
    paper: str = ""
    organization: str = ""
    variants: tuple[Variant, ...] = ()
    printer: Printer = Printer()


CROWDED = 3
"""From this number of languages on, a page has room for one number only."""

LARGE_PAPERS = {"a4": "a2", "letter": "18x24"}
"""The size of a tiled poster, by the paper it is put together from."""


def plan(selection: Selection, shelf: Shelf) -> tuple[list[Edition], list[Omission]]:
    """Return the editions to make, and those left out with the reason.

    Raises:
        InputError: where names are unknown; carries all of them.
    """
    chosen = _resolve(selection, shelf)
    editions: list[Edition] = []
    omissions: list[Omission] = []
    for region, piece, layout in product(chosen.regions, chosen.pieces, chosen.formats):
        # What was not asked for by name and is not meant for the region needs no word.
        if not suits(piece, region, layout) and not _is_asked_for(piece, layout, selection):
            continue
        tile = region.paper if "tiled" in selection.variants else ""
        paper = selection.paper or LARGE_PAPERS.get(tile) or _paper(region, piece, layout)
        translated = _translated(piece, shelf) if piece.finder else ()
        groups = chosen.languages or _groups(region, piece)
        for group, output in product(groups, selection.outputs):
            lines = _lines(
                region, piece, layout,
                crowded=piece.finder or len(group) >= CROWDED
                or "large-print" in selection.variants
                or (piece.discreet and bool(layout.sides) and len(group) > 1),
            )  # fmt: skip
            edition = Edition(
                region=region.code,
                piece=piece.id,
                format=layout.id,
                languages=group,
                output=output,
                paper=paper,
                organization="" if piece.discreet else chosen.organization,
                lines=lines,
                emergency=() if piece.posting else region.emergency,
                staff_language=_staff_language(region),
                finder=finder_languages(region, lines, translated),
                tile=tile,
                variants=tuple(sorted(selection.variants)),
                printer=selection.printer,
            )
            reason = _reason_to_omit(edition, region, piece, layout, shelf)
            if reason:
                omissions.append(Omission(edition, reason))
            else:
                editions.append(edition)
    return editions, omissions


def _is_asked_for(piece: Piece, layout: Format, selection: Selection) -> bool:
    """Tell whether a notice was asked for by name, in its own format or in one named as well."""
    named = piece.id in selection.pieces
    if piece.posting is None:
        return named and layout.id in selection.formats
    return named and (layout.postings or layout.id in selection.formats)


def _staff_language(region: Region) -> str:
    return next((tag for tag in region.languages if is_known_language(tag)), "en")


def _translated(piece: Piece, shelf: Shelf) -> list[str]:
    """Return the languages people read that the piece's texts are translated into."""
    return [
        tag
        for tag, language in shelf.languages.items()
        if not language.pseudo
        and (tag == "en" or tag in shelf.catalogs)
        and _reason_against_texts(tag, piece, shelf) is None
    ]


def _lines(region: Region, piece: Piece, layout: Format, *, crowded: bool) -> tuple[Line, ...]:
    if piece.posting is not None:
        return notice_lines(region, piece.posting)
    return printable_lines(region, piece, layout, crowded=crowded)


def _paper(region: Region, piece: Piece, layout: Format) -> str:
    if piece.posting is not None:
        return notice_paper(piece.posting, layout, region.paper)
    return region.paper


def _groups(region: Region, piece: Piece) -> tuple[tuple[str, ...], ...]:
    groups = notice_languages(piece.posting) if piece.posting is not None else ()
    return groups or tuple((tag,) for tag in region.languages)


class _Chosen(msgspec.Struct, frozen=True):
    regions: tuple[Region, ...]
    pieces: tuple[Piece, ...]
    formats: tuple[Format, ...]
    languages: tuple[tuple[str, ...], ...]
    organization: str


def _resolve(selection: Selection, shelf: Shelf) -> _Chosen:
    faults: list[Fault] = []

    def find(kind: str, names: Iterable[str], known: Mapping[str, Item]) -> tuple[Item, ...]:
        found = _found(kind, names, known, look_up, faults)
        return tuple({id(item): item for item in found}.values())

    def group(text: str) -> tuple[str, ...]:
        names = text.split("+")
        tags = _found("language", names, shelf.languages, language_tag, faults)
        return tuple(dict.fromkeys(tags))

    asked = (selection.organization,) if selection.organization else ()
    organizations = find("organization", asked, shelf.organizations)
    everything = _Chosen(
        regions=find("region", selection.regions, shelf.regions),
        pieces=find("piece", selection.pieces or shelf.pieces, shelf.pieces),
        formats=find("format", selection.formats or shelf.formats, shelf.formats),
        languages=tuple(dict.fromkeys(group(text) for text in selection.languages)),
        organization=organizations[0].id if organizations else "",
    )
    if selection.paper and selection.paper not in PAPERS:
        near = nearest(selection.paper, PAPERS)
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        message = f"There is no paper named '{selection.paper}'. {hint}Known: {', '.join(PAPERS)}."
        faults.append(Fault("command line", "--paper", message))
    if faults:
        raise InputError(faults)
    return everything


Result = TypeVar("Result")


def _found(
    kind: str,
    names: Iterable[str],
    known: Mapping[str, Item],
    find: Callable[[str, str, Mapping[str, Item]], Result],
    faults: list[Fault],
) -> list[Result]:
    found = []
    for name in names:
        try:
            found.append(find(kind, name, known))
        except UnknownNameError as error:
            faults.append(Fault("command line", kind, str(error)))
    return found


def language_tag(kind: str, name: str, known: Mapping[str, Language]) -> str:
    """Return the BCP 47 tag of a language that is declared or that CLDR knows.

    Raises:
        UnknownNameError: where nothing bears the name.
    """
    try:
        return look_up(kind, name, known).tag
    except UnknownNameError:
        tag = canonical_tag(name)
        if is_known_language(tag):
            return tag
        raise


def _reason_to_omit(
    edition: Edition, region: Region, piece: Piece, layout: Format, shelf: Shelf
) -> str | None:
    reasons = [
        _reason_against_notice(edition, region, piece, layout),
        _reason_against_format(piece, layout),
        *(_reason_against_language(tag, shelf) for tag in edition.languages),
        *(_reason_against_texts(tag, piece, shelf) for tag in edition.languages),
        *(_reason_against_lines(tag, layout, shelf) for tag in edition.languages),
        _reason_against_variants(edition, layout),
        reason_without_finder(edition.finder, edition.lines) if piece.finder else None,
    ]
    for reason in reasons:
        if reason:
            return reason
    if len(edition.languages) > layout.languages:
        return (
            f"'{layout.id}' has room for at most {layout.languages} languages. "
            f"Ask for several editions instead."
        )
    if edition.paper not in layout.trims:
        return (
            f"'{layout.id}' is not laid out for the paper '{edition.paper}'. "
            f"It fits {', '.join(sorted(layout.trims))}; choose with --paper."
        )
    if edition.output == "press":
        return "Press output is not made by this version. Use -O home, screen or image."
    if not edition.lines:
        return reason_without_line(region, piece)
    return None


def _reason_against_notice(
    edition: Edition, region: Region, piece: Piece, layout: Format
) -> str | None:
    if (piece.posting is not None) != layout.postings:
        kind = "notices that laws ask for" if layout.postings else "pieces that are no notices"
        return f"'{layout.id}' is a format for {kind}. 'handbill list formats' shows others."
    if piece.posting is None:
        return None
    trim = layout.trims.get(edition.paper)
    return reason_against_notice(piece.posting, region, edition.lines, edition.languages, trim)


def _reason_against_format(piece: Piece, layout: Format) -> str | None:
    if not piece.formats or layout.id in piece.formats:
        return None
    return (
        f"'{piece.id}' says too much or too little for '{layout.id}'. It suits "
        f"{', '.join(piece.formats)}."
    )


def _reason_against_lines(tag: str, layout: Format, shelf: Shelf) -> str | None:
    language = shelf.languages.get(tag)
    if language is None or not layout.tallest_line or language.line_height <= layout.tallest_line:
        return None
    return (
        f"'{layout.id}' is too small for the tall lines of {language_name(tag, 'en')}. "
        f"'handbill list formats' shows larger ones."
    )


def _reason_against_variants(edition: Edition, layout: Format) -> str | None:
    unknown = [f"--{variant}" for variant in edition.variants if variant not in layout.variants]
    if unknown:
        return f"'{layout.id}' is not made with {' and '.join(unknown)}. Leave it out."
    if "tiled" in edition.variants and edition.output != "home":
        return "Only -O home is put together from several sheets. Leave --tiled out."
    if "tiled" in edition.variants and edition.paper in (edition.tile, "a4", "letter"):
        return (
            f"A poster on {edition.paper} needs no second sheet. Choose a larger paper with "
            f"--paper, or leave --tiled out."
        )
    return None


def _reason_against_texts(tag: str, piece: Piece, shelf: Shelf) -> str | None:
    """Return why a piece cannot be printed in a language that has none of its texts."""
    language, catalog = shelf.languages.get(tag), shelf.catalogs.get(tag)
    if tag == "en" or language is None or language.pseudo or catalog is None:
        return None
    addresses = [address for address, _ in addressed(piece)]
    missing = [address for address in addresses if catalog.get(address) is None]
    if f"{piece.prefix}.headline.title" not in missing:
        return None
    return (
        f"The catalog for {language_name(tag, 'en')} ({tag}) has no texts of '{piece.id}' yet: "
        f"{len(missing)} of {len(addresses)} are missing. 'docs/translating.md' says how to add "
        f"them."
    )


def _reason_against_language(tag: str, shelf: Shelf) -> str | None:
    language = shelf.languages.get(tag)
    name = language_name(tag, "en")
    if language is None:
        return (
            f"There is no catalog for {name} ({tag}) yet. 'docs/translating.md' says how to "
            f"add one."
        )
    if tag in shelf.faulty:
        first, count = shelf.faulty[tag][0], len(shelf.faulty[tag])
        more = f" There are {count - 1} more." if count > 1 else ""
        return (
            f"The catalog for {name} ({tag}) cannot be used. {first}{more} "
            f"'handbill translations check {tag}' shows all."
        )
    if tag != "en" and not language.pseudo and tag not in shelf.catalogs:
        return f"The catalog for {name} ({tag}) is missing from translations/. Add it."
    return None
