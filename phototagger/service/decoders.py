"""A few decoder processes and the way to them; see `decode_child` for what they do."""

from __future__ import annotations

import contextlib
import queue
import subprocess
from collections.abc import Sequence

from phototagger.core.errors import ServiceUnavailable, UnreadablePhoto, UnsupportedFormat
from phototagger.interpreter import module_command, module_environment
from phototagger.service.decode import SQUASH, Fit, Picture
from phototagger.service.decode_child import ANSWER, PIXELS, UNSUPPORTED, question

_COMMAND = module_command("phototagger.service.decode_child")
_PIPE_BYTES = 1024 * 1024
_MAX_SENTENCE_BYTES = 4096


class DecoderPool:
    """Decodes pictures in processes of their own. Thread: any.

    Args:
        size: number of processes, which is the number of pictures decoded at a time.
        command: starts one process.
    """

    def __init__(self, size: int, command: Sequence[str] = _COMMAND) -> None:
        self._decoders = [_Decoder(command) for _ in range(size)]
        self._idle: queue.SimpleQueue[_Decoder] = queue.SimpleQueue()
        for decoder in self._decoders:
            decoder.start()
            self._idle.put(decoder)

    def __len__(self) -> int:
        return len(self._decoders)

    @property
    def pids(self) -> list[int]:
        """Process ids."""
        return [decoder.pid for decoder in self._decoders]

    def decode(self, data: bytes, size: tuple[int, int], fit: Fit = SQUASH) -> Picture:
        """Decode one picture; waits for an idle process.

        Args:
            data: the file, of unknown origin.
            size: width and height of the result.
            fit: how the picture becomes as large as that.

        Raises:
            UnreadablePhoto: damaged, too large, or the process did not survive it.
            UnsupportedFormat: no picture, or of a format that is not accepted.
        """
        decoder = self._idle.get()
        try:
            return decoder.decode(data, size, fit)
        finally:
            self._idle.put(decoder)

    def close(self) -> None:
        """End the processes, whatever they do."""
        for decoder in self._decoders:
            decoder.end()


class _Decoder:
    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._has_ended = False

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    def start(self) -> None:
        try:
            self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # libraries complain there about every odd picture
                env=module_environment(),
                pipesize=_PIPE_BYTES,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise ServiceUnavailable(
                "The picture decoder cannot be started; install PhotoTagger again.",
                detail=repr(error),
            ) from error

    def decode(self, data: bytes, size: tuple[int, int], fit: Fit) -> Picture:
        if self._has_ended:
            raise UnreadablePhoto("The service is stopping.")
        if self._child is None or self._child.poll() is not None:
            self._bury()
            self.start()
        try:
            return self._ask(data, size, fit)
        except (OSError, EOFError) as error:
            self._bury()
            raise UnreadablePhoto("The picture made its decoder fail.") from error

    def end(self) -> None:
        self._has_ended = True
        self._bury()

    def _ask(self, data: bytes, size: tuple[int, int], fit: Fit) -> Picture:
        assert self._child is not None
        source, sink = self._child.stdout, self._child.stdin
        assert source is not None and sink is not None
        sink.write(question(len(data), size, fit))
        sink.write(data)
        sink.flush()
        head = source.read(ANSWER.size)
        if len(head) != ANSWER.size:
            raise EOFError
        kind, width_px, height_px, length = ANSWER.unpack(head)
        wanted = 3 * size[0] * size[1]
        # A decoder that was taken over by its picture must not do more than fail.
        if length != wanted if kind == PIXELS else length > _MAX_SENTENCE_BYTES:
            raise EOFError
        body = source.read(length)
        if len(body) != length:
            raise EOFError
        if kind == PIXELS:
            return Picture(body, width_px, height_px)
        failure = UnsupportedFormat if kind == UNSUPPORTED else UnreadablePhoto
        raise failure(body.decode(errors="replace"))

    def _bury(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):  # what was not sent cannot be sent any more
                pipe.close()
