"""Installing models beside everything else: one at a time, watched, cancellable.

All state is touched on the thread that ``deliver`` leads to; the work runs in a lane of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from phototagger.core.errors import PhototaggerError
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.models.store import InstallStep, Model, ModelStore

log = logging.getLogger(__name__)

_KEY = "install"


@dataclass(frozen=True, slots=True)
class Installation:
    """How far the running installation is, or how the last one ended.

    Attributes:
        source: what is installed.
        is_running: it has not ended.
        step: what is being done.
        done: bytes.
        total: bytes, 0 when nobody knows.
        problem: why nothing was installed.
        model: what was installed.
    """

    source: str
    is_running: bool = True
    step: InstallStep = InstallStep.COPY
    done: int = 0
    total: int = 0
    problem: str = ""
    model: Model | None = None


class ModelDesk:
    """Installs models in the background. Thread: the one of ``deliver``.

    Attributes:
        store: the models.
        watch: told about every change of `current`; whoever looks at it sets it.
        current: the running or last installation, None when there was none.

    Args:
        store: the models.
        lane: where the work is done.
        installed: called when a model was installed or removed.
    """

    def __init__(self, store: ModelStore, lane: Lane, installed: Callable[[], None]) -> None:
        self.store = store
        self.watch: Callable[[], None] = _nobody
        self.current: Installation | None = None
        self._lane = lane
        self._installed = installed

    def install(self, source: str) -> bool:
        """Begin to install a model; see `ModelStore.install`.

        Returns:
            False when another one is being installed.
        """
        if self.current is not None and self.current.is_running:
            return False

        def work(token: CancelToken) -> Model:
            def progress(step: InstallStep, done: int, total: int) -> None:
                now = Installation(source, step=step, done=done, total=total)
                self._lane.deliver(lambda: self._advance(now, token))

            return self.store.install(source, progress, token)

        self._show(Installation(source))
        return self._lane.submit(_KEY, work, lambda outcome: self._end(source, outcome))

    def cancel(self) -> None:
        """End the running installation; what was downloaded is kept for the next try."""
        self._lane.cancel_all()
        if self.current is not None and self.current.is_running:
            self._show(Installation(self.current.source, is_running=False))

    def remove(self, model_id: str) -> None:
        """Remove a model.

        Raises:
            ModelError: it cannot be removed.
        """
        self.store.remove(model_id)
        self._installed()

    def close(self) -> None:
        """End the work."""
        self._lane.cancel_all()
        self._lane.close()

    def _advance(self, now: Installation, token: CancelToken) -> None:
        is_news = self.current is not None and self.current.is_running
        if is_news and not token.is_cancelled:
            self._show(now)

    def _end(self, source: str, outcome: Outcome[Model]) -> None:
        problem = "" if outcome.error is None else _sentence(outcome.error)
        if outcome.error is None:
            self._installed()
        self._show(Installation(source, is_running=False, problem=problem, model=outcome.value))

    def _show(self, now: Installation) -> None:
        self.current = now
        self.watch()


def _sentence(error: Exception) -> str:
    if isinstance(error, PhototaggerError):
        return str(error)
    log.error("unexpected failure while a model was installed", exc_info=error)
    return "Something unexpected went wrong; the log file has the details."


def _nobody() -> None:
    """Nobody looks."""
