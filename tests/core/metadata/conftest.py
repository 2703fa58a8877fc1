"""Photos made by hand, byte for byte, for the metadata tests."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

import pytest
from PIL import Image

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


class PhotoBuilder:
    """Makes JPEG files out of parts; every method returns bytes."""

    exif_marker, app2, app13 = 0xE1, 0xE2, 0xED

    def jpeg(
        self, *segments: bytes, trailer: bytes = b"", size: tuple[int, int] = (48, 32)
    ) -> bytes:
        """A small decodable JPEG with *segments* right behind JFIF."""
        buffer = io.BytesIO()
        Image.linear_gradient("L").resize(size).convert("RGB").save(buffer, "JPEG", quality=80)
        data = buffer.getvalue()
        behind_jfif = 4 + int.from_bytes(data[4:6])
        return data[:behind_jfif] + b"".join(segments) + data[behind_jfif:] + trailer

    def segment(self, marker: int, body: bytes, fill: int = 0) -> bytes:
        return b"\xff" * fill + bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body

    def exif(self, block: bytes) -> bytes:
        return self.segment(self.exif_marker, b"Exif\0\0" + block)

    def xmp(self, packet: bytes) -> bytes:
        return self.segment(self.exif_marker, b"http://ns.adobe.com/xap/1.0/\0" + packet)

    def photoshop(self, block: bytes) -> bytes:
        return self.segment(self.app13, b"Photoshop 3.0\0" + block)

    def tiff_block(
        self, entries: Sequence[tuple[int, int, int, bytes]], order: str = "<", tail: bytes = b""
    ) -> bytes:
        """A TIFF block with one directory; entries are (tag, type, count, value)."""
        head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(order + "I", 8)
        values_at = 8 + 2 + 12 * len(entries) + 4
        packed, values = struct.pack(order + "H", len(entries)), b""
        for tag, kind, count, value in entries:
            cell = value.ljust(4, b"\0")
            if len(value) > 4:
                cell = struct.pack(order + "I", values_at + len(values))
                values += value + b"\0" * (len(value) % 2)
            packed += struct.pack(order + "HHI", tag, kind, count) + cell
        return head + packed + b"\0\0\0\0" + values + tail

    def camera_block(self, order: str = "<") -> bytes:
        """Make, maker-note-like blob and a title, as a camera would write."""
        return self.tiff_block(
            [
                (0x010F, 2, 8, b"Camera7\0"),
                (0x0112, 3, 1, struct.pack(order + "H", 6)),
                (0x9C9B, 1, 8, "Hej\0".encode("utf-16-le")),
                (0xC634, 7, 600, bytes(range(200)) * 3),
            ],
            order,
        )

    def packet(self, properties: str = "", attributes: str = "", padding: int = 0) -> bytes:
        text = (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
            f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}">'
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:lr="http://ns.adobe.com/lightroom/1.0/"'
            ' xmlns:digiKam="http://www.digikam.org/ns/1.0/"'
            f' xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"{attributes}>'
            f"{properties}</rdf:Description></rdf:RDF></x:xmpmeta>"
        )
        return text.encode() + b" " * padding + b'<?xpacket end="w"?>'

    def subject(self, *names: str) -> str:
        items = "".join(f"\n <rdf:li>{name}</rdf:li>" for name in names)
        return f"<dc:subject><rdf:Bag>{items}\n</rdf:Bag></dc:subject>"

    def resource(self, number: int, value: bytes, name: bytes = b"") -> bytes:
        head = b"8BIM" + struct.pack(">HB", number, len(name)) + name
        head += b"\0" * (len(head) % 2)
        return head + struct.pack(">I", len(value)) + value + b"\0" * (len(value) % 2)

    def dataset(self, record: int, number: int, value: bytes) -> bytes:
        return bytes((0x1C, record, number)) + struct.pack(">H", len(value)) + value

    def multi_picture(
        self, first: Sequence[bytes], second: bytes, index_last: bool = True
    ) -> bytes:
        """A JPEG with an index that tells where *second* stands behind the first image."""
        entries = struct.pack("<IIIHH", 0x030000, 0, 0, 0, 0) + struct.pack("<IIIHH", 0, 0, 0, 0, 0)
        count = (0xB001, 4, 1, struct.pack("<I", 2))
        block = self.tiff_block([(0xB000, 7, 4, b"0100"), count, (0xB002, 7, 32, entries)])
        index = self.segment(self.app2, b"MPF\0" + block)
        order = [*first, index] if index_last else [index, *first]
        data = bytearray(self.jpeg(*order))
        base = data.index(b"MPF\0") + 4
        at = data.index(struct.pack("<I", 0x030000), base + 16)
        struct.pack_into("<I", data, at + 4, len(data))
        struct.pack_into("<II", data, at + 20, len(second), len(data) - base)
        return bytes(data) + second

    def second_picture(self, data: bytes) -> tuple[int, bytes]:
        """Return the first image's size in the index and the bytes the index finds."""
        base = data.index(b"MPF\0") + 4
        at = data.index(struct.pack("<I", 0x030000), base + 16)
        (first_size,) = struct.unpack_from("<I", data, at + 4)
        size, offset = struct.unpack_from("<II", data, at + 20)
        return first_size, data[base + offset : base + offset + size]


@pytest.fixture
def build() -> PhotoBuilder:
    return PhotoBuilder()
