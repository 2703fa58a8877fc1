"""The window comes back to the photos, the choice and the place that were left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from phototagger.core.photo import PhotoFilter, PhotoId
from phototagger.core.photo_query import SavedSearch
from phototagger.ui import dialog_memory, view_memory
from phototagger.ui.main_window import MainWindow

from .conftest import Program, sent_by

MakePhoto = Callable[..., Path]


@pytest.fixture
def ids(program: Program, window: MainWindow, make_photo: MakePhoto) -> list[PhotoId]:
    """Return the photos of an opened folder with a sub-folder, more than the window shows."""
    for number in range(30):
        make_photo(f"trip/photo {number:02}.jpg")
    for number in range(4):
        make_photo(f"trip/sea/wave {number}.jpg")
    return program.open(make_photo("trip/last.jpg").parent)


def reopened(program: Program) -> MainWindow:
    """Close the window and open it again, as at the next start."""
    old = program.window
    assert old is not None
    old.close()
    old.deleteLater()
    QApplication.sendPostedEvents(old, QEvent.Type.DeferredDelete)
    window = program.show()
    program.settle()
    return window


def trip(program: Program) -> Path:
    return program.session.roots()[0]


def test_selection_current_photo_and_place_come_back(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    grid = window.browser.grid
    grid.select_row(25)
    grid.selection.choose(27, Qt.KeyboardModifier.ControlModifier)
    chosen, current = window.browser.selected_ids(), window.browser.current_id
    offset = grid.verticalOffset()
    assert len(chosen) == 2
    assert offset > 0
    again = reopened(program).browser
    assert again.selected_ids() == chosen
    assert again.current_id == current
    assert again.grid.verticalOffset() == offset


def test_a_filter_comes_back(program: Program, window: MainWindow, ids: list[PhotoId]) -> None:
    program.tag(ids[:2])
    program.choose(PhotoFilter.TO_REVIEW)
    again = reopened(program)
    assert again.sidebar.choice is PhotoFilter.TO_REVIEW
    assert again.browser.shown_ids() == ids[:2]


def test_a_sub_folder_comes_back_though_its_row_comes_later(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    sea = trip(program) / "sea"
    program.choose(sea)
    again = reopened(program)
    assert again.sidebar.choice == sea
    assert [photo.path.parent for photo in program.session.photos(again.browser.shown_ids())] == [
        sea
    ] * 4


def test_a_saved_search_comes_back_and_all_photos_where_it_is_gone(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    search = SavedSearch("Waves", "name:wave")
    program.session.searches.keep([search])
    program.settle()
    window.sidebar.choose(search)
    program.settle()
    again = reopened(program)
    assert again.sidebar.choice == search
    assert len(again.browser.shown_ids()) == 4
    program.session.searches.keep([])
    program.settle()
    assert reopened(program).sidebar.choice is PhotoFilter.ALL


def test_a_folder_that_was_closed_gives_way_to_all_photos(
    program: Program, window: MainWindow, ids: list[PhotoId], tmp_path: Path
) -> None:
    view_memory.keep_choice(window._state, tmp_path / "elsewhere")
    kept = view_memory.kept_choice(window._state, (), program.session.roots())
    assert kept is PhotoFilter.ALL


def test_a_sub_folder_without_photos_gives_way_to_all_photos(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    sidebar = window.sidebar
    chosen = sent_by(sidebar.chosen)
    sidebar.recall(trip(program) / "gone")
    program.session.count()
    program.settle()
    assert sidebar.choice is PhotoFilter.ALL
    assert chosen == [PhotoFilter.ALL]


def test_a_choice_of_the_user_is_not_taken_back_when_rows_come(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.sidebar.recall(trip(program) / "gone")
    window.sidebar.choose(PhotoFilter.UNTAGGED)
    program.session.count()
    program.settle()
    assert window.sidebar.choice is PhotoFilter.UNTAGGED


def test_very_many_selected_are_remembered_as_the_current_one(
    program: Program, window: MainWindow, ids: list[PhotoId], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_memory, "_MOST_SELECTED", 10)
    window.browser.grid.select_row(3)
    window.browser.grid.selectAll()
    again = reopened(program).browser
    assert again.selected_ids() == [ids[3]]


@pytest.mark.parametrize("key", ["choice", "place"])
@pytest.mark.parametrize(
    "value", ["nonsense", "[]", "[1, 2]", "[1,2,3,4,5]", '[["x"], 1, "a", null, 2]', "null"]
)
def test_a_damaged_memory_begins_at_the_top(
    program: Program, window: MainWindow, ids: list[PhotoId], key: str, value: str
) -> None:
    window.close()
    window._state.setValue(key, value)
    choice = view_memory.kept_choice(window._state, (), program.session.roots())
    place = view_memory.kept_place(window._state)
    assert choice is PhotoFilter.ALL or key == "place"
    assert place is None or key == "choice"


def test_a_search_that_is_half_typed_is_not_remembered(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.browser.find_bar.search("state:")
    again = reopened(program)
    assert again.browser.find_bar.text == ""
    assert again.browser.shown_ids() == ids


def test_files_that_are_opened_are_not_hidden_by_what_is_remembered(
    program: Program, window: MainWindow, ids: list[PhotoId], make_photo: MakePhoto
) -> None:
    program.choose(PhotoFilter.PROBLEMS)
    window.browser.find_bar.search("name:wave")
    window.drags.open([make_photo("another/new.jpg")])
    program.settle()
    assert window.sidebar.choice is PhotoFilter.ALL
    assert len(window.browser.shown_ids()) == len(ids) + 1


# Folders of dialogs


def test_file_dialogs_begin_where_the_last_one_ended(
    program: Program, window: MainWindow, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_photo("here/photo.jpg")
    begun: list[str] = []

    def folder(parent: object, title: str, start: str) -> str:
        begun.append(start)
        return str(photo.parent)

    def files(parent: object, title: str, start: str) -> tuple[list[str], str]:
        begun.append(start)
        return [str(photo)], ""

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", folder)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", files)
    window.dialogs.open_folder()
    window.dialogs.open_files()
    window.dialogs.open_folder()
    program.settle()
    assert begun == [
        str(dialog_memory.first_folder()),
        str(photo.parent.parent),
        str(photo.parent),
    ]


def test_a_folder_that_is_gone_gives_way_to_the_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    dialog_memory.keep_folder(state, tmp_path / "gone")
    monkeypatch.setattr(dialog_memory, "pictures_folder", lambda: tmp_path)
    assert dialog_memory.start_folder(state) == tmp_path
    monkeypatch.setattr(dialog_memory, "pictures_folder", lambda: tmp_path / "none")
    assert dialog_memory.start_folder(state) == Path.home()
