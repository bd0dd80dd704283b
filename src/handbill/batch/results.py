"""What became of each edition."""

import datetime
from typing import Literal

import msgspec

from handbill.composing.uses import Uses
from handbill.model.editions import Edition
from handbill.model.findings import Finding

Status = Literal["delivered", "unchanged", "rejected", "failed", "skipped"]

STATUSES: tuple[Status, ...] = ("delivered", "unchanged", "rejected", "failed", "skipped")


class HotlineResult(msgspec.Struct, frozen=True):
    """One channel an edition prints."""

    id: str
    channel: str
    printed: str
    checked: datetime.date
    confidence: str


class Made(msgspec.Struct, frozen=True):
    """An edition as a worker hands it over."""

    edition: Edition
    data: bytes | None
    reason: str
    findings: tuple[Finding, ...]
    pages: int
    seconds: float
    sha256: str = ""
    hotlines: tuple[HotlineResult, ...] = ()
    emergency: tuple[str, ...] = ()
    """The emergency numbers it prints."""
    key: str = ""
    """The same key, the same bytes; see `handbill.batch.keys`."""
    uses: Uses | None = None
    """What it was made from, to find its key again."""


class EditionResult(msgspec.Struct, frozen=True):
    """What became of an edition; the contract of `--json`."""

    id: str
    path: str
    region: str
    piece: str
    format: str
    languages: tuple[str, ...]
    output: str
    paper: str
    status: Status
    reason: str = ""
    pages: int = 0
    sha256: str = ""
    seconds: float = 0.0
    hotlines: tuple[HotlineResult, ...] = ()
    emergency: tuple[str, ...] = ()
    """The emergency numbers it prints."""
    findings: tuple[Finding, ...] = ()


class Summary(msgspec.Struct, frozen=True):
    """How many editions ended how."""

    delivered: int
    unchanged: int
    rejected: int
    failed: int
    skipped: int
    seconds: float


class Report(msgspec.Struct, frozen=True):
    """The whole of a run; the contract of `--json`."""

    editions: tuple[EditionResult, ...]
    summary: Summary


def edition_result(
    edition: Edition, status: Status, reason: str = "", made: Made | None = None
) -> EditionResult:
    """Return the result of an edition."""
    return EditionResult(
        id=edition.id,
        path=edition.path,
        region=edition.region,
        piece=edition.piece,
        format=edition.format,
        languages=edition.languages,
        output=edition.output,
        paper=edition.paper,
        status=status,
        reason=reason,
        pages=made.pages if made else 0,
        sha256=made.sha256 if made else "",
        seconds=made.seconds if made else 0.0,
        hotlines=made.hotlines if made else (),
        emergency=made.emergency if made else (),
        findings=made.findings if made else (),
    )


def report(results: list[EditionResult], seconds: float) -> Report:
    """Return the report of a run, editions in the order of their names."""
    ordered = tuple(sorted(results, key=lambda result: result.id))
    counts = {status: sum(result.status == status for result in ordered) for status in STATUSES}
    return Report(ordered, Summary(**counts, seconds=round(seconds, 3)))
