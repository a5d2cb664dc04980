"""The ratio formula for ceilings: weight times target over actual."""

from __future__ import annotations

from extract.wording import Wording
from validate.envelopes.formula import Formula, capped
from validate.rounding import Interval


def share(actual: Interval, target: Interval) -> Interval | None:
    """Target over actual, at most 1; None for an actual that can be zero."""
    return capped(target / actual) if actual.low > 0 else None


REVERSE_RATIO = Formula(
    Wording("按指标值与实际值之比", "target over actual"),
    share,
    lambda actual, target: f"{target} ÷ {actual}",
    graded=True,
)
