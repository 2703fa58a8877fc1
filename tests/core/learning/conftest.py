"""Photos as features without pictures: classes are clouds around a centre."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

Floats = npt.NDArray[np.float32]

SIZE = 64


class World:
    """Draws photos of classes; the same seed draws the same world."""

    def __init__(self, seed: int = 1) -> None:
        self._random = np.random.default_rng(seed)
        self._centres: dict[str, Floats] = {}

    def photos(self, kind: str, count: int, spread: float = 0.6) -> Floats:
        """Return *count* photos of a class, count × SIZE."""
        if kind not in self._centres:
            self._centres[kind] = self._normal((SIZE,)) * 1.0
        return self._centres[kind] + spread * self._normal((count, SIZE))

    def noise(self, count: int) -> Floats:
        """Return photos that have nothing in common."""
        return 1.2 * self._normal((count, SIZE))

    def _normal(self, shape: tuple[int, ...]) -> Floats:
        return self._random.standard_normal(shape).astype(np.float32)


@pytest.fixture
def world() -> World:
    """Return a world of photos."""
    return World()


@pytest.fixture
def key() -> Callable[[int], bytes]:
    """Return a function that makes picture keys."""
    return lambda number: number.to_bytes(16, "big")
