"""Words at hand: recent ones, favourite sets, and tags that only some photos have."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog

from phototagger.core.photo import PhotoId
from phototagger.ui.favourites import Favourites, FavouriteSet
from phototagger.ui.main_window import MainWindow

from .conftest import Program, answering

CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def ids(program: Program, window: MainWindow, photos: list[Path]) -> list[PhotoId]:
    """Return three tagged photos; the first one is shown."""
    ids = program.open(*photos)
    program.tag(ids)
    window.browser.grid.select_row(0)
    window.browser.grid.setFocus()
    return ids


def keywords(program: Program, photo_id: PhotoId) -> tuple[str, ...]:
    return program.review(photo_id).keywords().names


def offered(window: MainWindow, *texts: str) -> QAction:
    """Open the menu of sets and return the action that one reaches through *texts*."""
    menu = window.inspector.panel.quick.menu
    window.inspector.panel.quick.fill_menu()
    for text in texts[:-1]:
        found = next(a.menu() for a in menu.actions() if text in a.text())
        assert found is not None
        menu = found  # type: ignore[assignment]
    return next(action for action in menu.actions() if texts[-1] in action.text())


def answer(text: str) -> object:
    def act(dialog: QInputDialog) -> None:
        dialog.setTextValue(text)
        dialog.accept()

    return answering(act)


def test_sets_and_recent_words_are_remembered_as_text(qapp: object) -> None:
    kept = Favourites()
    kept.put(3, "Trip", ["Brno", "night", "Brno"])
    kept.put(1, "Sea", ["beach"])
    kept.use(["a", "b"])
    kept.use(["b"])
    again = Favourites(kept.stored_sets(), kept.stored_recent())
    assert dict(again.sets) == {
        1: FavouriteSet("Sea", ("beach",)),
        3: FavouriteSet("Trip", ("Brno", "night")),
    }
    assert list(again.sets) == [1, 3]
    assert again.recent == ("b", "a")
    assert again.free_place == 2
    again.put(3, "", ["x"])
    again.remove(1)
    assert again.stored_sets() == ""


@pytest.mark.parametrize(
    "stored", ["", "x", "[]", '{"1": 5}', '{"1": ["only a name"]}', '{"0": 1}']
)
def test_what_cannot_be_understood_is_left_out(qapp: object, stored: str) -> None:
    assert dict(Favourites(stored, stored).sets) == {}
    assert Favourites(stored, stored).recent == ()


def test_a_set_is_saved_named_applied_changed_and_deleted(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.desk.add(["Brno", "night"])
    with answer("Trip"):  # type: ignore[attr-defined]
        offered(window, "Save These").trigger()
    assert window.statusBar().currentMessage() == "Saved “Trip”; Ctrl+Alt+1 adds it."
    window.activateWindow()
    program.qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.browser.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.browser.grid, Qt.Key.Key_1, CONTROL_ALT)
    assert [keywords(program, i) for i in ids] == [("Brno", "night")] * 3
    assert window.undo_stack.undoText() == "add “Trip” on 3 photos"
    with answer("Journey"):  # type: ignore[attr-defined]
        offered(window, "Change &1  Trip", "Rename").trigger()
    with answer("Brno; dawn"):  # type: ignore[attr-defined]
        offered(window, "Change &1  Journey", "Edit").trigger()
    panel = window.inspector.panel
    assert panel.favourites.sets[1] == FavouriteSet("Journey", ("Brno", "dawn"))
    stored = program.app.settings_file.settings.favourite_sets
    assert Favourites(stored).sets == panel.favourites.sets
    offered(window, "Change &1  Journey", "Delete").trigger()
    assert not panel.favourites.sets
    assert program.app.settings_file.settings.favourite_sets == ""


def test_a_place_without_a_set_says_so(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    QTest.keyClick(window.browser.grid, Qt.Key.Key_5, CONTROL_ALT)
    assert window.statusBar().currentMessage().startswith("There is no set 5 yet")
    assert window.undo_stack.count() == 0


def test_words_used_last_are_one_click_away(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    panel = window.inspector.panel
    panel.entry.setFocus()
    QTest.keyClicks(panel.entry, "Brno, night,")
    window.browser.grid.select_row(1)
    shown = [button for button in panel.quick.buttons if button.isVisible()]
    assert [button.text() for button in shown] == ["night", "Brno"]
    shown[1].click()
    assert keywords(program, ids[1]) == ("Brno",)
    assert panel.favourites.recent == ("Brno", "night")
    stored = program.app.settings_file.settings.recent_words
    assert Favourites(recent=stored).recent == ("Brno", "night")


def test_down_in_the_empty_field_offers_the_words_used_last(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    entry = window.inspector.panel.entry
    window.inspector.panel.favourites.use(["night", "Brno"])
    entry.setFocus()
    QTest.keyClick(entry, Qt.Key.Key_Down)
    popup = entry.completer().popup()
    assert popup is not None and popup.isVisible()
    assert popup.model().index(0, 0).data() == "night"
    popup.hide()


def test_only_as_many_words_are_shown_as_find_room(window: MainWindow, ids: list[PhotoId]) -> None:
    quick = window.inspector.panel.quick
    window.inspector.panel.favourites.use([f"a rather long word {number}" for number in range(12)])
    shown = [button for button in quick.buttons if button.isVisible()]
    assert 0 < len(shown) < 12
    assert shown[-1].geometry().right() < quick.width()


def test_a_tag_of_some_goes_to_all_to_none_and_back(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.desk.toggle(["sea"])
    assert [keywords(program, i) for i in ids] == [("sea",), (), ()]
    window.browser.grid.selectAll()
    window.desk.toggle(["sea"])
    assert [keywords(program, i) for i in ids] == [("sea",)] * 3
    window.desk.toggle(["sea"])
    assert [keywords(program, i) for i in ids] == [()] * 3
    window.desk.toggle(["sea"])
    assert [keywords(program, i) for i in ids] == [("sea",), (), ()]
    assert window.undo_stack.count() == 4
    for _ in range(4):
        window.undo_stack.undo()
    assert [keywords(program, i) for i in ids] == [()] * 3


def test_a_small_window_leaves_six_rows_for_tags_whatever_is_open(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.resize(1366, 720)  # what a screen of 768 leaves
    panel = window.inspector.panel
    panel.evidence.show_photos("beach", program.session.photos(ids))
    window.inspector.texts.edit()
    program.settle()
    row = panel.list.visualRect(panel.model.index(1)).height()
    assert panel.list.viewport().height() >= 6 * row
    assert panel.evidence.isVisible() and window.inspector.texts.description.isVisible()
    assert not panel.quick.isVisible(), "it gives its room to the texts"
    assert window.height() <= 745
