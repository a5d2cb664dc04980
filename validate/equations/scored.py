"""What carries weights and scores: indicator rows and the execution row, and whether rows went missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

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


class Scored(NamedTuple):
    """An indicator row with its numbers. `bonus`: it counts outside the weights."""

    row: Indicator
    weight: Term | None
    score: Term | None
    bonus: bool


@remembered
def scored_rows(evaluation: Evaluation) -> tuple[Scored, ...]:
    """Every indicator row, in order."""
    return tuple(
        Scored(row, indicator_term(row, "weight"), indicator_term(row, "score"), bonus(row))
        for row in evaluation.indicators
    )


@remembered
def scored_pairs(evaluation: Evaluation) -> tuple[tuple[Term, Term], ...]:
    """Weight and score of every row that has both, bonus rows left out."""
    return tuple(
        (one.weight, one.score)
        for one in scored_rows(evaluation)
        if one.weight and one.score and not one.bonus
    )


@remembered
def tally(evaluation: Evaluation, scale: Scale) -> Tally:
    """Collects what a declared total weight or score should be the sum of."""
    everything = scored_rows(evaluation)
    if scale == "score":
        rows, extra = [one.score for one in everything], []
    else:
        rows = [one.weight for one in everything if not one.bonus]
        extra = [one.weight for one in everything if one.bonus]
    empty = tuple(one.row.level3.value for one in everything if _expected(one, scale))
    line = execution_line(evaluation)
    execution = budget_term(line, scale) if line else None
    declared = term(
        Wording("总分·分值", "total · weight")
        if scale == "weight"
        else Wording("总分·得分", "total · score"),
        evaluation.total.weight if scale == "weight" else evaluation.total.score,
    )
    printed = tuple(filter(None, (execution,)))
    return Tally(scale, tuple(filter(None, rows)), printed, empty, declared, tuple(filter(None, extra)))


def _expected(one: Scored, scale: Scale) -> bool:
    """Whether the row should have a number here and has none: its other number is there, or a word is."""
    if one.bonus:
        return False
    weight, score = one.row.weight, one.row.score
    own, other = (weight, score) if scale == "weight" else (score, weight)
    if filling(own) in ("number", "dash"):
        return False
    return filling(own) == "words" or filling(other) == "number"


def bonus(row: Indicator) -> bool:
    """Whether a row adds to or takes from the total outside the weights (加分项, 扣分项)."""
    return any(_BONUS.search(name) for name in _names(row))


def _names(row: Indicator) -> list[str]:
    return [row.level3.value, *(level.value for level in (row.level1, row.level2) if level)]


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
    cells = [(one.row, one.weight if scale == "weight" else one.score) for one in scored_rows(evaluation)]
    yield [*counted.execution, *(_signed(row, one) for row, one in cells if one)]


def _signed(row: Indicator, one: Term) -> Term:
    deducts = any("扣分" in name or "减分" in name for name in _names(row))
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
