"""Where a form begins and ends: its tables, and the lines that stand directly by them.

A form begins at its title. Without one it takes the lines above its table up to a heading, a sentence,
another table or the edge of the page; below its table, the lines down to a heading, a table or that edge. So
the prose of a long book is nobody's. A Word file has no pages; there a few paragraphs below the table are its
footer. In a text dump lines are parts of the form: only titles are borders, and a page's worth of them below.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from extract.document import InSheet, InText, OnPage
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Place
    from normalize.landmarks import Kind, Landmark
    from normalize.rows import Row

# Lines by a table that can still belong to it: attachment number, year, unit, title not understood; footer.
_MOST_LINES = 15
# A text file has no pages; so many lines are what a page would hold.
_LINES_OF_A_PAGE = 40
# A Word file has none either, and its paragraphs are whole: a few notes, contacts, a signature.
_PARAGRAPHS_BELOW = 6
# Of a title that was left behind on the page before: itself, the year below it, the page number.
_MOST_LINES_BEFORE_BREAK = 4
_PAGE_NUMBER = re.compile(r"[\s\d第页共/—–-]*")
_SENTENCE = re.compile(r"[。;!?,]")
_CHAPTER = re.compile(r"第?[一二三四五六七八九十]+[、.部章节]|\([一二三四五六七八九十]+\)")
_YEAR = re.compile(r"(?:19|20)\d\d年度(?!.*:)")
_BLOCKS = frozenset({"budget", "goals", "head"})
_BORDERS = frozenset({"title", "attachment", "look-alike"})


class Run(msgspec.Struct, frozen=True):
    """The rows of a document and the landmarks among them."""

    rows: Sequence[Row]
    marks: dict[int, Landmark]

    def kind(self, at: int) -> Kind | None:
        """What this row marks, if anything."""
        return self.marks[at].kind if at in self.marks else None

    def of(self, kind: Kind) -> list[int]:
        """All rows of this kind, in order."""
        return sorted(at for at, mark in self.marks.items() if mark.kind == kind)

    def kinds(self, start: int, stop: int) -> set[Kind]:
        """What the rows from `start` to before `stop` mark."""
        return {kind for at in range(start, stop) if (kind := self.kind(at))}

    def page(self, at: int) -> int | None:
        """The page on which the row's last cell ends; None where the file has no pages."""
        return max((place.page for place in self._places(at) if isinstance(place, OnPage)), default=None)

    def sheet(self, at: int) -> str | None:
        """The row's sheet; None where the file is no workbook."""
        return next((place.sheet for place in self._places(at) if isinstance(place, InSheet)), None)

    def is_text(self, at: int) -> bool:
        """Whether the row stands in a plain text file, or was found by the line shapes of a dump."""
        return self.rows[at].is_dump or any(isinstance(place, InText) for place in self._places(at))

    def text(self, at: int) -> str:
        """What the row says, for comparison."""
        return squeezed("".join(cell.text for cell in self.rows[at].own))

    def is_page_number(self, at: int) -> bool:
        """Whether the row is a line with nothing but a page number."""
        return self.rows[at].is_line and _PAGE_NUMBER.fullmatch(self.rows[at].cells[0].text) is not None

    def block_start(self, at: int, floor: int) -> int:
        """The first row of the row's block, not before `floor`."""
        while at > floor and self.rows[at - 1].block == self.rows[at].block:
            at -= 1
        return at

    def goes_on_at(self, at: int, later: int) -> bool:
        """Whether nothing but running lines stands between two rows of neighbouring pages or of one."""
        pages = self.page(at), self.page(later)
        if pages[0] is not None and pages[1] is not None and self._pages_between(at, later) > 1:
            return False
        lines = [number for number in range(at + 1, later) if self.rows[number].is_line]
        return self.sheet(at) == self.sheet(later) and not any(
            _CHAPTER.match(self.text(line)) or _SENTENCE.search(self.text(line)) for line in lines
        )

    def _pages_between(self, at: int, later: int) -> int:
        """The widest step from one row with a page to the next."""
        pages = [page for number in range(at, later + 1) if (page := self.page(number)) is not None]
        return max((after - before for before, after in pairwise(pages)), default=0)

    def _places(self, at: int) -> list[Place]:
        row = self.rows[at]
        return [place for cell in row.own or row.cells for place in (cell.place, *cell.more)]


def start_of(run: Run, header: int, floor: int) -> int:
    """The first row of the form with this header; no row before `floor` can belong to it."""
    first = run.block_start(header, floor)
    titles = [at for at in range(first, header) if run.kind(at) == "title"]
    if titles:
        return titles[-1]
    if first and run.rows[first - 1].block == run.rows[first].block:
        return _next_sign(run, first, header)
    return _start_in_dump(run, first, floor) if run.is_text(header) else _start_on_page(run, first, floor)


def _next_sign(run: Run, first: int, header: int) -> int:
    """Two forms in one table, no title between: the second begins where a head does, after a total."""
    total = next((at for at in range(first, header) if run.kind(at) == "total"), first - 1)
    return next((at for at in range(total + 1, header) if run.kind(at) in {"attachment", *_BLOCKS}), header)


def _start_in_dump(run: Run, first: int, floor: int) -> int:
    """At the last title above; without one at the first sign of a head and the lines above it."""
    titles = [at for at in range(floor, first) if run.kind(at) == "title"]
    if titles:
        return _with_lines_above(run, titles[-1], floor)
    signs = [at for at in range(floor, first) if run.kind(at) in {"attachment", *_BLOCKS}]
    start = run.block_start(signs[0] if signs else first, floor)
    return start if floor else _lines_by(run, start, floor)


def _start_on_page(run: Run, first: int, floor: int) -> int:
    """At the nearest title above that no foreign table, heading or other page stands before."""
    start = at = first
    while at > floor and _reaches(run, at - 1, start):
        at -= 1
        kind = run.kind(at)
        if run.rows[at].is_line:
            if kind == "title":
                return _with_lines_above(run, at, floor)
            if kind == "look-alike":
                return at
            if _CHAPTER.match(run.text(at)):
                break
            continue
        top = run.block_start(at, floor)
        titles = [number for number in range(top, at + 1) if run.kind(number) == "title"]
        if titles:
            return titles[-1]
        if "indicators" in run.kinds(top, at + 1) or not run.kinds(top, at + 1) & _BLOCKS:
            break
        start = at = top
    return _lines_by(run, start, floor)


def _reaches(run: Run, at: int, start: int) -> bool:
    """Whether a row is near enough to the form's first block to be part of the form."""
    if run.sheet(at) != run.sheet(start):
        return False
    page, first = run.page(at), _first_page(run, start)
    if page is None or first is None:
        return not run.rows[at].is_line or start - at <= _MOST_LINES
    if page == first:
        return True
    between = [number for number in range(at, start) if run.page(number) == page]
    left_behind = len(between) <= _MOST_LINES_BEFORE_BREAK and not any(
        _SENTENCE.search(run.text(number)) for number in between
    )
    return page == first - 1 and (left_behind or not run.rows[at].is_line)


def _first_page(run: Run, at: int) -> int | None:
    """The page on which a row begins: a cell of it may reach over the page's end."""
    places = [cell.place for cell in run.rows[at].own or run.rows[at].cells]
    return min((place.page for place in places if isinstance(place, OnPage)), default=None)


def _with_lines_above(run: Run, title: int, floor: int) -> int:
    """The title and what belongs to it above: the attachment's number, the year, the unit."""
    start = title
    while (
        start > floor
        and run.rows[start - 1].is_line
        and run.page(start - 1) == run.page(title)
        and (
            run.kind(start - 1) in {"attachment", "head"}
            or (_YEAR.search(run.text(start - 1)) and not _SENTENCE.search(run.text(start - 1)))
        )
    ):
        start -= 1
    return start


def _lines_by(run: Run, start: int, floor: int) -> int:
    """The lines directly above an untitled form; those below another table are that table's footer."""
    at, page = start, _first_page(run, start)
    while at > max(floor, start - _MOST_LINES) and run.rows[at - 1].is_line and run.page(at - 1) == page:
        text = run.text(at - 1)
        if not run.is_text(at - 1) and (_SENTENCE.search(text) or _CHAPTER.match(text)):
            return at
        at -= 1
    if at > 0 and not run.rows[at - 1].is_line and run.page(at - 1) == page:
        return next((line for line in range(at, start) if run.kind(line) in {"attachment", "head"}), start)
    return at


def stop_of(run: Run, header: int, limit: int) -> int:
    """The row after the last one of the form with this header; none from `limit` on can belong to it."""
    last, at, complete = header, header + 1, False
    while at < limit:
        row = run.rows[at]
        complete = complete or run.kind(at) == "total"
        if row.is_line:
            if run.kind(at) in _BORDERS or not _is_by(run, at, last):
                break
        elif row.block != run.rows[last].block and not _continues(run, header, last, at, complete=complete):
            break
        if not row.is_line:
            last = at
        at += 1
    while at > last + 1 and run.is_page_number(at - 1):
        at -= 1
    return at


def _is_by(run: Run, line: int, last: int) -> bool:
    """Whether a line below the form's last table row stands by it. Running lines between its pages do."""
    if run.is_page_number(line):
        return True
    if run.is_text(line):
        return line - last <= _LINES_OF_A_PAGE
    page, end = run.page(line), run.page(last)
    near = line - last <= _PARAGRAPHS_BELOW if page is None or end is None else page <= end
    return near and not _CHAPTER.match(run.text(line))


def _continues(run: Run, header: int, last: int, at: int, *, complete: bool) -> bool:
    """Whether a further table belongs to the form: its footer, or its rest on the next page.

    The rest may have been read with other columns; it is kept with the form so that its text is not lost.
    """
    table, row = run.rows[header].table, run.rows[at]
    if row.is_dump:
        return True
    if row.table is None or table is None or run.sheet(at) != run.sheet(last):
        return False
    pages = (run.page(last), run.page(at))
    at_once = all(run.is_page_number(line) for line in range(last + 1, at))
    if complete:
        return at_once and None not in pages and pages[0] == pages[1]
    turned = None not in pages and pages[0] != pages[1]
    return (row.table.column_count == table.column_count and run.goes_on_at(last, at)) or (turned and at_once)
