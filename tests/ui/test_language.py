"""The language of the window, and the sentences of the core in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from phototagger.ui import language, wording


@pytest.fixture
def czech(dressed: QApplication) -> Iterator[QApplication]:
    """Speak Czech."""
    language.install(dressed, "cs")
    yield dressed
    language.install(dressed, "en")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The file is empty.", "Soubor je prázdný."),
        ("1 photo", "1 snímek"),
        ("3 photos", "3 snímky"),
        ("1,234 photos", "1\xa0234 snímků"),
        ("a.jpg does not exist.", "a.jpg neexistuje."),
        ("5 photos could not be tagged.", "Návrhy se nepodařilo získat pro 5 snímků."),
        (
            "a.jpg: The keywords of a.jpg could not be saved: the disk is read-only.",
            "a.jpg: Klíčová slova souboru a.jpg nebylo možné uložit: disk je jen pro čtení.",
        ),
        (
            "XMP has none. The file is empty.",
            "XMP ho nemá. Soubor je prázdný.",
        ),
        (
            "The last run was interrupted. PhotoTagger finished 2 writes, "
            "dropped 1 write that had not begun; every photo is whole.",
            "Minulý běh byl přerušen. PhotoTagger dokončil 2 zápisy, "
            "zrušil nezačaté: 1 zápis; všechny snímky jsou celé.",
        ),
        (
            "IPTC keywords have “tree” and “lake”, XMP keywords do not.",
            "klíčová slova IPTC: navíc „tree“ a „lake“, což tam klíčová slova XMP nemají.",
        ),
        ("accept “title”", "přijmout „title“"),
        ("accept 5 tags", "přijmout 5 štítků"),
        (
            "Adobe Stock wants at least 7 keywords; there are none.",
            "Adobe Stock vyžaduje alespoň 7 klíčových slov; snímek nemá žádné.",
        ),
    ],
)
def test_a_sentence_of_the_core_is_said_in_czech(
    czech: QApplication, sentence: str, expected: str
) -> None:
    assert language.said(sentence) == expected


@pytest.mark.parametrize("text", ["cats and dogs.jpg", "beach", "1234x", "a in b", "", "title.jpg"])
def test_what_is_no_sentence_comes_back_as_it_is(czech: QApplication, text: str) -> None:
    assert language.said(text) == text


def test_english_is_the_language_of_the_core(dressed: QApplication) -> None:
    assert language.said("3 photos could not be tagged.") == "3 photos could not be tagged."


def test_numbers_and_counts_follow_the_language(czech: QApplication) -> None:
    assert wording.number(1234567) == "1\xa0234\xa0567"
    assert wording.percent(0.834) == "83 %"
    assert [wording.photos(n) for n in (1, 2, 5)] == ["1 snímek", "2 snímky", "5 snímků"]
    assert wording.duration(5400) == "1,5 h"
    language.install(czech, "en")
    assert wording.number(1234567) == "1,234,567"
    assert wording.percent(0.834) == "83%"
    assert [wording.photos(n) for n in (1, 2)] == ["1 photo", "2 photos"]


def test_standard_buttons_speak_the_language(czech: QApplication, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text() in ("Zrušit", "&Zrušit", "Storno")


def test_the_system_decides_where_nothing_is_chosen(
    dressed: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wanted, expected in ((["cs-CZ", "en"], "cs"), (["de-DE"], "en"), ([], "en")):
        monkeypatch.setattr(QLocale, "uiLanguages", lambda self, w=wanted: w)
        assert language.install(dressed, "system") == expected
    monkeypatch.undo()
    assert language.install(dressed, "en") == "en"
    assert QCoreApplication.translate("nowhere", "unknown") == "unknown"
