"""PNG and APNG: the XMP packet in its text chunk; all other chunks are copied.

An older habit, XMP as a hexadecimal "raw profile", is taken over into the chunk of the standard, so
that one packet stands in the file. C2PA-signed files are refused.

Source: PNG (Third Edition), sections 5.3 and 11.3.3.4 (iTXt); XMP Specification Part 3, 1.1.5.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from phototagger.core.errors import MetadataReadError, MetadataWriteError
from phototagger.core.metadata import _one_packet
from phototagger.core.metadata._containers import Embedded, Found
from phototagger.core.tags import KeywordChange

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_XMP = b"XML:com.adobe.xmp\0"
_RAW_PROFILE = b"Raw profile type xmp\0"
_TEXTS = (b"iTXt", b"zTXt", b"tEXt")
_MAX_TEXT_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk; *data* is empty for chunks that are never looked into."""

    kind: bytes
    start: int
    end: int
    data: bytes = b""


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
    start, end = _place(chunks)
    result = Embedded(data[:start] + _text_chunk(packet), rest=memoryview(data)[end:])
    _prove(chunks, data, result)
    return result


def _chunks(file: BinaryIO) -> list[_Chunk]:
    """Return all chunks up to IEND.

    Raises:
        MetadataReadError: no PNG, or a chunk runs past the end.
    """
    if file.read(len(SIGNATURE)) != SIGNATURE:
        raise MetadataReadError("This file is not a PNG.")
    chunks: list[_Chunk] = []
    while not chunks or chunks[-1].kind != b"IEND":
        start = file.tell()
        head = file.read(8)
        if len(head) < 8:
            raise MetadataReadError("The picture in this photo is cut off.")
        length, kind = struct.unpack(">I4s", head)
        looked_into = kind in _TEXTS and length <= _MAX_TEXT_BYTES
        data = file.read(length) if looked_into else b""
        file.seek(start + 8 + length)
        if len(file.read(4)) < 4:
            raise MetadataReadError("The picture in this photo is cut off.")
        chunks.append(_Chunk(kind, start, file.tell(), data))
    if not any(chunk.kind == b"IDAT" for chunk in chunks):
        raise MetadataReadError("This photo holds no picture.")
    return chunks


def _packets(chunks: Sequence[_Chunk]) -> list[bytes]:
    return [packet for chunk in chunks if (packet := _packet(chunk))]


def _place(chunks: Sequence[_Chunk]) -> tuple[int, int]:
    """Return the span the new chunk takes: that of the old one, else before the picture."""
    for chunk in chunks:
        if _packet(chunk):
            return chunk.start, chunk.end
    first = next(chunk for chunk in chunks if chunk.kind == b"IDAT")
    return first.start, first.start


def _is_signed(chunks: Sequence[_Chunk]) -> bool:
    return any(chunk.kind == b"caBX" for chunk in chunks)


def _packet(chunk: _Chunk) -> bytes:
    """Return the XMP packet in a chunk, b"" where there is none.

    Raises:
        MetadataReadError: there is one, and it is damaged.
    """
    if chunk.kind == b"iTXt" and chunk.data.startswith(_XMP):
        flags = chunk.data[len(_XMP) : len(_XMP) + 2]
        text = chunk.data[len(_XMP) + 2 :].split(b"\0", 2)[-1]
        return _inflate(text) if flags[:1] == b"\1" else text
    if chunk.data.startswith(_RAW_PROFILE):
        text = chunk.data[len(_RAW_PROFILE) :]
        if chunk.kind == b"zTXt":
            text = _inflate(text[1:])
        return _raw_profile(text)
    return b""


def _inflate(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, _MAX_TEXT_BYTES)
    except zlib.error as error:
        raise MetadataReadError("The XMP packet is damaged.", detail=str(error)) from error
    if not unpacker.eof:
        raise MetadataReadError("The XMP packet is damaged.")
    return text


def _raw_profile(text: bytes) -> bytes:
    """Decode ImageMagick's form: a name, a length, and hexadecimal lines."""
    try:
        return bytes.fromhex(b"".join(text.split()[2:]).decode("ascii"))
    except ValueError as error:
        raise MetadataReadError("The XMP packet is damaged.", detail=str(error)) from error


def _text_chunk(packet: bytes) -> bytes:
    body = b"iTXt" + _XMP + b"\0\0\0\0" + packet
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def _prove(old: Sequence[_Chunk], data: bytes, result: Embedded) -> None:
    """Check that all chunks but the packet's stand as they did.

    The bytes before and behind the packet are those of the old file itself.
    """
    new = _chunks(result.open())
    growth = len(result.start) + len(result.rest) - len(data)
    before = [(c.kind, c.end - c.start) for c in old if not _packet(c)]
    after = [(c.kind, c.end - c.start) for c in new if not _packet(c)]
    if before != after or new[-1].end - old[-1].end != growth:
        raise MetadataWriteError("The new photo did not prove equal outside its keywords.")
