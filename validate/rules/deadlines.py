"""Family attainment: dates of completion held against the dates that were set."""

from __future__ import annotations

from collections.abc import Iterator

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.attainment.attained import Row, each_row, recognised
from validate.attainment.judgement import PartJudgement
from validate.attainment.telling import told
from validate.evidence import short
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rule import could_not_check, found, ok, rule

_DATES = Wording("完成时间", "dates of completion")
_RULE_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")


@rule(
    "time-late",
    severity="warning",
    family="attainment",
    title=Wording("完成时间晚于指标值", "Completion is later than the target"),
    basis=(_RULE_10,),
)
def time_late(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Hold the dates in an actual against the date in the target.

    What it checks:
        Dates are read as intervals of days, as fine as they are printed. A date is late where every day that
        it can mean comes after the deadline. Where several dates are given, one of acceptance or completion
        (验收, 竣工) outweighs a stated one.

    Basis:
        Cai Yu [2020] No. 10: the score follows from the attainment of the target.

    Why it matters:
        Late completion is often told in one cell and full marks given in the next.

    Example:
        Target: by the end of August 2025; actual: completed 7 August, accepted 16 January 2026.

    When it does not apply:
        A month against a day inside it; dates that cannot be compared, which are reported as not checkable.
        A delay that is explained and cost points passes; one that is explained and cost none is a notice.

    How to put it right:
        Correct the date, or take points and explain the delay.
    """
    nothing = Wording("没有以日期表示的指标值。", "No target is a date.")
    yield from each_row(evaluation, _DATES, _in_time, nothing)


def _in_time(row: Row) -> Outcome | None:
    dated = [part for part in row.judgement.parts if part.part.nature == "date"]
    late = [part for part in dated if part.verdict == "not-met"]
    unclear = [part for part in dated if part.verdict == "cannot-tell"]
    if not dated or row.judgement.blank:
        return None
    if late:
        return _late(row, late[0])
    if unclear:
        reason = told(unclear[0])
        return could_not_check(row.subject, Wording(f"{reason.zh}。", f"{reason.en}."))
    return ok(row.subject)


def _late(row: Row, part: PartJudgement) -> Outcome:
    if row.doubtful:
        return recognised(row)
    return ok(row.subject) if row.explained and row.lost_points else _delayed(row, part)


def _delayed(row: Row, part: PartJudgement) -> Outcome:
    scored = row.weight is not None and row.score is not None
    zh = f"指标值“{part.part.shown}”，实际完成值“{short(row.actual.value, 60)}”"
    en = f"Target “{part.part.shown}”, actual “{short(row.actual.value, 60)}”"
    if part.readings:
        zh += f"，填有多个日期，其中“{part.readings[0].label.zh}”晚于时限"
        en += f": of several dates “{part.readings[0].label.en}” is late"
    else:
        zh, en = f"{zh}，晚于时限", f"{en}: late"
    zh += f"；该项得分{row.points}" if scored else ""
    en += f". Score {row.points}" if scored else ""
    if not row.explained:
        zh, en = f"{zh}，未见原因说明", f"{en}; no reason is given"
    return found(
        row.subject,
        "notice" if row.explained else "warning",
        Wording(f"{zh}。", f"{en}."),
        row.evidence(reason=True),
        arithmetic=part.arithmetic,
        ask=Wording(
            "请核实完成时间，说明推迟的原因，并提供验收单、竣工报告等佐证材料。",
            "Please check the date and explain the delay, with evidence (acceptance papers, completion "
            "report).",
        ),
    )
