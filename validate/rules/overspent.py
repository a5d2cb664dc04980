"""Spending beyond the budget: more executed than budgeted, and spending or points where the budget is 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from extract.wording import Wording
from normalize.evaluation import BudgetLine, Evaluation, Part
from validate.equations.absent import without_number
from validate.equations.amount_scale import scale_jump
from validate.equations.budget_columns import Column, columns
from validate.equations.execution import base, main_line
from validate.equations.terms import Term, budget_term, decimals, evidence, graded, money
from validate.evidence import budget_name
from validate.outcome import Outcome, Severity
from validate.profile import Profile
from validate.rounding import unit, written
from validate.rule import found, not_applicable, ok, rule
from validate.texts.passages import passages, running

BUDGET_LAW = Wording(
    "预算管理要求：支出以批复的预算为限", "budget management: spending stays within the budget"
)
NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
BEYOND = Wording("全年执行数与全年预算数", "executed amount and budget")
NOTHING = Wording("全年预算数为0的各行", "rows with a budget of 0")

_CARRIED = ("结转", "结余")


@rule(
    "b-exceeds-a",
    severity="warning",
    family="budget",
    title=Wording("全年执行数超过全年预算数", "More was executed than budgeted"),
    basis=(BUDGET_LAW,),
)
def b_exceeds_a(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """An executed amount above the budget of its row.

    What it checks:
        In each row of the budget block the executed amount (B) must not exceed the adjusted budget (A) by
        more than a step of the coarser print. The total row gives a warning; a part that exceeds its budget
        while the total holds gives a notice: money moved from one part to another.
    Basis:
        Spending is bound to the approved budget.
    Why it matters:
        Either money was spent that nobody approved, or one of the two numbers is wrong.

    Example:
        A 459.61, B 471.24: 11.63 more than budgeted.
    When it does not apply:
        Rows without one of the numbers, or with a budget of 0 (a rule of its own). Numbers that lie apart
        by a factor of about ten thousand are in different units, and another rule says so. Where the form
        speaks of money carried over, which the budget may leave out, or prints no adjusted budget, it is a
        notice.
    How to put it right:
        Name the approval of the additional spending, or correct the amount.
    """
    pairs = list(_pairs(evaluation))
    line = main_line(evaluation)
    if not pairs:
        parts: tuple[Part, ...] = ("budget", "budget.executed", "budget.adjusted")
        yield without_number(evaluation, BEYOND, parts, BEYOND)
        return
    total = [one for one in pairs if one.line is line and one.exceeds]
    beyond = [one for one in pairs if one.line is not line and one.exceeds]
    if total or beyond:
        yield _beyond(evaluation, total, beyond)
    else:
        yield ok(BEYOND, "; ".join(one.holds for one in pairs))


class _Pair(msgspec.Struct, frozen=True):
    """Executed amount and budget of one row."""

    line: BudgetLine
    spent: Term
    budget: Term

    @property
    def excess(self) -> Fraction:
        return Fraction(self.spent.value) - Fraction(self.budget.value)

    @property
    def exceeds(self) -> bool:
        if self.spent.value <= self.budget.value:
            return False
        step = max(unit(one.value) for one in (self.spent, self.budget) if one.value)
        return self.excess > step

    @property
    def gap(self) -> str:
        return written(self.excess, decimals([self.spent, self.budget]))

    @property
    def holds(self) -> str:
        sign = "≤" if self.spent.value <= self.budget.value else "≈"
        return f"{self.spent.text} {sign} {self.budget.text}"


def _pairs(evaluation: Evaluation) -> Iterator[_Pair]:
    for line in evaluation.budget:
        spent, budget = budget_term(line, "executed"), base(evaluation, line)
        if spent and budget and budget.value > 0 and not scale_jump(spent.value, budget.value):
            yield _Pair(line, spent, budget)


def _beyond(evaluation: Evaluation, total: Sequence[_Pair], parts: Sequence[_Pair]) -> Outcome:
    shown = [*total, *parts]
    first = shown[0]
    listed_zh = "；".join(_told(evaluation, one).zh for one in shown)
    listed_en = "; ".join(_told(evaluation, one).en for one in shown)
    severity, remark = _remark(evaluation, total)
    return found(
        BEYOND,
        graded(severity, [term for one in shown for term in (one.spent, one.budget)]),
        Wording(
            f"全年执行数超过预算数：{listed_zh}。{remark.zh}",
            f"More was executed than budgeted: {listed_en}. {remark.en}",
        ),
        evidence([term for one in shown for term in (one.spent, one.budget)]),
        printed=money(evaluation, first.spent.text),
        recomputed=f"≤ {money(evaluation, first.budget.text)}",
        difference=money(evaluation, first.gap),
        arithmetic="; ".join(f"{one.spent.text} > {one.budget.text}" for one in shown),
        ask=Wording(
            "请说明超出部分的资金来源，并提供预算调整批复或决算数据。",
            "Please say where the additional money came from, with the approved adjustment or the final "
            "accounts.",
        ),
    )


def _told(evaluation: Evaluation, one: _Pair) -> Wording:
    name, gap = budget_name(one.line), money(evaluation, one.gap)
    return Wording(
        f"“{name}”执行{one.spent.text}，预算{one.budget.text}，超出{gap}",
        f"{name}: executed {one.spent.text}, budget {one.budget.text}, {gap} more",
    )


def _remark(evaluation: Evaluation, total: Sequence[_Pair]) -> tuple[Severity, Wording]:
    if not total:
        zh = "合计未超出，可能是分项之间调剂，请核实。"
        return "notice", Wording(zh, "The total holds: money may have been moved between the parts.")
    if total[0].budget.role.zh.endswith("年初预算数"):
        zh = "表中只有年初预算数，年中可能有调整，请核实。"
        return "notice", Wording(
            zh, "The form prints the initial budget only; it may have been adjusted since."
        )
    if _carried(evaluation):
        zh = "表中提到结转结余资金，预算数可能未包括在内，请核实。"
        return "notice", Wording(
            zh, "The form speaks of money carried over, which the budget may leave out; please check."
        )
    return "warning", Wording("请核对，或说明原因。", "Please compare, or explain.")


def _carried(evaluation: Evaluation) -> bool:
    """Whether the form speaks of money carried over that is not in its budget as a number."""
    rows = (line for line in evaluation.budget if any(word in line.label.value for word in _CARRIED))
    if any(_not_budgeted(line) for line in rows):
        return True
    return any(word in running(one.text.value) for one in passages(evaluation) for word in _CARRIED)


def _not_budgeted(line: BudgetLine) -> bool:
    budget = budget_term(line, "adjusted")
    return budget is None or budget.value == 0


@rule(
    "a-zero",
    severity="warning",
    family="budget",
    title=Wording("全年预算数为0而有支出或得分", "Spending or points on a budget of 0"),
    basis=(BUDGET_LAW, NO_10),
)
def a_zero(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A budget of 0 on which something was spent, or scored.

    What it checks:
        Rows whose adjusted budget (A) is 0 must have an executed amount of 0, and the total row no
        execution score above 0. The total row gives a warning, a part a notice.
    Basis:
        Spending is bound to the approved budget; the execution score is weight times rate
        (财预〔2020〕10号), and on a budget of 0 there is no rate.
    Why it matters:
        Systems that fill in the score by formula divide by 0 here and print whatever comes out.

    Example:
        A 0.00, B 5.00 and a full execution score of 10.
    When it does not apply:
        A new item in mid-year has an initial budget of 0, which is normal: only the adjusted budget counts.
        A dash or a blank is no 0. A total of 0 over parts above 0 is reported by another rule.
    How to put it right:
        Fill in the adjusted budget, or take spending and score back.
    """
    rows = [(line, one) for line in evaluation.budget if (one := budget_term(line, "adjusted"))]
    if not rows:
        yield without_number(evaluation, NOTHING, ("budget", "budget.adjusted"), NOTHING)
    elif any(isinstance(one, Column) and one.is_zero_total for one in columns(evaluation)):
        reason = Wording(
            "合计为0而分项不为0，已另行列示。", "A total of 0 over parts is told by another rule."
        )
        yield not_applicable(NOTHING, reason)
    else:
        main = main_line(evaluation)
        told = [
            outcome
            for line, budget in rows
            if budget.value == 0 and (outcome := _on_nothing(evaluation, line, budget, is_main=line is main))
        ]
        yield from told
        if not told:
            yield ok(NOTHING)


def _on_nothing(evaluation: Evaluation, line: BudgetLine, budget: Term, *, is_main: bool) -> Outcome | None:
    spent, score = budget_term(line, "executed"), budget_term(line, "score")
    paid = spent if spent and spent.value > 0 else None
    scored = score if is_main and score and score.value > 0 else None
    if paid is None and scored is None:
        return None
    cells = [one for one in (paid, scored) if one]
    name = budget_name(line)
    zh = "，".join(f"{one.role.zh.rpartition('·')[2]}为{one.text}" for one in cells)
    en = ", ".join(f"{one.role.en.rpartition(' · ')[2]} {one.text}" for one in cells)
    return found(
        budget.role,
        graded("warning" if is_main else "notice", [budget, *cells]),
        Wording(
            f"“{name}”全年预算数为{budget.text}，而{zh}。预算数为0时无法计算执行率，请核对。",
            f"{name}: the adjusted budget is {budget.text}; {en}. On a budget of 0 there is no rate; "
            "please compare.",
        ),
        evidence([budget, *cells]),
        printed=money(evaluation, cells[0].text) if paid else cells[0].text,
        recomputed="0",
        difference=money(evaluation, cells[0].text) if paid else cells[0].text,
        arithmetic="; ".join(f"{one.text} > {budget.text}" for one in cells),
        ask=Wording(
            "请提供预算批复和调整文件，补填全年预算数，或更正执行数和得分。",
            "Please send the approved budget and its adjustments, and fill in the budget or correct amount "
            "and score.",
        ),
    )
