"""From records to answers, off the event loop: parse, decode, predict.

Two threads decode, one predicts; the network uses several cores by itself. The predicting thread
loads the model as its first job, so the service answers pings at once and early requests simply
queue behind the load. Requests meet at that one thread: it is the place to merge their pictures
into larger batches.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Protocol

from phototagger.core.errors import PhotoError, ServiceUnavailable
from phototagger.core.tags import TagSuggestion
from phototagger.service.bundle import Pixels
from phototagger.service.decode import Picture, decode
from phototagger.service.records import (
    Record,
    TagRequest,
    failed_record,
    parse_request,
    picture_bytes,
    tagged_record,
)

_DECODERS = 2


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
    def simple_min_probability(self) -> float:
        """Lowest probability of tags in ``simple`` mode."""

    def predict(self, pictures: Sequence[Pixels], lang: str) -> list[list[TagSuggestion]]:
        """Return the tags of each picture, most probable first."""


class Pipeline:
    """The working threads of the service.

    Args:
        load: makes the model; called once, on the predicting thread.
        load_failed: told when that did not work. Thread: the predicting one.
    """

    def __init__(
        self, load: Callable[[], Tagger], load_failed: Callable[[ServiceUnavailable], None]
    ) -> None:
        self._load = load
        self._load_failed = load_failed
        self._decoding = ThreadPoolExecutor(_DECODERS, thread_name_prefix="decode")
        self._predicting = ThreadPoolExecutor(1, thread_name_prefix="predict")
        self._tagger: Future[Tagger] = self._predicting.submit(self._load_or_tell)

    async def tag(self, body: bytes, request_id: str) -> Record:
        """Answer the body of a tags request, without status and statistics.

        Raises:
            Refusal: it is no tags request.
            ServiceUnavailable: the model could not be loaded.
        """
        tagger = await asyncio.wrap_future(self._tagger)
        loop = asyncio.get_running_loop()
        request = await loop.run_in_executor(self._decoding, parse_request, body, tagger.languages)
        decoding = [
            loop.run_in_executor(self._decoding, _decode, record, tagger.picture_size)
            for record in request.records
        ]
        pictures = await asyncio.gather(*decoding)
        good = [picture.pixels for picture in pictures if isinstance(picture, Picture)]
        tags = await loop.run_in_executor(
            self._predicting, partial(tagger.predict, good, request.lang)
        )
        return {
            "lang": request.lang,
            "tagging_mode": "simple" if request.is_simple else "complex",
            "model": tagger.name,
            "records": _answers(request, pictures, tags, tagger, request_id),
        }

    def close(self) -> None:
        """End the threads after what they do now."""
        self._decoding.shutdown(wait=False, cancel_futures=True)
        self._predicting.shutdown(wait=False, cancel_futures=True)

    def _load_or_tell(self) -> Tagger:
        try:
            return self._load()
        except ServiceUnavailable as error:
            self._load_failed(error)
            raise


def _decode(record: Record, size: tuple[int, int]) -> Picture | str:
    """Return the picture of a record, or a sentence why there is none."""
    try:
        return decode(picture_bytes(record), size)
    except PhotoError as error:
        return str(error)


def _answers(
    request: TagRequest,
    pictures: Sequence[Picture | str],
    tags: Sequence[Sequence[TagSuggestion]],
    tagger: Tagger,
    request_id: str,
) -> list[Record]:
    answers = []
    remaining = iter(tags)
    for record, picture in zip(request.records, pictures, strict=True):
        if isinstance(picture, str):
            answers.append(failed_record(record, picture, request_id))
            continue
        answers.append(
            tagged_record(
                record,
                size=(picture.width_px, picture.height_px),
                tags=next(remaining),
                is_simple=request.is_simple,
                simple_from=tagger.simple_min_probability,
                request_id=request_id,
            )
        )
    return answers
