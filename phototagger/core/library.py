"""The photos the user opened and all that is known of them, remembered across runs.

Domain values in, domain values out; `_catalog` keeps them. Whatever a method stores is in the
catalog when it returns. Methods are called on the thread that opened the library; `lists` and
`files` are for any thread. Photos the library does not know (any more) are ignored by methods
that take many: results of background work may come home after the user forgot a photo.

A photo is its path. When the file behind a path changes, `files.take` says so and the next
`files.store_reads` decides by the content key: the same photo keeps its review, another photo
under the same name starts afresh. A photo that moved takes its review along.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from phototagger.core._catalog import Catalog
from phototagger.core._catalog_learning import LearningRows
from phototagger.core._catalog_lists import CatalogLists
from phototagger.core._catalog_searches import SavedSearchRows
from phototagger.core._catalog_snapshots import Snapshot, restore_snapshot, snapshots
from phototagger.core._catalog_suggestions import SuggestionRows
from phototagger.core._catalog_sweep import SweepRows
from phototagger.core._catalog_values import (
    decision_row,
    load_photos,
    load_reviews,
    storable,
    suggestion_row,
    text_row,
)
from phototagger.core._catalog_vocabulary import VocabularyRows
from phototagger.core._catalog_words import WordRows
from phototagger.core._known_files import Batch, Change, FileRead, KnownFiles
from phototagger.core._mass_store import MassStore
from phototagger.core._stock_texts import StockTexts
from phototagger.core.errors import LibraryError
from phototagger.core.photo import (
    Fingerprint,
    Photo,
    PhotoFilter,
    PhotoId,
    SavingState,
    TaggingState,
)
from phototagger.core.photo_query import PhotoQuery
from phototagger.core.review import Decisions, Review, ReviewChange, Texts
from phototagger.core.scan import FoundPhoto, ScanReport, scan
from phototagger.core.tags import KeywordSet, TagSuggestion

__all__ = ["Batch", "Counts", "FileRead", "FoundPhoto", "Library", "ScanReport", "Snapshot", "scan"]

_CACHED_PHOTOS = 5000
_CACHED_REVIEWS = 2000
_COMPANIONS = ("", "-wal", "-shm")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Counts:
    """Number of photos in each state; states without a photo are 0."""

    tagging: Mapping[TaggingState, int]
    saving: Mapping[SavingState, int]


class Library:
    """The open library. Make one with `Library.open`.

    Attributes:
        lists: answers questions about all photos. Thread: any.
        files: learns what is on the disk. Thread: any.
        stock: photos as stock agencies see them. Thread: any.
        learning: what the learner asks about photos and words.
        vocabulary: what the user said about words. Thread: any.
        suggestions: has what was suggested follow the vocabulary. Thread: any.
        sweeps: what a sweep asks. Thread: any.
        searches: searches the user saved. Thread: any.
        mass: keeps what becomes of very many photos. Thread: any.
        words: how words are used. Thread: any.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.vocabulary = VocabularyRows(catalog)
        self.files = KnownFiles(catalog, self.vocabulary)
        self.stock = StockTexts(catalog, self.vocabulary)
        self.lists = CatalogLists(catalog.file)
        self.learning = LearningRows(catalog)
        self.searches = SavedSearchRows(catalog)
        self.mass = MassStore(catalog, self.vocabulary.outgoing)
        self.suggestions = SuggestionRows(catalog, self.vocabulary)
        self.sweeps = SweepRows(catalog, self.vocabulary)
        self.words = WordRows(catalog, self.vocabulary)
        self._photos: OrderedDict[PhotoId, Photo] = OrderedDict()
        self._reviews: OrderedDict[PhotoId, Review] = OrderedDict()

    @classmethod
    def open(cls, catalog_file: Path) -> Library:
        """Open a catalog; a missing one is made.

        Work that a dead run left half done is undone: queued photos are untagged again, photos
        that were being written are unsaved again.

        Raises:
            CatalogDamaged: the file is broken; `set_aside` makes room for a snapshot or a
                fresh one.
            LibraryError: in use by another program, not writable, or of a newer version.
        """
        return cls(Catalog(catalog_file))

    @staticmethod
    def set_aside(catalog_file: Path) -> Path:
        """Rename a damaged catalog to ``<name>.broken-N`` with its log, so that it is kept.

        Returns:
            The new name.

        Raises:
            LibraryError: it cannot be renamed.
        """
        number = 1
        while (kept := Path(f"{catalog_file}.broken-{number}")).exists():
            number += 1
        try:
            for ending in _COMPANIONS:
                # The log goes along: a fresh catalog must never see a log that is not its own.
                part = Path(f"{catalog_file}{ending}")
                if part.exists():
                    part.rename(f"{kept}{ending}")
        except OSError as error:
            raise LibraryError(
                f"The damaged catalog {catalog_file} cannot be renamed; check its folder.",
                detail=repr(error),
            ) from error
        return kept

    @staticmethod
    def snapshots(catalog_file: Path) -> list[Snapshot]:
        """Return the whole copies that were kept of a catalog, the newest first."""
        return snapshots(catalog_file)

    @staticmethod
    def restore(catalog_file: Path, snapshot: Path | None = None) -> bool:
        """After `set_aside`, put back a snapshot.

        Args:
            catalog_file: where the catalog belongs.
            snapshot: the path of one of `snapshots`; None takes the newest.

        Returns:
            False when there is none; `open` then makes an empty catalog.

        Raises:
            LibraryError: it cannot be copied.
        """
        return restore_snapshot(catalog_file, snapshot)

    def check(self) -> None:
        """Look through a large catalog for damage, and keep a daily snapshot. Thread: any.

        Raises:
            CatalogDamaged: it is broken; the next `open` says so too.
        """
        self._catalog.file.check()

    def close(self) -> None:
        """Close the catalog after keeping a snapshot; the library is not used after this."""
        self._catalog.close()

    # Photos

    def ids(self) -> list[PhotoId]:
        """Return every photo, folder by folder in natural order."""
        return self.ids_in()

    def ids_in(
        self,
        *,
        tagging: Collection[TaggingState] | None = None,
        saving: Collection[SavingState] | None = None,
    ) -> list[PhotoId]:
        """Return the photos in one of these states, in the order of `ids`.

        Args:
            tagging: wanted states; None is any.
            saving: wanted states; None is any. Both must hold.
        """
        found = self.lists.ids_in(_words(tagging), _words(saving))
        return [PhotoId(number) for number in found]

    def ids_where(self, choice: PhotoFilter | Path, hide_below: float = 0.0) -> list[PhotoId]:
        """Return the photos of a filter or under a folder, in the order of `ids`.

        Args:
            choice: a filter, or a folder.
            hide_below: suggestions less probable than this need no review, 0…1.
        """
        found = self.lists.ids(PhotoQuery(choice), hide_below=hide_below)
        return [PhotoId(number) for number in found]

    def count_by_filter(self, hide_below: float = 0.0) -> Mapping[PhotoFilter, int]:
        """Count the photos of each filter; *hide_below* as for `ids_where`."""
        return self.lists.filter_counts(hide_below)

    def photo(self, photo_id: PhotoId) -> Photo:
        """Return one photo.

        Raises:
            LibraryError: it is not in the library any more.
        """
        for photo in self.photos([photo_id]):
            return photo
        raise LibraryError("This photo is not in the library any more.", detail=str(photo_id))

    def photos(self, ids: Iterable[PhotoId]) -> list[Photo]:
        """Return photos in the order of *ids*."""
        found = _through(
            self._photos,
            list(ids),
            lambda missing: load_photos(self._catalog, missing),
            _CACHED_PHOTOS,
        )
        return list(found.values())

    def ids_of(self, paths: Iterable[Path]) -> list[PhotoId]:
        """Return the photos with these paths, in their order."""
        raw = [os.fsencode(path) for path in paths]
        known = self._catalog.known_files(raw)
        return [PhotoId(known[path][0]) for path in raw if path in known]

    def counts(self) -> Counts:
        """Count the photos by state."""
        tagging = dict.fromkeys(TaggingState, 0)
        saving = dict.fromkeys(SavingState, 0)
        for tagging_word, saving_word, number in self._catalog.counts():
            tagging[TaggingState(tagging_word)] += number
            saving[SavingState(saving_word)] += number
        return Counts(tagging, saving)

    def add_photos(self, found: Sequence[FoundPhoto]) -> Batch:
        """Remember what a scan found; as `KnownFiles.take`, on the library's thread."""
        batch = self.files.take(found)
        self.refreshed([*batch.new, *batch.changed])
        return batch

    def read_again(self, ids: Iterable[PhotoId]) -> None:
        """Have photos looked into again; what is found then is no change by another program."""
        self._catalog.set_columns(ids, is_unread=1, is_changed=int(Change.OURS))

    def set_changed(self, ids: Iterable[PhotoId], *, is_changed: bool) -> None:
        """Note whether another program changed these files, which the user has not seen yet."""
        chosen = list(ids)
        wanted = Change.TOLD if is_changed else Change.NONE
        self._catalog.set_columns(chosen, is_changed=int(wanted))
        for photo_id in chosen:
            self._photos.pop(photo_id, None)

    def refreshed(self, ids: Iterable[PhotoId]) -> None:
        """Take the news that photos were changed on another thread."""
        self._drop(ids)

    def seen_last(self) -> list[PhotoId]:
        """Return the photos whose reviews were asked for lately, the last one first."""
        return list(reversed(self._reviews))

    def refreshed_all(self) -> None:
        """Take the news that any photo may have been changed on another thread."""
        self._photos.clear()
        self._reviews.clear()

    def set_state(
        self,
        ids: Iterable[PhotoId],
        *,
        tagging: TaggingState | None = None,
        saving: SavingState | None = None,
        problem: str | None = None,
    ) -> None:
        """Set the states given of photos; None leaves one as it is."""
        wanted = {"tagging": tagging, "saving": saving, "problem": problem}
        columns = {name: storable(value) for name, value in wanted.items() if value is not None}
        chosen = list(ids)
        if chosen and columns:
            self._catalog.set_columns(chosen, **columns)
        for photo_id in chosen:
            self._photos.pop(photo_id, None)

    def rest(self, ids: Iterable[PhotoId]) -> None:
        """Give photos that were queued, but not tagged after all, the state they had before."""
        chosen = list(ids)
        self._catalog.rest(chosen)
        for photo_id in chosen:
            self._photos.pop(photo_id, None)

    def forget(self, ids: Iterable[PhotoId]) -> None:
        """Remove photos and their reviews from the library; the files stay as they are."""
        chosen = list(ids)
        self._catalog.delete_photos(chosen)
        self._drop(chosen)

    # Folders

    def roots(self) -> list[Path]:
        """Return the folders the user opened; one may be offline."""
        return self.files.roots()

    def add_root(self, folder: Path) -> None:
        """Remember a folder."""
        self.files.add_roots([folder])

    def remove_root(self, folder: Path) -> None:
        """Close a folder: its photos leave `ids`, their reviews wait for its return.

        Photos that lie in another open folder stay.
        """
        self.files.remove_root(folder)
        self.refreshed_all()

    # Reviews

    def review(self, photo_id: PhotoId) -> Review:
        """Return the review of one photo; an empty one where nothing is known."""
        return self.reviews([photo_id]).get(photo_id, Review())

    def reviews(self, ids: Iterable[PhotoId]) -> dict[PhotoId, Review]:
        """Return reviews by photo, in the order of *ids*."""
        return _through(
            self._reviews,
            list(ids),
            lambda missing: load_reviews(self._catalog, missing, self.vocabulary.outgoing()),
            _CACHED_REVIEWS,
        )

    def save_texts(self, texts: Mapping[PhotoId, Texts]) -> None:
        """Replace the titles and descriptions the user decided, all or none."""
        if not texts:
            return
        reviews = self.reviews(texts)
        self._catalog.replace_texts(
            [
                text_row(photo_id, replace(review, texts=texts[photo_id]))
                for photo_id, review in reviews.items()
            ]
        )
        for photo_id in texts:
            self._reviews.pop(photo_id, None)

    def save_decisions(self, decisions: Mapping[PhotoId, Decisions]) -> None:
        """Replace the user's decisions about photos, all or none."""
        self._catalog.replace_decisions(
            (photo_id, map(decision_row, entries)) for photo_id, entries in decisions.items()
        )
        for photo_id in decisions:
            self._reviews.pop(photo_id, None)

    def save_orders(self, orders: Mapping[PhotoId, tuple[str, ...]]) -> None:
        """Replace the user's order of the keywords of photos, () for none, all or none."""
        self._catalog.replace_orders(orders.items())
        for photo_id in orders:
            self._reviews.pop(photo_id, None)

    def save_change(self, change: ReviewChange) -> None:
        """Keep all that a gesture of the user leaves behind, or nothing of it."""
        try:
            with self._catalog.file.transaction():
                if change.after:
                    self.save_decisions(change.after)
                self.save_texts(change.texts_after)
                if change.orders_after:
                    self.save_orders(change.orders_after)
                for is_reviewed in (False, True):
                    self._mark(
                        [i for i, now in change.reviewed_after.items() if now is is_reviewed],
                        is_reviewed=is_reviewed,
                    )
        finally:
            self._drop(change.ids)

    def _mark(self, ids: Sequence[PhotoId], *, is_reviewed: bool) -> None:
        if ids:
            self._catalog.set_columns(ids, is_reviewed=int(is_reviewed))

    def save_suggestions(
        self,
        photo_id: PhotoId,
        suggestions: Sequence[TagSuggestion],
        model: str | None = None,
        language: str = "",
    ) -> None:
        """Replace what was suggested, as the vocabulary makes of it; decisions stay.

        Args:
            photo_id: the photo.
            suggestions: as they were said, or as they were kept before.
            model: who said it now; None where it was not asked again.
            language: in which language.
        """
        refined = self.vocabulary.pipeline().refine(suggestions)
        run = None if model is None else (model, int(time.time()), language)
        self._catalog.replace_suggestions(photo_id, map(suggestion_row, refined), run)
        self._reviews.pop(photo_id, None)

    def set_file_keywords(
        self,
        photo_id: PhotoId,
        keywords: KeywordSet,
        fingerprint: Fingerprint,
        content_key: bytes = b"",
        texts: Texts | None = None,
        has_sidecar: bool | None = None,
    ) -> bool:
        """Store what the file holds now.

        Args:
            photo_id: the photo.
            keywords: keywords read from the file, or just written to it.
            fingerprint: version of the file they belong to.
            content_key: from `content_key.content_key`; b"" after a write of our own, which
                leaves the picture alone.
            texts: title and description the file holds; None leaves what is known.
            has_sidecar: there is a sidecar beside it; None leaves what is known.

        Returns:
            False when the path holds another photo than before: its suggestions, decisions and
            states were reset.
        """
        read = FileRead(photo_id, keywords, fingerprint, content_key, None, texts, has_sidecar)
        stored = self.files.store_reads([read])
        self.refreshed([photo_id])
        return not stored.replaced

    def known_tags(self, prefix: str, limit: int) -> list[str]:
        """Return words that start with *prefix*, case and accents ignored.

        Words that are keywords or were accepted come first, the most used ones before others.
        """
        return self._catalog.words_starting_with(prefix, limit)

    # Private

    def _drop(self, ids: Iterable[PhotoId]) -> None:
        for photo_id in ids:
            self._photos.pop(photo_id, None)
            self._reviews.pop(photo_id, None)


def _through(
    cache: OrderedDict[PhotoId, Value],
    ids: list[PhotoId],
    load: Callable[[list[PhotoId]], dict[PhotoId, Value]],
    limit: int,
) -> dict[PhotoId, Value]:
    """Return values in the order of *ids*, loading what *cache* lacks; the oldest are dropped."""
    loaded = load(missing) if (missing := [i for i in ids if i not in cache]) else {}
    found = {}
    for photo_id in ids:
        value = cache.pop(photo_id, None) or loaded.get(photo_id)
        if value is not None:
            found[photo_id] = cache[photo_id] = value
    while len(cache) > limit:
        cache.popitem(last=False)
    return found


def _words(states: Collection[TaggingState] | Collection[SavingState] | None) -> list[str] | None:
    return None if states is None else [state.value for state in states]
