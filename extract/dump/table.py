"""A dumped table put together: rows are anchored on their closing numbers, the lines before fill the rest.

Cells on the closing line fill the columns from the right. The wrapped lines printed before it are dealt out
over the columns that are still open (`extract.dump.cells`), with column widths learnt from the whole table.
What cannot be dealt out with confidence is left out of the table and named as a doubt, never guessed.
"""

from __future__ import annotations

from math import inf
from statistics import median
from typing import NamedTuple

from extract import refusals
from extract.document import Cell, InText, Joint, Table
from extract.dump.cells import (
    LOOSE_MARGIN,
    MARGIN,
    WORST_FIT,
    Partition,
    Slot,
    cell_lines,
    doubtful,
    is_clear,
    misfit,
    partitions,
)
from extract.dump.closing import DumpRow, Placing, label_columns
from extract.dump.header import Header
from extract.dump.lines import Piece
from extract.textflow import join_lines

_ROUNDS = 4
_MOST_WRAPPED = 1_000
_BARE_ROW = 0.5
_WIDEST_LABEL = 14.0


class Doubt(NamedTuple):
    """Printed text that found no certain cell."""

    pieces: tuple[Piece, ...]


class Built(NamedTuple):
    """The table, the lines that belong to no cell of it, and why."""

    table: Table
    doubts: tuple[Doubt, ...]


class _Open(NamedTuple):
    """A column of a row that may take some of the lines before the closing line."""

    row: int
    column: int
    needed: bool
    name: bool


class _Widths(NamedTuple):
    """What is known of the columns' widths: `fit` from wrapped cells, `least` from unwrapped ones."""

    fit: dict[int, float]
    least: dict[int, float]
    foreign: str

    def slot(self, opening: _Open) -> Slot:
        fit, least = self.fit.get(opening.column), self.least.get(opening.column, 0.0)
        # A column of level labels is narrow: the forms give the width to sentences.
        most = max(least, _WIDEST_LABEL) if opening.name and fit is None else inf
        return Slot(opening.needed, opening.name, fit, least, most, self.foreign)


def build(head: Header, rows: tuple[DumpRow, ...], joints: tuple[Joint, ...] = ()) -> Built:
    """Make the table. Grid row 0 is the header; row k is `rows[k - 1]`."""
    if sum(1 for row in rows if row.before) > _MOST_WRAPPED:
        raise refusals.too_large("一张表超过 1000 行", "One table has more than 1,000 wrapped rows")
    tried = [_Builder(head, rows, label) for label in label_columns(head, rows)]
    return min(tried, key=lambda builder: builder.cost).built(joints)


class _Builder:
    """One reading of the table: from the column `label` on to the right every complete row has text."""

    def __init__(self, head: Header, rows: tuple[DumpRow, ...], label: int) -> None:
        self.head = head
        self.rows = rows
        self.label = label
        self.any_line = not any(atom.joint == "paragraph" for row in rows for atom in row.before)
        self.margin = LOOSE_MARGIN if self.any_line else MARGIN
        placing = Placing(head, rows, label)
        placed = [placing.place(row) for row in rows]
        self.closing = [found.columns for found in placed]
        self.doubts = [Doubt(found.unplaced) for found in placed if found.unplaced]
        self.open = [self._open_columns(index) for index in range(len(rows))]
        self.dealt = self._dealt()

    @property
    def cost(self) -> float:
        """How badly the wrapped lines fit under this reading."""
        return sum(min(WORST_FIT, found[0].cost) if found else WORST_FIT for found in self.dealt)

    def built(self, joints: tuple[Joint, ...]) -> Built:
        cells = [_cell(0, column, (piece,)) for column, piece in enumerate(self.head.headings)]
        for index, found in enumerate(self.dealt):
            cells += self._row_cells(index, found)
        cells.sort(key=lambda cell: (cell.row, cell.column))
        table = Table(tuple(cells), len(self.rows) + 1, self.head.width, "dump", joints)
        return Built(table, tuple(self.doubts))

    def _open_columns(self, index: int) -> tuple[_Open, ...]:
        """Columns that wait for the lines before this row's closing line, in printing order."""
        placed = self.closing[index]
        first = min((c for c in placed if c <= self.head.last_figure), default=self.head.last_figure + 1)
        opened = [
            _Open(index, column, needed=column >= self.label, name=column < self.label)
            for column in range(first)
        ]
        last = self.head.width - 1
        above = last not in self.closing[index - 1] if index else self.head.unnamed > 0
        if self.head.remarks and above:
            opened.insert(0, _Open(index - 1, last, needed=index == 0, name=False))
        return tuple(opened)

    def _dealt(self) -> list[list[Partition]]:
        """Partitions of every row, with widths learnt and learnt again until they hold still."""
        least = {column: float(piece.width) for column, piece in enumerate(self.head.headings)}
        for placed in self.closing:
            for column, piece in placed.items():
                least[column] = max(least.get(column, 0.0), piece.width)
        foreign = _ending([heading.text for heading in self.head.headings[: self.label]])
        widths = _Widths({}, least, foreign)
        dealt = [self._deal(index, widths) for index in range(len(self.rows))]
        for _ in range(_ROUNDS):
            learnt = self._learnt(dealt)
            if learnt == widths.fit:
                break
            widths = widths._replace(fit=learnt)
            dealt = [self._deal(index, widths) for index in range(len(self.rows))]
        return dealt

    def _deal(self, index: int, widths: _Widths) -> list[Partition]:
        slots = tuple(widths.slot(opening) for opening in self.open[index])
        before = self.rows[index].before
        found = partitions(before, slots, any_line=self.any_line)
        remark = bool(slots) and not slots[0].name and not slots[0].needed
        if before and remark and len(self.closing[index]) <= self.head.figures:
            # A total row has numbers only; what stands before it is the remark on the row above.
            rest = ((len(before), len(before)),) * (len(slots) - 1)
            found.append(
                Partition(
                    misfit(before, slots[0], any_line=self.any_line) + _BARE_ROW, ((0, len(before)), *rest)
                )
            )
        return sorted(found)

    def _learnt(self, dealt: list[list[Partition]]) -> dict[int, float]:
        """The usual full width of each column's wrapped cells."""
        sure: dict[int, list[int]] = {}
        seen: dict[int, list[int]] = {}
        for index, found in enumerate(dealt):
            unsure = doubtful(found, self.margin) if found else frozenset()
            for place, (opening, (start, stop)) in enumerate(self._best(index, found)):
                lines = cell_lines(self.rows[index].before[start:stop])
                if len(lines) > 1:
                    into = seen if place in unsure else sure
                    into.setdefault(opening.column, []).append(max(line.width for line in lines))
        return {column: float(median(full)) for column, full in (seen | sure).items()}

    def _best(self, index: int, found: list[Partition]) -> list[tuple[_Open, tuple[int, int]]]:
        return list(zip(self.open[index], found[0].ranges, strict=True)) if is_clear(found) else []

    def _row_cells(self, index: int, found: list[Partition]) -> list[Cell]:
        before, placed = self.rows[index].before, self.closing[index]
        if before and not is_clear(found):
            placed = self._without_fragments(index)
            lost = [piece for column, piece in self.closing[index].items() if column not in placed]
            self.doubts.append(Doubt((*(atom.piece for atom in before), *lost)))
            return [_cell(index + 1, column, (piece,)) for column, piece in placed.items()]
        cells = [_cell(index + 1, column, (piece,)) for column, piece in placed.items()]
        return cells + self._wrapped_cells(index, found)

    def _without_fragments(self, index: int) -> dict[int, Piece]:
        """What of a closing line stays certain when the lines before it fit nowhere.

        Where columns are open, its words may be one line of several; numbers do not wrap.
        """
        placed = self.closing[index]
        if not self.open[index]:
            return placed
        closing = range(self.head.last_figure + 1 - self.head.figures, self.head.last_figure + 1)
        return {column: piece for column, piece in placed.items() if column in closing}

    def _wrapped_cells(self, index: int, found: list[Partition]) -> list[Cell]:
        before = self.rows[index].before
        unsure = doubtful(found, self.margin) if found else frozenset()
        cells: list[Cell] = []
        lost: list[Piece] = []
        for place, (opening, (start, stop)) in enumerate(self._best(index, found)):
            lines = tuple(cell_lines(before[start:stop]))
            # A level label may stand in either level column; the nearest one is as good as any.
            if place in unsure and not opening.name:
                lost += lines
            elif lines:
                cells.append(_cell(opening.row + 1, opening.column, lines))
        if lost:
            self.doubts.append(Doubt(tuple(lost)))
        return cells


def _ending(names: list[str]) -> str:
    """The two characters with which all these headings end (一级指标 and 二级指标: 指标), if they do."""
    endings = {name[-2:] for name in names}
    return endings.pop() if len(names) > 1 and len(endings) == 1 else ""


def _cell(row: int, column: int, lines: tuple[Piece, ...]) -> Cell:
    place = InText(lines[0].line, lines[0].column, lines[-1].line, lines[-1].end)
    return Cell(row, column, 1, 1, join_lines(line.text for line in lines), place)
