"""Pictures by address: only what the user allowed, only the address that was checked."""

from __future__ import annotations

import concurrent.futures
import http.server
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from phototagger.core.errors import UnreadablePhoto
from phototagger.service.fetch import Fetcher

NOT_ALLOWED = "is not one that this service fetches from"
NOT_AN_ADDRESS = "must be an http:// or https:// address"


class Site(http.server.ThreadingHTTPServer):
    """A web site on loopback that writes down who asked for what."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.asked: list[str] = []
        self.connections = 0
        self.headers: dict[str, str] = {}
        self.picture = b""

    def get_request(self):
        self.connections += 1
        return super().get_request()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Page(http.server.BaseHTTPRequestHandler):
    server: Site

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers = dict(self.headers)
        name, _, rest = self.path[1:].partition("/")
        if name == "redirect":
            self.reply(302, {"Location": rest})
        elif name == "loop":
            self.reply(301, {"Location": "/loop"})
        elif name == "missing":
            self.reply(404, body=b"none")
        elif name == "short":
            self.reply(200, {"Content-Length": "1000"}, b"only this")
        elif name == "endless":
            self.reply(200, {"Content-Length": str(10**9)}, bytes(3_000_000))
        elif name == "drip":
            self.drip()
        else:
            self.reply(200, body=self.server.picture)

    def reply(self, code: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        self.send_response(code)
        sent = {"Content-Length": str(len(body)), **(headers or {})}
        for name, value in sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        stopped = threading.Event()
        try:
            while not stopped.wait(0.05):
                self.wfile.write(b"x")
        except OSError:
            return


@pytest.fixture(scope="module")
def shared_site() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.serve_forever, args=(0.02,))
    thread.start()
    yield site
    site.shutdown()
    thread.join()
    site.server_close()


@pytest.fixture
def site(shared_site: Site, meadow_jpeg: bytes) -> Site:
    shared_site.picture = meadow_jpeg
    shared_site.asked.clear()
    shared_site.connections = 0
    return shared_site


def pretend(*addresses: str):
    """Return a resolver that answers every name so."""
    return lambda host, port: list(addresses)


def refused(url: str, fetcher: Fetcher | None = None) -> str:
    with pytest.raises(UnreadablePhoto) as caught:
        (fetcher or Fetcher()).fetch(url)
    return str(caught.value)


def test_off_unless_turned_on(service, site: Site) -> None:
    record = service.records({"_url": f"{site.address}/photo.jpg"})[0]

    assert "fetches nothing by address" in record["_status"]["text"]
    assert site.connections == 0


def test_a_picture_by_address_is_tagged_like_the_same_inline(
    run_service, predictor, site: Site, picture: str
) -> None:
    with run_service(lambda: predictor, fetcher=Fetcher(allow_private=True)) as service:
        url = f"{site.address}/photo.jpg?size=1"
        by_address, inline, text = service.records(
            {"_url": url, "_id": "a"}, {"_base64": picture}, {"_url": f"{site.address}/missing"}
        )

        assert by_address["_url"] == url
        assert by_address["_tags"] == inline["_tags"]
        assert text["_status"]["text"] == "The picture could not be fetched from “_url”."
        assert "/photo.jpg?size=1" in site.asked

        both = service.records({"_base64": picture, "_url": f"{site.address}/other"})[0]
        assert both["_tags"] == inline["_tags"]
        assert "/other" not in site.asked
        for bad in (None, 5, ["http://x"]):
            assert NOT_AN_ADDRESS in service.records({"_url": bad})[0]["_status"]["text"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/x",
        "http://localhost:{port}/x",
        "http://localhost.:{port}/x",
        "http://[::1]:{port}/x",
        "http://[::ffff:127.0.0.1]:{port}/x",
        "http://2130706433:{port}/x",
        "http://0x7f000001:{port}/x",
        "http://0177.0.0.1:{port}/x",
        "http://127.1:{port}/x",
        "http://0.0.0.0:{port}/x",
        "http://[::]:{port}/x",
    ],
)
def test_this_machine_is_not_asked_under_any_spelling(site: Site, url: str) -> None:
    said = refused(url.format(port=site.server_port))

    # Odd spellings are refused or, where the system does not know them, not found.
    assert NOT_ALLOWED in said or "could not be fetched" in said
    assert site.connections == 0


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "127.0.0.1",
        "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
        "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1",
        "64:ff9b::7f00:1", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_names_of_private_addresses_are_refused(address: str) -> None:
    assert NOT_ALLOWED in refused("http://photos.example/x", Fetcher(resolve=pretend(address)))


def test_one_private_address_among_public_ones_is_enough() -> None:
    fetcher = Fetcher(resolve=pretend("93.184.215.14", "10.0.0.1"))

    assert NOT_ALLOWED in refused("http://photos.example/x", fetcher)
    assert NOT_ALLOWED in refused("http://photos.example/x", Fetcher(resolve=pretend()))


@pytest.mark.parametrize("address", ["169.254.169.254", "224.0.0.1", "0.0.0.0", "::"])
def test_some_addresses_are_never_fetched_from(address: str) -> None:
    fetcher = Fetcher(allow_private=True, resolve=pretend(address))

    assert NOT_ALLOWED in refused("http://photos.example/x", fetcher)


def test_a_name_is_looked_up_once_and_the_checked_address_is_used(site: Site) -> None:
    """DNS rebinding: the second answer would be another one."""
    answers = iter([["127.0.0.1"], ["192.0.2.1"], ["192.0.2.1"]])
    fetcher = Fetcher(allow_private=True, resolve=lambda host, port: next(answers))

    data = fetcher.fetch(f"http://photos.example:{site.server_port}/x")

    assert data == site.picture
    assert next(answers) == ["192.0.2.1"]  # asked once
    assert site.headers["Host"] == f"photos.example:{site.server_port}"


def test_redirects_are_followed_and_checked_again(site: Site) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return {"first.example": ["127.0.0.1"], "127.0.0.1": ["127.0.0.1"]}.get(host, ["0.0.0.0"])

    fetcher = Fetcher(allow_private=True, resolve=resolve)
    start = f"http://first.example:{site.server_port}"

    assert fetcher.fetch(f"{start}/redirect//photo.jpg") == site.picture
    assert fetcher.fetch(f"{start}/redirect/{site.address}/photo.jpg") == site.picture
    assert NOT_ALLOWED in refused(f"{start}/redirect/http://second.example/x", fetcher)
    assert NOT_AN_ADDRESS in refused(f"{start}/redirect/file:///etc/passwd", fetcher)
    assert NOT_AN_ADDRESS in refused(f"{start}/redirect/gopher://x/", fetcher)


def test_a_public_site_cannot_redirect_to_this_machine(site: Site) -> None:
    """The first hop counts as public, the second is judged by its own address."""

    class FirstIsFine(Fetcher):
        def _is_allowed(self, text: str) -> bool:
            return not site.asked or super()._is_allowed(text)

    said = refused(f"{site.address}/redirect/{site.address}/secret", FirstIsFine())

    assert NOT_ALLOWED in said
    assert site.asked == [f"/redirect/{site.address}/secret"]


def test_redirects_come_to_an_end(site: Site) -> None:
    assert "redirects too often" in refused(f"{site.address}/loop", Fetcher(allow_private=True))
    assert len(site.asked) == 4


@pytest.mark.parametrize("url", ["short", "missing"])
def test_what_is_not_whole_is_no_picture(site: Site, url: str) -> None:
    said = refused(f"{site.address}/{url}", Fetcher(allow_private=True))

    assert said == "The picture could not be fetched from “_url”."


def test_nobody_listening_sounds_the_same_as_nothing_there(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    closed_port = refused(f"http://127.0.0.1:{port}/x", Fetcher(allow_private=True))

    assert closed_port == refused(f"{site.address}/missing", Fetcher(allow_private=True))


def test_slow_sites_make_nobody_wait_who_sends_pictures(
    run_service, predictor, site: Site, picture: str
) -> None:
    fetcher = Fetcher(allow_private=True, max_seconds=0.3)
    slow = [{"_url": f"{site.address}/drip"}] * 2
    with (
        run_service(lambda: predictor, fetcher=fetcher) as service,
        concurrent.futures.ThreadPoolExecutor(20) as pool,
    ):
        service.records({"_base64": picture})
        waiting = [pool.submit(service.records, *slow) for _ in range(20)]
        while "/drip" not in site.asked:
            pass
        started = time.monotonic()
        assert "_tags" in service.records({"_base64": picture})[0]
        assert time.monotonic() - started < 0.9
        for answer in waiting:
            assert "could not be fetched" in answer.result()[0]["_status"]["text"]


def test_size_has_an_end(site: Site) -> None:
    fetcher = Fetcher(allow_private=True, max_bytes=2 * 1024**2)

    assert "larger than 2 MiB" in refused(f"{site.address}/endless", fetcher)


def test_time_has_an_end_though_bytes_keep_coming(site: Site) -> None:
    started = time.monotonic()

    refused(f"{site.address}/drip", Fetcher(allow_private=True, max_seconds=0.3))

    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "/etc/passwd", "file:///etc/passwd", "ftp://127.0.0.1/x", "http://", "http:///x",
        "http://user:secret@127.0.0.1/x", "http://127.0.0.1\\@evil.example/", "data:image/png,x",
        "http://127.0.0.1/\r\nHost: x", "http://127.0.0.1/ x", "http://exämple.example/",
        "http://x/" + "a" * 5000, "HTTPS:x",
    ],
)  # fmt: skip
def test_other_addresses_are_not_tried(url: str) -> None:
    assert NOT_AN_ADDRESS in refused(url, Fetcher(allow_private=True, resolve=pretend("::")))


@pytest.mark.parametrize("url", ["http://x:99999/", "http://[::1/", "http://x:y/"])
def test_malformed_addresses_are_failures_too(url: str) -> None:
    assert refused(url, Fetcher(allow_private=True))


def test_proxies_and_credentials_of_this_machine_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert Fetcher(allow_private=True).fetch(f"{site.address}/x") == site.picture
    assert "Authorization" not in site.headers
    assert site.headers["Accept-Encoding"] == "identity"


def test_certificates_are_checked(site: Site) -> None:
    said = refused(f"https://127.0.0.1:{site.server_port}/x", Fetcher(allow_private=True))

    assert "could not be fetched" in said
    assert site.asked == []
