"""The list of photos: rows, roles, what repaints, and how much it keeps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QPixmap

from phototagger.core.events import ThumbnailReady
from phototagger.core.photo import Fingerprint, Photo, PhotoId, TaggingState
from phototagger.core.review import Decision, Review
from phototagger.core.tags import KeywordSet
from phototagger.core.thumbnails import Thumbnail
from phototagger.ui.photo_model import PhotoModel, PhotoRole, pixmap_of

from .conftest import SUGGESTIONS, FakeSession, is_like, read_by_user, sent_by

RED = Thumbnail(2, 1, bytes((255, 0, 0, 255)) * 2)


def ids(*numbers: int) -> list[PhotoId]:
    return [PhotoId(number) for number in numbers]


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
    model.set_ids([])
    assert model.rowCount() == 0


def test_it_passes_the_tester_of_qt(fake_session: FakeSession, qtmodeltester: Any) -> None:
    model = PhotoModel(fake_session.as_session)
    qtmodeltester.check(model)
    for chosen in (ids(1, 2), ids(1, 2, 3), ids(3, 2), []):
        model.set_ids(chosen)
        assert list(model.ids) == chosen


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


def test_pixels_are_kept_and_painted(model: PhotoModel) -> None:
    rows = touched(model)
    model.take_thumbnail(ThumbnailReady(PhotoId(2), 64, RED))
    pixmap = ask(model, 1, PhotoRole.PIXMAP)
    assert isinstance(pixmap, QPixmap)
    assert (pixmap.width(), pixmap.height()) == (2, 1)
    assert is_like(pixmap.toImage().pixelColor(0, 0), QColor("red"))
    assert rows == [(1, 1)]


def test_a_pixmap_lives_longer_than_the_bytes_it_was_made_of() -> None:
    pixmap = pixmap_of(Thumbnail(2, 1, bytes(bytearray((0, 0, 255, 255)) * 2)))
    assert is_like(pixmap.toImage().pixelColor(1, 0), QColor("blue"))


def test_only_photos_without_pixels_are_asked_for(model: PhotoModel) -> None:
    model.take_thumbnail(ThumbnailReady(PhotoId(1), 64, RED))
    model.take_thumbnail(ThumbnailReady(PhotoId(2), 64, None, "It is damaged."))
    assert model.missing_pixmaps(range(-5, 50)) == ids(3)


def test_another_size_asks_again_but_paints_the_old_pixels_meanwhile(model: PhotoModel) -> None:
    model.take_thumbnail(ThumbnailReady(PhotoId(1), 64, RED))
    model.outdate_pixmaps()
    assert PhotoId(1) in model.missing_pixmaps(range(3))
    assert ask(model, 0, PhotoRole.PIXMAP) is not None
    model.take_thumbnail(ThumbnailReady(PhotoId(1), 128, RED))
    assert PhotoId(1) not in model.missing_pixmaps(range(3))


def test_a_broken_photo_is_tried_again_when_its_file_changes(model: PhotoModel) -> None:
    model.take_thumbnail(ThumbnailReady(PhotoId(1), 64, None, "It is damaged."))
    assert ask(model, 0, PhotoRole.PROBLEM) == "It is damaged."
    model.photos_changed(ids(1))
    assert ask(model, 0, PhotoRole.PROBLEM) == ""
    assert PhotoId(1) in model.missing_pixmaps(range(3))


def test_a_photo_whose_file_changed_is_rendered_anew(
    model: PhotoModel, fake_session: FakeSession
) -> None:
    model.take_thumbnail(ThumbnailReady(PhotoId(1), 64, RED))
    model.photos_changed(ids(1))
    assert PhotoId(1) not in model.missing_pixmaps(range(3)), "its state changed, not its file"
    photo = fake_session.photo(PhotoId(1))
    fake_session.known[photo.id] = replace(photo, fingerprint=Fingerprint(2, 2))
    model.photos_changed(ids(1))
    assert PhotoId(1) in model.missing_pixmaps(range(3))


def test_pixmaps_are_bounded_and_the_longest_unseen_go_first(model: PhotoModel) -> None:
    every = ids(*range(1, 1001))
    model.set_ids(every)
    for photo_id in every[:500]:
        model.take_thumbnail(ThumbnailReady(photo_id, 64, RED))
    ask(model, 0, PhotoRole.PIXMAP)
    for photo_id in every[500:]:
        model.take_thumbnail(ThumbnailReady(photo_id, 64, RED))
    kept = [photo_id for photo_id in every if model.pixmap(photo_id) is not None]
    assert len(kept) == 600
    assert kept[0] == 1, "it was looked at meanwhile"
    assert kept[1:] == every[-599:]


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
    assert tip.splitlines() == ["1.jpg", "beach  90%", "sea  70%", "dog  40%"]


@pytest.mark.parametrize("name", ["<img src=x>.jpg", "<b>bold<b>.jpg", "a &lt; b.jpg"])
def test_a_file_name_is_never_taken_for_markup(
    model: PhotoModel, fake_session: FakeSession, name: str
) -> None:
    photo = Photo(PhotoId(1), Path("/photos", name), Fingerprint(1, 1))
    fake_session.known[photo.id] = photo
    assert read_by_user(ask(model, 0, Qt.ItemDataRole.ToolTipRole)) == name
