"""Sample photographs to try the program with, from the optional ``samples`` extra.

scikit-image ships a few freely licensed photographs. They are copied as JPEG into a folder of the
user's, so that nothing of the environment is ever written to. The package itself is never
imported: only its files are wanted.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from phototagger.core import pixels
from phototagger.core.app_paths import pictures_folder
from phototagger.core.atomic_file import replace_file

_NAMES = ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg", "camera.png")
_EDGE_PX = 2048
_QUALITY = 92


def default_folder() -> Path:
    """Return where the copies go: beside the user's own pictures."""
    return pictures_folder() / "PhotoTagger samples"


def are_available() -> bool:
    """True when the extra is installed."""
    return bool(_sources())


def copy_samples(folder: Path) -> list[Path]:
    """Copy the sample photos into *folder*; one that is there already stays as it is.

    Returns:
        The copies.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copies = []
    for source in _sources():
        copy = folder / f"{source.stem}.jpg"
        if not copy.exists():
            replace_file(copy, pixels.encode_jpeg(pixels.read(source, _EDGE_PX), _QUALITY))
        copies.append(copy)
    return copies


def _sources() -> list[Path]:
    spec = importlib.util.find_spec("skimage")
    if spec is None or spec.origin is None:
        return []
    data = Path(spec.origin).parent / "data"
    return [data / name for name in _NAMES if (data / name).is_file()]
