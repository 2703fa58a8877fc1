"""A model of the user's own becomes a bundle: the five steps of the help, and what may go wrong."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tiny_bundle import make_bundle

from phototagger.__main__ import main
from phototagger.cli import ExitCode
from phototagger.core.errors import ModelError
from phototagger.resource_files import resource_path
from phototagger.service.bundle import load_bundle
from phototagger.service.pack import pack
from phototagger.service.predict import Predictor

HELP = resource_path("help", "own-model.md").read_text(encoding="utf-8")


def indented(text: str) -> list[str]:
    """Return the indented blocks of a text."""
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE)
    return [re.sub(r"^    ", "", block, flags=re.MULTILINE).strip() for block in blocks]


@pytest.fixture
def own(tmp_path: Path) -> Callable[..., Path]:
    """Return what makes the folder that a user has after step 3."""

    def make(kind: str = "multilabel", **changes: Any) -> Path:
        made = make_bundle(tmp_path / "made", kind)
        manifest = json.loads((made / "bundle.json").read_text("utf-8"))
        for key in ("files", "test", "rules", "source", "format", "licence", "licence_file"):
            manifest.pop(key)
        (made / "bundle.json").write_text(json.dumps({**manifest, **changes}), "utf-8")
        for name in ("test.npz", "LICENSE.txt"):
            (made / name).unlink()
        return Path(shutil.move(made, tmp_path / "own"))

    return make


def test_the_five_steps_of_the_help(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the very lines of the help; only names and sizes of the tiny network differ."""
    labels, described, *_ = indented(HELP)
    own = tmp_path / "my-model"
    made = make_bundle(tmp_path / "made", "multilabel", size=(224, 224))
    own.mkdir()
    shutil.copy(made / "network.onnx", own)
    (own / "labels.csv").write_text(f"{labels}\ncat,kočka,animal,\n", "utf-8")
    manifest = json.loads(described)
    manifest["model"]["outputs"] = {"out": "scores"}
    manifest["head"]["output"] = "out"
    (own / "bundle.json").write_text(json.dumps(manifest), "utf-8")
    (own / "examples").mkdir()
    Image.new("RGB", (300, 200), "red").save(own / "examples" / "red.jpg")
    monkeypatch.chdir(tmp_path)

    def run(line: str) -> str:
        program, *arguments = line.split()
        assert program == "phototagger"
        assert main(["--home", str(tmp_path / "home"), *arguments]) == ExitCode.DONE
        return capsys.readouterr().out

    commands = [line for block in indented(HELP) for line in block.splitlines()]
    ours = [line.strip() for line in commands if line.startswith("phototagger")]
    assert [line.split()[2] for line in ours] == ["pack", "install", "use"]
    packed = run(ours[0])
    assert packed.startswith("  red.jpg: dog ") and "my-model-1.zip" in packed
    assert "Installed my-model: My model 1" in run(ours[1])
    assert "My model 1 tags photos now" in run(ours[2])


@pytest.mark.parametrize("kind", ["linear", "embedding", "multilabel", "boxes"])
def test_heads_are_described_as_in_the_help(kind: str, own: Callable[..., Path]) -> None:
    """Every key that the help shows for a head is accepted, and no other is needed."""
    shown = {
        json.loads(found)["kind"]: json.loads(found)
        for block in indented(HELP)
        for found in re.findall(r'"head": (\{[^}]*\})', block)
    }
    folder = own(kind, head={**shown[kind], "output": "out"})

    assert load_bundle(pack(folder).path).kind == kind


def test_the_rules_of_the_help_are_accepted(own: Callable[..., Path]) -> None:
    (shown,) = (
        json.loads(f"{{{block}}}") for block in indented(HELP) if block.startswith('"rules"')
    )

    rules = load_bundle(pack(own(**shown)).path).rules

    assert rules.at_least_tags == shown["rules"]["at_least_tags"]
    assert rules.first_rows is not None and rules.first_rows.count == 5
    assert rules.specific_first is not None


def test_a_bundle_is_whole_and_proves_itself(own: Callable[..., Path], tmp_path: Path) -> None:
    packed = pack(own())

    assert packed.path == tmp_path / "tiny-1.zip"
    bundle = load_bundle(packed.path)
    assert Predictor(bundle).deviation() < 1e-3
    assert len(bundle.examples.pictures) == 3
    assert [name for name, _ in packed.examples] == ["gradient", "stripes", "noise"]


def test_photos_become_examples_as_the_network_sees_them(own, tmp_path: Path) -> None:
    folder = own()
    (folder / "examples").mkdir()
    for number, colour in enumerate(("lime", "blue")):
        Image.new("RGB", (50, 20), colour).save(folder / "examples" / f"{number}.png")
    (folder / "examples" / "notes.txt").write_text("no photo")

    packed = pack(folder, tmp_path / "out.zip")

    assert packed.path == tmp_path / "out.zip"
    assert [(name, tags[0].name) for name, tags in packed.examples] == [
        ("0.png", "green"),
        ("1.png", "blue"),
    ]
    assert load_bundle(packed.path).examples.pictures.shape == (2, 8, 8, 3)


def test_packing_twice_gives_the_same(own: Callable[..., Path], tmp_path: Path) -> None:
    folder = own()
    first, second = (load_bundle(pack(folder, tmp_path / name).path) for name in ("1.zip", "2.zip"))

    np.testing.assert_array_equal(first.examples.expected, second.examples.expected)


def spoil(name: str, data: bytes | None) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        if data is None:
            (folder / name).unlink()
        else:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (spoil("bundle.json", None), r"There is no bundle\.json in .*; it says what the model is"),
        (spoil("bundle.json", b"{"), r"bundle\.json in .* is no JSON: Expecting"),
        (spoil("bundle.json", b"[]"), "must be one JSON object"),
        (spoil("network.onnx", None), r"network\.onnx is named by bundle\.json and cannot be read"),
        (spoil("labels.csv", None), r"labels\.csv is named by bundle\.json and cannot be read"),
        (spoil("network.onnx", b"x"), "The tagging model cannot be loaded on this machine"),
        (spoil("labels.csv", b"tag\nred\n"), "something else than its description says"),
        (spoil("examples/x.jpg", b"x"), "The example x.jpg cannot be used: The data is no picture"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    own, tmp_path: Path, change: Callable[[Path], None], said: str
) -> None:
    folder = own()
    change(folder)

    with pytest.raises(ModelError, match=said) as caught:
        pack(folder)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.glob("*.zip*")) and not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "My Model"}, "^The tagging model cannot be used: “id” must be small letters"),
        ({"surprise": 1}, "“surprise” is unknown"),
        ({"labels": "../labels.csv"}, "must be the plain name of a file"),
        ({"test": 5}, "“test” in bundle.json must be the plain name"),
        ({"head": None}, "“head.kind” must be"),
    ],
)
def test_what_the_description_gets_wrong_is_named(own, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        pack(own(**changes))


def test_a_place_that_cannot_be_written_is_told(own, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="The bundle cannot be written"):
        pack(own(), tmp_path / "no such folder" / "x.zip")


def test_the_help_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--home", str(tmp_path), "models", "help"]) == ExitCode.DONE
    assert capsys.readouterr().out.startswith("# A model of your own in five steps")
