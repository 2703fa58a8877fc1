"""The opened folders as a tree: which folders lie in which, and how many photos below each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from phototagger.core.natural_order import natural_key


@dataclass(frozen=True, slots=True)
class FolderTree:
    """Folders with photos in or below them.

    Attributes:
        children: sub-folders by folder, in natural order; folders without any are left out.
        counts: photos from a folder down.
    """

    children: Mapping[Path, tuple[Path, ...]] = field(default_factory=dict)
    counts: Mapping[Path, int] = field(default_factory=dict)


def folder_tree(roots: Iterable[Path], photos: Mapping[Path, int]) -> FolderTree:
    """Build the tree.

    Args:
        roots: the opened folders; one may lie in another.
        photos: number of photos right in each folder.
    """
    tops = set(roots)
    children: dict[Path, set[Path]] = {}
    counts: dict[Path, int] = {}
    for folder, number in photos.items():
        way = [folder, *folder.parents]
        highest = max((step for step, place in enumerate(way) if place in tops), default=-1)
        for place in way[: highest + 1]:
            counts[place] = counts.get(place, 0) + number
        for below, above in pairwise(way[: highest + 1]):
            children.setdefault(above, set()).add(below)
    return FolderTree(
        {
            above: tuple(sorted(below, key=lambda place: natural_key(place.name)))
            for above, below in children.items()
        },
        counts,
    )
