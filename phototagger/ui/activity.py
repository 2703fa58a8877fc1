"""Work in progress, in the status bar: what, how far, how fast, how long still, and stop."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from phototagger.core.events import Progress, ServiceWait, Work
from phototagger.ui import icons, language, wording
from phototagger.ui.language import mark, said

_tr = language.Texts("activity")

_WORDS = {
    Work.SCAN: mark("activity", "Looking for photos"),
    Work.TAGGING: mark("activity", "Tagging"),
    Work.PREVIEW: mark("activity", "Comparing with the files"),
    Work.WRITING: mark("activity", "Writing keywords"),
    Work.UNDO: mark("activity", "Restoring files"),
    Work.EXPORT: mark("activity", "Exporting"),
    Work.LEARNING: mark("activity", "Learning your words"),
    Work.DECIDING: mark("activity", "Keeping decisions"),
    Work.CHANGING: mark("activity", "Changing photos"),
}
_SHORT_WORK_MS = 300


class WorkBar(QWidget):
    """Progress of one kind of work; shown when it takes longer than a moment.

    Signals:
        stop_wanted(Work): the user wants it to stop.
    """

    stop_wanted = Signal(object)

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._text = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(150)
        self._bar.setFixedHeight(8)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_tr(_WORDS[work]))
        self._stop = QToolButton()
        self._stop.setIcon(icons.icon("stop"))
        self._stop.setToolTip(self.tr("Stop {}").format(_tr(_WORDS[work]).lower()))
        self._stop.setAccessibleName(self._stop.toolTip())
        self._stop.clicked.connect(lambda: self.stop_wanted.emit(work))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 2, 12, 2)
        layout.setSpacing(8)
        for part in (self._text, self._bar, self._stop):
            layout.addWidget(part)
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(_SHORT_WORK_MS)
        self._moment.timeout.connect(self.show)
        self.hide()

    def wait(self, wait: ServiceWait) -> None:
        """Show that the work waits for a service, and how long still."""
        if wait.left_s > 0:
            self._text.setText(
                self.tr("{} waits for {}, next attempt in {}").format(
                    _tr(_WORDS[self._work]), said(wait.service), wording.duration(wait.left_s)
                )
            )

    def take(self, progress: Progress) -> None:
        """Show how far the work is."""
        if not progress.is_running:
            self._moment.stop()
            self.hide()
            return
        if not self.isVisible() and not self._moment.isActive():
            self._moment.start()
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._text.setText(describe(progress))


class Activity(QWidget):
    """All work bars side by side.

    Signals:
        stop_wanted(Work): the user wants one kind of work to stop.
    """

    stop_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._bars = {work: WorkBar(work) for work in Work}
        for bar in self._bars.values():
            bar.stop_wanted.connect(self.stop_wanted)
            layout.addWidget(bar)

    def wait(self, wait: ServiceWait) -> None:
        """Show that tagging waits for a service."""
        self._bars[Work.TAGGING].wait(wait)

    def take(self, progress: Progress) -> None:
        """Show how far one kind of work is."""
        self._bars[progress.work].take(progress)


def describe(progress: Progress) -> str:
    """Return progress in words, for example "Tagging 12 of 60 · 21/s · 3 s left"."""
    work = _tr(_WORDS[progress.work])
    if not progress.total:
        return f"{work} · {wording.number(progress.done)}" if progress.done else work
    done, total = wording.number(progress.done), wording.number(progress.total)
    parts = [_tr("{} {} of {}").format(work, done, total)]
    if progress.failed:
        parts.append(_tr("{} failed").format(wording.number(progress.failed)))
    if progress.rate_per_s:
        parts.append(_tr("{}/s").format(wording.number(progress.rate_per_s, 1)))
    if progress.left_s is not None:
        parts.append(_tr("{} left").format(wording.duration(progress.left_s)))
    return " · ".join(parts)
