"""Region records, checked for what a struct's types cannot say."""

import datetime
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec
from babel import Locale

from handbill.library.records import read_record
from handbill.library.roots import Place
from handbill.model.faults import Fault
from handbill.model.languages import is_known_language
from handbill.model.names import nearest
from handbill.model.numbers import is_emergency_number, number_fault
from handbill.model.papers import PAPERS
from handbill.model.regions import NUMBERED_CHANNELS, Channel, Region, Source, inherit

_TERRITORIES = Locale("en").territories
_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_NOT_COUNTRIES = {"EZ", "QO", "UN", "XA", "XB", "ZZ"}
"""Codes CLDR names that are no country: unions, pseudo-regions and the unknown one."""
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def read_regions(places: dict[str, Place], faults: list[Fault]) -> dict[str, Region]:
    """Return every region by code, parents' records inherited."""
    records: dict[str, tuple[Place, Region]] = {}
    for name, place in places.items():
        record = read_record(place, Region, faults)
        if record is not None:
            code = name.removesuffix(".toml")
            records[code] = (place, msgspec.structs.replace(record, code=code))
    known = {name.removesuffix(".toml") for name in places}
    regions = {code: region for code, (_, region) in records.items()}
    users: dict[str, set[str]] = {}
    for code, region in regions.items():
        for hotline in region.hotlines:
            users.setdefault(hotline.id, set()).add(code)
    for place, region in records.values():
        faults += [
            Fault(place.label, key, message) for key, message in _region_problems(region, known)
        ]
        faults += [
            Fault(place.label, key, message)
            for key, message in _duplicate_problems(region, regions, users)
        ]
    return {code: _with_ancestors(region, regions) for code, region in regions.items()}


def _ancestors(region: Region, regions: dict[str, Region]) -> list[Region]:
    """Return parent, grandparent and so on; a circle ends where it closes."""
    line = [region]
    while line[-1].parent in regions and regions[line[-1].parent] not in line:
        line.append(regions[line[-1].parent])
    return line[1:]


def _with_ancestors(region: Region, regions: dict[str, Region]) -> Region:
    for ancestor in _ancestors(region, regions):
        region = inherit(region, ancestor)
    return region


def _duplicate_problems(
    region: Region, regions: dict[str, Region], users: dict[str, set[str]]
) -> Iterator[tuple[str, str]]:
    """Yield ids used twice; a region may replace a hotline of the regions it lies in."""
    own: set[str] = set()
    for index, hotline in enumerate(region.hotlines):
        others = sorted(
            code
            for code in users[hotline.id] - {region.code}
            if code < region.code
            and not _may_share(hotline.id, region, regions[code], regions, users)
        )
        if hotline.id in own or others:
            owner = others[0] if others else region.code
            message = (
                f"The id '{hotline.id}' is already used in {owner}.toml. "
                f"Give each hotline an id of its own."
            )
            yield f"hotlines[{index}].id", message
        own.add(hotline.id)


def _may_share(
    hotline_id: str,
    one: Region,
    other: Region,
    regions: dict[str, Region],
    users: dict[str, set[str]],
) -> bool:
    """Tell whether both regions replace, or are, the same region's hotline."""
    families = [
        {region.code, *(ancestor.code for ancestor in _ancestors(region, regions))}
        for region in (one, other)
    ]
    return bool(families[0] & families[1] & users[hotline_id])


def _region_problems(region: Region, known: set[str]) -> Iterator[tuple[str, str]]:
    country = region.country()
    if not _CODE.fullmatch(region.code) or country not in _TERRITORIES or country in _NOT_COUNTRIES:
        yield "", f"'{region.code}' is not an ISO 3166 code such as US or US-FL. Rename the file."
        return
    yield from _parent_problems(region, known)
    if region.paper and region.paper not in PAPERS:
        yield "paper", f"'{region.paper}' is not a known paper. Write one of {', '.join(PAPERS)}."
    yield from _unknown_languages("languages", region.languages)
    yield from _emergency_problems(region)
    yield from _hotline_problems(region)


def _parent_problems(region: Region, known: set[str]) -> Iterator[tuple[str, str]]:
    country, parent = region.country(), region.parent
    if "-" in region.code and (parent == region.code or parent.split("-")[0] != country):
        yield "parent", f'A subdivision needs its own country. Write parent = "{country}".'
    elif "-" not in region.code and ("-" in parent or parent == country):
        yield "parent", f"A country cannot lie in '{parent}'. Remove 'parent'."
    elif parent and parent not in known:
        near = nearest(parent, known, most=1)
        hint = f"Did you mean '{near[0]}'?" if near else "Add its record, or remove 'parent'."
        yield "parent", f"There is no region '{parent}'. {hint}"
    elif not parent:
        yield from _own_needs(region)


def _own_needs(region: Region) -> Iterator[tuple[str, str]]:
    if not region.languages:
        yield "languages", "A country needs the languages people there need. List them."
    if not region.paper:
        yield "paper", 'A country needs its usual paper. Write paper = "a4" or "letter".'


def _emergency_problems(region: Region) -> Iterator[tuple[str, str]]:
    for index, entry in enumerate(region.emergency):
        key = f"emergency[{index}]"
        channel = Channel(kind="call", number=entry.number, form="short")
        fault = number_fault(channel, region.country())
        if fault:
            yield f"{key}.number", fault
        elif len(entry.sources) < 2 and not _is_listed(entry.number, region.country()):
            message = (
                f"libphonenumber does not list {entry.number} as an emergency number of "
                f"{region.country()}. Add a second source that confirms it."
            )
            yield f"{key}.sources", message
        if not entry.services:
            yield f"{key}.services", 'Name the services behind the number, e.g. ["general"].'
        yield from _record_problems(key, entry.sources, entry.checked, entry.recheck_days)


def _is_listed(number: str, country: str) -> bool:
    """Tell whether libphonenumber lists an emergency number; it has no list for unions."""
    return country == "EU" or is_emergency_number(number, country)


def _hotline_problems(region: Region) -> Iterator[tuple[str, str]]:
    for index, hotline in enumerate(region.hotlines):
        key = f"hotlines[{index}] ({hotline.id})"
        if not hotline.channels:
            yield f"{key}.channels", "A hotline needs at least one channel. Add one."
        if not hotline.print and not hotline.reason:
            yield f"{key}.reason", "A line kept out of print needs a reason. Write it."
        if hotline.print and hotline.confidence == "low":
            yield (
                f"{key}.confidence",
                "A line of low confidence may not be printed. Add print = false and a reason.",
            )
        yield from _unknown_languages(f"{key}.names", (hotline.name_language, *hotline.names))
        yield from _record_problems(key, hotline.sources, hotline.checked, hotline.recheck_days)
        for number, channel in enumerate(hotline.channels):
            yield from _channel_problems(f"{key}.channels[{number}]", channel, region)


def _channel_problems(key: str, channel: Channel, region: Region) -> Iterator[tuple[str, str]]:
    if channel.kind in NUMBERED_CHANNELS:
        if not channel.number:
            yield f"{key}.number", f"A {channel.kind} channel needs its number. Add it."
        elif fault := number_fault(channel, region.country()):
            yield f"{key}.number", fault
    elif not channel.address:
        yield f"{key}.address", f"A {channel.kind} channel needs its address. Add it."
    yield from _unknown_languages(f"{key}.languages", channel.languages)
    for number, hours in enumerate(channel.hours if isinstance(channel.hours, tuple) else ()):
        if not hours.days or not (_CLOCK.fullmatch(hours.opens) and _CLOCK.fullmatch(hours.closes)):
            yield (
                f"{key}.hours[{number}]",
                'Hours need days and times of day such as "09:00", from 00:00 to 23:59.',
            )


def _record_problems(
    key: str, sources: tuple[Source, ...], checked: datetime.date, recheck_days: int
) -> Iterator[tuple[str, str]]:
    if not sources:
        yield f"{key}.sources", "A number needs a page that states it. Add at least one source."
    for number, source in enumerate(sources):
        if not _is_page(source.url):
            yield (
                f"{key}.sources[{number}].url",
                f"'{source.url}' is not the address of a page. Write it whole, with https://.",
            )
    if checked > datetime.date.today():
        yield f"{key}.checked", f"{checked} lies in the future. Write the day of the check."
    if recheck_days < 1:
        yield f"{key}.recheck-days", "A record must be checked again. Write at least 1 day."


def _is_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _unknown_languages(key: str, tags: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for tag in tags:
        if not is_known_language(tag):
            yield key, f"'{tag}' is not a language CLDR knows. Write a BCP 47 tag such as pt-BR."
