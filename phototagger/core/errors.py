"""Every error the program raises on purpose.

PhototaggerError
├─ PhotoError                this photo only; the others go on
│  ├─ UnreadablePhoto        damaged, truncated or gone
│  ├─ UnsupportedFormat      not a photo, or no decoder for it here
│  └─ PhotoChanged           changed on disk since we read it
├─ MetadataError             keywords of this file only
│  ├─ MetadataReadError
│  └─ MetadataWriteError     the file is untouched
├─ StorageFull               the disk is full or read-only: the batch stops
├─ TaggingError
│  ├─ ServiceUnavailable     refused, timed out, 5xx: retried, then the lane pauses
│  ├─ ServiceBusy            429/503: waited for, then as above
│  ├─ NotAuthorized          401/403: the lane pauses at once
│  ├─ RequestRejected        other 4xx: this photo fails
│  │  ├─ WrongAddress        nothing can be sent there: the lane pauses at once
│  │  └─ StaleFeatures       kept features are of no use there: the picture must be sent
│  └─ BadReply               not the tagging API: raised, the lane pauses; for one record,
│                            this photo fails
├─ ModelError                a tagging model cannot be downloaded, installed or removed
├─ LibraryError              catalog locked, not writable or newer than this program
│  └─ CatalogDamaged         start with a fresh one; the damaged file is kept
├─ SearchError               the search text is not understood
├─ ExportError               the export was not written
├─ WordListError             a file of words cannot be read
└─ SettingsError             one setting is wrong

``Cancelled`` stands outside the tree: the user asked for it, nobody reports it.

``str(error)`` is one sentence a user can act on. Technical detail goes into ``detail``.
"""

from __future__ import annotations


class PhototaggerError(Exception):
    """Base of all errors; ``str()`` is one sentence for the user, ``detail`` is for the log."""

    def __init__(self, sentence: str, *, detail: str = "") -> None:
        super().__init__(sentence)
        self.detail = detail


class PhotoError(PhototaggerError):
    """One photo cannot be used; the rest goes on."""


class UnreadablePhoto(PhotoError):
    """The photo is damaged, truncated or gone."""


class UnsupportedFormat(PhotoError):
    """The file is not a photo this installation can decode."""


class PhotoChanged(PhotoError):
    """The file changed on disk since it was read; nothing was written."""


class MetadataError(PhototaggerError):
    """Keywords of one file cannot be read or written."""


class MetadataReadError(MetadataError):
    """The keywords in a file cannot be read."""


class MetadataWriteError(MetadataError):
    """The keywords cannot be written; the file is untouched."""


class StorageFull(PhototaggerError):
    """The disk is full, read-only or failing; the batch stops and the file is untouched."""


class TaggingError(PhototaggerError):
    """The tagging service did not give tags."""


class ServiceUnavailable(TaggingError):
    """No usable answer: refused, timed out, connection lost, 5xx. Worth another try."""


class ServiceBusy(TaggingError):
    """The service asks to wait.

    Attributes:
        retry_after_s: seconds the service asked for, 0 when it did not say.
    """

    def __init__(self, sentence: str, *, retry_after_s: float = 0.0, detail: str = "") -> None:
        super().__init__(sentence, detail=detail)
        self.retry_after_s = retry_after_s


class NotAuthorized(TaggingError):
    """The token is missing, wrong or not allowed to tag. Never retried."""


class RequestRejected(TaggingError):
    """The service refused this request; sending it again would not help."""


class WrongAddress(RequestRejected):
    """The address of the service cannot be used, or points elsewhere; nothing was sent on."""


class StaleFeatures(RequestRejected):
    """The features kept for a photo are not those of the model in use; send the picture."""


class BadReply(TaggingError):
    """The answer is not that of a tagging service."""


class ModelError(PhototaggerError):
    """A tagging model cannot be downloaded, installed, removed or used; nothing has changed."""


class LibraryError(PhototaggerError):
    """The catalog cannot be used."""


class CatalogDamaged(LibraryError):
    """The catalog file is broken; `Library.set_aside` keeps it and makes room for a fresh one."""


class SearchError(PhototaggerError):
    """The search text cannot be understood.

    Attributes:
        position: where, characters from the start.
    """

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(f"{reason} (character {position + 1}).")
        self.position = position


class ExportError(PhototaggerError):
    """The export was not written; an older file of that name is untouched."""


class WordListError(PhototaggerError):
    """A file of words cannot be read; nothing has changed."""


class SettingsError(PhototaggerError):
    """A setting has a value it cannot have."""


class Cancelled(Exception):
    """The user stopped the work. Not an error; never shown."""
