"""Everything the core can announce, as small frozen values.

The session announces on the thread that owns its state; the window turns events into signals,
the command line prints them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from phototagger.core.export import ExportReport
from phototagger.core.photo import PhotoId
from phototagger.core.thumbnails import Thumbnail
from phototagger.core.writer import UndoReport, WritePlan, WriteReport


class Work(StrEnum):
    """Kinds of background work a user waits for."""

    SCAN = "scan"
    TAGGING = "tagging"
    PREVIEW = "preview"
    WRITING = "writing"
    EXPORT = "export"
    LEARNING = "learning"


class Level(StrEnum):
    """How loud a notice is."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


class Remedy(StrEnum):
    """The one thing a user may do about a notice."""

    NONE = ""
    TAG_AGAIN = "tag again"
    WRITE_AGAIN = "write again"
    UNDO_WRITE = "undo write"
    OPEN_SETTINGS = "open settings"
    SHOW_PROBLEMS = "show problems"
    SHOW_FILE = "show file"


@dataclass(frozen=True, slots=True)
class LibraryChanged:
    """The list of photos changed: some were found or forgotten."""


@dataclass(frozen=True, slots=True)
class PhotosChanged:
    """States of these photos changed."""

    ids: frozenset[PhotoId]


@dataclass(frozen=True, slots=True)
class ReviewsChanged:
    """Suggestions, decisions or file keywords of these photos changed."""

    ids: frozenset[PhotoId]


@dataclass(frozen=True, slots=True)
class ThumbnailReady:
    """Pixels for one photo, or the reason why there are none.

    Attributes:
        id: the photo.
        edge_px: the size that was asked for, device pixels on the longest side.
        thumbnail: oriented pixels, None when the photo cannot be shown.
        problem: one sentence when it cannot be shown, else "".
    """

    id: PhotoId
    edge_px: int
    thumbnail: Thumbnail | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one kind of work is.

    Attributes:
        work: which.
        done: finished units, failed ones included.
        total: units known so far; 0 while unknown.
        failed: units that failed.
        rate_per_s: units per second over the last seconds, 0 while unknown.
        left_s: seconds left at that rate, None while unknown.
        is_running: False in the last event of a run.
    """

    work: Work
    done: int
    total: int
    failed: int = 0
    rate_per_s: float = 0.0
    left_s: float | None = None
    is_running: bool = True


@dataclass(frozen=True, slots=True)
class ServiceWait:
    """Tagging waits, because the service is busy or not there.

    Attributes:
        service: who is waited for.
        left_s: seconds until the next attempt; 0 when the wait is over.
    """

    service: str
    left_s: float


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to the user; a later one of the same key replaces it.

    Attributes:
        level: how loud.
        key: what it is about.
        text: one or two sentences.
        remedy: the one action offered with it.
        details: one line per photo or folder concerned.
        ids: photos the remedy acts on.
        path: file the remedy acts on.
    """

    level: Level
    key: str
    text: str
    remedy: Remedy = Remedy.NONE
    details: tuple[str, ...] = ()
    ids: tuple[PhotoId, ...] = ()
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class WritePreviewReady:
    """What a write would do, per photo; nothing was touched.

    Attributes:
        plans: photos that can be written, with their plan.
        refused: photos that cannot be written, with the reason.
    """

    plans: tuple[tuple[PhotoId, WritePlan], ...]
    refused: tuple[tuple[PhotoId, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WriteFinished:
    """A batch of writes ended.

    Attributes:
        batch: name of the batch in the write history.
        reports: photos written or found unchanged.
        failed: photos not written, with the reason; their files are untouched.
    """

    batch: str
    reports: tuple[tuple[PhotoId, WriteReport], ...]
    failed: tuple[tuple[PhotoId, str], ...] = ()


@dataclass(frozen=True, slots=True)
class UndoWriteFinished:
    """A batch of writes was taken back, as far as it could be."""

    batch: str
    reports: tuple[UndoReport, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ExportFinished:
    """An export was written."""

    report: ExportReport


@dataclass(frozen=True, slots=True)
class WordsLearned:
    """What is known about the user's words changed: learned, switched off or forgotten."""


Event = (
    LibraryChanged
    | PhotosChanged
    | ReviewsChanged
    | ThumbnailReady
    | Progress
    | ServiceWait
    | Notice
    | WritePreviewReady
    | WriteFinished
    | UndoWriteFinished
    | ExportFinished
    | WordsLearned
)
