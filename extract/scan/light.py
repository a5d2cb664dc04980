"""Even light: every pixel against the paper around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.scan.pixels import as_grey

if TYPE_CHECKING:
    from extract.scan.types import Grey

_DPI = 40  # the paper is looked at in small
_STROKE_INCHES = 0.25  # nothing written is broader than this
_DARKEST_SHARE = 0.35  # of the lightest paper: what is darker is not paper in shadow
_GHOST = 0.9  # share of the paper's lightness above which only noise and the back of the sheet are seen


def flattened(grey: Grey, dpi: float) -> Grey:
    """The same page on even white: shadows, yellow light and the faint back side are gone.

    Areas darker than paper and broader than a stroke (shaded cells) become white as well, their edges stay.
    """
    paper = _paper(grey, dpi)
    even = cv2.divide(grey, paper, scale=255)
    levels = np.clip(np.arange(256) / _GHOST, 0, 255).round().astype(np.uint8)
    return as_grey(cv2.LUT(even, levels))


def _paper(grey: Grey, dpi: float) -> Grey:
    """How light the paper is at every pixel."""
    scale = min(1.0, _DPI / dpi)
    height, width = grey.shape
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    reach = round(_STROKE_INCHES * _DPI) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    paper = cv2.GaussianBlur(paper, (0, 0), reach / 4, borderType=cv2.BORDER_REPLICATE)
    least = max(1, int(np.percentile(paper, 95) * _DARKEST_SHARE))
    return as_grey(cv2.resize(np.maximum(paper, least), (width, height), interpolation=cv2.INTER_LINEAR))
