"""The linear formula for ceilings: full marks at the target, none at twice the target."""

from __future__ import annotations

from extract.wording import Wording
from validate.envelopes.formula import ZERO, Formula, capped
from validate.rounding import Interval, exactly


def share(actual: Interval, target: Interval) -> Interval | None:
    """1 − (actual − target) ÷ target, cut to 0 … 1; a ceiling of zero that is broken earns nothing."""
    if target.low <= 0:
        return ZERO
    return capped(exactly(2) - actual / target)


REVERSE_LINEAR = Formula(
    Wording("按超出比例扣减", "less the excess in proportion"),
    share,
    lambda actual, target: f"(1 - ({actual} - {target}) ÷ {target})",
    graded=True,
)
