"""Tags as they are dragged and copied: for this program by name, for others as text."""

from __future__ import annotations

import json
from collections.abc import Iterable

from PySide6.QtCore import QMimeData

from phototagger.core.tags import KeywordSet, parse_names

TAGS_MIME = "application/x-phototagger-tags"
_JOINT = "; "


def mime_of(names: Iterable[str]) -> QMimeData:
    """Return tags to be dragged or copied; other programs get "beach; sea"."""
    listed = list(names)
    data = QMimeData()
    data.setText(_JOINT.join(listed))
    data.setData(TAGS_MIME, json.dumps(listed).encode())
    return data


def names_in(data: QMimeData) -> tuple[str, ...]:
    """Return the tags in what was dropped or copied; text is parted at ``;``, ``,`` and lines."""
    if data.hasFormat(TAGS_MIME):
        return KeywordSet.of(json.loads(bytes(data.data(TAGS_MIME).data()))).names
    return names_in_text(data.text())


def names_in_text(text: str) -> tuple[str, ...]:
    """Return the tags in a text of another program: "a; b, c" or one in a line."""
    return parse_names(text.replace("\r", "\n").replace("\n", ";").replace("\t", ";"))
