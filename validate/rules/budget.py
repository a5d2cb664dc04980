"""The budget block: columns that add up, and costs that match what was spent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from extract.wording import Wording
from normalize.evaluation import Evaluation, Part
from validate.equations.budget_columns import Column, columns
from validate.equations.costs import Base, Cost, budget_of, cost_rows
from validate.equations.sums import exact_sum, held, sum_only, sum_text
from validate.equations.terms import Term, budget_term, decimals, evidence, filling, money, total_line, values
from validate.evidence import budget_name, from_dump, lost, why_absent
from validate.outcome import Outcome, Severity
from validate.profile import Profile
from validate.rounding import N, compare, compare_sum, cut_off, percent, places, sum_of, written
from validate.rule import could_not_check, found, not_applicable, ok, rule

FORM_LOGIC = Wording("表内勾稽关系", "form logic")


@rule(
    "budget-col-sum",
    severity="error",
    family="budget",
    title=Wording("资金合计与分项不符", "Budget total is not the sum of its parts"),
    basis=(FORM_LOGIC,),
)
def budget_col_sum(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A budget column whose parts do not add up to its total.

    What it checks:
        In each amount column of the budget block (initial, adjusted, executed) the parts must add up to the
        total row; one outcome a column. A difference is granted up to half a step of the coarsest part for
        each number that takes part; where only such coarse rounding explains it, a notice says so.
    Basis:
        Form logic: the parts are printed as a breakdown of the total.
    Why it matters:
        The total is the base of the execution rate and of its score. A total that is not the sum of its parts
        means that one of them was mistyped or left behind after an adjustment.

    Example:
        353.88 + 90.5 = 444.38 ≠ 443.88, a difference of 0.50. Where another column holds, the finding says
        so: the slip then stands in this column and not in the rows.
    When it does not apply:
        Where the parts are only some of the whole (其中, with other rows empty) they must merely not exceed
        the total. Rows on two axes (by source, by use) are added axis by axis. Empty parts can explain a
        shortfall, never an excess. A cell that a text dump may have lost is admitted as not checked. A total
        of 0 over parts that are not 0 is reported by a rule of its own.
    How to put it right:
        Compare the column with the approved budget and the accounts, and correct the total or the part.
    """
    if total_line(evaluation) is None:
        yield _no_total(evaluation)
        return
    read = list(columns(evaluation))
    whole = [one for one in read if isinstance(one, Column)]
    told: list[Column] = []
    for one in read:
        if not isinstance(one, Column):
            yield one
        elif one.is_zero_total:
            yield not_applicable(one.subject, _ZERO_TOTAL)
        elif _told_already(one, told):
            yield not_applicable(one.subject, _SAME_TOTAL)
        else:
            outcome = _column_sum(evaluation, one, whole)
            yield outcome
            told += [one] if outcome.status == "finding" else []


_SAME_TOTAL = Wording(
    "与另一口径的合计相同，差异已列示。", "Its parts give the same sum as the other axis: reported there."
)

_ZERO_TOTAL = Wording(
    "合计为0而分项不为0，已另行列示。", "The total is 0 and its parts are not: reported by another rule."
)


def _told_already(column: Column, told: Sequence[Column]) -> bool:
    """Whether the other axis of the column gives the same sum: then one total is wrong, and said to be."""
    same = (one for one in told if one.name == column.name)
    return any(one.excess(one.parts) == column.excess(column.parts) for one in same)


def _no_total(evaluation: Evaluation) -> Outcome:
    subject = Wording("资金合计", "budget totals")
    if evaluation.budget:
        reason = Wording("资金表中没有读到合计行。", "No total row was read in the budget block.")
        return could_not_check(subject, reason)
    reason = why_absent(evaluation, "budget")
    return (could_not_check if lost(evaluation, "budget") else not_applicable)(subject, reason)


def _column_sum(evaluation: Evaluation, column: Column, others: Sequence[Column]) -> Outcome:
    parts, subject, printed = column.parts, column.subject, column.total.text
    addition = sum_text(parts)
    if column.unread:
        names = "、".join(budget_name(line) for line in column.unread)
        reason = Wording(f"“{names}”此列不是单个数字。", f"{names}: the cell does not hold one number.")
        return could_not_check(subject, reason)
    fitting = parts if column.fits(parts) and not column.rests_on_coarse(parts) else column.nested()
    if fitting:
        shown = sum_text(fitting) if column.equals(fitting) else f"{sum_text(fitting)} ≈ {printed}"
        return held(subject, [column.total, *fitting], shown)
    if column.fits(parts):
        return _coarse(evaluation, column, f"{addition} ≠ {printed}")
    if column.excess(parts) < 0 and (column.empty or not column.exhaustive):
        return _shortfall(evaluation, column, f"{addition} < {printed}")
    return _unequal(evaluation, column, others, f"{addition} ≠ {printed}")


def _gap(evaluation: Evaluation, column: Column) -> str:
    gap = abs(column.excess(column.parts))
    return money(evaluation, written(gap, decimals([column.total, *column.parts])))


def _shortfall(evaluation: Evaluation, column: Column, arithmetic: str) -> Outcome:
    """The parts stay below the total, and a part that is empty or not listed could make up for it."""
    some_only = any(line.partial for line in column.lines)
    if some_only and (column.empty or len(column.lines) == 1):
        return ok(column.subject, arithmetic)
    if some_only:
        return _unequal(evaluation, column, (), arithmetic, "warning")
    gap, names = _gap(evaluation, column), "、".join(budget_name(line) for line in column.empty)
    if from_dump(evaluation) or any(filling(column.cell(line)) == "absent" for line in column.empty):
        reason = Wording(
            f"“{names}”此列没有读到数字，可能在文件转换时丢失；其余分项{arithmetic}，相差{gap}。",
            f"{names}: no number was read, it may have been lost in the file; the others: {arithmetic}, "
            f"{gap} apart.",
        )
        return could_not_check(column.subject, reason)
    message = Wording(
        f"资金表“{column.subject.zh}”列：{arithmetic}，相差{gap}，而“{names}”为空白。请核实空白项是否应为{gap}。",
        f"Budget column “{column.subject.en}”: {arithmetic}, {gap} apart, while {names} is blank. "
        f"Please check whether it should read {gap}.",
    )
    return _report(evaluation, column, "notice", message, arithmetic)


def _coarse(evaluation: Evaluation, column: Column, arithmetic: str) -> Outcome:
    gap = _gap(evaluation, column)
    message = Wording(
        f"资金表“{column.subject.zh}”列：{arithmetic}，相差{gap}；只有小数位较少的分项是四舍五入后的数时才相符。请核对。",
        f"Budget column “{column.subject.en}”: {arithmetic}, {gap} apart; it holds only if the part "
        "printed with fewer decimals was rounded. Please compare.",
    )
    return _report(evaluation, column, "notice", message, arithmetic)


def _unequal(
    evaluation: Evaluation,
    column: Column,
    others: Sequence[Column],
    arithmetic: str,
    severity: Severity = "error",
) -> Outcome:
    gap, name = _gap(evaluation, column), column.subject
    whole = column.total.role.zh.rpartition("·")[0]
    hint = _localised(column, others)
    message = Wording(
        f"资金表“{name.zh}”列：分项合计{arithmetic}，与“{whole}”相差{gap}。{hint.zh}请核对并更正。",
        f"Budget column “{name.en}”: the parts give {arithmetic}, the printed total; {gap} apart. {hint.en}"
        "Please compare and correct.",
    )
    return _report(evaluation, column, severity, message, arithmetic)


def _localised(column: Column, others: Sequence[Column]) -> Wording:
    """Where the same rows add up in another column, the slip stands in this column (the adjustment ties)."""
    for other in others:
        if other.name != column.name and other.lines == column.lines and other.fits(other.parts):
            holds = sum_text(other.parts)
            return Wording(
                f"“{other.subject.zh}”列相符（{holds}），差异出在“{column.subject.zh}”列。",
                f"Column “{other.subject.en}” holds ({holds}), so the slip stands in column "
                f"“{column.subject.en}”. ",
            )
    return Wording("", "")


def _report(
    evaluation: Evaluation, column: Column, severity: Severity, message: Wording, arithmetic: str
) -> Outcome:
    return found(
        column.subject,
        severity,
        message,
        evidence([column.total, *column.parts]),
        printed=money(evaluation, column.total.text),
        recomputed=money(evaluation, sum_only(column.parts)),
        difference=_gap(evaluation, column),
        arithmetic=arithmetic,
        ask=Wording(
            f"请提供预算批复及调整文件，核实“{column.subject.zh}”列各项金额。",
            f"Please send the approved budget and its adjustments, to settle “{column.subject.en}”.",
        ),
    )


@rule(
    "cost-vs-execution",
    severity="warning",
    family="budget",
    title=Wording("成本指标完成值与执行数不符", "Cost actuals do not match the amount spent"),
    basis=(FORM_LOGIC,),
)
def cost_vs_execution(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """Cost indicators that break the whole budget down, but not the amount that was spent.

    What it checks:
        Where the targets of the cost indicators add up to a budget amount, their actual values must add up to
        what was executed of it; without an executed amount, to the printed execution rate.
    Basis:
        Form logic: what was spent is the cost.
    Why it matters:
        Two figures for the same spending on one page cannot both be right.

    Example:
        317.04 + 26.16 + 83.94 = 427.14; ÷ 459.61 = 92.9353%, which rounds to 92.94%. A printed 92.93% is
        reached by rounding of the amounts or by cutting off: a notice.
    When it does not apply:
        Where cost targets do not add up to a budget amount: unit costs, or costs of a part only. Savings on
        another basis (contracted, not paid) are why this is a warning and no error.
    How to put it right:
        Say on which basis the cost values were taken, or correct them to the accounts.
    """
    subject = Wording("成本指标与执行数", "cost indicators and amount spent")
    costs = cost_rows(evaluation)
    base = budget_of(evaluation, [cost.target for cost in costs])
    actuals = [cost.actual for cost in costs if cost.actual]
    if base is None:
        yield _no_base(evaluation, subject, costs)
    elif len(actuals) < len(costs):
        reason = Wording(
            "有的成本指标没有填写金额。", "Some cost indicators have no amount as their actual value."
        )
        yield could_not_check(subject, reason)
    else:
        yield _cost_verdict(evaluation, subject, base, actuals)


def _no_base(evaluation: Evaluation, subject: Wording, costs: Sequence[Cost]) -> Outcome:
    parts: tuple[Part, ...] = ("indicators", "indicators.target", "indicators.actual")
    for part in parts:
        if lost(evaluation, part):
            return could_not_check(subject, why_absent(evaluation, part))
    if not costs:
        return not_applicable(
            subject, Wording("没有以金额表示的成本指标。", "No cost indicator is an amount.")
        )
    return not_applicable(
        subject,
        Wording("成本指标值之和不等于任何预算数。", "The cost targets do not add up to a budget amount."),
    )


class Figures(NamedTuple):
    """What a finding on a number names."""

    printed: str
    recomputed: str
    difference: str


def _cost_verdict(evaluation: Evaluation, subject: Wording, base: Base, actuals: list[Term]) -> Outcome:
    spent, rate = budget_term(base.line, "executed"), budget_term(base.line, "rate")
    if spent:
        if compare_sum(spent.value, values(actuals)) != "different":
            return ok(subject, f"{sum_text(actuals)} ≈ {spent.text}")
        gap = abs(exact_sum(actuals) - Fraction(spent.value))
        return _cost_found(
            subject,
            "warning",
            f"{sum_text(actuals)} ≠ {spent.text}",
            [*actuals, spent],
            Figures(
                money(evaluation, spent.text),
                money(evaluation, sum_only(actuals)),
                money(evaluation, written(gap, decimals([*actuals, spent]))),
            ),
        )
    budget = budget_term(base.line, "adjusted") or base.budget
    if rate is None or budget.value <= 0:
        return could_not_check(subject, why_absent(evaluation, "budget.executed"))
    return _cost_against_rate(subject, budget, rate, actuals)


def _cost_against_rate(subject: Wording, budget: Term, rate: Term, actuals: list[Term]) -> Outcome:
    share = exact_sum(actuals) / Fraction(budget.value)
    agreed = compare(
        rate.value,
        _share,
        [*values(actuals), budget.value],
    )
    arithmetic = f"{sum_text(actuals)}; {sum_only(actuals)} ÷ {budget.text} = {percent(share)}"
    cut = agreed != "exact" and cut_off(share, places(rate.value)) == Fraction(rate.value)
    if agreed in ("exact", "within") and not cut:
        return ok(subject, f"{arithmetic} ≈ {rate.text}")
    return _cost_found(
        subject,
        "notice" if cut or agreed == "truncated" else "warning",
        f"{arithmetic} ≠ {rate.text}",
        [*actuals, budget, rate],
        Figures(rate.text, percent(share), percent(abs(share - Fraction(rate.value)))),
    )


def _share(amounts: Sequence[N]) -> N:
    """The formula of a share: all amounts but the last, over the last."""
    return sum_of(amounts[:-1]) / amounts[-1]


def _cost_found(
    subject: Wording,
    severity: Severity,
    arithmetic: str,
    cells: Sequence[Term],
    figures: Figures,
) -> Outcome:
    remark = (
        Wording(
            "截去尾数或各项四舍五入可以解释，请核实。",
            "Cutting digits off or rounding of the items can explain it.",
        )
        if severity == "notice"
        else Wording("请说明成本口径。", "Please say on which basis the costs were taken.")
    )
    against = "执行率" if "÷" in arithmetic else "全年执行数"
    return found(
        subject,
        severity,
        Wording(
            f"成本指标完成值合计与{against}不一致：{arithmetic.replace('; ', '，')}。{remark.zh}",
            f"The cost actuals differ from the budget execution: {arithmetic}. {remark.en}",
        ),
        evidence(cells),
        printed=figures.printed,
        recomputed=figures.recomputed,
        difference=figures.difference,
        arithmetic=arithmetic,
        ask=Wording(
            "请提供支出明细账，核实成本口径。", "Please send the expenditure ledger, to settle the basis."
        ),
    )
