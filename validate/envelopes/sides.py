"""From a judged part to the two sides of a formula: exact numbers, and what their print can stand for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from normalize.expressions.quantities import Interval as Phrase
from normalize.expressions.quantities import Quantity
from normalize.expressions.units import COUNTABLE
from validate.attainment.judgement import PartJudgement
from validate.attainment.wordings import figure
from validate.envelopes.formula import Held
from validate.rounding import Interval, exactly, percent, unit

_COUNTS = COUNTABLE | {"person-times"}


def held(part: PartJudgement, *, satisfaction: bool) -> Held | None:
    """The sides of a part that is not met; None where there is no figure to put into a formula.

    `satisfaction`: the row asks for satisfaction, so that a rate can be scored by bands.
    """
    wanted = part.part.quantity
    if wanted is None:
        return None
    pair = _pair(part, wanted)
    if pair is None:
        return None
    actual, target, actual_text, target_text = pair
    above = actual.low >= target.high
    ceiling = part.comparator in {"<=", "<"} or (part.comparator == "=" and above)
    rate = wanted.unit.family == "ratio" and part.sides is not None and target.high <= 1
    return Held(
        actual,
        target,
        _rounded(actual, part, wanted),
        actual_text,
        target_text,
        ceiling,
        banded=satisfaction and rate and not ceiling,
    )


def _pair(part: PartJudgement, wanted: Quantity) -> tuple[Interval, Interval, str, str] | None:
    """Actual and target, with their figures; the ratio over 1 where several figures could be meant."""
    if part.sides is not None:
        actual, target = _finite(part.sides.actual), _finite(part.sides.target)
        if actual is None or target is None:
            return None
        return actual, target, _text(part.sides.actual, wanted), _text(part.sides.target, wanted)
    ratio = _finite(part.ratio) if part.ratio is not None else None
    if ratio is None:
        return None
    return ratio, exactly(1), percent(ratio.low, 2), "100%"


def _finite(phrase: Phrase) -> Interval | None:
    """Nothing below is 0 (不足200); nothing above is unknown."""
    if phrase.high is None:
        return None
    low = phrase.low if phrase.low is not None else Decimal()
    return Interval(Fraction(low), Fraction(phrase.high), phrase.low_open, phrase.high_open)


def _text(phrase: Phrase, wanted: Quantity) -> str:
    """The figure in the unit that the target is printed in; empty for an interval."""
    if phrase.exact is None:
        return ""
    rate = wanted.unit.family in {"ratio", "percentage-points"}
    return f"{figure(phrase.exact, wanted)}{'%' if rate else ''}"


def _rounded(actual: Interval, part: PartJudgement, wanted: Quantity) -> Interval:
    """All that a printed actual stands for. Whole counts are exact; rates, amounts, 3.2万 are rounded."""
    if actual.low != actual.high or len(part.mentions) != 1:
        return actual
    printed = part.mentions[0].quantity
    number = printed.number / printed.unit.factor
    whole = wanted.unit.family in _COUNTS and number == int(number) and not printed.power
    if whole or not number:
        return actual
    # relative, so that it holds in whatever unit the two were compared
    slack = abs(actual.low * unit(number) / 2 / Fraction(number))
    return Interval(actual.low - slack, actual.high + slack)
