"""What other programs will show of a photo: a simulation from what its fields hold.

Pure: takes what stands in a photo and its sidecars, opens nothing. The rules are those of each
program at its defaults; where a rule is known from tests of others only, or not at all, the view
says so.

Source:
    Windows Explorer: Microsoft, "Photo Metadata Policies", System.Keywords and System.Title (merges
    dc:subject, IPTC and XPKeywords; the title from dc:title, then ImageDescription, IPTC caption).
    Apple Photos: osxphotos wiki, "Photos-Behavior" (reads XMP title, description and dc:subject;
    IPTC keywords are not read; tested on Catalina). Lightroom Classic: reads dc:subject and
    lr:hierarchicalSubject, IPTC by the MWG digest rule; sidecars of raw files only, named name.xmp.
    digiKam: dmetadatasettingscontainer.cpp (the first filled field of its list); a sidecar replaces
    the file where reading sidecars is on. Immich: immich-app/immich#28015, #11980, #8235
    (hierarchicalSubject alone when present; both sidecar names). darktable: manual, "sidecar
    import" (name.ext.xmp, and name.xmp on import). Google Photos: rclone/rclone#9499 (no sign that
    keywords are read).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from phototagger.core.fields import FLAT, HIERARCHIES, Field
from phototagger.core.metadata import sidecar as _sidecar
from phototagger.core.metadata._reading import FieldValues, Reading, is_for_people
from phototagger.core.tags import KeywordSet


class Reader(StrEnum):
    """A program that shows keywords of photos."""

    EXPLORER = "Windows Explorer"
    APPLE_PHOTOS = "Apple Photos"
    LIGHTROOM = "Lightroom Classic"
    DIGIKAM = "digiKam"
    IMMICH = "Immich"
    DARKTABLE = "darktable"
    GOOGLE_PHOTOS = "Google Photos"


@dataclass(frozen=True, slots=True)
class ReaderView:
    """What one program will show.

    Attributes:
        reader: the program.
        keywords: words or paths, spelled as it shows them; () for none.
        title: the title it shows, "" for none.
        description: the description it shows, "" for none.
        missing: keywords of the photo that it will not show.
        notes: sentences about what to know or to do.
    """

    reader: Reader
    keywords: tuple[str, ...]
    title: str
    description: str
    missing: tuple[str, ...]
    notes: tuple[str, ...] = ()


def views(reading: Reading, photo: Path) -> tuple[ReaderView, ...]:
    """Return what each program will show, in the order of `Reader`.

    Args:
        reading: what the photo says, or what it would say after a write (`WritePlan.after`).
        photo: its path; the name tells raw files and how sidecars are called.
    """
    return tuple(_finished(_VIEWS[reader](_Photo(reading, photo)), reading) for reader in Reader)


class _Photo:
    """The fields of a photo, as programs ask for them."""

    def __init__(self, reading: Reading, photo: Path) -> None:
        self.is_raw = _sidecar.is_raw(photo)
        self.suffix = photo.suffix.lower()
        self.inside = [place for place in reading.fields if not place.sidecar]
        self.full_name = [p for p in reading.fields if _stem(p.sidecar) == photo.name]
        self.short_name = [p for p in reading.fields if _stem(p.sidecar) == photo.stem]
        self.beside = self.full_name + self.short_name

    @property
    def has_sidecar(self) -> bool:
        return bool(self.beside)


def _stem(sidecar: str) -> str:
    return Path(sidecar).stem if sidecar else ""


def _values(places: Sequence[FieldValues], field: Field) -> tuple[str, ...]:
    return next((place.values for place in places if place.field is field), ())


def _words(places: Sequence[FieldValues], *fields: Field) -> tuple[str, ...]:
    """Return the words of several fields together, each once."""
    return KeywordSet.of(w for field in fields for w in _values(places, field)).names


def _text(places: Sequence[FieldValues], *fields: Field) -> str:
    """Return the first text there is, in the order of *fields*."""
    found = (p.words[0] for field in fields for p in places if p.field is field and p.words)
    return next((text for text in found if is_for_people(text)), "")


def _finished(view: ReaderView, reading: Reading) -> ReaderView:
    """Add which keywords are missing: those that no shown word or path ends in."""
    shown = {word for entry in view.keywords for word in (entry, *_parts(entry))}
    missing = tuple(name for name in reading.keywords if name not in shown)
    return ReaderView(view.reader, view.keywords, view.title, view.description, missing, view.notes)


def _parts(entry: str) -> list[str]:
    return [part for separator in "|/" for part in entry.split(separator)]


# -- programs -----------------------------------------------------------------------------------


def _explorer(photo: _Photo) -> ReaderView:
    notes = []
    if photo.has_sidecar:
        notes.append("Windows Explorer does not read sidecars.")
    if photo.is_raw or photo.suffix not in (".jpg", ".jpeg", ".jpe", ".tif", ".tiff"):
        notes.append("Windows Explorer shows tags of JPEG and TIFF files only.")
        return ReaderView(Reader.EXPLORER, (), "", "", (), tuple(notes))
    title = _text(photo.inside, Field.TITLE, Field.XP_TITLE, Field.IMAGE_DESCRIPTION)
    title = title or _text(photo.inside, Field.IPTC_CAPTION)
    return ReaderView(Reader.EXPLORER, _words(photo.inside, *FLAT), title, "", (), tuple(notes))


def _apple_photos(photo: _Photo) -> ReaderView:
    notes = []
    if _words(photo.inside, Field.IPTC_KEYWORDS) and not _words(photo.inside, Field.SUBJECT):
        notes.append("Apple Photos does not read IPTC keywords.")
    if photo.has_sidecar:
        notes.append("It is not known whether Apple Photos reads a sidecar beside the photo.")
    notes.append("Apple Photos reads keywords when a photo is imported, not later.")
    return ReaderView(
        Reader.APPLE_PHOTOS,
        _words(photo.inside, Field.SUBJECT),
        _text(photo.inside, Field.TITLE),
        _text(photo.inside, Field.DESCRIPTION),
        (),
        tuple(notes),
    )


def _lightroom(photo: _Photo) -> ReaderView:
    places, notes = photo.inside, []
    if photo.is_raw:
        places = photo.short_name or photo.inside
        if photo.full_name and not photo.short_name:
            notes.append("Lightroom reads the sidecar of a raw file only when it is name.xmp.")
    elif photo.has_sidecar:
        notes.append("Lightroom ignores sidecars of files that are not raw.")
    notes.append("In Lightroom, choose Metadata > Read Metadata from File.")
    flat = _words(places, Field.SUBJECT) or _words(places, Field.IPTC_KEYWORDS)
    paths = _words(places, Field.HIERARCHICAL_SUBJECT)
    covered = {part for path in paths for part in path.split("|")}
    return ReaderView(
        Reader.LIGHTROOM,
        (*paths, *(word for word in flat if word not in covered)),
        _text(places, Field.TITLE, Field.IPTC_TITLE),
        _text(places, Field.DESCRIPTION, Field.IPTC_CAPTION),
        (),
        tuple(notes),
    )


def _digikam(photo: _Photo) -> ReaderView:
    # Without the option to read sidecars, which is off at first, digiKam looks inside only.
    places, notes = photo.inside, []
    if photo.is_raw and photo.has_sidecar:
        places = photo.short_name or photo.full_name
        notes.append("Turn on “Read from sidecar files” in digiKam's metadata settings.")
    elif photo.has_sidecar:
        notes.append("With “Read from sidecar files” on, digiKam ignores the photo itself.")
    order = (*HIERARCHIES[:-1], Field.SUBJECT, Field.IPTC_KEYWORDS, Field.XP_KEYWORDS)
    field = next((name for name in order if _values(places, name)), Field.SUBJECT)
    if field in HIERARCHIES:
        notes.append(f"digiKam believes {field} alone, because it is there.")
    return ReaderView(
        Reader.DIGIKAM,
        _words(places, field),
        _text(places, Field.TITLE, Field.IPTC_TITLE, Field.XP_TITLE),
        _text(places, Field.DESCRIPTION, Field.IMAGE_DESCRIPTION, Field.IPTC_CAPTION),
        (),
        tuple(notes),
    )


def _immich(photo: _Photo) -> ReaderView:
    places, notes = photo.inside, []
    if photo.has_sidecar:
        places = [*(photo.full_name or photo.short_name), *photo.inside]
        notes.append("Immich reads the sidecar before the photo.")
    paths = _words(places, Field.HIERARCHICAL_SUBJECT)
    words = paths or _words(places, Field.TAGS_LIST)
    words = words or _words(places, Field.SUBJECT) or _words(places, Field.IPTC_KEYWORDS)
    if paths:
        notes.append("Immich believes lr:hierarchicalSubject alone, because it is there.")
    return ReaderView(
        Reader.IMMICH,
        words,
        "",
        _text(places, Field.DESCRIPTION, Field.IMAGE_DESCRIPTION),
        (),
        tuple(notes),
    )


def _darktable(photo: _Photo) -> ReaderView:
    places = photo.full_name or photo.short_name or photo.inside
    paths = _words(places, Field.HIERARCHICAL_SUBJECT)
    covered = {part for path in paths for part in path.split("|")}
    flat = _words(places, Field.SUBJECT) or _words(places, Field.IPTC_KEYWORDS)
    notes = ["darktable reads keywords when a photo is imported; then its own library counts."]
    return ReaderView(
        Reader.DARKTABLE,
        (*paths, *(word for word in flat if word not in covered)),
        _text(places, Field.TITLE, Field.IPTC_TITLE),
        _text(places, Field.DESCRIPTION, Field.IPTC_CAPTION),
        (),
        tuple(notes),
    )


def _google_photos(photo: _Photo) -> ReaderView:
    text = _text(photo.inside, Field.IMAGE_DESCRIPTION, Field.DESCRIPTION, Field.IPTC_CAPTION)
    notes = ("There is no sign that Google Photos reads keywords.",)
    return ReaderView(Reader.GOOGLE_PHOTOS, (), "", text, (), notes)


_VIEWS: dict[Reader, Callable[[_Photo], ReaderView]] = {
    Reader.EXPLORER: _explorer,
    Reader.APPLE_PHOTOS: _apple_photos,
    Reader.LIGHTROOM: _lightroom,
    Reader.DIGIKAM: _digikam,
    Reader.IMMICH: _immich,
    Reader.DARKTABLE: _darktable,
    Reader.GOOGLE_PHOTOS: _google_photos,
}
