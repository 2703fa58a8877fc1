"""WebP: the XMP chunk and the flag that announces it; all other chunks are copied.

A simple file is made an extended one, which changes no picture data. C2PA-signed files are refused.

Source: RFC 9649, sections 2.3-2.7 (RIFF container, VP8X, VP8, VP8L).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from typing import BinaryIO

from phototagger.core.errors import MetadataReadError, MetadataWriteError
from phototagger.core.metadata import _one_packet
from phototagger.core.metadata._containers import Embedded, Found
from phototagger.core.tags import KeywordChange

_XMP = b"XMP "
_EXTENDED = b"VP8X"
_XMP_FLAG, _ALPHA_FLAG = 0x04, 0x10
_MAX_XMP_BYTES = 16 << 20
_HEAD_BYTES = 10


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk; *data* holds all of XMP and the first bytes of others."""

    kind: bytes
    start: int
    end: int
    data: bytes


def is_webp(head: bytes) -> bool:
    """Whether a file that starts with *head* is a WebP."""
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def read(file: BinaryIO) -> Found:
    """Read the fields of the packet; picture data is skipped."""
    return _one_packet.read(file, _chunks, _packets, _is_signed)


def embed(data: bytes, change: KeywordChange) -> Embedded:
    """Return the file with *change* made in its XMP packet.

    Raises:
        CannotEmbed: this file wants a sidecar.
        MetadataReadError: the file is damaged.
    """
    chunks = _chunks(BytesIO(data))
    packet = _one_packet.revised(_packets(chunks), change, is_signed=_is_signed(chunks))
    if packet is None:
        return Embedded(data)
    result = _rebuilt(data, chunks, packet)
    _prove(chunks, data, result)
    return Embedded(result)


def _chunks(file: BinaryIO) -> list[_Chunk]:
    """Return all chunks inside the RIFF container.

    Raises:
        MetadataReadError: no WebP, or a chunk runs past the end.
    """
    size = file.seek(0, SEEK_END)
    file.seek(0)
    head = file.read(12)
    if not is_webp(head):
        raise MetadataReadError("This file is not a WebP.")
    riff_end = min(8 + int.from_bytes(head[4:8], "little"), size)
    chunks: list[_Chunk] = []
    start = len(head)
    while start + 8 <= riff_end:
        file.seek(start)
        kind, length = struct.unpack("<4sI", file.read(8))
        end = start + 8 + length
        if end > size or (kind == _XMP and length > _MAX_XMP_BYTES):
            raise MetadataReadError("The picture in this photo is cut off.")
        data = file.read(length if kind == _XMP else min(length, _HEAD_BYTES))
        chunks.append(_Chunk(kind, start, min(end + length % 2, size), data))
        start = chunks[-1].end
    if not any(chunk.kind in (b"VP8 ", b"VP8L", b"ANMF") for chunk in chunks):
        raise MetadataReadError("This photo holds no picture.")
    return chunks


def _packets(chunks: Sequence[_Chunk]) -> list[bytes]:
    return [chunk.data for chunk in chunks if chunk.kind == _XMP]


def _is_signed(chunks: Sequence[_Chunk]) -> bool:
    return any(chunk.kind == b"C2PA" for chunk in chunks)


def _rebuilt(data: bytes, chunks: Sequence[_Chunk], packet: bytes) -> bytes:
    """Put the packet in place of the old one, else behind the last chunk; announce it."""
    new = _XMP + struct.pack("<I", len(packet)) + packet + b"\0" * (len(packet) % 2)
    parts = []
    if chunks[0].kind != _EXTENDED:
        parts.append(_extension(chunks[0]))
    for chunk in chunks:
        raw = data[chunk.start : chunk.end]
        if chunk.kind == _EXTENDED:
            raw = raw[:8] + bytes((raw[8] | _XMP_FLAG,)) + raw[9:]
        parts.append(new if chunk.kind == _XMP else raw + b"\0" * (len(raw) % 2))
    if not any(chunk.kind == _XMP for chunk in chunks):
        parts.append(new)
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body + data[chunks[-1].end :]


def _extension(picture: _Chunk) -> bytes:
    """Return a VP8X chunk for a file that has only a picture."""
    head = picture.data.ljust(_HEAD_BYTES, b"\0")
    flags, width, height = _XMP_FLAG, 0, 0
    if picture.kind == b"VP8 " and head[3:6] == b"\x9d\x01\x2a":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", head, 6))
    elif picture.kind == b"VP8L" and head[:1] == b"\x2f":
        (bits,) = struct.unpack_from("<I", head, 1)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        flags |= _ALPHA_FLAG if bits >> 28 & 1 else 0
    if not width or not height:
        raise MetadataReadError("This photo is damaged before its picture starts.")
    canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return _EXTENDED + struct.pack("<II", 10, flags) + canvas


def _prove(old: Sequence[_Chunk], data: bytes, result: bytes) -> None:
    """Check that all chunks but XMP and the announcement, and all behind them, are the same."""
    new = _chunks(BytesIO(result))
    before = [data[c.start : c.end] for c in old if c.kind not in (_XMP, _EXTENDED)]
    after = [result[c.start : c.end] for c in new if c.kind not in (_XMP, _EXTENDED)]
    same = all(one.ljust(len(two), b"\0") == two for one, two in zip(before, after, strict=True))
    if not same or data[old[-1].end :] != result[new[-1].end :]:
        raise MetadataWriteError("The new photo did not prove equal outside its keywords.")
