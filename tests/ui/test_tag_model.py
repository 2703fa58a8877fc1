"""The list of tags: sections, folding, numbers, words for a screen reader."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from phototagger.core.review import Decision, Review, SelectionRow, selection_rows
from phototagger.core.tags import KeywordSet, TagSuggestion
from phototagger.ui.tag_model import Section, SectionHead, TagEntry, TagModel

from .conftest import SUGGESTIONS, read_by_user, sent_by

HIDE_BELOW, ACCEPT_FROM = 0.3, 0.6
MIXED = (
    Review(SUGGESTIONS, in_file=KeywordSet.of(["holiday"]))
    .decide("beach", Decision.ACCEPTED)
    .decide("Brno", Decision.ACCEPTED)
    .decide("dog", Decision.REJECTED)
)


@pytest.fixture
def model(qapp: object) -> TagModel:
    return TagModel()


def show(model: TagModel, *reviews: Review) -> None:
    model.show(selection_rows(reviews), len(reviews), HIDE_BELOW, ACCEPT_FROM)


def texts(model: TagModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def entry(model: TagModel, name: str) -> TagEntry:
    row = model.row_of(name)
    assert row is not None, name
    found = model.entry(row)
    assert isinstance(found, TagEntry)
    return found


def heads(model: TagModel) -> list[tuple[Section, int, bool]]:
    entries = [model.entry(row) for row in range(model.rowCount())]
    return [(e.section, e.count, e.is_open) for e in entries if isinstance(e, SectionHead)]


def test_it_is_a_proper_model(model: TagModel, qtmodeltester: Any) -> None:
    show(model, MIXED)
    qtmodeltester.check(model)
    model.toggle_section(Section.HIDDEN)
    show(model, Review(SUGGESTIONS))
    show(model, Review(SUGGESTIONS).decide("sea", Decision.ACCEPTED))
    show(model)
    assert model.rowCount() == 0


def test_tags_stand_in_sections_and_the_unlikely_and_rejected_are_folded(model: TagModel) -> None:
    show(model, MIXED)
    assert texts(model) == [
        "Keywords (3)",
        "holiday",
        "beach",
        "Brno",
        "Suggestions (1)",
        "sea",
        "Hidden (1)",
        "Rejected (1)",
    ]


def test_empty_sections_have_no_heading(model: TagModel) -> None:
    show(model, Review(SUGGESTIONS[:1]))
    assert texts(model) == ["Suggestions (1)", "beach"]


@pytest.mark.parametrize(("section", "name"), [(Section.HIDDEN, "snow"), (Section.REJECTED, "dog")])
def test_a_section_unfolds_and_folds_again(model: TagModel, section: Section, name: str) -> None:
    show(model, MIXED)
    assert model.row_of(name) is None
    model.toggle_section(section)
    assert model.row_of(name) is not None
    assert (section, 1, True) in heads(model)
    show(model, MIXED)
    assert model.row_of(name) is not None, "it stays open when the tags are shown again"
    model.toggle_section(section)
    assert model.row_of(name) is None


def test_a_rejected_keyword_of_the_file_says_that_it_will_go(model: TagModel) -> None:
    show(model, Review(in_file=KeywordSet.of(["old"])).decide("old", Decision.REJECTED))
    model.toggle_section(Section.REJECTED)
    assert entry(model, "old").row.will_be_removed
    spoken = model.index(model.row_of("old") or 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "old, rejected, will be removed from the file"


@pytest.mark.parametrize(
    ("probability", "section"),
    [
        (0.0, Section.HIDDEN),
        (0.29, Section.HIDDEN),
        (0.3, Section.SUGGESTED),
        (1.0, Section.SUGGESTED),
    ],
)
def test_the_threshold_hides_what_is_below_it(
    model: TagModel, probability: float, section: Section
) -> None:
    show(model, Review((TagSuggestion("x", probability),)))
    assert [head for head, _, _ in heads(model)] == [section]


def test_what_accept_all_would_take_is_marked(model: TagModel) -> None:
    show(model, Review(SUGGESTIONS))
    assert [entry(model, name).above_threshold for name in ("beach", "sea", "dog")] == [
        True,
        True,
        False,
    ]


def test_the_first_ten_suggestions_have_a_digit(model: TagModel) -> None:
    many = tuple(TagSuggestion(f"tag {n}", 0.9 - n / 100) for n in range(12))
    show(model, Review(many))
    shortcuts = [entry(model, f"tag {n}").shortcut for n in range(12)]
    assert "".join(shortcuts) == "1234567890"
    assert shortcuts[10:] == ["", ""]
    assert model.name_of_shortcut("1") == "tag 0"
    assert model.name_of_shortcut("0") == "tag 9"


def test_keywords_have_no_digit_and_free_theirs(model: TagModel) -> None:
    show(model, Review(SUGGESTIONS).decide("beach", Decision.ACCEPTED))
    assert entry(model, "beach").shortcut == ""
    assert model.name_of_shortcut("1") == "sea"
    assert model.name_of_shortcut("7") is None


def test_digits_do_not_slide_while_they_are_typed(model: TagModel) -> None:
    review = Review(SUGGESTIONS)
    show(model, review)
    first, second = (model.name_of_shortcut(digit) for digit in "12")
    assert first is not None and second is not None
    review = review.decide(first, Decision.ACCEPTED)
    show(model, review)
    assert model.name_of_shortcut("2") == second
    assert entry(model, second).shortcut == "2"
    assert model.name_of_shortcut("1") == first  # the same digit takes it back
    model.renumber()
    show(model, review)
    assert model.name_of_shortcut("1") == second


def test_the_next_ten_are_numbered_when_all_with_a_digit_are_decided(model: TagModel) -> None:
    review = Review(tuple(TagSuggestion(f"tag {n}", 0.9 - n / 100) for n in range(12)))
    show(model, review)
    for number in range(10):
        review = review.decide(f"tag {number}", Decision.ACCEPTED)
        show(model, review)
    assert [entry(model, f"tag {n}").shortcut for n in (10, 11)] == ["1", "2"]


def test_the_same_tags_again_repaint_and_keep_the_selection(model: TagModel) -> None:
    show(model, Review(SUGGESTIONS))
    selection = QItemSelectionModel(model)
    selection.select(model.index(2), QItemSelectionModel.SelectionFlag.Select)
    resets = sent_by(model.modelReset)
    painted: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: painted.append((first.row(), last.row())))
    show(model, Review(tuple(TagSuggestion(s.name, s.probability) for s in SUGGESTIONS)))
    assert resets == []
    assert painted == [(0, model.rowCount() - 1)]
    assert [index.row() for index in selection.selectedIndexes()] == [2]


def test_headings_cannot_be_highlighted_but_tags_can(model: TagModel) -> None:
    show(model, Review(SUGGESTIONS))
    selectable = Qt.ItemFlag.ItemIsSelectable
    assert not model.flags(model.index(0)) & selectable
    assert model.flags(model.index(1)) & selectable


def test_pending_counts_each_photo(model: TagModel) -> None:
    show(model, Review(SUGGESTIONS[:2]), Review(SUGGESTIONS[:1]))
    assert sorted(model.pending()) == [0.7, 0.9, 0.9]


def test_a_screen_reader_hears_the_state(model: TagModel) -> None:
    show(model, MIXED)
    role = Qt.ItemDataRole.AccessibleTextRole

    def spoken(name: str) -> str:
        return str(model.index(model.row_of(name) or 0).data(role))

    assert spoken("beach") == "beach, 90 percent, accepted"
    assert spoken("Brno") == "Brno, own"
    assert spoken("holiday") == "holiday, in file"
    assert spoken("sea") == "sea, 70 percent, suggested"
    assert model.index(0).data(role) == "Keywords (3)"


def test_over_several_photos_it_says_on_how_many_and_how_sure(model: TagModel) -> None:
    show(
        model,
        Review((TagSuggestion("dog", 0.8),)),
        Review((TagSuggestion("dog", 0.6),)),
        Review(),
    )
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert (
        spoken == "dog, 70 percent, suggested, on 2 of 3 photos, between 60 percent and 80 percent"
    )


def test_a_service_cannot_put_markup_into_a_tool_tip(model: TagModel) -> None:
    show(model, Review((TagSuggestion("<img src=x>", 0.9),)))
    tip = str(model.index(1).data(Qt.ItemDataRole.ToolTipRole))
    assert read_by_user(tip).startswith("<img src=x>, 90 percent, suggested")


def test_a_tag_that_is_on_some_photos_is_a_keyword(model: TagModel) -> None:
    rows: tuple[SelectionRow, ...] = selection_rows(
        [Review(SUGGESTIONS[:1]).decide("beach", Decision.ACCEPTED), Review(SUGGESTIONS[:1])]
    )
    model.show(rows, 2, HIDE_BELOW, ACCEPT_FROM)
    assert texts(model) == ["Keywords (1)", "beach"]
