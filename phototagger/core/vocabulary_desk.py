"""The verbs that concern the user's vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from phototagger.core.errors import LibraryError
from phototagger.core.events import Event, Level, Notice, VocabularyChanged
from phototagger.core.library import Library
from phototagger.core.vocabulary import Vocabulary, VocabularyChange


class VocabularyDesk:
    """What the user says about words, and what follows from it.

    Args:
        library: keeps it.
        announce: takes events.
    """

    def __init__(self, library: Library, announce: Callable[[Event], None]) -> None:
        self._library = library
        self._announce = announce

    def current(self) -> Vocabulary:
        """Return the vocabulary in force."""
        return self._library.vocabulary.load()

    def resolve(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return words with each synonym replaced by the word it means, each once."""
        vocabulary = self.current()
        return tuple(dict.fromkeys(map(vocabulary.main_word, names)))

    def apply(self, change: VocabularyChange) -> None:
        """Apply a gesture: it is in the catalog when this returns.

        Suggestions follow in the background. A catalog that cannot be written is told in a
        notice; then nothing has changed.
        """
        if not change.after:
            return
        try:
            self._library.vocabulary.save(change.after)
        except LibraryError as error:
            text = f"{error} The last change of the vocabulary was not kept; make it again then."
            self._announce(Notice(Level.ERROR, "catalog", text))
            return
        self._announce(VocabularyChanged(frozenset(change.after)))
