"""Worker processes: what each does before it begins."""

import signal

from handbill.press.fonts import isolate_fonts


def begin_work() -> None:
    """Make a new process ready; to be called before it imports WeasyPrint."""
    # The person's Ctrl-C reaches the whole group: the parent decides, workers finish.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    isolate_fonts()
