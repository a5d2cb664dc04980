"""Which runs of thin ink are strokes of text: they lie within a line of text; a rule goes on beyond it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extract.scan.ink import PixelBox
    from extract.scan.ridges import Run

    Floats: TypeAlias = NDArray[np.float64]

_TALLEST = 1.8
"""A box higher than this many usual ones holds several lines, between which a rule may run."""
_CORE = 0.2
"""So much of the height of a box, above and below, is not surely text."""
_MARGIN = 0.25
"""And so much of that height on the two sides that a rule may touch, when all its ink is weighed."""
_WITHIN = 0.85
"""A stroke lies within the box over this share of its length."""
_ENDS = 0.05
"""The ends of a stroke that runs down lie this far within the box, in heights of the box."""


def text_boxes(boxes: Sequence[PixelBox], per_point: float) -> Floats:
    """The lines of text of a page, one a row: x0, top, x1, bottom in points; higher ones are left out.

    Args:
        boxes: from the detector, in pixels.
        per_point: pixels to one point.
    """
    found = np.array(boxes, np.float64).reshape(-1, 4) / per_point
    heights = found[:, 3] - found[:, 1]
    level = found[:, 2] - found[:, 0] > heights
    if not level.any():
        return found[:0]
    lines: Floats = found[level & (heights < _TALLEST * np.median(heights[level]))]
    return lines


def cores(boxes: Floats, *, down: bool) -> Floats:
    """Where lines of text are crossed by what runs across or down; on the transposed page if down.

    Args:
        boxes: from `text_boxes`.
        down: for rules that run down.
    """
    x0, top, x1, bottom = boxes.T
    room = _MARGIN * (bottom - top)
    shrunk = (top, x0 + room, bottom, x1 - room) if down else (x0, top + room, x1, bottom - room)
    return np.stack(shrunk, axis=-1)


def without_strokes(runs: Sequence[Run], boxes: Floats, *, down: bool) -> list[Run]:
    """The runs that are no strokes of these lines of text.

    Args:
        runs: as they are found; those that run down on the transposed page.
        boxes: from `text_boxes`.
        down: the runs run down.
    """
    if not runs or not len(boxes):
        return list(runs)
    start, end, at = (np.array([[v] for v in one]) for one in zip(*map(_reach, runs), strict=True))
    x0, top, x1, bottom = boxes.T
    height = bottom - top
    if down:
        inside = (start > top + _ENDS * height) & (end < bottom - _ENDS * height) & (at > x0) & (at < x1)
    else:
        shared = np.minimum(end, x1) - np.maximum(start, x0)
        core = (at > top + _CORE * height) & (at < bottom - _CORE * height)
        inside = core & (shared > _WITHIN * (end - start))
    return [run for run, is_stroke in zip(runs, inside.any(axis=1), strict=True) if not is_stroke]


def _reach(run: Run) -> tuple[float, float, float]:
    return run.start, run.end, float(np.median(run.y))
