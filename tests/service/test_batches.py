"""Pictures of several requests share the passes of the model, and none waits without a reason."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from phototagger.core.errors import ServiceUnavailable
from phototagger.service import batches
from phototagger.service.batches import Batcher
from phototagger.service.bundle import Floats, Pixels
from phototagger.service.counts import Counts


class Model:
    """Answers with the value of each picture; its first pass waits for `go_on`."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.sizes: list[int] = []

    def __call__(self, pictures: Sequence[Pixels]) -> Floats:
        self.sizes.append(len(pictures))
        assert self.go_on.wait(20)
        return np.array([[picture[0, 0, 0]] for picture in pictures], np.float32)


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def picture(value: int) -> Pixels:
    return np.full((1, 1, 3), value, np.uint8)


def put(batcher: Batcher, model: Model, value: int) -> asyncio.Future[Floats]:
    batcher.announce()
    row = batcher.see(model, picture(value))
    batcher.withdraw(model)
    return row


def test_what_waits_goes_together_and_everyone_gets_the_own_row(executor) -> None:
    model = Model()

    async def main() -> list[float]:
        batcher = Batcher(executor, Counts())
        rows = [put(batcher, model, value) for value in range(8)]
        model.go_on.set()
        return [float((await row)[0]) for row in rows]

    assert asyncio.run(main()) == list(range(8))
    assert model.sizes == [1, 7]


def test_a_batch_has_a_largest_size(executor) -> None:
    model = Model()

    async def main() -> None:
        batcher = Batcher(executor, Counts())
        rows = [put(batcher, model, 0) for _ in range(40)]
        model.go_on.set()
        await asyncio.gather(*rows)

    asyncio.run(main())
    assert model.sizes == [1, 16, 16, 7]


def test_a_batch_waits_for_announced_pictures(executor, monkeypatch) -> None:
    monkeypatch.setattr(batches, "_MAX_WAIT_S", 20)
    model = Model()
    model.go_on.set()

    async def main() -> None:
        batcher = Batcher(executor, Counts())
        batcher.announce()
        first = put(batcher, model, 1)
        second = batcher.see(model, picture(2))
        assert model.sizes == []
        batcher.withdraw(model)
        await asyncio.gather(first, second)

    asyncio.run(main())
    assert model.sizes == [2]


def test_but_not_for_ever_and_not_for_pictures_that_never_come(executor, monkeypatch) -> None:
    monkeypatch.setattr(batches, "_MAX_WAIT_S", 0.01)
    model = Model()
    model.go_on.set()

    async def main() -> None:
        batcher = Batcher(executor, Counts())
        batcher.announce()
        await put(batcher, model, 1)
        monkeypatch.setattr(batches, "_MAX_WAIT_S", 20)
        waiting = put(batcher, model, 1)
        batcher.withdraw(model)  # the announced one could not be decoded
        await waiting

    asyncio.run(main())
    assert model.sizes == [1, 1]


def test_a_failing_pass_is_told_to_all_and_the_next_one_works(executor) -> None:
    def fail(pictures: Sequence[Pixels]) -> Floats:
        raise ServiceUnavailable("The model failed.")

    model = Model()
    model.go_on.set()

    async def main() -> float:
        batcher = Batcher(executor, Counts())
        for _ in range(2):
            with pytest.raises(ServiceUnavailable):
                await put(batcher, fail, 1)
        return float((await put(batcher, model, 7))[0])

    assert asyncio.run(main()) == 7
