"""Header cells -> column roles, for headers of one row or two, and the cells of a data row by role."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from normalize.wordings import Labels, bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Cell
    from normalize.rows import Row

# Where a header names one role twice, the first column is meant: 自评分 comes before 复核分. Elsewhere two
# columns of one role are unclear, and no role is better than a wrong one.
_FIRST_COUNTS = frozenset({"score", "section"})
_LEVELS = ("level1", "level2", "level3")


class Columns(msgspec.Struct, frozen=True):
    """Which grid columns belong to which role, and the heading over them; `height` counts header rows."""

    ranges: dict[str, range]
    headings: dict[str, str]
    height: int

    def __contains__(self, role: str) -> bool:
        """Whether the header has a column of this role."""
        return role in self.ranges

    @property
    def roles(self) -> frozenset[str]:
        """All roles that the header names."""
        return frozenset(self.ranges)

    def owner(self, cell: Cell) -> str | None:
        """The role whose column the cell stands in; None where it stands in none or in several alike.

        A cell merged over several level columns is the deepest level if it reaches level 3, else the highest.
        """
        return _owner(tuple(self.ranges.items()), cell.columns)

    def cells(self, row: Row, role: str) -> tuple[Cell, ...]:
        """The row's cells of this role, from left to right, with those merged down from above."""
        if role not in self.ranges:
            return ()
        return tuple(cell for cell in row.cells if self.owner(cell) == role)


@functools.lru_cache(maxsize=1024)
def _owner(ranges: tuple[tuple[str, range], ...], columns: range) -> str | None:
    shared = [(_shared(columns, own), role, len(own)) for role, own in ranges]
    whole = [role for count, role, width in shared if count == width]
    if len(whole) > 1:
        levels = [level for level in _LEVELS if level in whole]
        merged = set(whole) - {"section"} <= set(levels) and levels
        return (levels[-1] if "level3" in levels else levels[0]) if merged else None
    ranked = sorted(((count, role) for count, role, _ in shared if count), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def read_header(rows: Sequence[Row], at: int, labels: Labels) -> Columns | None:
    """The columns that a header starting at this row names, or None where the row names none."""
    first = rows[at]
    if first.is_line or not any(labels.role(cell.text) for cell in first.written):
        return None
    height = 2 if _goes_on(rows, at, labels) else 1
    role_at: dict[int, tuple[str, Cell]] = {}
    for row in rows[at : at + height]:
        for cell in row.written:
            if role := labels.role(cell.text):
                role_at |= dict.fromkeys(cell.columns, (role, cell))
    return _columns(role_at, height)


def _goes_on(rows: Sequence[Row], at: int, labels: Labels) -> bool:
    """Whether the next row is the header's second row: nothing but headings, under a heading of the first."""
    first = rows[at]
    if at + 1 >= len(rows) or rows[at + 1].block != first.block:
        return False
    below = rows[at + 1].written
    if not below or any(labels.role(cell.text) is None for cell in below):
        return False
    same = [bare(cell.text) for cell in below] == [bare(cell.text) for cell in first.written]
    return not same and len(below) < len(first.cells)


def _columns(role_at: dict[int, tuple[str, Cell]], height: int) -> Columns:
    ranges: dict[str, range] = {}
    headings: dict[str, str] = {}
    unclear: set[str] = set()
    previous: tuple[str, Cell] | None = None
    for column in sorted(role_at):
        role, cell = role_at[column]
        known = ranges.get(role)
        if known is None:
            ranges[role], headings[role] = range(column, column + 1), cell.text
        elif known.stop == column and previous == (role, cell):
            ranges[role] = range(known.start, column + 1)
        elif role not in _FIRST_COUNTS:
            unclear.add(role)
        previous = (role, cell)
    for role in unclear:
        del ranges[role], headings[role]
    return Columns(ranges, headings, height)


def _shared(one: range, other: range) -> int:
    return max(0, min(one.stop, other.stop) - max(one.start, other.start))
