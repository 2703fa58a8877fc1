"""The main job on the real window, the real service and real files, read back by others."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import piexif
import pytest
from PIL import Image, IptcImagePlugin
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from phototagger.core.photo import PhotoFilter
from phototagger.core.review import selection_rows
from phototagger.ui.export_dialog import ExportDialog
from phototagger.ui.write_preview import WritePreview

from .conftest import Program

OWN_WORDS = ["Žluťoučký kůň", "日本語"]


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def dialog(kind: type) -> WritePreview | ExportDialog | None:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind)), None)


def xmp_words(path: Path) -> list[str]:
    dc, rdf = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
    with Image.open(path) as photo:
        packet = ElementTree.fromstring(photo.info["xmp"])
    return [str(item.text) for item in packet.iterfind(f".//{dc}subject/{rdf}Bag/{rdf}li")]


def iptc_words(path: Path) -> list[str]:
    with Image.open(path) as photo:
        found = (IptcImagePlugin.getiptcinfo(photo) or {})[(2, 25)]
    return [word.decode() for word in (found if isinstance(found, list) else [found])]


def windows_words(path: Path) -> list[str]:
    raw = bytes(piexif.load(str(path))["0th"][piexif.ImageIFD.XPKeywords])
    return raw.decode("utf-16-le").rstrip("\0").split(";")


def open_and_tag(program: Program, photos: Path) -> None:
    program.session.open([photos])
    program.wait(lambda: len(program.session.ids()) == 8)
    program.window.actions_by_id["tag_untagged"].trigger()
    program.wait(lambda: program.session.count_by_filter()[PhotoFilter.UNTAGGED] == 0)


def test_from_a_folder_to_keywords_in_files_and_back(
    start: Callable[[], Program], photos: Path, tmp_path: Path
) -> None:
    before = hashes(photos)
    program = start()
    open_and_tag(program, photos)
    assert hashes(photos) == before, "scanning and tagging write nothing into photo folders"
    model, (first, last) = program.window.browser.model, program.window.browser.grid.visible_rows()
    program.wait(lambda: all(model.pixmap(i) for i in model.ids[first : last + 1]))

    review_all(program)
    wanted = keywords_by_path(program)
    assert all(len(words) >= 3 for words in wanted.values())
    assert hashes(photos) == before, "decisions are kept in the catalog, not in the files"

    write_all(program)
    for path, words in wanted.items():
        assert xmp_words(path) == iptc_words(path) == windows_words(path) == words
        with Image.open(path) as photo:
            photo.load()
    assert program.session.count_by_filter()[PhotoFilter.UNSAVED] == 0
    assert sorted(hashes(photos)) == sorted(before), "no file of ours stays in the photo folder"

    rows = export_all(program, tmp_path / "keywords.csv")
    assert len(rows) == 8
    assert all(OWN_WORDS[0] in row["keywords"] for row in rows)

    program.window.actions_by_id["undo_write"].trigger()
    program.wait(lambda: any("8 files restored" in text for text in program.notices()))
    assert hashes(photos) == before
    program.wait(lambda: program.session.count_by_filter()[PhotoFilter.UNSAVED] == 8)
    assert keywords_by_path(program) == wanted, "undoing a write keeps the user's decisions"
    program.quit()


def review_all(program: Program) -> None:
    """Accept everything on all photos and add two words."""
    panel = program.window.inspector.panel
    program.window.browser.grid.selectAll()
    panel.threshold.set_values(0.01, 0.01)
    panel.accept_all.emit()
    panel.entry.setText(", ".join(OWN_WORDS))  # Qt's test keys know ASCII only
    program.qtbot.keyClick(panel.entry, Qt.Key.Key_Return)


def keywords_by_path(program: Program) -> dict[Path, list[str]]:
    """Return what the window shows as keywords of each photo."""
    reviews = program.session.reviews(program.session.ids())
    return {program.session.photo(i).path: list(r.keywords()) for i, r in reviews.items()}


def write_all(program: Program) -> None:
    """Write through preview and consent."""
    program.window.actions_by_id["write_all"].trigger()
    program.wait(lambda: dialog(WritePreview) is not None)
    preview = dialog(WritePreview)
    assert isinstance(preview, WritePreview)
    assert preview.model.rowCount() == 8
    program.qtbot.mouseClick(preview.write_button, Qt.MouseButton.LeftButton)
    program.wait(lambda: any("8 photos written" in text for text in program.notices()))


def export_all(program: Program, out: Path) -> list[dict[str, str]]:
    """Export the library through its dialog and return the rows of the table."""
    program.window.dialogs.export([], list(program.session.ids()))
    program.wait(lambda: dialog(ExportDialog) is not None)
    export = dialog(ExportDialog)
    assert isinstance(export, ExportDialog)
    export.file_field.setText(str(out))
    program.qtbot.mouseClick(export.export_button, Qt.MouseButton.LeftButton)
    program.wait(out.exists)
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_is_there_again_at_the_next_start(
    start: Callable[[], Program], photos: Path
) -> None:
    program = start()
    open_and_tag(program, photos)
    window = program.window
    window.browser.grid.select_row(0)
    suggested = selection_rows(window.desk.reviews().values())[0].name
    window.desk.reject([suggested])
    window.desk.add(["kept for ever"])
    program.quit()

    again = start()
    again.session.rescan()
    again.settle()
    assert len(again.window.browser.model.ids) == 8
    assert again.session.roots() == [photos]
    first = again.session.reviews(again.session.ids()[:1])
    (review,) = first.values()
    assert "kept for ever" in review.keywords()
    assert suggested not in review.keywords()
    again.session.tag(again.session.ids()[:1])
    again.settle()
    (review,) = again.session.reviews(again.session.ids()[:1]).values()
    assert review.decision(suggested) is not None, "a rejection survives a re-run"
    again.quit()


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_exiftool_reads_what_was_written(start: Callable[[], Program], photos: Path) -> None:
    program = start()
    program.session.open([photos])
    program.wait(lambda: len(program.session.ids()) == 8)
    program.settle()
    program.window.browser.grid.selectAll()
    program.window.desk.add(["beach", *OWN_WORDS])
    program.session.write(program.session.ids())
    program.wait(lambda: any("8 photos written" in text for text in program.notices()))
    fields = ["-IPTC:Keywords", "-XMP-dc:Subject", "-IFD0:XPKeywords"]
    result = subprocess.run(
        ["exiftool", "-json", "-r", *fields, "-validate", str(photos)],
        check=True,
        capture_output=True,
    )
    for row in json.loads(result.stdout):
        assert row["Keywords"] == ["beach", *OWN_WORDS]
        assert row["Subject"] == ["beach", *OWN_WORDS]
        assert row["XPKeywords"] == ";".join(["beach", *OWN_WORDS])
        assert row["Validate"] == "OK"
    program.quit()
