"""What a catalog under work says of each message, read again at every save."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from handbill.composing.preview_page import State
from handbill.library.catalogs import catalog_of, read_catalogs
from handbill.library.library import Library, load_library
from handbill.library.roots import Place, overlay, read_text
from handbill.model.catalogs import Catalog
from handbill.model.content import SourceText
from handbill.model.faults import Fault
from handbill.model.languages import Language, canonical_tag
from handbill.model.po_files import entries, message_lines, text_problems
from handbill.model.scripts import is_blank
from handbill.model.wording import Wording, errors_of

FAULTY: tuple[State, ...] = ("missing", "fuzzy", "unusable")
"""The states in which English stands in the place of a translation."""


class Text(msgspec.Struct, frozen=True):
    """A message as a preview shows it."""

    state: State
    translation: str
    """What the catalog has; also where it is not used."""
    problem: str = ""


class Reading(msgspec.Struct, frozen=True):
    """A catalog read again."""

    catalog: Catalog | None
    """None where the file cannot be used as it is."""
    texts: dict[str, Text]
    """Every message of the program by address."""
    faults: tuple[Fault, ...]

    def changed_since(self, other: "Reading") -> set[str]:
        """Return the addresses of messages that are shown otherwise than before."""
        return {name for name, text in self.texts.items() if other.texts.get(name) != text}


def library_for(workspace: Path | None, language: str) -> Library:
    """Return the library without the catalog of a language, which may be broken right now.

    What is wrong with the catalogs of other languages is for others to mend.

    Raises:
        InputError: where content or templates cannot be read.
    """
    library = load_library(workspace, with_catalogs=False)
    directory = canonical_tag(language).replace("-", "_")
    places = overlay(library.roots, "translations", "*/LC_MESSAGES/handbill.po")
    others = {name: place for name, place in places.items() if name.split("/")[0] != directory}
    catalogs = read_catalogs(others, library.languages, library.sources(), library.glossary, [])
    return msgspec.structs.replace(library, catalogs=catalogs)


def read_again(path: Path, library: Library, language: Language) -> Reading:
    """Return what one catalog says now; other catalogs are not read.

    A catalog that is not there yet is one without translations.
    """
    sources = library.sources()
    if language.tag == "en" or language.pseudo:
        texts = {name: Text("source", source.text) for name, source in sources.items()}
        return Reading(Catalog(language.tag, {}), texts, ())
    if not path.exists() and not path.is_symlink():
        missing = {name: Text("missing", "") for name in sources}
        return Reading(Catalog(language.tag, {}), missing, ())
    folder = path.parents[2]
    place = Place(folder.parent, path)
    faults: list[Fault] = []
    written = read_text(place, faults)
    if written is not None:
        faults = [Fault(place.label, *problem) for problem in text_problems(written, language.tag)]
    if written is None or faults:
        return Reading(None, {}, tuple(faults))
    written_entries = _entries(written)
    problems = _problems(written_entries, sources, language.tag, library.glossary.names)
    catalog = catalog_of(written, language.tag, sources)
    sound = {name: text for name, text in catalog.translations.items() if name not in problems}
    catalog = Catalog(language.tag, sound)
    texts = {
        name: _text(source, catalog, written_entries.get(name), problems.get(name, ""))
        for name, source in sources.items()
    }
    return Reading(
        catalog, texts, tuple(Fault(place.label, name, text) for name, text in problems.items())
    )


class _Entry(msgspec.Struct, frozen=True):
    """A message as the file has it, used or not."""

    english: str
    translation: str
    fuzzy: bool
    line: int

    @property
    def is_blank(self) -> bool:
        """Tell whether there is nothing to be seen in the translation."""
        return is_blank(self.translation)


def _text(source: SourceText, catalog: Catalog, entry: _Entry | None, problem: str) -> Text:
    used = catalog.get(source.address)
    if used is not None:
        state: Literal["reviewed", "draft"] = "reviewed" if used.reviewed else "draft"
        return Text(state, used.text)
    if entry is None or entry.is_blank:
        return Text("missing", "")
    if problem:
        return Text("unusable", entry.translation, problem)
    if entry.fuzzy or entry.english != source.text:
        return Text("fuzzy", entry.translation)
    return Text("missing", entry.translation)


def _problems(
    entries: dict[str, _Entry],
    sources: dict[str, SourceText],
    tag: str,
    names: frozenset[str],
) -> dict[str, str]:
    """Return what keeps single translations from being used, by address."""
    found = {}
    for name, entry in entries.items():
        source = sources.get(name)
        if source is None or entry.fuzzy or entry.english != source.text or entry.is_blank:
            continue
        if problem := _error(Wording(source.text, entry.translation, tag, names=names)):
            found[name] = f"{problem} (line {entry.line})"
    return found


@lru_cache(4096)
def _error(wording: Wording) -> str:
    return " ".join(problem.message for problem in errors_of(wording))


def _entries(text: str) -> dict[str, _Entry]:
    """Return the messages of a catalog that has been found to be sound."""
    lines = message_lines(text)
    return {
        entry.msgctxt: _Entry(entry.msgid, entry.msgstr, entry.fuzzy, lines.get(entry.msgctxt, 0))
        for entry in entries(text)
        if entry.msgctxt and not entry.obsolete
    }
