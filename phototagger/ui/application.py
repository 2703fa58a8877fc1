"""Starts Qt, builds the program around the bridge, opens the window, quits in order."""

from __future__ import annotations

import faulthandler
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QLockFile, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from phototagger import app as composition
from phototagger.core.errors import CatalogDamaged, LibraryError
from phototagger.core.events import Level, Notice
from phototagger.core.library import Library
from phototagger.core.settings import AppPaths
from phototagger.ui import icons, theme
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.main_window import MainWindow

log = logging.getLogger(__name__)

_SIGNAL_POLL_MS = 200


def run(
    paths: AppPaths, photos: Sequence[Path], *, on_ready: Callable[[], None] | None = None
) -> int:
    """Open the window and stay until it is closed.

    Args:
        paths: where the program keeps things.
        photos: folders and files to open.
        on_ready: called once the window stands; the self-test closes it there.

    Returns:
        Exit code.
    """
    qt_app = QApplication(sys.argv[:1])
    qt_app.setApplicationName("PhotoTagger")
    qt_app.setDesktopFileName("phototagger")
    qt_app.setWindowIcon(icons.application_icon())
    sys.excepthook = _report_bug
    composition.start_log(paths.log_file)
    faulthandler.enable()
    lock = _lock(paths)
    if lock is None:
        return 1
    bridge = GuiBridge()
    program = _build(paths, bridge)
    if program is None:
        return 1
    theme.apply(qt_app, program.settings_file.settings.theme)
    state = QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(program, bridge, state)
    window.show()
    window.browser.grid.setFocus()
    _stop_on_signals(window)
    QTimer.singleShot(0, lambda: _begin(program, bridge, photos))
    if on_ready is not None:
        QTimer.singleShot(0, on_ready)
    code = qt_app.exec()
    end(program, bridge, window)
    lock.unlock()
    return code


def end(program: composition.App, bridge: GuiBridge, window: MainWindow) -> None:
    """End a program whose window was closed: work, results on their way, window, parts."""
    program.end_work()
    bridge.drain()
    window.deleteLater()  # its timers must not ask a closed library
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    program.close()


def self_test(paths: AppPaths) -> int:
    """Open the window, print what it shows, close it.

    Returns:
        Exit code: 0 when the window came up.
    """

    def close() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible():
                print(f"window: {window.windowTitle()} opened")
                window.close()

    return run(paths, [], on_ready=close)


def _begin(program: composition.App, bridge: GuiBridge, photos: Sequence[Path]) -> None:
    program.session.recover()
    for number, text in enumerate(program.settings_file.notices):
        bridge.announce(Notice(Level.WARNING, f"settings-{number}", text))
    if photos:
        program.session.open(photos)
    program.session.rescan()


def _lock(paths: AppPaths) -> QLockFile | None:
    """Take the one place at the catalog; a lock of a dead process is taken over."""
    try:
        paths.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _say(f"PhotoTagger cannot keep its library in {paths.data}: {error.strerror}.")
        return None
    lock = QLockFile(str(paths.data / "catalog.lock"))
    lock.setStaleLockTime(0)
    if lock.tryLock(0):
        return lock
    _say("PhotoTagger is already open with this library; use its window.")
    return None


def _build(paths: AppPaths, bridge: GuiBridge) -> composition.App | None:
    try:
        try:
            return composition.build(paths, bridge.post, bridge.announce)
        except CatalogDamaged as error:
            if not _may_repair(str(error)):
                return None
        Library.set_aside(paths.catalog_file)
        Library.restore(paths.catalog_file)
        return composition.build(paths, bridge.post, bridge.announce)
    except LibraryError as error:
        _say(str(error))
        return None


def _may_repair(problem: str) -> bool:
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("PhotoTagger")
    box.setText(problem)
    box.setInformativeText(
        "Your photos and the keywords in them are not affected. PhotoTagger can go on with the "
        "copy it made when it was last closed; the damaged file is kept beside it."
    )
    repair = box.addButton("Use the Copy", QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton("Quit", QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is repair


def _say(text: str) -> None:
    QMessageBox.warning(None, "PhotoTagger", text)


def _stop_on_signals(window: MainWindow) -> None:
    """Let Ctrl+C and a session's end close the window in order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.close())
    # Python runs signal handlers between bytecodes only, so Qt's loop must come by now and then.
    timer = QTimer(window)
    timer.timeout.connect(lambda: None)
    timer.start(_SIGNAL_POLL_MS)


def _report_bug(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    log.critical("bug", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)
    if QApplication.instance() is None:
        return
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Critical)
    box.setWindowTitle("PhotoTagger")
    box.setText("Something went wrong inside PhotoTagger. Your photos are not affected.")
    box.setInformativeText("You can go on. The log file has the details for a bug report.")
    box.setDetailedText(f"{kind.__name__}: {error}")
    box.exec()
