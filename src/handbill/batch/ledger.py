"""The ledger of a run: its manifest tells the truth at every instant, whatever ends the run."""

import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from handbill.batch.delivery import MANIFEST, PARTIAL, Origin, update_manifest
from handbill.batch.results import EditionResult
from handbill.model.editions import Edition

PAUSE = 1.0
"""Least seconds between two writings of the manifest, and"""
SHARE = 0.05
"""the share of the time that writing it may take: a manifest of ten thousand files is long."""


class Ledger:
    """Takes what became of editions, and writes the manifest now and then."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._now = folder, now
        self._new: list[EditionResult] = []
        self._origins: dict[str, Origin] = {}
        self._waiting: set[str] = set()
        self._due = 0.0

    def begin(self, waiting: Iterable[Edition]) -> None:
        """Note which files may be replaced from now on.

        Raises:
            OSError: where the folder cannot be written.
        """
        self._waiting = {edition.id for edition in waiting}
        if self._waiting and (self._folder / MANIFEST).exists():
            self._write()

    def note(self, result: EditionResult, origin: Origin | None) -> None:
        """Take what became of an edition; its file, where there is one, is in its place.

        Raises:
            OSError: where the folder cannot be written.
        """
        self._new.append(result)
        self._waiting.discard(result.id)
        if origin:
            self._origins[result.id] = origin
        if self._now() >= self._due and self._delivered():
            self._write()

    def end(self) -> None:
        """Write what is left to write; editions that were not made keep the files they had.

        Raises:
            OSError: where the folder cannot be written.
        """
        self._waiting.clear()
        if self._delivered() or (self._folder / MANIFEST).exists():
            self._write()

    def _delivered(self) -> bool:
        return any(one.status in ("delivered", "unchanged") for one in self._new)

    def _write(self) -> None:
        started = self._now()
        update_manifest(self._folder, self._new, self._origins, self._waiting)
        self._new, self._origins = [], {}
        ended = self._now()
        self._due = ended + max(PAUSE, (ended - started) / SHARE)


@contextmanager
def alone(folder: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold a folder alone: a second run on it waits until the first has ended, however it ends.

    Args:
        folder: the output folder; made where it is missing.
        on_wait: called once where another run holds the folder.

    Raises:
        OSError: where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        for partial in folder.rglob(f"{PARTIAL}*"):
            # Nobody else writes here now: a run that was killed left this.
            partial.unlink(missing_ok=True)
        yield
    finally:
        os.close(descriptor)
        if not any(folder.iterdir()):
            folder.rmdir()
