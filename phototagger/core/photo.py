"""A photo as the program knows it: which file, which version of it, and its two states."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NewType

PhotoId = NewType("PhotoId", int)
"""Row of the photo in the catalog; stable as long as the catalog lives."""


class TaggingState(StrEnum):
    """How far the tagging of a photo is."""

    UNTAGGED = "untagged"
    QUEUED = "queued"
    RUNNING = "running"
    TAGGED = "tagged"
    FAILED = "failed"


class SavingState(StrEnum):
    """Whether the keywords the user wants are the keywords in the file."""

    SAVED = "saved"
    UNSAVED = "unsaved"
    WRITING = "writing"
    FAILED = "failed"


class PhotoFilter(StrEnum):
    """Photos by what is left to do with them; REVIEWED are those reviewed and not written yet."""

    ALL = "all"
    UNTAGGED = "untagged"
    TO_REVIEW = "to review"
    REVIEWED = "reviewed"
    UNSAVED = "unsaved"
    PROBLEMS = "problems"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Tells whether a file changed since we looked.

    Attributes:
        size_bytes: file size.
        mtime_ns: modification time, nanoseconds since the epoch.
    """

    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Photo:
    """One image file on disk.

    Attributes:
        id: its row in the catalog.
        path: absolute path of the file.
        fingerprint: version of the file when it was last looked at.
        tagging: state of tagging.
        saving: state of its keywords against the file.
        problem: one sentence when a state is *failed* or the photo cannot be shown, else "".
        is_reviewed: the user is done with it, whatever is still suggested.
        is_changed: another program changed the file after the user decided about the photo, and
            the user did not look at that yet.
        has_sidecar: keywords of it lie in a file beside it.
        taken_s: when it was taken, seconds of the camera's clock since 1970; 0 when that is not
            known.
    """

    id: PhotoId
    path: Path
    fingerprint: Fingerprint
    tagging: TaggingState = TaggingState.UNTAGGED
    saving: SavingState = SavingState.SAVED
    problem: str = ""
    is_reviewed: bool = False
    is_changed: bool = False
    has_sidecar: bool = False
    taken_s: int = 0
