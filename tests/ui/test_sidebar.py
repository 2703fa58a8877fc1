"""Filters and folders: counts, choice, and what stays chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from phototagger.core.folder_tree import FolderTree, folder_tree
from phototagger.core.photo import PhotoFilter
from phototagger.ui import theme
from phototagger.ui.sidebar import Sidebar

from .conftest import click, read_by_user, sent_by


@pytest.fixture
def sidebar(qtbot: QtBot, dressed: QApplication) -> Sidebar:
    sidebar = Sidebar()
    qtbot.addWidget(sidebar)
    sidebar.resize(200, 500)
    sidebar.show()
    return sidebar


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Return three folders, of which nobody asks whether they exist."""
    return [tmp_path / name for name in ("holiday", "work", "away")]


def texts(sidebar: Sidebar) -> list[str]:
    return sidebar.texts()


def row(sidebar: Sidebar, text: str) -> QTreeWidgetItem:
    return sidebar.findItems(text, Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)[0]


def place(sidebar: Sidebar, text: str) -> QPoint:
    return sidebar.visualItemRect(row(sidebar, text)).center()


def test_counts_stand_beside_the_filters(sidebar: Sidebar) -> None:
    counts = dict(zip(PhotoFilter, (1234, 5, 4, 2, 3, 0, 1), strict=True))
    sidebar.show_counts(counts)
    assert texts(sidebar) == [
        "LIBRARY",
        "All photos   1,234",
        "Untagged   5",
        "To review   4",
        "Ready to write   2",
        "Unwritten   3",
        "Problems   0",
        "Changed on disk   1",
    ]


def test_a_click_chooses_a_filter(sidebar: Sidebar) -> None:
    chosen = sent_by(sidebar.chosen)
    click(sidebar.viewport(), place(sidebar, "Untagged"))
    assert chosen == [PhotoFilter.UNTAGGED]
    assert sidebar.choice is PhotoFilter.UNTAGGED


def test_a_heading_cannot_be_chosen(sidebar: Sidebar) -> None:
    chosen = sent_by(sidebar.chosen)
    click(sidebar.viewport(), place(sidebar, "LIBRARY"))
    assert (chosen, sidebar.choice) == ([], PhotoFilter.ALL)


def test_the_keyboard_goes_over_headings(sidebar: Sidebar, folders: list[Path]) -> None:
    sidebar.show_folders(folders[:2])
    visited = []
    for _ in range(8):
        QTest.keyClick(sidebar, Qt.Key.Key_Down)
        visited.append(sidebar.choice)
    assert visited == [*list(PhotoFilter)[1:], *folders[:2]]


def test_folders_are_listed_by_name_with_the_path_as_tool_tip(
    sidebar: Sidebar, folders: list[Path]
) -> None:
    sidebar.show_folders(folders, folders[2:])
    assert texts(sidebar)[-4:] == ["FOLDERS", "holiday", "work", "away (offline)"]
    assert read_by_user(row(sidebar, "away").toolTip(0)) == str(folders[2])


def test_a_folder_is_chosen_and_stays_chosen_when_another_comes(
    sidebar: Sidebar, folders: list[Path]
) -> None:
    sidebar.show_folders(folders[:1])
    click(sidebar.viewport(), place(sidebar, "holiday"))
    chosen = sent_by(sidebar.chosen)
    sidebar.show_folders(folders[:2])
    assert sidebar.choice == folders[0]
    assert chosen == [], "what is shown did not change, so nobody has to show it again"


def test_when_the_chosen_folder_is_closed_all_photos_are_shown(
    sidebar: Sidebar, folders: list[Path]
) -> None:
    sidebar.show_folders(folders[:2])
    sidebar.choose(folders[1])
    chosen = sent_by(sidebar.chosen)
    sidebar.show_folders(folders[:1])
    assert sidebar.choice is PhotoFilter.ALL
    assert chosen == [PhotoFilter.ALL]


def test_without_folders_there_is_no_heading_for_them(
    sidebar: Sidebar, folders: list[Path]
) -> None:
    sidebar.show_folders(folders)
    sidebar.show_folders([])
    assert "FOLDERS" not in texts(sidebar)


def test_a_filter_stays_chosen_while_folders_come_and_go(
    sidebar: Sidebar, folders: list[Path]
) -> None:
    sidebar.choose(PhotoFilter.UNSAVED)
    chosen = sent_by(sidebar.chosen)
    sidebar.show_folders(folders)
    sidebar.show_folders(folders[1:])
    assert (sidebar.choice, chosen) == (PhotoFilter.UNSAVED, [])


def test_a_folder_that_comes_back_is_not_offline_any_more(
    sidebar: Sidebar, folders: list[Path]
) -> None:
    sidebar.show_folders(folders, folders[2:])
    sidebar.show_folders(folders)
    assert texts(sidebar)[-1] == "away"


def test_a_right_click_on_a_folder_asks_for_its_menu(sidebar: Sidebar, folders: list[Path]) -> None:
    sidebar.show_folders(folders)
    wanted = sent_by(sidebar.folder_menu_wanted)
    for text in ("Untagged", "FOLDERS", "work"):
        sidebar.customContextMenuRequested.emit(place(sidebar, text))
    assert [folder for folder, _ in wanted] == [folders[1]]


def test_the_name_of_a_folder_is_never_taken_for_markup(sidebar: Sidebar) -> None:
    folder = Path("/photos/<b>2024")
    sidebar.show_folders([folder])
    assert read_by_user(row(sidebar, "<b>2024").toolTip(0)) == str(folder)


def test_icons_follow_the_theme_and_offline_stays_seen(
    sidebar: Sidebar, folders: list[Path], light_again: QApplication
) -> None:
    sidebar.show_folders(folders, folders[2:])
    theme.apply(light_again, "dark")
    sidebar.tint_icons()
    online, also_online, offline = (
        row(sidebar, name).icon(0).pixmap(18, 18).toImage() for name in ("holiday", "work", "away")
    )
    assert online == also_online
    assert offline != online


@pytest.fixture
def below(folders: list[Path]) -> FolderTree:
    """Return a tree with two levels below the first folder."""
    top = folders[0]
    photos = {top: 1, top / "day 10": 20, top / "day 2": 3, top / "day 2" / "raw": 4000}
    return folder_tree(folders, photos)


def test_folders_have_counts_and_sub_folders_in_natural_order(
    sidebar: Sidebar, folders: list[Path], below: FolderTree
) -> None:
    sidebar.show_folders(folders[:2])
    sidebar.show_tree(below)
    assert texts(sidebar)[-2:] == ["holiday   4,024", "work"]
    row(sidebar, "holiday").setExpanded(True)
    row(sidebar, "day 2").setExpanded(True)
    assert texts(sidebar)[-5:] == [
        "holiday   4,024",
        "day 2   4,003",
        "raw   4,000",
        "day 10   20",
        "work",
    ]


def test_a_sub_folder_is_chosen_wherever_it_lies(
    sidebar: Sidebar, folders: list[Path], below: FolderTree
) -> None:
    sidebar.show_folders(folders[:2])
    sidebar.show_tree(below)
    chosen = sent_by(sidebar.chosen)
    sidebar.choose(folders[0] / "day 2" / "raw")
    assert chosen == [folders[0] / "day 2" / "raw"]
    wanted = sent_by(sidebar.folder_menu_wanted)
    sidebar.customContextMenuRequested.emit(place(sidebar, "raw"))
    assert wanted == [], "only an opened folder can be closed"


def test_sub_folders_that_are_gone_lose_their_rows(
    sidebar: Sidebar, folders: list[Path], below: FolderTree
) -> None:
    sidebar.show_folders(folders[:2])
    sidebar.show_tree(below)
    row(sidebar, "holiday").setExpanded(True)
    sidebar.show_tree(folder_tree(folders, {folders[0] / "day 10": 20, folders[0] / "new": 1}))
    assert texts(sidebar)[-4:] == ["holiday   21", "day 10   20", "new   1", "work"]


def test_folders_of_a_root_within_a_root_are_counted_in_both(tmp_path: Path) -> None:
    roots = [tmp_path, tmp_path / "a"]
    tree = folder_tree(roots, {tmp_path / "a" / "b": 5, tmp_path.parent / "elsewhere": 7})
    assert tree.counts == {tmp_path: 5, tmp_path / "a": 5, tmp_path / "a" / "b": 5}
    assert tree.children[tmp_path] == (tmp_path / "a",)
