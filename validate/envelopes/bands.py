"""Satisfaction scored by bands of the rate itself (Cai Yu [2021] No. 101 gives them as an example)."""

from __future__ import annotations

from fractions import Fraction

from extract.wording import Wording
from validate.envelopes.formula import Formula
from validate.rounding import Interval

# From this rate on (inclusive), this share of the weight.
_BANDS = (
    (Fraction(9, 10), Fraction(1)),
    (Fraction(8, 10), Fraction(8, 10)),
    (Fraction(6, 10), Fraction(5, 10)),
)


def of_rate(rate: Fraction) -> Fraction:
    """The share that a rate (a fraction) earns: 1, 0.8, 0.5 or nothing."""
    return next((share for least, share in _BANDS if rate >= least), Fraction(0))


def share(actual: Interval, _target: Interval) -> Interval | None:
    """The share for the rate; where its rounding spans two bands, from one to the other."""
    highest = actual.high if not actual.high_open else actual.high - Fraction(1, 10**9)
    return Interval(of_rate(actual.low), of_rate(highest))


BANDS = Formula(Wording("满意度分档", "satisfaction by bands"), share)
