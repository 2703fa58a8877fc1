"""Lanes: order, bounded work, cancel, pause and results that come home as values."""

import queue
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from phototagger.core.errors import UnreadablePhoto
from phototagger.core.jobs import CancelToken, Job, Lane, Outcome

Home = queue.Queue[Callable[[], None]]


@pytest.fixture
def home() -> Home:
    return queue.Queue()


@pytest.fixture
def lane(home: Home) -> Iterator[Lane]:
    lane = Lane("test", 1, home.put)
    yield lane
    assert lane.close()


def collect(home: Home, count: int) -> None:
    for _ in range(count):
        home.get(timeout=5)()


class Gate:
    """Work that stands still until the test lets it go on."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.open = threading.Event()

    def work(self, token: CancelToken) -> str:
        self.entered.set()
        assert self.open.wait(5)
        return "gate"


def test_results_come_home_in_order_as_values(lane: Lane, home: Home) -> None:
    outcomes: list[Outcome[int]] = []
    for number in range(20):
        lane.submit(number, lambda token, n=number: n * n, outcomes.append)
    collect(home, 20)
    assert [outcome.value for outcome in outcomes] == [n * n for n in range(20)]


def test_an_error_comes_home_as_a_value_and_the_lane_goes_on(lane: Lane, home: Home) -> None:
    def fail(token: CancelToken) -> None:
        raise UnreadablePhoto("The photo is damaged.")

    outcomes: list[Outcome[None]] = []
    lane.submit("bad", fail, outcomes.append)
    lane.submit("good", lambda token: None, outcomes.append)
    collect(home, 2)
    assert isinstance(outcomes[0].error, UnreadablePhoto)
    assert outcomes[1].error is None


def test_a_key_is_queued_once(lane: Lane, home: Home) -> None:
    gate = Gate()
    assert lane.submit("a", gate.work, lambda outcome: None)
    assert gate.entered.wait(5)
    assert not lane.submit("a", gate.work, lambda outcome: None)
    assert lane.submit("b", gate.work, lambda outcome: None)
    assert not lane.submit("b", gate.work, lambda outcome: None)
    gate.open.set()
    collect(home, 2)


def test_urgent_work_goes_first_and_far_work_is_dropped(lane: Lane, home: Home) -> None:
    gate, order = Gate(), []
    lane.submit("gate", gate.work, lambda outcome: None)
    assert gate.entered.wait(5)
    lane.submit("far", lambda token: order.append("far"), lambda outcome: None)
    lane.replace_pending(
        Job(name, lambda token, n=name: order.append(n), lambda outcome: None)
        for name in ("near", "next")
    )
    lane.submit("now", lambda token: order.append("now"), lambda outcome: None, first=True)
    gate.open.set()
    collect(home, 4)
    assert order == ["now", "near", "next"]


def test_cancelled_work_says_nothing_any_more(lane: Lane, home: Home) -> None:
    gate, results = Gate(), []
    lane.submit("running", gate.work, results.append)
    lane.submit("pending", gate.work, results.append)
    assert gate.entered.wait(5)
    assert set(lane.cancel_all()) == {"running", "pending"}
    gate.open.set()
    lane.submit("later", lambda token: "later", results.append)
    collect(home, 2)
    assert [outcome.value for outcome in results] == ["later"]


def test_only_unwanted_keys_are_cancelled(lane: Lane, home: Home) -> None:
    gate, results = Gate(), []
    lane.submit("gate", gate.work, lambda outcome: None)
    assert gate.entered.wait(5)
    for number in range(4):
        lane.submit(number, lambda token, n=number: n, results.append)
    lane.cancel_if(lambda key: key in (1, 2))
    gate.open.set()
    collect(home, 3)
    assert [outcome.value for outcome in results] == [0, 3]


def test_a_paused_lane_waits(lane: Lane, home: Home) -> None:
    results: list[Outcome[int]] = []
    lane.pause()
    lane.submit("a", lambda token: 1, results.append)
    assert lane.pending_count == 1
    lane.resume()
    collect(home, 1)
    assert results[0].value == 1


def test_closing_can_finish_what_is_pending(home: Home) -> None:
    lane, done = Lane("drain", 1, home.put), []
    for number in range(5):
        lane.submit(number, lambda token, n=number: done.append(n), lambda outcome: None)
    assert lane.close(drain=True)
    assert done == [0, 1, 2, 3, 4]
    assert not lane.submit("late", lambda token: None, lambda outcome: None)


def test_waiting_work_ends_at_once_when_cancelled(lane: Lane) -> None:
    entered = threading.Event()

    def wait_long(token: CancelToken) -> None:
        entered.set()
        token.wait(60)

    lane.submit("long", wait_long, lambda outcome: None)
    assert entered.wait(5)
    lane.cancel_all()
    assert lane.close(timeout_s=2)


def test_a_delayed_job_lets_others_pass_and_comes_in_time(lane: Lane) -> None:
    order: list[str] = []
    lane.submit("later", lambda token: order.append("later"), lambda outcome: None, delay_s=0.05)
    lane.submit("now", lambda token: order.append("now"), lambda outcome: None)
    started_s = time.monotonic()
    while not lane.is_idle:
        time.sleep(0.002)
    assert order == ["now", "later"]
    assert time.monotonic() - started_s >= 0.04
    assert lane.submit("dropped", lambda token: order.append("x"), lambda o: None, delay_s=60)
    assert lane.close()
    assert order == ["now", "later"], "a lane that closes does not wait for what is not due"
