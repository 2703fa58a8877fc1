"""The one that replaces the user's files.

A write changes the keywords of one photo, in the photo itself or in sidecars beside it, in steps
whose interruption at any point leaves every file fully old or fully new:

1. read the files once and build the new bytes in memory (`phototagger.core.metadata` proves them)
2. record the intent and the way back in the journal
3. stage temp files beside the old ones, durable and read back
4. look again at the originals; rename; make the folder durable
5. mark the entry written

Undo is the same with the old bytes, refused where the file changed since. Nothing here deletes a
file that the program did not make itself.

Thread: any; one write at a time, across threads and processes.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from phototagger.core import _way_back
from phototagger.core._field_plan import ContainerOutcome, FieldPlan, FieldState, OutcomeState
from phototagger.core._journal import Entry, EntryState, Journal
from phototagger.core._write_group import Attempt, Task, WriteGroup, first_few
from phototagger.core._write_plan import Rules, WriteMode, WritePlan, draft
from phototagger.core._write_reports import (
    Batch,
    Recovery,
    RecoveryOutcome,
    UndoReport,
    WriteOutcome,
    WriteReport,
    recovery_sentence,
)
from phototagger.core.errors import PhototaggerError
from phototagger.core.tags import KeywordChange

__all__ = [
    "Batch",
    "ContainerOutcome",
    "FieldPlan",
    "FieldState",
    "OutcomeState",
    "Recovery",
    "RecoveryOutcome",
    "Rules",
    "UndoReport",
    "WriteMode",
    "WriteOutcome",
    "WritePlan",
    "WriteReport",
    "Writer",
    "recovery_sentence",
]

_GROUP_PHOTOS = 16
_GROUP_BYTES = 48 << 20
"""A group holds the old and the new bytes of its photos in memory."""
_THREADS = 5
"""One builds bytes while others digest them or wait for the disk."""
_STRETCH_S = 0.5


class Writer:
    """Writes keywords into photos and remembers how to take it back."""

    def __init__(self, journal_file: Path, rules: Rules = Rules()) -> None:  # noqa: B008 - frozen
        """Set up a writer; nothing is opened yet.

        Args:
            journal_file: the write history; made with its folder when missing.
            rules: what the user allows.
        """
        self._journal = Journal(journal_file)
        self._rules = rules

    def follow(self, rules: Rules) -> None:
        """Write by these rules from now on."""
        self._rules = rules

    def close(self) -> None:
        """Close the write history. A later call opens it again."""
        self._journal.close()

    def preview(self, path: Path, change: KeywordChange) -> WritePlan:
        """Work out what `write` would do; touches nothing.

        Raises:
            PhotoError: the photo cannot be read or must not be replaced.
            MetadataError: its keywords can go nowhere.
            StorageFull: its disk is read-only.
        """
        return draft(path.absolute(), change, self._rules).plan

    def write(self, path: Path, change: KeywordChange, *, batch: str) -> WriteReport:
        """Change the keywords of one photo.

        Args:
            path: the photo.
            change: keywords to add and to remove, relative to what the file holds by now.
            batch: writes with the same name are taken back together.

        Raises:
            PhotoError: the photo cannot be read, must not be replaced, or changed meanwhile.
            MetadataError: its keywords can go nowhere.
            StorageFull: the disk is full, read-only or failing: a batch must stop.
            All of them leave every file as it was.
        """
        (outcome,) = self.write_many([(path, change)], batch=batch)
        if outcome.report is None:
            assert outcome.error is not None
            raise outcome.error
        return outcome.report

    def write_many(
        self,
        tasks: Sequence[tuple[Path, KeywordChange]],
        *,
        batch: str,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[WriteOutcome]:
        """Change the keywords of many photos, a group at a time.

        What is yielded is durable. A photo that fails takes no other along, but a disk that is
        full, read-only or failing ends the run: its `StorageFull` is the last outcome.

        Args:
            tasks: photos and what to change, as for `write`.
            batch: writes with the same name are taken back together.
            stopped: asked before each group; True ends the run.
        """
        waiting: list[Task] = [(n, path.absolute(), to) for n, (path, to) in enumerate(tasks)]
        threads = ThreadPoolExecutor(_THREADS, "write") if len(waiting) > 1 else None
        limit = _GROUP_PHOTOS
        with threads or contextlib.nullcontext():
            while waiting and not stopped():
                with self._journal.exclusive():
                    tried = self._stretch(waiting, limit, batch, threads, stopped)
                yield from (attempt.outcome for attempt in tried if attempt.is_settled)
                again = [attempt for attempt in tried if not attempt.is_settled]
                if len(tried) == 1 and again:
                    yield tried[0].outcome
                    return
                if any(attempt.tried for attempt in again):
                    limit = 1  # the temp files of the others may have taken the last room
                waiting = [attempt.task for attempt in again] + waiting[len(tried) :]

    def _stretch(
        self,
        waiting: Sequence[Task],
        limit: int,
        batch: str,
        threads: ThreadPoolExecutor | None,
        stopped: Callable[[], bool],
    ) -> list[Attempt]:
        """Write groups for a moment; returns the attempts made.

        The bytes of a group are built while the one before it waits for the disk. A stretch ends
        soon, so that other processes get their turn and the user hears of progress.
        """
        until = time.monotonic() + _STRETCH_S
        tried: list[Attempt] = []
        group = self._group(first_few(waiting, limit, _GROUP_BYTES), threads)
        group.prepare()
        group.begin(batch)
        while True:
            tried += group.attempts
            following = self._group((), threads)
            if limit > 1 and time.monotonic() < until and not stopped():
                left = waiting[len(tried) : len(tried) + limit]
                following = self._group(first_few(left, limit, _GROUP_BYTES, group), threads)
            is_prepared = self._carry_out(group, following, threads)
            if not is_prepared or not all(a.is_settled for a in group.attempts):
                self._mark(group)
                group.finish()
                return tried
            following.begin(batch, group.written)
            group.finish()
            group = following

    def _group(self, attempts: Sequence[Attempt], threads: ThreadPoolExecutor | None) -> WriteGroup:
        return WriteGroup(attempts, self._journal, self._rules, threads)

    def _carry_out(
        self, group: WriteGroup, following: WriteGroup, threads: ThreadPoolExecutor | None
    ) -> bool:
        """Write one group and prepare the next beside it; returns whether that can follow."""
        if threads is None or not following.attempts:
            group.carry_out()
            return False
        preparing = threads.submit(following.prepare)
        try:
            group.carry_out()
        finally:
            wait([preparing])
        return preparing.exception() is None  # else it fails again, when this group has been told

    def _mark(self, group: WriteGroup) -> None:
        if not group.written:
            return
        try:
            self._journal.mark(group.written, EntryState.WRITTEN)
        except PhototaggerError as error:
            # the photos are safe and the open entries are settled at the next start
            group.note = f"The photo is saved, but the write history is not up to date: {error}"

    def undo(
        self,
        batch: str,
        photos: Collection[Path] = (),
        *,
        told: Callable[[int, int], None] = lambda done, total: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> list[UndoReport]:
        """Take the writes of a batch back, the last first.

        Args:
            batch: its name.
            photos: only these of its photos; all when none is named.
            told: called after each file with the number of files done and of all.
            stopped: asked before each file; True leaves the rest written.

        Raises:
            StorageFull: the disk is full, read-only or failing; the rest stays written.
            MetadataWriteError: the write history cannot be used.
        """
        with self._journal.exclusive():
            entries = self._journal.entries(EntryState.WRITTEN, EntryState.WRITING, batch=batch)
            chosen = [entry for entry in entries if not photos or entry.photo in photos]
            reports: list[UndoReport] = []
            for entry in reversed(chosen):
                if stopped():
                    break
                reports.append(self._take_back(entry))
                told(len(reports), len(chosen))
            return reports

    def undo_photos(self, paths: Iterable[Path]) -> list[UndoReport]:
        """Take the last write of each photo back, with its sidecars.

        Raises:
            StorageFull: the disk is full, read-only or failing; the rest stays written.
            MetadataWriteError: the write history cannot be used.
        """
        reports = []
        for path in paths:
            with self._journal.exclusive():
                entries = self._journal.entries(
                    EntryState.WRITTEN, EntryState.WRITING, photo=path.absolute()
                )
                last = [entry for entry in entries if entry.written_at == entries[-1].written_at]
                reports += [self._take_back(entry) for entry in reversed(last)]
        return reports

    def history(self) -> list[Batch]:
        """Return all batches, the latest first.

        Raises:
            MetadataWriteError, StorageFull: the write history cannot be used.
        """
        batches: dict[str, list[Entry]] = {}
        for entry in self._journal.entries():
            batches.setdefault(entry.batch, []).append(entry)
        found = [
            Batch(
                id=name,
                written_at=entries[0].written_at,
                photos=tuple(dict.fromkeys(entry.photo for entry in entries)),
                undone=all(entry.state is EntryState.UNDONE for entry in entries),
                taken_back=frozenset(entry.photo for entry in entries)
                - {entry.photo for entry in entries if entry.state is not EntryState.UNDONE},
            )
            for name, entries in batches.items()
        ]
        return found[::-1]

    def recover(self) -> list[Recovery]:
        """Settle what an earlier run left unfinished; call it at start-up.

        Only temp files that the journal names are deleted.

        Raises:
            MetadataWriteError, StorageFull: the write history cannot be used.
        """
        with self._journal.exclusive():
            entries = self._journal.entries(EntryState.WRITING, EntryState.UNDOING)
            return [_way_back.settle(entry, self._journal) for entry in entries]

    def _take_back(self, entry: Entry) -> UndoReport:
        return _way_back.take_back(
            entry, self._journal, split_hard_links=self._rules.split_hard_links
        )
