"""Work in progress, in the status bar: what, how far, how fast, how long still, and stop."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from phototagger.core.events import Progress, ServiceWait, Work
from phototagger.ui import icons, wording

_WORDS = {
    Work.SCAN: "Looking for photos",
    Work.TAGGING: "Tagging",
    Work.PREVIEW: "Comparing with the files",
    Work.WRITING: "Writing keywords",
    Work.UNDO: "Restoring files",
    Work.EXPORT: "Exporting",
    Work.LEARNING: "Learning your words",
    Work.DECIDING: "Keeping decisions",
    Work.CHANGING: "Changing photos",
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
        self._bar.setAccessibleName(_WORDS[work])
        self._stop = QToolButton()
        self._stop.setIcon(icons.icon("stop"))
        self._stop.setToolTip(self.tr("Stop {}").format(_WORDS[work].lower()))
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
                f"{_WORDS[self._work]} waits for {wait.service}, "
                f"next attempt in {wording.duration(wait.left_s)}"
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
    if not progress.total:
        found = f" · {progress.done:,}" if progress.done else ""
        return f"{_WORDS[progress.work]}{found}"
    parts = [f"{_WORDS[progress.work]} {progress.done:,} of {progress.total:,}"]
    if progress.failed:
        parts.append(f"{progress.failed:,} failed")
    if progress.rate_per_s:
        parts.append(f"{progress.rate_per_s:.1f}/s")
    if progress.left_s is not None:
        parts.append(f"{wording.duration(progress.left_s)} left")
    return " · ".join(parts)
