"""Gestures on the selection: all, some, none; undo and redo; what a re-run leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack

from phototagger.core.review import Coverage, Decision, SelectionRow, TagState, selection_rows
from phototagger.core.tags import TagSuggestion
from phototagger.ui.review_desk import ReviewDesk

from .conftest import SUGGESTIONS, Program


class Desk:
    """A desk over three tagged photos, the second one without a "sea"."""

    def __init__(self, program: Program, photos: list[Path]) -> None:
        self.program = program
        self.ids = program.open(*photos)
        self.selected = list(self.ids)
        self.stack = QUndoStack()
        self.desk = ReviewDesk(program.session, self.stack, lambda: self.selected)
        first, second, third = self.ids
        program.tag([first, third])
        program.tagger.suggestions = SUGGESTIONS[:1]
        program.tag([second])
        program.tagger.suggestions = SUGGESTIONS

    def row(self, name: str) -> SelectionRow:
        return next(row for row in selection_rows(self.desk.reviews().values()) if row.name == name)

    def names(self) -> list[str]:
        return [row.name for row in selection_rows(self.desk.reviews().values())]

    def states(self, name: str) -> list[TagState | None]:
        """Return the state of a tag on each photo."""
        rows = (self.program.review(photo_id).rows() for photo_id in self.ids)
        return [next((r.state for r in found if r.name == name), None) for found in rows]

    def write(self) -> None:
        self.program.session.write(self.ids)
        self.program.settle()

    def decisions(self) -> list[object]:
        return [self.program.review(photo_id).decisions for photo_id in self.ids]


@pytest.fixture
def desk(program: Program, photos: list[Path]) -> Desk:
    return Desk(program, photos)


ACC, SUG, REJ, FILE, OWN = (
    TagState.ACCEPTED,
    TagState.SUGGESTED,
    TagState.REJECTED,
    TagState.IN_FILE,
    TagState.OWN,
)


# All, some, none


def test_toggling_goes_from_none_to_all_and_back(desk: Desk) -> None:
    assert desk.row("beach").coverage is Coverage.NONE
    desk.desk.toggle(["beach"])
    assert desk.row("beach").coverage is Coverage.FULL
    desk.desk.toggle(["beach"])
    assert desk.states("beach") == [SUG, SUG, SUG]


def test_toggling_some_makes_it_all(desk: Desk) -> None:
    desk.selected = [desk.ids[0]]
    desk.desk.toggle(["beach"])
    desk.selected = list(desk.ids)
    assert desk.row("beach").coverage is Coverage.PARTIAL
    desk.desk.toggle(["beach"])
    assert desk.states("beach") == [ACC, ACC, ACC]


def test_a_tag_is_accepted_also_where_it_was_not_suggested(desk: Desk) -> None:
    desk.desk.toggle(["sea"])
    assert desk.states("sea") == [ACC, OWN, ACC]


def test_several_tags_toggle_together(desk: Desk) -> None:
    desk.desk.toggle(["beach"])
    desk.desk.toggle(["beach", "sea"])
    assert [desk.row(name).coverage for name in ("beach", "sea")] == [Coverage.FULL] * 2


def test_a_keyword_of_the_file_is_toggled_off_by_rejecting_it(desk: Desk) -> None:
    desk.desk.toggle(["beach"])
    desk.write()
    assert desk.states("beach") == [FILE, FILE, FILE]
    desk.desk.toggle(["beach"])
    assert desk.states("beach") == [REJ, REJ, REJ]
    assert desk.row("beach").will_be_removed


def test_toggling_off_works_where_it_is_in_some_files_and_accepted_on_others(desk: Desk) -> None:
    desk.selected = [desk.ids[0]]
    desk.desk.toggle(["beach"])
    desk.write()
    desk.selected = list(desk.ids)
    desk.desk.toggle(["beach"])
    assert desk.row("beach").coverage is Coverage.FULL
    desk.desk.toggle(["beach"])
    assert desk.row("beach").coverage is Coverage.NONE


def test_toggling_off_a_mixture_only_undecides_what_is_no_keyword_yet(desk: Desk) -> None:
    desk.selected = [desk.ids[0]]
    desk.desk.toggle(["beach"])
    desk.write()
    desk.desk.toggle(["sea"])
    desk.desk.toggle(["beach", "sea"])
    assert desk.states("beach")[0] is REJ, "it leaves the file"
    assert desk.states("sea")[0] is SUG, "it was a suggestion and is one again"


def test_a_word_of_the_users_own_goes_when_it_is_toggled_off(desk: Desk) -> None:
    desk.desk.add(["Brno"])
    assert desk.states("Brno") == [OWN, OWN, OWN]
    desk.desk.toggle(["Brno"])
    assert "Brno" not in desk.names()


def test_a_name_that_is_not_there_toggles_nothing(desk: Desk) -> None:
    desk.desk.toggle(["nobody"])
    assert desk.stack.count() == 0


# Rejecting


def test_rejecting_again_takes_it_back(desk: Desk) -> None:
    desk.desk.reject(["beach"])
    assert desk.states("beach") == [REJ, REJ, REJ]
    desk.desk.reject(["beach"])
    assert desk.states("beach") == [SUG, SUG, SUG]


def test_rejecting_touches_only_photos_that_have_the_tag(desk: Desk) -> None:
    desk.desk.reject(["sea"])
    assert desk.states("sea") == [REJ, None, REJ]


def test_a_rejection_survives_another_run_of_the_service(desk: Desk) -> None:
    desk.desk.reject(["beach"])
    desk.program.tagger.suggestions = (TagSuggestion("beach", 0.99), TagSuggestion("sand", 0.8))
    desk.program.tag(desk.ids)
    assert desk.states("beach") == [REJ, REJ, REJ]
    assert desk.states("sand") == [SUG, SUG, SUG]


def test_undo_after_another_run_leaves_the_new_answer(desk: Desk) -> None:
    desk.desk.reject(["beach"])
    desk.program.tagger.suggestions = (TagSuggestion("beach", 0.99), TagSuggestion("sand", 0.8))
    desk.program.tag(desk.ids)
    desk.stack.undo()
    assert desk.states("beach") == [SUG, SUG, SUG]
    assert desk.row("beach").probability == pytest.approx(0.99)
    assert desk.states("sand") == [SUG, SUG, SUG]


# Adding, renaming, accepting all


def test_renaming_rejects_the_suggestion_and_adds_the_word(desk: Desk) -> None:
    desk.desk.rename("sea", "ocean")
    assert desk.states("sea") == [REJ, None, REJ]
    assert desk.states("ocean") == [OWN, None, OWN]


def test_accept_all_takes_each_photos_likely_suggestions(desk: Desk) -> None:
    desk.desk.accept_from(0.7)
    assert desk.states("beach") == [ACC, ACC, ACC]
    assert desk.states("sea") == [ACC, None, ACC]
    assert desk.states("dog") == [SUG, None, SUG]


def test_accept_all_leaves_rejections_alone(desk: Desk) -> None:
    desk.desk.reject(["beach"])
    desk.desk.accept_from(0.0)
    assert desk.states("beach") == [REJ, REJ, REJ]
    assert desk.states("snow") == [ACC, None, ACC]


# Undo


def test_one_gesture_on_many_photos_is_one_step(desk: Desk) -> None:
    before = desk.decisions()
    desk.desk.accept_from(0.5)
    after = desk.decisions()
    assert desk.stack.count() == 1
    desk.stack.undo()
    assert desk.decisions() == before
    desk.stack.redo()
    assert desk.decisions() == after


def test_every_kind_of_gesture_can_be_taken_back_in_turn(desk: Desk) -> None:
    history = [desk.decisions()]
    gestures: tuple[Callable[[], None], ...] = (
        lambda: desk.desk.toggle(["beach"]),
        lambda: desk.desk.reject(["sea", "dog"]),
        lambda: desk.desk.add(["Brno", "sunset"]),
        lambda: desk.desk.rename("Brno", "Prague"),
        lambda: desk.desk.accept_from(0.0),
        lambda: desk.desk.toggle(["beach", "sunset"]),
    )
    for gesture in gestures:
        gesture()
        history.append(desk.decisions())
    for expected in reversed(history[:-1]):
        desk.stack.undo()
        assert desk.decisions() == expected
    for expected in history[1:]:
        desk.stack.redo()
        assert desk.decisions() == expected


def test_undo_concerns_the_photos_of_the_gesture_not_those_selected_now(desk: Desk) -> None:
    desk.selected = [desk.ids[0]]
    desk.desk.toggle(["beach"])
    desk.selected = [desk.ids[2]]
    desk.stack.undo()
    assert desk.states("beach") == [SUG, SUG, SUG]


def test_a_gesture_that_changes_nothing_is_no_step(desk: Desk) -> None:
    desk.desk.add([])
    desk.desk.rename("nobody", "somebody")
    assert desk.stack.count() == 0
    desk.selected = []
    desk.desk.toggle(["beach"])
    desk.desk.reject(["beach"])
    assert desk.stack.count() == 0


def test_the_undo_menu_says_what_it_takes_back(desk: Desk) -> None:
    desk.desk.toggle(["beach"])
    assert desk.stack.undoText() == "accept “beach” on 3 photos"
    desk.desk.reject(["sea", "dog"])
    assert desk.stack.undoText() == "reject 2 tags on 3 photos"
    desk.desk.toggle(["beach"])
    assert desk.stack.undoText() == "undecide “beach” on 3 photos"


def test_decisions_are_in_the_catalog_at_once(desk: Desk) -> None:
    desk.desk.toggle(["beach"])
    assert desk.program.session.unsaved() == desk.ids
    assert {d.decision for d in desk.program.review(desk.ids[0]).decisions} == {Decision.ACCEPTED}
    desk.stack.undo()
    assert desk.program.session.unsaved() == []
