"""Good editions, each made once: what mutants are made from."""

import datetime
from functools import cache

import msgspec

from handbill.batch.wiring import shelf_of
from handbill.library.library import Library, load_library
from handbill.model.editions import Edition
from handbill.model.findings import Box, Finding
from handbill.model.formats import Output
from handbill.planning.selection import Selection, plan
from handbill.preflight.checks.evidence import Evidence
from handbill.preflight.edition import check_edition
from handbill.preflight.expecting import Expectation, Passage
from handbill.preflight.raster import Code
from handbill.preflight.reading import ReadFile
from handbill.preflight.shaping import Typefaces
from handbill.preflight.texts import Mark
from handbill.press.fonts import isolate_fonts

# Fontconfig reads its configuration once, so before anything imports WeasyPrint.
isolate_fonts()

from handbill.batch.expecting import expectation  # noqa: E402  after the fonts are isolated
from handbill.batch.jobs import job_of  # noqa: E402  as above
from handbill.batch.workshop import Workshop  # noqa: E402  as above
from handbill.composing.pages import Composition  # noqa: E402  as above
from handbill.press.engine import Engine  # noqa: E402  as above
from handbill.press.fitting import Fitted  # noqa: E402  as above
from handbill.press.printing import Job, Printed, print_job  # noqa: E402  as above

TODAY = datetime.date(2026, 11, 22)


class Case(msgspec.Struct, frozen=True):
    """Names of an edition."""

    region: str
    piece: str
    format: str
    languages: str
    output: Output = "screen"


CASES = {
    "en": Case("US", "self-help", "wallet-card", "en"),
    "ar": Case("US", "self-help", "wallet-card", "ar"),
    "ur": Case("US", "bystander", "poster", "ur"),
    "hi": Case("US", "bystander", "wallet-card", "hi"),
    "km": Case("US", "bystander", "wallet-card", "km"),
    "am": Case("US", "bystander", "wallet-card", "am"),
    "zh-Hans": Case("US", "bystander", "wallet-card", "zh-Hans"),
    "two": Case("US", "self-help", "wallet-card", "es+en"),
    "poster-ar": Case("US", "self-help", "poster", "ar"),
    "poster": Case("US", "self-help", "poster", "en"),
    "sheet": Case("US", "bystander", "wallet-card", "en", "home"),
    "turned": Case("US", "bystander", "flyer", "en", "home"),
    "leaflet": Case("US", "bystander", "tri-fold", "ar", "home"),
    "strips": Case("US", "bystander", "tear-off", "en", "home"),
    "tent": Case("US", "bystander", "table-tent", "en", "home"),
}
"""The samples by name; one language each, and one for each trait only some editions have."""

LANGUAGES = ("en", "ar", "ur", "hi", "km", "am", "zh-Hans")
"""Samples in which faults of texts are proven."""

NUMBERED = ("en", "ar", "ur", "hi")
"""Samples in which faults of numbers are proven."""


class LineSpot(msgspec.Struct, frozen=True):
    """One line of a passage."""

    marked: int
    """Marked-content identifier."""
    box: Box
    """In mm from the upper left corner of the page."""
    base: float
    """Height of its base line, counted downward."""


class Spot(msgspec.Struct, frozen=True):
    """Where a passage stands on a good page."""

    page: int
    """Index of the page."""
    passage: Passage
    box: Box
    """In mm from the upper left corner of the page."""
    lines: tuple["LineSpot", ...]


class Sample(msgspec.Struct, frozen=True):
    """A good edition with everything it was made from."""

    name: str
    edition: Edition
    composition: Composition
    sizes: str
    job: Job
    expected: Expectation
    pdf: bytes
    findings: tuple[Finding, ...]
    """What preflight says of the good file."""

    @property
    def number(self) -> str:
        """Return the number in the call slot, as printed."""
        return self.expected.required[0]

    @property
    def message(self) -> Passage:
        """Return the longest message of the lists, whole and in one direction."""
        plain = [
            passage
            for page in self.expected.pages
            for passage in page.passages
            if passage.message_id and len(passage.segments) == 1 and not passage.number
        ]
        listed = [passage for passage in plain if passage.box.startswith("column")]
        return max(listed or plain, key=lambda passage: len(passage.text))


class _Bench(Workshop):
    """A workshop that keeps what it made an edition from."""

    def __init__(self) -> None:
        super().__init__(None, strict=False, today=TODAY)
        self.kept: list[tuple[Composition, Fitted, Printed]] = []

    @property
    def library(self) -> Library:
        return self._library

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def faces(self) -> Typefaces:
        return self._faces

    def _finish(
        self, edition: Edition, composition: Composition, fitted: Fitted, findings: list[Finding]
    ) -> tuple[Printed, list[Finding]]:
        printed, found = super()._finish(edition, composition, fitted, findings)
        self.kept.append((composition, fitted, printed))
        return printed, found

    def sample(self, name: str) -> Sample:
        edition = planned(CASES[name])
        self.kept.clear()
        made = self.make(edition)
        if not self.kept:
            raise ValueError(f"The sample '{name}' cannot be set: {made.reason}")
        composition, fitted, printed = self.kept.pop()
        return Sample(
            name=name,
            edition=edition,
            composition=composition,
            sizes=fitted.sizes,
            job=job_of(edition, composition, self._library),
            expected=expectation(edition, composition, self._library),
            pdf=printed.pdf,
            findings=made.findings,
        )

    def recomposed(self, sample: Sample, edition: Edition) -> str:
        """Return the HTML of a changed edition, as tight as the good one."""
        return self._composer.compose(edition, sample.composition.levels).html


def planned(case: Case) -> Edition:
    """Return the edition a case names."""
    selection = Selection(
        (case.region,), (case.piece,), (case.format,), (case.languages,), (case.output,)
    )
    (edition,), _ = plan(selection, shelf_of(bench().library))
    return edition


@cache
def bench() -> _Bench:
    """Return the one bench of this process."""
    return _Bench()


@cache
def library() -> Library:
    """Return the library the samples are made from."""
    return load_library(None)


@cache
def sample(name: str) -> Sample:
    """Return a good edition by its name in `CASES`."""
    return bench().sample(name)


def reprinted(good: Sample, html: str, styles: str = "") -> bytes:
    """Return the file of changed HTML and CSS, set in the sizes of the good edition."""
    engine = bench().engine
    document = engine.lay_out(
        engine.page(html), [*good.composition.styles, *filter(None, [styles])], good.sizes
    )
    job = msgspec.structs.replace(good.job, html=html)
    return print_job(engine, job, Fitted(document, good.sizes, ())).pdf


def expected_of(good: Sample, html: str) -> Expectation:
    """Return what a file must hold whose changed HTML is meant."""
    composition = msgspec.structs.replace(good.composition, html=html)
    return expectation(good.edition, composition, library())


def checked(pdf: bytes, expected: Expectation) -> list[Finding]:
    """Return what preflight finds in a file."""
    with ReadFile(pdf) as read:
        return check_edition(read, expected, bench().faces)


@cache
def spots(name: str) -> tuple[Spot, ...]:
    """Return where the passages of a sample stand, on the first copy of each page."""
    good = sample(name)
    with ReadFile(good.pdf) as read:
        evidence = Evidence(read, good.expected, bench().faces)
        found = []
        for page in evidence.pages:
            copy = page.copies[0]
            for entry in copy.reading.found:
                by_line: dict[int, list[Mark]] = {}
                for mark in entry.marks:
                    by_line.setdefault(mark.traced.marked, []).append(mark)
                lines = tuple(
                    LineSpot(number, copy.box(marks), marks[0].base)
                    for number, marks in by_line.items()
                )
                found.append(Spot(page.number - 1, entry.passage, copy.box(entry.marks), lines))
    return tuple(found)


@cache
def codes(name: str) -> tuple[Code, ...]:
    """Return the QR codes on the first page of a sample."""
    with ReadFile(sample(name).pdf) as read:
        return tuple(read.pages[0].raster.codes())


def ground(good: Sample, spot: Spot) -> tuple[float, float, float]:
    """Return the colour left of a passage, from 0 to 1."""
    left, top, _, bottom = spot.box
    with ReadFile(good.pdf) as read:
        pixels = read.pages[spot.page].raster.crop((left - 0.9, top, left - 0.4, bottom))
        red, green, blue = (float(channel) / 255 for channel in pixels[0, 0])
    return red, green, blue
