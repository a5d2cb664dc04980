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

LONGEST_SIDE = 1600
"""Pixels to which a larger page is shrunk; more finds few more lines and costs twice as much."""
_GRAIN = 32
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
        self._loaded: models.Session | None = None

    def lines(self, grey: Grey) -> list[PixelBox]:
        """Upright boxes of the lines of text, from the top down and left to right, in pixels of `grey`.

        Args:
            grey: a straight page or a part of one.

        Raises:
            MissingModelsError: the model or an engine to run it is not installed.
        """
        if min(grey.shape) < _LEAST:
            return []
        batch, (across, down) = _prepared(grey)
        boxes = _boxes(self._session()(batch)[0, 0])
        height, width = grey.shape
        scaled = [
            (
                max(int(x0 / across), 0),
                max(int(y0 / down), 0),
                min(round(x1 / across), width),
                min(round(y1 / down), height),
            )
            for x0, y0, x1, y1 in boxes
        ]
        whole = [(x0, y0, x1, y1) for x0, y0, x1, y1 in scaled if x1 - x0 >= _LEAST and y1 - y0 >= _LEAST]
        return sorted(whole, key=lambda box: (box[1], box[0]))

    def _session(self) -> models.Session:
        if self._loaded is None:
            engine = self._engine or models.preferred_engine()
            self._loaded = models.session(models.detector_file(self._model), engine, self._threads)
        return self._loaded


def _prepared(grey: Grey) -> tuple[Floats, tuple[float, float]]:
    """The page as the network wants it, and by how much it was scaled across and down."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    height, width = grey.shape
    scale = min(1.0, LONGEST_SIDE / max(height, width))
    to_width, to_height = (max(round(side * scale / _GRAIN), 1) * _GRAIN for side in (width, height))
    resized = cv2.resize(grey, (to_width, to_height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    batch = np.stack([(resized - mean) / off for mean, off in zip(_MEAN, _DEVIATION, strict=True)])
    return batch[None].astype(np.float32), (to_width / width, to_height / height)


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
