"""The web app: one page and one stream, for this machine only."""

import secrets
from collections.abc import Collection

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from handbill.studio.board import Board

_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class OwnHostsOnly:
    """Refuses requests that name another host: a web page may point its own name at us."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = {host.encode() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] == "http":
            named = [value.lower() for name, value in scope["headers"] if name == b"host"]
            if len(named) != 1 or named[0] not in self._hosts:
                refusal = PlainTextResponse("This preview answers to this machine only.", 421)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def app_for(board: Board, port: int) -> Starlette:
    """Return the app that shows a board at a port of this machine."""

    async def page(_: Request) -> Response:
        nonce = secrets.token_urlsafe(16)
        policy = (
            f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; connect-src 'self'; "
            f"script-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; "
            f"frame-ancestors 'none'"
        )
        return HTMLResponse(
            (await board.page(nonce)).encode("utf-8", "replace"),
            headers={**_HEADERS, "Content-Security-Policy": policy},
        )

    async def events(request: Request) -> Response:
        since = request.headers.get("last-event-id") or request.query_params.get("since", "")
        return StreamingResponse(
            board.stream(since), media_type="text/event-stream", headers=_HEADERS
        )

    hosts = [f"{name}:{port}" for name in ("127.0.0.1", "localhost")]
    return Starlette(
        routes=[Route("/", page), Route("/events", events)],
        middleware=[Middleware(OwnHostsOnly, hosts=hosts)],
    )
