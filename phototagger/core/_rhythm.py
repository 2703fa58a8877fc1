"""How often something that changes all the time is made anew."""

from __future__ import annotations

import time
from dataclasses import dataclass

_LEAST_PAUSE_S = 0.1
_SHARE = 10
"""Remaking takes at most one tenth of the lane's time."""


@dataclass(slots=True)
class Rhythm:
    """When something that is made again and again may be made next.

    Attributes:
        ended_s: when it was made last, by the monotonic clock.
        took_s: how long that took.
        is_due: it is asked for already, and not begun: it will see what happens until then.
    """

    ended_s: float = float("-inf")
    took_s: float = 0.0
    is_due: bool = False

    def pause_s(self) -> float:
        """Return how long to wait now."""
        pause_s = max(_LEAST_PAUSE_S, _SHARE * self.took_s)
        return max(0.0, self.ended_s + pause_s - time.monotonic())

    def begin(self) -> float:
        """It is being made; return the moment for `end`."""
        self.is_due = False
        return time.monotonic()

    def end(self, started_s: float) -> None:
        """It was made."""
        self.ended_s = time.monotonic()
        self.took_s = self.ended_s - started_s
