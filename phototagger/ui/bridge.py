"""The one way from background work to the window.

Workers post closures; the bridge runs them on the GUI thread, a few milliseconds at a time, so
that a flood of results never delays a paint. Events of the core become signals here.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from phototagger.core import events, lookup_events, sweep_events
from phototagger.core.errors import LibraryError

_SLICE_S = 0.008


class GuiBridge(QObject):
    """Brings closures and events to the GUI thread.

    Signals carry the event they are named after.
    """

    library_changed = Signal(object)
    photos_listed = Signal(object)
    names_found = Signal(object)
    counts_ready = Signal(object)
    searches_counted = Signal(object)
    roots_seen = Signal(object)
    tags_merged = Signal(object)
    catalog_broken = Signal(object)
    photos_changed = Signal(object)
    reviews_changed = Signal(object)
    thumbnail_ready = Signal(object)
    progressed = Signal(object)
    service_waited = Signal(object)
    noticed = Signal(object)
    write_preview_ready = Signal(object)
    write_finished = Signal(object)
    undo_write_finished = Signal(object)
    history_read = Signal(object)
    fields_read = Signal(object)
    problems_read = Signal(object)
    agencies_checked = Signal(object)
    export_finished = Signal(object)
    sheets_ready = Signal(object)
    agency_export_finished = Signal(object)
    table_compared = Signal(object)
    words_learned = Signal(object)
    sweep_words_ready = Signal(object)
    sweep_photos_ready = Signal(object)
    sweep_decided = Signal(object)
    vocabulary_changed = Signal(object)
    rule_applied = Signal(object)
    words_counted = Signal(object)
    keywords_counted = Signal(object)
    words_editing = Signal(object)
    words_edited = Signal(object)
    words_read = Signal(object)
    _woken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._closures: deque[Callable[[], None]] = deque()
        self._is_woken = False
        self._woken.connect(self._run_slice, Qt.ConnectionType.QueuedConnection)
        self._signals = {
            events.LibraryChanged: self.library_changed,
            events.PhotosListed: self.photos_listed,
            events.NamesFound: self.names_found,
            events.CountsReady: self.counts_ready,
            events.SearchesCounted: self.searches_counted,
            events.RootsSeen: self.roots_seen,
            events.TagsMerged: self.tags_merged,
            events.CatalogBroken: self.catalog_broken,
            events.PhotosChanged: self.photos_changed,
            events.ReviewsChanged: self.reviews_changed,
            events.ThumbnailReady: self.thumbnail_ready,
            events.Progress: self.progressed,
            events.ServiceWait: self.service_waited,
            events.Notice: self.noticed,
            events.WritePreviewReady: self.write_preview_ready,
            events.WriteFinished: self.write_finished,
            events.UndoWriteFinished: self.undo_write_finished,
            events.HistoryRead: self.history_read,
            events.FieldsRead: self.fields_read,
            lookup_events.ProblemsRead: self.problems_read,
            lookup_events.AgenciesChecked: self.agencies_checked,
            events.ExportFinished: self.export_finished,
            events.SheetsReady: self.sheets_ready,
            events.AgencyExportFinished: self.agency_export_finished,
            events.TableCompared: self.table_compared,
            events.WordsLearned: self.words_learned,
            sweep_events.SweepWordsReady: self.sweep_words_ready,
            sweep_events.SweepPhotosReady: self.sweep_photos_ready,
            sweep_events.SweepDecided: self.sweep_decided,
            events.VocabularyChanged: self.vocabulary_changed,
            events.RuleApplied: self.rule_applied,
            events.WordsCounted: self.words_counted,
            events.KeywordsCounted: self.keywords_counted,
            events.WordsEditing: self.words_editing,
            events.WordsEdited: self.words_edited,
            events.WordsRead: self.words_read,
        }

    @property
    def is_empty(self) -> bool:
        """True when no closure waits to be run."""
        return not self._closures

    def post(self, closure: Callable[[], None]) -> None:
        """Run *closure* on the GUI thread soon. Thread: any."""
        # Queue first, look second: a slice clears the mark before it takes the first closure, so
        # whoever finds the mark set is sure that a slice still comes by.
        self._closures.append(closure)
        if not self._is_woken:
            self._wake()

    def announce(self, event: events.Event) -> None:
        """Turn an event into its signal. Thread: GUI."""
        self._signals[type(event)].emit(event)

    def drain(self) -> None:
        """Run everything that is waiting; used when the program ends. Thread: GUI."""
        while self._closures:
            self._run(self._closures.popleft())

    def _wake(self) -> None:
        self._is_woken = True
        self._woken.emit()

    def _run(self, closure: Callable[[], None]) -> None:
        try:
            closure()
        except LibraryError as error:  # the disk of the catalog is full, or it is locked
            self.announce(events.Notice(events.Level.ERROR, "catalog", str(error)))

    def _run_slice(self) -> None:
        self._is_woken = False
        end = time.monotonic() + _SLICE_S
        try:
            while self._closures and time.monotonic() <= end:
                self._run(self._closures.popleft())
        finally:
            if self._closures:  # out of time, or a closure failed: the others still run
                self._wake()
