"""Pixels of a photo: decoded, upright, sRGB, no larger than asked. The only home of Pillow in core.

Everything that shows or uploads a photo reads it here, so every picture obeys one allow-list of
formats, one set of size limits and one wording of failures. Refuses to write photos: the only
encoder makes small copies without any metadata.

The order of work is that of cost: JPEG is decoded at the nearest DCT scale, everything is shrunk
before it is turned, flattened and colour-managed.
"""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from PIL import Image, ImageCms, UnidentifiedImageError

from phototagger.core import _optional_formats, _raw_preview
from phototagger.core._exif_glance import JpegGlance, glance_at_jpeg, orientation_of
from phototagger.core.errors import PhotoError, UnreadablePhoto, UnsupportedFormat

Picture = Image.Image
"""Decoded pixels; other modules name the type without importing Pillow."""

MAX_JPEG_PX = 300_000_000
"""A JPEG is decoded at a reduced scale, so a 200-megapixel phone photo costs little memory."""

MAX_FULL_DECODE_PX = 110_000_000
"""Other formats are decoded whole, at 4 bytes a pixel; 102-megapixel cameras still fit."""

_MAX_PROGRESSIVE_PX = 12_000_000
"""Above this a progressive JPEG, whose coefficients are all kept, takes more than 100 MB."""

_MAX_LABELLED_EDGE_PX = 1024

_SUFFIXES_BY_FORMAT = {
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"),  # Pillow opens MPO through JPEG
    "PNG": (".png",),
    "WEBP": (".webp",),
    "TIFF": (".tif", ".tiff"),
    "GIF": (".gif",),
    "BMP": (".bmp",),
    "AVIF": (".avif",),
    **_optional_formats.HEIF_SUFFIXES,
}
_FORMATS = tuple(_SUFFIXES_BY_FORMAT)

SUPPORTED_SUFFIXES = frozenset(
    suffix
    for suffixes in (*_SUFFIXES_BY_FORMAT.values(), _raw_preview.SUFFIXES)
    for suffix in suffixes
)
"""Lower-case file suffixes that this installation can decode, each with its dot."""

_SIGNATURES = (b"\xff\xd8", b"\x89PNG", b"RIFF", b"II*\0", b"MM\0*", b"GIF8", b"BM")

# What Pillow's decoders raise on hostile or damaged files, seen with fuzzed samples.
_DECODER_FAILURES = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)

_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_SRGB_NAMES = (b"sRGB", "sRGB".encode("utf-16-be"))

_SHRINKS_DIRECTLY = ("RGB", "RGBA", "L", "LA", "CMYK", "YCbCr", "LAB")

# Pillow's own limit raises at twice its value and warns below; ours are checked per format.
Image.MAX_IMAGE_PIXELS = MAX_JPEG_PX
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")  # odd EXIF is not news
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def extra_for(suffix: str) -> str:
    """Return the extra that would open files of this suffix, "" when none would or it is here."""
    if suffix in SUPPORTED_SUFFIXES:
        return ""
    return "heif" if suffix in _optional_formats.ALL_HEIF else ""


def read(path: Path, edge_px: int) -> Image.Image:
    """Decode a photo for showing or uploading; `read_sizes` for one size."""
    return read_sizes(path, [edge_px])[0]


def read_sizes(path: Path, edges_px: Sequence[int]) -> list[Image.Image]:
    """Decode a photo once, and return it in several sizes.

    Transparent parts become white: cut-outs are made for white pages, and dark line art would
    vanish on black. Of several frames the first is taken, of a RAW file the camera's own picture.
    Thread: any.

    Args:
        path: the photo.
        edges_px: longest side of each result at most, in pixels.

    Returns:
        An RGB image in sRGB per size, upright, never enlarged, without metadata.

    Raises:
        UnreadablePhoto: gone, empty, damaged, cut off, not readable or too large.
        UnsupportedFormat: not a photo, or no decoder for it here.
    """
    check_regular_file(path)
    try:
        if is_raw(path):
            return _read_raw(path, edges_px)
        with path.open("rb") as file:
            return _decode(file, edges_px)
    except UnidentifiedImageError as error:
        raise _unidentified(path) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadablePhoto("The picture has too many pixels.", detail=str(error)) from error
    except _DECODER_FAILURES as error:
        raise UnreadablePhoto(_damage_sentence(error), detail=repr(error)) from error


def is_raw(path: Path) -> bool:
    """True when the file's suffix says that it is a RAW file."""
    return _raw_preview.is_raw(path)


def needs_own_process(path: Path) -> bool:
    """True when reading this file here could cost the program its life, or much memory.

    JPEG has an old and hardened decoder that works at a reduced scale; that covers the pictures
    inside RAW files as well. Everything else is doubtful.

    Returns:
        False also when the file cannot be read at all: `read` says why.
    """
    try:
        check_regular_file(path)
        with path.open("rb") as file:
            if is_raw(path):
                return not _raw_preview.glance_at_raw(file).previews
            if file.read(2) != b"\xff\xd8":
                return True
            file.seek(0)
            glance = glance_at_jpeg(file)
    except (OSError, PhotoError):
        return False
    width, height = glance.size or (0, 0)
    return glance.is_progressive and width * height > _MAX_PROGRESSIVE_PX


def embedded_preview(path: Path, edge_px: int) -> Image.Image | None:
    """Return the small picture that cameras store inside a JPEG, for a first quick paint.

    Costs a four-hundredth of `read`. Black bars of cameras whose preview has another shape than
    the photo are cut away. Thread: any.

    Args:
        path: the photo.
        edge_px: longest side of the result at most, in pixels.

    Returns:
        An RGB image, upright, or None when there is none or it is doubtful; never raises.
    """
    try:
        with path.open("rb") as file:
            glance = glance_at_jpeg(file)
        if not glance.preview:
            return None
        return _decode_preview(glance, edge_px)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *_DECODER_FAILURES):
        return None


def read_labelled_png(path: Path) -> tuple[Image.Image, dict[str, str]] | None:
    """Read a small PNG file and the texts before its pixels; None when it is no such file."""
    try:
        with path.open("rb") as file, Image.open(file, formats=("PNG",)) as image:
            if max(image.size) > _MAX_LABELLED_EDGE_PX:
                return None
            texts = {str(name): str(text) for name, text in image.info.items()}
            return _upright_srgb(_directly_shrinkable(image), 1), texts
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *_DECODER_FAILURES):
        return None


def encode_jpeg(image: Image.Image, quality: int = 85) -> bytes:
    """Encode an RGB image from `read` as a JPEG without metadata.

    Args:
        image: RGB image.
        quality: 1…95.
    """
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def decode_jpeg(data: bytes, edge_px: int = 0) -> Image.Image:
    """Decode what `encode_jpeg` made.

    Args:
        data: the JPEG file.
        edge_px: longest side of the result at most, in pixels; 0 takes it as it is.

    Raises:
        UnreadablePhoto: the bytes are not a whole JPEG.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            whole = image.convert("RGB")
            return _shrink(whole, edge_px) if edge_px else whole
    except _DECODER_FAILURES as error:
        raise UnreadablePhoto(_damage_sentence(error), detail=repr(error)) from error


def from_rgb(width: int, height: int, rgb: bytes) -> Image.Image:
    """Return the picture of these pixels, 3 bytes each, row by row."""
    return Image.frombytes("RGB", (width, height), rgb)


def resized(image: Image.Image, edge_px: int) -> Image.Image:
    """Return *image* with at most *edge_px* pixels on its longest side, never enlarged."""
    return _shrink(image, edge_px)


def check_regular_file(path: Path) -> None:
    """Refuse what is no file with something in it.

    Raises:
        UnreadablePhoto: gone, empty, or not allowed to be looked at.
        UnsupportedFormat: a folder, a pipe or a device.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise UnreadablePhoto(_damage_sentence(error), detail=repr(error)) from error
    if not stat.S_ISREG(status.st_mode):  # opening a named pipe would wait for ever
        raise UnsupportedFormat("This is not a file.")
    if status.st_size == 0:
        raise UnreadablePhoto("The file is empty.")


def _read_raw(path: Path, edges_px: Sequence[int]) -> list[Image.Image]:
    jpeg, glance = _raw_preview.read_preview(path, max(edges_px))
    if jpeg:
        return _decode(io.BytesIO(jpeg), edges_px, default_orientation=glance.orientation)
    if not glance.starts_small:  # decoding would show the sensor's grey mosaic
        raise UnsupportedFormat("This RAW file holds no preview that can be shown.")
    with path.open("rb") as file:
        return _decode(file, edges_px)


def _decode(
    file: IO[bytes], edges_px: Sequence[int], default_orientation: int = 1
) -> list[Image.Image]:
    # Pillow gets the open file, not its name: with a name it would map some formats into
    # memory, and a file cut short meanwhile would end the whole program.
    with Image.open(file, formats=_FORMATS) as image:
        _check_size(image)
        image.draft("RGB", _fitting(image.size, max(edges_px)))
        image.load()
        orientation = orientation_of(image.info.get("exif") or b"") or default_orientation
        whole = _directly_shrinkable(image)
        return [_upright_srgb(_shrink(whole, edge_px), orientation) for edge_px in edges_px]


def _decode_preview(glance: JpegGlance, edge_px: int) -> Image.Image | None:
    with Image.open(io.BytesIO(glance.preview), formats=("JPEG",)) as image:
        if image.width * image.height > MAX_FULL_DECODE_PX:
            return None
        image.draft("RGB", _fitting(image.size, edge_px))
        image.load()
        shaped = _cut_bars(image, glance.size)
        return _upright_srgb(_shrink(shaped, edge_px), glance.orientation)


def _check_size(image: Image.Image) -> None:
    whole = image.format not in ("JPEG", "MPO") or "progressive" in image.info
    # A progressive JPEG keeps all its coefficients in memory whatever the scale.
    if image.width * image.height > (MAX_FULL_DECODE_PX if whole else MAX_JPEG_PX):
        megapixels = image.width * image.height // 1_000_000
        raise UnreadablePhoto(f"The picture is too large: {megapixels} megapixels.")


def _fitting(size: tuple[int, int], edge_px: int) -> tuple[int, int]:
    scale = min(1.0, edge_px / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _directly_shrinkable(image: Image.Image) -> Image.Image:
    """Return *image* in a mode that Pillow's filters take, 16-bit and float values scaled."""
    if image.mode in ("I", "I;16", "I;16B", "I;16L", "I;16N"):
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode == "F":
        low, high = image.getextrema()
        assert isinstance(low, float) and isinstance(high, float)
        factor = 255 / max(high, 1e-9) if low >= 0 else 1.0
        return image.point(lambda value: value * factor).convert("L")
    if "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in _SHRINKS_DIRECTLY:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _shrink(image: Image.Image, edge_px: int) -> Image.Image:
    size = _fitting(image.size, edge_px)
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=1.0)


def _upright_srgb(image: Image.Image, orientation: int) -> Image.Image:
    if orientation in _TRANSPOSE:
        image = image.transpose(_TRANSPOSE[orientation])
    result = _in_srgb(_on_white(image))
    result.info = {}  # Pillow would copy a comment or a profile into the next file it saves
    return result


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA"):
        return image
    rgba = image.convert("RGBA")
    flat = Image.new("RGB", rgba.size, "white")
    flat.paste(rgba, mask=rgba.getchannel("A"))
    flat.info = image.info
    return flat


def _in_srgb(image: Image.Image) -> Image.Image:
    """Convert by the embedded colour profile: Adobe RGB looks dull and CMYK garish without it."""
    profile = image.info.get("icc_profile")
    if (
        not isinstance(profile, bytes)
        or b"sRGB" in profile
        or "sRGB".encode("utf-16-be") in profile
    ):
        return image.convert("RGB")
    try:
        converted = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        converted = None  # a profile of another colour space, or a broken one
    return converted or image.convert("RGB")


def _cut_bars(image: Image.Image, photo_size: tuple[int, int] | None) -> Image.Image:
    if photo_size is None or 0 in photo_size:
        return image
    width = min(image.width, round(image.height * photo_size[0] / photo_size[1]))
    height = min(image.height, round(image.width * photo_size[1] / photo_size[0]))
    if width < 1 or height < 1 or (image.width - width < 2 and image.height - height < 2):
        return image
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def _unidentified(path: Path) -> UnreadablePhoto | UnsupportedFormat:
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(_SIGNATURES) or head[4:12] == b"ftypavif":
        return UnreadablePhoto("The photo is damaged: its beginning cannot be read.")
    if head[4:8] == b"ftyp":  # ISO/IEC 14496-12, section 4.3: HEIC and its relatives
        return UnsupportedFormat("Photos of this kind (HEIC) need the extra “heif” installed.")
    return UnsupportedFormat("The file is not a photo that this installation can open.")


def _damage_sentence(error: Exception) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "The file is not there any more."
    if isinstance(error, PermissionError):
        return "You are not allowed to read this file."
    if isinstance(error, MemoryError):
        return "There is not enough memory to open this photo."
    if "truncated" in str(error).lower() or isinstance(error, EOFError):
        return "The photo is damaged: its end is missing."
    return "The photo is damaged and cannot be opened."
