"""Downloads one large file: resumed where it stopped, proven by its digest, cancellable.

What has arrived stays on disk under the name of its address until it is whole, so a broken line, a
closed lid or a change of mind costs nothing that was already transferred. It goes on only with the
very same file: the server must confirm it (``If-Range`` with a strong ETag or a date), and where
the digest is known the whole is compared with it.

Source: RFC 9110, sections 13.1.5 (If-Range), 14 (ranges) and 15.4 (redirects).
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
import urllib3

import phototagger
from phototagger.core.atomic_file import replace_file
from phototagger.core.errors import ModelError
from phototagger.core.jobs import CancelToken
from phototagger.core.models.files import MAX_TOTAL_BYTES
from phototagger.core.tagging.endpoint import is_loopback

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Told how many bytes have arrived, and of how many; 0 when nobody knows."""

SPARE_BYTES = 64 * 1024**2
"""Left free on the disk, whatever is installed."""

_TIMEOUT_S = (10.0, 20.0)
_CHUNK_BYTES = 64 * 1024
_MAX_REDIRECTS = 5
_ATTEMPTS = 4
_FIRST_PAUSE_S = 1.0
_REDIRECTS = (301, 302, 303, 307, 308)
_DIGEST = re.compile(r"sha256=([0-9a-fA-F]{64})", re.ASCII)
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)", re.ASCII)

FreeBytes = Callable[[Path], int]


def free_bytes(folder: Path) -> int:
    """Return how much can still be written where a folder lies."""
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class Address:
    """Where a file is, and what it must be.

    Attributes:
        url: ``https://…``; ``http://`` only from this machine or with a digest.
        sha256: of the file, in small letters; "" when nobody told.
        size: in bytes; 0 when nobody told.
    """

    url: str
    sha256: str = ""
    size: int = 0

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read what a user typed; ``#sha256=…`` at its end is the digest.

        Raises:
            ModelError: nothing can be downloaded from there.
        """
        url, fragment = urldefrag(text.strip())
        digest = _DIGEST.fullmatch(fragment)
        if fragment and digest is None:
            raise ModelError("After # the address must have sha256= and 64 digits, or nothing.")
        address = cls(url, digest[1].lower() if digest else "")
        address.check()
        return address

    def check(self) -> None:
        """Raise `ModelError` when nothing can be downloaded from there."""
        try:
            parts = urlsplit(self.url)
            host, _ = parts.hostname or "", parts.port
        except ValueError as error:
            raise _no_address() from error
        if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
            raise _no_address()
        if parts.scheme == "http" and not self.sha256 and not is_loopback(host):
            raise ModelError(
                "The address starts with http://, so anybody on the way could change the model; "
                "use https://, or add #sha256= and its digest."
            )


@dataclass(slots=True)
class _Part:
    """A file that is on its way, and what the server called it."""

    path: Path
    validator: str = ""

    @classmethod
    def of(cls, folder: Path, address: Address) -> _Part:
        name = hashlib.sha256(address.url.encode("utf-8", "replace")).hexdigest()[:24]
        part = cls(folder / f"{name}.part")
        with suppress(OSError, ValueError):
            kept = json.loads(part._notes.read_bytes())
            if isinstance(kept, dict) and kept.get("url") == address.url:
                part.validator = str(kept.get("validator", ""))
        if not part.validator:
            part.forget()
        return part

    @property
    def size(self) -> int:
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @property
    def _notes(self) -> Path:
        return self.path.with_suffix(".json")

    def restart(self, address: Address, validator: str) -> None:
        self.forget()
        self.validator = validator
        if validator:
            notes = json.dumps({"url": address.url, "validator": validator})
            replace_file(self._notes, notes.encode("utf-8", "replace"))

    def forget(self) -> None:
        self.validator = ""
        for path in (self.path, self._notes):
            path.unlink(missing_ok=True)


class Downloader:
    """Fetches files into a folder. Thread: any, one at a time per folder.

    Args:
        folder: where files are kept on their way.
        free: tells how much room there is.
        pause_s: wait before going on after a broken line; doubles.
    """

    def __init__(
        self, folder: Path, *, free: FreeBytes = free_bytes, pause_s: float = _FIRST_PAUSE_S
    ) -> None:
        self._folder = folder
        self._free = free
        self._pause_s = pause_s

    def fetch(self, address: Address, progress: Progress, cancel: CancelToken) -> Path:
        """Return the file when it is whole; give it to `forget` afterwards.

        Raises:
            ModelError: it cannot be had; the sentence says why, and whether another try goes on.
            Cancelled: *cancel* was cancelled; another try goes on where this one stopped.
        """
        address.check()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = _Part.of(self._folder, address)
            self._fetch(address, part, progress, cancel)
            self._prove(address, part, cancel)
        except OSError as error:  # those of the network are told apart in _attempt
            raise disk_problem(error) from error
        return part.path

    def forget(self, address: Address) -> None:
        """Remove what is kept of a file."""
        with suppress(OSError):
            _Part.of(self._folder, address).forget()

    def _fetch(
        self, address: Address, part: _Part, progress: Progress, cancel: CancelToken
    ) -> None:
        pause_s, furthest, failures = self._pause_s, part.size, 0
        while True:
            broken = _broke_off(address)
            try:
                if self._attempt(address, part, progress, cancel):
                    return
            except _Broken as error:
                log.info("download broke off at %d bytes: %s", part.size, error.detail)
                broken = error.sentence
            # A line that breaks again and again is fine as long as something comes through.
            if part.size > furthest:
                furthest, failures, pause_s = part.size, 0, self._pause_s
                continue
            failures += 1
            if failures == _ATTEMPTS:
                raise ModelError(broken)
            cancel.wait(pause_s)
            pause_s *= 2

    def _attempt(
        self, address: Address, part: _Part, progress: Progress, cancel: CancelToken
    ) -> bool:
        """Fetch what is missing; return whether the file is whole now."""
        cancel.check()
        try:
            with requests.Session() as session:
                session.trust_env = False
                with _open(session, address, part) as response:
                    if _is_whole(response, part):
                        return True
                    total = self._prepare(response, address, part)
                    if total is None:
                        return False
                    _store(response, part, total, progress, cancel)
                    return not total or part.size == total
        except requests.Timeout as error:
            raise _Broken(f"{_host(address)} does not answer; try again later.", error) from error
        except requests.ConnectionError as error:
            is_new = not part.size
            raise _Broken(
                f"{_host(address)} cannot be reached; check the address and your connection."
                if is_new
                else _broke_off(address),
                error,
            ) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _Broken(_broke_off(address), error) from error

    def _prepare(self, response: requests.Response, address: Address, part: _Part) -> int | None:
        """Make room for an answer.

        Returns:
            Size of the whole file, 0 when the server does not say; None to ask again.
        """
        code = response.status_code
        if code == 416:  # what we have is no part of the file
            part.forget()
            return None
        if code == 206:
            found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
            if found is None or int(found[1]) != part.size:
                part.forget()
                return None
            total = int(found[2])
        elif code == 200:
            part.restart(address, _validator(response))
            total = _length(response)
        else:
            raise ModelError(_refusal(address, code))
        self._check_size(address, total)
        self._check_room(total - part.size, total)
        return total

    def _check_size(self, address: Address, total: int) -> None:
        if address.size and total and total != address.size:
            raise ModelError(
                f"{_host(address)} offers {megabytes(total)} where the model has "
                f"{megabytes(address.size)}; it is not downloaded."
            )
        if total > MAX_TOTAL_BYTES:
            raise ModelError(
                f"The file has {megabytes(total)}; a model has at most "
                f"{megabytes(MAX_TOTAL_BYTES)}."
            )

    def _check_room(self, missing: int, total: int) -> None:
        check_room(self._folder, missing + total, self._free)

    def _prove(self, address: Address, part: _Part, cancel: CancelToken) -> None:
        if not address.sha256:
            return
        digest = hashlib.sha256()
        with part.path.open("rb") as file:
            while piece := file.read(1024 * 1024):
                cancel.check()
                digest.update(piece)
        if digest.hexdigest() != address.sha256:
            part.forget()
            raise ModelError(
                f"What {_host(address)} sent is not the model it should be (wrong digest); "
                "it was deleted."
            )


class _Broken(Exception):
    def __init__(self, sentence: str, error: Exception) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = repr(error)


def check_room(folder: Path, wanted: int, free: FreeBytes = free_bytes) -> None:
    """Raise `ModelError` unless so many bytes, and some to spare, fit on the disk."""
    lacking = wanted + SPARE_BYTES - free(folder)
    if lacking > 0:
        raise ModelError(
            f"There is not enough room in {folder}: free {megabytes(lacking)} more and try again."
        )


def disk_problem(error: OSError) -> ModelError:
    """Return the error for a disk that refuses."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ModelError("The disk is full; make room and try again.", detail=repr(error))
    return ModelError(f"The model cannot be stored: {error.strerror or error}.", detail=repr(error))


def megabytes(size: int) -> str:
    """Return a size for people."""
    if size >= 10 * 1000**3:
        return f"{size / 1000**3:.0f} GB"
    if size >= 1000**3:
        return f"{size / 1000**3:.1f} GB"
    return f"{max(1, round(size / 1000**2))} MB"


def _open(session: requests.Session, address: Address, part: _Part) -> requests.Response:
    """Ask for the file, or for the rest of it, and follow redirects by hand."""
    headers = {
        "Accept-Encoding": "identity",
        "User-Agent": f"PhotoTagger/{phototagger.__version__}",
    }
    if part.size and part.validator:
        headers |= {"Range": f"bytes={part.size}-", "If-Range": part.validator}
    at = address
    for _ in range(_MAX_REDIRECTS + 1):
        response = session.get(
            at.url, headers=headers, timeout=_TIMEOUT_S, allow_redirects=False, stream=True
        )
        if response.status_code not in _REDIRECTS:
            return response
        response.close()
        target = urljoin(at.url, response.headers.get("Location", ""))
        if urlsplit(at.url).scheme == "https" and urlsplit(target).scheme != "https":
            raise ModelError(
                f"{_host(at)} points to an address that is not https://; not followed."
            )
        at = Address(urldefrag(target).url, address.sha256, address.size)
        at.check()
    raise ModelError(f"{_host(address)} points from one address to the next without end.")


def _store(
    response: requests.Response,
    part: _Part,
    total: int,
    progress: Progress,
    cancel: CancelToken,
) -> None:
    most = total or MAX_TOTAL_BYTES
    done = part.size
    progress(done, total)
    with part.path.open("ab") as file:
        for piece in response.raw.stream(_CHUNK_BYTES, decode_content=False):
            cancel.check()
            done += len(piece)
            if done > most:
                file.truncate(0)
                raise ModelError("The server sends more than the file it announced.")
            file.write(piece)
            progress(done, total)


def _is_whole(response: requests.Response, part: _Part) -> bool:
    """True when the server says that nothing is missing."""
    end = response.headers.get("Content-Range", "")
    return response.status_code == 416 and part.size > 0 and end == f"bytes */{part.size}"


def _validator(response: requests.Response) -> str:
    """Return what lets a download go on later: a strong ETag, else the date; "" is neither."""
    tag = response.headers.get("ETag", "")
    if tag.startswith('"'):
        return tag
    return response.headers.get("Last-Modified", "") if not tag else ""


def _length(response: requests.Response) -> int:
    text = response.headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _refusal(address: Address, code: int) -> str:
    if code in (401, 403):
        return f"{_host(address)} does not allow this download ({code})."
    if code in (404, 410):
        return f"There is nothing at this address of {_host(address)} ({code}); check it."
    return f"{_host(address)} refuses the download ({code}); try again later."


def _broke_off(address: Address) -> str:
    return f"{_host(address)} broke off; the next try goes on where this one stopped."


def _host(address: Address) -> str:
    return urlsplit(address.url).netloc.rpartition("@")[2] or "The server"


def _no_address() -> ModelError:
    return ModelError("The address of a model must start with https:// or http:// and name a file.")
