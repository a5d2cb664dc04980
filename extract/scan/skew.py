"""Tilt of a page that has text but no rulings: the angle at which its lines of text stand out best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.scan.pixels import as_grey

if TYPE_CHECKING:
    from extract.scan.types import Grey

_SIDE = 700  # pixels; a line of text is then some 8 pixels high
_COARSE = np.arange(-10, 10.01, 0.5)
_FINE = np.arange(-0.5, 0.51, 0.1)
_LEAST_GAIN = 1.02  # how much sharper than upright the best angle must be, or the page stays as it is


def text_slope(small: Grey) -> float:
    """Slope of the lines of text (down per pixel across), 0 where none stand out.

    On a page that lies on its side the lines run down, and the slope is that of what is level on it.

    Args:
        small: the page level to about 10 degrees, whichever side up, dark on light.
    """
    scale = _SIDE / max(small.shape)
    size = (max(1, round(small.shape[1] * scale)), max(1, round(small.shape[0] * scale)))
    reduced = cv2.resize(small, size, interpolation=cv2.INTER_AREA)
    ink = as_grey(cv2.subtract(cv2.blur(reduced, (31, 31)), reduced))
    best, level, angle = max(_best(ink), _best(np.rot90(ink).copy()))
    return float(np.tan(np.radians(angle))) if best > _LEAST_GAIN * level else 0.0


def _best(ink: Grey) -> tuple[float, float, float]:
    """How sharp the rows of text can be made, how sharp they are, and by a turn of how many degrees."""
    coarse = max(_COARSE, key=lambda angle: _sharpness(ink, angle))
    best = max(coarse + _FINE, key=lambda angle: _sharpness(ink, angle))
    return _sharpness(ink, best), _sharpness(ink, 0.0), float(best)


def _sharpness(ink: Grey, degrees: float) -> float:
    """How much the ink changes from row to row once the page is sheared by that angle."""
    slope = float(np.tan(np.radians(degrees)))
    height, width = ink.shape
    shear = np.array([[1, 0, 0], [slope, 1, -slope * width / 2]])
    level = cv2.warpAffine(ink, shear, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    rows = level.mean(axis=1)
    return float(np.square(np.diff(rows)).mean())
