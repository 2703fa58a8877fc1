"""Write one keyword into photos, or take that back; a program of its own, to be killed or failed.

    write_once.py JOURNAL write|undo PHOTO...

Exit status: 0 done, 3 refused with a sentence on standard output.
"""

import sys
from pathlib import Path

from phototagger.core.errors import PhototaggerError
from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import Writer

CHANGE = KeywordChange(add=KeywordSet(("kočka",)))


def problems(writer: Writer, action: str, photos: list[Path]) -> list[str]:
    if action == "undo":
        return [line.problem for line in writer.undo("one") if line.problem]
    found = []
    for outcome in writer.write_many([(photo, CHANGE) for photo in photos], batch="one"):
        if outcome.error is None:
            print(outcome.path, flush=True)
        else:
            found.append(f"{type(outcome.error).__name__}: {outcome.error}")
    return found


def main(journal: str, action: str, *photos: str) -> int:
    writer = Writer(Path(journal))
    try:
        found = problems(writer, action, [Path(photo) for photo in photos])
    except PhototaggerError as error:
        found = [f"{type(error).__name__}: {error}"]
    finally:
        writer.close()
    for problem in found:
        print(problem)
    return 3 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
