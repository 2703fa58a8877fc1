"""Heads: what turns the output of a network into one log-odds per tag.

Four kinds cover the taggers there are: ``linear`` (a logistic regression per tag on features),
``embedding`` (features compared with the embedding of each tag's text), ``multilabel`` (the network
has one output per tag) and ``boxes`` (the network finds things; a tag is as probable as its best
find). All of them end in log-odds, so all are calibrated in one way: probability =
sigmoid(scale · log-odds + shift).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from phototagger.core.errors import ServiceUnavailable
from phototagger.service.arrays import Floats, Positions

BOX_LAYOUTS = ("xywhsc", "xyxysc", "xywhc", "xyxyc", "xywhsl", "xyxysl")
"""Values of one find: its corners, or its centre and size; then ``s`` how sure it is a thing at
all; then ``c`` one value per class, or ``l`` the number of its class."""

_ODDS_FLOOR = 1e-4
_ODDS_LIMIT = 7.0
_ODDS_OFFSET = 3.5
_MAX_LOGIT = 60.0
_SURE = 1e-7
"""Probabilities of networks are taken as so sure at most; log-odds have no end."""

_MAX_FINDS = 300
"""The best finds are compared with each other; a photo with more things is full of them."""


class Head(Protocol):
    """What a head is."""

    @property
    def tag_count(self) -> int:
        """Number of tags."""

    def log_odds(self, output: Floats, logits: Floats | None) -> Floats:
        """Return N × tags.

        Args:
            output: of the network, one row per picture.
            logits: the network's own classes, where the bundle has a classifier.
        """


@dataclass(frozen=True, slots=True)
class LinearHead:
    """One logistic regression per tag, and the log-odds of the network's own classes.

    Attributes:
        mean: mean of each feature.
        std: deviation of each feature.
        weight: features × tags.
        bias: one per tag.
        classes: the network's classes × tags, 1 where a class implies the tag; None without.
        class_weight: how much the log-odds of these classes count, per tag.
    """

    mean: Floats
    std: Floats
    weight: Floats
    bias: Floats
    classes: Floats | None
    class_weight: Floats

    @property
    def tag_count(self) -> int:
        """Number of tags."""
        return len(self.bias)

    def log_odds(self, output: Floats, logits: Floats | None) -> Floats:
        """Return N × tags; see `Head`."""
        _check_width(output, len(self.mean))
        z = product((output - self.mean) / self.std, self.weight) + self.bias
        if self.classes is not None and logits is not None:
            _check_width(logits, len(self.classes))
            z += self.class_weight * (_log_odds_of_classes(logits, self.classes) + _ODDS_OFFSET)
        return z


@dataclass(frozen=True, slots=True)
class EmbeddingHead:
    """Log-odds are scale · cosine + bias, between the picture and the text of each tag.

    Attributes:
        text: dimensions × tags, each column of length 1.
        scale: see above.
        bias: see above.
    """

    text: Floats
    scale: float
    bias: float

    @property
    def tag_count(self) -> int:
        """Number of tags."""
        return int(self.text.shape[1])

    def log_odds(self, output: Floats, logits: Floats | None) -> Floats:
        """Return N × tags; see `Head`."""
        _check_width(output, len(self.text))
        lengths = np.maximum(np.linalg.norm(output, axis=1, keepdims=True), 1e-12)
        return self.scale * product(output / lengths, self.text) + np.float32(self.bias)


@dataclass(frozen=True, slots=True)
class MultilabelHead:
    """The network, or the classifier behind its features, has an output per tag.

    Attributes:
        width: number of outputs.
        columns: the output of each tag.
        is_odds: outputs are log-odds; else they are probabilities.
    """

    width: int
    columns: Positions
    is_odds: bool

    @property
    def tag_count(self) -> int:
        """Number of tags."""
        return len(self.columns)

    def log_odds(self, output: Floats, logits: Floats | None) -> Floats:
        """Return N × tags; see `Head`."""
        scores = output if logits is None else logits
        _check_width(scores, self.width)
        picked = scores[:, self.columns].astype(np.float32)
        return picked if self.is_odds else odds_of(picked)


@dataclass(frozen=True, slots=True)
class BoxesHead:
    """The network finds things, several per picture, each with the probability of every class.

    Of finds that overlap only the best one counts, whatever its class: what is taken for a dog and,
    less surely, for a cat is a dog.

    Attributes:
        layout: one of `BOX_LAYOUTS`.
        width: number of classes.
        columns: the class of each tag.
        iou: two finds that share more than this part of their area are one.
        is_odds: scores are log-odds; else they are probabilities.
        values_first: the output is N × values × finds; else N × finds × values.
    """

    layout: str
    width: int
    columns: Positions
    iou: float
    is_odds: bool
    values_first: bool

    @property
    def tag_count(self) -> int:
        """Number of tags."""
        return len(self.columns)

    def log_odds(self, output: Floats, logits: Floats | None) -> Floats:
        """Return N × tags; see `Head`."""
        finds = output.transpose(0, 2, 1) if self.values_first and output.ndim == 3 else output
        values = 4 + ("s" in self.layout) + (1 if self.layout.endswith("l") else self.width)
        if finds.ndim != 3 or finds.shape[2] != values:
            raise _unfit(f"{values} values per find", output)
        rows = [self._best(one.astype(np.float32)) for one in finds]
        return odds_of(np.stack(rows)[:, self.columns])

    def _best(self, finds: Floats) -> Floats:
        """Return the best probability of each class."""
        finds = finds[np.isfinite(finds).all(axis=1)]
        scores = self._scores(finds)
        sureness = scores.max(axis=1, initial=0)
        best_first = np.argsort(-sureness, kind="stable")[:_MAX_FINDS]
        kept = _not_overlapping(self._corners(finds[best_first]), self.iou)
        found: Floats = scores[best_first][kept].max(axis=0, initial=0)
        return found

    def _scores(self, finds: Floats) -> Floats:
        """Return finds × classes, probabilities."""
        rest = finds[:, 4:]
        sure = np.ones((len(finds), 1), np.float32)
        if "s" in self.layout:
            sure, rest = self._probability(rest[:, :1]), rest[:, 1:]
        if self.layout.endswith("c"):
            return sure * self._probability(rest)
        is_class: Floats = (np.rint(rest[:, :1]) == np.arange(self.width)).astype(np.float32)
        return sure * is_class

    def _probability(self, values: Floats) -> Floats:
        if self.is_odds:
            return sigmoid(values)
        bounded: Floats = np.clip(values, 0, 1)
        return bounded

    def _corners(self, finds: Floats) -> Floats:
        if not self.layout.startswith("xywh"):
            return finds[:, :4]
        centre, half = finds[:, :2], finds[:, 2:4] / 2
        corners: Floats = np.concatenate([centre - half, centre + half], axis=1)
        return corners


def sigmoid(log_odds: Floats) -> Floats:
    """Return probabilities; what is no number at all is improbable."""
    bounded = np.nan_to_num(np.clip(log_odds, -_MAX_LOGIT, _MAX_LOGIT), nan=-_MAX_LOGIT)
    probabilities: Floats = (1 / (1 + np.exp(-bounded))).astype(np.float32)
    return probabilities


def odds_of(probabilities: Floats) -> Floats:
    """Return log-odds of probabilities."""
    bounded = np.clip(np.nan_to_num(probabilities, nan=0.0), _SURE, 1 - _SURE)
    odds: Floats = np.log(bounded / (1 - bounded)).astype(np.float32)
    return odds


def product(left: Floats, right: Floats) -> Floats:
    """Return the product of two matrices.

    Not ``@``: the threads of numpy's BLAS go on spinning after it and take a core from the next
    network pass. Measured with batches of ten on two cores: 59 ms with it, 37 ms without.
    """
    found: Floats = np.einsum("nk,kt->nt", left, right)
    return found


def _log_odds_of_classes(logits: Floats, classes: Floats) -> Floats:
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    in_classes = product(shares, classes)
    odds = np.log((in_classes + _ODDS_FLOOR) / np.maximum(1 - in_classes + _ODDS_FLOOR, 1e-9))
    clipped: Floats = np.clip(odds, -_ODDS_LIMIT, _ODDS_LIMIT)
    return clipped


def _not_overlapping(corners: Floats, iou: float) -> Sequence[int]:
    """Return the positions of boxes, best first, that no better one covers."""
    sizes = np.maximum(corners[:, 2:] - corners[:, :2], 0)
    areas = sizes[:, 0] * sizes[:, 1]
    kept: list[int] = []
    for index, box in enumerate(corners):
        others = corners[kept]
        shared = np.maximum(
            np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2]), 0
        )
        common = shared[:, 0] * shared[:, 1]
        union = np.maximum(areas[index] + areas[kept] - common, 1e-9)
        if not (common / union > iou).any():
            kept.append(index)
    return kept


def _check_width(output: Floats, width: int) -> None:
    if output.ndim != 2 or output.shape[1] != width:
        raise _unfit(f"{width} values per picture", output)


def _unfit(wanted: str, output: Floats) -> ServiceUnavailable:
    return ServiceUnavailable(
        "The tagging model cannot be used: its network gives something else than its description "
        f"says ({wanted}).",
        detail=f"shape {output.shape}",
    )
