"""Working out what a write would do, down to the bytes; touches nothing.

Decides between the photo itself and a sidecar: the photo takes its keywords where its format and
its state allow, and every sidecar it has is kept up as well. Where the photo must stay as it is, a
sidecar is made that holds the photo's own keywords too, because readers let the sidecar win. Words
that only a sidecar has are not copied into the photo.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from phototagger.core import _replace, metadata
from phototagger.core._field_plan import FieldPlan, Situation, field_plans
from phototagger.core._replace import Original, Replacement
from phototagger.core.errors import MetadataReadError, MetadataWriteError, UnreadablePhoto
from phototagger.core.fields import STOCK, Container, Policies
from phototagger.core.metadata import CannotEmbed, Edit, Fields, Found, Reading, sidecar
from phototagger.core.photo import Fingerprint
from phototagger.core.tags import NO_KEYWORDS, KeywordChange, KeywordSet, clean_text, sorted_by

MAX_EMBED_BYTES = 256 << 20
"""Larger photos are not read into memory; a sidecar takes their keywords."""


class WriteMode(StrEnum):
    """Where the keywords of a photo go."""

    EMBEDDED = "embedded"
    SIDECAR = "sidecar"


@dataclass(frozen=True, slots=True)
class WritePlan:
    """What a write would do.

    Attributes:
        path: the photo.
        targets: the files that would be replaced or created, the photo first; empty for none.
        mode: whether the photo itself takes the keywords.
        added: keywords the photo would have on top.
        removed: keywords it would lose.
        kept: keywords it has and keeps.
        is_reordered: whether the keywords it keeps would stand in another order.
        fields: what happens to each field, file by file.
        after: what the photo would say.
        notes: sentences about what is left out, shortened or unreadable.
    """

    path: Path
    targets: tuple[Path, ...]
    mode: WriteMode
    added: KeywordSet
    removed: KeywordSet
    kept: KeywordSet
    fields: tuple[FieldPlan, ...]
    after: Reading
    notes: tuple[str, ...] = ()
    is_reordered: bool = False

    @property
    def containers(self) -> Mapping[Container, KeywordSet]:
        """The flat keywords each place would hold."""
        return self.after.by_container

    @property
    def changes_anything(self) -> bool:
        """Whether any file would change."""
        return bool(self.targets)

    @property
    def target(self) -> Path:
        """The file that takes the keywords first: the photo itself or a sidecar."""
        return self.targets[0] if self.targets else self.path


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan, with what it takes to carry it out.

    Attributes:
        plan: for the user.
        photo: where the photo really is, links resolved.
        fingerprint: version of the photo that was read.
        replacements: new bytes for each target of the plan.
    """

    plan: WritePlan
    photo: Path
    fingerprint: Fingerprint
    replacements: tuple[Replacement, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the user allows.

    Attributes:
        preserve_mtime: whether a file keeps its modification time.
        split_hard_links: whether a file with other names is written under this name only.
        policies: when each field is written.
        embed_everywhere: whether HEIF, AVIF and JPEG XL take keywords themselves.
        short_sidecars: whether a new sidecar is ``photo.xmp``, as Adobe reads it.
    """

    preserve_mtime: bool = True
    split_hard_links: bool = False
    policies: Policies = STOCK
    embed_everywhere: bool = False
    short_sidecars: bool = False


@dataclass(frozen=True, slots=True)
class _Photo:
    """A photo as it stands; *original* is None where its bytes are not needed."""

    path: Path
    status: os.stat_result
    found: Found
    original: Original | None
    containers: tuple[Container, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """What happens to the photo or to its sidecars."""

    replacements: tuple[Replacement, ...] = ()
    notes: tuple[str, ...] = ()
    refused: Mapping[Container, str] = field(default_factory=dict)


def draft(path: Path, change: KeywordChange, rules: Rules) -> Draft:
    """Work out the new bytes of a photo and its sidecars.

    Raises:
        PhotoError: the photo cannot be read or must not be replaced.
        MetadataError: its keywords can go nowhere.
        StorageFull: its disk is read-only.
    """
    photo = _look(path, rules)
    beside = [_take_sidecar(name) for name in sidecar.find(path)]
    lists, unreadable = _lists(beside)
    before = metadata.combine(photo.found, lists)
    notes = photo.found.notes + unreadable
    full = _full(change, before, rules.policies)
    if not change:
        mode = WriteMode.SIDECAR if photo.found.locked else WriteMode.EMBEDDED
        return _draft(photo, mode, _situation(photo, before, before, full), _Step(notes=notes), ())
    own = metadata.combine(photo.found, []).keywords
    try:
        add = change.apply(own) if full.changes_keywords else full.add
        found, inside = _embed(photo, replace(full, add=add), rules)
        mode, missing = WriteMode.EMBEDDED, ""
    except CannotEmbed as error:
        found, inside = photo.found, _Step()
        mode, missing = WriteMode.SIDECAR, str(error)
    if mode is WriteMode.SIDECAR and not beside and _says_more(full, before):
        outside = _new_sidecar(photo, full, before, rules)
        targets = [item.path for item in outside.replacements]
    else:
        outside = _edit_sidecars(beside, full, rules, required=mode is WriteMode.SIDECAR)
        targets = [original.path for original in beside]
    lists = _lists_after(lists, outside.replacements)
    after = metadata.combine(found, lists)
    if missing and outside.replacements:
        notes += (f"{missing} A sidecar holds the keywords.",)
    notes += inside.notes + outside.notes + _left_inside(change, after)
    if sorted_by(after.keywords.names, change.order) != after.keywords.names:
        notes += ("Its fields keep the keywords in an order of their own.",)
    case = _situation(photo, before, after, full, missing, inside.refused)
    step = _Step(inside.replacements + outside.replacements, notes)
    for item in step.replacements:
        _replace.refuse_folder(item.path)
    return _draft(photo, mode, case, step, targets)


def _full(change: KeywordChange, before: Reading, policies: Policies) -> Edit:
    """Return the change with all keywords the photo shall have; none where they do not change."""
    wanted = KeywordChange(change.add, KeywordSet.of(change.remove), order=change.order)
    add = wanted.apply(before.keywords) if change.changes_keywords else NO_KEYWORDS
    return replace(
        Edit.of(wanted, policies),
        add=add,
        title=change.title,
        description=change.description,
        paths=change.paths,
    )


def _says_more(full: Edit, before: Reading) -> bool:
    """Whether the photo does not say already what is wanted."""
    texts = ((full.title, before.title), (full.description, before.description))
    is_moved = sorted_by(before.keywords.names, full.order) != before.keywords.names
    differs = full.changes_keywords and KeywordSet.of(full.add) != before.keywords
    return (
        is_moved
        or differs
        or any(text is not None and clean_text(text) != old for text, old in texts)
    )


def _situation(
    photo: _Photo,
    before: Reading,
    after: Reading,
    edit: Edit,
    refusal: str = "",
    refused: Mapping[Container, str] | None = None,
) -> Situation:
    containers = photo.containers
    return Situation(photo.path, before, after, edit, containers, refusal, refused or {})


def _draft(
    photo: _Photo, mode: WriteMode, case: Situation, step: _Step, sidecars: Sequence[Path]
) -> Draft:
    before, after = case.before.keywords, case.after.keywords
    kept = before.minus(before.minus(after))
    plan = WritePlan(
        path=photo.path,
        targets=tuple(item.path for item in step.replacements),
        mode=mode,
        added=after.minus(before),
        removed=before.minus(after),
        kept=kept,
        fields=field_plans(case, sidecars),
        after=case.after,
        notes=step.notes,
        is_reordered=tuple(name for name in after if name in kept) != kept.names,
    )
    real = photo.original.path if photo.original else photo.path
    fingerprint = Fingerprint(photo.status.st_size, photo.status.st_mtime_ns)
    return Draft(plan, real, fingerprint, step.replacements)


def _look(path: Path, rules: Rules) -> _Photo:
    """Read a photo, whole only when it can be embedded into."""
    with _replace.readable(path) as file:
        status = os.fstat(file.fileno())
        head = file.read(metadata.HEAD_BYTES)
        row = metadata.format_of(head)
        if not row.is_picture(head) and not sidecar.is_raw(path):
            raise UnreadablePhoto(f"{path.name} is not a photo, or too damaged to be told for one.")
        file.seek(0)
        embeds = row.embed is not None and (rules.embed_everywhere or not row.on_request)
        if not embeds or sidecar.is_raw(path) or status.st_size > MAX_EMBED_BYTES:
            found = replace(metadata.read_file(file), locked=True)
            return _Photo(path, status, found, None, row.containers)
    original = _replace.take(path)
    found = metadata.read_bytes(original.data)
    if row.on_request:
        found = replace(found, locked=False)
    return _Photo(path, original.status, found, original, row.containers)


def _take_sidecar(path: Path) -> Original:
    with _replace.readable(path) as file:
        if os.fstat(file.fileno()).st_size > sidecar.MAX_BYTES:
            raise MetadataWriteError(f"The sidecar {path.name} is too large to be one.")
    return _replace.take(path)


def _embed(photo: _Photo, full: Edit, rules: Rules) -> tuple[Found, _Step]:
    """Return what the photo holds afterwards, and how it gets there.

    Raises:
        CannotEmbed: the photo must stay as it is.
    """
    original = photo.original
    if original is None:
        raise CannotEmbed("Files of this format or size are left as they are.")
    new = metadata.embed(original.data, full)
    if new.found is None:
        return photo.found, _Step(notes=new.notes, refused=new.refused)
    replacement = replace(_replacement(original, new.start, rules), rest=new.rest)
    notes = new.notes + _parted(original)
    return new.found, _Step((replacement,), notes, new.refused)


def _new_sidecar(photo: _Photo, full: Edit, before: Reading, rules: Rules) -> _Step:
    """Make a sidecar that holds the photo's own words too: readers let the sidecar win."""
    edit = replace(
        full,
        add=full.add if full.changes_keywords else before.keywords,
        title=before.title if full.title is None else full.title,
        description=before.description if full.description is None else full.description,
    )
    target = sidecar.default(photo.path, short=rules.short_sidecars)
    new = Replacement(target, metadata.new_sidecar(edit), None, photo.status, None)
    return _Step((new,), _shared_name(photo.path, target, rules))


def _shared_name(photo: Path, target: Path, rules: Rules) -> tuple[str, ...]:
    """Say why a new sidecar has the long name although the short one is wanted."""
    short = photo.with_suffix(".xmp")
    if not rules.short_sidecars or target == short:
        return ()
    others = " and ".join(other.name for other in sidecar.namesakes(photo))
    return (f"{short.name} could be taken for that of {others}, so it is {target.name}.",)


def _edit_sidecars(
    beside: Sequence[Original], full: Edit, rules: Rules, *, required: bool
) -> _Step:
    """Change all sidecars; one that cannot be edited is left alone unless it is the only place.

    Raises:
        MetadataWriteError: *required* and a sidecar cannot be edited.
    """
    replacements, notes = [], []
    for original in beside:
        try:
            data = metadata.edit_sidecar(original.data, full)
        except MetadataReadError as error:
            sentence = f"The sidecar {original.path.name} was left alone: {error}"
            if required:
                raise MetadataWriteError(sentence, detail=error.detail) from error
            notes.append(sentence)
            continue
        if data is not original.data:
            replacements.append(_replacement(original, data, rules))
            notes += _parted(original)
    return _Step(tuple(replacements), tuple(notes))


def _parted(original: Original) -> tuple[str, ...]:
    """Say what becomes of the other names of a file; it must never part from them silently."""
    if original.status.st_nlink < 2:
        return ()
    return (f"{original.path.name} has further names (hard links); they keep the file as it was.",)


def _replacement(original: Original, data: bytes, rules: Rules) -> Replacement:
    _replace.refuse_harm(original, split_hard_links=rules.split_hard_links)
    mtime_ns = original.status.st_mtime_ns if rules.preserve_mtime else None
    return Replacement(original.path, data, original, original.status, mtime_ns)


def _lists(beside: Sequence[Original]) -> tuple[list[tuple[str, Fields]], tuple[str, ...]]:
    """Return name and fields of all readable sidecars, and sentences about the others."""
    lists: list[tuple[str, Fields]] = []
    notes = []
    for original in beside:
        try:
            lists.append((original.path.name, metadata.sidecar_fields(original.data)))
        except MetadataReadError as error:
            notes.append(f"{original.path.name}: {error}")
    return lists, tuple(notes)


def _lists_after(
    lists: Sequence[tuple[str, Fields]], replacements: Sequence[Replacement]
) -> list[tuple[str, Fields]]:
    """Return the same with the new sidecars in place of the old ones."""
    new = {item.path.name: metadata.sidecar_fields(item.data) for item in replacements}
    return list((dict(lists) | new).items())


def _left_inside(change: KeywordChange, after: Reading) -> tuple[str, ...]:
    left = [name for name in change.remove if name in after.keywords]
    if not left or all(name in change.add for name in left):
        return ()
    return (f"Inside the file itself these keywords stay: {', '.join(left)}.",)
