"""Where the page comes to lie in the picture: fed through a scanner, or photographed on a desk."""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.scans.presets import Preset, Range

Matrix = NDArray[np.float64]
_MM = 72 / 25.4  # points
_BORDER_MM = (4.0, 10.0)
_SHIFT_MM = 2.0  # how far off a page is laid
_FILL = 0.86  # of the photograph's width
_TILT = (0.03, 0.09)  # how much narrower the far edge is than the near one
_TWIST = 0.012  # each corner strays by up to this share of the width


class View(NamedTuple):
    """A picture's size in pixels and the homography from points of the page to its pixels."""

    width: int
    height: int
    homography: Matrix


def view(preset: Preset, size: tuple[float, float], rng: np.random.Generator) -> View:
    """The view of a page of `size` points."""
    return _photographed(preset, size, rng) if preset.desk else _fed(preset, size, rng)


def turned(seen: View, degrees: int) -> View:
    """The same picture turned clockwise by 0, 90, 180 or 270 degrees."""
    width, height = seen.width, seen.height
    quarter = {
        0: np.eye(3),
        90: np.array([[0.0, -1, height], [1, 0, 0], [0, 0, 1]]),
        180: np.array([[-1.0, 0, width], [0, -1, height], [0, 0, 1]]),
        270: np.array([[0.0, 1, 0], [-1, 0, width], [0, 0, 1]]),
    }[degrees]
    if degrees % 180:
        width, height = height, width
    return View(width, height, quarter @ seen.homography)


def between(limits: Range, rng: np.random.Generator) -> float:
    """A number between two limits."""
    return float(rng.uniform(*limits))


def _fed(preset: Preset, size: tuple[float, float], rng: np.random.Generator) -> View:
    scale = preset.dpi / 72
    width, height = size[0] * scale, size[1] * scale
    left, top, right, bottom = _strips(preset, rng)
    stretch = rng.normal(0, preset.stretch / 2, 2)
    shift = rng.uniform(-_SHIFT_MM, _SHIFT_MM, 2) * _MM
    homography = (
        _move(left + width / 2, top + height / 2)
        @ _turn(_signed(preset.skew, rng))
        @ np.diag([scale * (1 + stretch[0]), scale * (1 + stretch[1]), 1])
        @ _move(shift[0] - size[0] / 2, shift[1] - size[1] / 2)
    )
    return View(round(width + left + right), round(height + top + bottom), homography)


def _strips(preset: Preset, rng: np.random.Generator) -> tuple[float, float, float, float]:
    """Pixels that the glass shows beside the page, on two sides: left or right, top or bottom."""
    if not preset.border:
        return 0.0, 0.0, 0.0, 0.0
    across, down = (between(_BORDER_MM, rng) * _MM * preset.dpi / 72 for _ in range(2))
    left, top = bool(rng.integers(2)), bool(rng.integers(2))
    return across * left, down * top, across * (not left), down * (not top)


def _photographed(preset: Preset, size: tuple[float, float], rng: np.random.Generator) -> View:
    scale = preset.dpi / 72
    width, height = size[0] * scale, size[1] * scale
    whole = (width / _FILL, max(height / _FILL, 4 / 3 * width / _FILL if height > width else 0))
    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]) * (width, height)
    down, across = (_signed(_TILT, rng) / 2 for _ in range(2))
    corners[:, 0] *= 1 + down * np.array([-1, -1, 1, 1])
    corners[:, 1] *= 1 + across / 2 * np.array([-1, 1, 1, -1])
    corners += rng.uniform(-_TWIST, _TWIST, (4, 2)) * width
    angle = math.radians(_signed(preset.skew, rng))
    rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    corners = corners @ rotation.T + np.array(whole) / 2
    page = np.array([(0, 0), (size[0], 0), size, (0, size[1])])
    homography = cv2.getPerspectiveTransform(page.astype(np.float32), corners.astype(np.float32))
    return View(round(whole[0]), round(whole[1]), np.asarray(homography, np.float64))


def _signed(limits: Range, rng: np.random.Generator) -> float:
    return between(limits, rng) * (1 if rng.integers(2) else -1)


def _move(x: float, y: float) -> Matrix:
    return np.array([[1.0, 0, x], [0, 1, y], [0, 0, 1]])


def _turn(degrees: float) -> Matrix:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
