"""Untrusted pictures: every accepted form is read, every trap is refused quickly and cheaply."""

from __future__ import annotations

import io
import struct
import time
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from phototagger.core.errors import PhotoError, UnreadablePhoto, UnsupportedFormat
from phototagger.service import decode as decoding
from phototagger.service.decode import SQUASH, Fit, Picture, fit_pixels

SIZE = (32, 24)
LEFT_RED = Image.new("RGB", (64, 48), "blue")
LEFT_RED.paste("red", (0, 0, 32, 48))


def file(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def decode(data: bytes, size: tuple[int, int], fit: Fit = SQUASH) -> Picture:
    """Decode, and check what holds for all results."""
    picture = decoding.decode(data, size, fit)
    assert len(picture.rgb) == 3 * size[0] * size[1]
    return picture


def pixels_of(picture: Picture) -> np.ndarray:
    return np.frombuffer(picture.rgb, np.uint8).reshape(SIZE[1], SIZE[0], 3)


def is_red(pixel: np.ndarray) -> bool:
    return bool(pixel[0] > 180 and pixel[2] < 80)


def png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds a few rows of it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        file(LEFT_RED, "JPEG", quality=95),
        file(LEFT_RED, "JPEG", quality=95, progressive=True),
        file(LEFT_RED.convert("CMYK"), "JPEG", quality=95),
        file(LEFT_RED, "PNG"),
        file(LEFT_RED.convert("RGBA"), "PNG"),
        file(LEFT_RED.quantize(8), "PNG"),
        file(LEFT_RED, "WEBP"),
        file(LEFT_RED, "BMP"),
        file(LEFT_RED, "TIFF"),
        file(LEFT_RED, "TIFF", compression="tiff_lzw"),
        file(LEFT_RED, "GIF", save_all=True, append_images=[Image.new("RGB", (64, 48))]),
    ],
    ids=lambda data: repr(data[:4]),
)
def test_accepted_forms(data: bytes) -> None:
    picture = decode(data, SIZE)

    assert (picture.width_px, picture.height_px) == (64, 48)
    assert is_red(pixels_of(picture)[12, 4])
    assert not is_red(pixels_of(picture)[12, 28])


def test_grey_pictures_of_8_and_16_bits_look_alike() -> None:
    grey = np.linspace(0, 255, 64 * 48).reshape(48, 64)
    narrow = decode(file(Image.fromarray(grey.astype(np.uint8)), "PNG"), SIZE)
    wide = decode(file(Image.fromarray((grey * 257).astype(np.uint16)), "PNG"), SIZE)

    difference = pixels_of(narrow).astype(int) - pixels_of(wide)
    assert np.abs(difference).max() <= 2


def test_transparent_parts_become_white() -> None:
    cut_out = Image.new("RGBA", (64, 48), (0, 0, 0, 0))
    cut_out.paste((255, 0, 0, 255), (0, 0, 32, 48))

    pixels = pixels_of(decode(file(cut_out, "PNG"), SIZE))

    assert is_red(pixels[12, 4])
    assert pixels[12, 28].min() > 250


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_orientation_is_applied(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = decode(file(LEFT_RED, kind, exif=exif), SIZE)

    upright = (64, 48) if orientation < 5 else (48, 64)
    assert (picture.width_px, picture.height_px) == upright
    pixels = pixels_of(picture)
    top, left = pixels[2, 16], pixels[12, 2]
    bottom, right = pixels[21, 16], pixels[12, 29]
    red = {1: left, 2: right, 3: right, 4: left, 5: top, 6: top, 7: bottom, 8: bottom}
    blue = {1: right, 2: left, 3: left, 4: right, 5: bottom, 6: bottom, 7: top, 8: top}
    assert is_red(red[orientation])
    assert not is_red(blue[orientation])


def test_large_jpegs_are_read_at_a_reduced_scale() -> None:
    data = file(LEFT_RED.resize((6400, 4800)), "JPEG", quality=50)

    picture = decode(data, SIZE)

    assert (picture.width_px, picture.height_px) == (6400, 4800)
    assert is_red(pixels_of(picture)[12, 4])


@pytest.mark.parametrize("data", [png(13_000, 13_000), png(50_000, 50_000), png(60_000, 2_000)])
def test_too_many_pixels_are_refused_at_once(data: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(UnreadablePhoto, match=r"megapixels|too many pixels"):
        decode(data, SIZE)
    assert time.monotonic() - started < 0.5


def test_progressive_jpegs_have_the_smaller_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_FULL_DECODE_PX", 64 * 48 - 1)

    decode(file(LEFT_RED, "JPEG"), SIZE)
    with pytest.raises(UnreadablePhoto, match="at most 0 are accepted"):
        decode(file(LEFT_RED, "JPEG", progressive=True), SIZE)


def test_a_very_flat_picture_is_fine() -> None:
    assert decode(file(Image.new("RGB", (20_000, 1), "red"), "PNG"), SIZE).width_px == 20_000


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7\n",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"SIMPLE  =                    T" + b" " * 2850,  # FITS
        b"P6 2 2 255 " + b"\0" * 12,
        file(LEFT_RED, "ICO"),
        file(LEFT_RED, "TGA"),
    ],
    ids=lambda data: repr(data[:6]),
)
def test_other_formats_are_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedFormat, match="no picture in an accepted format"):
        decode(data, SIZE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP"])
def test_truncated_files_end_the_same_way_each_time(kind: str) -> None:
    whole = file(LEFT_RED, kind)
    outcomes = []
    for _ in range(2):
        outcome = []
        for cut in range(1, 20):
            try:
                outcome.append(decode(whole[: len(whole) * cut // 20], SIZE).rgb)
            except PhotoError as error:
                outcome.append(type(error))
        outcomes.append(outcome)

    assert outcomes[0] == outcomes[1]
    assert UnreadablePhoto in outcomes[0] or UnsupportedFormat in outcomes[0]


WHOLE = {kind: file(LEFT_RED, kind) for kind in ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP")}


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_flipped_bytes_never_surprise(kind: str, flips: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE[kind])
    for place, value in flips:
        data[place % len(data)] = value
    try:
        assert decode(bytes(data), SIZE).rgb
    except PhotoError as error:
        assert str(error).endswith(".")


def test_pixels_are_fitted_like_files() -> None:
    rgb = LEFT_RED.tobytes()
    buffer = io.BytesIO()
    LEFT_RED.save(buffer, "PNG")

    for fit in (SQUASH, Fit("crop", crop_ratio=0.7), Fit("letterbox", "bilinear", fill=9)):
        small = fit_pixels(rgb, (64, 48), SIZE, fit)
        assert len(small) == 3 * 32 * 24
        assert decode(buffer.getvalue(), SIZE, fit).rgb == small


@pytest.mark.parametrize("mode", ["crop", "letterbox"])
@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (33, 7)])
def test_odd_shapes_are_fitted(shape: tuple[int, int], mode: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", shape, "red").save(buffer, "PNG")

    picture = decode(buffer.getvalue(), SIZE, Fit(mode))

    assert len(picture.rgb) == 3 * 32 * 24
    assert (picture.width_px, picture.height_px) == shape
    assert bytes((255, 0, 0)) in {picture.rgb[i : i + 3] for i in range(0, len(picture.rgb), 3)}


def test_a_letterbox_is_upright() -> None:
    """A wide photo stored on its side: its bars are above and below."""
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    Image.new("RGB", (40, 80), "red").save(buffer, "PNG", exif=exif)

    picture = decode(buffer.getvalue(), (32, 32), Fit("letterbox", fill=0))

    pixels = Image.frombytes("RGB", (32, 32), picture.rgb)
    assert pixels.getpixel((16, 2)) == (0, 0, 0) == pixels.getpixel((16, 29))
    assert pixels.getpixel((1, 16)) == (255, 0, 0) == pixels.getpixel((30, 16))
