"""What the catalog keeps for agencies: texts of their own, and what was exported. Thread: any."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence

from phototagger.core._catalog import Catalog
from phototagger.core._catalog_values import load_photos, load_reviews, storable
from phototagger.core._catalog_vocabulary import VocabularyRows
from phototagger.core.export import ExportRow
from phototagger.core.export.fitting import StockPhoto
from phototagger.core.export.sheet import NO_TEXTS, AgencyTexts, Exported
from phototagger.core.photo import PhotoId


class StockTexts:
    """Photos as stock agencies see them, in an open catalog.

    Args:
        catalog: the open catalog.
        vocabulary: says which words leave it.
    """

    def __init__(self, catalog: Catalog, vocabulary: VocabularyRows) -> None:
        self._catalog = catalog
        self._vocabulary = vocabulary

    def rows(self, ids: Sequence[PhotoId]) -> list[tuple[PhotoId, ExportRow]]:
        """Return photos with the tags that leave the catalog, in the order of *ids*.

        Unknown photos are left out.
        """
        photos = load_photos(self._catalog, ids)
        reviews = load_reviews(self._catalog, ids, self._vocabulary.outgoing())
        return [
            (key, ExportRow(photos[key].path, reviews[key].told()))
            for key in ids
            if key in photos and key in reviews
        ]

    def photos(self, ids: Sequence[PhotoId]) -> list[tuple[PhotoId, StockPhoto]]:
        """Return what photos have for all agencies, in the order of *ids*."""
        return [
            (
                key,
                StockPhoto(
                    row.path,
                    row.review.title,
                    row.review.description,
                    row.review.keywords().names,
                ),
            )
            for key, row in self.rows(ids)
        ]

    def texts(self, agency: str, ids: Iterable[PhotoId]) -> dict[PhotoId, AgencyTexts]:
        """Return what photos have for one agency only."""
        rows = self._catalog.file.rows(
            "SELECT photo_id, texts FROM agency_texts WHERE agency = ?"
            " AND photo_id IN (SELECT value FROM json_each(?))",
            [agency, json.dumps(list(ids))],
        )
        return {PhotoId(number): AgencyTexts.from_json(texts) for number, texts in rows}

    def set_texts(self, agency: str, texts: Mapping[PhotoId, AgencyTexts]) -> None:
        """Replace what photos have for one agency only, all or none."""
        with self._catalog.file.transaction() as writer:
            writer.executemany(
                "DELETE FROM agency_texts WHERE agency = ? AND photo_id = ?",
                [(agency, key) for key in texts],
            )
            writer.executemany(
                "INSERT INTO agency_texts SELECT ?1, ?2, ?3"
                " WHERE EXISTS (SELECT 1 FROM photos WHERE id = ?1)",
                [
                    (key, agency, storable(own.to_json()))
                    for key, own in texts.items()
                    if own != NO_TEXTS
                ],
            )

    def exported(self, agency: str, ids: Iterable[PhotoId]) -> dict[PhotoId, Exported]:
        """Return what was exported last, for photos that were."""
        rows = self._catalog.file.rows(
            "SELECT photo_id, digest, exported_s FROM agency_exports WHERE agency = ?"
            " AND photo_id IN (SELECT value FROM json_each(?))",
            [agency, json.dumps(list(ids))],
        )
        return {PhotoId(number): Exported(bytes(digest), when) for number, digest, when in rows}

    def set_exported(self, agency: str, digests: Mapping[PhotoId, bytes]) -> None:
        """Remember what was exported now."""
        now_s = int(time.time())
        self._catalog.file.write_all(
            "INSERT OR REPLACE INTO agency_exports SELECT ?1, ?2, ?3, ?4"
            " WHERE EXISTS (SELECT 1 FROM photos WHERE id = ?1)",
            [(key, agency, digest, now_s) for key, digest in digests.items()],
        )
