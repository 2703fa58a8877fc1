"""What every test stands on: no screen, no home of the user's, no network, no leftovers."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

# Qt reads this when the first application is made, which is after all imports.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("PHOTOTAGGER_TEST_PLATFORM", "offscreen")

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a home of its own."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "PHOTOTAGGER_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.delenv("PHOTOTAGGER_TOKEN", raising=False)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail every attempt to reach another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            assert address[0] in ("127.0.0.1", "::1", "localhost"), f"network: {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail a test whose threads outlive it."""
    before = set(threading.enumerate())
    yield
    # The pools of a server that several tests share are not of this test.
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.name.startswith(("AnyIO", "read", "fetch", "decode"))
    ]
    for thread in left:
        thread.join(timeout=5)
    alive = [thread.name for thread in left if thread.is_alive()]
    assert not alive, f"threads left: {alive}"


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """Take away and close the log files a test opened."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.setLevel(level)
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()


@pytest.fixture
def make_photo(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that saves a small photo."""

    def make(
        name: str = "photo.jpg",
        size: tuple[int, int] = (64, 48),
        color: str = "teal",
        **options: Any,
    ) -> Path:
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, color).save(path, **options)
        return path

    return make


@pytest.fixture
def shared() -> Path:
    """Return the folder of development material, or skip where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("the development material is not here")
    return SHARED
