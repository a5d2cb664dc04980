"""Which scores a row can fairly have: one interval for every formula in use, with the sum behind it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import msgspec

from extract.wording import Wording
from normalize.evaluation import Indicator
from validate.attainment.attained import Row, is_satisfaction, judged
from validate.attainment.judgement import Judgement, PartJudgement
from validate.envelopes.bands import banded
from validate.envelopes.compound import (
    ALL_OR_NOTHING,
    EQUAL_SPLIT,
    EQUAL_WHOLE,
    LOWEST,
    equal_split,
    hull,
    lowest,
)
from validate.envelopes.fitting import admits, printable
from validate.envelopes.formula import FULL, ZERO, Formula, Held
from validate.envelopes.proportional import PROPORTIONAL
from validate.envelopes.reverse_linear import REVERSE_LINEAR
from validate.envelopes.reverse_ratio import REVERSE_RATIO
from validate.envelopes.sides import held
from validate.envelopes.threshold import YES_OR_NO, below
from validate.envelopes.tiers import tier
from validate.profile import Profile
from validate.rounding import Interval, exactly, percent, written

_MET = Wording("达到指标值得满分", "full marks for a target that is met")
_BETWEEN = Wording("介于上述算法之间", "between these formulas")


class Admissible(msgspec.Struct, frozen=True):
    """The scores that one formula gives.

    `score` is in points: one value, or an interval where the actual is approximate or the rule leaves room.
    `reach` is the same with the rounding of the printed actual. `arithmetic` is the sum
    (`10 × 2980 ÷ 3000 = 9.93`), None where there is none to write. `graded`: the formula follows the
    attainment step by step.
    """

    formula: Wording
    score: Interval
    reach: Interval
    arithmetic: str | None = None
    graded: bool = False

    @property
    def shown(self) -> str:
        """The score as a reader writes it, to two decimals: 9.93, or 4.5—5 for an interval."""
        low, high = (_points(end) for end in (self.score.low, self.score.high))
        return low if low == high else f"{low}—{high}"


class Envelope(msgspec.Struct, frozen=True):
    """All admissible scores of a row with this weight; never empty."""

    weight: Decimal
    admissible: tuple[Admissible, ...]

    def fit(self, score: Decimal) -> Admissible | None:
        """The first formula that gives this printed score; None where none does.

        A score between two formulas that follow the attainment is admitted too.
        """
        printed = printable(score)
        fitting = next((one for one in self.admissible if admits(one.reach, printed)), None)
        return fitting or self._between(printed)

    @property
    def told(self) -> Wording:
        """Every formula with what it gives: 按完成比例：9.93分；未达到指标值不得分：0分."""
        return Wording(
            "；".join(f"{one.formula.zh}：{one.shown}分" for one in self.admissible),
            "; ".join(f"{one.formula.en}: {one.shown}" for one in self.admissible),
        )

    def _between(self, printed: list[Interval]) -> Admissible | None:
        graded = [one for one in self.admissible if one.graded]
        if len(graded) < 2:
            return None
        between = hull([one.reach for one in graded])
        return Admissible(_BETWEEN, between, between) if admits(between, printed) else None

    @property
    def highest(self) -> Fraction:
        """The highest admissible score."""
        return max(one.reach.high for one in self.admissible)

    @property
    def lowest(self) -> Fraction:
        """The lowest admissible score."""
        return min(one.reach.low for one in self.admissible)


def envelope(indicator: Indicator, profile: Profile, *, year: int | None = None) -> Envelope | None:
    """The admissible scores of an indicator; None where none can be worked out.

    There are none without a weight, for judged targets (but for the option words of the three tiers), and
    where it cannot be told how far some part was attained. `year` fills dates that print none.
    """
    judgement = judged(indicator, year)
    return None if judgement is None else _worked_out(indicator, judgement, profile)


def envelope_of(row: Row, profile: Profile) -> Envelope | None:
    """The same for a row that is judged already."""
    return _worked_out(row.indicator, row.judgement, profile)


def _worked_out(indicator: Indicator, judgement: Judgement, profile: Profile) -> Envelope | None:
    weight = indicator.weight.value if indicator.weight else None
    if weight is None or weight <= 0:
        return None
    if judgement.qualitative:
        return _judged_freely(indicator, weight, profile)
    return _counted(judgement, weight, profile, satisfaction=is_satisfaction(indicator))


def _judged_freely(indicator: Indicator, weight: Decimal, profile: Profile) -> Envelope | None:
    named = tier(indicator.actual.value, profile.tiers) if indicator.actual else None
    if named is None:
        return None
    points = named.shares * exactly(weight)
    return Envelope(weight, (Admissible(named.name, points, points),))


def _counted(
    judgement: Judgement, weight: Decimal, profile: Profile, *, satisfaction: bool
) -> Envelope | None:
    known = {"met", "not-met"}
    if judgement.blank or not all(part.verdict in known and not part.readings for part in judgement.parts):
        return None
    if judgement.verdict == "met":
        return Envelope(weight, (Admissible(_MET, exactly(weight), exactly(weight), graded=True),))
    sides = [_sides(part, satisfaction=satisfaction) for part in judgement.parts]
    options = [[(_FULL, FULL, FULL)] if one is None else _options(one, profile) for one in sides]
    if not all(options):
        return None
    if len(options) == 1 and sides[0] is not None:
        return Envelope(weight, _single(sides[0], options[0], weight))
    return Envelope(weight, _several(options, weight))


_FULL = Formula(_MET, lambda _actual, _target: FULL, graded=True)
_NO_SIDES = Held(ZERO, ZERO, ZERO, "", "", ceiling=False, banded=False)

# A formula with the share that it gives, and the share with the rounding of the printed actual.
_Option = tuple[Formula, Interval, Interval]


def _sides(part: PartJudgement, *, satisfaction: bool) -> Held | None:
    """None for a part that is met; sides without figures where there are none."""
    return None if part.verdict == "met" else held(part, satisfaction=satisfaction) or _NO_SIDES


def _options(sides: Held, profile: Profile) -> list[_Option]:
    """Every formula that says something, once for each share; none without figures."""
    if sides is _NO_SIDES:
        return []
    found: list[_Option] = []
    for formula in _formulas(sides, profile):
        share = formula.share(sides.actual, sides.target)
        exact = sides.rounded_actual is sides.actual
        reach = share if exact else formula.share(sides.rounded_actual, sides.target)
        if share is not None and reach is not None and all(share != other for _, other, _ in found):
            found.append((formula, share, reach))
    return found


def _formulas(sides: Held, profile: Profile) -> tuple[Formula, ...]:
    if sides.ceiling:
        reverse = {
            "linear": (REVERSE_LINEAR,),
            "ratio": (REVERSE_RATIO,),
            "any": (REVERSE_LINEAR, REVERSE_RATIO),
        }
        return (*reverse[profile.ceiling_scoring], YES_OR_NO)
    rising = PROPORTIONAL, below(profile.pass_threshold), YES_OR_NO
    return (*rising, banded(profile.satisfaction_bands)) if sides.banded else rising


def _single(sides: Held, options: list[_Option], weight: Decimal) -> tuple[Admissible, ...]:
    points = exactly(weight)
    return tuple(
        Admissible(
            formula.name, share * points, reach * points, _sum(formula, sides, share, weight), formula.graded
        )
        for formula, share, reach in options
    )


def _sum(formula: Formula, sides: Held, share: Interval, weight: Decimal) -> str | None:
    plain = formula.shown is not None and sides.actual_text and sides.target_text
    if not plain or formula.shown is None or not share.low:
        return None
    expression = formula.shown(sides.actual_text, sides.target_text)
    return f"{_plain(weight)} × {expression} = {_points(share.low * Fraction(weight))}"


def _several(options: list[list[_Option]], weight: Decimal) -> tuple[Admissible, ...]:
    """The ways to put parts together; each part takes the formulas that follow its attainment."""
    graded = [[one for one in some if one[0].graded] or some for some in options]
    shares = [hull([share for _, share, _ in some]) for some in graded]
    reaches = [hull([reach for _, _, reach in some]) for some in graded]
    whole = [one if one == FULL else ZERO for one in shares]
    ways = (
        (EQUAL_SPLIT, equal_split(shares), equal_split(reaches), _mean(shares, weight), True),
        (LOWEST, lowest(shares), lowest(reaches), _least(shares, weight), True),
        (EQUAL_WHOLE, equal_split(whole), equal_split(whole), _mean(whole, weight), False),
        (ALL_OR_NOTHING, ZERO, ZERO, None, False),
    )
    points = exactly(weight)
    kept = {
        share: (name, share, reach, shown, is_graded) for name, share, reach, shown, is_graded in ways[::-1]
    }
    return tuple(
        Admissible(name, share * points, reach * points, shown, is_graded)
        for name, share, reach, shown, is_graded in reversed(kept.values())
    )


def _mean(shares: list[Interval], weight: Decimal) -> str | None:
    """`5 × (50% + 100%) ÷ 2 = 3.75`; None where a share is an interval."""
    if any(one.low != one.high for one in shares):
        return None
    listed = " + ".join(_percent(one.low) for one in shares)
    exact = sum((one.low for one in shares), Fraction()) / len(shares) * Fraction(weight)
    near = sum((_as_shown(one.low) for one in shares), Fraction()) / len(shares) * Fraction(weight)
    sign = "=" if near == exact else "≈"
    return f"{_plain(weight)} × ({listed}) ÷ {len(shares)} {sign} {_points(exact)}"


def _least(shares: list[Interval], weight: Decimal) -> str | None:
    least = lowest(shares)
    if least.low != least.high:
        return None
    sign = "=" if _as_shown(least.low) == least.low else "≈"
    return f"{_plain(weight)} × {_percent(least.low)} {sign} {_points(least.low * Fraction(weight))}"


def _percent(share: Fraction) -> str:
    return percent(share, 2).replace(".00%", "%")


def _as_shown(share: Fraction) -> Fraction:
    return Fraction(written(share, 4))


def _points(value: Fraction) -> str:
    return _plain(Decimal(written(value, 2)))


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")
