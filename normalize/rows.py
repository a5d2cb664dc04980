"""The document as one run of rows: table rows with the cells that cover them, and free lines in between.

An exported form is mostly one big table, a dump several small ones with lines in between; as a run of rows
they are read alike.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from extract.document import Cell, Document, Table

# A cell of the run, by block and by its first row and column in the grid; a free line is a cell at (0, 0).
Key: TypeAlias = tuple[int, int, int]


class Row(msgspec.Struct, frozen=True):
    """One row: `cells` cover it, from left to right; those that start in it are its `own`.

    `table` is None for a free line. `block` counts the document's blocks, `index` the grid's rows.
    """

    block: int
    index: int
    table: Table | None
    cells: tuple[Cell, ...]

    @property
    def own(self) -> tuple[Cell, ...]:
        """The cells that start in this row."""
        return tuple(cell for cell in self.cells if cell.row == self.index)

    @property
    def written(self) -> tuple[Cell, ...]:
        """The cells that start in this row and are not empty."""
        return tuple(cell for cell in self.own if cell.text.strip())

    @property
    def is_line(self) -> bool:
        """Whether this is free text outside the tables."""
        return self.table is None

    @property
    def is_dump(self) -> bool:
        """Whether the row was found by the line shapes of a text dump, where cells can have been lost."""
        return self.table is not None and self.table.how == "dump"

    def key(self, cell: Cell) -> Key:
        """The cell's name in the whole run."""
        return (self.block, cell.row, cell.column)


def run_of_rows(document: Document) -> list[Row]:
    """All rows of the document in reading order."""
    rows: list[Row] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            rows += _table_rows(number, block)
        else:
            rows.append(Row(number, 0, None, (Cell(0, 0, 1, 1, block.text, block.place),)))
    return rows


def _table_rows(number: int, table: Table) -> list[Row]:
    covering: list[list[Cell]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        for row in cell.rows:
            covering[row].append(cell)
    return [
        Row(number, index, table, tuple(sorted(cells, key=lambda cell: cell.column)))
        for index, cells in enumerate(covering)
    ]
