"""Catalogs to agencies and people without tools, and their translations back.

The converters of the Translate Toolkit read and write the files; which translations changed
is found here, and only those are written into the catalog.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec

from handbill.model.faults import Fault, InputError
from handbill.model.names import nearest
from handbill.translating.exchange_csv import csv_catalog, csv_file
from handbill.translating.exchange_po import Entry, entries, with_texts
from handbill.translating.exchange_units import Incoming, Unit, plain_lines, shown
from handbill.translating.exchange_xliff import xliff_catalog, xliff_file

Kind = Literal["xliff", "csv"]
Problems = Callable[[str, str], Iterable[str]]
"""Yields what makes a translation unusable beside its English."""

_INVALID_IN_XML = {*map(chr, range(0x20)), "\ufffe", "\uffff"} - {"\t", "\n", "\r"}


class Change(msgspec.Struct, frozen=True):
    """A translation that differs from the catalog's."""

    address: str
    before: str
    after: str
    """The same as before where only its mark `fuzzy` goes."""


class Outcome(msgspec.Struct, frozen=True):
    """What a file that was sent in does to a catalog."""

    text: str
    """The catalog with the changes, everything else byte for byte."""
    changes: tuple[Change, ...]
    same: int
    missing: int
    """Messages of the catalog that the file does not have; they stay as they are."""
    refused: tuple[Fault, ...]
    not_final: tuple[Fault, ...]


def exported(catalog: bytes, path: str, language: str, kind: Kind) -> bytes:
    """Return a catalog as a file to send; it has been read back and found to be without loss.

    Raises:
        InputError: where the catalog cannot be read, or a text would not come back unchanged.
    """
    text = decoded(catalog, path)
    messages = _messages(text, path)
    faults = list(_unfit(messages, path))
    if faults:
        raise InputError(faults)
    made = (xliff_file if kind == "xliff" else csv_file)(messages, language)
    _check_nothing_is_lost(messages, incoming(made, path, language), path)
    return made


def _messages(text: str, path: str) -> list[Entry]:
    """Return the messages of a catalog; those with plural forms are not exchanged."""
    return [entry for entry in entries(text, path) if entry.source and not entry.plural]


def _unfit(messages: list[Entry], path: str) -> Iterator[Fault]:
    if not messages:
        message = "The catalog has no messages. Run 'handbill translations update' first."
        yield Fault(path, "", message)
    seen: set[str] = set()
    for entry in messages:
        place = f"line {entry.line}"
        if not entry.address:
            message = "The message has no address. Give it a msgctxt; 'handbill check' says more."
            yield Fault(path, place, message)
        elif entry.address in seen:
            message = f"The message '{entry.address}' stands twice. Keep one."
            yield Fault(path, place, message)
        if _INVALID_IN_XML & set(entry.source + entry.text):
            message = "The text holds an invisible control character. Remove it."
            yield Fault(path, f"{entry.address} (line {entry.line})", message)
        seen.add(entry.address)


def _check_nothing_is_lost(messages: list[Entry], back: list[Incoming], path: str) -> None:
    returned = {(one.unit.address, one.english): one.text for one in back}
    faults = [
        Fault(
            path,
            f"{entry.address} (line {entry.line})",
            "The text would not come back unchanged. Look for unusual spaces or characters in "
            "it, and send the other format if there are none.",
        )
        for entry in messages
        if returned.get((entry.address, plain_lines(entry.source))) != plain_lines(entry.text)
    ]
    if faults:
        raise InputError(faults)


def incoming(data: bytes, path: str, language: str) -> list[Incoming]:
    """Return the translations of a file that was sent in, XLIFF or CSV.

    Raises:
        InputError: where the file cannot be read, or is in another language.
    """
    text = decoded(data, path)
    is_xml = text.removeprefix("\ufeff").lstrip().startswith("<")
    units, made = (xliff_catalog if is_xml else csv_catalog)(text, path, language)
    return list(_joined(units, entries(made.decode(), path), path))


def _joined(units: list[Unit], read: Iterable[Entry], path: str) -> Iterator[Incoming]:
    """Yield each unit with what the converter read for it."""
    by_reference = {reference: entry for entry in read for reference in entry.references}
    for number, unit in enumerate(units):
        entry = by_reference.get(f"unit:{number}")
        if entry is None:
            message = f"The message '{shown(unit.address)}' has no English. Export the file anew."
            raise InputError([Fault(path, unit.place, message)])
        yield Incoming(unit, plain_lines(entry.source), plain_lines(entry.text))


def decoded(data: bytes, path: str) -> str:
    """Return a file's text.

    Raises:
        InputError: where it is not UTF-8.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = (
            "The file is not UTF-8, so that letters would be lost. Save it anew; in "
            "spreadsheets choose 'Unicode (UTF-8)' or 'CSV UTF-8'."
        )
        raise InputError([Fault(path, f"line {line}", message)]) from error


def merged(
    catalog: str,
    path: str,
    found: Iterable[Incoming],
    file: str,
    problems: Problems,
    *,
    unfinished: bool = False,
) -> Outcome:
    """Return a catalog with the translations that changed; each is found by address and English.

    Args:
        catalog: The catalog's text.
        path: The catalog, as the reader would name it.
        found: The translations that were sent in.
        file: The file that was sent in, as the reader would name it.
        problems: What makes a translation unusable.
        unfinished: Take also what the file calls not final.
    """
    read = entries(catalog, path)
    judge = _Judge(read, file, problems, unfinished)
    by_address: dict[str, list[Incoming]] = {}
    for one in found:
        by_address.setdefault(one.unit.address, []).append(one)
    for same_address in by_address.values():
        judge.judge(same_address)
    return Outcome(
        text=with_texts(catalog, judge.texts, read),
        changes=tuple(judge.changes),
        same=judge.same,
        missing=len(judge.messages.keys() - by_address.keys()),
        refused=tuple(judge.refused),
        not_final=tuple(judge.not_final),
    )


class _Judge:
    """Finds for each translation sent in whether it changes the catalog, and why not."""

    def __init__(
        self, read: Iterable[Entry], file: str, problems: Problems, unfinished: bool
    ) -> None:
        self.messages = {
            entry.address: entry for entry in read if entry.source and not entry.plural
        }
        self.file, self.problems, self.unfinished = file, problems, unfinished
        self.texts: dict[int, str] = {}
        self.changes: list[Change] = []
        self.same = 0
        self.refused: list[Fault] = []
        self.not_final: list[Fault] = []

    def judge(self, found: list[Incoming]) -> None:
        """Judge all translations that bear one address."""
        entry = self.messages.get(found[0].unit.address)
        if entry is None:
            self._refuse(found, self._unknown(found[0].unit.address))
        elif any(one.english != plain_lines(entry.source) for one in found):
            self._refuse(
                found,
                "The English in the file is not the catalog's: it changed since the export, or "
                "in the file. Export the file anew, and translate this message again.",
            )
        elif len({one.text for one in found}) > 1:
            places = ", ".join(one.unit.place for one in found)
            self._refuse(
                found,
                f"The message stands several times with different texts ({places}). Keep one.",
            )
        else:
            unsure = [one for one in found if one.unit.state == "not final"]
            self._judge_text(entry, (unsure or found)[0])

    def _judge_text(self, entry: Entry, one: Incoming) -> None:
        unchanged = one.text == plain_lines(entry.text)
        confirmed = unchanged and entry.fuzzy and one.unit.state == "final" and one.text
        if unchanged and not confirmed:
            self.same += 1
        elif not one.text.strip():
            self._refuse([one], "The translation is empty. The catalog keeps the one it has.")
        elif one.unit.state == "not final" and not self.unfinished:
            self.not_final.append(self._fault(one, "The file calls this text not final."))
        elif reasons := list(self.problems(entry.source, one.text)):
            self._refuse([one], " ".join(reasons))
        else:
            after = entry.text if unchanged else one.text
            self.texts[entry.line] = after
            self.changes.append(Change(entry.address, entry.text, after))

    def _unknown(self, address: str) -> str:
        if not address:
            return "The message has no address. Export the file anew."
        near = nearest(address, self.messages)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        return (
            f"The catalog has no message of this address.{hint} Keep addresses as they were "
            "exported."
        )

    def _refuse(self, found: Iterable[Incoming], reason: str) -> None:
        self.refused += [self._fault(one, reason) for one in found]

    def _fault(self, one: Incoming, message: str) -> Fault:
        address = shown(one.unit.address)
        place = f"{address} ({one.unit.place})" if address else one.unit.place
        return Fault(self.file, place, message)
