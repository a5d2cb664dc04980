"""The form's money unit: from its budget block, from its head, or from the amounts themselves.

A table may mix units: a column whose heading names another unit, or an amount that carries its own.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from extract.wording import Wording
from normalize.budget import budget_columns, budget_rows
from normalize.budget_pairs import budget_pairs
from normalize.evaluation import Text
from normalize.numbers import MONEY_POWERS, MoneyUnit, parse_amount, shifted
from normalize.trace import traced
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from extract.document import Cell
    from normalize.columns import Columns
    from normalize.form import Form
    from normalize.rows import Row
    from normalize.sections import Section

# (万元), (单位:万元), 金额单位:万元. 单位 alone may also be the name of a unit, so only money words count.
_PRINTED = r"\((?:(?:{words}):)?(亿元|万元|元)\)|(?:{words}):?\(?(亿元|万元|元)(?![\u4e00-\u9fff])"
_AMOUNTS = ("initial", "adjusted", "executed")
# Amounts of one budget in two columns differ by less than this; 万元 and 元 differ by ten thousand.
_SAME_SCALE = 50

_FROM_CELLS = Wording(
    "表头未印金额单位，按各金额格内所印单位。",
    "No money unit in the headings; taken from the unit printed with the amounts.",
)
_MOST_CELLS = Wording(
    "表头未印金额单位，各金额格内单位不一，按多数格的单位，其余已换算。",
    "No money unit in the headings and the amounts carry several; the most frequent one is taken, the others "
    "are converted.",
)
_UNCLEAR = Wording(
    "表内印有两种以上金额单位，无法确定。",
    "Several money units are printed; it is not clear which one holds.",
)


class Units(msgspec.Struct, frozen=True):
    """The form's money unit, and those of the amount columns whose headings name one.

    `bare` is False where amounts printed without a unit could be in any: such an amount is not known.
    """

    form: Text | None
    columns: Mapping[str, MoneyUnit]
    why_not: Wording | None = None
    bare: bool = True

    def of(self, role: str) -> MoneyUnit | None:
        """The unit in which a column's bare amounts are printed."""
        return self.columns.get(role) or self.evaluation

    @property
    def evaluation(self) -> MoneyUnit | None:
        """The unit in which the evaluation's amounts are given."""
        return next((one for one in MONEY_POWERS if self.form and one == self.form.value), None)


def money_units(section: Section, form: Form) -> Units:
    """The money units of a form, with the place where the form's own is printed."""
    header = section.first("indicators")
    head = section.rows if header is None else section.rows[:header]
    block, columns = budget_rows(section), budget_columns(section)
    own = _of_columns(columns, form)
    headings = [cell for role, cell in columns.heading_cells.items() if role in own] if columns else []
    for rows in (block, head):
        cells = [cell for row in rows for cell in row.own if cell not in headings]
        printed = [(unit, cell) for cell in cells if (unit := _unit_in(cell, form))]
        if len({unit for unit, _ in printed}) > 1:
            return Units(None, {}, _UNCLEAR)
        if printed:
            return _checked(traced(printed[0][0], printed[0][1:]), own, block, columns)
    if own and columns:
        first = next(role for role in _AMOUNTS if role in own)
        return _checked(traced(own[first], [columns.heading_cells[first]]), own, block, columns)
    listed = (pair.figure for pair in budget_pairs(section, form))
    return _from_amounts([*(cell for row in block for cell in row.own), *listed])


def _of_columns(columns: Columns | None, form: Form) -> dict[str, MoneyUnit]:
    cells = columns.heading_cells if columns else {}
    return {role: unit for role in _AMOUNTS if role in cells and (unit := _unit_in(cells[role], form))}


def _unit_in(cell: Cell, form: Form) -> MoneyUnit | None:
    found = _printed(form.vocabulary.money_words).search(squeezed(cell.text))
    return next((one for one in MONEY_POWERS if found and one in found.groups()), None)


@functools.cache
def _printed(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_PRINTED.format(words="|".join(map(re.escape, words))))


def _checked(unit: Text, own: dict[str, MoneyUnit], block: Sequence[Row], columns: Columns | None) -> Units:
    """The units as printed, unless two of them contradict each other by the size of the amounts."""
    units = Units(unit, own)
    if columns is None or set(own.values()) <= {unit.value}:
        return units
    for row in block[columns.height :]:
        amounts = [_in_yuan(columns.cells(row, role), units.of(role)) for role in _AMOUNTS]
        known = [amount for amount in amounts if amount]
        if known and max(known) > _SAME_SCALE * min(known):
            return Units(None, {}, _UNCLEAR)
    return units


def _in_yuan(cells: Sequence[Cell], unit: MoneyUnit | None) -> Decimal | None:
    amount = parse_amount("".join(cell.text for cell in cells))
    known = (amount.unit or unit) if amount else None
    return abs(shifted(amount.value, MONEY_POWERS[known])) if amount and known else None


def _from_amounts(cells: Iterable[Cell]) -> Units:
    amounts = [(amount, cell) for cell in cells if (amount := parse_amount(cell.text))]
    counted = Counter(amount.unit for amount, _ in amounts if amount.unit)
    if not counted:
        return Units(None, {})
    unit, _ = counted.most_common(1)[0]
    at = next(cell for amount, cell in amounts if amount.unit == unit)
    reason = _FROM_CELLS if len(counted) == 1 else _MOST_CELLS
    return Units(traced(str(unit), [at], "inferred", reason), {}, bare=len(counted) == 1)
