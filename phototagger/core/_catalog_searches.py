"""The rows of the catalog that hold the searches the user saved, in the user's order."""

from __future__ import annotations

from collections.abc import Sequence

from phototagger.core._catalog import Catalog
from phototagger.core.photo_query import SavedSearch


class SavedSearchRows:
    """Reads and keeps saved searches. Thread: any."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def load(self) -> tuple[SavedSearch, ...]:
        """Return the searches in order."""
        rows = self._catalog.read("SELECT name, text FROM saved_searches ORDER BY position")
        return tuple(SavedSearch(name, text) for name, text in rows)

    def save(self, searches: Sequence[SavedSearch]) -> None:
        """Keep these searches in place of those before, all or none."""
        with self._catalog.file.transaction() as writer:
            writer.execute("DELETE FROM saved_searches")
            self._catalog.write(
                "INSERT INTO saved_searches (position, name, text) VALUES (?, ?, ?)",
                [(place, search.name, search.text) for place, search in enumerate(searches)],
            )
