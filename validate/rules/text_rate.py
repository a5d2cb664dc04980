"""Execution rates stated in sentences, beside the amounts in the same sentence (family arithmetic)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.equations.absent import absent
from validate.equations.terms import budget_term
from validate.outcome import Outcome, Severity
from validate.profile import Profile
from validate.rounding import compare, percent, quotient, ratio
from validate.rule import could_not_check, found, not_applicable, ok, rule
from validate.texts.passages import Passage, passages, quote
from validate.texts.ratios import TextRate, text_rates

ARITHMETIC = Wording("算术关系", "arithmetic")
RATES = Wording("文字中的执行率", "execution rates in the text")


@rule(
    "ratio-in-text",
    severity="error",
    family="arithmetic",
    title=Wording("文字中的执行率与金额不符", "A rate in the text is not what its amounts give"),
    basis=(ARITHMETIC,),
)
def ratio_in_text(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A sentence with a budget, an executed amount and an execution rate that do not belong together.

    What it checks:
        Sentences of goals, rows and remarks that state one budget, one executed amount and one execution
        rate, and nothing else in money or per cent: the rate against executed amount ÷ budget, at the
        decimals printed, as in the table.
    Basis:
        Arithmetic: the rate is what was executed over what was budgeted, in a sentence as in the table.
    Why it matters:
        The sentence is what readers of the published report see; the table often is not.

    Example:
        预算150万元，执行125.25万元，执行率83.50%: 125.25 ÷ 150 = 83.50%, which holds.
    When it does not apply:
        Sentences with more numbers, with approximate ones, with two money units, or with another year, the
        initial budget, a part of the year or money carried over. A rate that is the one of the budget table
        gives a warning: it may be meant for the whole, and the amounts for a part.
    How to put it right:
        Correct the amount or the rate in the text.
    """
    pieces = list(passages(evaluation))
    year = evaluation.year.value if evaluation.year else None
    stated = [(piece, one) for piece in pieces for one in text_rates(piece.text.value, year)]
    for piece, one in stated:
        yield _stated(evaluation, piece, one)
    if not pieces:
        reason = Wording("没有读到文字内容。", "No running text was read.")
        yield absent(evaluation, RATES, ("goals",)) or could_not_check(RATES, reason)
    elif not stated:
        reason = Wording(
            "文字中没有同时写明预算、执行数和执行率的句子。",
            "No sentence states budget, executed amount and rate together.",
        )
        yield not_applicable(RATES, reason)


def _stated(evaluation: Evaluation, piece: Passage, one: TextRate) -> Outcome:
    subject = Wording(f"{piece.spoken.zh}中的执行率", f"the rate in the {piece.spoken.en}")
    if one.budget <= 0:
        return could_not_check(subject, Wording("预算数为0。", "The budget is 0."))
    agreed = compare(one.rate, quotient, [one.spent, one.budget])
    true_rate = ratio(one.spent, one.budget)
    division = f"{one.spent_text} ÷ {one.budget_text} = {percent(true_rate)}"
    if agreed in ("exact", "within"):
        return ok(subject, f"{division} ≈ {one.rate_text}")
    severity, remark = _remark(evaluation, one.rate, cut=agreed == "truncated")
    arithmetic = f"{division} ≠ {one.rate_text}"
    return found(
        subject,
        severity,
        Wording(
            f"{piece.spoken.zh}写有预算{one.budget_text}{one.unit}、执行{one.spent_text}{one.unit}、执行率{one.rate_text}，计算为"
            f"{arithmetic}。{remark.zh}",
            f"The {piece.spoken.en} states a budget of {one.budget_text}, {one.spent_text} executed and a "
            f"rate of {one.rate_text}; the amounts give {arithmetic}. {remark.en}",
        ),
        (quote(piece, one.sentence),),
        printed=one.rate_text,
        recomputed=percent(true_rate),
        difference=percent(abs(true_rate - Fraction(one.rate))),
        arithmetic=arithmetic,
        ask=Wording(
            "请提供决算数据，核实文字中的金额和执行率。",
            "Please send the final accounts, to settle the amounts and the rate in the text.",
        ),
    )


def _remark(evaluation: Evaluation, rate: Decimal, *, cut: bool) -> tuple[Severity, Wording]:
    if cut:
        zh = "填报值是截去尾数而非四舍五入的结果。"
        return "notice", Wording(zh, "The printed rate was cut off instead of rounded.")
    rates = [one.value for line in evaluation.budget if (one := budget_term(line, "rate"))]
    if rate in rates:
        zh = "该执行率与资金表相同，可能所写金额只是其中一部分，请核实。"
        en = "The rate is the one of the budget table; the amounts may be those of a part. Please check."
        return "warning", Wording(zh, en)
    return "error", Wording("请核对并更正。", "Please compare and correct.")
