"""Cost indicators as amounts, and the budget amount that their targets break down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import msgspec

from normalize.evaluation import BudgetLine, Evaluation, How, Indicator, Number, Text, Traced
from normalize.numbers import Amount, MoneyUnit, half_width, parse_amount
from validate.equations.groups import is_cost
from validate.equations.sums import exact_sum
from validate.equations.terms import Term, budget_term
from validate.evidence import BudgetColumn, indicator_role
from validate.remembered import remembered

_COMPARATOR = re.compile("^(?:≤|≦|<=|<|=|不超过|不高于|控制在|小于等于|小于)|(?:以内|之内|以下)$")
_UNITS: dict[str, MoneyUnit] = {"元": "元", "万元": "万元", "亿元": "亿元"}


class Cost(msgspec.Struct, frozen=True):
    """A cost row whose target is an amount; `actual` is None where it is not one."""

    target: Term
    actual: Term | None


class Base(msgspec.Struct, frozen=True):
    """The budget row, and its amount, that the cost targets add up to."""

    line: BudgetLine
    budget: Term


@remembered
def cost_rows(evaluation: Evaluation) -> tuple[Cost, ...]:
    """Rows under a cost heading with an amount as target, in the form's money unit.

    A form that names no unit is taken to use the one unit printed in its cost cells; that their targets must
    add up to a budget amount keeps this honest.
    """
    rows = [row for row in evaluation.indicators if is_cost(row)]
    printed = {amount.unit for row in rows for cell in (row.target, row.actual) if (amount := _parsed(cell))}
    unit = _UNITS.get(evaluation.money_unit.value) if evaluation.money_unit else None
    if unit is None and len(printed - {None}) == 1:
        unit = next(iter(printed - {None}))
    return tuple(
        Cost(target, _amount(row, "actual", row.actual, unit))
        for row in rows
        if (target := _amount(row, "target", row.target, unit)) is not None
    )


def _parsed(cell: Text | None) -> Amount | None:
    if cell is None:
        return None
    plain = "".join(half_width(cell.text).split())
    return parse_amount(_COMPARATOR.sub("", plain))


def _amount(
    row: Indicator, column: Literal["target", "actual"], cell: Text | None, unit: MoneyUnit | None
) -> Term | None:
    amount = _parsed(cell)
    if cell is None or amount is None or (amount.unit and unit is None):
        return None
    value = amount.in_unit(unit) if unit else amount.value
    how: How = "converted" if amount.unit not in (None, unit) else cell.how
    number: Number = Traced(value, cell.text, cell.place, cell.confidence, how, cell.reason, cell.more)
    return Term(indicator_role(row, column), number, value)


def budget_of(evaluation: Evaluation, targets: Sequence[Term]) -> Base | None:
    """The budget row whose adjusted (else initial) amount is the sum of the targets; the total row first."""
    lines = sorted(evaluation.budget, key=lambda line: line.part != "total")
    columns: tuple[BudgetColumn, ...] = ("adjusted", "initial")
    for column in columns:
        for line in lines:
            budget = budget_term(line, column)
            if targets and budget and budget.value and exact_sum(targets) == Fraction(budget.value):
                return Base(line, budget)
    return None
