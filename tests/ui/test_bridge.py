"""The bridge: everything arrives, on the GUI thread, in order, and never in one long go."""

from __future__ import annotations

import sys
import threading
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from phototagger.core.events import Event, Level, LibraryChanged, Notice, Progress, Work
from phototagger.ui.bridge import GuiBridge

from .conftest import sent_by

THREADS, PER_THREAD = 4, 500
FLOOD = 20_000


@pytest.fixture
def bridge(qtbot: QtBot) -> GuiBridge:
    return GuiBridge()


def stop_before(line: int, stopped: threading.Event, may_go_on: threading.Event) -> Any:
    """Return a trace function that holds its thread before the *line*-th line of `post`."""
    seen = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal seen
        if frame.f_code is not GuiBridge.post.__code__:
            return None
        seen += event == "line"
        if event == "line" and seen == line:
            stopped.set()
            may_go_on.wait()
        return trace

    return trace


def test_closures_of_many_threads_run_on_the_gui_thread_in_order(
    bridge: GuiBridge, qtbot: QtBot
) -> None:
    arrived: list[tuple[int, int, threading.Thread]] = []

    def post_all(sender: int) -> None:
        for number in range(PER_THREAD):
            bridge.post(
                lambda n=number: arrived.append((sender, n, threading.current_thread()))  # type: ignore[misc]
            )

    threads = [threading.Thread(target=post_all, args=(sender,)) for sender in range(THREADS)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(arrived) == THREADS * PER_THREAD)
    for thread in threads:
        thread.join()
    assert {thread for _, _, thread in arrived} == {threading.main_thread()}
    for sender in range(THREADS):
        assert [n for s, n, _ in arrived if s == sender] == list(range(PER_THREAD))


@pytest.mark.parametrize("line", range(1, 6))
def test_no_closure_is_left_lying_when_the_queue_runs_dry_while_it_is_posted(
    bridge: GuiBridge, qtbot: QtBot, line: int
) -> None:
    """The poster is stopped before each line of `post` in turn, until the GUI has done the rest."""
    arrived: list[str] = []
    stopped, may_go_on = threading.Event(), threading.Event()

    def poster() -> None:
        sys.settrace(stop_before(line, stopped, may_go_on))
        bridge.post(lambda: arrived.append("late"))
        sys.settrace(None)
        stopped.set()

    bridge.post(lambda: arrived.append("early"))
    thread = threading.Thread(target=poster)
    thread.start()
    try:
        stopped.wait()
        qtbot.waitUntil(lambda: "early" in arrived)
    finally:
        may_go_on.set()
        thread.join()
    qtbot.waitUntil(lambda: "late" in arrived, timeout=1_000)


def test_a_flood_lets_the_window_breathe(bridge: GuiBridge, qtbot: QtBot) -> None:
    ran: list[int] = []
    ran_at_tick: list[int] = []

    def work() -> None:
        ran.append(sum(range(400)))

    ticker = QTimer()
    ticker.timeout.connect(lambda: ran_at_tick.append(len(ran)))
    ticker.start(0)
    for _ in range(FLOOD):
        bridge.post(work)
    qtbot.waitUntil(lambda: len(ran) == FLOOD)
    ticker.stop()
    assert len([count for count in ran_at_tick if 0 < count < FLOOD]) >= 5


def test_a_closure_that_fails_does_not_hold_up_the_others(bridge: GuiBridge, qtbot: QtBot) -> None:
    arrived: list[str] = []

    def fail() -> None:
        raise RuntimeError("a bug")

    with qtbot.capture_exceptions() as caught:
        bridge.post(fail)
        bridge.post(lambda: arrived.append("posted before the failure was seen"))
        qtbot.waitUntil(lambda: bool(caught))
        bridge.post(lambda: arrived.append("posted after it"))
        qtbot.waitUntil(lambda: len(arrived) == 2, timeout=1_000)
    assert "a bug" in str(caught[0][1])


def test_drain_runs_what_waits_and_what_that_adds(bridge: GuiBridge) -> None:
    arrived: list[str] = []
    bridge.post(lambda: bridge.post(lambda: arrived.append("second")))
    bridge.post(lambda: arrived.append("first"))
    bridge.drain()
    assert arrived == ["first", "second"]
    assert bridge.is_empty


def test_events_become_the_signal_of_their_name(bridge: GuiBridge) -> None:
    changed, told, went = (
        sent_by(signal) for signal in (bridge.library_changed, bridge.noticed, bridge.progressed)
    )
    notice, progress = Notice(Level.INFO, "key", "Text."), Progress(Work.SCAN, 1, 2)
    events: list[Event] = [LibraryChanged(), notice, progress]
    for event in events:
        bridge.announce(event)
    assert [changed, told, went] == [[event] for event in events]
