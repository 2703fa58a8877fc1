"""Pictures for the window, rendered in lanes: those on the screen first.

Thread: the one that owns the session's state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from phototagger.core.events import Event, ThumbnailReady
from phototagger.core.jobs import CancelToken, Job, Outcome
from phototagger.core.library import Library
from phototagger.core.parts import Lanes
from phototagger.core.photo import Photo, PhotoId, TaggingState
from phototagger.core.thumbnails import Thumbnail, Thumbnails

_PREVIEW_BATCH = 8


class LookRun:
    """Renders thumbnails.

    Args:
        library: knows the photos.
        lanes: of thumbnails, and of single photos that are looked at closely.
        thumbnails: pixels with a disk cache.
        upload_edge_px: tells how long the upload of a photo is, which is made in passing.
        announce: takes events.
        on_problem: is told of a photo that cannot be shown, and of the reason.
        sentence: says an error.
    """

    def __init__(
        self,
        library: Library,
        lanes: Lanes,
        thumbnails: Thumbnails,
        upload_edge_px: Callable[[], int],
        announce: Callable[[Event], None],
        on_problem: Callable[[Photo, str], None],
        sentence: Callable[[Exception | None], str],
    ) -> None:
        self._library = library
        self._lanes = lanes
        self._thumbnails = thumbnails
        self._upload_edge_px = upload_edge_px
        self._announce = announce
        self._on_problem = on_problem
        self._sentence = sentence

    def look_at(self, ids: Sequence[PhotoId], edge_px: int) -> None:
        """Render these photos; see `Session.look_at`."""
        photos = self._library.photos(ids)
        quick = [
            self._preview_job(photos[start : start + _PREVIEW_BATCH], edge_px)
            for start in range(0, len(photos), _PREVIEW_BATCH)
        ]
        sharp = [self._thumbnail_job(photo, edge_px) for photo in photos]
        jobs: list[Job[Any]] = [*quick, *sharp]
        self._lanes.thumbnails.replace_pending(jobs)

    def look_closer(self, wishes: Sequence[tuple[PhotoId, int]]) -> None:
        """Render a few photos before all others; see `Session.look_closer`."""
        photos = {photo.id: photo for photo in self._library.photos(i for i, _ in wishes)}
        jobs = [self._thumbnail_job(photos[i], edge) for i, edge in wishes if i in photos]
        self._lanes.closeup.replace_pending(jobs)

    def look_aside(self, ids: Sequence[PhotoId], edge_px: int) -> None:
        """Render a few photos soon; see `Session.look_aside`."""
        for photo in reversed(self._library.photos(ids)):
            job = self._thumbnail_job(photo, edge_px)
            self._lanes.thumbnails.submit(job.key, job.work, job.done, first=True)

    def _preview_job(self, photos: Sequence[Photo], edge_px: int) -> Job[None]:
        def work(token: CancelToken) -> None:
            for photo in photos:
                token.check()
                if self._thumbnails.is_stored(photo.path, photo.fingerprint, edge_px):
                    continue  # the sharp one comes as soon
                quick = self._thumbnails.preview(photo.path, edge_px)
                if quick is not None:
                    event = ThumbnailReady(
                        photo.id, photo.fingerprint, edge_px, quick, is_sharp=False
                    )
                    self._lanes.thumbnails.deliver(partial(self._show, event))

        return Job(("preview", edge_px, *(photo.id for photo in photos)), work, lambda _: None)

    def _show(self, event: ThumbnailReady) -> None:
        if self._library.photos([event.id]):  # else removed meanwhile
            self._announce(event)

    def _thumbnail_job(self, photo: Photo, edge_px: int) -> Job[Thumbnail]:
        is_queued = photo.tagging is TaggingState.QUEUED
        upload_edge_px = self._upload_edge_px() if is_queued else 0

        def work(token: CancelToken) -> Thumbnail:
            version = (photo.path, photo.fingerprint, edge_px)
            return self._thumbnails.render(*version, token, upload_edge_px=upload_edge_px)

        def done(outcome: Outcome[Thumbnail]) -> None:
            problem = self._sentence(outcome.error) if outcome.value is None else ""
            is_news = problem and problem != photo.problem
            if is_news and self._library.photos([photo.id]):
                self._on_problem(photo, problem)
            self._show(ThumbnailReady(photo.id, photo.fingerprint, edge_px, outcome.value, problem))

        return Job(("thumbnail", photo.id, edge_px), work, done)
