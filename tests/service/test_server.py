"""The service over HTTP: routes, limits, who may ask, and what a bad record does to the others."""

from __future__ import annotations

import base64
import concurrent.futures
import json
import socket

import pytest

from phototagger.core.errors import ServiceUnavailable
from phototagger.service import body as body_module
from phototagger.service.body import MAX_BODY_BYTES
from phototagger.service.guard import Access

TAGS = "/photo/tags/v2/tags"


def is_error(response, code: int) -> str:
    """Check that both shapes of errors are there; return the sentence."""
    assert response.status_code == code
    assert response.headers["Content-Type"] == "application/json"
    answer = response.json()
    assert answer["status"]["code"] == code
    assert answer["status"]["text"] == answer["detail"] != ""
    assert answer["status"]["error_description"]
    assert "records" not in answer
    return str(answer["detail"])


def names(record: dict) -> list[str]:
    return [tag["name"] for tag in record["_tags"]]


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("prefix", ["/photo/tags/v2", "/tagging/generic/v2", "/v2"])
def test_all_paths_serve_tags_and_ping(service, picture: str, prefix: str, slash: str) -> None:
    tagged = service.ask(f"{prefix}/tags{slash}", {"records": [{"_base64": picture}]})
    assert tagged.status_code == 200
    assert "outdoor" in names(tagged.json()["records"][0])

    for method in ("GET", "POST"):
        ping = service.ask(f"{prefix}/ping{slash}", method=method, token=None)
        assert ping.status_code == 200
        assert "PhotoTagger" in ping.json()["info"]
        assert ping.json()["statistics"]["processing time"] >= 0


def test_an_answer_has_all_documented_parts(service, picture: str) -> None:
    answer = service.ask(TAGS, {"records": [{"_base64": picture}]}).json()

    assert (answer["lang"], answer["tagging_mode"]) == ("en", "complex")
    assert answer["status"]["code"] == 200 and answer["status"]["text"] == "OK"
    assert answer["statistics"]["processing time"] > 0
    record = answer["records"][0]
    assert (record["_width"], record["_height"]) == (180, 120)
    assert record["_status"]["code"] == 200
    assert record["_status"]["request_id"] == answer["status"]["request_id"]
    probabilities = [tag["prob"] for tag in record["_tags"]]
    assert probabilities == sorted(probabilities, reverse=True)


def test_what_the_caller_adds_comes_back_but_neither_picture_nor_path(service, picture) -> None:
    extra = {"_id": "žluť/1", "meta": {"a": [1, 2.5, None, True]}, "half": "\ud800"}
    sent = {"_base64": picture, "_file": "/home/jane/secret.jpg", "_tags": ["mine"], **extra}

    record = service.records(sent)[0]

    assert {name: record[name] for name in extra} == extra
    assert "_base64" not in record and "_file" not in record
    assert record["_tags"] != ["mine"]


def test_languages_and_modes(service, picture: str) -> None:
    english = service.records({"_base64": picture})[0]
    czech = service.records({"_base64": picture}, lang="cs")[0]
    simple = service.records({"_base64": picture}, tagging_mode="simple")[0]

    assert "exteriér" in names(czech)
    assert [t["prob"] for t in english["_tags"]] == [t["prob"] for t in czech["_tags"]]
    assert simple["_tags"] == simple["_tags_simple"] == english["_tags_simple"]
    assert simple["_tags"] == [t["name"] for t in english["_tags"] if t["prob"] >= 0.5]


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "data:image/jpeg;base64,{}",
        "DATA:image/png;base64,{}",
        "\r\n {} \t\n",
    ],
)
def test_base64_forms_that_callers_use(service, picture: str, form: str) -> None:
    wrapped = "\n".join(picture[i : i + 76] for i in range(0, len(picture), 76))

    assert names(service.records({"_base64": form.format(wrapped)})[0])


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({}, "needs a picture"),
        ({"_base64": None}, "needs a picture"),
        ({"_base64": 5}, "needs a picture"),
        ({"_base64": ""}, "is empty"),
        ({"_base64": "data:image/png;base64,"}, "is empty"),
        ({"_base64": "####"}, "is not base64"),
        ({"_base64": "data:text/plain,hello"}, "is not base64"),
        ({"_base64": "data:image/png;base64,data:image/png;base64,AAAA"}, "is not base64"),
        ({"_base64": "čau"}, "is not base64"),
        ({"_base64": "aGVsbG8="}, "no picture"),
        ({"_url": "http://127.0.0.1/x.png"}, "fetches nothing"),
        ({"_url": "file:///etc/passwd"}, "fetches nothing"),
        ({"_file": "/etc/passwd"}, "needs a picture"),
    ],
)
def test_a_bad_record_does_not_spoil_the_others(
    service, picture: str, bad: dict, sentence: str
) -> None:
    first, middle, last = service.records(
        {"_base64": picture, "_id": 1}, bad, {"_base64": picture, "_id": 3}
    )

    assert middle["_status"]["code"] == 400
    assert sentence in middle["_status"]["text"]
    assert "_tags" not in middle and "_base64" not in middle
    assert (first["_id"], last["_id"]) == (1, 3)
    assert first["_tags"] == last["_tags"]


def test_inline_pictures_win_over_addresses(service, picture: str) -> None:
    sent = {"_base64": picture, "_url": "http://127.0.0.1:9/none.png"}

    assert names(service.records(sent)[0])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b"[" * 100_000,
        b"9" * 5_000,
        b'{"records": [{"x": 1e999}]}',
        b'{"records": [{"x": NaN}]}',
        b'{"records": [' + b"[]," * 300_000 + b"{}]}",
        b"null",
        b"[1]",
        {},
        {"records": None},
        {"records": []},
        {"records": {"_url": "x"}},
        {"records": ["x"]},
        {"records": [None]},
        {"records": [{}], "lang": "xx"},
        {"records": [{}], "lang": ["en"]},
        {"records": [{}], "tagging_mode": "weird"},
        {"records": [{}], "tagging_mode": None},
    ],
    ids=lambda body: repr(body)[:30],
)
def test_what_is_no_request_is_refused(service, body: object) -> None:
    is_error(service.ask(TAGS, body), 400)


def test_deep_nesting_is_answered_somehow(service, picture: str) -> None:
    deep = b'{"records": [{"x": ' + b"[" * 900 + b"]" * 900 + b"}]}"

    assert service.ask(TAGS, deep).status_code in (200, 400)


@pytest.mark.parametrize("count", [11, 1000])
def test_more_than_ten_records_are_refused(service, picture: str, count: int) -> None:
    response = service.ask(TAGS, {"records": [{"_base64": picture}] * count})

    assert "At most 10 records" in is_error(response, 400)


@pytest.mark.parametrize(
    "token",
    [None, "", "Token", "Token wrong", "Token token-of-the-test", "Bearer token-of-the-tests"],
)
def test_only_the_token_opens(service, token: str | None) -> None:
    for path, method in (
        (TAGS, "POST"),
        ("/account/v2/details/", "GET"),
        ("/authorization/v2/authorize", "POST"),
    ):
        is_error(service.ask(path, {"records": []}, method=method, token=token), 401)
    is_error(service.ask(f"{TAGS}?token=token-of-the-tests", {}, token=None), 401)


@pytest.mark.parametrize("scheme", ["Token", "JWT", "token"])
def test_both_schemes_of_the_vendors_client(service, scheme: str) -> None:
    account = service.ask("/account/v2/user", method="GET", token=f"{scheme} token-of-the-tests")

    assert isinstance(account.json()["credits_counter"], int)
    assert isinstance(account.json()["credits_limit"], int)


def test_authorize_lets_the_vendors_client_construct(service) -> None:
    body = {"service": "generic-tagging", "call_type": "authenticate"}

    assert service.ask("/authorization/v2/authorize", body).json()["user_id"]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", ""]
)
def test_foreign_host_names_are_refused(service, host: str) -> None:
    for path in ("/v2/ping", TAGS):
        is_error(service.ask(path, {"records": []}, headers={"Host": host}), 403)


@pytest.mark.parametrize("host", ["localhost", "localhost:1", "[::1]:5", "127.0.0.1", "LocalHost"])
def test_names_of_this_machine_are_accepted(service, host: str) -> None:
    assert service.ask("/v2/ping", headers={"Host": host}).status_code == 200


def test_a_request_without_host_is_refused(service) -> None:
    assert b" 403 " in service.send_raw(b"GET /v2/ping HTTP/1.0\r\n\r\n").partition(b"\r\n")[0]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1"])
def test_web_pages_are_refused(service, origin: str) -> None:
    response = service.ask(TAGS, {"records": [{}]}, headers={"Origin": origin})

    is_error(response, 403)
    assert not any(name.lower().startswith("access-control") for name in response.headers)


def test_other_content_types_are_refused(service) -> None:
    is_error(service.ask(TAGS, {"records": [{}]}, headers={"Content-Type": "text/plain"}), 415)


def test_unknown_paths_and_methods_answer_in_json(service) -> None:
    is_error(service.ask("/photo/tags/v2/nothing", {}), 404)
    is_error(service.ask(TAGS, method="GET"), 405)
    is_error(service.ask(TAGS, method="OPTIONS"), 405)


def test_addresses_on_a_network_are_accepted_where_the_service_is_for_it() -> None:
    access = Access("t" * 8, is_local=False, host_names={"tagger.example"})

    assert access.accepts_host("192.168.1.5")
    assert access.accepts_host("tagger.example")
    assert not access.accepts_host("evil.example")


@pytest.mark.parametrize("token", ["Token token-of-the-tests", "Token wrong"])
def test_a_body_over_the_limit_gets_an_answer_that_can_be_read(service, token: str) -> None:
    head = (
        f"POST {TAGS} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {MAX_BODY_BYTES + 1}\r\n\r\n"
    )

    answer = service.send_raw(head.encode() + b" " * (MAX_BODY_BYTES + 1))

    status_line, _, rest = answer.partition(b"\r\n")
    assert int(status_line.split()[1]) == (401 if "wrong" in token else 413)
    assert b'"detail"' in rest


def test_a_chunked_body_over_the_limit_is_refused(service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_module, "MAX_BODY_BYTES", 1000)
    chunk = b"200\r\n" + b" " * 0x200 + b"\r\n"
    head = (
        f"POST {TAGS} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
        "Authorization: Token token-of-the-tests\r\nConnection: close\r\n\r\n"
    )

    assert b" 413 " in service.send_raw(head.encode() + 4 * chunk + b"0\r\n\r\n")


def test_a_body_that_trickles_is_given_up(service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_module, "_PATIENCE_S", 0.1)
    head = (
        f"POST {TAGS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n"
        "Authorization: Token token-of-the-tests\r\n\r\n{"
    )
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as peer:
        peer.sendall(head.encode())
        assert b" 408 " in peer.recv(4096)


def test_curl_is_told_to_go_on_with_a_large_body(service, picture: str) -> None:
    body = json.dumps({"records": [{"_base64": picture}]}).encode()
    head = (
        f"POST {TAGS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        "Authorization: Token {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as peer:
        peer.sendall(head.format("token-of-the-tests").encode())
        assert peer.recv(4096).startswith(b"HTTP/1.1 100 ")
        peer.sendall(body)
        assert b" 200 " in peer.recv(4096)
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as peer:
        peer.sendall(head.format("wrong").encode())
        assert peer.recv(4096).startswith(b"HTTP/1.1 401 ")  # without asking for the body


def test_a_huge_picture_is_refused_and_the_next_one_is_fine(service, picture: str) -> None:
    bomb = (
        b"BM" + b"\0" * 8 + (54).to_bytes(4, "little") + (40).to_bytes(4, "little")
        + (60_000).to_bytes(4, "little") * 2 + b"\x01\0\x18\0" + b"\0" * 24
    )  # fmt: skip
    refused, fine = service.records(
        {"_base64": base64.b64encode(bomb).decode()}, {"_base64": picture}
    )

    assert "pixels" in refused["_status"]["text"]
    assert names(fine)


def test_many_callers_at_once(service, picture: str) -> None:
    def ask(number: int) -> int:
        return service.records({"_base64": picture, "_id": number})[0]["_id"]

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(24))) == list(range(24))


def test_callers_that_leave_early_do_no_harm(service, picture: str) -> None:
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", service.port)) as peer:
            peer.sendall(
                f"POST {TAGS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999\r\n"
                "Authorization: Token token-of-the-tests\r\n\r\n{".encode()
            )

    assert names(service.records({"_base64": picture})[0])


def test_idle_connections_keep_nobody_out(service) -> None:
    idle = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(200)]

    assert service.ask("/v2/ping").status_code == 200

    for peer in idle:
        peer.close()


def test_a_model_that_does_not_load_is_told_to_caller_and_owner(run_service) -> None:
    def load():
        raise ServiceUnavailable("The tagging model is damaged.")

    told: list[str] = []
    with run_service(load, load_failed=lambda error: told.append(str(error))) as service:
        said = is_error(service.ask(TAGS, {"records": [{}]}), 500)

    assert told == [said] == ["The tagging model is damaged."]


def test_one_and_ten_records_are_answered_and_refused_ones_are_not_looked_at(
    run_service, predictor, picture: str
) -> None:
    with run_service(lambda: predictor) as service:
        for count in (1, 10):
            assert len(service.records(*[{"_base64": picture}] * count)) == count
        service.ask(TAGS, {"records": [{"_base64": picture}] * 11})
        service.ask(TAGS, {"records": []})

        counts = service.ask("/metrics", method="GET").text

    assert 'phototagger_records_total{outcome="tagged"} 11\n' in counts
    assert "phototagger_model_pictures_total 11\n" in counts
    assert 'phototagger_requests_total{method="tags",code="400"} 2\n' in counts


def test_counters_need_the_token(service) -> None:
    is_error(service.ask("/metrics", method="GET", token=None), 401)


def test_an_unauthorized_caller_is_told_the_scheme(service) -> None:
    assert service.ask(TAGS, {}, token=None).headers["WWW-Authenticate"] == "Token"


def test_answers_are_never_compressed(service, picture: str) -> None:
    for asked in ("gzip, deflate", "gzip;q=1.0, br", ""):
        response = service.ask(
            TAGS, {"records": [{"_base64": picture}] * 10}, headers={"Accept-Encoding": asked}
        )
        assert "Content-Encoding" not in response.headers
        assert response.json()["status"]["code"] == 200


def test_a_web_page_that_the_user_named_may_call(run_service, predictor, picture: str) -> None:
    access = Access("token-of-the-tests", origins={"https://app.example"})
    with run_service(lambda: predictor, access=access) as service:
        body = {"records": [{"_base64": picture}]}
        allowed = service.ask(TAGS, body, headers={"Origin": "https://app.example"})
        assert allowed.headers["Access-Control-Allow-Origin"] == "https://app.example"
        assert names(allowed.json()["records"][0])

        preflight = service.ask(
            TAGS,
            method="OPTIONS",
            token=None,
            headers={
                "Origin": "https://app.example",
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization,content-type",
            },
        )
        assert preflight.status_code == 200

        for origin in ("https://evil.example", "null", "https://app.example.evil.example"):
            refused = service.ask(TAGS, body, headers={"Origin": origin})
            is_error(refused, 403)
            assert "Access-Control-Allow-Origin" not in refused.headers


def test_more_than_the_service_can_hold_has_to_wait(
    service, picture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit, value in (("MAX_BYTES_AT_ONCE", 1000), ("MAX_REQUESTS_AT_ONCE", 0)):
        with monkeypatch.context() as patched:
            patched.setattr(body_module, limit, value)
            refused = service.ask(TAGS, {"records": [{"_base64": picture}]})
        assert "try again" in is_error(refused, 429)
        assert int(refused.headers["Retry-After"]) > 0

    assert names(service.records({"_base64": picture})[0])  # nothing stays reserved


def test_the_description_names_what_is_served(service) -> None:
    description = service.ask("/openapi.json", method="GET", token=None).json()

    assert description["openapi"].startswith("3.")
    for path, methods in description["paths"].items():
        for method in methods:
            found = service.ask(path, method=method.upper())
            assert found.status_code not in (404, 405), f"{method} {path}"
            assert str(found.status_code) in methods[method]["responses"]
