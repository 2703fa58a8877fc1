"""Tokens: found in the right order, kept where they stick, shown nowhere."""

from __future__ import annotations

import sys

import pytest

from phototagger.core.credentials import (
    TOKEN_VARIABLE,
    Credentials,
    SystemKeyring,
    Token,
    TokenPlace,
    origin_of,
)

CLOUD = "https://api.example.com/photo"


class MemoryKeyring:
    """A keyring that keeps secrets in a dictionary."""

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service_name: str, username: str) -> str | None:
        return self.secrets.get((service_name, username))

    def set_password(self, service_name: str, username: str, password: str) -> None:
        self.secrets[service_name, username] = password

    def delete_password(self, service_name: str, username: str) -> None:
        del self.secrets[service_name, username]


class NullKeyring(MemoryKeyring):
    """Accepts every secret and keeps none."""

    def set_password(self, service_name: str, username: str, password: str) -> None:
        return


class BrokenKeyring(MemoryKeyring):
    """A keyring on a machine without a desktop."""

    def get_password(self, service_name: str, username: str) -> str | None:
        raise OSError("no keyring")

    def set_password(self, service_name: str, username: str, password: str) -> None:
        raise OSError("no keyring")


def test_environment_comes_first() -> None:
    keyring = MemoryKeyring()
    Credentials({}, keyring).store(CLOUD, Token("from keyring"))
    credentials = Credentials({TOKEN_VARIABLE: "from environment"}, keyring)
    assert credentials.find(CLOUD).reveal() == "from environment"
    assert credentials.place(CLOUD) is TokenPlace.ENVIRONMENT


def test_stored_token_survives_the_run() -> None:
    keyring = MemoryKeyring()
    assert Credentials({}, keyring).store(CLOUD, Token("secret")) is TokenPlace.KEYRING
    assert Credentials({}, keyring).find(CLOUD) == Token("secret")


@pytest.mark.parametrize("keyring", [NullKeyring(), BrokenKeyring()])
def test_keyring_that_does_not_keep_it_means_memory(keyring: MemoryKeyring) -> None:
    credentials = Credentials({}, keyring)
    assert credentials.store(CLOUD, Token("secret")) is TokenPlace.MEMORY
    assert credentials.find(CLOUD) == Token("secret")
    assert credentials.place(CLOUD) is TokenPlace.MEMORY
    assert not Credentials({}, keyring).find(CLOUD)


def test_token_of_one_service_is_never_given_to_another() -> None:
    credentials = Credentials({TOKEN_VARIABLE: "for the first"}, MemoryKeyring())
    credentials.store("https://one.example", Token("one"))
    assert credentials.find(CLOUD).reveal() == "for the first"
    assert not credentials.find("https://other.example")
    assert not credentials.find("http://api.example.com")
    assert credentials.find("https://one.example:443/other/path") == Token("one")


def test_embedded_service_gets_no_token() -> None:
    credentials = Credentials({TOKEN_VARIABLE: "secret"}, MemoryKeyring())
    assert not credentials.find("embedded")
    assert credentials.place("embedded") is TokenPlace.NOWHERE


def test_forgotten_token_is_gone() -> None:
    keyring = MemoryKeyring()
    credentials = Credentials({}, keyring)
    credentials.store(CLOUD, Token("secret"))
    credentials.forget(CLOUD)
    assert not credentials.find(CLOUD)
    assert not keyring.secrets


def test_newer_token_replaces_an_older_one_everywhere() -> None:
    keyring = MemoryKeyring()
    credentials = Credentials({}, keyring)
    credentials.store(CLOUD, Token("old"))
    credentials.store(CLOUD, Token("new"))
    assert credentials.find(CLOUD) == Token("new")
    assert list(keyring.secrets.values()) == ["new"]


def test_token_does_not_show_itself() -> None:
    token = Token("  very-secret\n")
    assert "secret" not in f"{token} {token!r} {[token]}"
    assert token.reveal() == "very-secret"


def test_missing_keyring_extra_is_an_os_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(OSError, match="extra"):
        SystemKeyring().get_password("phototagger", "https://a:443")
    assert Credentials({}).store(CLOUD, Token("secret")) is TokenPlace.MEMORY


@pytest.mark.parametrize(
    ("endpoint", "origin"),
    [
        ("https://api.example.com/photo/tags", "https://api.example.com:443"),
        (" HTTP://LocalHost:8080 ", "http://localhost:8080"),
        ("embedded", ""),
        ("https://[broken", ""),
        ("no address", ""),
    ],
)
def test_origin(endpoint: str, origin: str) -> None:
    assert origin_of(endpoint) == origin
