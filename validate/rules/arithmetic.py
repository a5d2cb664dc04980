"""Rates and scores recomputed: what the form itself says how to calculate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import msgspec

from extract.wording import Wording
from normalize.evaluation import BudgetLine, Evaluation, Part
from validate.equations.execution import base, rate_subject, without_spent
from validate.equations.sums import held
from validate.equations.terms import Term, budget_term, decimals, evidence, execution_line, filling
from validate.evidence import lost, spoken, why_absent
from validate.outcome import Outcome, Severity
from validate.profile import Profile
from validate.rounding import (
    Interval,
    compare,
    exactly,
    percent,
    places,
    quotient,
    ratio,
    rounded,
    truncated,
    written,
)
from validate.rule import could_not_check, found, not_applicable, rule

FORM_LOGIC = Wording("表内勾稽关系", "form logic")
NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")


@rule(
    "rate-recompute",
    severity="error",
    family="arithmetic",
    title=Wording("执行率与执行数÷预算数不符", "Execution rate is not executed over budget"),
    basis=(FORM_LOGIC, NO_10),
)
def rate_recompute(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """A printed execution rate that the printed amounts do not give.

    What it checks:
        Each printed execution rate against executed amount ÷ adjusted budget, at the decimals printed. What
        rounding of the amounts can explain passes; a rate whose digits were cut off is mentioned (notice).
    Basis:
        Form logic: the column says 执行率(B/A). The base is the adjusted budget (财预〔2020〕10号).
    Why it matters:
        The rate decides the execution score, and readers take it as the summary of the year's spending.

    Example:
        215457.6 ÷ 250000 = 86.1830%, which prints as 86.18%; 86.19% is neither rounded nor cut off.
    When it does not apply:
        Where the rate was capped at 100 %, a notice, because b-exceeds-a asks about the excess; where it fits
        the initial budget instead, a warning says so instead of an error. Without an executed amount the
        rule cannot check; it then says which amount the rate implies, and whether the column was lost in the
        file or is not on the form. A budget of 0 has no rate.
    How to put it right:
        Recompute the rate from the final accounts, and the score that follows from it.
    """
    lines = [line for line in evaluation.budget if filling(line.rate) in ("number", "words")]
    for line in lines:
        yield _rate(evaluation, profile, line)
    if not lines:
        yield _no_rate(evaluation)


def _base(evaluation: Evaluation, profile: Profile, line: BudgetLine) -> Term | None:
    """The budget that rates are taken on, where the profile takes them on the initial one."""
    initial = budget_term(line, "initial") if profile.execution_base == "initial" else None
    return initial or base(evaluation, line)


def _no_rate(evaluation: Evaluation) -> Outcome:
    subject = Wording("执行率", "execution rate")
    part: Part = "budget.rate" if evaluation.budget else "budget"
    if lost(evaluation, part):
        return could_not_check(subject, why_absent(evaluation, part))
    if evaluation.gap(part) is not None:
        return not_applicable(subject, why_absent(evaluation, part))
    return not_applicable(subject, Wording("没有填写执行率。", "No execution rate is printed."))


def _rate(evaluation: Evaluation, profile: Profile, line: BudgetLine) -> Outcome:
    subject = rate_subject(line)
    rate, spent = budget_term(line, "rate"), budget_term(line, "executed")
    budget = _base(evaluation, profile, line)
    if rate is None:
        return could_not_check(subject, Wording("执行率不是单个数字。", "The rate is not one number."))
    if spent is None:
        return could_not_check(subject, without_spent(evaluation, line, rate, budget))
    if budget is None:
        reason = Wording("预算数没有读到数字。", "No number was read for the budget.")
        return could_not_check(subject, reason)
    if budget.value == 0:
        reason = Wording("预算数为0，执行率无从计算。", "The budget is 0, so there is no rate.")
        return (not_applicable if spent.value == 0 else could_not_check)(subject, reason)
    return _rate_verdict(subject, line, rate, spent, budget)


def _rate_verdict(subject: Wording, line: BudgetLine, rate: Term, spent: Term, budget: Term) -> Outcome:
    verdict = compare(rate.value, quotient, [spent.value, budget.value])
    true_rate = ratio(spent.value, budget.value)
    division = f"{spent.text} ÷ {budget.text} = {percent(true_rate)}"
    if verdict in ("exact", "within"):
        return held(subject, [rate, spent, budget], f"{division} ≈ {rate.text}")
    severity, remark, more = _rate_remark(line, rate, spent, true_rate, cut=verdict == "truncated")
    arithmetic = f"{division} ≠ {rate.text}"
    told = spoken(subject)
    message = Wording(
        f"{told.zh}填报{rate.text}，按执行数和预算数计算为{arithmetic}。{remark.zh}",
        f"The {told.en} is printed as {rate.text}; the amounts give {arithmetic}. {remark.en}",
    )
    return found(
        subject,
        severity,
        message,
        evidence([rate, spent, budget, *more]),
        printed=rate.text,
        recomputed=percent(true_rate),
        difference=percent(abs(true_rate - Fraction(rate.value))),
        arithmetic=arithmetic,
        ask=Wording(
            "请提供决算数据，核实执行数和执行率。",
            "Please send the final accounts, to settle amount and rate.",
        ),
    )


def _rate_remark(
    line: BudgetLine, rate: Term, spent: Term, true_rate: Fraction, *, cut: bool
) -> tuple[Severity, Wording, list[Term]]:
    """How grave a rate is that does not fit, and the innocent reading that was found, with its cells."""
    initial = budget_term(line, "initial")
    if cut:
        remark = Wording(
            "填报值是截去尾数而非四舍五入的结果。", "The printed rate was cut off instead of rounded."
        )
        return "notice", remark, []
    if rate.value == 1 and true_rate > 1:
        remark = Wording(
            "执行数超过预算数，执行率按100%填报。请说明超预算的原因。",
            "More was spent than budgeted and the rate was capped at 100 %. Please explain the excess.",
        )
        return "notice", remark, []
    if (
        initial
        and initial.value
        and compare(rate.value, quotient, [spent.value, initial.value]) != "different"
    ):
        share = percent(ratio(spent.value, initial.value))
        division = f"{spent.text} ÷ {initial.text} = {share}"
        remark = Wording(
            f"填报值是按年初预算数计算的（{division}），而执行率应以全年预算数为分母。",
            f"The printed rate was taken on the initial budget ({division}); its base is the adjusted one.",
        )
        return "warning", remark, [initial]
    return "error", Wording("请核对并更正。", "Please compare and correct."), []


@rule(
    "exec-score-recompute",
    severity="error",
    family="arithmetic",
    title=Wording("预算执行得分与分值×执行率不符", "Execution score is not weight times rate"),
    basis=(NO_10,),
)
def exec_score_recompute(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """An execution score that weight times execution rate does not give.

    What it checks:
        The score of the budget execution row against weight × rate, taking the rate from the amounts and from
        the printed rate, rounded or cut off at 0, 1 or 2 decimals, capped at the weight. One that fits is
        enough.
    Basis:
        The linear rule of 财预〔2020〕10号. Where the profile knows no execution rule, local bands may hold.
    Why it matters:
        The execution score is the one score on the form that leaves no room for judgement.

    Example:
        10 × 92.93% = 9.293, which prints as 9.3.
    When it does not apply:
        Without a weight, a score and some rate. Under a profile without a known execution rule a difference
        is a notice only. A score that only cutting digits off explains is a notice.
    How to put it right:
        Recompute the score from weight and rate, or name the local rule that it follows.
    """
    line = execution_line(evaluation)
    subject = Wording("预算执行·得分", "budget execution · score")
    weight = budget_term(line, "weight") if line else None
    score = budget_term(line, "score") if line else None
    if line is None or weight is None or score is None:
        yield _no_execution_score(evaluation, subject, line)
        return
    budget = _base(evaluation, profile, line)
    rates = list(_rates(line, budget))
    if budget is not None and budget.value == 0:
        reason = Wording("预算数为0，没有执行率可据以计分。", "The budget is 0: no rate to score by.")
        yield could_not_check(subject, reason)
    elif rates:
        yield _execution_verdict(subject, profile, weight, score, rates)
    else:
        reason = Wording(
            "没有可用的执行率，也没有可供计算的执行数和预算数。",
            "There is no usable rate, nor amounts to compute one.",
        )
        yield could_not_check(subject, reason)


def _no_execution_score(evaluation: Evaluation, subject: Wording, line: BudgetLine | None) -> Outcome:
    parts: tuple[Part, ...] = ("budget", "budget.score", "budget.weight")
    for part in parts:
        if evaluation.gap(part) is not None:
            verdict = could_not_check if lost(evaluation, part) else not_applicable
            return verdict(subject, why_absent(evaluation, part))
    if line is None:
        return not_applicable(
            subject, Wording("资金表没有分值和得分。", "The budget block has no weight and no score.")
        )
    return could_not_check(
        subject, Wording("分值或得分没有数字。", "The weight or the score holds no number.")
    )


class Rate(msgspec.Struct, frozen=True):
    """A rate to score by: as printed, or from the amounts; with the cells it comes from."""

    text: str
    value: Fraction
    terms: tuple[Term, ...]

    @property
    def interval(self) -> Interval:
        """All that its printed numbers can stand for."""
        first, *base = (rounded(one.value) for one in self.terms)
        return quotient([first, *base]) if base else first


def _rates(line: BudgetLine, budget: Term | None) -> Iterator[Rate]:
    printed = budget_term(line, "rate")
    spent = budget_term(line, "executed")
    if printed:
        yield Rate(printed.text, Fraction(printed.value), (printed,))
    if spent and budget and budget.value > 0:
        value = ratio(spent.value, budget.value)
        yield Rate(f"{spent.text} ÷ {budget.text}", value, (spent, budget))


def _execution_verdict(
    subject: Wording, profile: Profile, weight: Term, score: Term, rates: Sequence[Rate]
) -> Outcome:
    fitting = next((one for one in rates if _score_fits(score.value, weight.value, one, rounded)), None)
    cut = fitting or next(
        (one for one in rates if _score_fits(score.value, weight.value, one, truncated)), None
    )
    best = cut or rates[0]
    expected = min(Fraction(weight.value) * best.value, Fraction(weight.value))
    digits = max(3, decimals([score]))
    uncapped = Fraction(weight.value) * best.value
    capped = "" if best.value <= 1 else f" → {weight.text}"
    product = f"{weight.text} × {best.text} = {written(uncapped, digits)}{capped}"
    if fitting:
        return held(subject, [weight, score, *fitting.terms], f"{product} ≈ {score.text}")
    severity: Severity = "notice" if cut or profile.execution_rule != "linear" else "error"
    remark = (
        Wording("得分是截去尾数而非四舍五入的结果。", "The score was cut off instead of rounded.")
        if cut
        else Wording("请核对，或说明所采用的计分办法。", "Please compare, or name the scoring rule applied.")
    )
    arithmetic = f"{product} ≠ {score.text}"
    return found(
        subject,
        severity,
        Wording(f"预算执行得分：{arithmetic}。{remark.zh}", f"Execution score: {arithmetic}. {remark.en}"),
        evidence([score, weight, *(cell for one in rates for cell in one.terms)]),
        printed=score.text,
        recomputed=written(expected, digits),
        difference=written(abs(expected - Fraction(score.value)), digits),
        arithmetic=arithmetic,
        ask=Wording("请说明预算执行得分的计算过程。", "Please show how the execution score was calculated."),
    )


def _score_fits(score: Decimal, weight: Decimal, rate: Rate, reading: Callable[[Decimal], Interval]) -> bool:
    """Whether weight × rate, capped at the weight, gives the score at 0, 1, 2 or the printed decimals."""
    product = exactly(weight) * rate.interval
    if score == weight and product.high >= Fraction(weight):
        return True
    shortest = places(score.normalize())
    steps = (step for step in {0, 1, 2, places(score)} if step >= shortest)
    return any(product.meets(reading(_on_grid(score, step))) for step in steps)


def _on_grid(score: Decimal, decimals_kept: int) -> Decimal:
    """The same number as if printed with this many decimals: 9.30 was rounded to 9.3."""
    return Decimal(written(score, decimals_kept))
