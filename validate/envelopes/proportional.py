"""The proportional formula: weight times actual over target (Cai Yu [2020] No. 10)."""

from __future__ import annotations

from extract.wording import Wording
from validate.envelopes.formula import Formula, capped
from validate.rounding import Interval


def share(actual: Interval, target: Interval) -> Interval | None:
    """Actual over target, at most 1; a negative actual counts as nothing. None for a target of zero."""
    return capped(actual / target) if target.low > 0 else None


PROPORTIONAL = Formula(
    Wording("按完成比例", "in proportion"),
    share,
    lambda actual, target: f"{actual} ÷ {target}",
    graded=True,
)
