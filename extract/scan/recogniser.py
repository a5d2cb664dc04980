"""Line crops -> readings, by the PP-OCRv6 recognisers run directly, so that the whole softmax is kept."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from extract.scan import models
from extract.scan.decode import labellings
from extract.scan.types import Char, Recognised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.scan.models import Floats
    from extract.scan.types import Grey

HEIGHT = 48
"""Pixels; the height that the networks were trained with."""
WIDEST = 3200
"""Pixels at that height; a longer line is squeezed."""
_GRAIN = 64
"""Widths are rounded up to a multiple of this, so that an engine prepares few shapes and memory stays low."""
_NARROWEST = 64
MOST_READINGS = 8
_BLANK = 6
"""A crop with fewer grey levels than this holds no ink; a network would still see something in it."""


class Recogniser:
    """Reads lines. Networks are loaded when first used; one object belongs to one thread."""

    def __init__(self, engine: models.Engine | None = None, threads: int = 1) -> None:
        self._engine = engine
        self._threads = threads
        self._networks: dict[models.Size, _Network] = {}

    def read(self, crops: Sequence[Grey], model: models.Size) -> list[Recognised]:
        """What each crop says; an empty crop, or one without a recognised character, reads as nothing.

        Args:
            crops: upright lines, dark ink on white; any size.
            model: which network reads them.

        Raises:
            MissingModelsError: the models or an engine to run them are not installed.
        """
        network = self._network(model)
        return [network.read(crop) for crop in crops]

    def _network(self, model: models.Size) -> _Network:
        if model not in self._networks:
            engine = self._engine or models.preferred_engine()
            self._networks[model] = _Network(model, engine, self._threads)
        return self._networks[model]


class _Network:
    """One loaded network with its characters.

    Lines are run one at a time: on one thread a batch costs more than its lines, because shorter ones are
    padded to the longest.
    """

    def __init__(self, size: models.Size, engine: models.Engine, threads: int) -> None:
        self._run = models.session(models.recogniser_file(size), engine, threads)
        self._characters = models.characters(size)

    def read(self, crop: Grey) -> Recognised:
        if not crop.size or int(crop.max()) - int(crop.min()) < _BLANK:
            return Recognised("", (), ())
        batch, scale = prepared(crop)
        probabilities = self._run(batch)[0]
        found = labellings(probabilities, MOST_READINGS)
        step = batch.shape[3] / len(probabilities) / scale
        best = found[0]
        chars = [(self._characters[label], float(probabilities[at, label])) for label, at in best.peaks]
        edges = _edges([(at + 0.5) * step for _, at in best.peaks], crop.shape[1])
        return Recognised(
            self._text(best.classes),
            tuple(
                Char(text, sure, x0, x1)
                for (text, sure), x0, x1 in zip(chars, edges, edges[1:], strict=False)
            ),
            tuple((self._text(one.classes), one.probability) for one in found),
        )

    def _text(self, classes: Sequence[int]) -> str:
        return "".join(self._characters[label] for label in classes)


def prepared(crop: Grey) -> tuple[Floats, float]:
    """A crop as the network wants it (1 x 3 x 48 x width, -1 to 1), and pixels of it to one of the crop's."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    height, width = crop.shape
    scaled = min(max(round(width * HEIGHT / height), 1), WIDEST)
    shrinks = height > HEIGHT
    resized = cv2.resize(crop, (scaled, HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    padded = np.zeros((1, 3, HEIGHT, max(-(-scaled // _GRAIN) * _GRAIN, _NARROWEST)), np.float32)
    padded[..., :scaled] = resized.astype(np.float32) / 127.5 - 1.0
    return padded, scaled / width


def _edges(centres: Sequence[float], width: int) -> list[float]:
    """Where each character begins, and where the last one ends: half way between neighbours."""
    if not centres:
        return []
    between = [(left + right) / 2 for left, right in itertools.pairwise(centres)]
    half = min((right - left for left, right in itertools.pairwise(centres)), default=2 * width) / 2
    return [max(centres[0] - half, 0.0), *between, min(centres[-1] + half, float(width))]
