"""Draws a round official seal: ring, star, and the unit's name along the arc. The names are invented."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bench.scans.fonts import packaged_fonts

DIAMETER_MM = 42.0
NAMES = ("望舒区养老服务指导中心", "青原州档案馆", "云陂县水利发展中心", "澄江市社区服务管理处")
_FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")
_FACE = 2  # Simplified Chinese
_RING = 0.035  # of the diameter
_STAR = 0.17  # radius, of the diameter
_TEXT = 0.115  # height of a character, of the diameter
_LEAST_PIXELS = 64


def seal(pixels: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """How much ink the seal puts down, 0 to 1, on a square of so many pixels; uneven, slightly turned."""
    shape = _shape(max(pixels, _LEAST_PIXELS), NAMES[int(rng.integers(len(NAMES)))])
    turned = shape.rotate(float(rng.normal(0, 6)), Image.Resampling.BILINEAR).resize((pixels, pixels))
    ink = np.asarray(turned, np.float32) / 255
    return np.asarray(ink * _pressure(pixels, rng), np.float32)


@cache
def _shape(size: int, name: str) -> Image.Image:
    image = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(image)
    margin = 0.01 * size
    draw.ellipse((margin, margin, size - margin, size - margin), outline=255, width=round(_RING * size))
    draw.polygon(_star(size / 2, _STAR * size), fill=255)
    _write(image, name)
    return image


def _star(centre: float, radius: float) -> list[tuple[float, float]]:
    inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(54))
    corners = []
    for step in range(10):
        angle, reach = math.radians(36 * step - 90), inner if step % 2 else radius
        corners.append((centre + reach * math.cos(angle), centre + reach * math.sin(angle)))
    return corners


def _write(image: Image.Image, name: str) -> None:
    """The characters stand upright on the inside of the ring, spread over its upper three fifths."""
    size = image.width
    height = round(_TEXT * size)
    font = _font(height)
    reach = size / 2 - 0.06 * size - height / 2
    sweep = min(240.0, 27.0 * (len(name) - 1))
    for at, character in enumerate(name):
        angle = -90 - sweep / 2 + sweep * at / (len(name) - 1)
        tile = Image.new("L", (2 * height, 2 * height), 0)
        ImageDraw.Draw(tile).text((height, height), character, font=font, fill=255, anchor="mm")
        tile = tile.rotate(-(angle + 90), Image.Resampling.BILINEAR)
        x = size / 2 + reach * math.cos(math.radians(angle))
        y = size / 2 + reach * math.sin(math.radians(angle))
        image.paste(255, (round(x - height), round(y - height)), tile)


def _font(height: int) -> ImageFont.FreeTypeFont:
    """Noto Serif, or FangSong, which comes with the recogniser's models, where there is none."""
    if _FONT.exists():
        return ImageFont.truetype(_FONT, height, index=_FACE)
    return ImageFont.truetype(packaged_fonts() / "simfang.ttf", height)


def _pressure(pixels: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Uneven pressure: broad patches of more and less ink, and a fine grain where the paper took none."""
    broad = cv2.resize(rng.uniform(0.55, 1.0, (5, 5)).astype(np.float32), (pixels, pixels))
    fine = rng.normal(0.9, 0.18, (pixels, pixels)).astype(np.float32)
    return np.asarray(np.clip(broad * cv2.GaussianBlur(fine, (0, 0), 0.8), 0.0, 1.0), np.float32)
