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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from phototagger.core.errors import ServiceUnavailable
from phototagger.core.models.manifest import Malformed, is_file_name

MANIFEST = "bundle.json"

MAX_FILE_BYTES = 2 * 1024**3
"""What the file format of networks allows."""

MAX_TOTAL_BYTES = 4 * 1024**3

_MAX_MANIFEST_BYTES = 1024 * 1024
_MAX_FILES = 64
_MAX_MEMBERS = 1000
_DIGEST_CHARS = 64
_CHUNK_BYTES = 1024 * 1024

_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Listed:
    """What ``bundle.json`` says about one file."""

    size: int
    sha256: str


class BundleReader:
    """An open bundle.

    Attributes:
        path: where it lies.
        description: ``bundle.json``.
        text: the same, as it was read.
        listed: size and digest by file name.
    """

    def __init__(self, source: _Source, path: Path) -> None:
        self._source = source
        self.path = path
        self.text, self.description = _read_description(source, path)
        self.listed = _read_list(self.description.get("files"), path)

    @property
    def total_bytes(self) -> int:
        """Size of all its files together."""
        return len(self.text) + sum(entry.size for entry in self.listed.values())

    def copy(self, name: str, take: Callable[[bytes], object]) -> None:
        """Give *take* a listed file piece by piece; what it was given counts once this returns.

        Raises:
            ServiceUnavailable: the file is missing or is not what the description says.
            Malformed: there is no such file in the list.
        """
        if name not in self.listed:
            raise Malformed(f"“{name}” is not among its “files”")
        wanted, digest, left = self.listed[name], hashlib.sha256(), self.listed[name].size
        try:
            with self._source.open(name) as file:
                while piece := file.read(min(_CHUNK_BYTES, left + 1)):
                    left -= len(piece)
                    if left < 0:
                        break
                    digest.update(piece)
                    take(piece)
        except FileNotFoundError as error:
            raise damaged(self.path, f"{name} is missing", repr(error)) from error
        except _UNREADABLE as error:
            raise damaged(self.path, f"{name} cannot be read", repr(error)) from error
        if left or digest.hexdigest() != wanted.sha256:
            raise damaged(self.path, f"{name} was changed")

    def read(self, name: str) -> bytes:
        """Return a listed file; raises like `copy`."""
        content = bytearray()
        self.copy(name, content.extend)
        return bytes(content)


@dataclass(frozen=True, slots=True)
class BundleFiles:
    """A bundle as read whole: its description and the files it names.

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


@contextmanager
def open_bundle(path: Path) -> Iterator[BundleReader]:
    """Open a bundle.

    Args:
        path: a folder with ``bundle.json``, or a zip of such a folder.

    Raises:
        ServiceUnavailable: missing, damaged, or it names things outside.
        Malformed: it does not say what files it has.
    """
    if path.is_dir():
        yield BundleReader(_Folder(path), path)
        return
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except _UNREADABLE as error:
        raise ServiceUnavailable(
            f"{path.name} is no tagging model: neither a folder nor a zip file.", detail=repr(error)
        ) from error
    with archive:
        yield BundleReader(_Zip(archive, path), path)


def read_bundle_files(path: Path) -> BundleFiles:
    """Read a bundle into memory; raises like `open_bundle` and `BundleReader.copy`."""
    with open_bundle(path) as reader:
        try:
            data = {name: reader.read(name) for name in reader.listed}
        except MemoryError as error:
            raise ServiceUnavailable(
                f"The tagging model in {path} needs more memory than this computer has."
            ) from error
        return BundleFiles(reader.description, reader.listed, data)


def damaged(path: Path, what: str, detail: str = "") -> ServiceUnavailable:
    """Return the error for a bundle that is not as its maker left it."""
    return ServiceUnavailable(
        f"The tagging model in {path} is damaged ({what}); install it again.", detail=detail
    )


class _Source(Protocol):
    def open(self, name: str) -> IO[bytes]:
        """Open a file; FileNotFoundError when there is none."""


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self, name: str) -> IO[bytes]:
        return (self._path / name).open("rb")


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

    def open(self, name: str) -> IO[bytes]:
        try:
            member = self._archive.getinfo(self._top + name)
        except KeyError as error:
            raise FileNotFoundError(name) from error
        return self._archive.open(member)


def _leaves(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or ":" in name


def _read_description(source: _Source, path: Path) -> tuple[bytes, dict[str, object]]:
    try:
        with source.open(MANIFEST) as file:
            text = file.read(_MAX_MANIFEST_BYTES + 1)
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
    return text, description


def _read_list(files: object, path: Path) -> dict[str, Listed]:
    if not isinstance(files, dict) or not 0 < len(files) <= _MAX_FILES:
        raise Malformed(
            f"“files” must name 1 to {_MAX_FILES} files with their “bytes” and “sha256”"
        )
    listed = {name: _read_entry(name, entry, path) for name, entry in files.items()}
    if sum(entry.size for entry in listed.values()) > MAX_TOTAL_BYTES:
        raise Malformed(f"its files are larger than {MAX_TOTAL_BYTES // 1024**3} GB")
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
