"""Checks of notices that laws ask for: posting.*, on Handbill's own and on anybody's.

They measure what a law's text gives in figures and words that can be looked for. They are no
legal advice: `handbill list postings` names each law and its sources.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from handbill.model.findings import Finding
from handbill.model.numbers import dialled_characters
from handbill.model.postings import MM_PER_INCH, ElementKind, Posting
from handbill.preflight.checks.claims import figures, without_numbers
from handbill.preflight.checks.evidence import Evidence, PageEvidence
from handbill.preflight.numbers import Line, lines
from handbill.preflight.phones import Known, candidates
from handbill.preflight.reading import Glyph, ReadFile
from handbill.preflight.texts import Found

PAGE_TOLERANCE = 0.5
"""Deviation of a page size that no ruler shows, in mm."""

SIZE_TOLERANCE = 0.1
"""Rounding of type sizes, in pt."""

EQUAL = 0.8
"""Smallest share of the largest language's room that still counts as equal."""

WORDS: dict[ElementKind, dict[str, tuple[str, ...]]] = {
    "forced": {"en": ("force", "forced", "forcing"), "es": ("oblig", "forzad", "fuerza")},
    "protected": {"en": ("protect", "rights"), "es": ("proteg", "derechos")},
    "always": {"en": ("24", "night"), "es": ("24", "noche")},
    "free": {"en": ("free",), "es": ("gratis", "gratuit", "sin costo")},
    "nonprofit": {"en": ("nonprofit", "non-profit", "nongovernmental", "non-governmental"),
                  "es": ("lucro", "gubernamental")},
    "confidential": {"en": ("confidential",), "es": ("confidencial",)},
    "anonymous": {"en": ("anonymous",), "es": ("anónim",)},
    "languages": {"en": ("languages", "interpreter"), "es": ("idiomas", "lenguas", "intérpret")},
    "services": {"en": ("services", "referral"), "es": ("servicios", "remisi")},
    "signs": {"en": ("passport", "papers", "identification", "forced"),
              "es": ("pasaporte", "documentos", "identificaci", "oblig")},
    "crime": {"en": ("crime",), "es": ("delito", "crimen")},
    "heading": {"en": ("trafficking",), "es": ("trata", "tráfico")},
    "required": {"en": ("required",), "es": ("exig", "requerid", "requier", "ley")},
    "retaliation": {"en": ("punish", "retaliat"), "es": ("castig", "represalia")},
    "training": {"en": ("training", "trained", "learn"), "es": ("capacita", "aprend")},
}  # fmt: skip
"""Words by which each thing a law asks for is recognised on anybody's notice."""


def check_posting(evidence: Evidence, posting: Posting) -> Iterator[Finding]:
    """Yield what Handbill's own notice lacks of what its law asks for."""
    yield from _check_page(evidence.read, posting)
    found = [
        (page, item)
        for page in evidence.pages
        for copy in page.copies
        for item in copy.reading.found
        if item.passage.box not in ("imprint", "law") and item.marks
    ]
    yield from _check_own_sizes(found, posting)
    yield from _check_own_bold(found, posting)
    said = {
        item.passage.language
        for _, item in found
        if item.passage.message_id and not item.passage.number and not item.missing
        and any(map(str.isalpha, item.passage.text))
    }  # fmt: skip
    for tag in posting.languages if not posting.separate else ():
        if tag not in said:
            yield _missing_language(tag, posting)
    if posting.equal_portions:
        yield from _check_portions(found, posting)


Read = Sequence[tuple[PageEvidence, Found]]


def _check_own_sizes(found: Read, posting: Posting) -> Iterator[Finding]:
    for page, item in found:
        law = posting.type_size
        if item.passage.number:
            law = posting.number_size or posting.type_size
        smallest = min(mark.size for mark in item.marks)
        # The large number is what the law means; one in a sentence is text.
        if item.passage.number and item.passage.message_id:
            law = posting.type_size
        if law and smallest < law - SIZE_TOLERANCE:
            yield Finding(
                "posting.number" if item.passage.number else "posting.type",
                "error",
                f"'{item.passage.name}' is set in {smallest:.1f} pt; "
                f"{posting.instrument} asks for {law:g} pt at least. Give it more room.",
                page=page.number,
                message_id=item.passage.message_id or None,
            )


def _check_own_bold(found: Read, posting: Posting) -> Iterator[Finding]:
    for page, item in found:
        asked = posting.bold == "all" or (posting.bold == "numbers" and item.passage.number)
        if asked and not all(mark.token[0].endswith(" Bold") for mark in item.marks):
            yield Finding(
                "posting.number" if item.passage.number else "posting.type",
                "error",
                f"'{item.passage.name}' is not bold; "
                f"{posting.instrument} asks for bold type. Set it bold.",
                page=page.number,
                message_id=item.passage.message_id or None,
            )


def _check_portions(found: Read, posting: Posting) -> Iterator[Finding]:
    rooms: dict[str, float] = {}
    for _, item in found:
        if item.passage.box.startswith("column"):
            wide = max(mark.right for mark in item.marks) - min(m.left for m in item.marks)
            rooms[item.passage.language] = max(rooms.get(item.passage.language, 0.0), wide)
    if rooms and min(rooms.values()) < EQUAL * max(rooms.values()):
        least = min(rooms, key=lambda tag: rooms[tag])
        yield Finding(
            "posting.language",
            "error",
            f"The text in {least} has less room than the others; {posting.instrument} asks for "
            f"equal portions. Give each language the same.",
        )


def _check_page(read: ReadFile, posting: Posting) -> Iterator[Finding]:
    for number, page in enumerate(read.pages, 1):
        if posting.page:
            short, long = (side * MM_PER_INCH for side in posting.page)
            least, most = sorted((page.width, page.height))
            if least < short - PAGE_TOLERANCE or most < long - PAGE_TOLERANCE:
                asked = " × ".join(f"{side:g}" for side in posting.page)
                yield Finding(
                    "posting.page",
                    "error",
                    f"Page {number} measures {least / MM_PER_INCH:.2f} × "
                    f"{most / MM_PER_INCH:.2f} in; {posting.instrument} asks for {asked} in at "
                    f"least. Print it larger, and not with 'fit to page'.",
                    page=number,
                )
        if posting.landscape and page.width < page.height:
            yield Finding(
                "posting.orientation",
                "error",
                f"Page {number} stands upright; {posting.instrument} asks for a sheet on its "
                f"long side. Turn the design.",
                page=number,
            )


def _missing_language(tag: str, posting: Posting) -> Finding:
    return Finding(
        "posting.language",
        "error",
        f"Nothing on the notice was found in {tag}; {posting.instrument} asks for "
        f"{', '.join(posting.languages)}. Add it.",
    )


def check_any_notice(
    read: ReadFile, posting: Posting, numbers: Sequence[Known]
) -> Iterator[Finding]:
    """Yield what anybody's notice lacks of what a law asks for.

    Args:
        read: the file.
        posting: the law.
        numbers: the numbers the law asks for.
    """
    if not posting.own_design:
        yield Finding(
            "posting.design",
            "error",
            f"{posting.instrument} allows no design of one's own. {posting.official_sheet}",
        )
    yield from _check_page(read, posting)
    text = [line for page in read.pages for line in lines(page.glyphs)]
    glyphs = [glyph for page in read.pages for glyph in page.glyphs if glyph.inside]
    yield from _check_type(glyphs, posting)
    yield from _check_numbers(text, posting, numbers)
    yield from _check_words(text, posting)
    yield from _check_content(text, posting)


def _check_content(text: Sequence[Line], posting: Posting) -> Iterator[Finding]:
    """Yield a finding for each statistic on a notice that may say nothing but how to get help."""
    if not posting.exclusive:
        return
    for line in text:
        for figure in figures(without_numbers(line.text)):
            if re.fullmatch(r"(19|20)[0-9]{2}", figure):
                continue
            yield Finding(
                "posting.content",
                "error",
                f"'{figure}' looks like a statistic; {posting.instrument} allows only what tells "
                f"of help. Take it out.",
                box=line.box,
            )


def _check_type(glyphs: Sequence[Glyph], posting: Posting) -> Iterator[Finding]:
    if not posting.type_size or not glyphs:
        return
    small = [glyph for glyph in glyphs if glyph.size < posting.type_size - SIZE_TOLERANCE]
    share = len(small) / len(glyphs)
    if small:
        yield Finding(
            "posting.type",
            "error" if share > 0.15 else "warning",
            f"{share:.0%} of the characters are smaller than the {posting.type_size:g} pt that "
            f"{posting.instrument} asks for, down to {min(g.size for g in small):.1f} pt. All "
            f"text that the law asks for must be larger; a publisher's line need not.",
        )


def _check_numbers(
    text: Sequence[Line], posting: Posting, numbers: Sequence[Known]
) -> Iterator[Finding]:
    sizes: dict[str, float] = {}
    for line in text:
        dialled = {candidate.dialled for candidate in candidates(line.text)}
        for run in dialled | {dialled_characters(line.text)}:
            sizes[run] = max(sizes.get(run, 0.0), line.size)
    law = posting.number_size or posting.type_size or 0.0
    for at, known in enumerate(numbers):
        printed = [sizes[way] for way in known.dialled if way in sizes]
        # What follows the first number may be a text number inside a sentence.
        if printed and at == 0 and max(printed) < law - SIZE_TOLERANCE:
            yield Finding(
                "posting.number",
                "error",
                f"{known.printed} is set in {max(printed):.1f} pt; {posting.instrument} asks for "
                f"{law:g} pt at least. Print it larger.",
            )
        if not printed:
            yield Finding(
                "posting.number",
                "error",
                f"{known.printed} ({known.name}) was not found; {posting.instrument} asks for "
                f"it. Add it.",
            )


def _check_words(text: Sequence[Line], posting: Posting) -> Iterator[Finding]:
    whole = _folded(" ".join(without_numbers(line.text) for line in text))
    for tag in posting.languages or ("en",):
        lacking = [
            element
            for element in posting.elements
            if (words := WORDS.get(element, {}).get(tag))
            and not any(_stands(word, whole) for word in words)
        ]
        asked = [element for element in posting.elements if WORDS.get(element, {}).get(tag)]
        said = any(
            _stands(word, whole)
            for element in asked
            for word in WORDS[element][tag]
            if word.isalpha() and not _is_shared(element, word)
        )
        if asked and not said:
            yield _missing_language(tag, posting)
            continue
        for element in lacking:
            yield Finding(
                "posting.element",
                "error",
                f"No word for '{element}' was found in {tag}; {posting.instrument} asks the "
                f"notice to say it. Add it, in words of your own.",
            )


def _stands(word: str, text: str) -> bool:
    """Tell whether a word, or one that begins with it, stands in folded text."""
    return bool(re.search(rf"\b{re.escape(_folded(word))}{WHOLE.get(word, '')}", text))


def _is_shared(element: ElementKind, word: str) -> bool:
    """Tell whether a word is one of several languages, and so tells of none."""
    return sum(word in words for words in WORDS[element].values()) > 1


WHOLE = dict.fromkeys(("24", "ley", "free", "force", "forced", "forcing"), r"\b")
"""Words that must not be the beginning of another."""


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())
