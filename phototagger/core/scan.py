"""Find photos in folders. Looks at names, sizes and times only, and changes nothing.

Photos come in batches, the first one small so that a window has something to show at once, in
natural order folder by folder. A folder that cannot be read costs one line in the report.
"""

from __future__ import annotations

import os
import stat
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from phototagger.core.jobs import CancelToken
from phototagger.core.natural_order import natural_key
from phototagger.core.photo import Fingerprint
from phototagger.core.pixels import SUPPORTED_SUFFIXES, extra_for

_FIRST_BATCH = 20
_BATCH = 200
_BATCH_WAIT_S = 0.25

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
    """

    found: int
    skipped: int
    problems: tuple[str, ...]
    undecodable: Mapping[str, int] = field(default_factory=dict)


def scan(
    paths: Iterable[Path], cancel: CancelToken, found: Callable[[list[FoundPhoto]], None]
) -> ScanReport:
    """Find the photos in folders and among files.

    Hidden files and folders are left out, below a folder that was given. Links are followed,
    each folder is visited once. Thread: any; *found* is called on the same thread.

    Args:
        paths: folders and files; a file given by name is taken if its suffix is that of a photo.
        cancel: checked for every file.
        found: takes at most 20 photos first, then batches of at most 200.

    Raises:
        Cancelled: *cancel* was set.
    """
    search = _Search(cancel, found)
    for path in paths:
        search.visit(Path(os.path.abspath(path)))  # noqa: PTH100 - resolve() would follow links
    search.flush()
    return ScanReport(
        search.found_count, search.skipped, tuple(search.problems), search.undecodable
    )


@dataclass
class _Search:
    cancel: CancelToken
    found: Callable[[list[FoundPhoto]], None]
    found_count: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)
    undecodable: Counter[str] = field(default_factory=Counter)
    batch: list[FoundPhoto] = field(default_factory=list)
    batch_since_s: float = field(default_factory=time.monotonic)
    seen_folders: set[tuple[int, int]] = field(default_factory=set)

    def visit(self, path: Path) -> None:
        try:
            status = path.stat()
        except (OSError, ValueError) as error:
            self.problems.append(_problem(path, error))
            return
        if stat.S_ISDIR(status.st_mode):
            self._visit_folders(path)
        else:
            self._take(path, status)

    def flush(self) -> None:
        if self.batch:
            self.found(self.batch)
        self.batch = []
        self.batch_since_s = time.monotonic()

    def _visit_folders(self, top: Path) -> None:
        waiting = [top]  # a stack of our own: folders may be nested deeper than Python's
        while waiting:
            folder = waiting.pop()
            try:
                if not self._is_new(folder.stat()):
                    continue
                entries = sorted(os.scandir(folder), key=lambda entry: natural_key(entry.name))
            except OSError as error:
                self.problems.append(_problem(folder, error))
                continue
            waiting.extend(reversed(list(self._take_files(folder, entries))))

    def _take_files(self, folder: Path, entries: list[os.DirEntry[str]]) -> Iterator[Path]:
        """Take the photos among *entries* and yield the folders."""
        for entry in entries:
            self.cancel.check()
            if entry.name.startswith(".") or entry.name in _FOREIGN_FOLDERS:
                continue
            path = folder / entry.name
            try:
                if entry.is_dir():
                    yield path
                else:
                    self._take(path, entry.stat() if _is_photo(path) else None)
            except OSError as error:
                self.problems.append(_problem(path, error))

    def _take(self, path: Path, status: os.stat_result | None) -> None:
        if status is None or not _is_photo(path) or not stat.S_ISREG(status.st_mode):
            suffix = path.suffix.lower()
            self.skipped += suffix not in _COMPANIONS
            if extra := extra_for(suffix):
                self.undecodable[extra] += 1
            return
        self.found_count += 1
        self.batch.append(FoundPhoto(path, Fingerprint(status.st_size, status.st_mtime_ns)))
        size = _BATCH if self.found_count > _FIRST_BATCH else _FIRST_BATCH
        waited_s = time.monotonic() - self.batch_since_s
        if len(self.batch) >= size or waited_s > _BATCH_WAIT_S:
            self.flush()

    def _is_new(self, status: os.stat_result) -> bool:
        identity = (status.st_dev, status.st_ino)
        if identity in self.seen_folders:
            return False  # a link that leads back, or a folder given twice
        self.seen_folders.add(identity)
        return True


def _is_photo(path: Path) -> bool:
    return path.suffix.lower() in SUPPORTED_SUFFIXES


def _problem(path: Path, error: Exception) -> str:
    shown = str(path).encode("utf-8", "replace").decode()
    if isinstance(error, FileNotFoundError):
        return f"{shown} does not exist."
    if isinstance(error, PermissionError):
        return f"You are not allowed to read {shown}."
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{shown} cannot be read: {reason}."
