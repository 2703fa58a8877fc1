"""Reads the pixels of photos without putting the program at risk.

Nearly every photo is a JPEG, whose decoder is old, fast and needs little memory: those are read
right here. All other formats, and the JPEGs that must be decoded whole, are read by processes of
their own (see `_decode_child`): a photo that crashes, hangs or bloats its decoder costs itself.
The processes start with the first such photo and end when none came for a while.
"""

from __future__ import annotations

import os
import queue
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from phototagger.core import pixels
from phototagger.core._decode_child import (
    ANSWER,
    EDGE,
    IDLE_S,
    PICTURE,
    PICTURES,
    QUESTION,
    UNSUPPORTED,
)
from phototagger.core.errors import UnreadablePhoto, UnsupportedFormat
from phototagger.interpreter import module_command, module_environment

_COMMAND = module_command("phototagger.core._decode_child")
_MAX_SENTENCE_BYTES = 4096
_FRESH_S = 0.75 * IDLE_S
"""A process that waited longer may be ending; it is not asked any more."""


class PhotoReader:
    """Decodes photos, risky ones elsewhere. Thread: any.

    Args:
        processes: photos decoded elsewhere at a time; more callers wait.
        command: starts one process.
    """

    def __init__(self, processes: int = 2, command: Sequence[str] = _COMMAND) -> None:
        self._children = [_Child(command) for _ in range(processes)]
        self._idle: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        for child in self._children:
            self._idle.put(child)

    @property
    def pids(self) -> list[int]:
        """Ids of the processes that run."""
        return [child.pid for child in self._children if child.pid]

    def read(self, path: Path, edges_px: Sequence[int]) -> list[pixels.Picture]:
        """Decode a photo once and return it in several sizes; see `pixels.read_sizes`.

        Raises:
            UnreadablePhoto: gone, damaged, too large, or its decoder did not survive it.
            UnsupportedFormat: not a photo, or no decoder for it here.
        """
        if not pixels.needs_own_process(path):
            return pixels.read_sizes(path, edges_px)
        child = self._idle.get()
        try:
            return child.read(path, edges_px)
        finally:
            self._idle.put(child)

    def close(self) -> None:
        """End the processes, whatever they do."""
        for child in self._children:
            child.end()


class _Child:
    """One decoder process; used by one caller at a time."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._asked_at_s = 0.0
        self._has_ended = False

    @property
    def pid(self) -> int:
        """Id of the process, 0 while there is none."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else 0

    def read(self, path: Path, edges_px: Sequence[int]) -> list[pixels.Picture]:
        if self._has_ended:
            raise UnreadablePhoto("PhotoTagger is closing.")
        try:
            if not self.pid or time.monotonic() - self._asked_at_s > _FRESH_S:
                self._bury()
                self._start()
            self._asked_at_s = time.monotonic()
            return self._ask(path, edges_px)
        except (OSError, EOFError) as error:
            self._bury()
            raise UnreadablePhoto(
                "The photo cannot be opened: its decoder failed or took too long.",
                detail=repr(error),
            ) from error

    def end(self) -> None:
        self._has_ended = True
        self._bury()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libraries complain there about every odd photo
            env=module_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def _ask(self, path: Path, edges_px: Sequence[int]) -> list[pixels.Picture]:
        assert self._process is not None
        source, sink = self._process.stdout, self._process.stdin
        assert source is not None and sink is not None
        name = os.fsencode(path)
        sink.write(QUESTION.pack(len(edges_px), len(name)))
        sink.write(b"".join(EDGE.pack(edge_px) for edge_px in edges_px) + name)
        sink.flush()
        kind, count = ANSWER.unpack(_exactly(source, ANSWER.size))
        if kind == PICTURES and count == len(edges_px):
            return [_picture(source, edge_px) for edge_px in edges_px]
        # A decoder that was taken over by its photo must not do more than fail.
        if kind == PICTURES or count > _MAX_SENTENCE_BYTES:
            raise EOFError
        failure = UnsupportedFormat if kind == UNSUPPORTED else UnreadablePhoto
        raise failure(_exactly(source, count).decode(errors="replace"))

    def _bury(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what was not sent cannot be sent any more
                pipe.close()


def _picture(source: IO[bytes], edge_px: int) -> pixels.Picture:
    width, height = PICTURE.unpack(_exactly(source, PICTURE.size))
    if not 0 < max(width, height) <= edge_px or 0 in (width, height):
        raise EOFError
    return pixels.from_rgb(width, height, _exactly(source, 3 * width * height))


def _exactly(source: IO[bytes], count: int) -> bytes:
    data = source.read(count)
    if len(data) != count:
        raise EOFError
    return data
