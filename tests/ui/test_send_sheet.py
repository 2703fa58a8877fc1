"""The sheet before photos leave this computer."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from phototagger.core.settings import Settings
from phototagger.ui.send_sheet import SendSheet


def shown(sheet: SendSheet) -> str:
    return " | ".join(label.text() for label in sheet.findChildren(QLabel))


@pytest.fixture
def owner(qtbot) -> QWidget:  # type: ignore[no-untyped-def]
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_it_names_host_photos_requests_and_size(owner: QWidget) -> None:
    settings = Settings(batch_size=10)
    sheet = SendSheet(
        "tags.example.org", 25, settings, owner, bytes_per_photo=100_000.0, credits=""
    )
    text = shown(sheet)
    assert "Send 25 photos to tags.example.org?" in text
    assert "| 3 |" in text, "ten photos a request"
    assert "about 2.5 MB" in text
    assert "Test Connection" in text


def test_known_credits_are_shown(owner: QWidget) -> None:
    sheet = SendSheet(
        "tags.example.org",
        1,
        Settings(),
        owner,
        bytes_per_photo=0.0,
        credits="1,200 of 100,000 credits",
    )
    assert "last known: 1,200 of 100,000 credits" in shown(sheet)


def test_the_safe_answer_is_the_default(owner: QWidget) -> None:
    sheet = SendSheet("x.example", 1, Settings(), owner, bytes_per_photo=0.0, credits="")
    default = [button for button in sheet.findChildren(QPushButton) if button.isDefault()]
    assert [button.text().replace("&", "") for button in default] == ["Cancel"]
    assert not sheet.remember.isChecked()
