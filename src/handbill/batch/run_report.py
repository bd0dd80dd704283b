"""The report page of a run: what was asked, what became of it, and what to do."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import jinja2
import msgspec

from handbill import __version__
from handbill.batch.delivery import write_atomically
from handbill.batch.results import STATUSES, EditionResult, Report
from handbill.model.runs import Choices, Entry, Exclusion, RunFile, names_of
from handbill.preflight.report import FindingGroup, counted, grouped, printable

REPORT = "report.html"

_SIGN = '<meta name="generator" content="Handbill'
"""Stands in each report, so that no page of anyone else's is overwritten."""

_MOST_NAMES = 200
"""How many editions are listed for one reason before the rest is counted."""

_USUAL = {"regions": "all", "pieces": "all", "formats": "all that suit",
          "languages": "those of each region", "outputs": "home"}  # fmt: skip
"""What a key that is not written stands for."""


class Asked(msgspec.Struct, frozen=True):
    """What a run was asked for."""

    label: str
    """The name of the run file."""
    run: RunFile
    workspace: str
    """The workspace it was made with, empty without one."""
    strict: bool
    excluded: int
    """How many editions the file itself leaves out."""
    when: datetime.datetime


class Reason(msgspec.Struct, frozen=True):
    """Editions that are not there for one reason."""

    status: str
    text: str
    ids: tuple[str, ...]
    more: int
    findings: tuple[FindingGroup, ...]
    """The errors that the first of them shows."""

    @property
    def count(self) -> int:
        """Return how many editions there are."""
        return len(self.ids) + self.more


class _Facts(msgspec.Struct, frozen=True):
    title: str
    facts: tuple[tuple[str, str], ...]


def is_foreign_report(folder: Path) -> bool:
    """Tell whether a page stands where the report goes that Handbill did not write.

    Raises:
        OSError: where the page cannot be read.
    """
    path = folder / REPORT
    return path.exists() and _SIGN not in path.read_text("utf-8", "replace")


def write_run_report(folder: Path, asked: Asked, report: Report) -> Path:
    """Write the report page of a run to its folder and return its path.

    Raises:
        OSError: where the folder cannot be written.
    """
    path = folder / REPORT
    write_atomically(path, _page(asked, report).encode("utf-8", "replace"))
    return path


def reasons(results: Iterable[EditionResult], *statuses: str) -> tuple[Reason, ...]:
    """Return the reasons of editions with these statuses, the most frequent first."""
    same: dict[tuple[str, str], list[EditionResult]] = {}
    for result in results:
        if result.status in statuses:
            same.setdefault((result.status, result.reason), []).append(result)
    found = [
        Reason(
            status=status,
            text=text,
            ids=tuple(member.id for member in members[:_MOST_NAMES]),
            more=max(0, len(members) - _MOST_NAMES),
            findings=grouped(one for one in members[0].findings if one.severity == "error"),
        )
        for (status, text), members in same.items()
    ]
    return tuple(sorted(found, key=lambda reason: -reason.count))


def _page(asked: Asked, report: Report) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    summary = report.summary
    return environment.get_template("run-report.html.j2").render(
        version=__version__,
        asked=asked,
        when=f"{asked.when:%d %B %Y, %H:%M}".lstrip("0"),
        entries=[*_entries(asked.run)],
        others=[*_others(asked)],
        summary=summary,
        ready=summary.delivered + summary.unchanged,
        counted=counted,
        rejections=reasons(report.editions, "rejected", "failed"),
        omissions=reasons(report.editions, "skipped"),
        stale=_stale(report),
        regions=_by_region(report),
    )


def _entries(run: RunFile) -> Iterator[_Facts]:
    """Yield what each run of the file asks for, with what it takes from the file's own keys."""
    for number, (prefix, entry) in enumerate(run.entries(), 1):
        facts = dict(_USUAL) | dict(_said(run)) | (dict(_said(entry)) if prefix else {})
        yield _Facts(f"Run {number}" if prefix else "", tuple(facts.items()))


def _others(asked: Asked) -> Iterator[_Facts]:
    overrides = [
        (code, "; ".join(f"{name} {text}" for name, text in _said(choices)))
        for code, choices in asked.run.region.items()
    ]
    if overrides:
        yield _Facts("Otherwise for", tuple(overrides))
    exclusions = [("editions with", ", ".join(f"{name} {text}" for name, text in _said(exclusion)))
                  for exclusion in asked.run.exclude]  # fmt: skip
    if exclusions:
        yield _Facts(f"Left out: {counted(asked.excluded, 'edition')}", tuple(exclusions))
    if asked.workspace:
        yield _Facts("", (("workspace", asked.workspace),))
    if asked.strict:
        yield _Facts("", (("strict", "unreviewed translations and stale numbers are rejected"),))


def _said(table: Choices | Exclusion) -> Iterator[tuple[str, str]]:
    """Yield the keys that a table of the file gives, as people read them."""
    kind = Entry if isinstance(table, Entry) else type(table)
    for name in sorted(kind.__struct_fields__, key=lambda name: name != "regions"):
        value = getattr(table, name)
        if value is not None:
            yield name, ", ".join(names_of(value)) or "none"


def _stale(report: Report) -> list[tuple[str, int]]:
    """Return each record whose last check is too long ago, with how many editions print it."""
    found = Counter(
        message
        for result in report.editions
        for message in {one.message for one in result.findings if one.check == "number.stale"}
    )
    return found.most_common()


def _by_region(report: Report) -> list[tuple[str, tuple[int, ...]]]:
    """Return for each region how many editions ended how, in the order of `STATUSES`."""
    counts: dict[str, Counter[str]] = {}
    for result in report.editions:
        counts.setdefault(result.region, Counter())[result.status] += 1
    return [
        (region, tuple(count[status] for status in STATUSES))
        for region, count in sorted(counts.items())
    ]
