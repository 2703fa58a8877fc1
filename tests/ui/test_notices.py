"""Messages: newest on top, replaced by key, never many, with one remedy each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QMessageBox,
    QPushButton,
    QTextEdit,
)
from pytestqt.qtbot import QtBot

from phototagger.core.events import Level, Notice, Remedy
from phototagger.ui import notices as notices_module
from phototagger.ui import theme
from phototagger.ui.notices import NoticeBar, Notices

from .conftest import answering, button, image_of, is_like, sent_by


@pytest.fixture
def notices(qtbot: QtBot, dressed: QApplication) -> Notices:
    notices = Notices()
    qtbot.addWidget(notices)
    notices.resize(700, 300)
    notices.show()
    return notices


def tell(notices: Notices, key: str, text: str = "", level: Level = Level.ERROR) -> None:
    notices.show_notice(Notice(level, key, text or key))


def bars(notices: Notices) -> list[NoticeBar]:
    """Return the bars on the screen from top to bottom."""
    QApplication.processEvents()
    found = [bar for bar in notices.findChildren(NoticeBar) if bar.isVisible()]
    return sorted(found, key=lambda bar: bar.y())


def read(notices: Notices) -> list[str]:
    return [bar.accessibleName() for bar in bars(notices)]


def test_the_newest_stands_on_top(notices: Notices) -> None:
    tell(notices, "one")
    tell(notices, "two")
    assert read(notices) == ["two", "one"]


def test_one_of_the_same_key_replaces_the_older(notices: Notices) -> None:
    tell(notices, "tagging", "first")
    tell(notices, "other")
    tell(notices, "tagging", "second")
    assert read(notices) == ["second", "other"]


def test_there_are_never_more_than_three(notices: Notices) -> None:
    for number in range(6):
        tell(notices, str(number))
    assert read(notices) == ["5", "4", "3"]


def test_good_news_does_not_push_an_error_away(notices: Notices) -> None:
    tell(notices, "disk full")
    for number in range(3):
        tell(notices, str(number), level=Level.SUCCESS)
    assert "disk full" in read(notices)


def test_a_message_is_closed_by_its_cross(notices: Notices) -> None:
    tell(notices, "one")
    tell(notices, "two")
    button(bars(notices)[0], "Close this message").click()
    assert read(notices) == ["one"]


@pytest.fixture
def short_calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let good news leave almost at once."""
    monkeypatch.setattr(notices_module, "_CALM_MS", 10)


@pytest.mark.usefixtures("short_calm")
def test_good_news_leaves_by_itself_and_bad_news_stays(notices: Notices, qtbot: QtBot) -> None:
    for level in (Level.WARNING, Level.ERROR, Level.INFO):
        tell(notices, level, level=level)
    assert read(notices) == ["info", "error", "warning"]
    qtbot.waitUntil(lambda: read(notices) == ["error", "warning"])
    tell(notices, "success", level=Level.SUCCESS)
    qtbot.waitUntil(lambda: read(notices) == ["error", "warning"])


@pytest.mark.usefixtures("short_calm")
def test_the_time_of_an_older_message_does_not_end_a_newer_one(
    notices: Notices, qtbot: QtBot
) -> None:
    tell(notices, "x", "good", Level.SUCCESS)
    tell(notices, "x", "bad", Level.ERROR)
    tell(notices, "later", level=Level.SUCCESS)
    qtbot.waitUntil(lambda: "later" not in read(notices))
    assert read(notices) == ["bad"]


@pytest.mark.parametrize("remedy", [remedy for remedy in Remedy if remedy])
def test_every_remedy_has_a_button_that_asks_for_it(notices: Notices, remedy: Remedy) -> None:
    chosen = sent_by(notices.remedy_chosen)
    notice = Notice(Level.ERROR, "x", "Something.", remedy)
    notices.show_notice(notice)
    (offer,) = bars(notices)[0].findChildren(QPushButton)
    assert offer.text()
    offer.click()
    assert chosen == [notice]
    assert read(notices) == []


def test_without_remedy_there_is_only_the_cross(notices: Notices) -> None:
    tell(notices, "x")
    buttons = bars(notices)[0].findChildren(QAbstractButton)
    assert [found.accessibleName() for found in buttons] == ["Close this message"]


def test_details_list_every_line(notices: Notices) -> None:
    lines = tuple(f"photo {n}.jpg: it is damaged." for n in range(30))
    notices.show_notice(Notice(Level.WARNING, "x", "30 photos failed.", details=lines))
    seen: list[str] = []

    def look(box: QMessageBox) -> None:
        details = box.findChild(QTextEdit)
        assert isinstance(details, QTextEdit) and details.isVisible()
        seen.append(details.toPlainText())
        box.reject()

    with answering(look):
        button(notices, "Details…").click()
    assert seen == ["\n".join(lines)]


def test_a_text_is_never_taken_for_markup(notices: Notices) -> None:
    text = "<img src=x> cannot be read."
    tell(notices, "x", text)
    (label,) = [w for w in notices.findChildren(QLabel) if w.text()]
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_long_text_wraps_instead_of_widening_the_window(notices: Notices) -> None:
    tell(notices, "x", "A long sentence about a photo. " * 20)
    QApplication.processEvents()
    assert notices.minimumSizeHint().width() < 700
    assert bars(notices)[0].height() > 60


@pytest.mark.parametrize("level", list(Level))
def test_the_level_is_seen_at_the_edge(notices: Notices, level: Level) -> None:
    tell(notices, "x", level=level)
    QApplication.processEvents()
    colors = theme.current()
    expected = {
        Level.INFO: colors.accent,
        Level.SUCCESS: colors.accepted,
        Level.WARNING: colors.warning,
        Level.ERROR: colors.error,
    }[level]
    assert is_like(image_of(bars(notices)[0]).pixelColor(QPoint(1, 5)), expected)


def test_a_message_does_not_take_the_focus(notices: Notices, qtbot: QtBot) -> None:
    notices.activateWindow()
    notices.setFocus()
    tell(notices, "x")
    QTest.keyClick(notices, Qt.Key.Key_Space)
    assert read(notices) == ["x"]


def test_an_open_message_takes_the_colours_of_another_theme(
    notices: Notices, light_again: QApplication
) -> None:
    notices.show_notice(Notice(Level.ERROR, "x", "Something failed."))
    for mode, colors in (("dark", theme.DARK), ("light", theme.LIGHT)):
        theme.apply(light_again, mode)
        QApplication.processEvents()
        image = image_of(notices)
        icon = [image.pixelColor(x, y) for x in range(14, 32) for y in range(image.height())]
        assert any(is_like(color, colors.error, 12) for color in icon)
        assert is_like(image.pixelColor(1, 5), colors.error, 12)
