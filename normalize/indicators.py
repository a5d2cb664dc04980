"""The rows below the indicator header: which are indicators, which are subtotals, which is the total.

A row that is none of these is left over; whatever is left over ends up in the narrative, never nowhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from extract.wording import Wording
from normalize.evaluation import Indicator, Number, Text
from normalize.levels import Heading, Levels
from normalize.trace import points, text_of, traced
from normalize.wordings import bare, squeezed, unblanked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Cell
    from normalize.columns import Columns
    from normalize.form import Form
    from normalize.rows import Key, Row
    from normalize.sections import Section

RowKind: TypeAlias = Literal["indicator", "subtotal", "total", "template", "other"]

_VALUES = ("target-sign", "target", "target-adjusted", "target-unit", "actual", "weight", "score")
_NOTHING = re.compile(r"[—―–\-/\s]*")
_DIGIT = re.compile(r"\d")
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
    """A subtotal row: what it prints, and after how many indicators it stands."""

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
    while at < len(section.rows) and reader.total is None:
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
        self._slot = re.compile(rf"(?:(?:{words})\d*[:.、]?|[.…·/—-]+|\*+)*")
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
        self._levels.columns = columns
        for row in rows:
            self._take(row, [cell for cell in row.own if self._is_heading(cell, columns)])

    def _is_heading(self, cell: Cell, columns: Columns) -> bool:
        known = cell in columns.heading_cells.values() or columns.is_aside(cell)
        return known or self._form.columns.role(cell.text) is not None

    def row(self, row: Row, below: Sequence[Row]) -> None:
        kind = self._kind(row)
        if kind == "total" and not self._labelled(row, "total") and self._more_below(below):
            kind = "other"
        if kind == "total":
            self.total = row
        elif kind == "subtotal":
            self._subtotals.append(self._subtotal(row))
            self._take(row, row.own)
        elif kind == "indicator":
            self._add(row)
        elif kind == "template":
            self._unused |= {row.key(cell) for cell in row.written}

    def _kind(self, row: Row) -> RowKind:
        if row.is_line or not row.written:
            return "other"
        for kind in ("total", "subtotal"):
            if self._labelled(row, kind):
                return kind
        values = [role for role in _VALUES if _filled(self._own(row, role))]
        name = "".join(cell.text for cell in self._columns.cells(row, "level3"))
        if self._slot.fullmatch(squeezed(name)):
            if name.strip() and not any(_says(self._own(row, role)) for role in _VALUES):
                return "template"
            if set(values) <= {"weight", "score"}:
                return "total" if "score" in values and self._bare_numbers(row) else _empty_slot(name)
            return "indicator" if self._has_level(row) or self._own(row, "level3") else "other"
        named = bool(self._own(row, "level3")) and len(row.own) > 1
        return "indicator" if values or (named and self._seen_blank(row)) else "other"

    def _labelled(self, row: Row, kind: str) -> bool:
        """Whether the row carries the label and is no indicator.

        It has no target, or the label itself stands where a target or an actual value would.
        """
        labels = [cell for cell in row.written if self._form.rows.role(cell.text) == kind]
        instead = any(self._columns.owner(cell) in ("target", "target-unit", "actual") for cell in labels)
        if not labels or (_filled(self._own(row, "target")) and not instead):
            return self._ends_in_label(row) if kind == "subtotal" else False
        return not row.is_dump or any(_DIGIT.search(cell.text) for cell in row.written)

    def _ends_in_label(self, row: Row) -> bool:
        """产出指标小计: the label hangs on a heading."""
        ends = any(bare(cell.text).endswith(self._form.vocabulary.subtotal_labels) for cell in row.written)
        return ends and not _filled(self._own(row, "target"))

    def _bare_numbers(self, row: Row) -> bool:
        """Whether everything written in the row is its weight and its score."""
        numbers = (*self._own(row, "weight"), *self._own(row, "score"))
        return all(cell in numbers for cell in row.written)

    def _has_level(self, row: Row) -> bool:
        return any(_filled(self._columns.cells(row, role)) for role in ("level1", "level2"))

    def _seen_blank(self, row: Row) -> bool:
        """Whether the row's target or actual cell was seen, so that a blank in it is the unit's."""
        return not row.is_dump and any(self._own(row, role) for role in ("target", "actual"))

    def _more_below(self, rows: Sequence[Row]) -> bool:
        return any(self._kind(row) == "indicator" for row in rows)

    def _own(self, row: Row, role: str) -> tuple[Cell, ...]:
        return tuple(cell for cell in self._columns.cells(row, role) if cell.row == row.index)

    def _take(self, row: Row, cells: Sequence[Cell]) -> None:
        self._taken |= {row.key(cell) for cell in cells}

    def _subtotal(self, row: Row) -> Subtotal:
        label = "".join(
            cell.text for cell in row.written if self._columns.owner(cell) not in ("weight", "score")
        )
        weight, score = points(self._own(row, "weight")), points(self._own(row, "score"))
        return Subtotal(len(self._entries), unblanked(label), weight, score)

    def _add(self, row: Row) -> None:
        one, two = self._levels.of(row)
        indicator = Indicator(
            level1=one.name if one else None,
            level2=two.name if two else None,
            level3=self._name(row),
            target=self._target(row),
            actual=self._text(row, "actual"),
            weight=self._points(row, "weight"),
            score=self._points(row, "score"),
            deviation=self._text(row, "deviation"),
        )
        self._entries.append(Entry(row, indicator, one, two))
        for role in ("section", "level1", "level2", "level3", *_VALUES, "deviation"):
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
        values = adjusted if _says(adjusted) else initial or adjusted
        parts = [*signs, *values, *self._columns.cells(row, "target-unit")]
        covered = any(cell.row != row.index for cell in parts)
        written = [cell for cell in parts if cell.text.strip()] or parts[:1]
        target = text_of(written, "filled-down" if covered else "read")
        if target is None:
            return None
        said = [cell for cell in written if cell not in signs or _SIGN.fullmatch(squeezed(cell.text))]
        reason = _adjusted(initial) if _says(adjusted) and _differ(initial, adjusted) else None
        return msgspec.structs.replace(
            target, value="".join(cell.text.strip() for cell in said), reason=reason
        )

    def _points(self, row: Row, role: str) -> Number | None:
        cells = self._columns.cells(row, role)
        if not cells or cells[0].row == row.index:
            return points(cells)
        nothing: Number = traced(None, cells, "filled-down", _MERGED_NUMBER)
        return msgspec.structs.replace(nothing, text="")


def _filled(cells: Sequence[Cell]) -> bool:
    return any(cell.text.strip() for cell in cells)


def _says(cells: Sequence[Cell]) -> bool:
    """Whether anything but a dash is written."""
    return any(not _NOTHING.fullmatch(cell.text) for cell in cells)


def _differ(initial: Sequence[Cell], adjusted: Sequence[Cell]) -> bool:
    one, other = ("".join(squeezed(cell.text) for cell in cells) for cells in (initial, adjusted))
    return bool(one) and one != other


def _adjusted(initial: Sequence[Cell]) -> Wording:
    printed = "".join(cell.text.strip() for cell in initial)
    return Wording(_ADJUSTED.zh.format(initial=printed), _ADJUSTED.en.format(initial=printed))


def _empty_slot(name: str) -> RowKind:
    return "template" if name.strip() else "other"
