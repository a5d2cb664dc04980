"""Weights added up, on the whole form and under each heading, and scores kept within them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from extract.wording import Wording
from normalize.evaluation import Evaluation, Part
from validate.equations.groups import compared_heading, headings, told_once
from validate.equations.scored import Tally, row_may_be_lost, scored_pairs, tally, without_execution
from validate.equations.sums import agreement, compared, exact_sum, held, sum_text
from validate.equations.terms import (
    Term,
    budget_term,
    decimals,
    evidence,
    execution_line,
    values,
)
from validate.evidence import lost, seen_whole, spoken, why_absent
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rounding import half_up, places, written
from validate.rule import could_not_check, found, not_applicable, ok, rule

FORM_LOGIC = Wording("表内勾稽关系", "form logic")
NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
ASK = Wording("请核对各项分值，更正后重新报送。", "Please compare the weights and submit again.")

# Where so many rows have a score above their weight, the columns were taken the wrong way round, by us or on
# paper.
SWAPPED_SHARE = Fraction(9, 10)


@rule(
    "total-weight-sum",
    severity="error",
    family="weights",
    title=Wording("分值合计不符", "Weights do not add up"),
    basis=(FORM_LOGIC, NO_10),
)
def total_weight_sum(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """Weights that do not add up to the declared total, or not to what the form must have.

    What it checks:
        Execution weight plus the weights of all indicator rows against the declared total weight (error), and
        the sum against what the profile fixes, usually 100 (warning).
    Basis:
        Form logic. 财预〔2020〕10号 sets the execution rate at 10 and the other groups at 90 together.
    Why it matters:
        Where the weights are not 100 the total score is not what it says, and grades cannot be compared.

    Example:
        10 + 30 + 11 + 3 + 6 + 30 + 10 = 100.
    When it does not apply:
        Forms without weights. A declared total that leaves out the execution row is accepted. Where a row may
        not have been read (a text dump, a recognised page, parts lost), a shortfall is admitted as not
        checked.
    How to put it right:
        Compare the weights with the approved indicator table and restore the one that was changed or left
        out.
    """
    counted = tally(evaluation, "weight")
    subject = Wording("总分·分值", "total · weight")
    if not counted.rows:
        yield _no_weights(evaluation, subject)
        return
    yield _total_weight(evaluation, profile, subject, counted)


def _no_weights(evaluation: Evaluation, subject: Wording) -> Outcome:
    parts: tuple[Part, ...] = ("indicators", "indicators.weight")
    for part in parts:
        if evaluation.gap(part) is not None:
            absent = could_not_check if lost(evaluation, part) else not_applicable
            return absent(subject, why_absent(evaluation, part))
    return not_applicable(subject, Wording("指标表没有分值。", "The indicator rows hold no weight."))


def _total_weight(evaluation: Evaluation, profile: Profile, subject: Wording, counted: Tally) -> Outcome:
    if counted.missing() == 0:
        return _against_profile(profile, subject, counted)
    other = _other_sum(profile, counted)
    if other:
        return held(subject, other, sum_text(other))
    if counted.declared is None and profile.total_weight is None:
        return not_applicable(subject, Wording("没有分值合计可对。", "No total weight to compare with."))
    doubt = _doubt(evaluation, profile, counted)
    if doubt is not None:
        sum_here = sum_text(counted.terms)
        return could_not_check(subject, Wording(f"{sum_here}。{doubt.zh}", f"{sum_here}. {doubt.en}"))
    if counted.declared is None:
        return _against_profile(profile, subject, counted)
    return compared(subject, counted.declared, counted.terms, "weight", ASK)


def _other_sum(profile: Profile, counted: Tally) -> tuple[Term, ...]:
    """The rows that a declared total may count instead: bonus rows too, or all but the execution row."""
    together = counted.terms + counted.extra
    if counted.extra and counted.declared and exact_sum(together) == Fraction(counted.declared.value):
        return together
    return counted.rows if without_execution(counted, profile) else ()


def _doubt(evaluation: Evaluation, profile: Profile, counted: Tally) -> Wording | None:
    """Why a sum that does not fit may be ours and not the unit's; None where it cannot."""
    if _sum(counted) == profile.total_weight and counted.declared is None:
        return None
    if counted.empty:
        names = "、".join(counted.empty)
        return Wording(f"有的行没有分值：{names}。", f"Some rows hold no weight: {names}.")
    if not counted.execution and _sum(counted) + Fraction(profile.execution_weight or 10) == _goal(
        profile, counted
    ):
        return Wording("没有读到预算执行的分值。", "No execution weight was read.")
    if not seen_whole(evaluation) and row_may_be_lost(evaluation, profile):
        return Wording("可能有一行没有读到。", "A row may not have been read.")
    return None


def _sum(counted: Tally) -> Fraction:
    return exact_sum(counted.terms)


def _goal(profile: Profile, counted: Tally) -> Fraction | None:
    goal = counted.declared.value if counted.declared else profile.total_weight
    return None if goal is None else Fraction(goal)


def _against_profile(profile: Profile, subject: Wording, counted: Tally) -> Outcome:
    """The sum holds; whether it is also the sum that the profile asks for."""
    wanted = profile.total_weight
    if wanted is None or agreement(wanted, values(counted.terms), "weight") != "different":
        return held(subject, counted.terms, sum_text(counted.terms))
    shown = max(decimals(counted.terms), 0)
    arithmetic = f"{sum_text(counted.terms)} ≠ {wanted}"
    cells = [*counted.terms, *([counted.declared] if counted.declared else [])]
    return found(
        subject,
        "warning",
        Wording(
            f"分值合计不是{wanted}：{arithmetic}。如地方另有规定，请说明依据。",
            f"The weights do not add up to {wanted}: {arithmetic}. If a local rule says otherwise, "
            "please name it.",
        ),
        evidence(cells),
        recomputed=written(_sum(counted), shown),
        difference=written(abs(_sum(counted) - Fraction(wanted)), shown),
        arithmetic=arithmetic,
        ask=ASK,
    )


@rule(
    "group-weight-sum",
    severity="error",
    family="weights",
    title=Wording("分组分值与组内分值之和不符", "Group weight is not the sum of its rows"),
    basis=(FORM_LOGIC, NO_10),
)
def group_weight_sum(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A weight printed on a heading, as in 产出指标(50分), that its rows do not add up to.

    What it checks:
        Where a level-1 or level-2 heading carries a weight, the weights of its rows must add up to it.
    Basis:
        Form logic; the level-1 weights themselves come from 财预〔2020〕10号.
    Why it matters:
        Weight that moved from one group to another changes what the score rewards.

    Example:
        产出指标(50分): 30 + 11 + 3 + 6 = 50.
    When it does not apply:
        Where headings carry no weight. Cost rows are tried inside and outside 产出, and a heading repeated
        after a page break counts with its namesake. Where the labels of the rows were lost and inferred, a
        difference is admitted as not checked.
    How to put it right:
        Restore the weights of the approved indicator table, in the heading or in the rows.
    """
    subject = Wording("分组分值", "group weights")
    gap = evaluation.gap("indicators.weight")
    if gap is not None and not gap.lost:
        yield not_applicable(subject, why_absent(evaluation, "indicators.weight"))
        return
    weighted = list(headings(evaluation, "weight"))
    yield from told_once([(one, compared_heading(evaluation, one, "weight", ASK)) for one in weighted])
    if not weighted:
        yield not_applicable(subject, Wording("分组标题上没有分值。", "No heading carries a weight."))


@rule(
    "score-le-weight",
    severity="error",
    family="weights",
    title=Wording("得分超过分值", "Score above its weight"),
    basis=(NO_10,),
)
def score_le_weight(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A score above the weight of its row.

    What it checks:
        In every indicator row and in the execution row the score must not exceed the weight.
    Basis:
        财预〔2020〕10号: a met indicator earns its full weight, and nothing earns more.
    Why it matters:
        A score above its weight lifts the total and hides points lost elsewhere.

    Example:
        Weight 5, score 6.
    When it does not apply:
        Rows without a weight or a score, and bonus rows. Where nine rows in ten are the wrong way round the
        columns were probably swapped, and one line says so instead of a finding a row.
    How to put it right:
        Correct the score, or the weight if that was mistyped.
    """
    subject = Wording("得分与分值", "scores and weights")
    pairs = list(_pairs(evaluation))
    if not pairs:
        yield _no_pairs(evaluation, subject)
        return
    above = [(weight, score) for weight, score in pairs if score.value > weight.value]
    if len(above) > 1 and Fraction(len(above), len(pairs)) >= SWAPPED_SHARE:
        reason = Wording(
            f"{len(pairs)}行中有{len(above)}行得分大于分值，“分值”与“得分”两列可能互换，请对照原件。",
            f"In {len(above)} of {len(pairs)} rows the score exceeds the weight: the columns may be swapped; "
            "please see the original.",
        )
        yield could_not_check(subject, reason)
        return
    for weight, score in above:
        yield _above(weight, score)
    if not above:
        yield ok(subject, "; ".join(f"{score.text} ≤ {weight.text}" for weight, score in pairs))


def _pairs(evaluation: Evaluation) -> Iterator[tuple[Term, Term]]:
    line = execution_line(evaluation)
    if line is not None:
        weight, score = budget_term(line, "weight"), budget_term(line, "score")
        if weight and score:
            yield weight, score
    yield from scored_pairs(evaluation)


def _no_pairs(evaluation: Evaluation, subject: Wording) -> Outcome:
    parts: tuple[Part, ...] = ("indicators", "indicators.weight", "indicators.score")
    for part in parts:
        if evaluation.gap(part) is not None:
            absent = could_not_check if lost(evaluation, part) else not_applicable
            return absent(subject, why_absent(evaluation, part))
    return not_applicable(
        subject, Wording("没有同时有分值和得分的行。", "No row has both a weight and a score.")
    )


def _above(weight: Term, score: Term) -> Outcome:
    shown = decimals([weight, score])
    arithmetic = f"{score.text} > {weight.text}"
    digits = places(score.value)
    # a full score of 6.67 printed as 6.7, or as 7
    rounds = digits < places(weight.value) and half_up(Fraction(weight.value), digits) == score.value
    remark = Wording("请核对并更正。", "Please compare and correct.")
    if rounds:
        remark = Wording("可能是满分取整后的数，请核对。", "It may be the full score, rounded.")
    return found(
        score.role,
        "notice" if rounds else "error",
        Wording(
            f"{spoken(score.role).zh}为{score.text}，超过该项分值{weight.text}。{remark.zh}",
            f"The {spoken(score.role).en} is {score.text}, above the weight of {weight.text}. {remark.en}",
        ),
        evidence([score, weight]),
        printed=score.text,
        recomputed=f"≤ {weight.text}",
        difference=written(Fraction(score.value) - Fraction(weight.value), shown),
        arithmetic=arithmetic,
        ask=Wording("请说明该项得分的计算过程。", "Please show how this score was calculated."),
    )
