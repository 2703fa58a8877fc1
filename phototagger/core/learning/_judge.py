"""Decides from held-out scores what a word's head is good for.

Two numbers come out: from which score on the word is suggested, and what probability a score
stands for. Both are drawn towards "not sure" by how few examples there are. A word is suggested
only where a suggestion would have been right often enough on photos that were not learned from;
else it is `Footing.UNSURE` and stays silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from phototagger.core.learning._space import Floats

MIN_PRECISION = 0.75
"""Suggestions of a word must be right this often, by the cautious count of `cautious`."""

MAX_PROBABILITY = 0.98

Count = TypeVar("Count", float, npt.NDArray[np.float64])

_NEWTON_STEPS = 25
_SLOPE_DAMPING = 0.1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a head is good for.

    Attributes:
        threshold: lowest score that is suggested; infinite when the word is not sure.
        slope: of the logit of the probability, per unit of score.
        offset: of that logit at score 0.
        ceiling: highest probability that so few examples allow.
        shown: examples and photos without the word that reach the threshold.
        right: how many of these are examples.
    """

    threshold: float
    slope: float
    offset: float
    ceiling: float
    shown: int
    right: int


def cautious(right: Count, shown: Count) -> Count:
    """Return the precision that *right* of *shown* suggests: Laplace's rule of succession."""
    return (right + 1) / (shown + 2)


def judge(positive: Floats, negative: Floats) -> Verdict:
    """Judge one head.

    Args:
        positive: held-out scores of distinct examples; -inf where there was nothing to fit on.
        negative: scores of photos without the word, as many as there are.
    """
    best, shown, right = _threshold(positive, negative)
    finite = positive[np.isfinite(positive)]
    slope, offset = _sigmoid(finite, negative) if len(finite) else (0.0, 0.0)
    return Verdict(best, slope, offset, min(MAX_PROBABILITY, cautious(right, shown)), shown, right)


def virtual_negatives(scores: Floats, count: int) -> Floats:
    """Return scores that photos without the word could have, judged by photos nobody looked at.

    Some of these may carry the word, so their highest scores say nothing. Centre and width are
    taken from the lower half, and the upper end is that of Student's distribution with four
    degrees of freedom: longer than a normal one, as the scores of real photos are.

    Args:
        scores: of photos nobody looked at, at least one.
        count: how many to return; 0 gives none.
    """
    low, middle = np.percentile(scores, (10, 40))
    # The 10th and 40th percentile of that distribution are -1.533 and -0.271.
    width = max((middle - low) / (1.533 - 0.271), 1e-6)
    centre = middle + 0.271 * width
    shares = (np.arange(count) + 0.5) / max(count, 1)
    alpha = np.sqrt(4 * shares * (1 - shares))
    q = np.cos(np.arccos(alpha) / 3) / alpha
    return np.asarray(
        centre + width * np.sign(shares - 0.5) * 2 * np.sqrt(np.maximum(q - 1, 0)), np.float32
    )


def _threshold(positive: Floats, negative: Floats) -> tuple[float, int, int]:
    """Return the score from which on to suggest, and what its suggestions would have been.

    Of the scores whose suggestions are right often enough it is the one with the best F measure
    that counts precision twice as much as recall.
    """
    scores = np.sort(positive[np.isfinite(positive)])[::-1]
    above = np.searchsorted(np.sort(negative), scores, side="left")
    wrong = len(negative) - above
    right = np.arange(1.0, len(scores) + 1)
    worth = 1.25 * right / (0.25 * len(positive) + right + wrong)
    worth[cautious(right, right + wrong) < MIN_PRECISION] = 0
    if not worth.any():
        return float("inf"), 0, 0
    last = int(worth.argmax())
    # Halfway to the next score below, so that a new photo need not beat the weakest example.
    below = np.concatenate((scores[last + 1 : last + 2], negative[negative < scores[last]]))
    floor = float(below.max()) if len(below) else float(scores[last]) - 1.0
    threshold = (float(scores[last]) + floor) / 2
    return threshold, int(right[last] + wrong[last]), int(right[last])


def _sigmoid(positive: Floats, negative: Floats) -> tuple[float, float]:
    """Fit the probability of a score (Platt's method with his smoothed targets).

    Source: J. Platt, "Probabilistic outputs for support vector machines", 1999; Lin, Lin, Weng,
    "A note on Platt's probabilistic outputs", 2007.
    """
    scores = np.concatenate((positive, negative)).astype(np.float64)
    centre, scale = scores.mean(), scores.std() + 1e-9
    x = (scores - centre) / scale
    ours, others = len(positive), len(negative)
    target = np.concatenate(
        (np.full(ours, (ours + 1) / (ours + 2)), np.full(others, 1 / (others + 2)))
    )
    slope, offset = 1.0, float(np.log((ours + 1) / (others + 1)))
    for _ in range(_NEWTON_STEPS):
        probability = _logistic(slope * x + offset)
        error = probability - target
        spread = np.maximum(probability * (1 - probability), 1e-9)
        gradient = np.array([error @ x + _SLOPE_DAMPING * slope, error.sum()])
        cross = spread @ x
        curvature = np.array(
            [[spread @ (x * x) + _SLOPE_DAMPING, cross], [cross, spread.sum() + 1e-6]]
        )
        step = np.linalg.solve(curvature, gradient)
        slope, offset = slope - _bounded(step[0]), offset - _bounded(step[1])
    slope = max(slope, 0.0)
    return float(slope / scale), float(offset - slope * centre / scale)


def _bounded(step: float) -> float:
    return float(np.clip(step, -2.0, 2.0))


def _logistic(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -40, 40))))


def probability(
    scores: Floats, slope: Floats | float, offset: Floats | float, ceiling: Floats | float
) -> Floats:
    """Return the probabilities of scores, photos × words; the others are one per word."""
    logits = np.clip(scores * slope + offset, -40, 40)
    return np.asarray(np.minimum(1 / (1 + np.exp(-logits)), ceiling), np.float32)
