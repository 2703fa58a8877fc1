"""Learning the user's words: collect labels, train in a process of its own, refresh suggestions.

Labels are read from the library a page at a time, between two paints; the training is another
process; and the suggestions of photos are renewed from kept features, so nothing is decoded and
no request is made. A training that fails or is stopped leaves what was learned before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from phototagger.core.errors import Cancelled
from phototagger.core.events import (
    Event,
    Level,
    Notice,
    Progress,
    ReviewsChanged,
    WordsLearned,
    Work,
)
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.learning import job_file, process
from phototagger.core.learning.job_file import LearningJob
from phototagger.core.learning.memory import Suggestions, WordMemory
from phototagger.core.learning.values import Example, Summary, WordChoice
from phototagger.core.library import Library
from phototagger.core.photo import PhotoId
from phototagger.core.review import Decision, Review
from phototagger.core.tag_pipeline import as_said
from phototagger.core.tagging import Features
from phototagger.core.tags import TagOrigin

log = logging.getLogger(__name__)

LABELS_BETWEEN = 25
"""So many new labels (decisions, keywords read from files) start a training by themselves."""

_PAGE = 200
"""Photos looked at in one go: some milliseconds on the thread that paints."""


class LearningRun:
    """What is being learned now.

    Args:
        library: labels, and where suggestions are kept.
        lane: waits for the process, and applies what was learned.
        memory: kept features and learned words.
        launcher: starts the process.
        background_file: statistics of photos in general.
        announce: takes events.
        is_on: whether the user wants to be learned from.
        may_train: this is the user's library; learned words of it are not replaced by those of
            a few photos tagged from the command line.
    """

    def __init__(
        self,
        library: Library,
        lane: Lane,
        memory: WordMemory,
        launcher: process.Launcher,
        background_file: Path,
        announce: Callable[[Event], None],
        is_on: Callable[[], bool],
        *,
        may_train: bool,
    ) -> None:
        self._library = library
        self._lane = lane
        self._memory = memory
        self._launcher = launcher
        self._background_file = background_file
        self._announce = announce
        self._is_on = is_on
        self._may_train = may_train
        self._is_running = False
        self._generation = 0
        self._summary: Summary | None = None
        self._labels_then: int | None = None
        self._hinted = 0
        self._renew()

    @property
    def is_running(self) -> bool:
        """True from the first label read to the last photo refreshed."""
        return self._is_running

    def summary(self) -> Summary:
        """Return what was learned last."""
        if self._summary is None:
            self._summary = self._memory.summary()
        return self._summary

    def choices(self) -> Mapping[str, WordChoice]:
        """Return which words the user switched off or made the program forget."""
        return self._library.learning.choices()

    def photos_like(self, photo_id: PhotoId, name: str) -> list[PhotoId]:
        """Return the photos that a learned suggestion of a photo is explained by."""
        suggestions = self._library.review(photo_id).suggestions
        evidence = next((s.evidence for s in suggestions if s.name == name), ())
        return [i for i in self._library.learning.photos_with(evidence) if i != photo_id]

    # Training

    def start_when_due(self, new_labels: int = LABELS_BETWEEN) -> None:
        """Train when there is enough new to learn from.

        Args:
            new_labels: what came since the last call, at least. The library is asked only when
                these sum up to enough: a million keywords are not counted at every key press.
        """
        self._hinted += new_labels
        if self._hinted < LABELS_BETWEEN:
            return
        if self._is_running or not self._may_train or not self._is_on():
            return
        self._hinted = 0
        if self._labels_then is None:
            self._labels_then = self._memory.labels()
        new = abs(self._library.learning.label_count() - self._labels_then)
        if new >= LABELS_BETWEEN or self._memory.is_of_another_model():
            self.start()

    def start(self) -> bool:
        """Train now; False when a training runs already or learning is switched off."""
        if self._is_running or not self._may_train or not self._is_on():
            return False
        self._begin()
        self._announce(Progress(Work.LEARNING, 0, 0))
        pages = _pages(self._library.learning.photo_ids())
        self._collect(pages, 0, [], self._generation)
        return True

    def stop(self) -> None:
        """Stop; what was learned before stands."""
        if self._is_running:
            self._lane.cancel_all()
            self._end()

    def _collect(
        self,
        pages: Sequence[Sequence[PhotoId]],
        number: int,
        examples: list[Example],
        generation: int,
    ) -> None:
        if generation != self._generation:
            return
        if number == len(pages):
            self._train(examples)
            return
        ids = pages[number]
        reviews, pictures = self._library.reviews(ids), self._library.learning.pictures(ids)
        examples += [example_of(pictures[i], reviews[i]) for i in ids if i in pictures]
        self._lane.deliver(lambda: self._collect(pages, number + 1, examples, generation))

    def _train(self, examples: list[Example]) -> None:
        labels = self._library.learning.label_count()
        skip, silent = self._chosen(WordChoice.FORGOTTEN), self._chosen(WordChoice.OFF)
        self._labels_then = labels

        def work(token: CancelToken) -> int:
            merged = job_file.merged(examples)
            self._memory.cache.keep_only({example.key for example in merged})
            job = LearningJob(
                merged,
                skip,
                silent,
                labels,
                self._memory.cache.file,
                self._background_file,
                self._memory.words_file,
            )
            return process.learn(job, self._launcher, token)

        self._lane.submit(("learn", self._generation), work, self._take_learned)

    def _take_learned(self, outcome: Outcome[int]) -> None:
        if outcome.value is None:
            if not isinstance(outcome.error, Cancelled):
                log.warning("nothing learned", exc_info=outcome.error)
                text = str(outcome.error) if outcome.error else "Your words could not be learned."
                self._announce(Notice(Level.WARNING, "learning", text))
            self._end()
            return
        self._renew()
        self._announce(WordsLearned())
        self._refresh()

    # Refreshing suggestions

    def refresh(self) -> None:
        """Renew the suggestions of all photos from what was learned and chosen by now."""
        self.stop()
        self._begin()
        self._renew()
        self._announce(WordsLearned())
        self._refresh()

    def _refresh(self) -> None:
        wanted = [*self._library.learning.photo_ids()]
        self._refresh_page(_pages(wanted), 0, len(wanted), self._generation)

    def _refresh_page(
        self, pages: Sequence[Sequence[PhotoId]], number: int, total: int, generation: int
    ) -> None:
        if generation != self._generation:
            return
        if number == len(pages):
            self._end()
            return
        self._announce(Progress(Work.LEARNING, number * _PAGE, total))
        ids = pages[number]
        pictures = self._library.learning.pictures(ids)
        before = {
            photo_id: review
            for photo_id, review in self._library.reviews(ids).items()
            if review.model and photo_id in pictures
        }

        def work(token: CancelToken) -> dict[PhotoId, Suggestions]:
            token.check()
            return self._completed(before, pictures)

        def done(outcome: Outcome[dict[PhotoId, Suggestions]]) -> None:
            if outcome.value is None:
                log.warning("suggestions not refreshed", exc_info=outcome.error)
                self._end()
                return
            self._store(before, outcome.value)
            self._refresh_page(pages, number + 1, total, generation)

        self._lane.submit(("refresh", generation, number), work, done)

    def _completed(
        self, reviews: dict[PhotoId, Review], pictures: dict[PhotoId, bytes]
    ) -> dict[PhotoId, Suggestions]:
        space = self._memory.learned_space()
        stored = self._memory.cache.get([pictures[photo_id] for photo_id in reviews], space)
        answers = [
            (
                tuple(as_said(review.suggestions)),
                Features(space, values) if (values := found) else None,
            )
            for photo_id, review in reviews.items()
            for found in (stored.get(pictures[photo_id]),)
        ]
        return dict(zip(reviews, self._memory.complete(answers), strict=True))

    def _store(self, before: dict[PhotoId, Review], after: dict[PhotoId, Suggestions]) -> None:
        changed = []
        for photo_id, suggestions in after.items():
            now = self._library.reviews([photo_id]).get(photo_id)
            if now is None or now.suggestions != before[photo_id].suggestions:
                continue  # tagged again or removed meanwhile
            if self._library.vocabulary.pipeline().refine(suggestions) != now.suggestions:
                self._library.save_suggestions(photo_id, suggestions)
                changed.append(photo_id)
        if changed:
            self._announce(ReviewsChanged(frozenset(changed)))

    # Choices

    def choose(self, name: str, choice: WordChoice | None) -> None:
        """Switch a word off, forget it, or learn it (again)."""
        before = self._library.learning.choices().get(name)
        self._library.learning.choose(name, choice)
        if before is WordChoice.FORGOTTEN and choice is None:
            self.start()
            return
        self.stop()
        self._begin()
        silent = self._chosen(WordChoice.OFF)

        def work(token: CancelToken) -> None:
            self._memory.silence(silent)
            if choice is WordChoice.FORGOTTEN:
                self._memory.forget(name)

        def done(outcome: Outcome[None]) -> None:
            if outcome.error is not None:
                log.warning("the choice is not in the file of words", exc_info=outcome.error)
                text = f"What was learned about “{name}” cannot be changed; the disk may be full."
                self._announce(Notice(Level.WARNING, "learning", text))
            self._renew()
            self._announce(WordsLearned())
            self._refresh()

        # Suggestions go after the head: none can come back in between.
        self._lane.submit(("choose", name, self._generation), work, done)

    def _chosen(self, wanted: WordChoice) -> frozenset[str]:
        choices = self._library.learning.choices()
        return frozenset(name for name, choice in choices.items() if choice is wanted)

    # State

    def _renew(self) -> None:
        self._memory.renew(is_on=self._is_on())
        self._summary = None

    def _begin(self) -> None:
        self._is_running = True
        self._generation += 1

    def _end(self) -> None:
        self._is_running = False
        self._generation += 1
        self._announce(Progress(Work.LEARNING, 0, 0, is_running=False))


def example_of(picture: bytes, review: Review) -> Example:
    """Return what a review says about a picture."""
    judged = {}
    for suggestion in review.suggestions:
        decision = review.decision(suggestion.name)
        told = suggestion.probability if suggestion.own is None else suggestion.own
        given = told if suggestion.given is None else suggestion.given
        is_service = suggestion.origin is TagOrigin.SERVICE or suggestion.given is not None
        if decision is not None and is_service:
            word = suggestion.said or suggestion.name
            judged[word] = (given, decision.decision is Decision.ACCEPTED)
    return Example(
        picture,
        review.keywords().names,
        tuple(d.name for d in review.decisions if d.decision is Decision.REJECTED),
        bool(review.decisions or review.in_file),
        judged,
    )


def _pages(ids: Sequence[PhotoId]) -> list[tuple[PhotoId, ...]]:
    left = iter(ids)
    pages = []
    while page := tuple(islice(left, _PAGE)):
        pages.append(page)
    return pages
