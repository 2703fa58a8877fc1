"""Corrects the service's probability of a word by how the user decided about it.

One number per word, a shift of the logit. It is fitted on two thirds of the decisions and kept
only when it makes the remaining third more probable and not one decision fewer right; a word the
user never corrected keeps the service's probability to the last bit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from phototagger.core.learning.values import Correction, Example

MIN_DECISIONS = 12
"""Fewer accepts and rejects of a word correct nothing."""

MAX_SHIFT = 3.0

_PRIOR = 4.0
"""As many decisions that agree with the service are added: few decisions shift little."""

_STEPS = 30
_LEAST_GAIN = 1e-3

Numbers = npt.NDArray[np.float64]


def corrections(examples: Iterable[Example]) -> tuple[Correction, ...]:
    """Return the words whose correction proved itself, in alphabetical order."""
    judged: dict[str, list[tuple[bytes, float, bool]]] = {}
    for example in examples:
        for word, (probability, accepted) in (example.judged or {}).items():
            judged.setdefault(word, []).append((example.key, probability, accepted))
    found = (correct(word, rows) for word, rows in sorted(judged.items()))
    return tuple(correction for correction in found if correction is not None)


def correct(word: str, rows: Sequence[tuple[bytes, float, bool]]) -> Correction | None:
    """Fit and check one word.

    Args:
        word: the word.
        rows: photo, probability as the service gave it, and whether it was accepted.

    Returns:
        None when there are too few decisions or the correction does not prove itself.
    """
    if len(rows) < MIN_DECISIONS:
        return None
    logits = _logits(np.array([probability for _, probability, _ in rows]))
    accepted = np.array([float(is_right) for _, _, is_right in rows])
    held = np.array([_is_held_out(word, key) for key, _, _ in rows])
    if held.all() or not held.any():
        return None
    shift = _fit(logits[~held], accepted[~held])
    if not is_better(logits[held], accepted[held], shift):
        return None
    return Correction(word, shift, len(rows))


def is_no_worse(before: Numbers, after: Numbers, accepted: Numbers) -> bool:
    """True when probabilities *after* describe decisions as well as those *before*, or better."""
    old, new = _logits(before), _logits(after)
    fewer_wrong = ((new >= 0) == accepted).sum() >= ((old >= 0) == accepted).sum()
    return bool(fewer_wrong and _loss(new, accepted) <= _loss(old, accepted))


def is_better(logits: Numbers, accepted: Numbers, shift: float) -> bool:
    """True when *shift* describes decisions better and gets none more of them wrong."""
    gain = _loss(logits, accepted) - _loss(logits + shift, accepted)
    before = ((logits >= 0) == accepted).sum()
    after = ((logits + shift >= 0) == accepted).sum()
    return bool(gain > _LEAST_GAIN and after >= before)


def corrected(probability: float, shift: float) -> float:
    """Return a probability after a correction."""
    return float(1 / (1 + np.exp(-(_logits(np.array(probability)) + shift))))


def _fit(logits: Numbers, accepted: Numbers) -> float:
    shift = 0.0
    for _ in range(_STEPS):
        probability = 1 / (1 + np.exp(-(logits + shift)))
        gradient = (probability - accepted).sum() + _PRIOR * 0.25 * shift
        curvature = (probability * (1 - probability)).sum() + _PRIOR * 0.25
        shift -= float(np.clip(gradient / curvature, -1, 1))
    return float(np.clip(shift, -MAX_SHIFT, MAX_SHIFT))


def _loss(logits: Numbers, accepted: Numbers) -> float:
    return float(np.mean(np.logaddexp(0, np.where(accepted > 0, -logits, logits))))


def _is_held_out(word: str, key: bytes) -> bool:
    """Choose a third by the photo, so that a photo stays on its side from training to training."""
    return hashlib.blake2b(key + word.encode(), digest_size=2).digest()[0] % 3 == 0


def _logits(probabilities: Numbers) -> Numbers:
    bounded = np.clip(probabilities, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(bounded / (1 - bounded)))
