"""Which way up a page stands: told by the small orientation network that ships with the OCR models."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.scan import models
from extract.scan.pixels import as_grey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.scan.types import Grey

_SHORT_SIDE = 256
_INPUT_SIDE = 224
_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], dtype=np.float32)
_SURE = 0.5  # upright tables come out at 0.6 or more, on average over the looks
_WINDOW = 0.75  # side of a window as a share of the short side of the page


def turn_of(page: Grey) -> int:
    """By how many degrees clockwise (0, 90, 180, 270) the page must be turned to read upright.

    0 as well when the network is not sure: a page that is not text has no right way up.

    Args:
        page: level, evenly lit and cut to its paper, at 100 dpi or so.

    Raises:
        MissingModelsError: the network or an engine to run it is not installed.
    """
    looks = np.stack([_input(look) for look in _looks(page)])
    told: NDArray[np.float32] = _network()(looks)
    probabilities = (told[0] + told[1] + told[2:].mean(axis=0)) / 3
    stands = int(probabilities.argmax())
    return (4 - stands) % 4 * 90 if float(probabilities[stands]) >= _SURE else 0


def _looks(page: Grey) -> list[Grey]:
    """The page as it is, the whole of it made square, and windows all over it.

    One look errs on one page in a hundred: tables have wide empty places.
    """
    height, width = page.shape
    side = max(1, round(min(height, width) * _WINDOW))
    squeezed = as_grey(cv2.resize(page, (_SHORT_SIDE, _SHORT_SIDE), interpolation=cv2.INTER_AREA))
    downs, acrosses = (3, 2) if height > width else (2, 3)
    windows = [
        page[top : top + side, left : left + side]
        for top in np.linspace(0, height - side, downs).astype(int)
        for left in np.linspace(0, width - side, acrosses).astype(int)
    ]
    return [page, squeezed, *windows]


def _input(look: Grey) -> NDArray[np.float32]:
    """The middle of it, as the network was taught to see pages."""
    scale = _SHORT_SIDE / min(look.shape)
    size = tuple(max(_INPUT_SIDE, round(side * scale)) for side in reversed(look.shape))
    reduced = cv2.resize(look, size, interpolation=cv2.INTER_AREA)
    top, left = (reduced.shape[0] - _INPUT_SIDE) // 2, (reduced.shape[1] - _INPUT_SIDE) // 2
    window = reduced[top : top + _INPUT_SIDE, left : left + _INPUT_SIDE, None] / 255
    return np.asarray((window - _MEAN) / _SPREAD, dtype=np.float32).transpose(2, 0, 1)


@cache
def _network() -> models.Session:
    return models.session(models.orientation_file(), models.preferred_engine())
