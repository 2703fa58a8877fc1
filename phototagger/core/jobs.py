"""Background work: lanes with bounded, ordered, cancellable jobs.

A lane keeps its own ordered map of pending jobs and hands a worker thread one at a time, so order
can change, pending jobs can vanish, and memory holds at most one running job per worker. Results
come home through ``deliver``: the window passes its bridge, the command line a queue, tests a
list's ``append``. The only locks of the core live here.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from phototagger.core.errors import Cancelled

log = logging.getLogger(__name__)

T = TypeVar("T")

Deliver = Callable[[Callable[[], None]], None]
"""Takes a closure from any thread and runs it on the thread that owns the program's state."""

_LOW_PRIORITY_NICE = 10


class CancelToken:
    """Tells running work that nobody wants its result any more. Thread: any."""

    def __init__(self) -> None:
        self._event = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        """True once `cancel` was called."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._event.set()

    def wait(self, timeout_s: float) -> None:
        """Sleep for *timeout_s* seconds unless cancelled meanwhile.

        Raises:
            Cancelled: the token was cancelled before or during the wait.
        """
        if self._event.wait(timeout_s):
            raise Cancelled

    def check(self) -> None:
        """Raise `Cancelled` when the token was cancelled."""
        if self.is_cancelled:
            raise Cancelled


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a job came to: a value, or the exception that ended it."""

    value: T | None = None
    error: Exception | None = None


@dataclass(slots=True)
class Job(Generic[T]):
    """One unit of work in a lane.

    Attributes:
        key: identifies the work; a lane holds one pending job per key.
        work: runs on a worker thread; gets the job's token.
        done: runs where ``deliver`` runs it, unless the job was cancelled.
        due_s: not started before this moment of the monotonic clock.
    """

    key: Hashable
    work: Callable[[CancelToken], T]
    done: Callable[[Outcome[T]], None]
    due_s: float = 0.0


class Lane:
    """A queue with its workers for one purpose.

    Args:
        name: for thread names and logs.
        workers: number of worker threads, started on first use.
        deliver: brings results home.
        low_priority: run the workers below the thread that paints (Linux only; elsewhere the
            threads run as they are).
    """

    def __init__(
        self, name: str, workers: int, deliver: Deliver, *, low_priority: bool = True
    ) -> None:
        self._name = name
        self._worker_count = workers
        self.deliver = deliver
        self._low_priority = low_priority
        self._condition = threading.Condition()
        self._pending: OrderedDict[Hashable, Job[object]] = OrderedDict()
        self._running: dict[int, tuple[Hashable, CancelToken]] = {}
        self._undelivered = 0
        self._kept: list[Callable[[], None]] = []
        self._holds = 0
        self._threads: list[threading.Thread] = []
        self._paused = False
        self._closing = False

    @property
    def pending_count(self) -> int:
        """Number of jobs not yet started."""
        with self._condition:
            return len(self._pending)

    @property
    def is_idle(self) -> bool:
        """True when nothing is pending or running and every result was handed to ``deliver``."""
        with self._condition:
            return not self._pending and not self._undelivered

    def submit(
        self,
        key: Hashable,
        work: Callable[[CancelToken], T],
        done: Callable[[Outcome[T]], None],
        *,
        first: bool = False,
        delay_s: float = 0.0,
    ) -> bool:
        """Queue one job.

        Args:
            key: identifies the work.
            work: the work.
            done: gets the outcome.
            first: put it before all pending jobs.
            delay_s: start it no sooner than this; jobs behind it need not wait.

        Returns:
            False when a job of that key is already pending or running, which then stands.
        """
        with self._condition:
            if self._closing or key in self._pending or self._is_running(key):
                return False
            due_s = time.monotonic() + delay_s if delay_s > 0 else 0.0
            self._pending[key] = Job(key, work, done, due_s)  # type: ignore[arg-type]
            if first:
                self._pending.move_to_end(key, last=False)
            self._wake()
            return True

    def replace_pending(self, jobs: Iterable[Job[T]]) -> None:
        """Forget all pending jobs and queue *jobs* in this order; running ones go on."""
        with self._condition:
            self._pending.clear()
            for job in jobs:
                if not self._closing and not self._is_running(job.key):
                    self._pending[job.key] = job  # type: ignore[assignment]
            self._wake()

    def cancel_all(self) -> list[Hashable]:
        """Drop pending jobs and forget the results of running ones.

        Returns:
            The keys of both; their ``done`` is never called.
        """
        return self.cancel_if(lambda key: True)

    def cancel_if(self, is_unwanted: Callable[[Hashable], bool]) -> list[Hashable]:
        """Like `cancel_all`, for the jobs whose key *is_unwanted*."""
        with self._condition:
            keys = self.drop_pending(is_unwanted)
            for key, token in self._running.values():
                if is_unwanted(key) and not token.is_cancelled:
                    keys.append(key)
                    token.cancel()
            return keys

    def drop_pending(self, is_unwanted: Callable[[Hashable], bool]) -> list[Hashable]:
        """Drop pending jobs whose key *is_unwanted*; running ones end and are told.

        Returns:
            The keys dropped.
        """
        with self._condition:
            keys = [key for key in self._pending if is_unwanted(key)]
            for key in keys:
                del self._pending[key]
            return keys

    def pause(self) -> None:
        """Start no further job until `resume`."""
        with self._condition:
            self._paused = True

    def resume(self) -> None:
        """Go on after `pause`."""
        with self._condition:
            self._paused = False
            self._wake()

    def hold_results(self) -> None:
        """Keep results of jobs from now on until `release_results`; work goes on.

        Held twice, they are kept until they were released twice.
        """
        with self._condition:
            self._holds += 1

    def release_results(self) -> None:
        """Hand over the results that were kept, unless somebody else still holds them."""
        with self._condition:
            self._holds -= 1
        self._hand_over_kept()

    def _hand_over_kept(self) -> None:
        with self._condition:
            if self._holds:
                return
            kept, self._kept = self._kept, []
            self._undelivered -= len(kept)
        for result in kept:
            self.deliver(result)

    def _bring(self, result: Callable[[], None]) -> None:
        with self._condition:
            if self._holds:
                self._kept.append(result)
                self._undelivered += 1  # beside the one of the job itself
                return
        self.deliver(result)

    def close(self, *, drain: bool = False, timeout_s: float = 5.0) -> bool:
        """End the workers.

        Args:
            drain: finish pending jobs first instead of dropping them.
            timeout_s: longest wait for running jobs.

        Returns:
            True when every worker ended in time.
        """
        if not drain:
            self.cancel_all()
        with self._condition:
            self._closing = True
            self._paused = False
            self._condition.notify_all()
        deadline = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        with self._condition:
            self._holds = 0  # who held them may never come to it
        self._hand_over_kept()
        return not any(thread.is_alive() for thread in self._threads)

    def _is_running(self, key: Hashable) -> bool:
        return any(k == key and not token.is_cancelled for k, token in self._running.values())

    def _wake(self) -> None:
        if self._pending and not self._closing and len(self._threads) < self._worker_count:
            number = len(self._threads)
            # A daemon, so that a job stuck in a dead network share cannot keep a closed
            # program alive for ever; `close` joins it in every orderly end.
            thread = threading.Thread(
                target=self._work, args=(number,), name=f"{self._name}-{number}", daemon=True
            )
            self._threads.append(thread)
            thread.start()
        self._condition.notify_all()

    def _work(self, number: int) -> None:
        if self._low_priority:
            _lower_priority()
        while (taken := self._take(number)) is not None:
            job, token = taken
            outcome = self._run(job, token)
            with self._condition:
                del self._running[number]
            if outcome is not None:
                self._bring(
                    lambda job=job, token=token, outcome=outcome: _finish(  # type: ignore[misc]
                        job, token, outcome
                    )
                )
            with self._condition:
                self._undelivered -= 1

    def _take(self, number: int) -> tuple[Job[object], CancelToken] | None:
        with self._condition:
            while (job := None if self._paused else self._due()) is None:
                if self._closing and not self._pending:
                    return None
                self._condition.wait(self._rest_s())
            del self._pending[job.key]
            token = CancelToken()
            self._running[number] = (job.key, token)
            self._undelivered += 1
            return job, token

    def _due(self) -> Job[object] | None:
        """Return the first job that may start now."""
        now_s = time.monotonic()
        return next((job for job in self._pending.values() if job.due_s <= now_s), None)

    def _rest_s(self) -> float | None:
        """Return how long until a job is due, None when only news can change anything."""
        if self._paused or not self._pending:
            return None
        soonest_s = min(job.due_s for job in self._pending.values())
        return max(0.0, soonest_s - time.monotonic())

    def _run(self, job: Job[object], token: CancelToken) -> Outcome[object] | None:
        try:
            return Outcome(value=job.work(token))
        except Cancelled:
            return None
        except Exception as error:  # the job boundary: errors become values here
            log.debug("job %r in lane %s failed", job.key, self._name, exc_info=True)
            return Outcome(error=error)


def _finish(job: Job[object], token: CancelToken, outcome: Outcome[object]) -> None:
    if not token.is_cancelled:
        job.done(outcome)


def _lower_priority() -> None:
    # Linux schedules threads by their own nice value; elsewhere nice() would slow the window too.
    if hasattr(os, "setpriority") and os.uname().sysname == "Linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOW_PRIORITY_NICE)
