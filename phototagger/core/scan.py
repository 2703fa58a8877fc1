"""Find photos in folders. Looks at names, sizes and times only, and changes nothing.

Photos come in batches, folder by folder in natural order. The first batch is small, so that a
window has something to show at once, and does not wait until a folder of 100,000 files is listed
and sorted; later ones grow. A folder that cannot be read costs one line in the report.
"""

from __future__ import annotations

import os
import stat
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from phototagger.core.jobs import CancelToken
from phototagger.core.natural_order import natural_key
from phototagger.core.photo import Fingerprint
from phototagger.core.pixels import SUPPORTED_SUFFIXES, extra_for

_FIRST_BATCH = 20
_LARGEST_BATCH = 2000
_BATCH_WAIT_S = 0.25
_LARGE_FOLDER = 2000

_FOREIGN_FOLDERS = {"@eaDir", "#recycle", "$RECYCLE.BIN", "System Volume Information", "__MACOSX"}
"""Folders that network drives and other systems fill with copies and thumbnails."""

_COMPANIONS = {".xmp", ".thm", ".aae"}
"""Files beside photos that nobody expects to be opened."""


@dataclass(frozen=True, slots=True)
class FoundPhoto:
    """A photo file as the scan saw it.

    Attributes:
        path: absolute path; symbolic links are kept as the user sees them.
        fingerprint: size and time.
    """

    path: Path
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan came to.

    Attributes:
        found: number of photos.
        skipped: number of files that are no photos this installation can open.
        problems: one sentence per folder or file that could not be read.
        undecodable: photos that an extra of this program would open, by the extra's name.
        missing: given paths that are not there; a drive may be away.
    """

    found: int
    skipped: int
    problems: tuple[str, ...]
    undecodable: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitedFolder:
    """A folder whose photos were all handed over.

    Attributes:
        path: the folder.
        mtime_ns: its time before it was read; a later one means that names came or went.
        names: its photos, those included that could not be looked at.
    """

    path: Path
    mtime_ns: int
    names: frozenset[str]


def scan(
    paths: Iterable[Path],
    cancel: CancelToken,
    found: Callable[[list[FoundPhoto]], None],
    *,
    visited: Callable[[VisitedFolder], None] = lambda folder: None,
    enters: Callable[[Path], bool] = lambda folder: True,
) -> ScanReport:
    """Find the photos in folders and among files.

    Hidden files and folders are left out, below a folder that was given. Links are followed,
    each folder is visited once. Thread: any; *found* and the others are called on the same thread.

    Args:
        paths: folders and files; a file given by name is taken if its suffix is that of a photo.
        cancel: checked for every file.
        found: takes at most 20 photos first, then ever larger batches, up to 2,000.
        visited: takes each folder after its photos.
        enters: whether to go into a sub-folder.

    Raises:
        Cancelled: *cancel* was set.
    """
    search = _Search(cancel, found, visited, enters)
    for path in paths:
        search.visit(Path(os.path.abspath(path)))  # noqa: PTH100 - resolve() would follow links
    search.flush()
    return ScanReport(
        search.found_count,
        search.skipped,
        tuple(search.problems),
        search.undecodable,
        tuple(search.missing),
    )


@dataclass
class _Search:
    cancel: CancelToken
    found: Callable[[list[FoundPhoto]], None]
    visited: Callable[[VisitedFolder], None]
    enters: Callable[[Path], bool]
    found_count: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)
    missing: list[Path] = field(default_factory=list)
    undecodable: Counter[str] = field(default_factory=Counter)
    batch: list[FoundPhoto] = field(default_factory=list)
    batch_size: int = _FIRST_BATCH
    batch_since_s: float = field(default_factory=time.monotonic)
    seen_folders: set[tuple[int, int]] = field(default_factory=set)

    def visit(self, path: Path) -> None:
        try:
            status = path.stat()
        except (OSError, ValueError) as error:
            if isinstance(error, FileNotFoundError | NotADirectoryError):
                self.missing.append(path)
            self.problems.append(_problem(path, error))
            return
        if stat.S_ISDIR(status.st_mode):
            self._visit_folders(path)
        else:
            self._take(path, status)

    def flush(self) -> None:
        if self.batch:
            self.found(self.batch)
            self.batch_size = min(_LARGEST_BATCH, 2 * self.batch_size)
        self.batch = []
        self.batch_since_s = time.monotonic()

    def _visit_folders(self, top: Path) -> None:
        waiting = [top]  # a stack of our own: folders may be nested deeper than Python's
        while waiting:
            folder = waiting.pop()
            try:
                status = folder.stat()
                if not self._is_new(status):
                    continue
                entries, taken = self._read(folder)
            except OSError as error:
                self.problems.append(_problem(folder, error))
                continue
            names = set(taken)
            below = [
                path
                for path in self._take_files(folder, entries, names)
                if path == top or self.enters(path)
            ]
            self.visited(VisitedFolder(folder, status.st_mtime_ns, frozenset(names)))
            waiting.extend(reversed(below))

    def _read(self, folder: Path) -> tuple[list[os.DirEntry[str]], set[str]]:
        """Return what is in a folder, sorted, and the names that were taken right away."""
        entries: list[os.DirEntry[str]] = []
        taken: set[str] = set()
        with os.scandir(folder) as listing:
            for entry in listing:
                self.cancel.check()
                entries.append(entry)
                if len(entries) == _LARGE_FOLDER and not self.found_count:
                    taken = self._take_some(folder, entries)
        entries.sort(key=lambda entry: natural_key(entry.name))
        return entries, taken

    def _take_some(self, folder: Path, entries: list[os.DirEntry[str]]) -> set[str]:
        """Hand the first photos over before the rest of a large folder is even listed."""
        taken = set()
        for entry in entries:
            with suppress(OSError):  # met again in its place, and told there
                if not _is_hidden(entry) and _is_photo(entry.name) and entry.is_file():
                    self._take(folder / entry.name, entry.stat())
                    taken.add(entry.name)
            if len(taken) == _FIRST_BATCH:
                break
        self.flush()
        return taken

    def _take_files(
        self, folder: Path, entries: list[os.DirEntry[str]], names: set[str]
    ) -> Iterator[Path]:
        """Take the photos among *entries*, add them to *names*, and yield the folders."""
        for entry in entries:
            self.cancel.check()
            if _is_hidden(entry) or entry.name in names:
                continue
            path = folder / entry.name
            is_photo = _is_photo(entry.name)
            try:
                if entry.is_dir():
                    yield path
                    continue
                if is_photo:
                    names.add(entry.name)
                self._take(path, entry.stat() if is_photo else None)
            except OSError as error:
                self.problems.append(_problem(path, error))

    def _take(self, path: Path, status: os.stat_result | None) -> None:
        if status is None or not _is_photo(path.name) or not stat.S_ISREG(status.st_mode):
            suffix = path.suffix.lower()
            self.skipped += suffix not in _COMPANIONS
            if extra := extra_for(suffix):
                self.undecodable[extra] += 1
            return
        self.found_count += 1
        self.batch.append(FoundPhoto(path, Fingerprint(status.st_size, status.st_mtime_ns)))
        waited_s = time.monotonic() - self.batch_since_s
        if len(self.batch) >= self.batch_size or waited_s > _BATCH_WAIT_S:
            self.flush()

    def _is_new(self, status: os.stat_result) -> bool:
        identity = (status.st_dev, status.st_ino)
        if identity in self.seen_folders:
            return False  # a link that leads back, or a folder given twice
        self.seen_folders.add(identity)
        return True


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    return entry.name.startswith(".") or entry.name in _FOREIGN_FOLDERS


def _is_photo(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in SUPPORTED_SUFFIXES  # noqa: PTH122 - 100,000 times


def _problem(path: Path, error: Exception) -> str:
    shown = str(path).encode("utf-8", "replace").decode()
    if isinstance(error, FileNotFoundError):
        return f"{shown} does not exist."
    if isinstance(error, PermissionError):
        return f"You are not allowed to read {shown}."
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{shown} cannot be read: {reason}."
