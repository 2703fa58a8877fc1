"""The window as a whole: dropping, filters, closing, remembering."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget

from phototagger.core.photo import PhotoFilter, PhotoId
from phototagger.ui.main_window import MainWindow
from phototagger.ui.tag_mime import mime_of as tags_mime

from .conftest import MakePhoto, Program, WindowSpy, answering, button, sent_by

ANY_ACTION = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


def counts(window: MainWindow) -> dict[str, str]:
    """Return what stands beside each filter."""
    texts = window.sidebar.texts()[1 : len(PhotoFilter) + 1]
    pairs = [text.split("   ") for text in texts]
    return {pair[0]: pair[1] for pair in pairs}


def labels(widget: QWidget) -> list[str]:
    return [w.text() for w in widget.findChildren(QLabel) if w.isVisible() and w.text()]


def names(program: Program, ids: Sequence[PhotoId]) -> list[str]:
    return [photo.path.name for photo in program.session.photos(ids)]


def shown(program: Program) -> list[str]:
    assert program.window is not None
    return names(program, program.window.browser.model.ids)


# Dropping


def mime_of(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(window: MainWindow, mime: QMimeData) -> bool:
    """Drag something over the window and let it go; return whether it was welcome."""
    rest = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(50, 50), ANY_ACTION, mime, *rest)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(50, 50), ANY_ACTION, mime, *rest)
    QApplication.sendEvent(window, event)
    assert event.dropAction() is Qt.DropAction.CopyAction, "the other program must not delete them"
    return event.isAccepted()


def test_dropped_files_are_shown(program: Program, window: MainWindow, photos: list[Path]) -> None:
    assert drop(window, mime_of(*photos[:2]))
    program.settle()
    assert shown(program) == ["photo 1.jpg", "photo 2.jpg"]
    assert program.session.roots() == []


def test_a_dropped_folder_is_opened_with_what_is_in_it(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    (photos[0].parent / "notes.txt").write_text("no photo")
    assert drop(window, mime_of(photos[0].parent))
    program.settle()
    assert len(shown(program)) == 3
    assert program.session.roots() == [photos[0].parent]
    program.qtbot.waitUntil(lambda: len(window.sidebar.texts()) == 10)
    program.qtbot.waitUntil(lambda: window.sidebar.texts()[9] == "photos   3")


def test_files_and_folders_may_be_dropped_together(
    program: Program, window: MainWindow, make_photo: MakePhoto
) -> None:
    inside, single = make_photo("folder/a.jpg"), make_photo("b.jpg")
    assert drop(window, mime_of(inside.parent, single))
    program.settle()
    assert sorted(shown(program)) == ["a.jpg", "b.jpg"]


def test_a_drop_shows_all_photos_whatever_was_chosen(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    program.choose(PhotoFilter.PROBLEMS)
    drop(window, mime_of(*photos))
    program.settle()
    assert window.sidebar.choice is PhotoFilter.ALL
    assert len(shown(program)) == 3


def test_text_and_web_addresses_are_refused_with_a_sentence(window: MainWindow) -> None:
    text, web, tags = QMimeData(), QMimeData(), tags_mime(["beach"])
    text.setText("hello")
    web.setUrls([QUrl("https://example.org/photo.jpg")])
    notices = sent_by(window._bridge.noticed)
    assert drop(window, text)
    assert drop(window, web)
    assert [notice.text for notice in notices] == [
        "Text cannot be opened here; drop photos or folders.",
        "“example.org” is not on this computer; save the photo to a folder and drop that.",
    ]
    assert not drop(window, QMimeData())
    assert not drop(window, tags)  # these are for photos


def test_a_drop_without_photos_is_told(
    program: Program, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("no photo")
    drop(window, mime_of(tmp_path / "notes.txt"))
    program.settle()
    assert window.browser.notices.texts() == ["“notes.txt” is no photo that can be opened."]


# Filters and empty states


def test_filters_have_counts_and_show_their_photos(
    program: Program, window: MainWindow, photos: list[Path], make_photo: MakePhoto
) -> None:
    broken = make_photo("photo 4.jpg")
    broken.write_bytes(b"\xff\xd8\xff no photo at all")
    ids = program.open(*photos, broken)
    program.tag(ids[:2])
    window.browser.grid.select_row(0)
    window.desk.toggle(["beach"])
    window.desk.reject_shown(0.0)
    expected = {
        "All photos": "4",
        "Untagged": "2",
        "To review": "1",
        "Ready to write": "1",
        "Unwritten": "1",
        "Problems": "1",
        "Changed on disk": "0",
    }
    program.qtbot.waitUntil(lambda: counts(window) == expected)
    for choice, photo_names in (
        (PhotoFilter.UNTAGGED, ["photo 3.jpg", "photo 4.jpg"]),
        (PhotoFilter.TO_REVIEW, ["photo 2.jpg"]),
        (PhotoFilter.UNSAVED, ["photo 1.jpg"]),
        (PhotoFilter.PROBLEMS, ["photo 4.jpg"]),
        (PhotoFilter.ALL, ["photo 1.jpg", "photo 2.jpg", "photo 3.jpg", "photo 4.jpg"]),
    ):
        program.choose(choice)
        assert shown(program) == photo_names
        assert window.browser.grid.selected_ids() == window.browser.model.ids[:1]


def test_a_folder_shows_its_photos_only(
    program: Program, window: MainWindow, make_photo: MakePhoto
) -> None:
    one, other = make_photo("one/a.jpg"), make_photo("other/b.jpg")
    program.open(one.parent, other.parent)
    program.qtbot.waitUntil(lambda: len(window.sidebar.texts()) == 11)
    program.choose(other.parent)
    assert shown(program) == ["b.jpg"]


def test_going_from_a_folder_to_all_photos_lets_one_scroll_to_the_last(
    program: Program, window: MainWindow, make_photo: MakePhoto
) -> None:
    first = make_photo("a/1.jpg")
    rest = [make_photo(f"b/{number}.jpg") for number in range(60)]
    program.open(first.parent, rest[0].parent)
    program.qtbot.waitUntil(lambda: len(window.sidebar.texts()) == 11)
    program.choose(first.parent)
    QApplication.processEvents()
    program.choose(PhotoFilter.ALL)
    QApplication.processEvents()
    grid = window.browser.grid
    grid.verticalScrollBar().setValue(10**6)
    assert grid.visible_rows()[1] == 60


def test_a_photo_does_not_vanish_under_the_hand_that_decides(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    program.tag(program.open(*photos))
    program.choose(PhotoFilter.TO_REVIEW)
    window.desk.toggle(["beach"])
    program.settle()
    assert len(shown(program)) == 3


def test_an_empty_library_invites(window: MainWindow) -> None:
    empty = window.browser.empty
    assert empty.isVisible()
    assert "Drop photos or folders here" in labels(empty)
    assert button(empty, "Open Folder…").isVisible()
    assert button(empty, "Try Sample Photos").isVisible() is window.dialogs.has_samples
    assert not button(empty, "Show All Photos").isVisible()


@pytest.mark.parametrize("choice", list(PhotoFilter)[1:])
def test_an_empty_filter_says_so_and_leads_back(
    program: Program, window: MainWindow, photos: list[Path], choice: PhotoFilter
) -> None:
    program.tag(program.open(*photos))
    for photo_id in program.session.ids():
        window.browser.grid.select_row(window.browser.model.row_of(photo_id) or 0)
        window.desk.reject_shown(0.0)
    program.choose(choice)
    empty = window.browser.empty
    assert empty.isVisible()
    assert "Nothing here" in labels(empty)
    assert "Select a photo to see its tags." in labels(window.inspector)
    button(empty, "Show All Photos").click()
    program.settle()
    assert window.sidebar.choice is PhotoFilter.ALL
    assert window.browser.grid.isVisible()


def test_the_status_bar_counts_the_selection(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    assert "0 photos" in labels(window.statusBar())
    program.open(*photos)
    assert "1 of 3 photos selected" in labels(window.statusBar())
    window.browser.grid.selectAll()
    assert "3 of 3 photos selected" in labels(window.statusBar())
    window.actions_by_id["select_none"].trigger()
    assert "3 photos" in labels(window.statusBar())


def test_what_is_said_and_the_selection_never_lie_over_each_other(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    program.open(*photos)
    window.statusBar().showMessage("Undone")
    window.browser.grid.selectAll()
    assert not any("selected" in text for text in labels(window.statusBar()))
    window.statusBar().clearMessage()
    assert "3 of 3 photos selected" in labels(window.statusBar())


def test_actions_on_photos_need_a_selection(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = ("tag_selected", "write_selected", "forget")
    assert not any(window.actions_by_id[i].isEnabled() for i in ids)
    program.open(*photos)
    assert all(window.actions_by_id[i].isEnabled() for i in ids)


# What keeps its place


def test_photos_that_sort_first_do_not_move_the_selection(
    program: Program, window: MainWindow, make_photo: MakePhoto
) -> None:
    program.open(*[make_photo(f"m {number}.jpg") for number in range(5)])
    window.browser.grid.select_row(2)
    program.open(make_photo("a.jpg"), make_photo("z.jpg"))
    assert shown(program)[0] == "a.jpg"
    assert names(program, window.browser.selected_ids()) == ["m 2.jpg"]
    current = window.browser.current_id
    assert current is not None and names(program, [current]) == ["m 2.jpg"]


def test_a_selection_of_all_stays_a_few_ranges_when_photos_come(
    program: Program, window: MainWindow, make_photo: MakePhoto
) -> None:
    program.open(*[make_photo(f"m {number}.jpg") for number in range(40)])
    window.browser.grid.selectAll()
    program.open(make_photo("a.jpg"))
    assert len(window.browser.selected_ids()) == 40
    assert window.browser.grid.selectionModel().selection().count() <= 2


def test_another_folder_does_not_move_the_selection_in_this_one(
    program: Program, window: MainWindow, make_photo: MakePhoto
) -> None:
    here = [make_photo(f"here/{number}.jpg") for number in range(4)]
    program.open(here[0].parent)
    program.qtbot.waitUntil(lambda: len(window.sidebar.texts()) == 10)
    program.choose(here[0].parent)
    window.browser.grid.select_row(2)
    program.open(make_photo("there/x.jpg").parent)
    program.qtbot.waitUntil(lambda: len(window.sidebar.texts()) == 11)
    assert names(program, window.browser.selected_ids()) == ["2.jpg"]


# Closing


def test_closing_while_photos_are_written_asks_and_waits_if_wished(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    start_writing(program, window, photos)
    with answering(lambda box: box.reject()) as asked:
        window.close()
    assert len(asked) == 1
    assert window.isVisible()
    program.settle()
    assert window.browser.notices.texts()[0].startswith("3 photos written")


def test_closing_while_photos_are_written_finishes_them(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = start_writing(program, window, photos)

    def agree(box: QMessageBox) -> None:
        assert box.defaultButton().text().replace("&", "") == "Cancel"
        button(box, "Finish and Close").click()

    with answering(agree) as asked:
        window.close()
    assert len(asked) == 1
    assert not window.isVisible()
    program.app.end_work()
    program.bridge.drain()
    assert [program.review(photo_id).in_file.names for photo_id in ids] == [("beach",)] * 3


def start_writing(program: Program, window: MainWindow, photos: list[Path]) -> list[PhotoId]:
    ids = program.open(*photos)
    program.tag(ids)
    window.browser.grid.selectAll()
    window.desk.toggle(["beach"])
    program.session.write(ids)
    return ids


def test_closing_otherwise_does_not_ask(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    program.tagger.hold()
    program.session.tag(program.open(*photos))
    with answering(lambda box: box.reject()) as asked:
        window.close()
    assert asked == []
    assert not window.isVisible()


# Remembering


def reopened(program: Program) -> MainWindow:
    """Close the window and open it again, as at the next start."""
    old = program.window
    assert old is not None
    old.close()
    old.deleteLater()
    QApplication.sendPostedEvents(old, QEvent.Type.DeferredDelete)
    return program.show(size=None)


def test_size_and_tile_size_are_remembered(program: Program, window: MainWindow) -> None:
    window.resize(780, 540)
    window.browser.grid.set_edge(224)
    window.splitter.setSizes([180, 240, 360])
    sizes = window.splitter.sizes()
    again = reopened(program)
    assert (again.width(), again.height()) == (780, 540)
    assert again.browser.grid.edge_px == 224
    assert all(abs(a - b) <= 2 for a, b in zip(again.splitter.sizes(), sizes, strict=True))


@pytest.mark.parametrize("key", ["geometry", "splitter", "tile_edge_px"])
@pytest.mark.parametrize("value", ["nonsense", "", "-3", "@ByteArray(xx)", "1e99"])
def test_a_damaged_memory_costs_nothing_but_itself(program: Program, key: str, value: str) -> None:
    file = program.paths.config / "window.ini"
    file.parent.mkdir(parents=True)
    file.write_text(f"[General]\n{key}={value}\n", "utf-8")
    assert QSettings(str(file), QSettings.Format.IniFormat).contains(key)
    window = program.show()
    assert window.isVisible()
    assert 96 <= window.browser.grid.edge_px <= 384


def test_the_window_fits_on_a_small_screen(window: MainWindow) -> None:
    hint = window.minimumSizeHint()
    assert hint.width() <= 1024
    assert hint.height() <= 700


# Building


def test_only_the_window_itself_comes_up(window_spy: WindowSpy, program: Program) -> None:
    program.show()
    assert window_spy.seen == ["MainWindow"]


# Typing a name


def test_typing_a_name_goes_there_accents_ignored(
    program: Program, window: MainWindow, make_photo: MakePhoto
) -> None:
    for name in ("auto.jpg", "řeka 1.jpg", "Řeka 2.jpg", "tma.jpg"):
        make_photo(name)
    program.open(make_photo("zima.jpg").parent)
    grid = window.browser.grid
    program.qtbot.waitUntil(lambda: len(window.browser.model.ids) == 5)

    def name() -> str:
        assert window.browser.current_id is not None
        return program.session.photo(window.browser.current_id).path.name

    grid.setFocus()
    grid.select_row(0)
    QTest.keyClick(grid, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(grid, "eka 2")
    program.qtbot.waitUntil(lambda: name() == "Řeka 2.jpg")
    assert window.browser.selected_count() == 1
    assert program.tagger.sent == 0, "R, A and 2 are no shortcuts while a name is typed"
    assert not window.browser.is_large
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    QTest.keyClicks(grid, "z")
    program.qtbot.waitUntil(lambda: name() == "zima.jpg")
    QTest.keyClicks(grid, "q")
    program.qtbot.waitUntil(lambda: "none here" in grid._typed_name.text())
    assert name() == "zima.jpg"


def test_a_change_of_state_does_not_blur_the_sharp_picture(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    closeups: list[int] = []
    window.browser.closeup_ready.connect(lambda pixmap, _: closeups.append(pixmap.width()))
    ids = program.open(*photos)
    program.qtbot.waitUntil(lambda: bool(closeups))
    sharp = window.browser.quick_picture()
    assert sharp is not None
    assert sharp.width() == closeups[-1]
    program.tag(ids[:1])
    assert window.browser.quick_picture() is sharp
    window.browser.grid.select_row(1)
    assert window.browser.quick_picture() is not sharp
