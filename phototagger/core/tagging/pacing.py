"""Waiting for a service that asks for patience: all workers together, visibly, interruptibly."""

from __future__ import annotations

import time
from collections.abc import Callable

from phototagger.core.jobs import CancelToken

_TELL_EVERY_S = 1.0

Waiting = Callable[[str, float], None]
"""Told who is waited for and how many seconds are left; 0 when the wait is over. Thread: any."""


class Pacing:
    """The moment before which nobody sends to a service again.

    One value shared by all workers: whoever is told to wait makes the others wait too.

    Args:
        waiting: told about every second of a wait.
        clock: seconds, monotonic.
    """

    def __init__(
        self, waiting: Waiting | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._waiting = waiting
        self._clock = clock
        self._not_before = 0.0

    def hold(self, seconds: float) -> None:
        """Let nobody send for *seconds* from now on; a longer wait that runs already stands."""
        self._not_before = max(self._not_before, self._clock() + seconds)

    def wait(self, service: str, cancel: CancelToken) -> None:
        """Return when sending is allowed.

        Args:
            service: what the user is told is being waited for.
            cancel: ends the wait.

        Raises:
            Cancelled: *cancel* was cancelled.
        """
        is_told = False
        while (left_s := self._not_before - self._clock()) > 0:
            if left_s >= _TELL_EVERY_S or is_told:
                is_told = True
                self._tell(service, left_s)
            cancel.wait(min(_TELL_EVERY_S, left_s))
        if is_told:
            self._tell(service, 0.0)

    def _tell(self, service: str, left_s: float) -> None:
        if self._waiting is not None:
            self._waiting(service, left_s)
