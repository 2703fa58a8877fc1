"""What the user says about words, on the undo stack of the window."""

from __future__ import annotations

from pathlib import Path

from phototagger.core.events import VocabularyChanged
from phototagger.core.vocabulary import Word, changed
from phototagger.ui.main_window import MainWindow
from phototagger.ui.undo import ApplyVocabularyChange

from .conftest import Program

CAR = Word("car", synonyms=("auto",))


def test_a_change_of_the_vocabulary_is_undone_and_done_again(
    program: Program, window: MainWindow
) -> None:
    desk = program.session.vocabulary
    heard: list[VocabularyChanged] = []
    program.bridge.vocabulary_changed.connect(heard.append)
    change = changed(desk.current(), [CAR], "describe “car”")
    window.undo_stack.push(ApplyVocabularyChange(program.session, change))
    assert desk.current().word("car") == CAR
    window.undo_stack.undo()
    assert desk.current().word("car") == Word("car")
    window.undo_stack.redo()
    assert desk.current().word("car") == CAR
    assert [event.names for event in heard] == [frozenset({"car"})] * 3


def test_a_synonym_that_is_typed_becomes_its_word(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(photos[0])
    desk = program.session.vocabulary
    desk.apply(changed(desk.current(), [CAR], "describe “car”"))
    window.browser.grid.selectAll()
    window.desk.add(["auto", "car", "street"])
    assert program.review(ids[0]).keywords().names == ("car", "street")
