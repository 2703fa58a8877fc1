"""What the window looks up on the side: fields of one photo, the write history, problems.

All read a disk, so they run in a lane, before its other work: somebody waits for them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from phototagger.core.errors import PhototaggerError
from phototagger.core.events import Event, FieldsRead, HistoryRead
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.library import Library
from phototagger.core.lookup_events import ProblemsRead
from phototagger.core.metadata import Reading, read_photo
from phototagger.core.photo import PhotoId
from phototagger.core.problems import ProblemGroup, grouped
from phototagger.core.writer import Batch, Writer

log = logging.getLogger(__name__)


class Lookups:
    """Reads on demand and announces what was read.

    Args:
        library: tells where photos are.
        lane: does the reading.
        writer: keeps the write history.
        announce: takes events.
    """

    def __init__(
        self, library: Library, lane: Lane, writer: Writer, announce: Callable[[Event], None]
    ) -> None:
        self._library = library
        self._lane = lane
        self._writer = writer
        self._announce = announce

    def fields(self, photo_id: PhotoId) -> None:
        """Read the fields of a photo; an earlier wish that has not begun is forgotten."""
        path = self._library.photo(photo_id).path

        def done(outcome: Outcome[Reading]) -> None:
            self._announce(FieldsRead(photo_id, outcome.value))

        self._lane.cancel_if(lambda key: isinstance(key, tuple) and key[0] == "fields")
        self._lane.submit(("fields", photo_id), lambda token: read_photo(path), done, first=True)

    def history(self) -> None:
        """Read the write history."""

        def work(token: CancelToken) -> list[Batch]:
            return self._writer.history()

        def done(outcome: Outcome[list[Batch]]) -> None:
            if outcome.value is not None:
                self._announce(HistoryRead(tuple(outcome.value)))
                return
            self._announce(HistoryRead((), _sentence(outcome.error)))

        # Each wish is answered: between two of them the history may have changed.
        self._lane.submit(("history", object()), work, done, first=True)

    def problems(self) -> None:
        """Read which photos have a problem; an earlier wish that has not begun is forgotten."""

        def work(token: CancelToken) -> tuple[ProblemGroup, ...]:
            return grouped(self._library.lists.problems())

        def done(outcome: Outcome[tuple[ProblemGroup, ...]]) -> None:
            if outcome.error is not None:
                log.error("the problems cannot be read", exc_info=outcome.error)
            self._announce(ProblemsRead(outcome.value))

        self._lane.cancel_if(lambda key: isinstance(key, tuple) and key[0] == "problems")
        self._lane.submit(("problems", object()), work, done, first=True)


def _sentence(error: Exception | None) -> str:
    if isinstance(error, PhototaggerError):
        return str(error)
    log.error("unexpected failure", exc_info=error)
    return "The write history cannot be read; the log file has the details."
