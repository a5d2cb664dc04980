"""Where the sheet of paper ends: a desk around a photographed page, black borders of a copier."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from extract.scan.pixels import as_grey

if TYPE_CHECKING:
    from extract.scan.types import Grey

_DPI = 50
_CLOSED_INCHES = 0.2  # darker things narrower than this (text, rulings) lie on the paper and do not end it
_STEP = (
    0.025  # share of the light from pixel to pixel at 50 dpi; a shadow is softer, an edge of paper sharper
)
_DARK = 10.0  # grey levels; below, noise is a large share of the light
_LEAST_FILL = 0.93  # of its bounding box: paper is a rectangle
_LEAST_SHARE = 0.2  # of the picture
_LEAST_SOLID = 0.97  # of its convex hull: a sheet seen at any angle has four straight edges
_PHOTOGRAPHED = (
    0.9  # less than this share of the picture across and down: no scanner leaves so much around it
)
_WHOLE = 0.85  # share of the picture across and down from which any shape of sheet is believed
_PROPORTIONS = (1.2, 1.6)  # from Letter to Legal; A4 has 1.41
_A4_TOLERANCE = 0.06


class Sheet(NamedTuple):
    """The paper within a straight picture: its box (x0, top, x1, bottom) and what lies around it, in pixels.

    `around` is of the size of the picture, not 0 where there is no paper. `photographed`: much of the picture
    is something else, so its resolution says nothing about the paper.
    """

    box: tuple[int, int, int, int]
    around: Grey
    photographed: bool

    @property
    def dpi(self) -> tuple[float, float] | None:
        """Dots per inch across and down of a photographed sheet, taken for A4; None if not photographed."""
        if not self.photographed:
            return None
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        inches = (8.27, 11.69) if height > width else (11.69, 8.27)
        across, down = width / inches[0], height / inches[1]
        if abs(down / across - 1) < _A4_TOLERANCE:
            return across, down  # what remains of the perspective is taken out
        return min(across, down), min(across, down)

    @property
    def is_page(self) -> bool:
        """Whether it has the proportions of some size of paper."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return _PROPORTIONS[0] < max(width, height) / min(width, height) < _PROPORTIONS[1]


def sheet(straight: Grey, dpi: float) -> Sheet | None:
    """The sheet, or None where the paper fills the picture or its edge is not certain.

    Uncertain means: nothing is cut off. A shadow across the page must not cost half of it.

    Args:
        straight: the picture at any resolution, upright, its lines level.
        dpi: its resolution.
    """
    scale = min(1.0, _DPI / dpi)
    small = _at_dpi(straight, scale)
    height, width = small.shape
    if min(height, width) < _DPI:
        return None
    paper = _paper(small)
    across, down = (np.flatnonzero(paper.mean(axis=axis) > 255 / 2) for axis in (0, 1))
    if not len(across) or not len(down):
        return None
    x0, x1, top, bottom = int(across[0]), int(across[-1]) + 1, int(down[0]), int(down[-1]) + 1
    if paper[top:bottom, x0:x1].mean() < _LEAST_FILL * 255:
        return None
    share = (x1 - x0) / width, (bottom - top) / height
    if min(share) > 0.985:
        return None
    box = (round(x0 / scale), round(top / scale), round(x1 / scale), round(bottom / scale))
    around = cv2.dilate(255 - paper, np.ones((3, 3), np.uint8))
    large = as_grey(cv2.resize(around, straight.shape[::-1], interpolation=cv2.INTER_NEAREST))
    found = Sheet(box, large, photographed=max(share) < _PHOTOGRAPHED)
    return found if min(share) > _WHOLE or found.is_page else None


def on_paper(picture: Grey, dpi: float) -> Grey | None:
    """255 on the sheet and a little beyond its edge, at any tilt; None where no sheet stands out.

    The grain of a desk and the joints of a floor are straight lines too, and they are not those of the page.
    """
    small = _at_dpi(picture, min(1.0, _DPI / dpi))
    if min(small.shape) < _DPI:
        return None
    paper = _paper(small)
    outlines, _ = cv2.findContours(paper, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    area = sum(cv2.contourArea(outline) for outline in outlines)
    hull = cv2.contourArea(cv2.convexHull(np.concatenate(outlines)))
    if not _LEAST_SHARE * small.size < area or area < _LEAST_SOLID * hull:
        return None
    return as_grey(cv2.resize(cv2.dilate(paper, np.ones((5, 5), np.uint8)), picture.shape[::-1]))


def _at_dpi(picture: Grey, scale: float) -> Grey:
    height, width = (max(1, round(side * scale)) for side in picture.shape)
    return as_grey(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA))


def _paper(small: Grey) -> Grey:
    """255 where the brightest point of the middle is reached without crossing an edge, holes filled."""
    size = round(_CLOSED_INCHES * _DPI) | 1
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    ground = np.log(cv2.medianBlur(ground, 5) + np.float32(_DARK))
    height, width = ground.shape
    middle = ground[height // 4 : -height // 4, width // 4 : -width // 4]
    row, column = np.unravel_index(int(middle.argmax()), middle.shape)
    seed = (int(column) + width // 4, int(row) + height // 4)
    mask = np.zeros((height + 2, width + 2), np.uint8)
    flags = 4 | (255 << 8) | cv2.FLOODFILL_MASK_ONLY
    cv2.floodFill(ground, mask, seed, 0, (_STEP,), (_STEP,), flags)
    filled = np.zeros(ground.shape, np.uint8)
    outlines, _ = cv2.findContours(mask[1:-1, 1:-1], cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    cv2.drawContours(filled, outlines, -1, 255, cv2.FILLED)
    return filled
