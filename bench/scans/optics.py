"""What the scanner or the camera makes of the sheet: light, blur, noise, and the file that it writes."""

from __future__ import annotations

import io
import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.scans.geometry import View, between
from bench.scans.presets import Preset
from bench.scans.sheet import Pixels, Sheet

Light = NDArray[np.float32]
_LID, _GLASS = 236, 28  # grey level beside the page: a white lid, or an open copier
_DESK = (118, 84, 58)
_FORMAT = {"image/png": "PNG", "image/jpeg": "JPEG", "image/tiff": "TIFF"}
_SPECKS = 3e-5  # share of pixels under which dirt lies, on a bad copy


def picture(sheet: Sheet, seen: View, preset: Preset, rng: np.random.Generator) -> Pixels:
    """The sheet as the sensor sees it, height x width, with three colours last if the preset has colour."""
    image = _laid(sheet, seen, preset, rng)
    image = np.asarray(cv2.GaussianBlur(image, (0, 0), between(preset.blur, rng)))
    light = _light(seen, preset, rng)
    noise = rng.standard_normal((seen.height, seen.width), np.float32) * between(preset.noise, rng)
    if image.ndim == 3:
        light, noise = light[:, :, None], noise[:, :, None]
    grey = image * light + noise
    if preset.border:
        _soil(grey, rng)
    return np.clip(grey, 0, 255).astype(np.uint8)


def encoded(pixels: Pixels, preset: Preset) -> bytes:
    """The picture as a file. A camera does not say how many dots to the inch there are."""
    out = io.BytesIO()
    options: dict[str, Any] = {"quality": preset.quality} if preset.kind == "image/jpeg" else {}
    if preset.kind == "image/tiff":
        options = {"compression": "tiff_adobe_deflate"}
    if not preset.desk:
        options |= {"dpi": (preset.dpi, preset.dpi)}
    Image.fromarray(pixels).save(out, _FORMAT[preset.kind], **options)
    return out.getvalue()


def _laid(sheet: Sheet, seen: View, preset: Preset, rng: np.random.Generator) -> Pixels:
    """The sheet moved into the picture, on its background."""
    # OpenCV counts pixels from the middle of the first one, we count from its corner
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    from_sheet = seen.homography @ np.diag([1 / sheet.per_point, 1 / sheet.per_point, 1])
    matrix = np.linalg.inv(half) @ from_sheet @ half
    size = (seen.width, seen.height)
    background = _background(seen, preset, sheet.pixels.ndim == 3, rng)
    return np.asarray(
        cv2.warpPerspective(
            sheet.pixels, matrix, size, background, cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
        )
    )


def _background(seen: View, preset: Preset, colour: bool, rng: np.random.Generator) -> Pixels:  # noqa: FBT001
    if preset.desk:
        return _desk(seen, rng)
    shape = (seen.height, seen.width, 3) if colour else (seen.height, seen.width)
    return np.full(shape, _GLASS if preset.border else _LID, np.uint8)


def _desk(seen: View, rng: np.random.Generator) -> Pixels:
    """A wooden desk: a grain that runs across."""
    streaks = rng.normal(1, 0.12, (seen.height // 3, 12)).astype(np.float32)
    grain = cv2.resize(streaks, (seen.width, seen.height))
    return np.clip(grain[:, :, None] * np.array(_DESK, np.float32), 0, 255).astype(np.uint8)


def _light(seen: View, preset: Preset, rng: np.random.Generator) -> Light:
    """Light falls off to one side; over a photograph there also lies the soft shadow of who takes it."""
    angle, loss = float(rng.uniform(0, 2 * math.pi)), between(preset.shade, rng)
    y, x = np.mgrid[0 : seen.height, 0 : seen.width].astype(np.float32)
    along = (x / seen.width - 0.5) * math.cos(angle) + (y / seen.height - 0.5) * math.sin(angle)
    light = 1 - loss * (along / 1.5 + 0.5)
    if preset.desk:
        edge = along + 0.06 * np.sin(4 * x / seen.width + angle) - float(rng.uniform(0.05, 0.3))
        light *= 1 - float(rng.uniform(0.15, 0.3)) / (1 + np.exp(-edge / 0.025))
    return np.asarray(light, np.float32)


def _soil(grey: NDArray[np.float32], rng: np.random.Generator) -> None:
    """Specks of dirt, dark and small."""
    for _ in range(int(_SPECKS * grey.size)):
        y, x = int(rng.integers(grey.shape[0])), int(rng.integers(grey.shape[1]))
        cv2.circle(grey, (x, y), int(rng.integers(0, 2)), float(rng.uniform(20, 120)), -1)
