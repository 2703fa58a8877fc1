"""One program per library: the second hands over and ends, the dead are replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from phototagger.core.errors import CatalogDamaged
from phototagger.core.library import FoundPhoto, Library
from phototagger.core.photo import Fingerprint
from phototagger.core.settings import AppPaths
from phototagger.ui import application
from phototagger.ui.bridge import GuiBridge
from phototagger.ui.one_instance import OneInstance
from phototagger.ui.restore_dialog import RestoreDialog

from .conftest import answering, button, sent_by

MakePhoto = Callable[..., Path]


@pytest.fixture
def first(tmp_path: Path, qtbot: QtBot) -> Iterator[OneInstance]:
    place = OneInstance(tmp_path)
    assert place.take()
    yield place
    place.release()


def test_photos_are_handed_to_the_one_that_is_there(
    first: OneInstance, tmp_path: Path, qtbot: QtBot
) -> None:
    given = sent_by(first.photos_given)
    odd = tmp_path / os.fsdecode(b"caf\xe9\n.jpg")
    second = OneInstance(tmp_path)
    assert not second.take()
    assert second.hand_over([odd, Path("relative.jpg")])
    qtbot.waitUntil(lambda: bool(given))
    assert given == [[odd, Path.cwd() / "relative.jpg"]]


def test_another_library_is_another_place(first: OneInstance, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = OneInstance(tmp_path / "other")
    assert other.take()
    other.release()


def start(home: Path, *photos: Path, arguments: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "phototagger", "--home", str(home), *arguments]
    command += map(str, photos)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(command, env=environment, text=True)


def wait_for(condition: Callable[[], bool], timeout_s: float = 60) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_a_second_start_ends_well_and_a_dead_first_is_replaced(
    tmp_path: Path, make_photo: MakePhoto
) -> None:
    """Statement C06: start twice; and once more after kill -9 of the first."""
    home, photo = tmp_path / "home", make_photo("handed over.jpg")
    catalog = home / "data" / "catalog.sqlite"
    running = start(home)
    wait_for(lambda: (home / "data" / "catalog.lock").exists() and catalog.exists())
    second = start(home, photo)
    assert second.wait(60) == 0
    wait_for(lambda: photo.name.encode() in catalog_bytes(catalog))
    running.send_signal(signal.SIGKILL)
    running.wait()
    third = start(home, arguments=("--self-test",))
    assert third.wait(60) == 0
    library = Library.open(catalog)
    assert [found.path.name for found in library.photos(library.ids())] == [photo.name]
    library.close()


def catalog_bytes(catalog: Path) -> bytes:
    files = (catalog, Path(f"{catalog}-wal"))
    return b"".join(file.read_bytes() for file in files if file.exists())


# A damaged catalog


def damage(paths: AppPaths) -> None:
    for count in (1, 2):
        library = Library.open(paths.catalog_file)
        library.add_photos([FoundPhoto(Path(f"/p/{count}.jpg"), Fingerprint(1, 1))])
        library.close()
    paths.catalog_file.write_bytes(b"damaged")


@pytest.mark.parametrize(("row", "count"), [(0, 2), (1, 1), (2, 0)])
def test_a_damaged_catalog_is_replaced_by_what_the_user_chooses(
    own_home: Path, qtbot: QtBot, row: int, count: int
) -> None:
    """Statement C02: the dialog names the file; a copy or an empty one takes its place."""
    paths = AppPaths.at(own_home)
    damage(paths)
    seen: list[str] = []

    def choose(dialog: RestoreDialog) -> None:
        seen.extend(dialog.list.item(n).text() for n in range(dialog.list.count()))
        dialog.list.setCurrentRow(row)
        button(dialog, "Use This").click()

    bridge = GuiBridge()
    with answering(choose):
        program = application._build(paths, bridge)
    assert program is not None
    assert len(program.session.ids()) == count
    assert [text.split(", ")[-1] for text in seen] == ["2 photos", "1 photo", "An empty catalog"]
    kept = Path(f"{paths.catalog_file}.broken-1")
    assert kept.read_bytes() == b"damaged"
    program.end_work()
    bridge.drain()
    program.close()


def test_the_safe_answer_changes_nothing(own_home: Path, qtbot: QtBot) -> None:
    paths = AppPaths.at(own_home)
    damage(paths)
    with answering(lambda dialog: dialog.reject()):
        assert application._build(paths, GuiBridge()) is None
    assert paths.catalog_file.read_bytes() == b"damaged"
    with pytest.raises(CatalogDamaged):
        Library.open(paths.catalog_file)


def test_a_locked_catalog_can_be_tried_again(own_home: Path, qtbot: QtBot) -> None:
    """Statement C07: another program lets go of it while the question stands."""
    paths = AppPaths.at(own_home)
    other = Library.open(paths.catalog_file)
    texts: list[str] = []

    def answer(box: object) -> None:
        texts.append(box.text())  # type: ignore[attr-defined]
        other.close()
        button(box, "Try Again").click()  # type: ignore[arg-type]

    bridge = GuiBridge()
    with answering(answer):
        program = application._build(paths, bridge)
    assert program is not None
    assert "in use by another program" in texts[0]
    program.end_work()
    bridge.drain()
    program.close()
