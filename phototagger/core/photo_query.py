"""Which photos a view shows and in which order, and how one list differs from the next."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from phototagger.core.photo import PhotoFilter

PhotoIds = array
"""Photo ids as 64-bit numbers, ``array("q")``: 8 bytes a photo. Never changed once handed over."""


class PhotoSort(StrEnum):
    """What photos are sorted by."""

    FOLDER = "folder"
    NAME = "name"
    TAKEN = "taken"
    MODIFIED = "modified"
    KEYWORDS = "keywords"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search the user gave a name.

    Attributes:
        name: what it is called; no two have the same.
        text: search text, see `search`.
    """

    name: str
    text: str


Choice = PhotoFilter | Path | SavedSearch
"""What can be chosen at the side: a filter, a folder with its sub-folders, a saved search."""


@dataclass(frozen=True, slots=True)
class PhotoQuery:
    """What a view shows.

    Attributes:
        choice: a filter, a folder with its sub-folders, or a saved search.
        text: search text as the user typed it, see `search`; "" finds every photo.
        sort: the order.
        is_descending: the order is turned round.
    """

    choice: Choice = PhotoFilter.ALL
    text: str = ""
    sort: PhotoSort = PhotoSort.FOLDER
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class ListChange:
    """How to make one list of photos from another: *removed* rows give way to *inserted* ones.

    Attributes:
        first: the first row that differs.
        removed: number of rows that go there.
        inserted: number of rows that come in their place.
    """

    first: int
    removed: int
    inserted: int


def list_change(old: PhotoIds[int], new: PhotoIds[int]) -> ListChange:
    """Return the one stretch in which two lists differ; a few ms for a million photos."""
    shorter = min(len(old), len(new))
    first = _common(shorter, lambda start, stop: old[start:stop] == new[start:stop])
    old_end, new_end = len(old), len(new)
    last = _common(
        shorter - first,
        lambda start, stop: (
            old[old_end - stop : old_end - start] == new[new_end - stop : new_end - start]
        ),
    )
    return ListChange(first, len(old) - first - last, len(new) - first - last)


def _common(count: int, is_same: Callable[[int, int], bool]) -> int:
    """Return how many of *count* elements are the same, by halving: arrays compare in C."""
    low, high = 0, count  # the first `low` are the same, no more than `high` are
    if is_same(0, count):
        return count
    while high - low > 1:
        middle = (low + high) // 2
        if is_same(low, middle):
            low = middle
        else:
            high = middle
    return low
