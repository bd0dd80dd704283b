"""The glossary as files that translators' programs read: CSV and TBX (ISO 30042, TBX-Basic)."""

import csv
import io
import re
from collections.abc import Sequence
from xml.etree import ElementTree

from handbill.model.glossary import Glossary, GlossaryTerm
from handbill.translating.exchange_csv import safe_cell

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def glossary_csv(glossary: Glossary) -> str:
    """Return the glossary as CSV: a row for each term and name, a column for each language.

    It begins with the mark by which spreadsheets know UTF-8, and holds nothing they calculate.
    """
    tags = sorted(glossary.languages)
    rows = [["id", "en", "note", "translate", *tags]]
    for term in glossary.terms.values():
        said = [_said(glossary, tag, term) for tag in tags]
        rows.append([term.id, term.term, term.note, "yes", *said])
    for name, note in glossary.notes.items():
        rows.append(["", name, note, "no", *(name for _ in tags)])
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return "\ufeff" + buffer.getvalue()


def glossary_tbx(glossary: Glossary) -> str:
    """Return the glossary as TBX: an entry for each term and name, all languages in it."""
    root = ElementTree.Element("martif", {"type": "TBX-Basic", _XML_LANG: "en"})
    header = ElementTree.SubElement(root, "martifHeader")
    description = ElementTree.SubElement(header, "fileDesc")
    source = ElementTree.SubElement(description, "sourceDesc")
    ElementTree.SubElement(source, "p").text = "Glossary of Handbill, CC BY 4.0"
    body = ElementTree.SubElement(ElementTree.SubElement(root, "text"), "body")
    for term in glossary.terms.values():
        words = {tag: _said(glossary, tag, term) for tag in sorted(glossary.languages)}
        _add_entry(body, term.id, term.note, {"en": term.term, **words})
    for number, (name, note) in enumerate(glossary.notes.items(), 1):
        told = f"{note[:1].upper()}{note[1:]}{'. ' if note else ''}A name: it stays as it is."
        words = dict.fromkeys(["en", *sorted(glossary.languages)], name)
        _add_entry(body, f"name-{number}", told, words)
    ElementTree.indent(root, " ")
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n'
    )
    return head + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add_entry(body: ElementTree.Element, name: str, note: str, words: dict[str, str]) -> None:
    entry = ElementTree.SubElement(body, "termEntry", {"id": _for_xml(name)})
    if note:
        description = ElementTree.SubElement(entry, "descrip", {"type": "definition"})
        description.text = _for_xml(note)
    for tag, word in words.items():
        for one in _terms_in(word):
            language = ElementTree.SubElement(entry, "langSet", {_XML_LANG: tag})
            holder = ElementTree.SubElement(language, "tig")
            ElementTree.SubElement(holder, "term").text = _for_xml(one)


def _for_xml(text: str) -> str:
    """Return a text without the control characters that no XML may hold."""
    return _CONTROL.sub("", text)


def _terms_in(word: str) -> Sequence[str]:
    """Return the one term a language has, or none where it has not said it yet."""
    return [word] if word else []


def _said(glossary: Glossary, tag: str, term: GlossaryTerm) -> str:
    said = glossary.languages[tag].terms.get(term.id)
    return said.term if said else ""
