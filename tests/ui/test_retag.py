"""Tagging photos some of which have suggestions: one calm choice, and decisions that stay."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from phototagger.core import review_changes
from phototagger.core.photo import PhotoId
from phototagger.ui.main_window import MainWindow
from phototagger.ui.retag_question import RetagQuestion
from phototagger.ui.send_sheet import SendSheet

from .conftest import MakePhoto, Program, answering, button


@pytest.fixture
def ids(program: Program, window: MainWindow, make_photo: MakePhoto) -> list[PhotoId]:
    """Return eight photos, all selected; the first two have suggestions."""
    ids = program.open(make_photo("0.jpg").parent, *(make_photo(f"{n}.jpg") for n in range(1, 8)))
    program.tag(ids[:2])
    program.tagger.sent = 0
    window.actions_by_id["select_all"].trigger()
    return ids


def tag(program: Program, window: MainWindow) -> None:
    window.actions_by_id["tag_selected"].trigger()
    program.settle()


def test_only_the_untagged_is_the_first_choice(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    def answer(question: RetagQuestion) -> None:
        texts = [label.text() for label in question.findChildren(QLabel)]
        assert "2 of 8 photos have suggestions already." in texts
        assert question.choice.only.isChecked()
        question.tag_button.click()

    with answering(answer) as asked:
        tag(program, window)
    assert asked == ["Tag photos"]
    assert program.tagger.sent == 6
    assert program.app.settings_file.settings.retag == "ask"


def test_all_again_leaves_decisions_alone_and_is_remembered(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    reviews = program.session.reviews(ids[:1])
    program.session.apply(review_changes.accept(reviews, ["beach"]))
    before = program.review(ids[0]).keywords().names
    assert before == ("beach",)

    def answer(question: RetagQuestion) -> None:
        question.choice.again.setChecked(True)
        question.remember.setChecked(True)
        question.tag_button.click()

    with answering(answer) as asked:
        tag(program, window)
        assert program.tagger.sent == 8
    assert len(asked) == 1
    assert program.app.settings_file.settings.retag == "refresh"
    assert program.review(ids[0]).keywords().names == before


def test_cancel_tags_nothing(program: Program, window: MainWindow, ids: list[PhotoId]) -> None:
    with answering(lambda question: question.reject()):
        tag(program, window)
    assert program.tagger.sent == 0


@pytest.mark.parametrize(("retag", "sent"), [("skip", 6), ("refresh", 8)])
def test_a_setting_answers_before(
    program: Program, window: MainWindow, ids: list[PhotoId], retag: str, sent: int
) -> None:
    program.app.settings_file.override(retag=retag)
    with answering(lambda question: question.reject()) as asked:
        tag(program, window)
    assert (asked, program.tagger.sent) == ([], sent)


def test_photos_that_all_have_suggestions_are_tagged_again_without_a_question(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.tag(ids[2:])
    program.tagger.sent = 0
    with answering(lambda question: question.reject()) as asked:
        tag(program, window)
    assert (asked, program.tagger.sent) == ([], 8)


def test_the_sheet_before_sending_has_the_choice_too(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.app.settings_file.override(endpoint="https://tags.example.org")

    def answer(sheet: SendSheet) -> None:
        assert sheet.choice is not None and sheet.count == 6
        sheet.choice.again.setChecked(True)
        assert sheet.count == 8
        sheet.choice.only.setChecked(True)
        button(sheet, "Send").click()

    with answering(answer) as asked:
        tag(program, window)
    assert (asked, program.tagger.sent) == (["Send photos"], 6)


def test_a_trial_sends_five_and_is_no_consent_for_the_rest(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.app.settings_file.override(endpoint="https://tags.example.org")

    def answer(sheet: SendSheet) -> None:
        if program.tagger.sent:
            assert sheet.count == 1, "what the trial left"
            assert not sheet.trial_button.isVisible()
        else:
            button(sheet, "Try 5 First").click()

    with answering(answer) as asked:
        tag(program, window)
        assert program.tagger.sent == 5
        tag(program, window)
    assert asked == ["Send photos"] * 2
    assert program.tagger.sent == 5
