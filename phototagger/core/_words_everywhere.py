"""Words over all photos: counted, renamed, merged and deleted, in lanes.

Photos are changed a few hundred at a time, each lot in one short transaction, so that nobody waits
for the catalog meanwhile. A run that is stopped, or that the disk ends, takes back what it did:
either all photos have the new word or none. One run at a time; whoever starts it keeps the user
from other edits until it is over.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
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
from phototagger.core.review import Decisions, ReviewChange
from phototagger.core.vocabulary import VocabularyChange
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
        announce: takes events.
    """

    def __init__(
        self,
        library: Library,
        queries: Lane,
        edits: Lane,
        hide_below: Callable[[], float],
        apply: Callable[[VocabularyChange], None],
        announce: Callable[[Event], None],
    ) -> None:
        self._library = library
        self._queries = queries
        self._edits = edits
        self._hide_below = hide_below
        self._apply = apply
        self._announce = announce
        self._rhythm = Rhythm()
        self._wish = CancelToken()

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

    # Changing

    @property
    def is_running(self) -> bool:
        """True while photos are being changed."""
        return not self._edits.is_idle

    def edit(self, wanted: Everywhere) -> None:
        """Rename, merge or delete words on all photos; ends in `WordsEdited`."""
        entries = wanted.entries(self._library.vocabulary.load())
        words = self._library.words
        self._wish = wish = CancelToken()

        def work(token: CancelToken) -> WordsChange | None:
            ids = words.photos_of(wanted.names)
            before: dict[PhotoId, Decisions] = {}
            after: dict[PhotoId, Decisions] = {}
            try:
                for start in range(0, len(ids), _LOT):
                    token.check()
                    wish.check()
                    change = words.edit(ids[start : start + _LOT], wanted.edit)
                    before.update(change.before)
                    after.update(change.after)
                    self._tell(change.ids, min(start + _LOT, len(ids)), len(ids))
            except (Cancelled, LibraryError) as error:
                self._take_back(before)
                if isinstance(error, LibraryError):
                    raise
                return None
            return WordsChange(wanted.label, ReviewChange(wanted.label, before, after), entries)

        self._edits.submit(_RUN, work, self._ended)

    def put(self, change: WordsChange) -> None:
        """Apply a change that `edit` told of, or its reverse; ends in `WordsEdited`."""
        reviews = change.reviews
        self._wish = wish = CancelToken()

        def work(token: CancelToken) -> WordsChange | None:
            total, done = len(reviews.after), 0
            left = iter(reviews.after.items())
            try:
                while lot := list(islice(left, _LOT)):
                    token.check()
                    wish.check()
                    self._library.words.put(lot)
                    done += len(lot)
                    self._tell(frozenset(photo_id for photo_id, _ in lot), done, total)
            except (Cancelled, LibraryError) as error:
                self._take_back(dict(islice(reviews.before.items(), done)))
                if isinstance(error, LibraryError):
                    raise
                return None
            return change

        self._edits.submit(_RUN, work, self._ended)

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

    def _ended(self, outcome: Outcome[WordsChange | None]) -> None:
        change = outcome.value
        if outcome.error is not None:
            self._fail(outcome.error)
        if change is not None and change.vocabulary.after != change.vocabulary.before:
            self._apply(change.vocabulary)
        self._announce(WordsEdited(change))

    def _take_back(self, before: Mapping[PhotoId, Decisions]) -> None:
        left = iter(before.items())
        with suppress(LibraryError):  # the disk is full: what was done stays, and is told
            while lot := list(islice(left, _LOT)):
                self._library.words.put(lot)
                self._tell(frozenset(photo_id for photo_id, _ in lot), 0, 0)

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
