"""Write one keyword into one photo; run as a program of its own under strace.

Exit status: 0 written, 3 refused with a sentence on standard output.
"""

import sys
from pathlib import Path

from phototagger.core.errors import PhototaggerError
from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import Writer


def main(journal: str, photo: str) -> int:
    writer = Writer(Path(journal))
    try:
        writer.write(Path(photo), KeywordChange(add=KeywordSet(("kočka",))), batch="one")
    except PhototaggerError as error:
        print(f"{type(error).__name__}: {error}")
        return 3
    finally:
        writer.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
