"""Tagging photos: queue, prepare and send in the tagging lane, take the answers home.

One bad photo fails alone. A service that is gone, busy for good or that refuses the token ends
the run: its photos are untagged as before, and one notice offers to go on with them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Protocol

from phototagger.core._accept_rule import AcceptRule
from phototagger.core.errors import (
    BadReply,
    NotAuthorized,
    PhotoError,
    PhototaggerError,
    RequestRejected,
    ServiceBusy,
    ServiceUnavailable,
    StaleFeatures,
    TaggingError,
    WrongAddress,
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
from phototagger.core.learning.memory import WordMemory
from phototagger.core.library import Library
from phototagger.core.pace import Pace
from phototagger.core.photo import PhotoId, TaggingState
from phototagger.core.tagging import Features, TagReply
from phototagger.core.tagging.wire import Upload

log = logging.getLogger(__name__)

_ENDS_THE_RUN = (ServiceUnavailable, ServiceBusy, NotAuthorized, WrongAddress, BadReply)
_REFUSALS_IN_A_ROW = 3
"""So many refused requests without one success mean a wrong address, not a bad photo."""


class Tagger(Protocol):
    """What the run needs of a tagging client."""

    def tag(
        self,
        photos: Sequence[tuple[str, Upload]],
        lang: str,
        cancel: CancelToken,
        *,
        mode: str = "complex",
        wants_features: bool = False,
    ) -> dict[str, TagReply | TaggingError]:
        """Return an answer or an error per ``_id``; raise what concerns the whole request."""


Answers = dict[PhotoId, TagReply | PhototaggerError]


@dataclass(frozen=True, slots=True)
class _Request:
    """Photos that are sent together."""

    photos: tuple[tuple[PhotoId, Path], ...]
    pictures: Mapping[PhotoId, bytes]
    lang: str
    mode: str
    is_local: bool

    @property
    def ids(self) -> list[PhotoId]:
        return [photo_id for photo_id, _ in self.photos]

    def halves(self) -> tuple[_Request, _Request]:
        middle = len(self.photos) // 2
        return (
            replace(self, photos=self.photos[:middle]),
            replace(self, photos=self.photos[middle:]),
        )


class TaggingRun:
    """The photos being tagged now.

    Args:
        library: where answers are kept.
        lane: where requests are made.
        tagger: sends them.
        encode: makes the upload of a photo: oriented, shrunk, stripped JPEG.
        memory: kept features, and words learned from the user.
        looker: our own service, asked for the features of photos that another one tags; None
            where nothing is learned from these.
        announce: takes events.
        rule: accepts what the user wants accepted by itself.
    """

    def __init__(
        self,
        library: Library,
        lane: Lane,
        tagger: Tagger,
        encode: Callable[[Path], bytes],
        memory: WordMemory,
        looker: Callable[[], Tagger | None],
        announce: Callable[[Event], None],
        rule: AcceptRule,
    ) -> None:
        self._library = library
        self._lane = lane
        self._tagger = tagger
        self._encode = encode
        self._memory = memory
        self._looker = looker
        self._announce = announce
        self._rule = rule
        self._pace = Pace(Work.TAGGING)
        self._refusals = 0
        self._problems: dict[PhotoId, str] = {}
        self._waiting: list[PhotoId] = []
        self._ended_by: TaggingError | None = None

    @property
    def is_running(self) -> bool:
        """True while photos wait for an answer."""
        return self._pace.is_running

    def start(
        self, ids: Iterable[PhotoId], *, lang: str, mode: str, batch_size: int, is_local: bool
    ) -> int:
        """Queue photos that are not queued yet.

        Args:
            ids: the photos.
            lang: language of the tags.
            mode: tagging mode of the API.
            batch_size: photos in one request.
            is_local: our own service is asked, which takes kept features instead of a picture.

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
            self._ended_by = None
        self._pace.grow(len(waiting))
        self._set([photo.id for photo in waiting], TaggingState.QUEUED)
        todo = iter([(photo.id, photo.path) for photo in waiting])
        while batch := tuple(islice(todo, batch_size)):
            pictures = self._library.learning.pictures(photo_id for photo_id, _ in batch)
            self._submit(_Request(batch, pictures, lang, mode, is_local))
        self._announce(self._pace.progress())
        return len(waiting)

    def stop(self) -> list[PhotoId]:
        """Cancel the run.

        Returns:
            The photos that were waiting; they have the state they had before.
        """
        ids = [photo_id for key in self._lane.cancel_all() for photo_id in _ids_of(key)]
        if ids:
            self._pace.shrink(len(ids))
            self._rest(ids)
            self._announce(self._pace.progress())
            self._tell_failures()
        self._rule.end()
        return ids

    def _submit(self, request: _Request, *, first: bool = False) -> None:
        def work(token: CancelToken) -> Answers:
            return self._tag(request, token)

        def done(outcome: Outcome[Answers]) -> None:
            self._take(request, outcome)

        self._lane.submit(("tag", *request.ids), work, done, first=first)

    def _tag(self, request: _Request, token: CancelToken) -> Answers:
        answers: Answers = {}
        keys: dict[PhotoId, bytes] = {}
        kept: dict[PhotoId, Features] = {}
        for photo_id, path in request.photos:
            key, features = self._memory.recall(path, request.pictures.get(photo_id, b""))
            keys[photo_id] = key
            if features is not None:
                kept[photo_id] = features
        uploads: dict[PhotoId, Upload] = dict(kept) if request.is_local else {}
        answers |= self._ask(uploads, request, token)
        stale = [i for i, answer in answers.items() if isinstance(answer, StaleFeatures)]
        for photo_id in stale:  # of another model: the picture is asked for as if nothing was kept
            del kept[photo_id]
        pictures, refused = self._encoded(request, uploads.keys() - set(stale), token)
        answers |= refused | self._ask(pictures, request, token)
        fresh = self._fresh_features(
            pictures.keys() - kept.keys(), pictures, answers, request, token
        )
        self._memory.keep([(keys[i], features) for i, features in fresh.items() if keys[i]])
        return self._completed(answers, kept | fresh)

    def _encoded(
        self, request: _Request, done: Collection[PhotoId], token: CancelToken
    ) -> tuple[dict[PhotoId, Upload], Answers]:
        pictures: dict[PhotoId, Upload] = {}
        refused: Answers = {}
        for photo_id, path in request.photos:
            if photo_id in done:
                continue
            token.check()
            try:
                pictures[photo_id] = self._encode(path)
            except PhotoError as error:
                refused[photo_id] = error
        return pictures, refused

    def _ask(
        self, uploads: Mapping[PhotoId, Upload], request: _Request, token: CancelToken
    ) -> Answers:
        if not uploads:
            return {}
        token.check()
        found = self._send([(str(i), upload) for i, upload in uploads.items()], request, token)
        return {PhotoId(int(key)): answer for key, answer in found.items()}

    def _fresh_features(
        self,
        wanted: Collection[PhotoId],
        pictures: Mapping[PhotoId, Upload],
        answers: Answers,
        request: _Request,
        token: CancelToken,
    ) -> dict[PhotoId, Features]:
        """Return features that came with the answers, or that our own service gives for them."""
        given = _features_of(answers)
        looker = None if request.is_local else self._looker()
        if looker is None or not wanted:
            return given
        uploads = [(str(photo_id), pictures[photo_id]) for photo_id in wanted]
        try:
            seen = looker.tag(uploads, request.lang, token, wants_features=True)
        except TaggingError as error:  # the tags are there; learned words are not worth a failure
            log.info("no features of photos tagged elsewhere: %s", error)
            return given
        return _features_of({PhotoId(int(key)): answer for key, answer in seen.items()})

    def _completed(self, answers: Answers, features: Mapping[PhotoId, Features]) -> Answers:
        replies = {i: answer for i, answer in answers.items() if isinstance(answer, TagReply)}
        told = self._memory.complete(
            [(reply.suggestions, features.get(i)) for i, reply in replies.items()]
        )
        whole = {
            i: TagReply(suggestions, reply.model)
            for (i, reply), suggestions in zip(replies.items(), told, strict=True)
        }
        return {**answers, **whole}

    def _send(
        self, uploads: Sequence[tuple[str, Upload]], request: _Request, token: CancelToken
    ) -> dict[str, TagReply | TaggingError]:
        if self._ended_by is not None:
            raise self._ended_by  # another worker met the end of the run; nothing more is sent
        try:
            return self._tagger.tag(
                uploads, request.lang, token, mode=request.mode, wants_features=request.is_local
            )
        except _ENDS_THE_RUN as error:
            self._ended_by = error
            raise

    def _take(self, request: _Request, outcome: Outcome[Answers]) -> None:
        error = outcome.error
        is_refused = isinstance(error, RequestRejected) and not isinstance(error, WrongAddress)
        if is_refused and len(request.photos) > 1:
            # One bad photo must not fail its batch. The halves go first, so that a wrong address,
            # which refuses every request, is found out after a few of them.
            for half in request.halves():
                self._submit(half, first=True)
            return
        if self._ends_run(error):
            self._end(request.ids, error)
            return
        answers = outcome.value or {}
        for photo_id in request.ids:
            self._take_one(photo_id, answers.get(photo_id, error), request.lang)
        self._rule.take([i for i, answer in answers.items() if isinstance(answer, TagReply)])
        self._announce(PhotosChanged(frozenset(request.ids)))
        self._announce(ReviewsChanged(frozenset(request.ids)))
        self._announce(self._pace.progress())
        if not self._pace.is_running:
            self._tell_failures()
            self._rule.end()

    def _take_one(self, photo_id: PhotoId, answer: TagReply | Exception | None, lang: str) -> None:
        if isinstance(answer, TagReply):
            self._library.save_suggestions(photo_id, answer.suggestions, answer.model, lang)
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
        if isinstance(error, _ENDS_THE_RUN):
            return True
        if isinstance(error, RequestRejected):
            self._refusals += 1
            return self._refusals >= _REFUSALS_IN_A_ROW
        return False

    def _end(self, ids: list[PhotoId], error: Exception | None) -> None:
        self._pace.shrink(len(ids))
        self._rest(ids)
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

    def _rest(self, ids: list[PhotoId]) -> None:
        self._library.rest(ids)
        self._announce(PhotosChanged(frozenset(ids)))

    def _set(self, ids: list[PhotoId], state: TaggingState) -> None:
        self._library.set_state(ids, tagging=state)
        self._announce(PhotosChanged(frozenset(ids)))


def _features_of(answers: Answers) -> dict[PhotoId, Features]:
    return {
        photo_id: answer.features
        for photo_id, answer in answers.items()
        if isinstance(answer, TagReply) and answer.features is not None
    }


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
