"""What every form must say: year, unit, totals, goals, and a value in every cell of a used row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from extract.wording import Wording
from normalize.evaluation import Evaluation, Indicator, Part, Traced
from validate.equations.terms import filling
from validate.evidence import (
    IndicatorColumn,
    cite,
    from_dump,
    indicator_role,
    lost,
    part_name,
    seen_whole,
    short,
    why_absent,
)
from validate.outcome import Evidence, Outcome, Severity
from validate.profile import Profile
from validate.rule import could_not_check, found, not_applicable, ok, rule

NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
FORM = Wording("表式要求", "what the form asks for")

# Rows named in one finding; the evidence has all.
NAMED = 5


@rule(
    "missing-year",
    severity="notice",
    family="completeness",
    title=Wording("未注明年度", "The year is not stated"),
    basis=(FORM,),
)
def missing_year(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A form that does not say which year it evaluates.

    What it checks:
        The year must stand in the title, in the head of the form or in its file.
    Basis:
        The head of every form asks for it.
    Why it matters:
        Without the year the form cannot be compared with the budget, the accounts or the year before.

    Example:
        项目支出绩效自评表 (    年度).
    When it does not apply:
        Where a text dump or an unreadable page may have lost the head, the rule says that it could not check.
    How to put it right:
        State the year.
    """
    yield _stated(evaluation, "year", evaluation.year)


@rule(
    "missing-unit-name",
    severity="notice",
    family="completeness",
    title=Wording("未填单位名称", "The unit's name is missing"),
    basis=(FORM,),
)
def missing_unit_name(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A form that does not say whose it is.

    What it checks:
        The name of the unit (or of the department) must be filled in.
    Basis:
        The head of every form asks for it.
    Why it matters:
        Nobody can be asked, and the form cannot be filed.

    Example:
        单位名称: with nothing behind it.
    When it does not apply:
        Where a text dump or an unreadable page may have lost the head, the rule says that it could not check.
    How to put it right:
        Fill in the name.
    """
    yield _stated(evaluation, "unit", evaluation.unit)


@rule(
    "missing-total",
    severity="notice",
    family="completeness",
    title=Wording("未填总分", "No total score is declared"),
    basis=(NO_10,),
)
def missing_total(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A scored form without a total score.

    What it checks:
        Where the indicators are scored and the form has a cell for the total, it must be filled in.
    Basis:
        财预〔2020〕10号: the result is the sum of the scores.
    Why it matters:
        The total is what is published, and what the grade follows from.

    Example:
        Eighteen scored rows and an empty cell behind 总分.
    When it does not apply:
        Forms without scores, and forms without a total row. Where the row may have been lost, the rule says
        that it could not check.
    How to put it right:
        Fill in the total.
    """
    subject = Wording("总分", "total score")
    if not any(row.score is not None and row.score.value is not None for row in evaluation.indicators):
        yield not_applicable(subject, Wording("各项指标没有得分。", "No indicator is scored."))
        return
    score = evaluation.total.score
    if score is not None and score.value is not None:
        yield ok(subject)
    elif score is not None and filling(score) == "words":
        reason = Wording(f"总分“{score.text}”不是单个数字。", f"The total “{score.text}” is not one number.")
        yield could_not_check(subject, reason)
    elif score is None:
        gap = evaluation.gap("total")
        absent = could_not_check if gap is None or gap.lost else not_applicable
        yield absent(subject, why_absent(evaluation, "total"))
    else:
        message = Wording(
            "各项指标已有得分，而总分未填。请补填。", "The rows are scored and no total is given."
        )
        yield _asked(subject, "notice", message, (cite(Wording("总分·得分", "total · score"), score),))


@rule(
    "missing-target",
    severity="warning",
    family="completeness",
    title=Wording("指标值未填", "A target is missing"),
    basis=(NO_10,),
)
def missing_target(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """An indicator without a target.

    What it checks:
        Every indicator that is used (with a weight, a score or an actual) must have a target. All rows that
        have none are named in one finding.
    Basis:
        财预〔2020〕10号: indicators are fixed with their targets when the budget is approved.
    Why it matters:
        What was not planned cannot be said to be reached.

    Example:
        培训人数, weight 10, score 10, actual 320人, and an empty target cell.
    When it does not apply:
        Rows of the template that were left unused, and rows whose cell is merged with the one above. In a
        text dump a blank cell cannot be told from a lost one.
    How to put it right:
        Fill in the target that was approved.
    """
    yield _filled(evaluation, "target", "indicators.target")


@rule(
    "missing-actual",
    severity="warning",
    family="completeness",
    title=Wording("实际完成值未填", "An actual value is missing"),
    basis=(NO_10,),
)
def missing_actual(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """An indicator without an actual value.

    What it checks:
        Every indicator that is used (with a weight, a score or a target) must say what was done. All rows
        that do not are named in one finding.
    Basis:
        财预〔2020〕10号: the self-evaluation compares the actual value with the target.
    Why it matters:
        A score without an actual value rests on nothing that can be checked.

    Example:
        培训人数, target ≥300人, score 10/10, and an empty cell for the actual value.
    When it does not apply:
        Rows of the template that were left unused, and rows whose cell is merged with the one above. In a
        text dump a blank cell cannot be told from a lost one.
    How to put it right:
        Fill in what was done, with the evidence.
    """
    yield _filled(evaluation, "actual", "indicators.actual")


@rule(
    "missing-score",
    severity="warning",
    family="completeness",
    title=Wording("得分未填", "A score is missing"),
    basis=(NO_10,),
)
def missing_score(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A weighted indicator without a score on a form that is scored.

    What it checks:
        Where most rows have a score, a row with a weight and a blank score cell is named.
    Basis:
        财预〔2020〕10号: the total is the sum of all scores.
    Why it matters:
        The total cannot be recomputed without it.

    Example:
        受益人口, weight 10, actual 880人, and an empty score cell.
    When it does not apply:
        Forms without scores; a dash (the indicator does not apply); cells merged with the one above; text
        dumps, in which a blank cannot be told from a loss.
    How to put it right:
        Fill in the score.
    """
    rows = evaluation.indicators
    scored = sum(row.score is not None and row.score.value is not None for row in rows)
    if rows and 2 * scored < len(rows):
        reason = Wording("多数指标没有得分。", "Most indicators are not scored.")
        yield not_applicable(Wording("各行得分", "scores of the rows"), reason)
        return
    yield _filled(evaluation, "score", "indicators.score")


@rule(
    "goal-empty",
    severity="warning",
    family="completeness",
    title=Wording("年度目标未填", "The year's goal is empty"),
    basis=(NO_10,),
)
def goal_empty(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """The cell for the expected goal is there and says nothing.

    What it checks:
        The cell under 预期目标 must hold more than a dash or the template's own words.
    Basis:
        财预〔2020〕10号: the evaluation starts from the goals that were set.
    Why it matters:
        Indicators without a goal cannot be judged for whether they cover it.

    Example:
        预期目标 with an empty cell below it.
    When it does not apply:
        Forms without a block for goals.
    How to put it right:
        Fill in the goals as approved.
    """
    yield _goal(evaluation, evaluation.goals.expected, Wording("预期目标", "expected goal"))


@rule(
    "goal-actual-empty",
    severity="warning",
    family="completeness",
    title=Wording("目标完成情况未填", "What became of the goal is not said"),
    basis=(NO_10,),
)
def goal_actual_empty(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """The cell for what was achieved is there and says nothing.

    What it checks:
        The cell under 实际完成情况 must hold more than a dash.
    Basis:
        财预〔2020〕10号: the self-evaluation says how far the goals were reached.
    Why it matters:
        The table alone does not say what became of the goals.

    Example:
        实际完成情况 with an empty cell below it, beside a filled 预期目标.
    When it does not apply:
        Forms without a block for goals.
    How to put it right:
        Say what was achieved, goal by goal, with figures.
    """
    yield _goal(evaluation, evaluation.goals.actual, Wording("实际完成情况", "reported achievement"))


def _stated(evaluation: Evaluation, part: Part, value: Traced[Any] | None) -> Outcome:
    name = part_name(part)
    if value is not None and str(value.value).strip():
        return ok(name)
    if value is None and (evaluation.gap(part) is None or lost(evaluation, part)):
        return could_not_check(name, why_absent(evaluation, part))
    if value is None and not seen_whole(evaluation):  # a line of a scan may have been passed over
        reason = Wording(
            f"没有读到{name.zh}，可能在识别或转换中丢失。", f"The {name.en} was not read; it may be lost."
        )
        return could_not_check(name, reason)
    message = Wording(
        f"表中未填{name.zh}。请补填。", f"The form does not state the {name.en}. Please fill it in."
    )
    return _asked(name, "notice", message, _head(evaluation) if value is None else (cite(name, value),))


def _head(evaluation: Evaluation) -> tuple[Evidence, ...]:
    """Where the form begins: what is not there has no place of its own."""
    named = (
        (part_name("title"), evaluation.title),
        (part_name("unit"), evaluation.unit),
        (part_name("project"), evaluation.project),
        *((Wording("首项指标", "first indicator"), row.level3) for row in evaluation.indicators[:1]),
        *((Wording("首行资金", "first budget row"), line.label) for line in evaluation.budget[:1]),
    )
    return next(((cite(name, text),) for name, text in named if text is not None), ())


def _goal(evaluation: Evaluation, text: Traced[str] | None, name: Wording) -> Outcome:
    if text is None:
        absent = could_not_check if lost(evaluation, "goals") else not_applicable
        return absent(name, why_absent(evaluation, "goals"))
    if text.value.strip(" \n—-/－"):
        return ok(name)
    message = Wording(f"“{name.zh}”未填写。请补填。", f"The {name.en} is not filled in. Please fill it in.")
    return _asked(name, "warning", message, (cite(name, text),))


def _filled(evaluation: Evaluation, column: IndicatorColumn, part: Part) -> Outcome:
    """One outcome for a column: every used row must hold something there."""
    name = part_name(part)
    if not evaluation.indicators or evaluation.gap(part) is not None:
        missing: Part = part if evaluation.indicators else "indicators"
        absent = (
            could_not_check if lost(evaluation, missing) or not evaluation.gap(missing) else not_applicable
        )
        return absent(name, why_absent(evaluation, missing))
    blank = [row for row in evaluation.indicators if _is_blank(row, column) and _is_used(row, column)]
    if not blank:
        return ok(name)
    named = "、".join(f"“{short(row.level3.value)}”" for row in blank[:NAMED])
    rest = Wording("等" if len(blank) > NAMED else "", ", …" if len(blank) > NAMED else "")
    told = Wording(
        f"{len(blank)}项指标的{name.zh}未填：{named}{rest.zh}。",
        f"The {name.en} is blank for {named.replace('、', ', ')}{rest.en}.",
    )
    if from_dump(evaluation):
        return could_not_check(name, told)
    message = Wording(f"{told.zh}请补填或说明。", f"{told.en} Please fill it in or explain.")
    return _asked(name, "warning", message, _cells(blank, column))


def _is_blank(row: Indicator, column: IndicatorColumn) -> bool:
    cell = getattr(row, column)
    return cell is not None and cell.how != "filled-down" and not cell.text.strip()


def _is_used(row: Indicator, but: IndicatorColumn) -> bool:
    """Whether anything but the name and this cell was filled in."""
    if but == "score":
        return row.weight is not None and row.weight.value is not None
    texts = [cell.text for cell in (row.target, row.actual) if cell]
    points = [cell for cell in (row.weight, row.score) if cell and cell.value]
    return any(text.strip() for text in texts) or len(points) > 1


def _cells(rows: Sequence[Indicator], column: IndicatorColumn) -> tuple[Evidence, ...]:
    cited = [cite(indicator_role(row, column), getattr(row, column)) for row in rows]
    names = [cite(indicator_role(row, "level3"), row.level3) for row in rows]
    return tuple({one.place: one for one in [*names, *cited]}.values())


def _asked(subject: Wording, severity: Severity, message: Wording, evidence: tuple[Evidence, ...]) -> Outcome:
    ask = Wording(
        "请补填后重新报送，或说明未填的原因。", "Please fill it in and submit again, or say why not."
    )
    return found(subject, severity, message, evidence, ask=ask)
