"""A budget split on two axes, by source and by use: two lists side by side, each cell a label and its amount.

Such lists print no column heading. Which column they break down is told by their sums: where an axis adds up
to one of the total row's amounts, both axes belong to that column; where none does, no amount is placed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from extract.wording import Wording
from normalize.evaluation import BudgetLine, Number
from normalize.numbers import ARABIC, parse_amount
from normalize.trace import money, traced
from normalize.wordings import unblanked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Cell
    from normalize.form import Form
    from normalize.money import Units
    from normalize.rows import Key, Row

Axis: TypeAlias = Literal["axis-income", "axis-spending"]
Amount: TypeAlias = Literal["adjusted", "executed", "initial"]

# What is split, and how an item of either list is printed.
AXES: tuple[Axis, ...] = ("axis-income", "axis-spending")
# In the order in which a column is preferred where several amounts of the total row are alike.
_AMOUNTS: tuple[Amount, ...] = ("adjusted", "executed", "initial")
PAIR = re.compile(
    rf"(?P<label>[^\d:\uff1a]+(?:[:\uff1a][^\d:\uff1a]+)?)[:\uff1a]\s*(?P<amount>{ARABIC}\s*[万亿]?元?)?"
)

_PLACED = Wording(
    "格内金额未标明属于哪一栏；有一组分项之和等于该栏合计，据此归入。",
    "The cell does not say which column its amount belongs to; one list adds up to the total of this one.",
)
_NOT_PLACED = Wording(
    "格内金额未标明属于哪一栏，各组分项之和也不等于任何一栏的合计，不作猜测。",
    "The cell does not say which column its amount belongs to, and no list adds up to the total of any.",
)


class Item(msgspec.Struct, frozen=True):
    """A label and its amount in one cell; `text` is the amount as printed, blank where there is none."""

    axis: Axis
    label: str
    text: str
    cell: Cell
    key: Key


class Found(msgspec.Struct, frozen=True):
    """The lists' items in the order of the axes, and the cells they took."""

    items: tuple[Item, ...]
    taken: frozenset[Key]


def read_axes(rows: Sequence[Row], form: Form) -> Found:
    """The two lists among these rows of a budget block; empty where it has none."""
    columns: dict[Axis, range] = {}
    items: list[Item] = []
    taken: set[Key] = set()
    for row in rows:
        for cell in row.written:
            if heading := next((axis for axis in AXES if form.budget_rows.role(cell.text) == axis), None):
                columns[heading] = cell.columns
                taken.add(row.key(cell))
                continue
            axis = next((one for one, own in columns.items() if set(cell.columns) <= set(own)), None)
            pairs = _pairs(cell, axis, row.key(cell)) if axis else []
            items += pairs
            taken |= {item.key for item in pairs}
    ordered = tuple(item for axis in AXES for item in items if item.axis == axis)
    return Found(ordered, frozenset(taken))


def _pairs(cell: Cell, axis: Axis, key: Key) -> list[Item]:
    found = list(PAIR.finditer(cell.text))
    if unblanked("".join(one[0] for one in found)) != unblanked(cell.text):
        return []
    return [Item(axis, unblanked(one["label"]), (one["amount"] or "").strip(), cell, key) for one in found]


def axis_lines(items: Sequence[Item], total: BudgetLine | None, units: Units) -> list[BudgetLine]:
    """The items as budget lines, their amounts in the column that the lists break down."""
    column = _column(items, total, units)
    return [_line(item, column, units) for item in items]


def _column(items: Sequence[Item], total: BudgetLine | None, units: Units) -> Amount | None:
    axes = [
        [one.value for item in items if item.axis == axis and (one := _amount(item, units)).value]
        for axis in AXES
    ]
    wholes = [(name, one.value) for name in _AMOUNTS if total and (one := getattr(total, name)) and one.value]
    for near in (_equal, _equal_when_rounded):
        for name, whole in wholes:
            if any(near(whole, parts) for parts in axes):
                return name
    return None


def _equal(whole: Decimal, parts: Sequence[Decimal]) -> bool:
    return sum(parts) == whole


def _equal_when_rounded(whole: Decimal, parts: Sequence[Decimal]) -> bool:
    """Whether half a step of the coarsest number for each of them explains the difference."""
    step = max(Decimal(1).scaleb(int(one.as_tuple().exponent)) for one in (whole, *parts))
    return bool(parts) and abs(sum(parts) - whole) <= step * (len(parts) + 1) / 2


def _amount(item: Item, units: Units) -> Number:
    alone = msgspec.structs.replace(item.cell, text=item.text)
    read = money([alone], units.evaluation, units.evaluation, bare=units.bare)
    return read if read is not None else traced(None, [alone])


def _line(item: Item, column: Amount | None, units: Units) -> BudgetLine:
    amount = _amount(item, units)
    if parse_amount(item.text) is not None and amount.how == "read":
        amount = msgspec.structs.replace(amount, how="inferred", reason=_PLACED)
    if column is None:
        amount = msgspec.structs.replace(amount, value=None, how="read", reason=_NOT_PLACED)
    label = msgspec.structs.replace(traced(item.label, [item.cell]), text=item.label)
    # 其中 belongs to the form here: a list by source, or by use, names everything there is
    line = BudgetLine(label=label, part=item.axis)
    return msgspec.structs.replace(line, **{column or _AMOUNTS[0]: amount})
