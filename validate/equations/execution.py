"""What was spent of the budget: the printed amount, or what the printed rate implies; and the rate itself."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from extract.wording import Wording
from normalize.evaluation import BudgetLine, Evaluation
from validate.equations.absent import without_number
from validate.equations.terms import Term, budget_term, decimals, execution_line, total_line
from validate.evidence import budget_name, why_absent
from validate.outcome import Outcome
from validate.remembered import remembered
from validate.rounding import compare, exactly, percent, quotient, ratio, rounded, written
from validate.rule import could_not_check, not_applicable

RATE = Wording("预算执行率", "execution rate")


class Spent(msgspec.Struct, frozen=True):
    """An amount that was spent, as an interval; `text` is its calculation with its result."""

    low: Fraction
    high: Fraction
    terms: tuple[Term, ...]
    text: str


class Execution(msgspec.Struct, frozen=True):
    """The execution rate of the whole budget: a fraction, its calculation in print, and its cells."""

    line: BudgetLine
    rate: Fraction
    text: str
    terms: tuple[Term, ...]

    @property
    def shown(self) -> str:
        """The rate alone, as a percentage."""
        return self.text.rpartition("= ")[2]


def main_line(evaluation: Evaluation) -> BudgetLine | None:
    """The budget row that speaks for the whole: the total, else the one that carries the execution score."""
    return total_line(evaluation) or execution_line(evaluation)


def base(evaluation: Evaluation, line: BudgetLine) -> Term | None:
    """The budget that a rate is taken on: the adjusted one, or the only one where the form has no other."""
    gap = evaluation.gap("budget.adjusted")
    if line.adjusted is None and gap is not None and not gap.lost:
        return budget_term(line, "initial")
    return budget_term(line, "adjusted")


def spent(evaluation: Evaluation, line: BudgetLine) -> Spent | None:
    """What was spent of a budget row; without a printed amount what its rate implies, None without either."""
    printed, rate, budget = (
        budget_term(line, "executed"),
        budget_term(line, "rate"),
        base(evaluation, line),
    )
    if printed:
        amount = Fraction(printed.value)
        return Spent(amount, amount, (printed,), printed.text)
    if rate is None or budget is None or rate.value < 0 or budget.value < 0:
        return None
    implied = rounded(rate.value) * exactly(budget.value)
    product = Fraction(rate.value) * Fraction(budget.value)
    text = f"{budget.text} × {rate.text} = {written(product, decimals([budget]))}"
    return Spent(implied.low, implied.high, (budget, rate), text)


def without_spent(evaluation: Evaluation, line: BudgetLine, rate: Term, budget: Term | None) -> Wording:
    """Why there is no executed amount, and which one the printed rate implies."""
    why = (
        why_absent(evaluation, "budget.executed")
        if line.executed is None
        else Wording("全年执行数没有数字。", "The executed amount holds no number.")
    )
    if budget is None or rate.value < 0:
        return why
    low, high = implied(rate, budget)
    return Wording(
        f"{why.zh}按填报的执行率{rate.text}和预算数{budget.text}反推，执行数应在{low}与{high}之间，可据此核对。",
        f"{why.en} From the printed {rate.text} of {budget.text} the executed amount should lie between "
        f"{low} and {high}.",
    )


def implied(rate: Term, budget: Term) -> tuple[str, str]:
    """The least and the greatest amount that gives the printed rate, with a digit more than the budget."""
    amount = rounded(rate.value) * exactly(budget.value)
    digits = decimals([budget]) + 1
    return written(amount.low, digits), written(amount.high, digits)


def rate_subject(line: BudgetLine) -> Wording:
    """Names the rate of a budget row."""
    return Wording(f"{budget_name(line)}·执行率", f"{budget_name(line)} · execution rate")


def execution(evaluation: Evaluation, subject: Wording) -> Execution | Outcome:
    """The execution rate of the whole budget, from the amounts or as printed; or why there is none to use.

    Where the printed rate and the amounts contradict each other neither is taken: another rule tells that.
    """
    rate = _execution(evaluation, RATE)
    return msgspec.structs.replace(rate, subject=subject) if isinstance(rate, Outcome) else rate


@remembered
def _execution(evaluation: Evaluation, subject: Wording) -> Execution | Outcome:
    line = main_line(evaluation)
    if line is None:
        return without_number(evaluation, subject, ("budget",), RATE)
    printed, paid, budget = budget_term(line, "rate"), budget_term(line, "executed"), base(evaluation, line)
    if paid and budget and budget.value > 0:
        if printed and compare(printed.value, quotient, [paid.value, budget.value]) == "different":
            reason = Wording(
                "填报的执行率与金额不符，须先核对。",
                "The printed rate contradicts the amounts; that comes first.",
            )
            return could_not_check(subject, reason)
        rate = ratio(paid.value, budget.value)
        text = f"{paid.text} ÷ {budget.text} = {percent(rate, 2)}"
        return Execution(line, rate, text, (paid, budget))
    if budget and budget.value == 0:
        return not_applicable(
            subject, Wording("预算数为0，没有执行率。", "The budget is 0: there is no rate.")
        )
    if printed is None:
        return without_number(evaluation, subject, ("budget.rate",), RATE)
    return Execution(line, Fraction(printed.value), printed.text, (printed,))
