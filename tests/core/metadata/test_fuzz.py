"""W22: no input crashes a container editor with anything but the program's own error.

Whole files are damaged with their structure in mind: segments, chunks and boxes are shuffled,
dropped, doubled, cut and lengthened, sizes and offsets get the values that break arithmetic, parts
of other files are spliced in. What is embedded must read back, must be stable, and must keep every
part that is not ours, judged by walkers of this file alone.

Run it for longer, and with the development corpus where it lies near the checkout:

    python tests/core/metadata/test_fuzz.py --minutes 10
"""

from __future__ import annotations

import argparse
import collections
import io
import random
import resource
import struct
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image, features

from phototagger.core import metadata
from phototagger.core.errors import PhototaggerError
from phototagger.core.tags import KeywordChange, KeywordSet

CORPUS = Path(__file__).parents[3].parent / "shared" / "photos" / "metadata"
WORDS = KeywordSet(("kočka", "R&B <live>", "y" * 70))
ADD = KeywordChange(add=WORDS)
REMOVE = KeywordChange(remove=WORDS)
MAX_SEED_BYTES = 200_000
MAX_SECONDS = 2.0
MAX_GROWTH = 3 << 20
NUMBERS = (0, 1, 2, 7, 8, 0x7F, 0xFF, 0x100, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)


def saved(kind, frames=1, **options):
    buffer = io.BytesIO()
    images = [Image.linear_gradient("L").resize((32, 24)).convert("RGB") for _ in range(frames)]
    more = {"save_all": True, "append_images": images[1:]} if frames > 1 else {}
    images[0].save(buffer, kind, **more, **options)
    return buffer.getvalue()


def box(kind, body):
    return struct.pack(">I4s", len(body) + 8, kind) + body


def seeds(build):
    """Small files of every format that is edited, with everything in them that editors look at."""
    exif, packet = build.exif(build.camera_block()), build.packet(build.subject("old"))
    iptc = build.photoshop(build.resource(0x0404, build.dataset(2, 25, b"old")))
    xmp = build.xmp(packet)
    found = [
        build.jpeg(),
        build.jpeg(exif, xmp, iptc, trailer=b"trailer"),
        build.jpeg(xmp, build.exif(build.camera_block(">")), build.segment(0xFE, b"note", fill=3)),
        build.multi_picture([exif, xmp], build.jpeg()),
        build.jpeg(build.segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"g" * 40)),
        saved("JPEG", progressive=True),
        saved("PNG"),
        saved("PNG", frames=3),
        saved("PNG", exif=build.camera_block()),
        saved("WEBP"),
        saved("WEBP", frames=3, lossless=True),
        saved("WEBP", xmp=packet, exif=build.camera_block()),
        saved("TIFF"),
        saved("TIFF", frames=2),
        build.tiff_block(
            [
                (700, 1, len(packet), packet),
                (0x83BB, 7, 8, build.dataset(2, 25, b"old")),
                (0x8769, 4, 1, struct.pack("<I", 8)),
            ]
        ),
        box(b"JXL ", b"\r\n\x87\n")
        + box(b"ftyp", b"jxl \0\0\0\0jxl ")
        + box(b"xml ", packet)
        + box(b"jxlc", b"\xff\x0a picture"),
        packet,
    ]
    if features.check("avif"):
        found += [saved("AVIF"), saved("AVIF", frames=2), saved("AVIF", xmp=packet)]
    return found


def corpus():
    """Small real photos, where they are."""
    files = sorted(CORPUS.glob("*/*")) if CORPUS.is_dir() else []
    return [path.read_bytes() for path in files if path.stat().st_size <= MAX_SEED_BYTES]


# -- taking files apart, apart from the program -------------------------------------------------


def parts_of(data):
    """Cut a file at the borders of its structure; a file of no known structure at random ones."""
    try:
        if data.startswith(b"\xff\xd8"):
            return jpeg_parts(data)
        if data.startswith(b"\x89PNG"):
            return [data[:8], *sized(data, 8, ">", 0, 12)]
        if data[:4] == b"RIFF":
            return [data[:12], *sized(data, 12, "<", 4, 8, even=True)]
        if data[4:8] in (b"ftyp", b"JXL "):
            return list(sized(data, 0, ">", 0, 0))
    except (struct.error, IndexError):
        pass
    step = max(8, len(data) // 12)
    return [data[at : at + step] for at in range(0, len(data), step)]


def jpeg_parts(data):
    parts, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark = at + 1
        while mark + 2 < len(data) and data[mark] == 0xFF:
            mark += 1
        if data[mark] in (0xDA, 0xFF):
            break
        end = mark + 1 + struct.unpack_from(">H", data, mark + 1)[0]
        parts.append(data[at:end])
        at = end
    return [*parts, data[at:]]


def sized(data, at, order, size_at, extra, even=False):
    while at + 8 <= len(data):
        size = struct.unpack_from(order + "I", data, at + size_at)[0]
        end = at + max(size + extra, 8)
        end += even and size % 2
        yield data[at:end]
        at = end


def foreign_parts(data):
    """Return what an editor must keep, None where this file knows no way to tell."""
    if data.startswith(b"\xff\xd8"):
        return [
            part
            for part in jpeg_parts(data)
            if part.lstrip(b"\xff")[:1] not in (b"\xe1", b"\xe2", b"\xed")
        ]
    if data.startswith(b"\x89PNG"):
        return [part for part in parts_of(data) if part[4:8] not in (b"iTXt", b"zTXt", b"tEXt")]
    if data[:4] == b"RIFF" and len(data) == 8 + int.from_bytes(data[4:8], "little"):
        return [
            part.ljust(len(part) + len(part) % 2, b"\0")
            for part in parts_of(data)[1:]
            if part[:4] not in (b"XMP ", b"VP8X")
        ]
    return None


# -- damaging them ------------------------------------------------------------------------------


def mutate(rng, data, others):
    for _ in range(rng.choice((1, 1, 2, 3, 5))):
        data = rng.choice(DAMAGES)(rng, data, others) or data
    return data[: MAX_SEED_BYTES * 2]


def flip(rng, data, others):
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def flip_early(rng, data, others):
    return flip(rng, data[:400], others) + data[400:]


def number(rng, data, others):
    code = rng.choice((">H", "<H", ">I", "<I", ">Q", "B"))
    changed = bytearray(data)
    if len(changed) <= struct.calcsize(code):
        return data
    at = rng.randrange(min(len(changed), 4000) - struct.calcsize(code) or 1)
    value = rng.choice((*NUMBERS, len(data), len(data) - at, rng.randrange(1 << 16)))
    struct.pack_into(code, changed, at, value & ((1 << 8 * struct.calcsize(code)) - 1))
    return bytes(changed)


def shuffle(rng, data, others):
    parts = parts_of(data)
    first, middle, last = parts[:1], parts[1:-1], parts[-1:]
    rng.shuffle(middle)
    return b"".join(first + middle + last)


def drop_or_double(rng, data, others):
    parts = parts_of(data)
    at = rng.randrange(len(parts))
    parts[at : at + 1] = [parts[at]] * rng.choice((0, 2, 3))
    return b"".join(parts)


def cut(rng, data, others):
    return data[: rng.randrange(len(data))] or data


def lengthen(rng, data, others):
    parts = parts_of(data)
    at = rng.randrange(len(parts))
    parts[at] += rng.choice((b"\0", b"\xff", b"II*\0", b"8BIM", b"<x", b"\x1c\x02")) * rng.randint(
        1, 40
    )
    return b"".join(parts)


def splice(rng, data, others):
    parts, more = parts_of(data), parts_of(rng.choice(others))
    parts.insert(rng.randint(0, len(parts)), rng.choice(more))
    return b"".join(parts)


def repair_sums(rng, data, others):
    """Make chunk sums of a PNG true again, so that damage is not found by them."""
    if not data.startswith(b"\x89PNG"):
        return data
    parts = [part[:-4] + struct.pack(">I", zlib.crc32(part[4:-4])) for part in parts_of(data)[1:]]
    return data[:8] + b"".join(parts)


DAMAGES = (
    flip, flip_early, number, number, number, shuffle, shuffle, drop_or_double, cut, lengthen,
    splice, splice, repair_sums,
)  # fmt: skip


# -- judging ------------------------------------------------------------------------------------


def judge(data):
    """Edit a file; returns how it ended.

    Raises:
        AssertionError: a promise was broken.
        Exception: whatever else than `PhototaggerError` an editor raised.
    """
    started = time.perf_counter()
    metadata.read_bytes(data)
    try:
        new = metadata.embed(data, ADD)
    except PhototaggerError as error:
        assert str(error).endswith("."), error
        return "refused"
    finally:
        assert time.perf_counter() - started < MAX_SECONDS, "slow"
    kept, after = foreign_parts(data), foreign_parts(new.data)
    if kept is not None:
        assert kept == after, "a part that is not ours changed"
    reading = metadata.combine(metadata.read_bytes(new.data), [])
    assert set(WORDS) <= set(reading.keywords), "a word is missing"
    assert metadata.embed(new.data, ADD).start is new.data, "a second write changes it again"
    gone = metadata.embed(new.data, REMOVE).data
    assert not set(WORDS) & set(metadata.combine(metadata.read_bytes(gone), []).keywords)
    return "embedded"


def run(originals, rounds=None, minutes=None, seed=1):
    """Fuzz; returns how often what happened and the inputs that broke a promise."""
    ends = collections.Counter()
    broken = []
    until = time.monotonic() + (minutes or 1e6) * 60
    for turn in range(rounds or sys.maxsize):
        if time.monotonic() > until:
            break
        rng = random.Random(f"{seed}/{turn}")
        data = mutate(rng, rng.choice(originals), originals)
        try:
            ends[judge(data)] += 1
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            ends["broken"] += 1
            broken.append((turn, f"{type(error).__name__}: {error}"[:200], data))
    return ends, broken


@pytest.mark.parametrize("turn", range(8))
def test_w22_damaged_files_are_embedded_right_or_refused(build, turn):
    """W22: structure-aware damage to generated files of every format, the same each time."""
    ends, broken = run(seeds(build), rounds=60, seed=f"fast {turn}")
    assert not [problem[:2] for problem in broken]
    assert ends["embedded"] and ends["refused"]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_w22_damaged_real_photos_are_embedded_right_or_refused(build):
    """W22: the same with real photos where they are, in bounded memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, broken = run(seeds(build) + corpus(), rounds=6000, seed="slow")
    assert not [problem[:2] for problem in broken]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KiB


def main():
    from conftest import PhotoBuilder  # noqa: PLC0415 - beside this file, only when run alone

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--seed", default="0")
    options.add_argument("--keep", type=Path, help="folder for the inputs that broke a promise")
    asked = options.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    ends, broken = run(seeds(PhotoBuilder()) + corpus(), minutes=asked.minutes, seed=asked.seed)
    print(f"{sum(ends.values())} runs in {asked.minutes:g} minutes: {dict(ends)}")
    for turn, problem, data in broken[:50]:
        print(f"{turn}: {problem}")
        if asked.keep:
            asked.keep.mkdir(exist_ok=True)
            (asked.keep / str(turn)).write_bytes(data)
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
