"""The tags of very many photos at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from phototagger.core.photo import TaggingState
from phototagger.core.review import SelectionRow


@dataclass(frozen=True, slots=True)
class MergedTags:
    """What is on the photos of a large selection.

    Attributes:
        rows: as of `review.selection_rows`, keywords by number of photos, without `pending` and
            `always`.
        pending: number of pending suggestions that follow the threshold, by probability, rounded
            down to whole percent.
        always: the same of those that are shown whatever the threshold says.
        hidden: number of pending suggestions that are hidden whatever it says.
        tagging: the states of tagging that occur.
    """

    rows: tuple[SelectionRow, ...]
    pending: Mapping[float, int]
    tagging: frozenset[TaggingState]
    always: Mapping[float, int] = field(default_factory=dict)
    hidden: int = 0
