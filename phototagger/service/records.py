"""JSON of the tagging API as a service sees it: requests checked, records answered.

Whatever a client sends beside the known fields comes back unchanged, because callers match answers
by fields of their own. The exceptions: picture data (``_base64``), and ``_file``, which the
vendor's client fills with a path of the caller's disk. It is neither opened nor repeated.

Source: docs.ximilar.com, "Generic Photo Tagging", sections Request and Response.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from phototagger.core.errors import UnreadablePhoto
from phototagger.core.tagging.wire import MAX_RECORDS
from phototagger.core.tags import TagSuggestion

Record = dict[str, Any]

_NOT_ECHOED = frozenset(
    (
        *("_base64", "_file", "_status", "_width", "_height", "_tags", "_tags_simple"),
        *("_features", "_attributes"),
    )
)
_DATA_PREFIX = re.compile(r"data:image/[\w.+-]{1,40};base64,", re.ASCII | re.IGNORECASE)

_MAX_VALUES = 200_000


class Refusal(Exception):
    """The request as a whole is refused.

    Attributes:
        code: HTTP status.
        sentence: what the caller should know.
        retry_after_s: when to try again, 0 when that would not help.
    """

    def __init__(self, code: int, sentence: str, *, retry_after_s: int = 0) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class TagRequest:
    """A checked request for tags.

    Attributes:
        records: the caller's records, as they came.
        lang: language of the tags.
        is_simple: names only, and only the sure ones.
        wants_features: the answer shall carry the features of each picture.
        wants_attributes: the answer shall say what each picture is by its pixels alone.
        feature_space: where the features that records carry come from, as the caller says.
    """

    records: tuple[Record, ...]
    lang: str
    is_simple: bool
    wants_features: bool = False
    wants_attributes: bool = False
    feature_space: object = None


def parse_request(body: bytes | bytearray, languages: Collection[str]) -> TagRequest:
    """Check the body of a tags request; unknown fields are ignored.

    Raises:
        Refusal: it is not one.
    """
    request = _load(body)
    if not isinstance(request, dict):
        raise Refusal(400, "The body must be a JSON object.")
    records = request.get("records")
    if not isinstance(records, list) or not records:
        raise Refusal(400, "The field “records” must be a list of at least one record.")
    if len(records) > MAX_RECORDS:
        raise Refusal(400, f"At most {MAX_RECORDS} records are accepted, not {len(records)}.")
    if not all(isinstance(record, dict) for record in records):
        raise Refusal(400, "Every record must be a JSON object.")
    lang, mode = request.get("lang", "en"), request.get("tagging_mode", "complex")
    if lang not in languages:
        raise Refusal(400, f"The field “lang” must be one of: {', '.join(languages)}.")
    if mode not in ("complex", "simple"):
        raise Refusal(400, "The field “tagging_mode” must be “complex” or “simple”.")
    return TagRequest(
        tuple(records),
        lang,
        mode == "simple",
        wants_features=request.get("features") is True,
        wants_attributes=request.get("attributes") is True,
        feature_space=request.get("_feature_space"),
    )


def picture_address(record: Record, *, may_fetch: bool) -> str | None:
    """Return the address in ``_url``, or None when the record has its picture in ``_base64``.

    Raises:
        UnreadablePhoto: the picture would have to be fetched, and may not or cannot be.
    """
    if record.get("_base64") is not None or "_url" not in record:
        return None
    if not may_fetch:
        raise UnreadablePhoto("This service fetches nothing by address; send “_base64”.")
    url = record["_url"]
    if not isinstance(url, str):
        raise UnreadablePhoto("The field “_url” must be an http:// or https:// address.")
    return url


def picture_bytes(record: Record) -> bytes:
    """Return the picture file that a record carries in ``_base64``.

    Accepts what callers send: bare or with one ``data:image/…;base64,`` prefix, with line breaks.
    Anything else is refused; a lenient decoder would make garbage of it.

    Raises:
        UnreadablePhoto: there is none, or it is not base64.
    """
    text = record.get("_base64")
    if not isinstance(text, str):
        raise UnreadablePhoto("The record needs a picture as a string in “_base64”.")
    prefix = _DATA_PREFIX.match(text)
    bare = "".join(text[prefix.end() if prefix else 0 :].split())
    try:
        data = base64.b64decode(bare, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadablePhoto("The field “_base64” is not base64.") from error
    if not data:
        raise UnreadablePhoto("The field “_base64” is empty.")
    return data


def tagged_record(
    record: Record,
    *,
    size: tuple[int, int] | None,
    tags: Sequence[TagSuggestion],
    is_simple: bool,
    simple_from: float,
    request_id: str,
) -> Record:
    """Return the answer to a record whose picture was tagged.

    Args:
        record: as it came.
        size: width and height of the picture as received; None when none was.
        tags: most probable first.
        is_simple: ``_tags`` holds names only.
        simple_from: lowest probability of a simple tag.
        request_id: goes into ``_status``.
    """
    simple = [tag.name for tag in tags if tag.probability >= simple_from]
    complex_tags = [{"prob": tag.probability, "name": tag.name} for tag in tags]
    measures = {} if size is None else {"_width": size[0], "_height": size[1]}
    return {
        **_echo(record),
        "_status": {"code": 200, "text": "OK", "request_id": request_id},
        **measures,
        "_tags": simple if is_simple else complex_tags,
        "_tags_simple": simple,
    }


def failed_record(record: Record, sentence: str, request_id: str, code: int = 400) -> Record:
    """Return the answer to a record without a usable picture."""
    status = {"code": code, "text": sentence, "request_id": request_id}
    return {**_echo(record), "_status": status}


def status(code: int, text: str, request_id: str) -> Record:
    """Return the status object of an answer; a description is there when it is an error."""
    result: Record = {"code": code, "text": text, "request_id": request_id}
    return result if code == 200 else {**result, "error_description": text}


def dump(answer: Record) -> bytes:
    """Return an answer as JSON; ASCII, because echoed text may hold half a surrogate pair.

    Raises:
        Refusal: what the caller wants back is nested too deeply.
    """
    try:
        return json.dumps(answer, allow_nan=False).encode("ascii")
    except RecursionError as error:
        raise Refusal(400, "The records are nested too deeply.") from error


def _load(body: bytes | bytearray) -> object:
    # Every value takes some hundred bytes, so a body of nothing but brackets would grow thirtyfold.
    if sum(body.count(sign) for sign in (b",", b"[", b"{")) > _MAX_VALUES:
        raise Refusal(400, "The body holds too many values.")
    try:
        return json.loads(body, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "The body is not JSON.") from error


def _no_number(text: str) -> float:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):  # 1e999: could be read, could not be echoed
        raise ValueError(text)
    return number


def _echo(record: Record) -> Record:
    return {name: value for name, value in record.items() if name not in _NOT_ECHOED}
