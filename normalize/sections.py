"""The run of rows cut into forms: each indicator header starts one, unless it repeats the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from extract.document import OnPage
from normalize.bounds import Run, start_of, stop_of
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.landmarks import Kind, Landmark
    from normalize.rows import Row

_NEW_FORM = frozenset({"budget", "goals", "total", "look-alike"})


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

    @property
    def pages(self) -> tuple[int, int]:
        """The first and the last page; (1, 1) where the file has no pages."""
        places = (place for row in self.rows for cell in row.own for place in (cell.place, *cell.more))
        pages = [place.page for place in places if isinstance(place, OnPage)]
        return (min(pages), max(pages)) if pages else (1, 1)


def split(rows: Sequence[Row], marks: dict[int, Landmark]) -> list[Section]:
    """The sections that may hold a form, in order; whether they are self-evaluations is judged later."""
    run = Run(rows, marks)
    forms = _forms(run)
    floors = [0, *(headers[-1] + 1 for headers in forms)]
    starts = [start_of(run, headers[0], floor) for headers, floor in zip(forms, floors, strict=False)]
    limits = [*starts[1:], len(rows)]
    return [
        _section(run, start, stop_of(run, headers[-1], limit))
        for start, headers, limit in zip(starts, forms, limits, strict=False)
    ]


def _section(run: Run, start: int, stop: int) -> Section:
    inside = {at - start: run.marks[at] for at in range(start, stop) if at in run.marks}
    return Section(tuple(run.rows[start:stop]), inside)


def _forms(run: Run) -> list[list[int]]:
    """The header rows of each form: its first one and its repetitions."""
    headers = run.of("indicators")
    if not headers and run.of("title") and run.of("budget"):
        return [[run.of("budget")[-1]]]
    forms: list[list[int]] = []
    for header in headers:
        if forms and _repeats(run, forms[-1], header):
            forms[-1].append(header)
        else:
            forms.append([header])
    return forms


def _repeats(run: Run, form: list[int], header: int) -> bool:
    """Whether a header is the form's own again, on its next page or where its table goes on."""
    one, other = run.rows[form[-1]], run.rows[header]
    if one.table is not other.table and not (
        one.table is not None
        and other.table is not None
        and one.table.column_count == other.table.column_count
        and run.goes_on_at(form[-1], header)
        and _same_headings(run, form[-1], header)
    ):
        return False
    between = {kind for at in range(form[-1] + 1, header) if (kind := run.kind(at))}
    return not between & _NEW_FORM and (not between or _is_running_head(run, form, header))


def _same_headings(run: Run, header: int, later: int) -> bool:
    """Whether at least half of the headings are printed again; a reader may have cut or misread some."""
    one, other = set(_words(run, header)), set(_words(run, later))
    return 2 * len(one & other) >= min(len(one), len(other))


def _is_running_head(run: Run, form: list[int], header: int) -> bool:
    """Whether what stands above a header on a later page only repeats part of the form's own head.

    A head that is repeated whole is the head of another form with the same name.
    """
    page = run.page(header)
    if page is None or page == run.page(form[-1]):
        return False
    start = start_of(run, form[0], 0)
    own = [_words(run, at) for at in range(start, form[0]) if run.kind(at)]
    again = [_words(run, at) for at in range(form[-1] + 1, header) if run.kind(at)]
    return len(again) < len(own) and all(words in own for words in again)


def _words(run: Run, at: int) -> tuple[str, ...]:
    return tuple(squeezed(cell.text) for cell in run.rows[at].written)
