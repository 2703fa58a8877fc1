"""A private screen with the real program on it, a keyboard for it, and a look into its catalog.

Needs Xvfb, openbox and xdotool; everything ends with the block it was opened in.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, ImageGrab

TOOLS = ("Xvfb", "openbox", "xdotool")
SCREEN = (1440, 900)
PATIENCE_S = 90.0
_END_S = 30.0


class DriveError(Exception):
    """The program did not get there; one sentence says where."""


def missing_tools() -> list[str]:
    """Return the programs this needs that are not installed."""
    return [name for name in TOOLS if shutil.which(name) is None]


class Screen:
    """A screen of its own.

    Attributes:
        pressed: keys that were pressed on it.
    """

    def __init__(self, display: str) -> None:
        self.pressed = 0
        self.display = display
        self.environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "en",
        }
        self.environment.pop("WAYLAND_DISPLAY", None)

    @staticmethod
    @contextmanager
    def opened() -> Iterator[Screen]:
        """Give a screen with a window manager."""
        read_end, write_end = os.pipe()
        size = f"{SCREEN[0]}x{SCREEN[1]}x24"
        command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", size, "-nolisten", "tcp"]
        server = _start(command, dict(os.environ), pass_fds=(write_end,))
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            number = pipe.readline().strip()
        manager = None
        try:
            if not number:
                raise DriveError("Xvfb did not start.")
            screen = Screen(f":{number}")
            manager = _start(["openbox"], screen.environment)
            yield screen
        finally:
            for process in (manager, server):
                if process is not None:
                    _end(process)

    @contextmanager
    def program(self, home: Path, arguments: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
        """Run the real program in a home of its own; it is asked to quit at the end."""
        environment = {**self.environment, "HOME": str(home)}
        command = [sys.executable, "-m", "phototagger", "--home", str(home), *arguments]
        process = _start(command, environment)
        try:
            yield process
        finally:
            if process.poll() is None:
                self.keys("ctrl+q")
                try:
                    process.wait(_END_S)
                except subprocess.TimeoutExpired:
                    _end(process)

    def keys(self, *names: str) -> None:
        """Press keys, one after the other, on whatever has the focus."""
        self.pressed += len(names)
        self._xdotool("key", "--delay", "8", *names)

    def type(self, text: str) -> None:
        """Type a text."""
        self.pressed += len(text)
        self._xdotool("type", "--delay", "8", text)

    def has_window(self, title: str) -> bool:
        """True while a window of exactly this title is on the screen."""
        command = ["xdotool", "search", "--onlyvisible", "--name", f"^{title}$"]
        found = subprocess.run(command, env=self.environment, capture_output=True, check=False)
        return bool(found.stdout.strip())

    def active_title(self) -> str:
        """Return the title of the window that has the keyboard."""
        command = ["xdotool", "getactivewindow", "getwindowname"]
        found = subprocess.run(command, env=self.environment, capture_output=True, check=False)
        return found.stdout.decode("utf-8", "replace").strip()

    def picture(self) -> Image.Image:
        """Return what is on the screen."""
        return ImageGrab.grab(xdisplay=self.display).convert("RGB")

    def count_like(self, color: tuple[int, int, int]) -> int:
        """Return how many pixels of the screen have nearly this colour."""
        pixels = np.asarray(self.picture(), dtype=np.int16)
        return int((np.abs(pixels - np.array(color, np.int16)).max(axis=2) <= 6).sum())

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.environment, check=True)


def differing_share(one: Image.Image, other: Image.Image) -> float:
    """Return the share of the screen, 0…1, that is another one."""
    before, after = np.asarray(one, np.int16), np.asarray(other, np.int16)
    return float((np.abs(before - after).max(axis=2) > 12).mean())


def wait(holds: Callable[[], bool], what: str, timeout_s: float = PATIENCE_S) -> None:
    """Wait until something holds.

    Raises:
        DriveError: it did not come about in time.
    """
    end = time.monotonic() + timeout_s
    while not holds():
        if time.monotonic() > end:
            raise DriveError(f"Waited {timeout_s:.0f} s for nothing: {what}.")
        time.sleep(0.01)


class Catalog:
    """Reads the catalog of the running program; never writes."""

    def __init__(self, file: Path) -> None:
        self._uri = f"{file.absolute().as_uri()}?mode=ro"

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Return the rows of a query; none while the catalog is not there yet."""
        try:
            connection = sqlite3.connect(self._uri, uri=True, timeout=5.0)
        except sqlite3.OperationalError:
            return []
        try:
            return connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError:
            return []  # no table yet
        finally:
            connection.close()

    def number(self, sql: str, *values: object) -> int:
        """Return the one number a query finds, 0 for none."""
        rows = self.rows(sql, *values)
        return int(str(rows[0][0] or 0)) if rows else 0


def _start(
    command: Sequence[str], environment: dict[str, str], pass_fds: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=tuple(pass_fds),
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
