"""Badges of the agencies of the last export, at the current photo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from phototagger.core import review_changes
from phototagger.core.photo import PhotoId
from phototagger.ui import theme
from phototagger.ui.agency_badges import AgencyBadge
from phototagger.ui.main_window import MainWindow

from .conftest import TO_READ, Program, contrast


@pytest.fixture
def ids(program: Program, window: MainWindow, photos: list[Path]) -> list[PhotoId]:
    """Return three photos; the first one is selected."""
    return program.open(*photos)


def checked(program: Program, window: MainWindow) -> list[AgencyBadge]:
    program.qtbot.waitUntil(lambda: not window.badges._calm.isActive())
    program.settle()
    return window.inspector.badges.badges


def test_there_are_none_before_an_agency_was_chosen(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    assert checked(program, window) == []
    assert not window.inspector.badges.isVisible()


def test_shape_words_and_number_follow_the_photo(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.app.settings_file.override(last_agencies="adobe-stock,alamy,gone")
    window.badges.refresh()
    adobe, alamy = checked(program, window)
    assert window.inspector.badges.isVisible()
    assert adobe.text().startswith("Adobe ") and adobe.text()[6] in "!✕"
    assert alamy.text().startswith("Alamy ")
    count = int(adobe.text().split()[-1])
    assert adobe.accessibleName().startswith(f"Adobe Stock: {count} problem")
    assert len(adobe.reasons) > count
    words = [f"word{chr(97 + n)}" for n in range(12)]
    session = program.session
    session.apply(review_changes.add(session.reviews(ids[:1]), words))
    session.apply(
        review_changes.set_texts(
            session.reviews(ids[:1]), title="A calm beach at dawn", description="A calm beach."
        )
    )
    adobe, alamy = checked(program, window)
    assert adobe.text() == "Adobe ✓"
    assert "Adobe Stock: ready" in adobe.accessibleName()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_shows_the_reasons_and_escape_closes_them(
    program: Program, window: MainWindow, ids: list[PhotoId], key: Qt.Key
) -> None:
    program.app.settings_file.override(last_agencies="adobe-stock")
    window.badges.refresh()
    (badge,) = checked(program, window)
    before = program.session.reviews(ids)
    badge.setFocus()
    QTest.keyClick(badge, key)
    assert program.session.reviews(ids) == before
    popup = QApplication.activePopupWidget()
    assert popup is not None
    (label,) = popup.findChildren(QLabel)
    assert label.text().splitlines() == badge.reasons
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None


def test_many_badges_wrap_and_can_be_read(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.app.settings_file.override(last_agencies=",".join(program.app.exports.profiles))
    window.badges.refresh()
    badges = checked(program, window)
    row = window.inspector.badges
    assert len(badges) == len(program.app.exports.profiles)
    assert len({badge.y() for badge in badges}) > 1
    assert all(row.rect().contains(badge.geometry()) for badge in badges)
    for colors in (theme.LIGHT, theme.DARK):
        for color in (colors.accepted, colors.warning, colors.error):
            assert contrast(QColor(color), colors.window) >= TO_READ
