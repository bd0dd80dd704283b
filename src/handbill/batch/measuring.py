"""Measuring in many processes: which texts are too long, and how long texts may be."""

import multiprocessing
import os
from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from handbill.batch.workers import begin_work
from handbill.library.catalogs import catalog_faults, catalog_of, catalog_path
from handbill.library.library import Library, load_library
from handbill.library.roots import Place, read_text
from handbill.model.catalogs import MessagePlace
from handbill.model.editions import Edition
from handbill.model.faults import Fault

if TYPE_CHECKING:
    from handbill.batch.lengths import Measured, TooLong

Result = TypeVar("Result")


class Bench(msgspec.Struct, frozen=True):
    """What each process measures with."""

    workspace: Path | None
    folder: Path
    """The folder of the catalogs."""
    places: Mapping[str, MessagePlace] = {}


def library_of(bench: Bench) -> Library:
    """Return the library with those catalogs of a folder that have no fault."""
    library = load_library(bench.workspace, with_catalogs=False)
    sources = library.sources()
    found = {}
    for language in library.languages.values():
        path = catalog_path(bench.folder, language)
        faults: list[Fault] = []
        text = read_text(Place(bench.folder, path), faults) if path.is_file() else None
        if text and not catalog_faults(text, language.tag, "", sources, library.glossary):
            found[language.tag] = catalog_of(text, language.tag, sources)
    return msgspec.structs.replace(library, catalogs=found)


def in_processes(
    work: Callable[[Edition], Result],
    editions: Iterable[Edition],
    open_bench: Callable[[Bench], None],
    bench: Bench,
    on_done: Callable[[str], None],
) -> Generator[Result, None, None]:
    """Yield what `work` returns for each edition, as they come.

    To be closed by those who may stop before the end; what runs then is thrown away.

    Args:
        work: a function of a module, called in one of the processes.
        editions: what is worked on.
        open_bench: called once in each process.
        bench: what it is called with.
        on_done: called with the id of each edition that is done.

    Raises:
        BrokenProcessPool: where one of the processes died.
    """
    waiting = list(editions)
    if not waiting:
        return
    others = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(
        max_workers=min(os.cpu_count() or 1, len(waiting)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(open_bench, bench),
    )
    try:
        futures = {executor.submit(work, edition): edition for edition in waiting}
        for future in as_completed(futures):
            on_done(futures[future].id)
            yield future.result()
    except BaseException:
        # Nothing is written by these processes, so nobody needs to wait for them.
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _begin(open_bench: Callable[[Bench], None], bench: Bench) -> None:
    begin_work()
    open_bench(bench)


_open: list[object] = []


def open_ruler(bench: Bench) -> None:
    """Make a process ready for `measure_texts`."""
    from handbill.batch.lengths import Ruler

    _open[:] = [Ruler(library_of(bench)), bench.places]


def measure_texts(edition: Edition) -> "list[TooLong]":
    """Return the texts of an edition that are too long."""
    from handbill.batch.lengths import Ruler

    ruler, places = _open
    assert isinstance(ruler, Ruler)  # noqa: S101  opened before
    assert isinstance(places, dict)  # noqa: S101  as above
    return ruler.too_long_everywhere(edition, places)


def open_measure(bench: Bench) -> None:
    """Make a process ready for `measure_room`."""
    from handbill.batch.lengths import Measure

    _open[:] = [Measure(load_library(bench.workspace, with_catalogs=False))]


def measure_room(edition: Edition) -> "Measured":
    """Return the room each message of an edition has."""
    from handbill.batch.lengths import Measure

    (measure,) = _open
    assert isinstance(measure, Measure)  # noqa: S101  opened before
    return measure.measure(edition)
