"""Makes photos for the review drive: small scenes with sky, water, hills, trees and houses.

No two are alike, and a model of photos finds something in each. Nothing is random but for a seed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZE = (480, 320)
_SKIES = (((70, 130, 210), (200, 225, 245)), ((240, 120, 60), (250, 210, 140)))
_GROUNDS = ((215, 195, 150), (90, 140, 60), (235, 238, 242), (110, 100, 90))


def make_photos(folder: Path, count: int) -> list[Path]:
    """Make *count* JPEG files called IMG_0001.jpg and so on; return their paths in order."""
    folder.mkdir(parents=True)
    paths = []
    for number in range(1, count + 1):
        path = folder / f"IMG_{number:04}.jpg"
        _scene(number).save(path, quality=85)
        paths.append(path)
    return paths


def _scene(number: int) -> Image.Image:
    chance = np.random.default_rng(number)
    width, height = SIZE
    horizon = int(height * chance.uniform(0.35, 0.65))
    top, low = (np.array(color, float) for color in _SKIES[number % 2])
    share = np.linspace(0.0, 1.0, horizon)[:, None, None]
    pixels = np.empty((height, width, 3))
    pixels[:horizon] = top * (1 - share) + low * share
    ground = np.array(_GROUNDS[number // 2 % len(_GROUNDS)], float)
    depth = np.linspace(0.75, 1.1, height - horizon)[:, None, None]
    pixels[horizon:] = ground * depth
    if number % 3:
        water = slice(horizon, horizon + (height - horizon) // (1 + number % 3))
        waves = chance.normal(0, 9, (water.stop - water.start, width, 1))
        pixels[water] = np.array((30.0, 95.0, 150.0)) + waves
    pixels += chance.normal(0, 5, pixels.shape)
    picture = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    x, y = int(chance.integers(40, width - 40)), int(chance.integers(20, max(21, horizon - 30)))
    draw.ellipse((x - 16, y - 16, x + 16, y + 16), fill=(255, 240, 190))
    if number % 4 < 2:
        _hills(draw, chance, horizon)
    if number % 5 < 3:
        _trees(draw, chance, horizon)
    if number % 7 < 2:
        _houses(draw, chance, horizon)
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def _hills(draw: ImageDraw.ImageDraw, chance: np.random.Generator, horizon: int) -> None:
    for x in range(-60, SIZE[0] + 60, 90):
        peak = horizon - int(chance.integers(30, 110))
        left, right = x - int(chance.integers(60, 120)), x + int(chance.integers(60, 120))
        shade = int(chance.integers(60, 110))
        draw.polygon(
            ((left, horizon), (x, peak), (right, horizon)), fill=(shade, shade, shade + 20)
        )
        if peak < horizon - 70:
            draw.polygon(((x - 14, peak + 20), (x, peak), (x + 14, peak + 20)), fill="white")


def _trees(draw: ImageDraw.ImageDraw, chance: np.random.Generator, horizon: int) -> None:
    for _ in range(int(chance.integers(3, 12))):
        x, foot = int(chance.integers(0, SIZE[0])), horizon + int(chance.integers(5, 60))
        tall = int(chance.integers(40, 90))
        draw.rectangle((x - 3, foot - tall // 2, x + 3, foot), fill=(80, 55, 35))
        for _ in range(14):
            dx, dy = (int(chance.integers(-20, 21)) for _ in range(2))
            green = int(chance.integers(80, 150))
            center = (x + dx, foot - tall // 2 - 15 + dy)
            box = (center[0] - 12, center[1] - 12, center[0] + 12, center[1] + 12)
            draw.ellipse(box, fill=(40, green, 40))


def _houses(draw: ImageDraw.ImageDraw, chance: np.random.Generator, horizon: int) -> None:
    for x in range(int(chance.integers(0, 60)), SIZE[0], 85):
        tall, wide = int(chance.integers(50, 130)), int(chance.integers(40, 70))
        foot = horizon + 20
        tone = tuple(int(value) for value in chance.integers(120, 220, 3))
        draw.rectangle((x, foot - tall, x + wide, foot), fill=tone)
        for wx in range(x + 6, x + wide - 8, 14):
            for wy in range(foot - tall + 8, foot - 12, 18):
                draw.rectangle((wx, wy, wx + 7, wy + 10), fill=(60, 75, 95))
