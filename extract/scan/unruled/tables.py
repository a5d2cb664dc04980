"""The tables of a scanned page that draw no vertical rules, with their text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from extract.borderless.tables import placed_on
from extract.borderless.zones import FEWEST
from extract.document import Box
from extract.scan.content import PageContent, Reader, ReadLine
from extract.scan.ink import inked
from extract.scan.lines import text_height
from extract.scan.rulings import Ruled, sides
from extract.scan.unruled.lumps import Placed, lumps_of
from extract.scan.unruled.pieces import lines_of, pieces_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.grid import Grid
    from extract.scan.ink import PixelBox
    from extract.scan.types import Straight

_APART = 0.8
"""Texts of one line that stand so far apart (in heights of the text) are fields of a table."""
_MAY_BE_JOINED = 1
"""So many fields of a line may be missing where the detector has read across a gap."""
_BLUR = 0.09
"""The blur around the ink of a line (in heights of the text)."""
_LEVEL = 0.5
"""Texts of one cell whose middles differ by less are one line of it."""


class Unruled(NamedTuple):
    """The tables, all of whose cells are doubted, with the text in them and around them."""

    tables: tuple[Ruled, ...]
    content: PageContent


def unruled_tables(
    reader: Reader, straight: Straight, boxes: Sequence[PixelBox], before: Grid | None = None
) -> Unruled | None:
    """The tables of a page on which no ruled one was found; None where it does not look like one.

    Args:
        reader: reads the text.
        straight: the page.
        boxes: the detector's lines.
        before: the grid of such a table at the foot of the page before.

    Raises:
        MissingModelsError: the models or an engine to run them are not installed.
    """
    page = inked(straight.text, straight.per_point)
    em = text_height(page, boxes)
    if before is None and not _has_fields(lines_of(boxes), em, FEWEST - _MAY_BE_JOINED):
        return None
    pieces = pieces_of(page, em, boxes, straight.sealed)
    if before is None and not _has_fields(pieces, em, FEWEST):
        return None
    read = reader.pieces(straight, [_with_blur(piece, em) for line in pieces for piece in line], em)
    lines = [Placed(one, _box(one, straight.per_point)) for one in read]
    levels = sides(straight, boxes)[0].rulings
    size = em / straight.per_point
    grids = [one.grid for one in placed_on(lumps_of(lines, levels, size), levels, before)]
    tables = tuple(Ruled(grid, frozenset(range(len(grid.cells)))) for grid in grids)
    return Unruled(tables, _content(grids, lines, size)) if tables else None


def _with_blur(piece: PixelBox, em: float) -> PixelBox:
    """The ink with its faint outer edge; half of the narrowest gap to another column."""
    room = round(_BLUR * em)
    return piece[0] - room, piece[1] - room, piece[2] + room, piece[3] + room


def _has_fields(lines: Sequence[Sequence[PixelBox]], em: float, fewest: int) -> bool:
    """Do at least two lines hold so many texts that stand well apart? Prose has no such lines."""
    return sum(_gaps(line, em) >= fewest - 1 for line in lines) >= 2


def _gaps(line: Sequence[PixelBox], em: float) -> int:
    return sum(after[0] - before[2] > _APART * em for before, after in pairwise(line))


def _box(line: ReadLine, per_point: float) -> Box:
    x0, top, x1, bottom = zip(*line.boxes, strict=True)
    return Box(min(x0) / per_point, min(top) / per_point, max(x1) / per_point, max(bottom) / per_point)


def _content(grids: Sequence[Grid], lines: Sequence[Placed], em: float) -> PageContent:
    """Each line in the cell that holds its middle."""
    cells: list[list[list[Placed]]] = [[[] for _ in grid.cells] for grid in grids]
    free: list[Placed] = []
    for line in lines:
        homes = ((held, _cell_at(grid, line)) for grid, held in zip(grids, cells, strict=True))
        next((held[at] for held, at in homes if at is not None), free).append(line)
    return PageContent([[_in_order(held, em) for held in grid] for grid in cells], _in_order(free, em))


def _cell_at(grid: Grid, line: Placed) -> int | None:
    row = bisect_right(grid.ys, line.middle) - 1
    column = bisect_right(grid.xs, (line.box.x0 + line.box.x1) / 2) - 1
    if not (0 <= row < len(grid.ys) - 1 and 0 <= column < len(grid.xs) - 1):
        return None
    return grid.owners()[row][column]


def _in_order(lines: Sequence[Placed], em: float) -> list[ReadLine]:
    """Line by line as one reads them, although those of one line are not quite level."""
    rows: list[list[Placed]] = []
    for line in sorted(lines, key=lambda one: one.middle):
        if rows and line.middle - rows[-1][0].middle < _LEVEL * em:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [one.read for row in rows for one in sorted(row, key=lambda one: one.box.x0)]
