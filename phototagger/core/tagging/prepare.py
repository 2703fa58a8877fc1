"""Makes the upload of a photo: upright, shrunk, and nothing in it but pixels."""

from __future__ import annotations

from pathlib import Path

from phototagger.core import pixels

_QUALITY = 90
"""Above this the file grows and the tags do not change."""


def encode(path: Path, edge_px: int) -> bytes:
    """Return the picture that is sent for a photo.

    It carries no EXIF, GPS, comment or name of the photo. Thread: any.

    Args:
        path: the photo.
        edge_px: longest side at most, in pixels; smaller photos are not enlarged.

    Returns:
        A JPEG file.

    Raises:
        UnreadablePhoto: the photo is damaged or gone.
        UnsupportedFormat: no decoder for it here.
    """
    return encode_picture(pixels.read(path, edge_px))


def encode_picture(picture: pixels.Picture) -> bytes:
    """Return the JPEG file that is sent for pixels from `pixels.read`."""
    return pixels.encode_jpeg(picture, quality=_QUALITY)
