"""Satisfaction scored by bands of the rate itself (Cai Yu [2021] No. 101 gives some as an example)."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from extract.wording import Wording
from validate.envelopes.formula import Formula
from validate.profile import SatisfactionBand
from validate.rounding import Interval

NAME = Wording("满意度分档", "satisfaction by bands")


def of_rate(rate: Fraction, bands: tuple[SatisfactionBand, ...]) -> Fraction:
    """The share of the weight that a rate (a fraction) earns; nothing below the lowest band."""
    falling = sorted(bands, key=lambda one: one.at_least, reverse=True)
    return next((Fraction(one.share) for one in falling if one.at_least <= rate), Fraction(0))


@cache
def banded(bands: tuple[SatisfactionBand, ...]) -> Formula:
    """The formula of these bands; where the rate's rounding spans two of them, from one to the other."""

    def share(actual: Interval, _target: Interval) -> Interval | None:
        highest = actual.high if not actual.high_open else actual.high - Fraction(1, 10**9)
        return Interval(of_rate(actual.low, bands), of_rate(highest, bands))

    return Formula(NAME, share)
