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
from phototagger.core.writer import FieldState, WriteMode, WritePlan
from phototagger.ui import wording
from phototagger.ui.row_table import Cell

_TEXTS = (Kind.TITLE, Kind.DESCRIPTION)
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
    """One photo of the preview; made by `planned` or `refused`.

    Attributes:
        id: the photo.
        path: where it is.
        plan: what would be done, None where nothing can be.
        reason: why nothing can be done, "" where something can.
        choices: those that list it, `Choice.ALL` apart.
        texts: which of title and description would change.
    """

    id: PhotoId
    path: Path
    plan: WritePlan | None
    reason: str = ""
    choices: frozenset[Choice] = frozenset()
    texts: frozenset[Kind] = frozenset()

    def is_in(self, choice: Choice) -> bool:
        """Whether a choice lists it."""
        return choice is Choice.ALL or choice in self.choices


def refused(photo_id: PhotoId, path: Path, reason: str) -> PreviewRow:
    """Return the row of a photo for which nothing can be done."""
    return PreviewRow(photo_id, path, None, reason, frozenset((Choice.LOOK, Choice.REFUSED)))


def planned(photo_id: PhotoId, plan: WritePlan) -> PreviewRow:
    """Return the row of a photo with a plan; looks at each field once."""
    choices: set[Choice] = set()
    texts: set[Kind] = set()
    for part in plan.fields:
        if part.conflict:
            choices.add(Choice.CONFLICTS)
        if part.shortened or part.left_out:
            choices.add(Choice.SHORTENED)
        if part.state is FieldState.REFUSED:
            choices.add(Choice.REFUSED)
        elif part.state is FieldState.CHANGED and part.field.kind is not Kind.KEYWORDS:
            texts.add(part.field.kind)
    if choices:
        choices.add(Choice.LOOK)
    return PreviewRow(photo_id, plan.path, plan, "", frozenset(choices), frozenset(texts))


def cells(row: PreviewRow) -> tuple[Cell, ...]:
    """Return what the table says, in the order of `TITLES`."""
    name = Cell(row.path.name, tip=str(row.path))
    plan = row.plan
    if plan is None:
        nothing = Cell("")
        return name, nothing, nothing, nothing, Cell("not written", "error"), _reason(row.reason)
    changed = [(kind, _text(plan, kind)) for kind in _TEXTS if kind in row.texts]
    added = [f"+{word}" for word in plan.added]
    added += [f"{kind}: “{text}”" for kind, text in changed if text]
    kept = f"{len(plan.kept):,}"
    removed = [f"−{word}" for word in plan.removed]
    removed += [f"−{kind}" for kind, text in changed if not text]
    return (
        name,
        Cell(", ".join(added), "accepted", "\n".join(added)),
        Cell(", ".join(removed), "rejected", "\n".join(removed)),
        Cell(
            f"{kept}, order changes" if plan.is_reordered else kept,
            "accepted" if plan.is_reordered else "dim",
            "\n".join(name for name in plan.after.keywords if name in plan.kept),
        ),
        Cell(where(plan)),
        _remarks(row),
    )


def removes(row: PreviewRow) -> bool:
    """Return whether a photo would lose a keyword, its title or its description."""
    plan = row.plan
    if plan is None:
        return False
    return bool(plan.removed) or any(not _text(plan, kind) for kind in row.texts)


def where(plan: WritePlan) -> str:
    """Return which files take the change."""
    names = [_place(plan.path, target) for target in plan.targets]
    return " and ".join(names) or "nothing to change"


def summary(rows: Iterable[PreviewRow]) -> tuple[str, str]:
    """Return what all of it comes to: one line of what, one of where and what to look at."""
    rows = list(rows)
    plans = [row.plan for row in rows if row.plan]
    if rows and not plans:
        return "None of these photos can be written", " · ".join(_counts(rows, plans))
    added = sum(len(plan.added) for plan in plans)
    removed = sum(len(plan.removed) for plan in plans)
    moved = sum(plan.is_reordered for plan in plans)
    parts = [f"{wording.keywords(added)} to add"] if added or not (removed or moved) else []
    parts += [
        f"{removed:,} to remove" if parts else f"{wording.keywords(removed)} to remove"
    ] * bool(removed)
    for kind in _TEXTS:
        if count := sum(kind in row.texts for row in rows):
            parts.append(f"{wording.counted(count, kind, f'{kind}s')} to set")
    if moved:
        parts.append(f"{wording.counted(moved, 'order', 'orders')} of keywords to change")
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


def _reason(reason: str) -> Cell:
    return Cell(reason, "error")


def _remarks(row: PreviewRow) -> Cell:
    """Return the first thing to know, and all of them as a tip."""
    assert row.plan is not None
    fields = row.plan.fields
    told = [(f"Conflict: {plan.conflict}", "warning") for plan in fields if plan.conflict]
    for plan in fields:
        told += [(f"{plan.field.label} cut: “{cut}”.", "warning") for _, cut in plan.shortened]
        if plan.left_out:
            words = wording.quoted(plan.left_out)
            told.append((f"{plan.field.label} cannot hold {words}.", "warning"))
    refusals = dict.fromkeys(p.reason for p in fields if p.state is FieldState.REFUSED)
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


def _text(plan: WritePlan, kind: Kind) -> str:
    return plan.after.title if kind is Kind.TITLE else " ".join(plan.after.description.split())
