"""Pieces, phrases, languages, organizations and formats."""

import string
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

import msgspec

from handbill.library.records import Struct, read_record
from handbill.library.roots import Place
from handbill.model.claims import Claim, Claims
from handbill.model.content import Message, Organization, Phrase, Phrases, Piece
from handbill.model.faults import Fault
from handbill.model.formats import Format
from handbill.model.languages import PHRASE_LANGUAGES, Language, Languages, is_known_language
from handbill.model.papers import PAPERS
from handbill.model.placeholders import placeholders_in

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


def read_organizations(places: dict[str, Place], faults: list[Fault]) -> dict[str, Organization]:
    """Return every organization by id, the name of its folder."""
    found: dict[str, Organization] = {}
    for folder, place, record in _records_by_folder(places, Organization, faults):
        if record.line_language and not is_known_language(record.line_language):
            message = f"CLDR does not know '{record.line_language}'. Write a tag such as pt-BR."
            faults.append(Fault(place.label, "line-language", message))
        found[folder] = msgspec.structs.replace(record, id=folder)
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
    for folder, place, record in _records_by_folder(places, Format, faults):
        for paper in sorted(set(record.trims) - set(PAPERS)):
            message = f"'{paper}' is not a known paper. Known: {', '.join(PAPERS)}."
            faults.append(Fault(place.label, f"trims.{paper}", message))
        for kind, fit in record.fit.items():
            if fit.smallest > fit.largest:
                message = "'smallest' is above 'largest'. Exchange them."
                faults.append(Fault(place.label, f"fit.{kind}", message))
        found[folder] = msgspec.structs.replace(record, id=folder)
    return found


def _records_by_folder(
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
        yield from _duplicates(f"blocks.{block.id}", (message.id for message in block.messages))
        for message in block.messages:
            key = f"blocks.{block.id}.{message.id}"
            if not set(message.id) <= _ID_CHARACTERS:
                yield key, "An id has small letters, digits and hyphens only. Rename it."
            for problem in _placeholder_problems(message):
                yield key, problem


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
