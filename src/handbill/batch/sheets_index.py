"""Which messages stand on which sheet, found by composing every piece in every format."""

import msgspec

from handbill.batch.wiring import composer_of, shelf_of
from handbill.library.library import Library
from handbill.model.catalogs import Catalog, Translation
from handbill.planning.selection import Selection, plan

MEASURED = ("US", "DE")
"""Regions whose lines stand beside the texts while these are measured: one on US paper with
many ways to reach its line, one on A4 with a long name."""

SAMPLE_REGIONS = ("US", "DE", "GB", "BR", "IN", "EG", "UA", "US-CA", "US-GA", "US-TX", "US-NY")
"""Regions that between them print every slot and notice."""


def sheets_said(library: Library) -> dict[tuple[str, str], frozenset[str]]:
    """Return for each piece and format the addresses of all messages that may stand on it.

    The English pages of some regions are composed, and their messages taken together: which
    facts stand beside a number differs from region to region. Nothing is laid out. What is
    translated changes nothing: sheets in many languages are there before their catalogs are.
    """
    library = _all_translated(library)
    composer = composer_of(library)
    found: dict[tuple[str, str], frozenset[str]] = {}
    for region in dict.fromkeys([*MEASURED, *SAMPLE_REGIONS]):
        selection = Selection(regions=(region,), languages=("en",), outputs=("home",))
        editions, _ = plan(selection, shelf_of(library))
        for edition in editions:
            key = (edition.piece, edition.format)
            if region not in MEASURED and key in found:
                continue
            said = {one.address for one in composer.compose(edition).utterances}
            found[key] = found.get(key, frozenset()) | said
    return found


def _all_translated(library: Library) -> Library:
    """Return a library in which all languages have all texts, in English."""
    texts = {
        address: Translation(source.text, reviewed=True)
        for address, source in library.sources().items()
    }
    others = [tag for tag, one in library.languages.items() if tag != "en" and not one.pseudo]
    catalogs = {tag: Catalog(tag, texts) for tag in others}
    return msgspec.structs.replace(library, catalogs=catalogs)
