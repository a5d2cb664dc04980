"""Coloured seals: lifted off the page, the print below them staying.

Only what has the shape of a seal is touched: red figures and blue signatures are ink like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.scan.pixels import as_grey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.scan.types import Colour, Grey, Mask

_COLOURED = 40  # of 255: how much stronger red or blue than the weakest channel, the paper being white
_STROKE_GAP_INCHES = 0.2  # between strokes of one seal; a bold title across it leaves no colour of its own
_LEAST_SQUARE_INCHES = 0.34  # a name seal of 9 mm
_SIDE_INCHES = (0.45, 3.5)  # a name seal to the longest seal of a ministry
_ROUND = (0.66, 0.87)  # share of its bounding box; a circle has 0.785
_SQUARE_MOST_INCHES = 2.0  # 50 mm; name seals and square ones of offices, contract seals are round
_OBLONG = 2.2  # of an oval
_LONG = 3.2  # of a name seal; writing in red is longer, or has no frame
_FRAMED = 0.93  # share of its outline along which a square seal has ink: its frame, or all of it


def without_colour(
    pixels: Grey | Colour, small: Grey | Colour, dpi: float, paper: Grey | None
) -> tuple[Grey, Mask | None]:
    """The page in grey with red and blue seals lifted off, and where their strokes lay (None: nowhere).

    Black under a seal is dark in every channel and stays; the seal itself is light in its own channel.

    Args:
        pixels: the whole picture.
        small: the same reduced.
        dpi: resolution of `small`.
        paper: not 0 where the sheet lies in `small`, None if everywhere; a brown desk is no seal.
    """
    if pixels.ndim == 2 or small.ndim == 2:
        return pixels, None
    grey = as_grey(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    strokes: Mask | None = None
    for outline in _coloured_seals(small, dpi, paper):
        if strokes is None:
            strokes = np.zeros(grey.shape, np.bool_)
        scale = (pixels.shape[1] / small.shape[1], pixels.shape[0] / small.shape[0])
        _lift(pixels, grey, strokes, (outline * scale).astype(np.int32))
    return grey, strokes


def _coloured_seals(small: Colour, dpi: float, sheet: Grey | None) -> list[NDArray[np.float64]]:
    """Outlines (n x 2) of coloured things shaped like seals, in small pixels."""
    coloured = _coloured(small, _paper(small)).astype(np.uint8)
    if sheet is not None:
        coloured[cv2.erode(sheet, np.ones((9, 9), np.uint8)) == 0] = 0
    coloured = as_grey(cv2.medianBlur(coloured, 3))
    gap = max(3, round(_STROKE_GAP_INCHES * dpi) | 1)
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hulls = [cv2.convexHull(outline).reshape(-1, 2).astype(np.float64) for outline in outlines]
    return [_grown(hull, 0.05 * dpi) for hull in hulls if _is_seal(hull, coloured, dpi)]


def _is_seal(hull: NDArray[np.float64], coloured: Grey, dpi: float) -> bool:
    """Round or oval, or a framed square or oblong, or cut by the edge of the page."""
    shape = coloured.shape
    left, top = map(float, hull.min(axis=0))
    right, bottom = map(float, hull.max(axis=0))
    width, height = (right - left + 1) / dpi, (bottom - top + 1) / dpi
    least, most = _SIDE_INCHES
    cut = left < 2 or top < 2 or right > shape[1] - 3 or bottom > shape[0] - 3
    if cut:
        return least / 3 < min(width, height) and 2 * least < max(width, height) < most
    if not (min(width, height) > _LEAST_SQUARE_INCHES and max(width, height) < most):
        return False
    fill: float = cv2.contourArea(hull.astype(np.float32)) / (width * height * dpi**2)
    oblong = max(width, height) / min(width, height)
    if _ROUND[0] < fill < _ROUND[1] and oblong < _OBLONG and min(width, height) > least:
        return True
    (_, (one, other), _) = cv2.minAreaRect(hull.astype(np.float32))
    longest, shortest = max(one, other), max(1.0, min(one, other))
    straight = cv2.contourArea(hull.astype(np.float32)) >= _ROUND[1] * longest * shortest
    fits = longest < _SQUARE_MOST_INCHES * dpi and longest < _LONG * shortest
    return straight and fits and _framed(hull, coloured) >= _FRAMED


def _framed(hull: NDArray[np.float64], coloured: Grey) -> float:
    """Along which share of the outline there is colour: characters leave gaps, a frame does not."""
    outline = np.zeros(coloured.shape, np.uint8)
    cv2.polylines(outline, [hull.round().astype(np.int32)], isClosed=True, color=1)
    near = cv2.dilate(coloured, np.ones((3, 3), np.uint8))
    return float(near[outline > 0].mean())


def _grown(hull: NDArray[np.float64], by: float) -> NDArray[np.float64]:
    middle = (hull.min(axis=0) + hull.max(axis=0)) / 2
    reach = (hull.max(axis=0) - hull.min(axis=0)) / 2
    grown: NDArray[np.float64] = middle + (hull - middle) * (1 + by / reach.clip(1))
    return grown


def _paper(colour: Colour) -> NDArray[np.float32]:
    """How light the paper is in each channel around every pixel."""
    size = (max(1, colour.shape[1] // 4), max(1, colour.shape[0] // 4))
    light = cv2.resize(colour, size, interpolation=cv2.INTER_AREA)
    light = cv2.blur(cv2.dilate(light, np.ones((7, 7), np.uint8)), (7, 7))
    paper: NDArray[np.float32] = cv2.resize(light, colour.shape[1::-1]).astype(np.float32)
    return paper.clip(60)


def _coloured(colour: Colour, paper: NDArray[np.float32]) -> Mask:
    """Where red or blue is the strongest channel by far; green and yellow are no seal's."""
    even = np.minimum(colour * (255 / paper), 255)
    red, green, blue = even[..., 0], even[..., 1], even[..., 2]
    mask: Mask = np.maximum(red, blue) - np.minimum(np.minimum(red, blue), green) > _COLOURED
    return mask & (np.maximum(red, blue) > green + _COLOURED / 2)


def _lift(pixels: Colour, grey: Grey, strokes: Mask, outline: NDArray[np.int32]) -> None:
    """Takes one seal off `grey` and adds its strokes to `strokes`, both in place."""
    (left, top), (right, bottom) = outline.min(axis=0).clip(0), outline.max(axis=0) + 1
    part = pixels[top:bottom, left:right]
    inside = np.zeros(part.shape[:2], np.uint8)
    cv2.fillPoly(inside, [outline - (left, top)], 1)
    paper = np.percentile(part.reshape(-1, 3), 90, axis=0).astype(np.float32).clip(60)
    coloured = _coloured(part, paper) & (inside > 0)
    if not coloured.any():
        return
    lightest = (part * (1 / paper)).max(axis=2).clip(0, 1)
    of_seal = float(np.percentile(lightest[coloured], 60))
    lift = np.where(coloured, (lightest / max(of_seal, 0.3)).clip(0, 1), lightest)
    paper_grey = float(np.percentile(grey[top:bottom, left:right], 90))
    lifted = (lift * paper_grey).astype(np.uint8)
    near = cv2.dilate(coloured.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    part_grey = grey[top:bottom, left:right]
    part_grey[near] = np.maximum(part_grey, lifted)[near]
    strokes[top:bottom, left:right] |= coloured
