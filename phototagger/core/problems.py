"""Photos with a problem, grouped by the reason, so that one gesture can deal with all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from phototagger.core.photo import PhotoId, SavingState, TaggingState


class ProblemKind(StrEnum):
    """What failed, and thereby what can be tried again."""

    TAGGING = "tagging"
    WRITING = "writing"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class PhotoProblem:
    """A photo something failed for.

    Attributes:
        id: the photo.
        path: its file.
        kind: what failed.
        sentence: why.
    """

    id: PhotoId
    path: Path
    kind: ProblemKind
    sentence: str

    @property
    def reason(self) -> str:
        """The sentence without the name of the photo, the same for all that failed alike."""
        return self.sentence.replace(str(self.path), "…").replace(self.path.name, "…")


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Photos that failed alike.

    Attributes:
        kind: what failed.
        reason: why.
        photos: at least one, in the order they came.
    """

    kind: ProblemKind
    reason: str
    photos: tuple[PhotoProblem, ...]

    @property
    def ids(self) -> tuple[PhotoId, ...]:
        """The photos."""
        return tuple(problem.id for problem in self.photos)


def kind_of(tagging: TaggingState, saving: SavingState) -> ProblemKind:
    """Return what failed for a photo with a problem in these states."""
    if saving is SavingState.FAILED:
        return ProblemKind.WRITING
    if tagging is TaggingState.FAILED:
        return ProblemKind.TAGGING
    return ProblemKind.READING


def grouped(problems: Iterable[PhotoProblem]) -> tuple[ProblemGroup, ...]:
    """Return problems by what failed and why, the most frequent first."""
    found: dict[tuple[ProblemKind, str], list[PhotoProblem]] = {}
    for problem in problems:
        found.setdefault((problem.kind, problem.reason), []).append(problem)
    groups = [ProblemGroup(*key, tuple(photos)) for key, photos in found.items()]
    return tuple(sorted(groups, key=lambda group: -len(group.photos)))
