"""What happened: runs of tagging, writes, exports and requests, and the photos with problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from phototagger.core.activity_log import Entry, EntryKind, Sent
from phototagger.core.problems import PhotoProblem, ProblemGroup, ProblemKind
from phototagger.ui import language, wording
from phototagger.ui.activity_texts import entry_cells, group_cells, photo_cells, report, sent_line
from phototagger.ui.dialog_memory import remember
from phototagger.ui.row_table import RowModel, RowTable


class ActivityWindow(QDialog):
    """Lists what happened, and lets the user go on from there.

    Signals:
        undo_wanted(str): take this batch of writes back.
        report_wanted(str): show the report of this batch.
        file_wanted(Path): show where this file is.
        retry_wanted(ProblemGroup): do again what failed for these photos.
        photo_wanted(PhotoId): show this photo.
        requests_wanted(): list the requests.

    Args:
        state: where geometry is kept.
        has_report: tells whether the report of a batch can be shown.
        parent: the main window.
    """

    undo_wanted = Signal(str)
    report_wanted = Signal(str)
    file_wanted = Signal(object)
    retry_wanted = Signal(object)
    photo_wanted = Signal(object)
    requests_wanted = Signal()

    def __init__(
        self, state: QSettings, has_report: Callable[[str], bool], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._has_report = has_report
        self._sent: Sequence[Sent] = ()
        self._credits = ""
        self._undoing: set[str] = set()
        self.setWindowTitle(self.tr("Activity"))
        self.resize(940, 640)
        events = {
            self.tr("When"): 160,
            self.tr("What"): 120,
            self.tr("Photos"): 80,
            self.tr("Outcome"): 230,
            self.tr("Where"): 0,
        }
        reasons = {self.tr("Photos"): 70, self.tr("Failed"): 90, self.tr("Reason"): 0}
        photos = {self.tr("Photo"): 180, self.tr("Folder"): 0}
        self.entries: RowModel[Entry] = RowModel(tuple(events), entry_cells)
        self.groups: RowModel[ProblemGroup] = RowModel(tuple(reasons), group_cells)
        self.photos: RowModel[PhotoProblem] = RowModel(tuple(photos), photo_cells)
        self.table = RowTable(self.tr("What happened"), self.entries, events)
        self.group_table = RowTable(self.tr("Reasons"), self.groups, reasons)
        self.photo_table = RowTable(self.tr("Photos with this problem"), self.photos, photos)
        self._heading = _label(self.tr("Photos with problems"))
        self._heading.setProperty("heading", True)
        self._nothing = _dim(self.tr("Reading what happened…"))
        self._no_problem = _dim(self.tr("Reading…"))
        self._said = _label("")
        self._said.hide()
        self._requests = _label("")
        self._requests.setProperty("dim", True)
        self._make_buttons()
        self._build()
        self.table.current_changed.connect(lambda row: self._refresh_buttons())
        self.group_table.current_changed.connect(self._show_photos)
        self.photo_table.current_changed.connect(lambda row: self._refresh_buttons())
        self.photo_table.doubleClicked.connect(lambda index: self._go())
        tables = (self.table, self.group_table, self.photo_table)
        headers = (table.horizontalHeader() for table in tables)
        remember(state, "activity", self, *headers, self._halves, self._problems)
        self._refresh_buttons()

    # Building

    def _make_buttons(self) -> None:
        def make(text: str, verb: Callable[[], object]) -> QPushButton:
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False: verb())
            return button

        self.undo = make(self.tr("&Undo This Write"), self._undo)
        self.report = make(self.tr("&Report…"), self._report)
        self.show_file = make(self.tr("Show &File"), self._show_file)
        self.retry = make(self.tr("Retry &These"), self._retry)
        self.go = make(self.tr("&Go to Photo"), self._go)
        self.copy = make(self.tr("&Copy Report"), self._copy)
        self.requests = make(self.tr("Re&quests…"), self.requests_wanted.emit)
        self.close_button = make(self.tr("Close"), self.close)

    def _build(self) -> None:
        self._happened = QStackedWidget()
        self._happened.addWidget(self._nothing)
        self._happened.addWidget(self.table)
        self._problems = QSplitter(Qt.Orientation.Horizontal)
        self._problems.addWidget(self.group_table)
        self._problems.addWidget(self.photo_table)
        self._problems.setSizes([520, 380])
        self._failed = QStackedWidget()
        self._failed.addWidget(self._no_problem)
        self._failed.addWidget(self._problems)
        upper = _column(self._happened, self._said, _row(self.undo, self.report, self.show_file))
        lower = _column(self._failed, _row(self.retry, self.go), above=self._heading)
        self._halves = QSplitter(Qt.Orientation.Vertical)
        for half in (upper, lower):
            self._halves.addWidget(half)
        self._halves.setSizes([340, 240])
        for splitter in (self._halves, self._problems):
            splitter.setHandleWidth(9)
            splitter.setChildrenCollapsible(False)
        below = QHBoxLayout()
        below.addWidget(self._requests, 1)
        for button in (self.requests, self.copy, self.close_button):
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(self._halves, 1)
        layout.addLayout(below)

    # What is shown

    def show_entries(self, entries: Sequence[Entry], problem: str = "") -> None:
        """Show what happened, the latest first.

        Args:
            entries: what happened.
            problem: why the write history cannot be read, "" when it can.
        """
        if list(entries) != list(self.entries.items):
            kept = self._entry()
            self.entries.show_items(entries)
            if entries:
                places = [_key(entry) for entry in entries]
                known = kept is not None and _key(kept) in places
                self.table.selectRow(places.index(_key(kept)) if known and kept else 0)
        self._happened.setCurrentWidget(self.table if entries else self._nothing)
        nothing = self.tr("Nothing has been tagged, written or exported yet.")
        self._nothing.setText(language.said(problem) if problem else nothing)
        self._undoing -= {e.batch.id for e in entries if e.batch is not None and e.batch.undone}
        self._refresh_buttons()

    def show_problems(self, groups: Sequence[ProblemGroup] | None) -> None:
        """Show the photos with problems by reason; None says that they cannot be read."""
        kept, photo = self._group(), self._photo()
        found = groups or ()
        self.groups.show_items(found)
        keys = [(group.kind, group.reason) for group in found]
        if found:
            old = (kept.kind, kept.reason) if kept is not None else keys[0]
            row = keys.index(old) if old in keys else 0
            self.group_table.selectRow(row)
            self._show_photos(row)
            ids = found[row].ids
            if photo is not None and photo.id in ids:
                self.photo_table.selectRow(ids.index(photo.id))
        else:
            self.photos.show_items(())
        count = len({photo_id for group in found for photo_id in group.ids})
        heading = self.tr("Photos with problems")
        self._heading.setText(f"{heading} ({wording.number(count)})" if count else heading)
        self._no_problem.setText(
            self.tr("No photo has a problem.")
            if groups is not None
            else self.tr("The problems cannot be read; the log file has the details.")
        )
        self._failed.setCurrentWidget(self._problems if found else self._no_problem)
        self._refresh_buttons()

    def show_requests(self, sent: Sequence[Sent], credits: str) -> None:
        """Show what was sent in this run.

        Args:
            sent: by service.
            credits: what the account was last known to have, "" when it was not asked.
        """
        self._sent, self._credits = sent, credits
        self._requests.setText("\n".join(self._request_lines()))

    def say(self, text: str) -> None:
        """Tell what became of a wish."""
        self._undoing.clear()
        self._said.setText(text)
        self._said.setVisible(bool(text))
        self._refresh_buttons()

    def _request_lines(self) -> list[str]:
        lines = [sent_line(sent) for sent in self._sent]
        if not lines:
            lines = [self.tr("No request has been sent since PhotoTagger was started.")]
        if self._credits:
            lines.append(self.tr("Last known: {}").format(self._credits))
        return lines

    # What is chosen

    def _entry(self) -> Entry | None:
        row = self.table.currentIndex().row()
        return self.entries.items[row] if 0 <= row < len(self.entries.items) else None

    def _group(self) -> ProblemGroup | None:
        row = self.group_table.currentIndex().row()
        return self.groups.items[row] if 0 <= row < len(self.groups.items) else None

    def _photo(self) -> PhotoProblem | None:
        row = self.photo_table.currentIndex().row()
        return self.photos.items[row] if 0 <= row < len(self.photos.items) else None

    def _show_photos(self, row: int) -> None:
        if 0 <= row < len(self.groups.items):
            self.photos.show_items(self.groups.items[row].photos)
            self.photo_table.selectRow(0)
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        entry, group = self._entry(), self._group()
        batch = entry.batch if entry is not None else None
        can_undo = batch is not None and not batch.undone and batch.id not in self._undoing
        self.undo.setEnabled(can_undo)
        has_report = batch is not None and self._has_report(batch.id)
        self.report.setEnabled(has_report)
        self.report.setToolTip(
            "" if has_report else self.tr("Reports are kept until PhotoTagger is closed")
        )
        self.show_file.setEnabled(entry is not None and entry.path is not None)
        self.retry.setEnabled(group is not None)
        tips = {
            ProblemKind.TAGGING: self.tr("Tag all photos of this reason again"),
            ProblemKind.WRITING: self.tr("Write all photos of this reason again"),
            ProblemKind.READING: self.tr("Look at the files again"),
        }
        self.retry.setToolTip(tips[group.kind] if group is not None else "")
        self.go.setEnabled(self._photo() is not None)

    # Verbs

    def _undo(self) -> None:
        entry = self._entry()
        if entry is not None and entry.batch is not None:
            self.say(self.tr("Restoring…"))
            self._undoing.add(entry.batch.id)
            self._refresh_buttons()
            self.undo_wanted.emit(entry.batch.id)

    def _report(self) -> None:
        entry = self._entry()
        if entry is not None and entry.batch is not None:
            self.report_wanted.emit(entry.batch.id)

    def _show_file(self) -> None:
        entry = self._entry()
        if entry is not None and isinstance(entry.path, Path):
            self.file_wanted.emit(entry.path)

    def _retry(self) -> None:
        group = self._group()
        if group is not None:
            self.retry_wanted.emit(group)

    def _go(self) -> None:
        photo = self._photo()
        if photo is not None:
            self.photo_wanted.emit(photo.id)

    def _copy(self) -> None:
        text = report(self.entries.items, self._request_lines(), self.groups.items)
        QGuiApplication.clipboard().setText(text)
        self._said.setText(self.tr("The report is on the clipboard."))
        self._said.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close as Escape does, so that geometry is remembered."""
        self.reject()
        event.accept()


def _key(entry: Entry) -> tuple[EntryKind, float, str]:
    return entry.kind, entry.when_s, entry.batch.id if entry.batch is not None else entry.where


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _dim(text: str) -> QLabel:
    label = _label(text)
    label.setProperty("dim", True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def _column(*parts: QWidget | QHBoxLayout, above: QWidget | None = None) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    if above is not None:
        layout.addWidget(above)
    for number, part in enumerate(parts):
        if isinstance(part, QWidget):
            layout.addWidget(part, 1 if number == 0 else 0)
        else:
            layout.addLayout(part)
    return column
