"""Large files over bad lines: resumed, proven, refused, and never more than was agreed."""

from __future__ import annotations

import hashlib
import random
import threading
from pathlib import Path

import pytest

from phototagger.core.errors import Cancelled, ModelError
from phototagger.core.jobs import CancelToken
from phototagger.core.models.download import (
    SPARE_BYTES,
    Address,
    Downloader,
    check_room,
    megabytes,
)

DATA = random.Random(5).randbytes(700_000)
OTHER = random.Random(6).randbytes(700_000)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Fetch:
    """A downloader and what it told."""

    def __init__(self, folder: Path, **options: object) -> None:
        self.folder = folder
        self.downloader = Downloader(folder, pause_s=0.0, **options)  # type: ignore[arg-type]
        self.progress: list[tuple[int, int]] = []
        self.cancel = CancelToken()

    def __call__(self, address: Address) -> bytes:
        path = self.downloader.fetch(
            address, lambda done, total: self.progress.append((done, total)), self.cancel
        )
        return path.read_bytes()

    def left(self) -> int:
        """Bytes that are kept."""
        return sum(path.stat().st_size for path in self.folder.glob("*.part"))


@pytest.fixture
def fetch(tmp_path: Path) -> Fetch:
    return Fetch(tmp_path / "downloads")


@pytest.fixture(autouse=True)
def file(server) -> None:
    server.data = DATA


def test_a_file_comes_whole_and_is_counted(server, fetch: Fetch) -> None:
    assert fetch(Address(server.url, sha256(DATA), len(DATA))) == DATA
    assert fetch.progress[0] == (0, len(DATA)) and fetch.progress[-1] == (len(DATA), len(DATA))
    assert [done for done, _ in fetch.progress] == sorted(done for done, _ in fetch.progress)

    fetch.downloader.forget(Address(server.url))
    assert not list(fetch.folder.iterdir())


def test_a_broken_line_goes_on_where_it_stopped(server, fetch: Fetch) -> None:
    server.cuts = [100_000, 50_000, 200_000]

    assert fetch(Address(server.url, sha256(DATA))) == DATA
    assert server.asked == [
        ("", ""),
        ("bytes=100000-", '"one"'),
        ("bytes=150000-", '"one"'),
        ("bytes=350000-", '"one"'),
    ]


def test_a_line_that_brings_nothing_is_given_up_and_the_next_try_goes_on(
    server, fetch: Fetch
) -> None:
    server.cuts = [100_000, 0, 0, 0, 0]
    with pytest.raises(ModelError, match="broke off; the next try goes on where this one stopped"):
        fetch(Address(server.url, sha256(DATA)))
    assert fetch.left() == 100_000

    server.cuts = []
    again = Fetch(fetch.folder)
    assert again(Address(server.url, sha256(DATA))) == DATA
    assert again.progress[0] == (100_000, len(DATA))


def test_a_file_that_changed_meanwhile_starts_again(server, fetch: Fetch) -> None:
    server.cuts = [100_000, 0, 0, 0, 0]
    with pytest.raises(ModelError):
        fetch(Address(server.url))
    server.cuts, server.data, server.etag = [], OTHER, '"two"'

    assert fetch(Address(server.url, sha256(OTHER))) == OTHER
    assert server.asked[-1] == ("bytes=100000-", '"one"')


def test_a_server_without_ranges_starts_again(server, fetch: Fetch) -> None:
    server.takes_ranges = False
    server.cuts = [100_000, 600_000]

    assert fetch(Address(server.url, sha256(DATA))) == DATA
    assert len(server.asked) == 3


@pytest.mark.parametrize(("etag", "date"), [("", ""), ('W/"weak"', ""), ('W/"weak"', "a date")])
def test_nothing_is_resumed_that_cannot_be_told_apart(
    server, fetch: Fetch, etag: str, date: str
) -> None:
    server.etag, server.date = etag, date
    server.cuts = [100_000]

    assert fetch(Address(server.url, sha256(DATA))) == DATA
    assert server.asked == [("", ""), ("", "")]


def test_a_date_is_enough_to_resume(server, fetch: Fetch) -> None:
    server.etag, server.date = "", "Wed, 21 Oct 2015 07:28:00 GMT"
    server.cuts = [100_000]

    assert fetch(Address(server.url, sha256(DATA))) == DATA
    assert server.asked[1] == ("bytes=100000-", server.date)


def test_what_was_whole_already_is_not_fetched_again(server, fetch: Fetch) -> None:
    address = Address(server.url, sha256(DATA))
    fetch(address)

    assert fetch(address) == DATA
    assert server.asked[1:] == [(f"bytes={len(DATA)}-", '"one"')]


def test_what_is_longer_than_the_file_starts_again(server, fetch: Fetch) -> None:
    address = Address(server.url, sha256(DATA[:1000]))
    with pytest.raises(ModelError, match="wrong digest"):
        fetch(address)
    fetch(Address(server.url))
    server.data = DATA[:1000]

    assert fetch(address) == DATA[:1000]


def test_a_wrong_digest_leaves_nothing(server, fetch: Fetch) -> None:
    with pytest.raises(ModelError, match=r"is not the model it should be \(wrong digest\)"):
        fetch(Address(server.url, sha256(OTHER)))

    assert fetch.left() == 0


def test_another_size_than_promised_is_not_downloaded(server, fetch: Fetch) -> None:
    with pytest.raises(ModelError, match="offers 1 MB where the model has 5 MB"):
        fetch(Address(server.url, sha256(DATA), 5_000_000))

    assert fetch.progress == []


@pytest.mark.parametrize("length", [-1, 1_000_000])
def test_odd_lengths(server, fetch: Fetch, length: int) -> None:
    """A server that tells none is believed by the digest; one that promises more broke off."""
    server.length = length
    server.etag = ""
    if length == -1:
        assert fetch(Address(server.url, sha256(DATA))) == DATA
        assert fetch.progress[-1] == (len(DATA), 0)
    else:
        with pytest.raises(ModelError, match="broke off"):
            fetch(Address(server.url, sha256(DATA)))


def test_a_file_that_claims_to_be_enormous_is_not_downloaded(server, fetch: Fetch) -> None:
    server.length = 5 * 1024**4

    with pytest.raises(ModelError, match=r"a model has at most 4\.3 GB"):
        fetch(Address(server.url))


def test_room_is_looked_for_first(server, tmp_path: Path) -> None:
    """Room for the download and for the model made of it."""
    free = SPARE_BYTES + 2 * len(DATA) - 1
    tight = Fetch(tmp_path, free=lambda folder: free)

    with pytest.raises(ModelError, match=r"not enough room in .*: free 1 MB more"):
        tight(Address(server.url))
    assert tight.left() == 0
    assert Fetch(tmp_path, free=lambda folder: free + 1)(Address(server.url)) == DATA


def test_a_full_disk_is_told(server, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, *arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", full)

    with pytest.raises(ModelError, match="The disk is full; make room and try again"):
        fetch(Address(server.url))


def test_cancelling_keeps_what_has_come(server, fetch: Fetch) -> None:
    server.holds, server.length = True, 10 * len(DATA)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            fetch(Address(server.url, sha256(DATA)))
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert server.began.wait(20)
    fetch.cancel.cancel()
    server.hold.set()
    thread.join(20)

    assert isinstance(failures[0], Cancelled)
    server.holds, server.length = False, None
    kept = fetch.left()
    assert Fetch(fetch.folder)(Address(server.url, sha256(DATA))) == DATA
    assert not kept or server.asked[-1][0] == f"bytes={kept}-"


def test_redirects_are_followed(server, fetch: Fetch) -> None:
    server.redirects = {"/a": "/b", "/b": server.url}

    assert fetch(Address(server.url.replace("model.zip", "a"), sha256(DATA))) == DATA


def test_redirects_without_end_are_not(server, fetch: Fetch) -> None:
    server.redirects = {"/model.zip": "/model.zip"}

    with pytest.raises(ModelError, match="without end"):
        fetch(Address(server.url))


@pytest.mark.parametrize("target", ["ftp://example.org/x", "file:///etc/passwd", "https:///x"])
def test_redirects_to_elsewhere_are_not(server, fetch: Fetch, target: str) -> None:
    server.redirects = {"/model.zip": target}

    with pytest.raises(ModelError, match="must start with https:// or http://"):
        fetch(Address(server.url))


def test_a_redirect_to_a_plain_address_elsewhere_is_not(server, fetch: Fetch) -> None:
    server.redirects = {"/model.zip": "http://192.0.2.1/model.zip"}

    with pytest.raises(ModelError, match="anybody on the way could change the model"):
        fetch(Address(server.url))


@pytest.mark.parametrize(
    ("status", "said"),
    [(404, r"nothing at this address .* \(404\)"), (403, "does not allow"), (500, "refuses")],
)
def test_refusals_are_told(server, fetch: Fetch, status: int, said: str) -> None:
    server.status = status

    with pytest.raises(ModelError, match=said):
        fetch(Address(server.url))


def test_a_server_that_is_not_there_is_told(server, fetch: Fetch) -> None:
    with pytest.raises(ModelError, match="cannot be reached; check the address"):
        fetch(Address("http://127.0.0.1:1/model.zip"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must start with https://"),
        ("example.org/x.zip", "must start with https://"),
        ("ftp://example.org/x.zip", "must start with https://"),
        ("https://", "must start with https://"),
        ("https://user:secret@example.org/x", "must start with https://"),
        ("https://example.org:99999/x", "must start with https://"),
        ("https://[::1/x", "must start with https://"),
        ("http://example.org/x.zip", "anybody on the way could change the model"),
        ("https://example.org/x.zip#sha256=12", "must have sha256= and 64 digits"),
        ("https://example.org/x.zip#top", "must have sha256= and 64 digits"),
    ],
)
def test_addresses_that_are_none(text: str, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        Address.parse(text)


def test_addresses_that_are_good() -> None:
    digest = "0123456789abcdef" * 4

    assert Address.parse(" https://example.org/x.zip ") == Address("https://example.org/x.zip")
    assert Address.parse("http://127.0.0.1:8/x").sha256 == ""
    assert Address.parse(f"http://example.org/x#sha256={digest.upper()}").sha256 == digest


def test_sizes_are_readable(tmp_path: Path) -> None:
    sizes = (1, 1_499_999, 95_000_000, 1_500_000_000, 12_000_000_000)

    assert [megabytes(size) for size in sizes] == ["1 MB", "1 MB", "95 MB", "1.5 GB", "12 GB"]
    with pytest.raises(ModelError, match=r"free 1\.1 GB more"):
        check_room(tmp_path, 1024**3, lambda folder: 0)
