"""Translations as XLIFF, for agencies and their programs."""

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET
from xml.parsers import expat

from handbill.model.faults import Fault, InputError
from handbill.translating.exchange_po import Entry
from handbill.translating.exchange_tool import converted, tool_catalog
from handbill.translating.exchange_units import State, Unit, shown

_LINE = "\x00line"
"""Attribute for the line of an element; no XML has one of that name."""
_DEEPEST = 100
_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.1"
_HEADER = "x-gettext-domain-header"
_FINAL = {"translated", "signed-off", "final"}

_HEADER_UNIT = re.compile(rf'(<trans-unit\b[^>]*restype="{_HEADER}")')
_APPROVED = re.compile(r'(<trans-unit\b[^>]*?) approved="yes"')


def xliff_file(entries: Sequence[Entry], language: str) -> bytes:
    """Return a catalog as XLIFF 1.1.

    Nothing is called approved, since programs lock what is; review is kept in the catalog. The
    header is not to be translated.
    """
    made = converted("po2xliff", tool_catalog(entries, language), ".po", ".xlf").decode()
    made = _HEADER_UNIT.sub(r'\1 translate="no"', made)
    return _APPROVED.sub(r'\1 approved="no"', made).encode()


def xliff_catalog(text: str, path: str, language: str) -> tuple[list[Unit], bytes]:
    """Return the units of an XLIFF, and the converter's catalog of them, units as references.

    Raises:
        InputError: where the file cannot be read; carries all faults.
    """
    root = _tree(text, path)
    problems = list(_problems(root, language))
    if problems:
        raise InputError(Fault(path, key, problem) for key, problem in problems)
    found = list(_trans_units(root))
    units = [_unit(element) for element in found]
    made = converted("xliff2po", _clean(found, language), ".xlf", ".po")
    return units, made


class _Builder:
    """Builds a tree without namespaces and with lines; refuses what an XLIFF never needs."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.tree = ET.TreeBuilder()
        self.depth = 0
        self.parser = expat.ParserCreate("UTF-8", " ")
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.tree.data

    def fault(self, message: str) -> InputError:
        return InputError([Fault(self.path, f"line {self.parser.CurrentLineNumber}", message)])

    def _refuse_doctype(self, *_: object) -> None:
        message = (
            "The file has a DOCTYPE, which could bring in other files. Remove it; XLIFF never "
            "needs one."
        )
        raise self.fault(message)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            message = f"Elements stand more than {_DEEPEST} deep. Export the file anew."
            raise self.fault(message)
        own = {key: value for key, value in attributes.items() if " " not in key}
        self.tree.start(_local(name), {**own, _LINE: str(self.parser.CurrentLineNumber)})

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.tree.end(_local(name))


def _tree(text: str, path: str) -> ET.Element:
    builder = _Builder(path)
    try:
        builder.parser.Parse(text.removeprefix("\ufeff").encode(), True)
    except expat.ExpatError as error:
        message = (
            f"The file is not valid XML: {expat.ErrorString(error.code)}. Export it anew from "
            "the program that made it."
        )
        raise InputError([Fault(path, f"line {error.lineno}", message)]) from error
    return builder.tree.close()


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _problems(root: ET.Element, language: str) -> Iterator[tuple[str, str]]:
    if root.tag != "xliff" or not root.get("version", "").startswith("1."):
        yield (
            _place(root),
            "This is not XLIFF 1. Ask for XLIFF 1.1 or 1.2, or export the file anew.",
        )
        return
    for file in root.iter("file"):
        given = file.get("target-language", "")
        if not _is_in(given, language):
            said = f"is in '{shown(given)}'" if given else "does not say its language"
            message = (
                f"The file {said}, not in '{language}'. Send the right file; or write "
                f'target-language="{language}" if that is what it is.'
            )
            yield _place(file), message
    if not any(True for _ in _trans_units(root)):
        yield "", "The file has no messages. Export it anew."


def _is_in(given: str, language: str) -> bool:
    """Tell whether a tag is a language's own, or narrower, as `de-DE` is than `de`."""
    tag, own = (name.replace("_", "-").lower() for name in (given, language))
    return tag == own or tag.startswith(f"{own}-")


def _trans_units(root: ET.Element) -> Iterator[ET.Element]:
    return (unit for unit in root.iter("trans-unit") if unit.get("restype") != _HEADER)


def _unit(element: ET.Element) -> Unit:
    return Unit(_place(element), _address(element), _state(element))


def _address(element: ET.Element) -> str:
    for group in element.findall("context-group"):
        for context in group.findall("context"):
            if context.get("context-type") == "sourcefile":
                return "".join(context.itertext()).strip()
    return ""


def _state(element: ET.Element) -> State:
    """Return what the file says of a translation; unknown states do not count as final."""
    target = element.find("target")
    given = target.get("state") if target is not None else None
    if given is None:
        return ""
    return "final" if given in _FINAL else "not final"


def _place(element: ET.Element) -> str:
    return f"line {element.get(_LINE)}"


def _clean(found: Sequence[ET.Element], language: str) -> bytes:
    """Return an XLIFF of nothing but English, translations, and numbers to tell them by."""
    root = ET.Element("xliff", {"xmlns": _NAMESPACE, "version": "1.1"})
    attributes = {"original": "handbill.po", "source-language": "en", "datatype": "plaintext"}
    file = ET.SubElement(root, "file", {**attributes, "target-language": language})
    body = ET.SubElement(file, "body")
    for number, element in enumerate(found):
        space = {"xml:space": "preserve", "approved": "yes", "id": str(number)}
        unit = ET.SubElement(body, "trans-unit", space)
        for tag in ("source", "target"):
            unit.extend(_without_lines(part) for part in element.findall(tag)[:1])
        group = ET.SubElement(unit, "context-group", name="po-reference", purpose="location")
        ET.SubElement(group, "context", {"context-type": "sourcefile"}).text = "unit"
        ET.SubElement(group, "context", {"context-type": "linenumber"}).text = str(number)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode").encode()


def _without_lines(element: ET.Element) -> ET.Element:
    for part in element.iter():
        part.attrib.pop(_LINE, None)
    element.tail = None
    return element
