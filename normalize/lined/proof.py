"""Which readings of glued figures the form's own arithmetic allows: the sums of points, rates and amounts.

A reading counts as proven where it is the only one with which the equations hold. Nothing is proven by an
equation that the form does not print: without a declared total no sum of scores says anything.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from normalize.lined.readings import Reading, agreed
from normalize.numbers import parse_amount, parse_number

_SCORE_SLACK = Decimal("0.06")
_MOST_TOGETHER = 2000

Numbers = Mapping[str, Decimal]


class Option(NamedTuple):
    """A reading and the numbers that it finds, by role; rates are fractions."""

    reading: Reading
    numbers: Numbers


class Declared(NamedTuple):
    """What the points of all rows must add up to; None where the form does not print it."""

    weight: Decimal | None
    score: Decimal | None


def numbers_of(reading: Reading, roles: Sequence[str | None]) -> Numbers:
    """The numbers of a reading by role, parts that stand side by side as their sum; rates are fractions."""
    found: dict[str, Decimal] = {}
    for part in reading.parts:
        role = roles[part.column]
        if role in ("weight", "score", "rate"):
            value = parse_number(part.text)
        elif role in ("initial", "adjusted", "executed", "part"):
            amount = parse_amount(part.text)
            value = amount.value if amount else None
        else:
            continue
        if role is not None and value is not None:
            found[role] = found.get(role, Decimal(0)) + value if role == "part" else value
    return found


def by_points(rows: Sequence[Sequence[Option]], declared: Declared) -> list[Option | None]:
    """For each row the only option with which weights and scores add up to what is declared."""
    wanted = {"weight": declared.weight, "score": declared.score}
    roles = [role for role in ("weight", "score") if any(role in one.numbers for row in rows for one in row)]
    if not roles or any(wanted[role] is None for role in roles):
        return [None] * len(rows)
    goal = tuple(wanted[role] or Decimal(0) for role in roles)
    steps = [[tuple(one.numbers.get(role, Decimal(0)) for role in roles) for one in row] for row in rows]
    before = _reached(steps, goal)
    after = _reached(steps[::-1], goal)[::-1]
    found: list[Option | None] = []
    for at, row in enumerate(rows):
        fitting = [
            one for one, step in zip(row, steps[at], strict=True) if _meets(before[at], after[at], step, goal)
        ]
        found.append(_only(fitting))
    return found


def _only(fitting: Sequence[Option]) -> Option | None:
    """The only way to part the line; readings that part it alike may differ in where whole fields stand."""
    ways = {tuple(part for part in one.reading.parts if part.cut) for one in fitting}
    if len(ways) != 1:
        return None
    reading = agreed([one.reading for one in fitting])
    return next(Option(reading, one.numbers) for one in fitting)


def _reached(
    steps: Sequence[Sequence[tuple[Decimal, ...]]], goal: tuple[Decimal, ...]
) -> list[set[tuple[Decimal, ...]]]:
    """The sums that the rows before each row can have, none beyond the goal."""
    sums: set[tuple[Decimal, ...]] = {(Decimal(0),) * len(goal)}
    found = [sums]
    for row in steps[:-1]:
        totals = {_plus(one, step) for one in sums for step in row}
        sums = {one for one in totals if all(a <= b for a, b in zip(one, goal, strict=True))}
        found.append(sums)
    return found


def _meets(
    before: set[tuple[Decimal, ...]],
    after: set[tuple[Decimal, ...]],
    step: tuple[Decimal, ...],
    goal: tuple[Decimal, ...],
) -> bool:
    rest = (tuple(g - b - s for g, b, s in zip(goal, one, step, strict=True)) for one in before)
    return any(one in after for one in rest)


def _plus(one: Sequence[Decimal], other: Sequence[Decimal]) -> tuple[Decimal, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def scores_fit(numbers: Numbers) -> bool:
    """Is the score no more than the weight?"""
    weight, score = numbers.get("weight"), numbers.get("score")
    return weight is None or score is None or score <= weight


def by_rate(options: Sequence[Option]) -> Option | None:
    """The only option whose rate is executed over adjusted and whose score is weight times rate."""
    fitting = [one for one in options if rate_holds(one.numbers)]
    whole = [one for one in fitting if {"weight", "score"} <= set(one.numbers)]
    return _only(whole or fitting)


def rate_holds(numbers: Numbers) -> bool:
    """Is the rate executed over adjusted, and the score the weight times the rate?"""
    rate, adjusted, executed = (numbers.get(role) for role in ("rate", "adjusted", "executed"))
    if rate is None or not adjusted or executed is None or numbers.get("part", adjusted) != adjusted:
        return False
    exponent = rate.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(executed / adjusted - rate) < unit and points_hold(numbers)


def points_hold(numbers: Numbers) -> bool:
    """Is the score of a budget line its weight times its rate, as far as all three are printed?"""
    weight, score, rate = (numbers.get(role) for role in ("weight", "score", "rate"))
    if weight is None or score is None:
        return True
    return scores_fit(numbers) and (
        rate is None or abs(weight * min(rate, Decimal(1)) - score) < _SCORE_SLACK
    )


def by_columns(total: Numbers, parts: Sequence[Sequence[Option]]) -> list[Option] | None:
    """The only way to read the parts with which every column of amounts adds up to the total."""
    if not parts or math.prod(len(options) for options in parts) > _MOST_TOGETHER:
        return None
    fitting = [chosen for chosen in product(*parts) if _columns_hold(total, chosen)]
    return list(fitting[0]) if len(fitting) == 1 else None


def _columns_hold(total: Numbers, parts: Sequence[Option]) -> bool:
    roles = [role for role in ("initial", "adjusted", "executed") if role in total]
    return bool(roles) and all(
        sum((one.numbers.get(role, Decimal(0)) for one in parts), Decimal(0)) == total[role] for role in roles
    )
