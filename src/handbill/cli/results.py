"""Carrying out a run and telling what became of it; what `make` and `build` share."""

import signal
from collections.abc import Iterable
from pathlib import Path

import click
import msgspec

from handbill.batch.results import STATUSES, Report
from handbill.batch.running import Options, run
from handbill.cli.output import people
from handbill.cli.progress import Progress
from handbill.library.library import Library
from handbill.model.editions import Edition, Omission

_MOST_NAMES = 3
"""How many editions are named for one reason before the rest is counted."""


def carry_out(
    editions: list[Edition],
    omissions: list[Omission],
    options: Options,
    library: Library,
    *,
    quiet: bool,
) -> Report:
    """Make and deliver editions, telling people on standard error how far it is.

    Files that nothing has changed since they were made are left alone, unless `options` say so.

    Raises:
        KeyboardInterrupt: where the person stopped the run, or something ended it from outside.
        OSError: where the output folder cannot be written.
    """
    # A run that is ended from outside stops like one that is ended by Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = msgspec.structs.replace(options, on_wait=lambda: _tell_waiting(options.folder))
    with Progress(len(editions), quiet=quiet) as progress:
        return run(editions, omissions, options, progress.note, library)


def _tell_waiting(folder: Path) -> None:
    people().print(
        f"Another run writes to {folder}/. This one goes on when that has ended; Ctrl-C stops it.",
        markup=False,
    )


def status_of(report: Report) -> int:
    """Return the exit status of a run: 1 where some edition is not there."""
    summary = report.summary
    return 1 if summary.rejected or summary.failed or summary.skipped else 0


def print_paths(report: Report, out: Path) -> None:
    """Print the path of each file that is there, on standard output."""
    for result in report.editions:
        if result.status in ("delivered", "unchanged"):
            click.echo(out / result.path)


def tell_reasons(left_out: Iterable[tuple[str, str, str]]) -> None:
    """Tell why editions are not there: status, id and reason of each, those of a reason together.

    Editions without a reason are passed over.
    """
    same: dict[tuple[str, str], list[str]] = {}
    for status, name, reason in left_out:
        if reason:
            same.setdefault((status, reason), []).append(name)
    for (status, reason), found in same.items():
        more = len(found) - _MOST_NAMES
        names = ", ".join(found[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
        people().print(f"{status}: {names}: {reason}", markup=False)


def tell_summary(report: Report, out: Path) -> None:
    """Tell why editions are not there, how many ended how, and where to look."""
    tell_reasons((result.status, result.id, result.reason) for result in report.editions)
    summary = report.summary
    counts = [f"{count} {status}" for status in STATUSES if (count := getattr(summary, status))]
    where = f" Look in {out}/." if summary.delivered or summary.unchanged else ""
    people().print(
        f"{', '.join(counts) or 'Nothing to do'} in {summary.seconds:.1f} s.{where}", markup=False
    )
