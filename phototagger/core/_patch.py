"""The difference between two versions of a file, small where the files share a long part.

A keyword write changes the head of a photo and keeps the rest, so the way back to the old bytes is
a few kilobytes. Works on any two byte strings; knows no format.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

_HEADER = struct.Struct(">BQQ")
_VERSION = 1
_BLOCK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Patch:
    """Turns the new version back into the old one.

    Attributes:
        start: how many first bytes both versions share.
        rest: how many last bytes both versions share.
        middle: what the old version has between them.
    """

    start: int
    rest: int
    middle: bytes

    @classmethod
    def back(cls, new: bytes, old: bytes) -> Patch:
        """Return the patch that makes *old* out of *new*."""
        limit = min(len(new), len(old))
        start = _common(memoryview(new)[:limit], memoryview(old)[:limit])
        limit -= start
        rest = _common_end(memoryview(new)[len(new) - limit :], memoryview(old)[len(old) - limit :])
        return cls(start, rest, old[start : len(old) - rest])

    def apply(self, new: bytes) -> bytes:
        """Return the old version."""
        return new[: self.start] + self.middle + new[len(new) - self.rest :]

    def pack(self) -> bytes:
        """Return the patch as bytes."""
        return _HEADER.pack(_VERSION, self.start, self.rest) + zlib.compress(self.middle, 1)

    @classmethod
    def unpack(cls, packed: bytes) -> Patch:
        """Return the patch that `pack` made these bytes of.

        Raises:
            ValueError: the bytes are damaged.
        """
        try:
            _, start, rest = _HEADER.unpack_from(packed)
            return cls(start, rest, zlib.decompress(packed[_HEADER.size :]))
        except (struct.error, zlib.error) as error:
            raise ValueError("not a patch") from error


def _common(one: memoryview, other: memoryview) -> int:
    """Return how many first bytes two views of equal length share."""
    at, step = 0, _BLOCK_BYTES
    while step:
        while at < len(one) and one[at : at + step] == other[at : at + step]:
            at += step
        step //= 16
    return min(at, len(one))


def _common_end(one: memoryview, other: memoryview) -> int:
    end, step = 0, _BLOCK_BYTES
    while step:
        while end < len(one) and _last(one, end, step) == _last(other, end, step):
            end += step
        step //= 16
    return min(end, len(one))


def _last(view: memoryview, end: int, step: int) -> memoryview:
    stop = len(view) - end
    return view[max(stop - step, 0) : stop]
