"""Joins a table that goes on over a page break, as a view: the page tables stay as they are.

Two tables are one when nothing but headers, footers and page numbers stands between them, their outer edges
and columns agree, and the second does not begin a form of its own. Cells that the break cut in two are joined
when a missing rule or the content says so; where nobody can tell they stay two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extract.continued.joined import View, fits
from extract.continued.restarts import bare_rows, begins_new_form, repeated_head
from extract.document import Block, Line, OnPage, Page, Table
from extract.grid import Grid

_MARGIN = 0.12
"""Running headers and footers stand within this share of the page height from its top or bottom."""
_PAGE_NUMBER = re.compile(r"[-—–·.\s]*(第?\s*\d+\s*页?)?([,，/／\s]*共?\s*\d+\s*页?)?[-—–·.\s]*")
_GOES_ON = re.compile(r"[(（]?(续表?|接上[表页])\s*[\d一二三四五]*[)）]?")
_TITLE = re.compile(r".*(表|年度[)）]?|附件\s*[\d一二三四五-]*)[)）]?")


class Sheet(NamedTuple):
    """A page with the grids of its tables, in the same order."""

    page: Page
    grids: tuple[Grid, ...]


def blocks(sheets: Sequence[Sheet]) -> tuple[Block, ...]:
    """Tables (joined over page breaks) and free lines of all pages in reading order."""
    found: list[Line | View] = []
    for number, sheet in enumerate(sheets):
        before = sheets[number - 1] if number else None
        view = _open_view(found, before, sheet)
        titled = False
        for item in _items(sheet):
            if isinstance(item, Line):
                found.append(item)
                titled = titled or bool(_TITLE.fullmatch(item.text))
                if view and not _is_aside(item, sheet, before):
                    view = None
                continue
            table, grid = item
            if view is None or not _joined(view, table, grid, titled=titled):
                found.append(View(table, grid, sheet.page.number))
            view = None
    return tuple(block.table() if isinstance(block, View) else block for block in found)


def _open_view(found: Sequence[Line | View], before: Sheet | None, sheet: Sheet) -> View | None:
    """The table at the foot of the page before, if only asides follow it there."""
    if before is None:
        return None
    for block in reversed(found):
        if isinstance(block, View):
            return block if block.last_page == before.page.number else None
        if not _is_aside(block, before, sheet):
            return None
    return None


def _joined(view: View, table: Table, grid: Grid, *, titled: bool) -> bool:
    """Join the table to the view if it goes on in it; says whether it did."""
    if not fits(view.grid, grid) or (table.how == "borderless" and _is_loose(view.grid, grid)):
        return False
    old, new = bare_rows(view.first), bare_rows(table)
    head = repeated_head(old, new)
    if begins_new_form(table, old, new, head) or (titled and not head):
        return False
    view.extend(table, grid, head)
    return True


def _is_loose(upper: Grid, lower: Grid) -> bool:
    """Two columns side by side stand on any page; without rules that is too little to call them one table."""
    return min(len(upper.xs), len(lower.xs)) <= 3


def _items(sheet: Sheet) -> list[Line | tuple[Table, Grid]]:
    """Tables and lines of a page from the top down."""
    placed: list[tuple[float, float, Line | tuple[Table, Grid]]] = [
        (*_corner(table, grid), (table, grid))
        for table, grid in zip(sheet.page.tables, sheet.grids, strict=True)
    ]
    placed += [(_top(line), _left(line), line) for line in sheet.page.lines]
    return [item for _, _, item in sorted(placed, key=lambda p: p[:2])]


def _corner(table: Table, grid: Grid) -> tuple[float, float]:
    """Top and left of a table where the page's lines have theirs; the grid of a photograph lies elsewhere."""
    boxes = [cell.place.box for cell in table.cells if isinstance(cell.place, OnPage)]
    if not boxes:
        return grid.ys[0], grid.xs[0]
    return min(box.top for box in boxes), min(box.x0 for box in boxes)


def _top(line: Line) -> float:
    return line.place.box.top if isinstance(line.place, OnPage) else 0.0


def _left(line: Line) -> float:
    return line.place.box.x0 if isinstance(line.place, OnPage) else 0.0


def _is_aside(line: Line, sheet: Sheet, other: Sheet | None) -> bool:
    """A page number, a mark of continuation, or a line that stands in the same margin of both pages."""
    if _PAGE_NUMBER.fullmatch(line.text) or _GOES_ON.fullmatch(line.text):
        return True
    height = sheet.page.height
    if other is None or _MARGIN * height < _top(line) < (1 - _MARGIN) * height:
        return False
    text = _without_digits(line.text)
    return any(
        _without_digits(twin.text) == text and abs(_top(twin) - _top(line)) < 3 for twin in other.page.lines
    )


def _without_digits(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)
