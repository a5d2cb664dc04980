"""A picture of a page becomes the page: right way up, level, flat, evenly lit, its seals found.

The geometry is measured on a reduced copy; the pixels are moved once, by the product of all steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.scan.frame import Frame, framed, moved, scaled
from extract.scan.grey_seal import without_grey
from extract.scan.light import flattened
from extract.scan.pixels import as_grey
from extract.scan.seal import without_colour
from extract.scan.sheet import on_paper
from extract.scan.types import Picture, Straight

if TYPE_CHECKING:
    from extract.scan.types import Colour, Grey, Homography, Mask

_SMALL_DPI = 100  # rulings and lines of text are still seen, and the geometry costs a tenth of a second
_STILL = 0.3  # pixels; a page moved by less is left as it is, sharp
_COARSE_STEP = 1.4  # pixels of the picture to one of the page
_SHARPENED_DPI = 220  # up to here the strokes of small characters are few pixels, and worth the slower way
_WHITE = 255


def straightened(picture: Picture) -> Straight:
    """The page upright, level and evenly lit, at most 300 dpi; see `Straight`."""
    small, dpi = _reduced(picture)
    small_grey = _grey(small)
    paper = on_paper(small_grey, dpi)
    frame = framed(picture, small_grey, dpi, paper)
    grey, strokes = without_colour(picture.pixels, small, dpi, paper)
    even = flattened(_drawn(grey, frame), frame.dpi)
    if frame.around is not None:
        even[cv2.resize(frame.around, even.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0] = _WHITE
    faded, text, grey_strokes = without_grey(even, frame.dpi)
    sealed: Mask = grey_strokes | _drawn_mask(strokes, frame)
    return Straight(faded, text, frame.dpi / 72, frame.to_picture, sealed, frame.turn)


def _reduced(picture: Picture) -> tuple[Grey | Colour, float]:
    """The picture at some 100 dpi, the same across and down, and at how many exactly."""
    height, width = picture.pixels.shape[:2]
    dpi = min(_SMALL_DPI, *picture.dpi)
    size = (max(1, round(width * dpi / picture.dpi[0])), max(1, round(height * dpi / picture.dpi[1])))
    return as_grey(cv2.resize(picture.pixels, size, interpolation=cv2.INTER_AREA)), dpi


def _grey(pixels: Grey | Colour) -> Grey:
    return pixels if pixels.ndim == 2 else as_grey(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def _drawn(grey: Grey, frame: Frame) -> Grey:
    """The straight page in its own pixels, white where the picture has none."""
    path, step = frame.to_picture, _step(frame)
    if step > _COARSE_STEP:  # otherwise pixels would be skipped
        size = (max(1, round(grey.shape[1] / step)), max(1, round(grey.shape[0] / step)))
        path = scaled(size[0] / grey.shape[1], size[1] / grey.shape[0]) @ path
        grey = as_grey(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))
    left, above = round(path[0, 2]), round(path[1, 2])
    inside = (
        left >= 0 <= above and left + frame.width <= grey.shape[1] and above + frame.height <= grey.shape[0]
    )
    if inside and _is_still(moved(-left, -above) @ path, frame):
        return grey[above : above + frame.height, left : left + frame.width]
    sharp = cv2.INTER_CUBIC if frame.dpi <= _SHARPENED_DPI else cv2.INTER_LINEAR
    flags, size = sharp | cv2.WARP_INVERSE_MAP, (frame.width, frame.height)
    return as_grey(cv2.warpPerspective(grey, path, size, flags=flags, borderValue=_WHITE))


def _drawn_mask(strokes: Mask | None, frame: Frame) -> Mask:
    if strokes is None:
        return np.zeros((frame.height, frame.width), np.bool_)
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    size = (frame.width, frame.height)
    mask: Mask = cv2.warpPerspective(strokes.astype(np.uint8), frame.to_picture, size, flags=flags) > 0
    return mask


def _step(frame: Frame) -> float:
    """How many pixels of the picture one pixel in the middle of the straight page covers, across and down."""
    x, y = frame.width / 2, frame.height / 2
    around = np.array([[[x, y], [x + 1, y], [x, y + 1]]])
    middle, right, below = cv2.perspectiveTransform(around, frame.to_picture)[0]
    return float(min(np.hypot(*(right - middle)), np.hypot(*(below - middle))))


def _is_still(path: Homography, frame: Frame) -> bool:
    width, height = frame.width - 1, frame.height - 1
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], dtype=np.float64)
    return bool(np.abs(cv2.perspectiveTransform(corners, path) - corners).max() < _STILL)
