"""What a sweep announces; part of `events.Event`."""

from __future__ import annotations

from dataclasses import dataclass

from phototagger.core.photo_query import PhotoIds
from phototagger.core.review import ReviewChange
from phototagger.core.sweep import SweepPhotos, SweepWord


@dataclass(frozen=True, slots=True)
class SweepWordsReady:
    """The words with open suggestions, as they were asked for.

    Attributes:
        words: in no order.
        scope: photos that count; None is the whole library.
    """

    words: tuple[SweepWord, ...]
    scope: PhotoIds[int] | None


@dataclass(frozen=True, slots=True)
class SweepPhotosReady:
    """The photos of one word, as they were asked for.

    Attributes:
        photos: the photos, their probabilities, and where to cut them.
        scope: photos that count; None is the whole library.
    """

    photos: SweepPhotos
    scope: PhotoIds[int] | None


@dataclass(frozen=True, slots=True)
class SweepDecided:
    """The gesture of a sweep is made; it is to be applied now.

    Attributes:
        name: the word.
        change: the gesture; empty when nothing was open any more.
    """

    name: str
    change: ReviewChange
