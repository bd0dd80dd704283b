"""Organizations: every word, colour, picture and number of theirs checked before it is used."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec
from babel import Locale

from handbill.library.content import records_by_folder
from handbill.library.logos import read_logo
from handbill.library.roots import Place
from handbill.model.colors import HEX_COLOR, contrast
from handbill.model.faults import Fault
from handbill.model.languages import is_known_language
from handbill.model.numbers import number_fault, plain_digits
from handbill.model.organizations import Contact, Organization

LONGEST_NAME, LONGEST_LINE, LONGEST_ADDRESS = 60, 80, 60
"""Most characters that have room."""

GROUNDS = {"the paper": "#f6f1e7", "white": "#ffffff"}
"""What headings stand on."""

LEAST_CONTRAST = 4.5
"""Smallest contrast of text with its ground (WCAG 2.2, 1.4.3)."""

_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"
"""Signs without a shape that Persian, Hindi and others are written with."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HOURS = re.compile(
    r"(?<!\d)(?<!\d[-–. ])\d{1,2}(?:[:.]\d\d)? ?[-–] ?\d{1,2}(?:[:.]\d\d)?(?![-–. ]?\d)"
)
_DIALLED = re.compile(r"\d(?:[ ().+-]*\d)*")
_SHORTEST_NUMBER, _SHORTEST_IN_ADDRESS = 3, 7
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_WEB = re.compile(r"https://(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:/[A-Za-z0-9._~/-]*)?")
_COUNTRIES = {
    code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code)
} - {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # fmt: skip

Problems = Iterator[tuple[str, str]]


def read_organizations(places: dict[str, Place], faults: list[Fault]) -> dict[str, Organization]:
    """Return every organization by id, the name of its folder, with its logo."""
    found: dict[str, Organization] = {}
    for folder, place, record in records_by_folder(places, Organization, faults):
        problems = [*_word_problems(record), *_accent_problems(record)]
        if record.contact is not None:
            problems += _contact_problems(record.contact)
        logo, wrong = read_logo(place.path.parent, record.logo) if record.logo else (None, [])
        problems += [("logo", problem) for problem in wrong]
        faults += [Fault(place.label, key, problem) for key, problem in problems]
        found[folder] = msgspec.structs.replace(
            record,
            id=folder,
            accent=record.accent.lower(),
            logo_data=logo.data if logo else "",
            logo_size=logo.size if logo else (0.0, 0.0),
        )
    return found


def _word_problems(record: Organization) -> Problems:
    if not record.name.strip():
        yield "name", "The name is empty. Write how the organization calls itself."
    yield from _text_problems("name", record.name, LONGEST_NAME)
    yield from _text_problems("line", record.line, LONGEST_LINE)
    if record.line_language and not is_known_language(record.line_language):
        message = f"CLDR does not know '{record.line_language}'. Write a tag such as pt-BR."
        yield "line-language", message
    elif record.line and not record.line_language:
        yield "line-language", 'A line needs its language. Add line-language = "en", or its own.'


def _text_problems(key: str, text: str, most: int) -> Problems:
    if len(text) > most:
        yield key, f"It has {len(text)} characters; there is room for {most}. Shorten it."
    odd = [
        character
        for character in text
        if unicodedata.category(character) in _UNSEEN and character not in _JOINERS
    ]
    if odd:
        message = (
            f"It holds U+{ord(odd[0]):04X}, which is not seen and can turn or hide the text "
            f"around it. Remove it."
        )
        yield key, message
    plain = _HOURS.sub(" ", _YEAR.sub(" ", plain_digits(text)))
    if number := _number_in(plain, _SHORTEST_NUMBER):
        message = (
            f"'{number}' could be dialled, and nothing here checks it. Remove it; a number to "
            f"call belongs in [contact]."
        )
        yield key, message


def _number_in(text: str, fewest: int) -> str:
    """Return the first run of digits that is long enough to be a telephone number."""
    runs = (found[0] for found in _DIALLED.finditer(text))
    return next((run for run in runs if sum(map(str.isdigit, run)) >= fewest), "")


def _accent_problems(record: Organization) -> Problems:
    color = record.accent.lower()
    if not color:
        return
    if not HEX_COLOR.fullmatch(color):
        yield "accent", f"'{record.accent}' is no colour. Write it as #rrggbb, such as #8a1f5c."
        return
    for ground, ground_color in GROUNDS.items():
        ratio = contrast(color, ground_color)
        if ratio < LEAST_CONTRAST:
            message = (
                f"'{color}' has a contrast of {ratio:.1f} : 1 on {ground} ({ground_color}), and "
                f"headings need {LEAST_CONTRAST} : 1. Choose a darker colour."
            )
            yield "accent", message


def _contact_problems(contact: Contact) -> Problems:
    unused = ("address",) if contact.kind == "call" else ("number", "country")
    for key in unused:
        if getattr(contact, key):
            message = (
                f"A contact of the kind '{contact.kind}' has no {key}. Remove it, or change 'kind'."
            )
            yield f"contact.{key}", message
    yield from (_number_problems(contact) if contact.kind == "call" else _address_problems(contact))
    if not contact.source.strip():
        message = 'Say who or which page states it, such as "the organization itself".'
        yield "contact.source", message
    if contact.checked > datetime.date.today():
        message = f"{contact.checked} lies in the future. Write the day of the check."
        yield "contact.checked", message


def _number_problems(contact: Contact) -> Problems:
    if not contact.number:
        yield "contact.number", "A contact to call needs its number. Add it."
    if contact.country not in _COUNTRIES:
        message = (
            f"'{contact.country}' is no ISO 3166-1 code of a country. Write the country whose "
            f"number it is, such as US or GB."
        )
        yield "contact.country", message
    elif contact.number and (fault := number_fault(contact.channel(), contact.country)):
        yield "contact.number", fault


def _address_problems(contact: Contact) -> Problems:
    address = contact.address
    if not address:
        yield (
            "contact.address",
            f"A contact of the kind '{contact.kind}' needs its address. Add it.",
        )
        return
    if contact.kind == "email" and not _EMAIL.fullmatch(address):
        yield (
            "contact.address",
            f"'{address}' is no e-mail address. Write one such as aid@example.org.",
        )
    elif contact.kind == "web" and not _is_page(address):
        message = (
            f"'{address}' is no address of a page that people can type. Write it with https:// "
            f"and without ?, # or signs other than - . _ ~ /."
        )
        yield "contact.address", message
    if len(address) > LONGEST_ADDRESS:
        message = (
            f"It has {len(address)} characters; there is room for {LONGEST_ADDRESS}. Use a "
            f"shorter one."
        )
        yield "contact.address", message
    if number := _number_in(address, _SHORTEST_IN_ADDRESS):
        message = (
            f"'{number}' could be dialled, and nothing here checks it. Use a contact of the kind "
            f"'call' for a number."
        )
        yield "contact.address", message


def _is_page(address: str) -> bool:
    return bool(_WEB.fullmatch(address) and urlsplit(address).hostname)
