"""Amounts of different reports beside each other: in 元, with the rounding of their print."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import msgspec

from normalize.evaluation import BudgetLine, Evaluation
from normalize.numbers import shifted
from validate.archive.compare import money_power
from validate.archive.digest import Digest
from validate.equations.terms import Term, budget_term
from validate.evidence import BudgetColumn
from validate.rounding import places, written


class Amount(msgspec.Struct, frozen=True):
    """A printed amount of a report; `value` in 元, `slack` what rounding the print may have changed."""

    digest: Digest
    term: Term
    value: Fraction
    slack: Fraction


def amount(digest: Digest, line: BudgetLine | None, column: BudgetColumn) -> Amount | None:
    """The amount in a budget cell; None where there is no number, or no money unit is printed."""
    term = budget_term(line, column) if line else None
    if term is None or digest.evaluation.money_unit is None:
        return None
    power = money_power(digest.evaluation)
    unit = Fraction(10) ** (power - places(term.value))
    return Amount(digest, term, Fraction(shifted(term.value, power)), unit)


def slack(amounts: Iterable[Amount]) -> Fraction:
    """What the rounding of all of them may come to: a unit of the last printed place each."""
    return sum((one.slack for one in amounts), Fraction())


def shown(value: Fraction, form: Evaluation, digits: int | None = None) -> str:
    """An amount in 元 in the money unit of a form."""
    power = money_power(form)
    unit = {0: "元", 4: "万元", 8: "亿元"}.get(power, "万元")
    exact = value / Fraction(10) ** power
    return written(exact, 2 if digits is None else digits) + unit


def telling(value: Decimal) -> int:
    """How many digits of a number say something: 3600 has two, 427.14 five."""
    return len(str(abs(value)).replace(".", "").strip("0"))
