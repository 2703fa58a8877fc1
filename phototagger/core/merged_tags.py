"""The tags of very many photos at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from phototagger.core.photo import TaggingState
from phototagger.core.review import SelectionRow


@dataclass(frozen=True, slots=True)
class MergedTags:
    """What is on the photos of a large selection.

    Attributes:
        rows: as of `review.selection_rows`, keywords by number of photos, without `pending`.
        pending: number of pending suggestions by probability, rounded down to whole percent.
        tagging: the states of tagging that occur.
    """

    rows: tuple[SelectionRow, ...]
    pending: Mapping[float, int]
    tagging: frozenset[TaggingState]
