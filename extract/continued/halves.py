"""A cell of a page table on its way into the joined view."""

from __future__ import annotations

import msgspec

from extract.document import Cell, Place, Table, Word
from extract.grid import Grid


class Half(msgspec.Struct, eq=False):
    """A cell that may be one half of a cell which the page break cut: its row in the view, its x edges."""

    row: int
    row_span: int
    x0: float
    x1: float
    text: str
    place: Place
    words: tuple[Word, ...]
    open_top: bool
    open_bottom: bool
    reads_up: bool
    more: tuple[Place, ...] = ()

    @property
    def end(self) -> int:
        """The row below the last one that it covers."""
        return self.row + self.row_span

    def cell(self, column: int, end_column: int) -> Cell:
        """The cell of the view, between two of its column edges."""
        span = max(1, end_column - column)
        return Cell(self.row, column, self.row_span, span, self.text, self.place, self.words, self.more)


def halves_of(table: Table, grid: Grid, first_row: int) -> list[Half]:
    """The cells of a page table, their rows counted from `first_row` of the view."""
    return [
        Half(
            cell.row + first_row,
            cell.row_span,
            grid.xs[cell.column],
            grid.xs[cell.column + cell.column_span],
            cell.text,
            cell.place,
            cell.words,
            place.open_top,
            place.open_bottom,
            place.reads_up,
            cell.more,
        )
        for cell, place in zip(table.cells, grid.cells, strict=True)
    ]
