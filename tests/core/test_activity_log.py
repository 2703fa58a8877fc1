"""The record of what happened, and problems by their reasons."""

from __future__ import annotations

from pathlib import Path

from phototagger.core.activity_log import ActivityLog, EntryKind, Sent, summary
from phototagger.core.events import (
    ExportFinished,
    HistoryRead,
    Progress,
    Work,
    WriteFinished,
)
from phototagger.core.export import ExportReport
from phototagger.core.photo import PhotoId, SavingState, TaggingState
from phototagger.core.problems import PhotoProblem, ProblemKind, grouped, kind_of
from phototagger.core.tagging.request_log import RequestRecord
from phototagger.core.writer import Batch


def made() -> ActivityLog:
    moments = iter(range(100, 1000))
    return ActivityLog(lambda: "tags.example.org", lambda: float(next(moments)))


def test_a_run_of_tagging_is_one_entry_with_what_failed_and_what_was_stopped() -> None:
    log = made()
    log.progress(Progress(Work.SCAN, 3, 3, is_running=False))
    log.progress(Progress(Work.TAGGING, 0, 10))
    (running,) = log.entries()
    assert running.is_running and running.left == 0
    log.progress(Progress(Work.TAGGING, 6, 10, 2))
    log.progress(Progress(Work.TAGGING, 6, 6, 2, is_running=False))
    (entry,) = log.entries()
    assert (entry.kind, entry.done, entry.failed, entry.left) == (EntryKind.TAGGING, 4, 2, 4)
    assert entry.where == "tags.example.org"
    assert entry.when_s == 100, "when it began"


def test_an_end_without_a_beginning_is_no_run() -> None:
    log = made()
    log.progress(Progress(Work.TAGGING, 0, 0, is_running=False))
    assert log.entries() == ()


def test_writes_come_from_the_history_and_know_what_failed_in_this_run() -> None:
    log = made()
    log.written(WriteFinished("b", (), ((PhotoId(1), "The disk is full."),)))
    assert [(e.failed, e.batch) for e in log.entries()] == [(1, None)]
    batch = Batch("b", 50.0, (Path("/a.jpg"),), False)
    log.history(HistoryRead((batch,)))
    (entry,) = log.entries()
    assert (entry.batch, entry.done, entry.failed) == (batch, 1, 1)


def test_the_latest_comes_first() -> None:
    log = made()
    log.history(HistoryRead((Batch("b", 50.0, (Path("/a.jpg"),), False),)))
    log.exported(ExportFinished(ExportReport(Path("/out/table.csv"), 7, 30)))
    assert [entry.kind for entry in log.entries()] == [EntryKind.EXPORT, EntryKind.WRITE]
    assert log.entries()[0].path == Path("/out/table.csv")


def test_requests_are_added_up_by_service() -> None:
    records = [
        RequestRecord(3.0, "a.example", 10, 500, 1.0, "OK"),
        RequestRecord(2.0, "b.example", 1, 50, 1.0, "OK"),
        RequestRecord(1.0, "a.example", 5, 300, 1.0, "It is busy."),
    ]
    assert summary(records) == (Sent("a.example", 2, 15, 800, 1), Sent("b.example", 1, 1, 50, 0))


def problem(number: int, sentence: str, kind: ProblemKind = ProblemKind.TAGGING) -> PhotoProblem:
    return PhotoProblem(PhotoId(number), Path(f"/photos/{number}.jpg"), kind, sentence)


def test_photos_that_failed_alike_are_one_group_whatever_their_names() -> None:
    one, two, three = grouped(
        [
            problem(1, "1.jpg is no photo.", ProblemKind.READING),
            problem(2, "The service refused this photo."),
            problem(3, "The service refused this photo.", ProblemKind.WRITING),
            problem(4, "4.jpg is no photo.", ProblemKind.READING),
        ]
    )
    assert (one.reason, one.ids) == ("… is no photo.", (1, 4))
    assert (two.kind, three.kind) == (ProblemKind.TAGGING, ProblemKind.WRITING)


def test_what_failed_follows_from_the_states() -> None:
    assert kind_of(TaggingState.FAILED, SavingState.FAILED) is ProblemKind.WRITING
    assert kind_of(TaggingState.FAILED, SavingState.SAVED) is ProblemKind.TAGGING
    assert kind_of(TaggingState.UNTAGGED, SavingState.SAVED) is ProblemKind.READING
