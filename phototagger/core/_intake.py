"""Brings what is on the disk into the library: finds photos, notices changes, reads keywords.

All of it happens in two lanes and goes straight into the catalog; only ids come home. A folder
that was looked at before is compared with what is known, so looking again at 100,000 files
that did not change writes nothing and tells nothing.

A photo whose file is gone leaves the list and keeps its review in the catalog: should the file
come back, or turn up in another place, everything is there again. When all photos of an opened
folder are gone at once, its drive is away more likely than all of them deleted: the folder is
offline, and they stay in the list.

Changes are noticed by the times of the folders, in a sweep that costs a few milliseconds for a
thousand folders. Watches of the operating system are not used: they are limited in number, say
nothing about network drives, and setting them would touch the disk from the window's thread.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from phototagger.core._known_files import Batch, FileRead, KnownFiles, StoredReads
from phototagger.core.content_key import content
from phototagger.core.errors import PhototaggerError
from phototagger.core.events import (
    Event,
    Level,
    LibraryChanged,
    Notice,
    PhotosChanged,
    Progress,
    ReviewsChanged,
    RootsSeen,
    Work,
)
from phototagger.core.jobs import CancelToken, Lane, Outcome
from phototagger.core.library import Library
from phototagger.core.metadata import read_photo
from phototagger.core.photo import Fingerprint, PhotoId
from phototagger.core.review import Texts
from phototagger.core.scan import FoundPhoto, ScanReport, VisitedFolder, scan

_READ_BATCH = 20
"""Photos stored in one transaction: a few milliseconds, which a decision of the user may wait."""

_NEWS_EVERY_S = 0.1
_NAMED = 5


@dataclass
class _News:
    """Ids on their way to the window."""

    new: list[PhotoId] = field(default_factory=list)
    changed: list[PhotoId] = field(default_factory=list)
    gone: list[PhotoId] = field(default_factory=list)
    found: int = 0


@dataclass(frozen=True, slots=True)
class _Look:
    """What looking at paths came to."""

    reports: tuple[ScanReport, ...]
    foreign: tuple[str, ...]
    roots: tuple[Path, ...]
    offline: frozenset[Path]


class Intake:
    """Keeps the library up with the disk.

    Args:
        library: takes what is found.
        scan_lane: where folders are read; one worker.
        read_lane: where files are read; one worker.
        announce: takes events.
        fail: takes errors, with their key.
        read: called when keywords or dates were read, now and then.
    """

    def __init__(
        self,
        library: Library,
        scan_lane: Lane,
        read_lane: Lane,
        announce: Callable[[Event], None],
        fail: Callable[[str, Exception | None], None],
        read: Callable[[], None],
    ) -> None:
        self._library = library
        self._files = library.files
        self._scan_lane = scan_lane
        self._read_lane = read_lane
        self._announce = announce
        self._fail = fail
        self._read = read
        self._asked = 0
        self._own: set[PhotoId] = set()
        self._is_stopped = False
        self._found = 0
        self._offline: frozenset[Path] = frozenset()
        self._told: set[str] = set()
        self._folder_times: dict[Path, int] = {}  # of the scan lane alone

    # Looking at folders

    def open(self, paths: Sequence[Path]) -> None:
        """Add folders and files to the library."""

        def work(token: CancelToken) -> _Look:
            chosen = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100
            folders = [path for path in chosen if path.is_dir()]
            if folders:
                self._files.add_roots(folders)
                self._say_roots()
            return self._look(chosen, token, is_loud=True)

        self._found, self._is_stopped = 0, False
        self._announce(Progress(Work.SCAN, 0, 0))
        self._submit("open", work, is_loud=True)

    def stop(self) -> None:
        """Stop looking for photos until the user asks again; those that were found stay."""
        is_look = ("open", "rescan").__contains__
        if self._scan_lane.cancel_if(lambda key: isinstance(key, tuple) and is_look(key[0])):
            self._is_stopped = True
            self._announce(Progress(Work.SCAN, self._found, self._found, is_running=False))
            text = "Stopped looking for photos; “Look Again” finds the others."
            self._announce(Notice(Level.INFO, "scan", text))

    def rescan(self, *, is_loud: bool = True) -> None:
        """Look at the folders of the library again.

        Args:
            is_loud: the user asked: problems that were told before are told again, and files
                that could not be read are tried again.
        """
        if not is_loud and (self._is_stopped or not self._scan_lane.is_idle):
            return
        if is_loud:
            self._found, self._is_stopped = 0, False
            self._announce(Progress(Work.SCAN, 0, 0))

        def work(token: CancelToken) -> _Look:
            return self._look(self._files.roots(), token, is_loud=is_loud)

        self._submit("rescan", work, is_loud=is_loud)

    def sweep(self) -> None:
        """Notice folders that changed, came back or went away, unless a look is under way."""
        if self._scan_lane.is_idle and not self._is_stopped:
            self._submit("sweep", self._sweep, is_loud=False)

    def close_folder(self, folder: Path) -> None:
        """Take a folder out of the library; its reviews wait for its return."""

        def work(token: CancelToken) -> _Look:
            self._files.remove_root(folder)
            for seen in [seen for seen in self._folder_times if seen.is_relative_to(folder)]:
                del self._folder_times[seen]
            roots = self._files.roots()
            self._scan_lane.deliver(self._library.refreshed_all)
            self._scan_lane.deliver(lambda: self._announce(LibraryChanged()))
            return _Look((), (), tuple(roots), self._offline & frozenset(roots))

        self._submit("close", work, is_loud=False)

    def _submit(self, kind: str, work: Callable[[CancelToken], _Look], *, is_loud: bool) -> None:
        def done(outcome: Outcome[_Look]) -> None:
            if is_loud:
                self._announce(Progress(Work.SCAN, self._found, self._found, is_running=False))
            if outcome.value is None:
                self._fail("scan", outcome.error)
                return
            self._tell(outcome.value, is_loud=is_loud)

        self._asked += 1
        self._scan_lane.submit((kind, self._asked), work, done)

    def _sweep(self, token: CancelToken) -> _Look:
        roots = self._files.roots()
        changed: list[Path] = []
        for folder, mtime_ns in list(self._folder_times.items()):
            token.check()
            try:
                if os.stat(folder).st_mtime_ns != mtime_ns:  # noqa: PTH116 - thousands of times
                    changed.append(folder)
            except OSError:
                del self._folder_times[folder]  # the folder above changed too, or is away
                if folder in roots:
                    changed.append(folder)
        back = [r for r in roots if r not in self._folder_times and r not in changed and r.is_dir()]
        return self._look([*changed, *back], token, is_whole=False)

    def _look(
        self,
        paths: Iterable[Path],
        token: CancelToken,
        *,
        is_whole: bool = True,
        is_loud: bool = False,
    ) -> _Look:
        """Look at folders and files, each with what is below it.

        Args:
            paths: the folders and files.
            token: checked for every file.
            is_whole: go into every sub-folder, else only into those never seen.
            is_loud: count what is found, and read files again that could not be read.
        """
        chosen, roots = list(paths), self._files.roots()
        reports, foreign = [], []
        offline = set(self._offline - set(chosen)) & set(roots)
        for path in chosen:
            visit = _Visit(self._files, self._deliver, is_loud=is_loud)
            report = scan(
                [path],
                token,
                visit.take,
                visited=lambda folder, visit=visit: self._visited(folder, visit),  # type: ignore[misc]
                enters=lambda below: is_whole or below not in self._folder_times,
            )
            visit.find_lost_folders(path)
            is_root = path in roots
            if is_root and self._files.count_under(path) == len(visit.gone) and visit.gone:
                offline.add(path)  # its drive is away: nothing is taken off the list
            else:
                visit.unlist()
            if report.missing and is_root:
                report = ScanReport(report.found, report.skipped, ())
            reports.append(report)
            if report.skipped and not report.found and not report.undecodable and path.is_file():
                foreign.append(path.name)
        return _Look(tuple(reports), tuple(foreign), tuple(roots), frozenset(offline))

    def _visited(self, folder: VisitedFolder, visit: _Visit) -> None:
        visit.close(folder)
        self._folder_times[folder.path] = folder.mtime_ns

    def _deliver(self, news: _News) -> None:
        self._scan_lane.deliver(lambda: self._take(news))

    def _take(self, news: _News) -> None:
        self._found += news.found
        self._library.refreshed([*news.new, *news.changed, *news.gone])
        if news.new or news.gone:
            self._announce(LibraryChanged())
        if news.changed:
            self._announce(PhotosChanged(frozenset(news.changed)))
        if news.new or news.changed:
            self.read_unread()
        if news.found:
            self._announce(Progress(Work.SCAN, self._found, 0))

    # Saying what was seen

    def _say_roots(self) -> None:
        roots = tuple(self._files.roots())
        self._scan_lane.deliver(lambda: self._announce(RootsSeen(roots, self._offline)))

    def _tell(self, look: _Look, *, is_loud: bool) -> None:
        self.read_unread()
        newly = look.offline - self._offline
        self._offline = look.offline
        self._announce(RootsSeen(look.roots, look.offline))
        for root in sorted(newly):
            text = f"“{root.name or root}” is offline; its photos stay until it is back."
            self._announce(Notice(Level.INFO, f"offline {root}", text))
        problems = [text for report in look.reports for text in report.problems]
        if not is_loud:
            problems = [text for text in problems if text not in self._told]
        self._told.update(problems)
        needs = _needs(look.reports)
        if problems:
            text = (
                problems[0]
                if len(problems) == 1
                else f"{len(problems):,} folders or files could not be read."
            )
            self._announce(Notice(Level.WARNING, "scan", text, details=tuple(problems)))
        elif is_loud and needs:
            self._announce(Notice(Level.WARNING, "scan", needs))
        elif look.foreign:
            text = _foreign(look.foreign)
            self._announce(Notice(Level.WARNING, "scan", text, details=look.foreign))
        elif is_loud and not self._found and any(report.skipped for report in look.reports):
            self._announce(Notice(Level.WARNING, "scan", "There are no photos in what you opened."))

    # Reading files

    def read_again(self, ids: Iterable[PhotoId]) -> None:
        """Look into these files again."""
        self._library.read_again(ids)
        self.read_unread()

    def read_own(self, ids: Iterable[PhotoId]) -> None:
        """Look again into files that this program changed back; the user's decisions stand."""
        chosen = list(ids)
        # Shared with the lane: filled before the photos are marked, emptied as they are read.
        self._own.update(chosen)
        self.read_again(chosen)

    def read_unread(self) -> None:
        """Look into every file nobody looked into yet.

        What is to be read is asked of the catalog, so a program that died goes on here.
        """

        def done(outcome: Outcome[None]) -> None:
            if outcome.error is not None:
                self._fail("read", outcome.error)

        self._asked += 1
        self._read_lane.drop_pending(lambda key: isinstance(key, tuple) and key[0] == "read")
        self._read_lane.submit(("read", self._asked), self._read_all, done)

    def _read_all(self, token: CancelToken) -> None:
        last = 0
        stored = StoredReads([], [], [])
        told_s = time.monotonic()
        while batch := self._files.unread(last, _READ_BATCH):
            last = batch[-1][0]
            reads, unreadable = [], []
            for photo_id, path in batch:
                token.check()
                read = _look_into(photo_id, path)
                if read is None:
                    unreadable.append(photo_id)
                else:
                    reads.append(replace(read, is_own=photo_id in self._own))
                    self._own.discard(photo_id)
            stored = stored.and_also(self._files.store_reads(reads, unreadable))
            if time.monotonic() - told_s > _NEWS_EVERY_S:
                self._deliver_reads(stored)
                stored, told_s = StoredReads([], [], []), time.monotonic()
        self._deliver_reads(stored)

    def _deliver_reads(self, stored: StoredReads) -> None:
        if stored.ids:
            self._read_lane.deliver(lambda: self._take_reads(stored))

    def _take_reads(self, stored: StoredReads) -> None:
        self._library.refreshed(stored.ids)
        if changed := frozenset([*stored.replaced, *stored.resaved]):
            self._announce(PhotosChanged(changed))
        self._announce(ReviewsChanged(frozenset(stored.ids)))
        self._read()


class _Visit:
    """One look at one folder and what is below it, compared with what is known of it.

    Attributes:
        gone: photos that are known and not there.
    """

    def __init__(
        self, files: KnownFiles, deliver: Callable[[_News], None], *, is_loud: bool
    ) -> None:
        self.gone: list[bytes] = []
        self._files = files
        self._deliver = deliver
        self._is_loud = is_loud
        self._folder: Path | None = None
        self._known: Mapping[bytes, Fingerprint | None] = {}
        self._visited: set[Path] = set()

    def take(self, found: list[FoundPhoto]) -> None:
        """Take photos that are there."""
        fresh = [entry for entry in found if not self._is_known(entry)]
        batch = self._files.take(fresh) if fresh else Batch([], [])
        counted = len(found) if self._is_loud else 0
        if fresh or counted:
            self._deliver(_News(batch.new, batch.changed, found=counted))

    def close(self, folder: VisitedFolder) -> None:
        """Take a folder whose photos are all there is."""
        self._visited.add(folder.path)
        known = self._known_in(folder.path)
        names = {os.fsencode(name) for name in folder.names}
        self.gone += [path for path in known if os.path.basename(path) not in names]  # noqa: PTH119

    def find_lost_folders(self, path: Path) -> None:
        """Note the photos of folders below *path* that are gone with all they held."""
        for folder in self._files.folders_under(path):
            if folder not in self._visited and not os.path.lexists(folder):
                self.gone += self._files.in_folder(folder)

    def unlist(self) -> None:
        """Take the photos that are gone off the list."""
        if self.gone:
            self._deliver(_News(gone=self._files.unlist(self.gone)))

    def _is_known(self, entry: FoundPhoto) -> bool:
        known = self._known_in(entry.path.parent)
        return known.get(os.fsencode(entry.path)) == entry.fingerprint

    def _known_in(self, folder: Path) -> Mapping[bytes, Fingerprint | None]:
        if folder != self._folder:
            self._folder = folder
            self._known = self._files.in_folder(folder, tries_again=self._is_loud)
        return self._known


def _look_into(photo_id: PhotoId, path: Path) -> FileRead | None:
    """Read keywords, content and date of a file; None when that is not possible."""
    try:
        status = path.stat()
        said = read_photo(path)
        found = content(path)
    except (OSError, PhototaggerError):
        return None  # its tile says so; a write refuses with the reason
    version = Fingerprint(status.st_size, status.st_mtime_ns)
    return FileRead(
        photo_id,
        said.keywords,
        version,
        found.key,
        found.taken_s,
        Texts(said.title, said.description),
        any(place.sidecar for place in said.fields),
    )


def _foreign(names: Sequence[str]) -> str:
    """Say which files the user opened are no photos."""
    named = ", ".join(f"“{name}”" for name in names[:_NAMED])
    if len(names) == 1:
        return f"{named} is no photo that can be opened."
    if len(names) <= _NAMED:
        return f"{named} are no photos that can be opened."
    return f"{named} and {len(names) - _NAMED:,} more are no photos that can be opened."


def _needs(reports: Iterable[ScanReport]) -> str:
    """Say which extras would open files that were passed over."""
    count = sum(report.undecodable.get("heif", 0) for report in reports)
    files = "1 file" if count == 1 else f"{count:,} files"
    needs = f"To show {files} in HEIC format, run: pip install 'phototagger[heif]'."
    return needs if count else ""
