"""Saved searches: kept under a name, changed, moved and deleted, every step undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from phototagger.core.photo import PhotoFilter
from phototagger.core.photo_query import SavedSearch
from phototagger.ui.find_bar import FindBar
from phototagger.ui.main_window import MainWindow
from phototagger.ui.saved_search_desk import SearchDialog
from phototagger.ui.search_help import SearchHelp

from .conftest import MakePhoto, Program, button, open_windows, sent_by

WAVES, CITY = SavedSearch("Waves", "name:wave"), SavedSearch("City", "name:city")


@pytest.fixture
def filled(program: Program, window: MainWindow, make_photo: MakePhoto) -> Program:
    """Return the program with three photos and two searches."""
    program.open(*(make_photo(f"{name}.jpg") for name in ("wave 1", "wave 2", "city")))
    program.session.searches.keep([WAVES, CITY])
    program.settle()
    return program


def dialog_of(window: MainWindow) -> SearchDialog:
    (dialog,) = open_windows(SearchDialog)
    return dialog


def can_be_saved(dialog: SearchDialog) -> bool:
    box = dialog.findChild(QDialogButtonBox)
    return bool(box.button(QDialogButtonBox.StandardButton.Save).isEnabled())


def names(program: Program) -> list[str]:
    return [search.name for search in program.session.searches.all()]


def test_they_stand_at_the_side_with_the_number_of_their_photos(
    filled: Program, window: MainWindow
) -> None:
    filled.qtbot.waitUntil(lambda: "Waves   2" in window.sidebar.texts())
    assert "City   1" in window.sidebar.texts()


def test_what_is_shown_is_saved_under_a_name(filled: Program, window: MainWindow) -> None:
    window.sidebar.choose(PhotoFilter.UNTAGGED)
    window.browser.find_bar.search("name:wave")
    filled.settle()
    window.searches.save()
    dialog = dialog_of(window)
    assert dialog.text.text() == "state:untagged name:wave"
    assert not can_be_saved(dialog)
    QTest.keyClicks(dialog.name, "  Waves   of today ")
    dialog.accept()
    filled.settle()
    assert filled.session.searches.all()[-1] == SavedSearch(
        "Waves of today", "state:untagged name:wave"
    )
    window.undo_stack.undo()
    assert names(filled) == ["Waves", "City"]
    window.undo_stack.redo()
    assert names(filled) == ["Waves", "City", "Waves of today"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("waves", "kw<7", "Another saved search has this name."),
        ("New", "state:none", "“none” is no state"),
        ("New", 'tag:"dog', "The quotation mark is not closed"),
    ],
)
def test_what_cannot_be_saved_says_why(
    filled: Program, window: MainWindow, name: str, text: str, said: str
) -> None:
    window.searches.save()
    dialog = dialog_of(window)
    dialog.name.setText(name)
    dialog.text.setText(text)
    assert dialog._problem.text().startswith(said)
    assert not can_be_saved(dialog)
    dialog.reject()
    assert names(filled) == ["Waves", "City"]


def test_one_that_is_shown_stays_chosen_when_it_is_changed(
    filled: Program, window: MainWindow
) -> None:
    window.sidebar.choose(WAVES)
    filled.settle()
    window.searches.edit(WAVES)
    dialog = dialog_of(window)
    dialog.name.setText("First wave")
    dialog.text.setText('name:"wave 1"')
    dialog.accept()
    filled.settle()
    assert window.sidebar.choice == SavedSearch("First wave", 'name:"wave 1"')
    assert len(window.browser.shown_ids()) == 1
    window.undo_stack.undo()
    filled.settle()
    assert window.sidebar.choice == WAVES
    assert len(window.browser.shown_ids()) == 2


def test_one_is_deleted_and_comes_back(filled: Program, window: MainWindow) -> None:
    window.sidebar.choose(WAVES)
    window.searches.delete(WAVES)
    filled.settle()
    assert names(filled) == ["City"]
    assert window.sidebar.choice is PhotoFilter.ALL
    window.undo_stack.undo()
    assert names(filled) == ["Waves", "City"]


def test_one_is_moved(filled: Program, window: MainWindow) -> None:
    window.searches.move(CITY, -1)
    assert names(filled) == ["City", "Waves"]
    window.searches.move(CITY, -1)  # it is the first already
    assert names(filled) == ["City", "Waves"]
    window.undo_stack.undo()
    assert names(filled) == ["Waves", "City"]


# The language of the search


@pytest.fixture
def bar(qtbot: QtBot, dressed: QApplication) -> FindBar:
    bar = FindBar(lambda prefix: [], lambda words, most: {})
    qtbot.addWidget(bar)
    bar.show()
    qtbot.waitUntil(bar.isVisible)
    bar.begin()
    return bar


def test_a_click_on_an_example_searches_for_it(bar: FindBar, qtbot: QtBot) -> None:
    told = sent_by(bar.changed)
    bar.show_help()
    (shown,) = open_windows(SearchHelp)
    button(shown, "state:review").click()
    assert bar.text == "state:review"
    assert len(told) == 1
    assert not shown.isVisible()


def test_escape_closes_the_examples(bar: FindBar) -> None:
    bar.show_help()
    (shown,) = open_windows(SearchHelp)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert bar.text == ""


@pytest.mark.parametrize(
    "typed", ["state:", "state:rev", "tag:", 'tag:"dog', "kw<", "p:beach>", "date:2024-", "cat or "]
)
def test_nothing_is_wrong_while_a_term_is_typed(bar: FindBar, qtbot: QtBot, typed: str) -> None:
    qtbot.waitUntil(bar.field.hasFocus)
    QTest.keyClicks(bar.field, typed)
    bar.show_problem("It cannot be understood.")
    assert bar._problem.isHidden()
    bar.field.close_words()
    bar.field.clearFocus()
    assert bar._problem.text() == "It cannot be understood."
    assert not bar._problem.isHidden()


@pytest.mark.parametrize("typed", ["state:never", "foo:bar", "state: cat", "kw<x dog"])
def test_what_is_wrong_is_said_at_once(bar: FindBar, qtbot: QtBot, typed: str) -> None:
    qtbot.waitUntil(bar.field.hasFocus)
    QTest.keyClicks(bar.field, typed)
    bar.show_problem("It cannot be understood.")
    assert not bar._problem.isHidden()
