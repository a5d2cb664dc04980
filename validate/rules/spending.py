"""What was spent: an executed amount that is not printed, and one that is the budget to the cent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.wording import Wording
from normalize.evaluation import BudgetLine, Evaluation, Part
from validate.equations.absent import without_number
from validate.equations.execution import RATE, base, implied, main_line, rate_subject, without_spent
from validate.equations.terms import Term, budget_term, evidence, filling, money
from validate.evidence import budget_name, cite, lost, seen_whole
from validate.outcome import Evidence, Outcome
from validate.profile import Profile
from validate.rule import could_not_check, found, not_applicable, ok, rule

# So many parts with money in them must be spent to the cent before that is worth a remark.
LEAST_PARTS = 2

FORM_LOGIC = Wording("表内勾稽关系", "form logic")
NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
EVERY_ROW = Wording("各行执行数与预算数", "executed amount and budget of every row")

_PAID_IN_FULL = re.compile("工资|薪酬|津贴|补贴|补助|奖金|社保|养老|医保|公积金|人员经费|离退休|低保|抚恤")


@rule(
    "missing-b",
    severity="warning",
    family="budget",
    title=Wording("填有执行率而没有全年执行数", "An execution rate without an executed amount"),
    basis=(FORM_LOGIC, NO_10),
)
def missing_b(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A printed execution rate whose executed amount (B) is not on the form.

    What it checks:
        Where the total row prints an execution rate it must print the executed amount as well. The finding
        says between which amounts the rate puts it. A blank cell gives a warning, a form that has no such
        column at all a notice.
    Basis:
        Form logic: the rate is executed amount over adjusted budget (财预〔2020〕10号).
    Why it matters:
        Without the amount nobody can check the rate, and the score follows from the rate.

    Example:
        Budget 459.61 and rate 92.93%: the amount lies between 427.093 and 427.139.
    When it does not apply:
        Forms without a rate. Some templates have no column for the amount: hence a notice for those. Where
        a text dump or an unreadable page may have lost it, the rule says that it could not check.
    How to put it right:
        Fill in the executed amount from the final accounts.
    """
    line = main_line(evaluation)
    rate = budget_term(line, "rate") if line else None
    if line is None or rate is None:
        yield without_number(evaluation, RATE, ("budget", "budget.rate"), RATE)
        return
    budget, subject = base(evaluation, line), rate_subject(line)
    if budget_term(line, "executed"):
        yield ok(subject)
    elif (
        lost(evaluation, "budget.executed") or not seen_whole(evaluation) or filling(line.executed) == "words"
    ):
        yield could_not_check(subject, without_spent(evaluation, line, rate, budget))
    else:
        yield _unprinted(evaluation, line, rate, budget)


def _unprinted(evaluation: Evaluation, line: BudgetLine, rate: Term, budget: Term | None) -> Outcome:
    has_column = evaluation.gap("budget.executed") is None
    where = (
        Wording("全年执行数未填", "the executed amount is not filled in")
        if has_column
        else Wording("表中没有“全年执行数”列", "the form has no column for the executed amount")
    )
    hint, arithmetic = Wording("", ""), None
    if budget is not None and rate.value >= 0:
        low, high = implied(rate, budget)
        hint = Wording(
            f"按执行率和预算数{budget.text}反推，执行数应在{low}与{high}之间。",
            f"By the rate and the budget of {budget.text} it lies between {low} and {high}. ",
        )
        arithmetic = f"{budget.text} × {rate.text} = {low}—{high}"
    blank = _blank(line)
    return found(
        rate_subject(line),
        "warning" if has_column else "notice",
        Wording(
            f"“{budget_name(line)}”填报执行率{rate.text}，而{where.zh}，执行率无从核对。{hint.zh}请补填。",
            f"{budget_name(line)}: a rate of {rate.text} is printed and {where.en}, so that it cannot be "
            f"checked. {hint.en}Please fill it in.",
        ),
        (*evidence([rate, *([budget] if budget else [])]), *blank),
        printed=rate.text,
        arithmetic=arithmetic,
        ask=Wording(
            "请提供决算数据，补填全年执行数。", "Please send the final accounts and fill in the amount."
        ),
    )


def _blank(line: BudgetLine) -> tuple[Evidence, ...]:
    if line.executed is None:
        return ()
    name = budget_name(line)
    return (cite(Wording(f"{name}·全年执行数", f"{name} · executed amount"), line.executed),)


@rule(
    "year-round-amounts",
    severity="notice",
    family="budget",
    title=Wording("各行执行数均与预算数完全相等", "Every row was spent to the cent"),
    basis=(Wording("复核经验", "experience of reviewers"),),
)
def year_round_amounts(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """Executed amounts that equal the budget in every row.

    What it checks:
        Whether, in the total and in at least two parts with money in them, the executed amount is the
        adjusted budget digit by digit.
    Basis:
        Experience of reviewers: real spending seldom ends on the cent; a column that was copied always
        does.
    Why it matters:
        An executed column that repeats the budget may never have been taken from the accounts.

    Example:
        459.61 / 369.11 / 90.50 budgeted and 459.61 / 369.11 / 90.50 executed.
    When it does not apply:
        Pay, allowances and subsidies paid by a list come out exactly. A form with one source of money,
        which leaves nothing to compare.
    How to put it right:
        Confirm the executed amounts from the final accounts.
    """
    pairs = list(_pairs(evaluation))
    parts = [one for one in pairs if one.line.part != "total"]
    total = [one for one in pairs if one.line.part == "total"]
    unequal = [one for one in pairs if one.spent.value != one.budget.value]
    if unequal:
        yield ok(EVERY_ROW, "; ".join(f"{one.spent.text} ≠ {one.budget.text}" for one in unequal))
    elif not total:
        parts_of: tuple[Part, ...] = ("budget", "budget.executed", "budget.adjusted")
        yield without_number(evaluation, EVERY_ROW, parts_of, EVERY_ROW)
    elif len(parts) < LEAST_PARTS:
        yield not_applicable(EVERY_ROW, Wording("有金额的分项不足两项。", "Fewer than two parts hold money."))
    elif _paid_by_list(evaluation):
        yield not_applicable(EVERY_ROW, Wording("按名册发放的支出。", "Spending that is paid by a list."))
    else:
        yield _to_the_cent(evaluation, pairs)


class _Pair(NamedTuple):
    """Executed amount and budget of a row that has money in it."""

    line: BudgetLine
    spent: Term
    budget: Term


def _pairs(evaluation: Evaluation) -> Iterator[_Pair]:
    for line in evaluation.budget:
        spent, budget = budget_term(line, "executed"), base(evaluation, line)
        if spent and budget and (spent.value or budget.value):
            yield _Pair(line, spent, budget)


def _paid_by_list(evaluation: Evaluation) -> bool:
    names = [text.value for text in (evaluation.project, evaluation.title) if text]
    return any(_PAID_IN_FULL.search(name) for name in names)


def _to_the_cent(evaluation: Evaluation, pairs: Sequence[_Pair]) -> Outcome:
    listed = "、".join(f"{budget_name(one.line)}{one.spent.text}" for one in pairs)
    listed_en = ", ".join(f"{budget_name(one.line)} {one.spent.text}" for one in pairs)
    return found(
        EVERY_ROW,
        "notice",
        Wording(
            f"合计和各分项的全年执行数均与全年预算数完全相等：{listed}。请核实执行数是否取自决算。",
            f"In the total and in every part the executed amount equals the budget: {listed_en}. Please "
            "check that the amounts come from the accounts.",
        ),
        evidence([term for one in pairs for term in (one.spent, one.budget)]),
        printed=money(evaluation, pairs[0].spent.text),
        arithmetic="; ".join(f"{one.spent.text} = {one.budget.text}" for one in pairs),
        ask=Wording(
            "请提供决算数据或支出明细账。", "Please send the final accounts or the expenditure ledger."
        ),
    )
