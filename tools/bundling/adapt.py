"""Turns fitted heads towards photos as people take them, and makes their probabilities honest.

The training sets are scenes, objects and captions, each with a look of its own. The labelled photos
are few, but their labels are whole and they look like users' photos. So the heads stay, and get a
correction: a Gaussian process over the features, fitted on the labelled photos in addition to what
the heads say. It is linear in the features, so it is folded into the same weights in the end.

How well this does on photos it has not seen is measured by leaving parts of the labelled photos
out. A stronger correction does better there still, but learns the photos by heart, and then no
probability is right for both those it knows and those it does not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from bundling.training import Heads

Array = npt.NDArray[Any]

STRENGTH = 0.6
"""How far the correction may go: prior variance of its log-odds on a typical photo."""

BIAS_VARIANCE = 0.1
FOLDS = 10


@dataclass(frozen=True)
class Adapted:
    """Heads turned by a correction: log-odds = scale · z + shift + correction.

    Attributes:
        scale: of the log-odds of the heads.
        shift: see above.
        weight: of standardised features, the correction.
        bias: of the correction.
    """

    scale: float
    shift: float
    weight: Array
    bias: Array

    def log_odds(self, z: Array, scaled: Array) -> Array:
        """Return N × tags from the log-odds *z* of the heads and the standardised features."""
        return self.scale * z + self.shift + scaled @ self.weight + self.bias

    def folded(self, heads: Heads) -> Heads:
        """Return one head that does it all."""
        return replace(
            heads,
            weight=(self.scale * heads.weight + self.weight).astype(np.float32),
            bias=(self.scale * heads.bias + self.shift + self.bias).astype(np.float32),
            class_weight=(self.scale * heads.class_weight).astype(np.float32),
        )


def adapt(z: Array, scaled: Array, truth: npt.NDArray[np.int8]) -> Adapted:
    """Fit the correction.

    Args:
        z: log-odds of the heads, N × tags.
        scaled: standardised features, N × features.
        truth: N × tags: 1, 0, -1 unknown.
    """
    known = truth >= 0
    scale, shift = platt(z[known], (truth == 1)[known])
    # Photos are alike by the product of their features; on average a photo's with itself is 1.
    strength = STRENGTH / (scaled**2).sum(axis=1).mean()
    prior = strength * (scaled @ scaled.T) + BIAS_VARIANCE
    shares = np.stack(
        [
            _posterior(scale * z[:, tag] + shift, truth[:, tag], prior)
            for tag in range(truth.shape[1])
        ],
        axis=1,
    )
    weight = strength * (scaled.T @ shares)
    return Adapted(scale, shift, weight, BIAS_VARIANCE * shares.sum(axis=0))


def left_out(
    z: Array, scaled: Array, truth: npt.NDArray[np.int8], *, folds: int, seed: int
) -> Array:
    """Return log-odds for each photo from a correction that has not seen it, N × tags."""
    part = fold_numbers(len(z), folds, seed)
    found = np.empty(z.shape)
    for fold in range(folds):
        seen, unseen = part != fold, part == fold
        adapted = adapt(z[seen], scaled[seen], truth[seen])
        found[unseen] = adapted.log_odds(z[unseen], scaled[unseen])
    return found


def calibrate(left_out: Array, seen: Array, truth: npt.NDArray[np.int8]) -> tuple[float, float]:
    """Return scale and shift for photos both known and not known to the correction.

    Args:
        left_out: log-odds of the photos from corrections that had not seen them.
        seen: those from the correction that ships.
        truth: N × tags.
    """
    known = truth >= 0
    right = (truth == 1)[known]
    return platt(np.concatenate([left_out[known], seen[known]]), np.concatenate([right, right]))


def fold_numbers(count: int, folds: int, seed: int) -> npt.NDArray[np.intp]:
    """Return which fold each photo is in, at random but equal in size."""
    part = np.empty(count, np.intp)
    part[np.random.default_rng(seed).permutation(count)] = np.arange(count) % folds
    return part


def platt(z: Array, is_true: Array) -> tuple[float, float]:
    """Return scale and shift of a one-dimensional logistic regression, by Newton's method."""
    scale, shift = 1.0, 0.0
    for _ in range(50):
        probability = _sigmoid(scale * z + shift)
        error, spread = probability - is_true, probability * (1 - probability)
        slope = np.array([(error * z).sum(), error.sum()])
        mixed = (spread * z).sum()
        curve = np.array([[(spread * z * z).sum(), mixed], [mixed, spread.sum()]])
        step = np.linalg.solve(curve + 1e-9 * np.eye(2), slope)
        scale, shift = scale - float(step[0]), shift - float(step[1])
    return scale, shift


def _sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(z, -60, 60)))


def _posterior(z: Array, truth: Array, prior: Array) -> Array:
    """Return each photo's share in the correction of one tag; correction = prior @ shares.

    Newton's method with halved steps (Rasmussen & Williams, Gaussian Processes for Machine
    Learning, 2006, algorithm 3.1), in addition to the log-odds *z*.
    """
    known, is_true = (truth >= 0).astype(float), (truth == 1).astype(float)
    shares = correction = np.zeros(len(z))
    best = _cost(z, known, is_true, shares, correction)
    for _ in range(60):
        probability = _sigmoid(z + correction)
        spread = known * probability * (1 - probability)
        pull = spread * correction + known * (is_true - probability)
        root = np.sqrt(spread)
        inner = np.eye(len(z)) + root[:, None] * prior * root
        wanted = pull - root * np.linalg.solve(inner, root * (prior @ pull))
        length = 1.0
        while True:
            tried = shares + length * (wanted - shares)
            moved = prior @ tried
            cost = _cost(z, known, is_true, tried, moved)
            if cost <= best or length < 1e-3:
                break
            length /= 2
        gain, best, shares, correction = best - cost, cost, tried, moved
        if gain < 1e-7:
            break
    return shares


def _cost(z: Array, known: Array, is_true: Array, shares: Array, correction: Array) -> float:
    odds = z + correction
    losses = known * (np.logaddexp(0, odds) - odds * is_true)
    return float(losses.sum() + 0.5 * shares @ correction)
