"""How long frames take while a window's grid is scrolled, beside a bare view of the same size.

A frame is one step of the scroll bar with everything the window's thread does until it is idle
again: painting, pictures that come home, events. The bare view moves and paints ready pixmaps and
nothing else, so it shows what Qt and this machine can do at this moment.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea

from phototagger.ui.grid_geometry import Sheet
from phototagger.ui.main_window import MainWindow

FRAME_S = 1 / 60
WHEEL_PX = 90
"""What one notch of a wheel, or a fast finger, moves between two frames."""


@dataclass
class Frames:
    """Times of frames.

    Attributes:
        wall_ms: by the clock.
        cpu_ms: of the window's thread, which a busy machine does not change.
    """

    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def summary(self, name: str) -> dict[str, float]:
        """Return percentiles by name."""
        return {
            f"{name}_p50_ms": share_of(self.wall_ms, 0.5),
            f"{name}_p99_ms": share_of(self.wall_ms, 0.99),
            f"{name}_max_ms": max(self.wall_ms),
            f"{name}_cpu_p50_ms": share_of(self.cpu_ms, 0.5),
            f"{name}_cpu_p99_ms": share_of(self.cpu_ms, 0.99),
            f"{name}_cpu_max_ms": max(self.cpu_ms),
        }


def share_of(values: Iterable[float], share: float) -> float:
    """Return the value that this share of *values* does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def frames(window: MainWindow, count: int = 600) -> dict[str, float]:
    """Scroll the grid of *window* at 60 frames a second, in small steps and by pages.

    Returns:
        ``frame_…`` for steps of a wheel where thumbnails are known, ``page_…`` for jumps by a
        screen, ``bare_…`` for a bare view, and ``frame_p99_ratio`` between them.
    """
    bare = scroll_bare(window, count)
    warm_up(window, count)
    steady = scroll(window, count, WHEEL_PX)
    page_px = window.browser.grid.viewport().height()
    pages = scroll(window, count // 4, page_px)
    found = bare.summary("bare") | steady.summary("frame") | pages.summary("page")
    found["frame_p99_ratio"] = found["frame_p99_ms"] / max(0.01, found["bare_p99_ms"])
    return found


def warm_up(window: MainWindow, count: int) -> None:
    """Go where `scroll` will go, and wait for the thumbnails there: they are known then."""
    bar = window.browser.grid.verticalScrollBar()
    start = bar.maximum() // 3
    session = window._session
    for value in range(start, start + count * WHEEL_PX, window.browser.grid.viewport().height()):
        bar.setValue(value)
        until = time.monotonic() + 5
        settled = time.monotonic() + 0.08  # the grid asks for thumbnails after a calm
        while time.monotonic() < until:
            QCoreApplication.processEvents()
            time.sleep(0.002)
            if time.monotonic() > settled and session._lanes.thumbnails.is_idle:
                break
    bar.setValue(start)


def scroll(window: MainWindow, count: int, step_px: int, *, start: int = -1) -> Frames:
    """Scroll the grid *count* times by *step_px*."""
    bar = window.browser.grid.verticalScrollBar()
    place = start if start >= 0 else bar.maximum() // 3
    result = Frames()
    for _ in range(count):
        place = (place + step_px) % max(1, bar.maximum())
        _frame(result, lambda place=place: bar.setValue(place))  # type: ignore[misc]
    return result


def scroll_bare(window: MainWindow, count: int) -> Frames:
    """Scroll a view that only moves and paints pixmaps, as large as the window's grid."""
    grid = window.browser.grid
    view = _BareView(grid.sheet)
    view.resize(grid.size())
    view.show()
    _let_go(0.2)
    result = Frames()
    bar = view.verticalScrollBar()
    for number in range(count):
        _frame(result, lambda number=number: bar.setValue(number * WHEEL_PX))  # type: ignore[misc]
    view.close()
    view.deleteLater()
    return result


def _frame(result: Frames, move: Callable[[], None]) -> None:
    begun, cpu = time.perf_counter(), time.thread_time()
    move()
    QCoreApplication.processEvents()
    wall_ms, cpu_ms = (time.perf_counter() - begun) * 1000, (time.thread_time() - cpu) * 1000
    while (left_s := begun + FRAME_S - time.perf_counter()) > 0:
        time.sleep(min(0.002, left_s))
        late, cpu = time.perf_counter(), time.thread_time()
        QCoreApplication.processEvents()
        # What comes home between two frames holds up the next one.
        wall_ms = max(wall_ms, (time.perf_counter() - late) * 1000)
        cpu_ms = max(cpu_ms, (time.thread_time() - cpu) * 1000)
    result.wall_ms.append(wall_ms)
    result.cpu_ms.append(cpu_ms)


def _let_go(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.002)


class _BareView(QAbstractScrollArea):
    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self._pixmap = QPixmap(QSize(sheet.tile.width(), sheet.tile.height()))
        self._pixmap.fill(QColor("teal"))
        self.verticalScrollBar().setRange(0, sheet.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        offset = self.verticalScrollBar().value()
        area = event.rect()
        painter.fillRect(area, QColor("white"))
        first, last = self._sheet.rows_between(area.top() + offset, area.bottom() + offset)
        for row in range(first, last + 1):
            rect: QRect = self._sheet.rect_of(row)
            painter.drawPixmap(rect.topLeft() - QPoint(0, offset), self._pixmap)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)
