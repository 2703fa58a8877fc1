"""Installing in the background: watched, cancelled, one at a time."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tiny_bundle import make_bundle

from phototagger.core.errors import ModelError
from phototagger.core.jobs import CancelToken, Lane
from phototagger.core.models.desk import Installation, ModelDesk
from phototagger.core.models.store import InstallStep, ModelStore
from phototagger.resource_files import resource_path


class Table:
    """A desk whose check waits until it may go on."""

    def __init__(self, home: Path) -> None:
        self.go_on = threading.Event()
        self.is_checking = threading.Event()
        self.problem = ""
        self.changes = 0
        self.seen: list[Installation] = []
        self._home: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        store = ModelStore(home, resource_path("model"), self._check)
        self.desk = ModelDesk(store, Lane("models", 1, self._home.put), self._changed)
        self.desk.watch = lambda: self.seen.append(self.now)

    @property
    def now(self) -> Installation:
        assert self.desk.current is not None
        return self.desk.current

    def finish(self) -> None:
        """Bring results home until the installation has ended."""
        while self.now.is_running:
            self._home.get(timeout=20)()

    def drain(self) -> None:
        while not self._home.empty():
            self._home.get()()

    def _changed(self) -> None:
        self.changes += 1

    def _check(self, folder: Path, cancel: CancelToken) -> None:
        self.is_checking.set()
        while not self.go_on.wait(0.01):
            cancel.check()
        if self.problem:
            raise ModelError(self.problem)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    table = Table(tmp_path / "models")
    yield table
    table.go_on.set()
    table.desk.close()


def test_an_installation_is_watched_to_its_end(table: Table, tmp_path: Path) -> None:
    table.go_on.set()
    source = str(make_bundle(tmp_path / "made"))

    assert table.desk.install(source)
    table.finish()

    assert [one.step for one in table.seen if one.is_running][-1] is InstallStep.CHECK
    assert table.now.model is not None and table.now.model.id == "tiny"
    assert (table.now.problem, table.changes) == ("", 1)


def test_a_failure_is_one_sentence_and_changes_nothing(table: Table, tmp_path: Path) -> None:
    table.problem = "It is odd."
    table.go_on.set()
    table.desk.install(str(make_bundle(tmp_path / "made")))
    table.finish()

    assert (table.now.problem, table.now.model, table.changes) == ("It is odd.", None, 0)


def test_one_at_a_time(table: Table, tmp_path: Path) -> None:
    source = str(make_bundle(tmp_path / "made"))
    assert table.desk.install(source)
    assert table.is_checking.wait(20)

    assert not table.desk.install(source)
    table.go_on.set()
    table.finish()
    assert table.desk.install(source)
    table.finish()
    assert table.changes == 2


def test_cancelling_ends_it_at_once(table: Table, tmp_path: Path) -> None:
    table.desk.install(str(make_bundle(tmp_path / "made")))
    assert table.is_checking.wait(20)

    table.desk.cancel()

    assert not table.now.is_running and not table.now.problem
    table.drain()
    assert not table.now.is_running and table.changes == 0
    assert len(table.desk.store.models()) == 1


def test_removing_tells_that_models_changed(table: Table, tmp_path: Path) -> None:
    table.go_on.set()
    table.desk.install(str(make_bundle(tmp_path / "made")))
    table.finish()

    table.desk.remove("tiny")

    assert table.changes == 2
    with pytest.raises(ModelError):
        table.desk.remove("tiny")
    assert table.changes == 2
