"""Where tagging requests go, and which addresses are fit to send photos and a token to."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from phototagger.core.errors import NotAuthorized, WrongAddress

_API_PREFIX = "/photo/tags/v2"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A tagging service.

    Attributes:
        base_url: address as the user gave it: ``https://api.ximilar.com``, the same with a path
            of its own, or a whole tags address.
        token: secret of this service; never part of a ``repr``.
        name: how sentences call the service; the host when empty.
        knows_features: it is our own service, which gives and takes features of photos.
        allow_plain_http: the user agreed to send token and photos unencrypted to another machine.
    """

    base_url: str
    token: str = field(default="", repr=False)
    name: str = ""
    allow_plain_http: bool = False
    knows_features: bool = False

    @property
    def label(self) -> str:
        """What sentences call this service: its name, else host and port."""
        return self.name or self._parts().netloc.rpartition("@")[2]

    @property
    def tags_url(self) -> str:
        """Address of the tags method.

        Raises:
            WrongAddress: the address cannot be used; the sentence says why.
        """
        return f"{self._api_url()}/tags"

    @property
    def ping_url(self) -> str:
        """Address of the ping method; raises like `tags_url`."""
        return f"{self._api_url()}/ping"

    @property
    def account_url(self) -> str:
        """Address of the account method; raises like `tags_url`.

        Source: "Platform, user" of the Ximilar documentation.
        """
        parts = self._parts()
        self._check(parts)
        return f"{parts.scheme}://{parts.netloc}/account/v2/details/"

    @property
    def authorization(self) -> str:
        """Value of the Authorization header.

        Source: quick start of the Ximilar documentation; long tokens are web tokens, and the
        vendor's own client names them so.

        Raises:
            NotAuthorized: the token cannot be one, so it is not sent.
        """
        if not self.token.isascii() or not self.token.isprintable():
            raise NotAuthorized(
                f"The token for {self.label} holds characters that no token has; enter it again."
            )
        return f"{'JWT' if len(self.token) >= 70 else 'Token'} {self.token}"

    def _api_url(self) -> str:
        parts = self._parts()
        self._check(parts)
        path = parts.path.rstrip("/")
        if path.endswith(("/v2/tags", "/v2/ping")):
            path = path.rpartition("/")[0]
        if not path.endswith("/v2"):
            path += _API_PREFIX
        return f"{parts.scheme}://{parts.netloc}{path}"

    def _parts(self) -> SplitResult:
        try:
            parts = urlsplit(self.base_url.strip())
            _ = parts.port
        except ValueError as error:
            raise self.not_an_address() from error
        return parts

    def _check(self, parts: SplitResult) -> None:
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise self.not_an_address()
        if parts.scheme == "http" and not self.allow_plain_http and not is_loopback(parts.hostname):
            raise WrongAddress(
                f"{self.label} is another machine and its address starts with http://, so token "
                "and photos would travel unencrypted; use an https:// address."
            )

    def not_an_address(self) -> WrongAddress:
        """Return the error for an address that cannot be one."""
        return WrongAddress(
            "The address of the tagging service must look like https://api.ximilar.com; "
            "correct it in the settings."
        )


def is_loopback(host: str) -> bool:
    """True when *host* can only be this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
