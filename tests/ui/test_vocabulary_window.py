"""The vocabulary: a tree with numbers, what is said about words, and words on all photos."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QPushButton

from phototagger.core.photo import PhotoId
from phototagger.core.review import Decision, ReviewChange, TagDecision
from phototagger.core.tags import TagOrigin
from phototagger.core.vocabulary import Vocabulary, Word, changed
from phototagger.core.word_proposals import Proposal, ProposalKind
from phototagger.core.word_use import WordReport, WordUse
from phototagger.ui.everywhere_dialog import EverywhereDialog, Verb
from phototagger.ui.main_window import MainWindow
from phototagger.ui.vocabulary_window import VocabularyWindow
from phototagger.ui.word_model import Shape, WordModel

from .conftest import Program, answering, button, sent_by

WORDS = {
    word.name: word
    for word in (
        Word("dog", parent="animal", synonyms=("hound",), translations={"cs": "pes"}),
        Word("pug", parent="dog", show_from=0.4),
        Word("client A", is_private=True),
        Word("indoor", is_never_suggested=True),
    )
}
REPORT = WordReport(
    {
        "dog": WordUse("dog", 312, 40, 42, 3),
        "beach": WordUse("beach", 7, 0, 0, 0),
        "snow": WordUse("snow", 0, 12, 0, 5),
    }
)
PROPOSAL = Proposal(ProposalKind.NEVER, "snow", 25, 24)


def texts(model: WordModel, parent: QModelIndex | None = None) -> list[str]:
    above = parent or QModelIndex()
    return [model.index(row, 0, above).data() for row in range(model.rowCount(above))]


@pytest.fixture
def model() -> WordModel:
    model = WordModel()
    model.show_words(Vocabulary(WORDS), REPORT, {"snow": [PROPOSAL]})
    return model


# The model


def test_the_model_keeps_the_rules_of_qt(model: WordModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for shape in Shape:
        model.set_shape(shape)
        model.search("o")
        model.search("")
        model.sort(1, Qt.SortOrder.DescendingOrder)
    assert tester.model() is model


def test_words_stand_below_their_parents(model: WordModel) -> None:
    assert texts(model) == ["animal", "beach", "client A", "indoor"]
    assert texts(model, model.index_of("animal")) == ["dog"]
    assert texts(model, model.index_of("dog")) == ["pug"]
    model.set_shape(Shape.FLAT)
    assert texts(model) == ["animal", "beach", "client A", "dog", "indoor", "pug", "snow"]
    model.set_shape(Shape.PROPOSED)
    assert texts(model) == ["snow"]


def test_a_row_tells_numbers_and_rules(model: WordModel) -> None:
    index = model.index_of("dog")
    cells = [index.siblingAtColumn(column).data() for column in range(5)]
    assert cells == ["dog", "312", "40", "42 / 3", ""]
    rules = {name: model.index_of(name).siblingAtColumn(4).data() for name in WORDS}
    assert rules == {
        "dog": "",
        "pug": "shown from 40%",
        "client A": "private",
        "indoor": "never suggested",
    }
    spoken = model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "dog, on 312 photos, suggested on 40 photos"


def test_a_search_finds_synonyms_and_translations_with_the_words_above(model: WordModel) -> None:
    for text in ("hound", "PES", "do"):
        model.search(text)
        assert "dog" in texts(model, model.index_of("animal")), text
    model.search("zebra")
    assert model.word_count == 0


def test_columns_sort_among_siblings(model: WordModel) -> None:
    model.set_shape(Shape.FLAT)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert texts(model)[:2] == ["dog", "beach"]


def test_a_circle_of_parents_is_shown(model: WordModel) -> None:
    circle = {"a": Word("a", parent="b"), "b": Word("b", parent="a")}
    model.show_words(Vocabulary(circle), WordReport(), {})
    assert model.word_count == 2
    assert model.rowCount() == 1


def test_words_are_dragged_below_others(model: WordModel) -> None:
    moved = sent_by(model.moved)
    data = model.mimeData([model.index_of("beach"), model.index_of("pug")])
    below = model.index_of("animal")
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, below)
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    assert moved == [(["beach", "pug"], "animal"), (["beach", "pug"], "")]
    assert not model.dropMimeData(QMimeData(), Qt.DropAction.MoveAction, -1, -1, below)


def test_many_words_are_shown_at_once(model: WordModel) -> None:
    names = [f"word {number}" for number in range(10_000)]
    words = {
        name: Word(name, parent=names[number // 7] if number else "").kept()
        for number, name in enumerate(names)
    }
    model.show_words(Vocabulary(words), WordReport(), {})
    assert model.word_count == 10_000
    model.search("9999")
    assert model.word_count < 10


# The window


def give(program: Program, photos: dict[PhotoId, tuple[str, ...]]) -> None:
    """Let photos have keywords of the user's own."""
    after = {
        photo_id: tuple(TagDecision(n, Decision.ACCEPTED, TagOrigin.USER) for n in names)
        for photo_id, names in photos.items()
    }
    before = {photo_id: program.review(photo_id).decisions for photo_id in photos}
    program.session.apply(ReviewChange("give", before, after))


def said(program: Program, *words: Word) -> None:
    desk = program.session.vocabulary
    desk.apply(changed(desk.current(), words, "say"))


def opened(program: Program, window: MainWindow) -> VocabularyWindow:
    window.actions_by_id["vocabulary"].trigger()
    program.settle()
    dialog = window.vocabulary.dialog
    assert dialog is not None
    return dialog


def keyword_names(program: Program, photo_id: PhotoId) -> tuple[str, ...]:
    return program.review(photo_id).keywords().names


def test_v_opens_the_window_and_escape_closes_it(program: Program, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_V)
    dialog = window.vocabulary.dialog
    assert dialog is not None
    program.settle()
    assert not dialog.isModal()
    assert "There are no words yet" in dialog.empty.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.vocabulary.dialog is None


def test_words_come_with_their_numbers_and_follow_changes(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    give(program, {ids[0]: ("beach",), ids[1]: ("beach", "sea")})
    dialog = opened(program, window)
    assert dialog.counts.text() == "2 words"
    assert dialog.model.index_of("beach").siblingAtColumn(1).data() == "2"
    give(program, {ids[2]: ("beach",)})
    program.settle()
    assert dialog.model.index_of("beach").siblingAtColumn(1).data() == "3"
    dialog.close()


def test_what_is_said_about_a_word_is_kept_and_undone(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    give(program, {ids[0]: ("dog",)})
    dialog = opened(program, window)
    dialog.choose("dog")
    details = dialog.details
    details.parent_field.setText("animal")
    details.synonyms.setText("hound, doggo")
    details.czech.setText("pes")
    details.show_from.setValue(40)
    details.czech.editingFinished.emit()
    wanted = Word(
        "dog",
        parent="animal",
        synonyms=("hound", "doggo"),
        translations={"cs": "pes"},
        show_from=0.4,
    )
    current = program.session.vocabulary.current
    assert current().word("dog") == wanted
    details.private.click()
    assert current().word("dog").is_private
    window.undo_stack.undo()
    assert current().word("dog") == wanted
    assert not details.private.isChecked()
    window.undo_stack.undo()
    assert current().word("dog") == Word("dog")
    assert details.parent_field.text() == ""
    dialog.close()


@pytest.mark.parametrize(
    ("field", "text", "problem"),
    [
        ("parent_field", "pug", "“pug” stands below “dog” already."),
        ("synonyms", "pug", "“pug” is a word of its own; merge it into “dog” instead."),
        ("synonyms", "bow-wow", "“bow-wow” is a synonym of “cat” already."),
    ],
)
def test_what_cannot_be_said_is_refused_with_the_reason(
    program: Program, window: MainWindow, field: str, text: str, problem: str
) -> None:
    said(program, *WORDS.values(), Word("cat", synonyms=("bow-wow",)))
    dialog = opened(program, window)
    dialog.choose("dog")
    line = getattr(dialog.details, field)
    line.setFocus()
    line.setText(text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert dialog.details.problem.text() == problem
    assert program.session.vocabulary.current().word("dog") == WORDS["dog"]
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() != text
    assert dialog.isVisible()
    dialog.close()


def test_flags_of_several_words_are_set_at_once(program: Program, window: MainWindow) -> None:
    said(program, *WORDS.values())
    dialog = opened(program, window)
    dialog.tree.expandAll()
    dialog.tree.selectAll()
    assert dialog.details.title.text() == "5 words"
    assert dialog.details.private.checkState() is Qt.CheckState.PartiallyChecked
    dialog.details.private.click()
    current = program.session.vocabulary.current
    assert all(current().word(name).is_private for name in (*WORDS, "animal"))
    window.undo_stack.undo()
    assert current().words == WORDS
    dialog.close()


def test_a_new_word_stays_though_nothing_is_said_about_it(
    program: Program, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(program, window)
    monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: ("Kilimanjaro", True))
    dialog.verbs["new"].trigger()
    assert dialog.tree.selected_names() == ["Kilimanjaro"]
    monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: ("crater", True))
    dialog.verbs["new"].trigger()
    assert program.session.vocabulary.current().words == {
        "Kilimanjaro": Word("Kilimanjaro", is_kept=True),
        "crater": Word("crater", parent="Kilimanjaro"),
    }
    dialog.close()


def test_words_are_moved_by_dragging(program: Program, window: MainWindow) -> None:
    said(program, *WORDS.values())
    dialog = opened(program, window)
    dialog.model.moved.emit(["client A", "animal"], "dog")
    current = program.session.vocabulary.current()
    assert current.word("client A").parent == "dog"
    assert current.word("animal").parent == "", "no word stands below its own child"
    dialog.close()


def test_the_window_comes_back_as_it_was_left(program: Program, window: MainWindow) -> None:
    said(program, *WORDS.values())
    dialog = opened(program, window)
    dialog.resize(900, 555)
    dialog.tree.setExpanded(dialog.model.index_of("animal"), True)
    dialog.close()
    again = opened(program, window)
    assert again.size().height() == 555
    assert again.tree.isExpanded(again.model.index_of("animal"))
    again.search.setText("pug")
    again._on_search("pug")
    again.search.clear()
    again._on_search("")
    assert again.tree.opened == {"animal"}, "a search opens rows for a while only"
    again.close()


# Words on all photos


def test_a_word_is_renamed_on_all_photos_with_the_count_first(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    give(program, {ids[0]: ("beech", "sea"), ids[1]: ("beech",)})
    before = {photo_id: program.review(photo_id) for photo_id in ids}
    dialog = opened(program, window)
    dialog.choose("beech")
    QTest.keyClick(dialog, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    question = window.vocabulary.question
    assert question is not None
    program.settle()
    assert question.heading.text() == "“beech” is on 2 photos."
    assert not question.do_it.isEnabled(), "the name is the same"
    question.field.setText("beach")
    assert question.do_it.text() == "Rename on 2 photos"
    question.do_it.click()
    program.settle()
    assert keyword_names(program, ids[0]) == ("beach", "sea")
    assert window.undo_stack.undoText() == "rename “beech” to “beach” everywhere"
    window.undo_stack.undo()
    program.settle()
    assert {photo_id: program.review(photo_id) for photo_id in ids} == before
    window.undo_stack.redo()
    program.settle()
    assert keyword_names(program, ids[1]) == ("beach",)
    assert not window.vocabulary.run.is_running
    dialog.close()


def test_shift_f2_renames_the_highlighted_tag_everywhere(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    give(program, dict.fromkeys(ids, ("sea",)))
    window.browser.grid.selectAll()
    panel = window.inspector.panel
    panel.list.setCurrentIndex(panel.model.index(1, 0))
    window.actions_by_id["rename_everywhere"].trigger()
    question = window.vocabulary.question
    assert question is not None
    program.settle()
    assert question.heading.text() == "“sea” is on 3 photos."
    question.field.setText("ocean")
    question.accept()
    program.settle()
    assert all(keyword_names(program, photo_id) == ("ocean",) for photo_id in ids)


def test_words_are_merged_and_the_vocabulary_follows(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    give(program, {ids[0]: ("auto",), ids[1]: ("car", "auto")})
    said(program, Word("auto", parent="vehicle"))
    dialog = opened(program, window)
    dialog.tree.expandAll()
    dialog.choose("auto")
    dialog.verbs["merge"].trigger()
    question = window.vocabulary.question
    assert question is not None
    program.settle()
    question.field.setText("car")
    question.accept()
    program.settle()
    assert [keyword_names(program, photo_id) for photo_id in ids[:2]] == [("car",), ("car",)]
    word = program.session.vocabulary.current().word("car")
    assert word == Word("car", parent="vehicle", synonyms=("auto",))
    dialog.close()


def test_a_word_is_deleted_by_key(program: Program, window: MainWindow, photos: list[Path]) -> None:
    ids = program.open(*photos)
    give(program, {ids[0]: ("beech", "sea")})
    dialog = opened(program, window)
    dialog.choose("beech")
    QTest.keyClick(dialog.tree, Qt.Key.Key_Delete)
    question = window.vocabulary.question
    assert question is not None
    program.settle()
    assert question.field.isHidden()
    question.accept()
    program.settle()
    assert keyword_names(program, ids[0]) == ("sea",)
    assert not dialog.model.index_of("beech").isValid()
    dialog.close()


def test_a_name_that_exists_is_said_to_become_one(program: Program, window: MainWindow) -> None:
    dialog = EverywhereDialog(Verb.RENAME, ["auto"], ["auto", "car"], window, suggested=True)
    dialog.take_count(312, 12)
    dialog.show()
    dialog.field.setText("car")
    assert dialog.note.isVisible()
    assert dialog.note.text() == "“car” is a word already; the two become one."
    assert dialog.keep.isChecked()
    assert dialog.gesture().into == "car"
    dialog.close()
    dialog.deleteLater()


def test_typing_is_dropped_while_photos_change_and_cancel_brings_all_back(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    give(program, {ids[0]: ("auto",)})
    run = window.vocabulary.run
    stopped = sent_by(run.stop_wanted)
    run.begin("Rename Everywhere", window)
    QTest.keyClick(window, Qt.Key.Key_V)
    assert window.vocabulary.dialog is None
    program.qtbot.waitUntil(lambda: run.dialog is not None)
    assert run.dialog is not None
    run.step(200, 1000)
    button(run.dialog, "Cancel").click()
    assert len(stopped) == 1
    assert run.dialog.isVisible(), "until everything is as it was"
    run.end()
    assert not run.is_running
    window.activateWindow()
    program.qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_V)
    assert window.vocabulary.dialog is not None
    window.vocabulary.dialog.close()


def test_a_stopped_undo_leaves_the_stack_where_it_was(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    give(program, {ids[0]: ("auto",)})
    window.vocabulary.ask(Verb.RENAME, ["auto"])
    question = window.vocabulary.question
    assert question is not None
    program.settle()
    question.field.setText("car")
    question.accept()
    program.settle()
    edits = program.session._lanes.edits
    edits.pause()  # so that it is stopped before its first photo
    window.undo_stack.undo()
    assert program.session.everywhere.is_running
    program.session.everywhere.stop()
    edits.resume()
    program.settle()
    assert not program.session.everywhere.is_running
    assert keyword_names(program, ids[0]) == ("car",)
    assert window.undo_stack.canUndo()
    window.undoing.undo()
    program.settle()
    assert keyword_names(program, ids[0]) == ("auto",)
    assert not window.undo_stack.canUndo()


# Proposals, files, photos


def test_a_proposal_is_explained_accepted_and_dismissed(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    dialog = opened(program, window)
    report = WordReport({"snow": WordUse("snow", 0, 3, 1, 24)})
    dialog.show_words(Vocabulary(), report, [PROPOSAL])
    assert dialog.shape.itemText(2) == "Proposals (1)"
    dialog.choose("snow")
    card = next(b for b in dialog.details.findChildren(QPushButton) if b.text() == "Accept")
    assert card.accessibleName() == "Accept: Never suggest it: you rejected 24 of 25."
    card.click()
    current = program.session.vocabulary.current
    assert current().word("snow").is_never_suggested
    window.undo_stack.undo()
    dialog.proposal_dismissed.emit(PROPOSAL)
    assert program.session.everywhere is not None
    dismissed = program.session._library.words.dismissed
    assert dismissed() == {("never", "snow"): 25}
    window.undo_stack.undo()
    assert dismissed() == {}
    program.settle()
    dialog.close()


def test_a_list_is_imported_after_a_look_and_as_one_step(
    program: Program, window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "list.txt"
    file.write_text("animal\n\tdog\n\t\t{hound}\n\tdog\n", "utf-8")
    dialog = opened(program, window)
    dialog.import_wanted.emit(file)
    program.settle()
    preview = window.vocabulary.preview
    assert preview is not None
    assert preview.import_button.text() == "Import 2 words"
    assert program.session.vocabulary.current() == Vocabulary()
    preview.import_button.click()
    assert program.session.vocabulary.current().word("dog") == Word(
        "dog", parent="animal", synonyms=("hound",)
    )
    out = tmp_path / "out.csv"
    dialog.export_wanted.emit(out)
    program.settle()
    assert "dog,animal,hound" in out.read_text("utf-8-sig")
    window.undo_stack.undo()
    assert program.session.vocabulary.current() == Vocabulary()
    dialog.close()


def test_a_broken_file_is_told_in_one_sentence(
    program: Program, window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "words.json"
    file.write_text("{", "utf-8")
    told = sent_by(program.bridge.noticed)
    program.session.everywhere.read(file)
    program.settle()
    assert [notice.text for notice in told] == ["words.json is no JSON that can be read."]


def test_the_photos_of_a_word_are_shown(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    give(program, {ids[1]: ("Grandma's garden",)})
    dialog = opened(program, window)
    dialog.choose("Grandma's garden")
    dialog.verbs["photos"].trigger()
    program.settle()
    assert list(window.browser.shown_ids()) == [ids[1]]
    dialog.close()


def test_every_part_of_the_window_has_a_name(program: Program, window: MainWindow) -> None:
    said(program, *WORDS.values())
    dialog = opened(program, window)
    dialog.choose("client A")
    parts = (
        dialog.search,
        dialog.shape,
        dialog.tree,
        dialog.details.parent_field,
        dialog.details.synonyms,
        dialog.details.english,
        dialog.details.czech,
        dialog.details.show_from,
        dialog.details.accept_from,
    )
    assert all(part.accessibleName() for part in parts)
    assert QApplication.activeModalWidget() is None
    dialog.close()


def test_a_question_that_is_cancelled_changes_nothing(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    give(program, {ids[0]: ("auto",)})
    with answering(lambda dialog: dialog.reject()) as titles:
        window.vocabulary.ask(Verb.DELETE, ["auto"])
        program.qtbot.waitUntil(lambda: titles == ["Delete Everywhere"])
        program.settle()
    assert keyword_names(program, ids[0]) == ("auto",)
    assert window.vocabulary.question is None


def test_the_entry_offers_the_word_a_synonym_means(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    give(program, {ids[0]: ("car",), ids[1]: ("car",)})
    said(program, Word("car", synonyms=("auto",), translations={"cs": "vozidlo"}))
    window.browser.grid.selectAll()
    entry = window.inspector.panel.entry
    entry.setFocus()
    QTest.keyClicks(entry, "auto")
    completions = entry.completer().completionModel()
    assert completions.index(0, 0).data() == "auto → car    2"
    QTest.keyClick(entry, Qt.Key.Key_Tab)
    assert entry.text() == "car"
    entry.clear()
    QTest.keyClicks(entry, "voz")
    assert completions.index(0, 0).data() == "vozidlo → car    2"
    QTest.keyClick(entry, Qt.Key.Key_Tab)
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert all("car" in keyword_names(program, photo_id) for photo_id in ids)


def test_suggested_words_are_told_of_where_no_photo_has_a_keyword(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    program.tag(program.open(*photos))
    dialog = opened(program, window)
    assert dialog.empty.text() == "No photo has a keyword yet. 3 words are suggested in All Words."
    dialog.shape.setCurrentIndex(1)
    assert dialog.model.index_of("beach").siblingAtColumn(2).data() == "3"
    dialog.close()


def test_enter_agrees_once_though_completions_are_open(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    give(program, {ids[0]: ("beech",), ids[1]: ("beach",)})
    opened(program, window).close()
    window.vocabulary.ask(Verb.RENAME, ["beech"])
    question = window.vocabulary.question
    assert question is not None
    program.settle()
    agreed = sent_by(question.accepted)
    question.field.selectAll()
    QTest.keyClicks(question.field, "beach")
    assert question.note.isVisible()
    QTest.keyClick(question.field, Qt.Key.Key_Return)
    program.settle()
    assert len(agreed) == 1
    assert keyword_names(program, ids[0]) == ("beach",)
    assert window.undo_stack.count() == 1
