"""The list of further models: what ships in it, and what may never stand in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from phototagger.core.errors import ModelError
from phototagger.core.models.registry import load_registry

PINS = {"url": "https://example.org/m.zip", "revision": "abc", "sha256": "a" * 64}
ENTRY: dict[str, Any] = {
    "id": "m",
    "name": "M",
    "description": "A model.",
    "licence": "Apache-2.0",
    "licence_url": "https://example.org/licence",
    "bytes": 1000,
    "tags": 3,
    "repository": "example/m",
}


def write(path: Path, *entries: object, **top: object) -> Path:
    path.write_text(json.dumps({"format": 1, "models": list(entries), **top}), "utf-8")
    return path


def test_what_ships_is_well_formed_and_nothing_unpinned_can_be_installed() -> None:
    entries = load_registry()

    assert entries[0].id == "siglip-base-16-224"
    for entry in entries:
        assert entry.licence and entry.description.endswith(".")
        assert (entry.address is None) == bool(entry.unavailable)
        assert entry.address is None or (entry.address.sha256 and entry.revision)


def test_a_pinned_entry_has_an_address(tmp_path: Path) -> None:
    (entry,) = load_registry(write(tmp_path / "r.json", {**ENTRY, **PINS}))

    assert entry.address is not None
    assert (entry.address.url, entry.address.sha256, entry.address.size) == (
        PINS["url"],
        PINS["sha256"],
        1000,
    )


@pytest.mark.parametrize("missing", sorted(PINS))
def test_one_missing_pin_makes_an_entry_unavailable(tmp_path: Path, missing: str) -> None:
    pins = {key: value for key, value in PINS.items() if key != missing}
    path = tmp_path / "r.json"

    (entry,) = load_registry(write(path, {**ENTRY, **pins, "unavailable": "Not yet."}))
    assert entry.address is None and entry.unavailable == "Not yet."
    with pytest.raises(ModelError):
        load_registry(write(path, {**ENTRY, **pins}))


@pytest.mark.parametrize(
    "entry",
    [
        {**ENTRY, **PINS, "unavailable": "but pinned"},
        {**ENTRY, **PINS, "url": "http://example.org/m.zip"},
        {**ENTRY, **PINS, "sha256": "A" * 64},
        {**ENTRY, **PINS, "sha256": "a" * 63},
        {**ENTRY, "unavailable": "x", "id": "../m"},
        {**ENTRY, "unavailable": "x", "bytes": 0},
        {**ENTRY, "unavailable": "x", "surprise": 1},
        {key: value for key, value in ENTRY.items() if key != "licence"},
        None,
        [],
    ],
)
def test_odd_entries_break_the_list(tmp_path: Path, entry: object) -> None:
    with pytest.raises(ModelError, match="list of further models cannot be read"):
        load_registry(write(tmp_path / "r.json", entry))


def test_broken_lists_are_told(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    twice = {**ENTRY, "unavailable": "x"}
    for broken in (
        lambda: write(path, twice, twice),
        lambda: write(path, format=2),
        lambda: write(path, models={}),
        lambda: path.write_text("[" * 100_000),
        lambda: path.write_text("{"),
        path.unlink,
    ):
        broken()
        with pytest.raises(ModelError, match="list of further models cannot be read"):
            load_registry(path)
