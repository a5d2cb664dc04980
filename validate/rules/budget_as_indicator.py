"""The budget's execution scored a second time, as an indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.wording import Wording
from normalize.evaluation import Evaluation, Indicator
from validate.equations.absent import absent
from validate.equations.terms import Term, budget_term, evidence, execution_line, indicator_term
from validate.evidence import cite, indicator_role, short
from validate.outcome import Outcome, Severity
from validate.profile import Profile
from validate.rule import could_not_check, found, not_applicable, ok, rule

REVIEW = Wording("复核经验", "experience of reviewers")
NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
AGAIN = Wording("预算执行类指标", "indicators of budget execution")

# The execution rate by its other names. Whether money reaches people in time, or is used by the rules, is
# another matter.
_EXECUTION = re.compile(
    r"(?:预算|资金|经费|项目支出|专项)(?:总体|支出|资金)?(?:执行|支付|支出|使用|拨款|拨付|完成)(?:率|进度)(?!.*(?:及时|合规|规范))|^(?:拨款率|支付率|执行率|支出率)"
)


@rule(
    "weight-on-budget",
    severity="warning",
    family="weights",
    title=Wording("预算执行率重复计分", "The execution rate is scored twice"),
    basis=(REVIEW, NO_10),
)
def weight_on_budget(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """An output indicator that is the budget's execution rate again.

    What it checks:
        On project forms whose budget block carries an execution score: rows under 产出 or 效益 named after
        the execution of the budget (预算执行率, 资金支付率, 经费使用率, 拨款率), with a weight or a score.
    Basis:
        The execution rate has a weight of its own (财预〔2020〕10号); reviewers give such an indicator
        nothing.
    Why it matters:
        Money spent is counted twice, and nothing says what it achieved.

    Example:
        An execution rate of 83.50% scored in the budget block, and again as an indicator of 20 points.
    When it does not apply:
        Forms of whole departments, where managing the budget is a task of its own; forms that score the
        rate among the indicators only; groups for input, process or management. Whether money reached
        people in time (发放及时率) or was used by the rules (使用合规率) is another matter. Where the group
        was inferred, it is a notice.
    How to put it right:
        Replace the indicator by one that counts what the money was for.
    """
    gap = absent(evaluation, AGAIN, ("indicators",))
    line = execution_line(evaluation)
    if gap is not None or not evaluation.indicators:
        yield gap or not_applicable(AGAIN, Wording("没有指标。", "There are no indicators."))
        return
    rows = [row for row in evaluation.indicators if _EXECUTION.search(_name(row))]
    if not rows:
        yield ok(AGAIN)
    elif evaluation.kind == "department":
        yield not_applicable(
            AGAIN, Wording("部门整体表可设此类指标。", "A department's form may have such rows.")
        )
    elif line is None:
        yield absent(evaluation, AGAIN, ("budget", "budget.score")) or not_applicable(AGAIN, _ONLY_HERE)
    else:
        yield _judged(evaluation, rows)


_ONLY_HERE = Wording(
    "资金表不计分，执行率只在指标中计分。", "The budget block has no score: the rate is scored here only."
)


def _name(row: Indicator) -> str:
    return "".join(row.level3.value.split())


def _judged(evaluation: Evaluation, rows: Sequence[Indicator]) -> Outcome:
    nameless = [row for row in rows if row.level1 is None]
    output = [
        row for row in rows if row.level1 and any(word in row.level1.value for word in ("产出", "效益"))
    ]
    scored = [
        (row, one) for row in output if (one := indicator_term(row, "weight") or indicator_term(row, "score"))
    ]
    if scored:
        return _twice(evaluation, scored)
    if nameless:
        reason = Wording("没有读到所属的一级指标。", "The level-1 group of the row was not read.")
        return could_not_check(AGAIN, reason)
    return not_applicable(
        AGAIN,
        Wording("此类指标不在产出、效益之下，或不计分。", "Such rows stand elsewhere, or have no points."),
    )


def _twice(evaluation: Evaluation, scored: Sequence[tuple[Indicator, Term]]) -> Outcome:
    inferred = any(row.level1 is None or row.level1.how == "inferred" for row, _ in scored)
    severity: Severity = "notice" if inferred else "warning"
    names_zh = "、".join(f"“{short(row.level3.value)}”（{_points(one).zh}）" for row, one in scored)
    names_en = ", ".join(f"{short(row.level3.value)} ({_points(one).en})" for row, one in scored)
    line = execution_line(evaluation)
    own = (budget_term(line, "weight") or budget_term(line, "score")) if line else None
    cells = [*([own] if own else []), *(one for _, one in scored)]
    return found(
        AGAIN,
        severity,
        Wording(
            f"预算执行率已在资金表中计分，又设为指标{names_zh}，可能重复计分。请核实。",
            f"The execution rate is scored in the budget block and again as {names_en}: it may count twice. "
            "Please check.",
        ),
        (*(cite(indicator_role(row, "level3"), row.level3) for row, _ in scored), *evidence(cells)),
        printed=scored[0][1].text,
        ask=Wording(
            "请说明该指标与预算执行率的区别；如属重复设置，请改为反映产出或效益的指标。",
            "Please say how the indicator differs from the execution rate; if it does not, replace it by one "
            "of output or benefit.",
        ),
    )


def _points(one: Term) -> Wording:
    zh, en = one.role.zh.rpartition("·")[2], one.role.en.rpartition(" · ")[2]
    return Wording(f"{zh}{one.text}", f"{en} {one.text}")
