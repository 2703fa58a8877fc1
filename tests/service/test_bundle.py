"""The model that ships: whole, small, as its maker left it; anything else is refused."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from phototagger.core.errors import ServiceUnavailable
from phototagger.resource_files import resource_path
from phototagger.service.bundle import load_bundle
from phototagger.service.predict import Predictor

Manifest = dict[str, Any]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource_path("model"), tmp_path / "model"))


def edit(folder: Path, change: Callable[[Manifest], None]) -> None:
    path = folder / "bundle.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")


def replace(folder: Path, name: str, data: bytes) -> None:
    """Replace a file so that its digest is right again."""
    (folder / name).write_bytes(data)
    digest = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    edit(folder, lambda manifest: manifest["files"].update({name: digest}))


def test_the_shipped_model_gives_what_its_maker_got(predictor: Predictor) -> None:
    assert predictor.deviation() < 0.02


def test_the_shipped_model_is_small_and_carries_its_licence() -> None:
    files = {path.name: path for path in resource_path("model").iterdir()}
    manifest = json.loads(files["bundle.json"].read_text(encoding="utf-8"))

    assert sum(path.stat().st_size for path in files.values()) < 6_000_000
    assert "Apache" in files[manifest["licence_file"]].read_text(encoding="utf-8")
    assert set(files) == {"bundle.json", *manifest["files"]}


def test_every_tag_has_one_name_in_each_language(bundle) -> None:
    for lang in ("en", "cs"):
        names = [label.names[lang] for label in bundle.labels]
        assert len(set(names)) == len(names)
        for name in names:
            assert name == unicodedata.normalize("NFC", name) == name.strip()
            assert all(char.isalpha() or char in " -" for char in name)
    assert len(bundle.labels) == 229


def test_tags_without_a_trained_head_do_not_ship(bundle) -> None:
    names = {label.names["en"] for label in bundle.labels}

    assert names.isdisjoint({"giraffe", "concert", "macro", "black and white"})
    assert {"kitchen", "child", "room", "indoor"} <= names


@pytest.mark.parametrize(
    "name", ["backbone.int8.onnx", "classifier.int8.onnx", "heads.npz", "labels.csv", "test.npz"]
)
def test_one_changed_byte_is_noticed(copy: Path, name: str) -> None:
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)

    with pytest.raises(ServiceUnavailable, match=rf"damaged \({name} was changed\); install"):
        load_bundle(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "labels.csv").unlink()

    with pytest.raises(ServiceUnavailable, match=r"labels\.csv is missing"):
        load_bundle(copy)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServiceUnavailable, match="There is no tagging model in"):
        load_bundle(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, "5"])
def test_a_broken_description_is_refused(copy: Path, text: str) -> None:
    (copy / "bundle.json").write_text(text)

    with pytest.raises(ServiceUnavailable, match=r"bundle\.json cannot be read"):
        load_bundle(copy)


@pytest.mark.parametrize("number", [0, 2, "1", None])
def test_a_model_of_another_format_is_refused(copy: Path, number: object) -> None:
    edit(copy, lambda manifest: manifest.update(format=number))

    with pytest.raises(ServiceUnavailable, match="of a kind this version cannot use"):
        load_bundle(copy)


def test_files_outside_the_folder_are_never_read(copy: Path) -> None:
    edit(copy, lambda manifest: manifest["files"].update({"../secret": {}}))

    with pytest.raises(ServiceUnavailable, match="names files outside its folder"):
        load_bundle(copy)


def test_a_network_that_is_none_is_refused(copy: Path) -> None:
    replace(copy, "backbone.int8.onnx", b"no network")

    with pytest.raises(ServiceUnavailable, match="cannot be loaded on this machine"):
        Predictor(load_bundle(copy))


def test_a_tag_can_be_switched_off(copy: Path, meadow, bundle) -> None:
    text = (copy / "labels.csv").read_text(encoding="utf-8")
    lines = [
        line.removesuffix(",1") + ",0" if line.startswith("outdoor,") else line
        for line in text.splitlines()
    ]
    replace(copy, "labels.csv", "\n".join(lines).encode())
    replace(copy, "test.npz", _fewer_expected(copy, bundle))

    smaller = load_bundle(copy)

    assert len(smaller.labels) == len(bundle.labels) - 1
    tags = Predictor(smaller).predict([np.asarray(meadow)])[0]
    assert "outdoor" not in {tag.name for tag in tags}
    assert tags


def _fewer_expected(folder: Path, bundle) -> bytes:
    gone = [label.names["en"] for label in bundle.labels].index("outdoor")
    with np.load(folder / "test.npz") as arrays:
        pictures, expected = arrays["pictures"], arrays["expected"]
    buffer = io.BytesIO()
    np.savez(buffer, pictures=pictures, expected=np.delete(expected, gone, axis=1))
    return buffer.getvalue()
