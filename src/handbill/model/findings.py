"""Findings: what checking an edition found."""

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "note"]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in mm from the page's top left corner."""

CHECKS: dict[str, str] = {
    "number.missing": "A number the edition must carry is not on the finished page.",
    "number.order": "A number's digits stand in the wrong order on the finished page.",
    "number.unknown": "A run of digits looks like a number to dial and belongs to no record.",
    "number.stale": "A number was last checked longer ago than its record allows.",
    "glyph.missing": "A character has no glyph in any allowed font.",
    "font.unexpected": "A font is used that is not on the list of the edition's languages.",
    "font.not-embedded": "A font is not embedded in the file.",
    "text.missing": "A text is not on its page, or not whole.",
    "text.overflow": "A text does not fit its box, runs off the page, or lies over another.",
    "text.too-small": "A text is smaller than its format allows.",
    "text.unexpected": "Letters on the page belong to no text of the edition.",
    "qr.unreadable": "A QR code cannot be read, or not from a cheap copy.",
    "qr.payload": "A QR code says something else than the record.",
    "page.size": "A page has not the declared size, place, scale or number of pages.",
    "page.safe-area": "Something that matters stands too near to the trim edge.",
    "page.bleed": "A page for press has no trim box, or too little bleed.",
    "color.contrast": "A text cannot be seen against what is behind it, in colour or in grey.",
    "color.space": "A page for press uses colours that are not CMYK.",
    "tags.missing": "A tagged file lacks what a screen reader needs.",
    "lang.missing": "The file, or a run of it, does not declare its language.",
    "posting.page": "A notice is smaller than its law asks for.",
    "posting.orientation": "A notice lies on another side than its law asks for.",
    "posting.type": "A text of a notice is smaller than its law asks for, or not bold.",
    "posting.number": "A number the law asks for is missing, or on our own too small or not bold.",
    "posting.language": "A language that the law asks for is missing, or has less room.",
    "posting.element": "A notice does not say something that its law asks for.",
    "posting.content": "A notice says more than its law allows.",
    "posting.design": "The law allows no design of one's own.",
    "claim.unsourced": "A statistic has no claim, or its source is not on the sheet.",
    "translation.missing": "A message of the edition has no translation.",
    "translation.unreviewed": "Translations on the page have not been reviewed.",
    "edition.unknown": "The file claims to be an edition that the directory does not make.",
    "file.unreadable": "The file is no PDF that can be read within the limits.",
    "file.active": "Opening the file may run a script, start a program or send something.",
}
"""The checks there are now, with what each finds. The ids are public."""


def shortened(text: str) -> str:
    """Return the beginning of a text, long enough to be known again in a message."""
    return text if len(text) <= 40 else f"{text[:39]}…"


class Finding(msgspec.Struct, frozen=True, omit_defaults=False):
    """One thing that checking found."""

    check: str
    severity: Severity
    message: str
    page: int | None = None
    box: Box | None = None
    message_id: str | None = None
