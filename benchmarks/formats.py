"""What is shown of every file in a folder: ``python -m benchmarks.formats FOLDER [--markdown]``.

Each file goes the way of a thumbnail: JPEG and previews of RAW files in this process, everything
else in a process of its own. Printed is the size that is shown or the sentence that says why there
is none; anything else is a bug, and the exit code says so.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from phototagger.core import pixels
from phototagger.core.errors import PhotoError
from phototagger.core.photo_reader import PhotoReader

EDGE_PX = 256
SIDECARS = {".csv", ".md", ".txt", ".xmp"}


def main() -> int:
    """Print one line per file and the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    reader = PhotoReader()
    sums: Counter[str] = Counter()
    if options.markdown:
        print("| file | decoded | ms | shown, or why not |\n|---|---|---|---|")
    for path in sorted(options.folder.rglob("*")):
        if not path.is_file() or path.suffix.lower() in SIDECARS:
            continue
        place = "elsewhere" if pixels.needs_own_process(path) else "here"
        begun = time.perf_counter()
        answer, kind = look(reader, path)
        taken_ms = (time.perf_counter() - begun) * 1000
        sums[kind] += 1
        line = (str(path.relative_to(options.folder)), place, f"{taken_ms:.0f}", answer)
        print(f"| {' | '.join(line)} |" if options.markdown else "  ".join(line))
    reader.close()
    print("\n" + ", ".join(f"{count} {kind}" for kind, count in sums.most_common()))
    return 1 if sums["BUG"] else 0


def look(reader: PhotoReader, path: Path) -> tuple[str, str]:
    """Return what is said of a file, and which kind of answer that is."""
    try:
        (picture,) = reader.read(path, [EDGE_PX])
    except PhotoError as error:
        return str(error), "said why not"
    except Exception as error:
        return f"BUG: {error!r}", "BUG"
    return f"{picture.width} × {picture.height}", "shown"


if __name__ == "__main__":
    sys.exit(main())
