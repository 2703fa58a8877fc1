"""The one that replaces the user's files.

A write changes the keywords of one photo, in the photo itself or in sidecars beside it, in steps
whose interruption at any point leaves every file fully old or fully new:

1. read the files once and build the new bytes in memory (`phototagger.core.metadata` proves them)
2. record the intent and the way back in the journal
3. stage temp files beside the old ones, durable and read back
4. look again at the originals; rename; make the folder durable
5. mark the entry written

Undo is the same with the old bytes, refused where the file changed since. Nothing here deletes a
file that the program did not make itself.

Thread: any; one write at a time, across threads and processes.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from phototagger.core import _replace
from phototagger.core._field_plan import ContainerOutcome, FieldPlan, FieldState, OutcomeState
from phototagger.core._journal import Entry, EntryState, Intent, Journal
from phototagger.core._patch import Patch
from phototagger.core._replace import Original, Replacement
from phototagger.core._write_plan import Draft, Rules, WriteMode, WritePlan, draft
from phototagger.core._write_reports import (
    Batch,
    Recovery,
    RecoveryOutcome,
    UndoReport,
    WriteReport,
)
from phototagger.core.errors import (
    MetadataError,
    MetadataWriteError,
    PhotoChanged,
    PhotoError,
    PhototaggerError,
    UnreadablePhoto,
)
from phototagger.core.fields import STOCK, Policies
from phototagger.core.photo import Fingerprint
from phototagger.core.tags import KeywordChange

__all__ = [
    "Batch",
    "ContainerOutcome",
    "FieldPlan",
    "FieldState",
    "OutcomeState",
    "Recovery",
    "RecoveryOutcome",
    "UndoReport",
    "WriteMode",
    "WritePlan",
    "WriteReport",
    "Writer",
]


class Writer:
    """Writes keywords into photos and remembers how to take it back."""

    def __init__(
        self,
        journal_file: Path,
        *,
        preserve_mtime: bool = True,
        split_hard_links: bool = False,
        policies: Policies = STOCK,
    ) -> None:
        """Set up a writer; nothing is opened yet.

        Args:
            journal_file: the write history; made with its folder when missing.
            preserve_mtime: whether a photo keeps its modification time.
            split_hard_links: whether a file with other names is written under this name only.
            policies: when each field is written.
        """
        self._journal = Journal(journal_file)
        self._rules = Rules(preserve_mtime, split_hard_links, policies)

    def keep_times(self, preserve_mtime: bool) -> None:
        """Let writes from now on keep a photo's modification time, or not."""
        self._rules = replace(self._rules, preserve_mtime=preserve_mtime)

    def use_policies(self, policies: Policies) -> None:
        """Write fields by these policies from now on."""
        self._rules = replace(self._rules, policies=policies)

    def close(self) -> None:
        """Close the write history. A later call opens it again."""
        self._journal.close()

    def preview(self, path: Path, change: KeywordChange) -> WritePlan:
        """Work out what `write` would do; touches nothing.

        Raises:
            PhotoError: the photo cannot be read or must not be replaced.
            MetadataError: its keywords can go nowhere.
            StorageFull: its disk is read-only.
        """
        return draft(path.absolute(), change, self._rules).plan

    def write(self, path: Path, change: KeywordChange, *, batch: str) -> WriteReport:
        """Change the keywords of one photo.

        Args:
            path: the photo.
            change: keywords to add and to remove, relative to what the file holds by now.
            batch: writes with the same name are taken back together.

        Raises:
            PhotoError: the photo cannot be read, must not be replaced, or changed meanwhile.
            MetadataError: its keywords can go nowhere.
            StorageFull: the disk is full, read-only or failing: a batch must stop.
            All of them leave every file as it was.
        """
        with self._journal.exclusive():
            found = draft(path.absolute(), change, self._rules)
            return self._carry_out(found, batch) if found.replacements else _report(found)

    def undo(self, batch: str, photos: Collection[Path] = ()) -> list[UndoReport]:
        """Take the writes of a batch back, the last first.

        Args:
            batch: its name.
            photos: only these of its photos; all when none is named.

        Raises:
            StorageFull: the disk is full, read-only or failing; the rest stays written.
            MetadataWriteError: the write history cannot be used.
        """
        with self._journal.exclusive():
            entries = self._journal.entries(EntryState.WRITTEN, EntryState.WRITING, batch=batch)
            chosen = [entry for entry in entries if not photos or entry.photo in photos]
            return [self._undo(entry) for entry in reversed(chosen)]

    def undo_photo(self, path: Path) -> list[UndoReport]:
        """Take the last write of one photo back, with its sidecars.

        Raises:
            StorageFull: the disk is full, read-only or failing.
            MetadataWriteError: the write history cannot be used.
        """
        photo = path.absolute()
        with self._journal.exclusive():
            entries = self._journal.entries(EntryState.WRITTEN, EntryState.WRITING, photo=photo)
            last = [entry for entry in entries if entry.written_at == entries[-1].written_at]
            return [self._undo(entry) for entry in reversed(last)]

    def history(self) -> list[Batch]:
        """Return all batches, the latest first.

        Raises:
            MetadataWriteError, StorageFull: the write history cannot be used.
        """
        batches: dict[str, list[Entry]] = {}
        for entry in self._journal.entries():
            batches.setdefault(entry.batch, []).append(entry)
        found = [
            Batch(
                id=name,
                written_at=entries[0].written_at,
                photos=tuple(dict.fromkeys(entry.photo for entry in entries)),
                undone=all(entry.state is EntryState.UNDONE for entry in entries),
                taken_back=frozenset(entry.photo for entry in entries)
                - {entry.photo for entry in entries if entry.state is not EntryState.UNDONE},
            )
            for name, entries in batches.items()
        ]
        return found[::-1]

    def recover(self) -> list[Recovery]:
        """Settle what an earlier run left unfinished; call it at start-up.

        Only temp files that the journal names are deleted.

        Raises:
            MetadataWriteError, StorageFull: the write history cannot be used.
        """
        with self._journal.exclusive():
            entries = self._journal.entries(EntryState.WRITING, EntryState.UNDOING)
            return [self._settle(entry) for entry in entries]

    # -- writing --------------------------------------------------------------------------------

    def _carry_out(self, found: Draft, batch: str) -> WriteReport:
        """Replace all targets or none."""
        entries = self._journal.begin(batch, _intents(found))
        complete = False
        try:
            written = self._replace(list(zip(entries, found.replacements, strict=True)))
            complete = True
        finally:
            if not complete:
                self._abandon(entries)
        try:
            self._journal.mark(entries, EntryState.WRITTEN)
        except PhototaggerError as error:
            # the photo is safe and the open entry is settled at the next start
            note = f"The photo is saved, but the write history is not up to date: {error}"
            return _report(found, written, (note,))
        return _report(found, written)

    def _replace(self, work: Sequence[tuple[Entry, Replacement]]) -> dict[Path, Fingerprint]:
        staged: list[Path] = []
        written: dict[Path, Fingerprint] = {}
        try:
            for entry, item in work:
                temp = _replace.temp_path(item.path, entry.number)
                written[item.path] = _replace.stage(item, temp)
                staged.append(temp)
            for _, item in work:
                _replace.confirm(item, split_hard_links=self._rules.split_hard_links)
            for (_, item), temp in zip(work, staged, strict=True):
                _replace.swap(item, temp)
        finally:
            for temp in staged:
                _replace.discard(temp)
        return written

    def _abandon(self, entries: Sequence[Entry]) -> None:
        """Forget a write that failed; a target that was replaced before the failure goes back.

        What cannot be settled now stays open in the journal for the next start.
        """
        with contextlib.suppress(PhototaggerError):
            for entry in reversed(entries):
                self._undo(entry)
            self._journal.drop(
                [entry for entry in entries if _digest(entry.target) != entry.new_sha256]
            )

    # -- undo -----------------------------------------------------------------------------------

    def _undo(self, entry: Entry) -> UndoReport:
        try:
            back = self._way_back(entry)
            self._journal.mark([entry], EntryState.UNDOING)
            complete = False
            try:
                self._go_back(entry, back)
                complete = True
            finally:
                self._journal.mark([entry], EntryState.UNDONE if complete else EntryState.WRITTEN)
        except (PhotoError, MetadataError) as error:
            return UndoReport(entry.photo, entry.target, str(error))
        return UndoReport(entry.photo, entry.target)

    def _way_back(self, entry: Entry) -> Original | Replacement:
        """Return what restores the file before *entry*: old bytes, or the created file to delete.

        Raises:
            PhotoChanged: the file is not as it was written.
            UnreadablePhoto: it is gone.
            MetadataWriteError: the journal's copy is damaged.
        """
        current = _replace.take(entry.target)
        if _sha256(current.data) != entry.new_sha256:
            raise PhotoChanged(
                f"{entry.target.name} was changed after it was saved; it stays as it is."
            )
        if entry.old_sha256 is None:
            return current
        packed = self._journal.patch(entry)
        try:
            old = Patch.unpack(packed or b"").apply(current.data)
        except ValueError:
            old = b""
        if _sha256(old) != entry.old_sha256:
            raise MetadataWriteError(
                f"The stored original of {entry.target.name} is damaged; the photo stays as it is."
            )
        _replace.refuse_harm(current, split_hard_links=self._rules.split_hard_links)
        return Replacement(current.path, old, current, current.status, entry.old_mtime_ns)

    def _go_back(self, entry: Entry, back: Original | Replacement) -> None:
        if isinstance(back, Replacement):
            self._replace([(entry, back)])
        else:
            _replace.remove(back)

    # -- recovery -------------------------------------------------------------------------------

    def _settle(self, entry: Entry) -> Recovery:
        if not entry.target.parent.is_dir():
            return Recovery(entry.photo, entry.target, RecoveryOutcome.OUT_OF_REACH)
        _replace.discard(_replace.temp_path(entry.target, entry.number))
        digest = _digest(entry.target)
        is_old, is_new = digest == entry.old_sha256, digest == entry.new_sha256
        if entry.state is EntryState.UNDOING:
            self._journal.mark([entry], EntryState.UNDONE if is_old else EntryState.WRITTEN)
        elif is_old:
            self._journal.drop([entry])
        else:
            self._journal.mark([entry], EntryState.WRITTEN)
        wanted, unwanted = is_new, is_old
        if entry.state is EntryState.UNDOING:
            wanted, unwanted = is_old, is_new
        outcome = RecoveryOutcome.CONFLICT
        if wanted:
            outcome = RecoveryOutcome.FINISHED
        elif unwanted:
            outcome = RecoveryOutcome.NOT_STARTED
        return Recovery(entry.photo, entry.target, outcome)


def _intents(found: Draft) -> list[Intent]:
    """Return what the journal has to know of a draft.

    Digests are taken side by side: on a large photo they cost as much as writing it.
    """
    olds = [item.original.data if item.original else b"" for item in found.replacements]
    news = [item.data for item in found.replacements]
    with ThreadPoolExecutor(2) as pool:
        digests = pool.map(_sha256, [*olds, *news])
        patches = [Patch.back(new, old).pack() for new, old in zip(news, olds, strict=True)]
        sums = list(digests)
    return [
        Intent(
            photo=found.plan.path,
            target=item.path,
            old_sha256=old_sum if item.original else None,
            new_sha256=new_sum,
            old_mtime_ns=item.original.status.st_mtime_ns if item.original else None,
            patch=patch if item.original else None,
        )
        for item, patch, old_sum, new_sum in zip(
            found.replacements, patches, sums[: len(olds)], sums[len(olds) :], strict=True
        )
    ]


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _report(
    found: Draft,
    written: Mapping[Path, Fingerprint] | None = None,
    notes: tuple[str, ...] = (),
) -> WriteReport:
    return WriteReport.of(found.plan, (written or {}).get(found.photo, found.fingerprint), notes)


def _digest(path: Path) -> bytes | None:
    """Return the digest of a file, None where there is none."""
    try:
        return _sha256(_replace.take(path).data)
    except UnreadablePhoto:
        return None
