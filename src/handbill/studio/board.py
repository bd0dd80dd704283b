"""The board: the page as it is now, and everyone who looks at it."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Iterable

from handbill.composing.preview_page import Live
from handbill.studio.updating import Change, Outline, Part

STILL_THERE = 15.0
"""Seconds of silence after which watchers hear that the stream is alive."""


class Board:
    """Holds every part in its latest version; lives in the thread of the event loop."""

    def __init__(self) -> None:
        self._run = secrets.token_hex(4)
        """Tells this run from others that a browser may have seen at the same address."""
        self._outline: Outline | None = None
        self._parts: dict[str, Part] = {}
        self._versions: dict[str, int] = {}
        self._version = 0
        self._outlined = 0
        self._news = asyncio.Event()
        self.closed = False

    def show(self, changes: Iterable[Change]) -> None:
        """Take over changes, and wake everyone who watches."""
        for change in changes:
            self._version += 1
            if isinstance(change, Outline):
                self._outline, self._outlined = change, self._version
                self._parts = {part.id: part for part in change.parts}
                self._versions = dict.fromkeys(self._parts, self._version)
            else:
                self._parts[change.id] = change
                self._versions[change.id] = self._version
        self._wake()

    def close(self) -> None:
        """End every stream."""
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def page(self, nonce: str) -> str:
        """Return the whole page as it is now, as soon as there is one."""
        while self._outline is None and not self.closed:
            await self._news.wait()
        if self._outline is None:
            return "<!doctype html><title>Preview</title><p>The preview has ended.</p>"
        parts = [part.html for part in self._parts.values()]
        live = Live(nonce, f"events?since={self._mark(self._version)}")
        return self._outline.pages.page(self._outline.head, parts, live)

    def _mark(self, version: int) -> str:
        return f"{self._run}-{version}"

    def _version_of(self, mark: str) -> int | None:
        run, _, number = mark.partition("-")
        return int(number) if run == self._run and number.isascii() and number.isdigit() else None

    async def changes(self, since: str) -> AsyncIterator[tuple[int, Part | None]]:
        """Yield parts newer than a mark, as they come; None where the whole page is another.

        Ends when the board is closed; silence is told with version 0.
        """
        seen = self._version_of(since)
        while not self.closed:
            news = self._news
            if seen is None or seen < self._outlined:
                seen = self._version
                yield seen, None
                continue
            fresh = sorted(
                (version, name) for name, version in self._versions.items() if version > seen
            )
            for version, name in fresh:
                seen = version
                yield version, self._parts[name]
            if not fresh:
                try:
                    await asyncio.wait_for(news.wait(), STILL_THERE)
                except TimeoutError:
                    yield 0, None

    async def stream(self, since: str) -> AsyncIterator[str]:
        """Yield the changes as server-sent events (WHATWG HTML, 9.2)."""
        yield "retry: 2000\n\n"
        async for version, part in self.changes(since):
            if not version:
                yield ": still there\n\n"
            elif part is None:
                yield f"id: {self._mark(version)}\nevent: again\ndata: \n\n"
            else:
                data = json.dumps({"id": part.id, "html": part.html}, ensure_ascii=True)
                yield f"id: {self._mark(version)}\nevent: part\ndata: {data}\n\n"
