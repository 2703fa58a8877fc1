"""Replacing one file so that it is always fully old or fully new.

The steps of a safe write that touch the user's folder: read once, stage the new bytes in a temp
file beside the old one, read that back, look again at the original, rename. `phototagger.core.
writer` puts them in order and keeps the journal.

Refuses what a rename would harm: hard links, write-protected files, anything but a regular file.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from phototagger.core.errors import (
    MetadataWriteError,
    PhotoChanged,
    PhotoError,
    StorageFull,
    UnreadablePhoto,
)
from phototagger.core.photo import Fingerprint

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
_UNSUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EISDIR, errno.EBADF}
_BINARY = getattr(os, "O_BINARY", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_MAX_NAME_BYTES = 200
_CHUNK_BYTES = 1 << 20
_SHARING_TRIES = 20
_SHARING_PAUSE_S = 0.1


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was when it was read.

    Attributes:
        path: where it really is, links resolved.
        data: all its bytes.
        status: what the system said about it.
    """

    path: Path
    data: bytes
    status: os.stat_result


@dataclass(frozen=True, slots=True)
class Replacement:
    """New bytes for one file.

    Attributes:
        path: the file, links resolved.
        data: its new bytes, the first of them where there is a *rest*.
        original: the file before, None when it does not exist yet.
        like: the file whose mode and owner a new file takes.
        mtime_ns: modification time to give it, None for now.
        rest: the bytes behind *data*, those of the original at its end.
    """

    path: Path
    data: bytes
    original: Original | None
    like: os.stat_result
    mtime_ns: int | None = None
    rest: memoryview = field(default=memoryview(b""), repr=False)


@contextlib.contextmanager
def readable(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file for reading.

    Raises:
        UnreadablePhoto: gone, not a regular file, or not readable.
    """
    try:
        with open(path, "rb", opener=_open_no_wait) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadablePhoto(f"{path.name} is not a regular file.")
            yield file
    except OSError as error:
        raise UnreadablePhoto(
            f"{path.name} cannot be read: {_reason(error)}.", detail=str(error)
        ) from error


def take(path: Path) -> Original:
    """Read a regular file once, and what the system knows of it.

    Raises:
        UnreadablePhoto: gone, not a regular file, or not readable.
    """
    real = Path(os.path.realpath(path))
    with readable(real) as file:
        status = os.fstat(file.fileno())
        data = file.read()
    return Original(real, data, status)


def refuse_harm(original: Original, *, split_hard_links: bool) -> None:
    """Refuse a file that must not be replaced by a new one of its name.

    Raises:
        PhotoError: write-protected, or known under other names as well.
        StorageFull: its disk is read-only.
    """
    name = original.path.name
    if _is_read_only_disk(original.path):
        raise StorageFull(f"The keywords of {name} cannot be saved: its disk is read-only.")
    if not original.status.st_mode & 0o222 or not os.access(original.path, os.W_OK):
        raise PhotoError(f"{name} is write-protected; allow writing to it to save its keywords.")
    if original.status.st_nlink > 1 and not split_hard_links:
        raise PhotoError(
            f"{name} is the same file as another one (a hard link); saving would part them."
        )


def refuse_folder(target: Path) -> None:
    """Refuse a target whose folder takes no new files, such as the temp file of every write.

    Raises:
        MetadataWriteError: the folder is write-protected.
        StorageFull: its disk is read-only.
    """
    if _is_read_only_disk(target.parent):
        raise StorageFull(f"The keywords of {target.name} cannot be saved: its disk is read-only.")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise MetadataWriteError(
            f"The keywords of {target.name} cannot be saved: its folder is write-protected."
        )


def _is_read_only_disk(path: Path) -> bool:
    if not hasattr(os, "statvfs"):
        return False
    with contextlib.suppress(OSError):
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    return False


def temp_path(target: Path, number: int) -> Path:
    """Return the name of the temp file for journal entry *number*."""
    name = target.name
    while len(os.fsencode(name)) > _MAX_NAME_BYTES:
        name = name[:-1]
    return target.with_name(f".{name}.tagtmp-{number:x}")


def stage(new: Replacement, temp: Path) -> Fingerprint:
    """Write the new bytes beside the old file, durable and read back.

    Returns:
        Fingerprint of the staged file, which the rename keeps.

    Raises:
        StorageFull: the disk is full, read-only or failing.
        MetadataWriteError: the folder refuses new files, or gave other bytes back.
    """
    with _sentences(new.path):
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | _NO_FOLLOW | _BINARY
        descriptor = os.open(temp, flags, 0o600)
        complete = False
        try:
            try:
                _write_all(descriptor, memoryview(new.data), new.rest)
                _copy_attributes(descriptor, temp, new)
                os.fsync(descriptor)
                _read_back(descriptor, new)
                status = os.fstat(descriptor)
            finally:
                os.close(descriptor)
            complete = True
            return Fingerprint(status.st_size, status.st_mtime_ns)
        finally:
            if not complete:
                discard(temp)


def confirm(new: Replacement, *, split_hard_links: bool) -> None:
    """Check that the original is still the file that was read.

    Raises:
        PhotoChanged: another program changed, moved or replaced it.
    """
    changed = PhotoChanged(
        f"{new.path.name} was changed by another program meanwhile; nothing was written to it."
    )
    if new.original is None:
        if os.path.lexists(new.path):
            raise changed
        return
    try:
        status = new.path.lstat()
        if _identity(status) == _identity(new.original.status):
            return
        again = take(new.path)
    except (OSError, UnreadablePhoto) as error:
        raise changed from error
    if again.path != new.original.path or again.data != new.original.data:
        raise changed
    refuse_harm(again, split_hard_links=split_hard_links)


def swap(new: Replacement, temp: Path) -> None:
    """Let the temp file take the place of the old one; `settle` then makes that durable.

    Raises:
        StorageFull: the disk is full, read-only or failing.
        MetadataWriteError: the system refuses the rename.
    """
    with _sentences(new.path):
        for attempt in range(_SHARING_TRIES):
            try:
                temp.replace(new.path)
                break
            except PermissionError:
                # Windows refuses while another program has the photo open, often only for a moment
                if os.name != "nt" or attempt == _SHARING_TRIES - 1:
                    raise
                time.sleep(_SHARING_PAUSE_S)


def settle(folder: Path, named: Path) -> None:
    """Make all renames in *folder* durable: from here on, saved means saved.

    Args:
        folder: where files were renamed.
        named: one of them, for the sentence.

    Raises:
        StorageFull: the disk is failing.
        MetadataWriteError: the system refuses.
    """
    with _sentences(named):
        sync_folder(folder)


def remove(original: Original) -> None:
    """Delete a file that the program made itself, durably.

    Raises:
        StorageFull: the disk is read-only or failing.
        MetadataWriteError: the system refuses.
    """
    with _sentences(original.path):
        original.path.unlink()
        sync_folder(original.path.parent)


def discard(temp: Path) -> None:
    """Delete a temp file if it is there; failing is no harm, the next start tries again."""
    with contextlib.suppress(OSError):
        if stat.S_ISREG(temp.lstat().st_mode):
            temp.unlink()


def sync_folder(folder: Path) -> None:
    """Make a rename in *folder* durable, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Turn system errors into the program's own."""
    try:
        yield
    except OSError as error:
        kind = StorageFull if error.errno in _FULL else MetadataWriteError
        sentence = f"The keywords of {path.name} could not be saved: {_reason(error)}."
        raise kind(sentence, detail=str(error)) from error


def _reason(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full; free some space and write again"
    if error.errno == errno.EROFS:
        return "the disk is read-only"
    if error.errno == errno.EIO:
        return "the disk reports an error; check it before you go on"
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


def _open_no_wait(path: str, flags: int) -> int:
    """Open without waiting for a writer, should the name be a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _write_all(descriptor: int, *parts: memoryview) -> None:
    for part in parts:
        view = part
        while view:
            written = os.write(descriptor, view)
            if written == 0:
                raise OSError(errno.EIO, "the disk took nothing")
            view = view[written:]


def _copy_attributes(descriptor: int, temp: Path, new: Replacement) -> None:
    """Give the temp file mode, owner, attributes and time of the file it replaces."""
    if os.name != "nt":
        _keep_owner(descriptor, new)
        mode = stat.S_IMODE(new.like.st_mode)
        # a sidecar of a write-protected photo must take further changes
        os.fchmod(descriptor, mode if new.original else mode & 0o666 | stat.S_IWUSR)
    if new.original and hasattr(os, "listxattr"):
        for name in os.listxattr(new.original.path):
            _copy_xattr(new.original.path, descriptor, name)
    if new.mtime_ns is not None:
        staged = descriptor if os.utime in os.supports_fd else temp
        os.utime(staged, ns=(new.like.st_atime_ns, new.mtime_ns))


def _keep_owner(descriptor: int, new: Replacement) -> None:
    """Give the temp file the owner and group of the file it replaces.

    Raises:
        MetadataWriteError: the file would change hands.
    """
    try:
        os.fchown(descriptor, new.like.st_uid, new.like.st_gid)
    except PermissionError:
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, -1, new.like.st_gid)
        # disks without owners give every file the same one, whatever was asked for
        if new.original and os.fstat(descriptor).st_uid != new.like.st_uid:
            raise MetadataWriteError(
                f"{new.path.name} belongs to another user and would become yours;"
                " its owner can save it."
            ) from None


def _copy_xattr(source: Path, descriptor: int, name: str) -> None:
    """Copy one extended attribute; those of the system may be refused, the user's may not.

    An access list counts as the user's: without it others could see the photo, or no longer.
    """
    try:
        os.setxattr(descriptor, name, os.getxattr(source, name))
    except OSError as error:
        if name.startswith(("user.", "system.posix_acl")) or error.errno in _FULL:
            raise


def _read_back(descriptor: int, new: Replacement) -> None:
    """Compare what the disk gives back with what was to be written, past the system's memory."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.lseek(descriptor, 0, os.SEEK_SET)
    same = all(
        os.read(descriptor, len(piece)) == piece
        for part in (memoryview(new.data), new.rest)
        for piece in _pieces(part)
    )
    if same and not os.read(descriptor, 1):
        return
    raise MetadataWriteError(
        f"The disk gave other bytes back than were written for {new.path.name}."
    )


def _pieces(part: memoryview) -> Iterator[bytes]:
    for at in range(0, len(part), _CHUNK_BYTES):
        yield bytes(part[at : at + _CHUNK_BYTES])


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return (
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_nlink,
    )
