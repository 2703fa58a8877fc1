"""The window in Czech: nothing of it stays English, and rows and tiles say name and state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)

import translations
from phototagger.core.events import Level, Notice, Remedy
from phototagger.ui import language
from phototagger.ui.main_window import MainWindow

from .conftest import Program, open_windows, read_by_user

DIALOGS = (
    *("settings", "export", "agencies", "history", "keys", "write_selected", "words", "requests"),
    *("palette", "vocabulary", "sweep"),
)
_ROWS_READ = 60
_SAID_ALIKE = {
    *("en", "cs", "JPEG", "beach", "sea", "dog", "snow"),
    *("description", "keywords", "country"),  # columns of the file an agency takes
}
_BOTH = pytest.mark.parametrize("spoken", language.LANGUAGES)


@pytest.fixture
def spoken() -> str:
    """Return the language of the window; a test may ask for another one."""
    return "cs"


@pytest.fixture
def busy_window(
    dressed: QApplication, spoken: str, program: Program, photos: list[Path]
) -> Iterator[MainWindow]:
    """Return the window in a language, with tagged, accepted photos and a message."""
    language.install(dressed, spoken)
    window = program.show()
    program.tag(program.open(*photos))
    window.browser.grid.selectAll()
    window.desk.toggle(["beach"])
    text = "3 photos could not be tagged."
    program.bridge.announce(Notice(Level.ERROR, "x", text, Remedy.TAG_AGAIN, details=("one",)))
    program.settle()
    yield window
    language.install(dressed, "en")


def opened(program: Program, window: MainWindow, action_id: str) -> QDialog:
    """Trigger an action and return the dialog it opens, modal or not."""
    window.actions_by_id[action_id].trigger()
    program.qtbot.waitUntil(lambda: bool(open_windows(QDialog)))
    program.settle()
    return open_windows(QDialog)[-1]


def said_by(top: QWidget) -> Iterator[str]:
    """Yield every text of a window: seen, in a tool tip, or heard."""
    for widget in (top, *top.findChildren(QWidget)):
        yield from (widget.windowTitle(), widget.accessibleName(), read_by_user(widget.toolTip()))
        if isinstance(widget, QAbstractButton | QLabel):
            yield widget.text()
        elif isinstance(widget, QGroupBox):
            yield widget.title()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(row) for row in range(widget.count()))
        elif isinstance(widget, QTabWidget):
            yield from (widget.tabText(row) for row in range(widget.count()))
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from of_model(widget.model())
    for action in top.actions():
        yield from (action.text(), action.toolTip())


def of_model(model: QAbstractItemModel) -> Iterator[str]:
    """Yield the titles of the columns and the first rows of a model."""
    across = Qt.Orientation.Horizontal
    yield from (str(model.headerData(c, across) or "") for c in range(columns_of(model)))
    for row in range(min(model.rowCount(), _ROWS_READ)):
        for column in range(columns_of(model)):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                yield str(model.index(row, column).data(role) or "")


def columns_of(model: QAbstractItemModel) -> int:
    """Return the number of columns; a list will not say."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()


def english_left(top: QWidget) -> set[str]:
    """Return what a window says in English although there is a Czech text for it."""
    czech: dict[str, str] = {}
    for _, message in translations._messages(ElementTree.parse(translations.ts_file("cs"))):
        source = message.findtext("source", "").replace("&", "")
        czech[source] = (message.findtext("translation") or "").replace("&", "")
    fine = {*czech.values(), *_SAID_ALIKE}
    lines = {line.strip() for text in said_by(top) for line in text.replace("&", "").split("\n")}
    return {line for line in lines if czech.get(line, line) != line and line not in fine}


def test_the_window_says_nothing_in_english(busy_window: MainWindow) -> None:
    assert english_left(busy_window) == set()


@pytest.mark.parametrize("action_id", DIALOGS)
def test_a_dialog_says_nothing_in_english(
    program: Program, busy_window: MainWindow, action_id: str
) -> None:
    dialog = opened(program, busy_window, action_id)
    left = english_left(dialog)
    dialog.reject()
    assert left == set()


@_BOTH
def test_a_tag_row_says_name_probability_and_state(busy_window: MainWindow, spoken: str) -> None:
    model = busy_window.inspector.panel.model
    role = Qt.ItemDataRole.AccessibleTextRole
    row = str(model.index(model.row_of("sea") or 0).data(role))
    said = {"en": "sea, 70 percent, suggested", "cs": "sea, 70 procent, návrh"}[spoken]
    assert row.startswith(said)


@_BOTH
def test_a_tile_says_name_and_state(busy_window: MainWindow, spoken: str) -> None:
    tile = str(busy_window.browser.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    said = {"en": "photo 1.jpg, 1 keyword, ", "cs": "photo 1.jpg, 1 klíčové slovo, "}[spoken]
    assert tile.startswith(said)
    assert {"en": "to review", "cs": "ke kontrole"}[spoken] in tile


def test_a_message_of_the_core_is_said_in_czech(busy_window: MainWindow) -> None:
    assert "Návrhy se nepodařilo získat pro 3 snímky." in set(said_by(busy_window.browser.notices))
