"""What a picture is by its pixels alone: black and white, dark, a panorama.

No model has a say in these, so they are exact by definition and kept apart from tags: they come in
a field of their own, and only when asked for. “Dark” is a dark picture, which need not be night.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from phototagger.service.arrays import Pixels

_MAX_SPREAD = 12
"""Distance of a pixel's colours that JPEG and a tinted scan still make of grey, of 255."""

_SPREAD_SHARE = 0.95
_DARK_BELOW = 45
_LIGHT = np.array((0.299, 0.587, 0.114), np.float32)
"""Share of each colour in brightness. Source: ITU-R BT.601."""

_PANORAMA_FROM = 2.0

NAMES = {
    "black and white": {"en": "black and white", "cs": "černobílá"},
    "dark": {"en": "dark", "cs": "tmavá"},
    "panorama": {"en": "panorama", "cs": "panorama"},
}


def attributes(pixels: Pixels, size: tuple[int, int]) -> tuple[str, ...]:
    """Return which of `NAMES` the picture is.

    Args:
        pixels: height × width × 3, RGB, the picture at any scale and proportions.
        size: width and height of the picture as it came.
    """
    return tuple(name for name, holds in _TESTS.items() if holds(pixels, size))


def _is_grey(pixels: Pixels, _size: tuple[int, int]) -> bool:
    spread = pixels.max(axis=2) - pixels.min(axis=2)
    few = np.count_nonzero(spread >= _MAX_SPREAD)
    return bool(few <= (1 - _SPREAD_SHARE) * spread.size)


def _is_dark(pixels: Pixels, _size: tuple[int, int]) -> bool:
    return float(pixels.reshape(-1, 3).mean(axis=0) @ _LIGHT) < _DARK_BELOW


def _is_panorama(_pixels: Pixels, size: tuple[int, int]) -> bool:
    return max(size) >= _PANORAMA_FROM * max(1, min(size))


_TESTS: dict[str, Callable[[Pixels, tuple[int, int]], bool]] = {
    "black and white": _is_grey,
    "dark": _is_dark,
    "panorama": _is_panorama,
}
