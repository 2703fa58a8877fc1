"""Who may ask: the right host name, no web page, the right token.

A loopback address protects against other machines, not against web pages in the user's browser:
by DNS rebinding a page can reach any local port. So the Host header must be one of ours, and any
request with an Origin header, which only browsers send, is refused unless the user named it.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Collection
from dataclasses import dataclass, field

from starlette.requests import Request

from phototagger.core.tagging.endpoint import is_loopback
from phototagger.service.records import Refusal

_SCHEMES = ("token", "jwt")


@dataclass(frozen=True)
class Access:
    """Rules of access.

    Attributes:
        token: what callers must know.
        is_local: the service listens on loopback only.
        host_names: further names under which it may be called.
        origins: web pages (``https://host``) that may call it.
    """

    token: str = field(repr=False)
    is_local: bool = True
    host_names: Collection[str] = ()
    origins: Collection[str] = ()

    def check_address(self, request: Request) -> None:
        """Refuse foreign host names and everything a browser page could send.

        Raises:
            Refusal: with 403.
        """
        hosts = request.headers.getlist("host")
        if len(hosts) != 1 or not self.accepts_host(hosts[0]):
            raise Refusal(403, "The Host header does not name this service.")
        if not set(request.headers.getlist("origin")) <= set(self.origins):
            raise Refusal(403, "Requests from web pages are not accepted.")

    def check_token(self, request: Request) -> None:
        """Refuse callers without the token.

        Raises:
            Refusal: with 401.
        """
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        # Compared as bytes in constant time: the duration must not tell how much was right.
        is_right = hmac.compare_digest(given.strip().encode(), self.token.encode())
        if scheme.lower() not in _SCHEMES or not is_right:
            raise Refusal(401, "The token is missing or wrong (Authorization: Token …).")

    def accepts_host(self, host: str) -> bool:
        """True when the value of a Host header names this service."""
        name = _without_port(host)
        if is_loopback(name) or name in self.host_names:
            return True
        # A bare address cannot be rebound; it is fine wherever other machines may call at all.
        return not self.is_local and _is_address(name)


def _without_port(host: str) -> str:
    name, colon, port = host.strip().lower().rpartition(":")
    if not colon or not port.isdigit():
        name = host.strip().lower()
    return name.removeprefix("[").removesuffix("]")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
