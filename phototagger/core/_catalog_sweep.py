"""The rows of the catalog that a sweep asks for: words with open suggestions, and their photos.

A suggestion is open while it is shown and neither decided nor a keyword in the file. Results
come out of SQLite as one value, so that the window goes on meanwhile. Thread: any.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable

from phototagger.core._catalog import Catalog
from phototagger.core._catalog_values import load_reviews
from phototagger.core._catalog_vocabulary import VocabularyRows
from phototagger.core.photo import PhotoId
from phototagger.core.photo_query import PhotoIds
from phototagger.core.review import Review
from phototagger.core.sweep import SweepWord

# A plus keeps SQLite from the index by word: a photo has few words, a word may have 100,000 photos.
_OPEN = (
    "p.is_listed = 1 AND p.best_pending >= 0"
    " AND s.hidden = '' AND (s.is_shown OR s.probability >= :show_from)"
    " AND NOT EXISTS (SELECT 1 FROM decisions AS d"
    " WHERE d.photo_id = s.photo_id AND +d.word_id = s.word_id)"
    " AND NOT EXISTS (SELECT 1 FROM keywords AS k"
    " WHERE k.photo_id = s.photo_id AND +k.word_id = s.word_id)"
)
_IN_SCOPE = " AND p.id IN (SELECT value FROM json_each(:scope))"


class SweepRows:
    """Answers what a sweep asks.

    Args:
        catalog: the open catalog.
        vocabulary: says which words are written.
    """

    def __init__(self, catalog: Catalog, vocabulary: VocabularyRows) -> None:
        self._catalog = catalog
        self._vocabulary = vocabulary

    def words(self, show_from: float, scope: Iterable[int] | None) -> list[SweepWord]:
        """Return the words with open suggestions, in no order; a second for 100,000 photos.

        Args:
            show_from: suggestions below are not shown, 0…1, unless their word says otherwise.
            scope: photos that count; None is the whole library.
        """
        rows = self._catalog.file.rows(
            "SELECT w.name, found.number, found.mean FROM ("
            " SELECT s.word_id AS word_id, COUNT(*) AS number, AVG(s.probability) AS mean"
            " FROM photos AS p CROSS JOIN suggestions AS s ON s.photo_id = p.id"
            f" WHERE {_OPEN}{_scoped(scope)}"
            " GROUP BY s.word_id) AS found JOIN words AS w ON w.id = found.word_id",
            {"show_from": show_from, **_scope_value(scope)},
        )
        return [SweepWord(name, number, mean) for name, number, mean in rows]

    def photos(
        self, name: str, show_from: float, scope: Iterable[int] | None
    ) -> tuple[PhotoIds[int], array[float]]:
        """Return the photos with an open suggestion of a word, the most probable first.

        Args:
            name: the word.
            show_from: suggestions below are not shown, 0…1, unless the word says otherwise.
            scope: photos that count; None is the whole library.

        Returns:
            The photos and the probability on each.
        """
        row = self._catalog.file.row(
            "SELECT json_group_array(photo_id), json_group_array(probability) FROM ("
            " SELECT s.photo_id AS photo_id, s.probability AS probability"
            " FROM suggestions AS s CROSS JOIN photos AS p ON p.id = s.photo_id"
            f" WHERE s.word_id = (SELECT id FROM words WHERE name = :name) AND {_OPEN}"
            f"{_scoped(scope)}"
            " ORDER BY s.probability DESC, s.photo_id)",
            {"name": name, "show_from": show_from, **_scope_value(scope)},
        )
        ids, probabilities = row or ("[]", "[]")
        return array("q", json.loads(ids)), array("d", json.loads(probabilities))

    def judged(self, name: str) -> tuple[list[float], list[float]]:
        """Return the probabilities at which suggestions of a word were accepted and rejected."""
        rows = self._catalog.file.rows(
            "SELECT decision, json_group_array(probability) FROM decisions"
            " WHERE word_id = (SELECT id FROM words WHERE name = ?)"
            " AND origin IN ('service', 'learned') AND probability > 0 GROUP BY decision",
            [name],
        )
        found = {decision: json.loads(probabilities) for decision, probabilities in rows}
        return found.get("accepted", []), found.get("rejected", [])

    def reviews(self, ids: Iterable[PhotoId]) -> dict[PhotoId, Review]:
        """Return reviews as the catalog has them."""
        return load_reviews(self._catalog, ids, self._vocabulary.outgoing())


def _scoped(scope: Iterable[int] | None) -> str:
    return "" if scope is None else _IN_SCOPE


def _scope_value(scope: Iterable[int] | None) -> dict[str, str]:
    return {} if scope is None else {"scope": json.dumps(list(scope))}
