"""Running the web app until the person stops it."""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from handbill.batch.preview_texts import library_for
from handbill.batch.previewing import Wish
from handbill.composing.preview_page import PreviewPages
from handbill.library.roots import overlay, roots
from handbill.studio.app import app_for
from handbill.studio.board import Board
from handbill.studio.following import Follower, saves_below
from handbill.studio.updating import Updater

HOST = "127.0.0.1"
"""The only address the app listens at: this machine's own."""

_WATCHED = ("content", "templates", "translations")


def listener_at(port: int) -> socket.socket:
    """Return a socket that listens on this machine; port 0 takes a free one.

    Raises:
        OSError: where the port is in use.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    return listener


def serve(
    wish: Wish, workspace: Path | None, listener: socket.socket, on_ready: Callable[[str], None]
) -> None:
    """Serve the preview until the person presses Ctrl-C."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(wish, workspace, listener, on_ready))


async def _serve(
    wish: Wish, workspace: Path | None, listener: socket.socket, on_ready: Callable[[str], None]
) -> None:
    board, stop = Board(), asyncio.Event()
    port = listener.getsockname()[1]
    server = _Server(app_for(board, port), board, lambda: on_ready(f"http://{HOST}:{port}/"))
    folders = watched(wish, workspace)
    saves = saves_below(folders, lambda path: concerns(path, wish.folder), stop)
    following = asyncio.create_task(Follower(updater_for(wish, workspace), board).run(saves))
    following.add_done_callback(lambda _: server.end())
    try:
        await server.serve(sockets=[listener])
    finally:
        stop.set()
        await following


def updater_for(wish: Wish, workspace: Path | None) -> Updater:
    """Return the updater of a preview."""

    def pages() -> PreviewPages:
        places = overlay(roots(None), "templates", "**/*.*")
        return PreviewPages({name: place.path for name, place in places.items()})

    return Updater(wish, lambda: library_for(workspace, wish.language), pages)


def watched(wish: Wish, workspace: Path | None) -> list[Path]:
    """Return the folders whose files a preview depends on and people change."""
    own = [workspace / name for name in _WATCHED] if workspace else []
    return [folder.resolve() for folder in dict.fromkeys([wish.folder, *own]) if folder.is_dir()]


def concerns(path: Path, translations: Path) -> bool:
    """Tell whether a file is one that previews are made of, and no editor's backup copy."""
    if path.name.startswith((".", "#")) or path.name.endswith(("~", ".tmp", ".swp")):
        return False
    return not path.is_relative_to(translations) or path.suffix == ".po"


class _Server(uvicorn.Server):
    """A server that tells when it is ready, and ends the streams before it waits for them."""

    def __init__(self, app: Starlette, board: Board, on_ready: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app, log_level="error", access_log=False, lifespan="off", server_header=False,
            timeout_graceful_shutdown=2,
        )  # fmt: skip
        super().__init__(config)
        self._board, self._on_ready = board, on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen."""
        await super().startup(sockets)
        self._on_ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take note of Ctrl-C."""
        asyncio.get_running_loop().call_soon_threadsafe(self._board.close)
        super().handle_exit(sig, frame)

    def end(self) -> None:
        """End because the preview did."""
        self._board.close()
        self.should_exit = True
