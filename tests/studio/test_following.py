"""Saves reach the updater, what it returns reaches the board, and all ends cleanly."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, cast

import pytest
import watchfiles

from handbill.studio import serving
from handbill.studio.board import Board
from handbill.studio.following import Follower, saves_below
from handbill.studio.updating import Change, Part, Updater
from tests.batch.previews import wish_for


class Painter:
    """Stands for an updater: what it draws is told in advance."""

    def __init__(self, waiting: int = 0) -> None:
        self.hurry = threading.Event()
        self.waiting = waiting
        self.did: list[str] = []
        self.threads: set[int] = set()

    @property
    def busy(self) -> bool:
        return self.waiting > 0

    def _note(self, what: str) -> list[Change]:
        self.did.append(what)
        self.threads.add(threading.get_ident())
        return [Part("what", what)]

    def start(self) -> list[Change]:
        return self._note("start")

    def saved(self, paths: set[Path]) -> list[Change]:
        assert self.hurry.is_set()
        self.hurry.clear()
        self.waiting += 1
        return self._note("saved " + " ".join(sorted(path.name for path in paths)))

    def step(self) -> list[Change]:
        self.waiting -= 1
        return self._note("step")


def follow(painter: Painter, saves: Callable[[Board], AsyncIterator[set[Path]]]) -> Board:
    async def run() -> Board:
        board = Board()
        await Follower(cast("Updater", painter), board).run(saves(board))
        return board

    return asyncio.run(run())


async def until(board: Board, condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.wait_for(board._news.wait(), 10)


def test_everything_is_drawn_and_each_save_is_followed() -> None:
    painter = Painter(waiting=2)

    async def saves(board: Board) -> AsyncIterator[set[Path]]:
        await until(board, lambda: painter.did.count("step") == 2)
        yield {Path("handbill.po")}
        await until(board, lambda: painter.did.count("step") == 3)
        yield {Path("b"), Path("a")}
        await until(board, lambda: painter.did.count("step") == 4)

    follow(painter, saves)
    assert painter.did == [
        "start",
        "step",
        "step",
        "saved handbill.po",
        "step",
        "saved a b",
        "step",
    ]


def test_one_thread_does_all_layout_and_it_is_not_the_one_that_serves() -> None:
    painter = Painter(waiting=3)

    async def saves(board: Board) -> AsyncIterator[set[Path]]:
        yield {Path("a")}
        await until(board, lambda: not painter.busy)

    follow(painter, saves)
    assert len(painter.threads) == 1
    assert threading.get_ident() not in painter.threads


def test_what_was_drawn_is_on_the_board() -> None:
    async def saves(board: Board) -> AsyncIterator[set[Path]]:
        await until(board, lambda: "what" in board._parts)
        for paths in list[set[Path]]():
            yield paths

    assert follow(Painter(), saves)._parts["what"].html == "start"


def test_a_failure_in_drawing_ends_the_preview_and_is_told() -> None:
    class Broken(Painter):
        def step(self) -> list[Change]:
            raise ZeroDivisionError

    async def saves(_: Board) -> AsyncIterator[set[Path]]:
        await asyncio.Event().wait()
        yield set()

    with pytest.raises(ExceptionGroup) as told:
        follow(Broken(waiting=1), saves)
    assert told.group_contains(ZeroDivisionError)


def collected(source: AsyncIterator[set[Path]]) -> list[set[Path]]:
    async def collect() -> list[set[Path]]:
        return [paths async for paths in source]

    return asyncio.run(cast("Any", collect()))


def test_saves_by_writing_and_by_renaming_are_told_and_other_files_are_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    raw = [
        {(watchfiles.Change.modified, str(tmp_path / "handbill.po"))},
        {(watchfiles.Change.added, str(tmp_path / "handbill.po~")),
         (watchfiles.Change.deleted, str(tmp_path / "handbill.po")),
         (watchfiles.Change.added, str(tmp_path / "handbill.po"))},
        {(watchfiles.Change.added, str(tmp_path / "4913"))},
    ]  # fmt: skip

    async def awatch(*folders: Path, watch_filter: Callable[[Any, str], bool],
                     **_: object) -> AsyncIterator[set[tuple[Any, str]]]:  # fmt: skip
        assert folders == (tmp_path,)
        for changes in raw:
            kept = {change for change in changes if watch_filter(*change)}
            if kept:
                yield kept

    monkeypatch.setattr(watchfiles, "awatch", awatch)
    found = collected(
        saves_below([tmp_path], lambda path: serving.concerns(path, tmp_path), asyncio.Event())
    )
    assert found == [{tmp_path / "handbill.po"}] * 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("translations/ar/LC_MESSAGES/handbill.po", True),
        ("translations/ar/LC_MESSAGES/handbill.mo", False),
        ("translations/ar/LC_MESSAGES/.handbill.po.swp", False),
        ("translations/ar/LC_MESSAGES/handbill.po~", False),
        ("translations/ar/LC_MESSAGES/#handbill.po#", False),
        ("content/phrases.toml", True),
        ("templates/art/door.svg", True),
        ("templates/styles/.base.css.kate-swp", False),
    ],
)
def test_files_that_concern_a_preview(tmp_path: Path, name: str, expected: bool) -> None:
    assert serving.concerns(tmp_path / name, tmp_path / "translations") == expected


def test_the_catalogs_and_a_workspaces_content_are_watched(tmp_path: Path) -> None:
    folder, workspace = tmp_path / "translations", tmp_path / "own"
    for path in (folder, workspace / "content", workspace / "templates"):
        path.mkdir(parents=True)
    wish = wish_for(folder)
    assert serving.watched(wish, None) == [folder]
    assert serving.watched(wish, workspace) == [
        folder, workspace / "content", workspace / "templates",
    ]  # fmt: skip


def test_the_preview_is_served_until_it_is_stopped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    painter = Painter()
    addresses = []
    monkeypatch.setattr(serving, "updater_for", lambda *_: painter)

    def ready(address: str) -> None:
        addresses.append(address)
        signal.raise_signal(signal.SIGINT)

    with serving.listener_at(0) as listener:
        port = listener.getsockname()[1]
        serving.serve(wish_for(tmp_path), None, listener, ready)
    assert addresses == [f"http://127.0.0.1:{port}/"]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("layout")]
