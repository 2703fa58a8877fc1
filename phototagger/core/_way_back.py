"""The way back: one journal entry undone, or settled after a crash.

Works on single files. Refuses to touch a file that is not, byte for byte, what the journal says was
written; deletes nothing but a sidecar that the program made and nobody changed since.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from phototagger.core import _replace
from phototagger.core._journal import Entry, EntryState, Journal
from phototagger.core._patch import Patch, digest
from phototagger.core._replace import Original, Replacement
from phototagger.core._write_reports import Recovery, RecoveryOutcome, UndoReport
from phototagger.core.errors import (
    MetadataError,
    MetadataWriteError,
    PhotoChanged,
    PhotoError,
    PhototaggerError,
    UnreadablePhoto,
)


def take_back(entry: Entry, journal: Journal, *, split_hard_links: bool) -> UndoReport:
    """Give a file the bytes, and where it had one the time, that it had before *entry*.

    Raises:
        StorageFull: the disk is full, read-only or failing; the file stays as it was written.
        MetadataWriteError: the write history cannot be used.
    """
    try:
        if _version(entry) == entry.old_sha256:  # an undo before this one failed at its last step
            journal.mark([entry], EntryState.UNDONE)
            return UndoReport(entry.photo, entry.target)
        back = _find(entry, journal, split_hard_links=split_hard_links)
        journal.mark([entry], EntryState.UNDOING)
        complete = False
        try:
            _go(entry, back, split_hard_links=split_hard_links)
            complete = True
        finally:
            journal.mark([entry], EntryState.UNDONE if complete else EntryState.WRITTEN)
    except (PhotoError, MetadataError) as error:
        return UndoReport(entry.photo, entry.target, str(error))
    return UndoReport(entry.photo, entry.target)


def abandon(entries: Sequence[Entry], journal: Journal, *, split_hard_links: bool) -> None:
    """Forget a write that failed; a target that was replaced before the failure goes back.

    What cannot be settled now stays open in the journal for the next start.
    """
    with contextlib.suppress(PhototaggerError):
        for entry in reversed(entries):
            take_back(entry, journal, split_hard_links=split_hard_links)
        journal.drop([entry for entry in entries if _version(entry) != entry.new_sha256])


def settle(entry: Entry, journal: Journal) -> Recovery:
    """Find out what became of a write or an undo that a crash interrupted.

    Raises:
        MetadataWriteError, StorageFull: the write history cannot be used.
    """
    if not entry.target.parent.is_dir():
        return Recovery(entry.photo, entry.target, RecoveryOutcome.OUT_OF_REACH)
    _replace.discard(_replace.temp_path(entry.target, entry.number))
    version = _version(entry)
    is_old, is_new = version == entry.old_sha256, version == entry.new_sha256
    wanted, unwanted = is_new, is_old
    if entry.state is EntryState.UNDOING:
        wanted, unwanted = is_old, is_new
        journal.mark([entry], EntryState.UNDONE if is_old else EntryState.WRITTEN)
    elif is_old:
        journal.drop([entry])
    else:
        journal.mark([entry], EntryState.WRITTEN)
    outcome = RecoveryOutcome.CONFLICT
    if wanted:
        outcome = RecoveryOutcome.FINISHED
    elif unwanted:
        outcome = RecoveryOutcome.NOT_STARTED
    return Recovery(entry.photo, entry.target, outcome)


def _find(entry: Entry, journal: Journal, *, split_hard_links: bool) -> Original | Replacement:
    """Return what restores the file before *entry*: old bytes, or the created file to delete.

    Raises:
        PhotoChanged: the file is not as it was written.
        UnreadablePhoto: it is gone.
        MetadataWriteError: the journal's copy is damaged.
    """
    current = _replace.take(entry.target)
    if digest(current.data, entry.tail_bytes) != entry.new_sha256:
        raise PhotoChanged(
            f"{entry.target.name} was changed after it was saved; it stays as it is."
        )
    if entry.old_sha256 is None:
        return current
    packed = journal.patch(entry)
    try:
        old = Patch.unpack(packed or b"").apply(current.data)
    except ValueError:
        old = b""
    if digest(old, entry.tail_bytes) != entry.old_sha256:
        raise MetadataWriteError(
            f"The stored original of {entry.target.name} is damaged; the photo stays as it is."
        )
    _replace.refuse_harm(current, split_hard_links=split_hard_links)
    return Replacement(current.path, old, current, current.status, entry.old_mtime_ns)


def _go(entry: Entry, back: Original | Replacement, *, split_hard_links: bool) -> None:
    if isinstance(back, Original):
        _replace.remove(back)
        return
    temp = _replace.temp_path(back.path, entry.number)
    try:
        _replace.stage(back, temp)
        _replace.confirm(back, split_hard_links=split_hard_links)
        _replace.swap(back, temp)
    finally:
        _replace.discard(temp)
    _replace.settle(back.path.parent, back.path)


def _version(entry: Entry) -> bytes | None:
    """Return the digest of the file as it is, None where there is none, b"" where none can tell."""
    path: Path = entry.target
    try:
        return digest(_replace.take(path).data, entry.tail_bytes)
    except UnreadablePhoto:
        try:
            path.lstat()
        except FileNotFoundError:
            return None
        except OSError:
            return b""
        return b""
