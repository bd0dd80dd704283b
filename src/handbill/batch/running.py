"""Running a plan: worker processes make editions, this process delivers them."""

import datetime
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import msgspec

from handbill.batch.delivery import has_same_bytes, update_manifest, write_atomically
from handbill.batch.results import EditionResult, Made, Report, Status, edition_result, report
from handbill.model.editions import Edition, Omission

EDITIONS_PER_WORKER = 500
"""A worker is replaced after this many editions, against slow leaks in C libraries."""


class Options(msgspec.Struct, frozen=True):
    """How to run."""

    folder: Path
    workspace: Path | None = None
    jobs: int = 1
    strict: bool = False


def run(
    editions: list[Edition],
    omissions: list[Omission],
    options: Options,
    on_result: Callable[[EditionResult], None],
) -> Report:
    """Make and deliver editions; what was there before stays where one is rejected.

    Raises:
        KeyboardInterrupt: where the person stopped the run; nothing half-written is left.
        OSError: where the output folder cannot be written.
    """
    started = time.perf_counter()
    results = [edition_result(left.edition, "skipped", left.reason) for left in omissions]
    for result in results:
        on_result(result)
    try:
        for result in _made(editions, options):
            results.append(result)
            on_result(result)
    finally:
        if any(result.status in ("delivered", "unchanged") for result in results):
            update_manifest(options.folder, results)
    return report(results, time.perf_counter() - started)


def _made(editions: list[Edition], options: Options) -> Iterator[EditionResult]:
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
                yield edition_result(edition, "failed", reason)
            except Exception as error:  # noqa: BLE001  one edition's failure must not stop the others
                reason = f"{type(error).__name__}: {error}"
                yield edition_result(edition, "failed", reason)
            else:
                yield _delivered(made, options.folder)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _delivered(made: Made, folder: Path) -> EditionResult:
    if made.data is None:
        status: Status = "rejected" if made.findings else "failed"
        return edition_result(made.edition, status, made.reason, made)
    path = folder / made.edition.path
    if has_same_bytes(path, made.data):
        return edition_result(made.edition, "unchanged", "", made)
    write_atomically(path, made.data)
    return edition_result(made.edition, "delivered", "", made)


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
    # The person's Ctrl-C reaches the whole group: the parent decides, workers finish.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from handbill.press.fonts import isolate_fonts

    isolate_fonts()
    from handbill.batch.workshop import Workshop

    _workshops[:] = [Workshop(workspace, strict=strict, today=today)]


def _make(edition: Edition) -> Made:
    from handbill.batch.workshop import Workshop

    (workshop,) = _workshops
    assert isinstance(workshop, Workshop)  # noqa: S101  opened by the initializer
    return workshop.make(edition)
