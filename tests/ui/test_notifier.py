"""Long work that ends unseen is told; short, seen or unwanted it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from phototagger.core.events import Progress, Work
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.notifier import Notifier

from .conftest import FakeSession


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class Told:
    """A notifier over a window that is not active, and what it told."""

    def __init__(self, session: FakeSession, window: QWidget) -> None:
        self.texts: list[str] = []
        self.clock, self.bridge, self.session = Clock(), GuiBridge(), session
        self.notifier = Notifier(
            session.as_session, self.bridge, window, self.clock, self.texts.append
        )

    def work(self, work: Work, seconds: float, failed: int = 0) -> list[str]:
        self.bridge.announce(Progress(work, 0, 240))
        self.clock.now_s += seconds / 2
        self.bridge.announce(Progress(work, 100, 240))
        self.clock.now_s += seconds / 2
        self.bridge.announce(Progress(work, 240, 240, failed, is_running=False))
        return self.texts


@pytest.fixture
def told(fake_session: FakeSession, parent: QWidget) -> Told:
    """Return a notifier whose window is in the background."""
    window = QWidget(parent)
    return Told(fake_session, window)


@pytest.fixture(autouse=True)
def in_background(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QWidget, "isActiveWindow", lambda self: False)


def test_long_work_is_told(told: Told) -> None:
    assert told.work(Work.TAGGING, 11) == ["Tagging is done: 240 photos."]


@pytest.mark.parametrize("work", [Work.SCAN, Work.TAGGING, Work.WRITING, Work.EXPORT])
def test_every_long_kind_of_work_is_told(told: Told, work: Work) -> None:
    assert len(told.work(work, 60)) == 1


def test_failures_are_told(told: Told) -> None:
    assert told.work(Work.WRITING, 30, failed=2) == [
        "Writing keywords is done: 240 photos. 2 photos could not be done."
    ]


def test_short_work_is_not_told(told: Told) -> None:
    assert told.work(Work.TAGGING, 9) == []


def test_learning_is_not_told(told: Told) -> None:
    assert told.work(Work.LEARNING, 60) == []


def test_it_can_be_switched_off(told: Told) -> None:
    told.session.settings = replace(told.session.settings, notify_when_done=False)
    assert told.work(Work.TAGGING, 60) == []


def test_nothing_is_told_while_the_window_is_in_use(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QWidget, "isActiveWindow", lambda self: True)
    assert told.work(Work.TAGGING, 60) == []


def test_work_that_was_stopped_begins_anew(told: Told) -> None:
    told.work(Work.TAGGING, 5)
    assert told.work(Work.TAGGING, 8) == []
