"""Models this program knows of but does not ship: a checked file of ours, never fetched.

An entry can be installed only when it names one address, one revision and one digest: what is
offered today must be what was tried when the entry was written. The others are shown with the
reason why they are not available yet.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from phototagger.core.errors import ModelError
from phototagger.core.models.download import Address
from phototagger.core.models.manifest import Malformed, Section
from phototagger.resource_files import resource_path

_FORMAT = 1
_KEYS = ("id", "name", "description", "licence", "licence_url", "bytes", "tags", "repository")
_PINS = ("url", "revision", "sha256", "unavailable")
_HEX = frozenset("0123456789abcdef")
_MAX_BYTES = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """A model that could be installed.

    Attributes:
        id: its name for the command line; the bundle has the same.
        name: its name for people.
        description: one sentence.
        licence: of its weights.
        licence_url: where the licence can be read.
        size_bytes: of the download; about, where nothing is pinned.
        tag_count: about how many tags it knows.
        repository: where its weights come from.
        revision: which state of that repository; "" is not pinned.
        address: where the bundle is, with its digest; None is not pinned.
        unavailable: why it cannot be installed yet; "" when it can.
    """

    id: str
    name: str
    description: str
    licence: str
    licence_url: str
    size_bytes: int
    tag_count: int
    repository: str
    revision: str
    address: Address | None
    unavailable: str


def load_registry(path: Path | None = None) -> tuple[RegistryEntry, ...]:
    """Return the models this program knows of.

    Args:
        path: another file than the one that ships.

    Raises:
        ModelError: the file is not what it should be.
    """
    path = path or resource_path("models", "registry.json")
    try:
        top = Section(json.loads(path.read_bytes()), "", ("format", "models"))
        top.whole("format", _FORMAT, _FORMAT)
        listed = top.raw("models")
        if not isinstance(listed, list):
            raise Malformed("“models” must be a list")
        entries = tuple(_entry(one, f"models[{number}]") for number, one in enumerate(listed))
        if len({entry.id for entry in entries}) != len(entries):
            raise Malformed("an id occurs twice")
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(
            "The list of further models cannot be read; install PhotoTagger again.",
            detail=repr(error),
        ) from error
    return entries


def _entry(value: object, place: str) -> RegistryEntry:
    section = Section(value, place, _KEYS, _PINS)
    size = section.whole("bytes", 1, _MAX_BYTES)
    address = _address(section, size)
    unavailable = section.text("unavailable")
    if bool(unavailable) == (address is not None):
        raise Malformed(f"“{place}” must have url, revision and sha256, or say why it has not")
    return RegistryEntry(
        id=section.name("id"),
        name=section.text("name"),
        description=section.text("description"),
        licence=section.text("licence"),
        licence_url=section.text("licence_url"),
        size_bytes=size,
        tag_count=section.whole("tags", 1, 1_000_000),
        repository=section.text("repository"),
        revision=section.text("revision"),
        address=address,
        unavailable=unavailable,
    )


def _address(section: Section, size: int) -> Address | None:
    url, sha256, revision = (section.text(key) for key in ("url", "sha256", "revision"))
    if not (url and sha256 and revision):
        return None
    if len(sha256) != 64 or not _HEX.issuperset(sha256) or not url.startswith("https://"):
        raise Malformed(f"the address of “{section.text('id')}” must be https:// with a digest")
    return Address(url, sha256, size)
