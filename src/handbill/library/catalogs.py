"""Catalogs of translations (gettext PO), checked against the English they translate."""

import io
import re
import unicodedata
from collections.abc import Iterator

from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.catalog import Message as PoMessage
from babel.messages.pofile import PoFileError, read_po

from handbill.library.roots import Place, read_text
from handbill.model.catalogs import Catalog, Translation
from handbill.model.content import SourceText
from handbill.model.faults import Fault
from handbill.model.languages import Language
from handbill.model.placeholders import placeholders_in

DRAFT, REVIEWED = "draft", "reviewed"

_REVIEW_HEADER = re.compile(r'^"X-Review: *(\w+)\\n"$', re.MULTILINE)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^>]*>")


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
    try:
        parsed = read_po(io.BytesIO(text.encode()), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        faults.append(Fault(place.label, "", f"This is not a valid catalog: {error}."))
        return None
    state = _REVIEW_HEADER.search(text)
    if state is None or state[1] not in (DRAFT, REVIEWED):
        message = "The header must say 'X-Review: draft' or 'X-Review: reviewed'. Add it."
        faults.append(Fault(place.label, "X-Review", message))
        return None
    translations = _translations(parsed, state[1] == REVIEWED, place, sources, faults)
    return Catalog(language.tag, translations)


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
        if source is None or message.id != source.text or message.fuzzy or not message.string:
            continue
        problems = list(translation_problems(source.text, str(message.string)))
        key = f"{source.address} (line {message.lineno})"
        faults += [Fault(place.label, key, problem) for problem in problems]
        if not problems:
            reviewed = _reviewed(message, catalog_reviewed)
            found[source.address] = Translation(str(message.string), reviewed)
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
    if sorted(_TAG.findall(source)) != sorted(_TAG.findall(translation)):
        yield "The markup differs from the English. Use the same tags, each as often."
    if _digit_count(translation) != _digit_count(source):
        yield "A digit was added or lost. Numbers come from records, never from texts."
    if any(unicodedata.bidirectional(character) in _BIDI_CONTROLS for character in translation):
        yield "The text holds an invisible control of writing direction. Remove it."


_BIDI_CONTROLS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def _digit_count(text: str) -> int:
    return sum(unicodedata.category(character) == "Nd" for character in text)
