"""The client against services that misbehave: one clear sentence each, and nothing leaks."""

from __future__ import annotations

import contextlib
import gzip
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from phototagger.core.errors import (
    BadReply,
    Cancelled,
    NotAuthorized,
    RequestRejected,
    ServiceBusy,
    ServiceUnavailable,
    TaggingError,
)
from phototagger.core.jobs import CancelToken
from phototagger.core.tagging import Endpoint, TagReply
from phototagger.core.tagging.client import TaggingClient
from phototagger.core.tagging.pacing import Pacing
from phototagger.core.tagging.request_log import RequestLog

PHOTO = ("7", b"\xff\xd8 a photo \xff\xd9")


def good(*keys: str) -> dict[str, object]:
    tags = [{"name": "beach", "prob": 0.9}]
    records = [{"_id": key, "_tags": tags, "_status": {"code": 200}} for key in keys or ("7",)]
    return {"status": {"code": 200, "text": "OK"}, "records": records}


def tag(client: TaggingClient, cancel: CancelToken | None = None) -> TagReply:
    answer = client.tag([PHOTO], "en", cancel or CancelToken())["7"]
    assert isinstance(answer, TagReply)
    return answer


def names(reply: TagReply) -> list[str]:
    return [suggestion.name for suggestion in reply.suggestions]


def test_sends_the_photo_the_token_and_nothing_more(faulty) -> None:
    faulty.answer(good())

    assert names(tag(faulty.client())) == ["beach"]

    head, _, body = faulty.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /photo/tags/v2/tags HTTP/1.1")
    assert b"Authorization: Token secret-token" in head
    assert b"Accept-Encoding: identity" in head
    assert b"User-Agent: PhotoTagger/" in head
    request = json.loads(body)
    assert set(request) == {"records", "lang", "tagging_mode"}
    assert set(request["records"][0]) == {"_id", "_base64"}


def test_a_lost_connection_is_tried_again(faulty) -> None:
    faulty.reset()
    faulty.send(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
    faulty.answer(good())

    assert names(tag(faulty.client())) == ["beach"]
    assert len(faulty.requests) == 3


def test_gives_up_after_the_last_attempt_and_says_so(faulty) -> None:
    faulty.reset()
    told: list[Endpoint] = []

    with pytest.raises(ServiceUnavailable, match=r"^127\.0\.0\.1:\d+ broke off the connection"):
        tag(faulty.client(failed=told.append))

    assert len(faulty.requests) == 3
    assert len(told) == 3


@pytest.mark.parametrize("code", [500, 502, 503, 429])
def test_bursts_of_failures_are_survived(faulty, code: int) -> None:
    faulty.answer("<html>maintenance</html>", code)
    faulty.answer({"detail": "later"}, code)
    faulty.answer(good())

    assert names(tag(faulty.client())) == ["beach"]
    assert len(faulty.requests) == 3


@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_token_is_not_tried_again_and_never_shown(faulty, code: int) -> None:
    faulty.answer({"detail": "token secret-token is unknown"}, code)

    with pytest.raises(NotAuthorized, match="did not accept the token") as caught:
        tag(faulty.client())

    assert len(faulty.requests) == 1
    assert "secret-token" not in str(caught.value) + caught.value.detail


@pytest.mark.parametrize(
    ("asked", "lowest", "highest"),
    [
        ("7", 7, 7),
        ("999999", 60, 60),
        (timedelta(seconds=30), 20, 30),
        (timedelta(days=9), 60, 60),
        (timedelta(days=-9), 0, 0),
        ("soon", 0, 0),
        ("-4", 0, 0),
    ],
)
def test_waits_as_long_as_asked_within_reason(
    faulty, asked: str | timedelta, lowest: float, highest: float
) -> None:
    header = asked if isinstance(asked, str) else format_datetime(datetime.now(UTC) + asked)
    faulty.answer({}, 429, (f"Retry-After: {header}",))
    faulty.answer(good())
    pacing = faulty.pacing()

    tag(faulty.client(pacing=pacing))

    assert len(pacing.waits) == 1
    assert lowest <= pacing.waits[0] <= highest


def test_the_last_busy_answer_reaches_the_caller_with_its_wait(faulty) -> None:
    faulty.answer({}, 503, ("Retry-After: 12",))

    with pytest.raises(ServiceBusy) as caught:
        tag(faulty.client(attempts=1))

    assert caught.value.retry_after_s == 12


def test_cancelling_ends_the_wait_between_attempts(faulty) -> None:
    faulty.answer({}, 429, ("Retry-After: 50",))
    token = CancelToken()
    threading.Timer(0.1, token.cancel).start()

    started = time.monotonic()
    with pytest.raises(Cancelled):
        tag(faulty.client(pacing=Pacing()), token)
    assert time.monotonic() - started < 1


def test_cancelling_ends_a_request_that_gets_no_answer(faulty) -> None:
    faulty.silence()
    token = CancelToken()
    threading.Timer(0.1, token.cancel).start()

    started = time.monotonic()
    with pytest.raises(Cancelled):
        tag(faulty.client(), token)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "first",
    [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"],
)
def test_a_dripping_answer_meets_the_deadline(faulty, first: bytes) -> None:
    faulty.drip(first)

    started = time.monotonic()
    with pytest.raises(ServiceUnavailable, match="did not answer in time"):
        tag(faulty.client(total_deadline_s=0.3, attempts=1))
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(faulty, code: int) -> None:
    faulty.answer("", code, ("Location: http://elsewhere.invalid/x",))

    with pytest.raises(RequestRejected, match=r"points to elsewhere\.invalid"):
        tag(faulty.client())

    assert len(faulty.requests) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<html><body>Sign in</body></html>", 200),
        (b"", 200),
        (b"\xff\xfe\x00", 200),
        (b"[" * 100_000, 200),
        (b"9" * 5_000, 200),
        (b'{"records": {}}', 200),
        (b'{"weather": "fine"}', 200),
        (b'{"records": [{"_id": "7", "_tags": []}]}', 200),  # no status: not this API
        (b'{"message": "no route"}', 404),
        (b"<html>Not found</html>", 404),
        (b"<html>Bad request</html>", 400),
        (b"{}", 405),
    ],
)
def test_other_web_servers_are_recognised_by_name(faulty, body: bytes, code: int) -> None:
    faulty.answer(body, code)

    with pytest.raises(BadReply, match=r"^127\.0\.0\.1:\d+ does not answer like a tagging service"):
        tag(faulty.client())


def test_a_byte_order_mark_is_forgiven(faulty) -> None:
    faulty.answer(b"\xef\xbb\xbf" + json.dumps(good()).encode())

    assert names(tag(faulty.client())) == ["beach"]


@pytest.mark.parametrize(
    ("code", "kind"),
    [(400, RequestRejected), (402, RequestRejected), (401, NotAuthorized), (500, TaggingError)],
)
def test_an_error_inside_a_good_answer_is_an_error(
    faulty, code: int, kind: type[TaggingError]
) -> None:
    trace = "java.lang.NullPointerException\n\tat com.example.Main\n" * 200
    faulty.answer({"status": {"code": code, "text": "aborted", "error_description": trace}})

    with pytest.raises(kind) as caught:
        tag(faulty.client())

    assert "java" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(caught.value.detail) < 2200


def test_a_gzip_bomb_stops_at_the_cap(faulty) -> None:
    bomb = gzip.compress(b" " * 200_000_000, 9)
    faulty.answer(bomb, headers=("Content-Encoding: gzip",))
    tracemalloc.start()

    with pytest.raises(BadReply, match="far more than an answer"):
        tag(faulty.client(max_reply_bytes=1_000_000))

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_an_endless_answer_stops_at_the_cap(faulty) -> None:
    faulty.answer(b" " * 3_000_000)

    with pytest.raises(BadReply, match="far more than an answer"):
        tag(faulty.client(max_reply_bytes=1_000_000))


def test_a_closed_port_is_named() -> None:
    client = TaggingClient(lambda: Endpoint("http://127.0.0.1:9"), attempts=1)

    with pytest.raises(ServiceUnavailable, match=r"^127\.0\.0\.1:9 cannot be reached"):
        tag(client)


def test_a_host_without_address_is_named() -> None:
    client = TaggingClient(lambda: Endpoint("https://tagger.invalid"), attempts=1)

    with pytest.raises(ServiceUnavailable, match=r"^tagger\.invalid cannot be found"):
        tag(client)


def test_a_port_without_encryption_is_refused(faulty) -> None:
    faulty.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    secure = Endpoint(faulty.address.replace("http:", "https:"), "secret-token")

    with pytest.raises(ServiceUnavailable, match="no valid certificate"):
        tag(TaggingClient(lambda: secure, attempts=1))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("days", ["30", "-1"], ids=["self-signed", "expired"])
def test_a_certificate_that_proves_nothing_is_refused(tmp_path: Path, days: str) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    made = subprocess.run(
        [*command, "-days", days, "-keyout", key, "-out", certificate],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("this openssl makes no such certificate")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        received: list[bytes] = []

        def serve() -> None:
            peer, _ = server.accept()
            with peer, contextlib.suppress(OSError), context.wrap_socket(peer, True) as secure:
                received.append(secure.recv(1000))

        thread = threading.Thread(target=serve)
        thread.start()
        endpoint = Endpoint(f"https://127.0.0.1:{port}", "secret-token")
        with pytest.raises(ServiceUnavailable, match="no valid certificate, so nothing was sent"):
            tag(TaggingClient(lambda: endpoint, attempts=1))
        thread.join(timeout=5)
    assert received in ([], [b""]), "neither token nor photo reached it"


def test_cancelling_ends_an_upload_that_gets_stuck() -> None:
    """A link so slow that nothing moves: the peer accepts and never reads."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        endpoint = Endpoint(f"http://127.0.0.1:{server.getsockname()[1]}", "secret-token")
        client = TaggingClient(lambda: endpoint, attempts=1)
        token = CancelToken()
        threading.Timer(0.2, token.cancel).start()
        started = time.monotonic()
        with pytest.raises(Cancelled):
            client.tag([("7", b"x" * 20_000_000)], "en", token)
        assert time.monotonic() - started < 1


def test_credits_are_told_where_the_service_has_them(faulty) -> None:
    faulty.answer({"email": "x@example.org", "credits_counter": 1200, "credits_limit": 100_000})

    credits = faulty.client().credits()

    assert credits is not None
    assert (credits.counter, credits.limit) == (1200, 100_000)
    assert faulty.requests[0].startswith(b"GET /account/v2/details/ HTTP/1.1")


@pytest.mark.parametrize(
    "body",
    [{}, {"credits_counter": "many"}, [], "<html>", {"credits_counter": 0, "credits_limit": 0}],
)
def test_a_service_without_credits_has_none(faulty, body: object) -> None:
    faulty.answer(body)

    assert faulty.client().credits() is None


def test_the_environment_takes_no_part(
    faulty, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login mallory password x\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "nothing"))
    faulty.answer(good())

    assert names(tag(faulty.client())) == ["beach"]
    assert b"Authorization: Token secret-token" in faulty.requests[0]


def test_each_attempt_asks_again_where_the_service_is(faulty) -> None:
    faulty.answer(good())
    addresses = iter([Endpoint("http://127.0.0.1:9", "old"), faulty.endpoint()])
    client = TaggingClient(lambda: next(addresses), first_wait_s=0)

    assert names(tag(client)) == ["beach"]


def test_a_token_that_cannot_be_one_is_not_sent(faulty) -> None:
    client = TaggingClient(lambda: Endpoint(faulty.address, "half\r\nX-Evil: 1"))

    with pytest.raises(NotAuthorized, match="enter it again"):
        tag(client)

    assert faulty.requests == []


def test_no_more_than_ten_photos_at_once(faulty) -> None:
    with pytest.raises(ValueError, match="11 photos"):
        faulty.client().tag([(str(i), b"") for i in range(11)], "en", CancelToken())


def test_ping_tells_who_answers(faulty) -> None:
    faulty.answer({"status": {"code": 200, "text": "OK"}, "info": "Tagger 5"})

    assert faulty.client().ping() == "Tagger 5"
    assert faulty.requests[0].startswith(b"GET /photo/tags/v2/ping ")


def test_ping_recognises_another_server(faulty) -> None:
    faulty.answer("<html>hello</html>")

    with pytest.raises(BadReply, match="does not answer like a tagging service"):
        faulty.client().ping()


def test_every_request_is_in_the_log_with_its_outcome(faulty) -> None:
    faulty.answer({}, 503)
    faulty.answer(good())
    request_log = RequestLog()

    tag(faulty.client(log_to=request_log))

    newest, oldest = request_log.records()
    assert (newest.outcome, newest.photo_count) == ("OK", 1)
    assert newest.sent_bytes > len(PHOTO[1])
    assert newest.service in faulty.address
    assert "busy" in oldest.outcome or "again" in oldest.outcome
    assert "secret-token" not in repr(request_log.records())


def test_the_simple_mode_is_asked_for_by_name(faulty) -> None:
    faulty.answer(good())

    faulty.client().tag([PHOTO], "cs", CancelToken(), mode="simple")

    _, _, body = faulty.requests[0].partition(b"\r\n\r\n")
    sent = json.loads(body)
    assert (sent["lang"], sent["tagging_mode"]) == ("cs", "simple")
