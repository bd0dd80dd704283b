"""Laws that ask for notices, and the pieces that print them."""

from collections.abc import Iterator
from pathlib import PurePosixPath

import msgspec

from handbill.library.records import read_record
from handbill.library.roots import Place
from handbill.model.content import Block, Piece, variants_of
from handbill.model.faults import Fault
from handbill.model.languages import is_known_language
from handbill.model.postings import ElementKind, Posting

NOTICE = "posting"
"""Id of the piece that holds the texts of all notices."""

MESSAGES: dict[ElementKind, tuple[str, ...]] = {
    "forced": ("forced.text",),
    "call": ("forced.call",),
    "protected": ("protected.place",),
    "always": ("facts.always",),
    "free": ("facts.free",),
    "nonprofit": ("facts.nonprofit",),
    "confidential": ("facts.confidential",),
    "anonymous": ("facts.anonymous",),
    "languages": ("facts.languages",),
    "services": ("facts.services",),
    "signs": ("signs.title", "signs.sex", "signs.papers", "signs.debt", "signs.leave"),
    "papers": ("signs.papers",),
    "debt": ("signs.debt",),
    "leave": ("signs.leave",),
    "crime": ("crime.text",),
    "heading": ("headline.title",),
    "required": ("law.required",),
    "retaliation": ("employees.retaliation",),
    "training": ("employees.training",),
}
"""The messages of the piece that meet each thing a law asks a notice to say."""

ALWAYS = ("headline.title", "law.required")
"""What every notice says: what it is about, and why it hangs there."""


def read_postings(places: dict[str, Place], faults: list[Fault]) -> dict[str, Posting]:
    """Return every law by id, the name of its file.

    Whether its numbers are in the directory is asked when a notice is planned: a workspace may
    have other lines.
    """
    found: dict[str, Posting] = {}
    for name, place in places.items():
        record = read_record(place, Posting, faults)
        if record is None:
            continue
        posting = msgspec.structs.replace(record, id=PurePosixPath(name).stem)
        for key, message in _problems(posting):
            faults.append(Fault(place.label, key, message))
        found[posting.id] = posting
    return found


def _problems(posting: Posting) -> Iterator[tuple[str, str]]:
    for tag in (*posting.languages, *posting.place_names):
        if not is_known_language(tag) and tag != "frc":
            yield "languages", f"CLDR does not know '{tag}'. Write a BCP 47 tag such as es."
    if not posting.own_design and not posting.official_sheet:
        yield "official-sheet", "Say which official sheet to post instead."
    if posting.page and posting.page[0] > posting.page[1]:
        yield "page", "The short side comes first. Exchange the figures."
    if not posting.sources:
        yield "sources", "A law needs a page that states it. Add at least one source."


def with_notices(pieces: dict[str, Piece], postings: dict[str, Posting]) -> dict[str, Piece]:
    """Return the pieces that can be printed: a notice for each law, all others as they are."""
    base = pieces.get(NOTICE)
    printable = {
        printed.id: printed
        for name, piece in pieces.items()
        if name != NOTICE
        for printed in variants_of(piece)
    }
    if base is None:
        return printable
    for posting in postings.values():
        notice = _notice(base, posting)
        printable[notice.id] = notice
    return printable


def _notice(base: Piece, posting: Posting) -> Piece:
    wanted = {address for element in posting.elements for address in MESSAGES.get(element, ())}
    wanted |= set(ALWAYS)
    if "protected" in posting.elements and not posting.place_names:
        wanted = (wanted - {"protected.place"}) | {"protected.country"}
    if "languages" in posting.elements and posting.languages_count is None:
        wanted = (wanted - {"facts.languages"}) | {"facts.interpreters"}
    if posting.mandatory != "yes":
        wanted.discard("law.required")
    blocks = (
        Block(
            block.id,
            tuple(m for m in block.messages if f"{block.id}.{m.id}" in wanted),
        )
        for block in base.blocks
    )
    return msgspec.structs.replace(
        base,
        id=f"{NOTICE}-{posting.id}",
        blocks=tuple(block for block in blocks if block.messages),
        posting=posting,
        texts=base.id,
    )
