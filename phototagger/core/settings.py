"""Settings: their table, their values, their file.

Each setting is one field of `Settings`; its row (type, default, range or choices, unit, help and
group) is derived from that field, and the dialog, the command line and the documentation are
derived from the rows. A wrong value in the file costs that one setting and a notice, never the
start of the program. Tokens are not settings; see `credentials`.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from phototagger.core.app_paths import AppPaths
from phototagger.core.atomic_file import replace_file
from phototagger.core.errors import SettingsError
from phototagger.core.fields import PRESETS, Field, Policies, Policy

__all__ = ["AppPaths", "SettingRow", "Settings", "SettingsFile", "check_value", "parse_value"]

EMBEDDED = "embedded"
"""The endpoint that means the tagging service this program starts itself."""


class Retag(StrEnum):
    """What tagging does with chosen photos that have suggestions, where others have none."""

    ASK = "ask"
    SKIP = "skip"
    REFRESH = "refresh"


_ON, _OFF = ("on", "true", "yes", "1"), ("off", "false", "no", "0")

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting.

    Attributes:
        name: as in `Settings`, the file and ``--set NAME=VALUE``.
        kind: str, int, float or bool.
        default: value when the user said nothing.
        help: one line for people.
        group: heading under which it is shown; "" is not shown, the program remembers by itself.
        unit: unit of the number, "" when it has none.
        low: smallest number allowed.
        high: largest number allowed.
        choices: the only texts allowed; empty allows any.
    """

    name: str
    kind: type
    default: Value
    help: str
    group: str
    unit: str = ""
    low: float = 0
    high: float = 0
    choices: tuple[str, ...] = ()


def _setting(default: Value, help_line: str, group: str, **limits: Any) -> Any:
    return field(default=default, metadata={"help": help_line, "group": group, **limits})


def _field(of_field: Field) -> Any:
    line = f"With “custom” fields: when {of_field.label} ({of_field}) are written."
    return _setting(
        Policy.IF_PRESENT.value, line, "Fields", choices=tuple(policy.value for policy in Policy)
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force. Every field is a setting; see `SETTINGS` for what each means."""

    endpoint: str = _setting(
        EMBEDDED, "Where photos are tagged: “embedded” or the address of a service.", "Tagging"
    )
    tagging_model: str = _setting("built-in", "Model of the embedded service, by its id.", "")
    tag_language: str = _setting(
        "en", "Language of suggested tags.", "Tagging", choices=("en", "cs")
    )
    tagging_mode: str = _setting(
        "complex",
        "“complex” gives probabilities, “simple” fewer tags without.",
        "Tagging",
        choices=("complex", "simple"),
    )
    retag: str = _setting(
        Retag.ASK.value,
        "Chosen photos that have suggestions, where others have none: ask, skip or refresh them.",
        "Tagging",
        choices=tuple(choice.value for choice in Retag),
    )
    tagging_workers: int = _setting(
        2,
        "Requests sent to the service at once, from the next start on.",
        "Tagging",
        low=1,
        high=16,
    )
    batch_size: int = _setting(1, "Photos sent in one request.", "Tagging", low=1, high=10)
    upload_edge_px: int = _setting(
        600, "Longest side of the copy that is sent.", "Tagging", unit="px", low=224, high=2048
    )
    connect_timeout_s: float = _setting(
        5.0,
        "Longest wait for a connection, from the next start on.",
        "Tagging",
        unit="s",
        low=0.5,
        high=120,
    )
    read_timeout_s: float = _setting(
        60.0,
        "Longest wait for an answer, from the next start on.",
        "Tagging",
        unit="s",
        low=1,
        high=600,
    )
    hide_below: float = _setting(
        0.30, "Suggestions less probable than this are folded away.", "Review", high=1
    )
    accept_from: float = _setting(
        0.60, "“Accept likely tags” takes suggestions from here up.", "Review", high=1
    )
    auto_accept_from: float = _setting(
        0.0,
        "New suggestions from here up are accepted by themselves; 0 leaves that to you.",
        "Review",
        high=1,
    )
    drop_junk: bool = _setting(
        True, "Hide suggestions that are only a number, a letter, a date or coordinates.", "Review"
    )
    max_suggestions: int = _setting(
        0, "Hide all but so many of a photo's suggestions; 0 hides none.", "Review", high=200
    )
    learn_words: bool = _setting(
        True, "Learn your own words from photos that carry them, on this computer.", "Learning"
    )
    feature_cache_mb: int = _setting(
        256,
        "Space for what makes tagging again fast, from the next start on.",
        "Learning",
        unit="MB",
        low=8,
        high=65536,
    )
    confirm_write: bool = _setting(
        True, "Show what will change before photos are written.", "Writing"
    )
    write_parents: bool = _setting(
        True,
        "Write the words above an accepted word too, as your vocabulary has them.",
        "Writing",
    )
    preserve_mtime: bool = _setting(
        True, "Keep a photo's modification time when keywords are written.", "Writing"
    )
    split_hard_links: bool = _setting(
        True,
        "Write photos that have further names (hard links); the other names keep the old file.",
        "Writing",
    )
    embed_everywhere: bool = _setting(
        False,
        "Write into HEIC, AVIF and JPEG XL files too; few programs look there.",
        "Writing",
    )
    sidecar_name: str = _setting(
        "photo.ext.xmp",
        "Name of a new sidecar: darktable and digiKam make photo.ext.xmp, Adobe reads photo.xmp.",
        "Writing",
        choices=("photo.ext.xmp", "photo.xmp"),
    )
    field_preset: str = _setting(
        "stock",
        "Fields that are written: “stock” always writes IPTC, “home” only where a photo has it.",
        "Fields",
        choices=("stock", "home", "custom"),
    )
    field_iptc_keywords: str = _field(Field.IPTC_KEYWORDS)
    field_windows_keywords: str = _field(Field.XP_KEYWORDS)
    field_lightroom_hierarchy: str = _field(Field.HIERARCHICAL_SUBJECT)
    field_digikam_tags: str = _field(Field.TAGS_LIST)
    field_microsoft_xmp: str = _field(Field.LAST_KEYWORD_XMP)
    field_microsoft_iptc: str = _field(Field.LAST_KEYWORD_IPTC)
    field_mediapro_sets: str = _field(Field.CATALOG_SETS)
    field_acdsee_categories: str = _field(Field.CATEGORIES)
    field_iptc_title: str = _field(Field.IPTC_TITLE)
    field_windows_title: str = _field(Field.XP_TITLE)
    field_iptc_caption: str = _field(Field.IPTC_CAPTION)
    field_exif_description: str = _field(Field.IMAGE_DESCRIPTION)
    language: str = _setting(
        "system",
        "Language of the window, from the next start on.",
        "Appearance",
        choices=("system", "en", "cs"),
    )
    theme: str = _setting(
        "system", "Colours of the window.", "Appearance", choices=("system", "light", "dark")
    )
    thumbnail_cache_mb: int = _setting(
        512,
        "Space for thumbnails on disk, from the next start on.",
        "Appearance",
        unit="MB",
        low=16,
        high=65536,
    )
    notify_when_done: bool = _setting(
        True,
        "Tell when work of more than ten seconds ends while another window is in use.",
        "Appearance",
    )
    own_keys: str = _setting("", "Keys that differ from the usual ones, by action.", "")
    favourite_sets: str = _setting("", "Sets of keywords with names, by their place.", "")
    recent_words: str = _setting("", "Keywords that were added last.", "")
    agreed_hosts: str = _setting("", "Hosts that photos may be sent to without asking.", "")
    last_export_format: str = _setting(
        "csv",
        "Format of the last export.",
        "",
        choices=("csv", "json", "text", "keyword-list", "xmp-sidecars"),
    )
    last_export_folder: str = _setting("", "Folder of the last export.", "")
    last_export_columns: str = _setting("", "Columns of the last CSV export; all where empty.", "")
    last_agencies: str = _setting("", "Agencies of the last export.", "")

    @property
    def policies(self) -> Policies:
        """When each field of a photo is written."""
        if self.field_preset in PRESETS:
            return PRESETS[self.field_preset]
        return Policies(
            {field: Policy(getattr(self, name)) for field, name in FIELD_SETTINGS.items()}
        )


FIELD_SETTINGS: Mapping[Field, str] = {
    Field.IPTC_KEYWORDS: "field_iptc_keywords",
    Field.XP_KEYWORDS: "field_windows_keywords",
    Field.HIERARCHICAL_SUBJECT: "field_lightroom_hierarchy",
    Field.TAGS_LIST: "field_digikam_tags",
    Field.LAST_KEYWORD_XMP: "field_microsoft_xmp",
    Field.LAST_KEYWORD_IPTC: "field_microsoft_iptc",
    Field.CATALOG_SETS: "field_mediapro_sets",
    Field.CATEGORIES: "field_acdsee_categories",
    Field.IPTC_TITLE: "field_iptc_title",
    Field.XP_TITLE: "field_windows_title",
    Field.IPTC_CAPTION: "field_iptc_caption",
    Field.IMAGE_DESCRIPTION: "field_exif_description",
}
"""The setting of each field that has one, for the custom choice of fields."""

SETTINGS: tuple[SettingRow, ...] = tuple(
    SettingRow(entry.name, type(default), default, **entry.metadata)
    for entry in fields(Settings)
    if isinstance(default := entry.default, Value)
)
"""One row per setting, in the order in which they are shown."""

_ROWS = {row.name: row for row in SETTINGS}


def check_value(name: str, value: object) -> Value:
    """Return *value* if the setting may have it.

    Raises:
        SettingsError: no such setting, or a value it cannot have.
    """
    row = _row(name)
    if row.kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not row.kind:
        raise _wrong(row, value)
    if row.high and not row.low <= value <= row.high:  # type: ignore[operator] # int or float
        raise _wrong(row, value)
    if row.choices and value not in row.choices:
        raise _wrong(row, value)
    if name == "endpoint" and not _is_endpoint(str(value)):
        raise _wrong(row, value)
    return value  # type: ignore[return-value] # its type is that of the row


def parse_value(name: str, text: str) -> Value:
    """Return the value that a user typed for a setting.

    Raises:
        SettingsError: no such setting, or a value it cannot have.
    """
    row = _row(name)
    try:
        if row.kind is bool:
            return (*_OFF, *_ON).index(text.strip().lower()) >= len(_OFF)
        value = row.kind(text.strip())
    except ValueError as error:
        raise _wrong(row, text) from error
    return check_value(name, value)


def describe(row: SettingRow) -> str:
    """Return what values a setting may have, as a phrase: "1 to 16", "light or dark"."""
    if row.name == "endpoint":
        return "“embedded” or an address that starts with http:// or https://"
    if row.kind is bool:
        return "on or off"
    if row.choices:
        return f"{', '.join(row.choices[:-1])} or {row.choices[-1]}"
    if row.high:
        return f"{row.low:g} to {row.high:g} {row.unit}".rstrip()
    return "any text"


class SettingsFile:
    """The settings on disk: readable JSON holding only what differs from the defaults.

    Attributes:
        settings: the values in force.
        notices: one sentence for each thing in the file that could not be used.
    """

    def __init__(self, file: Path) -> None:
        """Read *file*; a missing one means defaults."""
        self._file = file
        self.notices: list[str] = []
        self._stored = self._load()
        self.settings = self._checked()

    def update(self, **changes: Value) -> tuple[str, ...]:
        """Change settings and store them.

        Returns:
            The names whose value changed.

        Raises:
            SettingsError: a wrong name or value, or the file cannot be written; nothing changed.
        """
        checked = {name: check_value(name, value) for name, value in changes.items()}
        changed = tuple(n for n, value in checked.items() if getattr(self.settings, n) != value)
        if not changed:
            return ()
        settings = replace(self.settings, **checked)  # type: ignore[arg-type] # checked by name
        stored = {name: value for name, value in self._stored.items() if name not in checked}
        stored |= {n: value for n, value in checked.items() if value != _ROWS[n].default}
        self._save(stored)
        self._stored, self.settings = stored, settings
        return changed

    def override(self, **changes: Value) -> None:
        """Use other values for this run; nothing is stored.

        Raises:
            SettingsError: a wrong name or value; nothing changed.
        """
        checked = {name: check_value(name, value) for name, value in changes.items()}
        self.settings = replace(self.settings, **checked)  # type: ignore[arg-type] # checked

    def _load(self) -> dict[str, object]:
        try:
            data = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError):
            data = None
        if isinstance(data, dict):
            return data
        self._keep_broken()
        return {}

    def _keep_broken(self) -> None:
        kept = self._file.with_name(f"{self._file.name}.broken")
        try:
            self._file.replace(kept)
        except OSError:
            self.notices.append(
                f"The settings file {self._file} cannot be read; defaults are used."
            )
        else:
            self.notices.append(f"The settings could not be read; they are kept in {kept}.")

    def _checked(self) -> Settings:
        """Return the stored values that are right; the others keep their default."""
        values: dict[str, Any] = {}
        for name, value in self._stored.items():
            if name not in _ROWS and not _nearest(name):
                continue  # of a newer version: kept for it
            try:
                values[name] = check_value(name, value)
            except SettingsError as error:
                self.notices.append(str(error))
        return Settings(**values)

    def _save(self, stored: Mapping[str, object]) -> None:
        text = json.dumps(stored, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        data = text.encode("utf-8", "backslashreplace")  # a folder's name need not be valid text
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._file, data)
        except OSError as error:
            raise SettingsError(
                f"The settings cannot be saved in {self._file.parent}; check that folder.",
                detail=repr(error),
            ) from error


def _row(name: str) -> SettingRow:
    if name in _ROWS:
        return _ROWS[name]
    hint = f"; did you mean “{nearest}”?" if (nearest := _nearest(name)) else "."
    raise SettingsError(f"There is no setting “{name}”{hint}", detail=name)


def _nearest(name: str) -> str:
    return next(iter(difflib.get_close_matches(name, _ROWS, n=1, cutoff=0.7)), "")


def _wrong(row: SettingRow, value: object) -> SettingsError:
    return SettingsError(
        f"The setting “{row.name}” cannot be {value!r}; it must be {describe(row)}.",
        detail=row.name,
    )


def _is_endpoint(text: str) -> bool:
    if text == EMBEDDED:
        return True
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in text
    except ValueError:
        return False
