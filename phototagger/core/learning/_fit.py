"""Fits one direction per word and says how it scores photos it was not fitted on.

A head is the regularised linear discriminant of the photos that carry a word: the mean of these,
seen through the inverse covariance of all photos at hand. The covariance is shared, so a word
costs one product; and what a head would say about an example had it not seen it follows in closed
form, so every word is cross-validated on every one of its examples at no cost.

Examples that are nearly the same picture (a burst, a retouched copy) are left out together: one
of them tells the head about the other, and a measurement would flatter it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phototagger.core.learning._space import Floats

Flags = npt.NDArray[np.bool_]

_GENERAL_PHOTOS = 1000
"""The covariance counts the user's photos, and so many photos in general besides."""

_ALIKE = 0.80
"""Cosine from which two photos count as one picture."""


def strength(examples: float) -> float:
    """Return the regularisation of a head with so many examples, in units of the mean variance.

    Chosen on held-out classes, see ``benchmarks/learning.py``.
    """
    return 1.0 if examples < 20 else 0.3


@dataclass(frozen=True, slots=True)
class Photos:
    """All photos with features, rotated so that their covariance is diagonal.

    Attributes:
        centre: mean of the user's photos and photos in general, D.
        axes: eigenvectors of the covariance, D × A; fewer photos than features span fewer axes,
            and along all others no head can have a weight.
        variances: of the user's photos and photos in general along them, A.
        rows: the photos, N × A.
    """

    centre: Floats
    axes: Floats
    variances: Floats
    rows: Floats

    @classmethod
    def of(cls, points: Floats) -> Photos:
        """Rotate *points* (N × D, from `Space.place`)."""
        count, size = points.shape
        total = count + _GENERAL_PHOTOS
        centre = points.sum(axis=0) / np.float32(total)
        shifted = points - centre
        variances, axes = _axes(shifted)
        general = _GENERAL_PHOTOS / size
        along = ((np.maximum(variances, 0) + general) / total).astype(np.float32)
        return cls(centre, axes, along, shifted @ axes)

    def inverse(self, lam: float) -> Floats:
        """Return the inverse of the regularised variances."""
        return np.asarray(1 / (self.variances + lam / len(self.centre)), np.float32)

    def leverage(self, lam: float) -> Floats:
        """Return how much each photo shapes its own score, N, each below 1."""
        total = len(self.rows) + _GENERAL_PHOTOS
        return np.minimum(np.square(self.rows) @ self.inverse(lam) / total, 0.9)


@dataclass(frozen=True, slots=True)
class Fitted:
    """One word, fitted.

    Attributes:
        weights: of the axes of `Photos`, D.
        held_out: score of each of its examples, had it not been fitted on it.
        distinct: examples, those that are nearly alike counted once.
        solo: which examples are the first of their kind, one flag per example.
    """

    weights: Floats
    held_out: Floats
    distinct: int
    solo: Flags


def _axes(shifted: Floats) -> tuple[Floats, Floats]:
    """Return the eigenvalues and eigenvectors (columns) of ``shifted.T @ shifted``.

    With fewer photos than features they follow from the small matrix of products between photos.
    """
    count, size = shifted.shape
    if count >= size:
        variances, axes = np.linalg.eigh(shifted.T @ shifted)
        return variances, axes
    variances, mixes = np.linalg.eigh(shifted @ shifted.T)
    kept = variances > 1e-5 * variances[-1]
    variances, mixes = variances[kept], mixes[:, kept]
    return variances, np.asarray(shifted.T @ (mixes / np.sqrt(variances)), np.float32)


def alike(points: Floats) -> Flags:
    """Return which examples are nearly the same picture, n × n."""
    return np.asarray(points @ points.T > _ALIKE)


def fit(
    photos: Photos,
    own: npt.NDArray[np.intp],
    rejected: npt.NDArray[np.intp],
    same: Flags,
    leverage: Floats,
    lam: float,
) -> Fitted:
    """Fit one word.

    Args:
        photos: all photos.
        own: which of them carry the word; at least one.
        rejected: on which of them the user rejected it.
        same: which examples are nearly the same picture, from `alike`, n × n.
        leverage: from `Photos.leverage` at *lam*.
        lam: from `strength`.
    """
    rows = photos.rows[own]
    kinds = same.sum(axis=1)
    share = (1 / kinds).astype(np.float32)  # a burst of ten weighs as much as a single photo
    distinct = share.sum()
    mean = share @ rows / distinct
    away = _rejected_part(photos, rejected, float(distinct))
    inverse = photos.inverse(lam)
    weights = inverse * (mean - away)
    return Fitted(
        weights,
        _held_out(rows, share, same, inverse, away, leverage[own]),
        max(1, round(float(distinct))),
        first_of_kind(same),
    )


def _rejected_part(photos: Photos, rejected: npt.NDArray[np.intp], examples: float) -> Floats:
    if not len(rejected):
        return np.zeros(photos.rows.shape[1], np.float32)
    weight = 0.5 * len(rejected) / (len(rejected) + examples)
    return np.asarray(photos.rows[rejected].mean(axis=0) * np.float32(weight), np.float32)


def _held_out(
    rows: Floats, share: Floats, same: Flags, inverse: Floats, away: Floats, leverage: Floats
) -> Floats:
    """Score each example by a head fitted without it and without its near copies."""
    others = share[None, :] * ~same
    weight = others.sum(axis=1)
    has_others = weight > 0
    means = (others @ rows) / np.where(has_others, weight, 1)[:, None]
    scores = np.einsum("nd,nd->n", rows * inverse, means - away) / (1 - leverage)
    return np.where(has_others, scores, -np.inf).astype(np.float32)


def first_of_kind(same: Flags) -> Flags:
    """Return which examples have no near copy before them."""
    before = np.tril(same, -1)
    return np.asarray(~before.any(axis=1))
