"""Thin straight ridges of ink: where rules may lie, and how dark the ink is there.

Everything here is written for rules that run across; those that run down are the same on the transposed page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.scan.types import Grey, Mask

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

FAINTEST = 7.0
"""Ink fainter than this (of 255) is paper."""
THICKEST = 3.5
"""A band of ink thicker than this (points) is shading or a picture, not a rule."""

FADED, BROKEN, WHOLE = 4.0, 1.8, 1.2
"""Points along a rule over which ink is averaged: rules that drown in noise, or are broken, are mended, or
strokes of text stay apart."""
_NOISE = 4.0  # ink must stand out from the paper's noise by this many deviations
_CROSSING = 4.0  # points along a rule that a crossing rule hides
_STEP = 12.0  # points between the places where the path of a rule is taken
_MOST_RUNS = 3000


class Run(NamedTuple):
    """A straight run of thin ink: its path `x`, `y` (points, taken every few points) and its two ends."""

    start: float
    end: float
    x: Floats
    y: Floats


class Ridges(NamedTuple):
    """The ink of a page, to find what runs across in it; all of one size.

    `ridge`: how much darker than the paper above and below (0 to 255); `dark`: how dark at all. `level`: how
    dark the rules of this page are. What is no darker than `faintest` is paper.
    """

    ridge: Grey
    dark: Grey
    sealed: Mask
    per_point: float
    faintest: float
    level: float = 0.0

    def pixels(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """Row and column of the pixels at these points."""
        height, width = self.ridge.shape
        row, column = ((v * self.per_point).astype(np.int64) for v in (y, x))
        return row.clip(0, height - 1), column.clip(0, width - 1)


def ridges_of(grey: Grey, sealed: Mask, per_point: float, smooth: float) -> Ridges:
    """The ridges that run across a page, its ink averaged over so many points along them."""
    dark: Grey = (255 - cv2.blur(grey, (_odd(smooth * per_point), 1))).astype(np.uint8)
    across = np.ones((_odd(THICKEST * per_point), 1), np.uint8)
    ridge: Grey = cv2.morphologyEx(dark, cv2.MORPH_TOPHAT, across).astype(np.uint8)
    return Ridges(ridge, dark, sealed, per_point, _threshold(ridge))


def runs_of(ridges: Ridges, shortest: float) -> list[Run]:
    """Runs of thin ink at least this long (points), the longest first.

    The ink must go on without a break, but where a rule crosses there is no ridge, only ink.
    """
    length = max(3, round(shortest * ridges.per_point))
    along = np.ones((1, length), np.uint8)
    ink = _bytes(ridges.dark > ridges.faintest)
    solid = _bytes(cv2.morphologyEx(ink, cv2.MORPH_OPEN, along) > 0)
    thin = solid & _bytes(ridges.ridge > ridges.faintest)
    hidden = np.ones((1, _odd(_CROSSING * ridges.per_point)), np.uint8)
    thin = _bytes(cv2.morphologyEx(thin, cv2.MORPH_CLOSE, hidden) > 0) & solid
    _, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(thin, 8, cv2.CV_32S, cv2.CCL_GRANA)
    wide = np.flatnonzero(stats[1:, cv2.CC_STAT_WIDTH] >= length) + 1
    wide = wide[np.argsort(-stats[wide, cv2.CC_STAT_WIDTH])][:_MOST_RUNS]
    if not len(wide):
        return []
    return _paths(
        thin, labels.astype(np.int32, copy=False), stats.astype(np.int32, copy=False), wide, ridges.per_point
    )


def _paths(
    thin: Grey, labels: NDArray[np.int32], stats: NDArray[np.int32], chosen: Ints, per_point: float
) -> list[Run]:
    """The middle of each chosen component, every few points along it."""
    xs, ys = cv2.findNonZero(thin).reshape(-1, 2).T
    count = len(stats)
    step = max(1, round(_STEP * per_point))
    bins = labels.shape[1] // step + 1
    key = labels[ys, xs].astype(np.int64) * bins + xs // step
    size = np.bincount(key, minlength=count * bins)
    sums = [np.bincount(key, weights=v, minlength=count * bins) for v in (xs, ys)]
    found = []
    for label in chosen:
        part = slice(label * bins, (label + 1) * bins)
        held = size[part] >= 2
        x, y = ((total[part][held] / size[part][held] + 0.5) / per_point for total in sums)
        left, width = stats[label, cv2.CC_STAT_LEFT], stats[label, cv2.CC_STAT_WIDTH]
        found.append(Run(left / per_point, (left + width) / per_point, x, y))
    return found


def _threshold(ridge: Grey) -> float:
    """What stands out from the noise of this paper; most of a page is blank."""
    sample = ridge[::5, ::5]
    middle = float(np.median(sample))
    spread = 1.48 * float(np.median(np.abs(sample.astype(np.float32) - middle)))
    return max(FAINTEST, middle + _NOISE * spread)


def _bytes(mask: Mask) -> Grey:
    return mask.view(np.uint8)


def _odd(pixels: float) -> int:
    return 2 * (round(pixels) // 2) + 1
