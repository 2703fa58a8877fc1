"""The photos the user opened and all that is known of them, remembered across runs.

Domain values in, domain values out; `_catalog` keeps them. Whatever a method stores is in the
catalog when it returns. Every method is called on the thread that opened the library. Photos the
library does not know (any more) are ignored by methods that take many: results of background
work may come home after the user forgot a photo.

A photo is its path. When the file behind a path changes, `add_photos` says so and the next
`set_file_keywords` decides by the content key: the same photo keeps its review, another photo
under the same name starts afresh. A photo that moved takes its review along.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from phototagger.core._catalog import Catalog
from phototagger.core._catalog_learning import LearningRows
from phototagger.core._catalog_snapshots import restore_snapshot
from phototagger.core.content_key import PICTURE_KEY_BYTES, is_same_photo
from phototagger.core.errors import LibraryError
from phototagger.core.natural_order import path_key
from phototagger.core.photo import (
    Fingerprint,
    Photo,
    PhotoFilter,
    PhotoId,
    SavingState,
    TaggingState,
)
from phototagger.core.review import Decision, Decisions, Review, TagDecision
from phototagger.core.scan import FoundPhoto, ScanReport, scan
from phototagger.core.tags import KeywordSet, TagOrigin, TagSuggestion

__all__ = ["Batch", "Counts", "FoundPhoto", "Library", "ScanReport", "scan"]

_CACHED_PHOTOS = 5000
_CACHED_REVIEWS = 2000
_COMPANIONS = ("", "-wal", "-shm")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Batch:
    """What `Library.add_photos` learned.

    Attributes:
        new: photos that were not in the library, or came back into it.
        changed: photos whose file changed, or whose keywords were never read. Their keywords and
            content key must be read and given to `Library.set_file_keywords`.
    """

    new: list[PhotoId]
    changed: list[PhotoId]


@dataclass(frozen=True, slots=True)
class Counts:
    """Number of photos in each state; states without a photo are 0."""

    tagging: Mapping[TaggingState, int]
    saving: Mapping[SavingState, int]


class Library:
    """The open library. Make one with `Library.open`.

    Attributes:
        learning: what the learner asks about photos and words.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.learning = LearningRows(catalog)
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
    def restore(catalog_file: Path) -> bool:
        """After `set_aside`, put back the snapshot that the last orderly end kept.

        Returns:
            False when there is none; `open` then makes an empty catalog.

        Raises:
            LibraryError: it cannot be copied.
        """
        return restore_snapshot(catalog_file)

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
        found = self._catalog.photo_ids(_words(tagging), _words(saving))
        return [PhotoId(number) for number in found]

    def ids_where(self, choice: PhotoFilter | Path, hide_below: float = 0.0) -> list[PhotoId]:
        """Return the photos of a filter or under a folder, in the order of `ids`.

        Args:
            choice: a filter, or a folder.
            hide_below: suggestions less probable than this need no review, 0…1.
        """
        if isinstance(choice, PhotoFilter):
            found = self._catalog.photo_ids_where(choice, hide_below)
        else:
            found = self._catalog.photo_ids_under(_inside(choice))
        return [PhotoId(number) for number in found]

    def count_by_filter(self, hide_below: float = 0.0) -> dict[PhotoFilter, int]:
        """Count the photos of each filter; *hide_below* as for `ids_where`."""
        return self._catalog.filter_counts(hide_below)

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
        found = _through(self._photos, list(ids), self._load_photos, _CACHED_PHOTOS)
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
        """Remember what a scan found.

        A known photo whose size or time differs keeps its review until its file was looked into.
        """
        raw = [os.fsencode(entry.path) for entry in found]
        known = self._catalog.known_files(raw)
        unknown: dict[bytes, FoundPhoto] = {}
        updates: list[tuple[int, int, bool, int]] = []
        returned: list[PhotoId] = []
        changed: list[PhotoId] = []
        for path, entry in zip(raw, found, strict=True):
            if path not in known:
                unknown[path] = entry
                continue
            photo_id, size, mtime, is_listed, is_unread = known[path]
            is_stale = bool(is_unread) or entry.fingerprint != Fingerprint(size, mtime)
            if is_stale or not is_listed:
                fingerprint = entry.fingerprint
                updates.append((fingerprint.size_bytes, fingerprint.mtime_ns, is_stale, photo_id))
                (changed if is_listed else returned).append(PhotoId(photo_id))
                self._photos.pop(PhotoId(photo_id), None)
        if updates:
            self._catalog.update_files(updates)
        return Batch(self._insert(unknown) + returned, changed)

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
        columns = {name: _storable(value) for name, value in wanted.items() if value is not None}
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
        return [Path(os.fsdecode(path)) for path in self._catalog.roots()]

    def add_root(self, folder: Path) -> None:
        """Remember a folder."""
        self._catalog.add_root(os.fsencode(folder))

    def remove_root(self, folder: Path) -> None:
        """Close a folder: its photos leave `ids`, their reviews wait for its return.

        Photos that lie in another open folder stay.
        """
        closed = _inside(folder)
        others = tuple(_inside(root) for root in self.roots() if root != folder)
        gone = [
            PhotoId(photo_id)
            for photo_id, path in self._catalog.listed_paths()
            if path.startswith(closed) and not path.startswith(others)
        ]
        self._catalog.remove_root(os.fsencode(folder), gone)
        self._drop(gone)

    # Reviews

    def review(self, photo_id: PhotoId) -> Review:
        """Return the review of one photo; an empty one where nothing is known."""
        return self.reviews([photo_id]).get(photo_id, Review())

    def reviews(self, ids: Iterable[PhotoId]) -> dict[PhotoId, Review]:
        """Return reviews by photo, in the order of *ids*."""
        return _through(self._reviews, list(ids), self._load_reviews, _CACHED_REVIEWS)

    def save_decisions(self, decisions: Mapping[PhotoId, Decisions]) -> None:
        """Replace the user's decisions about photos, all or none."""
        self._catalog.replace_decisions(
            (photo_id, map(_decision_row, entries)) for photo_id, entries in decisions.items()
        )
        for photo_id in decisions:
            self._reviews.pop(photo_id, None)

    def save_suggestions(
        self, photo_id: PhotoId, suggestions: Sequence[TagSuggestion], model: str
    ) -> None:
        """Replace what the service suggested; decisions stay."""
        rows = [_suggestion_row(entry) for entry in suggestions]
        self._catalog.replace_suggestions(photo_id, rows, model)
        self._reviews.pop(photo_id, None)

    def set_file_keywords(
        self,
        photo_id: PhotoId,
        keywords: KeywordSet,
        fingerprint: Fingerprint,
        content_key: bytes = b"",
    ) -> bool:
        """Store what the file holds now.

        Args:
            photo_id: the photo.
            keywords: keywords read from the file, or just written to it.
            fingerprint: version of the file they belong to.
            content_key: from `content_key.content_key`; b"" after a write of our own, which
                leaves the picture alone.

        Returns:
            False when the path holds another photo than before: its suggestions, decisions and
            states were reset.
        """
        known = self._catalog.content_key(photo_id)
        if content_key and not known:
            self._follow_moved_photo(photo_id, content_key)
        is_same = not known or not content_key or is_same_photo(known, content_key)
        review = self.review(photo_id) if is_same else Review()
        current = review.with_file_keywords(keywords)
        self._catalog.replace_file_state(
            photo_id,
            fingerprint.size_bytes,
            fingerprint.mtime_ns,
            content_key or known,
            [(name,) for name in current.in_file],
            [_decision_row(entry) for entry in current.decisions],
            is_other_photo=not is_same,
        )
        self._drop([photo_id])
        return is_same

    def known_tags(self, prefix: str, limit: int) -> list[str]:
        """Return words that start with *prefix*, case and accents ignored.

        Words that are keywords or were accepted come first, the most used ones before others.
        """
        return self._catalog.words_starting_with(prefix, limit)

    # Private

    def _insert(self, unknown: Mapping[bytes, FoundPhoto]) -> list[PhotoId]:
        if not unknown:
            return []
        numbers = self._catalog.insert_photos(
            (
                path,
                _storable(path_key(entry.path)),
                entry.fingerprint.size_bytes,
                entry.fingerprint.mtime_ns,
            )
            for path, entry in unknown.items()
        )
        return [PhotoId(number) for number in numbers]

    def _follow_moved_photo(self, photo_id: PhotoId, content_key: bytes) -> None:
        """Copy the review of a photo with the same content whose file is gone."""
        review = self.review(photo_id)
        if review.decisions or review.suggestions:
            return
        for other, path in self._catalog.same_content(photo_id, content_key):
            if not Path(os.fsdecode(path)).exists():
                self._catalog.copy_review(other, photo_id)
                self._drop([photo_id])
                return

    def _drop(self, ids: Iterable[PhotoId]) -> None:
        for photo_id in ids:
            self._photos.pop(photo_id, None)
            self._reviews.pop(photo_id, None)

    def _load_photos(self, ids: list[PhotoId]) -> dict[PhotoId, Photo]:
        return {
            PhotoId(number): Photo(
                id=PhotoId(number),
                path=Path(os.fsdecode(path)),
                fingerprint=Fingerprint(size, mtime),
                tagging=TaggingState(tagging),
                saving=SavingState(saving),
                problem=problem,
            )
            for number, path, size, mtime, tagging, saving, problem in self._catalog.photo_rows(ids)
        }

    def _load_reviews(self, ids: list[PhotoId]) -> dict[PhotoId, Review]:
        rows = self._catalog.review_rows(ids)
        suggestions: dict[int, list[TagSuggestion]] = {}
        for number, *row in rows["suggestions"]:
            suggestions.setdefault(number, []).append(_suggestion(*row))
        decisions: dict[int, list[TagDecision]] = {}
        for number, name, decision, origin, probability in rows["decisions"]:
            entry = TagDecision(name, Decision(decision), TagOrigin(origin), probability)
            decisions.setdefault(number, []).append(entry)
        keywords: dict[int, list[str]] = {}
        for number, name in rows["keywords"]:
            keywords.setdefault(number, []).append(name)
        return {
            PhotoId(number): Review(
                suggestions=tuple(suggestions.get(number, ())),
                decisions=tuple(decisions.get(number, ())),
                in_file=KeywordSet(tuple(keywords.get(number, ()))),
                model=model,
            )
            for number, model in rows["models"]
        }


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


def _inside(folder: Path) -> bytes:
    return os.path.join(os.fsencode(folder), b"")  # noqa: PTH118 - the root folder ends so already


def _words(states: Collection[TaggingState] | Collection[SavingState] | None) -> list[str] | None:
    return None if states is None else [state.value for state in states]


def _suggestion_row(entry: TagSuggestion) -> tuple[str, float, str, float | None, bytes]:
    evidence = b"".join(entry.evidence)
    return entry.name, entry.probability, entry.origin.value, entry.given, evidence


def _suggestion(
    name: str, probability: float, origin: str, given: float | None, evidence: bytes
) -> TagSuggestion:
    pictures = range(0, len(evidence), PICTURE_KEY_BYTES)
    keys = tuple(evidence[at : at + PICTURE_KEY_BYTES] for at in pictures)
    return TagSuggestion(name, probability, TagOrigin(origin), given, keys)


def _decision_row(entry: TagDecision) -> tuple[str, str, str, float]:
    return entry.name, entry.decision.value, entry.origin.value, entry.probability


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()  # file names may hold what is no text
