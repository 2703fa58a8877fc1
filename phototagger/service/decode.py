"""Untrusted bytes -> a small RGB picture, with limits. The service's only home of Pillow.

The order of work bounds memory: the header is read, the number of pixels is judged, JPEG is decoded
at a reduced scale, and everything else happens on the small result. Formats outside the allow-list
are never tried, which keeps out decoders that start other programs (EPS) or unpack without a limit.

Runs in the processes of `decoders`, so it imports little: no numpy, no model, no server.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass

# The readers beyond Pillow's first five are named, or it would import all fifty of them.
from PIL import Image, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin

from phototagger.core.errors import PhotoError, UnreadablePhoto, UnsupportedFormat

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

MAX_WEBP_PX = 40_000_000
"""libwebp keeps two more copies of the whole picture."""

# What the documentation of the API lists; AVIF is named there as refused.
_FORMATS = (
    *("JPEG", "PNG", "BMP", "GIF"),
    WebPImagePlugin.WebPImageFile.format,
    TiffImagePlugin.TiffImageFile.format,
    *_HEIF,
)

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
        rgb: the pixels at the size the model wants, upright: row by row, 3 bytes each.
        width_px: width as received, upright.
        height_px: height as received, upright.
    """

    rgb: bytes
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How a picture of any shape becomes one of a given size.

    Attributes:
        mode: ``squash`` changes its proportions, ``crop`` takes its middle, ``letterbox`` puts it
            whole between bars.
        resize: ``bicubic`` or ``bilinear``, both averaging when they shrink.
        crop_ratio: share of the short side that a crop takes.
        fill: value of the bars, 0…255.
    """

    mode: str = "squash"
    resize: str = "bicubic"
    crop_ratio: float = 1.0
    fill: int = 114


SQUASH = Fit()
"""The whole picture, in the proportions of the network."""

MODES = ("squash", "crop", "letterbox")
_FILTERS = {"bicubic": Image.Resampling.BICUBIC, "bilinear": Image.Resampling.BILINEAR}
RESIZES = tuple(_FILTERS)


def decode(data: bytes, size: tuple[int, int], fit: Fit = SQUASH) -> Picture:
    """Decode one picture. Thread: any.

    Transparent parts become white. Of several frames the first is taken.

    Args:
        data: the file, of unknown origin.
        size: width and height of the result.
        fit: how the picture becomes as large as that.

    Raises:
        UnreadablePhoto: damaged, cut short or too large.
        UnsupportedFormat: no picture, or of a format that is not accepted.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            _check_size(image)
            return _decode(image, size, fit)
    except PhotoError:
        raise
    except UnidentifiedImageError as error:
        raise UnsupportedFormat(
            "The data is no picture in an accepted format (JPEG, PNG, WEBP, BMP, TIFF, GIF)."
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadablePhoto("The picture has too many pixels.") from error
    except MemoryError as error:
        raise UnreadablePhoto("The picture takes too much memory to decode.") from error
    except _DECODER_FAILURES as error:
        raise UnreadablePhoto("The picture is damaged or cut short.", detail=repr(error)) from error


def fit_pixels(rgb: bytes, from_size: tuple[int, int], size: tuple[int, int], fit: Fit) -> bytes:
    """Return pixels of *from_size* (width, height) at *size*; both 3 bytes a pixel."""
    return _fitted(Image.frombytes("RGB", from_size, rgb), size, fit).tobytes()


def _check_size(image: Image.Image) -> None:
    if image.format == "WEBP":
        limit_px = MAX_WEBP_PX
    elif image.format in ("JPEG", "MPO") and "progressive" not in image.info:
        limit_px = MAX_JPEG_PX
    else:  # a progressive JPEG keeps all its coefficients in memory whatever the scale
        limit_px = MAX_FULL_DECODE_PX
    if image.width * image.height > limit_px:
        raise UnreadablePhoto(
            f"The picture has {image.width * image.height // 1_000_000} megapixels; "
            f"at most {limit_px // 1_000_000} are accepted."
        )


def _decode(image: Image.Image, size: tuple[int, int], fit: Fit) -> Picture:
    width, height = image.size
    enlarged = 2 / fit.crop_ratio if fit.mode == "crop" else 2
    image.draft("RGB", (round(enlarged * size[0]), round(enlarged * size[1])))
    image.load()
    orientation = _orientation(image)
    if orientation in _SIDEWAYS or (image.format == "TIFF" and image.size == (height, width)):
        width, height = height, width  # Pillow turns TIFF by itself
    upright = size if orientation not in _SIDEWAYS else (size[1], size[0])
    small = _fitted(_shrinkable(image), upright, fit)
    if orientation in _TRANSPOSE:
        small = small.transpose(_TRANSPOSE[orientation])
    return Picture(_on_white(small).tobytes(), width, height)


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
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _fitted(image: Image.Image, size: tuple[int, int], fit: Fit) -> Image.Image:
    resampling = _FILTERS[fit.resize]
    if fit.mode == "squash":
        return image.resize(size, resampling)
    across, down = image.width / size[0], image.height / size[1]
    if fit.mode == "crop":
        zoom = fit.crop_ratio * min(across, down)
        margins = (image.width - zoom * size[0]) / 2, (image.height - zoom * size[1]) / 2
        box = (*margins, image.width - margins[0], image.height - margins[1])
        return image.resize(size, resampling, box=box)
    zoom = max(across, down)
    inner = max(1, round(image.width / zoom)), max(1, round(image.height / zoom))
    barred = Image.new("RGB", size, (fit.fill,) * 3)
    place = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    barred.paste(_on_white(image.resize(inner, resampling)), place)
    return barred


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image if image.mode == "RGB" else image.convert("RGB")
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image.getchannel("A"))
    return flat
