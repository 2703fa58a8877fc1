"""Sends photos to a tagging service; the only home of requests.

Nothing of the environment takes part: no proxy variables, no .netrc, no redirects. A redirect
would carry the photo to another host, and a proxy would see the token of a loopback service.
Retries and their waits live here, not in urllib3, because they must be interruptible.

A request runs on a thread of its own and the caller waits for it: so cancelling and the total
deadline work in every phase, name resolution and dripping headers included. An abandoned request
ends at its own socket timeouts and its answer is dropped.
"""

from __future__ import annotations

import io
import logging
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urlsplit

import requests
import urllib3
from urllib3.exceptions import LocationParseError, NameResolutionError, NewConnectionError

import phototagger
from phototagger.core.errors import (
    BadReply,
    Cancelled,
    ServiceBusy,
    ServiceUnavailable,
    StaleFeatures,
    TaggingError,
    WrongAddress,
)
from phototagger.core.jobs import CancelToken
from phototagger.core.tagging import wire
from phototagger.core.tagging.endpoint import Endpoint, is_loopback
from phototagger.core.tagging.pacing import Pacing
from phototagger.core.tagging.request_log import RequestLog, RequestRecord
from phototagger.core.tagging.wire import Features, TagReply, Upload

log = logging.getLogger(__name__)

T = TypeVar("T")

MAX_WAIT_S = 60.0
"""Longest wait between two attempts, whatever the service asks for."""

_CHUNK_BYTES = 64 * 1024
_POLL_S = 0.05


class TaggingClient:
    """Talks to one tagging service. Thread: any; each thread gets its own connection.

    Args:
        endpoint: returns where to send; asked before every attempt, because the embedded service
            gets a new address and token when it was restarted.
        failed: told about an endpoint that gave no usable answer.
        connect_timeout_s: longest wait for a connection.
        total_deadline_s: longest duration of one attempt, however steadily bytes trickle.
        max_reply_bytes: longer replies are refused while they arrive.
        attempts: how often a request is sent at most; every repeat may be billed anew.
        first_wait_s: wait before the second attempt; doubles afterwards.
        pacing: shared by all threads of this client; the default tells nobody about waits.
        log_to: remembers every request.
    """

    def __init__(
        self,
        endpoint: Callable[[], Endpoint],
        *,
        failed: Callable[[Endpoint], None] | None = None,
        connect_timeout_s: float = 5.0,
        total_deadline_s: float = 60.0,
        max_reply_bytes: int = 8 * 1024 * 1024,
        attempts: int = 3,
        first_wait_s: float = 0.5,
        pacing: Pacing | None = None,
        log_to: RequestLog | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._failed = failed
        self._connect_timeout_s = connect_timeout_s
        self._total_deadline_s = total_deadline_s
        self._max_reply_bytes = max_reply_bytes
        self._attempts = attempts
        self._first_wait_s = first_wait_s
        self._pacing = pacing or Pacing()
        self._log_to = log_to or RequestLog()
        self._local = threading.local()

    def tag(
        self,
        photos: Sequence[tuple[str, Upload]],
        lang: str,
        cancel: CancelToken,
        *,
        mode: str = "complex",
        wants_features: bool = False,
    ) -> dict[str, TagReply | TaggingError]:
        """Ask for the tags of some photos.

        Args:
            photos: id and JPEG bytes, or id and kept features, at most `wire.MAX_RECORDS`; ids are
                unique. Features go to our own service only; any other gives `StaleFeatures` for
                these photos, and they are not sent.
            lang: language of the tags, ``en`` or ``cs``.
            mode: ``complex`` for tags with probabilities, ``simple`` for fewer without.
            cancel: ends the request or the wait between two attempts.
            wants_features: ask for features too; a service other than our own is not asked.

        Returns:
            For each id its tags, or why there are none.

        Raises:
            TaggingError: the request as a whole failed, after retries where they can help.
            Cancelled: *cancel* was cancelled.
        """
        if not 0 < len(photos) <= wire.MAX_RECORDS:
            raise ValueError(f"{len(photos)} photos in one request")

        def attempt(endpoint: Endpoint) -> dict[str, TagReply | TaggingError]:
            sent = [photo for photo in photos if _may_be_sent(photo[1], endpoint)]
            found: dict[str, TagReply | TaggingError] = {
                key: _takes_pictures_only(endpoint) for key, _ in photos
            }
            if not sent:
                return found
            asks = wants_features and endpoint.knows_features
            body = wire.build_request(sent, lang, mode, wants_features=asks)
            with self._logged(endpoint, len(sent), len(body)):
                answer = self._exchange("POST", endpoint, endpoint.tags_url, body, cancel)
                keys = [key for key, _ in sent]
                return found | wire.parse_reply(answer, keys, endpoint.label)

        return self._retrying(attempt, cancel)

    def ping(self, cancel: CancelToken | None = None) -> str:
        """Check that the address belongs to a tagging service.

        Returns:
            What the service says about itself, "" when nothing.

        Raises:
            TaggingError: there is none, or it does not answer.
            Cancelled: *cancel* was cancelled.
        """
        token = cancel or CancelToken()
        endpoint = self._endpoint()
        answer = self._exchange("GET", endpoint, endpoint.ping_url, b"", token)
        return wire.parse_ping(answer, endpoint.label)

    def credits(self, cancel: CancelToken | None = None) -> wire.Credits | None:
        """Return the credits of the account, None where the service has none or does not say.

        Raises:
            Cancelled: *cancel* was cancelled.
        """
        endpoint = self._endpoint()
        try:
            answer = self._exchange(
                "GET", endpoint, endpoint.account_url, b"", cancel or CancelToken()
            )
        except TaggingError:
            return None
        return wire.parse_account(answer)

    def _retrying(self, attempt: Callable[[Endpoint], T], cancel: CancelToken) -> T:
        wait_s = self._first_wait_s
        for number in range(1, self._attempts + 1):
            cancel.check()
            endpoint = self._endpoint()
            self._pacing.wait(endpoint.label, cancel)
            try:
                return attempt(endpoint)
            except (ServiceUnavailable, ServiceBusy) as error:
                if isinstance(error, ServiceUnavailable) and self._failed is not None:
                    self._failed(endpoint)
                if number == self._attempts:
                    raise
                asked_s = error.retry_after_s if isinstance(error, ServiceBusy) else 0.0
                # Jitter, so that several workers do not come back at the same moment.
                pause_s = min(MAX_WAIT_S, asked_s or wait_s * random.uniform(0.75, 1.25))
                log.info("attempt %d failed, next in %.1f s: %s", number, pause_s, error)
                self._pacing.hold(pause_s)
                wait_s *= 2
        raise AssertionError("unreachable: the last attempt returns or raises")

    @contextmanager
    def _logged(self, endpoint: Endpoint, photo_count: int, sent_bytes: int) -> Iterator[None]:
        sent_at, begun, outcome = time.time(), time.monotonic(), "OK"
        try:
            yield
        except TaggingError as error:
            outcome = str(error)
            raise
        except Cancelled:
            outcome = "Stopped."
            raise
        finally:
            seconds = time.monotonic() - begun
            self._log_to.add(
                RequestRecord(sent_at, endpoint.label, photo_count, sent_bytes, seconds, outcome)
            )
            log.info("request: %d photos to %s: %s", photo_count, endpoint.label, outcome)

    def _exchange(
        self, method: str, endpoint: Endpoint, url: str, body: bytes, cancel: CancelToken
    ) -> bytes:
        """Send one request and return the body of a good answer; raise for every other one."""
        request = _Request(
            method, url, body, endpoint, time.monotonic() + self._total_deadline_s, cancel
        )
        thread = threading.Thread(
            target=self._run, args=(request, self._session()), name="tagging-request", daemon=True
        )
        thread.start()
        while not request.finished.wait(_POLL_S):
            if cancel.is_cancelled or request.is_late:
                self._local.session = None  # the abandoned request still uses it
                cancel.check()
                raise _too_slow(endpoint)
        if request.error is not None:
            raise request.error
        return request.answer

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False
            self._local.session = session
        return session

    def _run(self, request: _Request, session: requests.Session) -> None:
        try:
            request.answer = self._send(request, session)
        except (TaggingError, Cancelled) as error:
            request.error = error
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            request.error = _connection_failure(error, request.endpoint)
        finally:
            request.finished.set()

    def _send(self, request: _Request, session: requests.Session) -> bytes:
        with session.request(
            request.method,
            request.url,
            data=_Upload(request) if request.body else None,
            headers=_headers(request.endpoint),
            timeout=(self._connect_timeout_s, self._total_deadline_s),
            allow_redirects=False,
            stream=True,
        ) as response:
            body = self._read(response, request)
        _check_status(response, body, request.endpoint)
        return body

    def _read(self, response: requests.Response, request: _Request) -> bytes:
        body = bytearray()
        for chunk in response.raw.stream(_CHUNK_BYTES, decode_content=True):
            body += chunk
            request.check()
            if len(body) > self._max_reply_bytes:
                raise BadReply(
                    f"{request.endpoint.label} sent far more than an answer with tags; "
                    "check its address in the settings."
                )
        return bytes(body)


@dataclass(slots=True)
class _Request:
    """One request on its way, shared by the thread that runs it and the one that waits."""

    method: str
    url: str
    body: bytes = field(repr=False)
    endpoint: Endpoint
    deadline: float
    cancel: CancelToken
    finished: threading.Event = field(default_factory=threading.Event)
    answer: bytes = b""
    error: TaggingError | Cancelled | None = None

    @property
    def is_late(self) -> bool:
        return time.monotonic() > self.deadline

    def check(self) -> None:
        """End the request when nobody waits for it any more."""
        self.cancel.check()
        if self.is_late:
            raise _too_slow(self.endpoint)


class _Upload(io.BytesIO):
    """A body sent in pieces: each has its own timeout, and cancelling works between them."""

    def __init__(self, request: _Request) -> None:
        super().__init__(request.body)
        self._request = request

    def read(self, size: int | None = -1) -> bytes:
        self._request.check()
        return super().read(size)


def _may_be_sent(upload: Upload, endpoint: Endpoint) -> bool:
    return endpoint.knows_features or not isinstance(upload, Features)


def _takes_pictures_only(endpoint: Endpoint) -> TaggingError:
    return StaleFeatures(f"{endpoint.label} takes pictures only; tag this photo again.")


def _headers(endpoint: Endpoint) -> dict[str, str]:
    return {
        "Authorization": endpoint.authorization,
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": f"PhotoTagger/{phototagger.__version__}",
    }


def _check_status(response: requests.Response, body: bytes, endpoint: Endpoint) -> None:
    code = response.status_code
    if 300 <= code < 400:
        target = urlsplit(response.headers.get("Location", "")).netloc or "another address"
        raise WrongAddress(
            f"{endpoint.label} points to {target[:200]} instead of answering, and photos are not "
            "sent on; enter the final address in the settings."
        )
    if code >= 400:
        said = body.replace(endpoint.token.encode(), b"***") if endpoint.token else body
        raise wire.failure(
            code, said, endpoint.label, _retry_after_s(response.headers.get("Retry-After", ""))
        )


def _retry_after_s(text: str) -> float:
    """Read a Retry-After header (RFC 9110, section 10.2.3): seconds or a date; 0 for nonsense."""
    try:
        if text.strip().isascii() and text.strip().isdigit():
            seconds = float(text)
        else:
            moment = parsedate_to_datetime(text)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            seconds = (aware - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return min(MAX_WAIT_S, max(0.0, seconds))


def _too_slow(endpoint: Endpoint) -> ServiceUnavailable:
    return ServiceUnavailable(f"{endpoint.label} did not answer in time; try again later.")


def _connection_failure(error: Exception, endpoint: Endpoint) -> TaggingError:
    if isinstance(error, requests.exceptions.InvalidURL | LocationParseError):
        return endpoint.not_an_address()
    cause = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(error, requests.exceptions.SSLError):
        said = "has no valid certificate, so nothing was sent to it"
    elif isinstance(cause, NameResolutionError):
        said = "cannot be found; check its address and your connection"
    elif isinstance(error, requests.Timeout | TimeoutError):
        said = "did not answer in time; try again later"
    elif isinstance(cause, NewConnectionError):
        is_here = is_loopback(urlsplit(endpoint.base_url).hostname or "")
        online = "" if is_here else " and that you are online"
        said = f"cannot be reached; check that it runs{online}"
    else:
        said = "broke off the connection; try again, with smaller pictures if it happens again"
    return ServiceUnavailable(f"{endpoint.label} {said}.", detail=type(error).__name__)
