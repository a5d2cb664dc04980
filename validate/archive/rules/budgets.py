"""Budgets from one year to the next: what was carried over, and where the first budget comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from extract.wording import Wording
from normalize.evaluation import BudgetLine, Evaluation
from validate.archive.archive import Years
from validate.archive.chains import each_pair
from validate.archive.cite import terms_of
from validate.archive.digest import Digest
from validate.archive.money import Amount, amount, shown, slack, telling
from validate.archive.outcome import SetOutcome
from validate.archive.rule import found, ok, set_rule
from validate.equations.amount_scale import scale_jump
from validate.equations.execution import main_line
from validate.profile import Profile
from validate.rounding import percent

_NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
_FORM = Wording("上下年度勾稽关系", "what ties one year to the next")

_CARRIED = re.compile("上年.{0,2}结[转余]|结转结余|年初结[转余]")
_JUMP = Fraction(1, 2)
_TELLING = 4


@set_rule(
    "opening-balance",
    scope="years",
    severity="warning",
    title=Wording("上年结转资金多于上年未执行数", "More was carried over than last year left"),
    basis=(_FORM,),
)
def opening_balance(years: Years, _: Profile | None) -> Iterator[SetOutcome]:
    """This year's funds carried over, against what last year's form left unspent.

    What it checks:
        The row of funds carried over (上年结转) in one year, against the adjusted budget less the executed
        amount of the year before, of the same unit and project. More than was left, beyond what rounding the
        print explains, is reported.

    Basis:
        Form logic: what is carried over was left.

    Why it matters:
        One of the two years has a wrong budget or a wrong executed amount.

    Example:
        2022: budget 120.00, executed 100.00, so 20.00 are left. 2023: carried over 35.00.

    When it does not apply:
        Less than was left is no finding: what lapses goes back to finance. Where last year's form has no row
        for funds carried over, earlier balances may be missing in its budget: a notice only.

    How to put it right:
        Compare both forms with the books, and correct the one that is wrong.
    """

    def look(before: Digest, after: Digest) -> SetOutcome | None:
        return _carried(years.subject, before, after)

    yield from each_pair(
        years,
        look,
        Wording(
            "没有上年结转资金一行，或缺少上年的预算数、执行数、金额单位。",
            "No row of funds carried over, or last year's budget, executed amount or money unit is missing.",
        ),
    )


def _carried(subject: Wording, before: Digest, after: Digest) -> SetOutcome | None:
    row = _carried_line(after.evaluation)
    opening = _least(amount(after, row, "initial"), amount(after, row, "adjusted"))
    line = main_line(before.evaluation)
    budget, spent = amount(before, line, "adjusted"), amount(before, line, "executed")
    if opening is None or budget is None or spent is None:
        return None
    left = max(budget.value - spent.value, Fraction())
    terms = (budget, spent, opening)
    form = after.evaluation
    here, rest = shown(opening.value, form), shown(left, form)
    arithmetic = f"{budget.term.text} - {spent.term.text} = {shown(left, before.evaluation)}"
    if opening.value <= left + slack(terms):
        return ok(subject, f"{arithmetic} ≥ {opening.term.text}")
    known = _carried_line(before.evaluation) is not None
    return found(
        subject,
        "warning" if known and before.whole and after.whole else "notice",
        Wording(
            f"{after.year}年度上年结转资金为{here}，{before.year}年度全年预算数减全年执行数为{rest}，"
            f"多{shown(opening.value - left, form)}。",
            f"{after.year} shows {here} carried over; the budget of {before.year} less what was executed "
            f"leaves {rest}.",
        ),
        [*terms_of(after, [opening.term]), *terms_of(before, [budget.term, spent.term])],
        printed=here,
        recomputed=rest,
        difference=shown(opening.value - left, form),
        arithmetic=arithmetic,
        ask=Wording(
            "请核对两个年度的预算数、执行数和结转数，并提供上年结转的批复或账簿。",
            "Please compare budget, executed amount and carry-over of both years, with the books.",
        ),
    )


def _carried_line(form: Evaluation) -> BudgetLine | None:
    return next((line for line in form.budget if _CARRIED.search("".join(line.label.value.split()))), None)


def _least(one: Amount | None, other: Amount | None) -> Amount | None:
    if one is None or other is None:
        return one or other
    return min(one, other, key=lambda each: each.value)


@set_rule(
    "initial-vs-last-final",
    scope="years",
    severity="notice",
    title=Wording(
        "年初预算与上年相差较大或数字照抄上年", "The budget is far from last year's, or copied from it"
    ),
    basis=(_NO_10, _FORM),
)
def initial_vs_last_final(years: Years, _: Profile | None) -> Iterator[SetOutcome]:
    """This year's budget against last year's form.

    What it checks:
        Of the same unit and project: the initial budget lies more than half of last year's adjusted budget
        away from it; or budget and executed amount are last year's, digit by digit.

    Basis:
        Cai Yu [2020] No. 10: targets are set with the budget; where the budget is another, so are they.

    Why it matters:
        A leap has a reason that a reviewer should know. Two years with the same executed amount down to the
        last digit seldom happen: a figure may have been left from last year's form.

    Example:
        2022 and 2023 both with a budget of 459.61 and 427.14 executed.

    When it does not apply:
        A project that gets the same round sum each year. The executed amount counts as copied only with four
        telling digits, and where it is not simply the whole budget. Amounts that lie ten thousand times apart
        are in different units.

    How to put it right:
        Explain the leap; check the amounts against this year's books.
    """

    def look(before: Digest, after: Digest) -> SetOutcome | None:
        return _against_last(years.subject, before, after)

    yield from each_pair(
        years,
        look,
        Wording(
            "两个年度的预算数或金额单位不全。", "A budget or a money unit is missing in one of the years."
        ),
    )


def _against_last(subject: Wording, before: Digest, after: Digest) -> SetOutcome | None:
    last, line = main_line(before.evaluation), main_line(after.evaluation)
    budgets = amount(before, last, "adjusted"), amount(after, line, "adjusted")
    spent = amount(before, last, "executed"), amount(after, line, "executed")
    amounts = [one for one in (*budgets, *spent) if one is not None]
    if len(amounts) == len(budgets) + len(spent) and _copied(*amounts):
        return _copied_found(subject, (before, after), amounts)
    initial = amount(after, line, "initial") or budgets[1]
    if budgets[0] is None or initial is None or not budgets[0].value:
        return None
    if scale_jump(budgets[0].term.value, initial.term.value):
        return None
    share = (initial.value - budgets[0].value) / budgets[0].value
    arithmetic = (
        f"{shown(initial.value, after.evaluation)} ÷ {shown(budgets[0].value, before.evaluation)} - 1"
    )
    if abs(share) <= _JUMP:
        return ok(subject, f"{arithmetic} = {percent(share, 2)}")
    return _leapt(subject, budgets[0], initial, share, f"{arithmetic} = {percent(share, 2)}")


def _copied(last: Amount, now: Amount, last_spent: Amount, spent: Amount) -> bool:
    same = last.value == now.value and last_spent.value == spent.value
    return same and spent.value != now.value and telling(spent.term.value) >= _TELLING


def _copied_found(subject: Wording, pair: tuple[Digest, Digest], amounts: list[Amount]) -> SetOutcome:
    before, after = pair
    budget, spent = (shown(one.value, after.evaluation) for one in amounts[1::2])
    return found(
        subject,
        "notice",
        Wording(
            f"{before.year}年度与{after.year}年度的全年预算数（{budget}）和全年执行数（{spent}）均完全相同。",
            f"{before.year} and {after.year} have the same budget ({budget}) and the same executed amount "
            f"({spent}).",
        ),
        [piece for one in amounts for piece in terms_of(one.digest, [one.term])],
        printed=spent,
        ask=Wording(
            "请核对本年度金额是否沿用了上年表格，并提供本年度支出明细账。",
            "Please check that the amounts are not left from last year's form, with this year's books.",
        ),
    )


def _leapt(subject: Wording, last: Amount, now: Amount, share: Fraction, arithmetic: str) -> SetOutcome:
    way_zh, way_en = ("增加", "more") if share > 0 else ("减少", "less")
    return found(
        subject,
        "notice",
        Wording(
            f"{now.digest.year}年度预算数{shown(now.value, now.digest.evaluation)}比上年全年预算数"
            f"{shown(last.value, last.digest.evaluation)}{way_zh}{percent(abs(share), 2)}。",
            f"The budget of {now.digest.year}, {shown(now.value, now.digest.evaluation)}, is "
            f"{percent(abs(share), 2)} {way_en} than last year's "
            f"{shown(last.value, last.digest.evaluation)}.",
        ),
        [*terms_of(now.digest, [now.term]), *terms_of(last.digest, [last.term])],
        arithmetic=arithmetic,
        ask=Wording(
            "请说明预算变动较大的原因，并核实绩效指标是否相应调整。",
            "Please give the reason for the change, and check that the targets were adjusted with it.",
        ),
    )
