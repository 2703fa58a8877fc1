"""One history over edits, words, writes, folders and the library."""

from __future__ import annotations

from pathlib import Path

import piexif
import pytest
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QMessageBox

from phototagger.core import review_changes
from phototagger.core.errors import StorageFull
from phototagger.core.events import RuleApplied, Work
from phototagger.core.fields import Kind
from phototagger.core.photo import PhotoId, SavingState
from phototagger.core.review import TagState
from phototagger.core.tags import KeywordSet
from phototagger.core.vocabulary import Vocabulary, Word, changed
from phototagger.ui import mass_desk, review_desk
from phototagger.ui.main_window import MainWindow
from phototagger.ui.undo import ApplyVocabularyChange, Step

from .conftest import Program, answering, sent_by


@pytest.fixture
def ids(program: Program, window: MainWindow, photos: list[Path]) -> list[PhotoId]:
    """Return three tagged photos, all selected, that are written without a question."""
    program.app.settings_file.update(confirm_write=False)
    program.session.settings = program.app.settings_file.settings
    ids = program.open(*photos)
    program.tag(ids)
    window.browser.grid.selectAll()
    return ids


def undo(program: Program, window: MainWindow) -> None:
    window.actions_by_id["undo"].trigger()
    program.settle()


def redo(program: Program, window: MainWindow) -> None:
    window.actions_by_id["redo"].trigger()
    program.settle()


def write(program: Program, window: MainWindow) -> None:
    window.actions_by_id["write_selected"].trigger()
    program.settle()


def contents(photos: list[Path]) -> list[bytes]:
    return [photo.read_bytes() for photo in photos]


def in_files(program: Program, ids: list[PhotoId]) -> list[tuple[str, ...]]:
    return [program.review(photo_id).in_file.names for photo_id in ids]


def test_a_write_is_undone_byte_for_byte_and_done_again(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    before = contents(photos)
    window.desk.toggle(["beach"])
    write(program, window)
    written = contents(photos)
    assert in_files(program, ids) == [("beach",)] * 3
    assert window.actions_by_id["undo"].text() == "&Undo write 3 photos"
    undo(program, window)
    assert contents(photos) == before
    assert window.actions_by_id["undo"].text() == "&Undo accept “beach” on 3 photos"
    assert window.actions_by_id["redo"].text() == "&Redo write 3 photos"
    assert program.session.unsaved() == ids
    redo(program, window)
    assert contents(photos) == written
    assert in_files(program, ids) == [("beach",)] * 3
    undo(program, window)
    undo(program, window)
    assert contents(photos) == before
    assert program.session.unsaved() == []
    assert not window.actions_by_id["undo"].isEnabled()


def test_edits_before_and_after_a_write_come_back_in_order(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    window.desk.toggle(["beach"])
    write(program, window)
    window.desk.toggle(["dog"])
    undo(program, window)
    assert program.session.unsaved() == []
    assert in_files(program, ids) == [("beach",)] * 3
    undo(program, window)
    undo(program, window)
    assert [program.review(i).decisions for i in ids] == [()] * 3
    for _ in range(3):
        redo(program, window)
    assert in_files(program, ids) == [("beach",)] * 3
    assert program.review(ids[0]).keywords() == KeywordSet(("beach", "dog"))


def test_a_rejection_survives_the_way_back_of_its_write(
    program: Program, window: MainWindow, make_photo: object, photos: list[Path]
) -> None:
    program.app.settings_file.update(confirm_write=False)
    program.session.settings = program.app.settings_file.settings
    exif = piexif.dump({"0th": {piexif.ImageIFD.XPKeywords: "cat;dog".encode("utf-16-le")}})
    piexif.insert(exif, str(photos[0]))
    (photo_id,) = program.open(photos[0])
    window.browser.grid.selectAll()
    window.desk.reject(["cat"])
    window.desk.set_text([photo_id], Kind.TITLE, "Evening")
    write(program, window)
    assert program.review(photo_id).in_file.names == ("dog",)
    undo(program, window)
    assert program.review(photo_id).in_file.names == ("cat", "dog")
    assert program.review(photo_id).keywords().names == ("dog",)
    assert program.review(photo_id).title == "Evening"
    redo(program, window)
    assert program.review(photo_id).in_file.names == ("dog",)
    assert program.review(photo_id).is_saved


def test_it_is_asked_before_files_change(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    window.desk.toggle(["beach"])
    write(program, window)
    written = contents(photos)
    program.app.settings_file.update(confirm_write=True)
    program.session.settings = program.app.settings_file.settings
    questions: list[str] = []

    def refuse(box: QMessageBox) -> None:
        questions.append(box.text())
        box.reject()

    with answering(refuse):
        undo(program, window)
    assert questions == [
        "Take back the write of 3 photos? The files become what they were before, byte for byte."
    ]
    assert contents(photos) == written
    assert window.actions_by_id["undo"].text() == "&Undo write 3 photos"


def test_nothing_else_is_undone_meanwhile(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.desk.toggle(["beach"])
    write(program, window)
    window.undoing.undo()
    assert window.undoing.is_busy
    assert not window.actions_by_id["undo"].isEnabled()
    window.undoing.undo()
    program.settle()
    assert not window.undoing.is_busy
    assert program.review(ids[0]).keywords().names == ("beach",), "one step only"


def test_its_progress_is_told(program: Program, window: MainWindow, ids: list[PhotoId]) -> None:
    window.desk.toggle(["beach"])
    write(program, window)
    told = sent_by(program.bridge.progressed)
    undo(program, window)
    steps = [(p.done, p.total, p.is_running) for p in told if p.work is Work.UNDO]
    assert steps == [(0, 0, True), (1, 3, True), (2, 3, True), (3, 3, True), (0, 0, False)]


def test_a_file_changed_since_stays_and_the_others_go_back(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    before = contents(photos)
    window.desk.toggle(["beach"])
    write(program, window)
    photos[1].write_bytes(photos[1].read_bytes() + b"more")
    undo(program, window)
    assert photos[0].read_bytes() == before[0]
    assert photos[1].read_bytes().endswith(b"more")
    assert any("1 file left as is" in text for text in window.browser.notices.texts())
    assert window.actions_by_id["undo"].text() == "&Undo accept “beach” on 3 photos"


def test_a_write_without_a_way_back_leaves_the_history(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    window.desk.toggle(["beach"])
    write(program, window)
    for photo in photos:
        photo.write_bytes(photo.read_bytes() + b"more")
    undo(program, window)
    assert not window.actions_by_id["redo"].isEnabled()
    assert window.actions_by_id["undo"].text() == "&Undo accept “beach” on 3 photos"
    undo(program, window)
    assert program.review(ids[0]).decisions == ()


def test_a_failing_disk_leaves_the_write_on_the_history(
    program: Program,
    window: MainWindow,
    ids: list[PhotoId],
    photos: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.desk.toggle(["beach"])
    write(program, window)
    written = contents(photos)

    def fail(*_args: object, **_more: object) -> None:
        raise StorageFull("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(program.app.writer, "_take_back", fail)
        undo(program, window)
    assert "The disk is full." in window.browser.notices.texts()
    assert contents(photos) == written
    assert window.actions_by_id["undo"].isEnabled()
    undo(program, window)
    assert program.session.unsaved() == ids


def test_stopping_leaves_the_rest_written(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.desk.toggle(["beach"])
    write(program, window)
    program.bridge.progressed.connect(
        lambda p: program.session.stop_undo() if p.work is Work.UNDO else None
    )
    window.undoing.undo()
    program.session.stop_undo()
    program.settle()
    assert window.actions_by_id["undo"].text() == "&Undo write 3 photos"
    assert program.session.is_idle


def test_a_write_taken_back_elsewhere_is_passed_over(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    before = contents(photos)
    window.desk.toggle(["beach"])
    write(program, window)
    window.actions_by_id["undo_write"].trigger()
    program.settle()
    assert contents(photos) == before
    undo(program, window)
    assert window.actions_by_id["redo"].text() == "&Redo write 3 photos"
    redo(program, window)
    assert in_files(program, ids) == [("beach",)] * 3


def test_an_edit_made_meanwhile_is_not_undone_in_its_place(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    before = contents(photos)
    window.desk.toggle(["beach"])
    write(program, window)
    window.undoing.undo()
    window.desk.toggle(["dog"])
    program.settle()
    assert contents(photos) == before
    assert "dog" in program.review(ids[0]).keywords().names
    assert window.actions_by_id["undo"].text() == "&Undo accept “dog” on 3 photos"


def test_words_and_edits_share_the_history(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.desk.toggle(["beach"])
    vocabulary = program.session.vocabulary.current()
    change = changed(vocabulary, [Word("sea", is_never_suggested=True)], "never suggest “sea”")
    window.undo_stack.push(ApplyVocabularyChange(program.session, change))
    window.desk.toggle(["dog"])
    for label in ("accept “dog” on 3 photos", "never suggest “sea”", "accept “beach” on 3 photos"):
        assert window.actions_by_id["undo"].text() == f"&Undo {label}"
        undo(program, window)
    assert program.session.vocabulary.current() == vocabulary


# Folders and the library


def test_closing_a_folder_is_undone_and_older_steps_stay(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    folder = photos[0].parent
    ids = program.open(folder)
    program.tag(ids)
    window.browser.grid.selectAll()
    window.desk.toggle(["beach"])
    window.watch.close_wanted.emit(folder)
    program.settle()
    assert program.session.ids() == []
    assert window.actions_by_id["undo"].text() == "&Undo close the folder “photos”"
    undo(program, window)
    assert program.session.ids() == ids
    undo(program, window)
    assert program.review(ids[0]).decisions == ()


def test_a_removed_photo_leaves_the_history_and_others_stay(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.desk.toggle(["beach"])
    window.browser.grid.select_row(2)
    window.desk.toggle(["dog"])
    window.undoing.forget([ids[2]])
    program.settle()
    assert window.actions_by_id["undo"].text() == "&Undo accept “beach” on 3 photos"
    assert not window.actions_by_id["redo"].isEnabled()
    undo(program, window)
    assert [program.review(i).decisions for i in ids[:2]] == [(), ()]


def test_a_photo_added_after_a_removed_one_gets_none_of_its_past(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    window.desk.toggle(["beach"])
    undo(program, window)
    window.undoing.forget([ids[2]])
    (new,) = set(program.open(photos[2])) - set(ids[:2])
    redo(program, window)
    assert program.review(new).decisions == ()
    states = {row.name: row.state for row in program.review(ids[0]).rows()}
    assert states["beach"] is TagState.ACCEPTED


# What is said


def test_it_is_said_and_shown_what_was_undone(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.browser.grid.select_row(2)
    window.desk.toggle(["beach"])
    window.browser.grid.select_row(0)
    undo(program, window)
    assert window.statusBar().currentMessage() == "Undone: accept “beach”"
    assert window.browser.current_id == ids[2]
    window.browser.grid.select_row(0)
    redo(program, window)
    assert window.statusBar().currentMessage() == "Done again: accept “beach”"
    assert window.browser.current_id == ids[2]


def test_a_photo_that_was_written_says_so_after_a_redo(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.desk.toggle(["beach"])
    write(program, window)
    undo(program, window)
    redo(program, window)
    assert {photo.saving for photo in program.session.photos(ids)} == {SavingState.SAVED}


def test_every_command_of_the_history_is_a_step() -> None:
    def below(kind: type[object]) -> set[type[object]]:
        return {kind}.union(*(below(other) for other in kind.__subclasses__()))

    own = {kind for kind in below(QUndoCommand) if kind.__module__.startswith("phototagger")}
    assert own == below(Step)
    assert len(own) >= 6


def test_nothing_comes_between_begin_and_end_of_a_mass_change(
    program: Program, window: MainWindow, ids: list[PhotoId], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that ends meanwhile is a step afterwards, steps of the user are refused."""
    monkeypatch.setattr(mass_desk, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(review_desk, "MOST_AT_ONCE", 2)
    window.desk.toggle(["beach"])
    program.settle()
    labels = [window.undo_stack.text(n) for n in range(window.undo_stack.count())]
    assert labels == ["accept “beach” on 3 photos"]
    queries = program.session._lanes.queries
    queries.pause()
    window.undo_stack.undo()
    assert program.session.mass.is_running
    program.session.mass.stop()
    change = RuleApplied(review_changes.add(program.session.reviews(ids[:1]), ["rule"]))
    program.bridge.announce(change)
    word = changed(Vocabulary(), [Word("dog", parent="animal")], "say")
    window.undo_stack.push(ApplyVocabularyChange(program.session, word))
    window.undoing.forget(ids)
    window.close()
    assert window.isVisible()
    assert window.statusBar().currentMessage().startswith("Wait until the photos are changed")
    assert window.undo_stack.count() == 1
    assert program.session.vocabulary.current() == Vocabulary()
    queries.resume()
    program.settle()
    labels = [window.undo_stack.text(n) for n in range(window.undo_stack.count())]
    assert len(labels) == window.undo_stack.index() == 2
    assert labels == ["accept “beach” on 3 photos", change.change.label]
    assert program.review(ids[0]).keywords().names == ("beach",)
