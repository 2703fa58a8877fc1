"""The space in which photos are compared: features, standardised, at length one.

Raw features are all positive and of very different size. Measured from the mean and in units of
the spread of photos in general, the angle between two photos means something. Mean and spread
ship with the program for its own model; for another one they are taken from the user's photos.

Dividing by the whole covariance of photos in general was tried and given up: it makes what tells
indoors from outdoors or food from people as small as noise, and with a few dozen photos words of
that kind could no longer be learned; with thousands, the covariance of the user's own photos does
the same better (see `_fit`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_LEAST_STD = 1e-3

MIN_OWN_PHOTOS = 50
"""Fewer photos of the user's own say nothing about photos in general."""


@dataclass(frozen=True, slots=True)
class Space:
    """Statistics of photos in general.

    Attributes:
        mean: of each feature, D.
        std: of each feature, D.
    """

    mean: Floats
    std: Floats

    @classmethod
    def of(cls, features: Floats) -> Space:
        """Measure photos.

        Args:
            features: N × D, photos in general.
        """
        return cls(
            features.mean(axis=0).astype(np.float32),
            (features.std(axis=0) + _LEAST_STD).astype(np.float32),
        )

    @property
    def size(self) -> int:
        """Number of features."""
        return len(self.mean)

    def place(self, features: Floats) -> Floats:
        """Return photos as points of length one, N × D, from their features, N × D."""
        points = (features - self.mean) / self.std
        length = np.linalg.norm(points, axis=1, keepdims=True)
        return np.asarray(points / np.maximum(length, 1e-6), np.float32)

    def arrays(self) -> dict[str, npt.NDArray[np.float32]]:
        """Return what `from_arrays` takes."""
        return {"mean": self.mean, "std": self.std}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.generic]]) -> Space:
        """Take back what `arrays` gave.

        Raises:
            ValueError: it is not that.
        """
        try:
            mean = np.asarray(arrays["mean"], np.float32)
            std = np.asarray(arrays["std"], np.float32)
        except KeyError as error:
            raise ValueError(f"no {error}") from error
        is_whole = mean.ndim == 1 and std.shape == mean.shape and bool((std > 0).all())
        if not is_whole or not np.isfinite(mean).all() or not np.isfinite(std).all():
            raise ValueError("the statistics do not fit together")
        return cls(mean, std)


def shipped_space(file: Path, feature_space: str) -> Space | None:
    """Return the statistics that ship with the program, None when they are of another model.

    Args:
        file: the shipped file.
        feature_space: the model whose features are to be placed.
    """
    try:
        with np.load(file, allow_pickle=False) as arrays:
            if str(arrays["feature_space"]) != feature_space:
                return None
            return Space.from_arrays(arrays)
    except (OSError, ValueError, KeyError):
        return None
