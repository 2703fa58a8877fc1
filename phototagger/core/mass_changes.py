"""Gestures on very many photos, made in the background as one step.

First the change is worked out, a few hundred photos at a time; nothing is locked meanwhile. Then it
is stored in one transaction: stopped or failed before its end, nothing has changed. As long as it
is open nobody else can write, so results of other work wait in their lanes, and gestures of the
user are refused with a sentence: the window never waits. What else was stored while the change was
worked out, such as files that were read, is seen: then it is worked out again inside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from phototagger.core.errors import Cancelled
from phototagger.core.events import Event, PhotosChanged, Progress, ReviewsChanged, Work
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.library import Library
from phototagger.core.photo import PhotoId
from phototagger.core.review import Review, ReviewChange, SelectionRow

MOST_AT_ONCE = 2_000
"""Gestures on so many photos are worked out in the window's thread and counted at once; more are
made in the background. Loading 2,000 reviews that are not in memory is what takes longest."""

_CHUNK = 250

Reviews = Mapping[PhotoId, Review]
Gesture = Callable[[Reviews], ReviewChange]
Rows = Mapping[str, SelectionRow]


@dataclass(frozen=True, slots=True)
class _Part:
    """What becomes of some photos, and whether the files of those that change hold it."""

    ids: Sequence[PhotoId]
    change: ReviewChange
    saved: Mapping[PhotoId, bool]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What is to be stored, worked out from what the catalog held then."""

    gesture: Gesture
    parts: Sequence[_Part]
    seen: int


class MassChanges:
    """Makes one change at a time.

    Args:
        library: is changed.
        lane: where the work is done.
        held: lanes whose results write into the library.
        when_kept: calls back when all gestures before are in the catalog.
        announce: takes events.
        fail: takes errors, with their key.
    """

    def __init__(
        self,
        library: Library,
        lane: Lane,
        held: Sequence[Lane],
        when_kept: Callable[[Callable[[], None]], None],
        announce: Callable[[Event], None],
        fail: Callable[[str, Exception | None], None],
    ) -> None:
        self._library = library
        self._lane = lane
        self._held = held
        self._when_kept = when_kept
        self._announce = announce
        self._fail = fail
        self._asked = 0
        self._token = CancelToken()
        self.is_running = False

    def start(
        self,
        ids: Sequence[PhotoId],
        choose: Callable[[Rows], Gesture] | None,
        gesture: Gesture | None,
        done: Callable[[ReviewChange | None], None],
    ) -> None:
        """Change photos; *done* gets the whole change, or None when nothing was changed.

        Args:
            ids: the photos.
            choose: returns the gesture, once the merged tags of all photos are known.
            gesture: the gesture, where it depends on no other photo; exactly one is given.
            done: called at the end.
        """
        assert not self.is_running
        self.is_running = True
        self._token = token = CancelToken()
        total = 2 * len(ids)

        def prepare(_: CancelToken) -> _Prepared:
            seen = self._library.mass.change_count()
            made = gesture
            if choose is not None:
                made = choose({row.name: row for row in self._library.lists.merged_tags(ids).rows})
            assert made is not None
            parts = []
            for start in range(0, len(ids), _CHUNK):
                token.check()
                parts.append(self._part(ids[start : start + _CHUNK], made))
                self._tell(start, total)
            return _Prepared(made, parts, seen)

        def prepared(outcome: Outcome[_Prepared]) -> None:
            found = outcome.value
            if found is None or token.is_cancelled or not any(part.saved for part in found.parts):
                self._end(None, outcome.error, done)
            else:
                self._store(found, token, done)

        def begin() -> None:
            for lane in self._held:
                lane.hold_results()
            self._submit("prepare", prepare, prepared)

        self._announce(Progress(Work.CHANGING, 0, total))
        self._when_kept(begin)

    def stop(self) -> None:
        """Stop; what is being made is not made at all."""
        self._token.cancel()

    def _part(self, ids: Sequence[PhotoId], gesture: Gesture) -> _Part:
        reviews = self._library.mass.reviews(ids)
        change = gesture(reviews)
        return _Part(ids, change, _saved(reviews, change))

    def _store(
        self,
        prepared: _Prepared,
        token: CancelToken,
        done: Callable[[ReviewChange | None], None],
    ) -> None:
        count = sum(len(part.saved) for part in prepared.parts)
        rows = self._library.mass

        def store(_: CancelToken) -> ReviewChange:
            stored, changes = 0, []
            with rows.together():
                is_current = rows.change_count() == prepared.seen
                for part in prepared.parts:
                    token.check()
                    current = part if is_current else self._part(part.ids, prepared.gesture)
                    rows.keep(current.change, current.saved)
                    changes.append(current.change)
                    stored += len(part.saved)
                    self._tell(count + stored, 2 * count)
            return _whole(changes)

        def stored(outcome: Outcome[ReviewChange]) -> None:
            self._end(outcome.value, outcome.error, done)

        self._submit("store", store, stored)

    def _submit(self, kind: str, work: Callable, done: Callable) -> None:  # type: ignore[type-arg]
        self._asked += 1

        def guarded(token: CancelToken) -> object:
            try:
                return work(token)
            except Cancelled as error:  # of our own token: the end is told all the same
                raise _Stopped from error

        self._lane.submit(("mass", kind, self._asked), guarded, done)

    def _tell(self, done: int, total: int) -> None:
        self._lane.deliver(
            lambda: (
                self._announce(Progress(Work.CHANGING, done, total)) if self.is_running else None
            )
        )

    def _end(
        self,
        change: ReviewChange | None,
        error: Exception | None,
        done: Callable[[ReviewChange | None], None],
    ) -> None:
        self.is_running = False
        self._announce(Progress(Work.CHANGING, 0, 0, is_running=False))
        if error is not None and not isinstance(error, _Stopped):
            self._fail("mass", error)
        if change is not None:
            self._library.refreshed_all()
            self._announce(PhotosChanged(change.ids))
            self._announce(ReviewsChanged(change.ids))
        done(change)
        for lane in self._held:
            lane.release_results()


class _Stopped(Exception):
    """The user stopped it."""


def _saved(reviews: Reviews, change: ReviewChange) -> dict[PhotoId, bool]:
    """Return for each photo that changes whether its file holds what is wanted then."""
    return {i: change.applied(i, reviews[i]).is_saved for i in change.ids}


def _whole(changes: Sequence[ReviewChange]) -> ReviewChange:
    """Return one change of the changes of different photos."""
    joined: dict[str, Any] = {}
    for change in changes:
        for entry in fields(change):
            values = getattr(change, entry.name)
            if isinstance(values, Mapping):
                joined.setdefault(entry.name, {}).update(values)
    return replace(changes[0], **joined)


def again(change: ReviewChange) -> Gesture:
    """Return the gesture that makes a known change again."""
    return change.part
