"""What the writer tells about writes, undo, history and recovery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from phototagger.core._field_plan import ContainerOutcome, FieldPlan, outcomes
from phototagger.core._write_plan import WriteMode, WritePlan
from phototagger.core.errors import PhototaggerError
from phototagger.core.metadata import Container, Reading
from phototagger.core.photo import Fingerprint
from phototagger.core.tags import KeywordSet


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a write did.

    Attributes:
        path: the photo.
        targets: the files that were replaced or created; empty when nothing had to change.
        mode: whether the photo itself took the keywords.
        added: keywords the photo has on top.
        removed: keywords it lost.
        fields: what happened to each field, file by file.
        after: what the photo says now.
        notes: sentences about what was left out, shortened or unreadable.
        fingerprint: version of the photo now on disk.
    """

    path: Path
    targets: tuple[Path, ...]
    mode: WriteMode
    added: KeywordSet
    removed: KeywordSet
    fields: tuple[FieldPlan, ...]
    after: Reading
    notes: tuple[str, ...]
    fingerprint: Fingerprint

    @classmethod
    def of(
        cls, plan: WritePlan, fingerprint: Fingerprint, notes: tuple[str, ...] = ()
    ) -> WriteReport:
        """Return the report of a plan that was carried out.

        Args:
            plan: what was done.
            fingerprint: version of the photo now on disk.
            notes: sentences that the plan does not have.
        """
        return cls(
            path=plan.path,
            targets=plan.targets,
            mode=plan.mode,
            added=plan.added,
            removed=plan.removed,
            fields=plan.fields,
            after=plan.after,
            notes=plan.notes + notes,
            fingerprint=fingerprint,
        )

    @property
    def keywords(self) -> KeywordSet:
        """All keywords the photo has now."""
        return self.after.keywords

    @property
    def containers(self) -> Mapping[Container, KeywordSet]:
        """The flat keywords each place holds now."""
        return self.after.by_container

    @property
    def outcomes(self) -> tuple[ContainerOutcome, ...]:
        """What became of each container: written, shortened, unchanged or refused."""
        return outcomes(self.fields)

    @property
    def changed(self) -> bool:
        """Whether any file changed."""
        return bool(self.targets)


@dataclass(frozen=True, slots=True)
class WriteOutcome:
    """What became of one of many writes.

    Attributes:
        number: its place among the photos asked for.
        path: the photo.
        report: what was done; durable by now. None where it failed.
        error: why the files are as they were, None where it did not fail.
    """

    number: int
    path: Path
    report: WriteReport | None = None
    error: PhototaggerError | None = None


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What became of one file in an undo.

    Attributes:
        path: the photo.
        target: the file taken back, the photo itself or a sidecar.
        problem: why it stays as it is, "" when it was taken back.
    """

    path: Path
    target: Path
    problem: str = ""

    @property
    def undone(self) -> bool:
        """Whether the file is as it was before the write."""
        return not self.problem


@dataclass(frozen=True, slots=True)
class Batch:
    """Writes that belong together.

    Attributes:
        id: what the caller named it.
        written_at: when it began, seconds since the epoch.
        photos: the photos it changed, in order.
        undone: whether all of it was taken back.
        taken_back: the photos all of whose files were taken back.
    """

    id: str
    written_at: float
    photos: tuple[Path, ...]
    undone: bool
    taken_back: frozenset[Path] = frozenset()


class RecoveryOutcome(StrEnum):
    """What an unfinished write turned out to be."""

    FINISHED = "finished"
    NOT_STARTED = "not started"
    CONFLICT = "conflict"
    OUT_OF_REACH = "out of reach"


_RECOVERY_SENTENCES = {
    RecoveryOutcome.FINISHED: "{} was being saved when the program ended; it is complete.",
    RecoveryOutcome.NOT_STARTED: "{} was to be saved when the program ended; it is as before.",
    RecoveryOutcome.CONFLICT: "{} was changed by another program after an interrupted save.",
    RecoveryOutcome.OUT_OF_REACH: "{} was being saved when the program ended; its folder is away.",
}


_RECOVERY_COUNTS = {
    RecoveryOutcome.FINISHED: "finished {}",
    RecoveryOutcome.NOT_STARTED: "dropped {} that had not begun",
    RecoveryOutcome.CONFLICT: "left {} alone because another program changed the file",
    RecoveryOutcome.OUT_OF_REACH: "waits for the drive of {}",
}


@dataclass(frozen=True, slots=True)
class Recovery:
    """An unfinished entry of an earlier run.

    Attributes:
        path: the photo.
        target: the file that was being replaced.
        outcome: finished (the file is as wanted), not started (as before), conflict (neither), or
            out of reach (its folder is away; the next start looks again).
    """

    path: Path
    target: Path
    outcome: RecoveryOutcome

    def __str__(self) -> str:
        return _RECOVERY_SENTENCES[self.outcome].format(self.target.name)


def recovery_sentence(found: Sequence[Recovery]) -> str:
    """Return what the program did about writes that a crash interrupted."""
    parts = []
    for outcome, words in _RECOVERY_COUNTS.items():
        count = len({line.path for line in found if line.outcome is outcome})
        if count:
            parts.append(words.format(f"{count:,} write" if count == 1 else f"{count:,} writes"))
    return f"The last run was interrupted. PhotoTagger {', '.join(parts)}; every photo is whole."
