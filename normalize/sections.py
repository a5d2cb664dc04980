"""The run of rows cut into forms: each indicator header starts one, unless it repeats the one before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from extract.document import OnPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Table
    from normalize.landmarks import Kind, Landmark
    from normalize.rows import Row

# Lines above an untitled form that can still be its head: attachment number, year, a title not understood.
_MOST_LINES_ABOVE = 15
_PAGE_NUMBER = re.compile(r"[\s\d第页共/—–-]*")


class Section(msgspec.Struct, frozen=True):
    """The rows of one form and the landmarks among them, numbered from the section's first row."""

    rows: tuple[Row, ...]
    marks: dict[int, Landmark]

    def first(self, kind: Kind) -> int | None:
        """The first row of this kind."""
        return next((at for at in sorted(self.marks) if self.marks[at].kind == kind), None)

    def all(self, kind: Kind) -> list[int]:
        """All rows of this kind, in order."""
        return [at for at in sorted(self.marks) if self.marks[at].kind == kind]

    def kind(self, at: int) -> Kind | None:
        """What this row marks, if anything."""
        return self.marks[at].kind if at in self.marks else None

    @property
    def torn(self) -> frozenset[int]:
        """Blocks with other columns that follow an indicator table without a total: its rest."""
        header = self.first("indicators")
        table = None if header is None else self.rows[header].table
        if header is None or table is None:
            return frozenset()
        total = next((at for at in self.all("total") if at > header), len(self.rows))
        return frozenset(
            row.block
            for row in self.rows[header:total]
            if row.table is not None and not row.is_dump and row.table.column_count != table.column_count
        )

    @property
    def is_dump(self) -> bool:
        """Whether any of its tables was found by the line shapes of a text dump."""
        return any(row.is_dump for row in self.rows)


def split(rows: Sequence[Row], marks: dict[int, Landmark]) -> list[Section]:
    """The sections that may hold a form, in order; whether they are self-evaluations is judged later."""
    forms = _forms(rows, marks)
    cuts = [
        _start(rows, marks, forms[number - 1] if number else None, one) for number, one in enumerate(forms)
    ]
    sections = []
    for number, (start, headers) in enumerate(zip(cuts, forms, strict=True)):
        limit = cuts[number + 1] if number + 1 < len(cuts) else len(rows)
        stop = _stop(rows, marks, headers, limit)
        inside = {at - start: mark for at, mark in marks.items() if start <= at < stop}
        sections.append(Section(tuple(rows[start:stop]), inside))
    return sections


def _forms(rows: Sequence[Row], marks: dict[int, Landmark]) -> list[list[int]]:
    """The header rows of each form: its first one and its repetitions."""
    headers = _of(marks, "indicators")
    if not headers and _of(marks, "title") and _of(marks, "budget"):
        return [[_of(marks, "budget")[-1]]]
    forms: list[list[int]] = []
    for header in headers:
        if forms and _repeats(rows, marks, forms[-1][-1], header):
            forms[-1].append(header)
        else:
            forms.append([header])
    return forms


def _repeats(rows: Sequence[Row], marks: dict[int, Landmark], before: int, header: int) -> bool:
    between = {marks[at].kind for at in range(before + 1, header) if at in marks}
    if between & {"title", "budget", "goals", "total"}:
        return False
    one, other = rows[before].table, rows[header].table
    return one is other or (one is not None and other is not None and one.column_count == other.column_count)


def _start(
    rows: Sequence[Row], marks: dict[int, Landmark], before: list[int] | None, headers: list[int]
) -> int:
    """Where a form begins: at its title, or at the first sign of its head after the form before it."""
    floor = before[-1] + 1 if before else 0
    header = headers[0]
    titles = [at for at in range(floor, header) if _kind(marks, at) == "title"]
    if titles:
        return _with_lines_above(rows, marks, titles[0] if before else titles[-1], floor)
    if before:
        signs = (
            at for at in range(floor, header) if _kind(marks, at) in ("attachment", "head", "budget", "goals")
        )
        return next(signs, _block_start(rows, header, floor))
    return _untitled_start(rows, marks, header)


def _untitled_start(rows: Sequence[Row], marks: dict[int, Landmark], header: int) -> int:
    """Without a title the form begins with the lines on the page of its first block."""
    first = min(
        [at for at in marks if at <= header and marks[at].kind in ("budget", "goals", "head")] + [header]
    )
    if _page(rows[header]) is not None and (_page(rows[first]) or 0) < (_page(rows[header]) or 0) - 1:
        first = header
    start = _block_start(rows, first, 0)
    page, highest = _page(rows[start]), max(0, start - _MOST_LINES_ABOVE)
    while start > highest and _page(rows[start - 1]) == page and rows[start - 1].is_line:
        start -= 1
    return start


def _stop(rows: Sequence[Row], marks: dict[int, Landmark], headers: list[int], limit: int) -> int:
    """Where a form ends: before the next one, a table of another kind, or the next page's lines."""
    last = headers[-1]
    table = rows[last].table
    at, complete = last + 1, False
    while at < limit:
        row = rows[at]
        complete = complete or _kind(marks, at) == "total"
        if row.is_line:
            if _kind(marks, at) in ("title", "attachment") or _leaves_page(row, rows[last]):
                break
        elif row.block != rows[last].block and not _continues(rows, last, at, table, complete=complete):
            break
        if not row.is_line:
            last = at
        at += 1
    return at


def _leaves_page(line: Row, last: Row) -> bool:
    """Whether a line stands on another page than the row before it and is more than a page number."""
    return _page(line) not in (None, _page(last)) and not _PAGE_NUMBER.fullmatch(line.cells[0].text)


def _continues(rows: Sequence[Row], last: int, at: int, table: Table | None, *, complete: bool) -> bool:
    """Whether a further table belongs to the form: its footer, or its rest on the next page.

    The rest may have been read with other columns; it is kept with the form so that its text is not lost.
    """
    row = rows[at]
    if row.is_dump:
        return True
    if row.table is None or table is None:
        return False
    pages = (_page(rows[last]), _page(row))
    at_once = all(_PAGE_NUMBER.fullmatch(line.cells[0].text) for line in rows[last + 1 : at])
    if complete:
        return at_once and None not in pages and pages[0] == pages[1]
    turned = None not in pages and pages[0] != pages[1]
    return row.table.column_count == table.column_count or (turned and at_once)


def _with_lines_above(rows: Sequence[Row], marks: dict[int, Landmark], title: int, floor: int) -> int:
    start = title
    while (
        start > floor
        and _kind(marks, start - 1) == "attachment"
        and rows[start - 1].block != rows[start].block
    ):
        start -= 1
    return start


def _block_start(rows: Sequence[Row], at: int, floor: int) -> int:
    while at > floor and rows[at - 1].block == rows[at].block:
        at -= 1
    return at


def _page(row: Row) -> int | None:
    """The page on which the row's last cell ends; None where the file has no pages."""
    places = [place for cell in row.own or row.cells for place in (cell.place, *cell.more)]
    return max((place.page for place in places if isinstance(place, OnPage)), default=None)


def _kind(marks: dict[int, Landmark], at: int) -> Kind | None:
    return marks[at].kind if at in marks else None


def _of(marks: dict[int, Landmark], kind: Kind) -> list[int]:
    return sorted(at for at, mark in marks.items() if mark.kind == kind)
