"""Headings that stand over several columns of a dump: all levels, or the sign, value and unit of a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from extract.document import Cell, Table
from extract.textflow import join_lines
from normalize.numbers import MONEY_POWERS
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from normalize.form import Form

_LEVELS = 3
_UNITS = tuple(f"({unit})" for unit in MONEY_POWERS)
_PARTS = frozenset({"target-sign", "target", "target-unit"})


def with_level_columns(table: Table, form: Form) -> Table:
    """A first heading over all levels stands over three columns of fields."""
    first = table.cells[0]
    if form.columns.role(first.text) != "levels":
        return table
    return _widened(table, first, _LEVELS - 1)


def with_parted_target(table: Table, form: Form) -> Table:
    """A second line of headings that names the parts of the target parts its column."""
    below = next((cell for cell in table.cells if cell.row == 1 and _is_whole(cell, table)), None)
    over = next(
        (cell for cell in table.cells if cell.row == 0 and form.columns.role(cell.text) == "target"), None
    )
    if below is None or over is None or {form.columns.role(word.text) for word in below.words} != _PARTS:
        return table
    wide = _widened(table, over, len(below.words) - 1)
    parts = [Cell(0, over.column + at, 1, 1, word.text, word.place) for at, word in enumerate(below.words)]
    others = [
        msgspec.structs.replace(cell, row=max(0, cell.row - 1))
        for cell in wide.cells
        if cell.row != 1 and not (cell.row == 0 and cell.column == over.column)
    ]
    cells = sorted([*parts, *others], key=lambda cell: (cell.row, cell.column))
    return msgspec.structs.replace(wide, cells=tuple(cells), row_count=table.row_count - 1)


def with_label_column(table: Table, form: Form) -> Table:
    """Rows of a budget have names: left of headings that all stand over figures is a column without one."""
    roles = [form.budget_columns.exact(cell.text) for cell in table.cells if cell.row == 0]
    below = [cell for cell in table.cells if cell.row]
    plain = not {None, "label", "part"}.intersection(roles) and len(roles) == len(set(roles))
    if not plain or not all(_is_whole(cell, table) for cell in below):
        return table
    cells = [
        msgspec.structs.replace(cell, column_span=cell.column_span + 1)
        if cell in below
        else msgspec.structs.replace(cell, column=cell.column + 1)
        for cell in table.cells
    ]
    return msgspec.structs.replace(table, cells=tuple(cells), column_count=table.column_count + 1)


def with_unit_in_heading(table: Table) -> Table:
    """The money unit in brackets that begins the line below the headings belongs to the first of them."""
    first = table.cells[0]
    row = next((cell for cell in table.cells if cell.row == 1 and _is_whole(cell, table)), None)
    if (
        row is None
        or not row.words
        or squeezed(row.words[0].text) not in {f"({one})" for one in MONEY_POWERS}
    ):
        return table
    unit, rest = row.words[0], row.words[1:]
    heading = msgspec.structs.replace(first, text=join_lines([first.text, unit.text]))
    kept = msgspec.structs.replace(row, text=row.text.removeprefix(unit.text).lstrip(), words=rest)
    cells = tuple(heading if one is first else kept if one is row else one for one in table.cells)
    return msgspec.structs.replace(table, cells=cells)


def begins_with_unit(text: str) -> bool:
    """Do the money unit of the whole block and a name stand in one?"""
    return squeezed(text).startswith(_UNITS)


def _widened(table: Table, over: Cell, more: int) -> Table:
    """The table with that many columns more under one heading."""
    cells = [
        msgspec.structs.replace(cell, column_span=cell.column_span + more)
        if cell is over or _is_whole(cell, table)
        else msgspec.structs.replace(cell, column=cell.column + more * (cell.column > over.column))
        for cell in table.cells
    ]
    return msgspec.structs.replace(table, cells=tuple(cells), column_count=table.column_count + more)


def _is_whole(cell: Cell, table: Table) -> bool:
    return cell.row > 0 and cell.column_span == table.column_count
