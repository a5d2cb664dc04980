"""The tables on the pages of a dump, each with its parts where it goes on over a page break."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from extract.document import Line
from normalize.aligned.axes import are_axes, axes_of
from normalize.aligned.cell import Block
from normalize.aligned.columns import Lines
from normalize.aligned.continued import continued_frame
from normalize.aligned.frame import anchors_of, frame_of
from normalize.aligned.goals import are_goals, goals_of
from normalize.aligned.parts import are_parts, parts_of
from normalize.aligned.rows import Known, own_columns, rows_of
from normalize.aligned.table import Made, Part, made_of
from normalize.aligned.tokens import Metric, Token, tokens_of

if TYPE_CHECKING:
    from normalize.form import Form
    from normalize.lined.kinds import Block as Kind
    from normalize.lined.kinds import Names

_AT_TOP = 3
_NEAR_TOP = 6


class Sheet(NamedTuple):
    """Lines that follow one another on a page, and where they begin among the document's blocks."""

    page: int
    start: int
    lines: tuple[Line, ...]


class Found(NamedTuple):
    """A table, and for each of its parts the block with which its sheet begins."""

    made: Made
    starts: tuple[int, ...]


class Pages:
    """Reads the tables of all sheets; `unread` are the lines of those whose columns are not clear.

    `blocks` are goals and lists of the budget that were read, with the block with which their sheet begins.
    """

    def __init__(self, form: Form, names: Names, sheets: Sequence[Sheet], metric: Metric) -> None:
        self._known = Known(form, names)
        self._last_page = max((sheet.page for sheet in sheets), default=0)
        self._open: Part | None = None
        self.unread: list[tuple[int, int]] = []
        self.blocks: list[tuple[Block, int]] = []
        groups: list[list[tuple[Part, int]]] = []
        for sheet in sheets:
            lines = [tokens_of(line, at, metric) for at, line in enumerate(sheet.lines)]
            parts = list(self._parts(sheet, lines))
            self._read_blocks(sheet, lines, parts)
            for part in parts:
                if self._open and self._goes_on(part, self._open):
                    groups[-1].append((part, sheet.start))
                else:
                    groups.append([(part, sheet.start)])
                self._open = part
        self.tables = [found for group in groups if (found := self._found(group))]

    @property
    def worth(self) -> tuple[bool, int, int, int, int]:
        """Tables are better than none, then fewer words among the numbers, more cells, fewer words left."""
        return (
            bool(self.tables),
            -sum(part.rows.misfits for one in self.tables for part in one.made.parts),
            sum(len(one.made.table.cells) for one in self.tables),
            -sum(len(left) for one in self.tables for left in one.made.left),
            len(self.blocks),
        )

    def _found(self, group: Sequence[tuple[Part, int]]) -> Found | None:
        parts = [part for part, _ in group]
        made = made_of(parts, self._known, may_be_cut=self._may_be_cut(parts[-1]))
        if made is None:
            self.unread += [_span(part.lines[part.frame.start : part.stop]) for part in parts]
            return None
        return Found(made, tuple(start for _, start in group))

    def _parts(self, sheet: Sheet, lines: Lines) -> Iterator[Part]:
        anchors = self._anchors(lines)
        first = anchors[0][0] if anchors else len(lines)
        before = self._open
        if before and self._is_unfinished(before, sheet.page) and first > _AT_TOP:
            frame = continued_frame(before.frame, lines, first, own_columns(before.frame, self._known.names))
            if frame is None:
                self.unread.append(_span(lines[:first]))
            else:
                rows = rows_of(lines, frame, first, self._known, goes_on=True)
                yield Part(sheet.page, lines, frame, rows)
        for (at, block), (after, _) in pairwise([*anchors, (len(lines), "budget")]):
            limit = next((n for n in range(at + 1, after) if self._reader(lines[n])), after)
            frame = frame_of(lines, at, block, limit, self._known.form)
            if frame is None:
                self.unread.append(_span(lines[at:limit]))
                continue
            on = at < _NEAR_TOP and before is not None and before.page == sheet.page - 1
            rows = rows_of(lines, frame, limit, self._known, goes_on=on)
            yield Part(sheet.page, lines, frame, rows)

    def _read_blocks(self, sheet: Sheet, lines: Lines, parts: Sequence[Part]) -> None:
        """Goals and lists of the budget, from their headings down to those of the next block."""
        starts = [at for at, line in enumerate(lines) if self._reader(line)]
        anchors = [at for at, _ in self._anchors(lines)]
        for at in starts:
            below = min((part.frame.start for part in parts if part.frame.start > at), default=len(lines))
            limit = next((n for n in sorted([*anchors, *starts]) if n > at), len(lines))
            stop = limit if limit in starts else below
            reader = self._reader(lines[at])
            block = (
                reader(lines, at, stop, self._known.form) if reader and stop <= limit < len(lines) else None
            )
            if block:
                self.blocks.append((block, sheet.start))
            else:
                self.unread.append(_span(lines[at : min(stop, limit)]))

    def _anchors(self, lines: Lines) -> list[tuple[int, Kind]]:
        """The headings of tables with rows."""
        found = anchors_of(lines, self._known.form)
        return [(at, kind) for at, kind in found if not self._reader(lines[at])]

    def _reader(self, line: Sequence[Token]) -> Callable[[Lines, int, int, Form], Block | None] | None:
        """How the block is read whose headings stand on this line."""
        readers = ((are_goals, goals_of), (are_axes, axes_of), (are_parts, parts_of))
        return next((reader for holds, reader in readers if holds(line, self._known.form)), None)

    @staticmethod
    def _is_unfinished(before: Part, page: int) -> bool:
        """Does it reach the end of the page before this one without a total row?"""
        at_end = before.stop >= len(before.lines) - _AT_TOP
        return before.page == page - 1 and not before.is_closed and at_end and before.frame.block != "budget"

    @staticmethod
    def _goes_on(part: Part, before: Part) -> bool:
        if part.page != before.page + 1 or before.is_closed or part.frame.block != before.frame.block:
            return False
        return part.frame.headings is before.frame.headings or (
            part.frame.start < _AT_TOP and part.goes_on(before)
        )

    def _may_be_cut(self, last: Part) -> bool:
        """Can the last row go on on the next page?"""
        at_end = last.stop >= len(last.lines) - _AT_TOP
        return last.frame.block == "indicators" and last.page < self._last_page and at_end


def _span(lines: Lines) -> tuple[int, int]:
    places = [token.place for line in lines for token in line]
    return min(place.line for place in places), max(place.end_line for place in places)
