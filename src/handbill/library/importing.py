"""Putting a list that somebody brings into a region's record."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import tomlkit
from babel.languages import get_official_languages
from tomlkit.items import AoT, Table

from handbill.library.editing import (
    entry_of,
    parsed,
    put,
    record_file,
    toml_item,
    validate,
)
from handbill.library.exchange import Row
from handbill.library.listing import Listed, listed
from handbill.model.faults import Fault, InputError
from handbill.model.languages import is_known_language
from handbill.model.regions import Channel, Hotline, Source, country_of

_LETTER = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)
"""Countries whose usual paper is Letter, from CLDR's supplemental data; A4 elsewhere."""

_PLACE = re.compile(r"hotlines\[(\d+)\](?: \([^)]*\))?(?:\.channels\[(\d+)\])?\.?")
_ORDER = (
    "id", "kind", "name", "name-language", "names", "operator", "serves", "free", "confidential",
    "anonymous", "print", "reason", "checked", "confidence", "confirmed-by", "recheck-days", "note",
)  # fmt: skip
"""Keys in the order records are written in."""

Values = dict[str, Any]


class Merged(msgspec.Struct, frozen=True):
    """A region's file with a list put in; nothing is written yet."""

    path: Path
    text: str
    outcomes: dict[str, str]
    """What became of each hotline: `added`, `unchanged`, or `changed` and the keys."""
    begun: bool
    """Whether the region had no record before."""


def merged(workspace: Path, region: str, rows: list[Row], name: str) -> Merged:
    """Return a region's file with a list put in; writes nothing.

    A hotline whose id the file has is changed in its place: empty cells clear a key, columns
    that the list lacks leave it. Others are added behind the last one.

    Args:
        workspace: folder of the person's own content.
        region: code of the region.
        rows: the list.
        name: name of the list's file, for faults.

    Raises:
        InputError: where the result would not be a valid record; carries every fault, each at
            the row it comes from.
    """
    faults: list[Fault] = []
    found = listed(rows, region, name, faults)
    path, known = record_file(workspace, region)
    before = known or _new_record(region)
    document = parsed(path, before)
    outcomes, blocks = {}, []
    for line in found:
        entry = entry_of(document, line.id)
        if entry is None:
            blocks.append(_block(line))
            outcomes[line.id] = "added"
        else:
            keys = _update(entry, line)
            outcomes[line.id] = f"changed ({', '.join(keys)})" if keys else "unchanged"
    text = _with_blocks(tomlkit.dumps(document), blocks)
    faults += _faults_of(workspace, path.name, text, {line.id: line for line in found}, name)
    if faults:
        raise InputError(faults)
    return Merged(path, text, outcomes, begun=not known)


def _new_record(region: str) -> str:
    """Return the beginning of a record: what CLDR knows of a country, or its country's name."""
    country = country_of(region)
    if region != country:
        return f'parent = "{country}"\n'
    tags = [tag.replace("_", "-") for tag in get_official_languages(country, de_facto=True)]
    languages = ", ".join(f'"{tag}"' for tag in tags if is_known_language(tag))
    return (
        f'paper = "{"letter" if country in _LETTER else "a4"}"\n'
        f"languages = [{languages}]\n"
        f'languages-source = "Official languages from CLDR."\n'
    )


def _update(entry: Table, line: Listed) -> list[str]:
    """Change what differs in a hotline's table, and return its keys."""
    changed = _update_plain(entry, line.table, Hotline)
    if _update_list(entry, "channels", line.channels, Channel):
        changed.append("channels")
    if line.sources is not None and _update_list(entry, "sources", line.sources, Source):
        changed.append("sources")
    return changed


def _update_plain(
    entry: Table, values: Mapping[str, Any], record: type[msgspec.Struct]
) -> list[str]:
    defaults = _defaults(record)
    changed = [
        key
        for key, value in values.items()
        if _normal(entry.get(key), defaults.get(key)) != _normal(value, defaults.get(key))
    ]
    for key in changed:
        if values[key] is None:
            entry.remove(key)
        else:
            put(entry, key, values[key])
    return changed


def _update_list(
    entry: Table, key: str, members: Iterable[Values], record: type[msgspec.Struct]
) -> bool:
    """Change a hotline's channels or sources, and tell whether anything differed."""
    old = entry.get(key, [])
    known = {_identity(member): member for member in _unwrapped(old)}
    new = [{**known.get(_identity(member), {}), **member} for member in members]
    defaults = _defaults(record)
    if [_without_defaults(member, defaults) for member in _unwrapped(old)] == [
        _without_defaults(member, defaults) for member in new
    ]:
        return False
    if isinstance(old, AoT) and len(old) == len(new):
        for table, member in zip(old, new, strict=True):
            _update_plain(table, member, record)
    else:
        _replace_list(entry, key, [_without_defaults(member, defaults) for member in new])
    return True


def _replace_list(entry: Table, key: str, members: list[Values]) -> None:
    old = entry.get(key)
    ending = "\n\n" if isinstance(old, AoT) and old.as_string().endswith("\n\n") else "\n"
    if not members:
        entry.pop(key, None)
        return
    text = "\n".join(_table(f"hotlines.{key}", member) for member in members).rstrip("\n")
    new = tomlkit.parse(f"[[hotlines]]\n\n{text}{ending}")["hotlines"]
    entry[key] = new[0][key]


def _identity(member: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what makes a channel or a source the same as before."""
    return tuple(str(member.get(key) or "") for key in ("kind", "number", "address", "url"))


def _unwrapped(value: Any) -> list[Values]:
    return list(value.unwrap() if hasattr(value, "unwrap") else value)


def _defaults(record: type[msgspec.Struct]) -> Values:
    """Return what a record's keys mean where they are absent."""
    return {
        field.encode_name: field.default_factory()
        if field.default_factory is not msgspec.NODEFAULT
        else field.default
        for field in msgspec.structs.fields(record)
        if not field.required
    }


def _normal(value: Any, default: Any) -> Any:
    """Return a value so that equal ones compare equal, however they are written."""
    plain = value.unwrap() if hasattr(value, "unwrap") else value
    if plain is None:
        plain = default
    if isinstance(plain, str):
        return plain.strip()
    return list(plain) if isinstance(plain, tuple) else plain


def _without_defaults(values: Mapping[str, Any], defaults: Mapping[str, Any]) -> Values:
    return {
        key: normal
        for key, value in values.items()
        if (normal := _normal(value, defaults.get(key))) != _normal(None, defaults.get(key))
    }


def _block(line: Listed) -> str:
    """Return a hotline as records are written: its keys, then channels and sources."""
    facts = {"id": line.id, **line.table}
    tables = [_table("hotlines", {key: facts[key] for key in _ORDER if facts.get(key) is not None})]
    channels, sources = _defaults(Channel), _defaults(Source)
    tables += [_table("hotlines.channels", _without_defaults(c, channels)) for c in line.channels]
    tables += [
        _table("hotlines.sources", _without_defaults(s, sources)) for s in line.sources or ()
    ]
    return "\n".join(tables)


def _table(name: str, values: Mapping[str, Any]) -> str:
    lines = [f"{key} = {toml_item(value).as_string()}" for key, value in values.items()]
    return "\n".join([f"[[{name}]]", *lines]) + "\n"


def _with_blocks(text: str, blocks: list[str]) -> str:
    """Return a record's text with hotlines added behind the last one."""
    if not blocks:
        return text
    head, tail = _parted(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    while not head.endswith(newline * 2):
        head += newline
    added = "\n".join(blocks).replace("\n", newline)
    return head + added + (newline + tail if tail else "")


def _parted(text: str) -> tuple[str, str]:
    """Return a record's text up to the end of its hotlines, and the rest."""
    document = tomlkit.parse(text)
    hotlines = document.get("hotlines")
    if not isinstance(hotlines, AoT):
        return text, ""
    # tomlkit knows no places in the text, so a table that is put in marks this one.
    marker = tomlkit.table()
    marker.append("end-of-hotlines", True)
    hotlines.append(marker)
    head, _, tail = tomlkit.dumps(document).partition("[[hotlines]]\nend-of-hotlines = true\n")
    return head, tail


def _faults_of(
    workspace: Path, file: str, text: str, found: Mapping[str, Listed], name: str
) -> list[Fault]:
    """Return the faults of the record's text, at the list's rows where they come from it."""
    try:
        validate(workspace, file, text)
    except InputError as error:
        document = tomlkit.parse(text)
        hotlines: Any = document.get("hotlines", ())
        faults, faulty = [], set()
        for fault in error.faults:
            place = _PLACE.match(fault.key) if fault.path == f"content/regions/{file}" else None
            line = found.get(hotlines[int(place[1])]["id"]) if place else None
            faults.append(_at_row(fault, place, line, name) if place and line else fault)
            faulty |= {int(place[1])} if place and line else set()
        # Lines that cannot be read at all hide what else is wrong: look again without them.
        for index in sorted(faulty, reverse=True):
            del hotlines[index]
        rest = tomlkit.dumps(document)
        return faults + (_faults_of(workspace, file, rest, found, name) if faulty else [])
    return []


def _at_row(fault: Fault, place: re.Match[str], line: Listed, name: str) -> Fault:
    row = line.places[int(place[2] or 0)]
    rest = fault.key[place.end() :]
    return Fault(name, f"{row}, {rest}" if rest else row, fault.message)
