"""Characters put into the cells of a page's grids: each belongs to the cell that holds its centre.

Where the ink itself says that this may be wrong (text across a rule, two texts on top of one another, text
struck out) the cell's words are handed on with less than full confidence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from extract.document import Box, Cell, HowRead, Line, OnPage, Page, Table, Word
from extract.grid import Grid, Ruling
from extract.textflow import Row, Run, characters, flow, rows_of

MAX_PADDING = 8.0
"""Text stands at most this far (points) from the border of its cell when it fills it."""
DOUBTED = 0.5
"""The confidence of words that may belong to another cell, or to none."""

_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
_STICKS_OUT = 0.3
"""Ink that leaves its cell by this share of its size stands across the rule."""
_OF_NUMBERS = frozenset("0123456789.,%")
_ON_TOP = 0.3
"""Two lines of a cell that share this much of the smaller one's area stand on top of one another."""


def page_content(
    page: int,
    grids: Sequence[Grid],
    runs: Sequence[Run],
    how: HowRead = "ruled",
    strikes: Sequence[Ruling] = (),
) -> tuple[tuple[Table, ...], tuple[Grid, ...], tuple[Line, ...]]:
    """The tables of a page with their text, the grids they came from, and the free lines around them.

    A single box without text is a drawing, not a table, and is left out. `strikes`: where text is struck out.
    """
    homes = _Homes(grids)
    homes.put(runs)
    for strike in strikes:
        homes.doubt((strike.start + strike.end) / 2, strike.at)
    tables: list[Table] = []
    kept: list[Grid] = []
    for grid, cells in zip(grids, homes.held, strict=True):
        if len(grid.cells) > 1 or any(home.runs for home in cells):
            rows = [rows_of(home.runs) if home.runs else [] for home in cells]
            tables.append(_table(page, grid, cells, rows, how))
            kept.append(_with_direction(grid, rows))
    lines = [Line(row.text, OnPage(page, row.box)) for row in _free_rows(homes.free.runs)]
    return tuple(tables), tuple(kept), tuple(lines)


def with_doubt(page: Page, boxes: Sequence[Box]) -> Page:
    """The page with each word of its tables doubted that stands in one of these boxes."""
    tables = tuple(
        replace(table, cells=tuple(_with_doubt(cell, boxes) for cell in table.cells)) for table in page.tables
    )
    return replace(page, tables=tables)


def _with_doubt(cell: Cell, boxes: Sequence[Box]) -> Cell:
    words = tuple(
        replace(word, confidence=min(word.confidence, DOUBTED))
        if isinstance(word.place, OnPage) and any(word.place.box.overlap(box) for box in boxes)
        else word
        for word in cell.words
    )
    return cell if words == cell.words else replace(cell, words=words)


class _Home:
    """A cell and its runs, or (`box` is `_NOWHERE`) the free text. `doubted`: a run may not be its own."""

    __slots__ = ("box", "doubted", "runs")

    def __init__(self, box: Box) -> None:
        self.box = box
        self.runs: list[Run] = []
        self.doubted = False


class _Homes:
    """Finds the cell (or the free text) that a point belongs to. The innermost grid counts."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self.held = [[_Home(grid.cell_box(cell)) for cell in grid.cells] for grid in grids]
        self.free = _Home(_NOWHERE)
        self._grids = sorted(
            ((grid, grid.owners(), held) for grid, held in zip(grids, self.held, strict=True)),
            key=lambda entry: _area(entry[0]),
        )

    def put(self, runs: Sequence[Run]) -> None:
        """Give each run to its home; one that goes over several is given out character by character."""
        home = self.free  # the home of the run before: most runs follow into the same one
        for run in runs:
            text, x0, top, x1, bottom, *_ = run
            box, y = home.box, (top + bottom) / 2
            if not (box.x0 < x0 and x1 < box.x1 and box.top < y < box.bottom):
                home = self._at((x0 + x1) / 2, y)
                if len(text) > 1 and self._crosses(run, y, home.box):
                    self._deal_out(run, y)
                    continue
            home.runs.append(run)
            slack = _STICKS_OUT * (bottom - top)
            if home.box.top - top > slack or bottom - home.box.bottom > slack:
                self._sticks_out(run, home)

    def doubt(self, x: float, y: float) -> None:
        """What stands here is not to be relied on."""
        self._at(x, y).doubted = True

    def _at(self, x: float, y: float) -> _Home:
        for grid, owners, held in self._grids:
            row, column = bisect_right(grid.ys, y) - 1, bisect_right(grid.xs, x) - 1
            if 0 <= row < len(grid.ys) - 1 and 0 <= column < len(grid.xs) - 1:
                return held[owners[row][column]]
        return self.free

    def _deal_out(self, run: Run, y: float) -> None:
        """A rule through a character, or between two of a number, puts the text on either side in doubt."""
        before, home = "", self.free
        for one in characters(run):
            last, home = home, self._at((one.x0 + one.x1) / 2, y)
            home.runs.append(one)
            cut = home is not last and before in _OF_NUMBERS and one.text in _OF_NUMBERS
            if before and (cut or _straddles(one, home.box)):
                home.doubted = last.doubted = True
            before = one.text

    def _sticks_out(self, run: Run, home: _Home) -> None:
        """Ink across a horizontal rule: the text may belong to the cell on either side."""
        if home is self.free:
            return
        x = (run.x0 + run.x1) / 2
        home.doubted = True
        for y in (run.top, run.bottom):
            self.doubt(x, y)

    def _crosses(self, run: Run, y: float, box: Box) -> bool:
        """Does the run go beyond the cell of its middle, or from free text into a table?"""
        if box is not _NOWHERE:
            return run.x0 < box.x0 or run.x1 > box.x1
        return any(
            grid.ys[0] < y < grid.ys[-1] and run.x0 < grid.xs[-1] and run.x1 > grid.xs[0]
            for grid, _, _ in self._grids
        )


def _straddles(one: Run, box: Box) -> bool:
    slack = _STICKS_OUT * (one.x1 - one.x0)
    inside = box is not _NOWHERE and not one.text.isspace()
    return inside and (box.x0 - one.x0 > slack or one.x1 - box.x1 > slack)


def _area(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])


def _with_direction(grid: Grid, rows: Sequence[Sequence[Row]]) -> Grid:
    if not any(row.turn == 270 for lines in rows for row in lines):
        return grid
    up = [bool(lines) and lines[0].turn == 270 for lines in rows]
    cells = tuple(cell._replace(reads_up=flag) for cell, flag in zip(grid.cells, up, strict=True))
    return Grid(grid.xs, grid.ys, cells)


def _table(
    page: int, grid: Grid, homes: Sequence[_Home], rows: Sequence[Sequence[Row]], how: HowRead
) -> Table:
    padding = _padding(grid, rows)
    cells = []
    for place, home, lines in zip(grid.cells, homes, rows, strict=True):
        box = home.box
        sideways = bool(lines) and lines[0].turn in (90, 270)
        room = (box.bottom - box.top if sideways else box.x1 - box.x0) - 2 * padding
        confidence = DOUBTED if home.doubted or _overlaid(lines) else 1.0
        words = tuple(Word(row.text, OnPage(page, row.box), confidence) for row in lines)
        cells.append(Cell(*place[:4], flow(lines, room), OnPage(page, box), words))
    return Table(tuple(cells), len(grid.ys) - 1, len(grid.xs) - 1, how)


def _overlaid(lines: Sequence[Row]) -> bool:
    """Does some text of the cell stand on top of other text?"""
    if len(lines) < 2:
        return bool(lines) and lines[0].overlaid
    return any(line.overlaid for line in lines) or any(
        one.box.overlap(other.box) > _ON_TOP * min(_size(one.box), _size(other.box))
        for one, other in pairwise(lines)
    )


def _size(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


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
