"""Postings: laws that say what a notice must show, as facts that can be measured."""

import datetime
from typing import ClassVar, Literal

from handbill.model.regions import Confidence, Record, Source

MM_PER_INCH = 25.4

ElementKind = Literal[
    "forced", "call", "protected", "always", "free", "nonprofit", "confidential", "anonymous",
    "languages", "services", "signs", "papers", "debt", "leave", "free-aid", "crime", "heading",
    "required", "retaliation", "training", "report-police",
]  # fmt: skip
"""What a law asks a notice to say, each met by one message of the piece `posting`."""


class Posting(Record, frozen=True):
    """A law that says what a notice must show. Facts only; not legal advice."""

    jurisdiction: str
    """Code of the region, e.g. `US-CA`."""
    instrument: str
    """The law, as it is cited."""
    year: int
    mandatory: Literal["yes", "no", "unknown"]
    who: tuple[str, ...]
    """Who must post it, or is asked to."""
    sources: tuple[Source, ...]
    checked: datetime.date
    confidence: Confidence
    place: str = ""
    """The town or county, where it is not the whole region."""
    place_names: dict[str, str] = {}
    """Name of the state or country as the law's notice names it, by language."""
    in_force: str = ""
    placement: str = ""
    penalty: str = ""
    page: tuple[float, float] | None = None
    """Smallest page in inches, short side first; none where the law gives none."""
    paper: str = ""
    """The paper on which all it asks for has room in its type size, where the usual has none."""
    landscape: bool = False
    """Whether the page must lie on its long side."""
    type_size: float | None = None
    """Smallest type of the notice in pt."""
    number_size: float | None = None
    """Smallest type of the numbers in pt."""
    bold: Literal["none", "numbers", "all"] = "none"
    languages: tuple[str, ...] = ()
    """Languages that must stand on it (BCP 47)."""
    languages_note: str = ""
    separate: bool = False
    """Whether each language needs a sheet of its own."""
    equal_portions: bool = False
    """Whether the languages must have equal room."""
    hotlines: tuple[str, ...] = ()
    """Ids of the hotlines whose numbers must stand on it."""
    text_number: bool = False
    """Whether the first hotline's number for text messages must stand on it."""
    elements: tuple[ElementKind, ...] = ()
    """What it must say."""
    languages_count: int | None = None
    """How many languages the law's text says the line answers in."""
    exclusive: bool = False
    """Whether it may say nothing else: no statistics, slogans, logos."""
    own_design: bool = True
    """Whether a design of one's own is allowed."""
    official_sheet: str = ""
    """Which official sheet to post instead, where it is not."""
    conflicts: tuple[str, ...] = ()
    """Where sources disagree, and which value was taken: the strictest."""
    note: str = ""
    derived: ClassVar[frozenset[str]] = frozenset({"id"})
    id: str = ""
    """Taken from the file's name, e.g. `us-ca`."""

    def country(self) -> str:
        """Return the ISO 3166-1 code of the country the law is of."""
        return self.jurisdiction.split("-", maxsplit=1)[0]
