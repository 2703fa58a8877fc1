"""Typed reading of ``bundle.json``: every wrong or unknown key becomes one clear sentence.

A bundle is often written by hand, by somebody with a model of their own, so what is wrong is named
by its place: "model.input.layout must be NCHW or NHWC".
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)*", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*", re.ASCII)
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]*", re.ASCII)
_MAX_NAME_CHARS = 64
_MAX_TEXT_CHARS = 1000


class Malformed(ValueError):
    """A bundle does not follow the format; the text says where and what."""


class Section:
    """One JSON object of the description.

    Args:
        value: what stands there.
        place: where that is, for sentences; "" is the top.
        required: keys that must be there.
        optional: keys that may be there.

    Raises:
        Malformed: it is no object, a key is missing, or one is unknown.
    """

    def __init__(
        self,
        value: object,
        place: str,
        required: Collection[str],
        optional: Collection[str] = (),
    ) -> None:
        self._place = place
        if not isinstance(value, dict):
            raise Malformed(f"“{place or 'bundle.json'}” must be an object")
        self._values: dict[str, object] = value
        for key in required:
            if key not in value:
                raise Malformed(f"“{self._path(key)}” is missing")
        for key in value:
            if key not in required and key not in optional:
                raise Malformed(f"“{self._path(key)}” is unknown to this version")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def section(
        self, key: str, required: Collection[str], optional: Collection[str] = ()
    ) -> Section:
        """Return an object inside this one."""
        return Section(self._values[key], self._path(key), required, optional)

    def raw(self, key: str) -> object:
        """Return a value as it stands there."""
        return self._values[key]

    def text(self, key: str, default: str = "") -> str:
        """Return a text of one line."""
        value = self._values.get(key, default)
        if not isinstance(value, str) or not value.isprintable() or len(value) > _MAX_TEXT_CHARS:
            raise Malformed(f"“{self._path(key)}” must be a line of text")
        return value

    def name(self, key: str) -> str:
        """Return an id: small letters, digits and ``._-``; it may name a folder."""
        return self._matching(key, _ID, "small letters, digits and . _ -")

    def version(self, key: str) -> str:
        """Return a version: letters, digits and ``._+-``."""
        return self._matching(key, _VERSION, "letters, digits and . _ + -")

    def file(self, key: str) -> str:
        """Return the name of a file of the bundle."""
        return self._matching(key, _FILE_NAME, "the name of a file in the bundle")

    def choice(self, key: str, choices: Sequence[str], default: str = "") -> str:
        """Return one of some words."""
        value = self._values.get(key, default)
        if value not in choices:
            raise Malformed(f"“{self._path(key)}” must be {' or '.join(choices)}")
        return str(value)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number."""
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Malformed(f"“{self._path(key)}” must be a whole number from {low} to {high}")
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """Return a number."""
        return _number(self._values.get(key, default), self._path(key), low, high)

    def numbers(self, key: str, count: int, low: float, high: float) -> tuple[float, ...]:
        """Return so many numbers."""
        value = self._values[key]
        if not isinstance(value, list) or len(value) != count:
            raise Malformed(f"“{self._path(key)}” must be a list of {count} numbers")
        return tuple(_number(one, self._path(key), low, high) for one in value)

    def _matching(self, key: str, pattern: re.Pattern[str], what: str) -> str:
        value = self._values[key]
        is_good = isinstance(value, str) and 0 < len(value) <= _MAX_NAME_CHARS
        if not is_good or not pattern.fullmatch(str(value)):
            raise Malformed(f"“{self._path(key)}” must be {what}")
        return str(value)

    def _path(self, key: str) -> str:
        return f"{self._place}.{key}" if self._place else str(key)[:_MAX_NAME_CHARS]


def is_file_name(name: str) -> bool:
    """True when *name* is a plain file name that is the same everywhere."""
    return len(name) <= _MAX_NAME_CHARS and _FILE_NAME.fullmatch(name) is not None


def _number(value: object, place: str, low: float, high: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not low <= value <= high:  # type: ignore[arg-type, operator] # is_number
        raise Malformed(f"“{place}” must be a number from {low:g} to {high:g}")
    return float(value)  # type: ignore[arg-type] # is_number
