"""The budget block: its columns and its lines, amounts in the form's money unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import msgspec

from normalize.evaluation import BudgetLine
from normalize.numbers import MoneyUnit, parse_amount, parse_number
from normalize.trace import money, points, rate, traced
from normalize.wordings import unblanked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Cell
    from normalize.columns import Columns
    from normalize.form import Form
    from normalize.rows import Key, Row
    from normalize.sections import Section

_VALUES = ("initial", "adjusted", "executed", "weight", "rate", "score")
_NOTHING = re.compile(r"[—―–\-/\s]*")


class Block(msgspec.Struct, frozen=True):
    """What the budget block holds; `columns` is None where the form shows no such block."""

    columns: Columns | None
    lines: tuple[BudgetLine, ...]
    taken: frozenset[Key]


def budget_rows(section: Section) -> tuple[Row, ...]:
    """The rows of the budget block, header first; empty where there is none."""
    at = section.first("budget")
    if at is None:
        return ()
    ends = (
        number
        for number in range(at + 1, len(section.rows))
        if section.rows[number].block != section.rows[at].block
        or (number in section.marks and section.marks[number].kind in ("goals", "indicators"))
    )
    return section.rows[at : next(ends, len(section.rows))]


def read_budget(section: Section, form: Form, unit: MoneyUnit | None) -> Block:
    """The budget block, with amounts in `unit` (万元, 元, 亿元; None where it is not known)."""
    rows = budget_rows(section)
    columns = section.marks[section.first("budget") or 0].columns if rows else None
    if columns is None:
        return Block(None, (), frozenset())
    header = rows[: columns.height]
    taken = {row.key(cell) for row in header for cell in row.own if form.budget_columns.role(cell.text)}
    lines = []
    for row in rows[columns.height :]:
        labels = _labels(row, columns, header)
        if labels and _holds_numbers(row, columns):
            lines.append(_line(row, labels, columns, form, unit))
            taken |= {row.key(cell) for cell in (*labels, *_values(row, columns))}
    return Block(columns, _with_total(lines), frozenset(taken))


def _labels(row: Row, columns: Columns, header: Sequence[Row]) -> tuple[Cell, ...]:
    """The cells that name the row: left of the numbers, not the label of the whole block."""
    first = min(columns.ranges[role].start for role in _VALUES if role in columns)
    block_labels = {header_row.key(cell) for header_row in header for cell in header_row.own}
    return tuple(
        cell
        for cell in row.cells
        if cell.columns.stop <= first and cell.text.strip() and row.key(cell) not in block_labels
    )


def _values(row: Row, columns: Columns) -> tuple[Cell, ...]:
    return tuple(cell for cell in row.own if columns.owner(cell) in _VALUES)


def _holds_numbers(row: Row, columns: Columns) -> bool:
    """Whether all cells under the headings are numbers, dashes or blanks: a budget line, not a sentence."""
    return bool(_values(row, columns)) and all(
        _NOTHING.fullmatch(cell.text) or parse_number(cell.text) is not None or parse_amount(cell.text)
        for cell in _values(row, columns)
    )


def _line(
    row: Row, labels: tuple[Cell, ...], columns: Columns, form: Form, unit: MoneyUnit | None
) -> BudgetLine:
    def own(role: str) -> tuple[Cell, ...]:
        return tuple(cell for cell in columns.cells(row, role) if cell.row == row.index)

    name = unblanked("".join(cell.text for cell in labels)).rstrip(":\uff1a")
    return BudgetLine(
        label=traced(name, labels),
        part="total" if form.budget_rows.role(labels[-1].text) == "total" else "part",
        initial=money(own("initial"), unit),
        adjusted=money(own("adjusted"), unit),
        executed=money(own("executed"), unit),
        weight=points(own("weight")),
        rate=rate(own("rate"), columns.headings.get("rate", "")),
        score=points(own("score")),
        partial="其中" in name,
    )


def _with_total(lines: Sequence[BudgetLine]) -> tuple[BudgetLine, ...]:
    """Where no label says total: a single line is the total, and so is a first one broken down by 其中.

    Where several labels do, the first is meant; a later 合计 closes the list above it and is left a part.
    """
    totals = [at for at, line in enumerate(lines) if line.part == "total"]
    if not totals and lines and (len(lines) == 1 or lines[1].partial):
        totals = [0]
    return tuple(msgspec.structs.replace(line, part=_part(at, totals)) for at, line in enumerate(lines))


def _part(at: int, totals: Sequence[int]) -> Literal["total", "part"]:
    return "total" if totals[:1] == [at] else "part"
