"""Everything the core can announce, as small frozen values.

The session announces on the thread that owns its state; the window turns events into signals,
the command line prints them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from phototagger.core.everywhere import WordsChange
from phototagger.core.export import ExportReport
from phototagger.core.export.fitting import StockPhoto
from phototagger.core.export.round_trip import Comparison
from phototagger.core.export.sheet import AgencyReport, AgencyTexts, Sheet
from phototagger.core.folder_tree import FolderTree
from phototagger.core.lookup_events import LookupEvent
from phototagger.core.merged_tags import MergedTags
from phototagger.core.metadata import Reading
from phototagger.core.photo import Fingerprint, PhotoFilter, PhotoId
from phototagger.core.photo_query import PhotoIds, PhotoQuery, SavedSearch
from phototagger.core.review import ReviewChange
from phototagger.core.sweep_events import SweepDecided, SweepPhotosReady, SweepWordsReady
from phototagger.core.thumbnails import Thumbnail
from phototagger.core.word_lists import ImportPlan
from phototagger.core.word_use import WordReport
from phototagger.core.writer import Batch, UndoReport, WritePlan, WriteReport


class Work(StrEnum):
    """Kinds of background work a user waits for."""

    SCAN = "scan"
    TAGGING = "tagging"
    PREVIEW = "preview"
    WRITING = "writing"
    UNDO = "undo"
    EXPORT = "export"
    LEARNING = "learning"
    CHANGING = "changing"
    DECIDING = "deciding"


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
class PhotosListed:
    """What the shown query finds, asked for or because the library changed.

    Attributes:
        query: the query.
        ids: the photos, in order; never changed after this.
        problem: why the search text cannot be understood, "" when it can; *ids* are those of
            the list before.
    """

    query: PhotoQuery
    ids: PhotoIds[int]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class NamesFound:
    """Photos whose file name begins as was asked, case and accents ignored.

    Attributes:
        beginning: what was asked.
        ids: the photos, in no order.
    """

    beginning: str
    ids: PhotoIds[int]


@dataclass(frozen=True, slots=True)
class CountsReady:
    """Numbers of photos.

    Attributes:
        by_filter: photos of each filter.
        tree: photos from each folder down.
        by_extension: photos of each file type, the most frequent first.
    """

    by_filter: Mapping[PhotoFilter, int]
    tree: FolderTree
    by_extension: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchesCounted:
    """The searches the user saved.

    Attributes:
        searches: all of them, in order.
        counts: how many photos each finds; one that is missing was not counted yet.
    """

    searches: tuple[SavedSearch, ...]
    counts: Mapping[SavedSearch, int]


@dataclass(frozen=True, slots=True)
class RootsSeen:
    """The folders of the library, after somebody looked.

    Attributes:
        roots: the folders the user opened.
        offline: those whose photos were all out of reach; they are kept.
    """

    roots: tuple[Path, ...]
    offline: frozenset[Path]


@dataclass(frozen=True, slots=True)
class TagsMerged:
    """The tags of many selected photos.

    Attributes:
        ids: the photos, as they were asked for.
        tags: what is on them.
    """

    ids: Sequence[PhotoId]
    tags: MergedTags


@dataclass(frozen=True, slots=True)
class CatalogBroken:
    """The catalog was found damaged while it is in use; the next start offers its copies.

    Attributes:
        text: one sentence that names the file.
    """

    text: str


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
        fingerprint: the version of its file that is meant.
        edge_px: the size that was asked for, device pixels on the longest side.
        thumbnail: oriented pixels, None when the photo cannot be shown.
        problem: one sentence when it cannot be shown, else "".
        is_sharp: False for an embedded preview that a sharp picture follows.
    """

    id: PhotoId
    fingerprint: Fingerprint
    edge_px: int
    thumbnail: Thumbnail | None
    problem: str = ""
    is_sharp: bool = True


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
        batch: the batch of writes it tells of, whose report can be shown; "" for none.
    """

    level: Level
    key: str
    text: str
    remedy: Remedy = Remedy.NONE
    details: tuple[str, ...] = ()
    ids: tuple[PhotoId, ...] = ()
    path: Path | None = None
    batch: str = ""


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
    """A batch of writes, or some of its photos, was taken back as far as it could be.

    Attributes:
        batch: name of the batch, "" where it was not asked for by name.
        reports: what became of each file; none where there was nothing to take back.
        is_stopped: the user stopped it; the other files stay written.
    """

    batch: str
    reports: tuple[UndoReport, ...] = field(default=())
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class HistoryRead:
    """The write history, as it was asked for.

    Attributes:
        batches: the latest first.
        problem: why it cannot be read, one sentence, else "".
    """

    batches: tuple[Batch, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FieldsRead:
    """What the fields of one photo hold, as it was asked for.

    Attributes:
        id: the photo.
        reading: its fields, None where they cannot be read.
    """

    id: PhotoId
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class ExportFinished:
    """An export was written."""

    report: ExportReport


@dataclass(frozen=True, slots=True)
class SheetsReady:
    """Photos were fitted to agencies.

    Attributes:
        sheets: one per agency.
        photos: what the photos have for all agencies.
        texts: what they have for one only, by agency and photo.
    """

    sheets: tuple[Sheet, ...]
    photos: Mapping[PhotoId, StockPhoto]
    texts: Mapping[tuple[str, PhotoId], AgencyTexts]


@dataclass(frozen=True, slots=True)
class AgencyExportFinished:
    """Files for agencies were written."""

    reports: tuple[AgencyReport, ...]


@dataclass(frozen=True, slots=True)
class TableCompared:
    """An edited table was compared with the photos; nothing has changed yet.

    Attributes:
        file: the table.
        comparison: what it would change.
        ids: the photos by path.
    """

    file: Path
    comparison: Comparison
    ids: Mapping[Path, PhotoId]


@dataclass(frozen=True, slots=True)
class WordsLearned:
    """What is known about the user's words changed: learned, switched off or forgotten."""


@dataclass(frozen=True, slots=True)
class RuleApplied:
    """Tags of a run of tagging were accepted by the user's rules.

    Attributes:
        change: what the rules did, applied already; the photos are as it leaves them.
    """

    change: ReviewChange


@dataclass(frozen=True, slots=True)
class VocabularyChanged:
    """What the user said about these words changed."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class WordsCounted:
    """The words of the library were counted.

    Attributes:
        report: the counts.
        is_whole: what the user types in place of suggestions is among them; it comes later.
    """

    report: WordReport
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class KeywordsCounted:
    """Photos that have certain words as keywords were counted.

    Attributes:
        names: the words that were asked for.
        photos: photos that have one of them, those of closed folders included.
        closed: how many of these are in closed folders.
    """

    names: tuple[str, ...]
    photos: int
    closed: int


@dataclass(frozen=True, slots=True)
class WordsEditing:
    """How far a change of words on all photos is.

    Attributes:
        done: photos so far; 0 of 0 while it is taken back.
        total: photos to look at.
    """

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class WordsEdited:
    """A change of words on all photos ended.

    Attributes:
        change: what it did, None where it was stopped or failed: then nothing has changed.
    """

    change: WordsChange | None


@dataclass(frozen=True, slots=True)
class WordsRead:
    """A file of words was compared with the vocabulary; nothing has changed yet.

    Attributes:
        file: the file.
        plan: what it would change.
    """

    file: Path
    plan: ImportPlan


Event = (
    LibraryChanged
    | PhotosListed
    | NamesFound
    | CountsReady
    | SearchesCounted
    | RootsSeen
    | CatalogBroken
    | TagsMerged
    | PhotosChanged
    | ReviewsChanged
    | ThumbnailReady
    | Progress
    | ServiceWait
    | Notice
    | WritePreviewReady
    | WriteFinished
    | UndoWriteFinished
    | HistoryRead
    | FieldsRead
    | LookupEvent
    | ExportFinished
    | SheetsReady
    | AgencyExportFinished
    | TableCompared
    | WordsLearned
    | SweepWordsReady
    | SweepPhotosReady
    | SweepDecided
    | VocabularyChanged
    | RuleApplied
    | WordsCounted
    | KeywordsCounted
    | WordsEditing
    | WordsEdited
    | WordsRead
)
