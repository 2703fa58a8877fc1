"""Work and its troubles as the user meets them: tagging, remedies, broken and changed photos."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from phototagger.core.errors import NotAuthorized, RequestRejected, ServiceUnavailable
from phototagger.core.events import Level, Notice, Progress, Remedy, ServiceWait, Work
from phototagger.core.photo import PhotoFilter, PhotoId, TaggingState
from phototagger.core.tagging.request_log import RequestRecord
from phototagger.core.tags import TagSuggestion
from phototagger.ui.main_window import MainWindow
from phototagger.ui.photo_model import PhotoRole
from phototagger.ui.request_table import RequestTable
from phototagger.ui.send_sheet import SendSheet
from phototagger.ui.settings_dialog import SettingsDialog
from phototagger.ui.write_preview import WritePreview

from .conftest import (
    MakePhoto,
    Program,
    answering,
    button,
    image_of,
    is_like,
    open_windows,
    popup_answered,
    read_by_user,
)

GONE = "The tagging service does not answer."


@pytest.fixture
def ids(program: Program, window: MainWindow, photos: list[Path]) -> list[PhotoId]:
    """Return three photos, none of them tagged; the first one is selected."""
    return program.open(*photos)


@pytest.fixture
def broken(program: Program, window: MainWindow, make_photo: MakePhoto) -> PhotoId:
    """Return a photo that cannot be shown, the only one."""
    path = make_photo("broken.jpg")
    path.write_bytes(b"\xff\xd8\xff no photo at all")
    return program.open(path)[0]


def inspector_texts(window: MainWindow) -> str:
    found = window.inspector.findChildren(QLabel)
    return "\n".join(label.text() for label in found if label.isVisible())


def tile_color(window: MainWindow, row: int) -> QColor:
    grid = window.browser.grid
    tile = grid.visualRect(grid.model().index(row, 0))
    x, y = tile.center().x(), tile.top() + tile.width() // 2
    return image_of(grid.viewport()).pixelColor(x, y)


def come_to_rest(program: Program, window: MainWindow) -> None:
    """Wait until the grid has asked for what is on the screen and got it."""
    with program.qtbot.waitSignal(window.browser.grid.rows_visible):
        window.browser.grid.updateGeometries()
    program.settle()


def trigger(program: Program, action_id: str) -> None:
    assert program.window is not None
    program.window.actions_by_id[action_id].trigger()
    program.settle()


# Tagging


def test_tagging_fills_the_list_of_the_selected_photo(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    assert "Press Ctrl+T" in inspector_texts(window)
    trigger(program, "tag_selected")
    assert window.inspector.panel.model.row_of("beach") is not None
    assert program.session.untagged() == ids[1:]
    trigger(program, "tag_untagged")
    assert program.session.untagged() == []


def test_while_it_is_tagged_the_photo_says_so(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.tagger.hold()
    window.actions_by_id["tag_selected"].trigger()
    assert "Suggestions are on their way…" in inspector_texts(window)
    spoken = window.browser.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "being tagged" in spoken


def test_tagging_can_be_stopped(program: Program, window: MainWindow, ids: list[PhotoId]) -> None:
    stop = window.actions_by_id["stop_tagging"]
    assert not stop.isEnabled()
    program.tagger.hold()
    window.actions_by_id["tag_untagged"].trigger()
    assert stop.isEnabled()
    trigger(program, "stop_tagging")
    assert not stop.isEnabled()
    assert program.session.untagged() == ids


def test_a_photo_with_a_word_of_ones_own_still_waits_for_review_when_it_is_tagged(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    window.desk.add(["Brno"])
    program.tag(ids)
    assert window.browser.model.index(0, 0).data(PhotoRole.SUMMARY).to_review == 3
    assert program.session.ids_where(PhotoFilter.TO_REVIEW) == ids


def test_a_service_without_suggestions_is_told(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.tagger.suggestions = ()
    trigger(program, "tag_selected")
    assert "The service had no suggestion." in inspector_texts(window)


def test_the_reason_of_a_failure_stands_beside_the_photo(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.tagger.error = RequestRejected("The service refused this photo.")
    trigger(program, "tag_selected")
    assert program.session.photo(ids[0]).tagging is TaggingState.FAILED
    assert "The service refused this photo." in inspector_texts(window)


def labels(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def test_sending_photos_away_asks_once_per_address(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.app.settings_file.override(endpoint="https://tags.example.org")
    with answering(lambda box: box.reject()) as asked:
        window.actions_by_id["tag_selected"].trigger()
    assert len(asked) == 1
    program.settle()
    assert program.tagger.sent == 0, "the safe answer sends nothing"

    def agree(sheet: SendSheet) -> None:
        shown = " ".join(labels(sheet))
        assert "Send 1 photo to tags.example.org?" in shown
        assert "at most 600 px" in shown
        assert "camera and owner data" in shown
        button(sheet, "Send").click()

    with answering(agree) as asked:
        trigger(program, "tag_selected")
        trigger(program, "tag_untagged")
    assert len(asked) == 1
    assert program.tagger.sent == 3
    assert program.app.settings_file.settings.agreed_hosts == "", "agreed for this run only"


def test_consent_can_be_remembered_and_taken_back(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.app.settings_file.override(endpoint="https://tags.example.org")

    def agree(sheet: SendSheet) -> None:
        sheet.remember.setChecked(True)
        button(sheet, "Send").click()

    with answering(agree):
        trigger(program, "tag_selected")
    assert program.app.settings_file.settings.agreed_hosts == "tags.example.org"
    window.actions_by_id["settings"].trigger()
    (dialog,) = open_windows(SettingsDialog)
    button(dialog, "Ask Again before Sending").click()
    dialog.reject()
    with answering(lambda sheet: sheet.reject()) as asked:
        window.actions_by_id["tag_selected"].trigger()
    assert asked == ["Send photos"]


def test_a_wait_for_the_service_is_counted_down(program: Program, window: MainWindow) -> None:
    bar = window.activity
    program.bridge.announce(Progress(Work.TAGGING, 3, 10))
    program.bridge.announce(ServiceWait("tags.example.org", 12.4))
    assert any(
        text == "Tagging waits for tags.example.org, next attempt in 12 s" for text in labels(bar)
    )
    program.bridge.announce(Progress(Work.TAGGING, 4, 10))
    assert any(text.startswith("Tagging 4 of 10") for text in labels(bar))
    program.bridge.announce(Progress(Work.TAGGING, 10, 10, is_running=False))


def test_every_request_is_listed(program: Program, window: MainWindow) -> None:
    window.actions_by_id["requests"].trigger()
    (empty,) = open_windows(RequestTable)
    assert "Nothing has been sent" in " ".join(labels(empty))
    empty.reject()
    program.app.request_log.add(RequestRecord(0.0, "tags.example.org", 10, 654_321, 1.25, "OK"))
    window.actions_by_id["requests"].trigger()
    (dialog,) = open_windows(RequestTable)
    shown = [dialog.table.item(0, column).text() for column in range(1, 6)]
    assert shown[0] == "tags.example.org"
    assert shown[1] == "10"
    assert shown[3:] == ["1.25 s", "OK"]
    dialog.reject()


def test_tagging_on_this_computer_does_not_ask(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    with answering(lambda box: box.reject()) as asked:
        trigger(program, "tag_untagged")
    assert asked == []
    assert program.tagger.sent == 3


# Remedies


def test_try_again_tags_what_was_left(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.tagger.error = ServiceUnavailable(GONE)
    trigger(program, "tag_untagged")
    (text,) = window.browser.notices.texts()
    assert text.startswith(GONE) and "3 photos still untagged." in text
    program.tagger.error = None
    button(window.browser.notices, "Try again").click()
    program.settle()
    assert program.session.untagged() == []
    assert window.browser.notices.texts() == []


def test_a_refused_token_leads_to_the_settings(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.tagger.error = NotAuthorized("The service refuses the token.")
    trigger(program, "tag_untagged")
    button(window.browser.notices, "Settings…").click()
    (dialog,) = open_windows(SettingsDialog)
    dialog.reject()


def test_show_them_leads_to_the_problems(
    program: Program, window: MainWindow, broken: PhotoId, photos: list[Path]
) -> None:
    program.open(*photos)
    trigger(program, "tag_untagged")
    button(window.browser.notices, "Show them").click()
    assert window.sidebar.choice is PhotoFilter.PROBLEMS
    program.settle()
    assert list(window.browser.model.ids) == [broken]


def test_write_again_previews_the_photos_that_were_left(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.tag(ids)
    window.browser.grid.selectAll()
    window.desk.toggle(["beach"])
    notice = Notice(Level.ERROR, "x", "The disk was full.", Remedy.WRITE_AGAIN, ids=tuple(ids[1:]))
    program.bridge.announce(notice)
    button(window.browser.notices, "Write again").click()
    program.qtbot.waitUntil(lambda: bool(open_windows(WritePreview)))
    (dialog,) = open_windows(WritePreview)
    assert dialog.ids == ids[1:]
    dialog.reject()


class FileManager(QObject):
    """Takes the place of the desktop's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def file_manager() -> Iterator[FileManager]:
    manager = FileManager()
    QDesktopServices.setUrlHandler("file", manager, "open")  # type: ignore[arg-type]
    yield manager
    QDesktopServices.unsetUrlHandler("file")


def test_show_in_folder_opens_the_folder(
    program: Program, window: MainWindow, file_manager: FileManager, tmp_path: Path
) -> None:
    notice = Notice(Level.SUCCESS, "x", "Done.", Remedy.SHOW_FILE, path=tmp_path / "out.csv")
    program.bridge.announce(notice)
    button(window.browser.notices, "Show in folder").click()
    assert file_manager.opened == [tmp_path]


# Photos that are broken, changed or gone


def test_a_tile_shows_its_photo(program: Program, window: MainWindow, ids: list[PhotoId]) -> None:
    for row, name in enumerate(("teal", "orange", "purple")):
        program.qtbot.waitUntil(
            lambda r=row, n=name: is_like(tile_color(window, r), QColor(n))  # type: ignore[misc]
        )


def test_a_photo_replaced_on_disk_is_shown_anew_after_looking_again(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    program.open(photos[0].parent)
    program.qtbot.waitUntil(lambda: is_like(tile_color(window, 0), QColor("teal")))
    come_to_rest(program, window)
    Image.new("RGB", (80, 60), "red").save(photos[0])
    trigger(program, "rescan")
    program.qtbot.waitUntil(lambda: is_like(tile_color(window, 0), QColor("red")), timeout=2_000)


def test_a_repaired_photo_is_shown_after_looking_again(
    program: Program, window: MainWindow, broken: PhotoId
) -> None:
    path = program.session.photo(broken).path
    program.qtbot.waitUntil(lambda: bool(window.browser.model.problem(broken)))
    program.open(path.parent)
    come_to_rest(program, window)
    Image.new("RGB", (80, 60), "red").save(path)
    trigger(program, "rescan")
    program.qtbot.waitUntil(lambda: is_like(tile_color(window, 0), QColor("red")), timeout=2_000)


def test_a_broken_photo_says_why_in_its_tile_and_beside_it(
    program: Program, window: MainWindow, broken: PhotoId
) -> None:
    problem = window.browser.model.problem
    program.qtbot.waitUntil(lambda: bool(problem(broken)))
    program.settle()
    spoken = window.browser.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert problem(broken) in spoken
    ground = image_of(window.inspector.view).pixelColor(3, 3)
    image = image_of(window.inspector.view)
    assert any(
        not is_like(image.pixelColor(x, y), ground)
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    ), "the place of the photo is not left blank"


def test_a_broken_photo_is_counted_as_a_problem(
    program: Program, window: MainWindow, broken: PhotoId
) -> None:
    row = list(PhotoFilter).index(PhotoFilter.PROBLEMS) + 1
    program.qtbot.waitUntil(lambda: window.sidebar.texts()[row] == "Problems   1", timeout=2_000)


def test_a_photo_taken_out_while_it_is_tagged_does_no_harm(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.tagger.hold()
    window.browser.grid.selectAll()
    window.actions_by_id["tag_selected"].trigger()
    with answering(lambda box: button(box, "Remove").click()):
        window.actions_by_id["forget"].trigger()
    program.tagger.release()
    program.settle()
    assert program.session.ids() == []
    assert window.browser.empty.isVisible()
    assert not window.actions_by_id["stop_tagging"].isEnabled()


def test_a_photo_taken_out_while_it_is_written_does_no_harm(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    program.tag(ids)
    window.browser.grid.selectAll()
    window.desk.toggle(["beach"])
    photos[0].unlink()
    program.session.write(ids)
    with answering(lambda box: button(box, "Remove").click()):
        window.actions_by_id["forget"].trigger()
    program.settle()
    assert not program.session.is_writing
    assert program.session.ids() == []


# Taking photos out


def test_single_photos_are_removed_from_the_library_only(
    program: Program, window: MainWindow, ids: list[PhotoId], photos: list[Path]
) -> None:
    window.browser.grid.select_row(1)
    with answering(lambda box: box.reject()):
        window.actions_by_id["forget"].trigger()
    assert program.session.ids() == ids, "the safe answer removes nothing"
    with answering(lambda box: button(box, "Remove").click()):
        window.actions_by_id["forget"].trigger()
    assert program.session.ids() == [ids[0], ids[2]]
    assert all(path.exists() for path in photos)
    assert window.browser.current_id == ids[2], "the next one takes its place"


def test_photos_of_an_open_folder_stay_and_the_undo_steps_too(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    ids = program.open(photos[0].parent)
    program.tag(ids)
    window.desk.toggle(["beach"])
    with answering(lambda box: button(box, "Remove").click()):
        window.actions_by_id["forget"].trigger()
    assert program.session.ids() == ids
    assert "close the folder instead" in window.browser.notices.texts()[0]
    assert window.undo_stack.canUndo()


def test_a_folder_is_closed_from_its_menu(
    program: Program, window: MainWindow, photos: list[Path]
) -> None:
    folder = photos[0].parent
    program.open(folder)
    program.qtbot.waitUntil(lambda: len(window.sidebar.texts()) == 10)
    program.choose(folder)
    choose_in_menu(program, folder, "Close this folder")
    program.settle()
    program.qtbot.waitUntil(lambda: len(window.sidebar.texts()) == 8)
    assert program.session.ids() == []
    assert window.sidebar.choice is PhotoFilter.ALL
    assert window.browser.empty.isVisible()
    assert all(path.exists() for path in photos)


def test_a_folder_is_shown_from_its_menu(
    program: Program, window: MainWindow, photos: list[Path], file_manager: FileManager
) -> None:
    program.open(photos[0].parent)
    program.qtbot.waitUntil(lambda: len(window.sidebar.texts()) == 10)
    choose_in_menu(program, photos[0].parent, "Show in file manager")
    assert file_manager.opened == [photos[0].parent]


def choose_in_menu(program: Program, folder: Path, text: str) -> None:
    """Right-click a folder and choose an entry of the menu that opens."""
    window = program.window
    assert window is not None
    flags = Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive
    (row,) = (
        row
        for row in window.sidebar.findItems("", flags)
        if read_by_user(row.toolTip(0)) == str(folder)
    )

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            (entry,) = [action for action in menu.actions() if action.text() == text]
            menu.setActiveAction(entry)
            QTest.keyClick(menu, Qt.Key.Key_Return)

    with popup_answered(choose):
        point = window.sidebar.visualItemRect(row).center()
        window.sidebar.customContextMenuRequested.emit(point)


# Undo


def test_undo_and_redo_are_there_when_there_is_something(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    undo, redo = (window.actions_by_id[name] for name in ("undo", "redo"))
    program.tag(ids)
    assert (undo.isEnabled(), redo.isEnabled()) == (False, False)
    window.desk.toggle(["beach"])
    assert (undo.isEnabled(), redo.isEnabled()) == (True, False)
    assert undo.text() == "&Undo accept “beach”"
    undo.trigger()
    assert (undo.isEnabled(), redo.isEnabled()) == (False, True)
    assert undo.text() == "&Undo"


def test_an_ampersand_in_a_tag_is_shown_in_the_undo_menu(
    program: Program, window: MainWindow, ids: list[PhotoId]
) -> None:
    program.tagger.suggestions = (TagSuggestion("rock & roll", 0.9),)
    program.tag(ids)
    window.desk.toggle(["rock & roll"])
    shown = window.actions_by_id["undo"].text().replace("&&", "\0").replace("&", "")
    assert shown.replace("\0", "&") == "Undo accept “rock & roll”"
