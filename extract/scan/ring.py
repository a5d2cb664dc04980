"""Round seals on a page without colour, found by their ring: a circle of ink with less ink on either side.

A circle of print (text that happens to lie along one) has as much ink beside it as on it. First the whole
page is compared with rings of every likely size, in small; then the best places are looked at more closely.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from extract.scan.pixels import as_grey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.scan.types import Grey

_DPI = 75
_COARSE_DPI = 30
_RADIUS_INCHES = (0.62, 1.05)  # seals measure 35 to 50 mm
_RULING_INCHES = 0.45  # straight runs of ink longer than this are no part of a ring
_CANDIDATES = 4
_BESIDE = 4  # pixels from the middle of a ring to where what is compared with it ends
_ANGLES = 360
_INK = 40  # of 255, darker than paper
_ENOUGH_INK = 90  # black print is no better evidence of a ring than its own grey
_ROUND_SHARE = 0.42  # of the circle, as far as it is on the page, must show ink: seals are pale in places
_CLEARANCE = 0.28  # so much more of it than of the circles just inside and just outside; print reaches 0.2
_LEAST_ON_PAGE = 0.42  # of the circle; of seals that are cut off more, less is believed
_REACH = 6  # pixels by which the radius may be adjusted
_UNROLLED = cv2.WARP_POLAR_LINEAR | cv2.WARP_FILL_OUTLIERS
"""Beyond the page there is no ink; without the second flag, whatever the memory held before."""


class Ring(NamedTuple):
    """The outer ring of a seal, in pixels of the page it was found on; `sure` is 0 to 1."""

    sure: float
    x: float
    y: float
    radius: float


def rings(page: Grey, dpi: float) -> list[Ring]:
    """Rings of seals, those most certain first, none within another.

    Args:
        page: straight, evenly lit.
        dpi: its resolution.
    """
    scale = min(1.0, _DPI / dpi)
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    at = dpi * scale
    if min(small.shape) < at:  # an inch of paper holds no seal
        return []
    ink = _without_rulings(255 - as_grey(small), at)
    measured = [_measured(ink, *guess) for guess in _guesses(ink, at)]
    kept: list[Ring] = []
    for ring in sorted((one for one in measured if one), reverse=True):
        if all(np.hypot(ring.x - other.x, ring.y - other.y) > other.radius / 3 for other in kept):
            kept.append(ring)
    return [Ring(one.sure, one.x / scale, one.y / scale, one.radius / scale) for one in kept]


def _without_rulings(ink: Grey, dpi: float) -> Grey:
    length = round(_RULING_INCHES * dpi)
    straight = np.maximum(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)),
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8)),
    )
    return as_grey(cv2.subtract(ink, cv2.dilate(straight, np.ones((3, 3), np.uint8))))


def _guesses(ink: Grey, dpi: float) -> list[tuple[float, float, float]]:
    """Centre and radius of the most ring-like places, in pixels of `ink`."""
    scale = _COARSE_DPI / dpi
    pale = np.minimum(ink, _ENOUGH_INK)
    coarse = as_grey(cv2.resize(pale, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    radii = np.arange(round(_RADIUS_INCHES[0] * _COARSE_DPI), round(_RADIUS_INCHES[1] * _COARSE_DPI) + 1)
    scores = _likenesses(coarse, tuple(map(int, radii)))
    likeness, size = scores.max(axis=0), radii[scores.argmax(axis=0)]
    guesses = []
    for _ in range(_CANDIDATES):
        y, x = np.unravel_index(int(likeness.argmax()), likeness.shape)
        guesses.append((float(x) / scale, float(y) / scale, float(size[y, x]) / scale))
        cv2.circle(likeness, (int(x), int(y)), int(radii[0]) // 3, -np.inf, cv2.FILLED)
    return guesses


def _likenesses(ink: Grey, radii: tuple[int, ...]) -> NDArray[np.float32]:
    """For every radius and place as a centre: the ink on the ring less that on the rings around and within.

    A correlation, so a product of spectra: what is this large is compared much faster so.
    """
    height, width = ink.shape
    beyond = max(radii) + _BESIDE
    size = cv2.getOptimalDFTSize(height + beyond), cv2.getOptimalDFTSize(width + beyond)
    spectrum = np.fft.rfft2(ink, size)
    found = [np.fft.irfft2(spectrum * ring, size)[:height, :width] for ring in _spectra(size, radii)]
    return np.stack(found).astype(np.float32)


@lru_cache(maxsize=2)
def _spectra(size: tuple[int, int], radii: tuple[int, ...]) -> list[NDArray[np.float32]]:
    """The spectra of rings about the first pixel; real, because a ring is the same from all sides."""
    down, across = (np.minimum(np.arange(side), side - np.arange(side)) for side in size)
    centre = np.hypot(down[:, None], across)
    spectra = []
    for radius in radii:
        away = np.abs(centre - radius)
        on, beside = away < 1, (away >= 2) & (away < _BESIDE)
        spectra.append(np.fft.rfft2(on / on.sum() - beside / beside.sum()).real.astype(np.float32))
    return spectra


def _measured(ink: Grey, x: float, y: float, radius: float) -> Ring | None:
    """The ring about there, its centre and radius adjusted; None if it is none."""
    nearby = (
        _clearest(ink, x + right, y + down, radius)
        for right in (-2, -1, 0, 1, 2)
        for down in (-2, -1, 0, 1, 2)
    )
    clearness, share, ring = max(nearby)
    return ring if clearness > _CLEARANCE and share > _ROUND_SHARE else None


def _clearest(ink: Grey, x: float, y: float, radius: float) -> tuple[float, float, Ring]:
    """Of the circles around one centre the one that stands out best: by how much, its inked share, and it."""
    reach = round(radius) + 2 * _REACH
    polar = cv2.warpPolar(ink, (reach, _ANGLES), (x, y), reach, _UNROLLED)
    share = (cv2.dilate(polar, np.ones((1, 3), np.uint8)) > _INK).mean(axis=0)
    here = np.arange(round(radius) - _REACH, round(radius) + _REACH)
    on_page = _on_page(ink, x, y, here)
    clearness = (share[here] - np.maximum(share[here - 5], share[here + 5])) / np.sqrt(on_page)
    best = int(clearness.argmax())
    sure = float(clearness[best])
    return sure, float(share[here[best]] / on_page[best]), Ring(sure, x, y, float(here[best]))


def _on_page(ink: Grey, x: float, y: float, radii: NDArray[np.int64]) -> NDArray[np.float64]:
    """Which share of each of these circles lies on the page, at least `_LEAST_ON_PAGE`."""
    turns = np.arange(_ANGLES)[:, None] * (2 * np.pi / _ANGLES)
    across, down = x + radii * np.cos(turns), y + radii * np.sin(turns)
    height, width = ink.shape
    inside = (across >= 0) & (across < width) & (down >= 0) & (down < height)
    share: NDArray[np.float64] = inside.mean(axis=0)
    return share.clip(_LEAST_ON_PAGE)
