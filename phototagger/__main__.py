"""Command line: the window (default) and its twins without one."""
import sys
from pathlib import Path


def main() -> int:
    from phototagger.core.settings import AppPaths
    from phototagger.ui.application import run
    return run(AppPaths.find(), [Path(p) for p in sys.argv[1:]])

if __name__ == "__main__":
    sys.exit(main())
