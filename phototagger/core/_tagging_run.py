"""Tagging photos: queue, prepare and send in the tagging lane, take the answers home.

One bad photo fails alone. A service that is gone, busy for good or that refuses the token ends
the run: its photos are untagged as before, and one notice offers to go on with them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

from phototagger.core.errors import (
    BadReply,
    NotAuthorized,
    PhotoError,
    PhototaggerError,
    RequestRejected,
    ServiceBusy,
    ServiceUnavailable,
    TaggingError,
)
from phototagger.core.events import (
    Event,
    Level,
    Notice,
    PhotosChanged,
    Remedy,
    ReviewsChanged,
    Work,
)
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.library import Library
from phototagger.core.pace import Pace
from phototagger.core.photo import PhotoId, TaggingState
from phototagger.core.tagging import TagReply

log = logging.getLogger(__name__)

_ENDS_THE_RUN = (ServiceUnavailable, ServiceBusy, NotAuthorized)
_REFUSALS_IN_A_ROW = 3
"""So many refused requests without one success mean a wrong address, not a bad photo."""


class Tagger(Protocol):
    """What the run needs of a tagging client."""

    def tag(
        self, photos: Sequence[tuple[str, bytes]], lang: str, cancel: CancelToken
    ) -> dict[str, TagReply | TaggingError]:
        """Return an answer or an error per ``_id``; raise what concerns the whole request."""


Answers = dict[PhotoId, TagReply | PhototaggerError]


class TaggingRun:
    """The photos being tagged now.

    Args:
        library: where answers are kept.
        lane: where requests are made.
        tagger: sends them.
        encode: makes the upload of a photo: oriented, shrunk, stripped JPEG.
        announce: takes events.
    """

    def __init__(
        self,
        library: Library,
        lane: Lane,
        tagger: Tagger,
        encode: Callable[[Path], bytes],
        announce: Callable[[Event], None],
    ) -> None:
        self._library = library
        self._lane = lane
        self._tagger = tagger
        self._encode = encode
        self._announce = announce
        self._pace = Pace(Work.TAGGING)
        self._refusals = 0
        self._problems: dict[PhotoId, str] = {}
        self._waiting: list[PhotoId] = []

    def start(self, ids: Iterable[PhotoId], *, lang: str, batch_size: int) -> int:
        """Queue photos that are not queued yet.

        Returns:
            How many were queued.
        """
        busy = (TaggingState.QUEUED, TaggingState.RUNNING)
        waiting = [p for p in self._library.photos(ids) if p.tagging not in busy]
        if not waiting:
            return 0
        if not self._pace.is_running:
            self._problems.clear()
            self._refusals = 0
            self._waiting = []
        self._pace.grow(len(waiting))
        self._set([photo.id for photo in waiting], TaggingState.QUEUED)
        todo = iter([(photo.id, photo.path) for photo in waiting])
        while batch := tuple(islice(todo, batch_size)):
            self._submit(batch, lang)
        self._announce(self._pace.progress())
        return len(waiting)

    def stop(self) -> list[PhotoId]:
        """Cancel the run.

        Returns:
            The photos that were waiting; they are untagged as before.
        """
        ids = [photo_id for key in self._lane.cancel_all() for photo_id in _ids_of(key)]
        if ids:
            self._pace.shrink(len(ids))
            self._set(ids, TaggingState.UNTAGGED)
            self._announce(self._pace.progress())
            self._tell_failures()
        return ids

    def _submit(self, batch: tuple[tuple[PhotoId, Path], ...], lang: str) -> None:
        def work(token: CancelToken) -> Answers:
            return self._tag(batch, lang, token)

        def done(outcome: Outcome[Answers]) -> None:
            self._take(batch, outcome)

        self._lane.submit(("tag", *(photo_id for photo_id, _ in batch)), work, done)

    def _tag(self, batch: Sequence[tuple[PhotoId, Path]], lang: str, token: CancelToken) -> Answers:
        answers: Answers = {}
        uploads: list[tuple[str, bytes]] = []
        for photo_id, path in batch:
            token.check()
            try:
                uploads.append((str(photo_id), self._encode(path)))
            except PhotoError as error:
                answers[photo_id] = error
        if uploads:
            token.check()
            for key, answer in self._tagger.tag(uploads, lang, token).items():
                answers[PhotoId(int(key))] = answer
        return answers

    def _take(self, batch: Sequence[tuple[PhotoId, Path]], outcome: Outcome[Answers]) -> None:
        ids = [photo_id for photo_id, _ in batch]
        error = outcome.error
        if self._ends_run(error):
            self._end(ids, error)
            return
        answers = outcome.value or {}
        for photo_id in ids:
            self._take_one(photo_id, answers.get(photo_id, error))
        self._announce(PhotosChanged(frozenset(ids)))
        self._announce(ReviewsChanged(frozenset(ids)))
        self._announce(self._pace.progress())
        if not self._pace.is_running:
            self._tell_failures()

    def _take_one(self, photo_id: PhotoId, answer: TagReply | Exception | None) -> None:
        if isinstance(answer, TagReply):
            self._library.save_suggestions(photo_id, answer.suggestions, answer.model)
            self._library.set_state([photo_id], tagging=TaggingState.TAGGED, problem="")
            self._pace.step()
            return
        problem = _sentence(answer)
        self._problems[photo_id] = problem
        self._library.set_state([photo_id], tagging=TaggingState.FAILED, problem=problem)
        self._pace.step(failed=True)

    def _ends_run(self, error: Exception | None) -> bool:
        if error is None:
            self._refusals = 0
            return False
        if isinstance(error, RequestRejected | BadReply):
            self._refusals += 1
            return self._refusals >= _REFUSALS_IN_A_ROW
        return isinstance(error, _ENDS_THE_RUN)

    def _end(self, ids: list[PhotoId], error: Exception | None) -> None:
        self._pace.shrink(len(ids))
        self._set(ids, TaggingState.UNTAGGED)
        # An answer on its way when the run ended ends it again: the notice counts them all.
        self._waiting += ids + self.stop()
        self._announce(self._pace.progress())
        wrong_setup = isinstance(error, NotAuthorized | RequestRejected | BadReply)
        self._announce(
            Notice(
                Level.ERROR,
                "tagging",
                f"{_sentence(error)} {_count(len(self._waiting))} still untagged.",
                Remedy.OPEN_SETTINGS if wrong_setup else Remedy.TAG_AGAIN,
                ids=tuple(self._waiting),
            )
        )

    def _tell_failures(self) -> None:
        if not self._problems:
            return
        photos = self._library.photos(self._problems)
        self._announce(
            Notice(
                Level.WARNING,
                "tagging-failures",
                f"{_count(len(photos))} could not be tagged.",
                Remedy.SHOW_PROBLEMS,
                details=tuple(f"{p.path.name}: {self._problems[p.id]}" for p in photos),
                ids=tuple(self._problems),
            )
        )
        self._problems.clear()

    def _set(self, ids: list[PhotoId], state: TaggingState) -> None:
        self._library.set_state(ids, tagging=state)
        self._announce(PhotosChanged(frozenset(ids)))


def _ids_of(key: object) -> tuple[PhotoId, ...]:
    return key[1:] if isinstance(key, tuple) else ()


def _count(number: int) -> str:
    return "1 photo" if number == 1 else f"{number:,} photos"


def _sentence(error: Exception | None) -> str:
    if isinstance(error, PhototaggerError):
        return str(error)
    if error is None:
        return "The tagging service sent no answer for this photo; tag it again."
    log.error("unexpected failure while tagging", exc_info=error)
    return "Something unexpected went wrong with this photo; the log file has the details."
