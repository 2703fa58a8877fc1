"""How words are used in the library: on how many photos, and what the user decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WordUse:
    """One word of the library.

    Attributes:
        name: the word.
        photos: listed photos that have it as a keyword, in the file or accepted.
        suggested: listed photos where it is suggested, shown and undecided.
        accepted: suggestions of it that the user accepted, on any photo.
        rejected: suggestions of it that the user rejected.
    """

    name: str
    photos: int = 0
    suggested: int = 0
    accepted: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the user decided about the suggestions of one word.

    Attributes:
        accepted: number of accepted suggestions by whole percent of probability, 0…100.
        rejected: number of rejected ones.
    """

    accepted: Mapping[int, int] = field(default_factory=dict)
    rejected: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A word that the user typed on photos where another was rejected.

    Attributes:
        rejected: the word of the service.
        typed: the user's own word.
        together: photos where both happened.
        rejections: photos where *rejected* was rejected.
        uses: photos where *typed* was typed.
    """

    rejected: str
    typed: str
    together: int
    rejections: int
    uses: int


@dataclass(frozen=True, slots=True)
class WordReport:
    """All that is known about the words of the library at one moment.

    Attributes:
        uses: words that are keywords, suggested or decided somewhere, by name.
        verdicts: what was decided about suggestions, by word.
        replacements: what the user typed in place of what was suggested.
        dismissed: proposals the user did not want, by kind and word: the evidence they had.
    """

    uses: Mapping[str, WordUse] = field(default_factory=dict)
    verdicts: Mapping[str, Verdicts] = field(default_factory=dict)
    replacements: tuple[Replacement, ...] = ()
    dismissed: Mapping[tuple[str, str], int] = field(default_factory=dict)
