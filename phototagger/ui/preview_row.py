"""One photo of the write preview: what the table says of it, and which choices show it.

Pure functions over plans; nothing is painted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from phototagger.core.fields import Kind
from phototagger.core.photo import PhotoId
from phototagger.core.writer import FieldPlan, FieldState, WriteMode, WritePlan
from phototagger.ui import wording
from phototagger.ui.row_table import Cell

TITLES = ("Photo", "Added", "Removed", "Kept", "Where", "To know")


class Choice(StrEnum):
    """Which photos of a preview are listed."""

    ALL = "All photos"
    LOOK = "To look at"
    CONFLICTS = "In conflict"
    SHORTENED = "Shortened or left out"
    REFUSED = "Refused"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One photo of the preview.

    Attributes:
        id: the photo.
        path: where it is.
        plan: what would be done, None where nothing can be.
        reason: why nothing can be done, "" where something can.
    """

    id: PhotoId
    path: Path
    plan: WritePlan | None
    reason: str = ""

    @property
    def fields(self) -> Sequence[FieldPlan]:
        """What happens to each field, nothing for a refused photo."""
        return self.plan.fields if self.plan else ()

    @property
    def conflicts(self) -> list[str]:
        """How its fields disagree before the write, one sentence each."""
        return [plan.conflict for plan in self.fields if plan.conflict]

    @property
    def is_shortened(self) -> bool:
        """Whether a field takes something in a shorter form, or not at all."""
        return any(plan.shortened or plan.left_out for plan in self.fields)

    @property
    def is_refused(self) -> bool:
        """Whether the photo, or a field of it, does not take the change."""
        return bool(self.reason or _refusals(self.fields))

    def is_in(self, choice: Choice) -> bool:
        """Whether a choice lists it."""
        facts = {
            Choice.CONFLICTS: bool(self.conflicts),
            Choice.SHORTENED: self.is_shortened,
            Choice.REFUSED: self.is_refused,
        }
        if choice is Choice.LOOK:
            return any(facts.values())
        return facts.get(choice, True)


def cells(row: PreviewRow) -> tuple[Cell, ...]:
    """Return what the table says, in the order of `TITLES`."""
    name = Cell(row.path.name, tip=str(row.path))
    plan = row.plan
    if plan is None:
        nothing = Cell("")
        return name, nothing, nothing, nothing, Cell("not written", "error"), _reason(row.reason)
    texts = [text for kind in (Kind.TITLE, Kind.DESCRIPTION) if (text := _new_text(plan, kind))]
    gone = [f"−{kind}" for kind in (Kind.TITLE, Kind.DESCRIPTION) if _is_wiped(plan, kind)]
    added = [*(f"+{word}" for word in plan.added), *texts]
    removed = [*(f"−{word}" for word in plan.removed), *gone]
    return (
        name,
        Cell(", ".join(added), "accepted", "\n".join(added)),
        Cell(", ".join(removed), "rejected", "\n".join(removed)),
        Cell(f"{len(plan.kept):,}", "dim", "\n".join(plan.kept)),
        Cell(where(plan)),
        _remarks(row),
    )


def where(plan: WritePlan) -> str:
    """Return which files take the change."""
    names = [_place(plan.path, target) for target in plan.targets]
    return " and ".join(names) or "nothing to change"


def summary(rows: Iterable[PreviewRow]) -> tuple[str, str]:
    """Return what all of it comes to: one line of what, one of where and what to look at."""
    rows = list(rows)
    plans = [row.plan for row in rows if row.plan]
    added = sum(len(plan.added) for plan in plans)
    removed = sum(len(plan.removed) for plan in plans)
    parts = [f"{wording.keywords(added)} to add"] if added or not removed else []
    parts += [
        f"{removed:,} to remove" if parts else f"{wording.keywords(removed)} to remove"
    ] * bool(removed)
    for kind in (Kind.TITLE, Kind.DESCRIPTION):
        if count := sum(_changes(plan, kind) for plan in plans):
            parts.append(f"{wording.counted(count, kind, f'{kind}s')} to set")
    what = f"{', '.join(parts)} in {wording.photos(len(plans))}"
    return what, " · ".join(_counts(rows, plans))


def _counts(rows: Sequence[PreviewRow], plans: Sequence[WritePlan]) -> list[str]:
    inside = sum(plan.path in plan.targets for plan in plans)
    beside = sum(any(target != plan.path for target in plan.targets) for plan in plans)
    same = sum(not plan.targets for plan in plans)
    conflicts = sum(row.is_in(Choice.CONFLICTS) for row in rows)
    shortened = sum(row.is_in(Choice.SHORTENED) for row in rows)
    refused = sum(bool(row.reason) for row in rows)
    told = (
        (inside, "in the photo itself"),
        (beside, "in a sidecar"),
        (same, "with nothing to change"),
        (conflicts, "in conflict"),
        (shortened, "shortened or left out"),
        (refused, "not written"),
    )
    return [f"{count:,} {words}" for count, words in told if count]


def _refusals(fields: Iterable[FieldPlan]) -> list[str]:
    return [plan.reason for plan in fields if plan.state is FieldState.REFUSED]


def _reason(reason: str) -> Cell:
    return Cell(reason, "error")


def _remarks(row: PreviewRow) -> Cell:
    """Return the first thing to know, and all of them as a tip."""
    assert row.plan is not None
    told = [(f"Conflict: {conflict}", "warning") for conflict in row.conflicts]
    for plan in row.fields:
        told += [(f"{plan.field.label} cut: “{cut}”.", "warning") for _, cut in plan.shortened]
        if plan.left_out:
            words = wording.quoted(plan.left_out)
            told.append((f"{plan.field.label} cannot hold {words}.", "warning"))
    refusals = dict.fromkeys(_refusals(row.fields))
    is_beside = row.plan.mode is WriteMode.SIDECAR and row.plan.targets
    told += [(f"Sidecar: {text}" if is_beside else text, "dim") for text in refusals]
    said = {text for text, _ in told}
    told += [(note, "dim") for note in row.plan.notes if note not in said and note not in refusals]
    if not told:
        return Cell("")
    first, tint = told[0]
    more = f" (+{len(told) - 1:,})" if len(told) > 1 else ""
    return Cell(f"{first}{more}", tint, "\n".join(text for text, _ in told))


def _place(photo: Path, target: Path) -> str:
    return "in the photo" if target == photo else target.name


def _changes(plan: WritePlan, kind: Kind) -> bool:
    return any(f.field.kind is kind and f.state is FieldState.CHANGED for f in plan.fields)


def _is_wiped(plan: WritePlan, kind: Kind) -> bool:
    return _changes(plan, kind) and not _text(plan, kind)


def _new_text(plan: WritePlan, kind: Kind) -> str:
    text = _text(plan, kind)
    return f"{kind}: “{text}”" if text and _changes(plan, kind) else ""


def _text(plan: WritePlan, kind: Kind) -> str:
    return plan.after.title if kind is Kind.TITLE else " ".join(plan.after.description.split())
