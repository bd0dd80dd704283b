"""Catalogs of translations (gettext PO), checked against the English they translate."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import polib

from handbill.library.roots import Place, read_text
from handbill.model.catalogs import (
    REVIEWED,
    Catalog,
    Translation,
    header_fields,
)
from handbill.model.content import SourceText
from handbill.model.faults import Fault
from handbill.model.glossary import Glossary
from handbill.model.languages import Language
from handbill.model.po_files import entries, is_entry_reviewed, message_lines, text_problems
from handbill.model.scripts import is_blank
from handbill.model.wording import Wording, errors_of


def catalog_path(folder: Path, language: Language) -> Path:
    """Return where the catalog of a language stands below a folder of translations."""
    return folder / language.directory() / "LC_MESSAGES" / "handbill.po"


def read_catalogs(
    places: dict[str, Place],
    languages: dict[str, Language],
    sources: dict[str, SourceText],
    glossary: Glossary,
    faults: list[Fault],
    faulty: dict[str, tuple[Fault, ...]] | None = None,
) -> dict[str, Catalog]:
    """Return every catalog by language tag.

    Where `faulty` is given, it takes the faults of catalogs, by language; else `faults` does.
    """
    by_directory = {language.directory(): language for language in languages.values()}
    found: dict[str, Catalog] = {}
    for name, place in places.items():
        directory = name.split("/")[0]
        language = by_directory.get(directory)
        if language is None:
            message = f"'{directory}' is not in languages.toml. Add the language there first."
            faults.append(Fault(place.label, "", message))
            continue
        problems: list[Fault] = []
        text = read_text(place, problems)
        if text is not None:
            problems = catalog_faults(text, language.tag, place.label, sources, glossary)
        if text is not None and not problems:
            found[language.tag] = catalog_of(text, language.tag, sources)
        elif faulty is not None:
            faulty[language.tag] = tuple(problems)
        else:
            faults += problems
    return found


def catalog_faults(
    text: str,
    language: str,
    label: str,
    sources: Mapping[str, SourceText],
    glossary: Glossary,
) -> list[Fault]:
    """Return everything that keeps a catalog from being used, with the lines."""
    problems = list(text_problems(text, language))
    if problems:
        return [Fault(label, where, message) for where, message in problems]
    found = [
        (entry.msgctxt, problem.message)
        for entry, source in _in_use(entries(text), sources)
        for problem in errors_of(Wording(source.text, entry.msgstr, language, names=glossary.names))
    ]
    lines = message_lines(text) if found else {}
    return [
        Fault(label, f"{address} (line {lines[address]})", message) for address, message in found
    ]


def catalog_of(text: str, language: str, sources: Mapping[str, SourceText]) -> Catalog:
    """Return the translations of a catalog without fault."""
    whole = header_fields(text)["X-Review"] == REVIEWED
    return Catalog(
        language,
        {
            source.address: Translation(entry.msgstr, is_entry_reviewed(entry, catalog=whole))
            for entry, source in _in_use(entries(text), sources)
        },
    )


def _in_use(
    found: Iterable[polib.POEntry], sources: Mapping[str, SourceText]
) -> Iterable[tuple[polib.POEntry, SourceText]]:
    """Yield the entries that translate a message as it stands today."""
    for entry in found:
        source = sources.get(entry.msgctxt or "")
        if source is None or entry.msgid != source.text or entry.obsolete or entry.fuzzy:
            continue
        if not entry.msgid_plural and not is_blank(entry.msgstr):
            yield entry, source
