"""Reading the glossary: its files fit each other and the languages there are."""

import re
from pathlib import Path

import pytest

from handbill.library.glossary import read_glossary
from handbill.library.library import Library
from handbill.library.roots import Place
from handbill.model.faults import Fault
from handbill.model.glossary import Glossary
from tests.composing.samples import TRANSLATED
from tests.library.workspaces import fill, is_finished

TERMS = """\
[names]
WhatsApp = "a messenger"

[[terms]]
id = "call"
term = "call"
match = ["call", "calls"]
messages = ["a.b.phone"]
note = "By telephone."

[[terms]]
id = "report"
term = "report"
match = ["report to"]
"""
SPANISH = """\
doubled = ["muy"]

[terms.call]
term = "llamar"
forms = ["llam"]
besides = ["a.b.visit"]
"""


def read(folder: Path, files: dict[str, str]) -> tuple[Glossary, list[Fault]]:
    fill(folder, files)
    faults: list[Fault] = []
    places = {name: Place(folder, folder / name) for name in sorted(files)}
    return read_glossary(places, frozenset({"es", "ru"}), faults), faults


def test_terms_names_and_languages_are_read(tmp_path: Path) -> None:
    glossary, faults = read(tmp_path, {"en.toml": TERMS, "es.toml": SPANISH})
    assert faults == []
    assert list(glossary.terms) == ["call", "report"]
    assert glossary.names == {"WhatsApp"}
    assert glossary.notes == {"WhatsApp": "a messenger"}
    assert glossary.languages["es"].language == "es"
    assert glossary.doubled("es") == {"muy"}
    assert glossary.doubled("ru") == frozenset()


@pytest.mark.parametrize(
    ("address", "english", "text", "unused"),
    [
        ("a.b.c", "Call now", "Telefonee", ["call"]),
        ("a.b.c", "He CALLS you", "Telefonea", ["call"]),
        ("a.b.c", "Call now", "LLAME ya", []),
        ("a.b.c", "Recall it", "Recuerde", []),
        ("a.b.c", "Called", "Telefoneado", []),
        ("a.b.phone", "Use it", "Úselo", ["call"]),
        ("a.b.visit", "Call on us", "Visítenos", []),
    ],
)
def test_a_term_is_found_by_whole_words_and_by_address(
    tmp_path: Path, address: str, english: str, text: str, unused: list[str]
) -> None:
    glossary, _ = read(tmp_path, {"en.toml": TERMS, "es.toml": SPANISH})
    assert list(glossary.unused("es", address, english, text)) == unused
    assert list(glossary.unused("ru", address, english, text)) == []


@pytest.mark.parametrize(
    ("files", "path", "key"),
    [
        ({"es.toml": SPANISH.replace("terms.call", "terms.phone")}, "es.toml", "terms.phone"),
        ({"es.toml": SPANISH.replace('["llam"]', "[]")}, "es.toml", "terms.call.forms"),
        ({"es.toml": SPANISH.replace('["llam"]', '["llam", ""]')}, "es.toml", "terms.call.forms"),
        ({"es.toml": SPANISH.replace('["llam"]', '["-"]')}, "es.toml", "terms.call.forms"),
        ({"xx.toml": SPANISH}, "xx.toml", ""),
        ({"es.toml": SPANISH.replace("term =", "word =")}, "es.toml", "terms.call"),
    ],
)
def test_what_does_not_fit_is_a_fault(
    tmp_path: Path, files: dict[str, str], path: str, key: str
) -> None:
    _, faults = read(tmp_path, {"en.toml": TERMS, **files})
    assert faults
    for fault in faults:
        assert fault.path == path
        assert fault.key.startswith(key)
        assert is_finished(fault.message)


def test_without_files_there_is_an_empty_glossary(tmp_path: Path) -> None:
    glossary, faults = read(tmp_path, {})
    assert (faults, glossary.terms) == ([], {})
    assert list(glossary.unused("es", "a.b.c", "Call", "Telefonee")) == []


def test_every_shipped_language_says_every_term(library: Library) -> None:
    glossary = library.glossary
    assert set(glossary.languages) == set(TRANSLATED)
    for said in glossary.languages.values():
        assert set(said.terms) == set(glossary.terms)


def test_the_shipped_glossary_names_messages_that_exist(library: Library) -> None:
    sources = set(library.sources())
    for term in library.glossary.terms.values():
        assert set(term.messages) <= sources
    for said in library.glossary.languages.values():
        for one in said.terms.values():
            assert set(one.besides) <= sources


def test_each_exception_is_still_needed(library: Library) -> None:
    glossary, sources = library.glossary, library.sources()
    for tag, said in glossary.languages.items():
        for name, one in said.terms.items():
            for address in one.besides:
                text = library.catalogs[tag].translations[address].text.casefold()
                assert glossary.terms[name].is_used(address, sources[address].text)
                assert not re.search("|".join(map(re.escape, one.forms)), text), (tag, address)
