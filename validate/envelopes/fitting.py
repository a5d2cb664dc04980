"""Whether a printed score can be a point of an interval: every habit of rounding that is in use."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from validate.rounding import Interval, places, rounded, truncated

_QUARTER = Fraction(1, 4)
_HALF = Fraction(1, 2)


def printable(score: Decimal) -> list[Interval]:
    """All that a printed score can stand for: rounded or cut to the digits that are there.

    Zeros at the end may be filled in by the sheet (9.90 for 9.9), and points are also given in halves.
    """
    shortest = max(0, places(score.normalize()))
    digits = range(shortest, max(places(score), shortest) + 1)
    shown = [score.quantize(Decimal((0, (1,), -decimals))) for decimals in digits]
    return [read(one) for one in shown for read in (rounded, truncated)] + _in_halves(Fraction(score))


def printed_as(score: Decimal, admitted: Interval) -> bool:
    """Whether some admitted score is printed so."""
    return admits(admitted, printable(score))


def admits(admitted: Interval, printed: Sequence[Interval]) -> bool:
    """Whether some admitted score is among those that the print can stand for."""
    return any(admitted.meets(one) for one in printed)


def _in_halves(score: Fraction) -> list[Interval]:
    if score % _HALF:
        return []
    return [Interval(score - _QUARTER, score + _QUARTER, high_open=True)]
