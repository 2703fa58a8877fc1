"""Has the suggestions in the catalog, and what is to be written, follow the user's vocabulary.

Thread: any; each call is one transaction over some photos.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from phototagger.core._catalog import Catalog
from phototagger.core._catalog_schema import TAG_COUNTS
from phototagger.core._catalog_values import load_photos, load_reviews, suggestion_row
from phototagger.core._catalog_vocabulary import VocabularyRows
from phototagger.core.photo import PhotoId, SavingState
from phototagger.core.tag_pipeline import HiddenBy

_FAILED = (SavingState.FAILED,)
_LISTED = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed the vocabulary.

    Attributes:
        refined: photos whose suggestions changed.
        resaved: photos whose saving state is another now.
    """

    refined: frozenset[PhotoId] = frozenset()
    resaved: frozenset[PhotoId] = frozenset()


class SuggestionRows:
    """Suggestions of the photos in an open catalog.

    Args:
        catalog: the open catalog.
        vocabulary: what they follow.
    """

    def __init__(self, catalog: Catalog, vocabulary: VocabularyRows) -> None:
        self._catalog = catalog
        self._vocabulary = vocabulary

    def photos_with(self, names: Iterable[str]) -> list[PhotoId]:
        """Return the photos where one of these words is suggested or decided about."""
        words = f"(SELECT id FROM words WHERE name {_LISTED})"
        chosen = json.dumps(list(names))
        rows = self._catalog.read(
            f"SELECT photo_id FROM suggestions INDEXED BY suggestions_by_word"
            f" WHERE word_id IN {words}"
            f" UNION SELECT photo_id FROM decisions WHERE word_id IN {words}",
            [chosen, chosen],
        )
        return [PhotoId(row[0]) for row in rows]

    def all_photos(self) -> list[PhotoId]:
        """Return every photo that was tagged or decided about."""
        rows = self._catalog.read(
            "SELECT id FROM photos WHERE model <> '' OR keyword_count > 0 ORDER BY id"
        )
        return [PhotoId(row[0]) for row in rows]

    def follow(self, ids: Sequence[PhotoId]) -> Followed:
        """Have all that is known of these photos follow the vocabulary and the rules."""
        pipeline = self._vocabulary.pipeline()
        refined: set[PhotoId] = set()
        with self._catalog.file.transaction():
            reviews = load_reviews(self._catalog, ids, self._vocabulary.outgoing())
            for photo_id, review in reviews.items():
                after = pipeline.refine(review.suggestions)
                if after != review.suggestions:
                    self._catalog.replace_suggestions(photo_id, map(suggestion_row, after))
                    refined.add(photo_id)
            is_saved = {photo_id: review.is_saved for photo_id, review in reviews.items()}
            return Followed(frozenset(refined), self._resave(is_saved))

    def follow_flags(self, name: str, ids: Sequence[PhotoId]) -> Followed:
        """Have the suggestions of one word follow, where only what is said of it counts.

        Much faster than `follow`. Right for a word whose synonyms did not change, while no rule
        limits how many suggestions are shown.
        """
        word = self._vocabulary.load().word(name)
        hidden, is_shown, values = "?3", "0", ["", 0.0]
        if word.is_never_suggested:
            values[0] = HiddenBy.NEVER.value
        elif word.show_from is not None:
            values = [f"{HiddenBy.BELOW}:{word.show_from:g}", word.show_from]
            hidden, is_shown = "iif(probability >= ?4, '', ?3)", "probability >= ?4"
        else:
            values[0] = self._vocabulary.pipeline().standing(name, 1.0)[0]
        chosen = json.dumps(list(ids))
        with self._catalog.file.transaction() as writer:
            rows = writer.execute(
                f"UPDATE suggestions SET hidden = {hidden}, is_shown = {is_shown}"
                " WHERE word_id = (SELECT id FROM words WHERE name = ?1)"
                " AND photo_id IN (SELECT value FROM json_each(?2))"
                f" AND (hidden, is_shown) <> ({hidden}, {is_shown})"
                f" AND hidden NOT LIKE '{HiddenBy.SYNONYM}:%' RETURNING photo_id, ?3, ?4",
                [name, chosen, *values],
            ).fetchall()
            changed = frozenset(PhotoId(row[0]) for row in rows)
            writer.execute(
                f"UPDATE photos SET {TAG_COUNTS} WHERE id {_LISTED}", [json.dumps(list(changed))]
            )
        return Followed(changed)

    def _resave(self, is_saved: dict[PhotoId, bool]) -> frozenset[PhotoId]:
        """Set the saving states that are others now; failed and running writes keep theirs."""
        saved, unsaved = SavingState.SAVED, SavingState.UNSAVED
        changed: dict[SavingState, list[PhotoId]] = {saved: [], unsaved: []}
        for photo_id, photo in load_photos(self._catalog, is_saved).items():
            wanted = saved if is_saved[photo_id] else unsaved
            kept = (wanted, SavingState.WRITING, *(() if wanted is saved else _FAILED))
            if photo.saving not in kept:
                changed[wanted].append(photo_id)
        for state, ids in changed.items():
            if ids:
                self._catalog.set_columns(ids, saving=state.value)
        return frozenset(changed[saved] + changed[unsaved])
