"""Progress: a bar on a terminal, one line per edition otherwise."""

from types import TracebackType
from typing import Self

import rich.progress

from handbill.batch.results import EditionResult
from handbill.cli.output import people


class Steps:
    """Shows on standard error how far long work has come."""

    def __init__(self, total: int, title: str = "Printing") -> None:
        self._console = people()
        self._bar = (
            rich.progress.Progress(
                "[progress.description]{task.description}",
                rich.progress.BarColumn(),
                rich.progress.MofNCompleteColumn(),
                rich.progress.TimeRemainingColumn(),
                console=self._console,
                transient=True,
            )
            if self._console.is_terminal
            else None
        )
        self._task = self._bar.add_task(title, total=total) if self._bar else None

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

    def step(self, text: str) -> None:
        """Show that one step is done; `text` names it beside a bar."""
        if self._bar and self._task is not None:
            self._bar.update(self._task, advance=1, description=text)


class Progress(Steps):
    """Shows how far a run has come: a bar, or one line per edition."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        super().__init__(total)
        self._quiet = quiet

    def note(self, result: EditionResult) -> None:
        """Show that an edition is done."""
        if result.status == "skipped":
            return
        self.step(result.id)
        if not self._bar and not self._quiet:
            self._console.print(f"{result.status} {result.id}", markup=False)
