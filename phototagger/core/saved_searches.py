"""The searches the user saved, and how many photos each finds.

Counting goes on in a lane, at a rate that follows how long it takes: ten searches over 100,000
photos take a second now and then, and the list that is shown goes before them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from phototagger.core.errors import SearchError
from phototagger.core.events import Event, SearchesCounted
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.library import Library
from phototagger.core.pace import Rhythm
from phototagger.core.photo_query import SavedSearch
from phototagger.core.search import parse


class SavedSearches:
    """Keeps saved searches and counts what they find.

    Args:
        library: keeps and counts.
        lane: where is counted.
        hide_below: tells the probability below which suggestions are hidden now.
        announce: takes events.
        fail: takes errors, with their key.
    """

    def __init__(
        self,
        library: Library,
        lane: Lane,
        hide_below: Callable[[], float],
        announce: Callable[[Event], None],
        fail: Callable[[str, Exception | None], None],
    ) -> None:
        self._rows = library.searches
        self._lists = library.lists
        self._lane = lane
        self._hide_below = hide_below
        self._announce = announce
        self._fail = fail
        self._rhythm = Rhythm()
        self._asked = 0
        self._all = self._rows.load()

    def all(self) -> tuple[SavedSearch, ...]:
        """Return the searches in the user's order."""
        return self._all

    def keep(self, searches: Sequence[SavedSearch]) -> None:
        """Keep these searches in place of those before; they are in the catalog on return.

        Raises:
            SearchError: one of them cannot be understood.
            LibraryError: the catalog cannot be written; nothing has changed.
        """
        for search in searches:
            parse(search.text)
        self._rows.save(searches)
        self._all = tuple(searches)
        self._announce(SearchesCounted(self._all, {}))
        self.count()

    def use_counts(self, words: Iterable[str], most: int) -> Mapping[str, int]:
        """Count the photos that have each of a few words as a keyword, up to *most*."""
        return self._lists.use_counts(words, most)

    def count(self) -> None:
        """Count soon; ends in `SearchesCounted` unless there is nothing to count."""
        if not self._all or self._rhythm.is_due:
            return
        hide_below = self._hide_below()

        def work(token: CancelToken) -> SearchesCounted:
            started_s = self._rhythm.begin()
            searches = self._all
            try:
                counts = {search: self._count(search, hide_below, token) for search in searches}
            finally:
                self._rhythm.end(started_s)
            return SearchesCounted(searches, counts)

        def done(outcome: Outcome[SearchesCounted]) -> None:
            if outcome.value is None:
                self._fail("searches", outcome.error)
            elif outcome.value.searches == self._all:
                self._announce(outcome.value)

        self._rhythm.is_due = True
        self._asked += 1
        self._lane.submit(("searches", self._asked), work, done, delay_s=self._rhythm.pause_s())

    def _count(self, search: SavedSearch, hide_below: float, token: CancelToken) -> int:
        token.check()
        try:
            return self._lists.count(parse(search.text), hide_below)
        except SearchError:  # saved by a version that knew more
            return 0
