"""Family attainment, second part: points held against the formulas that units score by."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.attainment.attained import Row, each_row, points, recognised
from validate.attainment.habits import applied
from validate.attainment.monotone import clashes
from validate.attainment.telling import told
from validate.envelopes import Admissible, Envelope, envelope_of
from validate.envelopes.banded import scored_by_bands
from validate.envelopes.fitting import printed_as
from validate.evidence import lost
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rounding import exactly, written
from validate.rule import could_not_check, found, not_applicable, ok, rule

_SCORES = Wording("完成情况与得分", "attainment and scores")
_RULE_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
_RULE_101 = Wording("财预〔2021〕101号", "Cai Yu [2021] No. 101 (财预〔2021〕101号)")
_NO_LOSS = Wording(
    "没有未达到指标值而部分得分的行。", "No row whose target is not met has part of its points."
)
_NO_MET_LOSS = Wording("没有达到指标值而被扣分的行。", "No row whose target is met lost points.")


@rule(
    "score-vs-proportion",
    severity="warning",
    family="attainment",
    title=Wording("得分与各种计分方法均不符", "A score that no scoring formula gives"),
    basis=(_RULE_10, _RULE_101),
)
def score_vs_proportion(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """Hold the score of a row whose target is not met against every scoring formula in use.

    What it checks:
        Targets to be reached: weight times actual over target; nothing below a pass mark (60 %) or unless the
        target is met; for satisfaction rates also bands. Ceilings: less the excess in proportion, or target
        over actual. Targets of several parts: parts alike, the lowest part, or nothing unless all are met. A
        score that one of them gives passes, and so does one between them; rounding and cutting to the
        printed digits, and points in halves, are allowed for.

    Basis:
        Cai Yu [2020] No. 10: in proportion to attainment. Cai Yu [2021] No. 101: yes or no, proportional
        with a pass mark, bands.

    Why it matters:
        A score that no formula gives rests on something that the form does not say.

    Example:
        At least 3000 people, actual 2980, weight 10: 10 × 2980 ÷ 3000 = 9.93; a score of 9.5 passes as
        points in halves only up to 9.75, so 9.2 is reported with 9.93 beside it.

    When it does not apply:
        Targets in words; targets that are met (met-but-deducted); full marks for what is not met
        (target-not-met-full-score); dates. Where it cannot be told how far a part was attained, the rule
        says that it could not check. A lower score with a reason given is a notice.

    How to put it right:
        Score by the stated formula, or say which formula was used.
    """

    def look(row: Row) -> Outcome | None:
        return _held_against_formulas(row, profile)

    yield from each_row(evaluation, _SCORES, look, _NO_LOSS)


def _held_against_formulas(row: Row, profile: Profile) -> Outcome | None:
    judgement = row.judgement
    settled = judgement.qualitative or judgement.blank or judgement.verdict == "met"
    if not row.lost_points or settled or row.in_words_only:
        return None
    if all(part.part.nature == "date" for part in judgement.parts if part.verdict != "not-judged"):
        reason = Wording(
            "时限没有按比例计分的公式，由规则 time-late 核对。", "Dates belong to the rule time-late."
        )
        return not_applicable(row.subject, reason)
    if row.doubtful:
        return recognised(row)
    admitted = envelope_of(row, profile)
    if admitted is None or row.score is None:
        return could_not_check(row.subject, _no_envelope(row))
    fitting = admitted.fit(row.score)
    if fitting is None:
        return _outside(row, admitted, row.score)
    subject = Wording(f"{row.name}（{fitting.formula.zh}）", f"{row.name} ({fitting.formula.en})")
    return ok(subject, _with_print(fitting, row.score))


def _no_envelope(row: Row) -> Wording:
    """Why no score can be worked out: the part that cannot be judged, or the lack of a figure."""
    doubtful = [told(part) for part in row.judgement.parts if part.verdict in {"cannot-tell", "missing"}]
    if not doubtful and row.judgement.of("not-judged"):
        doubtful = [Wording("指标值还含文字要求", "the target also asks for something in words")]
    if not doubtful:
        doubtful = [Wording("没有可以代入计分公式的数字", "there is no figure to put into a formula")]
    zh, en = "；".join(one.zh for one in doubtful), "; ".join(one.en for one in doubtful)
    return Wording(
        f"{zh}，无法复算该项得分{row.points}。", f"{en}; the score {row.points} cannot be worked out."
    )


def _with_print(fitting: Admissible, score: Decimal) -> str | None:
    if fitting.arithmetic is None:
        return None
    same = fitting.shown == points(score)
    return fitting.arithmetic if same else f"{fitting.arithmetic} ≈ {format(score, 'f')}"


def _outside(row: Row, admitted: Envelope, score: Decimal) -> Outcome:
    graded = [one for one in admitted.admissible if one.graded]
    low = Fraction(score) < min(one.reach.low for one in graded)
    nearest = min(
        (end for one in graded for end in (one.score.low, one.score.high)),
        key=lambda end: abs(end - Fraction(score)),
    )
    sums = "; ".join(one.arithmetic for one in graded if one.arithmetic)
    partly = row.judgement.verdict == "partly"
    zh, en = ("未全部", "met in part") if partly else ("未", "not met")
    return found(
        row.subject,
        "notice" if low and row.explained else "warning",
        Wording(
            f"指标值“{row.target.text}”，实际完成值“{row.actual.text}”，{zh}达到指标值；该项得分{row.points}，"
            f"与各种计分方法的结果均不符（{admitted.told.zh}）。",
            f"Target “{row.target.text}”, actual “{row.actual.text}”: {en}. No scoring formula gives the "
            f"score {row.points} ({admitted.told.en}).",
        ),
        row.evidence(reason=True),
        printed=format(score, "f"),
        recomputed="; ".join(dict.fromkeys(one.shown for one in graded)),
        difference=written(abs(nearest - Fraction(score)), 2),
        arithmetic=f"{sums} ≠ {format(score, 'f')}" if sums else None,
        ask=Wording(
            "请说明该项采用的计分方法和计算过程，并提供实际完成值的佐证材料；如属笔误，请更正得分。",
            "Please state the formula and the calculation, with evidence for the actual; if the score is a "
            "slip, please correct it.",
        ),
    )


@rule(
    "met-but-deducted",
    severity="warning",
    family="attainment",
    title=Wording(
        "达到指标值而被扣分，未说明原因", "A target is met, points are lost, and no reason is given"
    ),
    basis=(_RULE_10,),
)
def met_but_deducted(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """Look for rows whose target is met, whose score is below the weight, and that give no reason.

    What it checks:
        Every part of the target is met, the score is lower than the weight by more than rounding, and the
        cell for the reason is blank or the form has none.

    Basis:
        Cai Yu [2020] No. 10: a quantitative indicator whose target is met gets its full weight.

    Why it matters:
        Either points were taken away by mistake, or something is known about the row that the form does not
        say.

    Example:
        Public expenses: target 26.43, actual 26.16, which keeps the ceiling; score 1 of 2, no reason.

    When it does not apply:
        A reason is given. Targets that also ask for something in words are reported as not checkable. Points
        lost to a known formula are told by score-actual-times-weight, reverse-scored-as-positive and
        satisfaction-band, and rows that got less than others of their group by score-monotone.
        Over-completion from 130 % on, for which points may be taken, and a column of reasons that may have
        been lost on the way make it a notice.

    How to put it right:
        Give the row its full weight, or say why points were taken.
    """
    compared = {id(one.row.indicator) for clash in clashes(evaluation) for one in clash.lower}

    def look(row: Row) -> Outcome | None:
        return _deducted(row, evaluation, profile, compared=id(row.indicator) in compared)

    yield from each_row(evaluation, _SCORES, look, _NO_MET_LOSS)


def _deducted(row: Row, evaluation: Evaluation, profile: Profile, *, compared: bool) -> Outcome | None:
    if row.judgement.verdict != "met" or not row.lost_points or row.weight is None or row.score is None:
        return None
    if row.doubtful:
        return recognised(row)
    if row.judgement.of("not-judged"):
        reason = Wording(
            "指标值还含文字要求，扣分是否因此，无法核对。",
            "The target also asks for something in words, which may be why points were taken.",
        )
        return could_not_check(row.subject, reason)
    name = "score-monotone" if compared else _told_by(row, profile)
    if name is not None:
        return not_applicable(row.subject, Wording(f"由规则 {name} 列示。", f"Reported by the rule {name}."))
    if row.explained or printed_as(row.score, exactly(row.weight)):
        return ok(row.subject)
    return _unexplained(row, row.weight, row.score, evaluation, profile)


def _told_by(row: Row, profile: Profile) -> str | None:
    """The rule that knows the formula to which the points were lost."""
    if scored_by_bands(row, profile):
        return "satisfaction-band"
    formula = applied(row)
    return _TOLD_BY[formula.habit] if formula is not None else None


_TOLD_BY = {
    "actual-times-weight": "score-actual-times-weight",
    "as-positive": "reverse-scored-as-positive",
}


def _unexplained(
    row: Row, weight: Decimal, score: Decimal, evaluation: Evaluation, profile: Profile
) -> Outcome:
    far_over = profile.over_completion_deducts and _far_over(row, profile)
    column_lost = lost(evaluation, "indicators.deviation")
    zh, en = "未见扣分说明", "no reason is given"
    if far_over:
        zh, en = (
            "实际远高于指标值，是否因此扣分，未见说明",
            "it is far above the target; whether points were taken for that is not said",
        )
    elif column_lost:
        zh, en = (
            "没有读到偏差原因一栏，不能确认是否已作说明",
            "the column of reasons was not read and may hold one",
        )
    loss = points(weight - score)
    return found(
        row.subject,
        "notice" if far_over or column_lost else "warning",
        Wording(
            f"指标值“{row.target.text}”，实际完成值“{row.actual.text}”，达到指标值；该项得分{row.points}，"
            f"扣{loss}分，{zh}。",
            f"Target “{row.target.text}”, actual “{row.actual.text}”: met. Score {row.points}, {loss} lost; "
            f"{en}.",
        ),
        row.evidence(),
        printed=format(score, "f"),
        recomputed=points(weight),
        difference=loss,
        arithmetic=f"{format(weight, 'f')} - {format(score, 'f')} = {loss}",
        ask=Wording(
            "请说明扣分的原因和依据；如无扣分理由，请更正得分。",
            "Please say why points were taken and by which rule; if there is no reason, please correct the "
            "score.",
        ),
    )


def _far_over(row: Row, profile: Profile) -> bool:
    """Whether some part that asks for more is exceeded by so much that points may be taken for it."""
    ratios = [part.ratio for part in row.judgement.parts if part.comparator not in {"<=", "<"}]
    return any(ratio is not None and (ratio.low or 0) >= profile.over_completion for ratio in ratios)
