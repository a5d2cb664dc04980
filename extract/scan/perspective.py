"""Tilt and perspective of a page, from its long straight lines.

Parallel lines of the page (horizontal rulings, text frames, paper edges) are lines through one point in the
picture, far away. Two such points, one for the horizontals and one for the verticals, fix the view up to
scale: taking both to infinity makes every ruling exactly horizontal or vertical, whichever rulings there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.scan.types import Grey, Homography

    Segments = NDArray[np.float64]  # n x 4: x0, y0, x1, y1

_STEEPEST = 0.25  # slope; beyond 14 degrees a line belongs to neither family
_SPREADS = (0.05, 0.02, 0.008, 0.004, 0.003)  # how far from the fit a slope may be, round after round
_PRIOR = 0.02  # how much the lines must say before a perspective is believed, as a share of their weight
_LEAST_EXTENT = 0.05  # lines within a narrower band tell a tilt but no perspective


class Pencil(NamedTuple):
    """Lines through one far point. `slope` at the centre of the page, `closing` per half long side.

    `weight` is the length of the lines that agree, in half long sides.
    """

    slope: float
    closing: float
    weight: float


def segments(small: Grey, shortest: float) -> Segments:
    """Straight edges of at least that many pixels."""
    found: Any = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(small)[0]
    if found is None:
        return np.empty((0, 4))
    lines: Segments = np.asarray(found, dtype=np.float64).reshape(-1, 4)
    return lines[np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]) >= shortest]


def pencils(lines: Segments, width: int, height: int) -> tuple[Pencil, Pencil]:
    """The pencil of the horizontals and that of the verticals, of weight 0 where there are none."""
    half = max(width, height) / 2
    centred = (lines.reshape(-1, 2, 2) - ((width - 1) / 2, (height - 1) / 2)) / half
    across = np.abs(centred[:, 1, 0] - centred[:, 0, 0])
    down = np.abs(centred[:, 1, 1] - centred[:, 0, 1])
    flat = centred[down < _STEEPEST * across]
    steep = centred[across < _STEEPEST * down][:, :, ::-1]  # x and y change places: one fit serves both
    tilt = _tilt(flat, steep)
    return _fitted(flat, tilt), _fitted(steep, -tilt)


def homography(horizontal: Pencil, vertical: Pencil, width: int, height: int) -> Homography:
    """From pixels of the straight page to pixels of the picture, the middle and its scale staying."""
    half = max(width, height) / 2
    first = np.array([1.0, horizontal.slope, horizontal.closing])
    second = np.array([vertical.slope, 1.0, vertical.closing])
    plane = np.column_stack(
        [first / np.hypot(*first[:2]), second / np.hypot(*second[:2]), np.array([0.0, 0.0, 1.0])]
    )
    centre = np.array([[half, 0, (width - 1) / 2], [0, half, (height - 1) / 2], [0, 0, 1.0]])
    view: Homography = centre @ plane @ np.linalg.inv(centre)
    return view


def _tilt(flat: NDArray[np.float64], steep: NDArray[np.float64]) -> float:
    """The slope on which most length agrees, horizontals and verticals voting together."""
    slopes, lengths = _slopes(flat)
    others, more = _slopes(steep)
    all_slopes, all_lengths = np.concatenate([slopes, -others]), np.concatenate([lengths, more])
    if not len(all_slopes):
        return 0.0
    votes, edges = np.histogram(all_slopes, bins=101, range=(-_STEEPEST, _STEEPEST), weights=all_lengths)
    smooth = np.convolve(votes, np.ones(9), mode="same")  # perspective spreads a pencil over 2 or 3 degrees
    best = int(smooth.argmax())
    return float((edges[best] + edges[best + 1]) / 2)


def _slopes(lines: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    delta = lines[:, 1] - lines[:, 0]
    return delta[:, 1] / np.where(delta[:, 0] == 0, 1, delta[:, 0]), np.abs(delta[:, 0])


def _fitted(lines: NDArray[np.float64], tilt: float) -> Pencil:
    """Robust least squares of slope = a - b (y - slope x), lines weighing as they are long."""
    if not len(lines):
        return Pencil(tilt, 0.0, 0.0)
    slopes, lengths = _slopes(lines)
    middle = lines.mean(axis=1)
    height = middle[:, 1] - slopes * middle[:, 0]
    a, b = tilt, 0.0
    for spread in _SPREADS:
        weights = lengths / (1 + ((slopes - a + b * height) / spread) ** 2) ** 2
        total = weights.sum()
        if total < 1e-9:
            return Pencil(tilt, 0.0, 0.0)
        mean, centre = (weights * slopes).sum() / total, (weights * height).sum() / total
        variance = (weights * (height - centre) ** 2).sum() / total
        covariance = (weights * (height - centre) * (slopes - mean)).sum() / total
        b = -covariance / (variance + _PRIOR**2) if variance > _LEAST_EXTENT**2 else 0.0
        a = mean + b * centre
    return Pencil(float(a), float(b), float(total))
