"""Files in and out of the window: what a drag carries, and what may be dropped.

Photos go out as a list of files, to be copied only: whatever the other program would like, the
files stay where they are. Tags are in `tag_mime`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QRect, QRectF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from phototagger.ui import language, theme, wording
from phototagger.ui.tag_mime import TAGS_MIME

_tr = language.Texts("dragging")

PHOTOS_MIME = "application/x-phototagger-photos"
"""Marks photos of our own, so that they are not opened when they are dropped back."""

_SHOWN_PX = 96
_BADGE_PX = 22
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was dropped.

    Attributes:
        paths: files and folders of this computer.
        problem: one sentence about what cannot be opened, "" when all can.
    """

    paths: tuple[Path, ...]
    problem: str = ""


def photos_mime(paths: Iterable[Path]) -> QMimeData:
    """Return what a drag of photos carries."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    data.setData(PHOTOS_MIME, b"1")
    return data


def is_own(data: QMimeData) -> bool:
    """True for photos that come from this window."""
    return data.hasFormat(PHOTOS_MIME)


def has_something(data: QMimeData) -> bool:
    """True when a drop may be for us, if only to be told why it is not."""
    is_ours = is_own(data) or data.hasFormat(TAGS_MIME)
    return not is_ours and (data.hasUrls() or data.hasText())


def dropped(data: QMimeData) -> Dropped:
    """Return the files and folders in a drop, and why others cannot be opened."""
    urls = data.urls()
    local = [Path(url.toLocalFile()) for url in urls if url.isLocalFile() and url.toLocalFile()]
    if len(local) == len(urls) and local:
        return Dropped(tuple(local))
    if local:
        problem = _tr("{} of {} could not be opened: only files of this computer can.")
        return Dropped(
            tuple(local),
            problem.format(wording.number(len(urls) - len(local)), wording.number(len(urls))),
        )
    if urls:
        where = urls[0].host() or urls[0].toDisplayString()
        problem = _tr("“{}” is not on this computer; save the photo to a folder and drop that.")
        return Dropped((), problem.format(where))
    return Dropped((), _tr("Text cannot be opened here; drop photos or folders."))


def missing_sentence(names: Sequence[str], total: int) -> str:
    """Say which of the photos that were dragged are out of reach."""
    if len(names) == total:
        text = _tr("The files cannot be reached now, so there is nothing to drag.")
        return text
    text = _tr("Left out, because they cannot be reached now: {}")
    return text.format(wording.quoted(names, _NAMED))


def take_copy(event: QDropEvent) -> None:
    """Accept a drop as a copy: the files stay where they are."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def drag_pixmap(pictures: Sequence[QPixmap], count: int, ratio: float) -> QPixmap:
    """Return what hangs on the pointer: up to three photos, and how many there are.

    Args:
        pictures: the first ones of those dragged; may be empty.
        count: number of photos.
        ratio: device pixels per logical pixel.
    """
    colors = theme.current()
    shown = [picture for picture in pictures if not picture.isNull()][:3]
    size = _SHOWN_PX + 16
    result = QPixmap(round(size * ratio), round(size * ratio))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    painter.setOpacity(0.92)
    for place in range(max(1, len(shown)) - 1, -1, -1):
        frame = QRect(4 + 5 * place, 4 + 5 * place, _SHOWN_PX - 8, _SHOWN_PX - 8)
        if place < len(shown):
            picture = shown[place]
            fitted = picture.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(frame.topLeft(), fitted)
            painter.fillRect(target.adjusted(-2, -2, 2, 2), colors.raised)
            painter.drawPixmap(target, picture)
        else:
            painter.fillRect(frame, colors.track)
        painter.setPen(colors.line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    if count > 1:
        _paint_count(painter, wording.number(count), size)
    painter.end()
    return result


def _paint_count(painter: QPainter, text: str, size: int) -> None:
    colors = theme.current()
    font = QFont(QApplication.font())
    font.setBold(True)
    painter.setFont(font)
    painter.setOpacity(1.0)
    width = max(_BADGE_PX, painter.fontMetrics().horizontalAdvance(text) + 12)
    badge = QRectF(size - width - 1, size - _BADGE_PX - 1, width, _BADGE_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.accent)
    painter.drawRoundedRect(badge, _BADGE_PX / 2, _BADGE_PX / 2)
    painter.setPen(colors.on_accent)
    painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), text)
