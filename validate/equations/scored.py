"""What carries weights and scores: indicator rows and the execution row, and whether rows went missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import msgspec

from extract.wording import Wording
from normalize.evaluation import Evaluation, Indicator
from validate.equations.sums import Scale, agreement, exact_sum
from validate.equations.terms import Term, budget_term, execution_line, filling, indicator_term, term, values
from validate.profile import Profile
from validate.remembered import remembered

_BONUS = re.compile("加分|扣分|减分")


class Tally(msgspec.Struct, frozen=True):
    """All weights, or all scores, that a declared total should be the sum of.

    `empty` names the rows where one is expected and none is printed or read; `declared` is the printed total;
    `execution` what the budget block contributes; `extra` the weights of bonus rows, which stand on top.
    """

    scale: Scale
    rows: tuple[Term, ...]
    execution: tuple[Term, ...]
    empty: tuple[str, ...]
    declared: Term | None
    extra: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Execution first, then the rows in order, as the form has them."""
        return self.execution + self.rows

    def missing(self) -> Fraction | None:
        """The declared total minus the sum; None where no total is declared."""
        if self.declared is None:
            return None
        return Fraction(self.declared.value) - exact_sum(self.terms)

    def holds(self) -> bool:
        """Whether the sum is the declared total, rounding granted to numbers printed with decimals."""
        declared = self.declared
        return declared is not None and _fits(declared.value, self.terms, self.scale)


@remembered
def tally(evaluation: Evaluation, scale: Scale) -> Tally:
    """Collects what a declared total weight or score should be the sum of."""
    within = [row for row in evaluation.indicators if scale == "score" or not bonus(row)]
    beyond = [row for row in evaluation.indicators if row not in within]
    rows = tuple(one for row in within if (one := indicator_term(row, scale)))
    empty = tuple(row.level3.value for row in evaluation.indicators if _expected(row, scale))
    line = execution_line(evaluation)
    execution = budget_term(line, scale) if line else None
    declared = term(
        Wording("总分·分值", "total · weight")
        if scale == "weight"
        else Wording("总分·得分", "total · score"),
        evaluation.total.weight if scale == "weight" else evaluation.total.score,
    )
    extra = tuple(one for row in beyond if (one := indicator_term(row, scale)))
    return Tally(scale, rows, (execution,) if execution else (), empty, declared, extra)


def _expected(row: Indicator, scale: Scale) -> bool:
    """Whether the row should have a number here and has none: its other number is there, or a word is."""
    if bonus(row):
        return False
    own, other = (row.weight, row.score) if scale == "weight" else (row.score, row.weight)
    if filling(own) in ("number", "dash"):
        return False
    return filling(own) == "words" or filling(other) == "number"


def bonus(row: Indicator) -> bool:
    """Whether a row adds to or takes from the total outside the weights (加分项, 扣分项)."""
    names = [row.level3.value, *(one.value for one in (row.level1, row.level2) if one)]
    return any(_BONUS.search(name) for name in names)


def without_execution(weights: Tally, profile: Profile) -> bool:
    """Whether the declared total weight leaves the execution row out, as a part total of 90 does.

    It must be the rows alone that give it, and everything together what the profile asks for: otherwise a row
    mistyped by the weight of the execution row would look like such a total.
    """
    declared = weights.declared
    if declared is None or not weights.rows or not _fits(declared.value, weights.rows, "weight"):
        return False
    return profile.total_weight is None or _fits(profile.total_weight, weights.terms, "weight")


def _fits(printed: Decimal, terms: Sequence[Term], scale: Scale) -> bool:
    return agreement(printed, values(terms), scale) != "different"


def other_sums(
    evaluation: Evaluation, profile: Profile, counted: Tally, scale: Scale
) -> Iterator[list[Term]]:
    """Other admissible sums.

    Each scored part of the budget block counted; the rows alone, where the declared weight leaves the
    execution row out too; deductions printed without a sign.
    """
    parts = [one for line in evaluation.budget if line.part != "total" and (one := budget_term(line, scale))]
    if parts:
        yield [*parts, *counted.rows]
    if without_execution(tally(evaluation, "weight"), profile):
        yield list(counted.rows)
    flipped = [_signed(row, one) for row in evaluation.indicators if (one := indicator_term(row, scale))]
    yield [*counted.execution, *flipped]


def _signed(row: Indicator, one: Term) -> Term:
    names = [row.level3.value, *(level.value for level in (row.level1, row.level2) if level)]
    deducts = any("扣分" in name or "减分" in name for name in names)
    return msgspec.structs.replace(one, value=-abs(one.value)) if deducts else one


def row_may_be_lost(evaluation: Evaluation, profile: Profile) -> bool:
    """Whether weights and scores both fall short the way they do when one row was not read.

    The declared total weight (or the one the profile fixes) exceeds the sum by w > 0, and the declared score
    exceeds its sum by no less than 0 and no more than w.
    """
    weights, scores = tally(evaluation, "weight"), tally(evaluation, "score")
    weight = weights.missing()
    if weight is None and profile.total_weight is not None:
        weight = Fraction(profile.total_weight) - exact_sum(weights.terms)
    score = scores.missing()
    if weight is None or weight <= 0 or weights.holds():
        return False
    return score is None or 0 <= score <= weight


def rows_proven(evaluation: Evaluation) -> bool:
    """Whether the weights add up to the declared total, which proves that every row was read."""
    weights = tally(evaluation, "weight")
    return bool(weights.rows) and weights.holds()
