"""Work in the status bar: words, progress, stop, and nothing for short work."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from phototagger.core.events import Progress, Work
from phototagger.ui.activity import Activity, describe

from .conftest import WindowSpy, button, sent_by


@pytest.fixture
def activity(qtbot: QtBot, dressed: QApplication) -> Activity:
    activity = Activity()
    qtbot.addWidget(activity)
    activity.show()
    return activity


def shown(activity: Activity) -> list[str]:
    return [w.text() for w in activity.findChildren(QLabel) if w.isVisible() and w.text()]


def progress_bar(activity: Activity) -> QProgressBar:
    (bar,) = [bar for bar in activity.findChildren(QProgressBar) if bar.isVisible()]
    return bar


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(Work.SCAN, 0, 0), "Looking for photos"),
        (Progress(Work.SCAN, 1234, 0), "Looking for photos · 1,234"),
        (Progress(Work.TAGGING, 3, 60), "Tagging 3 of 60"),
        (
            Progress(Work.TAGGING, 12, 60, failed=2, rate_per_s=21.04, left_s=2.6),
            "Tagging 12 of 60 · 2 failed · 21.0/s · 3 s left",
        ),
        (Progress(Work.WRITING, 1, 2, left_s=0.0), "Writing keywords 1 of 2 · 1 s left"),
        (Progress(Work.WRITING, 1, 2000, left_s=90.0), "Writing keywords 1 of 2,000 · 2 min left"),
        (Progress(Work.TAGGING, 1, 9, left_s=5400.0), "Tagging 1 of 9 · 1.5 h left"),
        (Progress(Work.EXPORT, 0, 5), "Exporting 0 of 5"),
        (Progress(Work.PREVIEW, 2, 5), "Comparing with the files 2 of 5"),
    ],
)
def test_progress_in_words(progress: Progress, words: str) -> None:
    assert describe(progress) == words


def test_short_work_is_not_shown_and_long_work_is(activity: Activity, qtbot: QtBot) -> None:
    activity.take(Progress(Work.TAGGING, 0, 5))
    assert shown(activity) == []
    activity.take(Progress(Work.TAGGING, 5, 5, is_running=False))
    activity.take(Progress(Work.WRITING, 0, 5))
    qtbot.waitUntil(lambda: bool(shown(activity)))
    assert shown(activity) == ["Writing keywords 0 of 5"], "the short one never came up"


def test_the_bar_goes_along_and_leaves_at_the_end(activity: Activity, qtbot: QtBot) -> None:
    activity.take(Progress(Work.TAGGING, 1, 4))
    qtbot.waitUntil(lambda: bool(shown(activity)))
    activity.take(Progress(Work.TAGGING, 3, 4))
    assert (progress_bar(activity).value(), progress_bar(activity).maximum()) == (3, 4)
    activity.take(Progress(Work.TAGGING, 4, 4, is_running=False))
    assert shown(activity) == []


def test_work_of_unknown_size_has_a_moving_bar(activity: Activity, qtbot: QtBot) -> None:
    activity.take(Progress(Work.SCAN, 7, 0))
    qtbot.waitUntil(lambda: bool(shown(activity)))
    assert progress_bar(activity).maximum() == 0


def test_all_work_can_be_stopped(activity: Activity, qtbot: QtBot) -> None:
    stopped = sent_by(activity.stop_wanted)
    for work in Work:
        activity.take(Progress(work, 0, 5))
    qtbot.waitUntil(lambda: len(shown(activity)) == len(Work))
    stops = [part for part in activity.findChildren(QAbstractButton) if part.isVisible()]
    for stop in stops:
        stop.click()
    assert stopped == list(Work)
    assert button(activity, "Stop looking for photos") in stops


def test_no_window_flashes_up_while_it_is_built(qtbot: QtBot, window_spy: WindowSpy) -> None:
    qtbot.addWidget(Activity())
    QApplication.processEvents()
    assert window_spy.seen == []
