"""Replace a small file of our own as a whole: settings and exports.

Photos go through `writer`, which proves what it wrote; this is for files we make from scratch.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Make *path* hold *content*, or leave it exactly as it was.

    The new content is on disk before it gets the name; a link is followed, not replaced.

    Args:
        path: the file; its folder must exist.
        content: all bytes, or parts of them. What making the parts raises is passed on.

    Raises:
        OSError: the folder or the disk refused.
    """
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.tagtmp-{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
