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
from phototagger.ui import language, wording
from phototagger.ui.language import said
from phototagger.ui.row_table import Cell

_tr = language.Texts("preview_row")

_TEXTS = (Kind.TITLE, Kind.DESCRIPTION)


class Choice(StrEnum):
    """Which photos of a preview are listed."""

    ALL = "all"
    LOOK = "look"
    CONFLICTS = "conflicts"
    SHORTENED = "shortened"
    REFUSED = "refused"

    @property
    def text(self) -> str:
        """What it is called."""
        return {
            Choice.ALL: _tr("All photos"),
            Choice.LOOK: _tr("To look at"),
            Choice.CONFLICTS: _tr("In conflict"),
            Choice.SHORTENED: _tr("Shortened or left out"),
            Choice.REFUSED: _tr("Refused"),
        }[self]


def titles() -> tuple[str, ...]:
    """Return the titles of the columns."""
    return (
        _tr("Photo"),
        _tr("Added"),
        _tr("Removed"),
        _tr("Kept"),
        _tr("Where"),
        _tr("To know"),
    )


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
    """Return what the table says, in the order of `titles`."""
    name = Cell(row.path.name, tip=str(row.path))
    plan = row.plan
    if plan is None:
        nothing = Cell("")
        return (
            name,
            nothing,
            nothing,
            nothing,
            Cell(_tr("not written"), "error"),
            _reason(row.reason),
        )
    changed = [(kind, _text(plan, kind)) for kind in _TEXTS if kind in row.texts]
    added = [f"+{word}" for word in plan.added]
    added += [_tr("{}: “{}”").format(said(kind), text) for kind, text in changed if text]
    kept = wording.number(len(plan.kept))
    removed = [f"−{word}" for word in plan.removed]
    removed += [f"−{said(kind)}" for kind, text in changed if not text]
    return (
        name,
        Cell(", ".join(added), "accepted", "\n".join(added)),
        Cell(", ".join(removed), "rejected", "\n".join(removed)),
        Cell(
            _tr("{}, order changes").format(kept) if plan.is_reordered else kept,
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
    if len(names) > 1:
        return _tr("{} and {}").format(", ".join(names[:-1]), names[-1])
    return names[0] if names else _tr("nothing to change")


def summary(rows: Iterable[PreviewRow]) -> tuple[str, str]:
    """Return what all of it comes to: one line of what, one of where and what to look at."""
    rows = list(rows)
    plans = [row.plan for row in rows if row.plan]
    if rows and not plans:
        return _tr("None of these photos can be written"), " · ".join(_counts(rows, plans))
    added = sum(len(plan.added) for plan in plans)
    removed = sum(len(plan.removed) for plan in plans)
    moved = sum(plan.is_reordered for plan in plans)
    parts = []
    if added or not (removed or moved):
        parts.append(wording.counted(added, "{} keyword to add", "{} keywords to add"))
    if removed and parts:
        parts.append(_tr("{} to remove").format(wording.number(removed)))
    elif removed:
        parts.append(wording.counted(removed, "{} keyword to remove", "{} keywords to remove"))
    titles = sum(Kind.TITLE in row.texts for row in rows)
    descriptions = sum(Kind.DESCRIPTION in row.texts for row in rows)
    if titles:
        parts.append(wording.counted(titles, "{} title to set", "{} titles to set"))
    if descriptions:
        parts.append(
            wording.counted(descriptions, "{} description to set", "{} descriptions to set")
        )
    if moved:
        parts.append(
            wording.counted(
                moved, "{} order of keywords to change", "{} orders of keywords to change"
            )
        )
    where = wording.counted(len(plans), "in {} photo", "in {} photos")
    what = f"{', '.join(parts)} {where}"
    return what, " · ".join(_counts(rows, plans))


def _counts(rows: Sequence[PreviewRow], plans: Sequence[WritePlan]) -> list[str]:
    inside = sum(plan.path in plan.targets for plan in plans)
    beside = sum(any(target != plan.path for target in plan.targets) for plan in plans)
    same = sum(not plan.targets for plan in plans)
    conflicts = sum(row.is_in(Choice.CONFLICTS) for row in rows)
    shortened = sum(row.is_in(Choice.SHORTENED) for row in rows)
    refused = sum(bool(row.reason) for row in rows)
    told = (
        (inside, _tr("{} in the photo itself")),
        (beside, _tr("{} in a sidecar")),
        (same, _tr("{} with nothing to change")),
        (conflicts, _tr("{} in conflict")),
        (shortened, _tr("{} shortened or left out")),
        (refused, _tr("{} not written")),
    )
    return [words.format(wording.number(count)) for count, words in told if count]


def _reason(reason: str) -> Cell:
    return Cell(said(reason), "error")


def _remarks(row: PreviewRow) -> Cell:
    """Return the first thing to know, and all of them as a tip."""
    assert row.plan is not None
    fields = row.plan.fields
    told = [
        (_tr("Conflict: {}").format(said(plan.conflict)), "warning")
        for plan in fields
        if plan.conflict
    ]
    for plan in fields:
        label = said(plan.field.label)
        told += [(_tr("{} cut: “{}”.").format(label, cut), "warning") for _, cut in plan.shortened]
        if plan.left_out:
            words = wording.quoted(plan.left_out)
            told.append((_tr("{} cannot hold {}.").format(label, words), "warning"))
    refusals = dict.fromkeys(said(p.reason) for p in fields if p.state is FieldState.REFUSED)
    is_beside = row.plan.mode is WriteMode.SIDECAR and row.plan.targets
    told += [(_tr("Sidecar: {}").format(text) if is_beside else text, "dim") for text in refusals]
    known = {text for text, _ in told} | set(refusals)
    told += [(note, "dim") for note in map(said, row.plan.notes) if note not in known]
    if not told:
        return Cell("")
    first, tint = told[0]
    more = f" (+{wording.number(len(told) - 1)})" if len(told) > 1 else ""
    return Cell(f"{first}{more}", tint, "\n".join(text for text, _ in told))


def _place(photo: Path, target: Path) -> str:
    return _tr("in the photo") if target == photo else target.name


def _text(plan: WritePlan, kind: Kind) -> str:
    return plan.after.title if kind is Kind.TITLE else " ".join(plan.after.description.split())
