"""The budget block as a whole: its two axes against each other, and totals that were not filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from extract.wording import Wording
from normalize.evaluation import BudgetLine, Evaluation
from normalize.numbers import parse_amount
from validate.equations.absent import absent
from validate.equations.budget_columns import AMOUNTS, AmountColumn, Column, amount, columns
from validate.equations.sums import exact_sum, sum_only, sum_text
from validate.equations.terms import Term, budget_term, decimals, evidence, filling, graded, money, total_line
from validate.evidence import COLUMNS, budget_name
from validate.outcome import Outcome, Severity
from validate.profile import Profile
from validate.rounding import unit, written
from validate.rule import could_not_check, found, not_applicable, ok, rule

FORM_LOGIC = Wording("表内勾稽关系", "form logic")
AXES = Wording("按收入性质与按支出性质", "sources against uses")
TOTALS = Wording("资金合计是否为0", "budget totals of 0")


@rule(
    "budget-axis-equal",
    severity="error",
    family="budget",
    title=Wording("按收入性质与按支出性质的合计不等", "Sources and uses of the budget differ"),
    basis=(FORM_LOGIC,),
)
def budget_axis_equal(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """The money by source against the same money by use.

    What it checks:
        Where the budget block breaks the money down by source (按收入性质分) and by use (按支出性质分),
        both lists of a column must add up to the same, half a step of the coarsest number granted for each
        part. Here the two are compared with each other; where the block prints their total, each is
        compared with that by the rule budget-col-sum, and a difference is told there, once. Lists that agree
        with each other and with no amount of the total row are an error: whichever column they break down,
        its total is another one.
    Basis:
        Form logic, as in the form of Hunan province: what comes in is what is spent or left.
    Why it matters:
        Two breakdowns of one budget that differ cannot both be right, whichever of them the total follows.

    Example:
        1325.68 + 118.82 + 585.62 = 2030.12 by source, 900.47 + 1025.20 = 1925.67 by use: 104.45 apart.
    When it does not apply:
        Forms with one list only, and columns in which one of the lists is empty. Where a cell is blank or
        holds words the sums are not compared. Money carried over that one list shows and the other does not
        is an innocent reason, so that a difference is a notice there.
    How to put it right:
        Compare both lists with the final accounts and correct the one that leaves something out.
    """
    axes = {line.part for line in evaluation.budget}
    if not {"axis-income", "axis-spending"} <= axes:
        reason = Wording("资金表没有按两种性质分列。", "The budget is not broken down twice.")
        yield absent(evaluation, AXES, ("budget",)) or not_applicable(AXES, reason)
        return
    told = [outcome for name in AMOUNTS if (outcome := _axes(evaluation, name))]
    told = told or [outcome for outcome in [_of_no_column(evaluation)] if outcome]
    yield from told
    if not told:
        yield not_applicable(
            AXES, Wording("没有一列同时按两种性质填列。", "No column is filled in for both lists.")
        )


class _Axis(msgspec.Struct, frozen=True):
    """One list of parts in one column."""

    lines: tuple[BudgetLine, ...]
    terms: tuple[Term, ...]

    @property
    def names(self) -> str:
        return "".join(budget_name(line) for line in self.lines)


def _axis(evaluation: Evaluation, part: str, name: AmountColumn) -> _Axis:
    lines = tuple(line for line in evaluation.budget if line.part == part)
    return _Axis(lines, tuple(one for line in lines if (one := budget_term(line, name))))


def _axes(evaluation: Evaluation, name: AmountColumn) -> Outcome | None:
    """The outcome of one column; None where a list is empty in it."""
    income, spending = (_axis(evaluation, part, name) for part in ("axis-income", "axis-spending"))
    if not income.terms or not spending.terms:
        return None
    subject = Wording(f"{AXES.zh}·{COLUMNS[name].zh}", f"{AXES.en} · {COLUMNS[name].en}")
    arithmetic = f"{sum_text(income.terms)}; {sum_text(spending.terms)}"
    total = total_line(evaluation)
    if _same(income.terms, spending.terms):
        return ok(subject, arithmetic)
    if total is not None and budget_term(total, name):
        return not_applicable(subject, _WITH_TOTAL)
    gaps = [line for line in (*income.lines, *spending.lines) if filling(amount(line, name)) != "number"]
    gaps = [line for line in gaps if filling(amount(line, name)) != "dash"]
    if gaps:
        names = "、".join(budget_name(line) for line in gaps)
        reason = Wording(f"“{names}”此列没有数字。", f"{names}: no number in this column.")
        return could_not_check(subject, reason)
    return _axes_differ(evaluation, subject, income, spending)


def _of_no_column(evaluation: Evaluation) -> Outcome | None:
    """Two lists that agree with each other, where the total row prints only other amounts."""
    line = total_line(evaluation)
    wholes = [one for name in AMOUNTS if line and (one := budget_term(line, name))]
    lists = [_unplaced(evaluation, part) for part in ("axis-income", "axis-spending")]
    if not wholes or not all(lists) or not _same(*lists):
        return None
    sums = [sum_text(one) for one in lists]
    shown = "、".join(f"{one.role.zh.rpartition('·')[2]}{one.text}" for one in wholes)
    shown_en = ", ".join(f"{one.role.en.rpartition(' · ')[2]} {one.text}" for one in wholes)
    return found(
        AXES,
        graded("error", [*wholes, *lists[0], *lists[1]]),
        Wording(
            f"按收入性质合计{sums[0]}，按支出性质合计{sums[1]}，两者一致，而与合计行的各栏金额（{shown}）均不相等。请核对合计行。",
            f"By source {sums[0]}, by use {sums[1]}: they agree with each other and with no amount of the "
            f"total row ({shown_en}). Please compare the total row.",
        ),
        evidence([*wholes, *lists[0], *lists[1]]),
        printed="、".join(money(evaluation, one.text) for one in wholes),
        recomputed=money(evaluation, sum_only(lists[0])),
        arithmetic="; ".join([f"{sums[0]} ≠ {'、'.join(one.text for one in wholes)}", sums[1]]),
        ask=Wording(
            "请提供预算批复和决算报表，核实合计与分项金额。",
            "Please send the approved budget and the final accounts, to settle total and parts.",
        ),
    )


def _unplaced(evaluation: Evaluation, part: str) -> list[Term]:
    """The amounts of a list whose column the form does not say."""
    cells = [line.adjusted for line in evaluation.budget if line.part == part and line.adjusted]
    amounts = [(cell, parse_amount(cell.text)) for cell in cells if cell.value is None and cell.reason]
    names = {id(line.adjusted): budget_name(line) for line in evaluation.budget}
    return [
        Term(Wording(names[id(cell)], names[id(cell)]), cell, one.value)
        for cell, one in amounts
        if one is not None and one.unit is None
    ]


_WITH_TOTAL = Wording(
    "两者各与合计核对，差异在“资金合计与分项不符”中列示。",
    "Each is compared with the total; a difference is reported by the rule budget-col-sum.",
)


def _same(one: Sequence[Term], other: Sequence[Term]) -> bool:
    coarsest = max((unit(term.value) for term in (*one, *other) if term.value), default=Fraction(0))
    return abs(exact_sum(one) - exact_sum(other)) <= (len(one) + len(other)) * coarsest / 2


def _axes_differ(evaluation: Evaluation, subject: Wording, income: _Axis, spending: _Axis) -> Outcome:
    carried = ("结转" in income.names) != ("结转" in spending.names)
    severity: Severity = "notice" if carried else "warning"
    gap = abs(exact_sum(income.terms) - exact_sum(spending.terms))
    difference = money(evaluation, written(gap, decimals([*income.terms, *spending.terms])))
    by_source, by_use = sum_text(income.terms), sum_text(spending.terms)
    hint = Wording("结转资金只列在一处，可能是原因。", "Money carried over stands in one of them only. ")
    hint = hint if carried else Wording("", "")
    return found(
        subject,
        graded(severity, [*income.terms, *spending.terms]),
        Wording(
            f"资金表“{subject.zh.rpartition('·')[2]}”列：按收入性质合计{by_source}，按支出性质合计{by_use}，"
            f"两者相差{difference}。{hint.zh}请核对。",
            f"Budget column “{subject.en.rpartition(' · ')[2]}”: by source {by_source}, by use {by_use}; "
            f"{difference} apart. {hint.en}Please compare.",
        ),
        evidence([*income.terms, *spending.terms]),
        recomputed="、".join(money(evaluation, sum_only(one.terms)) for one in (income, spending)),
        difference=difference,
        arithmetic=f"{by_source} ≠ {sum_only(spending.terms)}; {by_use}",
        ask=Wording(
            "请提供决算报表，核实两种口径的各项金额。",
            "Please send the final accounts, to settle both breakdowns.",
        ),
    )


@rule(
    "budget-total-zero",
    severity="error",
    family="budget",
    title=Wording("资金合计为0而分项不为0", "A budget total of 0 over parts that are not"),
    basis=(FORM_LOGIC,),
)
def budget_total_zero(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A total row of the budget that reads 0 while its parts do not.

    What it checks:
        In each amount column: where the total is 0, no part may be above 0. All such columns are told in
        one finding, in place of the one that budget-col-sum would give for each of them.
    Basis:
        Form logic: amounts that are not below 0 add up to 0 only where all of them are 0.
    Why it matters:
        The execution rate and its score are taken on the total row. A total that was not filled in costs
        the unit its execution score, or hides how much was spent.

    Example:
        Total 0 / 0 / 0 and score 0, while the only part reads 90 / 90 / 89.974: on the part the rate would
        be 99.97%.
    When it does not apply:
        A blank total or a dash is no 0. Parts below 0 can cancel others out, and are left to the sum.
    How to put it right:
        Fill in the total row, and the rate and the score that follow from it.
    """
    read = [one for one in columns(evaluation) if isinstance(one, Column)]
    zero = [one for one in read if one.is_zero_total]
    if zero:
        yield _zero_total(evaluation, zero)
    elif read:
        yield ok(TOTALS)
    elif total_line(evaluation) is None and evaluation.budget:
        yield could_not_check(
            TOTALS, Wording("资金表中没有读到合计行。", "No total row was read in the budget block.")
        )
    else:
        reason = Wording("没有同时填有合计和分项的金额列。", "No amount column has both a total and parts.")
        yield absent(evaluation, TOTALS, ("budget",)) or not_applicable(TOTALS, reason)


def _zero_total(evaluation: Evaluation, zero: Sequence[Column]) -> Outcome:
    name_zh = "、".join(f"“{one.subject.zh}”" for one in zero)
    name_en = ", ".join(f"“{one.subject.en}”" for one in zero)
    sums = [sum_text(one.parts) for one in zero]
    totals = {id(one.total.cell): one.total for one in zero}.values()
    parts = [part for one in zero for part in one.parts]
    return found(
        TOTALS,
        "error",
        Wording(
            f"资金表{name_zh}列合计为0，而分项合计{'依次' if len(sums) > 1 else ''}为{'；'.join(sums)}。"
            "请核对并补填合计，以及据以计算的执行率和得分。",
            f"Budget totals of 0 ({name_en}) while the parts give {', '.join(sums)}. "
            "Please fill in the total, and the rate and score that follow from it.",
        ),
        evidence([*totals, *parts]),
        printed=money(evaluation, zero[0].total.text),
        recomputed="、".join(money(evaluation, sum_only(one.parts)) for one in zero),
        arithmetic="; ".join(f"{sum_text(one.parts)} > {one.total.text}" for one in zero),
        ask=Wording(
            "请按预算批复和决算补填合计行。", "Please fill in the total row from the budget and the accounts."
        ),
    )
