"""Makes the upload of a photo: upright, shrunk, and nothing in it but pixels."""

from __future__ import annotations

from phototagger.core import pixels

_QUALITY = 90
"""Above this the file grows and the tags do not change."""


def encode_picture(picture: pixels.Picture) -> bytes:
    """Return the picture that is sent for a photo, as a JPEG file. Thread: any.

    It carries no EXIF, GPS, comment or name of the photo.

    Args:
        picture: from `pixels.read`: upright, as small as it is to be sent.
    """
    return pixels.encode_jpeg(picture, quality=_QUALITY)
