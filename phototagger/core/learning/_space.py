"""The space in which photos are compared: features, whitened, at length one.

Raw features are dominated by a few directions that tell indoors from outdoors and little else.
Dividing every direction by how much photos in general vary in it makes rare properties count; the
statistics of photos in general ship with the program for its own model (mean, spread and the main
directions, 1280 × 50 numbers). For another model they are taken from the user's own photos.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_DIRECTIONS = 48
_SHRINK = 0.3
"""How far variances are drawn to their mean before they are divided by."""

_LEAST_STD = 1e-3
MIN_OWN_PHOTOS = 50
"""Fewer photos of the user's own say nothing about photos in general."""


@dataclass(frozen=True, slots=True)
class Space:
    """Statistics of photos in general.

    Attributes:
        mean: of each feature, D.
        std: of each feature, D.
        directions: main directions of the standardised features, D × K, orthonormal.
        gains: what each main direction is multiplied by, K.
        rest: what all other directions are multiplied by.
    """

    mean: Floats
    std: Floats
    directions: Floats
    gains: Floats
    rest: float

    @classmethod
    def of(cls, features: Floats) -> Space:
        """Measure photos.

        Args:
            features: N × D, photos in general.
        """
        mean = features.mean(axis=0)
        std = features.std(axis=0) + np.float32(_LEAST_STD)
        standard = (features - mean) / std
        size = standard.shape[1]
        variances, vectors = np.linalg.eigh(standard.T @ standard / len(standard))
        count = min(_DIRECTIONS, size - 1, len(features) - 1)
        main, others = variances[-count:], variances[:-count]
        rest = max(float(others.mean()), 0.0)
        return cls(
            mean.astype(np.float32),
            std.astype(np.float32),
            vectors[:, -count:].astype(np.float32),
            (1 / np.sqrt((1 - _SHRINK) * np.maximum(main, 0) + _SHRINK)).astype(np.float32),
            float(1 / np.sqrt((1 - _SHRINK) * rest + _SHRINK)),
        )

    @property
    def size(self) -> int:
        """Number of features."""
        return len(self.mean)

    def place(self, features: Floats) -> Floats:
        """Return photos as points of length one, N × D, from their features, N × D."""
        standard = (features - self.mean) / self.std
        along = standard @ self.directions
        points = self.rest * standard + (along * (self.gains - self.rest)) @ self.directions.T
        length = np.linalg.norm(points, axis=1, keepdims=True)
        return np.asarray(points / np.maximum(length, 1e-6), np.float32)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return what `from_arrays` takes, at 16 bits."""
        return {
            "mean": self.mean.astype(np.float16),
            "std": self.std.astype(np.float16),
            "directions": self.directions.astype(np.float16),
            "gains": np.append(self.gains, np.float32(self.rest)).astype(np.float16),
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, npt.NDArray[np.generic]]) -> Space:
        """Take back what `arrays` gave.

        Raises:
            ValueError: it is not that.
        """
        try:
            mean, std, directions, gains = (
                np.asarray(arrays[name], np.float32)
                for name in ("mean", "std", "directions", "gains")
            )
        except KeyError as error:
            raise ValueError(f"no {error}") from error
        size = len(mean)
        if std.shape != (size,) or directions.shape != (size, len(gains) - 1) or not std.all():
            raise ValueError("the statistics do not fit together")
        if not all(np.isfinite(values).all() for values in (mean, std, directions, gains)):
            raise ValueError("the statistics are no numbers")
        return cls(mean, std, directions, gains[:-1], float(gains[-1]))


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
            return Space.from_arrays({name: arrays[name] for name in arrays.files})
    except (OSError, ValueError, KeyError):
        return None
