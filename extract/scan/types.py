"""What flows inside the scan reader: a picture, the same picture put straight, and lines as recognised.

Pixels: numpy `uint8`, row first. Axes grow to the right and down, as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]  # height x width, 0 is black
    Colour = NDArray[np.uint8]  # height x width x 3, red green blue
    Mask = NDArray[np.bool_]  # height x width
    Homography = NDArray[np.float64]  # 3 x 3, applied to (x, y, 1)


class Picture(NamedTuple):
    """One page as it was photographed or scanned. `dpi` across and down; a guess where the file says none."""

    pixels: Grey | Colour
    dpi: tuple[float, float]


class Straight(NamedTuple):
    """The page put upright and flat.

    `grey`: ink dark on an even white ground, coloured seals taken off; `text`: the same to be read, pale grey
    seals bleached, which may take hairlines with them. `per_point`: pixels to one point (1/72 inch), so that
    lengths in points mean the same as on an exported page. `to_picture` takes a pixel of `grey` to a pixel of
    the picture. `sealed`: where a seal stroke lay or lies over the page. `turn`: degrees clockwise (0, 90,
    180, 270) by which the picture had to be turned to read upright.
    """

    grey: Grey
    text: Grey
    per_point: float
    to_picture: Homography
    sealed: Mask
    turn: int


class Char(NamedTuple):
    """A recognised character: its probability and its extent across the crop, in pixels of the crop."""

    text: str
    probability: float
    x0: float
    x1: float


class Recognised(NamedTuple):
    """One line as recognised.

    `readings` are whole-line readings with their probabilities, best first; the first is `text`. They come
    from a beam search, so that a lost or added character (a decimal point) is an alternative like any other.
    """

    text: str
    chars: tuple[Char, ...]
    readings: tuple[tuple[str, float], ...]

    @property
    def probability(self) -> float:
        """How probable the first reading is, 0 to 1."""
        return self.readings[0][1] if self.readings else 0.0
