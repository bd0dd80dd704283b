"""Progress: a bar on a terminal, a line now and then elsewhere."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import rich.progress
from rich.table import Column

from handbill.batch.results import EditionResult
from handbill.cli.output import people

SECONDS_BETWEEN = 10
"""A line that is not on a terminal follows the last after this time at the earliest …"""

LINES = 20
"""… and after this part of the whole: 5 %."""


class Steps:
    """Shows on standard error how far long work has come."""

    def __init__(self, total: int, title: str = "Printing", *, more: str = "") -> None:
        self._console = people()
        self._bar = (
            rich.progress.Progress(*_columns(more), console=self._console, transient=True)
            if self._console.is_terminal
            else None
        )
        self._task = self._bar.add_task(title, total=total, facts="") if self._bar else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar.stop()

    def step(self, text: str, facts: str = "") -> None:
        """Show that one step is done; `text` names it beside a bar."""
        if self._bar and self._task is not None:
            self._bar.update(self._task, advance=1, description=text, facts=facts)


class Progress(Steps):
    """Shows how far a run has come: done of all, rate, time left, what was rejected.

    On a terminal that is a bar. Elsewhere, in CI, it is a line for the first edition, then one
    every 10 seconds or 5 %, whatever is rarer. A rejection is told at once.
    """

    def __init__(
        self, total: int, *, quiet: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(total, more="{task.fields[facts]}")
        self._total = total
        self._quiet = quiet
        self._clock = clock
        self._started = clock()
        self._done = self._rejected = self._failed = 0
        self._told: tuple[float, int] | None = None
        """When the last line was written, and how many were done then."""
        self._reasons: set[str] = set()

    def note(self, result: EditionResult) -> None:
        """Show that an edition is done."""
        if result.status == "skipped":
            return
        self._done += 1
        self._rejected += result.status == "rejected"
        self._failed += result.status == "failed"
        self.step(result.id, self.facts())
        if self._quiet:
            return
        if result.status in ("rejected", "failed"):
            self._tell_rejection(result)
        if not self._bar and self._is_time():
            self._told = (self._clock(), self._done)
            self._console.print(f"{self._done} of {self._total} done, {self.facts()}", markup=False)

    def facts(self) -> str:
        """Return rate, time left and rejections so far, as people say them."""
        seconds = self._clock() - self._started
        words = []
        if seconds > 0:
            words.append(f"{self._done / seconds * 60:.0f} a minute")
            left = seconds / self._done * (self._total - self._done) if self._done else 0.0
            words.append(f"{spoken(left)} left")
        words.append(f"{self._rejected} rejected")
        if self._failed:
            words.append(f"{self._failed} failed")
        return ", ".join(words)

    def _tell_rejection(self, result: EditionResult) -> None:
        """Tell at once; a reason that was told before is not told again."""
        new = result.reason not in self._reasons
        self._reasons.add(result.reason)
        why = f": {result.reason}" if new and result.reason else ""
        self._console.print(f"{result.status} {result.id}{why}", markup=False)

    def _is_time(self) -> bool:
        if self._done == self._total:
            return False
        if self._told is None:
            return True
        then, done = self._told
        rare = (self._done - done) * LINES >= self._total
        return rare and self._clock() - then >= SECONDS_BETWEEN


def spoken(seconds: float) -> str:
    """Return a time in seconds as people say it: `40 s`, `12 min`, `3 h 20 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def _columns(more: str) -> list[rich.progress.ProgressColumn]:
    columns: list[rich.progress.ProgressColumn] = [
        rich.progress.BarColumn(bar_width=24),
        rich.progress.MofNCompleteColumn(),
    ]
    if more:
        columns.append(rich.progress.TextColumn(more, table_column=Column(no_wrap=True)))
    else:
        columns.append(rich.progress.TimeRemainingColumn())
    title = Column(no_wrap=True, overflow="ellipsis", ratio=1)
    return [*columns, rich.progress.TextColumn("{task.description}", table_column=title)]
