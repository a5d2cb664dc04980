"""Lines of recognised text put together to the texts of cells, by where they stand.

A picture has no order of writing, so this is a guess from position: text that stands closely below another,
aligned with it, goes on with it, unless the two are level with different rows of the table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from extract.borderless.lumps import Lump
from extract.document import Box
from extract.textflow import Run, is_ideograph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.grid import Ruling
    from extract.scan.content import ReadLine

# All lengths are in heights of the text, unless they are called points.
_BASELINE = 0.42
"""The baseline lies this far below the middle of the ink."""
_STEP = (0.65, 1.95)
"""From one line of a cell to the next."""
_PITCH = 0.22
"""By how much lines of a cell may be unequally far apart."""
_LEVEL = 0.3
"""Texts whose middles differ by less stand level."""
_TITLE = 1.35
"""Text this much larger is not in one cell with what stands under it."""
_ALIGNED = 0.35
"""Edges that differ by less are aligned; middles by twice as much."""
_ROWS = 4
"""So many columns in which texts stand one over the other show that these are two rows."""
_FIGURES = re.compile(r"[\d.,:%≥≤><=±—/-]+|[—-]")


class Placed(NamedTuple):
    """A recognised line with the box of its ink in points of the straight page."""

    read: ReadLine
    box: Box

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.box.top + self.box.bottom) / 2

    @property
    def is_figure(self) -> bool:
        """A number, a dash: it fills a line of its own."""
        return _FIGURES.fullmatch(self.read.text) is not None


def lumps_of(lines: Sequence[Placed], levels: Sequence[Ruling], em: float) -> list[Lump]:
    """The texts of cells, from the top down.

    Args:
        lines: all pieces of text of the page.
        levels: its horizontal rulings, in points.
        em: height of the text in points.
    """
    chains: list[list[Placed]] = []
    for line in sorted(lines, key=lambda one: (one.box.top, one.box.x0)):
        above = [chain for chain in chains if _goes_on(chain, line, lines, levels, em)]
        if above:
            max(above, key=lambda chain: chain[-1].middle).append(line)
        else:
            chains.append([line])
    return [_lump(chain, em) for chain in chains]


def _goes_on(
    chain: Sequence[Placed], line: Placed, lines: Sequence[Placed], levels: Sequence[Ruling], em: float
) -> bool:
    last = chain[-1]
    step = line.middle - last.middle
    if not _STEP[0] * em < step <= _STEP[1] * em or last.is_figure or line.is_figure:
        return False
    pitch = last.middle - chain[-2].middle if len(chain) > 1 else step
    return (
        abs(step - pitch) < _PITCH * em
        and _aligned(last.box, line.box, em)
        and _alike(last.box, line.box, em)
        and not any(_crosses(ruling, last, line) for ruling in levels)
        and not _are_rows(last, line, lines, em)
    )


def _aligned(upper: Box, lower: Box, em: float) -> bool:
    """Flush left or right, indented by two characters, or centred, and one below the other."""
    left, right = lower.x0 - upper.x0, lower.x1 - upper.x1
    slack = _ALIGNED * em
    is_below = lower.x0 < upper.x1 and lower.x1 > upper.x0
    return is_below and (
        min(abs(left), abs(right), abs(left + 2 * em)) < slack or abs(left + right) < 4 * slack
    )


def _alike(upper: Box, lower: Box, em: float) -> bool:
    heights = [max(box.bottom - box.top, em) for box in (upper, lower)]
    return max(heights) < _TITLE * min(heights)


def _crosses(ruling: Ruling, last: Placed, line: Placed) -> bool:
    """Is this rule drawn between the two, all along the narrower one?"""
    start, end = max(last.box.x0, line.box.x0), min(last.box.x1, line.box.x1)
    return last.middle < ruling.at < line.middle and ruling.start <= start + 1 and ruling.end >= end - 1


def _are_rows(last: Placed, line: Placed, lines: Sequence[Placed], em: float) -> bool:
    """Do these two belong to different rows of figures, or of texts that stand one over the other?

    A bracket goes on all the same.
    """
    if line.read.text.startswith(("(", "（")):
        return False
    half = (line.middle - last.middle) / 2
    figures = [one.middle for one in lines if one.is_figure]
    above, below = (_beside(one, figures, half, em) for one in (last, line))
    if above and below and not _shared(above, below, em):
        return True
    upper, lower = (
        [one for one in lines if abs(one.middle - at.middle) < _LEVEL * em] for at in (last, line)
    )
    return sum(_over(one.box, other.box) for one in upper for other in lower) >= _ROWS


def _beside(line: Placed, figures: Sequence[float], half: float, em: float) -> list[float]:
    """Heights of the figures with which this is level, or of whose cell it is the upper or lower line."""
    away = [(figure, abs(figure - line.middle)) for figure in figures]
    return [figure for figure, off in away if off < _LEVEL * em or abs(off - half) < _LEVEL / 2 * em]


def _shared(above: Sequence[float], below: Sequence[float], em: float) -> bool:
    return any(abs(one - other) < _LEVEL * em for one in above for other in below)


def _over(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1


def _lump(chain: Sequence[Placed], em: float) -> Lump:
    runs = [_run(line, em) for line in chain]
    x0, top, x1, bottom = zip(*(run[1:5] for run in runs), strict=True)
    box = Box(min(x0), min(top), max(x1), max(bottom))
    size = max([run.bottom - run.top for run in runs if any(map(is_ideograph, run.text))] or [0.0])
    return Lump(runs, box, [run.origin_y for run in runs], max(em, size))


def _run(line: Placed, em: float) -> Run:
    """As if it were written, at least as high as a character: a dash has the room of one."""
    box, middle, half = line.box, line.middle, em / 2
    top, bottom = min(box.top, middle - half), max(box.bottom, middle + half)
    return Run(line.read.text, box.x0, top, box.x1, bottom, box.x0, middle + _BASELINE * em)
