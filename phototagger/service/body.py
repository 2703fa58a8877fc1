"""How much a caller may send, and how slowly.

Every answer waits until the request body has been taken in, within bounds: a client that is still
sending when the connection closes sees a reset and never reads why. Refused bodies are thrown
away piece by piece, so they cost no memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from phototagger.service.records import Refusal

MAX_BODY_BYTES = 46 * 1024 * 1024
"""Ten photos in base64, unshrunk ones included up to about 3.5 MB each."""

MAX_BYTES_AT_ONCE = 4 * MAX_BODY_BYTES
MAX_REQUESTS_AT_ONCE = 256
"""What all requests that are being answered may hold; beyond it callers are asked to wait."""

_MAX_THROWN_AWAY_BYTES = 4 * MAX_BODY_BYTES
_PATIENCE_S = 15.0
_MIN_BYTES_PER_S = 1024 * 1024


class Intake:
    """Keeps account of the bodies that are in memory. Thread: the event loop."""

    def __init__(self) -> None:
        self._requests = 0
        self._bytes = 0

    @contextmanager
    def admission(self) -> Iterator[Admission]:
        """Let one request in, for as long as the context lasts.

        Raises:
            Refusal: there are too many already (429).
        """
        if self._requests >= MAX_REQUESTS_AT_ONCE:
            raise _busy()
        admission = Admission(self)
        self._requests += 1
        try:
            yield admission
        finally:
            self._requests -= 1
            self._bytes -= admission.size

    def take(self, size: int) -> None:
        """Take note of *size* more bytes.

        Raises:
            Refusal: that is too much (429).
        """
        self._bytes += size
        if self._bytes > MAX_BYTES_AT_ONCE:
            raise _busy()


class Admission:
    """One request that was let in; ``size`` is what it holds, in bytes."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self.size = 0

    def grow(self, size: int) -> None:
        """Hold *size* more bytes; raises like `Intake.take`."""
        self.size += size
        self._intake.take(size)


async def read_body(request: Request, admission: Admission) -> bytearray:
    """Return the body of a request.

    Raises:
        Refusal: it is too large (413), comes too slowly (408), or there are too many (429).
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
                admission.grow(len(chunk))
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise _too_large()
                limit.reschedule(start + _PATIENCE_S + len(body) / _MIN_BYTES_PER_S)
    except TimeoutError as error:
        raise Refusal(408, "The body came too slowly.") from error
    return body  # not a copy: it may be large


def _busy() -> Refusal:
    return Refusal(429, "The service is busy; try again in a moment.", retry_after_s=1)


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
