"""The budget block: its columns and its lines, amounts in the form's money unit.

A budget that is printed without a table is read in `listed`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import msgspec

from extract.wording import Wording
from normalize.axes import AXES, axis_lines, read_axes
from normalize.evaluation import BudgetLine, Number
from normalize.listed import read_listed
from normalize.numbers import parse_amount, parse_number
from normalize.trace import money, points, rate, traced
from normalize.wordings import squeezed, unblanked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Cell
    from normalize.columns import Columns
    from normalize.form import Form
    from normalize.money import Units
    from normalize.rows import Key, Row
    from normalize.sections import Section

_VALUES = ("initial", "adjusted", "executed", "weight", "rate", "score")
_WEIGHT_IN_HEADING = re.compile(r"[(*×](\d+(?:\.\d+)?)分?[)*×]")
_FROM_HEADING = Wording(
    "表上没有分值栏，取自“得分”栏标题中的分数。",
    "The form has no weight column; taken from the points in the heading of the score column.",
)
_NOTHING = re.compile(r"[—―–\-/\s]*")
_AS_LONG_AS_A_FIGURE = 12


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


def budget_columns(section: Section) -> Columns | None:
    """The columns of the budget block; None where there is none."""
    at = section.first("budget")
    return None if at is None else section.marks[at].columns


def read_budget(section: Section, form: Form, units: Units) -> Block:
    """The budget block, with amounts in the form's money unit (as printed where that is not known)."""
    rows, columns = budget_rows(section), budget_columns(section)
    if columns is None:
        listed = read_listed(section, form, units)
        return Block(listed.columns, listed.lines, listed.taken)
    header, below = rows[: columns.height], rows[columns.height :]
    axes = read_axes(_axis_rows(section, below, form), form)
    headings = set(columns.heading_cells.values()) | set(columns.parts)
    heading_keys = {
        row.key(cell) for row in header for cell in row.own if cell in headings or columns.is_aside(cell)
    }
    taken = heading_keys | axes.taken
    lines = []
    for row in below:
        labels = _labels(row, columns, header) or _heading_as_label(columns, form)
        if labels and _is_line(row, labels, columns, form) and taken.isdisjoint(map(row.key, row.written)):
            lines += [*_part_columns(row, columns, units), _line(row, labels, columns, form, units)]
            taken |= {row.key(cell) for cell in (*labels, *_values(row, columns), *_part_cells(row, columns))}
    lines = [_with_heading_weight(line, columns) for line in _with_total(lines)]
    total = next((line for line in lines if line.part == "total"), None)
    return Block(columns, (*lines, *axis_lines(axes.items, total, units)), frozenset(taken))


def _axis_rows(section: Section, below: Sequence[Row], form: Form) -> Sequence[Row]:
    """The rows among which the axes are: those of the budget, or of a table that is theirs, as in a dump."""
    rows = section.rows[: section.first("indicators")]
    heads = (
        row
        for row in rows
        if sorted(form.budget_rows.role(cell.text) or "" for cell in row.written) == list(AXES)
    )
    head = next(heads, None)
    if head is None or head.is_line or head in below:
        return below
    return [row for row in rows if row.block == head.block]


def _heading_as_label(columns: Columns, form: Form) -> tuple[Cell, ...]:
    """The heading of the total, where the parts stand side by side and the row has no name."""
    cell = columns.heading_cells.get("adjusted")
    return (cell,) if cell is not None and form.budget_rows.role(cell.text) == "total" else ()


def _part_columns(row: Row, columns: Columns, units: Units) -> list[BudgetLine]:
    """Parts that stand side by side, each under its name."""
    found = []
    for heading in columns.parts:
        cells = [cell for cell in row.own if set(cell.columns) <= set(heading.columns)]
        if amount := money(cells, units.evaluation, units.of("adjusted"), bare=units.bare):
            found.append(BudgetLine(traced(unblanked(heading.text), [heading]), "part", adjusted=amount))
    return found


def _part_cells(row: Row, columns: Columns) -> list[Cell]:
    return [cell for cell in row.own for part in columns.parts if set(cell.columns) <= set(part.columns)]


def _labels(row: Row, columns: Columns, header: Sequence[Row]) -> tuple[Cell, ...]:
    """The cells that name the row: left of the numbers, not the label of the whole block."""
    first = min(columns.ranges[role].start for role in _VALUES if role in columns)
    block_labels = {header_row.key(cell) for header_row in header for cell in header_row.own}
    return tuple(
        cell
        for cell in row.cells
        if cell.columns.stop <= first
        and cell.text.strip()
        and row.key(cell) not in block_labels
        and not columns.is_aside(cell)
    )


def _values(row: Row, columns: Columns) -> tuple[Cell, ...]:
    return tuple(cell for cell in row.own if columns.owner(cell) in _VALUES)


def _is_line(row: Row, labels: tuple[Cell, ...], columns: Columns, form: Form) -> bool:
    """Whether the cells under the headings are numbers, dashes or blanks: a budget line, not a sentence.

    A row with the name of the total is one even where some of its figures cannot be read, and so is a row
    of figures among which a short cell cannot: without it a part of the sum would be missing unseen.
    """
    cells = _values(row, columns)
    unread = [cell for cell in cells if not (_NOTHING.fullmatch(cell.text) or _is_figure(cell))]
    if form.budget_rows.exact(labels[-1].text) == "total":
        return len(unread) < len(cells)
    short = all(len(cell.text) <= _AS_LONG_AS_A_FIGURE for cell in unread)
    return bool(cells) and (not unread or (short and any(map(_is_figure, cells))))


def _is_figure(cell: Cell) -> bool:
    return parse_number(cell.text) is not None or parse_amount(cell.text) is not None


def _line(row: Row, labels: tuple[Cell, ...], columns: Columns, form: Form, units: Units) -> BudgetLine:
    def own(role: str) -> tuple[Cell, ...]:
        return tuple(cell for cell in columns.cells(row, role) if cell.row == row.index)

    def amount(role: str) -> Number | None:
        return money(own(role), units.evaluation, units.of(role), bare=units.bare)

    name = unblanked("".join(cell.text for cell in labels)).rstrip(":\uff1a")
    return BudgetLine(
        label=traced(name, labels),
        part="total" if form.budget_rows.role(labels[-1].text) == "total" else "part",
        initial=amount("initial"),
        adjusted=amount("adjusted"),
        executed=amount("executed"),
        weight=points(own("weight")),
        rate=rate(own("rate"), columns.headings.get("rate", "")),
        score=points(own("score")),
        partial=any(word in name for word in form.vocabulary.part_words),
    )


def _with_total(lines: Sequence[BudgetLine]) -> tuple[BudgetLine, ...]:
    """Where no label says total: a single line is the total, and so is a first one broken down by 其中.

    Where several labels do, the first is meant; a later 合计 closes the list above it and is left a part.
    """
    totals = [at for at, line in enumerate(lines) if line.part == "total"]
    if not totals and lines and (len(lines) == 1 or lines[1].partial):
        totals = [0]
    return tuple(msgspec.structs.replace(line, part=_part(at, totals)) for at, line in enumerate(lines))


def _with_heading_weight(line: BudgetLine, columns: Columns) -> BudgetLine:
    """The execution weight where the form has no column for it and the heading says it: 得分(20分*执行率)."""
    heading = columns.heading_cells.get("score")
    if line.part != "total" or heading is None or "weight" in columns:
        return line
    found = _WEIGHT_IN_HEADING.search(squeezed(heading.text))
    if found is None:
        return line
    weight = traced(Decimal(found[1]), [heading], "inferred", _FROM_HEADING)
    return msgspec.structs.replace(line, weight=msgspec.structs.replace(weight, text=found[1]))


def _part(at: int, totals: Sequence[int]) -> Literal["total", "part"]:
    return "total" if totals[:1] == [at] else "part"
