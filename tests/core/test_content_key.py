"""The same photo stays the same through metadata edits; another photo does not pass for it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from phototagger.core.content_key import content_key, is_same_photo
from phototagger.core.errors import UnreadablePhoto

FORMATS = [".jpg", ".png", ".webp", ".tif"]


def picture(seed: int = 0) -> Image.Image:
    """A different noisy picture for each seed, larger than what is sampled."""
    noise = Image.effect_noise((400, 300), 60 + seed)
    return Image.merge("RGB", (noise, noise, noise))


def exif(taken: str = "", description: str = "") -> Image.Exif:
    block = Image.Exif()
    if description:
        block[0x010E] = description
    if taken:
        block.get_ifd(0x8769)[0x9003] = taken
    return block


@pytest.mark.parametrize("suffix", FORMATS)
def test_keywords_do_not_make_another_photo(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    picture().save(path)
    before = content_key(path)
    if (exiftool := shutil.which("exiftool")) is None:
        pytest.skip("needs exiftool")
    command = [exiftool, "-q", "-overwrite_original", "-XMP:Subject=beach", "-EXIF:Artist=Me"]
    subprocess.run([*command, str(path)], check=True)
    assert b"beach" in path.read_bytes()
    assert is_same_photo(before, content_key(path))


@pytest.mark.parametrize("suffix", [*FORMATS, ".gif", ".bmp", ".avif"])
def test_another_photo_is_told_apart(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    picture(0).save(path)
    before = content_key(path)
    assert is_same_photo(before, content_key(path))
    picture(1).save(path)
    assert not is_same_photo(before, content_key(path))


def test_added_text_chunk_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    image = picture()
    image.save(path)
    before = content_key(path)
    info = PngInfo()
    info.add_text("Comment", "hello" * 1000)
    image.save(path, pnginfo=info)
    assert content_key(path) == before


def test_edited_photo_is_the_same_when_the_camera_says_so(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    picture().save(path, exif=exif("2024:05:06 07:08:09"))
    before = content_key(path)
    picture().crop((50, 50, 300, 200)).save(path, exif=exif("2024:05:06 07:08:09", "cropped"))
    assert is_same_photo(before, content_key(path))
    picture().crop((50, 50, 300, 200)).save(path, exif=exif("2024:05:06 07:08:10"))
    assert not is_same_photo(before, content_key(path))


@pytest.mark.parametrize("taken", ["", "0000:00:00 00:00:00", "    :  :     :  :  "])
def test_unknown_time_proves_nothing(tmp_path: Path, taken: str) -> None:
    path = tmp_path / "photo.jpg"
    picture(0).save(path, exif=exif(taken))
    before = content_key(path)
    picture(1).save(path, exif=exif(taken))
    assert not is_same_photo(before, content_key(path))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe1\xff\xff",
        b"\xff\xd8" + b"\xff" * 5000,
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT",
        b"RIFF\0\0\0\0WEBPVP8 \xff\xff\xff\xff",
        b"RIFF\0\0\0\0WEBPXMP \xff\xff\xff\xff",
        b"II*\0\xff\xff\xff\xff",
        b"II*\0\x08\0\0\0\xff\xff",
        b"MM\0*\0\0\0\x08\0\x01\x01\x11\0\x04\0\0\0\x09\xff\xff\xff\xff",
    ],
)
def test_broken_file_has_a_key_of_its_own(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    key = content_key(path)
    assert key == content_key(path)
    path.write_bytes(content + b"more")
    if not content.startswith(b"\x89PNG"):
        assert content_key(path) != key


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePhoto):
        content_key(tmp_path / "gone.jpg")
