"""Family attainment: indicators in words, whose scores are judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.attainment.attained import Row, each_row, points, recognised, rows, without_rows
from validate.envelopes import Envelope, envelope_of
from validate.envelopes.tiers import tier
from validate.evidence import cite, indicator_role
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rounding import percent, written
from validate.rule import found, not_applicable, ok, rule

_WORDS = Wording("定性指标", "indicators in words")
_RULE_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
_FORM = Wording("表内勾稽关系", "form logic")

# An actual that says no more than that it went well.
_CIRCULAR = re.compile(
    "(?:已|均|均已|全部|全面|基本|较好|圆满|按[期时]|有效)*(?:达到|达成|完成|实现|符合)了?(?:了)?(?:年度|年初|预期|既定|预定|计划|绩效)*"
    "(?:目标|指标|效果|要求|指标值|目标值|任务)?|(?:效果|成效|作用|影响)?(?:良好|很好|较好|好|明显|显著|优秀|优良|优)|有效|合格|达标|已完成"
    "|(?:有所|明显|显著|持续|不断|进一步|逐步|得到)?(?:提高|提升|增强|加强|改善|优化|促进|保障)|是|满意"
)
_PUNCTUATION = re.compile(r"[\s。.;；,，、]")


@rule(
    "qual-tier",
    severity="warning",
    family="attainment",
    title=Wording("定性指标得分与所选档次不符", "The score of an indicator in words lies outside its tier"),
    basis=(_RULE_10,),
)
def qual_tier(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """Hold the score of an indicator in words against the tier that its actual names.

    What it checks:
        The actual is one of the option words of the regulation: attained (80 % to 100 % of the weight),
        attained in part with some effect (60 % up to 80 %), not attained with poor effect (below 60 %). The
        score must lie in the tier.

    Basis:
        Cai Yu [2020] No. 10: indicators in words are scored in three tiers.

    Why it matters:
        The words say one thing and the points another.

    Example:
        “Attained in part”, weight 8: 4.8 up to 6.4 points; 7.5 is more than the tier allows.

    When it does not apply:
        Free text, which belongs to no tier: judged scores are not recomputed. Rows without weight or score.

    How to put it right:
        Choose the tier that fits, or score within it.
    """

    def look(row: Row) -> Outcome | None:
        return _in_tier(row, profile)

    nothing = Wording("没有以三档用语填报的定性指标。", "No actual names one of the three tiers.")
    yield from each_row(evaluation, _WORDS, look, nothing)


def _in_tier(row: Row, profile: Profile) -> Outcome | None:
    if not row.judgement.qualitative or tier(row.actual.value, profile.tiers) is None or row.score is None:
        return None
    admitted = envelope_of(row, profile)
    if admitted is None:
        return None
    if admitted.fit(row.score) is not None or row.score > admitted.weight:
        return ok(row.subject)
    return recognised(row) if row.doubtful else _outside_tier(row, admitted, row.score)


def _outside_tier(row: Row, admitted: Envelope, score: Decimal) -> Outcome:
    named = admitted.admissible[0]
    ends = named.score.low, named.score.high
    gap = min(abs(Fraction(score) - end) for end in ends)
    return found(
        row.subject,
        "warning",
        Wording(
            f"实际完成值“{row.actual.text}”属于“{named.formula.zh}”档，分值{points(admitted.weight)}分，"
            f"得分应在{named.shown}分之间{'（不含上限）' if named.score.high_open else ''}；"
            f"该项得分{row.points}。",
            f"The actual “{row.actual.text}” names the tier “{named.formula.en}”: {named.shown} of "
            f"{points(admitted.weight)} points. Score {row.points}.",
        ),
        row.evidence(),
        printed=format(score, "f"),
        recomputed=named.shown,
        difference=f"≥ {written(gap, 2)}",
        arithmetic="; ".join(_edge(end, admitted.weight) for end in ends if 0 < end < admitted.weight),
        ask=Wording(
            "请核对档次与得分，并提供支撑该档次的佐证材料。",
            "Please compare the tier with the score, and provide evidence for the tier.",
        ),
    )


def _edge(end: Fraction, weight: Decimal) -> str:
    """`8 × 80% = 6.4`: where a tier begins or ends."""
    return (
        f"{points(weight)} × {percent(end / Fraction(weight), 0)} = {written(end, 4).rstrip('0').rstrip('.')}"
    )


@rule(
    "qual-circular",
    severity="notice",
    family="attainment",
    title=Wording("定性指标的实际完成情况只有结论", "Indicators in words are answered with a verdict only"),
    basis=(_FORM,),
)
def qual_circular(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """Look for indicators in words whose actual only says that it went well.

    What it checks:
        The target has no figure; the actual is “reached the expected goal”, “good”, “obvious” or the like,
        or repeats the target, and nothing else stands in the row. All such rows are told together.

    Basis:
        Form logic: a result is described by what was done and what came of it.

    Why it matters:
        Points were given for a statement that cannot be checked.

    Example:
        Five rows with 33 points, each answered “达到预期目标”.

    When it does not apply:
        Actuals that say what was done; rows whose cell for the reason says more; targets with a figure.
        Some systems force option words on the unit: “attained” is told too, because the evidence has to
        stand somewhere; “attained in part” and “not attained” are not.

    How to put it right:
        Say what was done and what came of it, and where the evidence is.
    """
    judged = rows(evaluation)
    if not judged:
        yield from without_rows(evaluation, _WORDS)
        return
    in_words = [row for row in judged if row.judgement.qualitative and row.actual.value.strip()]
    circular = [row for row in in_words if _only_a_verdict(row, profile)]
    if circular:
        yield _without_content(circular)
    elif in_words:
        yield ok(_WORDS)
    else:
        yield not_applicable(_WORDS, Wording("没有定性指标。", "No indicator is in words."))


def _only_a_verdict(row: Row, profile: Profile) -> bool:
    said = _PUNCTUATION.sub("", row.actual.value)
    repeated = said == _PUNCTUATION.sub("", row.target.value)
    named = tier(said, profile.tiers)
    best = named is not None and named.shares.high == 1
    stock = repeated or best or _CIRCULAR.fullmatch(said) is not None
    return stock and not row.explained and not row.doubtful


def _without_content(circular: list[Row]) -> Outcome:
    weights = [row.weight for row in circular if row.weight is not None]
    total = sum(weights, Decimal())
    zh_sum, en_sum = (f"，合计{points(total)}分", f", {points(total)} points in all") if weights else ("", "")
    said = "、".join(dict.fromkeys(f"“{row.actual.value.strip()}”" for row in circular))
    cited = [cite(indicator_role(row.indicator, "actual"), row.actual) for row in circular]
    weighed = [
        cite(indicator_role(row.indicator, "weight"), row.indicator.weight)
        for row in circular
        if row.indicator.weight is not None and row.weight is not None
    ]
    listed = " + ".join(format(weight, "f") for weight in weights)
    return found(
        _WORDS,
        "notice",
        Wording(
            f"{len(circular)}项定性指标{zh_sum}，实际完成值只填{said}，未说明做了什么、效果如何，无法核对。",
            f"Indicators in words answered with {said} only: {len(circular)}{en_sum}; what was done and what "
            "came of it is not said.",
        ),
        tuple({one.place: one for one in [*cited, *weighed]}.values()),
        arithmetic=f"{listed} = {format(total, 'f')}" if len(weights) > 1 else None,
        ask=Wording(
            "请逐项说明具体做法和效果，并提供佐证材料（文件、数据、考核结果、第三方评价）。",
            "Please say for each what was done and what came of it, with evidence (documents, figures, "
            "assessments).",
        ),
    )
