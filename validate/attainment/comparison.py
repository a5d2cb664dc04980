"""One quantity held against one condition: three-valued, on intervals, with every assumption said."""

from __future__ import annotations

from decimal import Decimal
from math import log10
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from extract.wording import Wording
from normalize.expressions.quantities import Comparator, Interval, Quantity, plain
from normalize.numbers import shifted
from validate.attainment.judgement import Flag, Sides
from validate.attainment.wordings import (
    PER_UNIT,
    PERCENT_POINTS,
    PERSON_TIMES,
    TWO_SCALES,
    above_range,
    approximate,
)

if TYPE_CHECKING:
    from normalize.expressions.units import Unit

Three: TypeAlias = Literal["met", "not-met", "cannot-tell"]

# How comparators are written, and what is written where one does not hold.
_OPPOSITE: dict[str, str] = {">=": "<", ">": "≤", "<=": ">", "<": "≥", "=": "≠"}
SHOWN: dict[str, str] = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}

# How many orders of magnitude are near, about the same, and far.
_NEAR, _ABOUT, _FAR = 0.2, 0.5, 1.5


class Compared(msgspec.Struct, frozen=True):
    """The outcome of one comparison. `slipped` is the verdict if a power of ten was misprinted."""

    verdict: Three
    arithmetic: str
    ratio: Interval | None = None
    flags: tuple[Flag, ...] = ()
    slipped: tuple[Three, str] | None = None
    sides: Sides | None = None


class _Reading(msgspec.Struct, frozen=True):
    bound: Interval
    value: Interval
    flags: tuple[Flag, ...]


def meets(bound: Interval, comparator: Comparator, value: Interval) -> Three:
    """Whether every, no, or only some admitted value satisfies the condition for every admitted bound."""
    if comparator == "=":
        return _equals(bound, value)
    if comparator in {">=", ">"}:
        strict = comparator == ">"
        surely = _above(value.low, bound.high, strict=strict and not value.low_open)
        never = _above(bound.low, value.high, strict=not (strict or value.high_open))
    else:
        strict = comparator == "<"
        surely = _above(bound.low, value.high, strict=strict and not value.high_open)
        never = _above(value.low, bound.high, strict=not (strict or value.low_open))
    return "met" if surely else "not-met" if never else "cannot-tell"


def compare(wanted: Quantity, comparator: Comparator, found: Quantity) -> Compared:
    """Hold a mention against a condition, after bringing both to one unit.

    Where a unit or a power of ten is left out, the reading nearest to the target is taken if it is nearest
    by far; where two readings are possible and disagree, the answer is "cannot-tell".
    """
    if {wanted.unit.family, found.unit.family} == {"ratio", "percentage-points"}:
        return Compared("cannot-tell", f"{found.text} ? {wanted.text}", flags=(PERCENT_POINTS,))
    if _one_is_compound(wanted, found):
        return _same_figure(wanted, found)
    readings = _readings(wanted, found)
    outcomes = [(one, _meets_range(wanted, one.bound, comparator, one.value)) for one in readings]
    verdicts = {verdict for _, verdict in outcomes}
    chosen, verdict = outcomes[0]
    unsure: tuple[Flag, ...] = ()
    if len(verdicts) > 1 and not _nearest_by_far([one for one, _ in outcomes]):
        verdict, unsure = "cannot-tell", (TWO_SCALES,)
    crossed = _crossed_counts(wanted, found, verdict, comparator)
    return Compared(
        crossed,
        _arithmetic(chosen, comparator, crossed, wanted),
        ratio(chosen.bound, chosen.value),
        chosen.flags + unsure + _doubts(wanted, found, comparator, verdict, crossed),
        _slipped(chosen, comparator, verdict, wanted, found),
        Sides(chosen.value, chosen.bound),
    )


def _one_is_compound(wanted: Quantity, found: Quantity) -> bool:
    families = {wanted.unit.family, found.unit.family}
    return "per" in families and len(families) == 2 and "none" not in families


def _same_figure(wanted: Quantity, found: Quantity) -> Compared:
    """元/户 against 元: only the same figure tells anything."""
    same = wanted.value == found.value
    sign = "=" if same else "?"
    flags = () if same else (PER_UNIT,)
    return Compared("met" if same else "cannot-tell", f"{found.text} {sign} {wanted.text}", flags=flags)


def ratio(bound: Interval, value: Interval) -> Interval | None:
    """Actual over target; None where the target is zero or has no finite end."""
    if not bound.low or not bound.high or bound.low <= 0:
        return None
    low = None if value.low is None else value.low / bound.high
    high = None if value.high is None else value.high / bound.low
    return Interval(low, high, value.low_open, value.high_open)


def _meets_range(wanted: Quantity, bound: Interval, comparator: Comparator, value: Interval) -> Three:
    """A printed range as target: below it not met, inside met; above it nobody knows whether it is a cap."""
    if not wanted.ranged or comparator != ">=":
        return meets(bound, comparator, value)
    at_least = meets(Interval(bound.low, bound.low), ">=", value)
    at_most = meets(Interval(bound.high, bound.high), "<=", value)
    return at_least if at_least != "met" else "met" if at_most == "met" else "cannot-tell"


def _equals(bound: Interval, value: Interval) -> Three:
    if bound.exact is not None and value.exact is not None:
        return "met" if bound.exact == value.exact else "not-met"
    apart = _above(bound.low, value.high, strict=not value.high_open)
    apart = apart or _above(value.low, bound.high, strict=not value.low_open)
    return "not-met" if apart else "cannot-tell"


def _above(left: Decimal | None, right: Decimal | None, *, strict: bool) -> bool:
    """Whether left > right (strict) or left >= right; an absent end proves nothing."""
    if left is None or right is None:
        return False
    return left > right if strict else left >= right


def _readings(wanted: Quantity, found: Quantity) -> list[_Reading]:
    """The ways to bring both sides to one unit, the one nearest to the target first."""
    value, bound = found.admitted, wanted.value
    if found.unit.family == "none" and wanted.unit.family != "none":
        readings = [
            _Reading(bound, _scaled(value, power, wanted.unit), _assumed(found, wanted.unit, power))
            for power in _powers(wanted)
        ]
    elif wanted.unit.family == "none" and found.unit.family != "none":
        readings = [
            _Reading(_scaled(bound, power, found.unit), value, _assumed(wanted, found.unit, power))
            for power in _powers(found)
        ]
    else:
        readings = [_Reading(bound, value, ())]
    return sorted(readings, key=_distance) if len(readings) > 1 else readings


def _powers(other: Quantity) -> list[int]:
    if other.unit.family == "ratio":
        return [2, 0]  # 95 is 95 %; 0.95 is the fraction: 0.95 x 10^2 per cent
    return sorted({0, other.power})


def _scaled(value: Interval, power: int, unit: Unit) -> Interval:
    """A bare figure read in a unit, times ten to the power."""
    if unit.family == "ratio":
        return _shift(value, power - 2)
    return _shift(value, power).times(unit.factor) if unit.factor != 1 else _shift(value, power)


def _shift(value: Interval, power: int) -> Interval:
    low = None if value.low is None else shifted(value.low, power)
    high = None if value.high is None else shifted(value.high, power)
    return Interval(low, high, value.low_open, value.high_open)


def _distance(reading: _Reading) -> float:
    """Orders of magnitude between actual and target; 0 where either is zero or open."""
    left, right = reading.value.low or reading.value.high, reading.bound.low
    if not left or not right or left <= 0 or right <= 0:
        return 0.0
    return abs(log10(left / right))


def _nearest_by_far(readings: list[_Reading]) -> bool:
    first, second = _distance(readings[0]), _distance(readings[1])
    return first <= _ABOUT and second - first >= 1


def _crossed_counts(wanted: Quantity, found: Quantity, verdict: Three, comparator: Comparator) -> Three:
    """Persons and person-times: one person may come often, so each bounds the other on one side only."""
    families = (wanted.unit.family, found.unit.family)
    rising = comparator in {">=", ">"}
    if families == ("persons", "person-times"):
        sure = "not-met" if rising else "met"
    elif families == ("person-times", "persons"):
        sure = "met" if rising else "not-met"
    else:
        return verdict
    return verdict if verdict == sure else "cannot-tell"


def _slipped(
    chosen: _Reading, comparator: Comparator, verdict: Three, wanted: Quantity, found: Quantity
) -> tuple[Three, str] | None:
    """The verdict if the actual's power of ten was misprinted: only where that lands near the target."""
    slippery = verdict == "not-met" and found.unit.family in {"ratio", "money"}
    if not slippery or _distance(chosen) < _FAR:
        return None
    for power in (2, -2) if found.unit.family == "ratio" else (4, -4):
        moved = _Reading(chosen.bound, _shift(chosen.value, power), ())
        if _distance(moved) <= _NEAR:
            other = meets(moved.bound, comparator, moved.value)
            return other, _arithmetic(moved, comparator, other, wanted)
    return None


def _arithmetic(reading: _Reading, comparator: Comparator, verdict: Three, wanted: Quantity) -> str:
    sign = {"met": SHOWN[comparator], "not-met": _OPPOSITE[comparator], "cannot-tell": "?"}[verdict]
    if wanted.unit.family in {"ratio", "percentage-points"}:
        return f"{_percent(reading.value)} {sign} {_percent(reading.bound)}"
    return f"{_in_printed(reading.value, wanted)} {sign} {_in_printed(reading.bound, wanted)}"


def _percent(value: Interval) -> str:
    shown = _shift(value, 2)
    return f"{shown.shown()}%"


def _in_printed(value: Interval, wanted: Quantity) -> str:
    """In the target's own printed unit, so that the sum can be checked against the page."""
    factor, exact = shifted(wanted.unit.factor, wanted.power), value.exact
    if exact is not None:
        return plain(_divided(exact, factor))
    low = None if value.low is None else _divided(value.low, factor)
    high = None if value.high is None else _divided(value.high, factor)
    return Interval(low, high, value.low_open, value.high_open).shown()


def _divided(number: Decimal, factor: Decimal) -> Decimal:
    """In printed units; the long tail of zeros that a conversion leaves (100.0000) is dropped."""
    quotient = number / factor
    return quotient.normalize() if int(quotient.as_tuple().exponent) < -2 else quotient


def _assumed(bare: Quantity, unit: Unit, power: int) -> tuple[Flag, ...]:
    shown = f"{bare.text}→{'×100%' if unit.family == 'ratio' and power else unit.text}"
    code: Literal["scale-assumed", "unit-assumed"] = "scale-assumed" if power else "unit-assumed"
    message = Wording(
        f"“{bare.text}”未写单位，按“{unit.text}”{'并换算量级' if power else ''}理解（{shown}）",
        f"“{bare.text}” has no unit; it is read in “{unit.text}”{', rescaled' if power else ''} ({shown})",
    )
    return (Flag(code, message),)


def _doubts(
    wanted: Quantity, found: Quantity, comparator: Comparator, verdict: Three, crossed: Three
) -> tuple[Flag, ...]:
    """What is approximate about the comparison, and why it could not be decided."""
    if crossed != verdict:
        return (PERSON_TIMES,)
    flags: tuple[Flag, ...] = ()
    if found.admitted.exact is None and not found.ranged and wanted.value.exact is not None:
        flags = (approximate(wanted, found, comparator, unclear=verdict == "cannot-tell"),)
    elif verdict == "cannot-tell" and wanted.ranged:
        flags = (above_range(wanted),)
    return flags
