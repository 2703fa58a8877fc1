"""How much a caller may send, and how slowly.

Every answer waits until the request body has been taken in, within bounds: a client that is still
sending when the connection closes sees a reset and never reads why. Refused bodies are thrown
away piece by piece, so they cost no memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from phototagger.service.records import Refusal

MAX_BODY_BYTES = 64 * 1024 * 1024
"""Ten photos in base64, unshrunk ones included up to about 4.5 MB each."""

_MAX_THROWN_AWAY_BYTES = 4 * MAX_BODY_BYTES
_PATIENCE_S = 15.0
_MIN_BYTES_PER_S = 1024 * 1024


async def read_body(request: Request) -> bytes:
    """Return the body of a request.

    Raises:
        Refusal: it is too large (413) or comes too slowly (408).
    """
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > MAX_BODY_BYTES:
        raise _too_large()
    body = bytearray()
    loop = asyncio.get_running_loop()
    start = loop.time()
    try:
        async with asyncio.timeout(_PATIENCE_S) as limit:
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise _too_large()
                limit.reschedule(start + _PATIENCE_S + len(body) / _MIN_BYTES_PER_S)
    except TimeoutError as error:
        raise Refusal(408, "The body came too slowly.") from error
    return bytes(body)


def _too_large() -> Refusal:
    return Refusal(
        413,
        f"The body is larger than {MAX_BODY_BYTES // 1024**2} MiB; send fewer or smaller pictures.",
    )


class AnswerAfterBody:
    """Middleware that throws away what is left of the request body before it answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _IncomingBody(receive)

        async def send_after_body(message: Message) -> None:
            if message["type"] == "http.response.start" and not _waits_for_go(scope, body):
                await body.throw_away()
            await send(message)

        await self._app(scope, body.receive, send_after_body)


class _IncomingBody:
    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.has_begun = False
        self._has_ended = False

    async def receive(self) -> Message:
        message = await self._receive()
        self.has_begun = True
        self._has_ended = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def throw_away(self) -> None:
        size = 0
        try:
            async with asyncio.timeout(_PATIENCE_S):
                while not self._has_ended and size <= _MAX_THROWN_AWAY_BYTES:
                    size += len((await self.receive()).get("body", b""))
        except TimeoutError:
            self._has_ended = True


def _waits_for_go(scope: Scope, body: _IncomingBody) -> bool:
    """True when the client holds its body back until it is asked (Expect: 100-continue)."""
    return not body.has_begun and b"100-continue" in _values(scope["headers"], b"expect")


def _values(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[bytes]:
    return [value.lower() for key, value in headers if key == name]
