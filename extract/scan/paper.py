"""From pixels of the straight page back to points of the page as it was submitted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from extract.document import Box, OnPage

if TYPE_CHECKING:
    from extract.scan.ink import PixelBox
    from extract.scan.types import Picture, Straight


class Paper:
    """The submitted page, turned by quarters so that it reads upright, in points from its top left corner.

    A page that was scanned at a slant keeps its slant: boxes are the upright ones around what stands there.
    """

    def __init__(self, number: int, picture: Picture, straight: Straight) -> None:
        self._number = number
        self._straight = straight
        self._dpi = picture.dpi
        height, width = picture.pixels.shape[:2]
        self._across, self._down = width * 72 / picture.dpi[0], height * 72 / picture.dpi[1]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page once it is turned upright."""
        sideways = self._straight.turn in (90, 270)
        return (self._down, self._across) if sideways else (self._across, self._down)

    def place(self, boxes: Iterable[PixelBox]) -> OnPage:
        """Where these boxes of straight pixels stand, as one box."""
        x0, top, x1, bottom = zip(*boxes, strict=True)
        return self._on_page(min(x0), min(top), max(x1), max(bottom))

    def place_of(self, box: Box) -> OnPage:
        """Where a box in points of the straight page stands."""
        scale = self._straight.per_point
        return self._on_page(box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale)

    def _on_page(self, x0: float, top: float, x1: float, bottom: float) -> OnPage:
        corners = np.array([[x0, top, 1.0], [x1, top, 1.0], [x1, bottom, 1.0], [x0, bottom, 1.0]])
        mapped = corners @ self._straight.to_picture.T
        points = (mapped[:, :2] / mapped[:, 2:] + 0.5) * 72 / np.array(self._dpi)
        turned = [self._turned(float(x), float(y)) for x, y in points]
        xs, ys = zip(*turned, strict=True)
        width, height = self.size
        box = Box(max(0.0, min(xs)), max(0.0, min(ys)), min(width, max(xs)), min(height, max(ys)))
        return OnPage(self._number, box)

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        turns = {
            0: (x, y),
            90: (self._down - y, x),
            180: (self._across - x, self._down - y),
            270: (y, self._across - x),
        }
        return turns[self._straight.turn]
