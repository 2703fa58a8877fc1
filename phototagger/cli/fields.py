"""What photos, plans and reports look like as JSON."""

from __future__ import annotations

from pathlib import Path

from phototagger.cli import printing
from phototagger.core.metadata import Conflict, FieldValues, Reading
from phototagger.core.metadata.readers import ReaderView
from phototagger.core.writer import ContainerOutcome, FieldPlan, WritePlan, WriteReport

Json = dict[str, object]


def reading(path: Path, found: Reading, views: tuple[ReaderView, ...] = ()) -> Json:
    """Return what a photo says."""
    row: Json = {
        "path": printing.plain(path),
        "keywords": list(found.keywords),
        "title": found.title,
        "description": found.description,
        "places": {str(place): list(words) for place, words in found.by_container.items()},
        "fields": [_field(place) for place in found.fields],
        "believed": {
            str(kind): {
                "field": str(choice.field or ""),
                "source": _source(choice.sidecar) if choice.field else "",
                "why": choice.why,
            }
            for kind, choice in found.choices.items()
        },
        "conflicts": [_conflict(conflict) for conflict in found.conflicts],
        "notes": list(found.notes),
        "error": "",
    }
    if views:
        row["readers"] = [_view(view) for view in views]
    return row


def result(found: WritePlan | WriteReport) -> Json:
    """Return what a write would do or did."""
    row: Json = {
        "mode": str(found.mode),
        "added": list(found.added),
        "removed": list(found.removed),
        "keywords": list(found.after.keywords),
        "title": found.after.title,
        "description": found.after.description,
        "targets": [printing.plain(target) for target in found.targets],
        "fields": [_plan(plan) for plan in found.fields],
        "notes": list(found.notes),
    }
    if isinstance(found, WriteReport):
        row["containers"] = [_outcome(outcome) for outcome in found.outcomes]
    return row


def _source(sidecar: str) -> str:
    return printing.plain(sidecar) if sidecar else "embedded"


def _field(place: FieldValues) -> Json:
    return {
        "field": str(place.field),
        "source": _source(place.sidecar),
        "values": [printing.plain(value) for value in place.values],
    }


def _conflict(found: Conflict) -> Json:
    return {
        "about": str(found.kind),
        "field": str(found.field),
        "source": _source(found.sidecar),
        "extra": list(found.extra),
        "missing": list(found.missing),
        "text": str(found),
    }


def _view(view: ReaderView) -> Json:
    return {
        "reader": str(view.reader),
        "keywords": list(view.keywords),
        "title": view.title,
        "description": view.description,
        "missing": list(view.missing),
        "notes": list(view.notes),
    }


def _plan(plan: FieldPlan) -> Json:
    return {
        "field": str(plan.field),
        "target": printing.plain(plan.target),
        "state": str(plan.state),
        "reason": plan.reason,
        "added": list(plan.added),
        "removed": list(plan.removed),
        "kept": list(plan.kept),
        "shortened": [{"whole": whole, "stored": stored} for whole, stored in plan.shortened],
        "left_out": list(plan.left_out),
        "conflict": plan.conflict,
    }


def _outcome(outcome: ContainerOutcome) -> Json:
    return {
        "container": str(outcome.container),
        "target": printing.plain(outcome.target),
        "state": str(outcome.state),
        "reason": outcome.reason,
    }
