"""Downloads the pictures that records name by address (``_url``). Off unless the user turns it on.

A service that fetches what strangers name is a door into the network it stands in. So a name is
resolved once, every address it has must be allowed, and the connection goes to the address that
was checked, whatever the name means a moment later. Redirects pass the same door. Size, time and
number of redirects are limited. Neither proxy settings nor credentials of this machine are used.

Failures say little on purpose: they must not tell a caller which ports of the network are open.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from phototagger.core.errors import UnreadablePhoto

MAX_BYTES = 32 * 1024 * 1024
MAX_REDIRECTS = 3
MAX_SECONDS = 10.0

_MAX_URL_CHARS = 4096
_REDIRECTS = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PLATFORM_DATA = ipaddress.ip_network("169.254.0.0/16")
_FAILURES = (OSError, ValueError, http.client.HTTPException)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Return the numeric addresses of a host, as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True)
class Fetcher:
    """Downloads pictures. Thread: any; blocks for at most `MAX_SECONDS` and a name look-up.

    Attributes:
        allow_private: also from this machine and the networks around it.
        resolve: name and port to numeric addresses.
        max_bytes: size of a download at most.
        max_seconds: duration of a download with its redirects at most.
    """

    allow_private: bool = False
    resolve: Resolve = resolve
    max_bytes: int = MAX_BYTES
    max_seconds: float = MAX_SECONDS

    def fetch(self, url: str) -> bytes:
        """Return what lies at *url*.

        Raises:
            UnreadablePhoto: it is not allowed, not there, too large or too slow.
        """
        with _Deadline(self.max_seconds) as deadline:
            try:
                return self._follow(url, deadline)
            except _FAILURES as error:
                raise UnreadablePhoto(
                    "The picture could not be fetched from “_url”.", detail=repr(error)
                ) from error

    def _follow(self, url: str, deadline: _Deadline) -> bytes:
        for _ in range(1 + MAX_REDIRECTS):
            parts = _checked_parts(url)
            with _Connection(parts, self._checked_address(parts), deadline) as connection:
                connection.ask()
                with connection.getresponse() as answer:
                    if answer.status not in _REDIRECTS:
                        data = self._read(answer)
                        deadline.check()
                        return data
                    target = urljoin(url, answer.getheader("Location", ""))
            if parts.scheme == "https" and not target.startswith("https:"):
                raise _refused()
            url = target
        raise UnreadablePhoto("The address in “_url” redirects too often.")

    def _checked_address(self, parts: SplitResult) -> str:
        host, port = _host_and_port(parts)
        addresses = self.resolve(host, port)
        if not addresses or not all(self._is_allowed(address) for address in addresses):
            raise _refused()
        return addresses[0]

    def _is_allowed(self, text: str) -> bool:
        address = _innermost(ipaddress.ip_address(text))
        if address.is_multicast or address.is_unspecified or address in _PLATFORM_DATA:
            return False  # also where private addresses are fine: clouds keep secrets there
        if address.is_reserved and not address.is_loopback:
            return False
        return address.is_global or self.allow_private

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        if answer.status != 200:
            raise http.client.HTTPException(str(answer.status))
        data = bytearray()
        while chunk := answer.read(65536):
            data += chunk
            if len(data) > self.max_bytes:
                raise UnreadablePhoto(
                    f"The picture in “_url” is larger than {self.max_bytes // 1024**2} MiB."
                )
        if answer.length:  # closed before all of it came
            raise http.client.IncompleteRead(b"", answer.length)
        return bytes(data)


class _Deadline:
    """Ends a conversation in time, however slowly the other side talks.

    The time-out of a socket starts anew with every byte.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_over = False
        self.seconds = seconds

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._timer.cancel()

    def watch(self, opened: socket.socket) -> None:
        """End *opened* when the time is over; raises like `check`."""
        with self._lock:
            self._socket = opened
        self.check()

    def check(self) -> None:
        """Raise TimeoutError when it is over: an answer that was cut off may look whole."""
        if self._is_over:
            raise TimeoutError

    def _expire(self) -> None:
        with self._lock:
            self._is_over = True
            if self._socket is not None:
                try:
                    self._socket.shutdown(socket.SHUT_RDWR)
                except OSError:  # closed already
                    return


class _Connection(http.client.HTTPConnection):
    """An HTTP connection to an address that was checked, under the name that was asked for."""

    def __init__(self, parts: SplitResult, address: str, deadline: _Deadline) -> None:
        self._parts = parts
        self._address = address
        self._deadline = deadline
        host, port = _host_and_port(parts)
        super().__init__(host, port, timeout=deadline.seconds)

    def __enter__(self) -> _Connection:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def connect(self) -> None:
        """Connect to the checked address; certificates are checked against the name."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = plain
        self._deadline.watch(plain)
        if self._parts.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
            self._deadline.watch(self.sock)

    def ask(self) -> None:
        parts = self._parts
        default = _PORTS[parts.scheme] == self.port
        shown = f"[{self.host}]" if ":" in self.host else self.host
        headers = {
            "Host": shown if default else f"{shown}:{self.port}",
            "Accept": "image/*",
            "Accept-Encoding": "identity",
            "User-Agent": "PhotoTagger",
            "Connection": "close",
        }
        path = parts.path or "/"
        self.request("GET", f"{path}?{parts.query}" if parts.query else path, headers=headers)


def _checked_parts(url: str) -> SplitResult:
    parts = urlsplit(url)
    printable = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if (
        len(url) > _MAX_URL_CHARS
        or not printable
        or parts.scheme not in _PORTS
        or not parts.hostname
        or "@" in parts.netloc
    ):
        raise UnreadablePhoto("The field “_url” must be an http:// or https:// address.")
    return parts


def _host_and_port(parts: SplitResult) -> tuple[str, int]:
    assert parts.hostname is not None
    return parts.hostname.rstrip("."), parts.port or _PORTS[parts.scheme]


def _innermost(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for, or the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address


def _refused() -> UnreadablePhoto:
    return UnreadablePhoto("The address in “_url” is not one that this service fetches from.")
