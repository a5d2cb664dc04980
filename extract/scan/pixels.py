"""OpenCV does not say what type it returns; what it makes of bytes are bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from extract.scan.types import Grey


def as_grey(pixels: ArrayLike) -> Grey:
    """The same pixels, not copied, typed as bytes."""
    return np.asarray(pixels, dtype=np.uint8)
