"""The geometry of straightening: which picture pixel each pixel of the straight page comes from.

It is measured on a copy of the picture at 100 dpi and multiplied into one homography.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from extract.scan.light import flattened
from extract.scan.orientation import turn_of
from extract.scan.perspective import Pencil, homography, pencils, segments
from extract.scan.pixels import as_grey
from extract.scan.sheet import Sheet, sheet
from extract.scan.skew import text_slope
from extract.scan.types import Picture

if TYPE_CHECKING:
    from extract.scan.types import Grey, Homography

_MOST_DPI = 300
_SHORTEST_INCHES = 0.4  # of a straight edge that counts; the strokes of a title are shorter
_ENOUGH_LINES = 1.5  # half long sides of the page; with less the text must tell the tilt
_SOME_LINES = 0.4  # the same for the verticals alone; with less they stand square on the horizontals
_LEAST_SIDE = 20  # pixels; nothing can be measured on less
_WHITE = 255
_QUARTERS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


class Frame(NamedTuple):
    """The straight page to be drawn: its size, its resolution, and where each of its pixels comes from.

    `around`: reduced, not 0 where there is no paper; None if paper is everywhere. `turn` as in `Straight`.
    """

    width: int
    height: int
    dpi: float
    to_picture: Homography
    around: Grey | None
    turn: int


def framed(picture: Picture, small: Grey, dpi: float, paper: Grey | None) -> Frame:
    """The page made level, cut to its paper and turned upright.

    Args:
        picture: the whole.
        small: the same in grey, reduced.
        dpi: resolution of `small`.
        paper: not 0 where the sheet lies in `small`; None if everywhere.
    """
    view = _view(small, dpi, paper)
    left, above, width, height = _extent(view, small)
    view = view @ moved(left, above)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    level = as_grey(cv2.warpPerspective(small, view, (width, height), flags=flags, borderValue=_WHITE))
    found = sheet(level, dpi)
    x0, top, x1, bottom = found.box if found else (0, 0, width, height)
    turn = turn_of(flattened(level[top:bottom, x0:x1], dpi))
    across, down = (found and found.dpi) or (dpi, dpi)
    out = min(_MOST_DPI, max(picture.dpi) * across / dpi)
    size = max(1, round((x1 - x0) * out / across)), max(1, round((bottom - top) * out / down))
    path = _enlarged(picture, small) @ view @ moved(x0, top) @ scaled(across / out, down / out)
    path = path @ _turned_back(turn, *size)
    upright = size if turn in (0, 180) else size[::-1]
    return Frame(*upright, out, path, _around(found, turn), turn)


def _around(found: Sheet | None, turn: int) -> Grey | None:
    if found is None:
        return None
    x0, top, x1, bottom = found.box
    part = found.around[top:bottom, x0:x1]
    return as_grey(cv2.rotate(part, _QUARTERS[turn])) if turn else part


def _enlarged(picture: Picture, small: Grey) -> Homography:
    """From pixels of the reduced picture to those of the picture."""
    return scaled(picture.pixels.shape[1] / small.shape[1], picture.pixels.shape[0] / small.shape[0])


def _view(small: Grey, dpi: float, paper: Grey | None) -> Homography:
    """From pixels of the small page made level to those of the small page as it is."""
    height, width = small.shape
    if min(height, width) < _LEAST_SIDE:
        return np.eye(3)
    lines = segments(small, _SHORTEST_INCHES * dpi)
    if paper is not None:
        x, y = ((lines[:, :2] + lines[:, 2:]) / 2).astype(int).T
        lines = lines[paper[y.clip(0, height - 1), x.clip(0, width - 1)] > 0]
    horizontal, vertical = pencils(lines, width, height)
    if horizontal.weight + vertical.weight < _ENOUGH_LINES:
        slope = text_slope(small)
        horizontal, vertical = Pencil(slope, 0, 0), Pencil(-slope, 0, 0)
    elif vertical.weight < _SOME_LINES:
        vertical = Pencil(-horizontal.slope, 0, 0)
    elif horizontal.weight < _SOME_LINES:
        horizontal = Pencil(-vertical.slope, 0, 0)
    return homography(horizontal, vertical, width, height)


def _turned_back(turn: int, width: int, height: int) -> Homography:
    """From pixels of the page turned clockwise to those of the page, which is so wide and high."""
    rows = {
        0: [[1, 0, 0], [0, 1, 0]],
        90: [[0, 1, 0], [-1, 0, height - 1]],
        180: [[-1, 0, width - 1], [0, -1, height - 1]],
        270: [[0, -1, width - 1], [1, 0, 0]],
    }[turn]
    return np.array([*rows, [0, 0, 1]], dtype=np.float64)


def _extent(view: Homography, small: Grey) -> tuple[int, int, int, int]:
    """Left, top, width and height of what the picture covers once it is level, in small pixels."""
    height, width = small.shape
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], dtype=np.float64) - 0.5
    level = cv2.perspectiveTransform(corners, np.linalg.inv(view))[0]
    (left, above), (right, below) = np.round(level.min(axis=0) + 0.5), np.round(level.max(axis=0) + 0.5)
    return int(left), int(above), int(right - left), int(below - above)


def moved(right: float, down: float) -> Homography:
    """Pixels so much further right and down."""
    return np.array([[1, 0, right], [0, 1, down], [0, 0, 1.0]])


def scaled(across: float, down: float) -> Homography:
    """The centre of a pixel is where its number says, so that half a pixel lies before the first."""
    return np.array([[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2], [0, 0, 1.0]])
