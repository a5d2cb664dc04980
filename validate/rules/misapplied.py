"""Family attainment, third part: met targets that lost points to a formula that was not meant for them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.attainment.attained import Row, each_row, points, recognised, rows
from validate.attainment.habits import Applied, Habit, applied, rate_below_one, single_met
from validate.attainment.wordings import figure
from validate.outcome import Outcome, Severity
from validate.profile import Profile
from validate.rounding import written
from validate.rule import found, ok, rule

_SCORES = Wording("完成情况与得分", "attainment and scores")
_RULE_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
_FORM = Wording("表内勾稽关系", "form logic")


@rule(
    "score-actual-times-weight",
    severity="warning",
    family="attainment",
    title=Wording(
        "达到指标值，得分却按实际百分比计算",
        "A target is met, but the score is the weight times the actual percentage",
    ),
    basis=(_RULE_10, _FORM),
)
def score_actual_times_weight(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Find percentages that reach their target and are scored as if the target were 100 %.

    What it checks:
        The target is a percentage and is met, the actual is below 100 %, and the score is the weight times
        the actual, rounded or cut to the printed decimals.

    Basis:
        Cai Yu [2020] No. 10: full weight when the target is met. Form logic.

    Why it matters:
        The row loses points that it has earned, and the total is too low.

    Example:
        Target 98 %, actual 98 %, weight 20, score 19.6 = 20 × 98 %; the target is met, which earns 20.

    When it does not apply:
        Targets of 100 % that are not met, where both formulas give the same. Where at least two percentages
        of the form are scored so and none otherwise, or a reason is given, a local rule is likely: a notice.

    How to put it right:
        Give the full weight, or name the local rule that scores by the actual percentage.
    """
    everywhere = _by_local_rule(evaluation)

    def look(row: Row) -> Outcome | None:
        return _times_weight(row, local=everywhere)

    nothing = Wording(
        "没有达到指标值而低于100%的百分比指标。", "No percentage below 100 % that reaches its target."
    )
    yield from each_row(evaluation, _SCORES, look, nothing)


def _by_local_rule(evaluation: Evaluation) -> bool:
    rates = [row for row in rows(evaluation) if _is_rate(row)]
    scored_so = [row for row in rates if _habit(row, "actual-times-weight") is not None]
    return len(scored_so) > 1 and len(scored_so) == len(rates)


def _is_rate(row: Row) -> bool:
    part = single_met(row)
    return part is not None and rate_below_one(part) is not None and row.weight is not None


def _habit(row: Row, habit: Habit) -> Applied | None:
    found_habit = applied(row)
    return found_habit if found_habit is not None and found_habit.habit == habit else None


def _times_weight(row: Row, *, local: bool) -> Outcome | None:
    if not _is_rate(row) or row.score is None:
        return None
    formula = _habit(row, "actual-times-weight")
    if formula is None:
        return ok(row.subject)
    if row.doubtful:
        return recognised(row)
    rate = _figure(formula, "actual")
    return _misapplied(
        row,
        formula,
        "notice" if local or row.explained else "warning",
        f"× {rate}",
        Wording(
            f"指标值“{row.target.text}”，实际完成值“{row.actual.text}”，达到指标值；该项得分{row.points}，"
            f"等于分值乘以实际百分比，按完成指标值计应为{points(row.weight or Decimal())}分"
            f"{'。表中同类指标均这样计分，可能是当地计分口径' if local else ''}。",
            f"Target “{row.target.text}”, actual “{row.actual.text}”: met. The score {row.points} is the "
            "weight times the actual percentage; a target that is met earns "
            f"{points(row.weight or Decimal())}."
            f"{' All percentages of the form are scored so, which may be a local rule.' if local else ''}",
        ),
    )


def _figure(formula: Applied, side: str) -> str:
    """A side of the comparison as it would be printed, with % for a rate."""
    wanted, sides = formula.part.part.quantity, formula.part.sides
    exact = getattr(sides, side).exact if sides is not None else None
    if wanted is None or exact is None:
        return ""
    return f"{figure(exact, wanted)}{'%' if wanted.unit.family == 'ratio' else ''}"


def _misapplied(row: Row, formula: Applied, severity: Severity, factor: str, message: Wording) -> Outcome:
    """The finding about a met row that lost points to a formula: printed, earned, and how it came about."""
    weight, score = row.weight or Decimal(), row.score or Decimal()
    exact = written(formula.points, 4).rstrip("0").rstrip(".")
    rounded = "" if Decimal(exact) == score else f" ≈ {format(score, 'f')}"
    return found(
        row.subject,
        severity,
        message,
        row.evidence(reason=True),
        printed=format(score, "f"),
        recomputed=points(weight),
        difference=points(weight - score),
        arithmetic=f"{format(weight, 'f')} {factor} = {exact}{rounded}",
        ask=Wording(
            "请说明该项采用的计分方法和依据；如应得满分，请更正得分。",
            "Please name the scoring rule; if the row has earned its full weight, please correct the score.",
        ),
    )


@rule(
    "reverse-scored-as-positive",
    severity="warning",
    family="attainment",
    title=Wording("“不超过”类指标按完成比例计分", "A ceiling is scored as if more were better"),
    basis=(_RULE_10, _FORM),
)
def reverse_scored_as_positive(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Find ceilings that were kept and whose score is the weight times actual over target.

    What it checks:
        The target is a ceiling (printed, or a cost without a sign), the actual is below it, and the score is
        weight × actual ÷ target, rounded or cut to the printed decimals.

    Basis:
        Cai Yu [2020] No. 10: full weight when the target is met. Form logic: less is better here.

    Why it matters:
        Scored like this, saving money costs points, and spending all of it earns full marks.

    Example:
        Project costs: ceiling 90.50, actual 83.94, score 1.86 = 2 × 83.94 ÷ 90.50; the ceiling is kept, which
        earns 2.

    When it does not apply:
        Ceilings that were broken; scores in whole points that only nearly fit. A reason given makes it a
        notice.

    How to put it right:
        Give the full weight for a ceiling that was kept.
    """
    nothing = Wording("没有未超过限额而被扣分的行。", "No ceiling that was kept lost points.")
    yield from each_row(evaluation, _SCORES, _scored_as_positive, nothing)


def _scored_as_positive(row: Row) -> Outcome | None:
    part = single_met(row)
    if part is None or part.comparator not in {"<=", "<"} or row.weight is None or row.score is None:
        return None
    formula = _habit(row, "as-positive")
    if formula is None:
        return ok(row.subject)
    if row.doubtful:
        return recognised(row)
    return _misapplied(
        row,
        formula,
        "notice" if row.explained else "warning",
        f"× {_figure(formula, 'actual')} ÷ {_figure(formula, 'target')}",
        Wording(
            f"指标值“{row.target.text}”为上限，实际完成值“{row.actual.text}”未超过；该项得分{row.points}，等于分值"
            f"×实际值÷指标值，按“不超过”计分应为{points(row.weight)}分。",
            f"The target “{row.target.text}” is a ceiling and the actual “{row.actual.text}” keeps it. The "
            f"score {row.points} is weight × actual ÷ target; a ceiling that is kept earns "
            f"{points(row.weight)}.",
        ),
    )
