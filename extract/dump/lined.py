"""Rows that stand on one line each: handed on as whole lines with their fields, to be dealt out by meaning.

Where every row is one line, nothing is wrapped and only two things are left open: which columns a short line
fills, and where glued figures part. Shapes cannot tell either; the words of the form and its arithmetic can,
and these belong to the next stage. So such a row is one cell over all columns, and its words are the fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from extract.document import Cell, InText, Table, Word
from extract.dump.header import Header, tail
from extract.dump.lines import Piece, fields, is_dash, is_glued, is_page_number, wide_fields

_MANY_FIELDS = 3
_MOSTLY = 0.8
_WIDE_LINE = 400
_MANY_POINTS = 0.7
_AT_END = 3
_MOST_TRIED = 12
_MOST_ROWS = 400


def row_lines(lines: Sequence[Piece], head: Header) -> tuple[Piece, ...]:
    """The lines below a header that are rows of its table, if each of its rows stands on one line.

    The table ends with its last line of three and more fields, or of two that end in a figure. Empty where
    most lines hold one field only, as wrapped cells do.
    """
    rows = [line for line in lines if not (is_page_number(line.text) and _stands_apart(line, lines))]
    if len(rows) > _MOST_ROWS:
        return ()
    closing = max((at for at, line in enumerate(rows) if _closes(line, head)), default=-1)
    ends = [at + 1 for at, line in enumerate(rows) if at >= closing and _is_row(line)]
    for end in reversed(ends[-_MOST_TRIED:]):
        if _are_whole(rows[:end], head):
            return tuple(line for line in rows[:end] if line.text.split() != " ".join(head.texts).split())
    return ()


def _stands_apart(line: Piece, lines: Sequence[Piece]) -> bool:
    """Is the line above or below empty? A page number between two lines may be the rest of a cell."""
    near = {other.line for other in lines}
    return not {line.line - 1, line.line + 1} <= near


def _closes(line: Piece, head: Header) -> bool:
    return is_glued(line, alone=False) or tail(line, head) is not None


def _are_whole(rows: Sequence[Piece], head: Header) -> bool:
    """Does every row stand on a line of its own?"""
    if any(len(line.text) > _WIDE_LINE for line in rows):
        return False
    if head.names_numbers and sum(map(_has_figure, rows)) < _MANY_POINTS * len(rows):
        return False
    if head.is_aligned and not all(2 * len(row_fields(line)) > head.width for line in rows):
        return False
    whole = sum(len(row_fields(line)) > 1 or is_glued(line, alone=True) for line in rows)
    return whole >= _MOSTLY * len(rows)


def _has_figure(line: Piece) -> bool:
    """Does a figure stand among the last fields? There a row has its points, and then perhaps remarks."""
    ends = (part.text[-1] for part in row_fields(line)[-_AT_END:])
    return any(end.isdigit() or end in "%％" or is_dash(end) for end in ends)


def stand_close(lines: Sequence[Piece]) -> bool:
    """Do the lines follow one another without empty lines?"""
    gaps = sum(after.line - before.line > 1 for before, after in pairwise(lines))
    return gaps <= (1 - _MOSTLY) * len(lines)


def lined_table(head: Header, rows: Sequence[tuple[Piece, ...]]) -> Table:
    """A table of whole lines under its headings; a row may be several lines that hold one field each."""
    cells = [Cell(0, at, 1, 1, piece.text, _place(piece, piece)) for at, piece in enumerate(head.headings)]
    cells += [whole_cell(number, head.width, lines) for number, lines in enumerate(rows, start=1)]
    return Table(tuple(cells), len(rows) + 1, head.width, "dump")


def with_lines(table: Table, rows: Sequence[tuple[Piece, ...]]) -> Table:
    """The table with further rows put in as whole lines where they were printed."""
    if not rows:
        return table
    starts = [_first_line(table, row) for row in range(table.row_count)]
    inserted = [sum(lines[-1].line < start for lines in rows) for start in starts]
    cells = [msgspec.structs.replace(cell, row=cell.row + inserted[cell.row]) for cell in table.cells]
    for number, lines in enumerate(rows):
        above = sum(start < lines[-1].line for start in starts)
        cells.append(whole_cell(number + above, table.column_count, lines))
    joints = tuple(
        msgspec.structs.replace(joint, row=joint.row + inserted[min(joint.row, len(inserted) - 1)])
        for joint in table.joints
    )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(tuple(cells), table.row_count + len(rows), table.column_count, table.how, joints)


def whole_cell(row: int, width: int, lines: Sequence[Piece]) -> Cell:
    """One cell over all columns: the text as printed, a word for each field."""
    words = tuple(Word(part.text, _place(part, part)) for line in lines for part in row_fields(line))
    return Cell(row, 0, 1, width, "\n".join(line.text for line in lines), _place(lines[0], lines[-1]), words)


def row_fields(line: Piece) -> tuple[Piece, ...]:
    """The fields of a line: what tabs or wide gaps keep apart, else what blanks do."""
    apart = wide_fields(line)
    return apart if len(apart) > 1 else fields(line)


def _is_row(line: Piece) -> bool:
    parts = row_fields(line)
    last = parts[-1].text
    figure = last[-1].isdigit() or last[-1] in "%％" or is_dash(last)
    return len(parts) >= _MANY_FIELDS or (figure and (len(parts) > 1 or is_glued(line, alone=True)))


def _first_line(table: Table, row: int) -> int:
    places = [cell.place for cell in table.cells if cell.row == row]
    return max((place.end_line for place in places if isinstance(place, InText)), default=0)


def _place(first: Piece, last: Piece) -> InText:
    return InText(first.line, first.column, last.line, last.end)
