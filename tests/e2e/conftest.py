"""The real program: window, child service, catalog, files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from phototagger import app as composition
from phototagger.core.settings import AppPaths
from phototagger.ui import theme
from phototagger.ui.application import end
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.main_window import MainWindow


class Program:
    """The running program and its window."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.bridge = GuiBridge()
        paths = AppPaths.at(home)
        self.app = composition.build(paths, self.bridge.post, self.bridge.announce)
        self.session = self.app.session
        state = QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(self.app, self.bridge, state)
        self.window.show()
        self.is_running = True

    def wait(self, condition: Callable[[], bool], timeout_s: float = 30) -> None:
        """Run the window until something holds."""
        self.qtbot.waitUntil(condition, timeout=round(timeout_s * 1000))

    def settle(self) -> None:
        """Run the window until all work is done and told."""
        self.wait(lambda: self.session.is_idle and self.bridge.is_empty)

    def notices(self) -> list[str]:
        """Return the messages in the window."""
        return self.window.browser.notices.texts()

    def quit(self) -> None:
        """Close the window and end the program as it ends itself."""
        self.is_running = False
        self.window.close()
        end(self.app, self.bridge, self.window)


@pytest.fixture
def start(own_home: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[], Program]]:
    """Return a function that starts the program, again and again over the same home."""
    theme.apply(qapp, "light")
    programs: list[Program] = []

    def begin() -> Program:
        programs.append(Program(own_home, qtbot))
        return programs[-1]

    yield begin
    for program in programs:
        if program.is_running:
            program.quit()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Return a folder of eight different JPEGs, two of them in a folder below."""
    folder = tmp_path / "photos"
    (folder / "below").mkdir(parents=True)
    random = np.random.default_rng(3)
    for number in range(8):
        coarse = random.integers(0, 255, (6, 8, 3), dtype=np.uint8)
        photo = Image.fromarray(coarse).resize((320, 240), Image.Resampling.BICUBIC)
        place = folder / "below" if number > 5 else folder
        photo.save(place / f"photo {number}.jpg", quality=90)
    return folder
