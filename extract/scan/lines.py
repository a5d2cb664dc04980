"""The lines of text inside a cell, and those outside all tables, each with the crop that a recogniser reads.

A cell's lines are found by the gaps between its rows of ink, so that a lone dash is found like a paragraph;
where the ink of lines touches, the detector's boxes part them. Lines never join across a border of a cell.
"""

from __future__ import annotations

import itertools
import statistics
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from extract.scan.ink import CellInk, Inked, PixelBox, cell_ink, extent, free_ink, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.scan.types import Grey

Turn: TypeAlias = Literal[0, 90, 270]
Row: TypeAlias = tuple[int, int]

_USUAL = 10.0
"""Height of text in points where a page tells nothing."""
_ONE_LINE = 1.15
"""Pieces of ink one above the other within this many heights belong to one line: the strokes of 二."""
_PART = 0.6
"""A row of ink lower than this may be a part of a line; a higher one is a line of its own."""
_TWO_LINES = 1.6
"""A row of ink higher than this is several lines that touch."""
_ROOM = 0.25
"""Paper left above and below the ink, in heights of the ink: what the recognisers read best."""
_SIDE = 0.3
"""Paper left at both sides, in heights of the text; generous, because the outer strokes are faint."""
_FLAT = 0.7
"""Ink lower than this (in heights of the text) is given the room of a digit: a dash stays a dash."""
_DOT = 0.32
"""Ink smaller than this both ways (in heights of the text) is no line,"""
_HYPHEN = 1.5
"""unless it is this many times as wide as high."""
_STROKE = 0.28
"""Ink lower than this is one stroke."""
_SQUARE = (0.55, 1.5)
"""How wide a character of a downward label is, in heights of the text."""


class TextLine(NamedTuple):
    """A line of text: the boxes of its ink on the page, and its pixels upright, ready to be recognised.

    Most lines are one piece; a label written downwards has one piece for each character or two, and its crop
    has them side by side. `turn`: degrees clockwise by which the crop was turned to read upright.
    """

    pieces: tuple[PixelBox, ...]
    crop: Grey
    turn: Turn = 0

    @property
    def box(self) -> PixelBox:
        """The smallest box around all pieces."""
        x0, top, x1, bottom = zip(*self.pieces, strict=True)
        return min(x0), min(top), max(x1), max(bottom)


def text_height(page: Inked, boxes: Iterable[PixelBox]) -> float:
    """The usual height of the characters of a page in pixels, from the detector's boxes."""
    heights = []
    for x0, top, x1, bottom in boxes:
        ink = extent(page.bits[top:bottom, x0:x1])
        if ink and x1 - x0 > 2 * (bottom - top):
            heights += [ink[3] - ink[1]] * round((x1 - x0) / (bottom - top))
    usual = _USUAL * page.per_point
    return min(max(statistics.median(heights), usual / 2), usual * 2) if heights else usual


def side_room(em: float) -> int:
    """How much paper a crop has at each side, in pixels."""
    return round(_SIDE * em)


def lines_in(page: Inked, cell: PixelBox, em: float, boxes: Sequence[PixelBox] = ()) -> list[TextLine]:
    """The lines inside a cell, from the top down; none where it is empty.

    Args:
        page: the page with its ink.
        cell: up to the middle of its rulings, in pixels.
        em: height of the text in pixels, from `text_height`.
        boxes: the detector's lines of the page; they part lines whose ink touches.
    """
    ink = cell_ink(page, cell, em)
    found = _lines(ink, page, em, boxes)
    return [_stacked(found, page, em)] if _is_stack(found, em) else _without_strays(found, em)


def turned_lines(page: Inked, cell: PixelBox, em: float, turn: Turn) -> list[TextLine]:
    """The lines inside a cell when its text is turned: read after turning it by `turn` degrees clockwise."""
    import numpy as np  # noqa: PLC0415

    quarter = {0: 0, 90: 3, 270: 1}[turn]
    ink = cell_ink(page, cell, em)
    upright = CellInk(
        (0, 0, *ink.bits.shape) if quarter else ink.inside,
        np.rot90(ink.bits, quarter),
        np.rot90(ink.grey, quarter),
    )
    return [
        TextLine(tuple(_back(box, ink.inside, turn) for box in line.pieces), line.crop, turn)
        for line in _without_strays(_lines(upright, page, em, ()), em)
    ]


def free_lines(
    page: Inked, em: float, boxes: Sequence[PixelBox], tables: Sequence[PixelBox]
) -> list[TextLine]:
    """The detector's lines outside all tables; one that reaches into a table is cut at its edge."""
    found = []
    for box in boxes:
        outside = _outside(box, tables)
        if outside is None:
            continue
        line = line_at(page, _widened(outside, em, tables), em)
        found += [line] if line else []
    return found


def line_at(page: Inked, box: PixelBox, em: float) -> TextLine | None:
    """The line of text in this box; None where there is no ink."""
    ink = free_ink(page, box, em)
    reach = extent(ink.bits)
    return _line(ink, page, em, (reach[1], reach[3]), ()) if reach else None


def _lines(ink: CellInk, page: Inked, em: float, boxes: Sequence[PixelBox]) -> list[TextLine]:
    rows = _rows(ink, em, boxes)
    return [line for row in rows if (line := _line(ink, page, em, row, rows))]


def _without_strays(lines: Sequence[TextLine], em: float) -> list[TextLine]:
    """Without dots that stand alone, and without strokes above or below other lines: dirt, seals."""
    kept = [line for line in lines if not _is_dot(line.box, em)]
    return [line for line in kept if len(kept) == 1 or line.box[3] - line.box[1] > _STROKE * em] or kept


def _is_dot(box: PixelBox, em: float) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return width < _DOT * em and height < _DOT * em and width < _HYPHEN * height


def _rows(ink: CellInk, em: float, boxes: Sequence[PixelBox]) -> list[Row]:
    """Where the lines of a cell begin and end, in rows of the cell's inside."""
    joined: list[Row] = []
    for start, end in runs(ink.bits.max(axis=1, initial=0) > 0):
        if joined and _one_line(joined[-1], (start, end), em):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [part for row in joined for part in _parted(row, ink, em, boxes)]


def _one_line(above: Row, below: Row, em: float) -> bool:
    low = min(above[1] - above[0], below[1] - below[0]) < _PART * em
    return low and below[1] - above[0] <= _ONE_LINE * em


def _parted(row: Row, ink: CellInk, em: float, boxes: Sequence[PixelBox]) -> list[Row]:
    """A row of ink as it is, or the several lines that touch in it."""
    start, end = row
    if end - start <= _TWO_LINES * em:
        return [row]
    middles = _detected(row, ink, boxes) or _evenly(row, em)
    profile = ink.bits.sum(axis=1)
    cuts = [start]
    for above, below in itertools.pairwise(middles):
        lowest = min(range(above, max(below, above + 1)), key=lambda y: int(profile[y]))
        cuts.append(lowest)
    cuts.append(end)
    return [(first, last) for first, last in itertools.pairwise(cuts) if last > first]


def _detected(row: Row, ink: CellInk, boxes: Sequence[PixelBox]) -> list[int]:
    """The middles of the detector's lines within a row of ink; lines side by side count once."""
    x0, top, x1, _ = ink.inside
    middles: list[int] = []
    for left, above, right, below in sorted(boxes, key=lambda box: box[1] + box[3]):
        middle = (above + below) // 2 - top
        shared = min(right, x1) - max(left, x0)
        if (
            shared > 0
            and row[0] < middle < row[1]
            and (not middles or middle - middles[-1] > (below - above) / 2)
        ):
            middles.append(middle)
    return middles


def _evenly(row: Row, em: float) -> list[int]:
    """The middles of lines one under the other where nothing better is known."""
    start, end = row
    count = max(round((end - start) / (1.2 * em)), 1)
    return [round(start + (end - start) * (number + 0.5) / count) for number in range(count)]


def _line(ink: CellInk, page: Inked, em: float, row: Row, rows: Sequence[Row]) -> TextLine | None:
    """The line in one of the rows of a cell with its crop; None where it holds no ink."""
    first, last = row
    reach = extent(ink.bits[first:last])
    if reach is None:
        return None
    x0, top, x1, bottom = reach[0], reach[1] + first, reach[2], reach[3] + first
    above = max((end for _, end in rows if end <= top), default=0)
    below = min((start for start, _ in rows if start >= bottom), default=ink.bits.shape[0])
    spare = max(round(_FLAT * em) - (bottom - top), 0) // 2
    room = spare + round(_ROOM * max(bottom - top, _FLAT * em))
    side = side_room(em)
    wanted = (x0 - side, top - room, x1 + side, bottom + room)
    height, width = ink.bits.shape
    upper, lower = (above + top + 1) // 2 if above else 0, (bottom + below) // 2 if below < height else height
    limits = (0, upper, width, lower)
    dx, dy = ink.inside[:2]
    return TextLine(((x0 + dx, top + dy, x1 + dx, bottom + dy),), _cut(ink.grey, wanted, limits, page.paper))


def _cut(grey: Grey, wanted: PixelBox, limits: PixelBox, paper: int) -> Grey:
    """A rectangle of pixels; what lies beyond the limits is paper."""
    import numpy as np  # noqa: PLC0415

    x0, top, x1, bottom = wanted
    crop = np.full((bottom - top, x1 - x0), paper, np.uint8)
    left, above = max(x0, limits[0]), max(top, limits[1])
    right, below = min(x1, limits[2]), min(bottom, limits[3])
    crop[above - top : below - top, left - x0 : right - x0] = grey[above:below, left:right]
    return crop


def _is_stack(lines: Sequence[TextLine], em: float) -> bool:
    """Whether these lines are a label written downwards: all narrow, most of them one character wide."""
    widths = [(line.box[2] - line.box[0]) / em for line in lines]
    if len(widths) < 2 or max(widths) > _SQUARE[1]:
        return False
    square = sum(width >= _SQUARE[0] for width in widths)
    return square >= 0.6 * len(widths)


def _stacked(lines: Sequence[TextLine], page: Inked, em: float) -> TextLine:
    """The characters of a downward label side by side, as one line."""
    import numpy as np  # noqa: PLC0415

    height = max([line.crop.shape[0] for line in lines])
    side = max(round((_SIDE - 0.1) * em), 0)
    crops = []
    for number, line in enumerate(lines):
        crop = line.crop[:, side if number else 0 : -side if number < len(lines) - 1 and side else None]
        above = (height - crop.shape[0]) // 2
        below = height - crop.shape[0] - above
        crops.append(np.pad(crop, ((above, below), (0, 0)), constant_values=page.paper))
    return TextLine(tuple(line.box for line in lines), np.concatenate(crops, axis=1))


def _back(box: PixelBox, inside: PixelBox, turn: Turn) -> PixelBox:
    """A box of the turned inside of a cell as a box on the page."""
    x0, top, x1, bottom = box
    left, above, right, below = inside
    if turn == 90:
        return left + top, below - x1, left + bottom, below - x0
    if turn == 270:
        return right - bottom, above + x0, right - top, above + x1
    return box


def _outside(box: PixelBox, tables: Sequence[PixelBox]) -> PixelBox | None:
    """What of a box lies above, below or beside the tables; None where its middle is inside one."""
    x0, top, x1, bottom = box
    middle = (top + bottom) / 2
    for left, above, right, below in tables:
        if not above < middle < below:
            continue
        if x0 < left < x1:
            x1 = left
        elif x0 < right < x1:
            x0 = right
        elif left <= x0 and x1 <= right:
            return None
    return x0, top, x1, bottom


def _widened(box: PixelBox, em: float, tables: Sequence[PixelBox]) -> PixelBox:
    """A free line with a little more at both ends, where the detector may cut a stroke, but in no table."""
    x0, top, x1, bottom = box
    more = round(em / 2)
    wide = (x0 - more, top, x1 + more, bottom)
    return wide if _outside(wide, tables) == wide else box
