"""The five traps for checkers of these forms: each line was once got wrong in public, and must be right here.

A checker that compares floats within 0.1, ignores ≤, skips cells with words, calls a target of zero an error
and does not add up columns falls into all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from normalize.evaluation import Evaluation
from validate.check import check
from validate.outcome import Outcome
from validate.rule import registered

Case = dict[str, Any]


class Trap(NamedTuple):
    """A form, the rules that must report on it (with their severity), and the sum that one of them shows.

    Where `reported` is empty the lines are honest, and the rules in `judged` must say that they hold.
    """

    name: str
    form: Case
    reported: dict[str, str]
    arithmetic: str | None = None
    judged: tuple[str, ...] = ()


def _row(level2: str, target: str, actual: str, points: str, name: str = "指标") -> Case:
    score, weight = points.split("/")
    return {
        "level2": level2,
        "level3": name,
        "target": target,
        "actual": actual,
        "weight": weight,
        "score": score,
        "deviation": "",
    }


_SLIP_BELOW_A_TENTH = {
    "money_unit": "元",
    "budget": [
        {
            "label": "年度资金总额",
            "adjusted": "250,000.00",
            "executed": "215,457.60",
            "weight": "10",
            "rate": "86.19%",
            "score": "8.62",
        }
    ],
}
_COLUMN = {
    "budget": [
        {"label": "年度资金总额", "initial": "443.88", "adjusted": "459.61"},
        {"label": "基本支出", "initial": "353.88", "adjusted": "369.11"},
        {"label": "项目支出", "initial": "90.5", "adjusted": "90.5"},
    ]
}
_CEILINGS = {
    "indicators": [
        _row("成本指标", "342.68万元", "317.04万元", "2/2", "人员类经费"),
        _row("成本指标", "≤90.50万元", "83.94万元", "2/2", "项目经费"),
    ]
}
_SAVING_PUNISHED = {"indicators": [_row("成本指标", "≤90.50万元", "83.94万元", "1.86/2", "项目经费")]}
_COMPOUND_MET = {
    "indicators": [
        _row("数量指标", "培训次数≥4次，培训人数≥400人", "举办培训班6个班次共7期，参加556人", "5/5", "培训")
    ]
}
_COMPOUND_SHORT = {
    "indicators": [
        _row("数量指标", "培训次数≥4次，培训人数≥400人", "举办培训班3期，参加412人", "5/5", "培训")
    ]
}
_COMPOUND_UNCLEAR = {
    "indicators": [_row("数量指标", "≤5个工作日", "平均4.8个工作日，最长7个工作日", "5/5", "办结时限")]
}
_WORDS_FOR_A_FIGURE = {"indicators": [_row("成本指标", "≤30万元", "完成", "90/90", "补助资金")]}
_ZERO_KEPT = {
    "indicators": [
        _row("质量指标", "0起", "0起", "10/10", "安全事故"),
        _row("质量指标", "＝0起", "无", "10/10", "安全责任事故"),
        _row("生态环境成本指标", "≤0亩", "0亩", "5/5", "占用耕地"),
    ]
}
_ZERO_BROKEN = {"indicators": [_row("质量指标", "≤0起", "2起", "10/10", "安全事故")]}

TRAPS = (
    Trap(
        "a slip below the usual tolerance",
        _SLIP_BELOW_A_TENTH,
        {"rate-recompute": "error"},
        "215,457.60 ÷ 250,000.00 = 86.1830% ≠ 86.19%",
    ),
    Trap("thrifty costs", _CEILINGS, {}, judged=("target-not-met-full-score", "reverse-scored-as-positive")),
    Trap(
        "thrift scored like shortfall",
        _SAVING_PUNISHED,
        {"reverse-scored-as-positive": "warning"},
        "2 × 83.94 ÷ 90.5 = 1.855 ≈ 1.86",
    ),
    Trap("a compound cell that is met", _COMPOUND_MET, {}, judged=("target-not-met-full-score",)),
    Trap(
        "a compound cell that is not",
        _COMPOUND_SHORT,
        {"target-not-met-full-score": "warning"},
        "3 < 4; 5 × (75% + 100%) ÷ 2 ≈ 4.38",
    ),
    Trap("words where a figure is due", _WORDS_FOR_A_FIGURE, {"numeric-target-text-actual": "warning"}),
    Trap("a target of zero that is kept", _ZERO_KEPT, {}, judged=("target-not-met-full-score",)),
    Trap("a target of zero that is broken", _ZERO_BROKEN, {"target-not-met-full-score": "warning"}),
    Trap(
        "a column that does not add up",
        _COLUMN,
        {"budget-col-sum": "error"},
        "353.88 + 90.5 = 444.38 ≠ 443.88",
    ),
)


@pytest.mark.parametrize("trap", [pytest.param(trap, id=trap.name) for trap in TRAPS])
def test_trap(trap: Trap, build: Callable[[Case], Evaluation]) -> None:
    outcomes = check(build(trap.form))
    assert _accusing(outcomes) == trap.reported
    if trap.arithmetic is not None:
        shown = [one.finding.arithmetic for one in outcomes if one.finding]
        assert any(trap.arithmetic in (sum_ or "") for sum_ in shown), shown
    for rule in trap.judged:
        assert {one.status for one in outcomes if one.rule == rule} == {"ok"}, rule


def test_a_cell_that_cannot_be_judged_is_said_and_not_passed_over(
    build: Callable[[Case], Evaluation],
) -> None:
    outcomes = check(build(_COMPOUND_UNCLEAR))
    assert _accusing(outcomes) == {}
    said = [one for one in outcomes if one.status == "could-not-check" and one.subject.zh == "办结时限"]
    assert [one.rule for one in said] == ["target-not-met-full-score"]


def _accusing(outcomes: list[Outcome]) -> dict[str, str]:
    """The rules on sums and attainment that report more than a notice, with the severity.

    The forms hold the lines in question only, so what they lack is no matter here.
    """
    findings = [one.finding for one in outcomes if one.finding and one.finding.severity != "notice"]
    families = {"arithmetic", "budget", "attainment"}
    return {one.rule: one.severity for one in findings if registered()[one.rule].family in families}
