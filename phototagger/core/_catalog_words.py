"""What the catalog knows about single words over all photos. The SQL of the vocabulary's counts.

A count over the index of a word costs nothing per photo; what has to be looked up photo by photo
are the few pairs where a decision, a keyword and a suggestion meet. Thread: any, unless said
otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from phototagger.core._catalog import Catalog
from phototagger.core._catalog_values import decision_row, load_reviews
from phototagger.core._catalog_vocabulary import VocabularyRows
from phototagger.core.photo import PhotoId, SavingState
from phototagger.core.review import Review, ReviewChange
from phototagger.core.word_use import Replacement, Verdicts, WordReport, WordUse

_SUGGESTED_BY = "('service', 'learned')"
_UNLISTED = "(SELECT id FROM photos WHERE is_listed = 0)"

_KEYWORDS = f"""
    SELECT word_id, SUM(number) FROM (
        SELECT word_id, COUNT(*) AS number FROM keywords
        WHERE photo_id NOT IN {_UNLISTED} GROUP BY word_id
        UNION ALL
        SELECT d.word_id, SUM(CASE
            WHEN d.decision = 'accepted' AND k.photo_id IS NULL THEN 1
            WHEN d.decision = 'rejected' AND k.photo_id IS NOT NULL THEN -1 ELSE 0 END)
        FROM decisions AS d
        LEFT JOIN keywords AS k ON k.photo_id = d.photo_id AND +k.word_id = d.word_id
        WHERE d.photo_id NOT IN {_UNLISTED} GROUP BY d.word_id)
    GROUP BY word_id"""

_SUGGESTIONS = """
    SELECT word_id, COUNT(*)
    FROM photos AS p CROSS JOIN suggestions AS s ON s.photo_id = p.id
    WHERE p.is_listed = 1 AND p.best_pending >= :hide_below
    AND (is_shown OR probability >= :hide_below) AND hidden = ''
    AND NOT EXISTS (SELECT 1 FROM decisions AS d
        WHERE d.photo_id = s.photo_id AND +d.word_id = s.word_id)
    AND NOT EXISTS (SELECT 1 FROM keywords AS k
        WHERE k.photo_id = s.photo_id AND +k.word_id = s.word_id)
    GROUP BY word_id"""

_VERDICTS = f"""
    SELECT word_id, decision, CAST(probability * 100 AS INTEGER) AS percent, COUNT(*)
    FROM decisions WHERE origin IN {_SUGGESTED_BY} GROUP BY word_id, decision, percent"""

_REPLACEMENTS = f"""
    WITH rejections AS (
        SELECT word_id, COUNT(*) AS number FROM decisions
        WHERE decision = 'rejected' AND origin IN {_SUGGESTED_BY}
        GROUP BY word_id HAVING COUNT(*) >= :least),
    uses AS (
        SELECT word_id, COUNT(*) AS number FROM decisions
        WHERE decision = 'accepted' AND origin = 'user'
        GROUP BY word_id HAVING COUNT(*) >= :least)
    SELECT rejected.name, typed.name, pairs.number, rejections.number, uses.number
    FROM (
        SELECT r.word_id AS rejected_id, t.word_id AS typed_id, COUNT(*) AS number
        FROM decisions AS t CROSS JOIN decisions AS r ON r.photo_id = t.photo_id
        WHERE t.decision = 'accepted' AND t.origin = 'user'
            AND t.word_id IN (SELECT word_id FROM uses)
            AND r.decision = 'rejected' AND r.origin IN {_SUGGESTED_BY}
            AND +r.word_id IN (SELECT word_id FROM rejections)
        GROUP BY r.word_id, t.word_id HAVING COUNT(*) >= :least) AS pairs
    JOIN rejections ON rejections.word_id = rejected_id
    JOIN uses ON uses.word_id = typed_id
    JOIN words AS rejected ON rejected.id = rejected_id
    JOIN words AS typed ON typed.id = typed_id"""

_PHOTOS_OF = """
    SELECT json_group_array(photo_id) FROM (
        SELECT photo_id FROM keywords WHERE word_id IN (SELECT id FROM words WHERE name IN
            (SELECT value FROM json_each(:names)))
        UNION SELECT photo_id FROM decisions WHERE word_id IN (SELECT id FROM words WHERE name IN
            (SELECT value FROM json_each(:names))))"""

_TELLING = 200
"""So many rows of a word tell whether the service suggests it."""

LEAST_TOGETHER = 5
"""Fewer photos than this on which one word was rejected and another typed say nothing."""


class WordRows:
    """Counts words, and changes the decisions of many photos a few at a time.

    Args:
        catalog: the open catalog.
        vocabulary: says which words are written.
    """

    def __init__(self, catalog: Catalog, vocabulary: VocabularyRows) -> None:
        self._catalog = catalog
        self._vocabulary = vocabulary

    def report(self, hide_below: float) -> WordReport:
        """Count all words; `replacements` takes as long again and is apart.

        Args:
            hide_below: suggestions less probable than this are not shown, 0…1.
        """
        rows = self._catalog.file.rows
        names: dict[int, str] = dict(rows("SELECT id, name FROM words", []))
        uses: dict[str, list[int]] = {}
        for number, count in rows(_KEYWORDS, []):
            uses[names[number]] = [count, 0, 0, 0]
        for number, count in rows(_SUGGESTIONS, {"hide_below": hide_below}):
            uses.setdefault(names[number], [0, 0, 0, 0])[1] = count
        accepted: dict[str, dict[int, int]] = {}
        rejected: dict[str, dict[int, int]] = {}
        for number, decision, percent, count in rows(_VERDICTS, []):
            is_accepted = decision == "accepted"
            by_word, place = (accepted, 2) if is_accepted else (rejected, 3)
            by_word.setdefault(names[number], {})[percent] = count
            uses.setdefault(names[number], [0, 0, 0, 0])[place] += count
        return WordReport(
            {name: WordUse(name, *counts) for name, counts in uses.items() if any(counts)},
            {
                name: Verdicts(accepted.get(name, {}), rejected.get(name, {}))
                for name in {**accepted, **rejected}
            },
            dismissed=self.dismissed(),
        )

    def replacements(self) -> tuple[Replacement, ...]:
        """Return what the user typed again and again where another word was rejected."""
        rows = self._catalog.file.rows(_REPLACEMENTS, {"least": LEAST_TOGETHER})
        return tuple(Replacement(*row) for row in rows)

    def photos_of(self, names: Iterable[str]) -> list[PhotoId]:
        """Return all photos with a decision about one of *names*, or with it in the file.

        Photos of closed folders are among them: their reviews wait for their return.
        """
        found = self._catalog.file.row(_PHOTOS_OF, {"names": json.dumps(list(names))})
        return [PhotoId(number) for number in sorted(json.loads(found[0]))] if found else []

    def keyword_count(self, names: Iterable[str]) -> tuple[int, int]:
        """Count the photos that have one of *names* as a keyword, and those in closed folders."""
        row = self._catalog.file.row(
            "WITH chosen AS (SELECT id FROM words WHERE name IN"
            "  (SELECT value FROM json_each(:names))), found AS ("
            " SELECT photo_id FROM keywords AS k WHERE word_id IN chosen AND NOT EXISTS"
            "  (SELECT 1 FROM decisions AS d WHERE d.photo_id = k.photo_id"
            "   AND +d.word_id = k.word_id AND d.decision = 'rejected')"
            " UNION SELECT photo_id FROM decisions WHERE word_id IN chosen"
            "  AND decision = 'accepted')"
            " SELECT COUNT(*), coalesce(SUM(is_listed = 0), 0)"
            " FROM found JOIN photos ON photos.id = photo_id",
            {"names": json.dumps(list(names))},
        )
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def photo_counts(self, names: Sequence[str], most: int) -> dict[str, int]:
        """Count the photos with each of a few words as a keyword, up to *most*."""
        rows = self._catalog.file.rows(
            "SELECT name, (SELECT COUNT(*) FROM ("
            "  SELECT * FROM (SELECT photo_id FROM keywords WHERE word_id = words.id LIMIT :most)"
            "  UNION SELECT * FROM (SELECT photo_id FROM decisions"
            "   WHERE word_id = words.id AND decision = 'accepted' LIMIT :most)))"
            " FROM words WHERE name IN (SELECT value FROM json_each(:names))",
            {"names": json.dumps(list(names)), "most": most},
        )
        return {name: min(number, most) for name, number in rows}

    def of_the_service(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of *names* that the service itself suggests, on any photo.

        A few suggestions and decisions of each word tell: the user's own words have none from it.
        """
        rows = self._catalog.file.rows(
            "SELECT name FROM words WHERE name IN (SELECT value FROM json_each(:names)) AND ("
            " EXISTS (SELECT 1 FROM (SELECT origin, given FROM suggestions"
            "   WHERE word_id = words.id LIMIT :most) WHERE origin = 'service'"
            "   OR given IS NOT NULL)"
            " OR EXISTS (SELECT 1 FROM (SELECT origin FROM decisions"
            "   WHERE word_id = words.id LIMIT :most) WHERE origin = 'service'))",
            {"names": json.dumps(list(names)), "most": _TELLING},
        )
        return frozenset(row[0] for row in rows)

    def edit(self, ids: Sequence[PhotoId], edit: Callable[[Review], Review]) -> ReviewChange:
        """Change the decisions of a few photos in one transaction; return what changed."""
        with self._catalog.file.transaction():
            before = load_reviews(self._catalog, ids, self._vocabulary.outgoing())
            after = {photo_id: edit(review) for photo_id, review in before.items()}
            change = ReviewChange.between("", before, after)
            self._store(change, after)
        return change

    def put(self, change: ReviewChange) -> None:
        """Apply a change of decisions and orders to a few photos in one transaction."""
        with self._catalog.file.transaction():
            reviews = load_reviews(self._catalog, change.ids, self._vocabulary.outgoing())
            after = {
                photo_id: replace(
                    review,
                    decisions=change.after.get(photo_id, review.decisions),
                    order=change.orders_after.get(photo_id, review.order),
                )
                for photo_id, review in reviews.items()
            }
            self._store(change, after)

    def dismissed(self) -> dict[tuple[str, str], int]:
        """Return the proposals the user did not want: (kind, word) → evidence they had."""
        rows = self._catalog.read("SELECT kind, name, evidence FROM dismissed_proposals")
        return {(kind, name): evidence for kind, name, evidence in rows}

    def dismiss(self, kind: str, name: str, evidence: int | None) -> None:
        """Keep that a proposal is not wanted with this much evidence; None wants it again."""
        self._catalog.write(
            "DELETE FROM dismissed_proposals WHERE kind = ? AND name = ?", [(kind, name)]
        )
        if evidence is not None:
            self._catalog.write(
                "INSERT INTO dismissed_proposals (kind, name, evidence) VALUES (?, ?, ?)",
                [(kind, name, evidence)],
            )

    def _store(self, change: ReviewChange, after: Mapping[PhotoId, Review]) -> None:
        """Keep decisions and orders, and whether each photo's file holds them."""
        self._catalog.replace_decisions(
            (photo_id, map(decision_row, entries)) for photo_id, entries in change.after.items()
        )
        self._catalog.replace_orders(change.orders_after.items())
        for state in (SavingState.SAVED, SavingState.UNSAVED):
            is_saved = state is SavingState.SAVED
            ids = [i for i in change.ids if i in after and after[i].is_saved is is_saved]
            # The end of a write looks again itself.
            self._catalog.write(
                "UPDATE photos SET saving = ? WHERE id = ? AND saving <> 'writing'",
                [(state.value, photo_id) for photo_id in ids],
            )
