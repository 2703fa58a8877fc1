"""Pictures of photos for the window, rendered in lanes in the order in which they are wanted."""

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


class PictureRun:
    """The verbs that concern pictures.

    Args:
        library: knows the photos.
        lanes: where pictures are rendered.
        thumbnails: pixels with a disk cache.
        upload_edge_px: tells how large a photo is sent to the service.
        problem: is told why a photo cannot be shown; returns the sentence.
        announce: takes events.
    """

    def __init__(
        self,
        library: Library,
        lanes: Lanes,
        thumbnails: Thumbnails,
        upload_edge_px: Callable[[], int],
        problem: Callable[[Photo, Exception | None], str],
        announce: Callable[[Event], None],
    ) -> None:
        self._library = library
        self._lanes = lanes
        self._thumbnails = thumbnails
        self._upload_edge_px = upload_edge_px
        self._problem = problem
        self._announce = announce

    def look_at(self, ids: Sequence[PhotoId], edge_px: int) -> None:
        """Render thumbnails of these photos, in this order; earlier wishes are forgotten.

        The pictures that cameras embedded cost next to nothing and come first, all of them.

        Args:
            ids: visible photos first, then their neighbours.
            edge_px: longest side in device pixels.
        """
        photos = self._library.photos(ids)
        quick = [
            self._preview_job(photos[start : start + _PREVIEW_BATCH], edge_px)
            for start in range(0, len(photos), _PREVIEW_BATCH)
        ]
        sharp = [self._thumbnail_job(photo, edge_px) for photo in photos]
        jobs: list[Job[Any]] = [*quick, *sharp]
        self._lanes.thumbnails.replace_pending(jobs)

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
            problem = "" if outcome.value is not None else self._problem(photo, outcome.error)
            self._show(ThumbnailReady(photo.id, photo.fingerprint, edge_px, outcome.value, problem))

        return Job(("thumbnail", photo.id, edge_px), work, done)

    def look_closer(self, wishes: Sequence[tuple[PhotoId, int]]) -> None:
        """Render a few photos before all others, in this order; earlier wishes are forgotten.

        Args:
            wishes: photos, each with the device pixels of its longest side.
        """
        photos = {photo.id: photo for photo in self._library.photos(i for i, _ in wishes)}
        jobs = [self._thumbnail_job(photos[i], edge) for i, edge in wishes if i in photos]
        self._lanes.closeup.replace_pending(jobs)

    def look_aside(self, ids: Sequence[PhotoId], edge_px: int) -> None:
        """Render a few photos soon, without forgetting what else is to be rendered."""
        for photo in reversed(self._library.photos(ids)):
            job = self._thumbnail_job(photo, edge_px)
            self._lanes.thumbnails.submit(job.key, job.work, job.done, first=True)
