"""Sweeping one word: its photos by probability, where to cut them, and what each side becomes.

Values and pure functions; nothing here knows a catalog. A sweep never touches what was decided:
a word that is decided on a photo, or stands in its file, is no part of the sweep any more.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from phototagger.core import review_changes
from phototagger.core.photo import PhotoId
from phototagger.core.photo_query import PhotoIds
from phototagger.core.review import Decision, Review, ReviewChange

_USUAL_WEIGHT = 10
"""The usual cut counts as much as so many decisions: few of them move it a little only."""

_HAIR = 1e-9
"""Two probabilities nearer than this are the same."""


class SweepOrder(StrEnum):
    """What the words to sweep are sorted by."""

    COUNT = "count"
    MEAN = "mean"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class SweepWord:
    """One word with open suggestions.

    Attributes:
        name: the word.
        count: photos on which it is suggested and not decided.
        mean: mean probability of these suggestions, 0…1.
    """

    name: str
    count: int
    mean: float


@dataclass(frozen=True, slots=True)
class SuggestedCut:
    """Where a word is best cut.

    Attributes:
        probability: suggestions from here on are accepted, 0…1.
        decisions: number of earlier decisions about the word it was made from.
    """

    probability: float
    decisions: int = 0


@dataclass(frozen=True, slots=True)
class SweepPhotos:
    """The photos on which one word is suggested and not decided.

    Attributes:
        name: the word.
        ids: the photos, the most probable first.
        probabilities: of the suggestion on each of them, 0…1, ``array("d")``.
        cut: where to cut them.
    """

    name: str
    ids: PhotoIds[int]
    probabilities: array[float]
    cut: SuggestedCut

    def count_from(self, probability: float) -> int:
        """Return how many photos have at least this probability."""
        least = _HAIR - probability
        return bisect_right(self.probabilities, least, key=lambda value: -value)

    def probability_at(self, count: int) -> float:
        """Return a probability that the first *count* photos have and the others have not.

        Between two that differ it is in the middle; 0 takes all, anything above 1 none.
        """
        if not self.ids or count >= len(self.ids):
            return 0.0
        if count <= 0:
            return 1.0 + _HAIR
        return (self.probabilities[count - 1] + self.probabilities[count]) / 2

    def sides(
        self, count: int, flipped: Collection[int] = ()
    ) -> tuple[list[PhotoId], list[PhotoId]]:
        """Return the photos to accept and those to reject.

        Args:
            count: so many photos lie above the cut.
            flipped: rows that go to the other side.
        """
        accepted: list[PhotoId] = []
        rejected: list[PhotoId] = []
        for row, photo_id in enumerate(self.ids):
            is_above = (row < count) != (row in flipped)
            (accepted if is_above else rejected).append(PhotoId(photo_id))
        return accepted, rejected


def in_order(words: Iterable[SweepWord], order: SweepOrder) -> tuple[SweepWord, ...]:
    """Return words sorted: most photos, most probable, or by name."""
    if order is SweepOrder.NAME:
        return tuple(sorted(words, key=lambda word: (word.name.casefold(), word.name)))
    if order is SweepOrder.MEAN:
        return tuple(sorted(words, key=lambda word: (-word.mean, -word.count, word.name)))
    return tuple(sorted(words, key=lambda word: (-word.count, -word.mean, word.name)))


def stepped(probability: float, step: float) -> float:
    """Return the next multiple of *step* above (or, for a negative step, below), within 0…1."""
    size = abs(step)
    if step > 0:
        moved = (math.floor(probability / size + 1e-6) + 1) * size
    else:
        moved = (math.ceil(probability / size - 1e-6) - 1) * size
    return round(min(1.0, max(0.0, moved)), 6)


def suggested_cut(
    accepted: Iterable[float], rejected: Iterable[float], usual: float
) -> SuggestedCut:
    """Return the cut that misjudges fewest of the earlier decisions, near the usual one.

    Of all cuts that misjudge equally few, the one nearest to the usual is taken; the fewer
    decisions there are, the more of the way to it remains undone.

    Args:
        accepted: probabilities of the suggestions that were accepted, 0…1.
        rejected: of those that were rejected.
        usual: where suggestions of other words are accepted from, 0…1.
    """
    judged = sorted([(p, True) for p in accepted] + [(p, False) for p in rejected])
    if not judged:
        return SuggestedCut(usual)
    count = len(judged)
    best = _best_cut(judged, usual)
    blended = (count * best + _USUAL_WEIGHT * usual) / (count + _USUAL_WEIGHT)
    return SuggestedCut(min(1.0, max(0.0, blended)), count)


def _best_cut(judged: Sequence[tuple[float, bool]], usual: float) -> float:
    """Return the cut that misjudges fewest, of equally good ones the nearest to *usual*."""
    wrong = sum(not is_accepted for _, is_accepted in judged)  # all of them above the cut
    found = [(wrong, 0.0, judged[0][0])]
    for place, (probability, is_accepted) in enumerate(judged):
        wrong += 1 if is_accepted else -1  # the cut goes above it
        following = judged[place + 1][0] if place + 1 < len(judged) else 1.0
        if following > probability or place + 1 == len(judged):
            found.append((wrong, probability, following))
    fewest = min(wrong for wrong, _, _ in found)
    places = [_nearest(low, high, usual) for wrong, low, high in found if wrong == fewest]
    return min(places, key=lambda place: abs(place - usual))


def _nearest(low: float, high: float, usual: float) -> float:
    """Return where to cut above *low* and not above *high*: at the usual place if it is there."""
    if low < usual <= high or (low == 0.0 and usual <= high):
        return usual
    if low == 0.0:
        return high  # everything was accepted: nothing speaks for going lower
    return (low + high) / 2


def decide(
    reviews: Mapping[PhotoId, Review],
    name: str,
    accepted: Collection[PhotoId],
    rejected: Collection[PhotoId],
) -> ReviewChange:
    """Return the gesture that decides about one word on many photos.

    Photos on which it is not open any more are left alone.

    Args:
        reviews: of all these photos; others are ignored.
        name: the word.
        accepted: where it is accepted.
        rejected: where it is rejected.
    """
    wanted = dict.fromkeys(rejected, Decision.REJECTED)
    wanted |= dict.fromkeys(accepted, Decision.ACCEPTED)
    open_ones = {
        photo_id: review.decide(name, wanted[photo_id])
        for photo_id, review in reviews.items()
        if photo_id in wanted and _is_open(review, name)
    }
    before = {photo_id: reviews[photo_id] for photo_id in open_ones}
    edited = iter(open_ones.values())
    return review_changes.build(before, lambda _: next(edited), f"sweep “{name}”")


def _is_open(review: Review, name: str) -> bool:
    is_suggested = any(entry.name == name for entry in review.suggestions)
    return is_suggested and review.decision(name) is None and name not in review.in_file
