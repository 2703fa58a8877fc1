"""Untrusted bytes -> a small RGB picture, with limits. The service's only home of Pillow.

The order of work bounds memory: the header is read, the number of pixels is judged, JPEG is decoded
at a reduced scale, and everything else happens on the small result. Formats outside the allow-list
are never tried, which keeps out decoders that start other programs (EPS) or unpack without a limit.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass

import numpy as np
from PIL import Image, UnidentifiedImageError

from phototagger.core.errors import PhotoError, UnreadablePhoto, UnsupportedFormat
from phototagger.service.bundle import Pixels

try:
    import pi_heif
except ImportError:
    _HEIF: tuple[str, ...] = ()
else:
    pi_heif.register_heif_opener(thumbnails=False)
    _HEIF = ("HEIF",)

MAX_JPEG_PX = 300_000_000
"""Decoded at a reduced scale, so even this many pixels cost little memory."""

MAX_FULL_DECODE_PX = 64_000_000
"""Formats that are decoded whole, at up to four bytes a pixel."""

# What the documentation of the API lists; AVIF is named there as refused.
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", *_HEIF)

_DECODER_FAILURES = (
    OSError,
    SyntaxError,  # Pillow's PNG reader
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

_ORIENTATION = 0x0112
_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = (5, 6, 7, 8)

# Pillow warns at its limit and raises at twice that; ours are checked before it decodes anything.
Image.MAX_IMAGE_PIXELS = MAX_JPEG_PX
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")  # odd EXIF is not news


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    Attributes:
        pixels: height × width × 3 at the size the model wants, RGB, upright.
        width_px: width as received, upright.
        height_px: height as received, upright.
    """

    pixels: Pixels
    width_px: int
    height_px: int


def decode(data: bytes, size: tuple[int, int]) -> Picture:
    """Decode one picture. Thread: any.

    Transparent parts become white. Of several frames the first is taken.

    Args:
        data: the file, of unknown origin.
        size: width and height of the result; the whole picture is squashed to it.

    Raises:
        UnreadablePhoto: damaged, cut short or too large.
        UnsupportedFormat: no picture, or of a format that is not accepted.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            _check_size(image)
            return _decode(image, size)
    except PhotoError:
        raise
    except UnidentifiedImageError as error:
        raise UnsupportedFormat(
            "The data is no picture in an accepted format (JPEG, PNG, WEBP, BMP, TIFF, GIF)."
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadablePhoto("The picture has too many pixels.") from error
    except _DECODER_FAILURES as error:
        raise UnreadablePhoto("The picture is damaged or cut short.", detail=repr(error)) from error


def squash(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Return *pixels* at *size* (width, height); as they are when they have it."""
    if pixels.shape[:2] == (size[1], size[0]):
        return pixels
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC))


def _check_size(image: Image.Image) -> None:
    # A progressive JPEG keeps all its coefficients in memory whatever the scale.
    whole = image.format not in ("JPEG", "MPO") or "progressive" in image.info
    limit_px = MAX_FULL_DECODE_PX if whole else MAX_JPEG_PX
    if image.width * image.height > limit_px:
        raise UnreadablePhoto(
            f"The picture has {image.width * image.height // 1_000_000} megapixels; "
            f"at most {limit_px // 1_000_000} are accepted."
        )


def _decode(image: Image.Image, size: tuple[int, int]) -> Picture:
    width, height = image.size
    image.draft("RGB", (2 * size[0], 2 * size[1]))
    image.load()
    orientation = _orientation(image)
    if orientation in _SIDEWAYS or (image.format == "TIFF" and image.size == (height, width)):
        width, height = height, width  # Pillow turns TIFF by itself
    upright = size if orientation not in _SIDEWAYS else (size[1], size[0])
    small = _shrinkable(image).resize(upright, Image.Resampling.BICUBIC)
    if orientation in _TRANSPOSE:
        small = small.transpose(_TRANSPOSE[orientation])
    return Picture(np.asarray(_on_white(small)), width, height)


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except _DECODER_FAILURES:  # broken EXIF does not make a picture unreadable
        return 1
    return value if isinstance(value, int) else 1


def _shrinkable(image: Image.Image) -> Image.Image:
    """Return *image* in a mode that Pillow's filters take; 16-bit values are scaled to 8."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode == "F":
        raise UnsupportedFormat("Pictures with floating-point values are not accepted.")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode == "L" else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image.getchannel("A"))
    return flat
