"""What background work asks and tells the library about files. Thread: any.

Works on the catalog alone. The library keeps photos and reviews it was asked for, so the ids that
come out of here are given to `Library.refreshed` on the library's thread.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from phototagger.core._catalog import Catalog
from phototagger.core._catalog_values import decision_row, load_reviews, text_row
from phototagger.core._catalog_vocabulary import VocabularyRows
from phototagger.core.content_key import is_same_photo
from phototagger.core.photo import Fingerprint, PhotoId, SavingState
from phototagger.core.review import NO_TEXTS, Review, Texts
from phototagger.core.scan import FoundPhoto
from phototagger.core.tags import KeywordSet


@dataclass(frozen=True, slots=True)
class Batch:
    """What `KnownFiles.take` learned.

    Attributes:
        new: photos that were not in the library, or came back into it.
        changed: photos whose file changed, or whose keywords were never read. Their keywords and
            content key must be read and given to `KnownFiles.store_reads`.
    """

    new: list[PhotoId]
    changed: list[PhotoId]


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a look into a file told.

    Attributes:
        id: the photo.
        keywords: keywords read from the file, or just written to it.
        fingerprint: version of the file they belong to.
        content_key: from `content_key.content_key`; b"" after a write of our own, which leaves
            the picture alone.
        taken_s: when it was taken, seconds of the camera's clock since 1970; 0 when the file
            does not say, None when nobody looked.
        texts: title and description, None when nobody looked.
        has_sidecar: there is a sidecar, None when nobody looked.
        is_own: this program put the file into this state, not another one: what the user decided
            stands, whatever the file holds.
    """

    id: PhotoId
    keywords: KeywordSet
    fingerprint: Fingerprint
    content_key: bytes = b""
    taken_s: int | None = None
    texts: Texts | None = None
    has_sidecar: bool | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class StoredReads:
    """What `KnownFiles.store_reads` changed.

    Attributes:
        ids: the photos that were stored; unknown ones are left out.
        replaced: paths that hold another photo than before: suggestions, decisions and states
            were reset.
        resaved: photos whose saving state is another now.
    """

    ids: list[PhotoId]
    replaced: list[PhotoId]
    resaved: list[PhotoId]

    def and_also(self, other: StoredReads) -> StoredReads:
        """Return both."""
        return StoredReads(
            self.ids + other.ids, self.replaced + other.replaced, self.resaved + other.resaved
        )


_UNREADABLE = 2
"""What the catalog keeps in is_unread for a file that was tried in vain."""


class Change(IntEnum):
    """What the catalog keeps in is_changed: whether another program changed the file.

    The user wants to know that of photos they decided something about; a file that is only
    touched, or copied back, is the same. An edit that keeps the size and leaves keywords, title,
    description and picture alone goes unnoticed.
    """

    NONE = 0
    TOLD = 1  # changed, and shown until the user has seen it
    OTHER_SIZE = 2  # the next look into the file decides
    OURS = 3  # we changed it, or the user wants it read: the next look tells no change


class KnownFiles:
    """The files of the photos in an open catalog.

    Args:
        catalog: the open catalog.
        vocabulary: says which words are written.
    """

    def __init__(self, catalog: Catalog, vocabulary: VocabularyRows) -> None:
        self._catalog = catalog
        self._vocabulary = vocabulary

    def take(self, found: Sequence[FoundPhoto]) -> Batch:
        """Remember what a scan found.

        A known photo whose size or time differs keeps its review until its file was looked into.
        """
        raw = [os.fsencode(entry.path) for entry in found]
        with self._catalog.file.transaction():
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
                    version = entry.fingerprint
                    updates.append((version.size_bytes, version.mtime_ns, is_stale, photo_id))
                    (changed if is_listed else returned).append(PhotoId(photo_id))
            if updates:
                self._catalog.update_files(updates)
            return Batch(self._insert(unknown) + returned, changed)

    def in_folder(
        self, folder: Path, *, tries_again: bool = False
    ) -> dict[bytes, Fingerprint | None]:
        """Return the version of each listed photo right in a folder, by path.

        Args:
            folder: the folder.
            tries_again: the version of files that could not be read is None, as if it was
                another one now.
        """
        return {
            path: None
            if tries_again and is_unread == _UNREADABLE
            else Fingerprint(size_bytes, mtime_ns)
            for path, (_, size_bytes, mtime_ns, is_unread) in self._catalog.files_in(
                os.fsencode(folder)
            ).items()
        }

    def count_under(self, folder: Path) -> int:
        """Count the listed photos from *folder* down."""
        return self._catalog.count_under(os.fsencode(folder))

    def roots(self) -> list[Path]:
        """Return the folders the user opened; one may be offline."""
        return [Path(os.fsdecode(path)) for path in self._catalog.roots()]

    def add_roots(self, folders: Iterable[Path]) -> None:
        """Remember folders; known ones stay."""
        self._catalog.add_roots(os.fsencode(folder) for folder in folders)

    def remove_root(self, folder: Path) -> None:
        """Close a folder: its photos leave the list, their reviews wait for its return.

        Photos that lie in another open folder stay.
        """
        kept = [os.fsencode(root) for root in self.roots() if root != folder]
        self._catalog.remove_root(os.fsencode(folder), kept)

    def folders_under(self, folder: Path) -> list[Path]:
        """Return the folders with photos from *folder* down."""
        return [Path(os.fsdecode(p)) for p in self._catalog.folders_under(os.fsencode(folder))]

    def unlist(self, paths: Iterable[bytes]) -> list[PhotoId]:
        """Hide photos whose files are gone; their reviews wait for their return.

        Returns:
            The photos.
        """
        known = self._catalog.known_files(paths)
        gone = [PhotoId(photo_id) for photo_id, _, _, is_listed, _ in known.values() if is_listed]
        self._catalog.set_columns(gone, is_listed=0)
        return gone

    def unread(self, after: int, limit: int) -> list[tuple[PhotoId, Path]]:
        """Return photos that nobody looked into yet, by id.

        Args:
            after: ids up to here are left out.
            limit: the most to return.
        """
        return [
            (PhotoId(number), Path(os.fsdecode(path)))
            for number, path in self._catalog.unread(after, limit)
        ]

    def store_reads(
        self, reads: Sequence[FileRead], unreadable: Sequence[PhotoId] = ()
    ) -> StoredReads:
        """Store what files hold now, and which could not be read, all or none."""
        moved = {read.id: self._gone_twin(read) for read in reads}
        with self._catalog.file.transaction():
            reviews = load_reviews(
                self._catalog, [read.id for read in reads], self._vocabulary.outgoing()
            )
            known = [read for read in reads if read.id in reviews]
            replaced, resaved = [], []
            if unreadable:
                self._catalog.set_columns(unreadable, is_unread=_UNREADABLE)
            for read in known:
                is_same, is_resaved = self._store(read, reviews[read.id], moved[read.id])
                if not is_same:
                    replaced.append(read.id)
                if is_resaved:
                    resaved.append(read.id)
        return StoredReads([read.id for read in known], replaced, resaved)

    # Private

    def _insert(self, unknown: Mapping[bytes, FoundPhoto]) -> list[PhotoId]:
        if not unknown:
            return []
        numbers = self._catalog.insert_photos(
            (
                path,
                entry.fingerprint.size_bytes,
                entry.fingerprint.mtime_ns,
            )
            for path, entry in unknown.items()
        )
        return [PhotoId(number) for number in numbers]

    def _gone_twin(self, read: FileRead) -> PhotoId | None:
        """Return a photo with the same content whose file is gone: it moved here."""
        state = self._catalog.file_state(read.id)
        if not read.content_key or state is None or state[0]:
            return None
        for other, path in self._catalog.same_content(read.content_key):
            if other != read.id and not os.path.lexists(path):
                return PhotoId(other)
        return None

    def _store(self, read: FileRead, review: Review, twin: PhotoId | None) -> tuple[bool, bool]:
        """Store one look; return whether it is the same photo, and whether `saving` changed."""
        is_blank = not review.decisions and not review.suggestions and review.texts == Texts()
        if twin is not None and is_blank:
            self._catalog.copy_review(twin, read.id)
            review = load_reviews(self._catalog, [read.id], review.outgoing)[read.id]
        known, saving, change = self._catalog.file_state(read.id) or (b"", SavingState.SAVED, 0)
        is_same = not known or not read.content_key or is_same_photo(known, read.content_key)
        if not is_same:
            self._catalog.start_afresh(read.id)
            review, saving, change = (
                Review(outgoing=review.outgoing),
                SavingState.SAVED,
                Change.NONE,
            )
        current = _after(review, read, is_same=is_same)
        if (current.texts, current.file_texts) != (review.texts, review.file_texts):
            self._catalog.replace_texts([text_row(read.id, current)])
        version = read.fingerprint
        self._catalog.set_file(
            read.id, version.size_bytes, version.mtime_ns, read.content_key or known
        )
        if read.has_sidecar is not None:
            self._catalog.set_columns([read.id], has_sidecar=int(read.has_sidecar))
        if read.taken_s is not None:
            self._catalog.set_taken(read.id, read.taken_s)
        if current.in_file.names != review.in_file.names or current.decisions != review.decisions:
            self._catalog.replace_tags(
                read.id,
                [(name,) for name in current.in_file],
                [decision_row(entry) for entry in current.decisions],
            )
        self._note_change(read, review, current, Change(change), is_first=not known)
        if current.order != review.order:
            self._catalog.replace_orders([(read.id, current.order)])
        wanted = SavingState.SAVED if current.is_saved else SavingState.UNSAVED
        is_resaved = saving not in (wanted, SavingState.WRITING)  # a write looks again at its end
        if is_resaved:
            self._catalog.set_columns([read.id], saving=wanted.value)
        return is_same, is_resaved

    def _note_change(
        self, read: FileRead, before: Review, now: Review, change: Change, *, is_first: bool
    ) -> None:
        is_ours = not read.content_key or is_first or change is Change.OURS
        is_other = change is Change.OTHER_SIZE or (
            before.in_file.names != now.in_file.names or before.file_texts != now.file_texts
        )
        has_decisions = bool(before.decisions) or before.texts != Texts()
        if is_ours:
            wanted = Change.NONE
        elif is_other and has_decisions:
            wanted = Change.TOLD
        else:
            wanted = Change.NONE if change is Change.OTHER_SIZE else change
        if wanted is not change:
            self._catalog.set_columns([read.id], is_changed=int(wanted))


def _after(review: Review, read: FileRead, *, is_same: bool) -> Review:
    """Return the review after a look into the file."""
    if read.is_own and is_same:
        texts = review.file_texts if read.texts is None else read.texts
        return replace(review, in_file=read.keywords, file_texts=texts)
    current = review.with_file_keywords(read.keywords)
    if read.texts is not None or not is_same:
        current = current.with_file_texts(read.texts or NO_TEXTS)
    return current
