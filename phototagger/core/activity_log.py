"""What happened in this run of the program, and the writes before it; made from events."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from phototagger.core.events import (
    AgencyExportFinished,
    ExportFinished,
    HistoryRead,
    Progress,
    Work,
    WriteFinished,
)
from phototagger.core.tagging.request_log import RequestRecord
from phototagger.core.writer import Batch

_KEPT = 1000


class EntryKind(StrEnum):
    """What was done."""

    TAGGING = "tagging"
    WRITE = "write"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    Attributes:
        kind: what was done.
        when_s: when it began, or ended where it is short, seconds since 1970.
        done: photos it was done for.
        failed: photos it was not done for.
        where: the service and model, the file, or the agency; "" for photos themselves.
        total: photos it was meant for; 0 where these are *done* and *failed*.
        batch: the write, where it is in the history.
        path: a file it made.
        is_running: it goes on.
    """

    kind: EntryKind
    when_s: float
    done: int
    failed: int = 0
    where: str = ""
    total: int = 0
    batch: Batch | None = None
    path: Path | None = None
    is_running: bool = False

    @property
    def left(self) -> int:
        """Photos it did not come to, because it was stopped."""
        return 0 if self.is_running else max(0, self.total - self.done - self.failed)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to one service in this run.

    Attributes:
        service: name or host.
        requests: how many.
        photos: photos in them.
        sent_bytes: size of their bodies.
        failed: requests that failed.
    """

    service: str
    requests: int = 0
    photos: int = 0
    sent_bytes: int = 0
    failed: int = 0


def summary(records: Sequence[RequestRecord]) -> tuple[Sent, ...]:
    """Add requests up by service, the one asked last first."""
    found: dict[str, Sent] = {}
    for record in records:
        before = found.get(record.service, Sent(record.service))
        found[record.service] = Sent(
            record.service,
            before.requests + 1,
            before.photos + record.photo_count,
            before.sent_bytes + record.sent_bytes,
            before.failed + (record.outcome != "OK"),
        )
    return tuple(found.values())


class ActivityLog:
    """Remembers what events tell.

    Args:
        service: returns which service and model tag photos now.
        clock: seconds since 1970.
    """

    def __init__(self, service: Callable[[], str], clock: Callable[[], float] = time.time) -> None:
        self._service = service
        self._clock = clock
        self._run: Entry | None = None
        self._total = 0
        self._entries: list[Entry] = []
        self._batches: tuple[Batch, ...] = ()
        self._failed_writes: dict[str, int] = {}
        self._lost_writes: dict[str, Entry] = {}
        self.history_problem = ""

    def progress(self, event: Progress) -> None:
        """Follow a run of tagging."""
        if event.work is not Work.TAGGING:
            return
        if self._run is None:
            if not event.total:
                return
            self._total = 0
            self._run = Entry(EntryKind.TAGGING, self._clock(), 0, where=self._service())
        self._total = max(self._total, event.total)
        self._run = replace(
            self._run,
            done=event.done - event.failed,
            failed=event.failed,
            total=self._total,
            is_running=event.is_running,
        )
        if not event.is_running:
            self._add(self._run)
            self._run = None

    def written(self, event: WriteFinished) -> None:
        """Remember what a write could not do; what it did comes with the history."""
        if event.failed:
            self._failed_writes[event.batch] = len(event.failed)
            self._lost_writes[event.batch] = Entry(
                EntryKind.WRITE, self._clock(), 0, failed=len(event.failed)
            )

    def exported(self, event: ExportFinished) -> None:
        """Remember an export."""
        report = event.report
        self._add(
            Entry(
                EntryKind.EXPORT,
                self._clock(),
                report.photo_count,
                where=report.path.name,
                path=report.path,
            )
        )

    def exported_for_agencies(self, event: AgencyExportFinished) -> None:
        """Remember exports for agencies."""
        for report in event.reports:
            path = report.files[0] if report.files else None
            self._add(
                Entry(
                    EntryKind.EXPORT,
                    self._clock(),
                    report.photo_count,
                    report.refused_count,
                    report.profile.name,
                    path=path,
                )
            )

    def history(self, event: HistoryRead) -> None:
        """Take the write history."""
        self._batches = event.batches
        self.history_problem = event.problem

    def entries(self) -> tuple[Entry, ...]:
        """Return everything, the latest first."""
        known = {batch.id for batch in self._batches}
        writes = [
            Entry(
                EntryKind.WRITE,
                batch.written_at,
                len(batch.photos),
                self._failed_writes.get(batch.id, 0),
                batch=batch,
            )
            for batch in self._batches
        ]
        lost = [entry for name, entry in self._lost_writes.items() if name not in known]
        running = [self._run] if self._run is not None else []
        everything = [*running, *reversed(self._entries), *lost, *writes]
        return tuple(sorted(everything, key=lambda entry: -entry.when_s))

    def _add(self, entry: Entry) -> None:
        self._entries.append(entry)
        del self._entries[:-_KEPT]
