"""What changed between two directories, and which printed files it makes wrong."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from handbill.model.numbers import dialled_characters, printed_number
from handbill.model.regions import (
    Channel,
    EmergencyNumber,
    Hotline,
    Region,
    Service,
    country_of,
)

EMERGENCY = "emergency"
"""Stands in place of a hotline's id where an emergency number changed."""


class Way(msgspec.Struct, frozen=True, order=True):
    """One way to reach a line, as it stands on paper."""

    kind: str
    """Kind of the channel; an emergency number is called."""
    shown: str
    """The number as printed, or the address."""

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"

    def same(self, other: "Way") -> bool:
        """Tell whether both reach the same, however their digits are grouped."""
        return self.kind == other.kind and _bare(self.shown) == _bare(other.shown)


class Lost(msgspec.Struct, frozen=True):
    """Something a record said and does not say any more."""

    what: str
    """`free`, `hours` and the like."""
    way: Way | None = None
    """The channel it was said of; None where it was said of the whole line."""


class Change(msgspec.Struct, frozen=True):
    """One line, or the emergency numbers, of a region that are no longer as they were."""

    region: str
    hotline: str
    """Id of the hotline, or `emergency`."""
    gone: tuple[Way, ...] = ()
    """What must not be on paper any more."""
    new: tuple[Way, ...] = ()
    """What is printed now and was not before."""
    lost: tuple[Lost, ...] = ()
    """What the record no longer says."""
    reason: str = ""
    """Why the line is kept out of print now."""

    @property
    def makes_wrong(self) -> bool:
        """Tell whether files printed before are wrong now; additions make none wrong."""
        return bool(self.gone or self.lost)


class Carried(msgspec.Struct, frozen=True):
    """What a printed file carries, as its manifest tells."""

    path: str
    region: str
    lines: tuple[tuple[str, Way], ...] = ()
    """Id of the hotline, and one way to reach it."""
    emergency: tuple[str, ...] | None = ()
    """The emergency numbers; None where the manifest does not tell."""


class Outdated(msgspec.Struct, frozen=True):
    """A printed file that a change makes wrong."""

    path: str
    reasons: tuple[str, ...]


def changes(old: Mapping[str, Region], new: Mapping[str, Region]) -> list[Change]:
    """Return what differs between two directories, by region and hotline.

    A region that inherits what changed stands beside the one that records it.
    """
    return [
        change
        for code in sorted({*old, *new})
        for change in _region_changes(code, old.get(code, Region()), new.get(code, Region()))
        if change.makes_wrong or change.new
    ]


def _region_changes(code: str, old: Region, new: Region) -> Iterator[Change]:
    yield _emergency_change(code, old.emergency, new.emergency)
    olds = {hotline.id: hotline for hotline in old.hotlines if hotline.print}
    news = {hotline.id: hotline for hotline in new.hotlines if hotline.print}
    reasons = {hotline.id: hotline.reason for hotline in new.hotlines if not hotline.print}
    for name in sorted({*olds, *news}):
        yield _hotline_change(code, olds.get(name), news.get(name), reasons.get(name, ""))


def _emergency_change(
    code: str, old: tuple[EmergencyNumber, ...], new: tuple[EmergencyNumber, ...]
) -> Change:
    before, after = _services(old), _services(new)
    return Change(
        code,
        EMERGENCY,
        gone=_called(before.keys() - after),
        new=_called(after.keys() - before),
        lost=tuple(
            Lost("services", Way("call", number))
            for number in sorted(before.keys() & after)
            # A general number answers for every service.
            if not before[number] <= after[number] and "general" not in after[number]
        ),
    )


def _services(entries: Iterable[EmergencyNumber]) -> dict[str, set[Service]]:
    found: dict[str, set[Service]] = {}
    for entry in entries:
        found.setdefault(entry.number, set()).update(entry.services)
    return found


def _called(numbers: Iterable[str]) -> tuple[Way, ...]:
    return tuple(Way("call", number) for number in sorted(numbers))


def _hotline_change(code: str, old: Hotline | None, new: Hotline | None, reason: str) -> Change:
    before, after = _ways(old, code), _ways(new, code)
    return Change(
        code,
        old.id if old else new.id if new else "",
        gone=_sorted(before[key][0] for key in before.keys() - after),
        new=_sorted(after[key][0] for key in after.keys() - before),
        lost=(*_lost_of_line(old, new), *_lost_of_ways(before, after)) if old and new else (),
        reason=reason,
    )


_Ways = dict[tuple[str, str], tuple[Way, Channel]]


def _ways(hotline: Hotline | None, code: str) -> _Ways:
    """Return the channels of a line by what a person dials: regrouped digits are the same."""
    country = country_of(code)
    return {
        (channel.kind, channel.number or channel.address): (_way(channel, country), channel)
        for channel in (hotline.channels if hotline else ())
    }


def _way(channel: Channel, country: str) -> Way:
    shown = printed_number(channel, country, country) if channel.number else channel.address
    return Way(channel.kind, shown)


def _lost_of_line(old: Hotline, new: Hotline) -> Iterator[Lost]:
    for fact in ("free", "confidential", "anonymous"):
        if getattr(old, fact) is True and getattr(new, fact) is not True:
            yield Lost(fact)
    for fact in ("kind", "serves"):
        if getattr(old, fact) != getattr(new, fact):
            yield Lost(fact)
    if _names(old) - _names(new):
        yield Lost("name")


def _names(hotline: Hotline) -> set[str]:
    return {hotline.name, *hotline.names.values()}


def _lost_of_ways(before: _Ways, after: _Ways) -> Iterator[Lost]:
    for key in sorted(before.keys() & after):
        way, old = before[key]
        new = after[key][1]
        kept = {
            "hours": old.hours in (None, new.hours) or new.hours == "always",
            "languages": set(old.languages) <= set(new.languages),
            "interpreters": new.interpreters or not old.interpreters,
            "keyword": old.keyword == new.keyword,
        }
        yield from (Lost(what, way) for what, is_kept in kept.items() if not is_kept)


def _sorted(ways: Iterable[Way]) -> tuple[Way, ...]:
    return tuple(sorted(ways))


def _bare(shown: str) -> str:
    """Return the characters dialled of a number; an address as it is."""
    is_number = not any(character.isalpha() for character in shown)
    return dialled_characters(shown) if is_number else shown


def outdated(files: Iterable[Carried], changed: Iterable[Change]) -> list[Outdated]:
    """Return the files that changes make wrong, with the reasons.

    Only changes of a file's own region count: what it inherits is among them.
    """
    by_region: dict[str, list[Change]] = {}
    for change in changed:
        if change.makes_wrong:
            by_region.setdefault(change.region, []).append(change)
    found = []
    for file in files:
        reasons = dict.fromkeys(
            reason for change in by_region.get(file.region, ()) for reason in _reasons(file, change)
        )
        if reasons:
            found.append(Outdated(file.path, tuple(reasons)))
    return found


def _reasons(file: Carried, change: Change) -> Iterator[str]:
    carried = _carried(file, change)
    for gone in change.gone:
        if any(gone.same(way) for way in carried):
            yield f"{change.hotline}: {gone} is not printed any more{_instead(change, gone)}"
    for lost in change.lost:
        if carried if lost.way is None else any(lost.way.same(way) for way in carried):
            of = f" of {lost.way}" if lost.way else ""
            yield f"{change.hotline}: the record changed on {lost.what}{of}"


def _carried(file: Carried, change: Change) -> list[Way]:
    """Return the ways of the changed line that a file prints.

    An emergency number is taken as printed where an older manifest does not tell.
    """
    if change.hotline != EMERGENCY:
        return [way for name, way in file.lines if name == change.hotline]
    if file.emergency is None:
        return [*change.gone, *(lost.way for lost in change.lost if lost.way)]
    return list(_called(file.emergency))


def _instead(change: Change, gone: Way) -> str:
    if change.reason:
        return f" ({change.reason.strip().rstrip('.')})"
    new = [str(way) for way in change.new if way.kind == gone.kind]
    return f"; now {' or '.join(new)}" if new else ""
