"""Running a plan: worker processes make editions, this process delivers them."""

import datetime
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import msgspec

from handbill.batch.delivery import Origin, write_if_changed
from handbill.batch.incremental import Current
from handbill.batch.ledger import Ledger, alone
from handbill.batch.results import EditionResult, Made, Report, Status, edition_result, report
from handbill.batch.workers import begin_work
from handbill.library.library import Library
from handbill.model.editions import Edition, Omission

EDITIONS_PER_WORKER = 500
"""A worker is replaced after this many editions, against slow leaks in C libraries."""


def _say_nothing() -> None:
    return


class Options(msgspec.Struct, frozen=True):
    """How to run."""

    folder: Path
    workspace: Path | None = None
    jobs: int = 1
    strict: bool = False
    force: bool = False
    """Whether to make also what has not changed."""
    on_wait: Callable[[], None] = _say_nothing
    """Called where another run writes to the folder, before waiting for it."""


def run(
    editions: list[Edition],
    omissions: list[Omission],
    options: Options,
    on_result: Callable[[EditionResult], None],
    library: Library | None = None,
) -> Report:
    """Make and deliver editions; what was there before stays where one is rejected.

    With the library they were planned with, files that nothing has changed are left alone.

    Raises:
        KeyboardInterrupt: where the person stopped the run; nothing half-written is left.
        OSError: where the output folder cannot be written.
    """
    started = time.perf_counter()
    results = [edition_result(left.edition, "skipped", left.reason) for left in omissions]
    for result in results:
        on_result(result)
    if editions:
        with alone(options.folder, options.on_wait):
            results += _carried_out(editions, options, on_result, library)
    return report(results, time.perf_counter() - started)


def _carried_out(
    editions: list[Edition],
    options: Options,
    on_result: Callable[[EditionResult], None],
    library: Library | None,
) -> list[EditionResult]:
    results = []
    ledger = Ledger(options.folder)
    try:
        for result, origin in _results(editions, options, library, ledger):
            results.append(result)
            ledger.note(result, origin)
            on_result(result)
    finally:
        ledger.end()
    return results


def _results(
    editions: list[Edition], options: Options, library: Library | None, ledger: Ledger
) -> Iterator[tuple[EditionResult, Origin | None]]:
    waiting = editions
    if library is not None and not options.force:
        current = Current(options.folder, library, datetime.date.today(), strict=options.strict)
        waiting = []
        for edition in editions:
            result = current.result(edition)
            if result is None:
                waiting.append(edition)
            else:
                yield result, None
    ledger.begin(waiting)
    yield from _made(waiting, options)


def _made(
    editions: list[Edition], options: Options
) -> Iterator[tuple[EditionResult, Origin | None]]:
    if not editions:
        return
    executor = _executor(min(options.jobs, len(editions)), options)
    try:
        futures = {executor.submit(_make, edition): edition for edition in editions}
        for future in as_completed(futures):
            edition = futures.pop(future)
            try:
                made = future.result()
            except BrokenProcessPool:
                reason = "The worker process died. Run again, with fewer jobs (-j 1)."
                yield edition_result(edition, "failed", reason), None
            except Exception as error:  # noqa: BLE001  one edition's failure must not stop the others
                reason = f"{type(error).__name__}: {error}"
                yield edition_result(edition, "failed", reason), None
            else:
                origin = Origin(made.key, made.uses) if made.key and made.uses else None
                yield _delivered(made, options.folder), origin
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _delivered(made: Made, folder: Path) -> EditionResult:
    if made.data is None:
        status: Status = "rejected" if made.findings else "failed"
        return edition_result(made.edition, status, made.reason, made)
    written = write_if_changed(folder / made.edition.path, made.data)
    return edition_result(made.edition, "delivered" if written else "unchanged", "", made)


def _executor(jobs: int, options: Options) -> Executor:
    return ProcessPoolExecutor(
        max_workers=jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_open_workshop,
        initargs=(options.workspace, options.strict, datetime.date.today()),
        max_tasks_per_child=EDITIONS_PER_WORKER,
    )


_workshops: list[object] = []


def _open_workshop(workspace: Path | None, strict: bool, today: datetime.date) -> None:
    begin_work()
    from handbill.batch.workshop import Workshop

    _workshops[:] = [Workshop(workspace, strict=strict, today=today)]


def _make(edition: Edition) -> Made:
    from handbill.batch.workshop import Workshop

    (workshop,) = _workshops
    assert isinstance(workshop, Workshop)  # noqa: S101  opened by the initializer
    return workshop.make(edition)
