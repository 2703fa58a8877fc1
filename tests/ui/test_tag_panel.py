"""The panel of tags by itself: what it shows, says and asks for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel
from pytestqt.qtbot import QtBot

from phototagger.core.review import Decision, Review, selection_rows
from phototagger.core.tags import KeywordSet, TagSuggestion
from phototagger.ui.tag_panel import TagPanel

from .conftest import SUGGESTIONS, answering, button, click, read_by_user, sent_by

KNOWN = ["cat", "castle", "Caribbean", "dog"]


class Words:
    """Words the user knows."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def starting_with(self, prefix: str) -> list[str]:
        self.asked.append(prefix)
        return [word for word in KNOWN if word.lower().startswith(prefix.lower())]


@pytest.fixture
def panel(qtbot: QtBot, dressed: QApplication) -> TagPanel:
    panel = TagPanel(Words().starting_with)
    qtbot.addWidget(panel)
    panel.set_thresholds(0.3, 0.6)
    panel.resize(380, 600)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    show(panel, Review(SUGGESTIONS))
    return panel


def show(panel: TagPanel, *reviews: Review, empty_text: str = "Nothing.") -> None:
    panel.show_rows(selection_rows(reviews), len(reviews), empty_text)


def shown(panel: TagPanel) -> list[str]:
    model = panel.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def labels(panel: TagPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def highlight(panel: TagPanel, *names: str) -> None:
    flag = Qt.KeyboardModifier.NoModifier
    for name in names:
        click(panel.list.viewport(), middle_of(panel, name), flag)
        flag = Qt.KeyboardModifier.ControlModifier


def middle_of(panel: TagPanel, name: str) -> QPoint:
    row = panel.model.row_of(name)
    assert row is not None, name
    rect = panel.list.visualRect(panel.model.index(row))
    return QPoint(rect.left() + 60, rect.center().y())


def type_words(panel: TagPanel, text: str) -> None:
    panel.entry.setFocus()
    QTest.keyClicks(panel.entry, text)


# What is shown


def test_the_live_text_counts_what_the_threshold_does(panel: TagPanel) -> None:
    assert "2 to accept · 1 maybe · 1 hidden" in labels(panel)
    assert button(panel, "Accept 2 from 60%").isEnabled()


def test_moving_the_threshold_counts_at_once(panel: TagPanel) -> None:
    panel.threshold.nudge(0.25)
    assert "1 to accept · 2 maybe · 1 hidden" in labels(panel)
    assert button(panel, "Accept 1 from 85%").isEnabled()
    panel.threshold.nudge(0.10)
    assert not button(panel, "Accept 0 from 95%").isEnabled()


def test_over_several_photos_each_suggestion_counts(panel: TagPanel) -> None:
    show(panel, Review(SUGGESTIONS), Review(SUGGESTIONS[:2]))
    assert "4 to accept · 1 maybe · 1 hidden" in labels(panel)


def test_hiding_more_folds_suggestions_away(panel: TagPanel) -> None:
    assert shown(panel) == ["Suggestions (3)", "beach", "sea", "dog", "Hidden (1)"]
    panel.set_thresholds(0.5, 0.6)
    assert shown(panel) == ["Suggestions (2)", "beach", "sea", "Hidden (2)"]


def test_without_tags_it_says_why(panel: TagPanel) -> None:
    show(panel, Review(), empty_text="No tags yet.")
    assert "No tags yet." in labels(panel)
    assert not panel.list.isVisible()
    assert panel.entry.isEnabled()


def test_without_a_photo_no_keyword_can_be_typed(panel: TagPanel) -> None:
    show(panel)
    assert not panel.entry.isEnabled()


# Headings


def test_a_click_on_a_heading_unfolds_it(panel: TagPanel) -> None:
    row = panel.model.rowCount() - 1
    click(panel.list.viewport(), panel.list.visualRect(panel.model.index(row)).center())
    assert shown(panel)[-1] == "snow"


def test_a_heading_can_be_unfolded_with_the_keyboard(panel: TagPanel) -> None:
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_End)
    panel.toggle_current()
    assert "snow" in shown(panel), "hidden suggestions can be reached without a mouse"


# Gestures


def test_a_click_on_the_ring_asks_to_toggle(panel: TagPanel) -> None:
    toggled = sent_by(panel.toggled)
    point = middle_of(panel, "sea")
    click(panel.list.viewport(), QPoint(18, point.y()))
    assert toggled == [["sea"]]


def test_a_click_on_the_cross_asks_to_reject(panel: TagPanel) -> None:
    rejected = sent_by(panel.rejected)
    point = middle_of(panel, "dog")
    click(panel.list.viewport(), QPoint(panel.list.viewport().width() - 18, point.y()))
    assert rejected == [["dog"]]


def test_a_double_click_on_the_name_asks_for_another_word(panel: TagPanel) -> None:
    renamed = sent_by(panel.renamed)
    point = middle_of(panel, "sea")
    click(panel.list.viewport(), point)

    def rename(dialog: QInputDialog) -> None:
        dialog.setTextValue("  ocean ")
        dialog.accept()

    with answering(rename) as answered:
        QTest.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert len(answered) == 1
    assert renamed == [("sea", "ocean")]


def test_a_double_click_on_the_ring_is_no_rename(panel: TagPanel) -> None:
    point = QPoint(18, middle_of(panel, "sea").y())
    click(panel.list.viewport(), point)
    with answering(lambda dialog: dialog.reject()) as answered:
        QTest.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert answered == []


@pytest.mark.parametrize("text", ["", "   ", "sea", " sea\x07"])
def test_a_rename_to_nothing_or_the_same_is_none(panel: TagPanel, text: str) -> None:
    renamed = sent_by(panel.renamed)
    highlight(panel, "sea")

    def reply(dialog: QInputDialog) -> None:
        dialog.setTextValue(text)
        dialog.accept()

    with answering(reply):
        panel.rename_current()
    assert renamed == []


def test_two_tags_are_not_renamed_at_once(panel: TagPanel) -> None:
    highlight(panel, "sea", "dog")
    with answering(lambda dialog: dialog.reject()) as answered:
        panel.rename_current()
    assert answered == []


def test_rejecting_goes_on_to_the_next_tag(panel: TagPanel) -> None:
    highlight(panel, "beach")
    panel.rejected.connect(
        lambda names: show(panel, Review(SUGGESTIONS).decide(names[0], Decision.REJECTED))
    )
    panel.reject_current()
    assert panel.current_names() == ["sea"]


def test_accepting_goes_on_to_the_next_suggestion(panel: TagPanel) -> None:
    highlight(panel, "beach")
    panel.toggled.connect(
        lambda names: show(panel, Review(SUGGESTIONS).decide(names[0], Decision.ACCEPTED))
    )
    panel.toggle_current()
    assert panel.current_names() == ["sea"]


def test_what_is_next_to_decide_is_highlighted_by_itself(panel: TagPanel) -> None:
    toggled = sent_by(panel.toggled)
    assert panel.current_names() == ["beach"]
    panel.toggle_current()
    assert toggled == [["beach"]]


def test_without_a_highlight_the_first_tag_is_highlighted_and_nothing_done(
    panel: TagPanel,
) -> None:
    panel.list.clearSelection()
    toggled = sent_by(panel.toggled)
    panel.toggle_current()
    assert (toggled, panel.current_names()) == ([], ["beach"])


def test_all_highlighted_tags_are_asked_for(panel: TagPanel) -> None:
    rejected = sent_by(panel.rejected)
    highlight(panel, "dog", "beach")
    panel.reject_current()
    assert rejected == [["beach", "dog"]]


def test_digits_toggle_their_suggestion(panel: TagPanel) -> None:
    toggled = sent_by(panel.toggled)
    for digit in "2398":
        panel.toggle_numbered(digit)
    assert toggled == [["sea"], ["dog"]]


def test_the_highlight_survives_an_answer_that_comes_meanwhile(panel: TagPanel) -> None:
    highlight(panel, "sea")
    show(panel, Review((*SUGGESTIONS, TagSuggestion("new", 0.95))))
    assert panel.current_names() == ["sea"]


def test_every_highlighted_tag_survives_an_answer_that_comes_meanwhile(panel: TagPanel) -> None:
    highlight(panel, "beach", "dog")
    show(panel, Review((*SUGGESTIONS, TagSuggestion("new", 0.95))))
    assert panel.current_names() == ["beach", "dog"]


def test_accepting_far_down_does_not_scroll_the_list_away(panel: TagPanel) -> None:
    many = tuple(TagSuggestion(f"tag {n:02}", 0.9 - n / 100) for n in range(40))
    panel.toggled.connect(
        lambda names: show(panel, Review(many).decide(names[0], Decision.ACCEPTED))
    )
    show(panel, Review(many))
    bar = panel.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    before = bar.value()
    click(panel.list.viewport(), QPoint(18, middle_of(panel, "tag 39").y()))
    assert abs(bar.value() - before) < 100


@pytest.mark.parametrize(("key", "step"), [(Qt.Key.Key_Left, -1), (Qt.Key.Key_Right, 1)])
def test_left_and_right_go_to_another_photo(panel: TagPanel, key: Qt.Key, step: int) -> None:
    stepped = sent_by(panel.photo_stepped)
    QTest.keyClick(panel.list, key)
    assert stepped == [step]


@pytest.mark.parametrize("code", [0, 0x0444, 0x01100001], ids=["none", "cyrillic", "unheard of"])
def test_keys_qt_has_no_name_for_do_no_harm(panel: TagPanel, code: int) -> None:
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, "ф")
        QApplication.sendEvent(panel.list, event)
        QApplication.sendEvent(panel.threshold, event)
    assert shown(panel)[0] == "Suggestions (3)"


# Typing words


def added_by(panel: TagPanel) -> list[Sequence[str]]:
    return sent_by(panel.added)


def test_enter_adds_what_was_typed(panel: TagPanel) -> None:
    added = added_by(panel)
    type_words(panel, "  old   town ")
    QTest.keyClick(panel.entry, Qt.Key.Key_Return)
    assert added == [("old town",)]
    assert panel.entry.text() == ""


@pytest.mark.parametrize("joint", [",", ";"])
def test_a_comma_adds_at_once(panel: TagPanel, joint: str) -> None:
    added = added_by(panel)
    type_words(panel, f"zebra{joint}")
    assert added == [("zebra",)]
    assert panel.entry.text() == ""


def test_a_pasted_list_becomes_several_words(panel: TagPanel) -> None:
    added = added_by(panel)
    panel.entry.insert("zebra, gnu; zebra,, ")
    QTest.keyClick(panel.entry, Qt.Key.Key_Enter)
    assert added == [("zebra", "gnu")]


def test_nothing_typed_adds_nothing(panel: TagPanel) -> None:
    added = added_by(panel)
    type_words(panel, "  ,;")
    QTest.keyClick(panel.entry, Qt.Key.Key_Return)
    assert added == []


def test_escape_forgets_the_words_and_goes_to_the_tags(panel: TagPanel) -> None:
    added = added_by(panel)
    type_words(panel, "zeb")
    QTest.keyClick(panel.entry, Qt.Key.Key_Escape)
    assert (panel.entry.text(), added) == ("", [])
    assert panel.list.hasFocus()


def popup_words(panel: TagPanel) -> list[str]:
    popup = panel.entry.completer().popup()
    assert popup is not None
    if not popup.isVisible():
        return []
    model = popup.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_known_words_are_offered_whatever_their_case(panel: TagPanel) -> None:
    type_words(panel, "ca")
    assert popup_words(panel) == ["cat", "castle", "Caribbean"]
    QTest.keyClicks(panel.entry, "s")
    assert popup_words(panel) == ["castle"]
    QTest.keyClicks(panel.entry, "x")
    assert popup_words(panel) == []


def test_tab_takes_the_completion(panel: TagPanel) -> None:
    added = added_by(panel)
    type_words(panel, "cas")
    QTest.keyClick(panel.entry, Qt.Key.Key_Tab)
    assert panel.entry.text() == "castle"
    assert panel.entry.hasFocus()
    QTest.keyClick(panel.entry, Qt.Key.Key_Return)
    assert added == [("castle",)]


def test_an_arrow_and_enter_add_the_completion_once(panel: TagPanel) -> None:
    added = added_by(panel)
    type_words(panel, "ca")
    popup = panel.entry.completer().popup()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert added == [("castle",)]
    assert panel.entry.text() == ""
    assert not popup.isVisible()


def test_enter_with_the_list_of_words_open_adds_what_was_typed(panel: TagPanel) -> None:
    added = added_by(panel)
    type_words(panel, "ca")
    popup = panel.entry.completer().popup()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert added == [("ca",)]
    assert not popup.isVisible()


def test_a_click_on_a_completion_adds_it(panel: TagPanel) -> None:
    added = added_by(panel)
    type_words(panel, "ca")
    popup = panel.entry.completer().popup()
    assert popup is not None
    click(popup.viewport(), popup.visualRect(popup.model().index(2, 0)).center())
    QApplication.processEvents()
    assert added == [("Caribbean",)]
    assert panel.entry.text() == ""


def test_escape_closes_the_list_of_words_first(panel: TagPanel) -> None:
    type_words(panel, "ca")
    popup = panel.entry.completer().popup()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert panel.entry.text() == "ca"


def test_letters_and_digits_typed_into_the_field_stay_there(panel: TagPanel) -> None:
    toggled, rejected = sent_by(panel.toggled), sent_by(panel.rejected)
    type_words(panel, "1axt/[]?")
    assert panel.entry.text() == "1axt/[]?"
    assert (toggled, rejected) == ([], [])


def test_a_tool_tip_of_a_keyword_of_the_file(panel: TagPanel) -> None:
    show(panel, Review(in_file=KeywordSet.of(["old"])))
    index = panel.list.indexAt(middle_of(panel, "old"))
    assert read_by_user(index.data(Qt.ItemDataRole.ToolTipRole)) == "old, in file"
