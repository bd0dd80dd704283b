"""Claims: printed figures with their unit, source and reference year."""

import datetime
from typing import Literal

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
    blocked: str = ""
    """Why it must not be printed; empty where it may."""


class Claims(Record, frozen=True):
    """The file of claims."""

    claims: tuple[Claim, ...]
