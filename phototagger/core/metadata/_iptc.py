"""IPTC-IIM records inside Photoshop image resources: keywords, title and caption.

Two layers: image resources (8BIM blocks), one of which, 0x0404, holds the records. Only datasets
2:25, 2:05 and 2:120 are ours; 1:90 is set to UTF-8 when one is added, and the other texts of the
block then have to be UTF-8 as well. All other resources and datasets keep their bytes.

Source: IPTC-IIM 4.2 chapter 1.6 and appendix A; Adobe Photoshop File Formats, "Image Resource
Blocks"; Metadata Working Group, Guidelines 2.0, section 3 for the digest in resource 0x0425.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace

from phototagger.core.errors import MetadataReadError
from phototagger.core.fields import Container, Field
from phototagger.core.metadata._containers import (
    CannotEmbed,
    Edit,
    Fields,
    cut_to_bytes,
    joined,
    places_of,
    revise,
)
from phototagger.core.tags import NO_KEYWORDS, KeywordChange, clean_name, clean_text

IPTC_RESOURCE = 0x0404
DIGEST_RESOURCE = 0x0425

_SIGNATURES = (b"8BIM", b"PHUT", b"DCSR", b"AgHg", b"MeSa")
_CHARSET = (1, 90)
_ENVELOPE_VERSION = (1, 0)
_RECORD_VERSION = (2, 0)
_KEYWORDS = (2, 25)
_TEXTS = {Field.IPTC_TITLE: (2, 5), Field.IPTC_CAPTION: (2, 120)}
_UTF8 = b"\x1b%G"
_LATIN1 = (b"\x1b-A", b"\x1b.A", b"\x1b/A")
_NO_TEXT = {(2, 0), (2, 125), (2, 200), (2, 201), (2, 202)}
_VERSION_4 = b"\x00\x04"


@dataclass(frozen=True, slots=True)
class Resource:
    """One image resource.

    Attributes:
        number: its id.
        raw: the whole block with header and padding.
        value: its data.
    """

    number: int
    raw: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class _Dataset:
    key: tuple[int, int]
    raw: bytes
    value: bytes


def split_resources(block: bytes) -> tuple[list[Resource], bytes]:
    """Return the image resources of *block* and the bytes behind the last one.

    Raises:
        MetadataReadError: a resource runs past the end.
    """
    resources, at = [], 0
    while block[at : at + 4] in _SIGNATURES:
        resource = _resource_at(block, at)
        resources.append(resource)
        at += len(resource.raw)
    if b"8BIM" in block[at:]:
        raise MetadataReadError("The Photoshop block of this photo is damaged.")
    return resources, block[at:]


def read(block: bytes) -> Fields:
    """Return the fields in an image resource block as stored, none where it has no IPTC.

    Raises:
        MetadataReadError: the block is damaged.
    """
    resources, _ = split_resources(block)
    return joined(read_iim(found.value) for found in resources if found.number == IPTC_RESOURCE)


def read_iim(iim: bytes) -> Fields:
    """Return the fields of an IPTC-IIM block as stored; its keywords are () where it has none.

    Raises:
        MetadataReadError: the block is damaged.
    """
    datasets, _ = _split_datasets(iim)
    fields = {Field.IPTC_KEYWORDS: _values(datasets, _KEYWORDS)}
    for name, key in _TEXTS.items():
        if texts := _values(datasets, key):
            fields[name] = texts
    return fields


def is_stale(block: bytes, iim: bytes | None = None) -> bool:
    """Whether the digest says that IPTC was changed after it was last matched with XMP.

    Args:
        block: image resources.
        iim: the IPTC block where it stands elsewhere.

    Raises:
        MetadataReadError: the block is damaged.
    """
    resources, _ = split_resources(block)
    digest = next((found.value for found in resources if found.number == DIGEST_RESOURCE), None)
    blocks = [found.value for found in resources if found.number == IPTC_RESOURCE]
    blocks += [] if iim is None else [iim]
    return digest is not None and bool(blocks) and digest not in map(_md5, blocks)


def edit(block: bytes, change: KeywordChange) -> bytes:
    """Return the image resource block with *change* made; the same object when nothing changes.

    Keywords are added to the first IPTC resource and removed from all. A digest that was true or
    absent is made true; one that was stale tells of a foreign change and stays.

    Raises:
        MetadataReadError: the block is damaged.
        CannotEmbed: its texts are in a character set that cannot be told.
    """
    wanted = Edit.of(change)
    resources, rest = split_resources(block)
    places = [at for at, found in enumerate(resources) if found.number == IPTC_RESOURCE]
    if not places:
        if not wanted.creates(Container.IPTC):
            return block
        _append(resources, _new_resource(IPTC_RESOURCE, b""))
        places = [len(resources) - 1]
    old = resources[places[0]].value
    for place in places:
        iim = edit_iim(resources[place].value, wanted)
        if iim is not resources[place].value:
            resources[place] = _new_resource(IPTC_RESOURCE, iim, resources[place])
        wanted = _only_taken_out(wanted)
    new = resources[places[0]].value
    _renew_digest(resources, old, new)
    result = b"".join(found.raw for found in resources) + rest
    return block if result == block else result


def edit_iim(iim: bytes, change: KeywordChange) -> bytes:
    """Return an IPTC-IIM block with *change* made; the same object when nothing changes.

    Raises:
        MetadataReadError: the block is damaged.
        CannotEmbed: its texts are in a character set that cannot be told.
    """
    wanted = Edit.of(change)
    datasets, rest = _split_datasets(iim)
    gone, new = _keywords_changed(datasets, wanted)
    for name, key in _TEXTS.items():
        cut, added = _text_changed(datasets, name, key, wanted)
        gone |= cut
        new += added
    order = wanted.order if wanted.adds_to(Field.IPTC_KEYWORDS) else ()
    if not gone and not new and not order:
        return iim
    datasets = [found for at, found in enumerate(datasets) if at not in gone]
    if new:
        datasets = _in_utf8(datasets)
    for key in (_KEYWORDS, *_TEXTS.values()):
        if ours := [found for found in new if found.key == key]:
            _insert(datasets, ours)
    _arrange(datasets, order)
    result = b"".join(found.raw for found in datasets) + rest
    return iim if result == iim else result


def with_digest(block: bytes, old_iim: bytes, new_iim: bytes) -> bytes:
    """Return an image resource block whose digest of an IPTC block elsewhere is true again.

    No digest is added; one that was stale stays.

    Raises:
        MetadataReadError: the block is damaged.
    """
    resources, rest = split_resources(block)
    if any(found.number == DIGEST_RESOURCE for found in resources):
        _renew_digest(resources, old_iim, new_iim)
    return b"".join(found.raw for found in resources) + rest


# -- image resources ----------------------------------------------------------------------------


def _resource_at(block: bytes, at: int) -> Resource:
    try:
        (number, name_size) = struct.unpack_from(">HB", block, at + 4)
        head = 6 + (name_size + 2 & ~1)
        (size,) = struct.unpack_from(">I", block, at + head)
    except struct.error as error:
        raise MetadataReadError("The Photoshop block of this photo is damaged.") from error
    start = at + head + 4
    if start + size > len(block):
        raise MetadataReadError("The Photoshop block of this photo is damaged.")
    return Resource(number, block[at : start + (size + 1 & ~1)], block[start : start + size])


def _new_resource(number: int, value: bytes, old: Resource | None = None) -> Resource:
    """Build a resource; signature and name are those of *old*."""
    head = b"8BIM" + struct.pack(">H", number) + b"\0\0"
    if old is not None:
        head = old.raw[: 6 + (old.raw[6] + 2 & ~1)]
    raw = head + struct.pack(">I", len(value)) + value + b"\0" * (len(value) % 2)
    return Resource(number, raw, value)


def _append(resources: list[Resource], new: Resource) -> None:
    """Put *new* last; the one before may lack the byte that makes its size even."""
    if resources and len(resources[-1].raw) % 2:
        resources[-1] = replace(resources[-1], raw=resources[-1].raw + b"\0")
    resources.append(new)


def _renew_digest(resources: list[Resource], old_iim: bytes, new_iim: bytes) -> None:
    """Make the digest true, unless it was stale. Source: MWG Guidelines 2.0, section 3.3."""
    if old_iim == new_iim:
        return
    digest = _new_resource(DIGEST_RESOURCE, _md5(new_iim))
    places = [at for at, found in enumerate(resources) if found.number == DIGEST_RESOURCE]
    if not places:
        _append(resources, digest)
    for at in places:
        if not old_iim or resources[at].value == _md5(old_iim):
            resources[at] = _new_resource(DIGEST_RESOURCE, digest.value, resources[at])


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


# -- what changes -------------------------------------------------------------------------------


def _keywords_changed(
    datasets: Sequence[_Dataset], wanted: Edit
) -> tuple[set[int], list[_Dataset]]:
    """Return the positions of the records to take out, and those to add."""
    if not wanted.adds_to(Field.IPTC_KEYWORDS):
        wanted = Edit(NO_KEYWORDS, wanted.remove.minus(wanted.add))
    revision = revise(_values(datasets, _KEYWORDS), wanted, cut_to_bytes)
    ours = [at for at, found in enumerate(datasets) if found.key == _KEYWORDS]
    added = [_dataset(_KEYWORDS, name.encode()) for name in revision.added]
    return {ours[nth] for nth in revision.dropped}, added


def _text_changed(
    datasets: Sequence[_Dataset], name: Field, key: tuple[int, int], wanted: Edit
) -> tuple[set[int], list[_Dataset]]:
    """Return the same for a text, which stands once."""
    text = wanted.text(name.kind)
    if text is None:
        return set(), []
    text = cut_to_bytes(clean_text(text), name.max_bytes)
    have = _values(datasets, key)
    if [clean_text(value) for value in have] == ([text] if text else []):
        return set(), []
    added = [_dataset(key, text.encode())] if text and wanted.adds_to(name) else []
    return {at for at, found in enumerate(datasets) if found.key == key}, added


def _only_taken_out(wanted: Edit) -> Edit:
    """Return what *wanted* does to further IPTC blocks: a text stands in the first one only."""
    return replace(
        wanted,
        add=NO_KEYWORDS,
        remove=wanted.remove.minus(wanted.add),
        title=None if wanted.title is None else "",
        description=None if wanted.description is None else "",
    )


# -- datasets -----------------------------------------------------------------------------------


def _split_datasets(iim: bytes) -> tuple[list[_Dataset], bytes]:
    datasets, at = [], 0
    while at + 5 <= len(iim) and iim[at] == 0x1C:
        record, number, size = struct.unpack_from(">BBH", iim, at + 1)
        start = at + 5
        if size & 0x8000:  # the size of the size, then the size; IIM 4.2, 1.6.2
            start += size & 0x7FFF
            size = int.from_bytes(iim[at + 5 : start])
        if start + size > len(iim):
            raise MetadataReadError("The IPTC block of this photo is damaged.")
        end = start + size
        datasets.append(_Dataset((record, number), iim[at:end], iim[start:end]))
        at = end
    if iim[at:].strip(b"\0"):
        raise MetadataReadError("The IPTC block of this photo is damaged.")
    return datasets, iim[at:]


def _dataset(key: tuple[int, int], value: bytes) -> _Dataset:
    if len(value) < 0x8000:
        size = struct.pack(">H", len(value))
    else:
        size = struct.pack(">HI", 0x8004, len(value))
    return _Dataset(key, bytes((0x1C, *key)) + size + value, value)


def _insert(datasets: list[_Dataset], new: Sequence[_Dataset]) -> None:
    """Put *new*, all of one kind, behind the last dataset that sorts before or with them."""
    before = [at for at, found in enumerate(datasets) if found.key <= new[0].key]
    at = before[-1] + 1 if before else 0
    datasets[at:at] = new


def _arrange(datasets: list[_Dataset], order: Sequence[str]) -> None:
    """Put the keywords in this order, in the places they have."""
    if not order:
        return
    ours = [at for at, found in enumerate(datasets) if found.key == _KEYWORDS]
    words = [clean_name(cut_to_bytes(value)) for value in _values(datasets, _KEYWORDS)]
    moved = [datasets[ours[place]] for place in places_of(words, order, cut_to_bytes)]
    for at, found in zip(ours, moved, strict=True):
        datasets[at] = found


def _values(datasets: Sequence[_Dataset], key: tuple[int, int]) -> tuple[str, ...]:
    charset = _charset(datasets)
    return tuple(_decode(found.value, charset) for found in datasets if found.key == key)


def _charset(datasets: Sequence[_Dataset]) -> bytes:
    return next((found.value for found in datasets if found.key == _CHARSET), b"")


def _decode(value: bytes, charset: bytes) -> str:
    """Decode one text. Without a marker most files hold UTF-8 or the Western Windows code page."""
    if not charset.startswith(_LATIN1):
        try:
            return value.decode()
        except UnicodeDecodeError:
            pass
    try:
        return value.decode("cp1252")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _in_utf8(datasets: list[_Dataset]) -> list[_Dataset]:
    """Return the datasets with the UTF-8 marker and all texts in UTF-8."""
    charset = _charset(datasets)
    if charset.startswith(_UTF8):
        return _with_version(list(datasets))  # what is wrong in it is not ours to guess at
    known = not charset.startswith(b"\x1b") or charset.startswith((*_LATIN1, b"\x1b(B"))
    texts = [found.key[0] == 2 and found.key not in _NO_TEXT for found in datasets]
    if not known and not all(
        found.value.isascii() for found, text in zip(datasets, texts, strict=True) if text
    ):
        raise CannotEmbed("The IPTC texts are in a character set that this program does not know.")
    result = []
    for found, text in zip(datasets, texts, strict=True):
        value = _decode(found.value, charset).encode() if text else found.value
        result.append(found if value == found.value else _dataset(found.key, value))
    result = [found for found in result if found.key != _CHARSET]
    if not any(found.key[0] == 1 for found in result):
        _insert(result, [_dataset(_ENVELOPE_VERSION, _VERSION_4)])
    _insert(result, [_dataset(_CHARSET, _UTF8)])
    return _with_version(result)


def _with_version(datasets: list[_Dataset]) -> list[_Dataset]:
    if not any(found.key[0] == 2 for found in datasets):
        _insert(datasets, [_dataset(_RECORD_VERSION, _VERSION_4)])
    return datasets
