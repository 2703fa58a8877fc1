"""What is learned from, and what is known about the words that were learned; plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

KEY_BYTES = 16
"""The part of a content key that names the picture; see `content_key`."""


class WordChoice(StrEnum):
    """What the user decided about learning a word; no entry means that it is learned."""

    OFF = "off"
    """It is learned, and its suggestions are not shown."""

    FORGOTTEN = "forgotten"
    """It is not learned until the user asks for it again."""


class Footing(StrEnum):
    """What suggestions of a learned word stand on."""

    HEAD = "head"
    """Enough examples: a classifier, measured on photos it had not seen."""

    NEIGHBOURS = "neighbours"
    """Few examples: only photos that look very much like one of them."""

    UNSURE = "unsure"
    """Measured, and not right often enough; nothing is suggested."""


@dataclass(frozen=True, slots=True)
class Example:
    """What the user said about one photo.

    Attributes:
        key: picture part of the content key, `KEY_BYTES` bytes.
        keywords: words in the file or accepted.
        rejected: words the user rejected.
        is_reviewed: the photo has keywords or decisions, so a word it lacks was left out on
            purpose, more or less; a photo nobody looked at says nothing.
        judged: suggestions of the service that the user decided: the probability as the service
            gave it, and whether it was accepted.
    """

    key: bytes
    keywords: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    is_reviewed: bool = False
    judged: Mapping[str, tuple[float, bool]] | None = None


@dataclass(frozen=True, slots=True)
class LearnedWord:
    """One word and how well it was learned.

    Attributes:
        name: the word.
        footing: what its suggestions stand on.
        examples: photos it was learned from; photos that are nearly alike count once.
        rejected: photos where the user rejected it.
        shown: photos of the user's own where it would have been suggested, had they not been
            learned from.
        right: how many of these carry the word.
    """

    name: str
    footing: Footing
    examples: int
    rejected: int
    shown: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the suggestions that were right, 0…1; 0 without any."""
        return self.right / self.shown if self.shown else 0.0

    @property
    def recall(self) -> float:
        """Share of the examples that were found, 0…1."""
        return min(1.0, self.right / self.examples) if self.examples else 0.0


@dataclass(frozen=True, slots=True)
class LearnedSuggestion:
    """A word that was learned, suggested for one photo.

    Attributes:
        name: the word.
        probability: 0…1.
        evidence: keys of the user's own photos that this one is most like, the nearest first.
        is_measured: it comes from a head that was measured, not from a resemblance.
    """

    name: str
    probability: float
    evidence: tuple[bytes, ...]
    is_measured: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """How the user's decisions change the probability of a word of the service.

    The odds are multiplied: logit p' = logit p + shift.

    Attributes:
        name: the word.
        shift: added to the logit of the service's probability.
        decisions: accepts and rejects it was fitted on and checked against.
    """

    name: str
    shift: float
    decisions: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known about the last training.

    Attributes:
        trained_at: seconds since 1970; 0 when nothing was learned yet.
        photos: photos with features that took part.
        reviewed: how many of these the user had looked at.
        words: what was learned, in alphabetical order.
        corrections: words of the service that were corrected.
        seconds: how long it took.
    """

    trained_at: float = 0.0
    photos: int = 0
    reviewed: int = 0
    words: tuple[LearnedWord, ...] = ()
    corrections: tuple[Correction, ...] = ()
    seconds: float = 0.0
