"""The preview shows exactly what the plans say, for as many files as there are."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from phototagger.core.events import WritePreviewReady
from phototagger.core.fields import Field, Kind
from phototagger.core.metadata import Choice as Belief
from phototagger.core.metadata import FieldValues, Reading
from phototagger.core.photo import PhotoId
from phototagger.core.review import Decision, ReviewChange
from phototagger.core.review_changes import build, set_texts
from phototagger.core.session import Session
from phototagger.core.tags import KeywordSet
from phototagger.core.writer import FieldPlan, FieldState, WriteMode, WritePlan
from phototagger.ui.preview_row import Choice
from phototagger.ui.write_preview import WritePreview

from .conftest import FakeSession, Program, answering, button, read_by_user, sent_by

FOLDER = Path("/photos")
CONFLICT = "IPTC keywords have “tree”, XMP keywords do not."


def field_plan(name: str, field: Field = Field.SUBJECT, **facts: object) -> FieldPlan:
    values = {"state": FieldState.CHANGED, "is_sidecar": False, **facts}
    return FieldPlan(field, FOLDER / name, **values)  # type: ignore[arg-type]


def plan(
    name: str,
    added: str = "",
    removed: str = "",
    kept: str = "",
    targets: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    fields: tuple[FieldPlan, ...] = (),
    title: str = "",
) -> WritePlan:
    """Return a plan; words are separated by blanks, the target is the photo unless given."""
    words = KeywordSet.of((kept + " " + added).split())
    after = Reading(
        words,
        title,
        "",
        (FieldValues(Field.SUBJECT, words.names),),
        {kind: Belief() for kind in Kind},
    )
    return WritePlan(
        FOLDER / name,
        tuple(FOLDER / target for target in targets or (name,)),
        WriteMode.EMBEDDED,
        KeywordSet.of(added.split()),
        KeywordSet.of(removed.split()),
        KeywordSet.of(kept.split()),
        fields or (field_plan(name, added=tuple(added.split()), removed=tuple(removed.split())),),
        after,
        notes,
    )


@pytest.fixture
def state(tmp_path: Path) -> QSettings:
    """Return where dialogs keep their size."""
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


class Maker:
    """Opens previews."""

    def __init__(self, parent: QWidget, session: Session, state: QSettings) -> None:
        self.parent, self.session, self.state = parent, session, state

    def __call__(
        self, *plans: WritePlan, refused: tuple[tuple[int, str], ...] = ()
    ) -> WritePreview:
        event = WritePreviewReady(
            tuple((PhotoId(n), p) for n, p in enumerate(plans, start=1)),
            tuple((PhotoId(n), reason) for n, reason in refused),
        )
        return WritePreview(event, self.session, self.state, self.parent)


@pytest.fixture
def preview_of(parent: QWidget, fake_session: FakeSession, state: QSettings) -> Maker:
    """Return what makes a preview of plans."""
    return Maker(parent, fake_session.as_session, state)


def cells(dialog: WritePreview) -> list[list[str]]:
    model = dialog.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def heading(dialog: WritePreview) -> str:
    labels = [w for w in dialog.findChildren(QLabel) if w.property("heading")]
    return labels[0].text()


def counts(dialog: WritePreview) -> str:
    labels = [w for w in dialog.findChildren(QLabel) if w.property("dim")]
    return labels[0].text().splitlines()[0]


def choose(dialog: WritePreview, choice: Choice) -> None:
    dialog.choice.setCurrentIndex(dialog.choice.findData(choice.value))


# The table


def test_each_photo_is_a_row_with_what_changes(preview_of: Maker) -> None:
    dialog = preview_of(
        plan("a.jpg", "beach sea", "old", "kept1 kept2"),
        plan("b.jpg", "dog", targets=("b.jpg", "b.xmp"), notes=("IPTC is full.", "Hm.")),
    )
    assert cells(dialog) == [
        ["a.jpg", "+beach, +sea", "−old", "2", "in the photo", ""],
        ["b.jpg", "+dog", "", "0", "in the photo and b.xmp", "IPTC is full. (+1)"],
    ]
    assert dialog.ids == [1, 2]


def test_a_new_title_is_named_and_counted(preview_of: Maker) -> None:
    changed = field_plan("a.jpg", Field.TITLE, added=("Dusk",))
    dialog = preview_of(plan("a.jpg", fields=(changed,), title="Dusk"))
    assert cells(dialog)[0][1] == "title: “Dusk”"
    assert heading(dialog) == "0 keywords to add, 1 title to set in 1 photo"


def test_a_title_that_goes_is_named_too(preview_of: Maker) -> None:
    wiped = field_plan("a.jpg", Field.TITLE, removed=("Dusk",))
    dialog = preview_of(plan("a.jpg", fields=(wiped,)))
    assert cells(dialog)[0][1:3] == ["", "−title"]
    assert not dialog.table.isColumnHidden(2)
    assert preview_of(plan("a.jpg", "x")).table.isColumnHidden(2), "nothing goes"


def test_a_conflict_is_named_in_the_row(preview_of: Maker) -> None:
    conflicting = field_plan("a.jpg", Field.IPTC_KEYWORDS, conflict=CONFLICT)
    dialog = preview_of(plan("a.jpg", "x", fields=(conflicting,)))
    assert cells(dialog)[0][5] == f"Conflict: {CONFLICT}"


def test_photos_that_cannot_be_written_come_first_with_the_reason(preview_of: Maker) -> None:
    dialog = preview_of(plan("a.jpg", "x"), refused=((7, "It is damaged."),))
    assert cells(dialog)[0] == ["7.jpg", "", "", "", "not written", "It is damaged."]
    assert dialog.ids == [1]
    assert "It is damaged." in dialog.details.fields.toPlainText()


def test_the_heading_counts(preview_of: Maker) -> None:
    assert heading(preview_of(plan("a.jpg", "x"))) == "1 keyword to add in 1 photo"
    both = preview_of(plan("a.jpg", "x y"), plan("b.jpg", "z", "old", targets=("b.jpg.xmp",)))
    assert heading(both) == "3 keywords to add, 1 to remove in 2 photos"
    assert counts(both) == "1 in the photo itself · 1 in a sidecar"


def test_a_write_that_is_refused_whole_says_so(preview_of: Maker) -> None:
    dialog = preview_of(refused=((7, "It is damaged."),))
    assert heading(dialog) == "None of these photos can be written"
    assert not dialog.write_button.isEnabled()


def test_only_what_needs_a_look_can_be_listed(preview_of: Maker) -> None:
    cut = field_plan("b.jpg", Field.IPTC_KEYWORDS, shortened=(("long", "lo"),))
    dialog = preview_of(
        plan("a.jpg", "x"),
        plan("b.jpg", "x", fields=(cut,)),
        plan("c.jpg", "x", fields=(field_plan("c.jpg", conflict=CONFLICT),)),
        refused=((9, "It is damaged."),),
    )
    listed = {}
    for row in range(dialog.choice.count()):
        dialog.choice.setCurrentIndex(row)
        listed[dialog.choice.currentText()] = [line[0] for line in cells(dialog)]
    assert listed == {
        "All photos (4)": ["9.jpg", "a.jpg", "b.jpg", "c.jpg"],
        "To look at (3)": ["9.jpg", "b.jpg", "c.jpg"],
        "In conflict (1)": ["c.jpg"],
        "Shortened or left out (1)": ["b.jpg"],
        "Refused (1)": ["9.jpg"],
    }
    assert dialog.ids == [1, 2, 3], "the choice is about looking, not about writing"


def test_nothing_can_be_typed_into_the_table(preview_of: Maker) -> None:
    dialog = preview_of(plan("a.jpg", "x"))
    dialog.show()
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    QTest.keyClicks(dialog.table, "zzz")
    assert cells(dialog)[0][1] == "+x"


def test_ten_thousand_files_are_listed_without_making_their_rows(preview_of: Maker) -> None:
    plans = [plan(f"{n}.jpg", "beach sea") for n in range(10_000)]
    started = time.perf_counter()
    dialog = preview_of(*plans)
    dialog.show()
    QApplication.processEvents()
    took = time.perf_counter() - started
    assert dialog.model.rowCount() == 10_000
    assert len(dialog.model._made) < 200, "only rows on the screen are made"
    QTest.keyClick(dialog.table, Qt.Key.Key_End)
    assert "9999.jpg" in dialog.details.fields.toPlainText()
    assert took < 3, "counting is all that is done ten thousand times"


def test_a_tag_is_never_taken_for_markup(preview_of: Maker) -> None:
    dialog = preview_of(plan("a.jpg", "<b>x"))
    tip = dialog.model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert read_by_user(tip) == "+<b>x"
    assert "<b>x" in dialog.details.fields.toPlainText()
    dialog.details.setCurrentWidget(dialog.details.readers)
    assert "<b>x" in dialog.details.readers.toPlainText()


# Details of the current photo


def test_escape_closes_it_from_the_table(preview_of: Maker) -> None:
    dialog = preview_of(plan("a.jpg"))
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_details_follow_the_keyboard(preview_of: Maker) -> None:
    dialog = preview_of(plan("a.jpg", "beach"), plan("b.jpg", "dog"))
    dialog.show()
    assert "beach" in dialog.details.fields.toPlainText()
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    shown = dialog.details.fields.toPlainText()
    assert "b.jpg" in shown and "dog" in shown and "beach" not in shown


def test_the_details_say_old_and_new_of_every_field_and_where(preview_of: Maker) -> None:
    fields = (
        field_plan("a.jpg", added=("new",), removed=("old",), kept=("same",), conflict=CONFLICT),
        field_plan("a.jpg", Field.IPTC_KEYWORDS, shortened=(("longer", "long"),)),
        field_plan("a.jpg", Field.XP_KEYWORDS, left_out=("a;b",)),
        field_plan("a.jpg", Field.TAGS_LIST, state=FieldState.SKIPPED, reason="Not there."),
        field_plan("a.jpg", Field.IPTC_TITLE, state=FieldState.REFUSED, reason="No room."),
        field_plan("a.jpg.xmp", is_sidecar=True, added=("new",)),
    )
    dialog = preview_of(plan("a.jpg", "new", "old", "same", fields=fields))
    shown = dialog.details.fields.toPlainText()
    for words in (
        "In the photo",
        "In the sidecar a.jpg.xmp",
        "dc:subject",
        "same, old",
        "same, new",
        f"Conflict: {CONFLICT}",
        "Cut at 64 bytes: “long”",
        "cannot be stored here: “a;b”",
        "Not written: digiKam tags. Not there.",
        "Not written: IPTC title. No room.",
    ):
        assert words in shown
    html = dialog.details.fields.toHtml()
    assert "line-through" in html, "what goes is struck, not only red"


def test_the_readers_say_what_is_missing_and_why(preview_of: Maker) -> None:
    dialog = preview_of(plan("a.jpg", "beach sea"))
    dialog.details.setCurrentWidget(dialog.details.readers)
    shown = dialog.details.readers.toPlainText()
    for program in ("Windows Explorer", "Apple Photos", "Lightroom Classic", "digiKam", "Immich"):
        assert program in shown
    assert "Will not show “beach”, “sea”." in shown
    assert "There is no sign that Google Photos reads keywords." in shown


# Deciding


def test_enter_writes_and_escape_does_not(preview_of: Maker) -> None:
    for key, expected in ((Qt.Key.Key_Return, True), (Qt.Key.Key_Escape, False)):
        dialog = preview_of(plan("a.jpg", "x"))
        accepted, rejected = sent_by(dialog.accepted), sent_by(dialog.rejected)
        dialog.open()
        QTest.keyClick(dialog, key)
        assert (bool(accepted), bool(rejected)) == (expected, not expected)


def test_the_button_names_its_size(preview_of: Maker) -> None:
    dialog = preview_of(plan("a.jpg", "x"), plan("b.jpg", "y"))
    assert button(dialog, "Write 2 photos").isEnabled()


def test_when_nothing_can_be_written_there_is_nothing_to_press(preview_of: Maker) -> None:
    dialog = preview_of(refused=((1, "It is damaged."),))
    assert not dialog.write_button.isEnabled()


def test_size_and_columns_are_remembered(preview_of: Maker) -> None:
    first = preview_of(plan("a.jpg", "x"))
    first.open()
    first.resize(700, 520)
    first.table.horizontalHeader().resizeSection(0, 333)
    first.reject()
    again = preview_of(plan("a.jpg", "x"))
    assert (again.width(), again.height()) == (700, 520)
    assert again.table.columnWidth(0) == 333


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("plan", "Table (*.csv)", "plan.csv"),
        ("plan", "Text (*.txt)", "plan.txt"),
        ("plan.txt", "Table (*.csv)", "plan.txt"),
    ],
)
def test_simulate_only_asks_where_to(
    preview_of: Maker, tmp_path: Path, name: str, kind: str, expected: str
) -> None:
    dialog = preview_of(plan("a.jpg", "x"))
    wanted = sent_by(dialog.save_wanted)

    def reply(asked: QFileDialog) -> None:
        asked.selectNameFilter(kind)
        asked.filterSelected.emit(kind)
        asked.selectFile(str(tmp_path / name))
        asked.accept()

    with answering(reply):
        button(dialog, "Simulate Only…").click()
    assert wanted == [tmp_path / expected]
    assert dialog.result() == 0, "saving the plan decides nothing"


# The real thing


def test_the_preview_of_real_files_equals_their_plans(
    program: Program, photos: list[Path], qtbot: QtBot, parent: QWidget, state: QSettings
) -> None:
    ids = program.open(*photos)
    program.session.apply(decide(program, ids, "beach", Decision.ACCEPTED))
    program.session.write(ids[:1])
    program.settle()
    program.session.apply(decide(program, ids[:1], "beach", Decision.REJECTED))
    program.session.apply(set_texts(program.session.reviews(ids[1:2]), title="Dusk"))
    with qtbot.waitSignal(program.bridge.write_preview_ready) as waited:
        assert program.session.preview_write(ids) == 3
    dialog = WritePreview(waited.args[0], program.session, state, parent)
    assert cells(dialog) == [
        ["photo 1.jpg", "", "−beach", "0", "in the photo", ""],
        ["photo 2.jpg", "+beach, title: “Dusk”", "", "0", "in the photo", ""],
        ["photo 3.jpg", "+beach", "", "0", "in the photo", ""],
    ]
    assert heading(dialog) == "2 keywords to add, 1 to remove, 1 title to set in 3 photos"


def decide(program: Program, ids: list[PhotoId], name: str, decision: Decision) -> ReviewChange:
    reviews = program.session.reviews(ids)
    return build(reviews, lambda review: review.decide(name, decision), "")
