"""Words over all photos: counted, renamed, merged and deleted, in lanes.

Photos are changed a few hundred at a time, each lot in one short transaction, so that nobody waits
for the catalog meanwhile. A run that is stopped, or that the disk ends, takes back what it did:
either all photos have the new word or none. One run at a time; whoever starts it keeps the user
from other edits until it is over.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from phototagger.core.errors import Cancelled, LibraryError, PhototaggerError
from phototagger.core.events import (
    Event,
    KeywordsCounted,
    Level,
    Notice,
    PhotosChanged,
    Remedy,
    ReviewsChanged,
    WordsCounted,
    WordsEdited,
    WordsEditing,
    WordsRead,
)
from phototagger.core.everywhere import Everywhere, WordsChange
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.library import Library
from phototagger.core.pace import Rhythm
from phototagger.core.photo import PhotoId
from phototagger.core.review import ReviewChange
from phototagger.core.vocabulary import VocabularyChange
from phototagger.core.word_completion import MOST_PHOTOS, KnownWord, WordIndex, complete_word
from phototagger.core.word_lists import ImportPlan, plan_import, read_words, write_words
from phototagger.core.word_proposals import Proposal
from phototagger.core.word_use import WordReport

log = logging.getLogger(__name__)

_LOT = 200
"""Photos changed in one transaction: some 20 ms."""

_RUN = "everywhere"


class WordsEverywhere:
    """The verbs that concern a word on all photos.

    Args:
        library: is asked and changed.
        queries: where is counted.
        edits: where photos are changed, one worker.
        hide_below: tells the probability below which suggestions are hidden now.
        apply: keeps a change of the vocabulary.
        when_kept: calls back when all gestures of the user are in the catalog.
        held: lanes whose results decide about photos; they wait for the end of a run.
        announce: takes events.
    """

    def __init__(
        self,
        library: Library,
        queries: Lane,
        edits: Lane,
        hide_below: Callable[[], float],
        apply: Callable[[VocabularyChange], None],
        when_kept: Callable[[Callable[[], None]], None],
        held: Sequence[Lane],
        announce: Callable[[Event], None],
    ) -> None:
        self._library = library
        self._queries = queries
        self._edits = edits
        self._hide_below = hide_below
        self._apply = apply
        self._when_kept = when_kept
        self._held = held
        self._announce = announce
        self._rhythm = Rhythm()
        self._wish = CancelToken()
        self._is_running = False
        self._index: WordIndex | None = None

    # Counting

    def count(self) -> None:
        """Count all words soon; ends in `WordsCounted`, twice."""
        hide_below, words = self._hide_below(), self._library.words

        def count(token: CancelToken) -> WordReport:
            started_s = self._rhythm.begin()
            report = words.report(hide_below)
            token.check()
            self._queries.deliver(lambda: self._announce(WordsCounted(report, is_whole=False)))
            whole = replace(report, replacements=words.replacements())
            self._rhythm.end(started_s)
            return whole

        def done(outcome: Outcome[WordReport]) -> None:
            if outcome.value is None:
                self._fail(outcome.error)
            else:
                self._announce(WordsCounted(outcome.value))

        if not self._rhythm.is_due:
            self._rhythm.is_due = True
            key = ("words", object())
            self._queries.submit(key, count, done, delay_s=self._rhythm.pause_s())

    def ask(self, names: Sequence[str]) -> None:
        """Count the photos that have one of *names*; ends in `KeywordsCounted`."""
        wanted = tuple(names)

        def done(outcome: Outcome[tuple[int, int]]) -> None:
            if outcome.value is None:
                self._fail(outcome.error)
            else:
                self._announce(KeywordsCounted(wanted, *outcome.value))

        self._queries.submit(
            ("word", wanted),
            lambda token: self._library.words.keyword_count(wanted),
            done,
            first=True,
        )

    # Completing

    def complete(self, prefix: str) -> list[KnownWord]:
        """Return words for what is typed, synonyms and translations among them."""
        vocabulary = self._library.vocabulary.load()
        if self._index is None or self._index.vocabulary is not vocabulary:
            self._index = WordIndex(vocabulary)
        return complete_word(
            prefix,
            self._index,
            self._library.known_tags,
            lambda names: self._library.words.photo_counts(names, MOST_PHOTOS),
        )

    def of_the_service(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of *names* that the service itself suggests: they are not the user's own."""
        return self._library.words.of_the_service(names)

    # Changing

    @property
    def is_running(self) -> bool:
        """True from the wish to change photos to its end."""
        return self._is_running

    def edit(self, wanted: Everywhere) -> None:
        """Rename, merge or delete words on all photos; ends in `WordsEdited`."""
        wish = self._begin()
        words = self._library.words

        def work(token: CancelToken) -> ReviewChange:
            ids = words.photos_of(wanted.names)
            lots = (ids[start : start + _LOT] for start in range(0, len(ids), _LOT))
            parts: list[ReviewChange] = []
            with self._all_or_nothing(parts):
                for number, lot in enumerate(lots, start=1):
                    token.check()
                    wish.check()
                    parts.append(words.edit(lot, wanted.edit))
                    self._tell(parts[-1].ids, min(number * _LOT, len(ids)), len(ids))
            return _joined(wanted.label, parts)

        def done(outcome: Outcome[ReviewChange | None]) -> None:
            reviews = outcome.value
            entries = wanted.entries(self._library.vocabulary.load())
            change = WordsChange(wanted.label, reviews, entries) if reviews is not None else None
            self._end(change, outcome.error)

        self._when_kept(lambda: self._submit(work, done))

    def put(self, change: WordsChange) -> None:
        """Apply a change that `edit` told of, or its reverse; ends in `WordsEdited`."""
        wish = self._begin()
        words, ids = self._library.words, list(change.reviews.ids)

        def work(token: CancelToken) -> ReviewChange:
            parts: list[ReviewChange] = []
            with self._all_or_nothing(parts):
                for start in range(0, len(ids), _LOT):
                    token.check()
                    wish.check()
                    part = change.reviews.part(ids[start : start + _LOT])
                    words.put(part)
                    parts.append(part)
                    self._tell(part.ids, min(start + _LOT, len(ids)), len(ids))
            return change.reviews

        def done(outcome: Outcome[ReviewChange | None]) -> None:
            self._end(change if outcome.value is not None else None, outcome.error)

        self._when_kept(lambda: self._submit(work, done))

    def _begin(self) -> CancelToken:
        self._is_running = True
        self._wish = CancelToken()
        return self._wish

    def _submit(
        self,
        work: Callable[[CancelToken], ReviewChange],
        done: Callable[[Outcome[ReviewChange | None]], None],
    ) -> None:
        def stoppable(token: CancelToken) -> ReviewChange | None:
            try:
                return work(token)
            except Cancelled:
                return None  # its end is to be told

        for lane in self._held:
            lane.hold_results()
        self._edits.submit(_RUN, stoppable, done)

    @contextmanager
    def _all_or_nothing(self, parts: list[ReviewChange]) -> Iterator[None]:
        """Take *parts* back when the work is stopped or fails."""
        try:
            yield
        except (Cancelled, LibraryError):
            for part in reversed(parts):
                with suppress(LibraryError):  # a full disk: what cannot be taken back stays
                    self._library.words.put(part.reversed())
                    self._tell(part.ids, 0, 0)
            raise

    def _end(self, change: WordsChange | None, error: Exception | None) -> None:
        if error is not None:
            self._fail(error)
        if change is not None:
            self._apply(change.vocabulary)
        self._is_running = False
        self._announce(WordsEdited(change))
        for lane in self._held:
            lane.release_results()

    # Files

    def read(self, file: Path) -> None:
        """Find out what a file of words would change; ends in `WordsRead` or a notice."""
        vocabulary = self._library.vocabulary.load()

        def done(outcome: Outcome[ImportPlan]) -> None:
            if outcome.value is None:
                self._fail(outcome.error)
            else:
                self._announce(WordsRead(file, outcome.value))

        self._queries.submit(
            ("word list", file),
            lambda token: plan_import(read_words(file), vocabulary, file.name),
            done,
        )

    def write(self, out: Path) -> None:
        """Write the vocabulary to a file, in the form its name ends in; ends in a notice."""
        vocabulary = self._library.vocabulary.load()

        def done(outcome: Outcome[int]) -> None:
            if outcome.value is None:
                self._fail(outcome.error)
                return
            words = "1 word" if outcome.value == 1 else f"{outcome.value:,} words"
            text = f"{words} exported to {out.name}."
            notice = Notice(Level.SUCCESS, "everywhere", text, Remedy.SHOW_FILE, path=out)
            self._announce(notice)

        self._queries.submit(("word list", out), lambda token: write_words(vocabulary, out), done)

    # Proposals

    def dismiss(self, proposal: Proposal, *, is_dismissed: bool) -> None:
        """Keep whether a proposal is unwanted, until there is much more evidence; count again."""
        evidence = proposal.evidence if is_dismissed else None
        self._library.words.dismiss(proposal.kind.value, proposal.name, evidence)
        self.count()

    def stop(self) -> None:
        """Take back what the run did so far; it ends in `WordsEdited` without a change."""
        self._wish.cancel()  # not the job's own token: its end is to be told

    def _tell(self, ids: frozenset[PhotoId], done: int, total: int) -> None:
        """Let the thread of the library know that photos changed, and how far the run is."""

        def tell() -> None:
            self._library.refreshed(ids)
            if ids:
                self._announce(PhotosChanged(ids))
                self._announce(ReviewsChanged(ids))
            self._announce(WordsEditing(done, total))

        self._edits.deliver(tell)

    def _fail(self, error: Exception | None) -> None:
        if isinstance(error, PhototaggerError):
            text = str(error)
        else:
            log.error("unexpected failure", exc_info=error)
            text = "Something unexpected went wrong; the log file has the details."
        self._announce(Notice(Level.ERROR, "everywhere", text))


def _joined(label: str, parts: Sequence[ReviewChange]) -> ReviewChange:
    """Return one change of parts that concern different photos."""
    whole = ReviewChange(label, {}, {}, orders_before={}, orders_after={})
    for part in parts:
        for field in ("before", "after", "orders_before", "orders_after"):
            getattr(whole, field).update(getattr(part, field))
    return whole
