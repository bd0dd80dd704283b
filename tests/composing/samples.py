"""Records and voices small enough to read in a test, beside everything that is shipped."""

import datetime
import html
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from handbill.composing.pages import Composer
from handbill.composing.voices import Voice
from handbill.library.library import Library, load_library
from handbill.model.catalogs import Catalog, Translation
from handbill.model.content import SourceText
from handbill.model.editions import Edition, Omission
from handbill.model.organizations import Organization
from handbill.model.regions import Channel, EmergencyNumber, Hotline, Region, Service, Source
from handbill.planning.selection import Selection, Shelf, plan

ROOT = Path(__file__).resolve().parents[2]

# Names come from the folders, so that a fault in a record fails tests and not their collection.
REGIONS = [
    "BR", "CA", "DE", "EG", "ET", "GB", "IN", "IS", "JP", "LT", "MX", "PH", "PK", "PL", "TH",
    "TW", "UA", "US", "US-CA", "US-FL", "US-GA", "UY", "ZA",
]  # fmt: skip
"""Regions of every script, form of number and kind of line; all are too many for each test."""
_RECORDS = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted((ROOT / "content/pieces").glob("*.toml"))
    if path.stem != "posting"
}
_BY_PIECE = {
    name: record
    for stem, record in _RECORDS.items()
    for name in ([f"{stem}-{variant}" for variant in record.get("variants", ())] or [stem])
}
"""The record of each piece that can be printed, a variant's being that of its texts."""
_LAYOUTS = {
    path.parent.name: tomllib.loads(path.read_text("utf-8"))
    for path in sorted((ROOT / "templates/formats").glob("*/format.toml"))
    if path.parent.name != "notice"
}
# The notices of laws have tests of their own.
PIECES = sorted(_BY_PIECE)
FINDERS = sorted(name for name, record in _BY_PIECE.items() if record.get("finder"))
FORMATS = sorted(_LAYOUTS)
SUITED = [
    (piece, layout)
    for piece, record in sorted(_BY_PIECE.items())
    for layout in FORMATS
    if layout in record["formats"]
]
"""The pieces with the formats that suit them."""


def has_room(layout: str, languages: str) -> bool:
    """Tell whether a format has room for the lines of all these languages."""
    tallest = shipped().formats[layout].tallest_line
    heights = [shipped().languages[tag].line_height for tag in languages.split("+")]
    return not tallest or max(heights) <= tallest


SUITED_IN = [
    (piece, layout, languages)
    for piece, layout in SUITED
    for languages in ("es", "es+ar", "es+en+ar", "es+en+ar+zh-Hans")
    if len(languages.split("+")) <= _LAYOUTS[layout].get("languages", 2)
]
"""The same in as many languages as the format holds."""
BILINGUAL = [(piece, layout) for piece, layout, languages in SUITED_IN if languages.count("+") == 1]
BY_FORMAT = {layout: [piece for piece, each in SUITED if each == layout] for layout in FORMATS}
ONE_OF_EACH = [
    (piece, layout)
    for piece, layout in SUITED
    if piece in ("self-help", "bystander", "language-finder") or piece == BY_FORMAT[layout][-1]
]
"""Each format with a discreet piece, one for bystanders and the last by name: enough for what
the format decides alone."""
LANGUAGES = sorted(tomllib.loads((ROOT / "content/languages.toml").read_text("utf-8"))["languages"])
LAYOUT_LANGUAGES = ("en", "ar", "zh-Hans", "km", "en-XA", "ar-XB")
"""One language of each kind of layout: Latin, right to left, without spaces, tall, and the
pseudo-locales."""
TRANSLATED = sorted(
    path.parents[1].name.replace("_", "-") for path in (ROOT / "translations").glob("*/*/*.po")
)
DISCREET = sorted(name for name, record in _BY_PIECE.items() if record["discreet"])
PSEUDO_LOCALES = ("ar-XB", "en-XA", "en-XL", "km-XK")

CHECKED = datetime.date(2026, 5, 4)
SOURCE = Source(url="https://example.org/line")
PARTNER = Organization(name="Open Door", line="We listen.", line_language="en", id="open-door")


@cache
def shipped() -> Library:
    """Return the built-in library, read once for all tests."""
    return load_library()


def shelf(**changes: Any) -> Shelf:
    library = shipped()
    whole = Shelf(
        regions=library.regions,
        pieces=library.pieces,
        formats=library.formats,
        languages=library.languages,
        organizations={PARTNER.id: PARTNER},
        catalogs=library.catalogs,
    )
    return msgspec.structs.replace(whole, **changes)


def composer(
    catalogs: Mapping[str, Catalog] | None = None, organization: Organization = PARTNER
) -> Composer:
    library = shipped()
    return Composer(
        pieces=library.pieces,
        formats=library.formats,
        languages=library.languages,
        catalogs=library.catalogs if catalogs is None else catalogs,
        organizations={organization.id: organization},
        claims=library.claims,
        sources=library.sources(),
        templates={name: place.path for name, place in library.templates().items()},
    )


def channel(**changes: Any) -> Channel:
    return Channel(
        **{"kind": "call", "number": "18883737888", "written": "1-888-373-7888"} | changes
    )


def hotline(**changes: Any) -> Hotline:
    """Return a confidential line for everyone that can be telephoned."""
    record: dict[str, Any] = {
        "id": "us-line",
        "kind": "trafficking",
        "name": "National Line",
        "name_language": "en",
        "channels": (channel(),),
        "sources": (SOURCE,),
        "checked": CHECKED,
        "confidence": "high",
        "confidential": True,
    }
    return Hotline(**record | changes)


def emergency(number: str, *services: Service, checked: datetime.date = CHECKED) -> EmergencyNumber:
    return EmergencyNumber(number=number, services=services, sources=(SOURCE,), checked=checked)


def region(*hotlines: Hotline, **changes: Any) -> Region:
    record: dict[str, Any] = {
        "code": "US",
        "languages": ("en", "es"),
        "paper": "letter",
        "emergency": (emergency("911", "general"),),
        "hotlines": hotlines,
    }
    return Region(**record | changes)


def voice(tag: str, catalog: Catalog | None = None) -> Voice:
    """Return a voice of a shipped language, with its shipped catalog unless another is given."""
    library = shipped()
    return Voice(library.languages[tag], catalog or library.catalogs.get(tag), library.sources())


def catalog(tag: str, *, reviewed: bool = True, **texts: str) -> Catalog:
    """Return a catalog; `__` in a keyword stands for the dot of an address."""
    return Catalog(
        tag,
        {name.replace("__", "."): Translation(text, reviewed) for name, text in texts.items()},
    )


def sources(**texts: str) -> dict[str, SourceText]:
    return {
        address: SourceText(address, text, (), {})
        for address, text in ((name.replace("__", "."), text) for name, text in texts.items())
    }


def select(*regions: str, **changes: Any) -> tuple[list[Edition], list[Omission]]:
    """Plan with all that is shipped."""
    return plan(Selection(regions=regions, **changes), shelf())


def edition(
    piece: str, layout: str, languages: str, *, at: Region | str = "US", organization: str = ""
) -> Edition:
    """Plan the one edition asked for."""
    place = shipped().regions[at] if isinstance(at, str) else at
    selection = Selection(
        regions=(place.code,),
        pieces=(piece,),
        formats=(layout,),
        languages=(languages,),
        organization=organization,
    )
    editions, omissions = plan(selection, shelf(regions={place.code: place}))
    assert [omission.reason for omission in omissions] == []
    (only,) = editions
    return only


def messages_in(markup: str) -> list[str]:
    """Return the addresses of the messages in the markup, in their order."""
    return re.findall(r'data-message="([^"]+)"', markup)


def visible(markup: str) -> str:
    """Return what a reader sees: no tags, no invisible joiners, plain spaces."""
    text = html.unescape(re.sub(r"<[^>]+>", "", markup))
    return text.replace("\u00a0", " ").replace("\u200b", "").replace("\u2060", "")


class Spoken(NamedTuple):
    """A message as it stands on the page."""

    address: str
    language: str
    direction: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Spoken] = []
        self._stack: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        _, language, direction = self._stack[-1] if self._stack else ("", "", "")
        language = given.get("lang") or language
        direction = given.get("dir") or direction
        address = given.get("data-message")
        if address:
            self.found.append(Spoken(address, language, direction))
        if tag not in ("meta", "img", "br"):
            self._stack.append((tag, language, direction))

    def handle_endtag(self, tag: str) -> None:
        opened = self._stack.pop()[0]
        assert opened == tag, f"<{opened}> is closed by </{tag}>"

    def finished(self) -> Iterator[Spoken]:
        assert not self._stack, f"<{self._stack[-1][0]}> is never closed"
        yield from self.found


def spoken_in(document: str) -> list[Spoken]:
    """Return each message with the language and direction in force where it stands."""
    reader = _Reader()
    reader.feed(document)
    reader.close()
    return list(reader.finished())
