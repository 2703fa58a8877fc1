"""The list of photos: rows, roles, what repaints, and how much it keeps."""

from __future__ import annotations

from array import array
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QPixmap

from phototagger.core.events import ThumbnailReady
from phototagger.core.photo import Fingerprint, Photo, PhotoId, TaggingState
from phototagger.core.photo_query import PhotoIds
from phototagger.core.review import Decision, Review
from phototagger.core.tags import KeywordSet
from phototagger.core.thumbnails import Thumbnail
from phototagger.ui.photo_model import PhotoModel, PhotoRole, pixmap_of
from phototagger.ui.pixmap_cache import LEAST_BYTES

from .conftest import SUGGESTIONS, FakeSession, is_like, read_by_user, sent_by

RED = Thumbnail(2, 1, bytes((255, 0, 0, 255)) * 2)


SMALL = Fingerprint(1, 1)
EDGE_PX = 64


def ids(*numbers: int) -> PhotoIds[int]:
    return array("q", numbers)


def give(
    model: PhotoModel,
    photo_id: int,
    thumbnail: Thumbnail | None = RED,
    problem: str = "",
    edge_px: int = EDGE_PX,
    **more: Any,
) -> None:
    """Bring a picture to the model, as the browser does."""
    fingerprint = more.pop("fingerprint", SMALL)
    event = ThumbnailReady(PhotoId(photo_id), fingerprint, edge_px, thumbnail, problem, **more)
    model.take_thumbnail(event, pixmap_of(thumbnail) if thumbnail is not None else None)


def missing(model: PhotoModel, rows: range = range(3), edge_px: int = EDGE_PX) -> list[int]:
    return list(model.missing_pictures(rows, edge_px))


@pytest.fixture
def model(fake_session: FakeSession) -> PhotoModel:
    model = PhotoModel(fake_session.as_session)
    model.set_ids(ids(1, 2, 3))
    return model


def ask(model: PhotoModel, row: int, role: int) -> Any:
    return model.index(row, 0).data(role)


def touched(model: PhotoModel) -> list[tuple[int, int]]:
    """Return a list that grows by the rows that are to be painted again."""
    rows: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: rows.append((first.row(), last.row())))
    return rows


def test_it_is_a_proper_model(model: PhotoModel, qtmodeltester: Any) -> None:
    qtmodeltester.check(model, force_py=True)
    model.set_ids(ids(1, 2, 3, 4, 5))
    model.set_ids(ids(5, 1))
    model.set_ids(ids())
    assert model.rowCount() == 0


def test_it_passes_the_tester_of_qt(fake_session: FakeSession, qtmodeltester: Any) -> None:
    model = PhotoModel(fake_session.as_session)
    qtmodeltester.check(model)
    for chosen in (ids(1, 2), ids(1, 2, 3), ids(3, 2), ids()):
        model.set_ids(chosen)
        assert model.ids == chosen


def test_a_photo_has_a_name_and_no_children(model: PhotoModel) -> None:
    assert ask(model, 0, Qt.ItemDataRole.DisplayRole) == "1.jpg"
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.index(3, 0).data(Qt.ItemDataRole.DisplayRole) is None


def test_appended_photos_keep_the_selection(model: PhotoModel) -> None:
    selection = QItemSelectionModel(model)
    selection.select(model.index(1, 0), QItemSelectionModel.SelectionFlag.Select)
    inserted = sent_by(model.rowsInserted)
    model.set_ids(ids(1, 2, 3, 4, 5))
    assert [(first, last) for _, first, last in inserted] == [(3, 4)]
    assert [index.row() for index in selection.selectedIndexes()] == [1]


def test_the_same_photos_again_change_nothing(model: PhotoModel) -> None:
    resets = sent_by(model.modelReset)
    model.set_ids(ids(1, 2, 3))
    assert resets == []


def test_only_the_span_of_changed_rows_is_painted_again(model: PhotoModel) -> None:
    model.set_ids(ids(*range(1, 11)))
    rows = touched(model)
    model.photos_changed(ids(4, 7))
    model.reviews_changed(ids(9))
    model.photos_changed(ids(99))
    assert rows == [(3, 6), (8, 8)]


def test_what_is_out_of_sight_is_not_told(model: PhotoModel) -> None:
    model.set_ids(array("q", range(100_000)))
    model.set_window(500, 519)
    rows = touched(model)
    model.photos_changed(ids(3, 502, 505, 90_000))
    model.reviews_changed(array("q", range(100_000, 200_000)))
    assert rows == [(502, 505)]


def test_rows_come_and_go_in_the_middle(model: PhotoModel) -> None:
    inserted, removed = sent_by(model.rowsInserted), sent_by(model.rowsRemoved)
    resets = sent_by(model.modelReset)
    model.set_ids(ids(1, 7, 8, 2, 3))
    model.set_ids(ids(1, 8, 2, 3))
    assert [(first, last) for _, first, last in inserted] == [(1, 2)]
    assert [(first, last) for _, first, last in removed] == [(1, 1)]
    assert resets == []
    model.set_ids(ids(3, 2, 8, 1))
    assert len(resets) == 1


def test_rows_are_found_by_photo(model: PhotoModel) -> None:
    assert (model.row_of(PhotoId(3)), model.row_of(PhotoId(9))) == (2, None)
    assert (model.id_at(2), model.id_at(3), model.id_at(-1)) == (3, None, None)


def test_a_screen_is_read_in_one_go(model: PhotoModel, fake_session: FakeSession) -> None:
    model.set_ids(array("q", range(100_000)))
    fake_session.questions = 0
    tiles = model.tiles(500, 559)
    assert [tile.photo.id for tile in tiles if tile] == list(range(500, 560))
    assert fake_session.questions == 2, "photos and reviews"
    model.tiles(503, 562)
    model.tiles(490, 549)
    assert fake_session.questions == 2, "the next rows came along"


def test_what_is_remembered_of_rows_is_bounded(model: PhotoModel) -> None:
    model.set_ids(array("q", range(20_000)))
    for first in range(0, 20_000, 100):
        model.tiles(first, first + 99)
    assert len(model._tiles) <= 3000


def test_pixels_are_kept_and_painted(model: PhotoModel) -> None:
    rows = touched(model)
    give(model, 2)
    pixmap = ask(model, 1, PhotoRole.PIXMAP)
    assert isinstance(pixmap, QPixmap)
    assert (pixmap.width(), pixmap.height()) == (2, 1)
    assert is_like(pixmap.toImage().pixelColor(0, 0), QColor("red"))
    assert rows == [(1, 1)]


def test_a_pixmap_lives_longer_than_the_bytes_it_was_made_of() -> None:
    pixmap = pixmap_of(Thumbnail(2, 1, bytes(bytearray((0, 0, 255, 255)) * 2)))
    assert is_like(pixmap.toImage().pixelColor(1, 0), QColor("blue"))


def test_only_photos_without_pixels_are_asked_for(model: PhotoModel) -> None:
    give(model, 1)
    give(model, 2, None, "It is damaged.")
    assert missing(model, range(-5, 50)) == [3]


def test_after_a_preview_the_sharp_picture_is_still_missing(model: PhotoModel) -> None:
    give(model, 1, is_sharp=False)
    assert 1 in missing(model)
    assert ask(model, 0, PhotoRole.PIXMAP) is not None
    give(model, 1)
    assert 1 not in missing(model)


def test_another_size_asks_again_but_paints_the_old_pixels_meanwhile(model: PhotoModel) -> None:
    give(model, 1)
    assert 1 in missing(model, edge_px=128)
    assert ask(model, 0, PhotoRole.PIXMAP) is not None
    give(model, 1, edge_px=128)
    assert 1 not in missing(model, edge_px=128)


def test_a_broken_photo_is_tried_again_when_its_file_changes(model: PhotoModel) -> None:
    give(model, 1, None, "It is damaged.")
    assert ask(model, 0, PhotoRole.PROBLEM) == "It is damaged."
    model.photos_changed(ids(1))
    assert ask(model, 0, PhotoRole.PROBLEM) == ""
    assert 1 in missing(model)


def test_a_photo_whose_file_changed_is_rendered_anew(
    model: PhotoModel, fake_session: FakeSession
) -> None:
    give(model, 1)
    model.photos_changed(ids(1))
    assert 1 not in missing(model), "its state changed, not its file"
    photo = fake_session.photo(PhotoId(1))
    fake_session.known[photo.id] = replace(photo, fingerprint=Fingerprint(2, 2))
    model.photos_changed(ids(1))
    assert 1 in missing(model)
    give(model, 1, fingerprint=Fingerprint(2, 2))
    assert 1 not in missing(model)


def test_pixmaps_are_bounded_in_bytes_and_the_longest_unseen_go_first(model: PhotoModel) -> None:
    side = 512
    large = Thumbnail(side, side, bytes(side * side * 4))
    room = LEAST_BYTES // (side * side * 4)
    every = range(1, 2 * room + 1)
    model.set_ids(array("q", every))
    for photo_id in every:
        give(model, photo_id, large, edge_px=side)
        ask(model, 0, PhotoRole.PIXMAP)
    assert model.pictures.bytes <= LEAST_BYTES
    kept = [i for i in every if model.pixmap(PhotoId(i)) is not None]
    assert kept[0] == 1, "it was looked at meanwhile"
    assert kept[1:] == list(every[-room + 1 :])


def test_a_large_screen_gets_the_room_it_needs(model: PhotoModel) -> None:
    side = 512
    count = 2 * LEAST_BYTES // (side * side * 4)
    model.pictures.make_room_for(count, side)
    large = Thumbnail(side, side, bytes(side * side * 4))
    for photo_id in range(count):
        give(model, photo_id, large, edge_px=side)
    assert len(model.pictures) == count
    model.pictures.make_room_for(1, 64)
    assert model.pictures.bytes <= LEAST_BYTES


def test_a_tile_counts_keywords_and_what_is_left_to_review(
    model: PhotoModel, fake_session: FakeSession
) -> None:
    review = Review(SUGGESTIONS, in_file=KeywordSet.of(["old"]))
    fake_session.known_reviews[PhotoId(1)] = review.decide("beach", Decision.ACCEPTED)
    summary = ask(model, 0, PhotoRole.SUMMARY)
    assert (summary.keywords, summary.to_review, summary.unwritten) == (2, 2, 1)


def test_a_decision_is_counted_at_once(model: PhotoModel, fake_session: FakeSession) -> None:
    fake_session.known_reviews[PhotoId(1)] = Review(SUGGESTIONS)
    assert ask(model, 0, PhotoRole.SUMMARY).to_review == 3
    accepted = Review(SUGGESTIONS).decide("beach", Decision.ACCEPTED)
    fake_session.known_reviews[PhotoId(1)] = accepted
    model.reviews_changed(ids(1))
    assert ask(model, 0, PhotoRole.SUMMARY).to_review == 2


def test_another_threshold_is_counted_at_once(model: PhotoModel, fake_session: FakeSession) -> None:
    fake_session.known_reviews[PhotoId(1)] = Review(SUGGESTIONS)
    assert ask(model, 0, PhotoRole.SUMMARY).to_review == 3
    fake_session.settings = replace(fake_session.settings, hide_below=0.8)
    model.forget_summaries()
    assert ask(model, 0, PhotoRole.SUMMARY).to_review == 1


def test_a_screen_reader_hears_what_a_tile_shows(
    model: PhotoModel, fake_session: FakeSession
) -> None:
    photo = fake_session.photo(PhotoId(1))
    fake_session.known[photo.id] = replace(
        photo, tagging=TaggingState.RUNNING, problem="It is damaged."
    )
    fake_session.known_reviews[photo.id] = Review(SUGGESTIONS).decide("mine", Decision.ACCEPTED)
    assert ask(model, 0, Qt.ItemDataRole.AccessibleTextRole) == (
        "1.jpg, 1 keyword, 3 to review, 1 not written yet, being tagged, It is damaged."
    )
    assert ask(model, 1, Qt.ItemDataRole.AccessibleTextRole) == "2.jpg, 0 keywords"


def test_the_tool_tip_names_the_likeliest_tags(
    model: PhotoModel, fake_session: FakeSession
) -> None:
    fake_session.known_reviews[PhotoId(1)] = Review(SUGGESTIONS)
    tip = read_by_user(ask(model, 0, Qt.ItemDataRole.ToolTipRole))
    said = tip.split()
    assert said[0] == "1.jpg"
    assert said[1:] == [
        *("○", "beach", "90%", "suggested", "○", "sea", "70%", "suggested"),
        *("○", "dog", "40%", "suggested"),
    ]


def test_the_tip_has_the_date_states_and_no_more_than_five_tags(
    model: PhotoModel, fake_session: FakeSession
) -> None:
    review = Review(SUGGESTIONS, in_file=KeywordSet(("a", "b", "c")))
    fake_session.known_reviews[PhotoId(1)] = review.decide("beach", Decision.ACCEPTED)
    fake_session.known[PhotoId(1)] = Photo(
        PhotoId(1), Path("/p/1.jpg"), Fingerprint(1, 1), is_changed=True, taken_s=1_700_000_000
    )
    tip = read_by_user(ask(model, 0, Qt.ItemDataRole.ToolTipRole))
    assert "changed by another program" in tip
    assert "14" in tip
    assert [tip.count(word) for word in ("in file", "accepted", "suggested")] == [3, 1, 1]
    assert "and 1 more" in tip
    spoken = ask(model, 0, Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "beach 90% accepted" in spoken
    assert "sea 70% suggested" in spoken


@pytest.mark.parametrize("name", ["<img src=x>.jpg", "<b>bold<b>.jpg", "a &lt; b.jpg"])
def test_a_file_name_is_never_taken_for_markup(
    model: PhotoModel, fake_session: FakeSession, name: str
) -> None:
    photo = Photo(PhotoId(1), Path("/photos", name), Fingerprint(1, 1))
    fake_session.known[photo.id] = photo
    assert read_by_user(ask(model, 0, Qt.ItemDataRole.ToolTipRole)) == name
