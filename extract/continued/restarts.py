"""Does a table that follows a page break go on, repeat its head row, or begin a form of its own?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.document import Cell, Table

_NUMBER = re.compile(r"[\d.,，%％\s—-]+")
_TITLE_ROW = re.compile(r".*表\s*([(（].*[)）])?")
_LABELLED = 4
"""A row of label and value pairs (项目名称 | …) has at most so many cells; rows of indicators have more."""
_LONGEST_HEAD = 4


def bare_rows(table: Table) -> list[list[str]]:
    """The texts of each row's own cells, from left to right, without blanks."""
    rows: list[list[str]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row].append("".join(cell.text.split()))
    return rows


def repeated_head(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> int:
    """How many rows at the top of the later part repeat neighbouring rows of the first part."""
    longest = 0
    for start in range(len(old)):
        length = 0
        while (
            length < min(len(new), _LONGEST_HEAD, len(old) - start)
            and new[length] == old[start + length]
            and _is_head(new[length])
        ):
            length += 1
        longest = max(longest, length)
    return longest


def begins_new_form(
    later: Table, old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], head: int
) -> bool:
    """True for a title row, or for the label that opens the first form with another value beside it.

    `old` and `new` are the rows of the first part and of the later one, `head` of which repeat the head.
    """
    if not new:
        return False
    if not head and _is_title(later, new[0]):
        return True
    if head and old[:head] != new[:head]:
        return False
    if head >= min(len(old), len(new)):
        return bool(head) and len(old) > head and len(new[0]) <= _LABELLED
    label = _label(new[head])
    opens = any(len(row) <= _LABELLED for row in (new[head], *new[:head]))
    return opens and bool(label) and label == _label(old[head]) and old[head] != new[head]


def _label(row: Sequence[str]) -> str:
    text = next((text for text in row if text), "")
    return "" if _NUMBER.fullmatch(text) else text


def _is_head(row: Sequence[str]) -> bool:
    """Head rows name things: two labels at least and no cell that is a bare number."""
    filled = [text for text in row if text]
    return len(filled) > 1 and not any(_NUMBER.fullmatch(text) for text in filled)


def _is_title(table: Table, row: Sequence[str]) -> bool:
    cell: Cell | None = table.at(0, 0)
    return (
        len(row) == 1
        and cell is not None
        and cell.column_span == table.column_count
        and bool(_TITLE_ROW.fullmatch(row[0]))
    )
