"""Catalogs of translations (gettext PO), checked against the English they translate."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.catalog import Message as PoMessage
from babel.messages.pofile import PoFileError, read_po

from handbill.library.roots import Place, read_text
from handbill.model.catalogs import DRAFT, REVIEWED, Catalog, Translation, header_fields
from handbill.model.content import SourceText
from handbill.model.faults import Fault
from handbill.model.languages import Language
from handbill.model.placeholders import placeholders_in, stray_percent_signs

_ENTRY_LINE = re.compile(
    r"(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d+\]) )?"
    r'"(?:[^"\\]|\\[abfnrtv"\\])*"|\s*)'
)
_CONTEXT_LINE = re.compile(r'msgctxt "(.*)"')
_TAG = re.compile(r"<[^>]*>?")
_ALLOWED_INVISIBLE = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060"}
"""Soft hyphen, zero-width space, non-joiner, joiner and word joiner: they shape words."""


def read_catalogs(
    places: dict[str, Place],
    languages: dict[str, Language],
    sources: dict[str, SourceText],
    faults: list[Fault],
) -> dict[str, Catalog]:
    """Return every catalog by language tag."""
    by_directory = {language.directory(): language for language in languages.values()}
    found: dict[str, Catalog] = {}
    for name, place in places.items():
        directory = name.split("/")[0]
        language = by_directory.get(directory)
        if language is None:
            message = f"'{directory}' is not in languages.toml. Add the language there first."
            faults.append(Fault(place.label, "", message))
            continue
        catalog = _read_catalog(place, language, sources, faults)
        if catalog is not None:
            found[language.tag] = catalog
    return found


def _read_catalog(
    place: Place, language: Language, sources: dict[str, SourceText], faults: list[Fault]
) -> Catalog | None:
    text = read_text(place, faults)
    if text is None:
        return None
    text = text.replace("\r\n", "\n")
    problems = [*_line_problems(text), *_header_problems(text)]
    if not problems:
        try:
            parsed = read_po(io.BytesIO(text.encode()), abort_invalid=True)
        except (PoFileError, ValueError) as error:
            problems.append(("", f"This is not a valid catalog: {error}."))
    if problems:
        faults += [Fault(place.label, key, message) for key, message in problems]
        return None
    reviewed = header_fields(text)["X-Review"] == REVIEWED
    return Catalog(language.tag, _translations(parsed, reviewed, place, sources, faults))


def _line_problems(text: str) -> Iterator[tuple[str, str]]:
    """Yield lines that gettext would not accept, and messages that stand twice."""
    contexts: Counter[str] = Counter()
    for number, line in enumerate(text.split("\n"), 1):
        if not _ENTRY_LINE.fullmatch(line):
            yield (
                f"line {number}",
                "This line is not part of a catalog. Quote the whole text, and remove merge marks.",
            )
        context = _CONTEXT_LINE.fullmatch(line)
        if context:
            contexts[context[1]] += 1
            if contexts[context[1]] == 2:
                yield f"line {number}", f"The message '{context[1]}' stands twice. Keep one."


def _header_problems(text: str) -> Iterator[tuple[str, str]]:
    fields = header_fields(text)
    if fields.get("X-Review") not in (DRAFT, REVIEWED):
        yield (
            "X-Review",
            "The header must say 'X-Review: draft' or 'X-Review: reviewed'. Add it.",
        )
    charset = fields.get("Content-Type", "charset=UTF-8").rpartition("charset=")[2].strip()
    if charset.lower() not in ("utf-8", "utf8"):
        yield "Content-Type", f"The header says '{charset}'. Write charset=UTF-8."


def _translations(
    parsed: PoCatalog,
    catalog_reviewed: bool,
    place: Place,
    sources: dict[str, SourceText],
    faults: list[Fault],
) -> dict[str, Translation]:
    found = {}
    for message in parsed:
        source = sources.get(message.context or "")
        text = str(message.string or "")
        if source is None or message.id != source.text or message.fuzzy or _is_blank(text):
            continue
        problems = list(translation_problems(source.text, text))
        key = f"{source.address} (line {message.lineno})"
        faults += [Fault(place.label, key, problem) for problem in problems]
        if not problems:
            found[source.address] = Translation(text, _reviewed(message, catalog_reviewed))
    return found


def _reviewed(message: PoMessage, catalog_reviewed: bool) -> bool:
    if REVIEWED in message.flags:
        return True
    return catalog_reviewed and DRAFT not in message.flags


def translation_problems(source: str, translation: str) -> Iterator[str]:
    """Yield what makes a translation unusable beside its source, as finished sentences."""
    wanted, given = placeholders_in(source), placeholders_in(translation)
    for name in sorted(set(wanted) | set(given)):
        if wanted[name] != given[name]:
            yield (
                f"The placeholder %({name})s stands {given[name]} times instead of "
                f"{wanted[name]}. Copy it from the English as it is."
            )
    if stray_percent_signs(translation) != stray_percent_signs(source):
        yield "A '%' stands outside the placeholders. Copy placeholders from the English."
    if sorted(_TAG.findall(source)) != sorted(_TAG.findall(translation)):
        yield "The markup differs from the English. Use the same tags, each as often."
    if _digits(translation) != _digits(source):
        yield "A digit was added, lost or changed. Numbers come from records, never from texts."
    if _has_address(translation) and not _has_address(source):
        yield "A web address was added. Addresses come from records, never from texts."
    if any(_is_control(character) for character in translation):
        yield "The text holds an invisible control character. Remove it."


def _is_blank(text: str) -> bool:
    return all(c.isspace() or c in _ALLOWED_INVISIBLE for c in text)


def _digits(text: str) -> list[str]:
    return sorted(c for c in text if unicodedata.category(c) in ("Nd", "Nl", "No"))


def _has_address(text: str) -> bool:
    return bool(re.search(r"://|www\.|mailto:|tel:|@", text, re.IGNORECASE))


def _is_control(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cf", "Cc", "Co")
        and character not in _ALLOWED_INVISIBLE
        and character != "\n"
    )
