"""Work that the user stops ends within a second, and nothing half done is left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest

from phototagger import app as composition
from phototagger.core import review_changes
from phototagger.core.events import Event, Progress, UndoWriteFinished, Work, WritePreviewReady
from phototagger.core.settings import AppPaths

PHOTOS = 120


class Running:
    """A program without a window whose results are taken by hand."""

    def __init__(self, home: Path) -> None:
        self.todo: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.events: list[Event] = []
        self.app = composition.build(AppPaths.at(home), self.todo.put, self.events.append)
        self.session = self.app.session

    def until(self, met: Callable[[], bool], timeout_s: float = 20.0) -> float:
        """Take results until something is so; return how long that took, seconds."""
        start_s = time.monotonic()
        while not met():
            assert time.monotonic() - start_s < timeout_s
            try:
                self.todo.get(timeout=0.01)()
            except Empty:
                continue
        return time.monotonic() - start_s

    def settle(self) -> float:
        return self.until(lambda: self.session.is_idle and self.todo.empty())

    def end_of_writes(self) -> float:
        """Take results until nothing is written, restored or compared; seconds it took."""
        lane = self.session._lanes.write
        return self.until(lambda: lane.is_idle and self.todo.empty())

    def of(self, work: Work) -> list[Progress]:
        return [e for e in self.events if isinstance(e, Progress) and e.work is work]


@pytest.fixture
def running(own_home: Path) -> Iterator[Running]:
    """Return a program that runs."""
    program = Running(own_home)
    yield program
    program.app.end_work()
    while not program.todo.empty():
        program.todo.get()()
    program.app.close()


@pytest.fixture
def folder(make_photo: Callable[..., Path]) -> Path:
    """Return a folder of many photos in folders."""
    for number in range(PHOTOS):
        make_photo(f"{number // 4}/{number}.jpg")
    return make_photo("0/0.jpg").parent.parent


def slow(method: Any) -> Any:
    def slowed(*args: Any, **more: Any) -> Any:
        time.sleep(0.03)
        return method(*args, **more)

    return slowed


@pytest.fixture
def accepted(running: Running, folder: Path) -> Running:
    """Return a program whose photos have something to write."""
    running.session.open([folder])
    running.settle()
    ids = running.session.ids()
    running.session.apply(review_changes.add(running.session.reviews(ids), ["beach"]))
    return running


def test_a_scan_stops_and_goes_on_when_asked(running: Running, folder: Path) -> None:
    running.session.open([folder])
    running.session.stop_scan()
    assert running.settle() < 1.0
    assert not running.of(Work.SCAN)[-1].is_running
    found = len(running.session.ids())
    running.session.notice_changes()
    running.session.look_again()
    running.settle()
    assert len(running.session.ids()) == found, "it stays stopped"
    running.session.open([folder])
    running.settle()
    assert len(running.session.ids()) == PHOTOS


def test_a_preview_stops(accepted: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = type(accepted.app.writer)
    monkeypatch.setattr(writer, "preview", slow(writer.preview))
    accepted.session.preview_write(accepted.session.ids())
    accepted.until(lambda: len(accepted.of(Work.PREVIEW)) > 3)
    accepted.session.stop_preview()
    assert accepted.end_of_writes() < 1.0
    assert not accepted.of(Work.PREVIEW)[-1].is_running
    assert not [e for e in accepted.events if isinstance(e, WritePreviewReady)]


def test_a_write_stops_and_so_does_its_undo(
    accepted: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = accepted.session
    session.write(session.ids())
    accepted.until(lambda: accepted.of(Work.WRITING)[-1].done > 0)
    session.stop_writing()
    assert accepted.end_of_writes() < 1.0
    written = PHOTOS - len(session.unsaved())
    assert 0 < written <= PHOTOS
    (batch,) = accepted.app.writer.history()
    writer = type(accepted.app.writer)
    monkeypatch.setattr(writer, "_take_back", slow(writer._take_back))
    session.undo_write(batch.id)
    accepted.until(lambda: accepted.of(Work.UNDO)[-1].done > 0)
    session.stop_undo()
    assert accepted.end_of_writes() < 1.0
    (finished,) = [e for e in accepted.events if isinstance(e, UndoWriteFinished)]
    assert finished.is_stopped
    assert 0 < len(finished.reports) < written
    assert not accepted.of(Work.UNDO)[-1].is_running
