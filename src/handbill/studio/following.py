"""Following the files: saves come in, pictures go out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import watchfiles

from handbill.studio.board import Board
from handbill.studio.updating import Change, Updater

_STEP = 30
"""Milliseconds of quiet after which a save is taken to be complete."""

_MOST_WAIT = 400
"""Milliseconds after which saves are told, however many follow one another."""


class Follower:
    """Lets an updater work in one thread, and shows on a board what it returns.

    The layout engine is never used by two threads.
    """

    def __init__(self, updater: Updater, board: Board) -> None:
        self._updater, self._board = updater, board
        self._thread = ThreadPoolExecutor(1, "layout")
        self._work = asyncio.Event()

    async def run(self, saves: AsyncIterator[Collection[Path]]) -> None:
        """Draw everything, then follow the saves until there are no more."""
        try:
            await self._show(self._updater.start)
            async with asyncio.TaskGroup() as tasks:
                drawing = tasks.create_task(self._draw())
                async for paths in saves:
                    self._updater.hurry.set()
                    await self._show(partial(self._updater.saved, paths))
                drawing.cancel()
        finally:
            self._updater.hurry.set()
            self._thread.shutdown(wait=True, cancel_futures=True)

    async def _draw(self) -> None:
        while True:
            self._work.clear()
            while self._updater.busy:
                await self._show(self._updater.step)
            await self._work.wait()

    async def _show(self, work: Callable[[], Iterable[Change]]) -> None:
        loop = asyncio.get_running_loop()
        self._board.show(await loop.run_in_executor(self._thread, work))
        self._work.set()


async def saves_below(
    folders: Collection[Path], concerns: Callable[[Path], bool], stop: asyncio.Event
) -> AsyncIterator[set[Path]]:
    """Yield the files that were saved, also those that editors put in place by renaming."""
    watching = watchfiles.awatch(
        *folders,
        watch_filter=lambda _, path: concerns(Path(path)),
        debounce=_MOST_WAIT,
        step=_STEP,
        stop_event=stop,
        rust_timeout=1000,
        yield_on_timeout=False,
        ignore_permission_denied=True,
    )
    async for changes in watching:
        yield {Path(path) for _, path in changes}
