"""What leaves the machine: small, upright pixels and nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import piexif
import pytest
from PIL import Image, PngImagePlugin

from phototagger.core import pixels
from phototagger.core.errors import UnreadablePhoto
from phototagger.core.tagging.prepare import encode_picture


def private_photo(path: Path, size: tuple[int, int] = (900, 600)) -> Path:
    exif = piexif.dump(
        {
            "0th": {piexif.ImageIFD.Orientation: 6, piexif.ImageIFD.Artist: b"Jane Roe"},
            "GPS": {piexif.GPSIFD.GPSLatitude: ((50, 1), (5, 1), (0, 1))},
        }
    )
    image = Image.new("RGB", size, "teal")
    image.paste("white", (0, 0, size[0] // 4, size[1]))  # the left quarter
    image.save(path, "JPEG", exif=exif, comment=b"Jane Roe at home", dpi=(300, 300))
    return path


def encode(path: Path, edge_px: int) -> bytes:
    return encode_picture(pixels.read(path, edge_px))


def sent(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_no_private_data_is_sent(tmp_path: Path) -> None:
    photo = private_photo(tmp_path / "holiday at Jane's.jpg")
    assert b"Jane Roe" in photo.read_bytes()

    data = encode(photo, 600)

    assert b"Jane" not in data
    assert b"Exif" not in data
    assert set(sent(data).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert sent(data).info["jfif_density"] == (1, 1)


def test_text_in_a_png_is_not_sent(tmp_path: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "Jane Roe at home")
    Image.new("RGB", (50, 50)).save(tmp_path / "a.png", pnginfo=notes)

    assert b"Jane" not in encode(tmp_path / "a.png", 600)


def test_photos_are_turned_and_shrunk(tmp_path: Path) -> None:
    image = sent(encode(private_photo(tmp_path / "a.jpg"), 300))

    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (200, 300))
    top, bottom = image.getpixel((100, 10)), image.getpixel((100, 290))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[0] > 240  # orientation 6: what was left is up
    assert bottom[0] < 20


def test_small_photos_are_not_enlarged(tmp_path: Path) -> None:
    assert sent(encode(private_photo(tmp_path / "a.jpg", (90, 60)), 600)).size == (60, 90)


def test_a_damaged_photo_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 broken")

    with pytest.raises(UnreadablePhoto):
        encode(tmp_path / "a.jpg", 600)
