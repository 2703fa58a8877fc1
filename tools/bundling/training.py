"""Fits the heads: one regularised logistic regression per tag, on features of photos.

Labels are partial: a photo of a kitchen says that there is a room, and that there is no sea, but
not whether there is a bottle. So every tag is fitted on the photos for which it is known. That
leaves many tags without the negatives that matter, those that look alike; a first fit therefore
judges the unknown ones, and where it is sure that a tag is absent, the second fit takes its word at
half weight.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float32]

LABELLED_SET = "dev"
"""The photos whose labels are whole, written by hand."""

_ROWS_CAP = 2000
"""A set with more rows than this counts little more than one with so many."""

_L2 = 0.05
_CLASS_L2 = 1e-3
_CLASS_WEIGHT = 0.5
_MIN_TRUE, _MIN_FALSE = 1, 50
_ABSENT_BELOW = 0.1
_ABSENT_WEIGHT = 0.5
_UNFITTED_BIAS, _UNFITTED_CLASS_WEIGHT = -5.0, 1.5
"""What stands for a fit where there are no rows: the odds of the network's own classes."""


@dataclass(frozen=True)
class Rows:
    """Photos without their pixels.

    Attributes:
        features: N × features.
        truth: N × tags: 1 true, 0 false, -1 not known.
        source: number of the data set, per row.
    """

    features: Floats
    truth: npt.NDArray[np.int8]
    source: npt.NDArray[np.intp]


@dataclass(frozen=True)
class Tables:
    """The vocabulary.

    Attributes:
        tags: English names, in the order of the training data.
        czech: Czech names.
        parents: positions of the tags each tag implies.
        classes: classes of the network × tags, True where a class implies a tag.
    """

    tags: tuple[str, ...]
    czech: tuple[str, ...]
    parents: tuple[tuple[int, ...], ...]
    classes: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Heads:
    """Fitted heads: z = (x - mean) / std @ weight + bias + class_weight · (odds + offset)."""

    mean: Floats
    std: Floats
    weight: Floats
    bias: Floats
    class_weight: Floats

    def log_odds(self, features: Floats, odds: Floats) -> Floats:
        """Return N × tags; *odds* are those of `class_odds`."""
        scaled = (features - self.mean) / self.std
        found: Floats = scaled @ self.weight + self.bias + self.class_weight * odds
        return found


def read_tables(folder: Path) -> Tables:
    """Read the vocabulary from the training folder."""
    with (folder / "tag_parents.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    tags = tuple(row["tag"] for row in rows)
    places = {tag: index for index, tag in enumerate(tags)}
    with (folder / "imagenet_tags.csv").open(encoding="utf-8", newline="") as file:
        classes = list(csv.DictReader(file))
    table = np.zeros((len(classes), len(tags)), bool)
    for row in classes:
        for tag in filter(None, row["tags"].split(";")):
            table[int(row["index"]), places[tag]] = True
    return Tables(
        tags=tags,
        czech=tuple(row["cs"] for row in rows),
        parents=tuple(
            tuple(places[parent] for parent in filter(None, row["parents"].split(";")))
            for row in rows
        ),
        classes=table,
    )


def read_rows(folder: Path, *, without: Sequence[str] = (LABELLED_SET,)) -> Rows:
    """Read all data sets of the training folder but *without*."""
    names = sorted(path.stem.partition("_")[2] for path in folder.glob("features_*.npz"))
    sets = [read_set(folder, name) for name in names if name not in without]
    return Rows(
        np.concatenate([features for features, _ in sets]),
        np.concatenate([truth for _, truth in sets]),
        np.repeat(np.arange(len(sets)), [len(truth) for _, truth in sets]),
    )


def read_set(folder: Path, name: str) -> tuple[Floats, npt.NDArray[np.int8]]:
    """Return features and truth of one data set."""
    with np.load(folder / f"features_{name}.npz", allow_pickle=False) as arrays:
        return arrays["X"].astype(np.float32), arrays["Y"].astype(np.int8)


def supported(rows: Rows, tables: Tables) -> npt.NDArray[np.bool_]:
    """Return which tags may ship: enough rows to learn from, or classes of the network's own."""
    true, false = (rows.truth == 1).sum(axis=0), (rows.truth == 0).sum(axis=0)
    found: npt.NDArray[np.bool_] = ((true >= 5) & (false >= 50)) | tables.classes.any(axis=0)
    return found


def fit_heads(rows: Rows, odds: Floats, frequency: Floats, *, steps: int = 20) -> Heads:
    """Fit all tags, twice; see the module.

    Args:
        rows: what to learn from.
        odds: of the network's own classes, N × tags; 0 for tags without.
        frequency: how often each tag is true, on photos like those that will come.
        steps: of the optimiser.
    """
    mean, std = rows.features.mean(axis=0), rows.features.std(axis=0) + 1e-6
    scaled = (rows.features - mean) / std
    known_true, known_false = (rows.truth == 1).sum(axis=0), (rows.truth == 0).sum(axis=0)
    fitted = np.flatnonzero((known_true >= _MIN_TRUE) & (known_false >= _MIN_FALSE))
    truth, class_odds = rows.truth[:, fitted], odds[:, fitted]
    sizes = np.bincount(rows.source)
    row_weight = np.sqrt(np.minimum(1, _ROWS_CAP / sizes))[rows.source].astype(np.float32)
    weights = _weights(truth, row_weight[:, None], frequency[fitted])
    first = _minimise(scaled, truth == 1, weights, class_odds, None, steps)
    judged = _sigmoid(scaled @ first[:-2] + first[-2] + first[-1] * class_odds)
    absent = (truth < 0) & (judged < _ABSENT_BELOW)
    doubt = np.where(absent, _ABSENT_WEIGHT * row_weight[:, None], row_weight[:, None])
    filled = np.where(absent, 0, truth)
    weights = _weights(filled, doubt, frequency[fitted])
    second = _minimise(scaled, filled == 1, weights, class_odds, first, steps // 2)
    tags = rows.truth.shape[1]
    weight = np.zeros((scaled.shape[1], tags), np.float32)
    bias = np.full(tags, _UNFITTED_BIAS, np.float32)
    class_weight = np.full(tags, _UNFITTED_CLASS_WEIGHT, np.float32)
    weight[:, fitted], bias[fitted], class_weight[fitted] = second[:-2], second[-2], second[-1]
    class_weight[~odds.any(axis=0)] = 0
    return Heads(mean, std, weight, bias, class_weight)


def frequencies(truth: npt.NDArray[np.int8]) -> Floats:
    """Return how often each tag is true where it is known, cautiously."""
    true, known = (truth == 1).sum(axis=0), (truth >= 0).sum(axis=0)
    return np.clip((true + 0.5) / (known + 12), 0.004, 0.6).astype(np.float32)


def class_odds(logits: Floats, classes: npt.NDArray[np.bool_]) -> Floats:
    """Return log-odds, plus an offset, that one of a tag's classes is in the photo; N × tags.

    The same as the program does (``phototagger/service/heads.py``).
    """
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    inside = shares @ classes.astype(np.float32)
    odds = np.clip(np.log((inside + 1e-4) / np.maximum(1 - inside + 1e-4, 1e-9)), -7, 7) + 3.5
    return np.where(classes.any(axis=0), odds, 0).astype(np.float32)


def _weights(truth: Array, row_weight: Array, frequency: Floats) -> Floats:
    """Return the weight of each row for each tag; true rows sum to the tag's frequency."""
    true, false = (truth == 1) * row_weight, (truth == 0) * row_weight
    true *= frequency / np.maximum(true.sum(axis=0), 1e-9)
    false *= (1 - frequency) / np.maximum(false.sum(axis=0), 1e-9)
    return (true + false).astype(np.float32)


def _sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(z, -60, 60)))


def _loss(
    scaled: Floats, truth: Floats, weights: Floats, odds: Floats, at: Floats
) -> tuple[Array, Floats]:
    """Return loss and slope of each tag at parameters *at*: weight, bias, class weight."""
    z = scaled @ at[:-2]
    z += at[-2] + at[-1] * odds
    small = np.exp(-np.abs(z))
    losses = weights * (np.maximum(z, 0) - z * truth + np.log1p(small))
    away = at[-1] - _CLASS_WEIGHT
    total = losses.sum(axis=0, dtype=np.float64)
    total += 0.5 * _L2 * (at[:-2].astype(np.float64) ** 2).sum(axis=0) + 0.5 * _CLASS_L2 * away**2
    wrong = (np.where(z >= 0, 1, small) / (1 + small) - truth) * weights
    slope = np.empty_like(at)
    slope[:-2] = scaled.T @ wrong + _L2 * at[:-2]
    slope[-2] = wrong.sum(axis=0)
    slope[-1] = (wrong * odds).sum(axis=0) + _CLASS_L2 * away
    return total, slope


def _minimise(
    scaled: Floats,
    is_true: npt.NDArray[np.bool_],
    weights: Floats,
    odds: Floats,
    start: Floats | None,
    steps: int,
) -> Floats:
    """Return the parameters of least loss, by L-BFGS for every tag on its own."""
    truth = is_true.astype(np.float32)
    at = start
    if at is None:
        at = np.zeros((scaled.shape[1] + 2, truth.shape[1]), np.float32)
        share = np.clip((weights * truth).sum(axis=0), 1e-4, 0.99)
        at[-2], at[-1] = np.log(share / (1 - share)), _CLASS_WEIGHT
    loss, slope = _loss(scaled, truth, weights, odds, at)
    memory: list[tuple[Floats, Floats, Floats]] = []
    for _ in range(steps):
        direction = _direction(slope, memory)
        length = np.ones(truth.shape[1], np.float32)
        for _attempt in range(6):
            there = at - length * direction
            new_loss, new_slope = _loss(scaled, truth, weights, odds, there)
            worse = new_loss > loss + 1e-7 * np.abs(loss)
            if not worse.any():
                break
            length = np.where(worse, 0.3 * length, length).astype(np.float32)
        there[:, worse], new_slope[:, worse] = at[:, worse], slope[:, worse]
        moved, turned = there - at, new_slope - slope
        along = (moved * turned).sum(axis=0)
        inverse = np.where(along > 1e-12, 1 / np.maximum(along, 1e-12), 0).astype(np.float32)
        memory = [*memory[-7:], (moved, turned, inverse)]
        at, loss, slope = there, np.where(worse, loss, new_loss), new_slope
    return at


def _direction(slope: Floats, memory: list[tuple[Floats, Floats, Floats]]) -> Floats:
    """Return the step against which to go: Nocedal's two loops, a column per tag."""
    if not memory:
        return slope / np.maximum(10 * np.linalg.norm(slope, axis=0), 1e-12)
    direction = slope.copy()
    shares = []
    for moved, turned, inverse in reversed(memory):
        share = inverse * (moved * direction).sum(axis=0)
        direction -= share * turned
        shares.append(share)
    moved, turned, _ = memory[-1]
    curve = (moved * turned).sum(axis=0) / np.maximum((turned**2).sum(axis=0), 1e-30)
    direction *= np.where(curve > 0, curve, 1)
    for (moved, turned, inverse), share in zip(memory, reversed(shares), strict=True):
        direction += moved * (share - inverse * (turned * direction).sum(axis=0))
    uphill = (direction * slope).sum(axis=0) <= 0
    direction[:, uphill] = slope[:, uphill]
    return direction
