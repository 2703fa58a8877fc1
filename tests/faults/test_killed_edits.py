"""What ``kill -9`` leaves of decisions and typed texts: all that is older than a second."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from phototagger.core.library import Library
from phototagger.core.review import Decision

TYPES_AND_WAITS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from phototagger import app
from phototagger.core.settings import AppPaths
from phototagger.ui import theme
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.main_window import MainWindow
qt, paths, bridge = QApplication([]), AppPaths.at(Path(sys.argv[1])), GuiBridge()
theme.apply(qt, "light")
program = app.build(paths, bridge.post, bridge.announce)
window = MainWindow(program, bridge, QSettings(sys.argv[1] + "/w.ini", QSettings.Format.IniFormat))
window.show()
program.session.open([Path(sys.argv[2])])
def until(met):
    while not met():
        QTest.qWait(10)
until(lambda: window.browser.current_id is not None)
QTest.qWait(300)
panel, texts = window.inspector.panel, window.inspector.texts
panel.entry.setFocus()
QTest.keyClicks(panel.entry, "Brno")
QTest.keyClick(panel.entry, Qt.Key.Key_Return)
texts.edit()
QTest.keyClicks(texts.title, "Evening")
texts.description.setFocus()
QTest.keyClicks(texts.description, "By the river")
print("typed", flush=True)
QTest.qWait(60_000)
"""


def test_what_was_typed_a_second_ago_outlives_a_kill(
    make_photo: Callable[..., Path], tmp_path: Path
) -> None:
    photo, home = make_photo(), tmp_path / "home"
    running = subprocess.Popen(
        [sys.executable, "-c", TYPES_AND_WAITS, str(home), str(photo)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "typed\n"
    try:
        running.wait(1.0)  # the second that may pass until everything is kept
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    running.stdout.close()
    library = Library.open(home / "data" / "catalog.sqlite")
    review = library.review(library.ids()[0])
    library.close()
    accepted = {d.name for d in review.decisions if d.decision is Decision.ACCEPTED}
    assert accepted == {"Brno"}
    assert (review.title, review.description) == ("Evening", "By the river")
