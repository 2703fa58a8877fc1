"""Addresses as users type them, and which of them may get a token."""

from __future__ import annotations

import pytest

from phototagger.core.errors import RequestRejected
from phototagger.core.tagging import Endpoint


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("https://api.ximilar.com", "https://api.ximilar.com/photo/tags/v2/tags"),
        (" https://api.ximilar.com/ ", "https://api.ximilar.com/photo/tags/v2/tags"),
        (
            "https://api.ximilar.com/photo/tags/v2/tags/",
            "https://api.ximilar.com/photo/tags/v2/tags",
        ),
        ("https://a.example/tagging/generic/v2", "https://a.example/tagging/generic/v2/tags"),
        ("https://a.example/v2/ping", "https://a.example/v2/tags"),
        ("https://a.example/proxy", "https://a.example/proxy/photo/tags/v2/tags"),
        ("http://127.0.0.1:8787", "http://127.0.0.1:8787/photo/tags/v2/tags"),
        ("http://[::1]:8787", "http://[::1]:8787/photo/tags/v2/tags"),
    ],
)
def test_addresses_are_completed(typed: str, tags: str) -> None:
    endpoint = Endpoint(typed, "t")

    assert endpoint.tags_url == tags
    assert endpoint.ping_url == tags.removesuffix("tags") + "ping"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "api.ximilar.com",
        "ftp://a.example",
        "https://",
        "https://me:pw@a.example",
        "http://[::1",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(RequestRejected, match="must look like https://"):
        _ = Endpoint(typed, "t").tags_url


def test_another_machine_needs_encryption_unless_agreed() -> None:
    with pytest.raises(RequestRejected, match=r"nas\.local:8787 is another machine.*unencrypted"):
        _ = Endpoint("http://nas.local:8787", "t").tags_url

    agreed = Endpoint("http://nas.local:8787", "t", allow_plain_http=True)
    assert agreed.tags_url.startswith("http://nas.local:8787/")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "[::1]"])
def test_this_machine_needs_none(host: str) -> None:
    assert Endpoint(f"http://{host}:1").tags_url.startswith("http://")


@pytest.mark.parametrize("host", ["localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1"])
def test_look_alikes_are_other_machines(host: str) -> None:
    with pytest.raises(RequestRejected, match="another machine"):
        _ = Endpoint(f"http://{host}").tags_url


def test_the_token_does_not_show() -> None:
    assert "hush" not in repr(Endpoint("https://a.example", "hush"))


def test_long_tokens_are_web_tokens() -> None:
    assert Endpoint("https://a.example", "t" * 69).authorization.startswith("Token ")
    assert Endpoint("https://a.example", "t" * 70).authorization.startswith("JWT ")
