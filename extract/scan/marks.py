"""Single strokes that stand alone: a dash for *none*, a slash for *does not apply*.

A recogniser that sees one stroke without neighbours cannot tell `—` from 一 nor `/` from 1; their shape can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.scan.ink import extent
from extract.scan.types import Char, Recognised

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extract.scan.types import Grey

_FLAT = 0.28
"""A dash is lower than this, in heights of the text."""
_SHORT, _LONG, _LONGEST = 0.45, 1.45, 2.6
"""Widths of `-`, `—` and `——`, in heights of the text."""
_FILLED = 0.6
"""A dash fills this share of its box; `——` may have a gap."""
_GRAIN = 0.03
"""Smoothing before a shape is judged, in heights of the text."""
_HALO, _FAINT, _OTHERS = 0.06, 0.2, 0.2
"""Ink farther than this (in heights of the text) from a stroke is not its blur; from this share of full ink
on it counts; and a stroke beside which there is this share of its ink is not alone."""
_STROKE, _DIP = 0.3, 0.7
"""A row with this share of the fullest row's ink is of a stroke; between two strokes there is less than this
share of the ink of the weaker one."""
_SERIF = 1.8
"""A stroke whose right end is this many times as thick as its middle is the character 一."""
_LEANS = 0.2
"""A slash leans to the right by more than this share of its height."""
_UPRIGHT = (0.5, 1.6)
"""How high a slash is, in heights of the text."""
_EVEN = 1.8
"""The thickest row of a slash is less than this many times its usual one: no foot, no flag."""

_DASH = 0.95
_ONE = 0.6
"""How sure a shape is: an even flat stroke is a dash, one with a serif more likely 一."""


def mark(crop: Grey, paper: int, em: float) -> Recognised | None:
    """The lone dash or slash in a crop; None where the crop holds anything else.

    Args:
        crop: one line with paper around it.
        paper: grey level of the ground.
        em: height of the text in pixels.
    """
    import numpy as np  # noqa: PLC0415

    ink = _smooth(paper - crop.astype(np.float32), em)
    bits = _solid(ink)
    box = extent(bits)
    if box is None or _more_ink(ink, bits, em):
        return None
    x0, top, x1, bottom = box
    if _is_double(paper - crop[max(top - 1, 0) : bottom + 1, x0:x1].astype(np.float32)):
        return None
    stroke = bits[top:bottom, x0:x1]
    readings = _dash(stroke, em) or _slash(stroke, em)
    if not readings:
        return None
    text, sure = readings[0]
    width = (x1 - x0) / len(text)
    chars = tuple(Char(one, sure, x0 + i * width, x0 + (i + 1) * width) for i, one in enumerate(text))
    return Recognised(text, chars, readings)


def _smooth(ink: NDArray[np.float32], em: float) -> NDArray[np.float32]:
    """The ink without the grain of the scan."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    smooth = cv2.GaussianBlur(ink, (0, 0), max(_GRAIN * em, 0.5))
    return np.maximum(smooth, 0, dtype=np.float32)


def _solid(ink: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The strokes without pieces much smaller than the largest."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    bits = (ink > max(0.4 * float(ink.max()), 15.0)).astype(np.uint8)
    _, labels, parts, _ = cv2.connectedComponentsWithStats(bits, connectivity=8)
    areas = parts[1:, cv2.CC_STAT_AREA]
    kept = np.concatenate(([False], areas >= 0.2 * areas.max(initial=0)))
    solid: NDArray[np.uint8] = kept[labels].astype(np.uint8)
    return solid


def _more_ink(ink: NDArray[np.float32], bits: NDArray[np.uint8], em: float) -> bool:
    """Whether fainter ink stands around the stroke: of a faded 3 only the slanting stroke may be black."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    reach = max(2 * round(_HALO * em), 2) + 1
    near = cv2.dilate(bits, np.ones((reach, reach), np.uint8)) > 0
    faint = np.where(ink > _FAINT * float(ink.max()), ink, 0)
    return bool(faint[~near].sum() > _OTHERS * faint[near].sum())


def _is_double(ink: NDArray[np.float32]) -> bool:
    """Whether it is two strokes one above the other, `=` or 二, which smoothing may join."""
    across = ink.mean(axis=1)
    strong = across >= _STROKE * across.max()
    between = range(int(strong.argmax()), len(strong) - int(strong[::-1].argmax()))
    return any(
        across[row] < _DIP * min(float(across[:row].max()), float(across[row + 1 :].max()))
        for row in between[1:-1]
    )


def _dash(stroke: NDArray[np.uint8], em: float) -> tuple[tuple[str, float], ...]:
    import numpy as np  # noqa: PLC0415

    height, width = stroke.shape
    if height > _FLAT * em or width < 1.5 * height or not 0.2 * em <= width <= _LONGEST * em:
        return ()
    if stroke.mean() < _FILLED:
        return ()
    text = "-" if width < _SHORT * em else "—" if width < _LONG * em else "——"
    thick = stroke.sum(axis=0)
    right = float(thick[-max(width // 4, 1) :].max())
    serif = right >= _SERIF * float(np.median(thick)) and right - float(np.median(thick)) >= 2
    if serif:
        return (("一", _ONE), (text, 1 - _ONE))
    return ((text, _DASH), ("一", 1 - _DASH)) if text == "—" else ((text, _DASH),)


def _slash(stroke: NDArray[np.uint8], em: float) -> tuple[tuple[str, float], ...]:
    import numpy as np  # noqa: PLC0415

    height, width = stroke.shape
    if not _UPRIGHT[0] * em <= height <= _UPRIGHT[1] * em or width < 3 or width > height:
        return ()
    across = stroke.sum(axis=1)
    rows = across.nonzero()[0]
    centres = (stroke[rows] @ np.arange(width)) / across[rows]
    slope, _ = np.polyfit(rows, centres, 1)
    bent = float(np.abs(centres - np.polyval(np.polyfit(rows, centres, 1), rows)).max())
    even = float(across.max()) <= _EVEN * float(np.median(across)) + 1
    return (("/", _DASH), ("1", 1 - _DASH)) if -slope > _LEANS and bent < 0.08 * em and even else ()
