"""Regions, their hotlines and emergency numbers."""

import datetime
from typing import ClassVar, Literal

import msgspec

HotlineKind = Literal[
    "trafficking", "child", "missing-children", "labour", "violence", "police-tip"
]
ChannelKind = Literal["call", "text", "whatsapp", "chat", "relay", "email", "web"]
NumberForm = Literal["national", "short", "star", "universal"]
Service = Literal["general", "police", "ambulance", "fire"]
Confidence = Literal["high", "medium", "low"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

NUMBERED_CHANNELS: frozenset[ChannelKind] = frozenset({"call", "text", "whatsapp", "relay"})
DEFAULT_RECHECK_DAYS = 180


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Base of everything read from a content file: frozen, unknown keys are faults."""


class Source(Record, frozen=True):
    """A page that states a fact."""

    url: str
    """Address of the original page, never of a mirror or proxy."""
    year: int | None = None
    """Year the page gives for itself."""
    says: str = ""
    """A few words of the page that carry the fact."""


class Hours(Record, frozen=True):
    """Opening hours on some days, in local time."""

    days: tuple[Day, ...]
    opens: str
    """Local time of day, `HH:MM`."""
    closes: str
    """Local time of day, `HH:MM`."""


class Channel(Record, frozen=True):
    """One way to reach a hotline, with its own languages and hours."""

    kind: ChannelKind
    number: str = ""
    """Digits as people dial them in the region (`*` or `#` only in star codes)."""
    form: NumberForm = "national"
    """`short` and `star` codes and Pakistan's `universal` access numbers keep their digits."""
    written: str = ""
    """The grouping the operator prints, where it differs from the usual one: same digits."""
    letters: str = ""
    """The vanity form the operator prints, e.g. `855-FLA-SAFE`: must spell the digits."""
    keyword: str = ""
    """The word to send to a text number."""
    address: str = ""
    """Web, chat or e-mail address."""
    languages: tuple[str, ...] = ()
    """Languages the people who answer speak themselves (BCP 47)."""
    interpreters: bool = False
    """Whether callers in other languages get an interpreter."""
    hours: Literal["always", "daily"] | tuple[Hours, ...] | None = None
    """`always` is 24 hours on 7 days; `daily` is every day with unknown hours."""


class Hotline(Record, frozen=True):
    """A service people can reach, with the pages that say so."""

    id: str
    kind: HotlineKind
    name: str
    """Official name in its own language; never translated by us."""
    name_language: str
    channels: tuple[Channel, ...]
    sources: tuple[Source, ...]
    checked: datetime.date
    confidence: Confidence
    names: dict[str, str] = {}
    """Official names in other languages, by BCP 47 tag."""
    operator: str = ""
    serves: Literal["everyone", "women", "children"] = "everyone"
    free: bool | None = None
    confidential: bool | None = None
    anonymous: bool | None = None
    print: bool = True
    """False keeps the line out of print; `reason` says why."""
    reason: str = ""
    note: str = ""
    """What an editor of the record should know; never printed."""
    confirmed_by: str = ""
    """Who confirmed the record by telephone, a name or initials; never printed."""
    recheck_days: int = DEFAULT_RECHECK_DAYS

    def call(self) -> Channel | None:
        """Return the channel to telephone, if there is one."""
        return next((channel for channel in self.channels if channel.kind == "call"), None)

    def name_in(self, language: str) -> tuple[str, str]:
        """Return the official name for readers of `language`, and the language it is in."""
        if language in self.names:
            return self.names[language], language
        base = language.split("-", maxsplit=1)[0]
        for tag, name in self.names.items():
            if tag == base:
                return name, tag
        return self.name, self.name_language


class EmergencyNumber(Record, frozen=True):
    """An emergency number of a region and the services behind it."""

    number: str
    services: tuple[Service, ...]
    sources: tuple[Source, ...]
    checked: datetime.date
    recheck_days: int = DEFAULT_RECHECK_DAYS


class Region(Record, frozen=True):
    """A region's record. Names are not here: they come from CLDR."""

    languages: tuple[str, ...] = ()
    """What people there need, official and migrant, BCP 47; most needed first."""
    languages_source: str = ""
    """Where the list of languages comes from."""
    paper: str = ""
    parent: str = ""
    emergency: tuple[EmergencyNumber, ...] = ()
    hotlines: tuple[Hotline, ...] = ()
    derived: ClassVar[frozenset[str]] = frozenset({"code"})
    code: str = ""
    """ISO 3166-1 or 3166-2 code, or `EU`; taken from the file's name."""

    def country(self) -> str:
        """Return the ISO 3166-1 code of the country the region lies in."""
        return country_of(self.code)


def country_of(code: str) -> str:
    """Return the ISO 3166-1 code of the country that a region's code lies in."""
    return code.split("-", maxsplit=1)[0]


def inherit(region: Region, parent: Region) -> Region:
    """Return `region` with what it does not say itself taken from `parent`.

    The region's own hotlines come first; one with a parent's id replaces the parent's.
    """
    own = {hotline.id for hotline in region.hotlines}
    return msgspec.structs.replace(
        region,
        languages=region.languages or parent.languages,
        paper=region.paper or parent.paper,
        emergency=region.emergency or parent.emergency,
        hotlines=region.hotlines
        + tuple(hotline for hotline in parent.hotlines if hotline.id not in own),
    )
