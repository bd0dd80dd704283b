"""Everyone who looks at the board sees each part in its latest version, once."""

import asyncio
import json

import pytest

from handbill.composing.preview_page import PreviewPages
from handbill.library.library import Library
from handbill.studio import board as boards
from handbill.studio.board import Board
from handbill.studio.updating import Outline, Part


@pytest.fixture(scope="module")
def pages(library: Library) -> PreviewPages:
    return PreviewPages({name: place.path for name, place in library.templates().items()})


@pytest.fixture
def board(pages: PreviewPages) -> Board:
    made = Board()
    made.show([Outline(None, pages, (Part("a", "<p id=a>1</p>"), Part("b", "<p id=b>1</p>")))])
    return made


def page_of(board: Board) -> str:
    return asyncio.run(board.page("nonce"))


def mark_of(board: Board) -> str:
    return page_of(board).partition("events?since=")[2].partition('"')[0]


async def heard(board: Board, since: str, count: int) -> list[tuple[int, Part | None]]:
    stream = board.changes(since)
    return [await anext(stream) for _ in range(count)]


def test_the_page_holds_the_latest_version_of_each_part(board: Board) -> None:
    board.show([Part("b", "<p id=b>2</p>")])
    page = page_of(board)
    assert "<p id=a>1</p>" in page
    assert "<p id=b>2</p>" in page
    assert "<p id=b>1</p>" not in page
    assert '<script nonce="nonce">' in page


def test_a_watcher_hears_what_came_after_its_page(board: Board) -> None:
    since = mark_of(board)
    board.show([Part("a", "2"), Part("b", "2"), Part("a", "3")])
    found = asyncio.run(heard(board, since, 2))
    assert [part.html for _, part in found if part] == ["2", "3"]


def test_a_watcher_that_waits_hears_news_when_it_comes(board: Board) -> None:
    since = mark_of(board)

    async def waiting() -> list[tuple[int, Part | None]]:
        listening = asyncio.create_task(heard(board, since, 1))
        asyncio.get_running_loop().call_soon(board.show, [Part("a", "new")])
        return await listening

    ((_, part),) = asyncio.run(waiting())
    assert part is not None
    assert part.html == "new"


@pytest.mark.parametrize("since", ["", "other-1", "nonsense", "-", "x-²"])
def test_a_page_of_another_run_is_loaded_again(board: Board, since: str) -> None:
    ((_, part),) = asyncio.run(heard(board, since, 1))
    assert part is None


def test_a_page_of_other_editions_is_loaded_again(board: Board, pages: PreviewPages) -> None:
    since = mark_of(board)
    board.show([Outline(None, pages, (Part("c", "1"),))])
    ((_, part),) = asyncio.run(heard(board, since, 1))
    assert part is None


def test_the_stream_says_parts_as_server_sent_events(board: Board) -> None:
    async def first(count: int) -> list[str]:
        stream = board.stream(since)
        return [await anext(stream) for _ in range(count)]

    since = mark_of(board)
    html = '<p id="a">\n\r\nid: x\ndata: نص\u2028</p>'
    board.show([Part("a", html)])
    _, event = asyncio.run(first(2))
    lines = event.removesuffix("\n\n").split("\n")
    assert [line.split(":")[0] for line in lines] == ["id", "event", "data"]
    assert json.loads(lines[2].removeprefix("data: ")) == {"id": "a", "html": html}


def test_silence_is_told_so_that_lost_watchers_are_noticed(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "STILL_THERE", 0)
    assert asyncio.run(heard(board, mark_of(board), 2)) == [(0, None), (0, None)]


def test_closing_ends_every_stream(board: Board) -> None:
    since = mark_of(board)

    async def all_of_it() -> list[str]:
        asyncio.get_running_loop().call_soon(board.close)
        return [text async for text in board.stream(since)]

    assert asyncio.run(all_of_it()) == ["retry: 2000\n\n"]


def test_the_page_is_awaited_where_it_is_not_there_yet(pages: PreviewPages) -> None:
    early = Board()

    async def page() -> str:
        outline = Outline(None, pages, (Part("a", "<p id=a>1</p>"),))
        asyncio.get_running_loop().call_soon(early.show, [outline])
        return await early.page("nonce")

    assert "<p id=a>1</p>" in asyncio.run(page())


def test_a_page_that_never_came_ends_with_the_preview() -> None:
    early = Board()

    async def page() -> str:
        asyncio.get_running_loop().call_soon(early.close)
        return await early.page("nonce")

    assert "has ended" in asyncio.run(page())
