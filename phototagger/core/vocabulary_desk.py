"""The verbs that concern the user's vocabulary; what is suggested and written follows it.

What follows can be a hundred thousand photos, so it is done in a lane, some photos at a time, the
ones that were looked at last first. The catalog knows which words are not followed yet: a program
that ends meanwhile goes on at the next start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

from phototagger.core._catalog_suggestions import Followed
from phototagger.core.errors import LibraryError
from phototagger.core.events import (
    Event,
    Level,
    Notice,
    PhotosChanged,
    ReviewsChanged,
    VocabularyChanged,
)
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.library import Library
from phototagger.core.photo import PhotoId
from phototagger.core.settings import Settings
from phototagger.core.tag_pipeline import WordRules, bears_on_suggestions
from phototagger.core.vocabulary import Vocabulary, VocabularyChange

_PAGE = 250
"""Photos that follow in one step: a tenth of a second, in which nothing else can be stored."""

_FLAGS_PAGE = 2000
"""The same where only flags of one word changed."""


def word_rules(settings: Settings) -> WordRules:
    """Return what the settings say about words."""
    return WordRules(settings.drop_junk, settings.max_suggestions, settings.write_parents)


class VocabularyDesk:
    """What the user says about words, and what follows from it.

    Args:
        library: keeps it.
        lane: where suggestions follow; one worker.
        settings: tells the settings in force.
        announce: takes events.
        fail: tells of an error that was not expected.
    """

    def __init__(
        self,
        library: Library,
        lane: Lane,
        settings: Callable[[], Settings],
        announce: Callable[[Event], None],
        fail: Callable[[str, Exception | None], None],
    ) -> None:
        self._library = library
        self._lane = lane
        self._settings = settings
        self._announce = announce
        self._fail = fail
        self._asked = 0
        library.vocabulary.follow(word_rules(settings()))

    def current(self) -> Vocabulary:
        """Return the vocabulary in force."""
        return self._library.vocabulary.load()

    def resolve(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return words with each synonym replaced by the word it means, each once."""
        vocabulary = self.current()
        return tuple(dict.fromkeys(map(vocabulary.main_word, names)))

    def apply(self, change: VocabularyChange) -> None:
        """Apply a gesture: it is in the catalog when this returns.

        Suggestions and states follow in the background, each photo told in `ReviewsChanged`. A
        catalog that cannot be written is told in a notice; then nothing has changed.
        """
        if not change.after:
            return
        rows = self._library.vocabulary
        before, seen = (rows.load(), rows.outgoing()), self._library.seen_last()
        try:
            rows.save(change.after, unrefined=change.after)
        except LibraryError as error:
            text = f"{error} The last change of the vocabulary was not kept; make it again then."
            self._announce(Notice(Level.ERROR, "catalog", text))
            return
        self._library.refreshed_all()  # reviews know which words are written
        self._announce(VocabularyChanged(frozenset(change.after)))
        if self._is_flags_only(change):
            self._begin_flags(next(iter(change.after)), seen)
            return
        told = before[1], rows.outgoing()
        concerned = {
            name
            for name in change.after
            if bears_on_suggestions(change.before.get(name), change.after[name])
        }
        for vocabulary in (before[0], rows.load()):
            concerned |= {word for name in concerned for word in vocabulary.word(name).synonyms}
        concerned |= told[0].private ^ told[1].private
        for above in (told[0].above, told[1].above):
            concerned |= {n for n in above if told[0].above.get(n) != told[1].above.get(n)}
        self._begin(concerned, seen)

    def follow_settings(self) -> None:
        """Have everything follow the settings as they are now; at the start, what is left too."""
        rules, rows = word_rules(self._settings()), self._library.vocabulary
        seen = self._library.seen_last()
        if rules != rows.rules:
            rows.follow(rules)
            self._library.refreshed_all()
        if rows.refined_by() != repr(rules):
            self._follow_all(rules, seen)
        elif left := rows.unrefined():
            words = {word for name in left for word in self.current().word(name).synonyms}
            below = {n for n, up in rows.outgoing().above.items() if left & {*up}}
            self._begin(left | words | below, seen)

    # In the lane, some photos at a time

    def _is_flags_only(self, change: VocabularyChange) -> bool:
        """Whether one word alone is told anew how it is suggested, and nothing else."""
        if len(change.after) != 1 or self._library.vocabulary.rules.most:
            return False
        (name,) = change.after
        before = Vocabulary({name: word} if (word := change.before.get(name)) else {}).word(name)
        after = self.current().word(name)
        return (before.synonyms, before.parent, before.is_private) == (
            after.synonyms,
            after.parent,
            after.is_private,
        )

    def _begin_flags(self, name: str, seen: Sequence[PhotoId]) -> None:
        rows = self._library.suggestions

        def follow(ids: Sequence[PhotoId]) -> Followed:
            return rows.follow_flags(name, ids)

        self._submit(lambda: rows.photos_with([name]), follow, seen, _FLAGS_PAGE)

    def _begin(self, concerned: Collection[str], seen: Sequence[PhotoId]) -> None:
        rows, names = self._library.suggestions, tuple(concerned)
        self._submit(lambda: rows.photos_with(names) if names else [], rows.follow, seen, _PAGE)

    def _follow_all(self, rules: WordRules, seen: Sequence[PhotoId]) -> None:
        rows = self._library.suggestions
        self._lane.drop_pending(lambda key: True)  # all is all
        self._submit(rows.all_photos, rows.follow, seen, _PAGE, repr(rules))

    def _submit(
        self,
        find: Callable[[], list[PhotoId]],
        follow: Callable[[Sequence[PhotoId]], Followed],
        seen: Sequence[PhotoId],
        page: int,
        rules: str = "",
    ) -> None:
        """Find photos and have them follow, page by page; all in the lane.

        Args:
            find: returns the photos.
            follow: has some of them follow.
            seen: photos to begin with, where they are among them.
            page: how many at once.
            rules: the settings that all photos follow afterwards, "" where it is not all.
        """
        rows = self._library.vocabulary

        def work(token: CancelToken) -> None:
            wanted = dict.fromkeys(find())
            first = [photo_id for photo_id in seen if photo_id in wanted]
            order = list(dict.fromkeys((*first, *wanted)))
            for start in range(0, len(order), page):
                token.check()
                followed = follow(order[start : start + page])
                if followed.refined or followed.resaved:
                    self._lane.deliver(partial(self._tell, followed))
            if rules:
                rows.set_refined_by(rules)
            if not self._lane.pending_count:  # else a later step says so
                rows.all_refined()

        def done(outcome: Outcome[None]) -> None:
            if outcome.error is not None:
                self._fail("vocabulary", outcome.error)

        self._asked += 1
        self._lane.submit(("follow", self._asked), work, done)

    def _tell(self, followed: Followed) -> None:
        ids = followed.refined | followed.resaved
        self._library.refreshed(ids)
        if followed.resaved:
            self._announce(PhotosChanged(followed.resaved))
        self._announce(ReviewsChanged(ids))
