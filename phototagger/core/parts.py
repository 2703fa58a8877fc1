"""What a session is made of: the lanes for its background work, and the parts for learning."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from phototagger.core._tagging_run import Tagger
from phototagger.core.jobs import Lane
from phototagger.core.learning.memory import WordMemory
from phototagger.core.learning.process import Launcher


@dataclass(frozen=True, slots=True)
class Lanes:
    """The background work of the program, one lane per purpose."""

    queries: Lane
    scan: Lane
    metadata: Lane
    thumbnails: Lane
    closeup: Lane
    tagging: Lane
    learning: Lane
    words: Lane
    write: Lane
    export: Lane
    edits: Lane

    def all(self) -> tuple[Lane, ...]:
        """Return the lanes in the order in which they are closed."""
        return (
            self.queries,
            self.scan,
            self.thumbnails,
            self.closeup,
            self.metadata,
            self.tagging,
            self.learning,
            self.words,
            self.write,
            self.export,
            self.edits,
        )


@dataclass(frozen=True, slots=True)
class Learning:
    """What the session needs to learn the user's words.

    Attributes:
        memory: kept features and learned words.
        launcher: starts the process that learns.
        background_file: statistics of photos in general.
        may_train: the library is the user's own.
        looker: our own service, for the features of photos that another one tags.
    """

    memory: WordMemory
    launcher: Launcher
    background_file: Path
    may_train: bool
    looker: Tagger
