"""The program's verbs. Owns the state of a running program and hands work to lanes.

Every method is called on the thread that owns the state (the window's, or the command line's),
and every event is announced there. Nothing here waits for a disk, a network or a model.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from phototagger.core import export
from phototagger.core._learning_run import LearningRun
from phototagger.core._tagging_run import Tagger, TaggingRun
from phototagger.core._write_run import WriteRun
from phototagger.core.content_key import content_key
from phototagger.core.errors import PhototaggerError
from phototagger.core.events import (
    Event,
    ExportFinished,
    Level,
    LibraryChanged,
    Notice,
    PhotosChanged,
    Progress,
    Remedy,
    ReviewsChanged,
    ThumbnailReady,
    Work,
)
from phototagger.core.jobs import CancelToken, Job, Outcome
from phototagger.core.library import Library
from phototagger.core.metadata import read_keywords
from phototagger.core.parts import Lanes, Learning
from phototagger.core.photo import (
    Fingerprint,
    Photo,
    PhotoFilter,
    PhotoId,
    SavingState,
    TaggingState,
)
from phototagger.core.review import Review, ReviewChange
from phototagger.core.scan import FoundPhoto, ScanReport, scan
from phototagger.core.settings import EMBEDDED, Settings
from phototagger.core.tagging.prepare import encode
from phototagger.core.tags import KeywordSet
from phototagger.core.thumbnails import Thumbnail, Thumbnails
from phototagger.core.writer import Batch, Writer

__all__ = ["Lanes", "Learning", "Session"]

log = logging.getLogger(__name__)

_READ_BATCH = 50
"""Files whose keywords one job reads: short enough to cancel, long enough to be cheap."""


FileKeywordsRead = list[tuple[PhotoId, KeywordSet, Fingerprint, bytes]]


class Session:
    """One running program over one library.

    Attributes:
        settings: the settings in force.
        words: what is learned about the user's words, and the verbs that concern it.

    Args:
        library: what is remembered.
        settings: the settings in force; replace the attribute to change them.
        lanes: background work.
        tagger: sends photos to the tagging service.
        learning: what is needed to learn the user's words.
        thumbnails: pixels with a disk cache.
        writer: replaces files.
        announce: takes events.
    """

    def __init__(
        self,
        library: Library,
        settings: Settings,
        lanes: Lanes,
        tagger: Tagger,
        learning: Learning,
        thumbnails: Thumbnails,
        writer: Writer,
        announce: Callable[[Event], None],
    ) -> None:
        self.settings = settings
        self._library = library
        self._lanes = lanes
        self._thumbnails = thumbnails
        self._writer = writer
        self._announce = announce
        self._memory = learning.memory
        self._tagging = TaggingRun(
            library,
            lanes.tagging,
            tagger,
            self._encode,
            learning.memory,
            lambda: learning.looker if self.settings.learn_words else None,
            self._announce_tagging,
        )
        self.words = LearningRun(
            library,
            lanes.learning,
            learning.memory,
            learning.launcher,
            learning.background_file,
            announce,
            lambda: self.settings.learn_words,
            may_train=learning.may_train,
        )
        self._writing = WriteRun(library, lanes.write, writer, announce, self.read_keywords)
        self._found = 0

    # What is known

    def ids(self) -> list[PhotoId]:
        """Return every photo of the library, in order."""
        return self._library.ids()

    def ids_where(self, choice: PhotoFilter | Path) -> list[PhotoId]:
        """Return the photos of a filter or under a folder, in order."""
        return self._library.ids_where(choice, self.settings.hide_below)

    def count_by_filter(self) -> Mapping[PhotoFilter, int]:
        """Count the photos of each filter."""
        return self._library.count_by_filter(self.settings.hide_below)

    def photo(self, photo_id: PhotoId) -> Photo:
        """Return one photo."""
        return self._library.photo(photo_id)

    def photos(self, ids: Iterable[PhotoId]) -> list[Photo]:
        """Return photos in the order of *ids*."""
        return self._library.photos(ids)

    def reviews(self, ids: Iterable[PhotoId]) -> Mapping[PhotoId, Review]:
        """Return the reviews of these photos."""
        return self._library.reviews(list(ids))

    def roots(self) -> list[Path]:
        """Return the folders the user opened."""
        return self._library.roots()

    def known_tags(self, prefix: str, limit: int = 12) -> list[str]:
        """Return words the user has used or been offered, most used first."""
        return self._library.known_tags(prefix, limit)

    def history(self) -> list[Batch]:
        """Return the batches of writes, newest first."""
        return self._writer.history()

    # Opening

    def open(self, paths: Sequence[Path]) -> None:
        """Add folders and files to the library; photos are announced as they are found."""
        for path in paths:
            if path.is_dir():
                self._library.add_root(path)
        self._scan(tuple(paths))

    def rescan(self) -> None:
        """Look at the folders of the library again."""
        if roots := tuple(self._library.roots()):
            self._scan(roots)

    def close_folder(self, folder: Path) -> None:
        """Take a folder out of the library; its files stay, its reviews wait for its return."""
        self._library.remove_root(folder)
        self._announce(LibraryChanged())

    def forget(self, ids: Iterable[PhotoId]) -> None:
        """Remove single photos from the library; their files stay as they are.

        Photos of an open folder stay: the next look at the folder would bring them back.
        """
        roots = self._library.roots()
        photos = self._library.photos(ids)
        single = [p.id for p in photos if not any(p.path.is_relative_to(r) for r in roots)]
        self._memory.cache.forget(self._library.learning.pictures(single).values())
        self._library.forget(single)
        self._announce(LibraryChanged())
        if len(single) < len(photos):
            text = "Photos of an open folder stay in the library; close the folder instead."
            self._announce(Notice(Level.INFO, "forget", text))

    def _scan(self, paths: tuple[Path, ...]) -> None:
        self._found = 0

        def work(token: CancelToken) -> ScanReport:
            return scan(paths, token, lambda found: self._deliver_found(list(found)))

        def done(outcome: Outcome[ScanReport]) -> None:
            self._announce(Progress(Work.SCAN, self._found, self._found, is_running=False))
            self._tell_scan(outcome)

        self._announce(Progress(Work.SCAN, 0, 0))
        self._lanes.scan.submit(("scan", paths), work, done)

    def _deliver_found(self, found: list[FoundPhoto]) -> None:
        self._lanes.scan.deliver(lambda: self._take_found(found))

    def _take_found(self, found: list[FoundPhoto]) -> None:
        self._found += len(found)
        batch = self._library.add_photos(found)
        self._library.set_state(batch.changed, problem="")
        if batch.new:
            self._announce(LibraryChanged())
        if batch.changed:
            self._announce(PhotosChanged(frozenset(batch.changed)))
        self.read_keywords([*batch.new, *batch.changed])
        self._announce(Progress(Work.SCAN, self._found, 0))

    def _tell_scan(self, outcome: Outcome[ScanReport]) -> None:
        report = outcome.value
        if report is None:
            self._fail("scan", outcome.error)
        elif report.undecodable and not report.problems:
            self._announce(Notice(Level.WARNING, "scan", _needs(report.undecodable)))
        elif report.problems:
            text = (
                report.problems[0]
                if len(report.problems) == 1
                else f"{len(report.problems)} folders or files could not be read."
            )
            notice = Notice(Level.WARNING, "scan", text, details=tuple(report.problems))
            self._announce(notice)
        elif not self._found and report.skipped:
            self._announce(Notice(Level.WARNING, "scan", "There are no photos in what you opened."))

    # Keywords that are in the files already

    def read_keywords(self, ids: Iterable[PhotoId]) -> None:
        """Read the keywords of these files in the background."""
        todo = iter([(photo.id, photo.path) for photo in self._library.photos(ids)])
        while batch := tuple(islice(todo, _READ_BATCH)):
            self._read_batch(batch)

    def _read_batch(self, batch: tuple[tuple[PhotoId, Path], ...]) -> None:
        def work(token: CancelToken) -> FileKeywordsRead:
            result: FileKeywordsRead = []
            for photo_id, path in batch:
                token.check()
                try:
                    stat = path.stat()
                    keywords = read_keywords(path).keywords
                    key = content_key(path)
                except (OSError, PhototaggerError):
                    continue  # its tile says so; a write refuses with the reason
                fingerprint = Fingerprint(stat.st_size, stat.st_mtime_ns)
                result.append((photo_id, keywords, fingerprint, key))
            return result

        self._lanes.metadata.submit(("read", *batch), work, self._take_read)

    def _take_read(self, outcome: Outcome[FileKeywordsRead]) -> None:
        if outcome.value is None:
            self._fail("read", outcome.error)
            return
        replaced = [
            photo_id
            for photo_id, keywords, fingerprint, key in outcome.value
            if not self._library.set_file_keywords(photo_id, keywords, fingerprint, key)
        ]
        if replaced:
            self._announce(PhotosChanged(frozenset(replaced)))
        ids = [photo_id for photo_id, _, _, _ in outcome.value]
        self._update_saving(ids)
        self._announce(ReviewsChanged(frozenset(ids)))

    # Thumbnails

    def look_at(self, ids: Sequence[PhotoId], edge_px: int) -> None:
        """Render thumbnails of these photos, in this order; earlier wishes are forgotten.

        Args:
            ids: visible photos first, then their neighbours.
            edge_px: longest side in device pixels.
        """
        photos = self._library.photos(ids)
        self._lanes.thumbnails.replace_pending([self._thumbnail_job(p, edge_px) for p in photos])

    def _thumbnail_job(self, photo: Photo, edge_px: int) -> Job[Thumbnail]:
        def work(token: CancelToken) -> Thumbnail:
            version = (photo.path, photo.fingerprint, edge_px)
            if not self._thumbnails.is_stored(*version):
                # The picture the camera embedded costs next to nothing; sharp pixels follow.
                quick = self._thumbnails.preview(photo.path, edge_px)
                if quick is not None:
                    self._lanes.thumbnails.deliver(lambda: show(quick))
            return self._thumbnails.render(*version, token)

        def show(thumbnail: Thumbnail) -> None:
            if self._library.photos([photo.id]):  # else removed meanwhile
                self._announce(ThumbnailReady(photo.id, edge_px, thumbnail))

        def done(outcome: Outcome[Thumbnail]) -> None:
            if outcome.value is not None:
                show(outcome.value)
                return
            if not self._library.photos([photo.id]):
                return
            problem = self._sentence(outcome.error)
            if problem != photo.problem:
                self._library.set_state([photo.id], problem=problem)
            self._announce(ThumbnailReady(photo.id, edge_px, None, problem))

        return Job(("thumbnail", photo.id, edge_px), work, done)

    def look_closer(self, photo_id: PhotoId, edge_px: int) -> None:
        """Render one photo before all others, *edge_px* device pixels on its longest side."""
        job = self._thumbnail_job(self._library.photo(photo_id), edge_px)
        self._lanes.closeup.replace_pending([job])

    def look_aside(self, ids: Sequence[PhotoId], edge_px: int) -> None:
        """Render a few photos soon, without forgetting what else is to be rendered."""
        for photo in reversed(self._library.photos(ids)):
            job = self._thumbnail_job(photo, edge_px)
            self._lanes.thumbnails.submit(job.key, job.work, job.done, first=True)

    # Tagging

    def tag(self, ids: Iterable[PhotoId]) -> int:
        """Send photos to the tagging service; returns how many were queued."""
        return self._tagging.start(
            ids,
            lang=self.settings.tag_language,
            mode=self.settings.tagging_mode,
            batch_size=self.settings.batch_size,
            is_local=self.settings.endpoint == EMBEDDED,
        )

    def untagged(self) -> list[PhotoId]:
        """Return the photos without an answer of the service, failed ones included."""
        return self._library.ids_in(tagging=(TaggingState.UNTAGGED, TaggingState.FAILED))

    def stop_tagging(self) -> None:
        """Cancel tagging; answers that came stay."""
        self._tagging.stop()

    def _announce_tagging(self, event: Event) -> None:
        self._announce(event)
        if isinstance(event, Progress) and not event.is_running:
            self.words.start_when_due()

    def _encode(self, path: Path) -> bytes:
        return encode(path, self.settings.upload_edge_px)

    # Review

    def apply(self, change: ReviewChange) -> None:
        """Apply a gesture: decisions are in the catalog when this returns."""
        self._library.save_decisions(change.after)
        self._update_saving(list(change.after))
        self._announce(ReviewsChanged(frozenset(change.after)))
        if not self._tagging.is_running:
            self.words.start_when_due(len(change.after))

    def _update_saving(self, ids: Sequence[PhotoId]) -> None:
        reviews = self._library.reviews(ids)
        by_state: dict[SavingState, list[PhotoId]] = {}
        for photo in self._library.photos(ids):
            if photo.saving is SavingState.WRITING:
                continue  # the end of the write looks again
            state = SavingState.SAVED if reviews[photo.id].is_saved else SavingState.UNSAVED
            if state is not photo.saving:
                by_state.setdefault(state, []).append(photo.id)
        for state, changed in by_state.items():
            self._library.set_state(changed, saving=state)
            self._announce(PhotosChanged(frozenset(changed)))

    # Writing and export

    @property
    def is_writing(self) -> bool:
        """True while photos wait to be written."""
        return self._writing.is_running

    def unsaved(self) -> list[PhotoId]:
        """Return the photos whose decisions are not in their files yet."""
        return self._library.ids_in(saving=(SavingState.UNSAVED, SavingState.FAILED))

    def preview_write(self, ids: Iterable[PhotoId]) -> int:
        """Find out what a write would do; ends in `WritePreviewReady` unless 0 is returned."""
        return self._writing.preview(ids)

    def write(self, ids: Iterable[PhotoId]) -> int:
        """Write keywords into the files; ends in `WriteFinished` unless 0 is returned."""
        return self._writing.write(ids)

    def stop_writing(self) -> None:
        """Stop after the photo being written."""
        self._writing.stop()

    def undo_write(self, batch: str) -> None:
        """Restore the files of a batch byte for byte; ends in `UndoWriteFinished`."""
        self._writing.undo(batch)

    def export(self, ids: Sequence[PhotoId], out: Path, form: export.ExportFormat) -> None:
        """Write a keyword table of these photos; ends in `ExportFinished` or a notice."""
        reviews = self._library.reviews(ids)
        rows = [
            export.ExportRow(photo.path, reviews[photo.id]) for photo in self._library.photos(ids)
        ]

        def work(token: CancelToken) -> export.ExportReport:
            return export.write(rows, out, form, cancel=token)

        def done(outcome: Outcome[export.ExportReport]) -> None:
            self._announce(Progress(Work.EXPORT, len(rows), len(rows), is_running=False))
            if outcome.value is None:
                self._fail("export", outcome.error)
                return
            self._announce(ExportFinished(outcome.value))
            counted = "1 photo" if len(rows) == 1 else f"{len(rows):,} photos"
            self._announce(
                Notice(
                    Level.SUCCESS,
                    "export",
                    f"Exported {counted} to {out.name}.",
                    Remedy.SHOW_FILE,
                    path=out,
                )
            )

        self._announce(Progress(Work.EXPORT, 0, len(rows)))
        self._lanes.write.submit(("export", out), work, done)

    def recover(self) -> None:
        """Finish or drop writes a crash interrupted; photos are as old or as new, never between."""

        def done(outcome: Outcome[list[str]]) -> None:
            if outcome.value is None:
                self._fail("recover", outcome.error)
            elif outcome.value:
                self._announce(
                    Notice(
                        Level.INFO,
                        "recover",
                        "The last write was interrupted; every photo is whole.",
                        details=tuple(outcome.value),
                    )
                )

        self._lanes.write.submit(
            "recover", lambda token: [str(line) for line in self._writer.recover()], done
        )

    @property
    def is_idle(self) -> bool:
        """True when no work is left and every result was handed over."""
        return not self.words.is_running and all(lane.is_idle for lane in self._lanes.all())

    def end_work(self) -> None:
        """End all background work; writes that were queued are finished.

        Results on their way home must still be delivered before `close`.
        """
        self._tagging.stop()
        self.words.stop()
        for lane in self._lanes.all():
            lane.close(drain=lane is self._lanes.write, timeout_s=30.0)

    def close(self) -> None:
        """Close the library; the last call."""
        self._library.close()

    def _fail(self, key: str, error: Exception | None) -> None:
        self._announce(Notice(Level.ERROR, key, self._sentence(error)))

    def _sentence(self, error: Exception | None) -> str:
        if isinstance(error, PhototaggerError):
            return str(error)
        log.error("unexpected failure", exc_info=error)
        return "Something unexpected went wrong; the log file has the details."


def _needs(undecodable: Mapping[str, int]) -> str:
    sentences = []
    for name, extra in (("HEIC", "heif"), ("RAW", "raw")):
        if count := undecodable.get(extra, 0):
            files = "1 file" if count == 1 else f"{count:,} files"
            sentences.append(
                f"To show {files} in {name} format, run: pip install 'phototagger[{extra}]'."
            )
    return " ".join(sentences)
