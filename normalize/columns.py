"""Header cells -> column roles, for headers of one row or two, and the cells of a data row by role.

A heading that says nothing known is never guessed at, except where it has a single mistake in it (a character
misread, lost or added, two swapped) and only one role that the header still lacks comes out.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from normalize.wordings import Labels, bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.document import Cell
    from normalize.rows import Row

# Where a header names one role twice, the first column is meant: 自评分 comes before 复核分. Elsewhere two
# columns of one role are unclear, and no role is better than a wrong one.
_FIRST_COUNTS = frozenset({"score", "section", "deviation"})
_LEVELS = ("level1", "level2", "level3")
# Columns that are known and not read. A form may have several of them.
_ASIDE = frozenset({"other", "note", "score-review", "part"})
# A heading over all level columns at once: the columns below it are the levels from left to right.
_SECTION = "section"
_ALL_LEVELS = "levels"


class Columns(msgspec.Struct, frozen=True):
    """Which grid columns belong to which role, and the heading over them; `height` counts header rows.

    `heading_cells` are the cells that print the headings. `aside` are grid columns that are known but not
    read, `unclear` the roles that two columns claim, `unknown` the headings that say nothing known, `parts`
    the headings that name a part of the budget instead of a figure.
    """

    ranges: dict[str, range]
    headings: dict[str, str]
    height: int
    heading_cells: dict[str, Cell] = {}
    aside: frozenset[int] = frozenset()
    unclear: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    parts: tuple[Cell, ...] = ()

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

    def is_aside(self, cell: Cell) -> bool:
        """Whether the cell stands in columns that are known but not read."""
        return self.aside.issuperset(cell.columns)

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
    below = rows[at + 1].written if height > 1 else ()
    cells = [*first.written, *below]
    roles = _roles(first, below, height, labels)
    for cell in cells:
        if cell not in roles and cell.row_span <= height and (role := _misread(cell, roles, labels)):
            roles[cell] = role
    return _columns(cells, roles, height)


def _roles(first: Row, below: Sequence[Cell], height: int, labels: Labels) -> dict[Cell, str]:
    """The roles of the headings as worded; a misspelt one has none that another has to the letter.

    A label that reaches down beside the rows belongs to the whole block.
    """
    found = {
        cell: role
        for cell in first.written
        if (role := labels.role(cell.text)) and (cell.row_span <= height or role == _SECTION)
    }
    found |= {cell: role for cell in below if (role := _role_below(cell, first, labels))}
    exact = {role for cell, role in found.items() if _is_exact(cell, role, first, labels)}
    return {
        cell: role
        for cell, role in found.items()
        if role not in exact or role in _ASIDE or _is_exact(cell, role, first, labels)
    }


def _is_exact(cell: Cell, role: str, first: Row, labels: Labels) -> bool:
    return role in (labels.exact(cell.text), _joined_role(cell, first, labels))


def _misread(cell: Cell, roles: dict[Cell, str], labels: Labels) -> str | None:
    """The one role that a misspelt heading can have, given those of the other headings."""
    open_roles = labels.misread(cell.text) - set(roles.values())
    return next(iter(open_roles)) if len(open_roles) == 1 else None


def _goes_on(rows: Sequence[Row], at: int, labels: Labels) -> bool:
    """Whether the next row is the header's second row.

    Either the header's cells reach down into it, or it holds nothing but headings.
    """
    first = rows[at]
    if at + 1 >= len(rows) or rows[at + 1].block != first.block:
        return False
    below = rows[at + 1].written
    same = [bare(cell.text) for cell in below] == [bare(cell.text) for cell in first.written]
    if not below or same:
        return False
    reaching = [cell for cell in first.written if cell.row_span > 1 and labels.role(cell.text)]
    if any(cell.row_span == 2 for cell in reaching) and len(reaching) > 1:
        return True
    known = all(_role_below(cell, first, labels) for cell in below)
    return known and len(below) < len(first.cells)


def _role_below(cell: Cell, first: Row, labels: Labels) -> str | None:
    """The role of a heading in the second row, with the heading above it or alone."""
    return _joined_role(cell, first, labels) or labels.role(cell.text)


def _joined_role(cell: Cell, first: Row, labels: Labels) -> str | None:
    """The role of a heading in the second row together with the one above it: 指标值 over 年初."""
    for above in first.written:
        if above.row != cell.row and _shared(above.columns, cell.columns) == len(cell.columns):
            for joined in (above.text + cell.text, cell.text + above.text):
                if role := labels.exact(joined):
                    return role
    return None


def _columns(cells: Sequence[Cell], roles: dict[Cell, str], height: int) -> Columns:
    at: dict[int, tuple[str, Cell]] = {}
    for cell in cells:
        if role := roles.get(cell):
            at |= _level_columns(cell) if role == _ALL_LEVELS else dict.fromkeys(cell.columns, (role, cell))
    found: dict[str, tuple[range, Cell]] = {}
    unclear: set[str] = set()
    for role, cell, own in _runs(at):
        if role not in found:
            found[role] = (own, cell)
        elif role not in _FIRST_COUNTS:
            unclear.add(role)
    read = {role: one for role, one in found.items() if role not in unclear | _ASIDE}
    return Columns(
        {role: own for role, (own, _) in read.items()},
        {role: cell.text for role, (_, cell) in read.items()},
        height,
        {role: cell for role, (_, cell) in read.items()},
        frozenset(column for column, (role, _) in at.items() if role in _ASIDE),
        frozenset(unclear - _ASIDE),
        tuple(
            cell.text
            for cell in cells
            if cell not in roles and cell.row_span <= height and not at.keys() & set(cell.columns)
        ),
        tuple(cell for cell in cells if roles.get(cell) == "part"),
    )


def _level_columns(cell: Cell) -> dict[int, tuple[str, Cell]]:
    """One heading over the level columns: the last is level 3, those before it levels 1 and 2."""
    *above, last = cell.columns
    above = above[-2:]
    return {column: (_LEVELS[number], cell) for number, column in enumerate(above)} | {last: ("level3", cell)}


def _runs(at: dict[int, tuple[str, Cell]]) -> Iterator[tuple[str, Cell, range]]:
    """Neighbouring columns under one heading, from left to right."""
    start: int | None = None
    for column in sorted(at):
        if start is None:
            start = column
        if at.get(column + 1) != at[column]:
            yield (*at[column], range(start, column + 1))
            start = None


def _shared(one: range, other: range) -> int:
    return max(0, min(one.stop, other.stop) - max(one.start, other.start))
