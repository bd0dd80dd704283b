"""The app answers to this machine only, and its page fetches nothing from elsewhere."""

import asyncio
import re

import httpx
import pytest

from handbill.composing.preview_page import PreviewPages
from handbill.library.library import Library
from handbill.studio.app import app_for
from handbill.studio.board import Board
from handbill.studio.serving import HOST, listener_at
from handbill.studio.updating import Outline, Part


@pytest.fixture(scope="module")
def board(library: Library) -> Board:
    pages = PreviewPages({name: place.path for name, place in library.templates().items()})
    made = Board()
    made.show([Outline(None, pages, (Part("faults", "<div id=faults></div>"),))])
    return made


def answer(board: Board, path: str = "/", host: str = "127.0.0.1:8000",
           method: str = "GET") -> httpx.Response:  # fmt: skip
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app_for(board, 8000))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, headers={"Host": host})

    return asyncio.run(ask())


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000"])
def test_the_page_is_shown_to_this_machine(board: Board, host: str) -> None:
    shown = answer(board, host=host)
    assert shown.status_code == 200
    assert "<div id=faults></div>" in shown.text


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1.evil.example",
     "127.0.0.1:8000.evil.example", "localhost", "[::1]:8000", "0.0.0.0:8000", ""],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/events?since=x"])
def test_other_hosts_are_refused(board: Board, host: str, path: str) -> None:
    refused = answer(board, path, host)
    assert refused.status_code == 421
    assert "faults" not in refused.text


def test_the_page_runs_its_own_script_only_and_fetches_nothing_from_elsewhere(
    board: Board,
) -> None:
    shown = answer(board)
    policy = shown.headers["Content-Security-Policy"]
    (nonce,) = re.findall(r"script-src 'nonce-([\w-]+)'", policy)
    assert re.findall(r"<script[^>]*>", shown.text) == [f'<script nonce="{nonce}">']
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "http:" not in shown.text
    assert "https:" not in shown.text
    assert nonce not in answer(board).text


def test_nothing_may_frame_or_keep_the_page(board: Board) -> None:
    headers = answer(board).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    ("method", "path", "status"), [("POST", "/", 405), ("GET", "/x", 404), ("GET", "/../x", 404)]
)
def test_there_is_nothing_else(board: Board, method: str, path: str, status: int) -> None:
    assert answer(board, path, method=method).status_code == status


def test_the_stream_is_one_of_events(library: Library) -> None:
    pages = PreviewPages({name: place.path for name, place in library.templates().items()})
    closed = Board()
    closed.show([Outline(None, pages, ())])
    closed.close()
    streamed = answer(closed, "/events?since=x")
    assert streamed.headers["content-type"].startswith("text/event-stream")
    assert streamed.text == "retry: 2000\n\n"


def test_the_socket_is_bound_to_this_machine_only() -> None:
    with listener_at(0) as listener:
        address, port = listener.getsockname()
        assert (address, HOST) == ("127.0.0.1", "127.0.0.1")
        listener.listen()
        with pytest.raises(OSError, match="in use"):
            listener_at(port)
