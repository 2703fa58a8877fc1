"""Everything can be done by typing a few letters of its name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from phototagger.core.photo import PhotoFilter
from phototagger.ui import actions
from phototagger.ui.main_window import MainWindow
from phototagger.ui.palette import CommandPalette
from phototagger.ui.palette_entries import Entry, ranked
from phototagger.ui.settings_dialog import SettingsDialog

from .conftest import Program, open_windows

CONTROL = Qt.KeyboardModifier.ControlModifier


def entry(title: str, **more: str) -> Entry:
    return Entry(title, title, lambda: None, **more)  # type: ignore[arg-type]


ENTRIES = [
    entry("Open Folder", where="File", keys="Ctrl+O"),
    entry("Export Keywords", where="File", keys="Ctrl+E"),
    entry("Zapsat vybrané", where="Zápis", keys="Ctrl+S", english="Write Selected…"),
    entry("Grid", where="View", keys="G"),
    entry("Larger Tiles", where="View"),
    entry("Undo", why_not="Nothing to undo"),
]


def titles(typed: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [found.title for found in ranked(ENTRIES, typed, recent)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("open", "Open Folder"),
        ("folder op", "Open Folder"),
        ("KEYWORDS", "Export Keywords"),
        ("vybrane zapsat", "Zapsat vybrané"),
        ("write", "Zapsat vybrané"),
        ("ctrl+s", "Zapsat vybrané"),
        ("view larger", "Larger Tiles"),
        ("g", "Grid"),
        ("opfl", "Open Folder"),
    ],
)
def test_words_are_found_in_any_order_and_language(typed: str, first: str) -> None:
    assert titles(typed)[0] == first


def test_what_is_not_there_is_not_found() -> None:
    assert titles("xyzzy") == []


def test_recent_ones_come_first_and_impossible_ones_last() -> None:
    assert titles("", ("Grid", "Undo"))[0] == "Grid"
    assert titles("", ("Grid", "Undo"))[-1] == "Undo"


def test_three_hundred_entries_are_fast() -> None:
    many = [entry(f"Command number {number} of the program") for number in range(300)]
    start_s = time.perf_counter()
    for typed in ("c", "number 29", "prgm", "zzz"):
        ranked(many, typed, ())
    assert (time.perf_counter() - start_s) / 4 < 0.03


# In the window


@pytest.fixture
def palette(program: Program, window: MainWindow, photos: list[Path]) -> CommandPalette:
    """Return the palette, opened with its key over three tagged photos."""
    program.tag(program.open(photos[0].parent))
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    (dialog,) = open_windows(CommandPalette)
    return dialog


def shown(palette: CommandPalette) -> list[str]:
    return [found.title for found in palette.model.entries]


def test_every_visible_action_is_offered(window: MainWindow, palette: CommandPalette) -> None:
    offered = {found.id for found in palette.model.entries}
    wanted = {i for i, action in window.actions_by_id.items() if action.isVisible()}
    assert offered == wanted - {"palette"}


def test_enter_runs_what_is_typed(window: MainWindow, palette: CommandPalette) -> None:
    window.browser.grid.selectAll()
    QTest.keyClicks(palette.field, "select none")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.browser.selected_count() == 0
    assert open_windows(CommandPalette) == []


def test_keys_and_menus_are_shown(window: MainWindow, palette: CommandPalette) -> None:
    QTest.keyClicks(palette.field, "write selected")
    found = palette.model.entries[0]
    assert (found.where, found.keys) == ("Write", "Ctrl+S")
    spoken = palette.model.data(palette.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Write Selected, Write, Ctrl+S"


def test_arrows_choose_and_go_round(window: MainWindow, palette: CommandPalette) -> None:
    rows = palette.model.rowCount()
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == rows - 1
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    QTest.keyClick(palette.field, Qt.Key.Key_PageDown)
    assert palette.list.currentIndex().row() == 11


def test_escape_closes_and_changes_nothing(window: MainWindow, palette: CommandPalette) -> None:
    QTest.keyClicks(palette.field, "select none")
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert open_windows(CommandPalette) == []
    assert window.browser.selected_count() == 1


def test_what_cannot_be_done_says_why(window: MainWindow, palette: CommandPalette) -> None:
    QTest.keyClicks(palette.field, "undo")
    (undo,) = [found for found in palette.model.entries if found.id == "undo"]
    assert undo.why_not == "Nothing to undo"
    row = palette.model.entries.index(undo)
    palette.list.setCurrentIndex(palette.model.index(row))
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.reject()


def test_it_goes_to_folders_and_filters(
    program: Program, window: MainWindow, palette: CommandPalette, photos: list[Path]
) -> None:
    QTest.keyClicks(palette.field, "go to photos")
    assert "Go to photos" in shown(palette)
    palette.list.setCurrentIndex(palette.model.index(shown(palette).index("Go to photos")))
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    program.settle()
    assert window.sidebar.choice == photos[0].parent
    window.actions_by_id["palette"].trigger()
    (again,) = open_windows(CommandPalette)
    QTest.keyClicks(again.field, "go untagged")
    QTest.keyClick(again.field, Qt.Key.Key_Return)
    program.settle()
    assert window.sidebar.choice is PhotoFilter.UNTAGGED


def test_it_shows_photos_with_a_tag(
    program: Program, window: MainWindow, palette: CommandPalette
) -> None:
    QTest.keyClicks(palette.field, "beac")
    assert shown(palette) == ["Show photos with “beach”"]
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    program.settle()
    assert window.browser.find_bar.text == 'tag:"beach"'


def test_it_opens_a_page_of_the_settings(window: MainWindow, palette: CommandPalette) -> None:
    QTest.keyClicks(palette.field, "settings writing")
    assert shown(palette)[0] == "Settings: Writing"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SettingsDialog)
    assert dialog._tabs.tabText(dialog._tabs.currentIndex()) == "Writing"
    dialog.reject()


def test_what_was_done_last_comes_first(window: MainWindow, palette: CommandPalette) -> None:
    QTest.keyClicks(palette.field, "larger tiles")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    window.actions_by_id["palette"].trigger()
    (again,) = open_windows(CommandPalette)
    assert again.model.entries[0].id == "larger"
    again.reject()


def test_nothing_found_is_said(window: MainWindow, palette: CommandPalette) -> None:
    QTest.keyClicks(palette.field, "xyzzyq")
    assert palette._pages.currentWidget() is palette._nothing
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.reject()


def test_the_list_covers_the_whole_table(window: MainWindow) -> None:
    assert {row.id for row in actions.rows()} == set(window.actions_by_id)
