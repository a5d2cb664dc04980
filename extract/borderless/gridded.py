"""A zone put into a grid: lumps by row and column, merged labels by the rows that they cover.

Every step also says whether it was certain: two lumps in one place, columns or rows that do not stand clear
of one another, or a label that is not where the middle of its rows is make the whole grid doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from extract.borderless.labels import NEAR, Span, spans
from extract.borderless.lumps import Lump
from extract.borderless.zones import Column, Zone, extent
from extract.grid import Grid, GridCell, Ruling

_MARGIN = 3.0
_ROOM = 12.0
"""Beyond the last column (points): on the next page its text may be a little wider."""
_LEAST_FILLED = 0.8


class Placed(NamedTuple):
    """A grid, its texts by row and column, and whether nothing about it had to be chosen between."""

    grid: Grid
    texts: dict[tuple[int, int], str]
    certain: bool


def placed_in_grid(
    zone: Zone, levels: Sequence[Ruling], order: dict[int, int], before: Grid | None
) -> Placed:
    """The zone's lumps in a grid.

    Args:
        zone: rows and columns of lumps.
        levels: horizontal rulings of the page.
        order: place of each lump (by id) in the file's order.
        before: the grid of the table at the foot of the page before, for a zone that goes on with it.
    """
    return _Placing(zone, levels, order).placed(before)


class _Placing:
    def __init__(self, zone: Zone, levels: Sequence[Ruling], order: dict[int, int]) -> None:
        self._zone, self._levels, self._order = zone, levels, order
        self._held: dict[tuple[int, int], Lump] = {}
        self._tall: dict[tuple[int, int], int] = {}
        self._certain = not any(column.doubtful for column in zone.columns)
        for row, lumps in enumerate(zone.rows):
            for lump in lumps:
                key = row, _index(lump, zone.columns)
                self._certain = self._certain and key not in self._held
                self._held.setdefault(key, lump)
        sideways = self._label_columns()
        self._rows = self._extents(sideways)
        for column in reversed(sideways):  # a label that stretches its row stretches the labels left of it
            self._certain = self._span_labels(column) and self._certain

    def placed(self, before: Grid | None) -> Placed:
        columns = self._zone.columns
        ys, even = _between(self._rows)
        if self._zone.goes_on and before is not None and len(columns) == len(before.xs) - 1:
            xs, apart = _shifted(before.xs, columns), True
        else:
            xs, apart = _between([(column.left, column.right) for column in columns])
            xs = (*xs[:-1], xs[-1] + _ROOM)
        grid = Grid(xs, self._around(ys), tuple(self._cells(len(xs) - 1)))
        texts = {key: lump.text for key, lump in self._held.items()}
        return Placed(grid, texts, self._certain and even and apart)

    def _label_columns(self) -> list[int]:
        """Columns with a label between rows, or with blanks left of the first column without any."""
        zone, body = self._zone, range(1 if self._zone.headed else 0, len(self._zone.rows))
        filled = [sum((row, i) in self._held for row in body) for i in range(len(zone.columns))]
        first_full = next((i for i, count in enumerate(filled) if count >= _LEAST_FILLED * len(body)), 0)
        return [
            i
            for i, column in enumerate(zone.columns)
            if any(lump is label for label in zone.labels for lump in column.lumps)
            or (i < first_full and filled[i] < len(body))
        ]

    def _extents(self, sideways: Sequence[int]) -> list[tuple[float, float]]:
        """Top and bottom of every row's ink, merged cells aside."""
        found = []
        for row, lumps in enumerate(self._zone.rows):
            single = [
                lump for (at, column), lump in self._held.items() if at == row and column not in sideways
            ]
            found.append(extent(single or lumps))
        return found

    def _span_labels(self, column: int) -> bool:
        """Give the labels of one column their rows; says whether that is certain."""
        start = 1 if self._zone.headed and self._zone.columns[column].heading else 0
        heading = self._held.get((0, column)) if start else None
        labels = [lump for lump in self._zone.columns[column].lumps if lump is not heading]
        labels.sort(key=lambda lump: lump.box.top)
        inked = [(lump.box.top, lump.box.bottom) for lump in labels]
        found = spans(inked, self._rows[start:], self._rules(labels)) if labels else []
        if found is None:
            return False
        for key in [key for key in self._held if key[1] == column and key[0] >= start]:
            del self._held[key]
        found = [Span(one.first + start, one.stop + start, one.off) for one in found]
        for lump, span in zip(labels, found, strict=True):
            self._put(lump, column, span)
        bare = set(range(start, len(self._rows))) - {
            row for one in found for row in range(one.first, one.stop)
        }
        if labels and any(2 * len(self._zone.rows[row]) > len(self._zone.columns) for row in bare):
            return False
        if len(found) == 1 and len(bare) == 0:
            return found[0].off < NEAR
        written = {self._order[id(lump)]: row for (row, at), lump in self._held.items() if at > column}
        return all(
            _is_certain(span, written, self._order[id(lump)], cut=self._zone.goes_on)
            for lump, span in zip(labels, found, strict=True)
        )

    def _rules(self, labels: Sequence[Lump]) -> list[float]:
        """Heights of the rules drawn all across these labels."""
        x0 = min((lump.box.x0 for lump in labels), default=0.0)
        x1 = max((lump.box.x1 for lump in labels), default=0.0)
        return [rule.at for rule in self._levels if rule.start <= x0 + 1 and rule.end >= x1 - 1]

    def _put(self, lump: Lump, column: int, span: Span) -> None:
        first, last = span.first, span.stop - 1
        self._held[first, column] = lump
        self._tall[first, column] = span.stop - first
        self._rows[first] = (min(self._rows[first][0], lump.box.top), self._rows[first][1])
        self._rows[last] = (self._rows[last][0], max(self._rows[last][1], lump.box.bottom))

    def _around(self, ys: tuple[float, ...]) -> tuple[float, ...]:
        """Outer lines moved out so that labels of the first and last row lie within."""
        boxes = [lump.box for column in self._zone.columns for lump in column.lumps]
        top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
        return (min(ys[0], top - 1), *ys[1:-1], max(ys[-1], bottom + 1))

    def _cells(self, width: int) -> list[GridCell]:
        tall = self._tall
        covered = {(row + down, column) for (row, column), span in tall.items() for down in range(1, span)}
        return [
            GridCell(row, column, tall.get((row, column), 1), 1)
            for row in range(len(self._rows))
            for column in range(width)
            if (row, column) not in covered
        ]


def _index(lump: Lump, columns: Sequence[Column]) -> int:
    return next(i for i, column in enumerate(columns) if any(lump is one for one in column.lumps))


def _is_certain(span: Span, written: dict[int, int], label: int, *, cut: bool) -> bool:
    """Is the label centred on its rows, and does the file write it just before the first of them?

    `written` says which row holds the text that the file writes at each place in its order. `cut`: a page
    break may have cut the label's cell, so that its middle says nothing.
    """
    before = next((written[at] for at in range(label, -1, -1) if at in written), -1)
    after = next((written[at] for at in range(label, max(written, default=0) + 1) if at in written), inf)
    if before < span.first == after:
        return span.off < 2 * NEAR
    # some programs write all texts of one line first, then the wrapped ones: their order says less
    return not cut and span.off < NEAR and (before > after or before < span.first <= after)


def _between(stretches: Sequence[tuple[float, float]]) -> tuple[tuple[float, ...], bool]:
    """Lines half-way between neighbours, and whether all of these stand clear of one another."""
    lines = [stretches[0][0] - _MARGIN]
    lines += [(one[1] + other[0]) / 2 for one, other in pairwise(stretches)]
    lines.append(stretches[-1][1] + _MARGIN)
    clear = all(one[1] < other[0] for one, other in pairwise(stretches))
    rising = [lines[0]]
    for line in lines[1:]:
        rising.append(max(line, rising[-1] + 0.1))
    return tuple(rising), clear


def _shifted(xs: tuple[float, ...], columns: Sequence[Column]) -> tuple[float, ...]:
    """The lines of the page before, each moved into the gap between the columns where text crosses it."""
    moved = list(xs)
    for index, (left, right) in enumerate(pairwise(columns), start=1):
        if not left.right <= xs[index] <= right.left:
            moved[index] = (left.right + right.left) / 2
    return tuple(moved)
