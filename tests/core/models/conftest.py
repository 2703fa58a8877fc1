"""A file server on loopback that breaks off, lies and changes its mind as told."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

_RANGE = re.compile(r"bytes=(\d+)-")


class FileServer:
    """Serves one file.

    Attributes:
        data: the file.
        etag: its ETag; "" sends none.
        date: its Last-Modified; "" sends none.
        takes_ranges: ranges are answered; else always the whole file.
        cuts: after how many bytes of each coming answer the line breaks; empty is never.
        redirects: path to target.
        status: answers with this code instead.
        length: Content-Length to claim; None is the true one, -1 sends none.
        asked: Range and If-Range of every request for the file.
    """

    def __init__(self) -> None:
        self.data = b""
        self.etag = '"one"'
        self.date = ""
        self.takes_ranges = True
        self.cuts: list[int] = []
        self.redirects: dict[str, str] = {}
        self.status = 0
        self.length: int | None = None
        self.asked: list[tuple[str, str]] = []
        self.began = threading.Event()
        self.hold = threading.Event()
        self.holds = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/model.zip"

    def close(self) -> None:
        self.hold.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def log_message(self, format: str, *arguments: object) -> None:
                pass

            def do_GET(self) -> None:
                try:
                    server.answer(self)
                except OSError:  # the other side has gone
                    self.close_connection = True

        return Handler

    def answer(self, peer: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        if peer.path in self.redirects:
            peer.send_response(302)
            peer.send_header("Location", self.redirects[peer.path])
            peer.end_headers()
            return
        wanted, condition = peer.headers.get("Range", ""), peer.headers.get("If-Range", "")
        self.asked.append((wanted, condition))
        if self.status:
            peer.send_response(self.status)
            peer.end_headers()
            return
        start = self._start(wanted, condition)
        if start is not None and start >= len(self.data):
            peer.send_response(416)
            peer.send_header("Content-Range", f"bytes */{len(self.data)}")
            peer.end_headers()
            return
        body = self.data[start or 0 :]
        peer.send_response(200 if start is None else 206)
        if start is not None:
            peer.send_header(
                "Content-Range", f"bytes {start}-{len(self.data) - 1}/{len(self.data)}"
            )
        for name, value in (("ETag", self.etag), ("Last-Modified", self.date)):
            if value:
                peer.send_header(name, value)
        if self.length != -1:
            peer.send_header(
                "Content-Length", str(len(body) if self.length is None else self.length)
            )
        peer.end_headers()
        peer.wfile.write(body[: self.cuts.pop(0)] if self.cuts else body)
        peer.wfile.flush()
        self.began.set()
        if self.holds:
            self.hold.wait(20)

    def _start(self, wanted: str, condition: str) -> int | None:
        found = _RANGE.fullmatch(wanted)
        if not found or not self.takes_ranges or condition not in (self.etag, self.date):
            return None
        return int(found[1])


@pytest.fixture
def server() -> Iterator[FileServer]:
    server = FileServer()
    yield server
    server.close()
