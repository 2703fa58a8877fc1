"""A tagging service on loopback that misbehaves as told."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator

import pytest

from phototagger.core.tagging import Endpoint
from phototagger.core.tagging.client import TaggingClient
from phototagger.core.tagging.pacing import Pacing

_TLS_HANDSHAKE = b"\x16"

Behaviour = Callable[[socket.socket], None]


class NotedPacing(Pacing):
    """Notes how long to wait instead of waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def hold(self, seconds: float) -> None:
        self.waits.append(seconds)


class FaultyServer:
    """Answers each request with the next scripted behaviour; the last one repeats.

    Attributes:
        requests: what arrived, head and body together.
    """

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self._script: deque[Behaviour] = deque()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.closing = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def address(self) -> str:
        host, port = self._socket.getsockname()
        return f"http://{host}:{port}"

    def endpoint(self) -> Endpoint:
        return Endpoint(self.address, "secret-token")

    def pacing(self) -> NotedPacing:
        return NotedPacing()

    def client(self, **options: object) -> TaggingClient:
        defaults = {"first_wait_s": 0.0, "pacing": NotedPacing()}
        return TaggingClient(self.endpoint, **{**defaults, **options})  # type: ignore[arg-type]

    def answer(
        self, body: bytes | str | object, code: int = 200, headers: tuple[str, ...] = ()
    ) -> None:
        """Script a whole answer; other than bytes and text, *body* is sent as JSON."""
        text = body if isinstance(body, bytes | str) else json.dumps(body)
        raw = text.encode() if isinstance(text, str) else text
        lines = (
            f"HTTP/1.1 {code} X",
            *headers,
            f"Content-Length: {len(raw)}",
            "Connection: close",
            "",
            "",
        )
        self.send("\r\n".join(lines).encode() + raw)

    def send(self, raw: bytes) -> None:
        """Script raw bytes, after which the connection is closed."""
        self.behave(lambda peer: peer.sendall(raw))

    def reset(self) -> None:
        """Script a reset instead of an answer."""
        linger = struct.pack("ii", 1, 0)
        self.behave(lambda peer: peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger))

    def drip(self, first: bytes) -> None:
        """Script *first* and then one byte after the other, without end."""

        def behaviour(peer: socket.socket) -> None:
            peer.sendall(first)
            while not self.closing.wait(0.02):
                peer.sendall(b" ")

        self.behave(behaviour)

    def silence(self) -> None:
        """Script no answer at all."""
        self.behave(lambda peer: bool(self.closing.wait()) and None)

    def behave(self, behaviour: Behaviour) -> None:
        self._script.append(behaviour)

    def close(self) -> None:
        self.closing.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for peer in self._open:
            with contextlib.suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                peer, _ = self._socket.accept()
                self._open.append(peer)
                thread = threading.Thread(target=self._serve, args=(peer,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, peer: socket.socket) -> None:
        with peer, contextlib.suppress(OSError):
            self.requests.append(_read_request(peer))
            behaviour = self._script[0] if len(self._script) == 1 else self._script.popleft()
            behaviour(peer)


def _read_request(peer: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data and not data.startswith(_TLS_HANDSHAKE):
        data += _receive(peer)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    while lengths and len(body) < lengths[0]:
        body += _receive(peer)
    return head + b"\r\n\r\n" + body


def _receive(peer: socket.socket) -> bytes:
    data = peer.recv(65536)
    if not data:
        raise OSError("closed")
    return data


@pytest.fixture
def faulty() -> Iterator[FaultyServer]:
    server = FaultyServer()
    yield server
    server.close()
