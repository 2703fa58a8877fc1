"""How fast a run goes and when it will end, and how often something may be made again."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from phototagger.core.events import Progress, Work

_WINDOW = 40
"""Units over which the rate is taken: long enough to be calm, short enough to follow a change."""


_LEAST_PAUSE_S = 0.1
_SHARE = 10
"""Remaking takes at most one tenth of a lane's time."""


@dataclass(slots=True)
class Rhythm:
    """When something that is made again and again may be made next.

    Attributes:
        is_due: it is asked for already, and not begun: it will see what happens until then.
    """

    ended_s: float = float("-inf")
    took_s: float = 0.0
    is_due: bool = False

    def pause_s(self) -> float:
        """Return how long to wait before it is made the next time."""
        pause_s = max(_LEAST_PAUSE_S, _SHARE * self.took_s)
        return max(0.0, self.ended_s + pause_s - time.monotonic())

    def begin(self) -> float:
        """Note that it is being made; return the moment, for `end`."""
        self.is_due = False
        return time.monotonic()

    def end(self, started_s: float) -> None:
        """Note that it was made."""
        self.ended_s = time.monotonic()
        self.took_s = self.ended_s - started_s


class Pace:
    """Counts finished units of one run.

    Args:
        work: what kind of work is counted.
        clock: seconds, monotonic.
    """

    def __init__(self, work: Work, clock: Callable[[], float] = time.monotonic) -> None:
        self._work = work
        self._clock = clock
        self._done = self._failed = self._total = 0
        self._moments: deque[float] = deque(maxlen=_WINDOW)

    @property
    def is_running(self) -> bool:
        """True while units are missing."""
        return self._done < self._total

    @property
    def failed(self) -> int:
        """Number of units that failed."""
        return self._failed

    def grow(self, count: int) -> None:
        """Expect *count* more units; the first ones start a new run."""
        if not self.is_running:
            self._done = self._failed = self._total = 0
            self._moments.clear()
            self._moments.append(self._clock())
        self._total += count

    def shrink(self, count: int) -> None:
        """Expect *count* units fewer, because they were cancelled."""
        self._total -= count

    def step(self, *, failed: bool = False) -> None:
        """Count one finished unit."""
        self._done += 1
        self._failed += failed
        self._moments.append(self._clock())

    def progress(self) -> Progress:
        """Return where the run stands."""
        elapsed = self._moments[-1] - self._moments[0] if len(self._moments) > 1 else 0.0
        rate = (len(self._moments) - 1) / elapsed if elapsed > 0 else 0.0
        left = (self._total - self._done) / rate if rate else None
        return Progress(
            self._work, self._done, self._total, self._failed, rate, left, self.is_running
        )
