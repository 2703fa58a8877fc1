"""Everything has a name for a screen reader, and everything can be done with the keyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFormLayout,
    QGroupBox,
    QLabel,
    QMenu,
    QPushButton,
    QScrollBar,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

from phototagger.core.events import Level, Notice, Remedy
from phototagger.ui import actions, language
from phototagger.ui.keyboard_page import KeyboardPage
from phototagger.ui.main_window import MainWindow

from .conftest import Program, button, open_windows, sent_by

DIALOGS = (
    *("settings", "export", "agencies", "history", "keys", "write_selected", "words", "requests"),
    *("palette", "vocabulary", "sweep"),
)
_SPEAKS_FOR_ITSELF = (QScrollBar, QTabBar, QTabWidget)


def focusable(top: QWidget) -> Iterator[QWidget]:
    """Yield what Tab can reach, but the inner parts of composed widgets."""
    for widget in top.findChildren(QWidget):
        inner = any(isinstance(parent, QComboBox | QAbstractSpinBox) for parent in above(widget))
        named_by_kind = isinstance(widget, _SPEAKS_FOR_ITSELF)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not inner and not named_by_kind:
            yield widget


def above(widget: QWidget) -> Iterator[QWidget]:
    """Yield the parents of a widget, beyond the window of a popup too."""
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def spoken_name(widget: QWidget) -> str:
    """Return what a screen reader calls a widget, as Qt makes it up."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton | QGroupBox | QLabel):
        text = widget.title() if isinstance(widget, QGroupBox) else widget.text()
        return text or (widget.toolTip() if isinstance(widget, QToolButton) else "")
    return label_of(widget)


def label_of(widget: QWidget) -> str:
    for form in widget.window().findChildren(QFormLayout):
        label = form.labelForField(widget)
        if isinstance(label, QLabel):
            return label.text()
    for label in widget.window().findChildren(QLabel):
        if label.buddy() is widget:
            return label.text()
    return ""


def nameless(top: QWidget) -> list[str]:
    return [
        f"{type(w).__name__} in {type(w.parent()).__name__}"
        for w in focusable(top)
        if not spoken_name(w)
    ]


@pytest.fixture(params=language.LANGUAGES)
def tongue(request: pytest.FixtureRequest, dressed: QApplication) -> Iterator[str]:
    """Speak one language after the other."""
    yield language.install(dressed, request.param)
    language.install(dressed, "en")


in_both_languages = pytest.mark.usefixtures("tongue")


@pytest.fixture
def busy_window(program: Program, window: MainWindow, photos: list[Path]) -> MainWindow:
    """Return the window with tagged, accepted photos and a message."""
    program.tag(program.open(*photos))
    window.browser.grid.selectAll()
    window.desk.toggle(["beach"])
    notice = Notice(Level.ERROR, "x", "Something failed.", Remedy.TAG_AGAIN, details=("one",))
    program.bridge.announce(notice)
    QApplication.processEvents()
    return window


@in_both_languages
def test_everything_in_the_window_has_a_name(busy_window: MainWindow) -> None:
    assert nameless(busy_window) == []


@in_both_languages
def test_everything_in_the_empty_window_has_a_name(window: MainWindow) -> None:
    assert nameless(window) == []


@in_both_languages
@pytest.mark.parametrize("action_id", DIALOGS)
def test_everything_in_a_dialog_has_a_name(
    program: Program, busy_window: MainWindow, action_id: str
) -> None:
    dialog = opened(program, busy_window, action_id)
    assert nameless(dialog) == []
    assert dialog.windowTitle()
    dialog.reject()


@pytest.mark.parametrize("action_id", [i for i in DIALOGS if i != "vocabulary"])
def test_a_dialog_closes_with_escape(
    program: Program, busy_window: MainWindow, action_id: str
) -> None:
    dialog = opened(program, busy_window, action_id)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def opened(program: Program, window: MainWindow, action_id: str) -> QDialog:
    """Trigger an action and return the dialog it opens, modal or not."""
    window.actions_by_id[action_id].trigger()
    program.qtbot.waitUntil(lambda: bool(open_windows(QDialog)))
    program.settle()
    return open_windows(QDialog)[-1]


# Actions


@in_both_languages
def test_every_action_says_what_it_is(window: MainWindow) -> None:
    assert [a.shortcut().toString() for a in window.actions() if not a.text()] == []


def test_no_two_actions_share_a_key(window: MainWindow) -> None:
    own = {id(action): action for action in window.actions()}
    keys = Counter(key.toString() for action in own.values() for key in action.shortcuts())
    assert {key: count for key, count in keys.items() if count > 1} == {}
    assert len(keys) > 30


def test_every_row_of_the_table_does_something(window: MainWindow) -> None:
    signal = "2triggered(bool)"
    idle = [
        row.id
        for row in actions.rows()
        if not QObject.receivers(window.actions_by_id[row.id], signal)
    ]
    assert idle == []


@in_both_languages
def test_every_action_is_in_a_menu(window: MainWindow) -> None:
    menus = window.menuBar().findChildren(QMenu)
    in_menus = {id(entry) for menu in menus for entry in menu.actions()}
    assert [i for i, action in window.actions_by_id.items() if id(action) not in in_menus] == []


@in_both_languages
def test_the_letters_of_a_menu_are_unique(window: MainWindow) -> None:
    menus: list[list[QAction]] = [window.menuBar().actions()]
    menus += [menu.actions() for menu in window.menuBar().findChildren(QMenu)]
    for entries in menus:
        letters = Counter(a.text().split("&")[1][0].lower() for a in entries if "&" in a.text())
        shared = [letter for letter, count in letters.items() if count > 1]
        assert shared == [], [a.text() for a in entries]


@in_both_languages
def test_the_keyboard_help_lists_every_key(program: Program, window: MainWindow) -> None:
    dialog = opened(program, window, "keys")
    (page,) = dialog.findChildren(KeyboardPage)
    listed = " ".join(item.text(1) for item in page._items.values())
    for row in actions.rows():
        for key in row.keys:
            assert QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) in listed
    dialog.reject()


# Keys reach buttons


def press_space(widget: QWidget) -> None:
    widget.setFocus()
    assert widget.hasFocus()
    QTest.keyClick(widget, Qt.Key.Key_Space)


def test_space_presses_the_button_that_has_the_focus(window: MainWindow) -> None:
    show_all = button(window.browser.empty, "Show All Photos")
    wanted = sent_by(show_all.clicked)
    window.browser.empty.nothing_here("Nothing.")
    press_space(show_all)
    assert len(wanted) == 1


@in_both_languages
def test_the_title_field_is_a_key_away_and_has_a_name(busy_window: MainWindow) -> None:
    busy_window.actions_by_id["texts"].trigger()
    title = QApplication.focusWidget()
    assert title is busy_window.inspector.texts.title
    assert nameless(busy_window) == []


def test_a_message_can_be_closed_with_the_keyboard(busy_window: MainWindow) -> None:
    press_space(button(busy_window.browser.notices, "Close this message"))
    assert busy_window.browser.notices.texts() == []


def test_space_on_accept_accepts(program: Program, busy_window: MainWindow) -> None:
    (accept,) = [
        b
        for b in busy_window.inspector.panel.findChildren(QPushButton)
        if b.text().startswith("Accept")
    ]
    press_space(accept)
    assert all("sea" in program.review(i).keywords() for i in program.session.ids())


def test_tab_reaches_every_part_of_the_window(program: Program, busy_window: MainWindow) -> None:
    panel = busy_window.inspector.panel
    wanted = {
        busy_window.sidebar,
        busy_window.browser.grid,
        panel.list,
        panel.entry,
        panel.threshold,
        busy_window.inspector.texts.head,
        button(busy_window.browser.notices, "Close this message"),
    }
    busy_window.sidebar.setFocus()
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        wanted.discard(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert wanted == set()
