"""Telephone numbers: checked and grouped with libphonenumber's data, never changed."""

import re
import unicodedata
from functools import cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, shortnumberinfo

from handbill.model.regions import Channel

LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE = "\u2066", "\u2069"

_KEYPAD = {
    letter: digit
    for digit, letters in {
        "2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL",
        "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ",
    }.items()
    for letter in letters
}  # fmt: skip
"""ITU-T E.161 keypad letters."""

_FORM_PATTERNS = {
    "national": re.compile(r"[0-9]{6,15}"),
    "short": re.compile(r"[0-9]{2,6}"),
    "star": re.compile(r"[*#][0-9]{2,8}#?"),
    "universal": re.compile(r"111[0-9]{6}"),
}


_WRITTEN = re.compile(r"[0-9*#+ ()./-]+")


def plain_digits(text: str) -> str:
    """Return the text with the digits of every script as ASCII digits."""
    return "".join(
        str(unicodedata.digit(character)) if character.isdigit() else character
        for character in text
    )


def digits_of(text: str) -> str:
    """Return only the ASCII digits of a printed number."""
    return "".join(character for character in text if character in "0123456789")


def dialled_characters(text: str) -> str:
    """Return the characters of a printed number that a person dials."""
    return "".join(character for character in text if character in "0123456789*#")


def spelled_digits(letters: str) -> str:
    """Return the digits that a vanity form spells on the keypad of ITU-T E.161."""
    return "".join(_KEYPAD.get(character, character) for character in letters.upper()
                   if character.isalnum())  # fmt: skip


def number_fault(channel: Channel, country: str) -> str | None:
    """Return what is wrong with a channel's number in its country, if anything."""
    number = channel.number
    if not _FORM_PATTERNS[channel.form].fullmatch(number):
        return (
            f"'{number}' is not a {channel.form} number. Write only the digits people dial, "
            f"without spaces, or change 'form'."
        )
    if channel.form == "national" and not _is_valid(number, country):
        return (
            f"'{number}' is not a valid telephone number in {country}. Compare it with its "
            f"source digit by digit."
        )
    if channel.written and (
        dialled_characters(channel.written) != number or not _WRITTEN.fullmatch(channel.written)
    ):
        return (
            f"'written' is '{channel.written}', which is not '{number}' in groups. Use the same "
            f"digits with spaces, hyphens, dots or parentheses."
        )
    if channel.letters and not (
        spelled_digits(channel.letters) and number.endswith(spelled_digits(channel.letters))
    ):
        return (
            f"'letters' is '{channel.letters}', which spells {spelled_digits(channel.letters)}, "
            f"not the end of '{number}'."
        )
    return None


@cache
def _is_valid(number: str, country: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number_for_region(parsed, country)


def is_emergency_number(number: str, country: str) -> bool:
    """Tell whether libphonenumber lists the number as an emergency number of the country."""
    return bool(shortnumberinfo.is_emergency_number(number, country))


@cache
def printed_number(channel: Channel, country: str, reader_country: str) -> str:
    """Return the number as readers in `reader_country` should see it.

    Inside its own country it is grouped nationally, or as its operator writes it; elsewhere
    it takes the international form. Short, star and universal codes work only at home and
    keep their digits everywhere.
    """
    if channel.form != "national":
        return channel.written or channel.number
    parsed = phonenumbers.parse(channel.number, country)
    if country != reader_country:
        return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
    if channel.written:
        return channel.written
    grouped = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    return grouped if digits_of(grouped) == channel.number else channel.number


def telephone_uri(channel: Channel, country: str) -> str:
    """Return the `tel:` URI (RFC 3966) that dials the channel's number."""
    if channel.form != "national":
        return f"tel:{channel.number.replace('#', '%23')}"
    parsed = phonenumbers.parse(channel.number, country)
    return f"tel:{phonenumbers.format_number(parsed, PhoneNumberFormat.E164)}"


def isolated(number: str) -> str:
    """Return the number for plain text, isolated so that no bidi context reorders it."""
    return f"{LEFT_TO_RIGHT_ISOLATE}{number}{POP_ISOLATE}"
