"""Writing keywords into files: preview, batches, undo, all in the one write lane.

A photo whose write fails stays unsaved and its file untouched. A full or failing disk ends the
batch at once with one message.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from phototagger.core import write_table
from phototagger.core.errors import PhototaggerError, StorageFull
from phototagger.core.events import (
    Event,
    Level,
    Notice,
    PhotosChanged,
    Progress,
    Remedy,
    ReviewsChanged,
    UndoWriteFinished,
    Work,
    WriteFinished,
    WritePreviewReady,
)
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.library import Library
from phototagger.core.pace import Pace
from phototagger.core.photo import Photo, PhotoId, SavingState
from phototagger.core.review import Texts
from phototagger.core.tags import KeywordChange
from phototagger.core.writer import (
    Recovery,
    UndoReport,
    WriteOutcome,
    WritePlan,
    Writer,
    WriteReport,
    recovery_sentence,
)

log = logging.getLogger(__name__)

_JOB_PHOTOS = 64
"""Photos the writer gets at once; it works in groups of a few and tells of them together."""

_Task = tuple[PhotoId, Path, KeywordChange]


class WriteRun:
    """Everything that goes through the write lane into photo files.

    Args:
        library: tells what is wanted and keeps what was written.
        lane: one worker, in order.
        writer: replaces files.
        announce: takes events.
        read_again: called with photos whose files were changed by an undo.
    """

    def __init__(
        self,
        library: Library,
        lane: Lane,
        writer: Writer,
        announce: Callable[[Event], None],
        read_again: Callable[[Iterable[PhotoId]], None],
    ) -> None:
        self._library = library
        self._lane = lane
        self._writer = writer
        self._announce = announce
        self._read_again = read_again
        self._pace = Pace(Work.WRITING)
        self._batch = ""
        self._written: list[tuple[PhotoId, WriteReport]] = []
        self._failed: list[tuple[PhotoId, str]] = []
        self._stopped_by: StorageFull | None = None
        self._stopped: list[PhotoId] = []
        self._stop_asked = False
        self._undo_stop_asked = False

    @property
    def is_running(self) -> bool:
        """True while photos wait to be written."""
        return self._pace.is_running

    def preview(self, ids: Iterable[PhotoId]) -> int:
        """Find out what a write would do; ends in `WritePreviewReady`.

        Returns:
            How many photos have something to write; 0 ends in no event.
        """
        tasks = self._tasks(ids)
        pace = Pace(Work.PREVIEW)
        pace.grow(len(tasks))
        plans: list[tuple[PhotoId, WritePlan]] = []
        refused: list[tuple[PhotoId, str]] = []

        def submit(photo_id: PhotoId, path: Path, change: KeywordChange) -> None:
            def done(outcome: Outcome[WritePlan]) -> None:
                if outcome.value is not None:
                    plans.append((photo_id, outcome.value))
                else:
                    refused.append((photo_id, _sentence(outcome.error)))
                pace.step(failed=outcome.value is None)
                self._announce(pace.progress())
                if not pace.is_running:
                    self._announce(WritePreviewReady(tuple(plans), tuple(refused)))

            self._lane.submit(
                ("preview", photo_id), lambda token: self._writer.preview(path, change), done
            )

        self._lane.cancel_if(_is_preview)
        for task in tasks:
            submit(*task)
        return len(tasks)

    def stop_preview(self) -> None:
        """Stop finding out what a write would do; nothing comes of it."""
        if self._lane.cancel_if(_is_preview):
            self._announce(Progress(Work.PREVIEW, 0, 0, is_running=False))

    def save_plan(self, preview: WritePreviewReady, out: Path) -> None:
        """Write what a write would do to a file; ends in a notice."""
        names = {p.id: p.path for p in self._library.photos(i for i, _ in preview.refused)}
        rows = [write_table.TableRow(plan.path, plan) for _, plan in preview.plans]
        rows += [
            write_table.TableRow(names[photo_id], None, reason)
            for photo_id, reason in preview.refused
            if photo_id in names
        ]
        heading = "What PhotoTagger would write; nothing was touched."

        def done(outcome: Outcome[bool]) -> None:
            if outcome.value:
                text = f"The plan is in {out.name}."
                notice = Notice(Level.SUCCESS, "plan", text, Remedy.SHOW_FILE, path=out)
            else:
                notice = Notice(Level.ERROR, "plan", _sentence(outcome.error))
            self._announce(notice)

        def work(token: CancelToken) -> bool:
            write_table.save(rows, out, heading)
            return True

        self._lane.submit(("plan", out), work, done)

    def write(self, ids: Iterable[PhotoId]) -> int:
        """Write the decisions of these photos into their files; ends in `WriteFinished`.

        Returns:
            How many photos have something to write.
        """
        tasks = self._tasks(ids)
        if not tasks:
            return 0
        if not self._pace.is_running:
            self._batch = datetime.now().astimezone().isoformat(timespec="milliseconds")
            self._written, self._failed = [], []
            self._stopped_by, self._stopped = None, []
        self._pace.grow(len(tasks))
        self._set([photo_id for photo_id, _, _ in tasks], SavingState.WRITING)
        self._stop_asked = False
        for start in range(0, len(tasks), _JOB_PHOTOS):
            self._submit(tasks[start : start + _JOB_PHOTOS])
        self._announce(self._pace.progress())
        return len(tasks)

    def stop(self) -> None:
        """Cancel what has not started; the few photos being written are finished."""
        self._stop_asked = True
        self._cancel_pending()
        self._announce(self._pace.progress())
        self._finish_if_done()

    def recover(self) -> None:
        """Finish or drop writes a crash interrupted; told in a notice where there were some."""

        def done(outcome: Outcome[list[Recovery]]) -> None:
            if outcome.value is None:
                text = _sentence(outcome.error)
                self._announce(Notice(Level.ERROR, "recover", text))
            elif outcome.value:
                details = tuple(str(line) for line in outcome.value)
                text = recovery_sentence(outcome.value)
                self._announce(Notice(Level.INFO, "recover", text, details=details))

        self._lane.submit("recover", lambda token: self._writer.recover(), done)

    def undo(self, batch: str, photos: frozenset[Path] = frozenset()) -> None:
        """Restore the files of a batch byte for byte; ends in `UndoWriteFinished`.

        Args:
            batch: its name in the write history.
            photos: only these of its photos; all when none is named.
        """
        self._undo(batch, ("undo", batch, photos), lambda: self._take_back(batch, photos))

    def undo_last(self) -> None:
        """Restore the files of the latest batch that is not taken back yet.

        Ends in `UndoWriteFinished` with an empty batch name; without reports where there is none.
        """

        def work() -> list[UndoReport]:
            batch = next((b.id for b in self._writer.history() if not b.undone), None)
            return [] if batch is None else self._take_back(batch)

        self._undo("", "undo last", work)

    def undo_photos(self, ids: Iterable[PhotoId]) -> None:
        """Restore the files of photos as they were before their last write, byte for byte.

        Ends in `UndoWriteFinished` with an empty batch name; photos that were never written, or
        whose writes are all taken back, are missing from its reports.
        """
        paths = [photo.path for photo in self._library.photos(ids)]
        key = ("undo photos", tuple(paths))
        self._undo("", key, lambda: self._writer.undo_photos(paths))

    def _undo(self, batch: str, key: Hashable, work: Callable[[], list[UndoReport]]) -> None:
        self._undo_stop_asked = False

        def done(outcome: Outcome[list[UndoReport]]) -> None:
            self._announce(Progress(Work.UNDO, 0, 0, is_running=False))
            if outcome.value is None:
                text = _sentence(outcome.error)
                self._announce(Notice(Level.ERROR, "undo-write", text))
                return
            paths = [report.path for report in outcome.value]
            self._read_again(self._library.ids_of(paths))
            is_stopped = self._undo_stop_asked
            self._announce(UndoWriteFinished(batch, tuple(outcome.value), is_stopped))

        self._announce(Progress(Work.UNDO, 0, 0))
        self._lane.submit(key, lambda token: work(), done)

    def _take_back(self, batch: str, photos: frozenset[Path] = frozenset()) -> list[UndoReport]:
        """Restore files and tell how far that is. Thread: the write lane."""

        def told(done: int, total: int) -> None:
            progress = Progress(Work.UNDO, done, total)
            self._lane.deliver(lambda: self._announce(progress))

        return self._writer.undo(batch, photos, told=told, stopped=lambda: self._undo_stop_asked)

    def stop_undo(self) -> None:
        """Stop taking back after the file that is being restored."""
        self._undo_stop_asked = True

    def _tasks(self, ids: Iterable[PhotoId]) -> list[_Task]:
        photos: Sequence[Photo] = self._library.photos(ids)
        reviews = self._library.reviews([photo.id for photo in photos])
        return [
            (photo.id, photo.path, reviews[photo.id].wanted_change())
            for photo in photos
            if photo.saving is not SavingState.WRITING and not reviews[photo.id].is_saved
        ]

    def _submit(self, tasks: Sequence[_Task]) -> None:
        batch = self._batch
        untold = [photo_id for photo_id, _, _ in tasks]

        def work(token: CancelToken) -> None:
            if self._stopped_by is not None:
                raise self._stopped_by  # photos before met a full disk; these are not tried
            changes = [(path, change) for _, path, change in tasks]
            for outcome in self._writer.write_many(
                changes, batch=batch, stopped=lambda: self._stop_asked
            ):
                if isinstance(outcome.error, StorageFull):
                    self._stopped_by = outcome.error
                    raise outcome.error
                self._lane.deliver(partial(told, outcome))

        def told(outcome: WriteOutcome) -> None:
            photo_id = tasks[outcome.number][0]
            untold.remove(photo_id)
            self._take(photo_id, outcome)

        def done(outcome: Outcome[None]) -> None:
            self._take_untold(untold, outcome.error)

        self._lane.submit(("write", tuple(untold)), work, done)

    def _take(self, photo_id: PhotoId, outcome: WriteOutcome) -> None:
        if outcome.report is not None:
            self._keep(photo_id, outcome.report)
        else:
            self._fail(photo_id, _sentence(outcome.error))
        self._tell([photo_id])

    def _take_untold(self, ids: Sequence[PhotoId], error: Exception | None) -> None:
        """End a job: photos without an outcome were stopped by the user or by *error*."""
        if isinstance(error, StorageFull):
            self._end_batch(ids, error)
        elif error is not None:
            for photo_id in ids:
                self._fail(photo_id, _sentence(error))
        else:
            self._pace.shrink(len(ids))
            self._library.set_state(ids, saving=SavingState.UNSAVED)
        self._tell(ids)
        self._finish_if_done()

    def _tell(self, ids: Sequence[PhotoId]) -> None:
        if ids:
            self._announce(PhotosChanged(frozenset(ids)))
            self._announce(ReviewsChanged(frozenset(ids)))
            self._announce(self._pace.progress())

    def _keep(self, photo_id: PhotoId, report: WriteReport) -> None:
        self._written.append((photo_id, report))
        texts = Texts(report.after.title, report.after.description)
        self._library.set_file_keywords(
            photo_id,
            report.keywords,
            report.fingerprint,
            texts=texts,
            has_sidecar=any(place.sidecar for place in report.after.fields),
        )
        review = self._library.review(photo_id)
        if not review.is_saved and not replace(review, order=()).wanted_change():
            # Only the order is left, and the fields of this file cannot have it: the report says
            # so, and asking for it again would change nothing.
            self._library.save_orders({photo_id: ()})
            review = self._library.review(photo_id)
        is_saved = review.is_saved
        state = SavingState.SAVED if is_saved else SavingState.UNSAVED
        self._library.set_state([photo_id], saving=state, problem="")
        self._pace.step()

    def _fail(self, photo_id: PhotoId, problem: str) -> None:
        self._failed.append((photo_id, problem))
        self._library.set_state([photo_id], saving=SavingState.FAILED, problem=problem)
        self._pace.step(failed=True)

    def _end_batch(self, ids: Sequence[PhotoId], error: StorageFull) -> None:
        self._library.set_state(ids, saving=SavingState.UNSAVED)
        for _ in ids:
            self._pace.step(failed=True)
        self._stopped += [*ids, *self._cancel_pending()]
        count = len(self._stopped)
        photos = "1 photo keeps its" if count == 1 else f"{count:,} photos keep their"
        self._announce(
            Notice(
                Level.ERROR,
                "write-stopped",
                f"{error} Writing stopped; {photos} unwritten keywords.",
                Remedy.WRITE_AGAIN,
                ids=tuple(self._stopped),
            )
        )

    def _cancel_pending(self) -> list[PhotoId]:
        # A write that has started must end and be told, so only pending jobs are dropped.
        keys = self._lane.drop_pending(lambda key: isinstance(key, tuple) and key[0] == "write")
        ids = [photo_id for key in keys if isinstance(key, tuple) for photo_id in key[1]]
        if ids:
            self._pace.shrink(len(ids))
            self._set(ids, SavingState.UNSAVED)
        return ids

    def _finish_if_done(self) -> None:
        if self._pace.is_running or not self._batch:
            return
        finished = WriteFinished(self._batch, tuple(self._written), tuple(self._failed))
        self._batch = ""
        self._announce(finished)

    def _set(self, ids: list[PhotoId], state: SavingState) -> None:
        self._library.set_state(ids, saving=state)
        self._announce(PhotosChanged(frozenset(ids)))


def _is_preview(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] == "preview"


def _sentence(error: Exception | None) -> str:
    if isinstance(error, PhototaggerError):
        return str(error)
    log.error("unexpected failure while writing", exc_info=error)
    return "Something unexpected went wrong; the file is untouched and the log has the details."
