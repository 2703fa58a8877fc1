"""Looking closely: zoom, place, film strip, pictures that are ready before their turn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from phototagger.core.photo import PhotoId
from phototagger.core.review import TagState
from phototagger.core.thumbnails import Thumbnail
from phototagger.ui import closeups
from phototagger.ui.closeups import WHOLE_EDGE_PX
from phototagger.ui.loupe import Loupe
from phototagger.ui.main_window import MainWindow

from .conftest import Program

SIZE = (1600, 1200)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def ids(program: Program, window: MainWindow, make_photo: Callable[..., Path]) -> list[PhotoId]:
    """Return five tagged photos of two megapixels; the first one is shown large."""
    for number, color in enumerate(("teal", "orange", "purple", "olive", "navy")):
        path = make_photo(f"{number}.jpg", size=SIZE, color=color)
    ids = program.open(path.parent)
    program.tag(ids)
    window.browser.grid.select_row(0)
    window.browser.grid.setFocus()
    press(window.browser.grid, Qt.Key.Key_R)
    program.settle()
    return ids


def press(target: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(target, key)


def thumbnail(width: int, height: int) -> Thumbnail:
    image = QImage(width, height, QImage.Format.Format_RGBX8888)
    for x in range(width):
        for y in range(height):
            image.setPixelColor(x, y, QColor(255 if x % 2 else 0, 255 if y % 2 else 0, 90))
    return Thumbnail(width, height, bytes(image.constBits()))


@pytest.fixture
def loupe(parent: QWidget) -> Loupe:
    """Return a view of 200 × 100 that shows a photo of 400 × 300."""
    loupe = Loupe(parent)
    loupe.resize(200, 100)
    loupe.show()
    whole = thumbnail(400, 300)
    small = QImage(100, 75, QImage.Format.Format_RGB32)
    small.fill(QColor("teal"))
    loupe.show_photo(QPixmap.fromImage(small), whole=whole)
    return loupe


def test_z_shows_one_pixel_to_a_pixel_and_fits_again(
    window: MainWindow, ids: list[PhotoId]
) -> None:
    loupe = window.browser.large
    assert loupe.zoom is None
    press(loupe, Qt.Key.Key_Z)
    assert loupe.zoom == 1.0
    press(loupe, Qt.Key.Key_Z)
    assert loupe.zoom is None


def test_plus_and_minus_zoom_in_steps_and_end_at_the_fitted_size(
    window: MainWindow, ids: list[PhotoId]
) -> None:
    loupe = window.browser.large
    press(loupe, Qt.Key.Key_Plus)
    first = loupe.zoom
    assert first is not None
    press(loupe, Qt.Key.Key_Equal)
    assert loupe.zoom == pytest.approx(first * 1.25)
    press(loupe, Qt.Key.Key_Minus)
    press(loupe, Qt.Key.Key_Minus)
    assert loupe.zoom is None
    press(loupe, Qt.Key.Key_Minus)
    assert loupe.zoom is None


def test_letters_of_zoom_stay_letters_of_names_in_the_grid(
    window: MainWindow, ids: list[PhotoId]
) -> None:
    assert window.actions_by_id["zoom_fit"].isEnabled()
    press(window.browser.large, Qt.Key.Key_G)
    assert not window.actions_by_id["zoom_fit"].isEnabled()
    assert window.inspector.view.isVisible()


def test_pixels_are_sharp_at_one_to_one(loupe: Loupe) -> None:
    loupe.toggle_zoom()
    shown = loupe.grab().toImage()
    colors = {shown.pixelColor(x, y).getRgb()[:2] for x in range(90, 110) for y in range(40, 60)}
    assert colors == {(0, 0), (0, 255), (255, 0), (255, 255)}, "no two pixels were mixed"


def test_the_place_under_the_pointer_stays_there(loupe: Loupe) -> None:
    loupe.toggle_zoom(QPointF(50, 25))
    before = loupe._place()
    point = QPointF(60, 30)
    seen = ((point - before.topLeft()).x() / before.width(), loupe.zoom)
    loupe.zoom_by(2, point)
    after = loupe._place()
    assert ((point - after.topLeft()).x() / after.width()) == pytest.approx(seen[0])
    assert loupe.zoom == pytest.approx(1.25**2)


def test_the_wheel_zooms_and_a_drag_moves_the_photo(loupe: Loupe) -> None:
    at = QPointF(100, 50)
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        before = loupe.zoom or 0.0
        wheel = QWheelEvent(
            at,
            QPointF(loupe.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(loupe, wheel)
        assert loupe.zoom is not None and loupe.zoom > before
    loupe.zoom_by(8, at)
    place = loupe._place().topLeft()
    QTest.mousePress(loupe, Qt.MouseButton.LeftButton, pos=QPoint(100, 50))
    QTest.mouseMove(loupe, QPoint(90, 45))
    QTest.mouseRelease(loupe, Qt.MouseButton.LeftButton, pos=QPoint(90, 45))
    moved = loupe._place().topLeft() - place
    assert (round(moved.x()), round(moved.y())) == (-10, -5)


def test_a_double_click_zooms_to_the_place_and_fits_again(loupe: Loupe) -> None:
    QTest.mouseDClick(loupe, Qt.MouseButton.LeftButton, pos=QPoint(150, 60))
    assert loupe.zoom == 1.0
    QTest.mouseDClick(loupe, Qt.MouseButton.LeftButton, pos=QPoint(150, 60))
    assert loupe.zoom is None


def test_zoom_and_place_stay_when_photos_are_stepped(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    loupe = window.browser.large
    loupe.toggle_zoom(QPointF(10, 10))
    program.settle()
    place = loupe._place()
    press(loupe, Qt.Key.Key_Right)
    program.settle()
    assert loupe.zoom == 1.0
    assert loupe._place() == place


def test_one_to_one_brings_the_whole_photo(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    found = window.browser.closeups
    assert found.find(ids[0], whole=True) is None
    window.browser.large.toggle_zoom()
    program.settle()
    whole = found.find(ids[0], whole=True)
    assert whole is not None and whole.thumbnail is not None
    assert (whole.thumbnail.width_px, whole.thumbnail.height_px) == SIZE
    assert whole.edge_px == WHOLE_EDGE_PX
    assert window.browser.large.accessibleDescription() == "100%"


def test_the_neighbours_are_ready_before_their_turn(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    found = window.browser.closeups
    assert all(found.find(photo_id) is not None for photo_id in ids[:3])
    assert found.find(ids[3]) is None
    press(window.browser.large, Qt.Key.Key_Right)
    sharp = window.browser.quick_picture()
    assert sharp is not None
    assert max(sharp.width(), sharp.height()) > 512, "sharp at once"
    program.settle()
    assert found.find(ids[3]) is not None


def test_pictures_take_no_more_memory_than_their_share(
    program: Program,
    window: MainWindow,
    ids: list[PhotoId],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = window.browser.closeups
    share = found.bytes
    monkeypatch.setattr(closeups, "CAP_BYTES", share)
    for _ in ids[1:]:
        press(window.browser.large, Qt.Key.Key_Right)
        program.settle()
        assert found.bytes <= share
        assert found.find(window.browser.current_id or ids[0]) is not None


def test_a_photo_that_changed_is_read_again(
    program: Program,
    window: MainWindow,
    ids: list[PhotoId],
    make_photo: Callable[..., Path],
) -> None:
    old = window.browser.quick_picture()
    make_photo("0.jpg", size=SIZE, color="white")
    program.session.rescan()
    program.settle()
    new = window.browser.quick_picture()
    assert old is not None and new is not None
    assert (
        new.toImage().pixelColor(5, 5).lightness()
        > 250
        > old.toImage().pixelColor(5, 5).lightness()
    )


def test_the_film_strip_shows_the_neighbours_and_leads_there(
    window: MainWindow, ids: list[PhotoId]
) -> None:
    strip = window.browser.strip
    assert strip.isVisible()
    assert strip.visible_rows().start == 0
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.rect_of(2).center())
    assert window.browser.current_id == ids[2]
    assert strip.row_at(strip.width() // 2) == 2
    assert strip.row_at(-500) is None


def test_up_and_down_move_in_the_tags_of_the_large_photo(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    loupe, panel = window.browser.large, window.inspector.panel
    assert panel.current_names() == ["beach"]
    press(loupe, Qt.Key.Key_Down)
    assert panel.current_names() == ["sea"]
    press(loupe, Qt.Key.Key_A)
    states = {row.name: row.state for row in program.review(ids[0]).rows()}
    assert states["sea"] is TagState.ACCEPTED
    press(loupe, Qt.Key.Key_Up)
    press(loupe, Qt.Key.Key_Up)
    press(loupe, Qt.Key.Key_Up)
    assert panel.current_names() == ["sea"], "the end is the end"


def test_full_screen_shows_the_tags_over_the_photo_and_keeps_all_keys(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    full, loupe, panel = window.full_screen, window.browser.large, window.inspector.panel
    press(loupe, Qt.Key.Key_F)
    assert full.is_on and window.isFullScreen()
    assert full.overlay.isVisible() and panel.isVisible() and full.overlay.isAncestorOf(panel)
    for part in (window.menuBar(), window.statusBar(), window.sidebar, window.inspector):
        assert not part.isVisible()
    press(loupe, Qt.Key.Key_A)
    press(loupe, Qt.Key.Key_X)
    QTest.keyClick(loupe, Qt.Key.Key_Return, SHIFT)
    assert program.review(ids[0]).is_reviewed
    assert window.browser.current_id == ids[1]
    press(loupe, Qt.Key.Key_T)
    assert panel.entry.hasFocus()
    press(panel.entry, Qt.Key.Key_Escape)
    press(panel.list, Qt.Key.Key_O)
    assert not full.overlay.isVisible()
    press(loupe, Qt.Key.Key_O)
    assert full.overlay.isVisible()
    press(loupe, Qt.Key.Key_Escape)
    assert not full.is_on and not window.isFullScreen()
    assert window.browser.is_large, "back where it was entered"
    assert window.inspector.isAncestorOf(panel) and panel.isVisible()
    assert window.menuBar().isVisible() and window.sidebar.isVisible()


def test_full_screen_from_the_grid_leads_back_to_the_grid(
    window: MainWindow, ids: list[PhotoId]
) -> None:
    press(window.browser.large, Qt.Key.Key_G)
    press(window.browser.grid, Qt.Key.Key_F)
    assert window.full_screen.is_on and window.browser.is_large
    press(window.browser.large, Qt.Key.Key_F)
    assert not window.browser.is_large
    assert window.browser.find_bar.isVisible()


def test_a_photo_that_cannot_be_shown_says_why(
    program: Program, window: MainWindow, make_photo: Callable[..., Path]
) -> None:
    broken = make_photo("broken.jpg")
    broken.write_bytes(b"\xff\xd8\xff\xe0 no photo")
    program.open(broken)
    window.browser.grid.select_row(0)
    window.browser.show_large()
    program.settle()
    assert not window.browser.large.has_picture
    assert window.browser.large._text
    window.browser.large.toggle_zoom()
    assert window.browser.large.zoom is None
