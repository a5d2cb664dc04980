"""Two ways in which a target that is met loses points to a formula that was not meant for it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from validate.rounding import cut_off, half_up, places

if TYPE_CHECKING:
    from decimal import Decimal

    from validate.attainment.attained import Row
    from validate.attainment.judgement import PartJudgement

# "actual-times-weight": 20 × 98 % although 98 % was asked for. "as-positive": a ceiling scored like a floor.
Habit: TypeAlias = Literal["actual-times-weight", "as-positive"]

_ONE = Fraction(1)


class Applied(NamedTuple):
    """The formula that was applied, the part that it was applied to, and the exact points it gives."""

    habit: Habit
    part: PartJudgement
    points: Fraction


def applied(row: Row) -> Applied | None:
    """The formula that explains the lost points of a met row; None where none does or nothing is lost."""
    part = single_met(row)
    if part is None or row.weight is None or row.score is None or not row.lost_points:
        return None
    share = _as_positive(part)
    habit: Habit = "as-positive"
    if share is None:
        share, habit = rate_below_one(part), "actual-times-weight"
    if share is None:
        return None
    points = share * Fraction(row.weight)
    return Applied(habit, part, points) if _printed_so(row.score, points) else None


def single_met(row: Row) -> PartJudgement | None:
    """The one part of a row whose target is met beyond doubt; None for other rows."""
    parts = row.judgement.parts
    sure = len(parts) == 1 and parts[0].verdict == "met" and not parts[0].readings
    return parts[0] if sure and parts[0].sides is not None else None


def rate_below_one(part: PartJudgement) -> Fraction | None:
    """The actual of a part that asks for at least some percentage, where it is below 100 %."""
    wanted, actual = part.part.quantity, part.sides.actual.exact if part.sides else None
    if wanted is None or wanted.unit.family != "ratio" or part.comparator in {"<=", "<"} or actual is None:
        return None
    return Fraction(actual) if 0 < actual < 1 else None


def _as_positive(part: PartJudgement) -> Fraction | None:
    """Actual over target of a ceiling that was kept with something to spare."""
    if part.comparator not in {"<=", "<"} or part.sides is None:
        return None
    actual, target = part.sides.actual.exact, part.sides.target.exact
    if actual is None or not target or actual <= 0:
        return None
    share = Fraction(actual) / Fraction(target)
    return share if share < _ONE else None


def _printed_so(score: Decimal, points: Fraction) -> bool:
    """Rounded or cut to the printed decimals; a whole number may be a coincidence, so it must fit exactly."""
    decimals = places(score)
    if decimals <= 0:
        return points == Fraction(score)
    return Fraction(score) in {half_up(points, decimals), cut_off(points, decimals)}
