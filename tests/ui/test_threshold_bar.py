"""The two handles: mouse, keys, order, and what is said when."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from phototagger.ui import theme
from phototagger.ui.threshold_bar import ThresholdBar

from .conftest import drag, image_of, is_like, sent_by

WIDTH, MARGIN = 324, 12
SHARES = st.integers(0, 100).map(lambda percent: percent / 100)


@pytest.fixture
def bar(qtbot: QtBot, dressed: QApplication) -> ThresholdBar:
    bar = ThresholdBar()
    qtbot.addWidget(bar)
    bar.resize(WIDTH, 38)
    bar.set_values(0.3, 0.6)
    bar.show()
    return bar


def at(share: float) -> QPoint:
    """Return where a probability is on the bar."""
    return QPoint(round(MARGIN + share * (WIDTH - 2 * MARGIN)), 24)


def values(bar: ThresholdBar) -> tuple[float, float]:
    return bar.hide_below, bar.accept_from


def track_color(bar: ThresholdBar, share: float) -> QColor:
    return image_of(bar).pixelColor(at(share).x(), bar.height() - 14)


def test_the_right_handle_is_dragged(bar: ThresholdBar) -> None:
    drag(bar, at(0.6), at(0.8))
    assert values(bar) == (0.3, 0.8)


def test_the_left_handle_is_dragged(bar: ThresholdBar) -> None:
    drag(bar, at(0.3), at(0.1))
    assert values(bar) == (0.1, 0.6)


def test_a_handle_pushes_the_other_along(bar: ThresholdBar) -> None:
    drag(bar, at(0.6), at(0.2))
    assert values(bar) == (0.2, 0.2)
    drag(bar, at(0.2), at(0.5))
    assert values(bar) == (0.2, 0.5)
    drag(bar, at(0.2), at(0.9))
    assert values(bar) == (0.9, 0.9)


@pytest.mark.parametrize(("stop", "share"), [(-500, 0.0), (2000, 1.0)])
def test_a_handle_stops_at_the_ends(bar: ThresholdBar, stop: int, share: float) -> None:
    drag(bar, at(0.6), QPoint(stop, 24))
    assert bar.accept_from == share


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drags=st.lists(st.tuples(SHARES, SHARES), max_size=5))
def test_the_handles_never_cross(bar: ThresholdBar, drags: list[tuple[float, float]]) -> None:
    for start, stop in drags:
        drag(bar, at(start), at(stop))
        assert 0 <= bar.hide_below <= bar.accept_from <= 1


def test_it_tells_while_moving_and_once_when_let_go(bar: ThresholdBar) -> None:
    moved, settled = sent_by(bar.moved), sent_by(bar.settled)
    drag(bar, at(0.6), at(0.8))
    assert len(moved) >= 3
    assert moved[-1] == (0.3, 0.8)
    assert settled == [(0.3, 0.8)]


def test_placing_the_handles_tells_nobody(bar: ThresholdBar) -> None:
    moved, settled = sent_by(bar.moved), sent_by(bar.settled)
    bar.set_values(0.1, 0.2)
    assert (moved, settled) == ([], [])
    assert values(bar) == (0.1, 0.2)


def test_values_in_the_wrong_order_are_put_right(bar: ThresholdBar) -> None:
    bar.set_values(0.7, 0.2)
    assert values(bar) == (0.7, 0.7)


def test_arrow_keys_move_by_five_percent(bar: ThresholdBar) -> None:
    settled = sent_by(bar.settled)
    QTest.keyClick(bar, Qt.Key.Key_Right)
    QTest.keyClick(bar, Qt.Key.Key_Right)
    QTest.keyClick(bar, Qt.Key.Key_Left)
    assert settled == [(0.3, 0.65), (0.3, 0.7), (0.3, 0.65)]


def test_keys_keep_the_order_and_the_ends(bar: ThresholdBar) -> None:
    for _ in range(30):
        QTest.keyClick(bar, Qt.Key.Key_Left)
    assert values(bar) == (0.0, 0.0)
    for _ in range(30):
        QTest.keyClick(bar, Qt.Key.Key_Right)
    assert values(bar) == (0.0, 1.0)


def test_the_hide_handle_can_be_moved_with_the_keyboard(bar: ThresholdBar) -> None:
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        QTest.keyClick(bar, key, Qt.KeyboardModifier.ShiftModifier)
        if bar.hide_below != 0.3:
            return
    raise AssertionError("only a mouse moves the left handle")


@pytest.mark.parametrize("which", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
def test_only_the_left_button_moves_a_handle(bar: ThresholdBar, which: Qt.MouseButton) -> None:
    settled = sent_by(bar.settled)
    QTest.mousePress(bar, which, pos=at(0.9))
    QTest.mouseRelease(bar, which, pos=at(0.9))
    assert (values(bar), settled) == ((0.3, 0.6), [])


def test_moving_the_mouse_without_a_button_moves_nothing(bar: ThresholdBar) -> None:
    QTest.mouseMove(bar, at(0.1))
    QTest.mouseMove(bar, at(0.9))
    assert values(bar) == (0.3, 0.6)


def test_the_three_zones_are_seen(bar: ThresholdBar) -> None:
    colors = theme.current()
    assert is_like(track_color(bar, 0.15), colors.track)
    assert is_like(track_color(bar, 0.45), colors.suggested)
    assert is_like(track_color(bar, 0.80), colors.accent)


def test_each_suggestion_is_a_tick(bar: ThresholdBar) -> None:
    bare = image_of(bar)
    bar.show_probabilities([0.2, 0.9])
    ticked = image_of(bar)
    for share, is_changed in ((0.2, True), (0.9, True), (0.5, False)):
        x = at(share).x()
        assert (ticked.pixelColor(x, 6) != bare.pixelColor(x, 6)) is is_changed


def test_the_focus_is_seen(bar: ThresholdBar, qtbot: QtBot) -> None:
    bar.activateWindow()
    bar.setFocus()
    qtbot.waitUntil(bar.hasFocus)
    focused = image_of(bar)
    bar.clearFocus()
    assert image_of(bar) != focused
