"""How long a translator waits between a save and the new picture.

    python -m benchmarks.preview

A catalog is saved by renaming, as editors do; the clock stops when the picture is ready to be
sent to the browser. Compared with `handbill make` of the same card in a new process.
"""

import asyncio
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from handbill.press.fonts import isolate_fonts

isolate_fonts()

from handbill.batch.previewing import Wish  # noqa: E402  after the fonts are isolated
from handbill.library.roots import built_in_root  # noqa: E402  as above
from handbill.studio.board import Board  # noqa: E402  as above
from handbill.studio.following import Follower, saves_below  # noqa: E402  as above
from handbill.studio.serving import concerns, updater_for  # noqa: E402  as above
from handbill.studio.updating import Part  # noqa: E402  as above

LANGUAGE, PIECE, FORMAT = "ar", "self-help", "wallet-card"
MESSAGE = 'msgctxt "self-help.questions.title"'
SAVES = 12


async def measure(folder: Path) -> tuple[list[float], list[float]]:
    """Return the seconds from each save to the quick picture, and to the exact one."""
    path = folder / LANGUAGE / "LC_MESSAGES" / "handbill.po"
    original = path.read_text("utf-8")
    wish = Wish(LANGUAGE, folder, (PIECE,), (FORMAT,))
    board, stop = Board(), asyncio.Event()
    follower = Follower(updater_for(wish, None), board)
    saves = saves_below([folder], lambda path: concerns(path, folder), stop)
    following = asyncio.create_task(follower.run(saves))
    quick, exact = [], []
    stream = board.changes("")
    await _picture(stream, exact=True)
    for number in range(SAVES):
        started = time.perf_counter()
        _save(path, _changed(original, f"نص {'آخر ' * (number % 3)}".strip()))
        await _picture(stream, exact=False)
        quick.append(time.perf_counter() - started)
        await _picture(stream, exact=True)
        exact.append(time.perf_counter() - started)
    stop.set()
    await following
    return quick, exact


async def _picture(stream: AsyncIterator[tuple[int, Part | None]], *, exact: bool) -> None:
    async for _, part in stream:
        if part is not None and part.edition and "<img" in part.html and part.exact >= exact:
            return


def _changed(catalog: str, text: str) -> str:
    """Return the catalog with another translation of one message."""
    start = catalog.index('msgstr "', catalog.index(MESSAGE)) + len('msgstr "')
    return catalog[:start] + text + catalog[catalog.index('"', start) :]


def _save(path: Path, text: str) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(text, "utf-8")
    partial.replace(path)


def making() -> float:
    """Return the seconds of `handbill make` of the same card in a new process."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "handbill", "make", "US", "-p", PIECE, "-f", FORMAT]
        started = time.perf_counter()
        subprocess.run(  # noqa: S603  our own program
            [*command, "-l", LANGUAGE, "-O", "screen", "-o", folder], check=True,
            capture_output=True,
        )  # fmt: skip
        return time.perf_counter() - started


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / "translations"
        shutil.copytree(built_in_root() / "translations" / LANGUAGE, folder / LANGUAGE)
        quick, exact = asyncio.run(measure(folder))
    cold = making()
    print(f"{SAVES} saves of one {FORMAT}      min  median     max   (ms)")
    for title, figures in (("picture", quick), ("exact picture", exact)):
        low, middle, high = (
            1000 * figure for figure in (min(figures), statistics.median(figures), max(figures))
        )
        print(f"from save to {title:15} {low:7.0f} {middle:7.0f} {high:7.0f}")
    print(f"cold 'handbill make' of the same card   {1000 * cold:7.0f}")
    print(f"ratio of the median to a cold make      {statistics.median(quick) / cold:7.3f}")


if __name__ == "__main__":
    main()
