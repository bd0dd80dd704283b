"""Claims: printed figures with their unit, source and reference year."""

import datetime
import unicodedata
from decimal import Decimal
from typing import Literal

from babel.numbers import format_compact_decimal, format_decimal, format_percent

from handbill.model.languages import cldr_locale
from handbill.model.regions import Confidence, Record

Unit = Literal[
    "detected victims", "estimated people", "hotline contacts", "web addresses", "US dollars"
]


class Claim(Record, frozen=True):
    """A figure that may be printed, or that must not be."""

    id: str
    statement: str
    """What the figure says, in English."""
    written: tuple[str, ...]
    """The ways the figure may be written, e.g. `38 %`, `27.6 million`."""
    unit: Unit
    population: str
    """Whom or what it counts."""
    year: int
    """Reference year: the year the figure is about, not the one it was published in."""
    source: str
    """Who says so, as it must stand on the sheet, e.g. `UNODC`."""
    title: str
    """The publication."""
    url: str
    """Address of the original page."""
    checked: datetime.date
    confidence: Confidence
    percent: float | None = None
    """The value, where it is a share in percent."""
    count: float | None = None
    """The value, where it is a number of people or things."""
    blocked: str = ""
    """Why it must not be printed; empty where it may."""

    def figure(self, language: str) -> str:
        """Return the figure as readers of a language write it (CLDR), with digits 0-9."""
        locale = cldr_locale(language)
        if self.percent is not None:
            share = Decimal(str(self.percent)) / 100
            shown = format_percent(share, locale=locale, decimal_quantization=False)
        elif self.count is not None and self.count >= 1_000_000:
            # Chinese and Japanese have one compact form only.
            style: Literal["long", "short"] = (
                "long" if "long" in locale.compact_decimal_formats else "short"
            )
            shown = format_compact_decimal(
                self.count, format_type=style, locale=locale, fraction_digits=2
            )
        elif self.count is not None:
            shown = format_decimal(self.count, locale=locale)
        else:
            shown = self.written[0]
        return "".join(sign for sign in shown if unicodedata.category(sign) != "Cf")


class Claims(Record, frozen=True):
    """The file of claims."""

    claims: tuple[Claim, ...]
