"""The grid: where tiles are, how they are chosen, and that a hundred thousand cost nothing."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from phototagger.ui import theme
from phototagger.ui.photo_grid import EDGE_RANGE_PX, PhotoGrid
from phototagger.ui.photo_model import PhotoModel
from phototagger.ui.row_ranges import RowRanges

from .conftest import TO_READ, FakeSession, click, contrast, drag, image_of, is_like, sent_by

MANY = 100_000
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def grid(qtbot: QtBot, fake_session: FakeSession) -> PhotoGrid:
    """Return a grid of 30 photos, four in a row."""
    model = PhotoModel(fake_session.as_session)
    grid = PhotoGrid(model)
    model.setParent(grid)
    qtbot.addWidget(grid)
    grid.show()
    grid.activateWindow()
    arrange(grid, count=30, width=800, height=600)
    assert columns(grid) == 4
    return grid


def arrange(
    grid: PhotoGrid, *, count: int, width: int, height: int, edge_px: int | None = None
) -> None:
    model = grid.model()
    assert isinstance(model, PhotoModel)
    model.set_ids(array("q"))
    model.set_ids(array("q", range(count)))
    grid.resize(width, height)
    if edge_px is not None:
        grid.set_edge(edge_px)
    QApplication.processEvents()
    grid.updateGeometries()


def place(grid: PhotoGrid, row: int) -> QRect:
    return grid.visualRect(grid.model().index(row, 0))


def columns(grid: PhotoGrid) -> int:
    top = place(grid, 0).top()
    return sum(place(grid, row).top() == top for row in range(grid.model().rowCount()))


def scroll(grid: PhotoGrid, share: float) -> None:
    bar = grid.verticalScrollBar()
    bar.setValue(round(bar.maximum() * share))


def chosen(grid: PhotoGrid) -> list[int]:
    return [int(photo_id) for photo_id in grid.selected_ids()]


def seen_rows(grid: PhotoGrid) -> list[int]:
    """Return the rows with a tile on the screen, found by looking at each."""
    screen = grid.viewport().rect()
    return [r for r in range(grid.model().rowCount()) if place(grid, r).intersects(screen)]


def press(grid: PhotoGrid, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    for key in keys:
        QTest.keyClick(grid, key, modifier)


# Geometry


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    count=st.integers(0, 200),
    width=st.integers(420, 1500),
    height=st.integers(120, 900),
    edge_px=st.integers(*EDGE_RANGE_PX),
    share=st.floats(0, 1),
)
def test_laws_of_the_geometry(
    grid: PhotoGrid, count: int, width: int, height: int, edge_px: int, share: float
) -> None:
    arrange(grid, count=count, width=width, height=height, edge_px=edge_px)
    scroll(grid, share)
    first, last = grid.visible_rows()
    seen = seen_rows(grid)
    assert set(seen) <= set(range(first, last + 1)), "every tile on the screen is painted"
    tiles = [place(grid, row) for row in seen]
    for number, tile in enumerate(tiles):
        assert not any(tile.intersects(other) for other in tiles[:number]), "no overlap"
        assert tile.left() >= 0 and tile.right() < grid.viewport().width(), "none is cut off"
    for row, tile in zip(seen, tiles, strict=True):
        for point in (tile.center(), tile.topLeft(), tile.bottomRight()):
            assert grid.indexAt(point).row() == row, "a click meets what is painted there"


@pytest.mark.parametrize("share", [0.0, 0.37, 1.0])
def test_gaps_belong_to_nobody(grid: PhotoGrid, share: float) -> None:
    scroll(grid, share)
    tile = place(grid, seen_rows(grid)[5])
    for point in (
        tile.topLeft() - QPoint(2, 0),
        tile.topLeft() - QPoint(0, 2),
        tile.bottomRight() + QPoint(2, 0),
        tile.bottomRight() + QPoint(0, 2),
    ):
        assert not grid.indexAt(point).isValid()


def test_below_the_last_photo_there_is_nothing(grid: PhotoGrid) -> None:
    scroll(grid, 1.0)
    last = place(grid, 29)
    assert last.bottom() < grid.viewport().height(), "the end of the sheet can be reached"
    assert not grid.indexAt(last.center() + QPoint(last.width() + 10, 0)).isValid()


def test_photos_that_are_appended_can_be_scrolled_to(grid: PhotoGrid) -> None:
    model = grid.model()
    assert isinstance(model, PhotoModel)
    arrange(grid, count=4, width=800, height=600)
    assert grid.verticalScrollBar().maximum() == 0
    model.set_ids(array("q", range(400)))
    QApplication.processEvents()
    scroll(grid, 1.0)
    assert 399 in seen_rows(grid)


def test_a_smaller_window_still_shows_whole_columns(grid: PhotoGrid) -> None:
    grid.resize(420, 600)
    QApplication.processEvents()
    assert columns(grid) == 2
    scroll(grid, 1.0)
    assert 29 in seen_rows(grid)


def test_tiles_fill_the_row(grid: PhotoGrid) -> None:
    for width in (700, 750, 800, 850, 900):
        grid.resize(width, 600)
        QApplication.processEvents()
        left_over = grid.viewport().width() - place(grid, columns(grid) - 1).right()
        assert left_over < 2 * place(grid, 0).left() + columns(grid)


# Keys


def test_cursor_keys_go_where_they_point(grid: PhotoGrid) -> None:
    grid.select_row(0)
    for key, row in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 5),
        (Qt.Key.Key_Left, 4),
        (Qt.Key.Key_Left, 3),
        (Qt.Key.Key_Right, 4),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_End, 29),
        (Qt.Key.Key_Right, 29),
        (Qt.Key.Key_Down, 29),
        (Qt.Key.Key_Home, 0),
    ):
        press(grid, key)
        assert (grid.currentIndex().row(), chosen(grid)) == (row, [row]), key


def test_paging_keeps_the_column_and_shows_where_it_went(grid: PhotoGrid) -> None:
    grid.select_row(1)
    press(grid, Qt.Key.Key_PageDown)
    row = grid.currentIndex().row()
    assert row > 1 and row % 4 == 1
    assert grid.viewport().rect().contains(place(grid, row))
    press(grid, Qt.Key.Key_PageUp)
    assert grid.currentIndex().row() == 1


def test_keys_in_an_empty_grid_do_nothing(grid: PhotoGrid) -> None:
    arrange(grid, count=0, width=800, height=600)
    press(grid, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_PageDown)
    grid.step(1)
    assert chosen(grid) == []


def test_stepping_stops_at_the_ends(grid: PhotoGrid) -> None:
    grid.select_row(28)
    for row in (29, 29):
        grid.step(1)
        assert chosen(grid) == [row]
    grid.step(-1)
    assert chosen(grid) == [28]


def test_a_letter_does_not_search_through_the_names(
    grid: PhotoGrid, fake_session: FakeSession
) -> None:
    arrange(grid, count=10_000, width=800, height=600)
    grid.select_row(5)
    QApplication.processEvents()
    fake_session.asked = 0
    press(grid, Qt.Key.Key_Z)
    assert fake_session.asked < 100, "a name was looked up for every photo of the library"
    assert chosen(grid) == [5]


# Choosing with the mouse and Shift


def test_a_click_chooses_one(grid: PhotoGrid) -> None:
    click(grid.viewport(), place(grid, 5).center())
    assert chosen(grid) == [5]
    click(grid.viewport(), place(grid, 2).center())
    assert chosen(grid) == [2]


def test_control_click_adds_and_takes_away(grid: PhotoGrid) -> None:
    click(grid.viewport(), place(grid, 1).center())
    click(grid.viewport(), place(grid, 6).center(), CONTROL)
    assert chosen(grid) == [1, 6]
    click(grid.viewport(), place(grid, 1).center(), CONTROL)
    assert chosen(grid) == [6]


@pytest.mark.parametrize(("start", "stop"), [(1, 2), (2, 5), (3, 4), (1, 11), (9, 2)], ids=str)
def test_shift_click_chooses_everything_between_in_reading_order(
    grid: PhotoGrid, start: int, stop: int
) -> None:
    click(grid.viewport(), place(grid, start).center())
    click(grid.viewport(), place(grid, stop).center(), SHIFT)
    assert chosen(grid) == list(range(min(start, stop), max(start, stop) + 1))


def test_shift_right_over_the_end_of_a_row_takes_one_more_photo(grid: PhotoGrid) -> None:
    grid.select_row(2)
    press(grid, Qt.Key.Key_Right, modifier=SHIFT)
    assert chosen(grid) == [2, 3]
    press(grid, Qt.Key.Key_Right, modifier=SHIFT)
    assert chosen(grid) == [2, 3, 4]


def test_shift_end_chooses_all_the_rest_also_out_of_sight(grid: PhotoGrid) -> None:
    grid.select_row(2)
    press(grid, Qt.Key.Key_End, modifier=SHIFT)
    assert chosen(grid) == list(range(2, 30))


def test_a_click_on_empty_ground_chooses_nothing(grid: PhotoGrid) -> None:
    grid.select_row(3)
    click(grid.viewport(), QPoint(2, 2))
    assert chosen(grid) == []


# Rubber band


def test_a_rubber_band_chooses_what_it_touches(grid: PhotoGrid) -> None:
    drag(grid.viewport(), place(grid, 0).topLeft() - QPoint(3, 3), place(grid, 5).center())
    assert chosen(grid) == [0, 1, 4, 5]


def test_a_rubber_band_may_be_drawn_in_any_direction(grid: PhotoGrid) -> None:
    drag(grid.viewport(), place(grid, 6).bottomRight() + QPoint(3, 3), place(grid, 1).center())
    assert chosen(grid) == [1, 2, 5, 6]


def test_a_rubber_band_with_control_adds(grid: PhotoGrid) -> None:
    grid.select_row(7)
    start = place(grid, 0).topLeft() - QPoint(3, 3)
    drag(grid.viewport(), start, place(grid, 1).center(), CONTROL)
    assert chosen(grid) == [0, 1, 7]


def test_the_rubber_band_is_seen_and_goes_away(grid: PhotoGrid) -> None:
    corner = QPoint(3, 3)
    before = image_of(grid.viewport()).pixelColor(corner)
    QTest.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    QTest.mouseMove(grid.viewport(), QPoint(60, 60))
    QTest.mouseMove(grid.viewport(), place(grid, 5).center())
    assert image_of(grid.viewport()).pixelColor(corner) != before
    QTest.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=place(grid, 5).center())
    assert image_of(grid.viewport()).pixelColor(corner) == before


def test_a_rubber_band_at_the_edge_moves_the_sheet(grid: PhotoGrid, qtbot: QtBot) -> None:
    arrange(grid, count=1000, width=800, height=600)
    view = grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    QTest.mouseMove(view, QPoint(300, 300))
    QTest.mouseMove(view, QPoint(view.width() - 2, view.height() + 60))
    qtbot.waitUntil(lambda: grid.verticalOffset() > 900)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() - 2, 300))
    rows = chosen(grid)
    assert rows == list(range(rows[-1] + 1)), "from where it began, which is out of sight now"
    assert rows[-1] > 20
    offset = grid.verticalOffset()
    qtbot.wait(60)
    assert grid.verticalOffset() == offset, "it stands still when the button is up"


def test_a_small_tremble_of_the_hand_is_a_click(grid: PhotoGrid) -> None:
    middle = place(grid, 5).center()
    drag(grid.viewport(), middle, middle + QPoint(2, 2))
    assert chosen(grid) == [5]


def test_a_right_click_keeps_a_selection_it_is_part_of(grid: PhotoGrid) -> None:
    grid.select_row(1)
    press(grid, Qt.Key.Key_Right, modifier=SHIFT)
    right = Qt.MouseButton.RightButton
    QTest.mouseClick(grid.viewport(), right, pos=place(grid, 1).center())
    assert (chosen(grid), grid.current_row) == ([1, 2], 1)
    QTest.mouseClick(grid.viewport(), right, pos=place(grid, 6).center())
    assert (chosen(grid), grid.current_row) == ([6], 6)
    QTest.mouseClick(grid.viewport(), right, pos=QPoint(2, 2))
    assert chosen(grid) == [6]


# Choosing with the keyboard


@pytest.mark.parametrize(
    ("keys", "rows"),
    [
        ([Qt.Key.Key_Down], [10, 11, 12, 13, 14]),
        ([Qt.Key.Key_Down, Qt.Key.Key_Up], [10]),
        ([Qt.Key.Key_Up], [6, 7, 8, 9, 10]),
        ([Qt.Key.Key_Home], list(range(11))),
        ([Qt.Key.Key_End], list(range(10, 30))),
        ([Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left], [10, 11]),
        ([Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right], [10, 11]),
    ],
    ids=str,
)
def test_shift_and_a_key_stretch_from_where_it_began(
    grid: PhotoGrid, keys: list[Qt.Key], rows: list[int]
) -> None:
    grid.select_row(10)
    press(grid, *keys, modifier=SHIFT)
    assert chosen(grid) == rows


def test_shift_page_down_takes_a_page(grid: PhotoGrid) -> None:
    arrange(grid, count=1000, width=800, height=600)
    grid.select_row(1)
    press(grid, Qt.Key.Key_PageDown, modifier=SHIFT)
    row = grid.current_row
    assert row % 4 == 1
    assert chosen(grid) == list(range(1, row + 1))
    press(grid, Qt.Key.Key_PageUp, modifier=SHIFT)
    assert chosen(grid) == [1]


def test_control_and_a_key_walk_without_choosing(grid: PhotoGrid) -> None:
    grid.select_row(3)
    press(grid, Qt.Key.Key_Down, Qt.Key.Key_Right, modifier=CONTROL)
    assert (grid.current_row, chosen(grid)) == (8, [3])
    press(grid, Qt.Key.Key_Space, modifier=CONTROL)
    assert chosen(grid) == [3, 8]
    press(grid, Qt.Key.Key_Space, modifier=CONTROL)
    assert chosen(grid) == [3]


def test_control_and_shift_add_a_range(grid: PhotoGrid) -> None:
    grid.select_row(1)
    click(grid.viewport(), place(grid, 6).center(), CONTROL)
    click(grid.viewport(), place(grid, 8).center(), CONTROL | SHIFT)
    assert chosen(grid) == [1, 6, 7, 8]


def test_down_from_above_a_short_last_line_goes_to_the_last_photo(grid: PhotoGrid) -> None:
    grid.select_row(27)
    press(grid, Qt.Key.Key_Down)
    assert grid.current_row == 29


def test_inverting_exchanges_what_is_chosen(grid: PhotoGrid) -> None:
    grid.select_row(3)
    grid.invert_selection()
    assert chosen(grid) == [row for row in range(30) if row != 3]
    grid.invert_selection()
    assert chosen(grid) == [3]


def test_one_gesture_is_told_once(grid: PhotoGrid) -> None:
    told = sent_by(grid.choice_changed)
    click(grid.viewport(), place(grid, 5).center())
    press(grid, Qt.Key.Key_Right)
    press(grid, Qt.Key.Key_Right, modifier=SHIFT)
    grid.selectAll()
    grid.clearSelection()
    assert len(told) == 5


# Typing a name


def typed(grid: PhotoGrid, *letters: str) -> None:
    for letter in letters:
        modifier = SHIFT if letter.isupper() else NONE
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key(ord(letter.upper()) & 0xFF), modifier, letter)
            QApplication.sendEvent(grid, event)


def test_letters_make_a_name(grid: PhotoGrid) -> None:
    names = sent_by(grid.name_typed)
    typed(grid, "ř", "e", "k", "a", " ", "1")
    press(grid, Qt.Key.Key_Backspace)
    assert names == ["ř", "ře", "řek", "řeka", "řeka ", "řeka 1", "řeka "]
    press(grid, Qt.Key.Key_Escape)
    assert names[-1] == ""


def test_a_name_ends_after_a_pause_or_with_a_key(grid: PhotoGrid, qtbot: QtBot) -> None:
    names = sent_by(grid.name_typed)
    typed(grid, "b")
    press(grid, Qt.Key.Key_Right)
    assert names == ["b", ""]
    grid._type_ahead._pause.setInterval(20)
    typed(grid, "c")
    qtbot.waitUntil(lambda: names == ["b", "", "c", ""])


def test_control_and_a_letter_is_no_name(grid: PhotoGrid) -> None:
    names = sent_by(grid.name_typed)
    press(grid, Qt.Key.Key_B, modifier=CONTROL)
    press(grid, Qt.Key.Key_Space)
    assert names == []


# The list changes under the hand


def model_of(grid: PhotoGrid) -> PhotoModel:
    model = grid.model()
    assert isinstance(model, PhotoModel)
    return model


def test_photos_that_come_before_the_screen_do_not_move_it(grid: PhotoGrid) -> None:
    arrange(grid, count=1000, width=800, height=600)
    scroll(grid, 0.5)
    first = grid.visible_rows()[0] + 4
    grid.select_row(first)
    top = place(grid, first).top()
    model_of(grid).set_ids(array("q", [*range(-400, 0), *range(1000)]))
    assert grid.current_row == first + 400
    assert chosen(grid) == [first]
    assert place(grid, first + 400).top() == top
    model_of(grid).set_ids(array("q", range(1000)))
    assert (grid.current_row, chosen(grid)) == (first, [first])
    assert place(grid, first).top() == top


def test_another_order_keeps_what_is_chosen_and_shown(grid: PhotoGrid) -> None:
    arrange(grid, count=1000, width=800, height=600)
    for row in (500, 502, 600):
        click_row(grid, row, CONTROL if row > 500 else NONE)
    top = place(grid, 600).top()
    model_of(grid).set_ids(array("q", reversed(range(1000))))
    assert sorted(chosen(grid)) == [500, 502, 600]
    assert grid.current_row == 999 - 600
    assert place(grid, grid.current_row).top() == top


def click_row(grid: PhotoGrid, row: int, modifier: Qt.KeyboardModifier = NONE) -> None:
    grid.scrollTo(grid.model().index(row, 0))
    click(grid.viewport(), place(grid, row).center(), modifier)


def test_when_the_current_photo_goes_the_next_takes_its_place(grid: PhotoGrid) -> None:
    told = sent_by(grid.choice_changed)
    grid.select_row(5)
    model_of(grid).set_ids(array("q", [row for row in range(30) if row != 5]))
    assert (chosen(grid), grid.current_row) == ([6], 5)
    grid.select_row(28)
    told.clear()
    model_of(grid).set_ids(array("q", range(5)))
    assert (chosen(grid), grid.current_row) == ([4], 4)
    assert told


def test_when_one_of_many_chosen_goes_the_others_stay_so(grid: PhotoGrid) -> None:
    grid.select_row(5)
    press(grid, Qt.Key.Key_Right, modifier=SHIFT)
    model_of(grid).set_ids(array("q", [row for row in range(30) if row != 6]))
    assert (chosen(grid), grid.current_row) == ([5], 6)


def test_half_of_a_hundred_thousand_scattered_photos_are_chosen_again(grid: PhotoGrid) -> None:
    arrange(grid, count=MANY, width=800, height=600)
    grid.selection.set_rows(RowRanges.of_rows(range(0, MANY, 2)))
    grid.invert_selection()
    assert grid.selected_count() == MANY // 2
    model_of(grid).set_ids(array("q", reversed(range(MANY))))
    assert grid.selected_count() == MANY // 2
    assert all(photo_id % 2 for photo_id in chosen(grid))


def test_a_screen_reader_knows_and_changes_the_selection(grid: PhotoGrid) -> None:
    grid.select_row(3)
    mirror = grid.selectionModel()
    assert mirror.isSelected(grid.model().index(3, 0))
    mirror.select(grid.model().index(7, 0), QItemSelectionModel.SelectionFlag.Select)
    assert chosen(grid) == [3, 7]


# A hundred thousand


def test_all_of_a_hundred_thousand_are_one_range(
    grid: PhotoGrid, fake_session: FakeSession
) -> None:
    arrange(grid, count=MANY, width=800, height=600)
    fake_session.asked = 0
    grid.selectAll()
    assert grid.selectionModel().selection().count() == 1
    assert grid.selected_ids() == array("q", range(MANY))
    assert fake_session.asked == 0, "no photo has to be looked up for that"


def test_painting_looks_at_the_screen_only(grid: PhotoGrid, fake_session: FakeSession) -> None:
    arrange(grid, count=MANY, width=800, height=600)
    grid.selectAll()
    scroll(grid, 0.5)
    fake_session.asked = 0
    image_of(grid.viewport())
    assert 0 < fake_session.asked < 10 * len(range(*grid.visible_rows()))


def test_the_last_of_a_hundred_thousand_can_be_reached(grid: PhotoGrid) -> None:
    arrange(grid, count=MANY, width=800, height=600)
    grid.select_row(0)
    press(grid, Qt.Key.Key_End)
    assert chosen(grid) == [MANY - 1]
    assert grid.viewport().rect().contains(place(grid, MANY - 1))


# Size of tiles


def turn_wheel(
    grid: PhotoGrid, delta: QPoint, modifier: Qt.KeyboardModifier, at: QPoint | None = None
) -> None:
    place = QPointF(grid.viewport().rect().center() if at is None else at)
    event = QWheelEvent(
        place,
        grid.viewport().mapToGlobal(place),
        QPoint(),
        delta,
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(grid.viewport(), event)


def test_control_wheel_changes_the_size(grid: PhotoGrid) -> None:
    edges = sent_by(grid.edge_changed)
    before = grid.edge_px
    turn_wheel(grid, QPoint(0, 120), CONTROL)
    assert grid.edge_px > before
    turn_wheel(grid, QPoint(0, -120), CONTROL)
    assert grid.edge_px == before
    assert len(edges) == 2


def test_a_sideways_wheel_does_not_change_the_size(grid: PhotoGrid) -> None:
    before = grid.edge_px
    turn_wheel(grid, QPoint(120, 0), CONTROL)
    assert grid.edge_px == before


def test_the_wheel_alone_scrolls(grid: PhotoGrid) -> None:
    before = grid.edge_px
    turn_wheel(grid, QPoint(0, -120), NONE)
    assert grid.verticalOffset() > 0
    assert grid.edge_px == before


def test_the_size_has_limits(grid: PhotoGrid) -> None:
    low, high = EDGE_RANGE_PX
    grid.set_edge(1)
    assert grid.edge_px == low
    grid.set_edge(9999)
    assert grid.edge_px == high


def test_the_current_photo_stays_in_sight_when_tiles_grow(grid: PhotoGrid) -> None:
    grid.select_row(25)
    for edge_px in (200, 300, 384, 96):
        grid.set_edge(edge_px)
        assert 25 in seen_rows(grid)


# What is visible


def test_it_says_what_is_visible_after_scrolling(grid: PhotoGrid, qtbot: QtBot) -> None:
    arrange(grid, count=1000, width=800, height=600)
    with qtbot.waitSignal(grid.rows_visible):
        scroll(grid, 0.0)
        grid.updateGeometries()
    said = sent_by(grid.rows_visible)
    for share in (0.2, 0.4, 0.8):
        scroll(grid, share)
    qtbot.waitUntil(lambda: bool(said))
    assert len(said) == 1, "once, when it came to rest"
    first, last = said[0]
    seen = seen_rows(grid)
    assert first <= seen[0] and last >= seen[-1]
    assert last - first < len(seen) + 8


def test_a_double_click_opens_the_photo(grid: PhotoGrid) -> None:
    opened = sent_by(grid.photo_opened)
    middle = place(grid, 6).center()
    click(grid.viewport(), middle)
    QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert opened == [6]


# Paint


def on_screen(grid: PhotoGrid) -> QImage:
    """Return what the screen shows of the grid: painted before, moved, or painted now."""
    QApplication.processEvents()
    return grid.screen().grabWindow(grid.winId()).toImage()


@pytest.mark.parametrize("distance", [1, 40, 90, -60, 700, 5000])
def test_scrolling_paints_what_painting_all_would(grid: PhotoGrid, distance: int) -> None:
    arrange(grid, count=1000, width=800, height=600)
    grid.select_row(14)
    bar = grid.verticalScrollBar()
    bar.setValue(600)
    before = on_screen(grid)
    bar.setValue(600 + distance)
    scrolled = on_screen(grid)
    assert scrolled != before
    grid.viewport().update()
    assert scrolled == on_screen(grid)


def test_the_selection_is_seen(grid: PhotoGrid) -> None:
    grid.select_row(1)
    image = image_of(grid.viewport())
    corners: Iterable[QPoint] = (place(grid, row).topLeft() + QPoint(5, 20) for row in (0, 1))
    plain, selected = (image.pixelColor(corner) for corner in corners)
    assert is_like(plain, theme.current().raised)
    assert selected != plain


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("ink", ["text", "dim", "warning", "in_file", "error"])
def test_text_on_a_selected_tile_can_be_read(
    grid: PhotoGrid, light_again: QApplication, mode: str, ink: str
) -> None:
    theme.apply(light_again, mode)
    grid.select_row(1)
    ground = image_of(grid.viewport()).pixelColor(place(grid, 1).topLeft() + QPoint(5, 20))
    assert contrast(getattr(theme.current(), ink), ground) >= TO_READ


@pytest.mark.parametrize("delta", [120, -120])
def test_the_photo_under_the_pointer_keeps_its_height_when_the_size_changes(
    grid: PhotoGrid, delta: int
) -> None:
    grid.verticalScrollBar().setValue(400)
    row = grid.visible_rows()[0] + grid.sheet.columns  # the second line on the screen
    point = grid.row_rect(row).center()
    turn_wheel(grid, QPoint(0, delta), CONTROL, point)
    rect = grid.row_rect(row)
    assert rect.top() - 1 <= point.y() <= rect.bottom() + 1
