"""Runs a session without a window: the main thread pumps results home until the work is done."""

from __future__ import annotations

import queue
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from phototagger import app as composition
from phototagger.core.events import Event, Level, Notice
from phototagger.core.jobs import Deliver
from phototagger.core.photo import PhotoId
from phototagger.core.settings import AppPaths, SettingsFile

_POLL_S = 0.05


class Headless:
    """A session over a library of its own, forgotten at the end.

    Attributes:
        app: the program.
        notices: every warning and error by its key; a later one replaces an earlier one.

    Args:
        app_of: builds the program from ``deliver`` and ``announce``.
        listen: takes every event.
    """

    def __init__(
        self,
        app_of: Callable[[Deliver, Callable[[Event], None]], composition.App],
        listen: Callable[[Event], None],
    ) -> None:
        self._closures: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._listen = listen
        self.notices: dict[str, Notice] = {}
        self.app = app_of(self._closures.put, self._announce)

    @property
    def problems(self) -> list[str]:
        """Sentences of every warning and error."""
        return [notice.text for notice in self.notices.values()]

    def finish(self) -> None:
        """Run results home until all work is done."""
        while not (self.app.session.is_idle and self._closures.empty()):
            try:
                closure = self._closures.get(timeout=_POLL_S)
            except queue.Empty:
                continue
            closure()

    def find_photos(self, paths: Sequence[Path]) -> list[PhotoId]:
        """Find the photos in folders and files, with the keywords they have."""
        self.app.session.open(paths)
        self.finish()
        return self.app.session.ids()

    def close(self) -> None:
        """End the program."""
        self.app.end_work()
        while not self._closures.empty():
            self._closures.get()()
        self.app.close()

    def _announce(self, event: Event) -> None:
        if isinstance(event, Notice) and event.level in (Level.WARNING, Level.ERROR):
            self.notices[event.key] = event
        self._listen(event)


@contextmanager
def headless(
    paths: AppPaths, settings_file: SettingsFile, listen: Callable[[Event], None]
) -> Iterator[Headless]:
    """Run with a session of its own; the user's library is not touched, the write history is.

    Args:
        paths: where the program keeps things.
        settings_file: settings for this run.
        listen: takes every event.
    """
    with tempfile.TemporaryDirectory(prefix="phototagger-") as folder:

        def build(deliver: Deliver, announce: Callable[[Event], None]) -> composition.App:
            return composition.build(
                paths,
                deliver,
                announce,
                catalog_file=Path(folder) / "catalog.sqlite",
                settings_file=settings_file,
            )

        run = Headless(build, listen)
        try:
            yield run
        finally:
            run.close()
