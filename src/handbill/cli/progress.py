"""Progress: a bar on a terminal, one line per edition otherwise."""

from types import TracebackType
from typing import Self

import rich.progress

from handbill.batch.results import EditionResult
from handbill.cli.output import people


class Progress:
    """Shows on standard error how far a run has come."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._console = people()
        self._quiet = quiet
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
        self._task = self._bar.add_task("Printing", total=total) if self._bar else None

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

    def note(self, result: EditionResult) -> None:
        """Show that an edition is done."""
        if result.status == "skipped":
            return
        if self._bar and self._task is not None:
            self._bar.update(self._task, advance=1, description=result.id)
        elif not self._quiet:
            self._console.print(f"{result.status} {result.id}", markup=False)
