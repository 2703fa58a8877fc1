"""The difference between two versions of a file, small where the files share long parts.

A keyword write changes the head of a photo and shifts the rest, or moves a pointer and appends, so
the way back to the old bytes is a few kilobytes. Works on any two byte strings; knows no format.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_HEADER = struct.Struct(">BI")
_PIECE = struct.Struct(">QQ")
_VERSION = 1
_STORED = (1 << 64) - 1
_BLOCK_BYTES = 1 << 12
_STEPS = (1 << 16, 1 << 12, 1 << 8, 1 << 4, 1)
"""Bytes compared at once, coarse to fine; slices of bytes compare at the speed of memory."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the old version: *stored* bytes, or bytes *start* to *end* of the new version."""

    start: int = 0
    end: int = 0
    stored: bytes = b""


@dataclass(frozen=True, slots=True)
class Patch:
    """Turns the new version back into the old one.

    Attributes:
        pieces: what the old version is made of, in order.
    """

    pieces: tuple[_Piece, ...]

    @classmethod
    def back(cls, new: bytes, old: bytes, tail_bytes: int = 0) -> Patch:
        """Return the patch that makes *old* out of *new*.

        Args:
            new: the new version without its tail.
            old: the old version without it.
            tail_bytes: length of the tail, which is known to be the same in both.
        """
        start = _common(new, old)
        rest = _common_end(new, old, min(len(new), len(old)) - start)
        middle = _aligned(new[: len(new) - rest], old[: len(old) - rest], start)
        pieces = [_Piece(0, start), *middle, _Piece(len(new) - rest, len(new) + tail_bytes)]
        return cls(tuple(piece for piece in pieces if piece.stored or piece.end > piece.start))

    def apply(self, new: bytes) -> bytes:
        """Return the old version."""
        return b"".join(piece.stored or new[piece.start : piece.end] for piece in self.pieces)

    def pack(self) -> bytes:
        """Return the patch as bytes."""
        parts = [_HEADER.pack(_VERSION, len(self.pieces))]
        for piece in self.pieces:
            if piece.stored:
                parts.append(_PIECE.pack(_STORED, len(piece.stored)))
            else:
                parts.append(_PIECE.pack(piece.start, piece.end))
        stored = b"".join(piece.stored for piece in self.pieces)
        return b"".join(parts) + zlib.compress(stored, 1)

    @classmethod
    def unpack(cls, packed: bytes) -> Patch:
        """Return the patch that `pack` made these bytes of.

        Raises:
            ValueError: the bytes are damaged.
        """
        try:
            _, count = _HEADER.unpack_from(packed)
            stored_at = _HEADER.size + count * _PIECE.size
            stored = zlib.decompress(packed[stored_at:])
            bounds = _PIECE.iter_unpack(packed[_HEADER.size : stored_at])
            return cls(tuple(_unpacked(bounds, stored)))
        except (struct.error, zlib.error) as error:
            raise ValueError("not a patch") from error


def digest(data: bytes, tail_bytes: int) -> bytes:
    """Return what identifies a version: SHA-256 over the SHA-256 of its two parts.

    Args:
        data: all bytes of the version.
        tail_bytes: length of the second part. Two versions that share it need it hashed once,
            and on a large photo hashing costs as much as writing.
    """
    parted = max(len(data) - tail_bytes, 0)
    view = memoryview(data)
    return digests((view[:parted],), view[parted:])[0]


def digests(starts: Iterable[bytes | memoryview], tail: bytes | memoryview) -> list[bytes]:
    """Return `digest` of versions that differ in how they start and share their tail."""
    of_tail = hashlib.sha256(tail).digest()
    return [hashlib.sha256(hashlib.sha256(start).digest() + of_tail).digest() for start in starts]


def _unpacked(bounds: Iterator[tuple[int, ...]], stored: bytes) -> Iterator[_Piece]:
    at = 0
    for start, end in bounds:
        if start == _STORED:
            yield _Piece(stored=stored[at : at + end])
            at += end
        else:
            yield _Piece(start, end)


def _aligned(new: bytes, old: bytes, start: int) -> Iterator[_Piece]:
    """Yield the pieces of ``old[start:]``; blocks that stand at their old place are not stored."""
    at = start
    while at < len(old):
        end = at
        while end < len(old) and _same_block(new, old, end):
            end = min(end + _BLOCK_BYTES, len(old))
        if end > at:
            yield _Piece(at, end)
        at = end
        while end < len(old) and not _same_block(new, old, end):
            end = min(end + _BLOCK_BYTES, len(old))
        if end > at:
            yield _Piece(stored=old[at:end])
        at = end


def _same_block(new: bytes, old: bytes, at: int) -> bool:
    end = min(at + _BLOCK_BYTES, len(old))
    return new[at:end] == old[at:end]


def _common(new: bytes, old: bytes) -> int:
    """Return how many first bytes both share."""
    limit = min(len(new), len(old))
    at = 0
    for step in _STEPS:
        while at + step <= limit and new[at : at + step] == old[at : at + step]:
            at += step
    return at


def _common_end(new: bytes, old: bytes, limit: int) -> int:
    """Return how many of the last *limit* bytes both share."""
    count = 0
    for step in _STEPS:
        while count + step <= limit and _last(new, count, step) == _last(old, count, step):
            count += step
    return count


def _last(data: bytes, count: int, step: int) -> bytes:
    """Return *step* bytes that end *count* bytes before the end."""
    stop = len(data) - count
    return data[stop - step : stop]
