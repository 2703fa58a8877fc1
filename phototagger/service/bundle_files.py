"""The files of a bundle, in a folder or a zip: sizes first, digests always, nothing outside.

``bundle.json`` names every other file with its size and SHA-256; what it does not name is not
read. A zip is never unpacked to where its members want to go: members are read by name, and no more
of one than its description allows.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from phototagger.core.errors import ServiceUnavailable
from phototagger.service.manifest import Malformed, is_file_name

MANIFEST = "bundle.json"

MAX_FILE_BYTES = 2 * 1024**3
"""What the file format of networks allows."""

_MAX_TOTAL_BYTES = 4 * 1024**3
_MAX_MANIFEST_BYTES = 1024 * 1024
_MAX_FILES = 64
_MAX_MEMBERS = 1000
_DIGEST_CHARS = 64

_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Listed:
    """What ``bundle.json`` says about one file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BundleFiles:
    """A bundle as read: its description and the files it names.

    Attributes:
        description: ``bundle.json``.
        listed: size and digest by file name.
        data: content by file name.
    """

    description: dict[str, object]
    listed: dict[str, Listed]
    data: dict[str, bytes]

    def __getitem__(self, name: str) -> bytes:
        if name not in self.data:
            raise Malformed(f"“{name}” is not among its “files”")
        return self.data[name]


def read_bundle_files(path: Path) -> BundleFiles:
    """Read a bundle and check that every file is what it says.

    Args:
        path: a folder with ``bundle.json``, or a zip of such a folder.

    Raises:
        ServiceUnavailable: missing, damaged, or it names things outside.
        Malformed: it does not say what files it has.
    """
    if path.is_dir():
        return _read_all(_Folder(path), path)
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except _UNREADABLE as error:
        raise ServiceUnavailable(
            f"{path.name} is no tagging model: neither a folder nor a zip file.", detail=repr(error)
        ) from error
    with archive:
        return _read_all(_Zip(archive, path), path)


def damaged(path: Path, what: str, detail: str = "") -> ServiceUnavailable:
    """Return the error for a bundle that is not as its maker left it."""
    return ServiceUnavailable(
        f"The tagging model in {path} is damaged ({what}); install it again.", detail=detail
    )


class _Source(Protocol):
    def read(self, name: str, most: int) -> bytes:
        """Return the file, at most *most* bytes and one; FileNotFoundError when there is none."""


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, name: str, most: int) -> bytes:
        with (self._path / name).open("rb") as file:
            return file.read(most + 1)


class _Zip:
    """A zip of the folder or of its content."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive = archive
        names = archive.namelist()
        if len(names) > _MAX_MEMBERS:
            raise damaged(path, "it holds too many files")
        if any(_leaves(name) for name in names):
            raise damaged(path, "it names files outside its folder")
        manifests = [n for n in names if PurePosixPath(n).name == MANIFEST and n.count("/") <= 1]
        if len(manifests) != 1:
            raise _missing(path)
        self._top = manifests[0].removesuffix(MANIFEST)

    def read(self, name: str, most: int) -> bytes:
        try:
            member = self._archive.getinfo(self._top + name)
        except KeyError as error:
            raise FileNotFoundError(name) from error
        with self._archive.open(member) as file:
            return file.read(most + 1)


def _leaves(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or ":" in name


def _read_all(source: _Source, path: Path) -> BundleFiles:
    description = _read_description(source, path)
    listed = _read_list(description.get("files"), path)
    data: dict[str, bytes] = {}
    for name, wanted in listed.items():
        try:
            content = source.read(name, wanted.size)
        except FileNotFoundError as error:
            raise damaged(path, f"{name} is missing", repr(error)) from error
        except _UNREADABLE as error:
            raise damaged(path, f"{name} cannot be read", repr(error)) from error
        except MemoryError as error:
            raise ServiceUnavailable(
                f"The tagging model in {path} needs more memory than this computer has."
            ) from error
        if len(content) != wanted.size or hashlib.sha256(content).hexdigest() != wanted.sha256:
            raise damaged(path, f"{name} was changed")
        data[name] = content
    return BundleFiles(description, listed, data)


def _read_description(source: _Source, path: Path) -> dict[str, object]:
    try:
        text = source.read(MANIFEST, _MAX_MANIFEST_BYTES)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except _UNREADABLE as error:
        raise damaged(path, f"{MANIFEST} cannot be read", repr(error)) from error
    try:
        description = json.loads(text) if len(text) <= _MAX_MANIFEST_BYTES else None
    except (ValueError, RecursionError) as error:
        raise damaged(path, f"{MANIFEST} cannot be read", repr(error)) from error
    if not isinstance(description, dict):
        raise damaged(path, f"{MANIFEST} cannot be read")
    return description


def _read_list(files: object, path: Path) -> dict[str, Listed]:
    if not isinstance(files, dict) or not 0 < len(files) <= _MAX_FILES:
        raise Malformed(
            f"“files” must name 1 to {_MAX_FILES} files with their “bytes” and “sha256”"
        )
    listed = {name: _read_entry(name, entry, path) for name, entry in files.items()}
    if sum(entry.size for entry in listed.values()) > _MAX_TOTAL_BYTES:
        raise Malformed(f"its files are larger than {_MAX_TOTAL_BYTES // 1024**3} GB")
    return listed


def _read_entry(name: str, entry: object, path: Path) -> Listed:
    if not is_file_name(name) or name == MANIFEST:
        raise damaged(path, "it names files outside its folder")
    if isinstance(entry, dict) and set(entry) == {"bytes", "sha256"}:
        size, sha256 = entry["bytes"], entry["sha256"]
        is_size = isinstance(size, int) and not isinstance(size, bool)
        is_digest = isinstance(sha256, str) and len(sha256) == _DIGEST_CHARS
        if is_size and is_digest and 0 <= size <= MAX_FILE_BYTES:
            return Listed(size, sha256)
    raise Malformed(f"“files.{name}” must have “bytes”, up to 2 GB, and “sha256”")


def _missing(path: Path) -> ServiceUnavailable:
    return ServiceUnavailable(f"There is no tagging model in {path}; install it again.")
