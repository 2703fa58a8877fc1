"""The library remembers photos and reviews, and mixes up nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from phototagger.core.content_key import content_key
from phototagger.core.errors import LibraryError
from phototagger.core.jobs import CancelToken
from phototagger.core.library import FoundPhoto, Library, scan
from phototagger.core.photo import Fingerprint, PhotoId, SavingState, TaggingState
from phototagger.core.review import Decision, Review, Texts
from phototagger.core.tags import KeywordChange, KeywordSet, TagSuggestion

SUGGESTED = (TagSuggestion("beach", 0.9), TagSuggestion("sea", 0.4))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "catalog.sqlite"


@pytest.fixture
def library(file: Path) -> Iterator[Library]:
    opened = Library.open(file)
    yield opened
    opened.close()


def found(path: str | Path, size: int = 10, mtime: int = 20) -> FoundPhoto:
    return FoundPhoto(Path(path), Fingerprint(size, mtime))


def add(library: Library, *paths: str | Path) -> list[PhotoId]:
    return library.add_photos([found(path) for path in paths]).new


def decide(library: Library, photo_id: PhotoId, **decisions: Decision | None) -> Review:
    review = library.review(photo_id)
    for name, decision in decisions.items():
        review = review.decide(name, decision)
    library.save_decisions({photo_id: review.decisions})
    return review


def test_new_library_is_empty(library: Library, file: Path) -> None:
    assert file.exists()
    assert library.ids() == []
    assert library.roots() == []
    assert library.known_tags("", 10) == []
    assert sum(library.counts().tagging.values()) == 0


def test_photos_are_listed_in_natural_order(library: Library) -> None:
    add(library, "/p/img10.jpg", "/p/b/1.jpg", "/p/img9.jpg", "/a/z.jpg")
    shown = [str(photo.path) for photo in library.photos(library.ids())]
    assert shown == ["/a/z.jpg", "/p/img9.jpg", "/p/img10.jpg", "/p/b/1.jpg"]


def test_everything_is_remembered(library: Library, file: Path) -> None:
    (photo_id,) = add(library, "/p/a.jpg")
    library.add_root(Path("/p"))
    library.save_suggestions(photo_id, SUGGESTED, "embedded/1")
    library.set_file_keywords(
        photo_id, KeywordSet(("old", "paper")), Fingerprint(10, 20), b"k" * 16
    )
    expected = decide(library, photo_id, sea=Decision.REJECTED, mine=Decision.ACCEPTED)
    library.set_state([photo_id], tagging=TaggingState.TAGGED, saving=SavingState.UNSAVED)
    library.close()
    again = Library.open(file)
    assert again.ids() == [photo_id]
    assert again.roots() == [Path("/p")]
    photo = again.photo(photo_id)
    assert (photo.path, photo.fingerprint) == (Path("/p/a.jpg"), Fingerprint(10, 20))
    assert (photo.tagging, photo.saving) == (TaggingState.TAGGED, SavingState.UNSAVED)
    review = again.review(photo_id)
    assert review == expected
    assert review.in_file.names == ("old", "paper")
    assert [entry.name for entry in review.decisions] == ["sea", "mine"]
    again.close()


def test_answer_of_the_service_keeps_decisions(library: Library) -> None:
    (photo_id,) = add(library, "/p/a.jpg")
    library.save_suggestions(photo_id, SUGGESTED, "one")
    decide(library, photo_id, beach=Decision.ACCEPTED)
    library.save_suggestions(photo_id, [TagSuggestion("dune", 0.7)], "two")
    review = library.review(photo_id)
    assert [entry.name for entry in review.suggestions] == ["dune"]
    assert [(entry.name, entry.probability) for entry in review.decisions] == [("beach", 0.9)]
    assert review.model == "two"


def test_odd_names_survive(library: Library, file: Path) -> None:
    names = [b"/p/caf\xe9.jpg", b"/p/new\nline.jpg", "/p/👪 ž.jpg".encode(), b"/p/'; DROP.jpg"]
    ids = add(library, *(os.fsdecode(name) for name in names))
    library.set_state(ids, problem=f"{os.fsdecode(names[0])} is damaged.")
    library.close()
    again = Library.open(file)
    assert [os.fsencode(photo.path) for photo in again.photos(ids)] == names
    assert again.ids_of([Path(os.fsdecode(names[0]))]) == [ids[0]]
    again.close()


def test_same_name_in_two_folders(library: Library) -> None:
    first, second = add(library, "/a/IMG_0015.JPG", "/b/IMG_0015.JPG")
    library.save_suggestions(second, [TagSuggestion("second", 0.5)], "m")
    library.save_suggestions(first, [TagSuggestion("first", 0.5)], "m")
    reviews = library.reviews([second, first])
    assert list(reviews) == [second, first]
    assert reviews[first].suggestions[0].name == "first"
    assert reviews[second].suggestions[0].name == "second"


def test_rescan_finds_nothing_new(library: Library) -> None:
    (photo_id,) = add(library, "/p/a.jpg")
    library.set_file_keywords(photo_id, KeywordSet(), Fingerprint(10, 20), b"k")
    batch = library.add_photos([found("/p/a.jpg")])
    assert (batch.new, batch.changed) == ([], [])


def test_photo_whose_keywords_were_never_read_is_offered_again(library: Library) -> None:
    (photo_id,) = add(library, "/p/a.jpg")
    assert library.add_photos([found("/p/a.jpg")]).changed == [photo_id]


def test_changed_file_is_reported_until_it_was_looked_into(library: Library) -> None:
    (photo_id,) = add(library, "/p/a.jpg")
    library.set_file_keywords(photo_id, KeywordSet(), Fingerprint(10, 20), b"k")
    assert library.add_photos([found("/p/a.jpg", size=11)]).changed == [photo_id]
    assert library.photo(photo_id).fingerprint == Fingerprint(11, 20)
    assert library.add_photos([found("/p/a.jpg", size=11)]).changed == [photo_id]
    library.set_file_keywords(photo_id, KeywordSet(), Fingerprint(11, 20), b"k")
    assert library.add_photos([found("/p/a.jpg", size=11)]).changed == []


def noise(path: Path, seed: int) -> None:
    path.parent.mkdir(exist_ok=True)
    Image.effect_noise((200, 200), 50 + seed).save(path)


def look_into(library: Library, photo_id: PhotoId, *keywords: str) -> bool:
    path = library.photo(photo_id).path
    status = path.stat()
    version = Fingerprint(status.st_size, status.st_mtime_ns)
    return library.set_file_keywords(photo_id, KeywordSet(keywords), version, content_key(path))


def open_folder(library: Library, folder: Path) -> list[PhotoId]:
    """Scan like the program does; return new and changed photos after looking into them."""
    seen: list[PhotoId] = []

    def take(batch: list[FoundPhoto]) -> None:
        result = library.add_photos(batch)
        seen.extend([*result.new, *result.changed])

    scan([folder], CancelToken(), take)
    for photo_id in seen:
        look_into(library, photo_id)
    return seen


def test_rewritten_metadata_keeps_the_review(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "p" / "a.jpg"
    noise(path, 1)
    (photo_id,) = open_folder(library, path.parent)
    library.save_suggestions(photo_id, SUGGESTED, "m")
    decide(library, photo_id, beach=Decision.ACCEPTED)
    data = path.read_bytes()
    path.write_bytes(data[:2] + b"\xff\xfe\x00\x07hello" + data[2:])
    assert open_folder(library, path.parent) == [photo_id]
    review = library.review(photo_id)
    assert [entry.name for entry in review.decisions] == ["beach"]
    assert review.suggestions == SUGGESTED


def test_another_photo_under_the_same_name_starts_afresh(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "p" / "a.jpg"
    noise(path, 1)
    (photo_id,) = open_folder(library, path.parent)
    library.save_suggestions(photo_id, SUGGESTED, "m")
    decide(library, photo_id, beach=Decision.ACCEPTED)
    library.set_state([photo_id], tagging=TaggingState.TAGGED, saving=SavingState.UNSAVED)
    noise(path, 2)
    library.add_photos([found(path, size=path.stat().st_size)])
    assert not look_into(library, photo_id, "fresh")
    assert library.review(photo_id) == Review(in_file=KeywordSet(("fresh",)))
    photo = library.photo(photo_id)
    assert (photo.tagging, photo.saving) == (TaggingState.UNTAGGED, SavingState.SAVED)


def test_moved_photo_takes_its_review_along(library: Library, tmp_path: Path) -> None:
    old = tmp_path / "old" / "a.jpg"
    noise(old, 1)
    (first,) = open_folder(library, old.parent)
    library.save_suggestions(first, SUGGESTED, "m")
    decide(library, first, beach=Decision.ACCEPTED)
    library.set_state([first], tagging=TaggingState.TAGGED, saving=SavingState.UNSAVED)
    old.parent.rename(tmp_path / "new")
    (second,) = open_folder(library, tmp_path / "new")
    assert second != first
    assert library.review(second) == library.review(first)
    assert library.photo(second).tagging is TaggingState.TAGGED
    assert library.ids_in(saving=[SavingState.UNSAVED]) == [second, first]


def test_copy_of_a_photo_does_not_take_its_review(library: Library, tmp_path: Path) -> None:
    original = tmp_path / "p" / "a.jpg"
    noise(original, 1)
    (first,) = open_folder(library, original.parent)
    decide(library, first, beach=Decision.ACCEPTED)
    (tmp_path / "p" / "b.jpg").write_bytes(original.read_bytes())
    (second,) = open_folder(library, original.parent)
    assert library.review(second).decisions == ()


def test_write_of_our_own_keeps_the_content_key(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "p" / "a.jpg"
    noise(path, 1)
    (photo_id,) = open_folder(library, path.parent)
    decide(library, photo_id, beach=Decision.ACCEPTED)
    library.set_file_keywords(photo_id, KeywordSet(("beach",)), Fingerprint(99, 99))
    review = library.review(photo_id)
    assert review.is_saved
    assert library.photo(photo_id).fingerprint == Fingerprint(99, 99)
    assert look_into(library, photo_id, "beach")


def test_word_that_appears_in_the_file_is_no_longer_rejected(library: Library) -> None:
    (photo_id,) = add(library, "/p/a.jpg")
    library.set_file_keywords(photo_id, KeywordSet(), Fingerprint(10, 20), b"k")
    decide(library, photo_id, beach=Decision.REJECTED)
    library.set_file_keywords(photo_id, KeywordSet(("beach",)), Fingerprint(10, 21), b"k")
    assert library.review(photo_id).decisions == ()


def test_states_and_counts(library: Library) -> None:
    first, second, third = add(library, "/p/1.jpg", "/p/2.jpg", "/p/3.jpg")
    library.set_state([first, second], tagging=TaggingState.FAILED, problem="No answer.")
    library.set_state([second, third], saving=SavingState.UNSAVED)
    assert library.photo(second).problem == "No answer."
    assert library.photo(third).problem == ""
    assert library.ids_in(tagging=[TaggingState.FAILED]) == [first, second]
    assert library.ids_in(tagging=[TaggingState.FAILED], saving=[SavingState.UNSAVED]) == [second]
    assert library.ids_in(tagging=[]) == []
    counts = library.counts()
    assert counts.tagging[TaggingState.FAILED] == 2
    assert counts.tagging[TaggingState.RUNNING] == 0
    assert counts.saving == {
        SavingState.SAVED: 1,
        SavingState.UNSAVED: 2,
        SavingState.WRITING: 0,
        SavingState.FAILED: 0,
    }


def test_states_of_a_dead_run_are_undone(library: Library, file: Path) -> None:
    ids = add(library, "/p/1.jpg", "/p/2.jpg", "/p/3.jpg")
    library.set_state([ids[0]], tagging=TaggingState.QUEUED, saving=SavingState.WRITING)
    library.set_state([ids[1]], tagging=TaggingState.RUNNING)
    library.set_state([ids[2]], tagging=TaggingState.TAGGED, saving=SavingState.FAILED)
    library.close()
    again = Library.open(file)
    states = [(photo.tagging, photo.saving) for photo in again.photos(ids)]
    assert states == [
        (TaggingState.UNTAGGED, SavingState.UNSAVED),
        (TaggingState.UNTAGGED, SavingState.SAVED),
        (TaggingState.TAGGED, SavingState.FAILED),
    ]
    again.close()


def test_forgotten_photo_is_gone_and_late_results_are_ignored(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "p" / "a.jpg"
    noise(path, 1)
    (photo_id,) = open_folder(library, path.parent)
    decide(library, photo_id, beach=Decision.ACCEPTED)
    library.forget([photo_id])
    assert path.exists()
    library.save_suggestions(photo_id, SUGGESTED, "m")
    library.save_decisions({photo_id: ()})
    library.set_file_keywords(photo_id, KeywordSet(("a",)), Fingerprint(1, 1))
    library.set_state([photo_id], tagging=TaggingState.TAGGED)
    assert library.photos([photo_id]) == []
    assert library.reviews([photo_id]) == {}
    assert library.review(photo_id) == Review()
    with pytest.raises(LibraryError, match="not in the library"):
        library.photo(photo_id)


def test_closed_folder_comes_back_with_its_reviews(library: Library) -> None:
    inner, outer, other = add(library, "/p/sub/a.jpg", "/p/b.jpg", "/pq/c.jpg")
    for root in ("/p", "/p/sub", "/pq"):
        library.add_root(Path(root))
    decide(library, outer, beach=Decision.ACCEPTED)
    library.remove_root(Path("/p"))
    assert library.ids() == [inner, other]
    assert library.roots() == [Path("/p/sub"), Path("/pq")]
    assert sum(library.counts().tagging.values()) == 2
    assert library.add_photos([found("/p/b.jpg")]).new == [outer]
    assert library.review(outer).decisions[0].name == "beach"


def test_root_that_is_offline_loses_nothing(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "drive"
    noise(folder / "a.jpg", 1)
    library.add_root(folder)
    (photo_id,) = open_folder(library, folder)
    decide(library, photo_id, beach=Decision.ACCEPTED)
    folder.rename(tmp_path / "unplugged")
    assert open_folder(library, folder) == []
    assert library.ids() == [photo_id]
    (tmp_path / "unplugged").rename(folder)
    assert open_folder(library, folder) == []
    assert library.review(photo_id).decisions[0].name == "beach"


def test_known_tags_put_used_words_first(library: Library) -> None:
    first, second = add(library, "/p/a.jpg", "/p/b.jpg")
    library.save_suggestions(first, [TagSuggestion("řeka", 0.9), TagSuggestion("Red", 0.5)], "m")
    library.set_file_keywords(first, KeywordSet(("reading",)), Fingerprint(10, 20))
    for photo_id in (first, second):
        decide(library, photo_id, restaurant=Decision.ACCEPTED)
    assert library.known_tags("RE", 10) == ["restaurant", "reading", "Red", "řeka"]
    assert library.known_tags("re", 1) == ["restaurant"]
    assert library.known_tags("%", 10) == []


def test_many_photos_at_once(library: Library) -> None:
    ids = add(library, *(f"/p/{number}.jpg" for number in range(3000)))
    decision = Review().decide("beach", Decision.ACCEPTED).decisions
    library.save_decisions(dict.fromkeys(ids, decision))
    wanted = list(reversed(ids))
    assert [photo.id for photo in library.photos(wanted)] == wanted
    assert all(review.decisions == decision for review in library.reviews(wanted).values())


def test_texts_are_remembered_apart_from_what_the_file_says(library: Library, file: Path) -> None:
    one, two = add(library, "/p/a.jpg", "/p/b.jpg")
    read = Fingerprint(10, 20)
    library.set_file_keywords(one, KeywordSet(), read, b"k", Texts("In file", ""))
    library.save_texts({one: Texts(None, "Mine"), two: Texts("", None), PhotoId(99): Texts("x")})
    library.close()
    again = Library.open(file)
    review = again.review(one)
    assert (review.title, review.description) == ("In file", "Mine")
    assert review.wanted_change() == KeywordChange(description="Mine")
    assert again.review(two).texts == Texts("", None)
    assert again.review(two).is_saved  # a title taken away that was never there
    again.save_texts({one: Texts()})
    assert again.review(one).is_saved
    again.close()


def test_another_photo_under_the_same_path_has_no_texts(library: Library) -> None:
    (photo_id,) = add(library, "/p/a.jpg")
    library.set_file_keywords(
        photo_id, KeywordSet(), Fingerprint(10, 20), b"k" * 16, Texts("A", "")
    )
    library.save_texts({photo_id: Texts("Mine", None)})
    library.set_file_keywords(photo_id, KeywordSet(), Fingerprint(1, 2), b"q" * 16, Texts("B", ""))
    review = library.review(photo_id)
    assert (review.title, review.texts) == ("B", Texts())


def test_texts_move_along_with_a_photo(library: Library, tmp_path: Path) -> None:
    (old,) = add(library, tmp_path / "gone.jpg")
    library.set_file_keywords(old, KeywordSet(), Fingerprint(10, 20), b"k" * 16, Texts("", ""))
    library.save_texts({old: Texts("Mine", None)})
    (new,) = add(library, tmp_path / "moved.jpg")
    library.set_file_keywords(new, KeywordSet(), Fingerprint(10, 20), b"k" * 16, Texts("", ""))
    assert library.review(new).title == "Mine"
