"""A table under construction over several pages: the view that `continued` hands on."""

from __future__ import annotations

from collections.abc import Sequence

from extract.continued.cuts import Cut, cuts_between
from extract.continued.halves import Half, halves_of
from extract.document import Box, Joint, OnPage, Table, Word
from extract.grid import SNAP, Grid
from extract.textflow import join_lines
from extract.wording import Wording

_OUTER = 4.0
"""Outer edges of both parts agree within this many points."""

_HALVED = 2.0
"""Ink of a line that the break cuts ends this near (points) to the edge on both pages."""
_RECENT = 300
"""The habits of columns are learnt from so many cells before the break, however long the table is."""


def fits(upper: Grid, lower: Grid) -> bool:
    """Same outer edges, and at least half of the inner edges of the plainer part are shared."""
    if abs(upper.xs[0] - lower.xs[0]) > _OUTER or abs(upper.xs[-1] - lower.xs[-1]) > _OUTER:
        return False
    few, many = sorted((upper.xs[1:-1], lower.xs[1:-1]), key=len)
    shared = sum(any(abs(x - other) <= _OUTER for other in many) for x in few)
    return 2 * shared >= len(few)


class View:
    """The joined table so far. `first` is its first part, `grid` the grid of its last part."""

    def __init__(self, table: Table, grid: Grid, page: int) -> None:
        self.first = table
        self.grid = grid
        self.last_page = page
        self._halves = halves_of(table, grid, 0)
        self._row_count = table.row_count
        self._foot = [half for half in self._halves if half.end == self._row_count]
        self._joints: list[Joint] = []

    def extend(self, table: Table, grid: Grid, head: int) -> None:
        """Put the next page's part below; its first `head` rows repeat the head row."""
        lower = halves_of(table, grid, self._row_count)
        below = [half for half in lower if half.row == self._row_count + head]
        cut = cuts_between(self._foot, below, self._halves[-_RECENT:] + lower, repeated=head > 0)
        joint = cut.cells[0][0].end - 1 if cut.row else self._row_count
        first, end = self._row_count + head, self._row_count + table.row_count
        last = [half for half in lower if half.end == end]
        whole = {id(half): self._absorbed(half, cut, head) for half in lower}
        self._foot = [whole[id(half)] or half for half in last]
        kept = [half for half in lower if whole[id(half)] is None]
        self._row_count = end
        if cut.row:
            self._close_up(kept, first)
        self._halves += kept
        self._joints.append(Joint(joint, _reason(head, cut), cut.row))
        self.grid, self.last_page = grid, self.last_page + 1

    def _absorbed(self, half: Half, cut: Cut, head: int) -> Half | None:
        """Merge the lower half of a cut cell into its upper half; the upper half if it now is the whole cell.

        Where a repeated head row stands between the halves they cannot be one rectangle: both then show the
        whole text and both places.
        """
        upper = next((above for above, below in cut.cells if below is half), None)
        if upper is None:
            return None
        below = half.text[len(_halved_line(upper, half)) :]
        halves = [below, upper.text] if upper.reads_up or half.reads_up else [upper.text, below]
        text = join_lines(halves)
        upper.text = text
        upper.more += (half.place, *half.more)
        upper.words += half.words
        rest = half.row_span - (1 if cut.row else 0)
        if head and rest:
            half.text = text
            half.more += (upper.place,)
            return None
        upper.row_span += rest
        upper.open_bottom = half.open_bottom
        return upper

    def _close_up(self, kept: Sequence[Half], cut_row: int) -> None:
        """The cut row of the later part is now part of the row above the break: the rows below it move up."""
        for half in kept:
            if half.row == cut_row:
                half.row_span -= 1
            elif half.row > cut_row:
                half.row -= 1
        self._row_count -= 1

    def table(self) -> Table:
        """The joined table; the first part itself where nothing was joined to it."""
        if not self._joints:
            return self.first
        column = _columns({x for half in self._halves for x in (half.x0, half.x1)})
        cells = sorted(
            (half.cell(column[half.x0], column[half.x1]) for half in self._halves),
            key=lambda cell: (cell.row, cell.column),
        )
        count = max(column.values())
        return Table(tuple(cells), self._row_count, count, self.first.how, tuple(self._joints))


def _halved_line(upper: Half, lower: Half) -> str:
    """The line that stands at the cut on both pages, each showing half of its ink; empty if there is none."""
    if not upper.words or not lower.words:
        return ""
    last, first = upper.words[-1], lower.words[0]
    at_edge = _at(upper).bottom - _at(last).bottom < _HALVED and _at(first).top - _at(lower).top < _HALVED
    doubled = last.text == first.text and lower.text.startswith(first.text) and upper.open_bottom
    return first.text if doubled and at_edge else ""


def _at(piece: Half | Word) -> Box:
    places = piece.place, *(piece.more if isinstance(piece, Half) else ())
    return next(place.box for place in reversed(places) if isinstance(place, OnPage))


def _columns(edges: set[float]) -> dict[float, int]:
    """Number the x edges of all parts on one grid: edges near to one another are the same."""
    column: dict[float, int] = {}
    number, begins = -1, float("-inf")
    for edge in sorted(edges):
        if edge - begins > SNAP:
            number, begins = number + 1, edge
        column[edge] = number
    return column


def _reason(head: int, cut: Cut) -> Wording:
    zh = ["外边线与列线一致，两页之间没有其他内容"]
    en = ["same outer edges and columns, nothing else between the pages"]
    if head:
        zh.append(f"后一页重复了 {head} 行表头")
        en.append(f"{head} head row(s) are repeated on the later page")
    zh += [reason.zh for reason in cut.reasons]
    en += [reason.en for reason in cut.reasons]
    return Wording(zh="；".join(zh), en="; ".join(en))
