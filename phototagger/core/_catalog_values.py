"""Makes values of the core from the rows of the catalog, and rows from values."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from phototagger.core._catalog import Catalog
from phototagger.core.content_key import PICTURE_KEY_BYTES
from phototagger.core.photo import Fingerprint, Photo, PhotoId, SavingState, TaggingState
from phototagger.core.review import Decision, Review, TagDecision, Texts
from phototagger.core.tags import KeywordSet, TagOrigin, TagSuggestion
from phototagger.core.vocabulary import Outgoing


def load_photos(catalog: Catalog, ids: Iterable[PhotoId]) -> dict[PhotoId, Photo]:
    """Return the photos that are known, by id."""
    return {
        PhotoId(number): Photo(
            id=PhotoId(number),
            path=Path(os.fsdecode(path)),
            fingerprint=Fingerprint(size, mtime),
            tagging=TaggingState(tagging),
            saving=SavingState(saving),
            problem=problem,
            is_reviewed=bool(reviewed),
            is_changed=bool(changed),
            has_sidecar=bool(sidecar),
            taken_s=taken_s,
        )
        for (
            number,
            path,
            size,
            mtime,
            tagging,
            saving,
            problem,
            reviewed,
            changed,
            sidecar,
            taken_s,
        ) in catalog.photo_rows(ids)
    }


def load_reviews(
    catalog: Catalog, ids: Iterable[PhotoId], outgoing: Outgoing
) -> dict[PhotoId, Review]:
    """Return the reviews of the photos that are known, by id.

    Args:
        catalog: where they are kept.
        ids: the photos.
        outgoing: which of their words are written.
    """
    ids = list(ids)
    rows = catalog.review_rows(ids)
    suggestions: dict[int, list[TagSuggestion]] = {}
    for number, *row in rows["suggestions"]:
        suggestions.setdefault(number, []).append(_suggestion(*row))
    decisions: dict[int, list[TagDecision]] = {}
    for number, name, decision, origin, probability in rows["decisions"]:
        entry = TagDecision(name, Decision(decision), TagOrigin(origin), probability)
        decisions.setdefault(number, []).append(entry)
    keywords: dict[int, list[str]] = {}
    for number, name in rows["keywords"]:
        keywords.setdefault(number, []).append(name)
    orders: dict[int, tuple[str, ...]] = dict(rows["orders"])
    texts = {number: said for number, *said in catalog.text_rows(ids)}
    nothing = (None, None, "", "")
    return {
        PhotoId(number): Review(
            suggestions=tuple(suggestions.get(number, ())),
            decisions=tuple(decisions.get(number, ())),
            in_file=KeywordSet(tuple(keywords.get(number, ()))),
            model=model,
            tagged_s=tagged_s,
            language=language,
            outgoing=outgoing,
            texts=Texts(*texts.get(number, nothing)[:2]),
            file_texts=Texts(*texts.get(number, nothing)[2:]),
            is_reviewed=bool(reviewed),
            order=orders.get(number, ()),
        )
        for number, model, tagged_s, language, reviewed in rows["models"]
    }


def suggestion_row(
    entry: TagSuggestion,
) -> tuple[object, ...]:
    """Return a suggestion as the catalog keeps it."""
    where = (entry.origin.value, entry.given, b"".join(entry.evidence))
    refined = (entry.hidden, entry.said, int(entry.is_shown), entry.own)
    return entry.name, entry.probability, *where, *refined


def _suggestion(
    name: str,
    probability: float,
    origin: str,
    given: float | None,
    evidence: bytes,
    hidden: str,
    said: str,
    is_shown: int,
    own: float | None,
) -> TagSuggestion:
    pictures = range(0, len(evidence), PICTURE_KEY_BYTES)
    keys = tuple(evidence[at : at + PICTURE_KEY_BYTES] for at in pictures)
    return TagSuggestion(
        name, probability, TagOrigin(origin), given, keys, hidden, said, bool(is_shown), own
    )


def decision_row(entry: TagDecision) -> tuple[str, str, str, float]:
    """Return a decision as the catalog keeps it."""
    return entry.name, entry.decision.value, entry.origin.value, entry.probability


def text_row(photo_id: PhotoId, review: Review) -> tuple[object, ...]:
    """Return the texts of a photo as the catalog keeps them."""
    decided, in_file = review.texts, review.file_texts
    said = (decided.title, decided.description, in_file.title or "", in_file.description or "")
    return (photo_id, *(text if text is None else storable(text) for text in said))


def storable(text: str) -> str:
    """Return *text* as SQLite can keep it."""
    return text.encode("utf-8", "replace").decode()  # file names may hold what is no text
