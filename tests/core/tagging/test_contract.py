"""One contract, two services: a recorded answer of the API and the embedded service itself."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image

from phototagger.core.errors import NotAuthorized, RequestRejected, StaleFeatures
from phototagger.core.jobs import CancelToken
from phototagger.core.tagging import Endpoint, Features, TagReply
from phototagger.core.tagging.client import TaggingClient
from phototagger.service.host import ServiceHost

NO_PHOTO = b"this is no photo"


def jpeg(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def embedded() -> Iterator[Endpoint]:
    host = ServiceHost()
    yield host.start()
    host.stop()


@pytest.fixture
def recorded(faulty) -> Endpoint:
    """Answers as the documentation shows it, record by record."""

    def tag(record: dict) -> dict:
        if "_base64" not in record or not record["_base64"].startswith("/9j/"):
            return {"_id": record["_id"], "_status": {"code": 400, "text": "bad image"}}
        name = "exteriér" if lang == "cs" else "outdoor"
        tags = [{"prob": 0.87, "name": name}, {"prob": 0.73, "name": "sky"}]
        return {"_id": record["_id"], "_width": 64, "_height": 48, "_tags": tags}

    lang = "en"

    def behaviour(peer: socket.socket) -> None:
        nonlocal lang
        head, _, body = faulty.requests[-1].partition(b"\r\n\r\n")
        status = {"code": 200, "text": "OK"}
        code = 200
        answer: dict[str, object] = {"status": status, "info": "recorded"}
        if head.startswith(b"POST") and b"Authorization: Token secret-token\r\n" not in head:
            code, answer = 401, {"detail": "Invalid token."}
        elif head.startswith(b"POST"):
            request = json.loads(body)
            lang = request["lang"]
            answer = {"status": status, "records": [tag(r) for r in request["records"]]}
        raw = json.dumps(answer).encode()
        peer.sendall(f"HTTP/1.1 {code} X\r\nContent-Length: {len(raw)}\r\n\r\n".encode() + raw)

    faulty.behave(behaviour)
    return faulty.endpoint()


@pytest.fixture(params=["recorded", "embedded"])
def endpoint(request: pytest.FixtureRequest) -> Endpoint:
    return request.getfixturevalue(request.param)


@pytest.fixture
def client(endpoint: Endpoint) -> TaggingClient:
    return TaggingClient(lambda: endpoint)


def test_it_says_who_it_is(client: TaggingClient) -> None:
    assert client.ping()


def test_every_photo_gets_its_answer(client: TaggingClient) -> None:
    colours = {"10": "red", "2": "green", "x y": "blue"}
    photos = [(key, jpeg(colour)) for key, colour in colours.items()]

    answers = client.tag(photos, "en", CancelToken())

    assert list(answers) == ["10", "2", "x y"]
    for answer in answers.values():
        assert isinstance(answer, TagReply)
        probabilities = [suggestion.probability for suggestion in answer.suggestions]
        assert probabilities == sorted(probabilities, reverse=True)
        assert probabilities and 0 <= min(probabilities) <= max(probabilities) <= 1


def test_languages_differ(client: TaggingClient) -> None:
    english, czech = (
        client.tag([("1", jpeg("green"))], lang, CancelToken())["1"] for lang in ("en", "cs")
    )

    assert isinstance(english, TagReply) and isinstance(czech, TagReply)
    assert english.suggestions[0].name != czech.suggestions[0].name
    assert english.suggestions[0].probability == czech.suggestions[0].probability


def test_a_bad_photo_fails_alone(client: TaggingClient) -> None:
    answers = client.tag([("bad", NO_PHOTO), ("good", jpeg("green"))], "en", CancelToken())

    assert isinstance(answers["bad"], RequestRejected)
    assert "could not tag this photo: " in str(answers["bad"])
    assert isinstance(answers["good"], TagReply)


def test_a_wrong_token_is_recognised(endpoint: Endpoint) -> None:
    client = TaggingClient(lambda: replace(endpoint, token="wrong"))

    with pytest.raises(NotAuthorized, match="did not accept the token"):
        client.tag([("1", jpeg("green"))], "en", CancelToken())


def test_our_own_service_tags_from_the_features_it_gave(embedded: Endpoint) -> None:
    client = TaggingClient(lambda: embedded)
    first = client.tag([("1", jpeg("green"))], "en", CancelToken(), wants_features=True)["1"]
    assert isinstance(first, TagReply) and first.features is not None

    again = client.tag([("1", first.features), ("2", jpeg("green"))], "en", CancelToken())
    assert isinstance(again["1"], TagReply) and isinstance(again["2"], TagReply)
    assert again["1"].suggestions == first.suggestions == again["2"].suggestions
    assert again["1"].features is None

    stale = client.tag([("1", Features("another", first.features.values))], "en", CancelToken())
    assert isinstance(stale["1"], StaleFeatures)


def test_other_services_never_see_features(recorded: Endpoint, faulty) -> None:
    client = TaggingClient(lambda: recorded)
    kept = Features("space", b"\x00\x3c")

    answers = client.tag(
        [("1", kept), ("2", jpeg("green"))], "en", CancelToken(), wants_features=True
    )

    assert list(answers) == ["1", "2"]
    assert isinstance(answers["1"], StaleFeatures) and isinstance(answers["2"], TagReply)
    assert len(faulty.requests) == 1
    assert b"eature" not in faulty.requests[0]
    assert isinstance(client.tag([("1", kept)], "en", CancelToken())["1"], StaleFeatures)
    assert len(faulty.requests) == 1
