"""Parts that the layouts of all families share: budget rows, goals, and an indicator table of any columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from layout import Placed, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from form import Form, Row
    from layout import Align, Grid

LEVELS = ("level1", "level2")


@dataclass(frozen=True)
class Column:
    """A column of an indicator table: its header, the field of `Row` (or key of `Row.more`), grid columns.

    Neighbours with the same `over` stand under one header cell of that text; where none of them has a header
    of its own, that cell is the header of them all.
    """

    header: str
    field: str
    span: int = 1
    over: str = ""
    align: Align = "center"


def value(row: Row, name: str) -> str:
    """What a row prints in a column; blank where it says nothing."""
    found = row.more.get(name) if name in row.more else getattr(row, name, None)
    return found or ""


def funds(
    made: Grid, form: Form, columns: Sequence[tuple[str, str, int]], side: str, *, side_wide: int = 1
) -> None:
    """The budget block: (header, field of `Fund`, grid columns) and a merged label to its left."""
    first = made.line(*((header, span) for header, _, span in columns), start=side_wide)
    for fund in form.funds:
        cells = [(getattr(fund, name) or "", span) for _, name, span in columns]
        made.line((*cells[0], "left"), *cells[1:], start=side_wide)
    made.cells.append(Placed(first, 0, side, made.row_count - first, side_wide))


def goals(made: Grid, form: Form, side: str, labels: tuple[str, str], left: int) -> None:
    """Expected and actual side by side; `left` is the grid columns of the expected goals."""
    right = made.column_count - 1 - left
    first = made.line((labels[0], left), (labels[1], right), start=1)
    made.line((form.expected or "", left, "left"), (form.actual or "", right, "left"), start=1)
    made.side(first, 0, side)


def indicators(
    made: Grid, form: Form, columns: Sequence[Column], *, start: int = 1, side: str | None = None
) -> None:
    """Header, rows with merged level cells, and the merged label to the left of it all."""
    made.header_row = made.row_count
    _header(made, columns, start)
    first = made.row_count
    for row in form.rows:
        column = start
        for one in columns:
            if one.field not in LEVELS:
                made.cells.append(
                    Placed(made.row_count, column, value(row, one.field), 1, one.span, one.align)
                )
            column += one.span
        made.row_count += 1
    _levels(made, form, columns, start, first)
    if side is not None:
        made.side(made.header_row, 0, side, stacked=len(side) < 6)


def _header(made: Grid, columns: Sequence[Column], start: int) -> None:
    rows = 2 if any(column.over and column.header for column in columns) else 1
    at = start
    for over, group in groupby(columns, key=lambda column: column.over):
        members = list(group)
        named = any(column.header for column in members)
        if over:
            wide = sum(column.span for column in members)
            made.cells.append(Placed(made.row_count, at, over, 1 if named else rows, wide))
        for column in members:
            if column.header:
                below = 1 if over else 0
                made.cells.append(
                    Placed(made.row_count + below, at, column.header, rows - below, column.span)
                )
            at += column.span
    made.row_count += rows


def _levels(made: Grid, form: Form, columns: Sequence[Column], start: int, first: int) -> None:
    at = start
    for column in columns:
        if column.field == "level1":
            names = [row.level1 or "" for row in form.rows]
        else:
            names = [f"{row.level1}/{row.level2}" for row in form.rows]
        if column.field in LEVELS:
            for offset, count, name in runs(names):
                bare = name.rpartition("/")[2]
                text = form.printed_level1.get(bare, bare)
                made.cells.append(Placed(first + offset, at, text, count, column.span))
        at += column.span


def done(made: Grid) -> Grid:
    """The grid with its cells in reading order."""
    made.cells.sort(key=lambda cell: (cell.row, cell.column))
    return made
