"""Waiting for a busy service: together, told, and no longer than wanted."""

from __future__ import annotations

import threading

import pytest

from phototagger.core.errors import Cancelled
from phototagger.core.jobs import CancelToken
from phototagger.core.tagging.pacing import Pacing


class Clock:
    """Time that passes only in waits."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class PassingToken(CancelToken):
    """Lets the clock run instead of waiting."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout_s: float) -> None:
        self._clock.now += timeout_s


def test_a_wait_is_counted_down_and_its_end_is_told() -> None:
    clock, told = Clock(), []
    pacing = Pacing(lambda service, left_s: told.append((service, round(left_s))), clock)
    pacing.hold(3.0)
    pacing.wait("busy.example", PassingToken(clock))
    assert told == [("busy.example", left_s) for left_s in (3, 2, 1, 0)]
    assert clock.now == pytest.approx(103.0)


def test_a_short_pause_is_not_worth_a_word() -> None:
    clock, told = Clock(), []
    pacing = Pacing(lambda service, left_s: told.append(left_s), clock)
    pacing.hold(0.4)
    pacing.wait("quick.example", PassingToken(clock))
    assert told == []
    assert clock.now == pytest.approx(100.4)


def test_a_shorter_wait_does_not_end_a_longer_one() -> None:
    clock = Clock()
    pacing = Pacing(clock=clock)
    pacing.hold(30.0)
    pacing.hold(1.0)
    pacing.wait("busy.example", PassingToken(clock))
    assert clock.now == pytest.approx(130.0)


def test_all_workers_wait_and_all_can_be_stopped_at_once() -> None:
    pacing, token, ended = Pacing(), CancelToken(), []
    pacing.hold(3600.0)

    def work() -> None:
        try:
            pacing.wait("busy.example", token)
        except Cancelled:
            ended.append("cancelled")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    token.cancel()
    for thread in threads:
        thread.join(timeout=5)
    assert ended == ["cancelled"] * 4
