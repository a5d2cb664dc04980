"""The execution rate beside the rest of the form: low without a reason, or far below the points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import msgspec

from extract.wording import Wording
from normalize.evaluation import Evaluation, Part
from validate.equations.absent import without_number
from validate.equations.execution import Execution, execution
from validate.equations.scored import Tally, tally
from validate.equations.terms import Term, added, evidence, values
from validate.evidence import lost, seen_whole, why_absent
from validate.outcome import Outcome, Severity
from validate.profile import Profile
from validate.rounding import added_up, percent, ratio
from validate.rule import could_not_check, found, not_applicable, ok, rule
from validate.texts.passages import passages, running

# How far, as a share of itself, the share of points may lie above the rate, and how much may be left unspent.
APART = Fraction(5, 100)
UNSPENT = Fraction(20, 100)

NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
SICHUAN = Wording(
    "四川省自评表填表说明：执行率低于90%须说明原因", "note on the Sichuan form: below 90 % a reason is needed"
)
ALARM = Wording("部分省份系统的自评预警规则", "alarm rules of some provinces' systems")
LOW = Wording("预算执行率偏低的原因", "reason for a low execution rate")
BESIDE = Wording("指标得分率与预算执行率", "share of points and execution rate")

_MONEY = re.compile(r"执行率|预算执行|执行进度|支出进度|支付|支出|结余|结转|资金|尾款|质保金|经费|预算")
_CAUSE = re.compile(
    r"[因由受]|原因|导致|影响|节约|推迟|延期|延后|跨年|尾款|质保|尚未|未能?及时|下年|次年|招标|压减|收回|结余|暂未|滞后"
)
_TEMPLATE = re.compile(r"(?:请|须|需|应|要求).{0,8}(?:说明|填写)|字以内|低于90%|<90%|小于90%")
_SENTENCE = re.compile(r"[^。;!]+")
_ENOUGH = 8


@rule(
    "exec-low-unexplained",
    severity="warning",
    family="budget",
    title=Wording("预算执行率偏低未说明原因", "A low execution rate without a reason"),
    basis=(SICHUAN, NO_10),
)
def exec_low_unexplained(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """An execution rate below 90 % that the form does not explain.

    What it checks:
        Where the rate of the whole budget is below 90 %, some sentence of the form (achievements, remarks,
        reasons beside the rows) must speak of money and give a cause, in 8 characters or more. Instructions
        of the template do not count.
    Basis:
        The note on Sichuan's form asks for the reason below 90 %: a warning there. 财预〔2020〕10号 asks
        for it too and names no threshold: a notice elsewhere.
    Why it matters:
        Savings, a late start and money that was never needed look the same in the rate.

    Example:
        258.60 ÷ 300.00 = 86.20%, and no word on the 41.40 that were left.
    When it does not apply:
        Rates of 90 % and more. A rate that contradicts the amounts comes first. Where the column for
        reasons or the remarks may have been lost, the rule says that it could not check.
    How to put it right:
        Say why the money was not spent and what happens to it.
    """
    rate = execution(evaluation, LOW)
    if isinstance(rate, Outcome):
        yield rate
    elif rate.rate >= Fraction(profile.explain_below):
        yield ok(LOW, f"{rate.text} ≥ {_threshold(profile)}")
    elif any(_explains(sentence) for sentence in _sentences(evaluation)):
        yield ok(LOW)
    else:
        yield _maybe_lost(evaluation) or _unexplained(evaluation, profile, rate)


def _threshold(profile: Profile) -> str:
    return percent(Fraction(profile.explain_below), 0)


def _sentences(evaluation: Evaluation) -> Iterator[str]:
    for piece in passages(evaluation):
        if piece.kind == "reported":
            yield from _SENTENCE.findall(running(piece.text.value))


def _explains(sentence: str) -> bool:
    useful = len(sentence) >= _ENOUGH and not _TEMPLATE.search(sentence)
    return useful and bool(_MONEY.search(sentence) and _CAUSE.search(sentence))


def _maybe_lost(evaluation: Evaluation) -> Outcome | None:
    parts: tuple[Part, ...] = ("goals", "indicators", "indicators.deviation")
    gone = next((part for part in parts if lost(evaluation, part)), None)
    return could_not_check(LOW, why_absent(evaluation, gone)) if gone else None


def _unexplained(evaluation: Evaluation, profile: Profile, rate: Execution) -> Outcome:
    named = profile.explain_required and seen_whole(evaluation)
    severity: Severity = "warning" if named else "notice"
    least = _threshold(profile)
    return found(
        LOW,
        severity,
        Wording(
            f"预算执行率{rate.text}，低于{least}，表中未见说明原因。",
            f"The execution rate is {rate.text}, below {least}, and the form gives no reason.",
        ),
        evidence(rate.terms),
        printed=rate.terms[0].text if len(rate.terms) == 1 else None,
        recomputed=rate.shown if len(rate.terms) > 1 else None,
        arithmetic=f"{rate.text} < {least}",
        ask=Wording(
            "请说明预算执行率偏低的原因、结余资金的去向和改进措施。",
            "Please say why the money was not spent, what happens to the rest, and what will be improved.",
        ),
    )


@rule(
    "exec-vs-indicators",
    severity="notice",
    family="budget",
    title=Wording("指标得分率明显高于预算执行率", "Points far above the execution rate"),
    basis=(ALARM,),
)
def exec_vs_indicators(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """Indicators that score nearly everything on a budget that was not spent.

    What it checks:
        The scores of the indicator rows as a share of their weights (I) beside the execution rate (E): a
        notice where (I - E) ÷ I is above 5 %, or where more than 20 % of the budget was left.
    Basis:
        An alarm in the systems of some provinces; no regulation fixes it.
    Why it matters:
        If everything was done for much less money, the budget was too large, or the targets were too small.

    Example:
        89 of 90 points (98.89%) at an execution of 92.93%: 6.03% below.
    When it does not apply:
        Forms without weights or scores, and rows whose weight or score was not read. Savings in a tender
        are the ordinary innocent reason, hence never more than a notice.
    How to put it right:
        Say how the targets were met with the money spent, and set next year's budget accordingly.
    """
    rate = execution(evaluation, BESIDE)
    points = _points(evaluation)
    if isinstance(rate, Outcome):
        yield rate
    elif isinstance(points, Outcome):
        yield points
    else:
        yield _beside(rate, points)


class _Points(msgspec.Struct, frozen=True):
    """The points of the indicator rows as a share of their weights, with the calculation."""

    share: Fraction
    text: str
    terms: tuple[Term, ...]


def _points(evaluation: Evaluation) -> _Points | Outcome:
    weights, scores = tally(evaluation, "weight"), tally(evaluation, "score")
    empty = (*weights.empty, *scores.empty)
    if not weights.rows or not scores.rows:
        parts: tuple[Part, ...] = ("indicators", "indicators.weight", "indicators.score")
        return without_number(evaluation, BESIDE, parts, Wording("分值或得分", "weights or the scores"))
    earned_sum, whole_sum = (added_up(values(one.rows)) for one in (scores, weights))
    if empty or len(weights.rows) != len(scores.rows) or whole_sum <= 0:
        reason = Wording("有的行没有分值或得分。", "Some rows hold no weight or no score.")
        return could_not_check(BESIDE, reason)
    share = ratio(earned_sum, whole_sum)
    if share > 1:
        reason = Wording(
            "得分合计超过分值合计，须先核对。", "The scores exceed the weights; that comes first."
        )
        return could_not_check(BESIDE, reason)
    whole, total = _less_execution(weights), _less_execution(scores)
    if whole and total:
        earned, possible = f"{total[0].text} - {total[1].text}", f"{whole[0].text} - {whole[1].text}"
        terms: tuple[Term, ...] = (*total, *whole)
    else:
        earned, possible = added(scores.rows), added(weights.rows)
        terms = (*scores.rows, *weights.rows)
    return _Points(share, f"({earned}) ÷ ({possible}) = {percent(share, 2)}", terms)


def _less_execution(counted: Tally) -> tuple[Term, Term] | None:
    """The declared total and the execution's part of it, where their difference is the sum of the rows."""
    if counted.declared is None or not counted.execution:
        return None
    pair = counted.declared, counted.execution[0]
    together = added_up(values([pair[1], *counted.rows]))
    return pair if together == counted.declared.value else None


def _compared(lower: Fraction, share: str) -> Wording:
    """Both measures of one distance, each by its name: the difference is told in percentage points."""
    pure = percent(lower, 2).removesuffix("%")
    return Wording(
        f"，比指标得分率低{pure}个百分点（相当于指标得分率的{share}）",
        f", {pure} percentage points ({share} of it) below that share",
    )


def _beside(rate: Execution, points: _Points) -> Outcome:
    spent = min(rate.rate, Fraction(1))
    calculated = f"{points.text}; {rate.text}" if "=" in rate.text else points.text
    if points.share <= 0:
        return not_applicable(BESIDE, Wording("指标没有得分。", "The indicators have no points."))
    apart = (points.share - spent) / points.share
    if apart <= APART and 1 - spent <= UNSPENT:
        return ok(BESIDE, calculated)
    told, left = percent(points.share, 2), percent(1 - spent, 2)
    cells = list({id(one.cell): one for one in (*rate.terms, *points.terms)}.values())
    compared = _compared(points.share - spent, percent(apart, 2)) if apart > 0 else Wording("", "")
    return found(
        BESIDE,
        "notice",
        Wording(
            f"指标得分率为{told}，预算执行率为{rate.shown}{compared.zh}，未执行{left}。请核实指标值与预算是否匹配。",
            f"The indicators have {told} of their points; the execution rate is {rate.shown}{compared.en}, "
            f"with {left} left unspent. Please check that targets and budget match.",
        ),
        evidence(cells),
        recomputed=f"{told}、{rate.shown}",
        difference=percent(abs(points.share - spent), 2),
        arithmetic=calculated,
        ask=Wording(
            "请说明资金未全部支出而指标得分较高的原因（如招标节约），以及结余资金的处理。",
            "Please say how the targets were met without that money (savings in a tender, for instance), and "
            "what happens to it.",
        ),
    )
