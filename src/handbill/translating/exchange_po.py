"""The entries of a catalog with their places in its text, so that one text can be replaced.

Babel rewrites a whole catalog; here everything but the replaced texts stays byte for byte.
"""

import re
from collections.abc import Iterable, Mapping

import msgspec
from babel.messages.pofile import normalize

from handbill.model.faults import Fault, InputError

_STATEMENT = re.compile(
    r'(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*"(?P<text>(?:[^"\\]|\\.)*)"\s*'
)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


class Entry(msgspec.Struct, frozen=True):
    """One message of a catalog, and where its translation stands."""

    line: int
    """The line of its msgid, counted from 1."""
    address: str
    source: str
    text: str
    start: int = 0
    """Offset of the word msgstr."""
    end: int = 0
    """Offset behind the last quotation mark of the translation."""
    plural: bool = False
    fuzzy: bool = False
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[tuple[int, int], ...] = ()
    """Offsets of the lines that hold flags, each with its line end."""


class _Open:
    """An entry that is being read."""

    def __init__(self) -> None:
        self.strings: dict[str, str] = {}
        self.word = ""
        self.line = self.start = self.end = 0
        self.notes: list[str] = []
        self.references: list[str] = []
        self.flags: list[tuple[int, int]] = []
        self.fuzzy = False

    def closed(self) -> Entry:
        return Entry(
            line=self.line,
            address=self.strings.get("msgctxt", ""),
            source=self.strings["msgid"],
            text=self.strings.get("msgstr", ""),
            start=self.start,
            end=self.end,
            plural="msgid_plural" in self.strings,
            fuzzy=self.fuzzy,
            notes=tuple(self.notes),
            references=tuple(self.references),
            flags=tuple(self.flags),
        )


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []
        self.open = _Open()

    def read(self, number: int, offset: int, line: str) -> None:
        """Read one line, without its line end's newline."""
        stripped = line.strip()
        if stripped.startswith("#~"):
            self.finish()
            self.open = _Open()
        elif stripped.startswith("#"):
            self.finish()
            self._comment(stripped, offset, offset + len(line) + 1)
        elif stripped:
            self._statement(number, offset, line)

    def finish(self) -> None:
        """Close the entry being read, if its translation has been read."""
        if self.open.word.startswith("msgstr"):
            if "msgid" in self.open.strings:
                self.entries.append(self.open.closed())
            else:
                self._fault(self.open.line, "This translation has no msgid above it. Restore it.")
            self.open = _Open()

    def _comment(self, line: str, start: int, end: int) -> None:
        if line.startswith("#."):
            self.open.notes.append(line[2:].strip())
        elif line.startswith("#:"):
            self.open.references += line[2:].split()
        elif line.startswith("#,"):
            self.open.flags.append((start, end))
            self.open.fuzzy |= "fuzzy" in _flags(line)

    def _statement(self, number: int, offset: int, line: str) -> None:
        found = _STATEMENT.fullmatch(line)
        word = found["word"] if found else None
        if word in ("msgctxt", "msgid"):
            self.finish()
        if found is None or not (word or self.open.word):
            self._fault(number, "This line is no part of a catalog. Quote the whole text.")
            return
        if word:
            if word in self.open.strings:
                self._fault(number, f"There are two '{word}' for one message. Remove one.")
            self.open.word = word
            self.open.strings[word] = ""
            self.open.line = number if word in ("msgctxt", "msgid") else self.open.line or number
            self.open.start = offset if word == "msgstr" else self.open.start
        self.open.strings[self.open.word] += unescaped(found["text"])
        self.open.end = offset + len(line.rstrip())

    def _fault(self, number: int, message: str) -> None:
        self.faults.append(Fault(self.path, f"line {number}", message))


def unescaped(text: str) -> str:
    """Return the text that a quoted string of a catalog stands for."""
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text)


def entries(text: str, path: str) -> list[Entry]:
    """Return the live entries of a catalog in their order, its header among them.

    Raises:
        InputError: where lines are no part of a catalog; carries them all.
    """
    reader = _Reader(path)
    offset = 0
    for number, line in enumerate(text.split("\n"), 1):
        reader.read(number, offset, line.removeprefix("\ufeff"))
        offset += len(line) + 1
    reader.finish()
    if reader.faults:
        raise InputError(reader.faults)
    return reader.entries


def with_texts(catalog: str, texts: Mapping[int, str], read: Iterable[Entry]) -> str:
    """Return the catalog with these translations, by the lines of their entries.

    The flag `fuzzy` goes from replaced entries; nothing else changes.
    """
    for entry in sorted(read, key=lambda entry: entry.start, reverse=True):
        if entry.line in texts:
            written = _statement(catalog, entry, texts[entry.line])
            catalog = catalog[: entry.start] + written + catalog[entry.end :]
            for start, end in reversed(entry.flags):
                catalog = catalog[:start] + _settled(catalog[start:end]) + catalog[end:]
    return catalog


def _statement(catalog: str, entry: Entry, text: str) -> str:
    """Return the lines of a translation, as Babel breaks them and as the entry ends lines."""
    if text == entry.text:
        return catalog[entry.start : entry.end]
    line_end = "\r\n" if catalog[entry.end :].startswith("\r\n") else "\n"
    return f"msgstr {normalize(text, width=0)}".replace("\n", line_end)


def _flags(line: str) -> list[str]:
    return [flag.strip() for flag in line.strip()[2:].split(",")]


def _settled(line: str) -> str:
    """Return a line of flags without `fuzzy`; nothing, where no other flag is left."""
    if "fuzzy" not in _flags(line):
        return line
    kept = [flag for flag in _flags(line) if flag != "fuzzy"]
    line_end = line[len(line.rstrip()) :]
    return f"#, {', '.join(kept)}{line_end}" if kept else ""
