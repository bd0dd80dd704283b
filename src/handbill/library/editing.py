"""Writing one fact into a record, with every other byte of its file as it was."""

import datetime
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Item, Table

from handbill.library.library import load_library
from handbill.library.roots import built_in_root
from handbill.model.faults import Fault, InputError, UnknownNameError
from handbill.model.names import nearest
from handbill.model.regions import Hotline, Region

_ANCHORS = ("confidence", "checked", "id", "number", "address", "kind", "url")
"""A new key goes behind the first of these that a table has."""


def own_hotlines(region: Region, regions: Mapping[str, Region]) -> tuple[Hotline, ...]:
    """Return the hotlines that a region records itself, without those of its parent."""
    parent = regions.get(region.parent)
    inherited = parent.hotlines if parent else ()
    return tuple(hotline for hotline in region.hotlines if hotline not in inherited)


def region_of(hotline: str, regions: Mapping[str, Region]) -> str:
    """Return the code of the region whose file records a hotline itself.

    Raises:
        UnknownNameError: where no region has it.
    """
    own = {
        code: [entry.id for entry in own_hotlines(region, regions)]
        for code, region in regions.items()
    }
    holders = [code for code, ids in own.items() if hotline in ids]
    if not holders:
        known = [name for ids in own.values() for name in ids]
        raise UnknownNameError("hotline", hotline, nearest(hotline, known))
    # A subdivision may replace its country's line; the country's is the one most people mean.
    return min(holders, key=lambda code: (len(code), code))


def record_file(workspace: Path, region: str) -> tuple[Path, str]:
    """Return the workspace's file of a region, and the text that stands for it now.

    Where the workspace has no file, that is the built-in one's text, or none.
    """
    path = workspace / "content" / "regions" / f"{region}.toml"
    source = path if path.exists() else built_in_root() / "content" / "regions" / path.name
    return path, source.read_bytes().decode("utf-8") if source.exists() else ""


def parsed(path: Path, text: str) -> tomlkit.TOMLDocument:
    """Return a record's text as a document that can be changed in places.

    Raises:
        InputError: where it cannot be changed without changing the rest.
    """
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise InputError([Fault(str(path), "", f"The file is not valid TOML: {error}.")]) from error
    hotlines = document.get("hotlines")
    if tomlkit.dumps(document) != text or not (hotlines is None or isinstance(hotlines, AoT)):
        message = (
            "The hotlines are parted by other tables, or stand in one line, so that one cannot be "
            "changed alone. Write each as [[hotlines]], one behind the other."
        )
        raise InputError([Fault(str(path), "hotlines", message)])
    return document


def entry_of(document: tomlkit.TOMLDocument, hotline: str) -> Table | None:
    """Return the table of a hotline, None where the document has none."""
    hotlines = document.get("hotlines")
    entries = hotlines if isinstance(hotlines, AoT) else ()
    return next((entry for entry in entries if entry.get("id") == hotline), None)


def confirm(
    workspace: Path, region: str, hotline: str, by: str, on: datetime.date, wrong: str = ""
) -> Path:
    """Note in the workspace's record that somebody called a line, and what came of it.

    A record that only the built-in directory has is copied into the workspace with it.

    Args:
        workspace: folder of the person's own content.
        region: code of the region whose file records the line.
        hotline: id of the line.
        by: who called, a name or initials.
        on: the day of the call.
        wrong: why the line must not be printed; empty where the record is right.

    Returns:
        The file written.

    Raises:
        InputError: where the file cannot be changed, or does not have the line.
        OSError: where it cannot be written.
    """
    path, before = record_file(workspace, region)
    document = parsed(path, before)
    entry = entry_of(document, hotline)
    if entry is None:
        message = f"The file has no hotline '{hotline}'. Add its record, or name another."
        raise InputError([Fault(str(path), "hotlines", message)])
    facts: dict[str, object] = {"checked": on, "confirmed-by": by}
    if wrong:
        facts |= {"print": False, "reason": wrong}
    for key, value in facts.items():
        put(entry, key, value, newline="\r\n" if "\r\n" in before else "\n")
    text = tomlkit.dumps(document)
    validate(workspace, path.name, text)
    write_record(path, text)
    return path


def put(entry: Table, key: str, value: object, newline: str = "\n") -> None:
    """Set a key of a table in its place; a new one goes behind the facts, before sub-tables."""
    item = toml_item(value)
    if key in entry and not isinstance(entry[key], AoT):
        entry[key] = item
        return
    if key in entry:
        entry.remove(key)
    anchor = next((name for name in _ANCHORS if name in entry), None)
    item.trivia.trail = newline
    if anchor is None:
        entry.append(key, item)
    else:
        item.trivia.indent = entry[anchor].trivia.indent
        entry.value._insert_after(anchor, key, item)  # noqa: SLF001  tomlkit has no public way


def toml_item(value: object) -> Item:
    """Return a value as TOML in one line, tables inside it as well."""
    if isinstance(value, dict):
        table: InlineTable = tomlkit.inline_table()
        for key, member in value.items():
            table.append(key, toml_item(member))
        return table
    if isinstance(value, list | tuple):
        array = tomlkit.array()
        for member in value:
            array.append(toml_item(member))
        return array
    return tomlkit.item(value)


def validate(workspace: Path, name: str, text: str) -> None:
    """Read a region's file with its new text as the program would read it.

    Raises:
        InputError: with every fault of the regions' records.
    """
    with tempfile.TemporaryDirectory(prefix="handbill-") as folder:
        regions = Path(folder) / "content" / "regions"
        own = workspace / "content" / "regions"
        if own.is_dir():
            shutil.copytree(own, regions)
        regions.mkdir(parents=True, exist_ok=True)
        (regions / name).write_bytes(text.encode("utf-8"))
        load_library(Path(folder))


def write_record(path: Path, text: str) -> None:
    """Write a record's file whole or not at all.

    Raises:
        OSError: where it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, partial = tempfile.mkstemp(prefix=".handbill-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        Path(partial).chmod(0o644)
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
