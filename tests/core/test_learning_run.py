"""Words of the user's own: learned, suggested, explained, switched off, forgotten, remembered."""

from __future__ import annotations

import hashlib
import queue
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from phototagger.core import review_changes
from phototagger.core.errors import StaleFeatures, TaggingError
from phototagger.core.events import Event, Notice, Progress, WordsLearned, Work
from phototagger.core.jobs import CancelToken, Lane
from phototagger.core.learning.feature_cache import FeatureCache
from phototagger.core.learning.memory import WordMemory
from phototagger.core.learning.process import Launcher
from phototagger.core.learning.values import Footing, WordChoice
from phototagger.core.library import Library
from phototagger.core.photo import PhotoId, TaggingState
from phototagger.core.photo_reader import PhotoReader
from phototagger.core.review import Review
from phototagger.core.session import Lanes, Learning, Session
from phototagger.core.settings import Settings
from phototagger.core.tagging import Features, TagReply
from phototagger.core.tags import TagOrigin, TagSuggestion
from phototagger.core.thumbnails import Thumbnails
from phototagger.core.writer import Writer
from phototagger.interpreter import module_command, module_environment

MakePhoto = Callable[..., Path]

GARDEN = "Grandma's garden"
SIZE = 64
REAL = Launcher(module_command("phototagger.core.learning.child"), module_environment())
BROKEN = Launcher((sys.executable, "-c", "raise SystemExit(1)"), {})


class SeeingTagger:
    """Answers with features: green photos are alike, all others are not.

    Attributes:
        space: the model it pretends to be.
        gives_features: False is a service of somebody else.
        seen: per record what came, "picture" or "features".
    """

    def __init__(self, *, gives_features: bool = True) -> None:
        self.space = "one"
        self.gives_features = gives_features
        self.seen: list[str] = []
        self.probability = 0.7

    def tag(
        self,
        photos: Sequence[tuple[str, bytes | Features]],
        lang: str,
        cancel: CancelToken,
        *,
        mode: str = "complex",
        wants_features: bool = False,
    ) -> dict[str, TagReply | TaggingError]:
        return {key: self._answer(upload, wants_features) for key, upload in photos}

    def _answer(self, upload: bytes | Features, wants: bool) -> TagReply | TaggingError:
        self.seen.append("features" if isinstance(upload, Features) else "picture")
        if isinstance(upload, Features):
            if upload.space != self.space:
                return StaleFeatures("The features were made by another model.")
            features = upload
        else:
            features = Features(self.space, self._look(upload))
        reply = (TagSuggestion("outdoor", self.probability),)
        return TagReply(reply, self.space, features if wants and self.gives_features else None)

    def _look(self, jpeg: bytes) -> bytes:
        seed = int.from_bytes(hashlib.blake2b(jpeg, digest_size=4).digest(), "big")
        values = np.random.default_rng(seed).standard_normal(SIZE)
        if _is_green(jpeg):
            values = values + 1.5 * np.random.default_rng(1).standard_normal(SIZE)
        return values.astype("<f2").tobytes()


def _is_green(jpeg: bytes) -> bool:
    import io  # noqa: PLC0415 - one use

    from PIL import Image  # noqa: PLC0415

    red, green, _ = Image.open(io.BytesIO(jpeg)).convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    return bool(green > red + 40)


class Desk:
    """A session whose photos have features, and results brought home by hand."""

    def __init__(
        self,
        home: Path,
        tagger: SeeingTagger,
        *,
        launcher: Launcher = REAL,
        settings: Settings | None = None,
        looker: SeeingTagger | None = None,
    ) -> None:
        self._home: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.events: list[Event] = []
        self.tagger = tagger
        self.memory = WordMemory(FeatureCache(home / "features", 16), home / "words.learned")
        names = ("queries", "scan", "metadata", "thumbnails", "closeup")
        names += ("tagging", "learning", "words", "write", "export", "edits")
        self.writer = Writer(home / "journal.sqlite")
        self.session = Session(
            Library.open(home / "catalog.sqlite"),
            settings or Settings(),
            Lanes(**{name: Lane(name, 1, self._home.put) for name in names}),
            tagger,
            Learning(self.memory, launcher, home / "none", True, looker or tagger),
            Thumbnails(home / "thumbnails", 16, PhotoReader()),
            self.writer,
            self.events.append,
        )

    def finish(self) -> None:
        while not (self.session.is_idle and self._home.empty()):
            try:
                closure = self._home.get(timeout=0.02)
            except queue.Empty:
                continue
            closure()

    def open_and_tag(self, folder: Path) -> list[PhotoId]:
        self.session.open([folder])
        self.finish()
        self.session.tag(self.session.ids())
        self.finish()
        return self.session.ids()

    def accept(self, ids: Sequence[PhotoId], name: str) -> None:
        self.session.apply(review_changes.add(self.session.reviews(ids), [name]))

    def learn(self) -> None:
        self.finish()  # one may have started by itself
        assert self.session.words.start()
        self.finish()

    def review(self, photo_id: PhotoId) -> Review:
        return self.session.reviews([photo_id])[photo_id]

    def learned_on(self, ids: Sequence[PhotoId]) -> list[str]:
        found = self.session.reviews(ids).values()
        return [s.name for r in found for s in r.suggestions if s.origin is TagOrigin.LEARNED]

    def notices(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, Notice)]

    def close(self) -> None:
        self.session.end_work()
        while not self._home.empty():
            self._home.get()()
        self.session.close()
        self.writer.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Return a function that starts a session over the same home."""
    desks: list[Desk] = []

    def begin(tagger: SeeingTagger | None = None, **options: object) -> Desk:
        home = tmp_path / "home"
        home.mkdir(exist_ok=True)
        desks.append(Desk(home, tagger or SeeingTagger(), **options))  # type: ignore[arg-type]
        return desks[-1]

    yield begin
    for desk in desks:
        desk.close()


@pytest.fixture
def folder(make_photo: MakePhoto) -> Path:
    """Return 24 green photos and 60 red ones, all different."""
    for number in range(24):
        photo = make_photo(f"green {number:02}.png", (64, 48), f"#20{150 + 4 * number:02x}30")
    for number in range(60):
        make_photo(f"red {number:02}.png", (64, 48), f"#{100 + 2 * number:02x}2030")
    return photo.parent


@pytest.fixture
def taught(start: Callable[..., Desk], folder: Path) -> tuple[Desk, list[PhotoId], list[PhotoId]]:
    """Return a desk that learned a word from twelve photos, the other green ones and red ones."""
    desk = start()
    ids = desk.open_and_tag(folder)
    desk.accept(ids[:12], GARDEN)
    desk.accept(ids[24:50], "something else")
    desk.learn()
    return desk, ids[12:24], ids[24:]


def test_a_word_is_suggested_for_photos_like_its_own(
    taught: tuple[Desk, list[PhotoId], list[PhotoId]],
) -> None:
    desk, unseen, red = taught
    assert desk.learned_on(unseen).count(GARDEN) >= 10
    assert GARDEN not in desk.learned_on(red)
    word = next(w for w in desk.session.words.summary().words if w.name == GARDEN)
    assert (word.footing, word.examples) == (Footing.HEAD, 12)
    suggestion = next(s for s in desk.review(unseen[0]).suggestions if s.name == GARDEN)
    assert suggestion.probability > 0.5
    examples = desk.session.words.photos_like(unseen[0], GARDEN)
    assert 0 < len(examples) <= 5
    assert set(examples) <= set(desk.session.ids()[:12])
    assert WordsLearned() in desk.events
    assert set(desk.tagger.seen) == {"picture"}, "learning asked nobody"
    assert len(desk.tagger.seen) == 84


def test_accepting_a_learned_word_says_where_it_came_from(
    taught: tuple[Desk, list[PhotoId], list[PhotoId]],
) -> None:
    desk, unseen, _ = taught
    desk.session.apply(review_changes.accept(desk.session.reviews(unseen[:1]), [GARDEN]))
    decision = desk.review(unseen[0]).decision(GARDEN)
    assert decision is not None
    assert decision.origin is TagOrigin.LEARNED
    row = next(row for row in desk.review(unseen[0]).rows() if row.name == GARDEN)
    assert row.is_learned


def test_a_retag_decodes_nothing_and_says_the_same(
    taught: tuple[Desk, list[PhotoId], list[PhotoId]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, _, _ = taught
    before = {i: desk.review(i) for i in desk.session.ids()}
    decoded: list[Path] = []
    monkeypatch.setattr(desk.session._tagging, "_encode", decoded.append)
    desk.tagger.seen.clear()
    desk.session.tag(desk.session.ids())
    desk.finish()
    assert decoded == []
    assert desk.tagger.seen == ["features"] * 84
    after = {i: replace(desk.review(i), tagged_s=before[i].tagged_s) for i in desk.session.ids()}
    assert after == before


def test_a_photo_that_is_away_is_tagged_again_from_what_is_kept(
    taught: tuple[Desk, list[PhotoId], list[PhotoId]],
) -> None:
    desk, unseen, _ = taught
    desk.session.photo(unseen[0]).path.unlink()
    desk.session.tag([unseen[0]])
    desk.finish()
    assert desk.session.photo(unseen[0]).tagging is TaggingState.TAGGED
    assert GARDEN in desk.learned_on([unseen[0]])


def test_features_follow_a_photo_to_another_name(
    taught: tuple[Desk, list[PhotoId], list[PhotoId]],
) -> None:
    desk, unseen, _ = taught
    path = desk.session.photo(unseen[0]).path
    path.rename(path.with_name("renamed.png"))
    desk.session.rescan()
    desk.finish()
    desk.tagger.seen.clear()
    moved = next(p for p in desk.session.photos(desk.session.ids()) if p.path.stem == "renamed")
    desk.session.tag([moved.id])
    desk.finish()
    assert desk.tagger.seen == ["features"]


def test_features_of_another_model_are_asked_for_anew(
    taught: tuple[Desk, list[PhotoId], list[PhotoId]],
) -> None:
    desk, unseen, _ = taught
    desk.tagger.space = "two"
    desk.tagger.seen.clear()
    desk.session.tag(unseen[:1])
    desk.finish()
    assert desk.tagger.seen == ["features", "picture"]
    assert desk.session.photo(unseen[0]).tagging is TaggingState.TAGGED
    assert GARDEN in desk.learned_on(unseen[:1]), "what the old model saw is kept as well"
    desk.tagger.seen.clear()
    desk.session.tag(unseen[:1])
    desk.finish()
    assert desk.tagger.seen == ["features"]
    assert GARDEN in desk.learned_on(unseen[1:]), "one photo does not replace what was learned"
    desk.session.tag(desk.session.ids())
    desk.finish()
    assert GARDEN in desk.learned_on(unseen[:1]), "when the other model has seen all, it is learned"


def test_a_word_is_switched_off_and_on(
    taught: tuple[Desk, list[PhotoId], list[PhotoId]],
) -> None:
    desk, unseen, _ = taught
    before = desk.learned_on(unseen)
    desk.session.words.choose(GARDEN, WordChoice.OFF)
    desk.finish()
    assert GARDEN not in desk.learned_on(unseen)
    assert GARDEN in {word.name for word in desk.session.words.summary().words}
    desk.session.tag(unseen)
    desk.finish()
    assert GARDEN not in desk.learned_on(unseen), "nor does a tagging bring it back"
    desk.session.words.choose(GARDEN, None)
    desk.finish()
    assert desk.learned_on(unseen) == before


def test_a_forgotten_word_is_gone_but_for_the_users_keywords(
    taught: tuple[Desk, list[PhotoId], list[PhotoId]],
) -> None:
    desk, unseen, _ = taught
    desk.session.words.choose(GARDEN, WordChoice.FORGOTTEN)
    desk.finish()
    assert GARDEN not in desk.learned_on(desk.session.ids())
    assert GARDEN.encode() not in desk.memory.words_file.read_bytes()
    assert all(GARDEN in desk.review(i).keywords() for i in desk.session.ids()[:12])
    desk.learn()
    assert GARDEN not in {word.name for word in desk.session.words.summary().words}
    desk.session.words.choose(GARDEN, None)
    desk.finish()
    assert GARDEN in desk.learned_on(unseen), "it is learned again when the user asks for it"


def test_what_was_learned_outlives_the_program(
    taught: tuple[Desk, list[PhotoId], list[PhotoId]], start: Callable[..., Desk]
) -> None:
    desk, unseen, _ = taught
    words, suggested = desk.session.words.summary(), desk.learned_on(unseen)
    desk.session.words.choose("something else", WordChoice.OFF)
    desk.finish()
    desk.close()
    again = start()
    assert again.session.words.summary() == words
    assert again.session.words.choices() == {"something else": WordChoice.OFF}
    assert again.learned_on(unseen) == suggested
    again.session.tag(unseen)
    again.finish()
    assert again.learned_on(unseen) == suggested


def test_a_training_that_fails_leaves_what_was_learned(
    taught: tuple[Desk, list[PhotoId], list[PhotoId]],
    start: Callable[..., Desk],
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk, unseen, _ = taught
    words, suggested = desk.session.words.summary(), desk.learned_on(unseen)
    desk.close()
    again = start(launcher=BROKEN)
    again.learn()
    assert again.notices() == [
        "Your words could not be learned this time; what was learned before still holds."
    ]
    assert again.session.words.summary() == words
    assert again.learned_on(unseen) == suggested
    assert not again.session.words.is_running
    caplog.clear()


def test_stopping_leaves_what_was_learned(
    taught: tuple[Desk, list[PhotoId], list[PhotoId]],
) -> None:
    desk, unseen, _ = taught
    suggested = desk.learned_on(unseen)
    desk.accept(unseen, GARDEN)
    desk.session.words.start()
    desk.session.words.stop()
    desk.finish()
    assert not desk.session.words.is_running
    assert desk.learned_on(unseen) == suggested
    last = [e for e in desk.events if isinstance(e, Progress) and e.work is Work.LEARNING][-1]
    assert not last.is_running


def test_enough_new_labels_start_a_training(start: Callable[..., Desk], folder: Path) -> None:
    desk = start()
    ids = desk.open_and_tag(folder)
    desk.accept(ids[:12], GARDEN)
    desk.finish()
    assert not desk.session.words.summary().trained_at
    desk.accept(ids[24:50], "something else")
    assert desk.session.words.is_running
    desk.finish()
    assert GARDEN in desk.learned_on(ids[12:24])


def test_learning_can_be_switched_off(
    taught: tuple[Desk, list[PhotoId], list[PhotoId]],
) -> None:
    desk, unseen, _ = taught
    desk.session.settings = Settings(learn_words=False)
    desk.session.words.refresh()
    desk.finish()
    assert desk.learned_on(desk.session.ids()) == []
    assert not desk.session.words.start()
    desk.session.tag(unseen)
    desk.finish()
    assert desk.learned_on(unseen) == []
    assert all(desk.review(i).suggestions for i in unseen), "the service's tags stay"


def test_photos_tagged_elsewhere_are_learned_from_by_looking_here(
    start: Callable[..., Desk], folder: Path
) -> None:
    cloud, here = SeeingTagger(gives_features=False), SeeingTagger()
    desk = start(cloud, settings=Settings(endpoint="https://tags.example"), looker=here)
    ids = desk.open_and_tag(folder)
    assert (len(cloud.seen), len(here.seen)) == (84, 84)
    desk.accept(ids[:12], GARDEN)
    desk.accept(ids[24:50], "something else")
    desk.finish()
    assert GARDEN in desk.learned_on(ids[12:24])
    cloud.seen.clear()
    here.seen.clear()
    desk.session.tag(ids)
    desk.finish()
    assert cloud.seen == ["picture"] * 84, "kept features are no use to others"
    assert here.seen == [], "and are not computed twice"
    assert GARDEN in desk.learned_on(ids[12:24])


def test_decisions_correct_the_services_own_words(start: Callable[..., Desk], folder: Path) -> None:
    desk = start()
    ids = desk.open_and_tag(folder)
    desk.session.apply(review_changes.reject(desk.session.reviews(ids[:60]), ["outdoor"]))
    desk.finish()
    assert [c.name for c in desk.session.words.summary().corrections] == ["outdoor"]
    (suggestion,) = desk.review(ids[70]).suggestions
    assert suggestion.probability < 0.5
    assert suggestion.given == 0.7
    desk.learn()
    (again,) = desk.review(ids[70]).suggestions
    assert again.probability == suggestion.probability, "it is corrected once, not again and again"
