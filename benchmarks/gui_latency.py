"""How late the window's event loop runs while 200 photos are thumbnailed and tagged.

A 10 ms timer on the GUI thread notes how much too late it fires: first in the idle window (the
reference), then while a folder is opened, its thumbnails are rendered and all photos are tagged by
the embedded service. Prints percentiles in milliseconds and the ratio to the reference.

    python benchmarks/gui_latency.py [--photos 200] [--edge 3000]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from phototagger import app as composition
from phototagger.core.photo import PhotoFilter
from phototagger.core.settings import AppPaths
from phototagger.ui import theme
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.main_window import MainWindow

TICK_MS = 10
IDLE_S = 2.0


class Lateness:
    """Notes how late a 10 ms timer fires."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self._due = time.perf_counter() + TICK_MS / 1000
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, (now - self._due) * 1000))
        self._due = now + TICK_MS / 1000

    def take(self) -> np.ndarray:
        """Return what was noted and begin anew."""
        noted, self.late_ms = np.array(self.late_ms), []
        return noted


def make_photos(folder: Path, count: int, edge_px: int) -> None:
    """Make camera-like photos: smooth shapes with some noise, 3:2."""
    random = np.random.default_rng(7)
    height, width = edge_px * 2 // 3, edge_px
    for number in range(count):
        coarse = random.integers(0, 255, (9, 13, 3), dtype=np.uint8)
        photo = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
        noise = random.integers(0, 12, (height, width, 1), dtype=np.uint8)
        pixels = np.clip(np.asarray(photo, dtype=np.int16) + noise, 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"photo_{number:04}.jpg", quality=88)


def wait(until: object, app: QApplication, timeout_s: float) -> None:
    """Run the event loop until *until* is true."""
    end = time.monotonic() + timeout_s
    while not until():  # type: ignore[operator]
        app.processEvents()
        app.thread().msleep(1)
        assert time.monotonic() < end, "the work did not end in time"


def line(name: str, late_ms: np.ndarray, reference: np.ndarray) -> str:
    """Return percentiles of lateness and their ratio to the reference."""
    p50, p95, p99 = np.percentile(late_ms, [50, 95, 99])
    ratio = p99 / max(0.01, np.percentile(reference, 99))
    return (
        f"{name:<10} {len(late_ms):6} ticks   p50 {p50:5.1f}   p95 {p95:5.1f}   p99 {p99:5.1f}"
        f"   max {late_ms.max():5.1f} ms   p99 / idle p99 {ratio:.1f}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--edge", type=int, default=3000, help="longest side of the photos, px")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        photos = Path(folder) / "photos"
        photos.mkdir()
        make_photos(photos, options.photos, options.edge)
        app = QApplication([])
        theme.apply(app, "light")
        bridge = GuiBridge()
        program = composition.build(
            AppPaths.at(Path(folder) / "home"), bridge.post, bridge.announce
        )
        state = QSettings(f"{folder}/window.ini", QSettings.Format.IniFormat)
        window = MainWindow(program, bridge, state)
        window.show()
        lateness = Lateness()
        begun = time.monotonic()
        wait(lambda: time.monotonic() - begun > IDLE_S, app, 10)
        idle = lateness.take()
        session = program.session
        begun = time.monotonic()
        session.open([photos])
        wait(lambda: len(session.ids()) == options.photos, app, 60)
        session.tag(session.ids())
        scroll = QTimer()
        bar = window.browser.grid.verticalScrollBar()
        scroll.timeout.connect(lambda: bar.setValue((bar.value() + 90) % max(1, bar.maximum())))
        scroll.start(50)
        wait(lambda: not session.count_by_filter()[PhotoFilter.UNTAGGED], app, 300)
        seconds = time.monotonic() - begun
        busy = lateness.take()
        scroll.stop()
        print(
            f"{options.photos} photos of {options.edge} px tagged while scrolling: {seconds:.1f} s"
        )
        print(line("idle", idle, idle))
        print(line("at work", busy, idle))
        window.close()
        program.end_work()
        bridge.drain()
        program.close()


if __name__ == "__main__":
    main()
