"""From records to answers, off the event loop: parse, fetch, decode, predict.

Pictures are decoded in processes of their own and meet in front of the one thread that predicts;
the network uses several cores by itself. That thread loads the model as its first job, so the
service answers pings at once and early requests simply queue behind the load.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from phototagger.core.errors import PhotoError, ServiceUnavailable
from phototagger.core.tags import TagSuggestion
from phototagger.service.arrays import Floats, Pixels
from phototagger.service.attributes import NAMES, attributes
from phototagger.service.batches import Batcher
from phototagger.service.counts import Counts
from phototagger.service.decode import Fit, Picture
from phototagger.service.decoders import DecoderPool
from phototagger.service.features import (
    UnusableFeatures,
    features_text,
    has_kept_features,
    kept_features,
)
from phototagger.service.fetch import Fetcher
from phototagger.service.predict import Seen
from phototagger.service.records import (
    Record,
    TagRequest,
    failed_record,
    parse_request,
    picture_address,
    picture_bytes,
    tagged_record,
)

_READERS = 2
_FETCHES_AT_ONCE = 8
_REQUESTS_AT_ONCE = 16
"""Requests whose pictures are in memory; the others wait with what they sent."""

_FETCHING_REQUESTS_AT_ONCE = 4
"""The same for requests with addresses in them: slow sites must not make all others wait."""


class Tagger(Protocol):
    """What the pipeline needs of a model."""

    @property
    def name(self) -> str:
        """Which model this is."""

    @property
    def languages(self) -> Collection[str]:
        """Languages it can name tags in."""

    @property
    def picture_size(self) -> tuple[int, int]:
        """Width and height it wants pictures at."""

    @property
    def fit(self) -> Fit:
        """How a photo becomes a picture of that size."""

    @property
    def simple_min_probability(self) -> float:
        """Lowest probability of tags in ``simple`` mode."""

    @property
    def feature_space(self) -> str:
        """Equal for two models exactly when they make the same features; "" when it has none."""

    @property
    def feature_count(self) -> int:
        """How many features a picture has."""

    def see(self, pictures: Sequence[Pixels]) -> Sequence[Seen]:
        """Return what the model makes of each picture."""

    def recall(self, features: Floats) -> Sequence[Seen]:
        """Return the same for kept features, N × `feature_count`."""

    def select(self, probabilities: Floats, lang: str) -> list[TagSuggestion]:
        """Return the tags worth reporting of one row, most probable first."""


@dataclass(frozen=True, slots=True)
class _Tagged:
    """What the model makes of a record, and what its picture is where it has one."""

    seen: Seen
    size: tuple[int, int] | None
    attributes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Failed:
    """Why there is nothing to say about a record."""

    sentence: str
    code: int = 400


class Pipeline:
    """The working threads and processes of the service.

    Args:
        load: makes the model; called once, on the predicting thread.
        load_failed: told when that did not work. Thread: the predicting one.
        decoders: decode the pictures; closed with the pipeline.
        fetcher: downloads pictures by ``_url``; None refuses them.
    """

    def __init__(
        self,
        load: Callable[[], Tagger],
        load_failed: Callable[[ServiceUnavailable], None],
        decoders: DecoderPool,
        fetcher: Fetcher | None = None,
    ) -> None:
        self.counts = Counts()
        self._load = load
        self._load_failed = load_failed
        self._decoders = decoders
        self._fetcher = fetcher
        self._reading = ThreadPoolExecutor(_READERS, thread_name_prefix="read")
        self._fetching = ThreadPoolExecutor(_FETCHES_AT_ONCE, thread_name_prefix="fetch")
        self._decoding = ThreadPoolExecutor(len(decoders), thread_name_prefix="decode")
        self._predicting = ThreadPoolExecutor(1, thread_name_prefix="predict")
        self._tagger: Future[Tagger] = self._predicting.submit(self._load_or_tell)
        self._batcher: Batcher[Seen] = Batcher(self._predicting, self.counts)
        self._room = asyncio.Semaphore(_REQUESTS_AT_ONCE)
        self._fetching_room = asyncio.Semaphore(_FETCHING_REQUESTS_AT_ONCE)

    async def tag(self, body: bytes | bytearray, request_id: str) -> Record:
        """Answer the body of a tags request, without status and statistics.

        Raises:
            Refusal: it is no tags request.
            ServiceUnavailable: the model could not be loaded.
        """
        tagger = await asyncio.wrap_future(self._tagger)
        loop = asyncio.get_running_loop()
        request = await loop.run_in_executor(self._reading, parse_request, body, tagger.languages)
        is_fetching = self._fetcher is not None and any("_url" in r for r in request.records)
        async with self._fetching_room if is_fetching else self._room:
            found = await self._look(request, tagger)
        answer: Record = {
            "lang": request.lang,
            "tagging_mode": "simple" if request.is_simple else "complex",
            "model": tagger.name,
            "records": [
                self._answer(record, one, request, tagger, request_id)
                for record, one in zip(request.records, found, strict=True)
            ],
        }
        if request.wants_features or any(has_kept_features(r) for r in request.records):
            answer["_feature_space"] = tagger.feature_space
        return answer

    def close(self) -> None:
        """End the threads and processes; what they do now is lost."""
        for pool in (self._reading, self._fetching, self._decoding, self._predicting):
            pool.shutdown(wait=False, cancel_futures=True)
        self._decoders.close()

    async def _look(self, request: TagRequest, tagger: Tagger) -> list[_Tagged | _Failed]:
        pictures = [record for record in request.records if not has_kept_features(record)]
        recalled, seen = await asyncio.gather(
            self._recall(request, tagger),
            asyncio.gather(*(self._see(record, request, tagger) for record in pictures)),
        )
        from_features, from_pictures = iter(recalled), iter(seen)
        return [
            next(from_features if has_kept_features(record) else from_pictures)
            for record in request.records
        ]

    async def _recall(self, request: TagRequest, tagger: Tagger) -> list[_Tagged | _Failed]:
        """Return what is in the records that carry features, in order."""
        found: list[Floats | _Failed] = []
        for record in filter(has_kept_features, request.records):
            try:
                found.append(
                    kept_features(
                        record, request.feature_space, tagger.feature_space, tagger.feature_count
                    )
                )
            except UnusableFeatures as error:
                found.append(_Failed(str(error), error.code))
        rows = [one for one in found if not isinstance(one, _Failed)]
        if not rows:
            return [one for one in found if isinstance(one, _Failed)]
        loop = asyncio.get_running_loop()
        seen = iter(await loop.run_in_executor(self._predicting, tagger.recall, np.stack(rows)))
        return [one if isinstance(one, _Failed) else _Tagged(next(seen), None) for one in found]

    async def _see(self, record: Record, request: TagRequest, tagger: Tagger) -> _Tagged | _Failed:
        """Return what is in the picture of a record, or why nothing is."""
        loop = asyncio.get_running_loop()
        width, height = tagger.picture_size
        fetched = None
        try:
            if (url := picture_address(record, may_fetch=self._fetcher is not None)) is not None:
                assert self._fetcher is not None
                fetched = await loop.run_in_executor(self._fetching, self._fetcher.fetch, url)
            self._batcher.announce()
            try:
                picture = await loop.run_in_executor(
                    self._decoding, self._decode, record, fetched, tagger
                )
                pixels = np.frombuffer(picture.rgb, np.uint8).reshape(height, width, 3)
                seen = self._batcher.see(tagger.see, pixels)
            finally:
                self._batcher.withdraw(tagger.see)
        except PhotoError as error:
            return _Failed(str(error))
        size = (picture.width_px, picture.height_px)
        if not request.wants_attributes:
            return _Tagged(await seen, size)
        found = await loop.run_in_executor(self._reading, attributes, pixels, size)
        return _Tagged(await seen, size, found)

    def _decode(self, record: Record, fetched: bytes | None, tagger: Tagger) -> Picture:
        data = picture_bytes(record) if fetched is None else fetched
        return self._decoders.decode(data, tagger.picture_size, tagger.fit)

    def _answer(
        self,
        record: Record,
        found: _Tagged | _Failed,
        request: TagRequest,
        tagger: Tagger,
        request_id: str,
    ) -> Record:
        self.counts.record(is_tagged=isinstance(found, _Tagged))
        if isinstance(found, _Failed):
            return failed_record(record, found.sentence, request_id, found.code)
        answer = tagged_record(
            record,
            size=found.size,
            tags=tagger.select(found.seen.probabilities, request.lang),
            is_simple=request.is_simple,
            simple_from=tagger.simple_min_probability,
            request_id=request_id,
        )
        if request.wants_features and found.seen.features is not None and tagger.feature_space:
            answer["_features"] = features_text(found.seen.features)
        if found.attributes is not None:
            answer["_attributes"] = [NAMES[name][request.lang] for name in found.attributes]
        return answer

    def _load_or_tell(self) -> Tagger:
        try:
            return self._load()
        except ServiceUnavailable as error:
            self._load_failed(error)
            raise
