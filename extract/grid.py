"""Rulings become a grid of cells with row and column spans. Pure geometry, for exports and scans alike.

One set of x and y lines is fitted to each table; then every unit edge of that lattice is decided by how much
of it the rulings cover; cells are the unit cells that no drawn edge separates.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import mul
from typing import NamedTuple, TypeAlias

import msgspec

from extract.document import Box

SNAP = 3.0
"""Rules this near to one another (points) are one rule: doubled rules, both edges of a thick one."""
GUTTER = 5.0
"""Rules of neighbouring cells this near to one another (points) leave no room for text between them."""
BRIDGE = 4.0
"""Gaps up to this length (points) inside a rule are bridged: a broken or dotted rule."""
COVERED = 0.7
"""A unit edge is drawn when rulings cover at least this share of it."""
MAX_RULINGS = 4000
MAX_UNITS = 60_000
"""Above these a page is not a form but an attack or a drawing; fitting it would take seconds."""


class TooManyRulingsError(Exception):
    """The page holds more rulings than any form."""


class Ruling(NamedTuple):
    """A straight rule along one axis: `at` on the other axis, from `start` to `end`; in points."""

    at: float
    start: float
    end: float


class GridCell(NamedTuple):
    """A cell's place in the grid.

    `open_top`/`open_bottom`: no rule is drawn there, the page cut the cell. `reads_up`: its text is turned so
    that it reads from the bottom up (known once the text is).
    """

    row: int
    column: int
    row_span: int
    column_span: int
    open_top: bool = False
    open_bottom: bool = False
    reads_up: bool = False


_Span: TypeAlias = tuple[int, int, int, int]


class Grid(msgspec.Struct, frozen=True):
    """The lattice of one table: shared x and y lines (ascending, points) and the cells between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def box(self) -> Box:
        """The whole table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_box(self, cell: GridCell) -> Box:
        """The rectangle that a cell covers."""
        return Box(
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.column_span],
            self.ys[cell.row + cell.row_span],
        )

    def owners(self) -> list[list[int]]:
        """For each row and column the index of the cell that covers it."""
        owner = [[-1] * (len(self.xs) - 1) for _ in self.ys[1:]]
        for index, cell in enumerate(self.cells):
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    owner[row][column] = index
        return owner


def fit(horizontals: Iterable[Ruling], verticals: Iterable[Ruling], snap: float = SNAP) -> tuple[Grid, ...]:
    """The tables that these rulings draw, from the top down; frames and boxes inside a cell are left out.

    Args:
        horizontals: `at` is y (down), `start` and `end` are x.
        verticals: `at` is x, `start` and `end` are y.
        snap: how near two rules must be to count as one, in points.

    Raises:
        TooManyRulingsError: more rulings than any form has.
    """
    rows, columns = merged(horizontals, snap), merged(verticals, snap)
    if len(rows) + len(columns) > MAX_RULINGS:
        raise TooManyRulingsError
    return tables([grid for part in connected(rows, columns, snap) if (grid := _lattice(*part, snap))])


def tables(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """These grids from the top down, without the frames around a table and the boxes inside a cell."""
    kept = [grid for grid in grids if not _is_frame_or_inset(grid, grids)]
    return tuple(sorted(kept, key=lambda grid: (grid.ys[0], grid.xs[0])))


def merged(rulings: Iterable[Ruling], snap: float = SNAP) -> list[Ruling]:
    """Segments on one line made one: overlapping, doubled and broken pieces joined; sorted by position.

    What is still shorter than `snap` is a dot of a rule that runs the other way.
    """
    joined: list[Ruling] = []
    for group in _bundles(sorted(rulings), snap):
        lengths = [r.end - r.start for r in group]
        length = sum(lengths)
        at = sum(map(mul, (r.at for r in group), lengths)) / length if length else group[0].at
        joined.extend(Ruling(at, start, end) for start, end in _intervals(group) if end - start >= snap)
    return joined


def _bundles(rulings: Sequence[Ruling], snap: float) -> list[list[Ruling]]:
    """Neighbours by position; a bundle is never wider than `snap`, so that rows do not chain together."""
    bundles: list[list[Ruling]] = []
    for ruling in rulings:
        if bundles and ruling.at - bundles[-1][0].at <= snap:
            bundles[-1].append(ruling)
        else:
            bundles.append([ruling])
    return bundles


def _intervals(group: Iterable[Ruling]) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    for start, end in sorted([(r.start, r.end) for r in group]):
        if spans and start - spans[-1][1] <= BRIDGE:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def connected(
    rows: Sequence[Ruling], columns: Sequence[Ruling], snap: float = SNAP
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Rulings that touch or cross, directly or through others, belong to one table: its rows and columns.

    Both must be sorted by position.
    """
    parent = list(range(len(rows) + len(columns)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    heights = [r.at for r in rows]
    for j, column in enumerate(columns, len(rows)):
        low, high = bisect_left(heights, column.start - snap), bisect_right(heights, column.end + snap)
        for i in range(low, high):
            if rows[i].start - snap <= column.at <= rows[i].end + snap:
                parent[root(i)] = root(j)
    parts: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for i, row in enumerate(rows):
        parts[root(i)][0].append(row)
    for j, column in enumerate(columns, len(rows)):
        parts[root(j)][1].append(column)
    return _with_outer_columns(list(parts.values()), snap)


def _with_outer_columns(
    parts: list[tuple[list[Ruling], list[Ruling]]], snap: float
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """A merged cell as high as the page has no horizontal rule that ties its outer border to the table.

    Such a lone vertical rule belongs to the table that begins and ends where it does.
    """
    lone = [column for rows, columns in parts if not rows for column in columns]
    tables = [part for part in parts if part[0] and len(part[1]) > 1]
    for _, columns in tables if lone else ():
        top, bottom = min(c.start for c in columns), max(c.end for c in columns)
        columns += [c for c in lone if abs(c.start - top) <= snap and abs(c.end - bottom) <= snap]
        columns.sort()
    return tables


def _lattice(rows: list[Ruling], columns: list[Ruling], snap: float) -> Grid | None:
    if not rows or len(columns) < 2:
        return None
    gutter = snap + GUTTER - SNAP
    ys = closed([_middle(bundle) for bundle in _bundles(rows, gutter)], columns, snap)
    xs = closed([_middle(bundle) for bundle in _bundles(columns, gutter)], rows, snap)
    if len(ys) * len(xs) > MAX_UNITS:
        raise TooManyRulingsError
    if len(ys) < 2 or len(xs) < 2:
        return None
    ys, across = _drawn(ys, rows, xs, snap)
    stops = len(xs)
    xs, down = _drawn(xs, columns, ys, snap)
    if len(xs) < stops:  # a line that bounded nothing is gone: the edges across it are longer now
        ys, across = _drawn(ys, rows, xs, snap)
    return Grid(tuple(xs), tuple(ys), cells_between(across, down))


def _middle(bundle: Sequence[Ruling]) -> float:
    return (bundle[0].at + bundle[-1].at) / 2


def closed(lines: list[float], crossing: Sequence[Ruling], snap: float = SNAP) -> list[float]:
    """Where a page break cuts a table no rule closes it: it ends where the crossing rules end."""
    first, last = min(r.start for r in crossing), max(r.end for r in crossing)
    if first < lines[0] - snap and sum(r.start - first <= snap for r in crossing) > 1:
        lines = [first, *lines]
    if last > lines[-1] + snap and sum(last - r.end <= snap for r in crossing) > 1:
        lines = [*lines, last]
    return lines


def _drawn(
    lines: list[float], rulings: list[Ruling], stops: list[float], snap: float
) -> tuple[list[float], list[list[bool]]]:
    """For each line, which of its unit edges (between stops) are drawn; inner lines with none go."""
    kept: list[float] = []
    edges: list[list[bool]] = []
    on_line: list[list[Ruling]] = [[] for _ in lines]
    for ruling in rulings:
        nearest = _nearest(lines, ruling.at)
        if abs(ruling.at - lines[nearest]) <= snap:
            on_line[nearest].append(ruling)
    between = list(itertools.pairwise(stops))
    for i, line in enumerate(lines):
        drawn = [_cover(on_line[i], start, end) >= COVERED for start, end in between]
        if any(drawn) or i in (0, len(lines) - 1):
            kept.append(line)
            edges.append(drawn)
    return kept, edges


def _nearest(lines: list[float], at: float) -> int:
    i = bisect_left(lines, at)
    if i == 0:
        return 0
    return i if i < len(lines) and lines[i] - at < at - lines[i - 1] else i - 1


def _cover(rulings: list[Ruling], start: float, end: float) -> float:
    length = 0.0
    for _, low, high in rulings:
        if low < end and high > start:
            length += min(high, end) - max(low, start)
    return length / (end - start) if end > start else 0.0


def cells_between(across: Sequence[Sequence[bool]], down: Sequence[Sequence[bool]]) -> tuple[GridCell, ...]:
    """The cells that the drawn unit edges close in; the outermost lines close them wherever they lie.

    Args:
        across: for each y line, which of its edges (one a column) are drawn.
        down: for each x line, which of its edges (one a row) are drawn.
    """
    height, width = len(across) - 1, len(down) - 1
    spans: list[_Span] = []
    for region in _regions(across, down, height, width):
        spans.extend(_rectangles(region))
    return tuple(
        GridCell(
            *span,
            open_top=span[0] == 0 and not _mostly(across[0], span),
            open_bottom=span[0] + span[2] == height and not _mostly(across[-1], span),
        )
        for span in sorted(spans)
    )


def _mostly(edges: Sequence[bool], span: _Span) -> bool:
    part = edges[span[1] : span[1] + span[3]]
    return 2 * sum(part) > len(part)


def _regions(
    across: Sequence[Sequence[bool]], down: Sequence[Sequence[bool]], height: int, width: int
) -> Iterable[set[tuple[int, int]]]:
    seen = [[False] * width for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if seen[row][column]:
                continue
            seen[row][column] = True
            region, todo = {(row, column)}, [(row, column)]
            while todo:
                r, c = todo.pop()
                for near_r, near_c, wall in (
                    (r - 1, c, r == 0 or across[r][c]),
                    (r + 1, c, r + 1 == height or across[r + 1][c]),
                    (r, c - 1, c == 0 or down[c][r]),
                    (r, c + 1, c + 1 == width or down[c + 1][r]),
                ):
                    if not wall and not seen[near_r][near_c]:
                        seen[near_r][near_c] = True
                        region.add((near_r, near_c))
                        todo.append((near_r, near_c))
            yield region


def _rectangles(region: set[tuple[int, int]]) -> list[_Span]:
    """One rectangle where the region is one; else bands of equal rows, so that no unit cell is lost."""
    if len(region) == 1:
        ((row, column),) = region
        return [(row, column, 1, 1)]
    rows, columns = {r for r, _ in region}, {c for _, c in region}
    if len(region) == len(rows) * len(columns):
        return [(min(rows), min(columns), len(rows), len(columns))]
    bands: list[_Span] = []
    for row in sorted(rows):
        filled = sorted(c for r, c in region if r == row)
        start = filled[0]
        for c, following in zip(filled, [*filled[1:], -1], strict=True):
            if following != c + 1:
                bands.append((row, start, 1, c + 1 - start))
                start = following
    return _stacked(bands)


def _stacked(bands: list[_Span]) -> list[_Span]:
    tall: dict[tuple[int, int], _Span] = {}
    done: list[_Span] = []
    for row, column, _, width in bands:
        above = tall.get((column, width))
        if above and above[0] + above[2] == row:
            tall[column, width] = (above[0], column, above[2] + 1, width)
            continue
        if above:
            done.append(above)
        tall[column, width] = (row, column, 1, width)
    return done + list(tall.values())


def _is_frame_or_inset(grid: Grid, grids: Sequence[Grid]) -> bool:
    """A single box around a table is a page frame; a single box inside a table is a mark within a cell."""
    if len(grid.cells) > 1:
        return False
    return any(other is not grid and _nested(grid.box, other.box) for other in grids)


def _nested(one: Box, other: Box) -> bool:
    area = min((b.x1 - b.x0) * (b.bottom - b.top) for b in (one, other))
    return area > 0 and one.overlap(other) > 0.9 * area
