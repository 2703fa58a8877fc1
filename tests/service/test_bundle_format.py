"""Bundles from anywhere: whatever is wrong with one is told in one sentence, and nothing runs."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_bundle import EXPECTED, SOLID, Manifest, listed, make_bundle, npy, npz, zipped

from phototagger.core.errors import ServiceUnavailable
from phototagger.service.bundle import load_bundle
from phototagger.service.predict import Predictor

Change = Callable[[Manifest], Any]


def refused(path: Path) -> str:
    with pytest.raises(ServiceUnavailable) as caught:
        load_bundle(path)
    sentence = str(caught.value)
    assert sentence.endswith(".") and "\n" not in sentence and "Traceback" not in sentence
    return sentence


def sets(*path: str, to: object) -> Change:
    """Return a change that sets a value deep in the description."""

    def change(manifest: Manifest) -> None:
        place: Any = manifest
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return change


def drops(*path: str) -> Change:
    """Return a change that removes a key."""

    def change(manifest: Manifest) -> None:
        place: Any = manifest
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (drops("rules"), "“rules” is missing"),
        (drops("model", "input", "layout"), "“model.input.layout” is missing"),
        (sets("surprise", to=1), "“surprise” is unknown to this version"),
        (sets("model", "plugin", to="x.so"), "“model.plugin” is unknown"),
        (sets("model", "preprocess", "gamma", to=2), "“model.preprocess.gamma” is unknown"),
        (sets("head", "code", to="import os"), "“head.code” is unknown"),
        (sets("head", "kind", to="pickle"), "“head.kind” must be linear or"),
        (sets("head", "kind", to=["linear"]), "“head.kind” must be linear or"),
        (sets("head", to=None), "“head.kind” must be linear or"),
        (sets("model", to=[]), "“model” must be an object"),
        (sets("id", to="../x"), "“id” must be small letters"),
        (sets("id", to=".."), "“id” must be small letters"),
        (sets("id", to="con."), "“id” must be small letters"),
        (sets("id", to="a" * 65), "“id” must be small letters"),
        (sets("id", to="Größe"), "“id” must be small letters"),
        (sets("version", to=1), "“version” must be letters"),
        (sets("version", to="1/2"), "“version” must be letters"),
        (sets("licence", to="a\nb"), "“licence” must be a line of text"),
        (sets("licence_file", to="/etc/passwd"), "the name of a file in the bundle"),
        (sets("licence_file", to="none.txt"), "“none.txt” is not among its “files”"),
        (sets("model", "file", to="heads.npz.onnx"), "is not among its “files”"),
        (sets("model", "input", "layout", to="CHWN"), "must be NCHW or NHWC"),
        (sets("model", "input", "dtype", to="int8"), "must be float32 or float16 or uint8"),
        (sets("model", "input", "batch", to=True), "must be free or fixed"),
        (sets("model", "input", "size", to=[8]), "must be a list of 2 numbers"),
        (sets("model", "input", "size", to=[8, 9999]), "must be a number from 8 to 2048"),
        (sets("model", "input", "size", to=[8, "8"]), "must be a number from 8 to 2048"),
        (sets("model", "preprocess", "mode", to="stretch"), "must be squash or crop or letterbox"),
        (sets("model", "preprocess", "resize", to="box"), "must be bicubic or bilinear"),
        (sets("model", "preprocess", "colour", to="BRG"), "must be RGB or BGR"),
        (sets("model", "preprocess", "std", to=[1, 1, 0]), "must be a number from 1e-06"),
        (sets("model", "preprocess", "mean", to=[1, None, 1]), "must be a number from"),
        (sets("model", "preprocess", "crop_ratio", to=0), "must be a number from 0.1 to 1"),
        (sets("model", "preprocess", "scale", to=True), "must be a number from"),
        (sets("model", "outputs", to={}), "must name outputs with their roles"),
        (sets("model", "outputs", to={"out": "magic"}), "must be features or scores or boxes"),
        (sets("model", "outputs", to={"out": "boxes"}), "must be an output with the role features"),
        (sets("head", "output", to="other"), "must be an output with the role features"),
        (sets("rules", "max_tags", to="many"), "must be a whole number from 1 to 1000"),
        (sets("rules", "max_tags", to=True), "must be a whole number from 1 to 1000"),
        (sets("rules", "min_probability", to=2), "must be a number from 0 to 1"),
        (sets("rules", "at_least_tags", to=-1), "must be a whole number"),
        (sets("files", to=[]), "“files” must name 1 to 64 files"),
        (sets("files", "x.txt", to={"bytes": 1}), "“files.x.txt” must have “bytes”"),
        (sets("files", "x.txt", to={"bytes": -1, "sha256": "0" * 64}), "must have “bytes”"),
        (sets("files", "x.txt", to={"bytes": 2**40, "sha256": "0" * 64}), "must have “bytes”"),
        (sets("files", "bundle.json", to={}), "names files outside its folder"),
        (sets("files", "a/b", to={}), "names files outside its folder"),
        (sets("files", "C:\\x", to={}), "names files outside its folder"),
        (sets("files", "..", to={}), "names files outside its folder"),
        (sets("files", "x.txt", to={"bytes": 1, "sha256": "0" * 64}), "x.txt is missing"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, change: Change, said: str) -> None:
    assert said in refused(make_bundle(tmp_path, change=change))


@pytest.mark.parametrize(
    ("kind", "head", "said"),
    [
        ("embedding", {"scale": "big"}, "“head.scale” must be a number"),
        ("multilabel", {"activation": "softmax"}, "must be none or sigmoid"),
        ("boxes", {"iou": 2}, "“head.iou” must be a number from 0 to 1"),
        ("boxes", {"axis": 3}, "must be a whole number from 1 to 2"),
        ("boxes", {"weights": "heads.npz"}, "“head.weights” is unknown"),
    ],
)
def test_heads_are_described_in_their_own_words(
    tmp_path: Path, kind: str, head: dict[str, Any], said: str
) -> None:
    def change(manifest: Manifest) -> None:
        manifest["head"].update(head)

    assert said in refused(make_bundle(tmp_path, kind, change=change))


def test_a_layout_must_be_known(tmp_path: Path) -> None:
    folder = make_bundle(tmp_path, "boxes", change=sets("head", "layout", to="cxywh"))

    assert "“head.layout” must be xywhsc or" in refused(folder)


def test_pixels_of_uint8_are_not_computed_with(tmp_path: Path) -> None:
    folder = make_bundle(tmp_path, dtype="uint8", preprocess={"scale": 0.5})

    assert "must leave pixels as they are" in refused(folder)


GOOD = {"mu": np.zeros(3), "sd": np.ones(3), "W": np.eye(3), "b": np.zeros(3)}


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({**GOOD, "W": np.full((3, 3), np.nan)}, "no numbers"),
        ({**GOOD, "b": np.array([0, np.inf, 0])}, "no numbers"),
        ({**GOOD, "b": np.array(["a", "b", "c"])}, "must hold numbers"),
        ({**GOOD, "b": np.zeros(3, complex)}, "must hold numbers"),
        ({**GOOD, "sd": np.zeros(3)}, "do not fit together"),
        ({**GOOD, "sd": np.ones(2)}, "do not fit together"),
        ({**GOOD, "W": np.zeros((3, 2))}, "do not fit together"),
        ({**GOOD, "W": np.zeros(3)}, "do not fit together"),
        ({**GOOD, "v": np.ones(3)}, "“model.classifier” is missing"),
        ({**GOOD, "v": np.ones(3), "classes": np.eye(3)}, "“model.classifier” is missing"),
        ({**GOOD, "tags": np.array(["red", "green", "x"])}, "do not fit its description"),
        ({**GOOD, "extra": np.zeros(3)}, "its arrays must be"),
        ({"mu": np.zeros(3)}, "its arrays must be"),
        ({**GOOD, "b": np.array([{}, 1, 2], dtype=object)}, "do not fit its description"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(
    tmp_path: Path, arrays: dict[str, np.ndarray], said: str
) -> None:
    assert said in refused(make_bundle(tmp_path, parts={"heads.npz": npz(**arrays)}))


@pytest.mark.parametrize(
    "text", [npy(np.eye(4)), npy(np.zeros((3, 3))), npy(np.full((3, 3), np.nan)), b"", b"no array"]
)
def test_text_embeddings_that_do_not_fit_are_refused(tmp_path: Path, text: bytes) -> None:
    refused(make_bundle(tmp_path, "embedding", parts={"text.npy": text}))


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ("", "must have the column tag"),
        ("name\nred\n", "must have the column tag"),
        ("tag,colour\nred,1\n", "must have the column tag"),
        ("tag\n", "no tags that are enabled"),
        ("tag,enabled\nred,0\ngreen,0\nblue,0\n", "no tags that are enabled"),
        ("tag\nred\nred\nblue\n", "different tags"),
        ("tag\nred\n green\nblue\n", "no clean tag name"),
        ("tag\nred\ngr\u0000een\nblue\n", "cannot be used: the label"),
        ("tag,a\nred,x\ngreen,1\nblue,1\n", "the column a of its labels must hold numbers"),
        ("tag,b\nred,nan\ngreen,1\nblue,1\n", "the column b of its labels must hold numbers"),
        ("tag,threshold\nred,1.5\ngreen,\nblue,\n", "must be from 0 to 1"),
        ('tag\n"red\ngreen\nblue\n', "do not fit its description"),
    ],
)
def test_labels_that_are_none_are_refused(tmp_path: Path, labels: str, said: str) -> None:
    sentence = refused(make_bundle(tmp_path, parts={"labels.csv": labels.encode()}))

    assert said in sentence


def test_labels_need_nothing_but_tags_and_may_come_from_a_spreadsheet(tmp_path: Path) -> None:
    data = "\ufefftag\r\nred\r\ngreen\r\nblue\r\n".encode()
    bundle = load_bundle(make_bundle(tmp_path, parts={"labels.csv": data}))

    assert bundle.labels[0].names == {"en": "red", "cs": "red"}


@pytest.mark.parametrize(
    "test",
    [
        npz(pictures=SOLID),
        npz(pictures=SOLID, expected=EXPECTED[:2]),
        npz(pictures=SOLID.astype(np.float32), expected=EXPECTED),
        npz(pictures=SOLID[..., :2], expected=EXPECTED),
        npz(pictures=SOLID, expected=np.full((3, 3), np.nan)),
        b"PK\x03\x04",
    ],
)
def test_examples_that_are_none_are_refused(tmp_path: Path, test: bytes) -> None:
    refused(make_bundle(tmp_path, parts={"test.npz": test}))


def test_an_array_that_swells_is_not_unpacked(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("W.npy", "w", force_zip64=True) as member,
    ):
        for _ in range(1100):
            member.write(bytes(1024 * 1024))
    folder = make_bundle(tmp_path, parts={"heads.npz": buffer.getvalue()})

    assert "its arrays are too large" in refused(folder)


@pytest.mark.parametrize("top", ["", "my model/"])
def test_a_zip_is_as_good_as_a_folder(tmp_path: Path, top: str) -> None:
    path = zipped(make_bundle(tmp_path / "b"), tmp_path / "b.zip", top)

    bundle = load_bundle(path)

    assert bundle.name == "tiny 1"
    assert Predictor(bundle).deviation() < 1e-3


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "a/../../evil", "C:/evil", "..\\x"])
def test_a_zip_with_members_outside_is_refused(tmp_path: Path, name: str) -> None:
    path = zipped(make_bundle(tmp_path / "b"), tmp_path / "b.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")

    assert "names files outside its folder" in refused(path)


def test_a_zip_member_larger_than_it_says_is_not_read_whole(tmp_path: Path) -> None:
    folder = make_bundle(tmp_path / "b")
    manifest = json.loads((folder / "bundle.json").read_text("utf-8"))
    manifest["files"]["LICENSE.txt"] = listed(b"short")
    (folder / "bundle.json").write_text(json.dumps(manifest), "utf-8")
    (folder / "LICENSE.txt").write_bytes(bytes(50_000_000))

    assert "LICENSE.txt was changed" in refused(zipped(folder, tmp_path / "b.zip"))


def test_zips_that_are_no_bundles_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x05\x06" + bytes(18))
    assert "There is no tagging model" in refused(path)
    path.write_bytes(b"GIF89a")
    assert "neither a folder nor a zip" in refused(path)
    path.unlink()
    assert "There is no tagging model" in refused(path)
    with zipfile.ZipFile(path, "w") as archive:
        for top in ("a/", "b/"):
            archive.writestr(f"{top}bundle.json", "{}")
    assert "There is no tagging model" in refused(path)


def test_a_zip_with_too_many_members_is_refused(tmp_path: Path) -> None:
    path = zipped(make_bundle(tmp_path / "b"), tmp_path / "b.zip")
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(1001):
            archive.writestr(f"{number}", b"")

    assert "too many files" in refused(path)


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(make_bundle(tmp_path / "b"), tmp_path / "b.zip")
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 1)
    path.write_bytes(bytes(data))

    assert "cannot be read" in refused(path)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_zips_never_surprise(tmp_path_factory, flips: list[tuple[int, int]]) -> None:
    top = tmp_path_factory.mktemp("zip")
    path = zipped(make_bundle(top / "b"), top / "b.zip")
    data = bytearray(path.read_bytes())
    for place, value in flips:
        data[place % len(data)] = value
    path.write_bytes(bytes(data))
    try:
        load_bundle(path)
    except ServiceUnavailable as error:
        assert str(error).endswith(".")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)
PLACES = (
    *(("format",), ("id",), ("version",), ("licence",), ("source",), ("files",), ("model",)),
    *(("head",), ("labels",), ("test",), ("rules",), ("model", "input"), ("model", "outputs")),
    *(("model", "preprocess"), ("model", "input", "size"), ("model", "preprocess", "mean")),
    *(("head", "output"), ("head", "weights"), ("rules", "max_tags"), ("files", "network.onnx")),
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PLACES), JSON)
def test_any_value_anywhere_is_refused_or_taken(tmp_path_factory, path, value: object) -> None:
    folder = make_bundle(tmp_path_factory.mktemp("json"), change=sets(*path, to=value))
    try:
        load_bundle(folder)
    except ServiceUnavailable as error:
        assert str(error).endswith(".") and "\n" not in str(error)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (sets("model", "input", "name", to="picture"), "has the inputs image"),
        (sets("model", "outputs", to={"other": "features"}), "and the outputs out"),
    ],
)
def test_a_network_with_other_names_is_told(tmp_path: Path, change: Change, said: str) -> None:
    def both(manifest: Manifest) -> None:
        change(manifest)
        manifest["head"]["output"] = next(iter(manifest["model"]["outputs"]))

    with pytest.raises(ServiceUnavailable, match=said):
        Predictor(load_bundle(make_bundle(tmp_path, change=both)))


def test_a_network_that_wants_another_size_is_told(tmp_path: Path) -> None:
    folder = make_bundle(tmp_path, change=sets("model", "input", "size", to=[16, 16]))

    with pytest.raises(ServiceUnavailable, match="its network fails"):
        Predictor(load_bundle(folder)).probabilities(list(SOLID))


@pytest.mark.parametrize("place", ["secret.bin", "../secret.bin", "{}/secret.bin"])
def test_a_network_cannot_read_other_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """ONNX may keep its numbers in files beside it; a bundle's network must bring its own."""
    folder = make_bundle(tmp_path / "b")
    for secret in (folder, tmp_path):
        (secret / "secret.bin").write_bytes(bytes(64))
    monkeypatch.chdir(folder)
    network = onnx.load(folder / "network.onnx")
    numbers = network.graph.initializer[-1]
    numbers.ClearField("raw_data")
    numbers.data_location = onnx.TensorProto.EXTERNAL
    for key, value in (("location", place.format(tmp_path)), ("length", "12")):
        numbers.external_data.add(key=key, value=value)
    hostile = {"network.onnx": network.SerializeToString()}

    with pytest.raises(ServiceUnavailable, match="cannot be loaded on this machine"):
        Predictor(load_bundle(make_bundle(tmp_path / "b", parts=hostile)))
