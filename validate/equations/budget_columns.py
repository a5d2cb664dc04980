"""One amount column of the budget block, ready to be added up: the total, its parts, the empty parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import Literal, TypeAlias

import msgspec

from extract.wording import Wording
from normalize.evaluation import BudgetLine, Evaluation, Number, Part
from validate.equations.sums import exact_sum
from validate.equations.terms import Term, budget_term, filling, total_line, values
from validate.evidence import COLUMNS, budget_name, from_dump, lost, why_absent
from validate.outcome import Outcome
from validate.remembered import remembered
from validate.rounding import added_up, compare_sum, unit
from validate.rule import could_not_check, not_applicable

AmountColumn: TypeAlias = Literal["initial", "adjusted", "executed"]

AMOUNTS: dict[AmountColumn, Part] = {
    "initial": "budget.initial",
    "adjusted": "budget.adjusted",
    "executed": "budget.executed",
}
AXES: dict[str, Wording] = {
    "part": Wording("", ""),
    "axis-income": Wording("（按收入性质）", " (by source)"),
    "axis-spending": Wording("（按支出性质）", " (by use)"),
}

_MOST_READINGS = 1000


class Column(msgspec.Struct, frozen=True):
    """A column on one axis. `subject` names it for people; `parts` are the lines with a number."""

    name: AmountColumn
    subject: Wording
    total: Term
    lines: tuple[BudgetLine, ...]
    parts: tuple[Term, ...]

    def nested(self) -> list[Term] | None:
        """The parts that add up to the total if a 其中 row only details the row above it; None if none do.

        The rows after such a 其中 row may belong to it as well, as long as they stay within the row above.
        """
        readings = islice(_readings(self.lines, self.name), _MOST_READINGS)
        return next((parts for parts in readings if parts and self._surely_fits(parts)), None)

    def _surely_fits(self, parts: Sequence[Term]) -> bool:
        return self.fits(parts) and not self.rests_on_coarse(parts)

    @property
    def empty(self) -> list[BudgetLine]:
        """Parts where nothing is printed, or nothing was read."""
        return [line for line in self.lines if filling(self.cell(line)) in ("blank", "absent")]

    @property
    def unread(self) -> list[BudgetLine]:
        """Parts where something is printed that is not one number."""
        return [line for line in self.lines if filling(self.cell(line)) == "words"]

    @property
    def exhaustive(self) -> bool:
        """Whether the parts claim to be all there is: no 其中 row, or a row for everything else (其他)."""
        names = [budget_name(line) for line in self.lines]
        return not any(line.partial for line in self.lines) or any(
            "其他" in one or "其它" in one for one in names
        )

    def cell(self, line: BudgetLine) -> Number | None:
        """The row's cell in this column."""
        return amount(line, self.name)

    def fits(self, parts: Sequence[Term]) -> bool:
        """Whether the parts add up to the total by some reading of the printed digits.

        The tolerance is half a step of the coarsest part for every number that takes part.
        """
        if self.equals(parts):
            return True
        coarsest = max(_steps(parts), default=Fraction(0))
        within = abs(self.excess(parts)) <= (len(parts) + 1) * coarsest / 2
        return within or compare_sum(self.total.value, values(parts)) != "different"

    def rests_on_coarse(self, parts: Sequence[Term]) -> bool:
        """Whether it fits only if a part with fewer decimals than the others was rounded.

        A total printed in coarser steps than its parts is ordinary rounding and does not count.
        """
        if self.equals(parts):
            return False
        finest = min(_steps([self.total, *parts]), default=Fraction(0))
        beyond = abs(self.excess(parts)) > (len(parts) + 1) * finest / 2
        return beyond and compare_sum(self.total.value, values(parts)) in ("within", "different")

    @property
    def is_zero_total(self) -> bool:
        """Whether the total is 0 although parts are not: the total was not filled in."""
        amounts = values(self.parts)
        return self.total.value == 0 and any(amounts) and min(amounts) >= 0

    def equals(self, parts: Sequence[Term]) -> bool:
        """Whether the parts add up to the total to the last digit."""
        return added_up(values(parts)) == self.total.value

    def excess(self, parts: Sequence[Term]) -> Fraction:
        """Sum of the parts minus the total."""
        return exact_sum(parts) - Fraction(self.total.value)


def _readings(lines: Sequence[BudgetLine], name: AmountColumn) -> Iterator[list[Term]]:
    """Every way to count the rows: each one, or without those that a 其中 row starts to detail."""
    if not lines:
        yield []
        return
    first, *rest = lines
    own = budget_term(first, name)
    counted = [own] if own else []
    yield from (counted + others for others in _readings(rest, name))
    if own is None or first.partial or not rest or not rest[0].partial:
        return
    details = Fraction(0)
    for end, line in enumerate(rest, start=1):
        detail = budget_term(line, name)
        details += Fraction(detail.value) if detail else 0
        if details <= Fraction(own.value):
            yield from (counted + others for others in _readings(rest[end:], name))


def _steps(terms: Sequence[Term]) -> list[Fraction]:
    """What the last digit of each is worth; a zero is exact and has no say."""
    return [unit(one.value) for one in terms if one.value]


def amount(line: BudgetLine, name: AmountColumn) -> Number | None:
    """A budget row's cell in an amount column."""
    cells: dict[AmountColumn, Number | None] = {
        "initial": line.initial,
        "adjusted": line.adjusted,
        "executed": line.executed,
    }
    return cells[name]


@remembered
def columns(evaluation: Evaluation) -> tuple[Column | Outcome, ...]:
    """Every amount column on every axis, or why it cannot be added up."""
    axes = [axis for axis in AXES if any(line.part == axis for line in evaluation.budget)] or ["part"]
    return tuple(_column(evaluation, name, axis) for name in AMOUNTS for axis in axes)


def _column(evaluation: Evaluation, name: AmountColumn, axis: str) -> Column | Outcome:
    lines = tuple(line for line in evaluation.budget if line.part == axis)
    subject = Wording(COLUMNS[name].zh + AXES[axis].zh, COLUMNS[name].en + AXES[axis].en)
    line = total_line(evaluation)
    total = budget_term(line, name) if line else None
    filled = [line for line in lines if filling(amount(line, name)) == "number"]
    if total is None and not filled:
        return _nothing_there(evaluation, name, subject)
    if total is None:
        reason = Wording("合计行此列没有读到数字。", "No number was read in the total row of this column.")
        return could_not_check(subject, reason)
    if not lines:
        return not_applicable(subject, Wording("资金表没有分项。", "The budget block has no parts."))
    if all(amount(line, name) is None for line in lines) and not from_dump(evaluation):
        reason = Wording("各分项没有此列，只有合计行有。", "Only the total has this column, no part does.")
        return not_applicable(subject, reason)
    if not filled:
        reason = Wording(
            "合计行有数字，各分项此列没有数字，无从加总。",
            "The total has a number and no part has one in this column, so there is nothing to add up.",
        )
        return could_not_check(subject, reason)
    parts = tuple(one for line in lines if (one := budget_term(line, name)))
    return Column(name, subject, total, lines, parts)


def _nothing_there(evaluation: Evaluation, name: AmountColumn, subject: Wording) -> Outcome:
    part = AMOUNTS[name]
    if lost(evaluation, part) or (from_dump(evaluation) and evaluation.gap(part) is None):
        return could_not_check(subject, why_absent(evaluation, part))
    if evaluation.gap(part) is not None:
        return not_applicable(subject, why_absent(evaluation, part))
    return not_applicable(subject, Wording("此列没有数字。", "The column holds no number."))
