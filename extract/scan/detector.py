"""Where text lines are on a page: the PP-OCRv6 detector (differentiable binarisation), run directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.scan import models

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extract.scan.ink import PixelBox
    from extract.scan.models import Floats
    from extract.scan.types import Grey

_SHEETS = ((1600, 1152), (1152, 1600))
"""Rows and columns of what the network is given of a page, upright and on its side: the page is shrunk to fit
and padded. A larger input finds few more lines and costs twice as much; one whose size an engine knows
beforehand takes a third less memory."""
_PART = 640
"""Pixels; what is no longer than this is a part of a page, and is looked at as it is."""
_GRAIN = 32
_PAPER = 255
_INK = 0.2
"""A pixel whose probability is at least this belongs to a line (the model's own `thresh`)."""
_SURE = 0.4
"""A line whose mean probability is below this is none (the model's own `box_thresh`)."""
_UNCLIP = 1.4
"""The network draws lines shrunk; they are grown back by area x this / perimeter (`unclip_ratio`)."""
_LEAST = 3
_MOST = 3000
_MEAN = (0.485, 0.456, 0.406)
_DEVIATION = (0.229, 0.224, 0.225)


class Detector:
    """Finds the lines of text. The network is loaded when first used; one object belongs to one thread."""

    def __init__(
        self, model: models.Size = "tiny", engine: models.Engine | None = None, threads: int = 1
    ) -> None:
        self._model: models.Size = model
        self._engine = engine
        self._threads = threads
        self._sheet: tuple[tuple[int, int], models.Session] | None = None
        self._parts: models.Session | None = None

    def lines(self, grey: Grey) -> list[PixelBox]:
        """Upright boxes of the lines of text, from the top down and left to right, in pixels of `grey`.

        Args:
            grey: a straight page or a part of one.

        Raises:
            MissingModelsError: the model or an engine to run it is not installed.
        """
        if min(grey.shape) < _LEAST:
            return []
        height, width = grey.shape
        size = _input_size(height, width)
        batch, scale = _prepared(grey, size)
        boxes = _boxes(self._session(size)(batch)[0, 0])
        scaled = [
            (
                max(int(x0 / scale), 0),
                max(int(y0 / scale), 0),
                min(round(x1 / scale), width),
                min(round(y1 / scale), height),
            )
            for x0, y0, x1, y1 in boxes
        ]
        whole = [(x0, y0, x1, y1) for x0, y0, x1, y1 in scaled if x1 - x0 >= _LEAST and y1 - y0 >= _LEAST]
        return sorted(whole, key=lambda box: (box[1], box[0]))

    def _session(self, size: tuple[int, int]) -> models.Session:
        """The network for this input. Of those for pages the last one is kept: each takes much memory."""
        if size not in _SHEETS:
            self._parts = self._parts or self._load(None)
            return self._parts
        if self._sheet is None or self._sheet[0] != size:
            self._sheet = None
            self._sheet = size, self._load((1, 3, *size))
        return self._sheet[1]

    def _load(self, shape: tuple[int, ...] | None) -> models.Session:
        engine = self._engine or models.preferred_engine()
        return models.session(models.detector_file(self._model), engine, self._threads, shape)


def _input_size(height: int, width: int) -> tuple[int, int]:
    """Rows and columns of the network's input for a picture of this size."""
    if max(height, width) > _PART:
        return _SHEETS[width > height]
    return -(-height // _GRAIN) * _GRAIN, -(-width // _GRAIN) * _GRAIN


def _prepared(grey: Grey, size: tuple[int, int]) -> tuple[Floats, float]:
    """The page as the network wants it, paper added to the right and below, and by how much it was scaled."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    height, width = grey.shape
    scale = min(1.0, size[0] / height, size[1] / width)
    to_height, to_width = (max(round(side * scale), 1) for side in (height, width))
    padded = np.full(size, _PAPER, np.uint8)
    padded[:to_height, :to_width] = cv2.resize(grey, (to_width, to_height), interpolation=cv2.INTER_AREA)
    batch = np.empty((1, 3, *size), np.float32)
    levels = np.arange(256, dtype=np.float32) / np.float32(255)
    for number, (mean, deviation) in enumerate(zip(_MEAN, _DEVIATION, strict=True)):
        batch[0, number] = cv2.LUT(padded, (levels - np.float32(mean)) / np.float32(deviation))
    return batch, scale


def _boxes(probability: NDArray[np.float32]) -> list[tuple[float, float, float, float]]:
    """The lines on the network's map: connected ink, scored and grown back to its full size."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    ink = (probability > _INK).astype(np.uint8)
    count, labels, parts, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sums = np.bincount(labels.ravel(), probability.ravel(), count)
    found = []
    for number in range(1, min(count, _MOST + 1)):
        x, y, width, height, area = (int(one) for one in parts[number])
        if min(width, height) < _LEAST or sums[number] / area < _SURE:
            continue
        grow = width * height * _UNCLIP / (2 * (width + height))
        found.append((x - grow, y - grow, x + width + grow, y + height + grow))
    return found
