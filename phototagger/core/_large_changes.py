"""Applies gestures on very many photos a slice at a time, so that the window never waits.

What was decided counts at once: until a slice is in the catalog, its photos are shown as they
will be. Everything here runs on the thread that owns the session's state.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping

from phototagger.core.events import Event, Progress, ReviewsChanged, Work
from phototagger.core.jobs import Deliver
from phototagger.core.photo import PhotoId
from phototagger.core.review import Review, ReviewChange

AT_ONCE = 150
"""Gestures on so many photos are applied at once (30 ms)."""

_SLICE = 40
_TOLD_EACH = 10
"""Progress is told after so many slices."""


class LargeChanges:
    """The gestures that are being applied, one after the other.

    Args:
        apply: puts a part of a gesture into the catalog; False when it could not.
        later: runs a closure on this thread when the window had its turn.
        announce: takes progress.
        ended: is told how many photos a gesture concerned, once it is wholly in the catalog.
    """

    def __init__(
        self,
        apply: Callable[[ReviewChange], bool],
        later: Deliver,
        announce: Callable[[Event], None],
        ended: Callable[[int], None],
    ) -> None:
        self._ended = ended
        self._apply = apply
        self._later = later
        self._announce = announce
        self._changes: deque[ReviewChange] = deque()
        self._left: list[PhotoId] = []  # of the first change
        self._done = self._total = self._slices = 0
        self._next: list[Callable[[], None]] = []

    @property
    def is_running(self) -> bool:
        """True while something is not in the catalog yet."""
        return bool(self._changes)

    def start(self, change: ReviewChange) -> None:
        """Begin to apply a gesture, after those begun before."""
        self._changes.append(change)
        self._total += len(change.ids)
        if len(self._changes) == 1:
            self._left = list(change.ids)
            self._tell()
            self._later(self._go_on)

    def finish(self) -> None:
        """Apply at once what is left."""
        while self._changes:
            self._one_slice()

    def when_done(self, go_on: Callable[[], None]) -> None:
        """Call *go_on* when everything is in the catalog: now, or as soon as it is."""
        if self._changes:
            self._next.append(go_on)
        else:
            go_on()

    def concerns(self, ids: Collection[PhotoId]) -> bool:
        """True when a gesture on one of these photos is still being applied."""
        return any(not change.ids.isdisjoint(ids) for change in self._changes)

    def waiting(self) -> tuple[ReviewChange, ...]:
        """Return the gestures that are not wholly in the catalog yet, in order."""
        return tuple(self._changes)

    def _go_on(self) -> None:
        if self._changes:  # else finished meanwhile
            self._one_slice()
        if self._changes:
            self._later(self._go_on)

    def _one_slice(self) -> None:
        ids = [self._left.pop() for _ in range(min(_SLICE, len(self._left)))]
        is_kept = self._apply(self._changes[0].part(ids))
        self._done += len(ids)
        self._slices += 1
        if not is_kept:
            lost = frozenset[PhotoId]().union(*(change.ids for change in self._changes))
            self._changes.clear()  # what builds on it would be wrong
            self._announce(ReviewsChanged(lost))  # they were shown as they do not become
        elif not self._left:
            self._ended(len(self._changes.popleft().ids))
            self._left = list(self._changes[0].ids) if self._changes else []
        if not self._changes or self._slices % _TOLD_EACH == 0:
            self._tell()
        if not self._changes:
            self._done = self._total = self._slices = 0
            waiting, self._next = self._next, []
            for go_on in waiting:
                go_on()

    def _tell(self) -> None:
        is_running = bool(self._changes)
        self._announce(Progress(Work.DECIDING, self._done, self._total, is_running=is_running))


def reviewed(
    reviews: Mapping[PhotoId, Review], changes: Iterable[ReviewChange]
) -> dict[PhotoId, Review]:
    """Return reviews as they are after *changes*."""
    result = dict(reviews)
    for change in changes:
        for photo_id, review in result.items():
            result[photo_id] = change.applied(photo_id, review)
    return result
