"""Finds the files that ship with the program: icons, style, the tagging model.

They lie in the wheel as ``phototagger/resources`` and beside the package in a checkout.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "resources", _PACKAGE.parent / "resources")


def resource_path(*parts: str) -> Path:
    """Return where a shipped file or folder lies.

    Args:
        parts: path below ``resources``, for example ``"model"``.

    Returns:
        The first place where it exists; the last place looked at when it exists nowhere, so that
        opening it names a real path.
    """
    candidates = [root.joinpath(*parts) for root in _ROOTS]
    return next((path for path in candidates if path.exists()), candidates[-1])
