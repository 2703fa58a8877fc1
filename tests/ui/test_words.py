"""Learned words in the window: marked, explained, listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from phototagger.core.events import Progress, Work
from phototagger.core.learning.values import Footing, LearnedWord, Summary, WordChoice
from phototagger.core.photo import Fingerprint, Photo, PhotoId
from phototagger.core.review import Coverage, SelectionRow, TagState
from phototagger.core.tags import TagOrigin, TagSuggestion
from phototagger.ui import theme
from phototagger.ui.evidence_strip import EvidenceStrip
from phototagger.ui.main_window import MainWindow
from phototagger.ui.tag_model import TagEntry, spoken
from phototagger.ui.tag_panel import TagPanel
from phototagger.ui.words_dialog import WordsDialog, describe

from .conftest import Program

GARDEN = "Grandma's garden"
WORDS = (
    LearnedWord("client A", Footing.UNSURE, 8, 0, 0, 0),
    LearnedWord("few", Footing.NEIGHBOURS, 3, 0, 1, 1),
    LearnedWord(GARDEN, Footing.HEAD, 12, 1, 10, 9),
)
SUMMARY = Summary(1_700_000_000.0, 222, 110, WORDS, (), 2.5)


def row(name: str, *, learned: bool) -> SelectionRow:
    return SelectionRow(
        name, TagState.SUGGESTED, Coverage.NONE, 0, 1, 0, 0.8, (0.8, 0.8), (0.8,), False, learned
    )


def test_a_learned_tag_says_so() -> None:
    entry = TagEntry(row(GARDEN, learned=True), 1, True, "1")
    assert spoken(entry) == f"{GARDEN}, 80 percent, suggested, learned"
    assert "learned" not in spoken(TagEntry(row("beach", learned=False), 1, True, "1"))


@pytest.fixture
def panel(qtbot: QtBot) -> TagPanel:
    panel = TagPanel(lambda prefix: [])
    qtbot.addWidget(panel)
    panel.resize(420, 500)
    panel.show()
    return panel


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_learned_tag_has_a_badge(panel: TagPanel, mode: str, light_again: object) -> None:
    theme.apply(light_again, mode)  # type: ignore[arg-type]

    def framed(*, learned: bool) -> bool:
        panel.show_rows((row("tag", learned=learned),), 1, "")
        image = panel.list.grab().toImage()
        wanted = theme.current().own
        return _has(image, wanted)

    assert framed(learned=True)
    assert not framed(learned=False)


def _has(image: QImage, wanted: QColor) -> bool:
    return any(image.pixelColor(x, y) == wanted for x in range(image.width()) for y in range(0, 80))


def test_a_long_name_leaves_room_for_the_badge(panel: TagPanel) -> None:
    panel.show_rows((row("a very long name of a place " * 4, learned=True),), 1, "")
    assert _has(panel.list.grab().toImage(), theme.current().own)


def test_the_panel_says_which_tag_is_highlighted(panel: TagPanel, qtbot: QtBot) -> None:
    said: list[str] = []
    panel.highlighted.connect(said.append)
    panel.show_rows((row("a", learned=True), row("b", learned=False)), 1, "")
    panel.list.setCurrentIndex(panel.model.index(2, 0))
    assert said[-1] == "b"
    panel.list.selectAll()
    assert said[-1] == "", "more than one"
    assert panel.is_learned("a")
    assert not panel.is_learned("b")


# The strip


def test_the_strip_goes_to_a_photo(qtbot: QtBot) -> None:
    strip = EvidenceStrip()
    qtbot.addWidget(strip)
    photos = [Photo(PhotoId(n), Path(f"/p/{n}.jpg"), Fingerprint(1, 1)) for n in range(1, 4)]
    strip.show_photos(GARDEN, photos)
    assert strip.isVisibleTo(strip.parentWidget())
    assert strip.text == "Learned from you: like these 3 photos of yours"
    shown = [button for button in strip.buttons if button.isVisibleTo(strip)]
    assert [button.accessibleName() for button in shown] == [
        "Go to 1.jpg",
        "Go to 2.jpg",
        "Go to 3.jpg",
    ]
    with qtbot.waitSignal(strip.photo_wanted) as wanted:
        shown[1].click()
    assert wanted.args == [PhotoId(2)]
    strip.show_photos(GARDEN, photos[:1])
    assert "this photo of yours" in strip.text
    strip.clear()
    assert strip.isHidden()


def test_a_learned_suggestion_is_explained_in_the_window(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    program.tag(ids)
    library = program.session._library
    pictures = library.learning.pictures(ids)
    evidence = (pictures[ids[1]], pictures[ids[2]])
    library.save_suggestions(
        ids[0], (TagSuggestion(GARDEN, 0.9, TagOrigin.LEARNED, None, evidence),), "fake/1"
    )
    window.browser.grid.select_row(1)
    window.browser.grid.select_row(0)
    panel = window.inspector.panel
    strip = panel.evidence
    assert panel.current_names() == [GARDEN]
    assert strip.isVisible()
    program.qtbot.waitUntil(lambda: not strip.buttons[1].icon().isNull())
    strip.buttons[1].click()
    assert window.browser.current_id == ids[2]
    assert strip.isHidden(), "beach is no learned word"


# My Words


@pytest.fixture
def dialog(parent: QWidget) -> WordsDialog:
    dialog = WordsDialog(parent)
    dialog.show()
    return dialog


def texts(dialog: WordsDialog, column: int) -> list[str]:
    found = []
    for number in range(dialog.table.rowCount()):
        item = dialog.table.item(number, column)
        assert item is not None
        found.append(item.text())
    return found


def test_words_are_listed_with_what_they_are_worth(dialog: WordsDialog) -> None:
    dialog.show_words(SUMMARY, {"old": WordChoice.FORGOTTEN, "few": WordChoice.OFF}, is_on=True)
    assert texts(dialog, 0) == [GARDEN, "few", "client A", "old"]
    assert texts(dialog, 1) == ["12 photos", "3 photos", "8 photos", ""]
    assert texts(dialog, 2) == [
        "right 9 of 10 times · finds 9 of 12",
        "switched off · " + describe(WORDS[1]),
        "not sure enough to suggest yet; more examples help",
        "forgotten",
    ]
    assert dialog.state.text().startswith("Learned from your words on 110 photos")


def test_an_empty_list_says_how_learning_begins(dialog: WordsDialog) -> None:
    dialog.show_words(Summary(), {}, is_on=True)
    assert not dialog.table.isVisible()
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert any("After 25 new keywords" in text for text in shown)
    dialog.show_words(Summary(trained_at=1.0), {}, is_on=True)
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert any("give at least two of them the same keyword" in text for text in shown)


def test_a_word_is_switched_off_by_its_tick(dialog: WordsDialog, qtbot: QtBot) -> None:
    dialog.show_words(SUMMARY, {}, is_on=True)
    item = dialog.table.item(0, 0)
    assert item is not None
    with qtbot.waitSignal(dialog.chosen) as chosen:
        item.setCheckState(Qt.CheckState.Unchecked)
    assert chosen.args == [GARDEN, WordChoice.OFF]
    with qtbot.waitSignal(dialog.chosen) as chosen:
        item.setCheckState(Qt.CheckState.Checked)
    assert chosen.args == [GARDEN, None]


def test_a_word_is_forgotten_by_its_button(dialog: WordsDialog, qtbot: QtBot) -> None:
    dialog.show_words(SUMMARY, {"old": WordChoice.FORGOTTEN}, is_on=True)
    assert not dialog.forget.isEnabled()
    dialog.table.selectRow(3)
    assert not dialog.forget.isEnabled(), "it is forgotten already"
    dialog.table.selectRow(0)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.forget.click()
    assert chosen.args == [GARDEN, WordChoice.FORGOTTEN]


def test_learning_is_started_and_stopped(dialog: WordsDialog, qtbot: QtBot) -> None:
    dialog.show_words(SUMMARY, {}, is_on=True)
    with qtbot.waitSignal(dialog.learn_wanted):
        dialog.learn.click()
    dialog.take_progress(Progress(Work.LEARNING, 0, 0))
    assert dialog.learn.text() == "Stop"
    with qtbot.waitSignal(dialog.stop_wanted):
        dialog.learn.click()
    dialog.take_progress(Progress(Work.LEARNING, 0, 0, is_running=False))
    assert dialog.learn.text() == "Learn Now"


def test_learning_as_a_whole_is_switched_in_the_window(
    program: Program, window: MainWindow, qtbot: QtBot
) -> None:
    window.actions_by_id["words"].trigger()
    dialog = window.words.dialog
    assert dialog is not None
    assert dialog.switch.isChecked()
    dialog.switch.click()
    program.settle()
    assert not program.app.settings_file.settings.learn_words
    assert not program.session.settings.learn_words
    assert not dialog.learn.isEnabled()
    dialog.close_button.click()
    qtbot.waitUntil(lambda: window.words.dialog is None)


def test_the_users_own_words_come_first(parent: QWidget) -> None:
    dialog = WordsDialog(parent)
    dialog.show_words(
        SUMMARY, {"old": WordChoice.FORGOTTEN}, is_on=True, built_in=frozenset({GARDEN})
    )
    first = [dialog.table.item(row, 0) for row in range(dialog.table.rowCount())]
    assert [item.text() for item in first if item is not None] == [
        "few",
        "client A",
        "old",
        "Built-in words you accepted",
        GARDEN,
    ]
    assert dialog.table.columnSpan(3, 0) == 3
    dialog.show_words(SUMMARY, {}, is_on=True)
    assert dialog.table.rowCount() == 3
    assert dialog.table.columnSpan(3, 0) == 1


def test_only_own_words_wear_the_badge(panel: TagPanel) -> None:
    panel.is_own = lambda name: name == GARDEN
    panel.show_rows((row(GARDEN, learned=True), row("beach", learned=True)), 1, "")
    assert panel.is_learned(GARDEN)
    assert not panel.is_learned("beach")


def test_a_word_of_the_service_is_no_own_word(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(*photos)
    library = program.session._library
    library.save_suggestions(
        ids[0],
        [TagSuggestion("beach", 0.9), TagSuggestion(GARDEN, 0.8, TagOrigin.LEARNED)],
        "fake/1",
    )
    blended = TagSuggestion("sea", 0.8, TagOrigin.LEARNED, given=0.3)
    library.save_suggestions(ids[1], [blended], "fake/1")
    names = ["beach", "sea", GARDEN, "nothing"]
    assert program.session.everywhere.of_the_service(names) == {"beach", "sea"}
