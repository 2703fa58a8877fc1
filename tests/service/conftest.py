"""The real service in a thread, and small pictures for it."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests
from PIL import Image

from phototagger.core.errors import ServiceUnavailable
from phototagger.resource_files import resource_path
from phototagger.service.bundle import Bundle, load_bundle
from phototagger.service.decoders import DecoderPool
from phototagger.service.fetch import Fetcher
from phototagger.service.guard import Access
from phototagger.service.pipeline import Pipeline
from phototagger.service.predict import Predictor
from phototagger.service.server import Api, Server

TOKEN = "token-of-the-tests"
REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class RunningService:
    """A service that listens, and the simplest way to ask it."""

    port: int
    token: str = TOKEN
    decoders: DecoderPool | None = None
    process: subprocess.Popen[str] | None = None
    said: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        path: str = "/photo/tags/v2/tags",
        body: object = None,
        *,
        method: str = "POST",
        token: str | None = "Token {}",
        headers: dict[str, str] | None = None,
    ) -> requests.Response:
        """Send *body*: bytes as they are, anything else as JSON; the right token by default."""
        session = requests.Session()
        session.trust_env = False
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **(headers or {})}
        if token is not None:
            sent["Authorization"] = token.format(self.token)
        with session:
            return session.request(
                method,
                self.address + path,
                data=None if body is None else data,
                headers=sent,
                timeout=20,
                allow_redirects=False,
            )

    def records(self, *sent: object, **top: object) -> list[dict[str, Any]]:
        """Send records and return their answers."""
        response = self.ask(body={"records": list(sent), **top})
        assert response.status_code == 200, response.text
        found: list[dict[str, Any]] = response.json()["records"]
        return found

    def pids(self) -> list[int]:
        """Return the process and its children, where it is one."""
        assert self.process is not None
        pid = self.process.pid
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
        return [pid, *children]

    def peak_mb(self) -> float:
        """Return the most memory that the process and its children held at any time, summed."""
        return sum(_status_mb(pid, "VmHWM") for pid in self.pids())

    def send_raw(self, raw: bytes) -> bytes:
        """Send bytes and return all that comes back until the service closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as peer:
            peer.sendall(raw)
            peer.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: peer.recv(65536), b""))


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    return load_bundle(resource_path("model"))


@pytest.fixture(scope="session")
def predictor(bundle: Bundle) -> Predictor:
    return Predictor(bundle)


@contextlib.contextmanager
def running(
    load: Callable[[], Predictor],
    *,
    access: Access | None = None,
    decoders: DecoderPool | None = None,
    fetcher: Fetcher | None = None,
    load_failed: Callable[[ServiceUnavailable], None] = lambda error: None,
) -> Iterator[RunningService]:
    """Run a service in a thread for as long as the context lasts."""
    listener = socket.create_server(("127.0.0.1", 0))
    ready = threading.Event()
    pool = decoders or DecoderPool(2)
    pipeline = Pipeline(load, load_failed, pool, fetcher)
    server = Server(Api(pipeline, access or Access(TOKEN)), ready.set)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        assert ready.wait(20)
        yield RunningService(listener.getsockname()[1], decoders=pool)
    finally:
        server.should_exit = True
        thread.join()
        pipeline.close()


def _status_mb(pid: int, name: str) -> float:
    found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


@contextlib.contextmanager
def serving_process(*arguments: str, log: Path | None = None) -> Iterator[RunningService]:
    """Run ``phototagger serve`` as from a shell, for as long as the context lasts.

    Args:
        arguments: further ones.
        log: gets what it writes to standard error.
    """
    with contextlib.ExitStack() as stack:
        errors = stack.enter_context(log.open("w")) if log else subprocess.DEVNULL
        process = stack.enter_context(
            subprocess.Popen(
                (sys.executable, "-m", "phototagger.service", "--port", "0", *arguments),
                cwd=REPOSITORY,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        )
        stack.callback(process.kill)
        assert process.stdout is not None
        said = ""
        while "Ctrl+C" not in said:
            line = process.stdout.readline()
            assert line, "it ended"
            said += line
        address = re.search(r"Serving on http://\S+:(\d+)", said)
        token = re.search(r"Token: (\S+)", said)
        assert address
        yield RunningService(
            int(address[1]), token[1] if token else TOKEN, process=process, said=said
        )


@pytest.fixture
def wait_for_end() -> Callable[[int], bool]:
    """Return what tells whether a process, not a child of ours, ends within five seconds."""

    def ends(pid: int) -> bool:
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            try:
                state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            except (FileNotFoundError, ProcessLookupError):
                return True
            if state == "Z":
                return True
        return False

    return ends


@pytest.fixture
def serving() -> Callable[..., contextlib.AbstractContextManager[RunningService]]:
    """Return what runs the service as a process of its own."""
    return serving_process


@pytest.fixture(scope="module")
def serving_module() -> Callable[..., contextlib.AbstractContextManager[RunningService]]:
    """Return the same for a service that the tests of a module share."""
    return serving_process


@pytest.fixture
def run_service() -> Callable[..., contextlib.AbstractContextManager[RunningService]]:
    """Return what runs a service of one's own."""
    return running


@pytest.fixture(scope="module")
def service(predictor: Predictor) -> Iterator[RunningService]:
    with running(lambda: predictor) as service:
        yield service


@pytest.fixture(scope="session")
def meadow() -> Image.Image:
    """The simplest picture a tagger has something to say about: sky above grass."""
    y, x = np.mgrid[0:120, 0:180].astype(np.float32)
    sky = np.stack([90 + y, 150 + 0.7 * y, 235 - 0.2 * y], axis=-1)
    grass = np.stack([60 + 20 * np.sin(x), 140 + 25 * np.sin(2 * x + y), 45 + 0 * x], axis=-1)
    pixels = np.where((y < 70)[..., None], sky, grass)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


@pytest.fixture
def picture(meadow_jpeg: bytes) -> str:
    """A picture as records carry it."""
    return base64.b64encode(meadow_jpeg).decode()


@pytest.fixture(scope="session")
def meadow_jpeg(meadow: Image.Image) -> bytes:
    buffer = io.BytesIO()
    meadow.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()
