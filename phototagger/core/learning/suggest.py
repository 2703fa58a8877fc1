"""Applies what was learned to photos with features; says which examples each suggestion is like."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from phototagger.core.learning._correct import corrected
from phototagger.core.learning._judge import probability
from phototagger.core.learning._space import Floats
from phototagger.core.learning.train import Learned
from phototagger.core.learning.values import Footing, LearnedSuggestion

MAX_EVIDENCE = 5
MAX_WORDS = 12
"""Learned words suggested per photo at most."""


class Suggester:
    """Applies one training.

    Args:
        learned: what was learned.
        features_of: returns the features of pictures by key, float16 little endian; those it
            lacks are left out.
        silent: words that are not suggested.
    """

    def __init__(
        self,
        learned: Learned,
        features_of: Callable[[Sequence[bytes]], dict[bytes, bytes]],
        silent: frozenset[str] = frozenset(),
    ) -> None:
        self._learned = learned
        self._features_of = features_of
        self._shifts = {c.name: c.shift for c in learned.corrections}
        heard = [word.name not in silent for word in learned.words]
        self._heads = np.array(
            [h and w.footing is Footing.HEAD for h, w in zip(heard, learned.words, strict=True)],
            bool,
        )
        self._near = np.array([heard[word] for word in learned.near_word], bool)
        self._points: dict[bytes, Floats] = {}

    def suggest(self, features: Floats) -> list[tuple[LearnedSuggestion, ...]]:
        """Return the words for each photo, most probable first.

        Args:
            features: N × D.
        """
        points = self._learned.space.place(features)
        found = self._by_heads(points)
        self._add_neighbours(points, found)
        self._load_exemplars({word for words in found for word in words})
        return [self._told(point, words) for point, words in zip(points, found, strict=True)]

    def suggest_packed(self, rows: Sequence[bytes]) -> list[tuple[LearnedSuggestion, ...]]:
        """Like `suggest`, for features as they are kept: float16 little endian, one photo each.

        Rows that are none get no word.
        """
        size = self._learned.space.size
        usable = [number for number, row in enumerate(rows) if len(row) == 2 * size]
        features = _unpacked([rows[number] for number in usable], size)
        found: list[tuple[LearnedSuggestion, ...]] = [() for _ in rows]
        for number, words in zip(usable, self.suggest(features), strict=True):
            found[number] = words
        return found

    def correct(self, name: str, given: float) -> float:
        """Return the service's probability of a word as the user's decisions correct it."""
        shift = self._shifts.get(name)
        return given if shift is None else round(corrected(given, shift), 4)

    def _by_heads(self, points: Floats) -> list[dict[int, float]]:
        learned = self._learned
        found: list[dict[int, float]] = [{} for _ in points]
        if not self._heads.any():
            return found
        slope, offset, ceiling, threshold = learned.verdicts
        scores = points @ learned.weights + learned.offsets
        likely = probability(scores, slope, offset, ceiling)
        for row, word in np.argwhere((scores >= threshold) & self._heads):
            found[row][int(word)] = float(likely[row, word])
        return found

    def _add_neighbours(self, points: Floats, found: list[dict[int, float]]) -> None:
        if not self._near.any():
            return
        learned = self._learned
        owners = learned.near_word[self._near]
        close = points @ learned.near[self._near].T
        _, _, ceiling, threshold = learned.verdicts
        for row, column in np.argwhere(close >= threshold[owners]):
            word = int(owners[column])
            found[row][word] = float(ceiling[word])

    def _load_exemplars(self, words: set[int]) -> None:
        wanted = {key for word in words for key in self._learned.exemplars[word]}
        missing = sorted(wanted - self._points.keys())
        if not missing:
            return
        size = self._learned.space.size
        loaded = {k: v for k, v in self._features_of(missing).items() if len(v) == 2 * size}
        placed = self._learned.space.place(_unpacked(list(loaded.values()), size))
        self._points |= dict(zip(loaded, placed, strict=True))

    def _told(self, point: Floats, words: dict[int, float]) -> tuple[LearnedSuggestion, ...]:
        best = sorted(words.items(), key=lambda item: -item[1])[:MAX_WORDS]
        return tuple(
            LearnedSuggestion(
                self._learned.words[word].name,
                round(likely, 4),  # more digits would differ with the size of the batch
                self._evidence(point, word),
                self._learned.words[word].footing is Footing.HEAD,
            )
            for word, likely in best
        )

    def _evidence(self, point: Floats, word: int) -> tuple[bytes, ...]:
        exemplars = self._learned.exemplars[word]
        known = [key for key in exemplars if key in self._points]
        if not known:
            return exemplars[:MAX_EVIDENCE]
        close = np.stack([self._points[key] for key in known]) @ point
        return tuple(known[number] for number in np.argsort(-close)[:MAX_EVIDENCE])


def _unpacked(rows: Sequence[bytes], size: int) -> Floats:
    values = np.frombuffer(b"".join(rows), "<f2").reshape(len(rows), size)
    return np.nan_to_num(values.astype(np.float32))
