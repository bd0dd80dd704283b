"""Findings: what checking an edition found."""

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "note"]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in mm from the page's top left corner."""

CHECKS: dict[str, str] = {
    "number.missing": "A number the edition must carry is not on the finished page.",
    "number.order": "A number's digits stand in the wrong order on the finished page.",
    "number.stale": "A number was last checked longer ago than its record allows.",
    "glyph.missing": "A character has no glyph in any allowed font.",
    "font.unexpected": "A font is used that is not on the list of the edition's languages.",
    "font.not-embedded": "A font is not embedded in the file.",
    "text.overflow": "A text does not fit its box, or runs off the page.",
    "page.size": "A page does not have the declared size, or the page count is wrong.",
    "lang.missing": "The file does not declare its language.",
    "translation.missing": "A message of the edition has no translation.",
    "translation.unreviewed": "Translations on the page have not been reviewed.",
}
"""The checks there are now, with what each finds. The ids are public."""


class Finding(msgspec.Struct, frozen=True, omit_defaults=False):
    """One thing that checking found."""

    check: str
    severity: Severity
    message: str
    page: int | None = None
    box: Box | None = None
    message_id: str | None = None
