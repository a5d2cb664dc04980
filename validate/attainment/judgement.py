"""What judging a target against an actual yields: a verdict for the row and for each part, with reasons."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

from extract.wording import Wording
from normalize.expressions.parse import Mention, Part
from normalize.expressions.quantities import Comparator, Interval

# Of a row. "partly": one part is met and another is not met, missing or unresolved.
Verdict: TypeAlias = Literal["met", "partly", "not-met", "cannot-tell"]

# Of a part. "missing": the actual says nothing that could answer it. "not-judged": words only.
PartVerdict: TypeAlias = Literal["met", "not-met", "cannot-tell", "missing", "not-judged"]

FlagCode: TypeAlias = Literal[
    "approximate", "unit-assumed", "scale-assumed", "scale-slip", "each-slip", "direction-odd",
    "direction-assumed", "head-differs", "full-year-assumed", "year-assumed", "conflict",
    "ambiguous", "derived", "recognition", "undecided",
]  # fmt: skip


class Flag(msgspec.Struct, frozen=True):
    """Something that was assumed or that looks odd; never a verdict by itself."""

    code: FlagCode
    message: Wording


class Reading(msgspec.Struct, frozen=True):
    """One way to read the actual and what follows from it."""

    label: Wording
    verdict: PartVerdict
    arithmetic: str


class Sides(msgspec.Struct, frozen=True):
    """The two sides of a comparison in one base unit: what was done, and what was asked for."""

    actual: Interval
    target: Interval


class PartJudgement(msgspec.Struct, frozen=True):
    """One part of a target: verdict, reason, what it was compared with, and the sum (`1 < 2`).

    `ratio` is actual over target (an interval where either is approximate), None where it is not a number;
    `sides` are the two themselves, None also where several figures could be meant.
    `comparator` is the one used, printed or assumed. `readings` is empty where there is only one; the literal
    reading comes first.
    """

    part: Part
    verdict: PartVerdict
    reason: Wording
    mentions: tuple[Mention, ...] = ()
    arithmetic: str | None = None
    comparator: Comparator | None = None
    ratio: Interval | None = None
    sides: Sides | None = None
    readings: tuple[Reading, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def literal(self) -> PartVerdict:
        """The verdict of the literal reading."""
        return self.readings[0].verdict if self.readings else self.verdict


class Judgement(msgspec.Struct, frozen=True):
    """The verdict on a row. `qualitative` marks a target without anything to count; `blank` an empty side."""

    verdict: Verdict
    parts: tuple[PartJudgement, ...]
    reason: Wording
    qualitative: bool = False
    blank: bool = False
    summary: bool = False

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags of all parts."""
        return tuple(flag for part in self.parts for flag in part.flags)

    def of(self, verdict: PartVerdict) -> tuple[PartJudgement, ...]:
        """The parts with a verdict."""
        return tuple(part for part in self.parts if part.verdict == verdict)


def highest_share(judgement: Judgement) -> Decimal:
    """The greatest share of the weight that any scoring rule in use gives the row, read literally.

    Met parts count 1, unresolved ones too; an unmet one its attainment (for a ceiling also by the linear rule
    1 - (actual - target) / target). Parts count equally, or the lowest counts; the greater of the two holds.
    """
    counted = highest_shares(judgement)
    return sum(counted, Decimal()) / len(counted) if counted else Decimal(1)


def highest_shares(judgement: Judgement) -> list[Decimal]:
    """What each part counts in `highest_share`, 0 to 1."""
    return [_highest(part) for part in judgement.parts if part.verdict != "not-judged"]


def attainment(part: PartJudgement) -> Decimal | None:
    """How far a part was attained, 0 to 1: 1 where it is met; None where there is no figure for it."""
    if part.literal == "met":
        return Decimal(1)
    if part.literal != "not-met" or part.ratio is None or part.ratio.exact is None:
        return None
    ratio = part.ratio.exact
    if part.comparator in {"<=", "<"}:
        return 1 / ratio if ratio else Decimal(1)
    return max(Decimal(), ratio)


def _highest(part: PartJudgement) -> Decimal:
    one, zero = Decimal(1), Decimal(0)
    if part.literal != "not-met":
        return one
    if part.ratio is None or part.ratio.high is None or not part.ratio.low:
        return zero
    if part.comparator in {"<=", "<"}:
        return min(one, max(zero, 2 - part.ratio.low, 1 / part.ratio.low))
    return min(one, max(zero, part.ratio.high))
