"""The sheet of paper before it is scanned: print, seal, what shows through from behind, punched holes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from bench.scans.geometry import between
from bench.scans.presets import Preset
from bench.scans.seal import DIAMETER_MM, seal
from extract.document import Box, Cell, Line, OnPage, Page

Pixels = NDArray[np.uint8]
Circle = tuple[float, float, float]
_MM = 72 / 25.4  # points
_FINER = 1.4  # the sheet is drawn finer than it is scanned
_RED = np.array([208.0, 38.0, 48.0])
_SIGNED = re.compile(r"盖章|填报单位|实施单位|填表人|联系人|负责人")
_HOLE_MM, _HOLE_APART_MM, _HOLE_MARGIN_MM = 3.0, 80.0, 12.0
_BEHIND = 35  # grey level of what is seen through a hole


class Sheet(NamedTuple):
    """Pixels of the paper, how many of them make a point, and where the seal is (centre, radius; points)."""

    pixels: Pixels
    per_point: float
    seal: Circle | None


def sheet(path: Path, page: Page, preset: Preset, rng: np.random.Generator) -> Sheet:
    """The printed page with all that happened to it before it came under the scanner."""
    per_point = preset.dpi * _FINER / 72
    paper, ink = between(preset.paper, rng), between(preset.ink, rng)
    covered = _printed(path, page.number, per_point)
    if preset.fade:
        covered *= _toner(covered.shape, preset.fade, rng)
    grey = paper - (paper - ink) * covered
    if preset.bleed[1]:
        behind = cv2.GaussianBlur(_printed(path, _overleaf(path, page.number), per_point)[:, ::-1], (0, 0), 2)
        grey *= 1 - between(preset.bleed, rng) * _fitted(behind, grey.shape)
    pixels = grey.astype(np.uint8)
    if preset.border:
        _punch(pixels, per_point)
    if preset.colour:
        pixels = _tinted(pixels, rng)
    where = None if preset.seal == "none" else _seal_place(page, rng)
    if where:
        _stamp(pixels, per_point, where, rng)
    return Sheet(pixels, per_point, where)


def _printed(path: Path, number: int, per_point: float) -> NDArray[np.float32]:
    """How much of each pixel is printed on, 0 to 1."""
    with pypdfium2.PdfDocument(path) as document:
        bitmap = document[number - 1].render(scale=per_point, grayscale=True)
        return np.asarray(1 - bitmap.to_numpy().astype(np.float32) / 255)


def _overleaf(path: Path, number: int) -> int:
    """The page that shows through: the next one, after the last the first."""
    with pypdfium2.PdfDocument(path) as document:
        return number % len(document) + 1


def _fitted(image: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(image, (shape[1], shape[0])), np.float32)


def _toner(shape: tuple[int, ...], fade: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Thin toner: broad patches, and streaks along the feed."""
    patches = rng.uniform(0, 1, (6, 5)).astype(np.float32)
    streaks = rng.uniform(0, 1, (1, 60)).astype(np.float32)
    thin = 0.75 * _fitted(patches, shape) + 0.25 * _fitted(streaks, shape)
    return np.asarray(1 - fade * np.clip(1.6 * thin - 0.6, 0, 1), np.float32)


def _punch(pixels: Pixels, per_point: float) -> None:
    """Two holes of a ring binder at the left edge."""
    x = round(_HOLE_MARGIN_MM * _MM * per_point)
    for side in (-1, 1):
        y = round(pixels.shape[0] / 2 + side * _HOLE_APART_MM / 2 * _MM * per_point)
        cv2.circle(pixels, (x, y), round(_HOLE_MM * _MM * per_point), _BEHIND, -1, cv2.LINE_AA)


def _tinted(grey: Pixels, rng: np.random.Generator) -> Pixels:
    """Paper is never quite white in colour."""
    tint = 1 - rng.uniform(0, 0.04, 3) * (0.3, 0.5, 1.0)
    return np.stack([(grey * one).astype(np.uint8) for one in tint], axis=2)


def _seal_place(page: Page, rng: np.random.Generator) -> Circle:
    """Over the last line that names who signs, and so partly over the table.

    Without such a line it stands across the right edge, as pages of one file are sealed together.
    """
    radius = DIAMETER_MM / 2 * _MM
    signed = [box for text, box in _texts(page) if _SIGNED.search(text)]
    if not signed:
        return page.width, page.height * float(rng.uniform(0.3, 0.7)), radius
    box = max(signed, key=lambda one: one.bottom)
    x = box.x0 + min(box.x1 - box.x0, 200) * float(rng.uniform(0.4, 1.0))
    y = (box.top + box.bottom) / 2 + float(rng.uniform(-0.5, 0.3)) * radius
    return min(max(x, radius), page.width - radius), min(max(y, radius), page.height - radius), radius


def _texts(page: Page) -> list[tuple[str, Box]]:
    pieces: list[Cell | Line] = [*(cell for table in page.tables for cell in table.cells), *page.lines]
    return [(one.text, one.place.box) for one in pieces if isinstance(one.place, OnPage)]


def _stamp(pixels: Pixels, per_point: float, where: Circle, rng: np.random.Generator) -> None:
    """Ink on paper multiplies; print below a seal stays visible. In grey, red is a dark grey."""
    x, y, radius = (one * per_point for one in where)
    ink = seal(round(2 * radius), rng) * float(rng.uniform(0.6, 0.95))
    left, top = round(x - radius), round(y - radius)
    height, width = pixels.shape[:2]
    rows = slice(max(top, 0), min(top + len(ink), height))
    columns = slice(max(left, 0), min(left + len(ink), width))
    ink = ink[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    if pixels.ndim == 3:
        kept = 1 - ink[:, :, None] * (1 - _RED / 255)
    else:
        kept = 1 - ink * (1 - float(_RED @ (0.299, 0.587, 0.114)) / 255)
    pixels[rows, columns] = (pixels[rows, columns] * kept).astype(np.uint8)
