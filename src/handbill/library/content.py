"""Pieces, phrases, languages, claims and formats."""

import datetime
import string
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath

import msgspec

from handbill.library.records import Struct, read_record
from handbill.library.roots import Place
from handbill.model.claims import Claim, Claims
from handbill.model.content import Message, Phrase, Phrases, Piece, addressed
from handbill.model.faults import Fault
from handbill.model.formats import LARGEST_OFFSET, WIDEST_EDGE, Format, Labels, Printer, Printers
from handbill.model.languages import PHRASE_LANGUAGES, Language, Languages, is_known_language
from handbill.model.names import nearest
from handbill.model.papers import PAPERS
from handbill.model.placeholders import placeholders_in

SUM_TOLERANCE = 0.02
"""How far lengths in mm may differ from their sum by rounding."""

_ID_CHARACTERS = set(string.ascii_lowercase + string.digits + "-")


def read_pieces(places: dict[str, Place], faults: list[Fault]) -> dict[str, Piece]:
    """Return every piece by id."""
    pieces = {}
    for name, place in places.items():
        piece = read_record(place, Piece, faults)
        if piece is None:
            continue
        if piece.id != PurePosixPath(name).stem:
            faults.append(
                Fault(place.label, "id", f"The id is '{piece.id}'; it must be the file's name.")
            )
        for key, message in _piece_problems(piece):
            faults.append(Fault(place.label, key, message))
        pieces[piece.id] = piece
    return pieces


def reference_faults(
    pieces: dict[str, Piece], formats: Collection[str], claims: dict[str, Claim]
) -> list[Fault]:
    """Return a fault for each name in a piece that nothing bears.

    Args:
        pieces: the pieces by id.
        formats: the ids of all formats, also of those whose file cannot be read.
        claims: the claims by id.
    """
    faults = []
    for piece in pieces.values():
        label = f"content/pieces/{piece.id}.toml"
        for name in piece.formats:
            if name not in formats:
                near = nearest(name, formats)
                hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(formats)}."
                message = f"There is no format '{name}'. {hint}"
                faults.append(Fault(label, "formats", message))
        for address, entry in addressed(piece):
            claim = claims.get(entry.claim)
            key = f"blocks.{address.partition('.')[2]}"
            if entry.claim and claim is None:
                text = f"There is no claim '{entry.claim}' in content/claims.toml. Add it there."
                faults.append(Fault(label, key, text))
            elif claim is not None and (claim.blocked or claim.confidence == "low"):
                why = claim.blocked or "Its confidence is low."
                text = f"The claim '{claim.id}' must not be printed: {why} Choose another."
                faults.append(Fault(label, key, text))
            if entry.claim and "figure" not in entry.placeholders:
                text = "A message with a claim needs %(figure)s, which the program fills."
                faults.append(Fault(label, key, text))
    return faults


def read_phrases(places: list[Place], faults: list[Fault]) -> dict[str, Phrase]:
    """Return every phrase by address; a workspace may replace single phrases."""
    found: dict[str, Phrase] = {}
    for place in places:
        record = read_record(place, Phrases, faults)
        phrases = record.phrases if record else ()
        faults += [
            Fault(place.label, key, message)
            for key, message in _duplicates("phrases", (phrase.id for phrase in phrases))
        ]
        for phrase in phrases:
            faults += [
                Fault(place.label, phrase.id, problem) for problem in _placeholder_problems(phrase)
            ]
            found[phrase.id] = phrase
    return found


def read_languages(places: list[Place], faults: list[Fault]) -> dict[str, Language]:
    """Return every language by BCP 47 tag; a workspace may add languages."""
    found: dict[str, Language] = {}
    for place in places:
        record = read_record(place, Languages, faults)
        for tag, language in (record.languages if record else {}).items():
            if not is_known_language(tag):
                message = f"CLDR does not know '{tag}'. Write a BCP 47 tag such as pt-BR."
                faults.append(Fault(place.label, f"languages.{tag}", message))
            elif language.breaking == "phrases" and tag not in PHRASE_LANGUAGES:
                message = f"Phrases are known for {', '.join(PHRASE_LANGUAGES)} only. Use 'icu'."
                faults.append(Fault(place.label, f"languages.{tag}.breaking", message))
            else:
                found[tag] = msgspec.structs.replace(language, tag=tag)
    return found


def read_claims(places: list[Place], faults: list[Fault]) -> dict[str, Claim]:
    """Return every claim by id; a workspace may replace single claims and add its own."""
    found: dict[str, Claim] = {}
    for place in places:
        record = read_record(place, Claims, faults)
        claims = record.claims if record else ()
        faults += [
            Fault(place.label, key, message)
            for key, message in _duplicates("claims", (claim.id for claim in claims))
        ]
        faults += [
            Fault(place.label, f"claims[{at}] ({claim.id})", message)
            for at, claim in enumerate(claims)
            for message in _claim_problems(claim)
        ]
        found |= {claim.id: claim for claim in claims}
    return found


def _claim_problems(claim: Claim) -> Iterator[str]:
    if not claim.id:
        yield "'id' is empty. Write a name in small letters."
    if not claim.written or not all(any(map(str.isdigit, way)) for way in claim.written):
        yield "'written' must say in digits how the figure is printed, e.g. '38 %'."
    if not claim.source.strip():
        yield "'source' is empty, so the figure would be printed without one. Name who says so."
    if not claim.url.startswith(("https://", "http://")):
        yield f"'{claim.url}' is no address of a page. Write one that begins with https."


def read_formats(places: dict[str, Place], faults: list[Fault]) -> dict[str, Format]:
    """Return every format by id, the name of its folder."""
    found: dict[str, Format] = {}
    for folder, place, record in records_by_folder(places, Format, faults):
        for paper in sorted(set(record.trims) - set(PAPERS)):
            message = f"'{paper}' is not a known paper. Known: {', '.join(PAPERS)}."
            faults.append(Fault(place.label, f"trims.{paper}", message))
        for kind, fit in record.fit.items():
            if fit.smallest > fit.largest:
                message = "'smallest' is above 'largest'. Exchange them."
                faults.append(Fault(place.label, f"fit.{kind}", message))
        faults += [Fault(place.label, key, message) for key, message in _geometry_problems(record)]
        found[folder] = msgspec.structs.replace(record, id=folder)
    return found


def read_printers(places: list[Place], faults: list[Fault]) -> dict[str, Printer]:
    """Return every printer by the name its workspace gives it."""
    found: dict[str, Printer] = {}
    for place in places:
        record = read_record(place, Printers, faults)
        for name, printer in (record.printers if record else {}).items():
            if not 0 <= printer.edge <= WIDEST_EDGE:
                message = (
                    f"{printer.edge:g} mm is no printer's rim. Measure it with "
                    f"'handbill calibrate'."
                )
                faults.append(Fault(place.label, f"printers.{name}.edge", message))
            if max(map(abs, printer.offset_back)) > LARGEST_OFFSET:
                message = f"More than {LARGEST_OFFSET:g} mm is a wrong sheet. Measure it again."
                faults.append(Fault(place.label, f"printers.{name}.offset-back", message))
            found[name] = printer
    return found


def _geometry_problems(layout: Format) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the places of panels, labels and strips; lengths in mm."""
    for paper, trim in layout.trims.items():
        panels, labels = layout.panels.get(paper), layout.labels.get(paper)
        if layout.sides and panels is None:
            yield f"panels.{paper}", "A format with sides needs its panels. Add their sizes."
        if panels is not None:
            yield from _sum_problems(f"panels.{paper}.widths", panels.widths, trim[0])
            yield from _sum_problems(f"panels.{paper}.heights", panels.heights, trim[1])
        if labels is not None:
            yield from _label_problems(f"labels.{paper}", labels, trim, PAPERS.get(paper, trim))
    most = max(len(layout.pages), len(layout.pages_discreet))
    numbers = {number for side in layout.sides for row in side.rows for number in row if number}
    if any(not 1 <= number <= most for number in numbers):
        yield "sides", f"A page number is above {most}, the pages there are. Correct it."
    lengths = {len(row) for side in layout.sides for row in side.rows}
    if lengths - {len(panels.widths) for panels in layout.panels.values()}:
        yield "sides", "A row has not as many panels as there are widths. Correct one of them."


def _sum_problems(key: str, lengths: tuple[float, ...], whole: float) -> Iterator[tuple[str, str]]:
    if abs(sum(lengths) - whole) > SUM_TOLERANCE:
        yield (
            key,
            f"They add up to {sum(lengths):g} mm; the piece measures {whole:g} mm. Correct one.",
        )


def _label_problems(
    key: str, labels: Labels, size: tuple[float, float], sheet: tuple[float, float]
) -> Iterator[tuple[str, str]]:
    right = labels.left + (labels.columns - 1) * labels.across + size[0]
    foot = labels.top + (labels.rows - 1) * labels.down + size[1]
    if right > sheet[0] + SUM_TOLERANCE or foot > sheet[1] + SUM_TOLERANCE:
        yield key, "The labels reach beyond the sheet. Measure them again."
    if labels.across < size[0] - SUM_TOLERANCE or labels.down < size[1] - SUM_TOLERANCE:
        yield key, "The labels lie over one another. Measure them again."


def records_by_folder(
    places: dict[str, Place], record_type: type[Struct], faults: list[Fault]
) -> Iterator[tuple[str, Place, Struct]]:
    """Yield the record of each folder that holds a readable one."""
    for name, place in places.items():
        record = read_record(place, record_type, faults)
        if record is not None:
            yield PurePosixPath(name).parts[0], place, record


def _piece_problems(piece: Piece) -> Iterator[tuple[str, str]]:
    if piece.audience == "concerned" and "police-tip" in piece.kinds:
        yield "kinds", "A piece for those concerned never prints a police tip line. Remove it."
    yield from _duplicates("blocks", (block.id for block in piece.blocks))
    for block in piece.blocks:
        if block.variant and block.variant not in piece.variants:
            text = f"The piece has no variant '{block.variant}'. Add it to 'variants'."
            yield f"blocks.{block.id}.variant", text
    if piece.day and not _is_day(piece.day):
        yield "day", f"'{piece.day}' is no day of the year. Write month and day, such as 07-30."
    for block in piece.blocks:
        yield from _duplicates(f"blocks.{block.id}", (message.id for message in block.messages))
        for message in block.messages:
            key = f"blocks.{block.id}.{message.id}"
            if not set(message.id) <= _ID_CHARACTERS:
                yield key, "An id has small letters, digits and hyphens only. Rename it."
            for problem in _placeholder_problems(message):
                yield key, problem


def _is_day(text: str) -> bool:
    """Tell whether a text is a day of the year, `MM-DD`; 29 February is one."""
    try:
        return f"{datetime.date.fromisoformat(f'2000-{text}'):%m-%d}" == text
    except ValueError:
        return False


def _duplicates(key: str, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield key, f"The id '{name}' stands {count} times. Give each its own."


def _placeholder_problems(entry: Message | Phrase) -> Iterator[str]:
    used, declared = placeholders_in(entry.text), Counter(entry.placeholders.keys())
    for name in sorted(set(used) - set(declared)):
        yield f"'%({name})s' is not declared. Add it to 'placeholders' with an example."
    for name in sorted(set(declared) - set(used)):
        yield f"'{name}' is declared and not used. Remove it, or write %({name})s in the text."
