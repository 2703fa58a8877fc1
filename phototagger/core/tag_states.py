"""What a tag is to one photo and to many: decided, suggested, hidden. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from phototagger.core.tags import TagOrigin


class Decision(StrEnum):
    """What the user decided about a tag of a photo; no entry means pending."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class TagState(StrEnum):
    """The five states of a tag on a photo, as they are shown."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    OWN = "own"
    IN_FILE = "in file"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class TagDecision:
    """One decision of the user.

    Attributes:
        name: clean tag name.
        decision: accepted or rejected.
        origin: SERVICE or LEARNED when it was a suggestion, USER when the user typed it, FILE
            when it was a keyword of the file. Kept because a later re-run may no longer suggest it.
        probability: probability of the suggestion when it was decided, 0…1, else 0.
    """

    name: str
    decision: Decision
    origin: TagOrigin
    probability: float = 0.0


@dataclass(frozen=True, slots=True)
class TagRow:
    """One tag of one photo, ready to be shown.

    Attributes:
        name: tag name.
        state: one of the five states.
        probability: of the suggestion, 0…1; None when the service never suggested it.
        in_file: the file holds it now (a rejected tag that is in the file will be removed).
        is_learned: it is, or was when it was decided, suggested by what was learned.
        hidden: why a pending suggestion is hidden whatever the threshold says, as of
            `tag_pipeline.why_hidden`; "" where it is not.
        is_shown: a pending suggestion that is shown whatever the threshold says.
        said: the word the service used, where the vocabulary made another of it, else "".
    """

    name: str
    state: TagState
    probability: float | None
    in_file: bool
    is_learned: bool = False
    hidden: str = ""
    is_shown: bool = False
    said: str = ""

    def is_visible(self, hide_below: float) -> bool:
        """Whether it is a pending suggestion that a global threshold of *hide_below* shows."""
        if self.state is not TagState.SUGGESTED or self.hidden:
            return False
        return self.is_shown or (self.probability or 0.0) >= hide_below


Decisions = tuple[TagDecision, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """Title and description of a photo.

    Attributes:
        title: one line; "" for none, None where nobody said anything.
        description: the same, with lines.
    """

    title: str | None = None
    description: str | None = None


NO_TEXTS = Texts("", "")
"""The texts of a file that has none."""

UNDECIDED_TEXTS = Texts()
"""Nobody said anything about either."""


class Coverage(StrEnum):
    """Whether a tag is on all, some or none of the selected photos."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SelectionRow:
    """One tag over the selected photos.

    Attributes:
        name: tag name.
        state: the state most worth showing: own/accepted, in file, suggested, rejected.
        coverage: on how many of the selected photos it is a keyword (or will be).
        keyword_count: number of selected photos where it is or will be a keyword.
        suggested_count: number of selected photos where it is a pending suggestion.
        rejected_count: number of selected photos where the user rejected it.
        probability: mean probability over the photos where it is a pending suggestion, or None;
            of a single photo that of the suggestion, decided or not.
        probability_range: lowest and highest of these, or None.
        pending: probability of each pending suggestion that follows the threshold, one per photo
            that has one.
        always: the same of those that are shown whatever the threshold says.
        is_shown: on one of the photos at least it is such a one.
        hidden: why it is hidden whatever the threshold says, where it is so on every photo that
            has it pending; "" where it is not.
        hidden_count: number of selected photos where it is.
        said: the word the service used, where the vocabulary made another of it, else "".
        alike: a more likely suggestion that differs by case, accents or the plural only, else "".
        will_be_removed: a rejection will remove it from at least one file.
        is_learned: what was learned suggests it for at least one of them.
    """

    name: str
    state: TagState
    coverage: Coverage
    keyword_count: int
    suggested_count: int
    rejected_count: int
    probability: float | None
    probability_range: tuple[float, float] | None
    pending: tuple[float, ...]
    will_be_removed: bool
    is_learned: bool = False
    always: tuple[float, ...] = ()
    is_shown: bool = False
    hidden: str = ""
    hidden_count: int = 0
    said: str = ""
    alike: str = ""

    def is_visible(self, hide_below: float) -> bool:
        """Whether a threshold of *hide_below* shows it among the suggestions."""
        if self.hidden:
            return False
        highest = self.probability_range[1] if self.probability_range else 0.0
        return self.is_shown or highest >= hide_below
