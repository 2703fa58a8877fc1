"""The menu of a tag, never suggesting a word again, and what the user's rules accept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from phototagger.core import review_changes
from phototagger.core.events import Notice, RuleApplied
from phototagger.core.metadata import read_photo
from phototagger.core.photo import PhotoFilter, PhotoId, SavingState
from phototagger.core.review import Decision
from phototagger.core.tags import TagSuggestion
from phototagger.core.vocabulary import Word, changed
from phototagger.ui.main_window import MainWindow
from phototagger.ui.tag_model import Section, SectionHead, TagEntry

from .conftest import Program

ANSWER = (
    TagSuggestion("beach", 0.9),
    TagSuggestion("sea", 0.7),
    TagSuggestion("hound", 0.65),
    TagSuggestion("2024", 0.6),
    TagSuggestion("dusk", 0.1),
)


@pytest.fixture
def shown(program: Program, window: MainWindow, photos: list[Path]) -> PhotoId:
    """Return the first of three tagged photos, shown and selected alone."""
    program.tagger.suggestions = ANSWER
    ids = program.open(*photos)
    program.tag(ids)
    window.browser.show_photo(ids[0])
    program.settle()
    return ids[0]


def say(program: Program, *words: Word) -> None:
    desk = program.session.vocabulary
    desk.apply(changed(desk.current(), words, "describe"))
    program.settle()


def highlight(window: MainWindow, name: str) -> None:
    panel = window.inspector.panel
    row = panel.model.row_of(name)
    assert row is not None
    panel.list.setCurrentIndex(panel.model.index(row, 0))


def reasons(window: MainWindow) -> dict[str, str]:
    """Return the rows of the section of hidden tags, opened if need be."""
    model = window.inspector.panel.model
    entries = [model.entry(row) for row in range(model.rowCount())]
    head = next(e for e in entries if isinstance(e, SectionHead) and e.section is Section.HIDDEN)
    if not head.is_open:
        model.toggle_section(Section.HIDDEN)
        entries = [model.entry(row) for row in range(model.rowCount())]
    found = {e.row.name: e.why_hidden for e in entries if isinstance(e, TagEntry) and e.why_hidden}
    assert len(found) == head.count, "the heading counts them"
    return found


def test_every_hidden_tag_says_why(program: Program, window: MainWindow, shown: PhotoId) -> None:
    say(
        program,
        Word("dog", synonyms=("hound",), show_from=0.7),
        Word("sea", is_never_suggested=True),
    )
    assert reasons(window) == {
        "sea": "never suggested",
        "dog": "below your threshold for “dog” (70%)",
        "2024": "only digits",
        "dusk": "below the threshold of 30%",
    }
    model = window.inspector.panel.model
    row = model.row_of("sea")
    assert row is not None
    spoken = model.data(model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "sea, 70 percent, suggested, never suggested"


def test_a_capped_and_a_merged_tag_say_why(
    program: Program, window: MainWindow, shown: PhotoId
) -> None:
    window.dialogs.keep(max_suggestions=2)
    window._on_settings_changed(("max_suggestions",))
    say(program, Word("sea", synonyms=("beach",)))
    assert reasons(window)["beach"] == "a synonym of “sea”"
    assert reasons(window)["dusk"] == "beyond the 2 most likely"


def test_b_never_suggests_the_highlighted_tag_again_and_undo_does(
    program: Program, window: MainWindow, shown: PhotoId
) -> None:
    highlight(window, "sea")
    window.inspector.panel.list.setFocus()
    QTest.keyClick(window.inspector.panel.list, Qt.Key.Key_B)
    program.settle()
    assert program.session.vocabulary.current().word("sea").is_never_suggested
    assert window.inspector.panel.current_names() == ["hound"], "on to the next one"
    assert reasons(window)["sea"] == "never suggested"
    assert all(not r.decisions for r in program.session.reviews(program.session.ids()).values())
    window.undo_stack.undo()
    program.settle()
    assert not program.session.vocabulary.current().word("sea").is_never_suggested
    assert "sea" not in reasons(window)


def test_b_on_a_word_that_is_never_suggested_suggests_it_again(
    program: Program, window: MainWindow, shown: PhotoId
) -> None:
    say(program, Word("sea", is_never_suggested=True))
    reasons(window)
    highlight(window, "sea")
    window.actions_by_id["never"].trigger()
    program.settle()
    assert not program.session.vocabulary.current().word("sea").is_never_suggested


def test_a_tag_has_a_menu_and_a_heading_has_none(
    program: Program, window: MainWindow, shown: PhotoId
) -> None:
    tags = window.inspector.panel.list
    highlight(window, "sea")
    tags.customContextMenuRequested.emit(QPoint(-1, -1))
    menu = tags.findChild(QMenu)
    assert menu is not None
    assert menu.isVisible()
    texts = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert texts[:3] == ["Accept or Undecide", "Reject", "Rename…"]
    assert {"Never Suggest Again", "Show All Photos"} <= set(texts)
    menu.close()
    tags.customContextMenuRequested.emit(tags.visualRect(tags.model().index(0, 0)).center())
    assert not menu.isVisible()


def test_all_photos_with_a_tag_are_shown(
    program: Program, window: MainWindow, shown: PhotoId
) -> None:
    program.session.apply(review_changes.add(program.session.reviews([shown]), ["sea"]))
    program.settle()
    highlight(window, "sea")
    window.actions_by_id["show_tagged"].trigger()
    program.settle()
    assert window.browser.find_bar.field.text() == 'tag:"sea"'
    assert list(window.browser.model.ids) == [shown]


def test_rules_accept_new_suggestions_in_one_step_that_is_undone(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    heard: list[RuleApplied] = []
    told: list[Notice] = []
    program.bridge.rule_applied.connect(heard.append)
    program.bridge.noticed.connect(told.append)
    window.dialogs.keep(auto_accept_from=0.65)
    window._on_settings_changed(("auto_accept_from",))
    program.tagger.suggestions = ANSWER
    ids = program.open(*photos)
    say(program, Word("hound", accept_from=0.95), Word("dusk", accept_from=0.1))
    program.session.apply(
        review_changes.build(
            program.session.reviews(ids[:1]),
            lambda review: review.decide("beach", Decision.REJECTED),
            "no",
        )
    )
    program.tag(ids)
    assert program.review(ids[0]).keywords().names == ("sea", "dusk"), "what was decided stays"
    assert program.review(ids[1]).keywords().names == ("beach", "sea", "dusk")
    assert len(heard) == 1
    assert heard[0].change.ids == frozenset(ids)
    assert [notice.text for notice in told if notice.key == "rules"] == [
        "Your rules accepted 8 tags on 3 photos. Undo takes that back."
    ]
    assert window.undo_stack.count() == 1
    window.undo_stack.undo()
    assert [program.review(i).keywords().names for i in ids] == [(), (), ()]
    decision = program.review(ids[0]).decision("beach")
    assert decision is not None
    assert decision.decision is Decision.REJECTED
    window.undo_stack.redo()
    assert program.review(ids[1]).keywords().names == ("beach", "sea", "dusk")


def test_without_a_rule_nothing_is_accepted(
    program: Program, window: MainWindow, shown: PhotoId
) -> None:
    assert window.undo_stack.count() == 0
    assert not program.review(shown).decisions


def test_settings_are_followed_by_photos_that_were_tagged_before(
    program: Program, window: MainWindow, shown: PhotoId
) -> None:
    assert {s.name: s.hidden for s in program.review(shown).suggestions}["2024"] == "number"
    window.dialogs.keep(drop_junk=False)
    window._on_settings_changed(("drop_junk",))
    program.settle()
    assert {s.name: s.hidden for s in program.review(shown).suggestions}["2024"] == ""


def test_parents_are_written_and_private_words_are_not(
    program: Program, window: MainWindow, shown: PhotoId
) -> None:
    say(program, Word("sea", parent="water"), Word("diary", is_private=True))
    program.session.apply(review_changes.add(program.session.reviews([shown]), ["sea", "diary"]))
    program.settle()
    program.session.write([shown])
    program.settle()
    path = program.session.photo(shown).path
    assert set(read_photo(path).keywords) == {"sea", "water"}
    assert program.session.photo(shown).saving is SavingState.SAVED
    assert program.session.count_by_filter()[PhotoFilter.UNSAVED] == 0
    say(program, Word("diary"))
    assert program.session.photo(shown).saving is SavingState.UNSAVED
    say(program, Word("sea"))
    assert "water" in program.review(shown).in_file, "nothing is taken out of a file by itself"


def test_the_photo_says_who_tagged_it(program: Program, window: MainWindow, shown: PhotoId) -> None:
    said = window.inspector._line.accessibleDescription()
    assert said.startswith("Tagged ")
    assert said.endswith(" by fake/1, English")
    window.browser.grid.selectAll()
    program.settle()
    assert window.inspector._line.accessibleDescription() == ""
