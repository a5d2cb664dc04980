"""Interval arithmetic on printed numbers: what a figure can stand for, and whether two figures agree.

A printed x with last digit worth u stands for [x-u/2, x+u/2) if it was rounded half up (the upper end too
where rounding half to even gives it), or for [x, x+u) if the rest was cut off. Everything is exact:
fractions, no floats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import product
from operator import add
from typing import Literal, Protocol, TypeAlias, TypeVar

import msgspec

# exact: rounding the result of the printed inputs half up gives the print. within: the inputs' own rounding
# reaches it. truncated: only cutting digits off reaches it. different: nothing does.
Agreement: TypeAlias = Literal["exact", "within", "truncated", "different"]


# Adding decimals is several times as fast as adding fractions; two hundred digits hold any sum of a form.
_EXACT = Context(prec=200, traps=[Inexact])

# An end of an interval, and whether it is open.
_End: TypeAlias = tuple[Fraction, bool]


class Interval(msgspec.Struct, frozen=True):
    """All values between `low` and `high`; an end that is open does not belong to it."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.high_open, self.low_open)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        if self.low > 0 and other.low > 0:
            return Interval(
                self.low * other.low,
                self.high * other.high,
                self.low_open or other.low_open,
                self.high_open or other.high_open,
            )
        corners = [_corner(a, b) for a, b in product(self._ends, other._ends)]
        low, low_open = min(corners)
        high, high_closed = max((value, not is_open) for value, is_open in corners)
        return Interval(low, high, low_open, not high_closed)

    def __truediv__(self, other: Interval) -> Interval:
        """Raises ZeroDivisionError where the divisor can be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor can be zero")
        return self * Interval(1 / other.high, 1 / other.low, other.high_open, other.low_open)

    @property
    def _ends(self) -> tuple[_End, _End]:
        return (self.low, self.low_open), (self.high, self.high_open)

    def meets(self, other: Interval) -> bool:
        """Whether some value belongs to both."""
        for lower, upper in ((self, other), (other, self)):
            if lower.high <= upper.low:
                return lower.high == upper.low and not (lower.high_open or upper.low_open)
        return True


def _corner(a: _End, b: _End) -> _End:
    # a zero that is reached makes the product zero whatever the other one is
    reached_zero = (a[0] == 0 and not a[1]) or (b[0] == 0 and not b[1])
    return a[0] * b[0], (a[1] or b[1]) and not reached_zero


N = TypeVar("N", Fraction, Interval)


class Formula(Protocol):
    """A calculation, of exact numbers or of intervals."""

    def __call__(self, inputs: Sequence[N], /) -> N:
        """The result; of intervals, all that it can be."""


def unit(printed: Decimal) -> Fraction:
    """What one step of the last printed digit is worth: 1/100 for 90.50."""
    return _power(int(printed.as_tuple().exponent))


@lru_cache(maxsize=256)
def _power(exponent: int) -> Fraction:
    return Fraction(10) ** exponent


def exactly(value: Decimal | Fraction | int) -> Interval:
    """The interval that holds this value alone."""
    exact = value if isinstance(value, Fraction) else Fraction(value)
    return Interval(exact, exact)


def rounded(printed: Decimal) -> Interval:
    """The values that are printed so after rounding, half up or half to even."""
    value, half, odd = Fraction(printed), unit(printed) / 2, bool(printed.as_tuple().digits[-1] % 2)
    # half up goes away from zero; the far end is reached by half to even only, where the last digit is even
    return (
        Interval(value - half, value + half, high_open=odd)
        if value >= 0
        else Interval(value - half, value + half, low_open=odd)
    )


def truncated(printed: Decimal) -> Interval:
    """The values that are printed so after cutting the further digits off."""
    value, step = Fraction(printed), unit(printed)
    return (
        Interval(value, value + step, high_open=True)
        if value >= 0
        else Interval(value - step, value, low_open=True)
    )


def half_up(value: Fraction | Decimal, places: int) -> Fraction:
    """`value` rounded half up (away from zero) to `places` decimals."""
    return _steps(value, places) * _power(-places)


def _steps(value: Fraction | Decimal, places: int) -> int:
    """How many steps of so many decimals `value` is, rounded half up."""
    top, bottom = _ratio(value, places)
    steps = (2 * abs(top) + bottom) // (2 * bottom)
    return steps if top >= 0 else -steps


def _ratio(value: Fraction | Decimal, places: int) -> tuple[int, int]:
    """`value` in steps of so many decimals, as a quotient of whole numbers."""
    top, bottom = value.as_integer_ratio()
    return (top * 10**places, bottom) if places >= 0 else (top, bottom * 10**-places)


def cut_off(value: Fraction | Decimal, places: int) -> Fraction:
    """`value` with everything after `places` decimals dropped."""
    top, bottom = _ratio(value, places)
    steps = abs(top) // bottom
    return (steps if top >= 0 else -steps) * _power(-places)


def places(printed: Decimal) -> int:
    """How many decimals are printed; negative for a number in round tens or thousands (1.2E+8)."""
    return -int(printed.as_tuple().exponent)


def sum_of(terms: Sequence[N]) -> N:
    """The formula of a column: everything added up."""
    return reduce(add, terms)


def quotient(pair: Sequence[N]) -> N:
    """The formula of a rate: executed over budget."""
    return pair[0] / pair[1]


def compare(
    printed: Decimal, formula: Formula, inputs: Sequence[Decimal], *, whole_is_exact: bool = False
) -> Agreement:
    """Whether a printed number can be the result of a formula over printed inputs, and by which reading.

    `whole_is_exact` takes inputs printed without decimals as they stand (scores and weights are set, not
    measured); otherwise 90 stands for anything that rounds to 90. Zero is always exact: nobody writes 0 for
    an amount that is not.
    """

    def read(each: Callable[[Decimal], Interval]) -> list[Interval]:
        return [exactly(x) if x == 0 or (whole_is_exact and places(x) <= 0) else each(x) for x in inputs]

    plain, decimals = formula([Fraction(x) for x in inputs]), places(printed)
    if _steps(plain, decimals) == _steps(printed, decimals):
        return "exact"
    if formula(read(rounded)).meets(rounded(printed)):
        return "within"
    cut = truncated(printed)
    if formula(read(rounded)).meets(cut) or formula(read(truncated)).meets(cut):
        return "truncated"
    return "different"


def added_up(numbers: Iterable[Decimal]) -> Decimal:
    """The sum of numbers, exactly: Inexact is raised rather than a digit dropped."""
    return reduce(_EXACT.add, numbers, Decimal(0))


def compare_sum(printed: Decimal, parts: Sequence[Decimal], *, whole_is_exact: bool = False) -> Agreement:
    """`compare` for the sum of parts; quick where it lies out of reach of all their last digits."""
    excess = Fraction(_EXACT.subtract(added_up(parts), printed))
    if abs(excess) > (len(parts) + 1) * max(map(unit, (printed, *parts))):
        return "different"
    return compare(printed, sum_of, parts or [Decimal(0)], whole_is_exact=whole_is_exact)


def ratio(part: Decimal, whole: Decimal) -> Fraction:
    """A part over the whole; raises ZeroDivisionError where that is zero."""
    (top, under), (over, bottom) = part.as_integer_ratio(), whole.as_integer_ratio()
    return Fraction(top * bottom, under * over)


def written(value: Fraction | Decimal, decimals: int) -> str:
    """`value` in decimal notation with this many decimals, rounded half up; 0.50 stays 0.50."""
    decimals = max(decimals, 0)
    return _in_decimals(_steps(value, decimals), decimals)


def _in_decimals(whole: int, decimals: int) -> str:
    sign, digits = "-" if whole < 0 else "", str(abs(whole)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def percent(value: Fraction | Decimal, decimals: int = 4) -> str:
    """A fraction as a percentage: 0.9293 -> 92.93%."""
    return f"{_in_decimals(_steps(value, decimals + 2), decimals)}%"
