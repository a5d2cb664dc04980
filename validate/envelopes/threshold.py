"""Formulas that jump to nothing: below a pass mark, or wherever the target is not met (yes or no)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

from extract.wording import Wording
from validate.envelopes.formula import ZERO, Formula
from validate.rounding import Interval, percent


@cache
def below(mark: Decimal) -> Formula:
    """Nothing where actual over target may be below the mark; above it other formulas speak."""

    def share(actual: Interval, target: Interval) -> Interval | None:
        return ZERO if target.low > 0 and actual.low < Fraction(mark) * target.high else None

    shown = percent(mark, 0)
    return Formula(Wording(f"完成比例低于{shown}不得分", f"nothing below {shown} of the target"), share)


YES_OR_NO = Formula(
    Wording("未达到指标值不得分", "nothing unless the target is met"), lambda _actual, _target: ZERO
)
