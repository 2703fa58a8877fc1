"""Brings pictures of all requests together into batches for the one model. Thread: the event loop.

A network pass over ten pictures takes far less than ten passes over one. Nothing waits for its own
sake: a batch starts when the model is idle and no announced picture is still being decoded, or
when it is large enough, or when the first picture has waited `_MAX_WAIT_S`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Generic, TypeVar

from phototagger.service.arrays import Pixels
from phototagger.service.counts import Counts

T = TypeVar("T")

Model = Callable[[Sequence[Pixels]], Sequence[T]]
"""Pictures to one result each."""

_GOOD_SIZE = 8
_MAX_SIZE = 16
_MAX_WAIT_S = 0.03


class Batcher(Generic[T]):
    """The queue in front of a model.

    Args:
        executor: where the model runs; one thread.
        counts: told about every batch.
    """

    def __init__(self, executor: Executor, counts: Counts) -> None:
        self._executor = executor
        self._counts = counts
        self._waiting: list[tuple[Pixels, asyncio.Future[T]]] = []
        self._announced = 0
        self._is_running = False
        self._patience: asyncio.TimerHandle | None = None

    def announce(self) -> None:
        """Tell that a picture is on its way; each call is followed by `withdraw`."""
        self._announced += 1

    def withdraw(self, model: Model[T]) -> None:
        """Tell that an announced picture has come to `see`, or will not come."""
        self._announced -= 1
        self._start_if_due(model)

    def see(self, model: Model[T], picture: Pixels) -> asyncio.Future[T]:
        """Put one announced picture in the queue."""
        result: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((picture, result))
        return result

    def _start_if_due(self, model: Model[T], *, is_late: bool = False) -> None:
        if self._is_running or not self._waiting:
            return
        if len(self._waiting) >= _GOOD_SIZE or not self._announced or is_late:
            self._start(model)
        elif self._patience is None:
            loop = asyncio.get_running_loop()
            self._patience = loop.call_later(_MAX_WAIT_S, self._lose_patience, model)

    def _lose_patience(self, model: Model[T]) -> None:
        self._patience = None
        self._start_if_due(model, is_late=True)

    def _start(self, model: Model[T]) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        batch, self._waiting = self._waiting[:_MAX_SIZE], self._waiting[_MAX_SIZE:]
        pictures = [picture for picture, _ in batch]
        started = time.perf_counter()
        running = asyncio.get_running_loop().run_in_executor(self._executor, model, pictures)
        self._is_running = True

        def finish(done: asyncio.Future[Sequence[T]]) -> None:
            self._is_running = False
            self._counts.batch(len(batch), time.perf_counter() - started)
            _deliver(done, [result for _, result in batch])
            self._start_if_due(model)

        running.add_done_callback(finish)


def _deliver(done: asyncio.Future[Sequence[T]], results: Sequence[asyncio.Future[T]]) -> None:
    if done.cancelled():
        for result in results:
            result.cancel()
        return
    if (error := done.exception()) is not None:
        for result in results:
            if not result.done():  # else its caller has gone
                result.set_exception(error)
        return
    for result, one in zip(results, done.result(), strict=True):
        if not result.done():
            result.set_result(one)
