"""What was sent where, and how it ended: the answer to "did my photos leave this computer?"."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

_KEPT = 1000


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One request to a tagging service.

    Attributes:
        sent_at: seconds since the epoch.
        service: name or host of the service.
        photo_count: photos in it.
        sent_bytes: size of its body.
        seconds: how long it took.
        outcome: "OK", or the sentence of its failure.
    """

    sent_at: float
    service: str
    photo_count: int
    sent_bytes: int
    seconds: float
    outcome: str


class RequestLog:
    """The last requests of this run, newest first. Holds no photo, token or file name.

    Thread: any; appending and copying a deque are atomic.
    """

    def __init__(self) -> None:
        self._records: deque[RequestRecord] = deque(maxlen=_KEPT)

    def add(self, record: RequestRecord) -> None:
        """Remember a request."""
        self._records.appendleft(record)

    def records(self) -> list[RequestRecord]:
        """Return the requests, newest first."""
        return list(self._records)
