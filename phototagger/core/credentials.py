"""Tokens for tagging services, and where each is kept.

A token belongs to the origin of one endpoint (scheme, host and port) and is never handed out for
another. It is looked for in the environment, then in the system's keyring (the optional
``keyring`` extra), then among the tokens entered in this run. It is never written to a file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlsplit

from phototagger.core.settings import EMBEDDED

TOKEN_VARIABLE = "PHOTOTAGGER_TOKEN"
_SERVICE = "phototagger"
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Token:
    """A secret that does not show itself in logs and tracebacks."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret.strip()

    def reveal(self) -> str:
        """Return the secret, for the request header only."""
        return self._secret

    def __repr__(self) -> str:
        return "Token(•••)" if self._secret else "Token()"

    __str__ = __repr__

    def __bool__(self) -> bool:
        return bool(self._secret)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and other._secret == self._secret

    def __hash__(self) -> int:
        return hash(self._secret)


class TokenPlace(StrEnum):
    """Where a token lies."""

    NOWHERE = "nowhere"
    ENVIRONMENT = "environment"
    KEYRING = "keyring"
    MEMORY = "memory"


class Keyring(Protocol):
    """The three functions of the ``keyring`` package that are used; they raise `OSError`."""

    def get_password(self, service_name: str, username: str) -> str | None:
        """Return a secret or None."""

    def set_password(self, service_name: str, username: str, password: str) -> None:
        """Store a secret."""

    def delete_password(self, service_name: str, username: str) -> None:
        """Remove a secret."""


class SystemKeyring:
    """The keyring of the desktop. Without the ``keyring`` extra every call raises `OSError`."""

    def get_password(self, service_name: str, username: str) -> str | None:
        """Return a secret or None."""
        with _opened_keyring() as keyring:
            found: str | None = keyring.get_password(service_name, username)
            return found

    def set_password(self, service_name: str, username: str, password: str) -> None:
        """Store a secret."""
        with _opened_keyring() as keyring:
            keyring.set_password(service_name, username, password)

    def delete_password(self, service_name: str, username: str) -> None:
        """Remove a secret."""
        with _opened_keyring() as keyring:
            keyring.delete_password(service_name, username)


class Credentials:
    """Finds and keeps tokens. Thread: one at a time; a keyring may take seconds to answer.

    Args:
        environ: the environment; its token is for the first endpoint asked about, no other.
        keyring: where secrets survive this run.
    """

    def __init__(
        self, environ: Mapping[str, str] = os.environ, keyring: Keyring | None = None
    ) -> None:
        self._from_environment = Token(environ.get(TOKEN_VARIABLE, ""))
        self._environment_origin = ""
        self._keyring = keyring or SystemKeyring()
        self._in_memory: dict[str, Token] = {}

    def find(self, endpoint: str) -> Token:
        """Return the token for *endpoint*; an empty one when there is none."""
        return self._look(endpoint)[0]

    def place(self, endpoint: str) -> TokenPlace:
        """Return where the token for *endpoint* lies."""
        return self._look(endpoint)[1]

    def store(self, endpoint: str, token: Token) -> TokenPlace:
        """Keep a token for *endpoint*.

        Returns:
            KEYRING when it was stored there and could be read back, else MEMORY: it is gone
            after this run. (A null keyring accepts every secret and keeps none.)
        """
        origin = origin_of(endpoint)
        self._in_memory[origin] = token
        with suppress(OSError):
            self._keyring.set_password(_SERVICE, origin, token.reveal())
            if self._ask_keyring(origin) == token:
                del self._in_memory[origin]
                return TokenPlace.KEYRING
        return TokenPlace.MEMORY

    def forget(self, endpoint: str) -> None:
        """Remove the stored token of *endpoint*; one in the environment stays."""
        origin = origin_of(endpoint)
        self._in_memory.pop(origin, None)
        if self._ask_keyring(origin):
            with suppress(OSError):
                self._keyring.delete_password(_SERVICE, origin)

    def _look(self, endpoint: str) -> tuple[Token, TokenPlace]:
        origin = origin_of(endpoint)
        if not origin:
            return Token(""), TokenPlace.NOWHERE
        self._environment_origin = self._environment_origin or origin
        if self._from_environment and origin == self._environment_origin:
            return self._from_environment, TokenPlace.ENVIRONMENT
        if origin in self._in_memory:  # newer than the keyring's, which refused it
            return self._in_memory[origin], TokenPlace.MEMORY
        if token := self._ask_keyring(origin):
            return token, TokenPlace.KEYRING
        return Token(""), TokenPlace.NOWHERE

    def _ask_keyring(self, origin: str) -> Token:
        try:
            return Token(self._keyring.get_password(_SERVICE, origin) or "")
        except OSError:
            return Token("")


def origin_of(endpoint: str) -> str:
    """Return scheme, host and port of an endpoint; "" for the embedded service and nonsense."""
    if endpoint == EMBEDDED:
        return ""
    try:
        parts = urlsplit(endpoint.strip())
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}:{port}" if parts.hostname and port else ""


@contextmanager
def _opened_keyring() -> Iterator[Any]:
    """Give the keyring package; what it raises becomes `OSError`."""
    try:
        import keyring  # noqa: PLC0415 - an optional extra that takes long to import
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError as error:
        raise OSError("the keyring extra is not installed") from error
    try:
        yield keyring
    except (KeyringError, RuntimeError, ValueError) as error:
        raise OSError("the keyring refused") from error
