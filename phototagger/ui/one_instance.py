"""One program per library: a second start hands its photos to the first and ends.

The lock of a process that died is taken over. The first listens on a local socket whose name
comes from the place of the library; only the same user can reach it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 2000
_MAX_BYTES = 1_000_000


class OneInstance(QObject):
    """The place of the one program at a library.

    Signals:
        photos_given(list[Path]): a second start was asked to open these, maybe none.

    Attributes:
        is_taken: another program has the place, and took our photos.

    Args:
        data: folder of the library, which exists.
    """

    photos_given = Signal(object)

    def __init__(self, data: Path) -> None:
        super().__init__()
        self.is_taken = False
        self._lock = QLockFile(str(data / "catalog.lock"))
        self._lock.setStaleLockTime(0)
        digest = hashlib.sha256(str(data.absolute()).encode("utf-8", "surrogateescape"))
        self._name = f"phototagger-{digest.hexdigest()[:16]}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def take(self) -> bool:
        """Take the place; False when another program has it."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._name)  # of a program that died
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        """Give the place back."""
        self._server.close()
        self._lock.unlock()

    def hand_over(self, photos: Sequence[Path]) -> bool:
        """Give photos to the program that has the place.

        Returns:
            False when it does not answer.
        """
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        absolute = [str(path.absolute()) for path in photos]
        socket.write(json.dumps(absolute).encode("utf-8", "surrogatepass") + b"\n")
        is_sent = socket.waitForBytesWritten(_PATIENCE_MS) or not socket.bytesToWrite()
        socket.disconnectFromServer()
        self.is_taken = is_sent
        return is_sent

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        received = bytearray()

        def read() -> None:
            received.extend(socket.readAll().data())
            if b"\n" in received or len(received) > _MAX_BYTES:
                socket.disconnectFromServer()
                self._take(bytes(received))

        socket.readyRead.connect(read)
        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            read()

    def _take(self, received: bytes) -> None:
        try:
            given = json.loads(received.partition(b"\n")[0].decode("utf-8", "surrogatepass"))
        except ValueError:
            return
        if isinstance(given, list) and all(isinstance(path, str) for path in given):
            self.photos_given.emit([Path(path) for path in given])
