"""Whether a printed score can be a point of an interval: every habit of rounding that is in use."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from validate.rounding import Interval, places, rounded, truncated

_QUARTER = Fraction(1, 4)
_HALF = Fraction(1, 2)


def printed_as(score: Decimal, admitted: Interval) -> bool:
    """Whether some admitted score is printed so: rounded or cut to the digits that are there.

    Zeros at the end may be filled in by the sheet (9.90 for 9.9), and points are also given in halves.
    """
    shortest = max(0, places(score.normalize()))
    for decimals in range(shortest, max(places(score), shortest) + 1):
        shown = score.quantize(Decimal((0, (1,), -decimals)))
        if admitted.meets(rounded(shown)) or admitted.meets(truncated(shown)):
            return True
    return _in_halves(Fraction(score), admitted)


def _in_halves(score: Fraction, admitted: Interval) -> bool:
    if score % _HALF:
        return False
    nearest = Interval(score - _QUARTER, score + _QUARTER, high_open=True)
    return admitted.meets(nearest)
