"""Family attainment: what targets were set, how far they were exceeded, and which way they point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.attainment.attained import Row, each_row, multiple, percent, quoted, recognised
from validate.attainment.direction import wrong_way
from validate.attainment.judgement import PartJudgement
from validate.attainment.telling import arithmetic
from validate.attainment.wordings import figure
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rule import found, ok, rule

_TARGETS = Wording("指标值的设置", "the targets")
_ACTUALS = Wording("实际完成值与指标值", "actuals against targets")
_RULE_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
_RULE_101 = Wording("财预〔2021〕101号", "Cai Yu [2021] No. 101 (财预〔2021〕101号)")
_FORM = Wording("表内勾稽关系", "form logic")

# What others ask for: the unit does its work well and still cannot plan the number.
_ON_DEMAND = re.compile(
    "接待|受理|办理|办结|咨询|求助|来访|信访|诉求|投诉|报警|接警|救助|救治|就诊|门诊|住院|访问|浏览|点击|阅读|参观|客流|游客"
    "|受益|惠及|申请|登记|处置|查处|案件|志愿|参与|受众|采用|采纳|点播"
)
# Shares of a whole: more than all of it cannot be.
_OF_A_WHOLE = re.compile("(?:满意度|(?:合格|达标|覆盖|优良|准确|及时|知晓|普及|完好|成活|入学|检出)率)$")
_TOO_LOW = Decimal(3)
_FEW = Decimal(5)


@rule(
    "over-completion",
    severity="warning",
    family="attainment",
    title=Wording("实际完成值远高于指标值", "The actual is far above the target"),
    basis=(_RULE_10,),
)
def over_completion(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """Look for targets that were exceeded by 30 % or more, and for the reason.

    What it checks:
        Actual over target, part by part, for targets to be reached. From 130 % on (the profile may say
        otherwise) a reason is looked for; from 300 % on the target itself is in question. A share of a whole
        (pass rate, coverage, satisfaction) above 100 % is reported as such.

    Basis:
        Cai Yu [2020] No. 10: strong deviations are analysed, and where the initial target was plainly too
        low the score is reduced by the degree of deviation.

    Why it matters:
        A target that is met many times over steers nothing, and full marks for it say little.

    Example:
        Activities at least once; actual 400 and more: 400 times the target.

    When it does not apply:
        Ceilings; targets of zero. It never reduces a score by itself. Benefits, numbers that others ask for
        (visits, applications, readers), rates, targets below five, approximate figures and forms without a
        column for reasons are notices at most; a reason given below 300 % passes.

    How to put it right:
        Explain the deviation, and set next year's target by this year's result.
    """
    has_reasons = any(one.deviation is not None for one in evaluation.indicators)

    def look(row: Row) -> Outcome | None:
        return _exceeded(row, profile, has_reasons=has_reasons)

    nothing = Wording("没有可以计算完成比例的指标值。", "No target of which a ratio can be worked out.")
    yield from each_row(evaluation, _ACTUALS, look, nothing)


def _exceeded(row: Row, profile: Profile, *, has_reasons: bool) -> Outcome | None:
    rising = [part for part in row.judgement.parts if part.comparator in {">=", ">"} and least_ratio(part)]
    far = [part for part in rising if least_ratio(part) >= profile.over_completion]
    beyond = [part for part in rising if _beyond_the_whole(row, part)]
    if not rising:
        return None
    if not far and not beyond:
        return ok(row.subject)
    if row.doubtful:
        return recognised(row)
    if beyond:
        return _impossible(row, beyond[0])
    too_low = any(least_ratio(part) >= _TOO_LOW for part in far)
    if row.explained and not too_low:
        return ok(row.subject)
    excused = row.explained or not has_reasons or any(on_demand(row, part) for part in far)
    return _far_above(row, far, too_low=too_low, warns=not excused)


def least_ratio(part: PartJudgement) -> Decimal:
    """The least that actual over target can be, for a part that is met; 0 where it is unknown."""
    known = part.verdict == "met" and part.ratio is not None
    return (part.ratio.low if known and part.ratio else None) or Decimal()


def _beyond_the_whole(row: Row, part: PartJudgement) -> bool:
    """A pass rate, a coverage and the like above 100 %."""
    wanted, sides = part.part.quantity, part.sides
    if wanted is None or sides is None or wanted.unit.family != "ratio":
        return False
    over = (sides.actual.low or Decimal()) > 1
    return over and _OF_A_WHOLE.search(row.indicator.level3.value.strip()) is not None


def _impossible(row: Row, part: PartJudgement) -> Outcome:
    return found(
        row.subject,
        "warning",
        Wording(
            f"“{part.part.shown}”实际填报{quoted(part)}，该比率不应超过100%，数字可能有笔误。",
            f"“{part.part.shown}”, actual {quoted(part)}: such a rate cannot exceed 100 %; the figure may "
            "be a slip.",
        ),
        row.evidence(),
        arithmetic=arithmetic((part,)),
        ask=Wording(
            "请核对该比率的分子、分母和计算结果（是否漏填小数点）。",
            "Please check numerator, denominator and result (a decimal point may be missing).",
        ),
    )


def on_demand(row: Row, part: PartJudgement) -> bool:
    """Whether the unit could not plan the figure: what others ask for, rates, benefits, small counts."""
    wanted, sides = part.part.quantity, part.sides
    if wanted is None or sides is None or sides.actual.exact is None:
        return True
    if wanted.unit.family in {"ratio", "percentage-points", "person-times"} or wanted.number < _FEW:
        return True
    levels = (row.indicator.level1, row.indicator.level2)
    benefit = any(level is not None and "效益" in level.value for level in levels)
    return benefit or _ON_DEMAND.search(row.indicator.level3.value + part.part.text) is not None


def _far_above(row: Row, far: list[PartJudgement], *, too_low: bool, warns: bool) -> Outcome:
    zh = "；".join(_times_over(part).zh for part in far)
    en = "; ".join(_times_over(part).en for part in far)
    low_zh, low_en = ("，指标值可能偏低", "; the target may be too low") if too_low else ("", "")
    why_zh, why_en = ("", "") if row.explained else ("，未见原因说明", "; no reason is given")
    return found(
        row.subject,
        "warning" if warns else "notice",
        Wording(f"{zh}{low_zh}{why_zh}。", f"{en}{low_en}{why_en}."),
        row.evidence(reason=True),
        arithmetic="; ".join(filter(None, (_quotient(part) for part in far))) or None,
        ask=Wording(
            "请说明实际完成值远高于指标值的原因和指标值的测算依据，并提供完成数量的佐证材料（台账、统计表）。",
            "Please explain the deviation and how the target was set, with evidence for the number (lists, "
            "statistics).",
        ),
    )


def _times_over(part: PartJudgement) -> Wording:
    """“宣传次数≥4次”实际填报“7期”、“29期”，为指标值的175%以上."""
    share, sure = multiple(least_ratio(part)), part.ratio is not None and part.ratio.exact is not None
    said, name = quoted(part), part.part.shown
    return Wording(
        f"“{name}”实际填报{said}，为指标值的{share.zh}{'' if sure else '以上'}",
        f"“{name}”, actual {said}: {share.en}{'' if sure else ' or more'} of the target",
    )


def _quotient(part: PartJudgement) -> str | None:
    """`7 ÷ 4 = 175%`; the comparisons where several figures answer; None where a side is an interval."""
    wanted, sides = part.part.quantity, part.sides
    if wanted is None or sides is None or sides.actual.exact is None or sides.target.exact is None:
        return arithmetic((part,))
    sign = "%" if wanted.unit.family in {"ratio", "percentage-points"} else ""
    left, right = figure(sides.actual.exact, wanted), figure(sides.target.exact, wanted)
    return f"{left}{sign} ÷ {right}{sign} = {percent(least_ratio(part)).replace('.00%', '%')}"


@rule(
    "direction-wrong",
    severity="warning",
    family="attainment",
    title=Wording("指标值的方向与指标含义相反", "The sign of a target points the wrong way"),
    basis=(_RULE_101, _FORM),
)
def direction_wrong(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Compare the sign of each target with what the indicator counts.

    What it checks:
        Costs, accidents, complaints, errors and times to be kept that are written with ≥; rates of success
        (satisfaction, pass rates, coverage) that are written with ≤.

    Basis:
        Cai Yu [2021] No. 101: every indicator states its sign. Form logic.

    Why it matters:
        With the wrong sign every result meets the target, and overspending earns full marks.

    Example:
        A cost indicator with the target “≥17.4 ten thousand yuan”.

    When it does not apply:
        Targets without a sign or with “=”; income, subsidies, standards and other money of which more is
        better; savings and falls (≥5 % less); drills, checks and handling of accidents or complaints; hours
        and days of service; rates with ≤100 %.

    How to put it right:
        Correct the sign, or say why more (or less) is better here.
    """
    nothing = Wording("没有写明符号的指标值。", "No target has a sign.")
    yield from each_row(evaluation, _TARGETS, _pointing, nothing)


def _pointing(row: Row) -> Outcome | None:
    signed = [one.part for one in row.judgement.parts if one.part.quantity and one.part.quantity.comparator]
    if not signed:
        return None
    wrong = [part for part in signed if wrong_way(part, row.indicator.level3.value, _level2(row)) is not None]
    if not wrong:
        return ok(row.subject)
    if row.doubtful:
        return recognised(row)
    better = wrong_way(wrong[0], row.indicator.level3.value, _level2(row))
    zh, en = ("越低越好", "less") if better == "less" else ("越高越好", "more")
    shown = "、".join(f"“{part.shown}”" for part in wrong)
    return found(
        row.subject,
        "warning",
        Wording(
            f"该指标一般{zh}，指标值却写作{shown}，方向与指标含义不一致。",
            f"For this indicator {en} is usually better, yet the target is written {shown}.",
        ),
        row.evidence(),
        ask=Wording(
            "请核对指标值的符号（≥、≤）；如确为此意，请说明指标的含义和计算方法。",
            "Please check the sign of the target; if it is meant so, please say what the indicator measures.",
        ),
    )


def _level2(row: Row) -> str:
    return row.indicator.level2.value if row.indicator.level2 else ""
