"""The program's verbs. Owns the state of a running program and hands work to lanes.

Every method is called on the thread that owns the state (the window's, or the command line's),
and every event is announced there. Nothing here waits for a disk, a network or a model.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from phototagger.core._accept_rule import AcceptRule
from phototagger.core._decision_run import DecisionRun
from phototagger.core._intake import Intake
from phototagger.core._learning_run import LearningRun
from phototagger.core._look_run import LookRun
from phototagger.core._lookups import Lookups
from phototagger.core._photo_lists import PhotoLists
from phototagger.core._sweep_run import SweepRun
from phototagger.core._tagging_run import Tagger, TaggingRun
from phototagger.core._words_everywhere import WordsEverywhere
from phototagger.core._write_run import WriteRun
from phototagger.core.errors import CatalogDamaged, PhototaggerError
from phototagger.core.events import (
    CatalogBroken,
    Event,
    Level,
    LibraryChanged,
    Notice,
    PhotosChanged,
    Progress,
    ReviewsChanged,
    Work,
    WritePreviewReady,
)
from phototagger.core.jobs import Outcome
from phototagger.core.library import Library
from phototagger.core.mass_changes import MassChanges
from phototagger.core.parts import Lanes, Learning
from phototagger.core.photo import (
    Photo,
    PhotoFilter,
    PhotoId,
    SavingState,
    TaggingState,
)
from phototagger.core.photo_query import PhotoIds, PhotoQuery
from phototagger.core.review import Review, ReviewChange
from phototagger.core.settings import EMBEDDED, Settings
from phototagger.core.thumbnails import Thumbnails
from phototagger.core.vocabulary_desk import VocabularyDesk
from phototagger.core.writer import Writer

__all__ = ["Lanes", "Learning", "Session"]

log = logging.getLogger(__name__)


class Session:
    """One running program over one library.

    Attributes:
        settings: the settings in force.
        words: what is learned about the user's words, and the verbs that concern it.
        searches: the searches the user saved.
        mass: changes very many photos in the background.
        vocabulary: what the user said about words, and the verbs that concern it.
        sweeps: the verbs of a sweep.
        everywhere: the verbs that concern a word on all photos.

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
        self._listener = announce
        announce = self._announce
        self._lists = PhotoLists(
            library, lanes.queries, lambda: self.settings.hide_below, announce, self._fail
        )
        self.searches = self._lists.searches
        self._intake = Intake(
            library, lanes.scan, lanes.metadata, announce, self._fail, self._lists.tags_read
        )
        self._memory = learning.memory
        self._tagging = TaggingRun(
            library,
            lanes.tagging,
            tagger,
            self._encode,
            learning.memory,
            lambda: learning.looker if self.settings.learn_words else None,
            announce,
            AcceptRule(library, lambda: self.settings.auto_accept_from, self.apply, announce),
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
        self._writing = WriteRun(library, lanes.write, writer, announce, self._intake.read_own)
        held = (lanes.tagging, lanes.write, lanes.learning)
        self._deciding = DecisionRun(library, lanes.edits, announce, self._decided)
        self.mass = MassChanges(
            library, lanes.queries, held, self._deciding.finish, announce, self._fail
        )
        self._looking = LookRun(
            library,
            lanes,
            thumbnails,
            self._upload_edge_px,
            announce,
            self._on_problem,
            self._sentence,
        )
        self._lookups = Lookups(library, lanes.metadata, writer, announce)
        self.vocabulary = VocabularyDesk(
            library, lanes.words, lambda: self.settings, announce, self._fail
        )
        self.sweeps = SweepRun(
            library, lanes.queries, lambda: self.settings, self._deciding, announce, self._fail
        )
        self.everywhere = WordsEverywhere(
            library,
            lanes.queries,
            lanes.edits,
            lambda: self.settings.hide_below,
            self.vocabulary.apply,
            lambda: self._deciding.is_running,
            announce,
        )

    def _decided(self, count: int) -> None:
        if not self._tagging.is_running:
            self.words.start_when_due(count)

    # What is shown

    def query(self, query: PhotoQuery) -> None:
        """Show what *query* finds: `PhotosListed` now, and whenever the library changes."""
        self._lists.show(query)

    def current_ids(self) -> PhotoIds[int]:
        """Return the photos of the last `PhotosListed`."""
        return self._lists.ids

    def matching(self, ids: Iterable[PhotoId], choice: PhotoFilter) -> set[int]:
        """Return which of some photos a filter has."""
        return self._library.lists.matching(ids, choice, self.settings.hide_below)

    def find_name(self, beginning: str) -> None:
        """Look for photos by the beginning of their file name; ends in `NamesFound`."""
        self._lists.find_name(beginning)

    def merge_tags(self, ids: Sequence[PhotoId]) -> None:
        """Merge the tags of very many photos; ends in `TagsMerged` unless others are asked for."""
        self._lists.merge_tags(ids)

    def count(self) -> None:
        """Count the photos; ends in `CountsReady`."""
        self._lists.count()

    # What is known

    def ids(self) -> list[PhotoId]:
        """Return every photo of the library, in order."""
        return self._library.ids()

    def use_all_ids(self, use: Callable[[list[PhotoId]], None]) -> None:
        """Give *use* every photo of the library, in order, now or as soon as they are listed."""
        self._lists.use_all(lambda ids: use([PhotoId(number) for number in ids]))

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
        return self._deciding.reviews(list(ids))

    def roots(self) -> list[Path]:
        """Return the folders the user opened."""
        return self._library.roots()

    def known_tags(self, prefix: str, limit: int = 12) -> list[str]:
        """Return words the user has used or been offered, most used first."""
        return self._library.known_tags(prefix, limit)

    def read_history(self) -> None:
        """Read the batches of writes; ends in `HistoryRead`."""
        self._lookups.history()

    def read_problems(self) -> None:
        """Read which photos have a problem, and why; ends in `ProblemsRead`."""
        self._lookups.problems()

    def read_fields(self, photo_id: PhotoId) -> None:
        """Read what each field of a photo holds; ends in `FieldsRead` unless another is asked."""
        self._lookups.fields(photo_id)

    # Opening

    def open(self, paths: Sequence[Path]) -> None:
        """Add folders and files to the library; photos are announced as they are found."""
        self._intake.open(paths)

    def rescan(self) -> None:
        """Look at the folders of the library again, because the user asked."""
        self._intake.rescan()

    def stop_scan(self) -> None:
        """Stop looking for photos; those that were found stay."""
        self._intake.stop()

    def look_again(self) -> None:
        """Look at the folders of the library again in silence, unless that is being done."""
        self._intake.rescan(is_loud=False)

    def notice_changes(self) -> None:
        """Look whether folders of the library changed, unless they are being looked at."""
        self._intake.sweep()

    def close_folder(self, folder: Path) -> None:
        """Take a folder out of the library; its files stay, its reviews wait for its return."""
        self._intake.close_folder(folder)

    def forget(self, ids: Iterable[PhotoId]) -> int:
        """Remove single photos from the library; their files stay as they are.

        Photos of an open folder stay: the next look at the folder would bring them back.

        Returns:
            How many were removed.
        """
        roots = self._library.roots()
        photos = self._library.photos(ids)
        single = [p.id for p in photos if not any(p.path.is_relative_to(r) for r in roots)]
        self._memory.cache.forget(self._library.learning.pictures(single).values())
        self._library.forget(single)
        self._lists.forget(set(single))
        self._announce(LibraryChanged())
        if len(single) < len(photos):
            text = "Photos of an open folder stay in the library; close the folder instead."
            self._announce(Notice(Level.INFO, "forget", text))
        return len(single)

    def set_changed(self, ids: Iterable[PhotoId], *, is_changed: bool) -> None:
        """Note whether the user still has to see that another program changed these files."""
        chosen = frozenset(ids)
        self._library.set_changed(chosen, is_changed=is_changed)
        self._announce(PhotosChanged(chosen))

    def read_keywords(self, ids: Iterable[PhotoId]) -> None:
        """Read the keywords of these files again, in the background."""
        self._intake.read_again(ids)

    # Thumbnails

    def look_at(self, ids: Sequence[PhotoId], edge_px: int) -> None:
        """Render thumbnails of these photos, in this order; earlier wishes are forgotten.

        The pictures that cameras embedded cost next to nothing and come first, all of them.

        Args:
            ids: visible photos first, then their neighbours.
            edge_px: longest side in device pixels.
        """
        self._looking.look_at(ids, edge_px)

    def look_closer(self, wishes: Sequence[tuple[PhotoId, int]]) -> None:
        """Render a few photos before all others, in this order; earlier wishes are forgotten.

        Args:
            wishes: photos, each with the device pixels of its longest side.
        """
        self._looking.look_closer(wishes)

    def look_aside(self, ids: Sequence[PhotoId], edge_px: int) -> None:
        """Render a few photos soon, without forgetting what else is to be rendered."""
        self._looking.look_aside(ids, edge_px)

    def _upload_edge_px(self) -> int:
        return self.settings.upload_edge_px

    def _on_problem(self, photo: Photo, problem: str) -> None:
        if not self.mass.is_running:
            self._library.set_state([photo.id], problem=problem)
            self._lists.states_changed()

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

    def _encode(self, path: Path) -> bytes:
        return self._thumbnails.upload(path, self.settings.upload_edge_px)

    # Review

    def apply(self, change: ReviewChange) -> None:
        """Apply a gesture: its decisions count, and are in the catalog, when this returns.

        One on very many photos counts at once as well, and is put into the catalog bit by bit.
        A catalog that cannot be written is told in a notice; then nothing has changed.
        """
        self._deciding.apply(change)

    # Writing and export

    @property
    def is_writing(self) -> bool:
        """True while photos wait to be written."""
        return self._writing.is_running

    def unsaved(self) -> list[PhotoId]:
        """Return the photos whose decisions are not in their files yet."""
        self._deciding.finish()
        return self._library.ids_in(saving=(SavingState.UNSAVED, SavingState.FAILED))

    def preview_write(self, ids: Iterable[PhotoId]) -> int:
        """Find out what a write would do; ends in `WritePreviewReady` unless 0 is returned."""
        self._deciding.finish()
        return self._writing.preview(ids)

    def save_plan(self, preview: WritePreviewReady, out: Path) -> None:
        """Write what a write would do to a .csv or .txt file; ends in a notice."""
        self._writing.save_plan(preview, out)

    def write(self, ids: Iterable[PhotoId]) -> int:
        """Write keywords into the files; ends in `WriteFinished` unless 0 is returned."""
        self._deciding.finish()
        return self._writing.write(ids)

    def stop_writing(self) -> None:
        """Stop after the photo being written."""
        self._writing.stop()

    def stop_preview(self) -> None:
        """Stop finding out what a write would do."""
        self._writing.stop_preview()

    def stop_undo(self) -> None:
        """Stop taking writes back after the file that is being restored."""
        self._writing.stop_undo()

    def undo_write(self, batch: str, photos: Iterable[Path] = ()) -> None:
        """Restore files of a batch byte for byte; ends in `UndoWriteFinished`.

        Args:
            batch: its name in the write history.
            photos: only these of its photos; all when none is named.
        """
        self._writing.undo(batch, frozenset(photos))

    def undo_last_write(self) -> None:
        """Restore the files of the latest batch still written; ends in `UndoWriteFinished`."""
        self._writing.undo_last()

    def undo_write_of(self, ids: Iterable[PhotoId]) -> None:
        """Restore the files of photos as before their last write; ends in `UndoWriteFinished`."""
        self._writing.undo_photos(ids)

    def check_catalog(self) -> None:
        """Look through a large catalog for damage; ends in `CatalogBroken` if there is some."""

        def done(outcome: Outcome[None]) -> None:
            if isinstance(outcome.error, CatalogDamaged):
                self._announce(CatalogBroken(str(outcome.error)))
            elif outcome.error is not None:
                self._fail("check", outcome.error)

        self._lanes.queries.submit("check", lambda token: self._library.check(), done)

    def recover(self) -> None:
        """Finish or drop writes a crash interrupted; photos are as old or as new, never between."""
        self._writing.recover()

    @property
    def is_idle(self) -> bool:
        """True when no work is left and every result was handed over."""
        is_busy = self.words.is_running or self._deciding.is_running
        return not is_busy and all(lane.is_idle for lane in self._lanes.all())

    def end_work(self) -> None:
        """End all background work; writes that were queued are finished.

        Results on their way home must still be delivered before `close`.
        """
        self._deciding.finish()
        self._tagging.stop()
        self.words.stop()
        self._thumbnails.stop()
        for lane in self._lanes.all():
            lane.close(drain=lane is self._lanes.write, timeout_s=30.0)

    def close(self) -> None:
        """Close the library and the thumbnails; the last call."""
        self._thumbnails.close()
        self._library.close()

    def _announce(self, event: Event) -> None:
        self._listener(event)
        if isinstance(event, LibraryChanged):
            self._lists.library_changed()
        elif isinstance(event, PhotosChanged | ReviewsChanged):
            self._lists.states_changed()
        elif isinstance(event, Progress) and event.work is Work.TAGGING and not event.is_running:
            self.words.start_when_due()

    def _fail(self, key: str, error: Exception | None) -> None:
        self._announce(Notice(Level.ERROR, key, self._sentence(error)))

    def _sentence(self, error: Exception | None) -> str:
        if isinstance(error, PhototaggerError):
            return str(error)
        log.error("unexpected failure", exc_info=error)
        return "Something unexpected went wrong; the log file has the details."
