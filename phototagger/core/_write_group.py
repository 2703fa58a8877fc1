"""Several photos written together, so that they share the waits for the disk.

One photo alone waits for the journal, for its temp file, for its folder and for the journal again.
A group has its bytes built and its temp files made durable side by side; one commit records all
intents, one sync per folder makes all renames durable, one commit marks all written. The renames
themselves happen one after the other, in the order asked for, each right after a last look at its
original. Every photo stays old or new for itself: a failure of one takes no other along, except
that a full disk ends the group there.
"""

from __future__ import annotations

import logging
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from phototagger.core import _replace, _way_back
from phototagger.core._journal import Entry, Intent, Journal
from phototagger.core._patch import Patch, digests
from phototagger.core._replace import Replacement
from phototagger.core._write_plan import Draft, Rules, draft
from phototagger.core._write_reports import WriteOutcome, WriteReport
from phototagger.core.errors import MetadataWriteError, PhototaggerError, StorageFull
from phototagger.core.photo import Fingerprint
from phototagger.core.tags import KeywordChange

log = logging.getLogger(__name__)

_DAMAGE = (ArithmeticError, LookupError, MemoryError, RecursionError, ValueError, struct.error)
"""What damage could raise where an editor forgot a check; no photo may take its group along."""

Task = tuple[int, Path, KeywordChange]
"""A photo to write: its place among all photos asked for, absolute path, what to change."""


@dataclass(slots=True)
class Attempt:
    """One photo on its way through a group; filled in step by step.

    Attributes:
        number: its place among all photos asked for.
        path: the photo, absolute.
        change: keywords to add and to remove.
        report: what was done, once it is durable.
        error: why nothing was done.
        tried: False where a full disk ended the group before it.
    """

    number: int
    path: Path
    change: KeywordChange
    report: WriteReport | None = None
    error: PhototaggerError | None = None
    tried: bool = True
    _draft: Draft | None = None
    _intents: list[Intent] = field(default_factory=list)
    _entries: list[Entry] = field(default_factory=list)
    _temps: list[Path] = field(default_factory=list)
    _written: dict[Path, Fingerprint] = field(default_factory=dict)

    @property
    def going(self) -> bool:
        """Whether there is something to do and nothing speaks against it so far."""
        return self.tried and not self.error and bool(self._draft and self._draft.replacements)

    def prepare(self, rules: Rules) -> None:
        """Read the files and build the new bytes, in memory only."""
        try:
            self._draft = draft(self.path, self.change, rules)
        except PhototaggerError as error:
            self.error = error
        except _DAMAGE as error:
            log.error("a photo broke its editor", exc_info=error)
            self.error = MetadataWriteError(
                f"{self.path.name} has a structure this program does not know; it stays as it is.",
                detail=repr(error),
            )

    def digest(self) -> None:
        """Work out what the journal has to know."""
        if self._draft:
            self._intents = [_intent(self._draft.plan.path, i) for i in self._draft.replacements]

    @property
    def is_settled(self) -> bool:
        """Whether nothing is to be tried again."""
        return self.tried and not isinstance(self.error, StorageFull)

    @property
    def names(self) -> set[Path]:
        """What no other photo of its group may share: the file, and the stem of its sidecars."""
        real = Path(os.path.realpath(self.path))
        return {real, real.with_suffix(""), self.path.with_suffix("")}

    @property
    def size_bytes(self) -> int:
        """Size of the photo, 0 where it cannot be told."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @property
    def task(self) -> Task:
        """What it was made of, to try again."""
        return self.number, self.path, self.change

    @property
    def outcome(self) -> WriteOutcome:
        """What became of the photo."""
        return WriteOutcome(self.number, self.path, self.report, self.error)

    @property
    def targets(self) -> tuple[Path, ...]:
        """The files to replace or create, links resolved."""
        return tuple(item.path for item in self._draft.replacements) if self._draft else ()

    def stage(self) -> None:
        """Put the new bytes beside the old files, durable and read back."""
        assert self._draft is not None
        try:
            for entry, item in zip(self._entries, self._draft.replacements, strict=True):
                temp = _replace.temp_path(item.path, entry.number)
                self._written[item.path] = _replace.stage(item, temp)
                self._temps.append(temp)
        except PhototaggerError as error:
            self.error = error

    def swap(self, rules: Rules) -> None:
        """Look at the originals again, then rename."""
        assert self._draft is not None
        try:
            for item in self._draft.replacements:
                _replace.confirm(item, split_hard_links=rules.split_hard_links)
            for item, temp in zip(self._draft.replacements, self._temps, strict=True):
                _replace.swap(item, temp)
        except PhototaggerError as error:
            self.error = error

    def discard(self) -> None:
        """Delete what is left of the temp files."""
        for temp in self._temps:
            _replace.discard(temp)

    def finish(self, note: str = "") -> None:
        """Make the report."""
        assert self._draft is not None
        fingerprint = self._written.get(self._draft.photo, self._draft.fingerprint)
        self.report = WriteReport.of(self._draft.plan, fingerprint, (note,) if note else ())


def first_few(
    tasks: Sequence[Task], limit: int, limit_bytes: int, behind: WriteGroup | None = None
) -> list[Attempt]:
    """Return attempts for the first tasks that can be one group.

    Args:
        tasks: what is left to do.
        limit: most photos in a group.
        limit_bytes: most bytes of photos in a group, unless it is a single one.
        behind: the group before; a photo that shares a file with it must wait.
    """
    taken = {name for attempt in behind.attempts for name in attempt.names} if behind else set()
    found: list[Attempt] = []
    size_bytes = 0
    for task in tasks[:limit]:
        attempt = Attempt(*task)
        names = attempt.names
        size_bytes += attempt.size_bytes
        if (found and size_bytes > limit_bytes) or not taken.isdisjoint(names):
            break
        taken |= names
        found.append(attempt)
    return found


class WriteGroup:
    """Carries out the writes of a few photos.

    Args:
        attempts: the photos; no two of them share a file.
        journal: held exclusively by the caller.
        rules: what the user allows.
        pool: threads for the steps that go side by side, None to do without.

    Attributes:
        note: a sentence for every photo written.
    """

    def __init__(
        self,
        attempts: Sequence[Attempt],
        journal: Journal,
        rules: Rules,
        pool: ThreadPoolExecutor | None,
    ) -> None:
        self._attempts = attempts
        self._journal = journal
        self._rules = rules
        self._pool = pool
        self.note = ""

    @property
    def attempts(self) -> Sequence[Attempt]:
        """The photos, in the order asked for."""
        return self._attempts

    @property
    def written(self) -> list[Entry]:
        """Entries of the files that are replaced for good."""
        return [entry for attempt in self._going for entry in attempt._entries]

    @property
    def _going(self) -> list[Attempt]:
        return [attempt for attempt in self._attempts if attempt.going]

    def prepare(self) -> None:
        """Read all photos and build their new bytes, in memory only.

        Building goes one after the other, digesting beside it: only that leaves the interpreter.
        """
        digesting = []
        for attempt in self._attempts:
            attempt.prepare(self._rules)
            if self._pool is None:
                attempt.digest()
            else:
                digesting.append(self._pool.submit(attempt.digest))
        for future in digesting:
            future.result()
        self._part_shared_targets()
        self._end_at_full_disk()

    def begin(self, batch: str, written: Sequence[Entry] = ()) -> None:
        """Record all intents; without that no photo is touched.

        Args:
            batch: what the writes belong to.
            written: entries of the group before, marked in the same commit.
        """
        going = self._going
        intents = [intent for attempt in going for intent in attempt._intents]
        if not intents and not written:
            return
        try:
            entries = self._journal.begin(batch, intents, written)
        except (StorageFull, MetadataWriteError) as error:
            for attempt in going:
                attempt.error = error
            self._end_at_full_disk()
            return
        for attempt in going:
            count = len(attempt._intents)
            attempt._entries, entries = entries[:count], entries[count:]

    def carry_out(self) -> None:
        """Stage, rename in order, and make it durable; what fails is as it was."""
        going = self._going
        complete = False
        try:
            for attempt in self._staged(going):
                self._end_at_full_disk()
                if attempt.going:
                    attempt.swap(self._rules)
            self._settle(going)
            complete = True
        finally:
            for attempt in going:
                attempt.discard()
                if not complete or not attempt.going:
                    self._abandon(attempt)

    def _staged(self, going: Sequence[Attempt]) -> Iterator[Attempt]:
        """Stage all, side by side; yield them in order, each as soon as it is staged."""
        if self._pool is None:
            for attempt in going:
                attempt.stage()
                yield attempt
            return
        futures = [self._pool.submit(attempt.stage) for attempt in going]
        try:
            for attempt, future in zip(going, futures, strict=True):
                future.result()
                yield attempt
        finally:
            wait(futures)  # before anything is cleaned up

    def finish(self) -> None:
        """Make the reports; the writes are durable, and so is the history where it can be."""
        for attempt in self._attempts:
            if attempt.tried and not attempt.error:
                attempt.finish(self.note if attempt.going else "")

    def _part_shared_targets(self) -> None:
        """Leave photos whose sidecar belongs to an earlier photo too for the next group."""
        taken: set[Path] = set()
        for attempt in self._attempts:
            attempt.tried = taken.isdisjoint(attempt.targets)
            if not attempt.tried:
                break
            taken.update(attempt.targets)
        self._untry_behind(lambda attempt: not attempt.tried)

    def _end_at_full_disk(self) -> None:
        self._untry_behind(lambda attempt: isinstance(attempt.error, StorageFull))

    def _untry_behind(self, is_end: Callable[[Attempt], bool]) -> None:
        ended = False
        for attempt in self._attempts:
            if ended:
                attempt.tried = False
            ended = ended or is_end(attempt)

    def _settle(self, going: Sequence[Attempt]) -> None:
        """Make the renames durable, folder by folder."""
        folders: dict[Path, list[Attempt]] = {}
        for attempt in going:
            if attempt.going:
                for folder in dict.fromkeys(target.parent for target in attempt.targets):
                    folders.setdefault(folder, []).append(attempt)
        for folder, attempts in folders.items():
            try:
                _replace.settle(folder, attempts[0].path)
            except PhototaggerError as error:
                for attempt in attempts:
                    attempt.error = error

    def _abandon(self, attempt: Attempt) -> None:
        _way_back.abandon(
            attempt._entries, self._journal, split_hard_links=self._rules.split_hard_links
        )


def _intent(photo: Path, item: Replacement) -> Intent:
    tail_bytes = len(item.rest)
    old = item.original.data if item.original else b""
    old_start = old[: len(old) - tail_bytes]
    new_sum, old_sum = digests((item.data, old_start), item.rest)
    if item.original is None:
        return Intent(photo, item.path, None, new_sum, tail_bytes, None, None)
    return Intent(
        photo=photo,
        target=item.path,
        old_sha256=old_sum,
        new_sha256=new_sum,
        tail_bytes=tail_bytes,
        old_mtime_ns=item.original.status.st_mtime_ns,
        patch=Patch.back(item.data, old_start, tail_bytes).pack(),
    )
