"""What happened to the budget in the course of the year: adjustments, and targets that follow them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from extract.wording import Wording
from normalize.evaluation import BudgetLine, Evaluation, Part
from validate.equations.absent import without_number
from validate.equations.amount_scale import scale_jump
from validate.equations.execution import Spent, main_line, spent
from validate.equations.terms import Term, budget_term, decimals, evidence, money
from validate.evidence import seen_whole
from validate.outcome import Outcome, Severity
from validate.profile import Profile
from validate.rounding import percent, written
from validate.rule import could_not_check, found, not_applicable, ok, rule
from validate.texts.passages import Passage, passages, quote, running

NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
SICHUAN = Wording(
    "四川省自评表填表说明：预算调整须逐项说明原因",
    "note on the Sichuan form: each adjustment needs its reason",
)
CHANGE = Wording("预算调整", "budget adjustment")

_COLUMNS: tuple[Part, ...] = ("budget", "budget.initial", "budget.adjusted")
_ADJUSTED = re.compile(
    r"追加|调[增减]|调整.{0,4}预算|预算.{0,6}(?:调整|调剂|压减)|压减|年中.{0,6}(?:下达|安排|新增)|增资|调标|新增.{0,6}(?:经费|资金|项目)"
)
_SENTENCE = re.compile(r"[^。;!]+")
_ENOUGH = 8


@rule(
    "adjust-large",
    severity="warning",
    family="budget",
    title=Wording("预算调整幅度较大", "A large adjustment of the budget"),
    basis=(SICHUAN, NO_10),
)
def adjust_large(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """An adjusted budget far from the initial one.

    What it checks:
        In the total row, how far the adjusted budget lies from the initial one, as a share of the initial:
        more than 10 % is a notice, more than 30 % a warning. From an initial budget of 0 there is no share:
        an item that was new in the year gives a notice.
    Basis:
        The note on Sichuan's form asks for the reason of every adjustment, and Hunan's scoring sheets take
        points off in bands of 10, 20 and 30 %. The targets to be held to are those fixed with the approved
        budget (财预〔2020〕10号).
    Why it matters:
        Where the money changed that much, targets set for the first amount no longer measure what was done.

    Example:
        (2030.12 - 861.10) ÷ 861.10 = 135.76%.
    When it does not apply:
        Forms that print one budget only. Transfers from above and a reform of pay are ordinary reasons:
        where the text speaks of the adjustment, the finding is one step milder, and none below 30 %. Where
        a part of the form may have been lost, a warning becomes a notice. Amounts that lie apart by about
        ten thousand are in different units, and another rule says so.
    How to put it right:
        Say why the budget was adjusted and by which document, and whether the targets were adjusted with
        it.
    """
    both = _initial_and_adjusted(evaluation, CHANGE)
    if isinstance(both, Outcome):
        yield both
    elif both.initial.value == 0:
        yield _from_nothing(evaluation, both.initial, both.adjusted)
    else:
        yield _changed(evaluation, profile, both.initial, both.adjusted)


class _Budgets(NamedTuple):
    """Both budgets of the total row."""

    line: BudgetLine
    initial: Term
    adjusted: Term


def _initial_and_adjusted(evaluation: Evaluation, subject: Wording) -> _Budgets | Outcome:
    """Both budgets of the total row, or why they cannot be compared."""
    line = main_line(evaluation)
    initial = budget_term(line, "initial") if line else None
    adjusted = budget_term(line, "adjusted") if line else None
    if line is None or initial is None or adjusted is None:
        what = Wording("年初预算数或全年预算数", "initial or the adjusted budget")
        return without_number(evaluation, subject, _COLUMNS, what)
    if scale_jump(initial.value, adjusted.value):
        reason = Wording(
            "两个数相差约一万倍，可能单位不一致，已另行列示。", "The units may differ: told by another rule."
        )
        return not_applicable(subject, reason)
    return _Budgets(line, initial, adjusted)


def _from_nothing(evaluation: Evaluation, initial: Term, adjusted: Term) -> Outcome:
    if adjusted.value == 0:
        return ok(CHANGE)
    return _change_found(
        evaluation,
        "notice",
        (initial, adjusted, None),
        Wording(
            f"年初预算数为{initial.text}，全年预算数为{adjusted.text}，为年中新增的预算。请核实指标是否在预算下达时设定。",
            f"The initial budget is {initial.text}, the adjusted one {adjusted.text}: it was granted during "
            "the year. Please check that the targets were set with it.",
        ),
        f"{initial.text} < {adjusted.text}",
    )


_SAID = Wording(
    "文字中提到了预算调整，请核实其是否说明了原因和依据。",
    "The text speaks of the adjustment; please check that it gives the reason.",
)
_UNSAID = Wording("未见说明调整原因。", "No reason is given.")


def _changed(evaluation: Evaluation, profile: Profile, initial: Term, adjusted: Term) -> Outcome:
    large, very_large = Fraction(profile.adjust_notice), Fraction(profile.adjust_warning)
    change = Fraction(adjusted.value) - Fraction(initial.value)
    share = abs(change) / Fraction(initial.value)
    larger, smaller = (adjusted, initial) if change >= 0 else (initial, adjusted)
    arithmetic = f"({larger.text} - {smaller.text}) ÷ {initial.text} = {percent(share, 2)}"
    said = _explained(evaluation) if share > large else None
    if share <= large or (said and share <= very_large):
        return ok(CHANGE, arithmetic)
    grave = share > very_large and not said and seen_whole(evaluation)
    way_zh, way_en = ("调增", "raised") if change > 0 else ("调减", "cut")
    spoken = _SAID if said else _UNSAID
    return _change_found(
        evaluation,
        "warning" if grave else "notice",
        (initial, adjusted, said),
        Wording(
            f"年度资金由年初预算{initial.text}{way_zh}为{adjusted.text}，"
            f"幅度{percent(share, 2)}。{spoken.zh}",
            f"The budget was {way_en} from {initial.text} to {adjusted.text}, "
            f"by {percent(share, 2)}. {spoken.en}",
        ),
        arithmetic,
    )


def _explained(evaluation: Evaluation) -> Passage | None:
    """A reported text with a sentence on the adjustment."""
    for piece in passages(evaluation):
        sentences = _SENTENCE.findall(running(piece.text.value)) if piece.kind == "reported" else []
        if any(_ADJUSTED.search(one) and len(one) >= _ENOUGH for one in sentences):
            return piece
    return None


def _change_found(
    evaluation: Evaluation,
    severity: Severity,
    cells: tuple[Term, Term, Passage | None],
    message: Wording,
    arithmetic: str,
) -> Outcome:
    initial, adjusted, said = cells
    words = (
        next((one for one in _SENTENCE.findall(running(said.text.value)) if _ADJUSTED.search(one)), "")
        if said
        else ""
    )
    gap = abs(Fraction(adjusted.value) - Fraction(initial.value))
    return found(
        CHANGE,
        severity,
        message,
        (*evidence([initial, adjusted]), *([quote(said, words)] if said else [])),
        printed=money(evaluation, adjusted.text),
        difference=money(evaluation, written(gap, decimals([initial, adjusted]))),
        arithmetic=arithmetic,
        ask=Wording(
            "请说明预算调整的原因并提供批复文件，以及绩效指标是否同步调整。",
            "Please give the reason for the adjustment and its approval, and say whether the targets were "
            "adjusted with it.",
        ),
    )


@rule(
    "adjust-unneeded",
    severity="notice",
    family="budget",
    title=Wording(
        "追加预算后执行数仍低于年初预算", "Budget was added and less than the initial one was spent"
    ),
    basis=(NO_10,),
)
def adjust_unneeded(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """Money was added during the year although less than the first budget was spent.

    What it checks:
        In the total row: the adjusted budget is above the initial one, and the executed amount below it.
        Where no executed amount is printed, the largest one that the printed rate allows is taken.
    Basis:
        财预〔2020〕10号 asks for results to be used in next year's budget.
    Why it matters:
        The addition was not needed, or came too late to be used.

    Example:
        459.61 - 443.88 = 15.73 was added, and 427.14 < 443.88 was spent.
    When it does not apply:
        Budgets that were not raised. Additions for a fixed purpose (pay, transfers from above) are spent
        while something else is saved: hence no more than a notice.
    How to put it right:
        Say what the addition was for, and why the rest of the budget was not spent.
    """
    both = _initial_and_adjusted(evaluation, CHANGE)
    if isinstance(both, Outcome):
        yield both
        return
    first, paid = Fraction(both.initial.value), spent(evaluation, both.line)
    if both.adjusted.value <= both.initial.value:
        yield ok(CHANGE, f"{both.adjusted.text} ≤ {both.initial.text}")
    elif paid is None:
        what = Wording("全年执行数和执行率", "executed amount and the rate")
        yield without_number(evaluation, CHANGE, ("budget.executed", "budget.rate"), what)
    elif paid.low >= first:
        yield ok(CHANGE, f"{paid.text} ≥ {both.initial.text}")
    elif paid.high >= first:
        reason = Wording(
            "按填报的执行率不能确定执行数是否低于年初预算数。",
            "The printed rate leaves open whether less than the initial budget was spent.",
        )
        yield could_not_check(CHANGE, reason)
    else:
        yield _unneeded(evaluation, both, paid)


def _unneeded(evaluation: Evaluation, both: _Budgets, paid: Spent) -> Outcome:
    initial, adjusted = both.initial, both.adjusted
    gap = written(Fraction(adjusted.value) - Fraction(initial.value), decimals([initial, adjusted]))
    added = f"{adjusted.text} - {initial.text} = {gap}"
    by_rate = len(paid.terms) > 1
    paid_zh = f"按填报的执行率推算的全年执行数（{paid.text}）" if by_rate else f"全年执行数{paid.text}"
    paid_en = f"{paid.text} was spent by the printed rate" if by_rate else f"{paid.text} was spent"
    cells = list({id(one.cell): one for one in (initial, adjusted, *paid.terms)}.values())
    return found(
        CHANGE,
        "notice",
        Wording(
            f"年中追加预算{money(evaluation, gap)}（{added}），而{paid_zh}低于年初预算数{initial.text}。"
            "请说明追加的必要性。",
            f"{money(evaluation, gap)} was added during the year ({added}), and {paid_en}, below the initial "
            f"budget of {initial.text}. Please say what the addition was needed for.",
        ),
        evidence(cells),
        printed=money(evaluation, adjusted.text),
        difference=money(evaluation, gap),
        arithmetic=f"{added}; {paid.text} < {initial.text}",
        ask=Wording(
            "请说明追加预算的用途、下达时间和未使用完的原因，并提供批复文件。",
            "Please say what the addition was for, when it came and why money was left, with its approval.",
        ),
    )
