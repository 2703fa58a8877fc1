"""Lists, counts and merged tags for the window, made in a lane: nothing here waits for a disk.

One list is shown at a time. What the user asks for goes first and replaces what was asked
before; changes of the library make the list anew at a rate that follows how long that takes, so
a scan of a million photos is shown while it runs and costs a tenth of the lane.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence

from phototagger.core.errors import SearchError
from phototagger.core.events import CountsReady, Event, NamesFound, PhotosListed, TagsMerged
from phototagger.core.folder_tree import folder_tree
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.library import Library
from phototagger.core.merged_tags import MergedTags
from phototagger.core.natural_order import fold
from phototagger.core.pace import Rhythm
from phototagger.core.photo import PhotoFilter, PhotoId
from phototagger.core.photo_query import PhotoIds, PhotoQuery, PhotoSort
from phototagger.core.saved_searches import SavedSearches
from phototagger.core.search import parse

_REORDER_PAUSE_S = 1.0


class PhotoLists:
    """The list that is shown and the counts beside it.

    Attributes:
        ids: the photos of the list.
        searches: the searches the user saved.

    Args:
        library: is asked.
        lane: where it is asked.
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
        self._lists = library.lists
        self._files = library.files
        self._lane = lane
        self._hide_below = hide_below
        self._announce = announce
        self._fail = fail
        self._query: PhotoQuery | None = None
        self._shown: PhotoQuery | None = None
        self._asked = self._answered = 0
        self._extensions: Mapping[str, int] | None = None
        self.searches = SavedSearches(library, lane, hide_below, announce, fail)
        self._list_rhythm = Rhythm()
        self._count_rhythm = Rhythm()
        self.ids: PhotoIds[int] = array("q")

    def show(self, query: PhotoQuery) -> None:
        """List what *query* finds now, and whenever the library changes."""
        self._query = query
        self._lane.cancel_if(lambda key: isinstance(key, tuple) and key[0] == "list")
        self._list_rhythm.is_due = False
        self._list(delay_s=0.0)

    def use_all(self, use: Callable[[PhotoIds[int]], None]) -> None:
        """Give *use* every photo: at once where all are shown, else as soon as they are listed."""
        shown = self._shown
        is_all = shown is not None and shown.choice is PhotoFilter.ALL and not shown.text
        if is_all and not self._list_rhythm.is_due:
            use(self.ids)
            return

        def work(token: CancelToken) -> PhotoIds[int]:
            return self._lists.ids(PhotoQuery())

        def done(outcome: Outcome[PhotoIds[int]]) -> None:
            if outcome.value is None:
                self._fail("all", outcome.error)
            else:
                use(outcome.value)

        self._asked += 1
        self._lane.submit(("all", self._asked), work, done, first=True)

    def forget(self, gone: Collection[int]) -> None:
        """Take photos off the list at once: nobody may ask for them any more."""
        if self._query is not None:
            self._answered = self._asked  # a list made before knows them still
            self.ids = array("q", (number for number in self.ids if number not in gone))
            self._announce(PhotosListed(self._query, self.ids))

    def library_changed(self) -> None:
        """Make the list and the counts anew soon."""
        self._extensions = None
        if self._query is not None:
            self._list(delay_s=self._list_rhythm.pause_s())
            self.count()

    def tags_read(self) -> None:
        """Keywords or dates were read: a list that depends on them is made anew."""
        query, orders = self._query, (PhotoSort.TAKEN, PhotoSort.KEYWORDS)
        if query is not None and (query.text or query.sort in orders):
            self._list(delay_s=max(_REORDER_PAUSE_S, self._list_rhythm.pause_s()))

    def states_changed(self) -> None:
        """Make the counts anew soon; the list stays: no photo vanishes under a hand."""
        if self._query is not None:
            self.count()

    def count(self) -> None:
        """Count soon; ends in `CountsReady`."""
        self.searches.count()
        hide_below = self._hide_below()

        def work(token: CancelToken) -> CountsReady:
            started_s = self._count_rhythm.begin()
            tree = folder_tree(self._files.roots(), self._lists.folder_counts())
            if (extensions := self._extensions) is None:
                extensions = self._extensions = self._lists.extension_counts()
            counts = CountsReady(self._lists.filter_counts(hide_below), tree, extensions)
            self._count_rhythm.end(started_s)
            return counts

        def done(outcome: Outcome[CountsReady]) -> None:
            if outcome.value is None:
                self._fail("count", outcome.error)
            else:
                self._announce(outcome.value)

        if self._count_rhythm.is_due:
            return
        self._count_rhythm.is_due = True
        self._asked += 1
        delay_s = self._count_rhythm.pause_s()
        self._lane.submit(("count", self._asked), work, done, delay_s=delay_s)

    def find_name(self, beginning: str) -> None:
        """Look for photos by the beginning of their name; ends in `NamesFound`."""

        def work(token: CancelToken) -> PhotoIds[int]:
            return self._lists.named(fold(beginning))

        def done(outcome: Outcome[PhotoIds[int]]) -> None:
            if outcome.value is None:
                self._fail("name", outcome.error)
            else:
                self._announce(NamesFound(beginning, outcome.value))

        self._lane.cancel_if(lambda key: isinstance(key, tuple) and key[0] == "name")
        self._asked += 1
        self._lane.submit(("name", self._asked), work, done, first=True)

    def merge_tags(self, ids: Sequence[PhotoId]) -> None:
        """Merge the tags of very many photos; ends in `TagsMerged` unless others are asked for."""

        def work(token: CancelToken) -> MergedTags:
            return self._lists.merged_tags(ids)

        def done(outcome: Outcome[MergedTags]) -> None:
            if outcome.value is None:
                self._fail("merge", outcome.error)
            else:
                self._announce(TagsMerged(ids, outcome.value))

        self._asked += 1
        self._lane.cancel_if(lambda key: isinstance(key, tuple) and key[0] == "merge")
        self._lane.submit(("merge", self._asked), work, done)

    def _list(self, delay_s: float) -> None:
        query, hide_below = self._query, self._hide_below()
        if query is None or self._list_rhythm.is_due:
            return
        self._list_rhythm.is_due = True
        self._asked += 1
        number = self._asked

        def work(token: CancelToken) -> PhotoIds[int]:
            started_s = self._list_rhythm.begin()
            found = self._lists.ids(query, parse(query.text), hide_below)
            self._list_rhythm.end(started_s)
            return found

        def done(outcome: Outcome[PhotoIds[int]]) -> None:
            if number <= self._answered or query is not self._query:
                return  # a later list came home first, or another is wanted
            self._answered = number
            if isinstance(outcome.error, SearchError):
                self._announce(PhotosListed(query, self.ids, str(outcome.error)))
            elif outcome.value is None:
                self._fail("list", outcome.error)
            else:
                self.ids, self._shown = outcome.value, query
                self._announce(PhotosListed(query, self.ids))

        self._lane.submit(("list", number), work, done, first=True, delay_s=delay_s)
