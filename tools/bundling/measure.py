"""How good tags are on labelled photos: the figures that choices are made by.

precision@5   share of the first 5 tags that are true; unknown ones are stepped over, missing
              places count as wrong
accepted      share of the first 5 tags, as given, that are true or defensible
mAP           mean over tags of average precision, for tags with enough true photos
ECE           how far probabilities are from what comes true, over the tags that are given
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from phototagger.service.rules import Ranking

Array = npt.NDArray[Any]

BINS = 10
MIN_TRUE = 5


@dataclass(frozen=True)
class Bin:
    """Tags that were given with a probability of one tenth.

    Attributes:
        count: how many.
        probability: what was said, on average.
        right: what came true.
    """

    count: int
    probability: float
    right: float


@dataclass(frozen=True)
class Figures:
    """See the module.

    Attributes:
        precisions: precision@5 of each photo.
        accepted: share of each photo's first 5 that is true or defensible.
        average_precision: by position of the tag.
        bins: ten, of equal width; None where no tag was given.
        ece: expected calibration error.
        tags_per_photo: how many are given on average.
    """

    precisions: tuple[float, ...]
    accepted: tuple[float, ...]
    average_precision: dict[int, float]
    bins: tuple[Bin | None, ...]
    ece: float
    tags_per_photo: float

    @property
    def precision(self) -> float:
        """Mean over photos."""
        return float(np.mean(self.precisions))

    @property
    def acceptance(self) -> float:
        """Mean over photos."""
        return float(np.mean(self.accepted))

    @property
    def map(self) -> float:
        """Mean over tags."""
        return float(np.mean(list(self.average_precision.values())))

    @property
    def worst_bin(self) -> float:
        """Largest distance between what was said and what came true, in a bin of 20 or more."""
        gaps = [abs(b.probability - b.right) for b in self.bins if b and b.count >= 20]
        return max(gaps, default=0.0)

    def __str__(self) -> str:
        return (
            f"P@5 {self.precision:.4f}  accepted {self.acceptance:.4f}  mAP {self.map:.4f}  "
            f"ECE {self.ece:.4f}  worst decile {self.worst_bin:.3f}  "
            f"{self.tags_per_photo:.1f} tags a photo"
        )


def measure(probabilities: Array, truth: Array, ranking: Ranking) -> Figures:
    """Compare what would be given with the truth.

    Args:
        probabilities: N × tags, before parents are raised.
        truth: N × tags: 1 true, 0 false, -1 defensible.
        ranking: the rules.
    """
    raised = probabilities.astype(np.float32)
    ranking.raise_parents(raised)
    given = np.zeros(raised.shape)
    precisions, accepted, said = [], [], []
    for row, right, out in zip(raised, truth, given, strict=True):
        chosen = ranking.select(row)
        judged = [(tag, p) for tag, p in chosen if right[tag] >= 0]
        precisions.append(sum(right[tag] == 1 for tag, _ in judged[:5]) / 5)
        accepted.append(float(np.mean([right[tag] != 0 for tag, _ in chosen[:5]] or [0.0])))
        said += [(p, right[tag] == 1) for tag, p in judged]
        for tag, p in judged:
            out[tag] = p
    bins, ece = _calibration(np.array(said, float).reshape(-1, 2))
    aps = {}
    for tag in range(truth.shape[1]):
        known = truth[:, tag] >= 0
        if (truth[:, tag] == 1).sum() >= MIN_TRUE:
            aps[tag] = average_precision(given[known, tag], truth[known, tag] == 1)
    return Figures(
        tuple(precisions), tuple(accepted), aps, bins, ece, len(said) / max(1, len(truth))
    )


def average_precision(scores: Array, is_true: Array) -> float:
    """Return average precision; of equal scores the false ones come first."""
    hits = is_true[np.lexsort((is_true, -scores))]
    places = np.flatnonzero(hits) + 1
    return float((np.arange(1, len(places) + 1) / places).mean()) if len(places) else 0.0


def interval(values: Sequence[float], *, draws: int = 2000) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean."""
    drawn = np.random.default_rng(1).choice(np.array(values), (draws, len(values)))
    low, high = np.quantile(drawn.mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


def _calibration(said: Array) -> tuple[tuple[Bin | None, ...], float]:
    places = np.minimum((said[:, 0] * BINS).astype(int), BINS - 1)
    bins: list[Bin | None] = []
    ece = 0.0
    for place in range(BINS):
        part = said[places == place]
        if not len(part):
            bins.append(None)
            continue
        found = Bin(len(part), float(part[:, 0].mean()), float(part[:, 1].mean()))
        ece += abs(found.probability - found.right) * found.count / len(said)
        bins.append(found)
    return tuple(bins), ece
