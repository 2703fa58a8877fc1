"""Write one keyword into photos; run as a program of its own, to be killed or failed.

Exit status: 0 written, 3 refused with a sentence on standard output.
"""

import sys
from pathlib import Path

from phototagger.core.errors import PhototaggerError
from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import Writer


def main(journal: str, *photos: str) -> int:
    writer = Writer(Path(journal))
    try:
        for photo in photos:
            writer.write(Path(photo), KeywordChange(add=KeywordSet(("kočka",))), batch="one")
            print(photo, flush=True)
    except PhototaggerError as error:
        print(f"{type(error).__name__}: {error}")
        return 3
    finally:
        writer.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
