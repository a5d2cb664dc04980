"""Cost indicators: targets set after the budget was adjusted, and points where no cost was set at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from extract.wording import Wording
from normalize.evaluation import BudgetLine, Evaluation, Indicator, Part
from validate.equations.absent import absent, without_number
from validate.equations.amount_scale import scale_jump
from validate.equations.costs import cost_rows
from validate.equations.groups import is_cost
from validate.equations.sums import exact_sum, sum_text
from validate.equations.terms import Term, budget_term, decimals, evidence, indicator_term, money
from validate.evidence import budget_name, cite, indicator_role, short
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rounding import written
from validate.rule import could_not_check, found, not_applicable, ok, rule

# The most that a row without a cost indicator scores in some provinces (Shanxi); a profile may set its own.
CAP = Decimal(5)

NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
LOCAL = Wording(
    "部分省份的系统规则：未填报成本指标的，成本得分不超过5分",
    "a rule of some provinces' systems: no cost indicator, at most 5",
)
COSTS = Wording("成本指标值与预算数", "cost targets and budget")
UNSET = Wording("未设置成本指标的得分", "score without a cost indicator")

_UNSET = re.compile(r"未填报|未填写|未设置?(?:成本指标)?|无|不涉及|不适用|没有|—+|/")


@rule(
    "cost-target-vs-budget",
    severity="notice",
    family="budget",
    title=Wording("成本指标值等于调整后的预算", "Cost targets equal the adjusted budget"),
    basis=(NO_10,),
)
def cost_target_vs_budget(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """Cost targets that add up to the adjusted budget, to the cent, and not to the initial one.

    What it checks:
        Where the targets of the cost indicators add up exactly to the adjusted budget of a row, and its
        initial budget is another amount, they were probably set after the adjustment.
    Basis:
        财预〔2020〕10号: the indicators of a self-evaluation are those fixed when the budget was approved.
    Why it matters:
        A target set once the outcome is known cannot be missed.

    Example:
        342.68 + 26.43 + 90.50 = 459.61, the adjusted budget; the initial one was 443.88.
    When it does not apply:
        Budgets that were not adjusted; cost targets that are unit costs or do not add up to a budget
        amount. Targets may have been adjusted together with the budget, and approved: hence a notice.
    How to put it right:
        Send the targets as approved, or the approval of their adjustment.
    """
    targets = [cost.target for cost in cost_rows(evaluation)]
    lines = sorted(evaluation.budget, key=lambda line: line.part != "total")
    if not targets:
        reason = Wording("没有以金额表示的成本指标。", "No cost indicator is an amount.")
        gap = absent(evaluation, COSTS, ("indicators", "indicators.target"))
        yield gap or not_applicable(COSTS, reason)
        return
    same = [line for line in lines if _is(budget_term(line, "adjusted"), targets)]
    initial = [line for line in lines if _is(budget_term(line, "initial"), targets)]
    if initial:
        yield ok(COSTS, sum_text(targets))
    elif same:
        yield _set_later(evaluation, same[0], targets)
    else:
        reason = Wording(
            "成本指标值之和不等于任何预算数。", "The cost targets do not add up to a budget amount."
        )
        yield not_applicable(COSTS, reason)


def _is(budget: Term | None, targets: Sequence[Term]) -> bool:
    return budget is not None and budget.value > 0 and exact_sum(targets) == Fraction(budget.value)


def _set_later(evaluation: Evaluation, line: BudgetLine, targets: Sequence[Term]) -> Outcome:
    initial, adjusted = budget_term(line, "initial"), budget_term(line, "adjusted")
    if initial is None or adjusted is None:
        what = Wording("年初预算数", "initial budget")
        return without_number(evaluation, COSTS, ("budget.initial",), what)
    if scale_jump(initial.value, adjusted.value):
        reason = Wording(
            "年初预算数与全年预算数的单位可能不一致。", "The units of the two budgets may differ."
        )
        return could_not_check(COSTS, reason)
    gap = abs(Fraction(adjusted.value) - Fraction(initial.value))
    addition = sum_text(targets)
    return found(
        COSTS,
        "notice",
        Wording(
            f"成本指标值合计{addition}，与“{budget_name(line)}”调整后的全年预算数{adjusted.text}完全一致，而年初预算数为"
            f"{initial.text}。请核实指标值是否为预算批复时设定。",
            f"The cost targets ({addition}) equal the adjusted budget {adjusted.text} of {budget_name(line)}"
            f", while the initial one was {initial.text}. Please check that they were set when the budget "
            "was approved.",
        ),
        evidence([*targets, adjusted, initial]),
        printed=money(evaluation, adjusted.text),
        difference=money(evaluation, written(gap, decimals([initial, adjusted]))),
        arithmetic=f"{addition} ≠ {initial.text}",
        ask=Wording(
            "请提供预算批复时的绩效目标表；指标值经批准调整的，请提供批复文件。",
            "Please send the targets as approved with the budget, and the approval of any adjustment.",
        ),
    )


@rule(
    "cost-default-cap",
    severity="warning",
    family="weights",
    title=Wording("未设置成本指标而得分较高", "Many points without a cost indicator"),
    basis=(LOCAL,),
)
def cost_default_cap(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """A cost row that says that no cost indicator was set, and scores more than 5 points.

    What it checks:
        Rows under a cost heading whose name is a placeholder (未填报, 无, 不涉及): the score must not be
        above 5.
    Basis:
        The systems of some provinces (Shanxi among them) let such a row score 5 at most. Other places have
        no such limit, so it is a notice, unless the profile sets one (`cost_cap`).
    Why it matters:
        Points are given for an indicator that does not exist.

    Example:
        成本指标: 未填报, weight 10, score 10.
    When it does not apply:
        Forms without a cost group, and rows that name a cost, whatever they score. Rows without a score.
    How to put it right:
        Set a cost indicator, or name the rule by which the points were given.
    """
    rows = [row for row in evaluation.indicators if is_cost(row)]
    unset = [row for row in rows if _UNSET.fullmatch("".join(row.level3.value.split()))]
    if not unset:
        levels: tuple[Part, ...] = ("indicators", "indicators.level1", "indicators.level2")
        parts = () if rows else levels
        reason = Wording("没有未设置而计分的成本指标行。", "No cost row says that no indicator was set.")
        yield absent(evaluation, UNSET, parts) or not_applicable(UNSET, reason)
    for row in unset:
        yield _scored_unset(row, profile.cost_cap)


_ELSEWHERE = Wording("有的地方", "Some places allow")
_HERE = Wording("适用口径", "The profile allows")


def _scored_unset(row: Indicator, fixed: Decimal | None) -> Outcome:
    cap = CAP if fixed is None else fixed
    score = indicator_term(row, "score")
    if score is None:
        return not_applicable(UNSET, Wording("该行没有得分。", "The row has no score."))
    if score.value <= cap:
        return ok(UNSET, f"{score.text} ≤ {cap}")
    name = short(row.level3.value)
    whose = _ELSEWHERE if fixed is None else _HERE
    return found(
        UNSET,
        "notice" if fixed is None else "warning",
        Wording(
            f"成本指标“{name}”，得分{score.text}。{whose.zh}规定此种情形得分不超过{cap}分，请核实计分依据。",
            f"The cost indicator reads “{name}” and scores {score.text}. {whose.en} at most {cap}; "
            "please name the rule applied.",
        ),
        (cite(indicator_role(row, "level3"), row.level3), score.cite()),
        printed=score.text,
        recomputed=f"≤ {cap}",
        difference=written(Fraction(score.value - cap), decimals([score])),
        arithmetic=f"{score.text} > {cap}",
        ask=Wording(
            "请说明未设置成本指标的原因和得分依据。",
            "Please say why no cost indicator was set and what the points were given for.",
        ),
    )
