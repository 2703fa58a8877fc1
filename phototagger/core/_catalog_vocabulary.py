"""The rows of the catalog that hold the user's vocabulary.

Thread: the one that opened the catalog.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from phototagger.core._catalog import Catalog
from phototagger.core.vocabulary import Vocabulary, Word


class VocabularyRows:
    """Reads and keeps the vocabulary. Make no second one: it remembers what it read."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: Vocabulary | None = None

    def load(self) -> Vocabulary:
        """Return the vocabulary."""
        if self._known is None:
            rows = self._catalog.read("SELECT name, entry FROM vocabulary ORDER BY name")
            self._known = Vocabulary({name: _word(name, entry) for name, entry in rows})
        return self._known

    def save(self, entries: Mapping[str, Word | None]) -> None:
        """Keep entries; None takes one away. All or none."""
        gone = [(name,) for name, word in entries.items() if word is None]
        kept = [(name, _entry(word)) for name, word in entries.items() if word is not None]
        with self._catalog.file.transaction():
            self._catalog.write("DELETE FROM vocabulary WHERE name = ?", gone)
            self._catalog.write(
                "INSERT OR REPLACE INTO vocabulary (name, entry) VALUES (?, ?)", kept
            )
        self._known = None


def _entry(word: Word) -> str:
    said: dict[str, object] = {}
    for name in ("parent", "is_private", "is_never_suggested", "is_kept"):
        if value := getattr(word, name):
            said[name] = value
    if word.synonyms:
        said["synonyms"] = list(word.synonyms)
    if word.translations:
        said["translations"] = dict(word.translations)
    for name in ("show_from", "accept_from"):
        if (value := getattr(word, name)) is not None:
            said[name] = value
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _word(name: str, entry: str) -> Word:
    said = json.loads(entry)
    return Word(
        name,
        parent=said.get("parent", ""),
        synonyms=tuple(said.get("synonyms", ())),
        translations=said.get("translations", {}),
        is_private=said.get("is_private", False),
        is_never_suggested=said.get("is_never_suggested", False),
        show_from=said.get("show_from"),
        accept_from=said.get("accept_from"),
        is_kept=said.get("is_kept", False),
    )
