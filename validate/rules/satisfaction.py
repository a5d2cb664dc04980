"""Family attainment: satisfaction, where it comes from and how it is scored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.attainment.attained import Row, each_row, is_satisfaction, points, recognised
from validate.envelopes import Envelope, envelope_of
from validate.envelopes.banded import band_points, rate, scored_by_bands
from validate.envelopes.bands import NAME
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rounding import percent, written
from validate.rule import found, ok, rule

_SATISFACTION = Wording("满意度指标", "satisfaction")
_RULE_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
_RULE_101 = Wording("财预〔2021〕101号", "Cai Yu [2021] No. 101 (财预〔2021〕101号)")
_FORM = Wording("表内勾稽关系", "form logic")
_NONE = Wording("没有满意度指标。", "No row asks for satisfaction.")

_SURVEYED = re.compile("问卷|调查|样本|抽样|抽取|测评|访谈|回访|发放.{0,6}份|收回|评价器|评议")
_NOT_SURVEYED = re.compile("(?:未|没有|无)(?:开展|进行|组织|做)?(?:满意度)?(?:问卷|调查|测评)")
_NO_COMPLAINTS = re.compile("(?:无|零|未收到|没有|未接到|未发生)[^，。；]{0,6}(?:投诉|意见|举报|信访|不满意)")


@rule(
    "satisfaction-100",
    severity="warning",
    family="attainment",
    title=Wording("满意度为100%或没有调查依据", "Satisfaction of 100 %, or without a survey"),
    basis=(_FORM, _RULE_10),
)
def satisfaction_100(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Look for satisfaction of 100 %, and for words that say there was no survey.

    What it checks:
        The actual of a row that asks for satisfaction is 100 %, and no survey is told (notice); or the row
        has full marks and says that no survey was held or that nobody complained (warning).

    Basis:
        Form logic: satisfaction is what the people asked have answered. Cai Yu [2020] No. 10: scores rest on
        completion values.

    Why it matters:
        “No complaints” is not the same as “all satisfied”, and a rate of 100 % seldom comes from a real
        sample.

    Example:
        Satisfaction 100 % planned, 100 % reported, 10 of 10.

    When it does not apply:
        The row tells of a survey (questionnaires, sample, return visits). A rate below 100 % without a word
        on the method is not reported: forms have no cell for it.

    How to put it right:
        Give the method, the number asked and the number that answered, or survey again.
    """
    yield from each_row(evaluation, _SATISFACTION, _asked, _NONE)


def _asked(row: Row) -> Outcome | None:
    if not is_satisfaction(row.indicator) or row.judgement.blank:
        return None
    reason = row.indicator.deviation.value if row.indicator.deviation else ""
    words = f"{row.actual.value} {reason}"
    unasked = _NOT_SURVEYED.search(words) or _NO_COMPLAINTS.search(words)
    surveyed = _SURVEYED.search(words) is not None and not _NOT_SURVEYED.search(words)
    all_of_them = rate(row) == 1
    if surveyed or not (all_of_them or (unasked and row.full_score)):
        return ok(row.subject)
    return recognised(row) if row.doubtful else _unsupported(row, unasked[0] if unasked else None)


def _unsupported(row: Row, unasked: str | None) -> Outcome:
    scored_zh = f"，该项得分{row.points}" if row.score is not None and row.weight is not None else ""
    scored_en = f" Score {row.points}." if scored_zh else ""
    zh = f"满意度实际完成值为“{row.actual.text}”，未见调查方式和样本数{scored_zh}。"
    en = f"Satisfaction is reported as “{row.actual.text}”; no survey and no sample are told.{scored_en}"
    if unasked is not None:
        zh = f"满意度填报为“{row.actual.text}”，文字写明“{unasked}”，未见满意度调查{scored_zh}。"
        en = (
            f"Satisfaction is reported as “{row.actual.text}” with “{unasked}”; no survey is told.{scored_en}"
        )
    return found(
        row.subject,
        "warning" if unasked is not None and row.full_score else "notice",
        Wording(zh, en),
        row.evidence(reason=True),
        ask=Wording(
            "请说明满意度的调查方式、发放和收回份数及计算过程，并提供问卷和汇总表。",
            "Please give the method of the survey, the numbers asked and answered, and the calculation, "
            "with the questionnaire and its summary.",
        ),
    )


@rule(
    "satisfaction-band",
    severity="notice",
    family="attainment",
    title=Wording("满意度按分档计分", "Satisfaction is scored by bands"),
    basis=(_RULE_101,),
)
def satisfaction_band(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """Tell rows of satisfaction whose score fits bands of the rate and not its target.

    What it checks:
        A rate of 90 % and more earns the whole weight, 80 % and more 80 % of it, 60 % and more half of it,
        less nothing. Where the score is just that, and neither full marks for a target that is met nor in
        proportion to it, the row is told.

    Basis:
        Cai Yu [2021] No. 101 gives these bands as an example of scoring satisfaction.

    Why it matters:
        Both ways are in use and give different points; which one holds should be the same on all forms of a
        year.

    Example:
        Target 95 %, actual 91 %, weight 10: bands give 10, in proportion it is 9.58.

    When it does not apply:
        Scores that fit the target. Either way is accepted: it is a notice only.

    How to put it right:
        Name the scoring rule that was laid down when the targets were approved.
    """

    def look(row: Row) -> Outcome | None:
        return _banded(row, profile)

    nothing = Wording("没有以比率表示的满意度指标。", "No satisfaction is given as a rate.")
    yield from each_row(evaluation, _SATISFACTION, look, nothing)


def _banded(row: Row, profile: Profile) -> Outcome | None:
    reported = rate(row)
    earned = band_points(row, profile) if reported is not None else None
    if earned is None or reported is None or row.score is None:
        return None
    if not scored_by_bands(row, profile):
        return ok(row.subject)
    admitted = envelope_of(row, profile)
    if _fits_otherwise(admitted, row.score):
        return ok(row.subject)
    return recognised(row) if row.doubtful else _told(row, admitted, earned, reported)


def _fits_otherwise(admitted: Envelope | None, score: Decimal) -> bool:
    fitting = admitted.fit(score) if admitted is not None else None
    return fitting is not None and fitting.formula != NAME


def _told(row: Row, admitted: Envelope | None, earned: Fraction, reported: Fraction) -> Outcome:
    weight = row.weight or Decimal()
    graded = [one for one in admitted.admissible if one.graded] if admitted is not None else []
    other = graded[0].shown if graded else points(weight)
    share = percent(earned / Fraction(weight), 0)
    return found(
        row.subject,
        "notice",
        Wording(
            f"满意度{percent(reported, 2)}，得分{row.points}与分档计分（{share}）相符；"
            f"按指标值“{row.target.text}”计分为{other}分。两种方法均有采用，请说明所用方法。",
            f"Satisfaction {percent(reported, 2)}: the score {row.points} fits scoring by bands ({share}); "
            f"by the target “{row.target.text}” it is {other}. Both are in use; please say which one holds.",
        ),
        row.evidence(),
        printed=format(row.score or Decimal(), "f"),
        recomputed=other,
        difference=points(abs(Decimal(other) - (row.score or Decimal()))),
        arithmetic=f"{format(weight, 'f')} × {share} = {written(earned, 2)}",
        ask=Wording(
            "请提供批复绩效目标时确定的满意度计分标准。",
            "Please provide the scoring rule for satisfaction that was laid down with the targets.",
        ),
    )
