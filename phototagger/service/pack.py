"""Makes a bundle of a folder with a model of the user's own: sizes, digests, examples, one zip.

What the user must write by hand is what only the user knows; the rest is filled in. The examples
are the model's own answers on this machine: they prove to every other machine that it computes the
same, not that the model is right, so the tags of each are returned to be looked at.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from phototagger.core.errors import ModelError, PhotoError, ServiceUnavailable
from phototagger.core.models.files import MANIFEST
from phototagger.core.models.manifest import is_file_name
from phototagger.core.tags import TagSuggestion
from phototagger.service.arrays import Pixels
from phototagger.service.bundle import FORMAT, Bundle, load_bundle
from phototagger.service.decode import decode
from phototagger.service.predict import Predictor

EXAMPLES = "examples"
"""Folder beside ``bundle.json`` with photos to check the model by; may be missing."""

_TEST = "test.npz"
_MAX_EXAMPLES = 8
_PHOTOS = (".jpg", ".jpeg", ".png", ".webp")
_DEFAULTS: dict[str, Any] = {
    "format": FORMAT,
    "licence": "own",
    "source": {"revision": "own"},
    "labels": "labels.csv",
    "test": _TEST,
    "rules": {
        "min_probability": 0.05,
        "max_tags": 20,
        "at_least_tags": 0,
        "simple_min_probability": 0.5,
        "parents": "max",
    },
}
_LICENCE = "LICENSE.txt"
_NO_LICENCE = b"The maker of this model has not said under which licence it may be passed on.\n"


@dataclass(frozen=True, slots=True)
class Packed:
    """A finished bundle.

    Attributes:
        path: the zip.
        name: id and version.
        examples: name of each example and its tags.
    """

    path: Path
    name: str
    examples: tuple[tuple[str, tuple[TagSuggestion, ...]], ...]


def pack(folder: Path, out: Path | None = None) -> Packed:
    """Make a bundle.

    Args:
        folder: holds ``bundle.json`` without sizes and digests, the files it names, and perhaps
            photos in ``examples``.
        out: the zip; beside *folder*, named by id and version, when None.

    Raises:
        ModelError: something is missing or wrong; the sentence says what.
    """
    manifest = {**_DEFAULTS, **_read_description(folder)}
    files = {name: _read(folder / name) for name in _named_files(manifest)}
    if "licence_file" not in manifest:
        manifest["licence_file"] = _LICENCE
        files[_LICENCE] = _NO_LICENCE
    try:
        with tempfile.TemporaryDirectory(prefix="phototagger-") as place:
            made = Path(place)
            bundle = _write_and_load(made, manifest, files)
            predictor = Predictor(bundle)
            names, pictures = _examples(folder, bundle)
            rows = predictor.probabilities(list(pictures))
            files[manifest["test"]] = _npz(pictures=pictures, expected=rows)
            bundle = _write_and_load(made, manifest, files)
            path = out or folder.resolve().parent / f"{bundle.id}-{bundle.version}.zip"
            _zip(made, [MANIFEST, *files], path)
    except ServiceUnavailable as error:
        sentence = str(error).replace(f" in {place}", "").replace("; install it again", "")
        raise ModelError(sentence, detail=error.detail) from error
    except OSError as error:
        raise ModelError(f"The bundle cannot be written: {error.strerror or error}.") from error
    tags = (tuple(predictor.select(row, "en")) for row in rows)
    return Packed(path, bundle.name, tuple(zip(names, tags, strict=True)))


def _read_description(folder: Path) -> dict[str, Any]:
    try:
        described = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise ModelError(
            f"There is no {MANIFEST} in {folder}; it says what the model is."
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{MANIFEST} in {folder} is no JSON: {error}.") from error
    if not isinstance(described, dict):
        raise ModelError(f"{MANIFEST} in {folder} must be one JSON object.")
    described.pop("files", None)
    return described


def _named_files(manifest: dict[str, Any]) -> Iterator[str]:
    """Yield the files that the description names, but for the examples."""
    places = (
        ("labels",),
        ("licence_file",),
        ("model", "file"),
        ("model", "classifier", "file"),
        ("head", "weights"),
        ("head", "text"),
    )
    for keys in places:
        value: Any = manifest
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, str):
            if not is_file_name(value):
                raise ModelError(
                    f"“{value[:80]}” must be the plain name of a file beside {MANIFEST}: letters, "
                    "digits and . _ -"
                )
            yield value


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path.name} is named by {MANIFEST} and cannot be read.") from error


def _write_and_load(made: Path, manifest: dict[str, Any], files: dict[str, bytes]) -> Bundle:
    """Write the bundle as far as it is known; without examples it is good for making them."""
    tags = _count(files.get(str(manifest["labels"]), b""))
    nothing = _npz(
        pictures=np.zeros((0, 8, 8, 3), np.uint8), expected=np.zeros((0, tags), np.float32)
    )
    data = {_test_name(manifest): nothing, **files}
    listed = {
        name: {"bytes": len(one), "sha256": hashlib.sha256(one).hexdigest()}
        for name, one in data.items()
    }
    for name, one in data.items():
        (made / name).write_bytes(one)
    text = json.dumps({**manifest, "files": listed}, indent=2, ensure_ascii=False)
    (made / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return load_bundle(made)


def _test_name(manifest: dict[str, Any]) -> str:
    name = manifest["test"]
    if not isinstance(name, str) or not is_file_name(name):
        raise ModelError(f"“test” in {MANIFEST} must be the plain name of a file.")
    return name


def _count(labels: bytes) -> int:
    """Return how many tags are switched on, as `load_bundle` will count them."""
    rows = csv.DictReader(io.StringIO(labels.decode("utf-8-sig", "replace")))
    return sum((row.get("enabled") or "1") == "1" for row in rows)


def _examples(folder: Path, bundle: Bundle) -> tuple[list[str], Pixels]:
    """Return the photos in ``examples`` as the network sees them, or some drawn ones."""
    width, height = bundle.network.size
    photos = sorted(p for p in folder.glob(f"{EXAMPLES}/*") if p.suffix.lower() in _PHOTOS)
    if not photos:
        return ["gradient", "stripes", "noise"], _drawn(width, height)
    pictures = []
    for photo in photos[:_MAX_EXAMPLES]:
        try:
            picture = decode(_read(photo), bundle.network.size, bundle.network.fit)
        except PhotoError as error:
            raise ModelError(f"The example {photo.name} cannot be used: {error}") from error
        pictures.append(np.frombuffer(picture.rgb, np.uint8).reshape(height, width, 3))
    return [photo.name for photo in photos[:_MAX_EXAMPLES]], np.stack(pictures)


def _drawn(width: int, height: int) -> Pixels:
    y, x = np.mgrid[0:height, 0:width]
    gradient = np.stack([255 * x / width, 255 * y / height, 128 + 0 * x], -1)
    stripes = np.repeat((255 * ((x // 8) % 2))[..., None], 3, axis=-1)
    noise = np.random.default_rng(1).integers(0, 256, (height, width, 3))
    return np.stack([gradient, stripes, noise]).astype(np.uint8)


def _npz(**arrays: np.ndarray[Any, Any]) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type] # names are not options
    return buffer.getvalue()


def _zip(made: Path, names: list[str], path: Path) -> None:
    temporary = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.write(made / name, name)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
