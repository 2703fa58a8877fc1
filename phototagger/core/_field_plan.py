"""What a write does to each field of a photo and its sidecars, found by comparing before and after.

The editors of containers report nothing: what stands in the new bytes is the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from phototagger.core.fields import Container, Field, Kind, Policy
from phototagger.core.metadata import Conflict, Edit, FieldValues, Reading, cut_to_bytes
from phototagger.core.tags import KeywordSet, clean_name, clean_text


class FieldState(StrEnum):
    """What happens to a field."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """What a write does to one field in one file.

    Keywords are shown as stored: as words, or as paths where the field holds paths. A title or
    description is one entry.

    Attributes:
        field: which.
        target: the file it stands in, the photo or a sidecar.
        is_sidecar: whether that is a sidecar.
        state: changed, unchanged (it holds what is wanted already), skipped, or refused.
        reason: why it is skipped or refused, one sentence, else "".
        added: what it has on top afterwards.
        removed: what it loses.
        kept: what it has and keeps.
        shortened: entries it takes in a shorter form, each with that form.
        left_out: keywords it cannot hold, such as one with a ``;`` in the Windows field.
        conflict: how it disagrees with the believed field before the write, "" when it agrees.
        is_reordered: whether what it keeps stands in another order afterwards.
    """

    field: Field
    target: Path
    is_sidecar: bool
    state: FieldState
    reason: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    shortened: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    conflict: str = ""
    is_reordered: bool = False


class OutcomeState(StrEnum):
    """What became of a container."""

    WRITTEN = "written"
    SHORTENED = "shortened"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ContainerOutcome:
    """What became of one container in one file.

    Attributes:
        container: XMP, IPTC, EXIF, or SIDECAR for a file beside the photo.
        target: the photo or the sidecar.
        state: written, written with something shortened, unchanged, or refused.
        reason: what was shortened or why it was refused, one sentence, else "".
    """

    container: Container
    target: Path
    state: OutcomeState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """A photo before and after a write.

    Attributes:
        photo: the photo.
        before: what it said.
        after: what it says.
        edit: what is written.
        containers: those its format has.
        refusal: why the photo itself stays as it is, "" when it takes the change.
        refused: containers that could not take the change, with the reason.
    """

    photo: Path
    before: Reading
    after: Reading
    edit: Edit
    containers: Sequence[Container]
    refusal: str
    refused: Mapping[Container, str]


def field_plans(case: Situation, sidecars: Iterable[Path]) -> tuple[FieldPlan, ...]:
    """Return what happens to each field of the kinds that are written, file by file.

    Args:
        case: the photo before and after.
        sidecars: those it has afterwards.
    """
    conflicts = {(found.field, found.sidecar): found for found in case.before.conflicts}
    kinds = {kind for kind in Kind if case.edit.touches(kind)}
    chosen = [name for name in Field if name.kind in kinds]
    plans = [
        _plan(case, name, case.photo, "", conflicts) for name in chosen if _is_shown(case, name)
    ]
    for path in sidecars:
        plans += [
            _plan(case, name, path, path.name, conflicts)
            for name in chosen
            if name.container is Container.XMP
        ]
    return tuple(plans)


def outcomes(plans: Sequence[FieldPlan]) -> tuple[ContainerOutcome, ...]:
    """Return what became of each container; those that only hold skipped fields are left out."""
    groups: dict[tuple[Path, Container], list[FieldPlan]] = {}
    for plan in plans:
        container = Container.SIDECAR if plan.is_sidecar else plan.field.container
        groups.setdefault((plan.target, container), []).append(plan)
    found = (
        _outcome(container, target, members) for (target, container), members in groups.items()
    )
    return tuple(outcome for outcome in found if outcome is not None)


def _outcome(
    container: Container, target: Path, members: Sequence[FieldPlan]
) -> ContainerOutcome | None:
    def where(state: FieldState) -> list[FieldPlan]:
        return [plan for plan in members if plan.state is state]

    if refused := where(FieldState.REFUSED):
        return ContainerOutcome(container, target, OutcomeState.REFUSED, refused[0].reason)
    if shortened := [plan for plan in members if plan.shortened]:
        words = [stored for plan in shortened for _, stored in plan.shortened]
        limit = shortened[0].field.max_bytes
        reason = f"Cut at {limit:,} bytes: {', '.join(f'“{word}”' for word in words)}."
        return ContainerOutcome(container, target, OutcomeState.SHORTENED, reason)
    if where(FieldState.CHANGED):
        return ContainerOutcome(container, target, OutcomeState.WRITTEN)
    if where(FieldState.UNCHANGED):
        return ContainerOutcome(container, target, OutcomeState.UNCHANGED)
    return None


def _is_shown(case: Situation, name: Field) -> bool:
    """Whether a field of the photo itself has to be spoken of."""
    if case.before.at(name) or case.after.at(name):
        return True
    return not case.refusal or case.edit.makes(name)


def _plan(
    case: Situation,
    name: Field,
    target: Path,
    sidecar: str,
    conflicts: Mapping[tuple[Field, str], Conflict],
) -> FieldPlan:
    before, after = case.before.at(name, sidecar), case.after.at(name, sidecar)
    old, new = _entries(before), _entries(after)
    state, reason = _state(case, name, sidecar, is_there=after is not None, differs=old != new)
    takes = state in (FieldState.CHANGED, FieldState.UNCHANGED)
    conflict = conflicts.get((name, sidecar))
    return FieldPlan(
        field=name,
        target=target,
        is_sidecar=bool(sidecar),
        state=state,
        reason=reason,
        added=KeywordSet(new).minus(old).names,
        removed=KeywordSet(old).minus(new).names,
        kept=tuple(entry for entry in old if entry in new),
        shortened=_shortened(case.edit, name) if takes and case.edit.adds_to(name) else (),
        left_out=_left_out(case.edit, name) if takes and case.edit.adds_to(name) else (),
        conflict="" if conflict is None else str(conflict),
        is_reordered=[entry for entry in old if entry in new] != [e for e in new if e in old],
    )


def _entries(place: FieldValues | None) -> tuple[str, ...]:
    """Return what a field holds as it is shown: words, whole paths, or one text."""
    if place is None:
        return ()
    return KeywordSet.of(place.values).names if place.field.separator else place.words


def _state(
    case: Situation, name: Field, sidecar: str, *, is_there: bool, differs: bool
) -> tuple[FieldState, str]:
    if differs:
        return FieldState.CHANGED, ""
    if case.refusal and not sidecar:
        return FieldState.REFUSED, case.refusal
    if not sidecar and name.container in case.refused:
        return FieldState.REFUSED, case.refused[name.container]
    if case.edit.policies.of(name) is Policy.NEVER:
        return FieldState.SKIPPED, "By your settings it is never written."
    if is_there:
        return FieldState.UNCHANGED, ""
    if not sidecar and name.container not in case.containers:
        return FieldState.SKIPPED, "Files of this format have no place for it."
    if case.edit.makes(name):
        return FieldState.SKIPPED, "It cannot hold any of it."
    if case.edit.policies.of(name) is Policy.ALWAYS:
        return FieldState.UNCHANGED, ""
    return FieldState.SKIPPED, "The file does not have it."


def _shortened(edit: Edit, name: Field) -> tuple[tuple[str, str], ...]:
    if not name.max_bytes:
        return ()
    if name.kind is Kind.KEYWORDS:
        wanted: Iterable[str] = map(clean_name, edit.add.minus(edit.remove))
    else:
        wanted = [clean_text(edit.text(name.kind) or "")]
    long = [text for text in wanted if len(text.encode()) > name.max_bytes]
    return tuple((text, cut_to_bytes(text, name.max_bytes)) for text in long)


def _left_out(edit: Edit, name: Field) -> tuple[str, ...]:
    parting = ";" if name is Field.XP_KEYWORDS else name.separator
    if name.kind is not Kind.KEYWORDS or not parting:
        return ()
    return tuple(word for word in edit.add.minus(edit.remove) if parting in word)
