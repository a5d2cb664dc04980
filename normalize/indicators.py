"""The rows below the indicator header: which are indicators, which are subtotals, which is the total.

A row that is none of these is left over; whatever is left over ends up in the narrative, never nowhere.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import msgspec

from extract.wording import Wording
from normalize.evaluation import Indicator, Number, Text
from normalize.fullstop import with_point
from normalize.levels import Heading, Levels
from normalize.numbers import parse_number
from normalize.rowkinds import VALUES, RowKinds, says
from normalize.trace import points, text_of, traced
from normalize.wordings import squeezed, unblanked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Cell
    from normalize.columns import Columns
    from normalize.form import Form
    from normalize.rows import Key, Row
    from normalize.sections import Section

_SEVERAL = 3
"""Among fewer indicators one may weigh as much as the others together."""
_SIGN = re.compile(r"[<>=≥≤≧≦═]+")

_MERGED_NUMBER = Wording(
    "与上一行合并的单元格，数值只计在上一行。",
    "The cell is merged with the row above; its number counts there only.",
)
_ADJUSTED = Wording(
    "年初指标值“{initial}”，年中调整；按调整后的指标值。",
    "The target was {initial} at first and was adjusted during the year; the adjusted one holds.",
)
TEMPLATE_ROW = Wording("表式自带而未填的行。", "A row of the template that was left unused.")


class Entry(msgspec.Struct, frozen=True):
    """An indicator with its headings as printed, and its row."""

    row: Row
    indicator: Indicator
    level1: Heading | None
    level2: Heading | None


class Subtotal(msgspec.Struct, frozen=True):
    """A subtotal row: what it prints, and between which indicators it stands: those it may add up."""

    row: Row
    first: int
    after: int
    label: str
    weight: Number | None
    score: Number | None


class Body(msgspec.Struct, frozen=True):
    """What the indicator table holds.

    `taken` are the cells that found a place, `unused` those of template rows left unused, `aside` those of an
    indicator's row in columns that are known and not read, `unplaced` those that stand under no heading.
    """

    columns: Columns | None
    entries: tuple[Entry, ...]
    subtotals: tuple[Subtotal, ...]
    total: Row | None
    taken: frozenset[Key]
    unused: frozenset[Key]
    aside: frozenset[Key]
    unplaced: frozenset[Key]


def read_body(section: Section, form: Form) -> Body:
    """The indicator table of a section."""
    headers = section.all("indicators")
    if not headers:
        return Body(None, (), (), None, *[frozenset()] * 4)
    first = section.marks[headers[0]].columns
    if first is None:
        raise ValueError("an indicator header without columns")
    reader = _Reader(first, form)
    at, torn = headers[0], section.torn
    while at < len(section.rows) and not reader.is_done(section.rows[at:]):
        if at in headers and (columns := section.marks[at].columns) is not None:
            reader.header(section.rows[at : at + columns.height], columns)
            at += columns.height
            continue
        if section.rows[at].block not in torn:
            reader.row(section.rows[at], section.rows[at + 1 :])
        at += 1
    return reader.body()


class _Reader:
    """Goes down the rows once."""

    def __init__(self, columns: Columns, form: Form) -> None:
        self._columns = columns
        self._form = form
        self._levels = Levels(columns, form)
        words = "|".join(map(re.escape, form.vocabulary.slot_words))
        self._kinds = RowKinds(columns, form)
        self._prefix = re.compile(rf"^(?:{words})\s*\d+\s*[:\uff1a.、\uff0e]?\s*")
        self._entries: list[Entry] = []
        self._subtotals: list[Subtotal] = []
        self._taken: set[Key] = set()
        self._unused: set[Key] = set()
        self._aside: set[Key] = set()
        self._unplaced: set[Key] = set()
        self.total: Row | None = None

    def body(self) -> Body:
        return Body(
            self._columns,
            tuple(self._entries),
            tuple(self._subtotals),
            self.total,
            frozenset(self._taken),
            frozenset(self._unused),
            frozenset(self._aside),
            frozenset(self._unplaced - self._taken - self._aside),
        )

    def header(self, rows: Sequence[Row], columns: Columns) -> None:
        """A header, the first or a repeated one: its columns hold from here. Unknown headings stay text."""
        if columns.roles != self._columns.roles:
            columns = msgspec.structs.replace(self._columns, height=columns.height)
        self._columns = columns
        self._levels.columns = self._kinds.columns = columns
        for row in rows:
            self._take(row, [cell for cell in row.own if self._is_heading(cell, columns)])

    def _is_heading(self, cell: Cell, columns: Columns) -> bool:
        known = cell in columns.heading_cells.values() or columns.is_aside(cell)
        return known or self._form.columns.role(cell.text) is not None

    def is_done(self, rows: Sequence[Row]) -> bool:
        """Whether the total was read, and none of the rows that are left is an indicator or another total.

        What stands below a total is a footer; its texts must not be taken for targets.
        """
        return self.total is not None and not any(
            self._kinds.is_total(row) or self._kinds.is_sure(row) for row in rows
        )

    def row(self, row: Row, below: Sequence[Row]) -> None:
        kind = self._kinds.of(row)
        if self.total is not None and not (self._kinds.is_total(row) or self._kinds.is_sure(row)):
            return
        if kind in ("indicator", "other") and self._sums_up(row) and not any(map(self._kinds.is_sure, below)):
            kind = "total"
        if kind == "total" and not self._kinds.is_labelled(row, "total") and self._more_below(below):
            kind = "other"
        if kind == "total" and self._is_interim(row, below):
            kind = "subtotal"
        if kind == "total":
            self.total = row
        elif kind == "subtotal":
            self._subtotals.append(self._subtotal(row))
        elif kind == "indicator":
            self._add(row)
        elif kind == "template":
            self._unused |= {row.key(cell) for cell in row.written}

    def _is_interim(self, row: Row, below: Sequence[Row]) -> bool:
        """Whether a total row adds up only what is above it: another total or more indicators follow."""
        if any(map(self._kinds.is_total, below)):
            return True
        return any(map(self._kinds.is_sure, below)) and all(
            (printed := parse_number("".join(cell.text for cell in self._kinds.own(row, role)))) is None
            or printed == self._sum(role)
            for role in ("weight", "score")
        )

    def _sums_up(self, row: Row) -> bool:
        """Whether a row under an unknown name, without target and actual, weighs as much as all above it.

        No indicator does; it is the total, and its name was misread or is one that no form has used so far.
        """
        names = {cell for role in ("level1", "level2", "level3") for cell in self._kinds.own(row, role)}
        said = [
            cell for role in ("target", "actual") for cell in self._kinds.own(row, role) if cell not in names
        ]
        if len(self._entries) < _SEVERAL or says(said):
            return False
        weight = parse_number("".join(cell.text for cell in self._kinds.own(row, "weight")))
        return weight is not None and weight >= self._sum("weight") > 0

    def _sum(self, role: Literal["weight", "score"]) -> Decimal:
        """What the indicators so far have of weight or score."""
        numbers = (getattr(entry.indicator, role) for entry in self._entries)
        return sum((one.value for one in numbers if one and one.value is not None), Decimal(0))

    def _more_below(self, rows: Sequence[Row]) -> bool:
        return any(self._kinds.of(row) == "indicator" for row in rows)

    def _take(self, row: Row, cells: Sequence[Cell]) -> None:
        self._taken |= {row.key(cell) for cell in cells}

    def _subtotal(self, row: Row) -> Subtotal:
        label = "".join(
            cell.text for cell in row.written if self._columns.owner(cell) not in ("weight", "score")
        )
        weight, score = points(self._kinds.own(row, "weight")), points(self._kinds.own(row, "score"))
        first = self._subtotals[-1].after if self._subtotals else 0
        return Subtotal(row, first, len(self._entries), unblanked(label), weight, score)

    def _add(self, row: Row) -> None:
        one, two = self._levels.of(row)
        indicator = Indicator(
            level1=one.name if one else None,
            level2=two.name if two else None,
            level3=self._name(row),
            target=with_point(self._target(row)),
            actual=with_point(self._text(row, "actual")),
            weight=self._points(row, "weight"),
            score=self._points(row, "score"),
            deviation=self._text(row, "deviation"),
        )
        self._entries.append(Entry(row, indicator, one, two))
        for role in ("section", "level1", "level2", "level3", *VALUES, "deviation"):
            self._take(row, self._columns.cells(row, role))
        self._unplaced |= {row.key(cell) for cell in row.written}
        self._aside |= {row.key(cell) for cell in row.written if self._columns.is_aside(cell)}

    def _name(self, row: Row) -> Text:
        cells = self._columns.cells(row, "level3")
        if not cells:
            nearest = self._columns.cells(row, "level2") or row.own
            return msgspec.structs.replace(traced("", nearest[:1]), text="")
        covered = cells[0].row != row.index
        printed = "".join(cell.text.strip() for cell in cells)
        name = unblanked(self._prefix.sub("", printed))
        return traced(name, cells, "filled-down" if covered else "read")

    def _text(self, row: Row, role: str) -> Text | None:
        cells = self._columns.cells(row, role)
        return text_of(cells, "filled-down" if cells and cells[0].row != row.index else "read")

    def _target(self, row: Row) -> Text | None:
        """The target; where sign, value and unit have columns of their own, the three in one.

        A word beside a target in words (定性) is part of the printed text, not of the target.
        """
        signs = self._columns.cells(row, "target-sign")
        initial, adjusted = self._columns.cells(row, "target"), self._columns.cells(row, "target-adjusted")
        values = adjusted if says(adjusted) else initial or adjusted
        parts = [*signs, *values, *self._columns.cells(row, "target-unit")]
        covered = any(cell.row != row.index for cell in parts)
        written = [cell for cell in parts if cell.text.strip()] or parts[:1]
        target = text_of(written, "filled-down" if covered else "read")
        if target is None:
            return None
        said = [cell for cell in written if cell not in signs or _SIGN.fullmatch(squeezed(cell.text))]
        reason = _adjusted(initial) if says(adjusted) and _differ(initial, adjusted) else None
        return msgspec.structs.replace(
            target, value="".join(cell.text.strip() for cell in said), reason=reason
        )

    def _points(self, row: Row, role: str) -> Number | None:
        cells = self._columns.cells(row, role)
        if not cells or cells[0].row == row.index:
            return points(cells, bracketed=role == "weight")
        nothing: Number = traced(None, cells, "filled-down", _MERGED_NUMBER)
        return msgspec.structs.replace(nothing, text="")


def _differ(initial: Sequence[Cell], adjusted: Sequence[Cell]) -> bool:
    one, other = ("".join(squeezed(cell.text) for cell in cells) for cells in (initial, adjusted))
    return bool(one) and one != other


def _adjusted(initial: Sequence[Cell]) -> Wording:
    printed = "".join(cell.text.strip() for cell in initial)
    return Wording(_ADJUSTED.zh.format(initial=printed), _ADJUSTED.en.format(initial=printed))
