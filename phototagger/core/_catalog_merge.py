"""Merges the tags of very many photos inside SQLite: reading 100,000 reviews would take seconds.

The same rows as `review.selection_rows` makes from reviews, but for three things: probabilities are
those of the latest suggestions only, the single probabilities of pending suggestions are counted by
whole percent, and ranges span the decided suggestions of a word that is pending too. Thread: any.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from phototagger.core._catalog_file import CatalogFile
from phototagger.core.merged_tags import MergedTags
from phototagger.core.photo import TaggingState
from phototagger.core.review import Coverage, Decision, SelectionRow, TagState
from phototagger.core.tags import TagOrigin

_MANY = 0.2
"""From this share of all photos on, walking all suggestions word by word is faster."""


_USUAL, _ALWAYS, _HIDDEN = 0, 1, 2
_KIND = f"iif(s.hidden <> '', {_HIDDEN}, s.is_shown)"
"""Whether a suggestion follows the threshold, is shown or is hidden whatever it says."""


@dataclass(slots=True)
class _Word:
    in_file: int = 0
    rejected: int = 0
    rejected_in_file: int = 0
    own: int = 0
    accepted: int = 0
    suggested: int = 0
    settled: int = 0
    probability_sum: float = 0.0
    probability_range: tuple[float, float] | None = field(default=None)
    reason: str = ""
    of_kind: Counter[int] = field(default_factory=Counter)

    @property
    def keywords(self) -> int:
        return self.in_file - self.rejected_in_file + self.own + self.accepted

    @property
    def state(self) -> TagState:
        for state, number in (
            (TagState.OWN, self.own),
            (TagState.ACCEPTED, self.accepted),
            (TagState.IN_FILE, self.in_file - self.rejected_in_file),
            (TagState.SUGGESTED, self.suggested - self.settled),
        ):
            if number > 0:
                return state
        return TagState.REJECTED


def merge_tags(file: CatalogFile, ids: Sequence[int]) -> MergedTags:
    """Merge the tags of these photos."""
    with file.temporary_ids(json.dumps(list(ids))):
        words: dict[int, _Word] = {}
        _count_keywords(file, words)
        _count_decisions(file, words)
        pending = _count_suggestions(file, words, is_many=_is_many(file, len(ids)))
        tagging = file.rows("SELECT DISTINCT tagging FROM photos JOIN chosen USING (id)", [])
        names: dict[int, str] = dict(
            file.rows(
                "SELECT id, name FROM words WHERE id IN (SELECT value FROM json_each(?))",
                [json.dumps(list(words))],
            )
        )
    rows = [_row(names[number], word, len(ids)) for number, word in words.items()]
    return MergedTags(
        tuple(sorted(rows, key=_sort_key)),
        _of_kind(pending, _USUAL),
        frozenset(TaggingState(state) for (state,) in tagging),
        _of_kind(pending, _ALWAYS),
        sum(_of_kind(pending, _HIDDEN).values()),
    )


def _of_kind(pending: Mapping[tuple[int, float], int], kind: int) -> dict[float, int]:
    return {percent: count for (found, percent), count in pending.items() if found == kind}


def _is_many(file: CatalogFile, count: int) -> bool:
    row = file.row("SELECT MAX(id) FROM photos", [])
    return count > _MANY * (row[0] or 0) if row else False


def _count_keywords(file: CatalogFile, words: dict[int, _Word]) -> None:
    for number, count in file.rows(
        "SELECT word_id, COUNT(*) FROM chosen CROSS JOIN keywords ON photo_id = id"
        " GROUP BY word_id",
        [],
    ):
        words.setdefault(number, _Word()).in_file = count


def _count_decisions(file: CatalogFile, words: dict[int, _Word]) -> None:
    for number, decision, origin, is_in_file, count in file.rows(
        "SELECT word_id, decision, origin, EXISTS (SELECT 1 FROM keywords AS k"
        " WHERE k.photo_id = d.photo_id AND +k.word_id = d.word_id) AS is_in_file, COUNT(*)"
        " FROM chosen CROSS JOIN decisions AS d ON d.photo_id = id GROUP BY 1, 2, 3, 4",
        [],
    ):
        word = words.setdefault(number, _Word())
        if decision == Decision.REJECTED:
            word.rejected += count
            word.rejected_in_file += count if is_in_file else 0
        elif not is_in_file:
            word.own += count if origin == TagOrigin.USER else 0
            word.accepted += count if origin != TagOrigin.USER else 0


def _count_suggestions(
    file: CatalogFile, words: dict[int, _Word], *, is_many: bool
) -> dict[tuple[int, float], int]:
    """Count suggestions by word, and the pending ones by kind and percent as well."""
    source = (
        "suggestions AS s INDEXED BY suggestions_by_word CROSS JOIN chosen"
        if is_many
        else "chosen CROSS JOIN suggestions AS s"
    )
    for number, count, hidden, shown, reason, total, low, high in file.rows(
        "SELECT s.word_id, COUNT(*), SUM(s.hidden <> ''), SUM(s.is_shown), MAX(s.hidden),"
        " SUM(s.probability), MIN(s.probability), MAX(s.probability)"
        f" FROM {source} ON s.photo_id = chosen.id GROUP BY s.word_id",
        [],
    ):
        word = words.setdefault(number, _Word())
        word.suggested, word.probability_sum, word.probability_range = count, total, (low, high)
        word.of_kind.update({_HIDDEN: hidden, _ALWAYS: shown})
        word.reason = reason
    pending: dict[tuple[int, float], int] = {}
    for kind, percent, count in file.rows(
        f"SELECT {_KIND}, CAST(s.probability * 100 + 1e-9 AS INTEGER), COUNT(*)"
        f" FROM {source} ON s.photo_id = chosen.id GROUP BY 1, 2",
        [],
    ):
        pending[kind, percent / 100] = count
    for number, kind, percent, count, total in file.rows(
        f"SELECT s.word_id, {_KIND}, CAST(s.probability * 100 + 1e-9 AS INTEGER), COUNT(*),"
        " SUM(s.probability) FROM"
        " (SELECT photo_id, word_id FROM chosen CROSS JOIN keywords ON photo_id = id"
        "  UNION SELECT photo_id, word_id FROM chosen CROSS JOIN decisions ON photo_id = id) AS t"
        " CROSS JOIN suggestions AS s INDEXED BY suggestions_by_word"
        " ON s.word_id = t.word_id AND s.photo_id = t.photo_id GROUP BY 1, 2, 3",
        [],
    ):
        words[number].settled += count
        words[number].probability_sum -= total
        words[number].of_kind[kind] -= count
        pending[kind, percent / 100] -= count
    return {key: count for key, count in pending.items() if count}


def _row(name: str, word: _Word, photo_count: int) -> SelectionRow:
    coverage = Coverage.PARTIAL if word.keywords else Coverage.NONE
    pending = word.suggested - word.settled
    return SelectionRow(
        name=name,
        state=word.state,
        coverage=Coverage.FULL if word.keywords == photo_count else coverage,
        keyword_count=word.keywords,
        suggested_count=pending,
        rejected_count=word.rejected,
        probability=max(0.0, word.probability_sum) / pending if pending else None,
        probability_range=word.probability_range if pending else None,
        pending=(),
        will_be_removed=word.rejected_in_file > 0,
        is_shown=word.of_kind[_ALWAYS] > 0,
        hidden=word.reason if 0 < pending == word.of_kind[_HIDDEN] else "",
        hidden_count=word.of_kind[_HIDDEN],
    )


def _sort_key(row: SelectionRow) -> tuple[int, int, float]:
    if row.keyword_count:
        return 0, -row.keyword_count, 0.0
    return (1 if row.suggested_count else 2), -row.suggested_count, -(row.probability or 0.0)
