"""Clocks and gauges of the library's benchmark."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, QStringListModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView

_FRAME_S = 1 / 60
_WAIT_S = 600.0


def milliseconds(work: Callable[[], object], *, times: int = 1) -> float:
    """Return how long *work* takes, the best of *times*."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken) * 1000


def wait(app: QApplication, until: Callable[[], bool], timeout_s: float = _WAIT_S) -> None:
    """Run the event loop until something holds."""
    end = time.monotonic() + timeout_s
    while not until():
        app.processEvents()
        if time.monotonic() > end:
            raise TimeoutError("the program did not get there in time")
        time.sleep(0.0005)


def memory_mb() -> tuple[float, float]:
    """Return what this process has in memory, and the part no file stands behind, in MB."""
    fields = {}
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        name, _, value = line.partition(":")
        fields[name] = value
    return tuple(int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))  # type: ignore[return-value]


def percentile(values: Iterable[float], percent: float) -> float:
    """Return the value below which *percent* of all lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of a scroll.

    Attributes:
        wall_ms: time of each on the wall clock.
        cpu_ms: processor time of the thread that paints; other programs do not lengthen it.
    """

    wall_ms: list[float]
    cpu_ms: list[float]


def frames(app: QApplication, view: QAbstractItemView, steps: int, step_px: int) -> Frames:
    """Scroll a view in steps, as often as a screen is painted.

    A frame is everything the event loop had to do: scrolling, painting, results that came home.
    """
    bar = view.verticalScrollBar()
    wall_ms, cpu_ms = [], []
    for _ in range(steps):
        start, cpu_start = time.perf_counter(), time.thread_time()
        bar.setValue((bar.value() + step_px) % max(1, bar.maximum()))
        app.processEvents()
        cpu_ms.append((time.thread_time() - cpu_start) * 1000)
        taken_s = time.perf_counter() - start
        wall_ms.append(taken_s * 1000)
        time.sleep(max(0.0, _FRAME_S - taken_s))
    return Frames(wall_ms, cpu_ms)


def bare_view_frames(app: QApplication, count: int, size: QSize, steps: int) -> Frames:
    """Scroll Qt's own icon view over *count* equal names: the reference for frames."""
    model = QStringListModel([f"IMG_{number:07}.JPG" for number in range(min(count, 100_000))])
    view = QListView()
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setUniformItemSizes(True)
    view.setGridSize(QSize(180, 200))
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setModel(model)
    view.resize(size)
    view.show()
    app.processEvents()
    taken = frames(app, view, steps, 60)
    view.close()
    view.deleteLater()
    app.processEvents()
    return taken


def raw_ids_ms(catalog: Path) -> float:
    """Return how long a plain query of all ids in order takes: the reference for lists."""
    connection = sqlite3.connect(f"{catalog.absolute().as_uri()}?mode=ro", uri=True)
    sql = "SELECT id FROM photos WHERE is_listed = 1 ORDER BY taken_s"
    taken = milliseconds(lambda: connection.execute(sql).fetchall(), times=3)
    connection.close()
    return taken


def walk_s(folder: Path) -> float:
    """Return how long listing and looking at every file takes: the reference for scans."""

    def walk() -> None:
        waiting = [str(folder)]
        while waiting:
            for entry in os.scandir(waiting.pop()):
                if entry.is_dir():
                    waiting.append(entry.path)
                else:
                    entry.stat()

    return milliseconds(walk) / 1000
