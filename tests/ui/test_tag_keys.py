"""Reviewing with the keyboard, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QWidget

from phototagger.core.photo import PhotoId
from phototagger.core.review import TagState
from phototagger.ui.main_window import MainWindow

from .conftest import Program, answering, button

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ids(program: Program, window: MainWindow, photos: list[Path]) -> list[PhotoId]:
    """Return three tagged photos; the first one is shown."""
    ids = program.open(*photos)
    program.tag(ids)
    window.browser.grid.select_row(0)
    window.inspector.panel.list.setFocus()
    return ids


def states(program: Program, photo_id: PhotoId) -> dict[str, TagState]:
    return {row.name: row.state for row in program.review(photo_id).rows()}


def highlight(window: MainWindow, name: str) -> None:
    panel = window.inspector.panel
    row = panel.model.row_of(name)
    assert row is not None, name
    panel.list.setCurrentIndex(panel.model.index(row))


def press(target: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(target, key)


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Space])
def test_a_and_space_accept_and_take_back(
    program: Program, window: MainWindow, ids: list[PhotoId], key: Qt.Key
) -> None:
    tags = window.inspector.panel.list
    highlight(window, "sea")
    press(tags, key)
    assert states(program, ids[0])["sea"] is TagState.ACCEPTED
    highlight(window, "sea")
    press(tags, key)
    assert states(program, ids[0])["sea"] is TagState.SUGGESTED


@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_Delete])
def test_x_and_delete_reject(
    program: Program, window: MainWindow, ids: list[PhotoId], key: Qt.Key
) -> None:
    highlight(window, "beach")
    press(window.inspector.panel.list, key)
    assert states(program, ids[0])["beach"] is TagState.REJECTED
    assert window.inspector.panel.current_names() == ["sea"]


def test_a_whole_list_is_gone_through_without_the_mouse(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    tags = window.inspector.panel.list
    highlight(window, "beach")
    press(tags, Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_A)
    assert states(program, ids[0]) == {
        "beach": TagState.ACCEPTED,
        "sea": TagState.REJECTED,
        "dog": TagState.ACCEPTED,
        "snow": TagState.SUGGESTED,
    }


def test_keys_act_from_the_grid_too(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    highlight(window, "dog")
    window.browser.grid.setFocus()
    press(window.browser.grid, Qt.Key.Key_A)
    assert states(program, ids[0])["dog"] is TagState.ACCEPTED


def test_digits_toggle_the_numbered_suggestion(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    press(window.browser.grid, Qt.Key.Key_2)
    assert states(program, ids[0])["sea"] is TagState.ACCEPTED
    press(window.browser.grid, Qt.Key.Key_3)
    assert states(program, ids[0])["dog"] is TagState.ACCEPTED, "the numbers did not slide"
    press(window.browser.grid, Qt.Key.Key_2)
    assert states(program, ids[0])["sea"] is TagState.SUGGESTED, "the same key takes it back"
    press(window.browser.grid, Qt.Key.Key_9)
    assert states(program, ids[0])["beach"] is TagState.SUGGESTED


def test_f2_replaces_a_word(program: Program, window: MainWindow, ids: list[PhotoId]) -> None:
    highlight(window, "sea")

    def rename(dialog: QInputDialog) -> None:
        dialog.setTextValue("ocean")
        dialog.accept()

    with answering(rename):
        press(window.inspector.panel.list, Qt.Key.Key_F2)
    assert states(program, ids[0])["sea"] is TagState.REJECTED
    assert states(program, ids[0])["ocean"] is TagState.OWN


@pytest.mark.parametrize("key", [Qt.Key.Key_T, Qt.Key.Key_Slash])
def test_t_leads_to_the_keyword_field(window: MainWindow, ids: list[PhotoId], key: Qt.Key) -> None:
    press(window.browser.grid, key)
    assert window.inspector.panel.entry.hasFocus()
    assert window.inspector.panel.entry.text() == ""


def test_a_word_is_added_to_every_selected_photo(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    press(window.browser.grid, Qt.Key.Key_T)
    QTest.keyClick(window.browser.grid, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(window.inspector.panel.entry, "Brno")
    press(window.inspector.panel.entry, Qt.Key.Key_Return)
    for photo_id in ids:
        assert states(program, photo_id)["Brno"] is TagState.OWN


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_accepts_all_likely_tags_and_goes_on(
    program: Program, window: MainWindow, ids: list[PhotoId], key: Qt.Key
) -> None:
    press(window.browser.grid, key)
    assert states(program, ids[0]) == {
        "beach": TagState.ACCEPTED,
        "sea": TagState.ACCEPTED,
        "dog": TagState.SUGGESTED,
        "snow": TagState.SUGGESTED,
    }
    assert window.browser.current_id == ids[1]


def test_enter_over_several_photos_stays_with_them(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.browser.grid.selectAll()
    press(window.browser.grid, Qt.Key.Key_Return)
    assert [states(program, i)["sea"] for i in ids] == [TagState.ACCEPTED] * 3
    assert window.browser.selected_ids() == ids


def test_brackets_move_the_threshold_and_it_is_remembered(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    press(window.browser.grid, Qt.Key.Key_BracketRight, Qt.Key.Key_BracketRight)
    assert button(window, "Accept 2 from 70%").isEnabled()
    assert program.app.settings_file.settings.accept_from == 0.7
    press(window.browser.grid, Qt.Key.Key_BracketLeft)
    assert program.app.settings_file.settings.accept_from == 0.65
    press(window.browser.grid, Qt.Key.Key_Return)
    assert states(program, ids[0])["sea"] is TagState.ACCEPTED


def test_what_is_typed_into_the_field_triggers_nothing(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    highlight(window, "beach")
    before = states(program, ids[0])
    entry = window.inspector.panel.entry
    entry.setFocus()
    text = "axtrgun 12?/[]"
    QTest.keyClicks(entry, text)
    assert entry.text() == text
    press(entry, Qt.Key.Key_Left, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
    QTest.keyClick(entry, Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(entry, Qt.Key.Key_A, CONTROL)
    assert entry.selectedText() == entry.text()
    assert states(program, ids[0]) == before
    assert window.browser.current_id == ids[0]
    assert window.browser.selected_ids() == ids[:1]
    assert not window.browser.is_large


def test_enter_in_the_field_does_not_accept_all(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    entry = window.inspector.panel.entry
    entry.setFocus()
    QTest.keyClicks(entry, "Brno")
    press(entry, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert states(program, ids[0])["beach"] is TagState.SUGGESTED
    assert states(program, ids[0])["Brno"] is TagState.OWN
    assert window.browser.current_id == ids[0]


def test_escape_in_the_field_leaves_it_and_nothing_more(
    window: MainWindow, ids: list[PhotoId]
) -> None:
    window.browser.show_large()
    entry = window.inspector.panel.entry
    entry.setFocus()
    QTest.keyClicks(entry, "zz")
    press(entry, Qt.Key.Key_Escape)
    assert entry.text() == ""
    assert window.inspector.panel.list.hasFocus()
    assert window.browser.is_large


def test_undo_and_redo_have_keys(program: Program, window: MainWindow, ids: list[PhotoId]) -> None:
    highlight(window, "beach")
    press(window.inspector.panel.list, Qt.Key.Key_A)
    QTest.keyClick(window.browser.grid, Qt.Key.Key_Z, CONTROL)
    assert states(program, ids[0])["beach"] is TagState.SUGGESTED
    QTest.keyClick(window.browser.grid, Qt.Key.Key_Y, CONTROL)
    assert states(program, ids[0])["beach"] is TagState.ACCEPTED


def test_pages_and_arrows_go_through_the_photos(window: MainWindow, ids: list[PhotoId]) -> None:
    press(window.inspector.panel.list, Qt.Key.Key_PageDown)
    assert window.browser.current_id == ids[1]
    press(window.inspector.panel.list, Qt.Key.Key_Right)
    assert window.browser.current_id == ids[2]
    press(window.inspector.panel.list, Qt.Key.Key_Left, Qt.Key.Key_PageUp)
    assert window.browser.current_id == ids[0]


def test_r_shows_one_photo(window: MainWindow, ids: list[PhotoId]) -> None:
    press(window.browser.grid, Qt.Key.Key_R)
    assert window.browser.is_large
    press(window.browser.large, Qt.Key.Key_PageDown)
    assert window.browser.current_id == ids[1]


@pytest.mark.parametrize("key", [Qt.Key.Key_G, Qt.Key.Key_Escape])
def test_g_and_escape_lead_back_to_all(window: MainWindow, ids: list[PhotoId], key: Qt.Key) -> None:
    press(window.browser.grid, Qt.Key.Key_R)
    press(window.browser.large, key)
    assert not window.browser.is_large
    assert window.browser.grid.hasFocus()


def test_arrows_go_through_the_large_photos(window: MainWindow, ids: list[PhotoId]) -> None:
    press(window.browser.grid, Qt.Key.Key_R)
    press(window.browser.large, Qt.Key.Key_Right)
    assert window.browser.current_id == ids[1]
    press(window.browser.large, Qt.Key.Key_Left)
    assert window.browser.current_id == ids[0]


def test_n_goes_to_the_next_photo_to_review_around_the_end(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    press(window.browser.grid, Qt.Key.Key_Return)
    assert window.browser.current_id == ids[1]
    window.browser.step(-1)
    QTest.keyClick(window.browser.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert window.browser.current_id == ids[1], "the first photo is done"
    press(window.browser.grid, Qt.Key.Key_N)
    assert window.browser.current_id == ids[2]
    press(window.browser.grid, Qt.Key.Key_N)
    assert window.browser.current_id == ids[1]


def test_the_first_suggestion_of_the_next_photo_is_highlighted(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    highlight(window, "sea")
    window.browser.grid.select_row(1)
    program.settle()
    panel = window.inspector.panel
    assert panel.current_names() == [panel.model.name_of_shortcut("1")]
