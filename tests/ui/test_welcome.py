"""The first steps are shown once, to those without photos, and each can be skipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from phototagger.core.settings import EMBEDDED, SettingsFile
from phototagger.ui import dialogs
from phototagger.ui.main_window import MainWindow
from phototagger.ui.welcome import Welcome

from .conftest import Program, button, open_windows
from .test_accessibility import nameless


@pytest.fixture
def welcome(program: Program, window: MainWindow) -> Welcome:
    """Return the open first steps."""
    window.welcome.begin()
    (dialog,) = open_windows(Welcome)
    return dialog


def press_next(welcome: Welcome) -> None:
    QTest.keyClick(welcome, Qt.Key.Key_Return)


def dropped(widget: QWidget, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(20, 20),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    widget.dropEvent(event)


def stored(program: Program) -> SettingsFile:
    return SettingsFile(program.paths.settings_file)


# When


def test_the_window_alone_shows_no_welcome(program: Program, window: MainWindow) -> None:
    program.settle()
    assert open_windows(Welcome) == []


def test_it_is_shown_once(program: Program, window: MainWindow, welcome: Welcome) -> None:
    welcome.reject()
    window.welcome.begin()
    assert open_windows(Welcome) == []
    window.actions_by_id["welcome"].trigger()
    (again,) = open_windows(Welcome)
    again.reject()


def test_it_is_not_shown_over_a_library(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    program.open(photos[0].parent)
    window.welcome.begin()
    assert open_windows(Welcome) == []


# How


def test_the_keyboard_is_enough(program: Program, window: MainWindow, welcome: Welcome) -> None:
    steps = [welcome.step]
    for _ in range(2):
        press_next(welcome)
        steps.append(welcome.step)
    assert steps == [0, 1, 2]
    press_next(welcome)
    assert open_windows(Welcome) == []
    settings = stored(program).settings
    assert (settings.endpoint, settings.confirm_write) == (EMBEDDED, True)
    assert settings.field_preset == "stock"


@pytest.mark.parametrize("step", [0, 1, 2])
def test_escape_leaves_at_every_step(
    program: Program, window: MainWindow, welcome: Welcome, step: int
) -> None:
    for _ in range(step):
        press_next(welcome)
    QTest.keyClick(welcome, Qt.Key.Key_Escape)
    assert open_windows(Welcome) == []


def test_what_is_usual_is_chosen_already(welcome: Welcome) -> None:
    assert welcome.service.endpoint == EMBEDDED
    assert welcome.writing.ask.isChecked()
    assert welcome.writing.stock.isChecked()


def test_it_goes_back(welcome: Welcome) -> None:
    press_next(welcome)
    welcome.back.click()
    assert welcome.step == 0
    assert not welcome.back.isVisible()


@pytest.mark.parametrize("step", [0, 1, 2])
def test_everything_has_a_name(welcome: Welcome, step: int) -> None:
    for _ in range(step):
        press_next(welcome)
    assert nameless(welcome) == []


# What comes of it


def test_choices_become_settings(program: Program, window: MainWindow, welcome: Welcome) -> None:
    press_next(welcome)
    button(welcome.service, "Other address").click()
    welcome.service._address.setText("http://127.0.0.1:9")
    welcome.service._token.setText("secret")
    welcome.next.click()
    assert welcome.step == 2
    welcome.writing.at_once.click()
    welcome.writing.home.click()
    welcome.next.click()
    settings = stored(program).settings
    assert settings.endpoint == "http://127.0.0.1:9"
    assert (settings.confirm_write, settings.field_preset) == (False, "home")
    assert program.app.credentials.find("http://127.0.0.1:9").reveal() == "secret"
    assert program.session.settings.endpoint == "http://127.0.0.1:9"


def test_a_wrong_address_is_told_at_once(program: Program, welcome: Welcome) -> None:
    press_next(welcome)
    button(welcome.service, "Other address").click()
    welcome.service._address.setText("nonsense")
    welcome.next.click()
    assert welcome.step == 1
    assert "endpoint" in welcome.service._answer.text()
    assert stored(program).settings.endpoint == EMBEDDED


def test_skipping_keeps_what_was_confirmed(
    program: Program, window: MainWindow, welcome: Welcome
) -> None:
    press_next(welcome)
    press_next(welcome)
    welcome.writing.at_once.click()
    welcome.reject()
    assert stored(program).settings.confirm_write


def test_the_service_can_be_tested(
    program: Program, welcome: Welcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ("Model lite0.", None)
    monkeypatch.setattr(type(program.app), "ask", lambda app, address, token: answer)
    press_next(welcome)
    button(welcome.service, "Test Connection").click()
    program.qtbot.waitUntil(lambda: "Model lite0." in welcome.service._answer.text())


@pytest.mark.parametrize("target", ["dialog", "window"])
def test_photos_can_be_dropped_onto_both(
    program: Program, window: MainWindow, welcome: Welcome, photos: list[Path], target: str
) -> None:
    dropped(welcome if target == "dialog" else window, photos)
    program.settle()
    assert len(program.session.ids()) == 3
    assert welcome.isVisible()
    if target == "dialog":
        assert welcome.photos.said.text() == "Added: photo 1.jpg, photo 2.jpg, photo 3.jpg"


def test_a_folder_can_be_chosen(
    program: Program,
    welcome: Welcome,
    photos: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen: Callable[..., str] = lambda *_: str(photos[0].parent)  # noqa: E731
    monkeypatch.setattr(dialogs.QFileDialog, "getExistingDirectory", chosen)
    welcome.photos.folder.click()
    program.settle()
    assert len(program.session.ids()) == 3
    assert welcome.photos.said.text() == "Added: photos"
