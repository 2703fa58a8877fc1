"""The window over a library of any size: ``python -m benchmarks.library --rows 100000 [--json]``.

The real window is opened, off the screen, on a library that is made for it: a catalog with
twelve suggestions a photo, and real files (small ones, hard links) for the first 100,000 photos.
References run beside it: Qt's own icon view for frames, a plain query for lists, a plain walk for
scans. Times are wall-clock times of this machine; read the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QApplication

from benchmarks import _measures as measures
from benchmarks._generated import make_catalog, make_photos, word
from phototagger import app as composition
from phototagger.core.events import Progress, Work
from phototagger.core.library import Library
from phototagger.core.photo import PhotoFilter
from phototagger.core.photo_query import PhotoQuery, PhotoSort
from phototagger.core.settings import AppPaths
from phototagger.ui import theme
from phototagger.ui.application import end
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.main_window import MainWindow

MOST_FILES = 100_000
WINDOW = QSize(1440, 900)
STEPS = 240
STEP_PX = 60
SEARCHES = (
    word(3),
    f"tag:{word(5)} -tag:{word(9)}",
    f"p:{word(2)}>0.6",
    "state:review kw<2",
    "img_00001",
    "in:0001",
    "date:2021-05..2022-02",
)

Figures = dict[str, float]


class Running:
    """The program with its window, as `application.run` opens it."""

    def __init__(self, app: QApplication, home: Path) -> None:
        self.app = app
        self.bridge = GuiBridge()
        paths = AppPaths.at(home)
        self.program = composition.build(paths, self.bridge.post, self.bridge.announce)
        self.session = self.program.session
        self.listed = 0
        self.progress: list[Progress] = []
        self.bridge.photos_listed.connect(self._on_listed)
        self.bridge.progressed.connect(self.progress.append)
        state = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(self.program, self.bridge, state)
        self.window.resize(WINDOW)
        self.window.show()
        self.grid = self.window.browser.grid

    def _on_listed(self) -> None:
        self.listed += 1

    def wait_for_screen(self) -> None:
        """Run until every photo on the screen is painted."""

        def is_painted() -> bool:
            first, last = self.grid.visible_rows()
            model = self.window.browser.model
            edge_px = self.window.browser._rendered_edge_px
            rows = range(first, last + 1)
            return last >= first and edge_px > 0 and not model.missing_pictures(rows, edge_px)

        measures.wait(self.app, is_painted, 60)
        self.grid.viewport().repaint()

    def settle(self) -> None:
        """Run until nothing is left to do."""
        measures.wait(self.app, lambda: self.session.is_idle and self.bridge.is_empty)

    def query_ms(self, query: PhotoQuery) -> float:
        """Return how long it takes from the wish to the painted list."""

        def ask() -> None:
            before = self.listed
            self.session.query(query)
            measures.wait(self.app, lambda: self.listed > before)
            self.grid.viewport().repaint()

        return measures.milliseconds(ask, times=3)

    def close(self) -> None:
        """End the program as the user would."""
        self.window.close()
        end(self.program, self.bridge, self.window)


def first_screen_ms(app: QApplication, home: Path) -> float:
    """Return how long it takes from nothing to a painted screen of photos."""

    def start() -> None:
        nonlocal running
        running = Running(app, home)
        running.wait_for_screen()

    running: Running | None = None
    taken = measures.milliseconds(start)
    assert running is not None
    running.settle()
    running.close()
    return taken


def measure_window(app: QApplication, home: Path, rows: int, result: Figures) -> None:
    """Frames, sizes, selection, lists and memory of a known library."""
    running = Running(app, home)
    running.wait_for_screen()
    running.settle()
    grid, session = running.grid, running.session
    measures.frames(app, grid, STEPS, STEP_PX)
    running.settle()
    grid.verticalScrollBar().setValue(0)
    running.wait_for_screen()
    frames = measures.frames(app, grid, STEPS, STEP_PX)
    bare = measures.bare_view_frames(app, rows, grid.size(), STEPS)
    result["frame_p50_ms"] = measures.percentile(frames.wall_ms, 50)
    result["frame_p99_ms"] = measures.percentile(frames.wall_ms, 99)
    result["frame_p99_cpu_ms"] = measures.percentile(frames.cpu_ms, 99)
    result["frame_reference_p99_ms"] = measures.percentile(bare.wall_ms, 99)
    result["frame_reference_p99_cpu_ms"] = measures.percentile(bare.cpu_ms, 99)

    def resize(width: int) -> None:
        running.window.resize(width, WINDOW.height())
        app.processEvents()

    result["resize_ms"] = max(
        measures.milliseconds(lambda width=width: resize(width))  # type: ignore[misc]
        for width in (1200, 1440, 1300, 1440)
    )
    running.settle()

    def select_all() -> None:
        grid.selectAll()
        app.processEvents()

    result["select_all_ms"] = measures.milliseconds(select_all)
    merged = measures.milliseconds(running.settle)
    result["tags_of_all_ms"] = result["select_all_ms"] + merged
    grid.clearSelection()
    running.settle()

    filters = [PhotoQuery(choice) for choice in PhotoFilter]
    filters.append(PhotoQuery(Path("/photos") if rows > MOST_FILES else session.roots()[0]))
    result["filter_ms"] = max(running.query_ms(query) for query in filters)
    result["sort_ms"] = max(
        running.query_ms(PhotoQuery(sort=sort, is_descending=turned))
        for sort in PhotoSort
        for turned in (False, True)
    )
    result["search_ms"] = max(running.query_ms(PhotoQuery(text=text)) for text in SEARCHES)
    result["list_reference_ms"] = measures.raw_ids_ms(AppPaths.at(home).catalog_file)

    def count() -> None:
        session.count()
        running.settle()

    result["count_ms"] = measures.milliseconds(count, times=3)
    session.query(PhotoQuery())
    running.settle()
    result["rss_mb"], result["rss_own_mb"] = measures.memory_mb()
    running.close()


def measure_scan(app: QApplication, home: Path, photos: Path, result: Figures) -> None:
    """A folder that was never opened: first photos, all files, frames while they are read."""
    result["walk_reference_s"] = measures.walk_s(photos)
    running = Running(app, home)
    running.settle()
    start = time.perf_counter()
    running.session.open([photos])
    measures.wait(app, lambda: len(running.session.current_ids()) > 0)
    result["first_photos_ms"] = (time.perf_counter() - start) * 1000

    def is_scanned() -> bool:
        ended = [p for p in running.progress if p.work is Work.SCAN and not p.is_running]
        return bool(ended)

    measures.wait(app, is_scanned)
    result["scan_files_s"] = time.perf_counter() - start
    busy = measures.frames(app, running.grid, STEPS, STEP_PX)
    result["busy_frame_p99_ms"] = measures.percentile(busy.wall_ms, 99)
    result["busy_frame_p99_cpu_ms"] = measures.percentile(busy.cpu_ms, 99)
    left = len(running.program.session._library.files.unread(0, 10**9))
    since = time.perf_counter()
    measures.wait(app, lambda: time.perf_counter() - since > 3 or running.session.is_idle)
    read = left - len(running.program.session._library.files.unread(0, 10**9))
    result["read_per_s"] = read / (time.perf_counter() - since)
    running.close()


def measure_catalog(home: Path, result: Figures) -> None:
    """Opening and checking the catalog alone."""
    file = AppPaths.at(home).catalog_file
    result["catalog_mb"] = file.stat().st_size / 1e6
    start = time.perf_counter()
    library = Library.open(file)
    result["open_ms"] = (time.perf_counter() - start) * 1000
    result["check_ms"] = measures.milliseconds(library.check)
    library.close()


def measure(rows: int) -> Figures:
    """Make a library of *rows* photos and measure everything."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    result: Figures = {"rows": rows}
    with tempfile.TemporaryDirectory() as folder:
        home, photos = Path(folder) / "home", Path(folder) / "photos"
        files = min(rows, MOST_FILES)
        make_photos(photos, files)
        make_catalog(AppPaths.at(home), photos, rows, files=files)
        measure_catalog(home, result)
        result["rss_empty_mb"], _ = measures.memory_mb()
        result["first_screen_cold_ms"] = first_screen_ms(app, home)
        result["first_screen_ms"] = min(first_screen_ms(app, home) for _ in range(3))
        measure_window(app, home, rows, result)
        measure_scan(app, Path(folder) / "new home", photos, result)
    return result


REFERENCES = {
    "frame_p99_ms": "frame_reference_p99_ms",
    "frame_p99_cpu_ms": "frame_reference_p99_cpu_ms",
    "filter_ms": "list_reference_ms",
    "sort_ms": "list_reference_ms",
    "search_ms": "list_reference_ms",
    "scan_files_s": "walk_reference_s",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000], help="photos")
    parser.add_argument("--json", action="store_true", help="one JSON object per size")
    options = parser.parse_args()
    for rows in options.rows:
        result = measure(rows)
        if options.json:
            print(json.dumps({name: round(value, 2) for name, value in result.items()}))
            continue
        print(f"{rows:,} photos")
        for name, value in result.items():
            reference = result.get(REFERENCES.get(name, ""))
            ratio = f"{value / reference:10.2f} of the reference" if reference else ""
            print(f"  {name:24}{value:12.1f}{ratio}")


if __name__ == "__main__":
    main()
