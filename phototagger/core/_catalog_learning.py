"""The rows of the catalog that the learner asks for: pictures, learned suggestions, choices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from phototagger.core._catalog import Catalog
from phototagger.core.learning.values import KEY_BYTES, WordChoice
from phototagger.core.photo import PhotoId

_LISTED = "IN (SELECT value FROM json_each(?))"


class LearningRows:
    """Reads and keeps what learning needs. Thread: the one that opened the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def photo_ids(self) -> list[PhotoId]:
        """Return the photos whose picture is known; photos of closed folders are among them."""
        rows = self._catalog.read("SELECT id FROM photos WHERE content_key <> x'' ORDER BY id")
        return [PhotoId(row[0]) for row in rows]

    def pictures(self, ids: Iterable[PhotoId]) -> dict[PhotoId, bytes]:
        """Return the picture part of each photo's content key, where it is known."""
        rows = self._catalog.read(
            f"SELECT id, content_key FROM photos WHERE content_key <> x'' AND id {_LISTED}",
            [json.dumps(list(ids))],
        )
        return {PhotoId(number): bytes(key[:KEY_BYTES]) for number, key in rows}

    def photos_with(self, pictures: Iterable[bytes]) -> list[PhotoId]:
        """Return one listed photo for each picture that the library has, in their order."""
        found = []
        for picture in pictures:
            rows = self._catalog.read(
                "SELECT id FROM photos WHERE content_key <> x'' AND content_key >= ?"
                " AND content_key <= ? AND is_listed = 1 ORDER BY id LIMIT 1",
                [picture, picture + b"\xff" * KEY_BYTES],
            )
            found += [PhotoId(row[0]) for row in rows]
        return found

    def label_count(self) -> int:
        """Return how much there is to learn from: decisions, and keywords in files."""
        sql = "SELECT (SELECT COUNT(*) FROM decisions) + (SELECT COUNT(*) FROM keywords)"
        return int(self._catalog.read(sql)[0][0])

    def choices(self) -> Mapping[str, WordChoice]:
        """Return what the user decided about learning single words."""
        rows = self._catalog.read(
            "SELECT name, choice FROM word_choices JOIN words ON words.id = word_id ORDER BY name"
        )
        return {name: WordChoice(choice) for name, choice in rows}

    def choose(self, name: str, choice: WordChoice | None) -> None:
        """Keep what the user decided about a word; None is no decision."""
        number = self._catalog.word_id(name)
        if choice is None:
            self._catalog.write("DELETE FROM word_choices WHERE word_id = ?", [(number,)])
            return
        sql = "INSERT OR REPLACE INTO word_choices (word_id, choice) VALUES (?, ?)"
        self._catalog.write(sql, [(number, choice.value)])
