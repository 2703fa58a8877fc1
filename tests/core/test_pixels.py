"""Decoding: upright, right colours, bounded, and a plain sentence for every broken file."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw

from phototagger.core import pixels
from phototagger.core.errors import PhotoError, UnreadablePhoto, UnsupportedFormat

SAMPLES = Path(__file__).parents[2] / ".." / "shared" / "photos" / "metadata"

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def quarters(size: tuple[int, int] = (320, 240)) -> Image.Image:
    """A picture whose corners are red, green, blue and white, clockwise from the top left."""
    image = Image.new("RGB", size, WHITE)
    draw = ImageDraw.Draw(image)
    half_x, half_y = size[0] // 2, size[1] // 2
    draw.rectangle((0, 0, half_x, half_y), RED)
    draw.rectangle((half_x, 0, *size), GREEN)
    draw.rectangle((half_x, half_y, *size), BLUE)
    return image


def corners(image: Image.Image) -> list[str]:
    """Name the colours of the corners, clockwise from the top left."""
    right, bottom = image.width - 9, image.height - 9
    names: dict[tuple[int, ...], str]
    names = {(1, 0, 0): "red", (0, 1, 0): "green", (0, 0, 1): "blue", (1, 1, 1): "white"}
    points = ((8, 8), (right, 8), (right, bottom), (8, bottom))
    return [names[tuple(value > 127 for value in colour_at(image, point))] for point in points]


def colour_at(image: Image.Image, point: tuple[int, int]) -> tuple[int, ...]:
    value = image.getpixel(point)
    assert isinstance(value, tuple)
    return tuple(int(part) for part in value)


UPRIGHT = ["red", "green", "blue", "white"]

# How a camera held differently stores the same scene (Exif 3.0, tag Orientation).
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def turned(orientation: int) -> tuple[Image.Image, bytes]:
    method = STORED[orientation]
    stored = quarters() if method is None else quarters().transpose(method)
    exif = Image.Exif()
    exif[0x0112] = orientation
    return stored, exif.tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
def test_photo_is_upright(tmp_path: Path, orientation: int, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    stored, exif = turned(orientation)
    stored.save(path, exif=exif)
    image = pixels.read(path, 160)
    assert image.size == (160, 120)
    assert corners(image) == UPRIGHT


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_impossible_orientation_is_ignored(tmp_path: Path, value: int) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = value
    quarters().save(path, exif=exif.tobytes())
    assert corners(pixels.read(path, 160)) == UPRIGHT


@pytest.mark.parametrize(
    ("size", "edge_px", "expected"),
    [
        ((4000, 3000), 256, (256, 192)),
        ((3000, 4000), 256, (192, 256)),
        ((100, 50), 256, (100, 50)),
        ((2000, 3), 100, (100, 1)),
        ((1, 1), 256, (1, 1)),
    ],
)
@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_size(
    tmp_path: Path, suffix: str, size: tuple[int, int], edge_px: int, expected: tuple[int, int]
) -> None:
    path = tmp_path / f"photo{suffix}"
    Image.new("RGB", size).save(path)
    image = pixels.read(path, edge_px)
    assert (image.mode, image.size) == ("RGB", expected)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".gif", ".bmp", ".avif"])
def test_every_format_opens(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    quarters().save(path)
    assert corners(pixels.read(path, 200)) == UPRIGHT
    assert suffix in pixels.SUPPORTED_SUFFIXES


def test_content_decides_not_the_suffix(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    quarters().save(path, "PNG")
    assert corners(pixels.read(path, 200)) == UPRIGHT


def test_first_frame_of_an_animation(tmp_path: Path) -> None:
    path = tmp_path / "photo.gif"
    second = Image.new("RGB", (320, 240), "black")
    quarters().save(path, save_all=True, append_images=[second])
    assert corners(pixels.read(path, 320)) == UPRIGHT


def test_first_picture_of_an_mpo(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    quarters().save(path, "MPO", save_all=True, append_images=[Image.new("RGB", (320, 240))])
    assert corners(pixels.read(path, 160)) == UPRIGHT


def centre(image: Image.Image) -> tuple[int, ...]:
    return colour_at(image, (image.width // 2, image.height // 2))


def assert_close(found: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    assert all(abs(a - b) <= 6 for a, b in zip(found, wanted, strict=True)), found


def one_colour(mode: str, colour: object) -> Image.Image:
    return Image.new(mode, (300, 200), colour)  # type: ignore[arg-type]


def translucent_palette() -> Image.Image:
    return one_colour("RGBA", (255, 0, 0, 0)).quantize()


def palette() -> Image.Image:
    return one_colour("RGB", (10, 200, 30)).quantize()


@pytest.mark.parametrize(
    ("name", "image", "colour"),
    [
        ("transparent.png", one_colour("RGBA", (255, 0, 0, 0)), WHITE),
        ("half.png", one_colour("RGBA", (0, 0, 0, 128)), (127, 127, 127)),
        ("half.webp", one_colour("RGBA", (0, 0, 0, 128)), (127, 127, 127)),
        ("grey alpha.png", one_colour("LA", (0, 0)), WHITE),
        ("palette.png", palette(), (10, 200, 30)),
        ("palette.gif", palette(), (10, 200, 30)),
        ("clear palette.png", translucent_palette(), WHITE),
        ("grey.jpg", one_colour("L", 90), (90, 90, 90)),
        ("1 bit.png", one_colour("1", 1), WHITE),
        ("16 bit.png", one_colour("I;16", 32896), (128, 128, 128)),
        ("16 bit.tif", one_colour("I;16", 32896), (128, 128, 128)),
        ("float.tif", one_colour("F", 0.5), WHITE),
        ("cmyk.jpg", one_colour("CMYK", (0, 255, 255, 0)), RED),
        ("cmyk.tif", one_colour("CMYK", (0, 255, 255, 0)), RED),
        ("lab.tif", one_colour("RGB", (200, 60, 90)).convert("LAB"), (200, 60, 90)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("edge_px", [100, 1000])
def test_colour(
    tmp_path: Path, name: str, image: Image.Image, colour: tuple[int, int, int], edge_px: int
) -> None:
    image.save(tmp_path / name)
    assert_close(centre(pixels.read(tmp_path / name, edge_px)), colour)


def test_colour_key_becomes_white(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    one_colour("RGB", (9, 9, 9)).save(path, transparency=(9, 9, 9))
    assert centre(pixels.read(path, 100)) == WHITE


def profile_with_red_and_green_exchanged() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"____"), (b"gXYZ", b"rXYZ"), (b"____", b"gXYZ")):
        profile = profile.replace(old, new)
    return profile.replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
def test_embedded_profile_is_honoured(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    quarters().save(path, icc_profile=profile_with_red_and_green_exchanged())
    assert corners(pixels.read(path, 160)) == ["green", "red", "blue", "white"]


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 200])
def test_broken_profile_is_ignored(tmp_path: Path, profile: bytes) -> None:
    path = tmp_path / "photo.jpg"
    quarters().save(path, icc_profile=profile)
    assert corners(pixels.read(path, 160)) == UPRIGHT


def test_result_carries_no_metadata(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x010E] = "SECRET description"
    quarters().save(path, exif=exif.tobytes(), comment=b"SECRET comment")
    image = pixels.read(path, 1000)
    assert image.info == {}
    assert b"SECRET" not in pixels.encode_jpeg(image)


def jpeg_bytes(image: Image.Image | None = None, **options: object) -> bytes:
    buffer = io.BytesIO()
    (image or quarters()).save(buffer, "JPEG", **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "error", "sentence"),
    [
        ("empty.jpg", b"", UnreadablePhoto, "empty"),
        ("text.jpg", b"Dear diary, today", UnsupportedFormat, "not a photo"),
        ("cut.jpg", jpeg_bytes()[:-900], UnreadablePhoto, "end is missing"),
        ("head only.jpg", jpeg_bytes()[:40], UnreadablePhoto, "damaged"),
        ("start.jpg", b"\xff\xd8\xff" + b"x" * 50, UnreadablePhoto, "beginning"),
        ("page.ps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", UnsupportedFormat, "not"),
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1", UnsupportedFormat, "heif"),
    ],
)
def test_broken_file(
    tmp_path: Path, name: str, content: bytes, error: type[PhotoError], sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error, match=sentence):
        pixels.read(path, 256)
    assert pixels.embedded_preview(path, 256) is None


@pytest.mark.parametrize("suffix", [".png", ".webp", ".tif", ".gif", ".bmp", ".avif"])
def test_cut_file_of_any_format_is_unreadable(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    noise.save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(UnreadablePhoto, match="damaged"):
        pixels.read(path, 256)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePhoto, match="not there any more"):
        pixels.read(tmp_path / "gone.jpg", 256)
    assert pixels.embedded_preview(tmp_path / "gone.jpg", 256) is None


def test_folder_and_pipe_are_no_photos(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    for path in (tmp_path, tmp_path / "pipe.jpg"):
        with pytest.raises(UnsupportedFormat, match="not a file"):
            pixels.read(path, 256)


def png_claiming(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    parts = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("size", [(13000, 13000), (20000, 20000), (60000, 60000)])
def test_decompression_bomb_is_refused_before_it_is_decoded(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_claiming(*size))
    with pytest.raises(UnreadablePhoto, match=r"too large|too many pixels"):
        pixels.read(path, 256)


def with_size(jpeg: bytes, width: int, height: int) -> bytes:
    """Change the size that a baseline JPEG claims (ITU-T T.81, B.2.2)."""
    frame = jpeg.index(b"\xff\xc0")
    return jpeg[: frame + 5] + struct.pack(">HH", height, width) + jpeg[frame + 9 :]


def test_huge_jpeg_is_read_at_a_reduced_scale(tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    Image.new("L", (16000, 12500), 77).save(path)
    image = pixels.read(path, 256)
    assert image.size == (256, 200)
    assert_close(centre(image), (77, 77, 77))


@pytest.mark.parametrize("size", [(20000, 16000), (30000, 22000)])
def test_jpeg_beyond_the_limit_is_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(with_size(jpeg_bytes(), *size))
    with pytest.raises(UnreadablePhoto, match=r"too large|too many pixels"):
        pixels.read(path, 256)


def test_huge_progressive_jpeg_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    jpeg = jpeg_bytes(progressive=True).replace(b"\xff\xc2", b"\xff\xc0", 1)
    path.write_bytes(with_size(jpeg, 12000, 12000).replace(b"\xff\xc0", b"\xff\xc2", 1))
    with pytest.raises(UnreadablePhoto, match="144 megapixels"):
        pixels.read(path, 256)


def preview_exif(preview: Image.Image, orientation: int = 1) -> bytes:
    """An EXIF block with a preview in its second directory (Exif 3.0, section 4.5.4)."""
    jpeg = jpeg_bytes(preview)
    first = struct.pack("<HHHIHxxI", 1, 0x0112, 3, 1, orientation, 26)
    second = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, 56, 0x0202, 4, 1, len(jpeg), 0)
    return b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + second + jpeg


def test_embedded_preview_is_upright(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    stored = quarters((160, 120)).transpose(Image.Transpose.ROTATE_90)
    Image.new("RGB", (480, 640), "black").save(path, exif=preview_exif(stored, 6))
    image = pixels.embedded_preview(path, 256)
    assert image is not None
    assert image.size == (160, 120)
    assert corners(image) == UPRIGHT


def test_black_bars_of_a_preview_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    preview = Image.new("RGB", (160, 120), "black")
    preview.paste(quarters((160, 107)), (0, 6))
    quarters((600, 400)).save(path, exif=preview_exif(preview))
    image = pixels.embedded_preview(path, 256)
    assert image is not None
    assert image.size == (160, 107)
    assert corners(image) == UPRIGHT


@pytest.mark.parametrize(
    "exif",
    [
        b"",
        b"Exif\0\0",
        b"Exif\0\0II*\0\x08\0\0\0",
        b"Exif\0\0II*\0\xff\xff\xff\xff",
        b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\0" * 100,
        b"Exif\0\0II*\0\x08\0\0\0\0\0\x08\0\0\0",
        preview_exif(quarters((160, 120)))[:-400],
        preview_exif(quarters((160, 120))).replace(b"\xff\xd8", b"xx"),
    ],
)
def test_doubtful_preview_is_no_preview(tmp_path: Path, exif: bytes) -> None:
    path = tmp_path / "photo.jpg"
    jpeg = jpeg_bytes()
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    path.write_bytes(jpeg[:2] + segment + jpeg[2:])
    assert pixels.embedded_preview(path, 256) is None


def test_preview_of_another_format_is_none(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    quarters().save(path)
    assert pixels.embedded_preview(path, 256) is None


def test_small_copy_comes_back() -> None:
    image = pixels.decode_jpeg(pixels.encode_jpeg(quarters(), quality=90))
    assert corners(image) == UPRIGHT
    with pytest.raises(UnreadablePhoto):
        pixels.decode_jpeg(pixels.encode_jpeg(quarters())[:-900])


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs the sample photos")
def test_heic_opens_with_the_extra() -> None:
    pytest.importorskip("pi_heif")
    sample = SAMPLES / "heif" / "libheif__rainbow-451x461.heic"
    assert pixels.read(sample, 256).size == (250, 256)


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs the sample photos")
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_files_of_every_vendor_open_or_say_why_not() -> None:
    opened = 0
    for path in SAMPLES.rglob("*"):
        if path.is_file():
            try:
                image = pixels.read(path, 64)
            except PhotoError as error:
                assert str(error).endswith(".")
            else:
                opened += 1
                assert (image.mode, max(image.size) <= 64) == ("RGB", True)
    assert opened > 150
