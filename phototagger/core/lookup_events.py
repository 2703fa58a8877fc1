"""What is looked up on the side for the window announces; part of `events.Event`."""

from __future__ import annotations

from dataclasses import dataclass

from phototagger.core.export.fitting import Fitted
from phototagger.core.export.profiles import Profile
from phototagger.core.photo import PhotoId
from phototagger.core.problems import ProblemGroup


@dataclass(frozen=True, slots=True)
class ProblemsRead:
    """The photos with a problem, as they were asked for.

    Attributes:
        groups: by reason, the most frequent first; None where they cannot be read.
    """

    groups: tuple[ProblemGroup, ...] | None


@dataclass(frozen=True, slots=True)
class AgenciesChecked:
    """One photo was fitted to agencies, as it was asked for.

    Attributes:
        id: the photo.
        fitted: the agencies and what each would get; empty where the photo is not known any more
            or cannot be read.
    """

    id: PhotoId
    fitted: tuple[tuple[Profile, Fitted], ...]


LookupEvent = ProblemsRead | AgenciesChecked
