"""What each agency gets of the chosen photos: its own words, fitted, compared with before."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from phototagger.core.export.agency_table import cells, same_names
from phototagger.core.export.fitting import Fitted, Problem, Readiness, StockPhoto, fit
from phototagger.core.export.profiles import Profile
from phototagger.core.photo import PhotoId


@dataclass(frozen=True, slots=True)
class AgencyTexts:
    """What one photo has for one agency only; None is what the photo has for all of them.

    Attributes:
        title: title.
        description: description.
        country: country.
        categories: values of the agency's category list.
        first_keywords: keywords to put first, the most important first.
    """

    title: str | None = None
    description: str | None = None
    country: str | None = None
    categories: tuple[str, ...] = ()
    first_keywords: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Return what `from_json` reads."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> AgencyTexts:
        """Read what `to_json` wrote; raises ValueError when it is something else."""
        data = json.loads(text)
        if not isinstance(data, dict):
            raise ValueError("not texts for an agency")
        return cls(
            title=_text(data.get("title")),
            description=_text(data.get("description")),
            country=_text(data.get("country")),
            categories=_texts(data.get("categories")),
            first_keywords=_texts(data.get("first_keywords")),
        )

    def applied_to(self, photo: StockPhoto) -> StockPhoto:
        """Return the photo as this agency shall get it, before its rules."""
        first = [word for word in self.first_keywords if word in photo.keywords]
        return replace(
            photo,
            title=photo.title if self.title is None else self.title,
            description=photo.description if self.description is None else self.description,
            country=photo.country if self.country is None else self.country,
            categories=self.categories or photo.categories,
            keywords=(*first, *(word for word in photo.keywords if word not in first)),
        )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


NO_TEXTS = AgencyTexts()
"""The agency gets what all get."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was exported for one photo last.

    Attributes:
        digest: from `digest`.
        when_s: seconds since 1970.
    """

    digest: bytes
    when_s: int


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One photo on the sheet of one agency.

    Attributes:
        id: the photo.
        fitted: as the agency gets it.
        is_new: it was never exported for this agency, or differs from what was.
        exported_s: when it was exported last, seconds since 1970; 0 for never.
    """

    id: PhotoId
    fitted: Fitted
    is_new: bool = True
    exported_s: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything one agency gets.

    Attributes:
        profile: the agency.
        rows: one per photo, in order.
        counts: photos by readiness.
    """

    profile: Profile
    rows: tuple[SheetRow, ...]
    counts: Mapping[Readiness, int]

    @property
    def refused_count(self) -> int:
        """Photos the agency would refuse."""
        return self.counts[Readiness.REFUSED]

    def deliverable(self, *, only_new: bool) -> tuple[SheetRow, ...]:
        """Return the rows an export would hold: those the agency would not refuse."""
        return tuple(
            row
            for row in self.rows
            if row.fitted.readiness is not Readiness.REFUSED and (row.is_new or not only_new)
        )


@dataclass(frozen=True, slots=True)
class AgencyReport:
    """What was written for one agency.

    Attributes:
        profile: the agency.
        files: the tables, or the copies.
        photo_count: photos in them.
        refused_count: photos left out because the agency would refuse them.
    """

    profile: Profile
    files: tuple[Path, ...]
    photo_count: int
    refused_count: int


_NEVER = Exported(b"", 0)


def fit_rows(
    profile: Profile,
    photos: Iterable[tuple[PhotoId, StockPhoto]],
    texts: Mapping[PhotoId, AgencyTexts],
    exported: Mapping[PhotoId, Exported],
) -> list[SheetRow]:
    """Fit some photos to an agency.

    Args:
        profile: the agency.
        photos: in the order wanted; keywords in the user's order.
        texts: what photos have for this agency only.
        exported: what was exported last, by photo.
    """
    rows = []
    for key, photo in photos:
        fitted = fit(texts.get(key, NO_TEXTS).applied_to(photo), profile)
        before = exported.get(key, _NEVER)
        is_new = before.digest != digest(fitted, profile)
        rows.append(SheetRow(key, fitted, is_new, before.when_s))
    return rows


def assemble(profile: Profile, rows: Sequence[SheetRow]) -> Sheet:
    """Make a sheet of all its rows; photos that share a name with another are refused."""
    twins = {p for paths in same_names(row.fitted for row in rows).values() for p in paths}
    whole = tuple(
        replace(row, fitted=_with_twin(row.fitted, profile))
        if row.fitted.photo.path in twins
        else row
        for row in rows
    )
    found = Counter(row.fitted.readiness for row in whole)
    return Sheet(profile, whole, {readiness: found[readiness] for readiness in Readiness})


def _with_twin(fitted: Fitted, profile: Profile) -> Fitted:
    sentence = (
        f"Another photo of this export is called {fitted.filename} too; {profile.name} tells "
        "photos apart by name only. Rename one or export them separately."
    )
    return replace(fitted, problems=(*fitted.problems, Problem("file name", sentence)))


def digest(fitted: Fitted, profile: Profile) -> bytes:
    """Return what tells whether a photo's row changed since it was exported, 16 bytes."""
    photo = fitted.photo
    delivered = cells(fitted, profile) or (
        fitted.filename,
        photo.title,
        photo.description,
        *photo.keywords,
    )
    return hashlib.blake2b("\0".join(delivered).encode("utf-8", "replace"), digest_size=16).digest()
