"""Characters put into the cells of a page's grids: each belongs to the cell that holds its centre."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extract.document import Box, Cell, HowRead, Line, OnPage, Table, Word
from extract.grid import Grid
from extract.textflow import Row, Run, characters, flow, rows_of

MAX_PADDING = 8.0
"""Text stands at most this far (points) from the border of its cell when it fills it."""

_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


def page_content(
    page: int, grids: Sequence[Grid], runs: Sequence[Run], how: HowRead = "ruled"
) -> tuple[tuple[Table, ...], tuple[Grid, ...], tuple[Line, ...]]:
    """The tables of a page with their text, the grids they came from, and the free lines around them.

    A single box without text is a drawing, not a table, and is left out.
    """
    homes = _Homes(grids)
    homes.put(runs)
    tables: list[Table] = []
    kept: list[Grid] = []
    for grid, cells in zip(grids, homes.held, strict=True):
        if len(grid.cells) > 1 or any(cells):
            rows = [rows_of(inside) if inside else [] for inside in cells]
            tables.append(_table(page, grid, rows, how))
            kept.append(_with_direction(grid, rows))
    lines = [Line(row.text, OnPage(page, row.box)) for row in _free_rows(homes.free)]
    return tuple(tables), tuple(kept), tuple(lines)


class _Homes:
    """Finds the cell (or the free text) that a point belongs to. The innermost grid counts."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self.held: list[list[list[Run]]] = [[[] for _ in grid.cells] for grid in grids]
        self.free: list[Run] = []
        self._grids = sorted(
            ((grid, grid.owners(), held) for grid, held in zip(grids, self.held, strict=True)),
            key=lambda entry: _area(entry[0]),
        )

    def put(self, runs: Sequence[Run]) -> None:
        box, home = _NOWHERE, self.free  # the cell of the run before: most runs follow into the same one
        for run in runs:
            y = (run.top + run.bottom) / 2
            if not (box.x0 < run.x0 and run.x1 < box.x1 and box.top < y < box.bottom):
                box, home = self._at((run.x0 + run.x1) / 2, y)
                if len(run.text) > 1 and self._crosses(run, y, box):
                    for one in characters(run):
                        self._at((one.x0 + one.x1) / 2, y)[1].append(one)
                    continue
            home.append(run)

    def _at(self, x: float, y: float) -> tuple[Box, list[Run]]:
        for grid, owners, held in self._grids:
            row, column = bisect_right(grid.ys, y) - 1, bisect_right(grid.xs, x) - 1
            if 0 <= row < len(grid.ys) - 1 and 0 <= column < len(grid.xs) - 1:
                owner = owners[row][column]
                return grid.cell_box(grid.cells[owner]), held[owner]
        return _NOWHERE, self.free

    def _crosses(self, run: Run, y: float, box: Box) -> bool:
        """Does the run go beyond the cell of its middle, or from free text into a table?"""
        if box is not _NOWHERE:
            return run.x0 < box.x0 or run.x1 > box.x1
        return any(
            grid.ys[0] < y < grid.ys[-1] and run.x0 < grid.xs[-1] and run.x1 > grid.xs[0]
            for grid, _, _ in self._grids
        )


def _area(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])


def _with_direction(grid: Grid, rows: Sequence[Sequence[Row]]) -> Grid:
    if not any(row.turn == 270 for lines in rows for row in lines):
        return grid
    up = [bool(lines) and lines[0].turn == 270 for lines in rows]
    cells = tuple(cell._replace(reads_up=flag) for cell, flag in zip(grid.cells, up, strict=True))
    return Grid(grid.xs, grid.ys, cells)


def _table(page: int, grid: Grid, rows: Sequence[Sequence[Row]], how: HowRead) -> Table:
    padding = _padding(grid, rows)
    cells = []
    for place, lines in zip(grid.cells, rows, strict=True):
        box = grid.cell_box(place)
        sideways = bool(lines) and lines[0].turn in (90, 270)
        room = (box.bottom - box.top if sideways else box.x1 - box.x0) - 2 * padding
        words = tuple(Word(row.text, OnPage(page, row.box)) for row in lines)
        cells.append(Cell(*place[:4], flow(lines, room), OnPage(page, box), words))
    return Table(tuple(cells), len(grid.ys) - 1, len(grid.xs) - 1, how)


def _padding(grid: Grid, rows: Sequence[Sequence[Row]]) -> float:
    """How far the text that comes nearest to its left border stays away from it, in this table."""
    gaps = (
        row.box.x0 - grid.xs[place.column]
        for place, lines in zip(grid.cells, rows, strict=True)
        for row in lines
        if row.turn == 0
    )
    return min(MAX_PADDING, max(0.0, min(gaps, default=0.0)))


def _free_rows(runs: Sequence[Run]) -> list[Row]:
    """Free lines from the top down; text turned another way than most is read by itself."""
    if not runs:
        return []
    turns = sorted({run.turn for run in runs})
    rows = [row for turn in turns for row in rows_of([g for g in runs if g.turn == turn], free=True)]
    return sorted(rows, key=lambda row: row.box.top)
