"""Sweeps for the window, made in a lane: nothing here waits for a disk."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from phototagger.core._decision_run import DecisionRun
from phototagger.core._large_changes import reviewed
from phototagger.core.events import Event
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.library import Library
from phototagger.core.photo import PhotoId
from phototagger.core.photo_query import PhotoIds
from phototagger.core.settings import Settings
from phototagger.core.sweep import SweepPhotos, decide, suggested_cut
from phototagger.core.sweep_events import SweepDecided, SweepPhotosReady, SweepWordsReady

T = TypeVar("T")


class SweepRun:
    """The verbs of a sweep.

    Args:
        library: is asked.
        lane: where it is asked.
        settings: tells the settings in force.
        deciding: knows which gestures are not wholly in the catalog yet.
        held: lanes whose results decide about photos; they wait while a gesture is made.
        announce: takes events.
        fail: takes errors, with their key.
    """

    def __init__(
        self,
        library: Library,
        lane: Lane,
        settings: Callable[[], Settings],
        deciding: DecisionRun,
        held: Sequence[Lane],
        announce: Callable[[Event], None],
        fail: Callable[[str, Exception | None], None],
    ) -> None:
        self._library = library
        self._rows = library.sweeps
        self._lane = lane
        self._settings = settings
        self._deciding = deciding
        self._held = held
        self._announce = announce
        self._fail = fail
        self._asked = 0
        self._wishes: deque[Callable[[], None]] = deque()
        self._is_deciding = False

    def list_words(self, scope: PhotoIds[int] | None = None) -> None:
        """List the words with open suggestions; ends in `SweepWordsReady`.

        Args:
            scope: photos that count; None is the whole library.
        """
        show_from = self._settings().hide_below

        def work(token: CancelToken) -> SweepWordsReady:
            return SweepWordsReady(tuple(self._rows.words(show_from, scope)), scope)

        self._submit("sweep words", work, first=False)

    def open(self, name: str, scope: PhotoIds[int] | None = None) -> None:
        """Find the photos of a word; ends in `SweepPhotosReady` unless another is asked for.

        Args:
            name: the word.
            scope: photos that count; None is the whole library.
        """
        settings, word = self._settings(), self._library.vocabulary.load().word(name)
        show_from = settings.hide_below
        usual = settings.accept_from if word.accept_from is None else word.accept_from

        def work(token: CancelToken) -> SweepPhotosReady:
            ids, probabilities = self._rows.photos(name, show_from, scope)
            cut = suggested_cut(*self._rows.judged(name), usual)
            return SweepPhotosReady(SweepPhotos(name, ids, probabilities, cut), scope)

        self._submit("sweep photos", work)

    def decide(
        self, name: str, accepted: Collection[PhotoId], rejected: Collection[PhotoId]
    ) -> None:
        """Make the gesture that decides about a word on many photos; ends in `SweepDecided`.

        It is not applied here: the window keeps it for its undo first.
        """
        self._wishes.append(lambda: self._decide(name, accepted, rejected))
        self._next()

    @property
    def is_deciding(self) -> bool:
        """True while a gesture is being made, which builds on all that was decided before."""
        return self._is_deciding

    def _next(self) -> None:
        """Begin the next gesture when the one before has been told, and so is known."""
        if self._wishes and not self._is_deciding:
            self._is_deciding = True
            self._wishes.popleft()()

    def _decide(
        self, name: str, accepted: Collection[PhotoId], rejected: Collection[PhotoId]
    ) -> None:
        waiting = self._deciding.waiting()

        def work(token: CancelToken) -> SweepDecided:
            reviews = reviewed(self._rows.reviews([*accepted, *rejected]), waiting)
            return SweepDecided(name, decide(reviews, name, accepted, rejected))

        def done(outcome: Outcome[SweepDecided]) -> None:
            self._is_deciding = False
            for lane in self._held:
                lane.release_results()
            if outcome.value is None:
                self._fail("sweep", outcome.error)
            else:
                self._announce(outcome.value)
            self._next()

        for lane in self._held:
            lane.hold_results()
        self._asked += 1
        self._lane.submit(("sweep decide", self._asked), work, done, first=True)

    def _submit(
        self, kind: str, work: Callable[[CancelToken], Event], *, first: bool = True
    ) -> None:
        self._asked += 1
        self._lane.cancel_if(lambda key: isinstance(key, tuple) and key[0] == kind)
        self._lane.submit((kind, self._asked), work, self._done, first=first)

    def _done(self, outcome: Outcome[Event]) -> None:
        if outcome.value is None:
            self._fail("sweep", outcome.error)
        else:
            self._announce(outcome.value)
