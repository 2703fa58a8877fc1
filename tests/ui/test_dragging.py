"""Photos leave the window as files, tags fall on photos, files of others come in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFileOpenEvent,
    QPixmap,
)
from PySide6.QtWidgets import QApplication

from phototagger.core.photo import PhotoId
from phototagger.ui import dragging
from phototagger.ui.main_window import MainWindow
from phototagger.ui.open_files import OpenFiles
from phototagger.ui.tag_mime import mime_of

from .conftest import Program, click, drag, image_of, is_like, sent_by

MakePhoto = Callable[..., Path]
REST = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
COPY = Qt.DropAction.CopyAction


class Dragged:
    """What was given to Qt to be dragged."""

    def __init__(self) -> None:
        self.mimes: list[tuple[list[str], list[str]]] = []
        self.actions: list[Qt.DropAction] = []
        self.pixmaps: list[QPixmap] = []

    def take(self, given: QDrag, allowed: Qt.DropAction, default: Qt.DropAction) -> Qt.DropAction:
        mime = given.mimeData()
        self.mimes.append((mime.formats(), [url.toLocalFile() for url in mime.urls()]))
        self.actions += [allowed, default]
        self.pixmaps.append(given.pixmap())
        return default


@pytest.fixture
def dragged(monkeypatch: pytest.MonkeyPatch) -> Dragged:
    """Return what drags carry; the real loop of a drag would wait for a mouse."""
    found = Dragged()

    def take(given: QDrag, allowed: Qt.DropAction, default: Qt.DropAction) -> Qt.DropAction:
        return found.take(given, allowed, default)

    monkeypatch.setattr(QDrag, "exec", take)
    return found


def middle(window: MainWindow, row: int) -> QPoint:
    return window.browser.grid.picture_rect(row).center()


def pull(window: MainWindow, row: int) -> None:
    start = middle(window, row)
    drag(window.browser.grid.viewport(), start, start + QPoint(60, 30))


@pytest.fixture
def ids(program: Program, window: MainWindow, photos: list[Path]) -> Iterator[list[PhotoId]]:
    known = program.open(*photos)
    program.qtbot.waitUntil(lambda: window.browser.grid.sheet.count == 3)
    yield known


# Out


def test_one_photo_is_dragged_by_its_picture(
    window: MainWindow, ids: list[PhotoId], photos: list[Path], dragged: Dragged
) -> None:
    pull(window, 1)
    ((formats, files),) = dragged.mimes
    assert "text/uri-list" in formats
    assert files == [str(photos[1])]
    assert dragged.actions == [COPY, COPY]  # nothing may be moved away from us
    assert window.browser.selected_ids() == [ids[1]]


def test_the_selection_is_dragged_by_any_of_its_photos(
    window: MainWindow, ids: list[PhotoId], photos: list[Path], dragged: Dragged
) -> None:
    window.browser.grid.selectAll()
    pull(window, 2)
    assert dragged.mimes[0][1] == [str(path) for path in photos]
    assert window.browser.selected_count() == 3
    assert not dragged.pixmaps[0].isNull()
    pull(window, 0)
    assert len(dragged.mimes) == 2


def test_a_click_on_one_of_many_selected_chooses_it_alone(
    window: MainWindow, ids: list[PhotoId], dragged: Dragged
) -> None:
    window.browser.grid.selectAll()
    click(window.browser.grid.viewport(), middle(window, 1))
    assert window.browser.selected_ids() == [ids[1]]
    assert dragged.mimes == []


def test_files_out_of_reach_are_left_out_with_a_word(
    window: MainWindow, ids: list[PhotoId], photos: list[Path], dragged: Dragged
) -> None:
    notices = sent_by(window._bridge.noticed)
    photos[0].unlink()
    window.browser.grid.selectAll()
    pull(window, 1)
    assert dragged.mimes[0][1] == [str(path) for path in photos[1:]]
    assert notices[0].text == "Left out, because they cannot be reached now: “photo 1.jpg”"
    for path in photos[1:]:
        path.unlink()
    pull(window, 1)
    assert len(dragged.mimes) == 1
    assert "nothing to drag" in notices[1].text


def test_a_thousand_photos_are_dragged_at_once(
    program: Program, window: MainWindow, photos: list[Path], dragged: Dragged
) -> None:
    folder = photos[0].parent
    for number in range(1000):
        (folder / f"n{number:04}.jpg").hardlink_to(photos[0])
    program.open(folder)
    program.qtbot.waitUntil(lambda: window.browser.grid.sheet.count == 1003)
    window.browser.grid.selectAll()
    pull(window, 0)
    assert len(dragged.mimes[0][1]) == 1003


def test_our_own_photos_dropped_back_are_not_opened(window: MainWindow) -> None:
    assert not dragging.has_something(dragging.photos_mime([Path("/p/a.jpg")]))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_what_hangs_on_the_pointer(dressed: QApplication, count: int) -> None:
    picture = QPixmap(40, 30)
    picture.fill(Qt.GlobalColor.red)
    shown = dragging.drag_pixmap([picture] * count, 1234, 2.0)
    assert shown.devicePixelRatio() == 2.0
    image = shown.toImage()
    badge = image.pixelColor(image.width() - 80, image.height() - 30)
    assert badge.alpha() > 0


# Tags onto photos


def give(window: MainWindow, row: int, names: list[str], *, lets_go: bool = True) -> None:
    """Drag tags over a photo, and let go."""
    viewport, mime, at = window.browser.grid.viewport(), mime_of(names), middle(window, row)
    enter = QDragEnterEvent(at, COPY, mime, *REST)
    QApplication.sendEvent(viewport, enter)
    assert enter.isAccepted()
    move = QDragMoveEvent(at, COPY, mime, *REST)
    QApplication.sendEvent(viewport, move)
    assert move.isAccepted()
    if lets_go:
        QApplication.sendEvent(viewport, QDropEvent(QPointF(at), COPY, mime, *REST))


def keywords(program: Program, ids: list[PhotoId]) -> list[tuple[str, ...]]:
    return [program.review(photo_id).keywords().names for photo_id in ids]


def test_a_tag_falls_on_the_photo_under_it_alone(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.browser.grid.select_row(0)
    give(window, 2, ["beach", "sea"])
    assert keywords(program, ids) == [(), (), ("beach", "sea")]
    assert window.undo_stack.count() == 1
    window.undo_stack.undo()
    assert keywords(program, ids) == [(), (), ()]


def test_a_tag_falls_on_the_whole_selection_in_one_step(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.browser.grid.selectAll()
    give(window, 1, ["beach"])
    assert keywords(program, ids) == [("beach",)] * 3
    window.undo_stack.undo()
    assert keywords(program, ids) == [()] * 3


def test_the_photo_under_a_tag_is_marked(window: MainWindow, ids: list[PhotoId]) -> None:
    grid = window.browser.grid
    edge = grid.row_rect(2).topLeft() + QPoint(2, 40)
    before = image_of(grid.viewport()).pixelColor(edge)
    give(window, 2, ["beach"], lets_go=False)
    assert not is_like(image_of(grid.viewport()).pixelColor(edge), before)
    QApplication.sendEvent(grid.viewport(), QEvent(QEvent.Type.DragLeave))
    assert is_like(image_of(grid.viewport()).pixelColor(edge), before)


def test_files_over_the_grid_are_for_the_window(window: MainWindow, photos: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photos[0]))])
    enter = QDragEnterEvent(QPoint(50, 50), COPY, mime, *REST)
    QApplication.sendEvent(window.browser.grid.viewport(), enter)
    assert enter.isAccepted()  # by the window, to which Qt passes on what the grid refuses


# In, by other ways


def test_files_that_are_no_photos_are_named(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    notices = sent_by(program.bridge.noticed)
    letter = photos[0].parent / "letter ž.odt"
    letter.write_text("no photo")
    program.open(photos[0], letter)
    assert [notice.text for notice in notices] == ["“letter ž.odt” is no photo that can be opened."]


def test_open_with_is_kept_until_the_window_stands(
    dressed: QApplication, photos: list[Path]
) -> None:
    given = OpenFiles(dressed)
    QApplication.sendEvent(dressed, QFileOpenEvent(QUrl.fromLocalFile(str(photos[0]))))
    QApplication.sendEvent(dressed, QFileOpenEvent(QUrl("https://example.org/a.jpg")))
    heard: list[list[Path]] = []
    given.listen(heard.append)
    assert heard == [[photos[0]]]
    QApplication.sendEvent(dressed, QFileOpenEvent(QUrl.fromLocalFile(str(photos[1]))))
    assert heard == [[photos[0]], [photos[1]]]
    given.listen(None)
    given.remove()


def test_changes_are_seen_and_that_can_be_undone(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.session.set_changed(ids[:2], is_changed=True)
    window.browser.grid.selectAll()
    window.actions_by_id["seen"].trigger()
    assert [photo.is_changed for photo in program.session.photos(ids)] == [False] * 3
    window.undo_stack.undo()
    assert [photo.is_changed for photo in program.session.photos(ids)] == [True, True, False]
