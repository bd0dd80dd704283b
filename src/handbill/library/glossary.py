"""The glossary: terms, names, and how each language says them."""

import re
from pathlib import PurePosixPath

import msgspec

from handbill.library.records import read_record
from handbill.library.roots import Place
from handbill.model.faults import Fault
from handbill.model.glossary import (
    Glossary,
    GlossaryTerm,
    GlossaryTerms,
    LanguageGlossary,
)

TERMS_FILE = "en.toml"
"""The file of terms; the other files of the folder each hold one language."""


def read_glossary(
    places: dict[str, Place], languages: frozenset[str], faults: list[Fault]
) -> Glossary:
    """Return the glossary of the folder `content/glossary`.

    Args:
        places: its files by name.
        languages: the languages there are.
        faults: where faults are noted.
    """
    terms: dict[str, GlossaryTerm] = {}
    names: dict[str, str] = {}
    if TERMS_FILE in places:
        record = read_record(places[TERMS_FILE], GlossaryTerms, faults)
        if record is not None:
            terms = {term.id: term for term in record.terms}
            names = record.names
    said = {}
    for name, place in places.items():
        tag = PurePosixPath(name).stem
        record_of_language = (
            read_record(place, LanguageGlossary, faults) if name != TERMS_FILE else None
        )
        if record_of_language is None:
            continue
        if tag not in languages:
            message = f"'{tag}' is not in languages.toml. Add the language there first."
            faults.append(Fault(place.label, "", message))
        faults += [
            Fault(place.label, key, problem)
            for key, problem in _problems(record_of_language, terms)
        ]
        said[tag] = msgspec.structs.replace(record_of_language, language=tag)
    return Glossary(terms, frozenset(names), names, said)


def _problems(glossary: LanguageGlossary, terms: dict[str, GlossaryTerm]) -> list[tuple[str, str]]:
    unknown = [
        (f"terms.{name}", f"There is no term '{name}' in {TERMS_FILE}. Add it there, or remove it.")
        for name in glossary.terms
        if name not in terms
    ]
    empty = [
        (f"terms.{name}.forms", "Each form needs a word. Write one, or remove the empty one.")
        for name, said in glossary.terms.items()
        if not said.forms or not all(re.search(r"\w", form) for form in said.forms)
    ]
    return unknown + empty
