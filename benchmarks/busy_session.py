"""A working day in two minutes: ``python -m benchmarks.busy_session [--photos N] [--out DIR]``.

Makes a folder of real photos (small ones, no two the same), opens it in the real window, and
scrolls while the program does everything at once: finding files and reading keywords, making
thumbnails, tagging with the embedded service, merging and writing keywords. Prints how long frames
took in each phase, by the clock and in processor time of the window's thread, and keeps pictures
of the window. Under Xvfb or on a real screen:

    QT_QPA_PLATFORM=xcb xvfb-run -s "-screen 0 1440x900x24" python -m benchmarks.busy_session
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image, ImageDraw
from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QApplication

from benchmarks import _measures as measures
from phototagger import app as composition
from phototagger.core import review_changes
from phototagger.core.photo import PhotoFilter
from phototagger.core.settings import AppPaths
from phototagger.ui import theme
from phototagger.ui.application import end
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.main_window import MainWindow
from phototagger.ui.row_ranges import RowRanges

PER_FOLDER = 500
SCENES = 48
STEP_PX = 60
WINDOW = QSize(1400, 860)


def main() -> None:
    """Make the folder, use it, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="photos made by an earlier run, or a place")
    parser.add_argument("--out", type=Path, help="pictures of the window go here")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--steps", type=int, default=300, help="frames of each phase")
    parser.add_argument("--tagged", type=int, default=400, help="photos that are tagged")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary) / "photos"
        if not folder.exists():
            make_photos(folder, options.photos)
        day = Day(Path(temporary) / "home", options.out, options.theme, options.steps)
        day.run(folder, options.photos, options.tagged)
        day.close()
    if options.json:
        print(json.dumps(day.figures))
        return
    for name, value in day.figures.items():
        print(f"{name:44}{value:12.2f}")


def make_photos(folder: Path, count: int) -> None:
    """Make *count* photos: some scenes, each file with bytes of its own after the picture."""
    chance = random.Random(11)
    scenes = [_scene(chance, folder.parent / f"scene-{os.getpid()}.jpg") for _ in range(SCENES)]
    for number in range(count):
        place = folder / f"trip {number // PER_FOLDER:03}"
        if number % PER_FOLDER == 0:
            place.mkdir(parents=True)
        content = scenes[chance.randrange(SCENES)] + number.to_bytes(4, "big")
        (place / f"IMG_{number:06}.jpg").write_bytes(content)


def _scene(chance: random.Random, scratch: Path) -> bytes:
    """Return a small JPEG with a sky, a ground and something in it."""
    width, height = (480, 320) if chance.random() < 0.7 else (320, 480)
    sky = Image.frombytes("RGB", (3, 4), chance.randbytes(36))
    picture = sky.resize((width, height), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(6):
        x, y = chance.randrange(width), chance.randrange(height // 3, height)
        size = chance.randrange(20, 120)
        color = tuple(chance.randbytes(3))
        draw.ellipse((x - size, y - size // 2, x + size, y + size // 2), fill=color)
    scratch.parent.mkdir(parents=True, exist_ok=True)
    picture.save(scratch, quality=80)
    content = scratch.read_bytes()
    scratch.unlink()
    return content


class Day:
    """The program with its window, and what was measured."""

    def __init__(self, home: Path, out: Path | None, mode: str, steps: int) -> None:
        self.figures: dict[str, float] = {}
        self._out, self._mode, self._steps = out, mode, steps
        self.app = QApplication.instance() or QApplication([])  # type: ignore[assignment]
        assert isinstance(self.app, QApplication)
        theme.apply(self.app, mode)
        self.bridge = GuiBridge()
        self.program = composition.build(AppPaths.at(home), self.bridge.post, self.bridge.announce)
        self.session = self.program.session
        state = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(self.program, self.bridge, state)
        self.window.resize(WINDOW)
        self.window.show()
        self.grid = self.window.browser.grid
        self.grid.setFocus()

    def run(self, folder: Path, count: int, tagged: int) -> None:
        """Use the program."""
        bare = measures.bare_view_frames(self.app, count, self.grid.size(), self._steps)
        self._note("bare Qt icon view", bare)
        start = time.perf_counter()
        self.session.open([folder])
        self._until(lambda: len(self.session.current_ids()) > 0)
        self.figures["first photos, ms"] = (time.perf_counter() - start) * 1000
        self._scroll("while files are found")
        self._until(lambda: len(self.session.current_ids()) == count)
        self.figures["all files listed, s"] = time.perf_counter() - start
        self._picture("1-listed")
        self._scroll("while keywords are read, thumbnails made")
        self.grid.verticalScrollBar().setValue(0)
        self._select(0, tagged)
        self.session.tag(self.window.browser.selected_ids())
        self._until(lambda: self._count(PhotoFilter.UNTAGGED) <= count - tagged // 4)
        self._picture("2-tagging")
        reviews = self.session.reviews(self.session.ids_where(PhotoFilter.TO_REVIEW))
        self.session.apply(review_changes.accept_from(reviews, 0.5))
        self.session.write(self.session.unsaved())
        self.grid.verticalScrollBar().setValue(self.grid.verticalScrollBar().maximum() // 2)
        self._scroll("while tagged, written, read, thumbnails made")
        self._picture("3-everything")
        self.figures["tagged by then"] = count - self._count(PhotoFilter.UNTAGGED)
        self.figures["written by then"] = len(reviews) - self._count(PhotoFilter.UNSAVED)
        self.grid.selectAll()
        self._rest(0.5)
        self._picture("4-all-selected")
        self.grid.clearSelection()
        self.session.stop_tagging()
        self._until(lambda: not self.session.is_writing)
        self.figures["memory, MB"], self.figures["memory of our own, MB"] = measures.memory_mb()

    def close(self) -> None:
        """End the program as the user would."""
        self.window.close()
        end(self.program, self.bridge, self.window)

    def _scroll(self, name: str) -> None:
        self._note(name, measures.frames(self.app, self.grid, self._steps, STEP_PX))

    def _note(self, name: str, frames: measures.Frames) -> None:
        for what, values in (("ms", frames.wall_ms), ("CPU ms", frames.cpu_ms)):
            self.figures[f"{name}: p50 {what}"] = measures.percentile(values, 50)
            self.figures[f"{name}: p99 {what}"] = measures.percentile(values, 99)
            self.figures[f"{name}: max {what}"] = max(values)

    def _select(self, first: int, count: int) -> None:
        self.grid.select_row(first)
        self.grid.selection.set_rows(RowRanges([(first, first + count)]))

    def _count(self, choice: PhotoFilter) -> int:
        return self.session.count_by_filter()[choice]

    def _until(self, holds: Callable[[], bool]) -> None:
        measures.wait(self.app, holds)

    def _rest(self, seconds: float) -> None:
        over = time.monotonic() + seconds
        self._until(lambda: time.monotonic() > over)

    def _picture(self, name: str) -> None:
        if self._out is None:
            return
        self._rest(0.6)
        self._out.mkdir(parents=True, exist_ok=True)
        picture = self.window.screen().grabWindow(self.window.winId())
        picture.save(str(self._out / f"{name}-{self._mode}.png"))


if __name__ == "__main__":
    main()
