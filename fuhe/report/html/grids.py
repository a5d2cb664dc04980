"""Tables and lines as they were read, for files without pages: the evidence cells are marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from extract.document import Block, Cell, InSheet, Line, Table
from extract.wording import Language
from fuhe.report.html.marks import Mark, Marks
from fuhe.report.places import in_words

_MOST_ROWS = 300
_AROUND = 3  # rows shown before and after a marked one, of a table that is too long to be shown
_LONG = 400  # characters; longer text gets a frame that scrolls


class GridCell(msgspec.Struct, frozen=True):
    """A cell as HTML has it. `where` tells its place in words."""

    text: str
    where: str
    row_span: int
    column_span: int
    marks: tuple[Mark, ...]
    long: bool


class GridRow(msgspec.Struct, frozen=True):
    """A row of cells; `left_out`: so many rows before it are not shown."""

    cells: tuple[GridCell, ...]
    left_out: int = 0


class Grid(msgspec.Struct, frozen=True):
    """A table, or lines of text as a table of one column. `tail`: rows that are not shown at its end."""

    heading: str
    rows: tuple[GridRow, ...]
    tail: int = 0
    is_text: bool = False


def grids(blocks: Iterable[Block], marks: Marks, language: Language) -> Iterator[Grid]:
    """Tables one by one, lines between them together."""
    lines: list[Line] = []
    sheet = ""
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
            continue
        if lines:
            yield _text(lines, marks, language)
            lines = []
        named = _sheet_of(block)
        yield _table(block, marks, language, heading="" if named == sheet else named)
        sheet = named
    if lines:
        yield _text(lines, marks, language)


def _sheet_of(table: Table) -> str:
    place = table.cells[0].place if table.cells else None
    return place.sheet if isinstance(place, InSheet) else ""


def _text(lines: Sequence[Line], marks: Marks, language: Language) -> Grid:
    cells = [Cell(at, 0, 1, 1, line.text, line.place) for at, line in enumerate(lines)]
    table = Table(tuple(cells), len(cells), 1, "native")
    return msgspec.structs.replace(_table(table, marks, language, heading=""), is_text=True)


def _table(table: Table, marks: Marks, language: Language, *, heading: str) -> Grid:
    seen: set[int] = set()
    placed: dict[int, list[GridCell]] = {}
    found = [(cell, _fresh(marks.at((cell.place, *cell.more)), seen)) for cell in table.cells]
    kept = _kept(table, [cell for cell, here in found if here])
    for cell, here in found:
        rows = [row for row in cell.rows if row in kept]
        if rows:
            placed.setdefault(rows[0], []).append(_cell(cell, len(rows), here, language))
    rows_shown = sorted(kept)
    before = [-1, *rows_shown]
    shown = tuple(
        GridRow(tuple(placed.get(row, ())), row - before[at] - 1) for at, row in enumerate(rows_shown)
    )
    return Grid(heading, shown, table.row_count - 1 - before[-1])


def _fresh(marks: tuple[Mark, ...], seen: set[int]) -> tuple[Mark, ...]:
    """Those not shown before: an identity may stand only once in a page."""
    fresh = tuple(mark for mark in marks if mark.number not in seen)
    seen.update(mark.number for mark in fresh)
    return fresh


def _kept(table: Table, marked: Iterable[Cell]) -> set[int]:
    """All rows of a table that is short enough, else the first ones and those around the marks."""
    if table.row_count <= _MOST_ROWS:
        return set(range(table.row_count))
    kept = set(range(_AROUND))
    for cell in marked:
        kept.update(range(max(0, cell.row - _AROUND), min(table.row_count, cell.row + _AROUND + 1)))
    return kept


def _cell(cell: Cell, rows: int, marks: tuple[Mark, ...], language: Language) -> GridCell:
    where = in_words(cell.place).text(language)
    return GridCell(cell.text, where, rows, cell.column_span, marks, len(cell.text) > _LONG)
