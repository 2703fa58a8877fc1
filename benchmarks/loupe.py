"""How long the next photo takes in the large view, against decoding it in the same run.

Steps through generated photos, each time after the neighbours were fetched ahead, and measures from
the step to the painted sharp picture; then the same at one pixel to a pixel. The reference is what
one decoding of the same photos for the same view takes.

    python -m benchmarks.loupe [--photos 40] [--edge 6000]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from benchmarks._measures import wait
from benchmarks.gui_latency import make_photos
from phototagger import app as composition
from phototagger.core.photo import PhotoId
from phototagger.core.photo_reader import PhotoReader
from phototagger.core.settings import AppPaths
from phototagger.ui import theme
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.closeups import CAP_BYTES, WHOLE_EDGE_PX
from phototagger.ui.main_window import MainWindow

_TARGET_MS = 100.0


def line(name: str, taken_ms: list[float]) -> str:
    """Return percentiles of some times."""
    p50, p95 = np.percentile(taken_ms, [50, 95])
    return f"{name:<34} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   max {max(taken_ms):7.1f} ms"


def decodings(paths: list[Path], edge_px: int) -> list[float]:
    """Return how long decoding each photo for a view takes, milliseconds."""
    reader, taken = PhotoReader(), []
    for path in paths:
        begun = time.perf_counter()
        reader.read(path, [edge_px])[0].convert("RGBA").tobytes()
        taken.append((time.perf_counter() - begun) * 1000)
    reader.close()
    return taken


def steps(app: QApplication, window: MainWindow, count: int, *, whole: bool) -> list[float]:
    """Return how long each step to a photo fetched ahead takes until it is painted, ms."""
    browser, taken = window.browser, []
    browser.grid.select_row(0)
    for row in range(1, count):
        coming = PhotoId(browser.model.ids[row])
        wait(app, lambda i=coming: browser.closeups.find(i, whole=whole) is not None)  # type: ignore[misc]
        begun = time.perf_counter()
        browser.step(1)
        browser.large.repaint()
        taken.append((time.perf_counter() - begun) * 1000)
        shown = browser.closeups.find(coming, whole=whole)
        assert browser.current_id == coming and shown is not None, "the photo is not shown sharp"
    return taken


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=40)
    parser.add_argument("--edge", type=int, default=6000, help="longest side of the photos, px")
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
        window.resize(1440, 900)
        window.show()
        session, browser = program.session, window.browser
        session.open([photos])
        wait(app, lambda: len(browser.model.ids) == options.photos)
        wait(app, lambda: session.is_idle)
        browser.show_large()
        edge_px = browser.large.wanted_edge_px()
        megapixels = options.edge * options.edge * 2 / 3 / 1e6
        print(f"{options.photos} photos of {megapixels:.0f} megapixels, view of {edge_px} px")
        paths = sorted(photos.iterdir())
        fitted = steps(app, window, options.photos, whole=False)
        print(line("next photo, fitted, fetched ahead", fitted))
        print(line("decoding it for that view", decodings(paths, edge_px)))
        browser.large.toggle_zoom()
        close = steps(app, window, min(10, options.photos), whole=True)
        print(line("next photo at 1:1, fetched ahead", close))
        print(line("decoding it whole", decodings(paths[:10], WHOLE_EDGE_PX)))
        kept = browser.closeups.bytes
        print(f"pictures kept: {kept / 1e6:.0f} MB of at most {CAP_BYTES / 1e6:.0f} MB")
        late = max(np.percentile(fitted, 95), np.percentile(close, 95))
        print(f"target {_TARGET_MS:.0f} ms at p95: {'met' if late < _TARGET_MS else 'MISSED'}")
        wait(app, lambda: session.is_idle)
        window.close()
        program.end_work()
        bridge.drain()
        program.close()


if __name__ == "__main__":
    main()
