"""JSON of the tagging API <-> our values; the only caller-side place that knows field names.

The reply comes from outside and is treated so: matched by ``_id`` and never by position, bounded,
cleaned, and an odd record fails alone. What a service says about an error is cut to one line; the
rest, stack traces included, goes into the error's ``detail``.

Source: docs.ximilar.com, "Generic Photo Tagging", sections Request and Response.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

from phototagger.core.errors import (
    BadReply,
    NotAuthorized,
    RequestRejected,
    ServiceBusy,
    ServiceUnavailable,
    StaleFeatures,
    TaggingError,
)
from phototagger.core.tags import MAX_NAME_CHARS, TagSuggestion, clean_name

MAX_RECORDS = 10
"""Records per request, by the API's documentation."""

MAX_TAGS = 100
"""Tags kept per photo; a service that sends thousands is broken, its best ones are still good."""

UNSCORED_PROBABILITY = 0.5
"""For tags that come as bare names: good enough to show, never good enough to accept unseen."""

STALE_FEATURES = 409
"""Status of a record whose features are not those of the model: send its picture instead."""

_MAX_FEATURE_BYTES = 64 * 1024
_MAX_SPACE_CHARS = 128
_MAX_LISTED_TAGS = 10_000
_MAX_EXPLANATION_CHARS = 200
_MAX_DETAIL_CHARS = 2048


@dataclass(frozen=True, slots=True)
class Features:
    """What the network of our own service makes of a photo; enough to tag it again.

    Attributes:
        space: which network, with which preprocessing; features of two spaces have nothing to do
            with each other.
        values: float16, little endian.
    """

    space: str
    values: bytes


Upload = bytes | Features
"""What is sent for a photo: a JPEG file, or what was kept of an earlier answer."""


@dataclass(frozen=True, slots=True)
class TagReply:
    """What a service said about one photo.

    Attributes:
        suggestions: tags, most probable first, each name once.
        model: which model answered, "" when the service does not say.
        features: of the photo, when they were asked for and the service gives them.
    """

    suggestions: tuple[TagSuggestion, ...]
    model: str = ""
    features: Features | None = None


def build_request(
    photos: Sequence[tuple[str, Upload]],
    lang: str,
    mode: str = "complex",
    *,
    wants_features: bool = False,
) -> bytes:
    """Return the body of a tags request.

    Args:
        photos: id and JPEG bytes (or kept features, all of one space) of each photo; the id comes
            back in the reply.
        lang: ``en`` or ``cs``.
        mode: ``complex`` or ``simple``.
        wants_features: ask for the features of each photo; our own service alone knows them.
    """
    spaces = {upload.space for _, upload in photos if isinstance(upload, Features)}
    if len(spaces) > 1:
        raise ValueError("features of several spaces in one request")
    body: dict[str, object] = {"lang": lang, "tagging_mode": mode}
    if wants_features:
        body["features"] = True
    if spaces:
        body["_feature_space"] = spaces.pop()
    body["records"] = [_record(key, upload) for key, upload in photos]
    return json.dumps(body).encode("ascii")


def parse_reply(
    body: bytes, keys: Sequence[str], service: str
) -> dict[str, TagReply | TaggingError]:
    """Read the reply to a tags request.

    Args:
        body: what came with HTTP status 200.
        keys: the ids that were sent.
        service: what sentences call the service.

    Returns:
        For each of *keys* its tags, or why there are none.

    Raises:
        TaggingError: the reply as a whole is an error or not that of a tagging service.
    """
    reply = _load_object(body, service)
    code = _status_code(reply)
    if code is not None and not 200 <= code < 300:
        raise failure(code, body, service)
    records = reply.get("records")
    if code is None or not isinstance(records, list):
        raise _not_a_tagging_service(service, body)
    model = reply.get("model")
    model_name = clean_name(model[:MAX_NAME_CHARS]) if isinstance(model, str) else ""
    space = reply.get("_feature_space")
    origin = _Origin(service, model_name, space if isinstance(space, str) else "")
    by_key = _by_key(records)
    return {key: _read_answers(by_key.get(key, []), origin) for key in keys}


def parse_ping(body: bytes, service: str) -> str:
    """Return what a service says about itself in reply to a ping.

    Raises:
        TaggingError: as for `parse_reply`.
    """
    reply = _load_object(body, service)
    code = _status_code(reply)
    if code is None:
        raise _not_a_tagging_service(service, body)
    if not 200 <= code < 300:
        raise failure(code, body, service)
    info = reply.get("info")
    return _one_line(info) if isinstance(info, str) else ""


@dataclass(frozen=True, slots=True)
class Credits:
    """What an account says about its credits.

    Attributes:
        counter: ``credits_counter``; whether it counts used or remaining ones is not documented.
        limit: ``credits_limit``; 0 when there is none.
    """

    counter: int
    limit: int


def parse_account(body: bytes) -> Credits | None:
    """Return the credits of an account, None when the service has no such thing."""
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(reply, dict):
        return None
    counter, limit = reply.get("credits_counter"), reply.get("credits_limit")
    if not isinstance(counter, int) or not isinstance(limit, int) or not (counter or limit):
        return None
    return Credits(counter, limit)


def failure(code: int, body: bytes, service: str, retry_after_s: float = 0.0) -> TaggingError:
    """Return the error that an HTTP status, or the status inside a reply, stands for.

    402 is no "payment required" here: the documentation's sample uses it for any aborted call.

    Args:
        code: the status.
        body: what came with it, JSON or not.
        service: what sentences call the service.
        retry_after_s: seconds the service asked to wait, 0 when it did not say.
    """
    detail = f"{code}: {_text(body)[:_MAX_DETAIL_CHARS]}"
    said = _explanation(body)
    quoted = f": {said}" if said else ""
    if code in (401, 403):
        return NotAuthorized(
            f"{service} did not accept the token; check it in the settings.", detail=detail
        )
    if code in (408, 429, 503):
        return ServiceBusy(
            f"{service} is busy; try again later.", retry_after_s=retry_after_s, detail=detail
        )
    if code >= 500:
        return ServiceUnavailable(
            f"{service} has a problem of its own ({code}{quoted}); try again later.", detail=detail
        )
    if code == 413:
        return RequestRejected(
            f"{service} finds the upload too large; send smaller pictures.", detail=detail
        )
    if code in (404, 405) or said is None:
        return _not_a_tagging_service(service, body, detail)
    return RequestRejected(f"{service} refused the request ({code}{quoted}).", detail=detail)


def _load_object(body: bytes, service: str) -> dict[str, object]:
    try:
        reply = json.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:  # RecursionError: "[" a hundred thousand times
        raise _not_a_tagging_service(service, body) from error
    if not isinstance(reply, dict):
        raise _not_a_tagging_service(service, body)
    return reply


def _not_a_tagging_service(service: str, body: bytes, detail: str = "") -> BadReply:
    return BadReply(
        f"{service} does not answer like a tagging service; check its address in the settings.",
        detail=detail or _text(body)[:_MAX_DETAIL_CHARS],
    )


def _status_code(holder: dict[str, object], key: str = "status") -> int | None:
    status = holder.get(key)
    code = status.get("code") if isinstance(status, dict) else None
    if isinstance(code, str) and code.isascii() and code.isdigit() and len(code) == 3:
        return int(code)
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _explanation(body: bytes) -> str | None:
    """Return one line of what the service says went wrong; None when it does not speak JSON."""
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(reply, dict):
        return None
    status = reply.get("status")
    said = reply.get("detail") or (status.get("text") if isinstance(status, dict) else "")
    return _one_line(said) if isinstance(said, str) else ""


def _one_line(text: str) -> str:
    first = text.strip()[: 4 * _MAX_EXPLANATION_CHARS].partition("\n")[0]
    return clean_name(first).rstrip(".")[:_MAX_EXPLANATION_CHARS]


def _text(body: bytes) -> str:
    return body[: 4 * _MAX_DETAIL_CHARS].decode("utf-8", "replace")


def _by_key(records: list[object]) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for record in records:
        if isinstance(record, dict) and isinstance(record.get("_id"), str | int):
            found.setdefault(str(record["_id"]), []).append(record)
    return found


@dataclass(frozen=True, slots=True)
class _Origin:
    """Who answered: what holds for all records of a reply."""

    service: str
    model: str
    space: str


def _record(key: str, upload: Upload) -> dict[str, str]:
    name, data = (
        ("_features", upload.values) if isinstance(upload, Features) else ("_base64", upload)
    )
    return {"_id": key, name: base64.b64encode(data).decode("ascii")}


def _read_answers(answers: list[dict[str, object]], origin: _Origin) -> TagReply | TaggingError:
    if not answers:
        return BadReply(f"{origin.service} sent no answer for this photo; tag it again.")
    if len(answers) > 1:
        return BadReply(f"{origin.service} sent several answers for this photo; tag it again.")
    return _read_record(answers[0], origin)


def _read_record(record: dict[str, object], origin: _Origin) -> TagReply | TaggingError:
    service = origin.service
    code = _status_code(record, "_status")
    if code is not None and code >= 400:
        status = record["_status"]
        text = status.get("text") if isinstance(status, dict) else None
        said = f": {_one_line(text)}" if isinstance(text, str) else ""
        refused = StaleFeatures if code == STALE_FEATURES else RequestRejected
        return refused(f"{service} could not tag this photo{said}.", detail=str(code))
    tags = record.get("_tags")
    if not isinstance(tags, list):
        tags = record.get("_tags_simple")
    if not isinstance(tags, list):
        return BadReply(f"{service} sent no tags for this photo; tag it again.")
    suggestions = _read_tags(tags)
    if tags and not suggestions:
        return BadReply(f"{service} sent tags for this photo that cannot be read; tag it again.")
    return TagReply(suggestions, origin.model, _read_features(record.get("_features"), origin))


def _read_features(text: object, origin: _Origin) -> Features | None:
    """Return the features of a record; odd ones are none, the tags are still good."""
    if not isinstance(text, str) or not 0 < len(origin.space) <= _MAX_SPACE_CHARS:
        return None
    try:
        values = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    is_usable = 0 < len(values) <= _MAX_FEATURE_BYTES and len(values) % 2 == 0
    return Features(origin.space, values) if is_usable else None


def _read_tags(tags: list[object]) -> tuple[TagSuggestion, ...]:
    best: dict[str, float] = {}
    for tag in tags[:_MAX_LISTED_TAGS]:
        name, probability = _read_tag(tag)
        if name and probability is not None and probability > best.get(name, -1.0):
            best[name] = probability
    ranked = sorted(best.items(), key=lambda item: -item[1])[:MAX_TAGS]
    return tuple(TagSuggestion(name, probability) for name, probability in ranked)


def _read_tag(tag: object) -> tuple[str, float | None]:
    if isinstance(tag, str):
        return _name(tag), UNSCORED_PROBABILITY
    if not isinstance(tag, dict) or not isinstance(tag.get("name"), str):
        return "", None
    return _name(tag["name"]), _probability(tag.get("prob"))


def _name(text: str) -> str:
    return clean_name(text[: 4 * MAX_NAME_CHARS])


def _probability(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):  # an integer of four thousand digits overflows
        return None
    if math.isnan(number) or not -1e-6 <= number <= 1 + 1e-6:
        return None
    return min(1.0, max(0.0, number))
