"""Learns every word of the user's from photos with features. Pure arithmetic, no files.

For each word that at least two photos carry: a head (`_fit`), judged on photos it was not fitted
on (`_judge`). With fewer than `MIN_EXAMPLES` distinct examples there is no head; a photo is then
compared with each example, and only one that is closer than photos without the word ever come is
suggested. Words of the service get a correction (`_correct`).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from phototagger.core.learning._correct import corrections, is_no_worse
from phototagger.core.learning._fit import (
    Flags,
    Photos,
    alike,
    first_of_kind,
    fit,
    strength,
)
from phototagger.core.learning._judge import (
    Verdict,
    cautious,
    judge,
    probability,
    virtual_negatives,
)
from phototagger.core.learning._space import MIN_OWN_PHOTOS, Floats, Space
from phototagger.core.learning.values import (
    Correction,
    Example,
    Footing,
    LearnedWord,
    Summary,
)

MIN_EXAMPLES = 5
"""Fewer distinct photos are compared one by one; a head fitted on them cannot be measured."""

MAX_EXEMPLARS = 32
"""Examples kept per word to be shown as evidence."""

_LEAST_NEGATIVES = 200
"""Where fewer photos were reviewed without a word, made-up ones stand in for what is missing."""

_LEAST_UNSEEN = 30

_NEIGHBOUR_CEILING = 0.5
"""A resemblance is never more probable than this."""

_MAX_EXAMPLES = 300
"""More tell a head nothing new, and examples are compared pairwise."""

_LEAST_ALIKE = 0.45

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Learned:
    """All that a training gave; `learned_file` keeps it, `suggest` applies it.

    Attributes:
        feature_space: the model whose features it is for.
        space: how features become points.
        words: what was learned, one per word, in alphabetical order.
        weights: head of each word, D × words; zero where there is none.
        offsets: added to the product, per word.
        verdicts: slope, offset, ceiling and threshold per word, 4 × words.
        exemplars: keys of examples per word, the most typical first.
        near: points of the examples of words that stand on neighbours, n × D.
        near_word: whose each of these is, n.
        corrections: words of the service that are corrected.
        summary: the same in words.
    """

    feature_space: str
    space: Space
    words: tuple[LearnedWord, ...]
    weights: Floats
    offsets: Floats
    verdicts: Floats
    exemplars: tuple[tuple[bytes, ...], ...]
    near: Floats
    near_word: Rows
    corrections: tuple[Correction, ...]
    summary: Summary


@dataclass(slots=True)
class _Word:
    """One word while it is being learned."""

    report: LearnedWord
    exemplars: tuple[bytes, ...]
    weights: Floats | None = None
    offset: float = 0.0
    verdict: tuple[float, float, float, float] = (0.0, 0.0, 0.0, float("inf"))
    near: Floats | None = None


@dataclass(slots=True)
class _Labels:
    """Which rows carry and reject each word."""

    own: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    rejected: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def train(
    examples: Sequence[Example],
    features: Floats,
    feature_space: str,
    space: Space | None,
    now: float,
    skip: frozenset[str] = frozenset(),
) -> Learned | None:
    """Learn.

    Args:
        examples: one per photo, each key once.
        features: their features, N × D.
        feature_space: which model made them.
        space: statistics of photos in general; None takes them from these photos.
        now: seconds since 1970.
        skip: words that are not learned.

    Returns:
        What was learned, or None when there is too little to begin with.
    """
    begun = time.perf_counter()
    if space is None and len(features) >= MIN_OWN_PHOTOS:
        space = Space.of(features)
    if space is None or not len(features):
        return None
    points = space.place(features)
    photos = Photos.of(points)
    labels = _labels(examples, skip)
    reviewed = np.array([example.is_reviewed for example in examples])
    school = _School(examples, points, photos, reviewed)
    learned = [
        school.learn(word, np.array(own), np.array(labels.rejected.get(word, ()), np.intp))
        for word, own in sorted(labels.own.items())
        if len(own) >= 2
    ]
    corrected = corrections(examples)
    summary = Summary(
        now,
        len(examples),
        int(reviewed.sum()),
        tuple(word.report for word in learned),
        corrected,
        time.perf_counter() - begun,
    )
    return _put_together(feature_space, space, photos, learned, corrected, summary)


def _labels(examples: Sequence[Example], skip: frozenset[str]) -> _Labels:
    labels = _Labels()
    for row, example in enumerate(examples):
        for word in example.keywords:
            if word not in skip:
                labels.own[word].append(row)
        for word in example.rejected:
            labels.rejected[word].append(row)
    return labels


class _School:
    """Learns one word after the other from the same photos."""

    def __init__(
        self, examples: Sequence[Example], points: Floats, photos: Photos, reviewed: Flags
    ) -> None:
        self._examples = examples
        self._points = points
        self._photos = photos
        self._reviewed = reviewed
        self._leverage: dict[float, Floats] = {}
        self._judged: dict[str, list[tuple[int, float, bool]]] = defaultdict(list)
        for row, example in enumerate(examples):
            for word, (before, accepted) in (example.judged or {}).items():
                self._judged[word].append((row, before, accepted))

    def learn(self, word: str, carriers: Rows, rejected: Rows) -> _Word:
        own = carriers
        if len(own) > _MAX_EXAMPLES:
            own = own[np.linspace(0, len(own) - 1, _MAX_EXAMPLES).astype(np.intp)]
        same = alike(self._points[own])
        distinct = int(first_of_kind(same).sum())
        if distinct < MIN_EXAMPLES:
            return self._by_neighbours(word, own, carriers, rejected, distinct)
        lam = strength(distinct)
        if lam not in self._leverage:
            self._leverage[lam] = self._photos.leverage(lam)
        leverage = self._leverage[lam]
        fitted = fit(self._photos, own, rejected, same, leverage, lam)
        scores = (self._photos.rows @ fitted.weights) / (1 - leverage)
        verdict = judge(fitted.held_out[fitted.solo], self._against(scores, carriers, rejected))
        scores[own] = fitted.held_out
        is_sure = np.isfinite(verdict.threshold) and self._helps(word, scores, verdict)
        report = LearnedWord(
            word,
            Footing.HEAD if is_sure else Footing.UNSURE,
            distinct,
            len(rejected),
            verdict.shown if is_sure else 0,
            verdict.right if is_sure else 0,
        )
        weights = self._photos.axes @ fitted.weights
        typical = own[np.argsort(-fitted.held_out)]
        return _Word(
            report,
            self._keys(typical),
            weights,
            -float(self._photos.centre @ weights),
            (verdict.slope, verdict.offset, verdict.ceiling, verdict.threshold),
        )

    def _helps(self, word: str, scores: Floats, verdict: Verdict) -> bool:
        """True unless the service suggests the word too and is better without the head.

        Args:
            word: the word.
            scores: of all photos, those of examples held out.
            verdict: what the head is good for.
        """
        rows = self._judged.get(word)
        if not rows:
            return True
        given = np.array([before for _, before, _ in rows])
        accepted = np.array([float(is_right) for _, _, is_right in rows])
        theirs = scores[[row for row, _, _ in rows]]
        said = probability(theirs, verdict.slope, verdict.offset, verdict.ceiling)
        both = np.where(theirs >= verdict.threshold, np.maximum(given, said), given)
        return is_no_worse(given, both, accepted)

    def _by_neighbours(
        self, word: str, own: Rows, carriers: Rows, rejected: Rows, distinct: int
    ) -> _Word:
        """Find how close is close: closer than photos without the word ever come."""
        points = self._points[own]
        nearest = self._against((self._points @ points.T).max(axis=1), carriers, rejected)
        closest_other = float(nearest.max())
        # A margin: what no photo here reaches, one of the next thousand still may.
        threshold = max(_LEAST_ALIKE, closest_other + 0.1 * (1 - closest_other))
        among = points @ points.T
        np.fill_diagonal(among, -1)
        found = among.max(axis=1) >= threshold
        right = int(found.sum())
        ceiling = min(_NEIGHBOUR_CEILING, cautious(right, max(right, 1)))
        report = LearnedWord(word, Footing.NEIGHBOURS, distinct, len(rejected), right, right)
        return _Word(
            report,
            self._keys(own),
            verdict=(0.0, 0.0, ceiling, threshold),
            near=points,
        )

    def _against(self, scores: Floats, carriers: Rows, rejected: Rows) -> Floats:
        """Return the scores of what stands for "not this word".

        These are photos that were looked at and lack the word. A photo nobody looked at may well
        carry it, so it takes part only in how made-up scores are distributed.
        """
        lacks = np.ones(len(self._examples), bool)
        lacks[carriers] = False
        seen = lacks & self._reviewed
        seen[rejected] = lacks[rejected]
        real = scores[seen]
        missing = max(0, _LEAST_NEGATIVES - len(real))
        unseen = scores[lacks & ~seen]
        stand_in = unseen if len(unseen) >= _LEAST_UNSEEN else np.append(scores[lacks], 0.0)
        return np.concatenate((real, virtual_negatives(stand_in, missing)))

    def _keys(self, rows: Rows) -> tuple[bytes, ...]:
        return tuple(self._examples[row].key for row in rows[:MAX_EXEMPLARS])


def _put_together(
    feature_space: str,
    space: Space,
    photos: Photos,
    learned: Sequence[_Word],
    corrected: tuple[Correction, ...],
    summary: Summary,
) -> Learned:
    size = len(photos.centre)
    none = np.zeros(size, np.float32)
    near = [word.near for word in learned if word.near is not None]
    owners = [
        np.full(len(word.near), number)
        for number, word in enumerate(learned)
        if word.near is not None
    ]
    heads = [none if word.weights is None else word.weights for word in learned]
    return Learned(
        feature_space,
        space,
        tuple(word.report for word in learned),
        np.stack(heads, axis=1) if heads else np.zeros((size, 0), np.float32),
        np.array([word.offset for word in learned], np.float32),
        np.array([word.verdict for word in learned], np.float32).reshape(-1, 4).T,
        tuple(word.exemplars for word in learned),
        np.concatenate(near) if near else np.zeros((0, size), np.float32),
        np.concatenate(owners) if owners else np.zeros(0, np.intp),
        corrected,
        summary,
    )
