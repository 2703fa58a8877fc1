"""The rows of the catalog that hold the user's vocabulary. Thread: any."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping

from phototagger.core._catalog import Catalog
from phototagger.core.tag_pipeline import TagPipeline, WordRules
from phototagger.core.vocabulary import Outgoing, Vocabulary, Word, outgoing


class VocabularyRows:
    """Reads and keeps the vocabulary, and what follows from it together with the settings.

    Make no second one: it remembers what it read.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lock = threading.Lock()
        self._rules = WordRules()
        self._known: Vocabulary | None = None
        self._outgoing: Outgoing | None = None
        self._pipeline: TagPipeline | None = None

    @property
    def rules(self) -> WordRules:
        """What the settings say."""
        return self._rules

    def follow(self, rules: WordRules) -> None:
        """Obey these settings from now on."""
        with self._lock:
            self._rules = rules
            self._outgoing = self._pipeline = None

    def load(self) -> Vocabulary:
        """Return the vocabulary."""
        with self._lock:
            return self._load()

    def outgoing(self) -> Outgoing:
        """Return which words leave the catalog."""
        with self._lock:
            if self._outgoing is None:
                self._outgoing = outgoing(self._load(), with_parents=self._rules.with_parents)
            return self._outgoing

    def pipeline(self) -> TagPipeline:
        """Return what suggestions go through."""
        with self._lock:
            if self._pipeline is None:
                self._pipeline = TagPipeline(self._load(), self._rules)
            return self._pipeline

    def save(self, entries: Mapping[str, Word | None], unrefined: Iterable[str] = ()) -> None:
        """Keep entries; None takes one away. All or none.

        Args:
            entries: by word.
            unrefined: words whose suggestions and states do not follow yet.
        """
        gone = [(name,) for name, word in entries.items() if word is None]
        kept = [(name, _entry(word)) for name, word in entries.items() if word is not None]
        # Not within our lock: who has the catalog's, in another thread, may ask for ours.
        with self._catalog.file.transaction():
            self._catalog.write("DELETE FROM vocabulary WHERE name = ?", gone)
            self._catalog.write(
                "INSERT OR REPLACE INTO vocabulary (name, entry) VALUES (?, ?)", kept
            )
            self._catalog.write(
                "INSERT OR IGNORE INTO unrefined (name) VALUES (?)",
                [(name,) for name in unrefined],
            )
        with self._lock:
            self._known = self._outgoing = self._pipeline = None

    # What suggestions do not follow yet

    def unrefined(self) -> frozenset[str]:
        """Return the words whose suggestions and states do not follow the vocabulary yet."""
        return frozenset(row[0] for row in self._catalog.read("SELECT name FROM unrefined"))

    def all_refined(self) -> None:
        """Keep that the suggestions of all words follow now."""
        self._catalog.write("DELETE FROM unrefined", [()])

    def refined_by(self) -> str:
        """Return the settings that all suggestions follow, "" where that is not known."""
        rows = self._catalog.read("SELECT rules FROM refined_by")
        return str(rows[0][0]) if rows else ""

    def set_refined_by(self, rules: str) -> None:
        """Keep which settings all suggestions follow now."""
        with self._catalog.file.transaction() as writer:
            writer.execute("DELETE FROM refined_by")
            writer.execute("INSERT INTO refined_by (rules) VALUES (?)", [rules])

    def _load(self) -> Vocabulary:
        if self._known is None:
            rows = self._catalog.read("SELECT name, entry FROM vocabulary ORDER BY name")
            self._known = Vocabulary({name: _word(name, entry) for name, entry in rows})
        return self._known


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
