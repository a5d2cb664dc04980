"""Whether a satisfaction row is scored by bands rather than by its target."""

from __future__ import annotations

from fractions import Fraction

from validate.attainment.attained import Row, is_satisfaction
from validate.envelopes.bands import of_rate
from validate.profile import Profile


def rate(row: Row) -> Fraction | None:
    """The rate that a satisfaction row reports, where it is one exact figure; None for other rows."""
    parts = row.judgement.parts
    sides = parts[0].sides if len(parts) == 1 else None
    wanted = parts[0].part.quantity if sides is not None else None
    if sides is None or wanted is None or sides.actual.exact is None or wanted.unit.family != "ratio":
        return None
    if not is_satisfaction(row.indicator):
        return None
    # a target above 100 % is a slip, and what follows from it is not excused by bands
    plausible = 0 <= sides.actual.exact <= 1 and (sides.target.low or 0) <= 1
    return Fraction(sides.actual.exact) if plausible else None


def band_points(row: Row, profile: Profile) -> Fraction | None:
    """The points that the bands give the row; None where it is no satisfaction rate or has no weight."""
    reported = rate(row)
    if reported is None or not row.weight:
        return None
    return of_rate(reported, profile.satisfaction_bands) * Fraction(row.weight)


def scored_by_bands(row: Row, profile: Profile) -> bool:
    """Whether its score is what the bands give, and neither full marks for a met target nor in proportion."""
    earned = band_points(row, profile)
    if earned is None or row.score is None or Fraction(row.score) != earned:
        return False
    return not (row.full_score and row.judgement.verdict == "met")
