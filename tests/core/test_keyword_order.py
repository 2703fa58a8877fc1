"""The order of keywords: moved, undone, written, read back, and never forced on other programs."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from phototagger.core import metadata, review_changes
from phototagger.core.fields import Container, Field, Policies, Policy
from phototagger.core.library import FoundPhoto, Library
from phototagger.core.metadata import Edit, read_photo
from phototagger.core.photo import Fingerprint, PhotoId
from phototagger.core.review import Decision, Review
from phototagger.core.tags import KeywordChange, KeywordSet, TagSuggestion, clean_name
from phototagger.core.writer import Rules, Writer

ONE = PhotoId(1)
NAMES = st.lists(
    st.text(min_size=1, max_size=8).map(clean_name).filter(bool), unique=True, max_size=6
)
EVERYWHERE = Policies(dict.fromkeys(Field, Policy.ALWAYS))
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    found = Writer(tmp_path / "home" / "journal.sqlite")
    yield found
    found.close()


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(buffer, kind)
    return buffer.getvalue()


def reviewed(in_file: list[str], accepted: list[str]) -> Review:
    review = Review(in_file=KeywordSet.of(in_file))
    for name in accepted:
        review = review.decide(name, Decision.ACCEPTED)
    return review


def applied(review: Review, change: review_changes.ReviewChange) -> Review:
    """Return what a library makes of one photo's part of a change."""
    return replace(
        review,
        decisions=change.after.get(ONE, review.decisions),
        is_reviewed=change.reviewed_after.get(ONE, review.is_reviewed),
        order=change.orders_after.get(ONE, review.order),
    )


# -- moving -------------------------------------------------------------------------------------


def test_keywords_stand_as_in_the_file_and_new_ones_come_last() -> None:
    assert reviewed(["c", "a"], ["b"]).keywords().names == ("c", "a", "b")


@pytest.mark.parametrize(
    ("names", "step", "expected"),
    [
        (["c"], -1, "acbd"),
        (["a"], -1, "abcd"),
        (["b"], 1, "acbd"),
        (["d"], 1, "abcd"),
        (["c"], None, "cabd"),
        (["b", "d"], -1, "bdac"),
        (["nobody"], -1, "abcd"),
    ],
)
def test_keywords_move_up_down_and_to_the_top(
    names: list[str], step: int | None, expected: str
) -> None:
    review = reviewed(["a", "b"], ["c", "d"])
    moved = applied(review, review_changes.move({ONE: review}, names, step))
    assert "".join(moved.keywords()) == expected


def test_a_keyword_is_put_before_another_and_a_suggestion_becomes_one() -> None:
    review = Review((TagSuggestion("e", 0.5),), in_file=KeywordSet.of("abcd"))
    moved = applied(review, review_changes.place({ONE: review}, ["d"], "b"))
    assert "".join(moved.keywords()) == "adbc"
    moved = applied(moved, review_changes.place({ONE: moved}, ["e"], "a"))
    assert "".join(moved.keywords()) == "eadbc"
    moved = applied(moved, review_changes.place({ONE: moved}, ["a"], ""))
    assert "".join(moved.keywords()) == "edbca"


@given(NAMES, NAMES, st.integers(0, 11), st.sampled_from([-1, 1, None]))
def test_moving_and_undoing_is_nothing(
    in_file: list[str], accepted: list[str], which: int, step: int | None
) -> None:
    review = reviewed(in_file, accepted)
    own = review.keywords().names
    names = [own[which % len(own)]] if own else ["nobody"]
    change = review_changes.move({ONE: review}, names, step)
    moved = applied(review, change)
    assert set(moved.keywords()) == set(own)
    assert applied(moved, change.reversed()) == review
    assert moved.is_saved == (review.is_saved and moved.keywords().names == own)


@given(NAMES, NAMES, st.integers(0, 99))
def test_what_is_wanted_makes_the_order_and_then_wants_nothing(
    in_file: list[str], accepted: list[str], seed: int
) -> None:
    review = reviewed(in_file, accepted)
    names = list(review.keywords())
    random.Random(seed).shuffle(names)
    moved = review.in_order(names)
    written = moved.wanted_change().apply(moved.in_file)
    assert written.names == tuple(names)
    assert moved.with_file_keywords(written).is_saved


def test_an_order_given_back_leaves_no_trace() -> None:
    review = reviewed(["a", "b"], [])
    assert review.in_order(["b", "a"]).in_order(["a", "b"]) == review


def test_a_word_accepted_later_goes_to_the_end() -> None:
    review = reviewed(["a", "b"], []).in_order(["b", "a"]).decide("c", Decision.ACCEPTED)
    assert "".join(review.keywords()) == "bac"


# -- other programs -----------------------------------------------------------------------------


def test_an_order_another_program_wrote_is_not_overwritten_silently() -> None:
    saved = reviewed(["a", "b", "c"], []).in_order("cba")
    saved = saved.with_file_keywords(KeywordSet.of("cba"))
    assert saved.is_saved
    edited = saved.with_file_keywords(KeywordSet.of("acb"))
    assert "".join(edited.keywords()) == "acb"
    assert edited.is_saved


def test_an_order_not_written_yet_outlives_another_program() -> None:
    unsaved = reviewed(["a", "b", "c"], []).in_order("cba")
    edited = unsaved.with_file_keywords(KeywordSet.of("bacd"))
    assert "".join(edited.keywords()) == "cbad"
    assert not edited.is_saved


# -- written and read ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("policies", [Policies(), EVERYWHERE], ids=["usual", "everywhere"])
def test_what_is_written_is_read_in_its_order(
    tmp_path: Path, writer: Writer, kind: str, policies: Policies
) -> None:
    writer.follow(Rules(policies=policies))
    photo = tmp_path / f"photo.{kind.lower()}"
    photo.write_bytes(picture(kind))
    writer.write(photo, KeywordChange(add=KeywordSet.of("abcd")), batch="one")
    assert "".join(read_photo(photo).keywords) == "abcd"
    change = KeywordChange(KeywordSet.of(["e"]), KeywordSet.of(["b"]), order=("e", "d", "a", "c"))
    plan = writer.preview(photo, change)
    assert plan.is_reordered
    report = writer.write(photo, change, batch="two")
    assert "".join(report.keywords) == "edac"
    reading = read_photo(photo)
    assert "".join(reading.keywords) == "edac"
    for names in reading.by_container.values():
        assert "".join(names) == "edac"
    assert not writer.preview(photo, change).changes_anything


@pytest.mark.parametrize("kind", FORMATS)
def test_only_the_order_changes_and_nothing_else(tmp_path: Path, writer: Writer, kind: str) -> None:
    photo = tmp_path / f"photo.{kind.lower()}"
    photo.write_bytes(picture(kind))
    given = KeywordChange(KeywordSet.of("abc"), title="A title", description="Words")
    writer.write(photo, given, batch="one")
    before = photo.read_bytes()
    plan = writer.preview(photo, KeywordChange(order=("c", "a", "b")))
    assert (plan.added.names, plan.removed.names, plan.is_reordered) == ((), (), True)
    writer.write(photo, KeywordChange(order=("c", "a", "b")), batch="two")
    reading = read_photo(photo)
    assert "".join(reading.keywords) == "cab"
    assert (reading.title, reading.description) == ("A title", "Words")
    assert len(photo.read_bytes()) == len(before), "the words only changed places"
    writer.write(photo, KeywordChange(order=("a", "b", "c")), batch="three")
    assert photo.read_bytes() == before


def test_a_sidecar_keeps_its_white_space_and_the_attributes_of_items() -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>\n'
        b'  <rdf:li xml:lang="en">a</rdf:li>\n  <rdf:li>b</rdf:li>\n  <rdf:li>c</rdf:li>\n'
        b"</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    edit = Edit(KeywordSet.of("abc"), order=("b", "c", "a"))
    changed = metadata.edit_sidecar(packet, edit)
    expected = packet.replace(b'<rdf:li xml:lang="en">a</rdf:li>', b"1")
    expected = expected.replace(b"<rdf:li>b</rdf:li>", b"2").replace(b"<rdf:li>c</rdf:li>", b"3")
    for mark, item in (
        (b"  1\n", b"  <rdf:li>b</rdf:li>\n"),
        (b"  2\n", b"  <rdf:li>c</rdf:li>\n"),
        (b"  3\n", b'  <rdf:li xml:lang="en">a</rdf:li>\n'),
    ):
        expected = expected.replace(mark, item)
    assert changed == expected
    assert metadata.edit_sidecar(changed, edit) is changed


def test_a_field_that_is_never_written_keeps_its_order(tmp_path: Path, writer: Writer) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(picture("JPEG"))
    writer.follow(Rules(policies=EVERYWHERE))
    writer.write(photo, KeywordChange(add=KeywordSet.of("abc")), batch="one")
    writer.follow(Rules(policies=Policies({Field.IPTC_KEYWORDS: Policy.NEVER})))
    writer.write(photo, KeywordChange(order=("c", "b", "a")), batch="two")
    reading = read_photo(photo)
    assert "".join(reading.keywords) == "cba"
    assert "".join(reading.by_container[Container.IPTC]) == "abc"


# -- remembered ---------------------------------------------------------------------------------


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "catalog.sqlite")
    yield opened
    opened.close()


def test_the_library_remembers_order_and_review_and_forgets_them_with_the_gesture(
    library: Library,
) -> None:
    (one,) = library.add_photos([FoundPhoto(Path("/p/a.jpg"), Fingerprint(1, 2))]).new
    library.set_file_keywords(one, KeywordSet.of("abc"), Fingerprint(1, 2))
    reviews = library.reviews([one])
    change = review_changes.move(reviews, ["c"], None)
    library.save_change(change)
    done = review_changes.mark_reviewed(library.reviews([one]))
    library.save_change(done)
    library.refreshed_all()
    assert library.review(one).order == ("c", "a", "b")
    assert library.review(one).is_reviewed and library.photo(one).is_reviewed
    library.set_file_keywords(one, KeywordSet.of("cab"), Fingerprint(2, 2))
    library.set_file_keywords(one, KeywordSet.of("bca"), Fingerprint(3, 2))
    assert "".join(library.review(one).keywords()) == "bca", "another program had its say"
    library.save_change(done.reversed())
    assert not library.review(one).is_reviewed and not library.photo(one).is_reviewed


def test_another_photo_under_the_same_name_is_not_reviewed(library: Library) -> None:
    (one,) = library.add_photos([FoundPhoto(Path("/p/a.jpg"), Fingerprint(1, 2))]).new
    library.set_file_keywords(one, KeywordSet.of("ab"), Fingerprint(1, 2), b"k" * 48)
    library.save_change(review_changes.move(library.reviews([one]), ["b"], None))
    library.save_change(review_changes.mark_reviewed(library.reviews([one])))
    assert not library.set_file_keywords(one, KeywordSet(), Fingerprint(2, 2), b"x" * 48)
    review = library.review(one)
    assert (review.is_reviewed, review.order) == (False, ())
    assert not library.photo(one).is_reviewed


# -- gestures that finish a review --------------------------------------------------------------


SUGGESTED = Review((TagSuggestion("a", 0.9), TagSuggestion("b", 0.5), TagSuggestion("c", 0.1)))


@pytest.mark.parametrize(
    ("change", "keywords"),
    [
        (review_changes.accept_from({ONE: SUGGESTED}, 0.8), "a"),
        (review_changes.accept_from({ONE: SUGGESTED}, 0.2), "ab"),
        (review_changes.reject_from({ONE: SUGGESTED}, 0.2), ""),
        (review_changes.mark_reviewed({ONE: SUGGESTED}), ""),
    ],
)
def test_a_photo_gone_on_from_is_reviewed(
    change: review_changes.ReviewChange, keywords: str
) -> None:
    after = applied(SUGGESTED, change)
    assert after.is_reviewed
    assert "".join(after.keywords()) == keywords
    assert applied(after, change.reversed()) == SUGGESTED


def test_a_decision_alone_does_not_finish_a_review() -> None:
    assert not applied(SUGGESTED, review_changes.accept({ONE: SUGGESTED}, ["a"])).is_reviewed


def test_what_the_vocabulary_hides_is_not_accepted_with_the_rest() -> None:
    review = Review((TagSuggestion("a", 0.9), TagSuggestion("b", 0.95, hidden="junk")))
    accepted = applied(review, review_changes.accept_from({ONE: review}, 0.1))
    assert accepted.keywords().names == ("a",)


def test_pasting_adds_behind_and_pasting_instead_replaces() -> None:
    review = Review(in_file=KeywordSet.of(["old", "kept"])).decide("own", Decision.ACCEPTED)
    more = applied(review, review_changes.give({ONE: review}, ["new", "kept"], "paste"))
    assert more.keywords().names == ("old", "kept", "own", "new")
    instead = applied(review, review_changes.give_instead({ONE: review}, ["new", "kept"], "paste"))
    assert instead.keywords().names == ("new", "kept")
    assert instead.wanted_change().remove.names == ("old",)
    assert instead.decision("own") is None, "a word of the user's own goes without a trace"


def test_a_gesture_on_many_photos_says_on_how_many() -> None:
    reviews = {PhotoId(n): SUGGESTED for n in range(12)}
    assert review_changes.mark_reviewed(reviews).label == "mark reviewed on 12 photos"
    assert review_changes.give(reviews, ["x"], "paste 1 tag").label == "paste 1 tag on 12 photos"
