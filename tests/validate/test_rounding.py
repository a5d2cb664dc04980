"""Printed numbers as intervals: what rounds to a print agrees with it, what does not, does not."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validate.rounding import (
    Interval,
    compare,
    cut_off,
    exactly,
    half_up,
    percent,
    rounded,
    sum_of,
    truncated,
    written,
)

WIDE = Context(prec=200)
amounts = st.decimals(-(10**12), 10**12, places=6)
positive = st.decimals(1, 10**12, places=6)
decimals = st.integers(0, 5)


def _print(value: Decimal, places: int, how: str) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=how, context=WIDE)


def _holds(interval: Interval, value: Decimal) -> bool:
    return interval.meets(exactly(value))


@given(amounts, decimals)
def test_a_value_lies_in_the_interval_of_its_own_print(value: Decimal, places: int) -> None:
    assert _holds(rounded(_print(value, places, ROUND_HALF_UP)), value)
    assert _holds(rounded(_print(value, places, ROUND_HALF_EVEN)), value)
    if value >= 0 or _print(value, places, ROUND_DOWN) != 0:
        assert _holds(truncated(_print(value, places, ROUND_DOWN)), value)


@given(amounts, decimals)
def test_a_value_a_whole_step_away_does_not(value: Decimal, places: int) -> None:
    step = Decimal(1).scaleb(-places)
    printed = _print(value, places, ROUND_HALF_UP)
    assert not _holds(rounded(printed), printed + step)
    assert not _holds(rounded(printed), printed - step)


@given(st.lists(amounts, min_size=1, max_size=8), decimals)
def test_a_sum_of_printed_parts_agrees_with_the_printed_sum(parts: list[Decimal], places: int) -> None:
    printed = [_print(part, places, ROUND_HALF_UP) for part in parts]
    total = sum(map(Fraction, parts), Fraction(0))
    shown = Decimal(written(total, places))
    # a part printed 0 is taken to be exactly 0
    if all(one or not part for one, part in zip(printed, parts, strict=True)):
        assert compare(shown, sum_of, printed) in ("exact", "within")


@given(positive, positive)
def test_a_printed_rate_agrees_with_its_amounts_and_a_shifted_one_does_not(
    spent: Decimal, budget: Decimal
) -> None:
    rate = Fraction(spent) / Fraction(budget)
    shown = Decimal(written(rate, 12))
    assert compare(shown, lambda pair: pair[0] / pair[1], [spent, budget]) == "exact"
    far = Decimal(written(rate * 2 + 1, 12))
    assert compare(far, lambda pair: pair[0] / pair[1], [spent, budget]) == "different"


@given(amounts, decimals)
def test_rounding_and_cutting_agree_with_decimal(value: Decimal, places: int) -> None:
    assert half_up(Fraction(value), places) == Fraction(_print(value, places, ROUND_HALF_UP))
    assert cut_off(Fraction(value), places) == Fraction(_print(value, places, ROUND_DOWN))
    assert Decimal(written(Fraction(value), places)) == _print(value, places, ROUND_HALF_UP)


@given(amounts, amounts, amounts, amounts)
def test_products_hold_every_product_of_their_members(a: Decimal, b: Decimal, c: Decimal, d: Decimal) -> None:
    one = Interval(Fraction(min(a, b)), Fraction(max(a, b)))
    two = Interval(Fraction(min(c, d)), Fraction(max(c, d)))
    for x in (a, b):
        for y in (c, d):
            assert (one * two).meets(exactly(Fraction(x) * Fraction(y)))
            assert (one - two).meets(exactly(Fraction(x) - Fraction(y)))


@pytest.mark.parametrize(
    ("printed", "inside", "outside"),
    [
        ("92.93", ["92.925", "92.93", "92.9349999"], ["92.935", "92.9249999"]),
        ("92.94", ["92.935", "92.945"], ["92.9451"]),  # half to even prints 92.945 as 92.94
        ("10", ["9.5", "10.5"], ["9.49", "10.51"]),
        ("1.2E+8", ["115000000", "125000000"], ["126000000"]),
    ],
)
def test_what_a_print_can_stand_for(printed: str, inside: list[str], outside: list[str]) -> None:
    interval = rounded(Decimal(printed))
    assert [one for one in inside if not _holds(interval, Decimal(one))] == []
    assert [one for one in outside if _holds(interval, Decimal(one))] == []


@pytest.mark.parametrize(
    ("printed", "agreement"),
    [
        ("0.8618", "exact"),
        ("0.862", "exact"),
        ("0.8619", "different"),
        ("0.86183", "exact"),
        ("0.861", "truncated"),
    ],
)
def test_the_ladder_on_215457_of_250000(printed: str, agreement: str) -> None:
    amounts_printed = [Decimal("215457.6"), Decimal(250000)]
    assert compare(Decimal(printed), lambda pair: pair[0] / pair[1], amounts_printed) == agreement


def test_rounding_of_the_inputs_reaches_one_hundredth() -> None:
    costs = [Decimal(one) for one in ("317.04", "26.16", "83.94", "459.61")]
    assert compare(Decimal("0.9293"), lambda c: sum_of(c[:-1]) / c[-1], costs) == "within"
    assert compare(Decimal("0.9294"), lambda c: sum_of(c[:-1]) / c[-1], costs) == "exact"


def test_whole_numbers_can_be_taken_as_they_stand() -> None:
    scores = [Decimal(30), Decimal(44), Decimal("9.3")]
    assert compare(Decimal("83.3"), sum_of, scores, whole_is_exact=True) == "exact"
    assert compare(Decimal("84.3"), sum_of, scores, whole_is_exact=True) == "different"
    assert compare(Decimal("84.3"), sum_of, scores) == "within"


def test_a_zero_is_exact_and_a_divisor_around_zero_is_refused() -> None:
    assert compare(Decimal("0.4"), sum_of, [Decimal(0)]) == "different"
    with pytest.raises(ZeroDivisionError):
        exactly(1) / rounded(Decimal(0))


def test_numbers_are_written_as_a_reader_would() -> None:
    assert written(Fraction(1, 2), 2) == "0.50"
    assert written(Fraction(-1, 200), 2) == "-0.01"
    assert written(Fraction(250), -2) == "250"
    assert percent(Fraction(42714, 45961)) == "92.9353%"
