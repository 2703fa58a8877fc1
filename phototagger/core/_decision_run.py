"""Puts the user's gestures into the catalog, and knows what photos are like meanwhile.

Thread: the one that owns the session's state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from phototagger.core._large_changes import AT_ONCE, LargeChanges, reviewed
from phototagger.core.errors import LibraryError
from phototagger.core.events import Event, Level, Notice, PhotosChanged, ReviewsChanged
from phototagger.core.jobs import Lane
from phototagger.core.library import Library
from phototagger.core.photo import PhotoId, SavingState
from phototagger.core.review import Review, ReviewChange

_REST_S = 0.004


class DecisionRun:
    """Applies gestures.

    Args:
        library: keeps decisions.
        lane: paces gestures on very many photos; nothing is done in it.
        announce: takes events.
        decided: is told on how many photos something was decided.
    """

    def __init__(
        self,
        library: Library,
        lane: Lane,
        announce: Callable[[Event], None],
        decided: Callable[[int], None],
    ) -> None:
        self._library = library
        self._announce = announce
        self._decided = decided
        self._lane = lane
        self._large = LargeChanges(self._apply, self._later, announce, decided)

    @property
    def is_running(self) -> bool:
        """True while a gesture is not wholly in the catalog."""
        return self._large.is_running

    def waiting(self) -> tuple[ReviewChange, ...]:
        """Return the gestures that are not wholly in the catalog yet."""
        return self._large.waiting()

    def reviews(self, ids: Sequence[PhotoId]) -> Mapping[PhotoId, Review]:
        """Return reviews with everything that was decided."""
        known = self._library.reviews(ids)
        return reviewed(known, self._large.waiting()) if self._large.is_running else known

    def apply(self, change: ReviewChange) -> None:
        """Apply a gesture; see `Session.apply`."""
        if len(change.ids) > AT_ONCE:
            self._large.start(change)
            self._announce(ReviewsChanged(change.ids))
            return
        if self._large.concerns(change.ids):
            self._large.finish()
        if self._apply(change):
            self._decided(len(change.ids))

    def when_kept(self, go_on: Callable[[], None]) -> None:
        """Call *go_on* when all gestures are in the catalog, for those who read them there."""
        self._large.when_done(go_on)

    def finish(self) -> None:
        """Put everything into the catalog now."""
        self._large.finish()

    def _later(self, go_on: Callable[[], None]) -> None:
        """Go on after the window had its turn: what is posted at once comes before timers."""
        key = ("decide", object())
        self._lane.submit(key, lambda token: None, lambda outcome: go_on(), delay_s=_REST_S)

    def _apply(self, change: ReviewChange) -> bool:
        try:
            self._library.save_change(change)
        except LibraryError as error:
            text = f"{error} The last decision was not kept; make it again then."
            self._announce(Notice(Level.ERROR, "catalog", text))
            return False
        self._update_saving(list(change.ids))
        self._announce(ReviewsChanged(change.ids))
        return True

    def _update_saving(self, ids: Sequence[PhotoId]) -> None:
        reviews = self._library.reviews(ids)
        by_state: dict[SavingState, list[PhotoId]] = {}
        for photo in self._library.photos(ids):
            if photo.saving is SavingState.WRITING:
                continue  # the end of the write looks again
            state = SavingState.SAVED if reviews[photo.id].is_saved else SavingState.UNSAVED
            if state is not photo.saving:
                by_state.setdefault(state, []).append(photo.id)
        for state, changed in by_state.items():
            self._library.set_state(changed, saving=state)
            self._announce(PhotosChanged(frozenset(changed)))
