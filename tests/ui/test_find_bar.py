"""Searching and sorting above the photos."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from phototagger.core.photo import PhotoFilter
from phototagger.core.photo_query import PhotoSort
from phototagger.ui.find_bar import FindBar
from phototagger.ui.main_window import MainWindow

from .conftest import MakePhoto, Program, button, sent_by


@pytest.fixture
def bar(qtbot: QtBot, dressed: QApplication) -> FindBar:
    words = ("dog", "dog show", "sea")
    bar = FindBar(
        lambda prefix: [word for word in words if word.startswith(prefix)], lambda words, most: {}
    )
    qtbot.addWidget(bar)
    bar.show()
    qtbot.waitUntil(bar.isVisible)
    bar.begin()
    return bar


def offered(bar: FindBar) -> list[str]:
    offers = bar.field._offers
    return [offers.item(row).text() for row in range(offers.rowCount())]


def test_a_search_is_told_when_typing_comes_to_rest(bar: FindBar, qtbot: QtBot) -> None:
    told = sent_by(bar.changed)
    QTest.keyClicks(bar.field, "beach")
    assert told == []
    qtbot.waitUntil(lambda: len(told) == 1)
    assert bar.text == "beach"


def test_enter_tells_at_once_and_leaves(bar: FindBar) -> None:
    told, left = sent_by(bar.changed), sent_by(bar.left)
    QTest.keyClicks(bar.field, "beach")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert (len(told), len(left)) == (1, 1)


def test_escape_empties_and_then_leaves(bar: FindBar, qtbot: QtBot) -> None:
    left = sent_by(bar.left)
    QTest.keyClicks(bar.field, "1")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert (bar.text, left) == ("", [])
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert len(left) == 1


def test_tab_takes_the_first_word_offered(bar: FindBar) -> None:
    QTest.keyClicks(bar.field, "sea tag:do")
    assert offered(bar) == ["tag:dog", 'tag:"dog show"']
    QTest.keyClick(bar.field, Qt.Key.Key_Tab)
    assert bar.field.text() == "sea tag:dog "
    assert bar.field.hasFocus()


def test_a_word_chosen_from_the_list_takes_the_place_of_what_was_typed(bar: FindBar) -> None:
    QTest.keyClicks(bar.field, "-tag:dog")
    bar.field._completer.activated.emit('tag:"dog show"')
    assert bar.field.text() == '-tag:"dog show" '


def test_the_order_is_chosen_from_a_menu_and_said(bar: FindBar) -> None:
    told = sent_by(bar.changed)
    menu = bar.order.menu()
    assert menu is not None
    actions = {action.text(): action for action in menu.actions()}
    actions["Date taken"].trigger()
    actions["Descending"].trigger()
    assert (bar.sort, bar.is_descending, len(told)) == (PhotoSort.TAKEN, True, 2)
    assert bar.order.text() == "Date taken ↓"


# In the window


@pytest.fixture
def trip(program: Program, window: MainWindow, make_photo: MakePhoto) -> list[Path]:
    """Return three photos that are open."""
    paths = [make_photo(f"Trip/{name}.jpg", color=color) for name, color in LOOKS.items()]
    program.open(paths[0].parent)
    return paths


LOOKS = {"beach": "red", "city": "green", "forest": "blue"}


def shown(program: Program) -> list[str]:
    assert program.window is not None
    program.settle()
    ids = program.window.browser.shown_ids()
    return [photo.path.stem for photo in program.session.photos(ids)]


def search(program: Program, text: str) -> None:
    assert program.window is not None
    program.window.browser.find_bar.search(text)


def test_ctrl_f_finds_and_the_grid_has_the_keyboard_again(
    program: Program, window: MainWindow, trip: list[Path]
) -> None:
    window.actions_by_id["find"].trigger()
    field = window.browser.find_bar.field
    assert field.hasFocus()
    QTest.keyClicks(field, "cit")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert shown(program) == ["city"]
    assert not field.hasFocus()
    assert window.browser.current_id == program.session.ids()[1]


def test_a_search_stays_when_another_filter_is_chosen(
    program: Program, window: MainWindow, trip: list[Path]
) -> None:
    program.tag(program.session.ids()[:1])
    search(program, "trip")
    program.choose(PhotoFilter.UNTAGGED)
    assert shown(program) == ["city", "forest"]
    program.choose(trip[0].parent)
    assert shown(program) == ["beach", "city", "forest"]


def test_accepted_words_are_found(program: Program, window: MainWindow, trip: list[Path]) -> None:
    window.browser.grid.select_row(2)
    window.desk.add(["žluť"])
    search(program, "zlut")
    assert shown(program) == ["forest"]


def test_nothing_found_is_said_and_the_way_back_is_one_click(
    program: Program, window: MainWindow, trip: list[Path]
) -> None:
    search(program, "<b>nowhere</b>")
    program.settle()
    empty = window.browser.empty
    assert empty.isVisible()
    texts = [label.text() for label in empty.findChildren(QLabel) if label.isVisible()]
    assert "No photos match" in texts
    assert "Nothing here has “<b>nowhere</b>”." in texts
    button(empty, "Clear Search").click()
    assert len(shown(program)) == 3
    assert window.browser.find_bar.text == ""


def test_a_search_that_is_not_understood_says_why_and_keeps_the_list(
    program: Program, window: MainWindow, trip: list[Path]
) -> None:
    search(program, "city")
    assert shown(program) == ["city"]
    search(program, "state:odd")
    assert shown(program) == ["city"]
    texts = [w.text() for w in window.browser.find_bar.findChildren(QLabel) if w.isVisible()]
    assert len(texts) == 1
    assert "“odd” is no state" in texts[0]
    search(program, "forest")
    assert shown(program) == ["forest"]
    assert not [w for w in window.browser.find_bar.findChildren(QLabel) if w.isVisible()]


def test_search_and_order_are_remembered(
    program: Program, window: MainWindow, trip: list[Path], tmp_path: Path
) -> None:
    bar = window.browser.find_bar
    menu = bar.order.menu()
    assert menu is not None
    for action in menu.actions():
        if action.text() in ("Name", "Descending"):
            action.trigger()
    search(program, "trip")
    assert shown(program) == ["forest", "city", "beach"]
    bar.save(window._state)
    again = FindBar(lambda prefix: [], lambda words, most: {})
    again.restore(window._state)
    assert (again.text, again.sort, again.is_descending) == ("trip", PhotoSort.NAME, True)
    again.deleteLater()
