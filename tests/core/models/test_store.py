"""Installing and removing models: all or nothing, whatever happens on the way."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_bundle import make_bundle, zipped

from phototagger.core.errors import Cancelled, ModelError, PhototaggerError
from phototagger.core.jobs import CancelToken
from phototagger.core.models.download import SPARE_BYTES, Address
from phototagger.core.models.registry import RegistryEntry
from phototagger.core.models.store import BUILT_IN, InstallStep, ModelStore
from phototagger.resource_files import resource_path

Steps = list[tuple[InstallStep, int, int]]


def good(folder: Path, cancel: CancelToken) -> None:
    """A check that finds the model good, and whole."""
    names = {path.name for path in folder.iterdir()}
    assert {"bundle.json", "network.onnx", "labels.csv"} <= names


def bad(folder: Path, cancel: CancelToken) -> None:
    raise ModelError(f"The tagging model in {folder} cannot be used: it is odd.")


def entry(address: Address | None, model_id: str = "tiny") -> RegistryEntry:
    unavailable = "" if address else "Nobody has made it."
    return RegistryEntry(
        model_id, "Tiny", "A model.", "CC0", "", 1000, 3, "here", "1", address, unavailable
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def store_of(home: Path) -> Callable[..., ModelStore]:
    def make(check=good, **options: object) -> ModelStore:
        return ModelStore(home, resource_path("model"), check, **options)

    return make


def install(store: ModelStore, source: object, cancel: CancelToken | None = None) -> Steps:
    steps: Steps = []
    store.install(str(source), lambda *step: steps.append(step), cancel or CancelToken())
    return steps


def listed(store: ModelStore) -> list[tuple[str, str]]:
    return [(model.id, model.version) for model in store.models()][1:]


def left_over(home: Path) -> list[str]:
    return [path.name for path in home.iterdir() if path.name.startswith((".staging", ".old"))]


def test_the_built_in_model_is_always_there(store_of, home: Path) -> None:
    (model,) = store_of().models()

    assert (model.id, model.problem) == (BUILT_IN, "")
    assert model.tag_count > 200 and model.licence == "Apache-2.0" and model.size_bytes < 6_000_000
    assert not home.exists()


@pytest.mark.parametrize("kind", ["folder", "zip", "zip of a folder"])
def test_a_model_is_installed_from_files(store_of, home: Path, tmp_path: Path, kind: str) -> None:
    source = make_bundle(tmp_path / "made")
    if kind != "folder":
        source = zipped(source, tmp_path / "made.zip", "" if kind == "zip" else "made/")
    store = store_of()

    steps = install(store, source)

    model = store.models()[1]
    assert (model.id, model.name, model.version, model.tag_count) == ("tiny", "tiny", "1", 3)
    assert model.folder == home / "tiny" == store.folder_of("tiny") == store.place_of("tiny")
    assert not model.problem and not left_over(home)
    assert [step for step, _, _ in steps] == [InstallStep.COPY, InstallStep.CHECK]
    assert {path.name for path in model.folder.iterdir()} == {
        path.name for path in (tmp_path / "made").iterdir()
    }


def test_only_listed_files_are_copied(store_of, home: Path, tmp_path: Path) -> None:
    source = make_bundle(tmp_path / "made")
    (source / "private.txt").write_text("not part of it")

    install(store_of(), source)

    assert not (home / "tiny" / "private.txt").exists()


def test_a_new_edition_replaces_the_old_one(store_of, home: Path, tmp_path: Path) -> None:
    store = store_of()
    install(store, make_bundle(tmp_path / "1"))
    install(store, make_bundle(tmp_path / "2", version="2"))

    assert listed(store) == [("tiny", "2")]
    assert not left_over(home)


def test_a_model_that_fails_its_check_changes_nothing(store_of, home: Path, tmp_path: Path) -> None:
    install(store_of(), make_bundle(tmp_path / "1"))
    path = zipped(make_bundle(tmp_path / "2", version="2"), tmp_path / "new.zip")

    with pytest.raises(ModelError) as caught:
        install(store_of(bad), path)

    assert str(caught.value) == "The tagging model in new.zip cannot be used: it is odd."
    assert listed(store_of()) == [("tiny", "1")]
    assert not left_over(home)


def test_a_damaged_model_changes_nothing(store_of, home: Path, tmp_path: Path) -> None:
    source = make_bundle(tmp_path / "made")
    (source / "network.onnx").write_bytes(b"x")

    with pytest.raises(ModelError) as caught:
        install(store_of(), source)

    assert str(caught.value) == "The tagging model in made is damaged (network.onnx was changed)."
    assert listed(store_of()) == [] and not left_over(home)


def test_a_bundle_that_is_none_is_told(store_of, tmp_path: Path) -> None:
    def drop(manifest: dict) -> None:
        manifest["files"] = {}

    with pytest.raises(ModelError, match="made is no tagging model: “files” must name"):
        install(store_of(), make_bundle(tmp_path / "made", change=drop))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    with pytest.raises(ModelError, match=r"photo\.jpg is no tagging model: neither"):
        install(store_of(), tmp_path / "photo.jpg")
    with pytest.raises(ModelError, match="is no file, no folder, no address"):
        install(store_of(), "nothing-of-this-name")


@pytest.mark.parametrize("model_id", ["built-in", "../evil", "", "CON?"])
def test_a_model_may_not_choose_a_place(store_of, home, tmp_path: Path, model_id: str) -> None:
    with pytest.raises(ModelError, match="is no tagging model: “id” must"):
        install(store_of(), make_bundle(tmp_path / "made", model_id=model_id))
    assert not left_over(home)


def test_cancelling_changes_nothing(store_of, home: Path, tmp_path: Path) -> None:
    cancel = CancelToken()

    def cancels(folder: Path, token: CancelToken) -> None:
        cancel.cancel()

    with pytest.raises(Cancelled):
        install(store_of(cancels), make_bundle(tmp_path / "made"), cancel)
    assert listed(store_of()) == [] and not left_over(home)
    with pytest.raises(Cancelled):
        install(store_of(), make_bundle(tmp_path / "made"), cancel)


def test_room_is_looked_for_first(store_of, home: Path, tmp_path: Path) -> None:
    tight = store_of(free=lambda folder: SPARE_BYTES + 100)

    with pytest.raises(ModelError, match="not enough room"):
        install(tight, make_bundle(tmp_path / "made"))
    assert not left_over(home)


def test_a_folder_that_cannot_be_written_is_told(store_of, home: Path, tmp_path: Path) -> None:
    home.write_text("a file where the folder should be")

    with pytest.raises(ModelError, match="The model cannot be stored"):
        install(store_of(), make_bundle(tmp_path / "made"))


def test_an_interrupted_replacement_is_taken_back(store_of, home: Path, tmp_path: Path) -> None:
    store = store_of()
    install(store, make_bundle(tmp_path / "1"))
    (home / "tiny").rename(home / ".old-tiny")
    assert listed(store) == [("tiny", "1")]

    shutil.copytree(home / "tiny", home / ".old-tiny")
    assert listed(store) == [("tiny", "1")]
    assert not left_over(home)


def test_what_dead_installations_left_is_swept(store_of, home: Path, tmp_path: Path) -> None:
    store = store_of()
    install(store, make_bundle(tmp_path / "1"))
    for name in (".staging-dead", ".staging-alive"):
        (home / name).mkdir()
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(home / ".staging-dead", (long_ago, long_ago))

    store.models()

    assert left_over(home) == [".staging-alive"]


def test_removing(store_of, home: Path, tmp_path: Path) -> None:
    store = store_of()
    install(store, make_bundle(tmp_path / "1"))

    store.remove("tiny")

    assert listed(store) == [] and list(home.iterdir()) == []
    with pytest.raises(ModelError, match="There is no model “tiny” here"):
        store.remove("tiny")
    with pytest.raises(ModelError, match="is part of PhotoTagger and stays"):
        store.remove(BUILT_IN)


@pytest.mark.parametrize("text", [None, "{", "[]", "[" * 100_000, '{"id": "tiny"}'])
def test_a_broken_model_is_listed_with_its_problem(
    store_of, home: Path, tmp_path: Path, text: str | None
) -> None:
    store = store_of()
    install(store, make_bundle(tmp_path / "1"))
    path = home / "tiny" / "bundle.json"
    path.unlink() if text is None else path.write_text(text)

    assert [(model.id, model.problem) for model in store.models()[1:]] == [
        ("tiny", "damaged (bundle.json)")
    ]
    store.remove("tiny")
    assert listed(store) == []


def test_a_file_of_another_size_is_noticed_without_reading_it(
    store_of, home: Path, tmp_path: Path
) -> None:
    store = store_of()
    install(store, make_bundle(tmp_path / "1"))
    (home / "tiny" / "network.onnx").write_bytes(b"")

    assert store.models()[1].problem == "damaged (network.onnx was changed)"


def test_a_model_is_installed_from_an_address(store_of, home: Path, tmp_path: Path, server) -> None:
    path = zipped(make_bundle(tmp_path / "made"), tmp_path / "made.zip")
    server.data = path.read_bytes()
    server.cuts = [500]
    digest = hashlib.sha256(server.data).hexdigest()
    store = store_of()
    store.downloader._pause_s = 0

    steps = install(store, f"{server.url}#sha256={digest}")

    assert listed(store) == [("tiny", "1")]
    assert steps[0] == (InstallStep.DOWNLOAD, 0, len(server.data))
    assert not list((home / ".downloads").iterdir())


def test_a_download_that_is_no_model_is_not_kept(store_of, home: Path, server) -> None:
    server.data = b"<html>Not found</html>" * 100

    with pytest.raises(PhototaggerError, match="is no tagging model"):
        install(store_of(), server.url)
    assert not list((home / ".downloads").iterdir())


def test_known_models_are_installed_by_their_id(store_of, tmp_path: Path, server) -> None:
    server.data = zipped(make_bundle(tmp_path / "made"), tmp_path / "m.zip").read_bytes()
    address = Address(server.url, hashlib.sha256(server.data).hexdigest(), len(server.data))
    store = store_of(registry=(entry(address),))

    install(store, "tiny")

    assert listed(store) == [("tiny", "1")]


def test_a_known_model_must_be_the_one_it_says(store_of, tmp_path: Path, server) -> None:
    server.data = zipped(make_bundle(tmp_path / "made"), tmp_path / "m.zip").read_bytes()
    address = Address(server.url, hashlib.sha256(server.data).hexdigest(), len(server.data))

    with pytest.raises(ModelError, match="holds “tiny”, not “other”"):
        install(store_of(registry=(entry(address, "other"),)), "other")


def test_a_known_model_without_pins_cannot_be_installed(store_of, server) -> None:
    with pytest.raises(ModelError, match="Tiny is not available yet: Nobody has made it"):
        install(store_of(registry=(entry(None),)), "tiny")
    assert server.asked == []


def test_names_come_from_the_description(store_of, home: Path, tmp_path: Path) -> None:
    def name(manifest: dict) -> None:
        manifest["name"] = "Grandma's tagger"

    install(store_of(), make_bundle(tmp_path / "made", change=name))

    assert store_of().models()[1].name == "Grandma's tagger"
    assert json.loads((home / "tiny" / "bundle.json").read_text("utf-8"))["id"] == "tiny"


def test_a_program_that_is_killed_goes_on_with_its_download(
    store_of, home: Path, tmp_path: Path, server
) -> None:
    path = zipped(
        make_bundle(tmp_path / "made", parts={"LICENSE.txt": os.urandom(3_000_000)}),
        tmp_path / "made.zip",
    )
    server.data = path.read_bytes()
    server.cuts, server.holds = [2_000_000], True
    command = (sys.executable, "-m", "phototagger", "--home", str(tmp_path), "models", "install")
    with subprocess.Popen((*command, server.url)) as killed:
        assert server.began.wait(60)
        parts = tmp_path / "data" / "models" / ".downloads"
        while sum(part.stat().st_size for part in parts.glob("*.part")) < 1_000_000:
            time.sleep(0.01)
        killed.kill()
    server.holds = False
    server.hold.set()

    done = subprocess.run((*command, server.url), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Installed tiny: tiny 1, 3 MB")
    resumed = int(server.asked[1][0].removeprefix("bytes=").removesuffix("-"))
    assert 1_000_000 <= resumed <= 2_000_000
    assert not left_over(tmp_path / "data" / "models")
