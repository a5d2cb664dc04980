"""What a scoring formula is: a name, and the share of the weight that it gives for an actual and a target."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import msgspec

from extract.wording import Wording
from validate.rounding import Interval

ZERO = Interval(Fraction(0), Fraction(0))
FULL = Interval(Fraction(1), Fraction(1))


class Held(msgspec.Struct, frozen=True):
    """The two sides of one part of a target that is not met, in base units.

    `actual` and `target` stand as printed; `rounded_actual` is all that the printed actual can stand for.
    `actual_text` and `target_text` are the figures as they stand in a sum (2980, 88.2%).
    `ceiling`: less is better. `banded`: a satisfaction rate, which may be scored by bands.
    """

    actual: Interval
    target: Interval
    rounded_actual: Interval
    actual_text: str
    target_text: str
    ceiling: bool
    banded: bool


class Formula(msgspec.Struct, frozen=True):
    """One way to score a part. `share` maps actual and target to a share, 0 to 1; None where it says nothing.

    `shown` writes the same share as a sum over the two printed figures, None where there is none to write.
    `graded` formulas follow the attainment step by step; the others jump.
    """

    name: Wording
    share: Callable[[Interval, Interval], Interval | None]
    shown: Callable[[str, str], str] | None = None
    graded: bool = False


def capped(share: Interval) -> Interval:
    """The share cut to 0 … 1: nobody gets less than nothing or more than the weight."""
    zero, one = Fraction(0), Fraction(1)
    if share.high <= zero:
        return ZERO
    if share.low >= one:
        return FULL
    low, high = max(share.low, zero), min(share.high, one)
    return Interval(low, high, share.low_open and low == share.low, share.high_open and high == share.high)
