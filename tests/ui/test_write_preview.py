"""The preview shows exactly what the plans say."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from phototagger.core.events import WritePreviewReady
from phototagger.core.metadata import Found, combine
from phototagger.core.photo import PhotoId
from phototagger.core.review import Decision, ReviewChange
from phototagger.core.review_changes import build
from phototagger.core.session import Session
from phototagger.core.tags import KeywordSet
from phototagger.core.writer import WriteMode, WritePlan
from phototagger.ui.write_preview import WritePreview

from .conftest import FakeSession, Program, button, read_by_user, sent_by

FOLDER = Path("/photos")


def plan(
    name: str,
    added: str = "",
    removed: str = "",
    kept: str = "",
    targets: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> WritePlan:
    """Return a plan; words are separated by blanks, the target is the photo unless given."""
    return WritePlan(
        FOLDER / name,
        tuple(FOLDER / target for target in targets or (name,)),
        WriteMode.EMBEDDED,
        KeywordSet.of(added.split()),
        KeywordSet.of(removed.split()),
        KeywordSet.of(kept.split()),
        (),
        combine(Found(), []),
        notes,
    )


def preview_of(
    parent: QWidget, session: Session, *plans: WritePlan, refused: tuple[tuple[int, str], ...] = ()
) -> WritePreview:
    event = WritePreviewReady(
        tuple((PhotoId(n), p) for n, p in enumerate(plans, start=1)),
        tuple((PhotoId(n), reason) for n, reason in refused),
    )
    return WritePreview(event, session, parent)


def cells(dialog: WritePreview) -> list[list[str]]:
    table = dialog.table
    rows = []
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in range(table.columnCount())]
        rows.append([item.text() if item is not None else "" for item in items])
    return rows


def heading(dialog: WritePreview) -> str:
    labels = [w for w in dialog.findChildren(QLabel) if w.property("heading")]
    return labels[0].text()


def test_each_photo_is_a_row_with_what_changes(parent: QWidget, fake_session: FakeSession) -> None:
    dialog = preview_of(
        parent,
        fake_session.as_session,
        plan("a.jpg", "beach sea", "old", "kept1 kept2"),
        plan("b.jpg", "dog", targets=("b.jpg", "b.xmp"), notes=("IPTC is full.", "Hm.")),
    )
    assert cells(dialog) == [
        ["a.jpg", "+beach, +sea", "−old", "2", "in the photo", ""],
        ["b.jpg", "+dog", "", "0", "in the photo, b.xmp", "IPTC is full.; Hm."],
    ]
    assert dialog.ids == [1, 2]


def test_photos_that_cannot_be_written_come_first_with_the_reason(
    parent: QWidget, fake_session: FakeSession
) -> None:
    dialog = preview_of(
        parent, fake_session.as_session, plan("a.jpg", "x"), refused=((7, "It is damaged."),)
    )
    assert cells(dialog)[0] == ["7.jpg", "", "", "", "not written", "It is damaged."]
    assert dialog.ids == [1]


def test_the_heading_counts(parent: QWidget, fake_session: FakeSession) -> None:
    session = fake_session.as_session
    assert heading(preview_of(parent, session, plan("a.jpg", "x"))) == "1 keyword to add in 1 photo"
    both = preview_of(parent, session, plan("a.jpg", "x y"), plan("b.jpg", "z", "old"))
    assert heading(both) == "3 keywords to add in 2 photos, 1 to remove"


def test_enter_writes_and_escape_does_not(parent: QWidget, fake_session: FakeSession) -> None:
    for key, expected in ((Qt.Key.Key_Return, True), (Qt.Key.Key_Escape, False)):
        dialog = preview_of(parent, fake_session.as_session, plan("a.jpg", "x"))
        accepted, rejected = sent_by(dialog.accepted), sent_by(dialog.rejected)
        dialog.open()
        QTest.keyClick(dialog, key)
        assert (bool(accepted), bool(rejected)) == (expected, not expected)


def test_the_button_names_its_size(parent: QWidget, fake_session: FakeSession) -> None:
    dialog = preview_of(parent, fake_session.as_session, plan("a.jpg", "x"), plan("b.jpg", "y"))
    assert button(dialog, "Write 2 photos").isEnabled()


def test_when_nothing_can_be_written_there_is_nothing_to_press(
    parent: QWidget, fake_session: FakeSession
) -> None:
    dialog = preview_of(parent, fake_session.as_session, refused=((1, "It is damaged."),))
    assert not dialog.write_button.isEnabled()


def test_nothing_can_be_typed_into_the_table(parent: QWidget, fake_session: FakeSession) -> None:
    dialog = preview_of(parent, fake_session.as_session, plan("a.jpg", "x"))
    dialog.show()
    dialog.table.setCurrentCell(0, 1)
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    QTest.keyClicks(dialog.table, "zzz")
    assert cells(dialog)[0][1] == "+x"


def test_a_tag_is_never_taken_for_markup(parent: QWidget, fake_session: FakeSession) -> None:
    dialog = preview_of(parent, fake_session.as_session, plan("a.jpg", "<b>x"))
    item = dialog.table.item(0, 1)
    assert item is not None
    assert read_by_user(item.toolTip()) == "+<b>x"


def test_the_preview_of_real_files_equals_their_plans(
    program: Program, photos: list[Path], qtbot: QtBot, parent: QWidget
) -> None:
    ids = program.open(*photos)
    program.session.apply(decide(program, ids, "beach", Decision.ACCEPTED))
    program.session.write(ids[:1])
    program.settle()
    program.session.apply(decide(program, ids[:1], "beach", Decision.REJECTED))
    with qtbot.waitSignal(program.bridge.write_preview_ready) as waited:
        assert program.session.preview_write(ids) == 3
    dialog = WritePreview(waited.args[0], program.session, parent)
    assert cells(dialog) == [
        ["photo 1.jpg", "", "−beach", "0", "in the photo", ""],
        ["photo 2.jpg", "+beach", "", "0", "in the photo", ""],
        ["photo 3.jpg", "+beach", "", "0", "in the photo", ""],
    ]
    assert heading(dialog) == "2 keywords to add in 3 photos, 1 to remove"


def decide(program: Program, ids: list[PhotoId], name: str, decision: Decision) -> ReviewChange:
    reviews = program.session.reviews(ids)
    return build(reviews, lambda review: review.decide(name, decision), "")
