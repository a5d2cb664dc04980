"""Scores added up, in total and under headings, and scores and weights below 0 (family arithmetic)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from extract.wording import Wording
from normalize.evaluation import Evaluation, Indicator, Part
from validate.equations.absent import without_number
from validate.equations.groups import compared_heading, headings, told_once
from validate.equations.scored import Tally, other_sums, row_may_be_lost, rows_proven, scored_rows, tally
from validate.equations.sums import compared, exact_sum, sum_text
from validate.equations.terms import Term, budget_term, execution_line
from validate.evidence import lost, seen_whole, spoken, why_absent
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rule import could_not_check, found, not_applicable, ok, rule

FORM_LOGIC = Wording("表内勾稽关系", "form logic")
NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
ASK_GROUP = Wording(
    "请核对本组各项得分与分组得分，更正后重新报送。",
    "Please compare the scores of the group with its subtotal and submit again.",
)
ASK_ROW = Wording(
    "请核对该项的分值和得分，更正后重新报送。",
    "Please compare weight and score of the row and submit again.",
)
ASK = Wording(
    "请核对各项得分与总分，更正后重新报送。", "Please compare the scores with the total and submit again."
)


@rule(
    "total-score-sum",
    severity="error",
    family="arithmetic",
    title=Wording("总分与各项得分之和不符", "Total score is not the sum of the scores"),
    basis=(NO_10, FORM_LOGIC),
)
def total_score_sum(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """A declared total score that the scores on the form do not add up to.

    What it checks:
        Execution score plus the scores of all indicator rows against the declared total. Group subtotals are
        not added. Where only rounding of scores printed with decimals explains a difference, a notice says
        so.
    Basis:
        财预〔2020〕10号: the total is the sum of the indicator scores. Form logic.
    Why it matters:
        The total decides the grade, and the grade next year's budget.

    Example:
        9.3 + 44 + 5 + 30 + 10 = 98.3.
    When it does not apply:
        Where a row has no score the sum cannot be checked. Where weights and scores fall short together, a
        row was probably not read: that is admitted as not checked, not held against the unit. Bonus and
        deduction rows count with either sign; a score repeated on a 其中 row of the budget block counts once.
    How to put it right:
        Add the scores up again and correct the total, or the score that was changed last.
    """
    counted = tally(evaluation, "score")
    subject = Wording("总分·得分", "total · score")
    if counted.declared is None or not counted.rows:
        yield _nothing_to_add(evaluation, subject, counted)
        return
    yield _total_score(evaluation, profile, subject, counted, counted.declared)


def _nothing_to_add(evaluation: Evaluation, subject: Wording, counted: Tally) -> Outcome:
    parts: tuple[Part, ...] = ("total",) if counted.rows else ("indicators", "indicators.score", "total")
    for part in parts:
        if evaluation.gap(part) is not None:
            absent = could_not_check if lost(evaluation, part) else not_applicable
            return absent(subject, why_absent(evaluation, part))
    if counted.declared is None:
        return could_not_check(subject, Wording("没有读到总分。", "No total score was read."))
    return could_not_check(subject, Wording("指标表没有得分。", "The indicator rows hold no score."))


def _total_score(
    evaluation: Evaluation, profile: Profile, subject: Wording, counted: Tally, declared: Term
) -> Outcome:
    for terms in chain([[*counted.terms]], other_sums(evaluation, profile, counted, "score")):
        if exact_sum(terms) == Fraction(declared.value):
            return compared(subject, declared, terms, "score", ASK)
    arithmetic = f"{sum_text(counted.terms)} ≠ {declared.text}"
    doubt = _doubt(evaluation, profile, counted)
    if doubt is None or counted.holds():
        return compared(subject, declared, counted.terms, "score", ASK)
    return could_not_check(subject, Wording(f"{arithmetic}。{doubt.zh}", f"{arithmetic}. {doubt.en}"))


def _doubt(evaluation: Evaluation, profile: Profile, counted: Tally) -> Wording | None:
    """Why a sum that does not fit may be ours and not the unit's; None where it cannot."""
    if counted.empty:
        names = "、".join(counted.empty)
        return Wording(f"有的行没有得分：{names}。", f"Some rows hold no score: {names}.")
    line = execution_line(evaluation)
    if not counted.execution and (line is not None or _execution_could_make_up(profile, counted)):
        return Wording("没有读到预算执行得分。", "No execution score was read.")
    if row_may_be_lost(evaluation, profile):
        return Wording(
            "分值之和也不足，可能有一行没有读到。",
            "The weights fall short too: a row may not have been read.",
        )
    if not seen_whole(evaluation) and not rows_proven(evaluation):
        return Wording("分值不能证明各行都已读到。", "The weights do not prove that every row was read.")
    return None


def _execution_could_make_up(profile: Profile, counted: Tally) -> bool:
    missing = None if profile.execution_in_rows else counted.missing()
    return missing is not None and 0 < missing <= Fraction(profile.execution_weight or 20)


@rule(
    "group-score-sum",
    severity="error",
    family="arithmetic",
    title=Wording("分组得分与组内得分之和不符", "Group score is not the sum of its rows"),
    basis=(FORM_LOGIC,),
)
def group_score_sum(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A score printed on a heading or subtotal that its rows do not add up to.

    What it checks:
        Where a level-1 or level-2 heading (or its subtotal row) carries a score, the scores of its rows must
        add up to it.
    Basis:
        Form logic: a subtotal is the sum of the rows it stands over.
    Why it matters:
        A subtotal that does not match its rows means that a score was changed after it was added up.

    Example:
        产出指标 47, rows 10 + 20 + 16 = 46 ≠ 47.
    When it does not apply:
        Where headings carry no score. Cost rows are tried inside and outside 产出. Where the labels of the
        rows were lost and inferred, a difference is admitted as not checked.
    How to put it right:
        Add the rows of the group up again and correct the subtotal or the row.
    """
    subject = Wording("分组得分", "group scores")
    found_headings = list(headings(evaluation, "score"))
    yield from told_once(
        [(one, compared_heading(evaluation, one, "score", ASK_GROUP)) for one in found_headings]
    )
    if not found_headings:
        yield not_applicable(subject, Wording("分组标题上没有得分。", "No heading carries a score."))


@rule(
    "score-negative",
    severity="error",
    family="arithmetic",
    title=Wording("得分或分值为负数", "A score or weight below 0"),
    basis=(NO_10,),
)
def score_negative(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A score below 0, or a weight that is not above 0.

    What it checks:
        In every indicator row and in the execution row the score must not be below 0 (error), nor the weight
        (error). A weight of 0 beside a target and an actual value is a notice: the row counts for nothing.
    Basis:
        财预〔2020〕10号: an indicator earns a share of its weight, from nothing to all of it.
    Why it matters:
        A negative number lowers the sum, and a row of weight 0 looks as if it were assessed.

    Example:
        Weight 5, score -2.
    When it does not apply:
        Bonus and deduction rows, which may be negative. Rows that a system made void, with a weight of 0 and
        nothing filled in, and 其中 rows, which only detail another one.
    How to put it right:
        Correct the number; give points to be taken off a row of their own.
    """
    cells = list(_signed_cells(evaluation))
    for row, one in cells:
        if one.value < 0:
            yield _negative(one)
        elif row is not None and one.value == 0 and _assessed(row):
            yield _weightless(one)
    if not cells:
        parts: tuple[Part, ...] = ("indicators", "indicators.weight", "indicators.score")
        yield without_number(evaluation, SIGNS, parts, SIGNS)
    elif not any(one.value < 0 or (row and one.value == 0 and _assessed(row)) for row, one in cells):
        yield ok(SIGNS)


SIGNS = Wording("得分和分值的正负", "signs of scores and weights")


def _signed_cells(evaluation: Evaluation) -> Iterator[tuple[Indicator | None, Term]]:
    """Every score, without its row, and every weight, with it."""
    line = execution_line(evaluation)
    for column in ("weight", "score") if line else ():
        if line and (one := budget_term(line, "weight" if column == "weight" else "score")):
            yield None, one
    for row, weight, score, on_top in scored_rows(evaluation):
        if not on_top:
            yield from [(row, weight)] if weight else []
            yield from [(None, score)] if score else []


def _assessed(row: Indicator) -> bool:
    filled = all(text is not None and text.value.strip() for text in (row.target, row.actual))
    return filled and not row.level3.value.startswith("其中")


def _negative(one: Term) -> Outcome:
    return found(
        one.role,
        "error",
        Wording(
            f"{spoken(one.role).zh}为{one.text}，小于0。请核对并更正。",
            f"The {spoken(one.role).en} is {one.text}, below 0. Please compare and correct.",
        ),
        (one.cite(),),
        printed=one.text,
        recomputed="≥ 0",
        arithmetic=f"{one.text} < 0",
        ask=ASK_ROW,
    )


def _weightless(one: Term) -> Outcome:
    return found(
        one.role,
        "notice",
        Wording(
            f"{spoken(one.role).zh}为{one.text}，而该行填有指标值和完成值，不计分。请核实是否应设分值。",
            f"The {spoken(one.role).en} is {one.text} although target and actual are filled in: the row "
            "counts for nothing. Please check whether it should weigh something.",
        ),
        (one.cite(),),
        printed=one.text,
        recomputed="> 0",
        ask=ASK_ROW,
    )
