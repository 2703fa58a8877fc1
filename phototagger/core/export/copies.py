"""Copies of photos with everything inside, for agencies that read the photos themselves."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from phototagger.core.atomic_file import replace_file
from phototagger.core.errors import ExportError, MetadataError
from phototagger.core.export.fitting import Fitted
from phototagger.core.fields import STOCK
from phototagger.core.jobs import CancelToken
from phototagger.core.metadata import CannotEmbed, combine, embed, read_bytes
from phototagger.core.tags import KeywordChange, KeywordSet


def write_copies(
    photos: Sequence[Fitted], folder: Path, *, cancel: CancelToken | None = None
) -> list[Path]:
    """Copy photos into a new folder, with exactly the fitted title, description and keywords.

    The photos themselves are only read. Everything but these fields is byte for byte theirs.

    Args:
        photos: what `fit` made; names are unique.
        folder: must not exist yet; its parent must.
        cancel: checked for each photo; the copies so far are removed.

    Returns:
        The copies.

    Raises:
        ExportError: a photo cannot be read or cannot hold keywords, or the folder cannot be
            written; the copies so far are removed.
        Cancelled: *cancel* was set.
    """
    try:
        folder.mkdir()
    except OSError as error:
        raise ExportError(
            f"The folder {folder} cannot be made; choose another place.", detail=repr(error)
        ) from error
    copies: list[Path] = []
    try:
        for fitted in photos:
            if cancel is not None:
                cancel.check()
            copy = folder / fitted.filename
            replace_file(copy, _with_words(fitted))
            copies.append(copy)
    except BaseException as error:
        for copy in copies:
            copy.unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()
        if isinstance(error, OSError):
            raise ExportError(
                f"The copies could not be made in {folder}: {error.strerror}.", detail=repr(error)
            ) from error
        raise
    return copies


def _with_words(fitted: Fitted) -> bytes:
    photo = fitted.photo
    data = photo.path.read_bytes()
    wanted = KeywordSet(photo.keywords)
    try:
        known = combine(read_bytes(data), ()).keywords
        change = KeywordChange(wanted, known.minus(wanted), photo.title, photo.description)
        return embed(data, change, STOCK).data
    except (CannotEmbed, MetadataError) as error:
        raise ExportError(
            f"{photo.path.name} cannot hold keywords inside: {error} Leave it out.",
            detail=error.detail,
        ) from error
