"""Starts Qt, builds the program around the bridge, opens the window, quits in order."""

from __future__ import annotations

import faulthandler
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from phototagger import app as composition
from phototagger.core.errors import CatalogDamaged, LibraryError
from phototagger.core.events import CatalogBroken, Level, Notice
from phototagger.core.library import Library
from phototagger.core.settings import AppPaths
from phototagger.ui import icons, language, theme
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.language import said
from phototagger.ui.main_window import MainWindow
from phototagger.ui.one_instance import OneInstance
from phototagger.ui.open_files import OpenFiles
from phototagger.ui.restore_dialog import RestoreDialog

_tr = language.Texts("application")

log = logging.getLogger(__name__)

_SIGNAL_POLL_MS = 200
_WELCOME_MS = 300


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
    language.install(qt_app, "system")  # the settings are not known yet
    sys.excepthook = _report_bug
    composition.start_log(paths.log_file)
    faulthandler.enable()
    place = _take_place(paths, photos)
    if place is None:
        return 1
    if place.is_taken:
        return 0
    given = OpenFiles(qt_app)
    bridge = GuiBridge()
    code, again = 0, True
    while again:  # once more after the catalog was found damaged
        program = _build(paths, bridge)
        if program is None:
            return 1
        code, again = _run_window(qt_app, paths, program, bridge, place, given, photos, on_ready)
        photos, on_ready = (), None
    given.remove()
    place.release()
    place.deleteLater()  # before the application it belongs to
    QApplication.sendPostedEvents(place, QEvent.Type.DeferredDelete)
    return code


def _run_window(
    qt_app: QApplication,
    paths: AppPaths,
    program: composition.App,
    bridge: GuiBridge,
    place: OneInstance,
    given: OpenFiles,
    photos: Sequence[Path],
    on_ready: Callable[[], None] | None,
) -> tuple[int, bool]:
    """Show the window until it is closed; return the exit code and whether to begin again."""
    settings = program.settings_file.settings
    language.install(qt_app, settings.language)
    theme.apply(qt_app, settings.theme)
    state = QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(program, bridge, state)
    broken: list[CatalogBroken] = []

    def on_broken(event: CatalogBroken) -> None:
        if _may_begin_again(event.text, window):
            broken.append(event)
            window.close()

    def on_photos_given(paths: list[Path]) -> None:
        if paths:
            window.drags.open(paths)
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()

    bridge.catalog_broken.connect(on_broken)
    place.photos_given.connect(on_photos_given)
    given.listen(on_photos_given)
    window.show()
    window.browser.grid.setFocus()
    _stop_on_signals(window)
    QTimer.singleShot(0, window, lambda: _begin(program, bridge, window, photos))
    if on_ready is not None:
        QTimer.singleShot(0, on_ready)
    elif not photos:
        # Once the window has the keyboard, so that the steps get it from there.
        QTimer.singleShot(_WELCOME_MS, window.welcome, window.welcome.begin)
    code = qt_app.exec()
    bridge.catalog_broken.disconnect(on_broken)
    place.photos_given.disconnect(on_photos_given)
    given.listen(None)
    end(program, bridge, window)
    return code, bool(broken)


def end(program: composition.App, bridge: GuiBridge, window: MainWindow) -> None:
    """End a program whose window was closed: work, results on their way, window, parts."""
    program.end_work()
    bridge.drain()
    # Parts that go repaint their neighbours; a closed window has nothing left to paint on.
    window.setUpdatesEnabled(False)
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


def _begin(
    program: composition.App, bridge: GuiBridge, window: MainWindow, photos: Sequence[Path]
) -> None:
    program.session.recover()
    for number, text in enumerate(program.settings_file.notices):
        bridge.announce(Notice(Level.WARNING, f"settings-{number}", text))
    if {path.absolute() for path in photos} - set(program.session.roots()):
        window.drags.open(photos)
    elif photos:  # an icon that always opens the same folder: what was shown last is shown again
        program.session.open(photos)
    program.session.rescan()
    program.session.check_catalog()


def _take_place(paths: AppPaths, photos: Sequence[Path]) -> OneInstance | None:
    """Take the one place at the catalog, or give the photos to the program that has it.

    Returns:
        The place; ``is_taken`` says that the photos were given away. None when nothing works.
    """
    try:
        paths.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _say(
            _tr("PhotoTagger cannot keep its library in {}: {}.").format(paths.data, error.strerror)
        )
        return None
    place = OneInstance(paths.data)
    if place.take() or place.hand_over(photos):
        return place
    _say(_tr("PhotoTagger is already open with this library, but does not answer; use its window."))
    return None


def _build(paths: AppPaths, bridge: GuiBridge) -> composition.App | None:
    while True:
        try:
            return composition.build(paths, bridge.post, bridge.announce)
        except CatalogDamaged as error:
            if not _repair(paths.catalog_file, str(error)):
                return None
        except LibraryError as error:
            if not _may_retry(str(error)):
                return None


def _repair(catalog_file: Path, problem: str) -> bool:
    """Let the user choose what to go on with; False when they would rather quit."""
    dialog = RestoreDialog(problem, Library.snapshots(catalog_file))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    try:
        Library.set_aside(catalog_file)
        if dialog.chosen is not None:
            Library.restore(catalog_file, dialog.chosen.path)
    except LibraryError as error:
        _say(said(str(error)))
        return False
    return True


def _may_retry(problem: str) -> bool:
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("PhotoTagger")
    box.setText(said(problem))
    again = box.addButton(_tr("Try Again"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(again)
    box.addButton(_tr("Quit"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is again


def _may_begin_again(problem: str, window: MainWindow) -> bool:
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("PhotoTagger")
    box.setText(said(problem))
    box.setInformativeText(
        _tr(
            "Your photos and the keywords in them are not affected. Start again to choose one of "
            "the copies of the catalog; what you decide until then may be lost."
        )
    )
    again = box.addButton(_tr("Start Again"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(_tr("Later"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is again


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
    box.setText(_tr("Something went wrong inside PhotoTagger. Your photos are not affected."))
    box.setInformativeText(_tr("You can go on. The log file has the details for a bug report."))
    box.setDetailedText(f"{kind.__name__}: {error}")
    box.exec()
