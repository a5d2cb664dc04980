"""What a family of forms does not have is not applicable; what may only be unrecognised accuses nobody."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from extract import read
from extract.wording import Wording
from normalize import evaluations
from normalize.evaluation import Evaluation, Gap
from validate import check
from validate.profile import for_form

SAMPLES = Path(__file__).parents[2] / "samples"


def _form(name: str) -> Evaluation:
    return evaluations(read(SAMPLES / name))[0]


def _statuses(one: Evaluation, rule: str) -> set[str]:
    return {outcome.status for outcome in check(one, for_form(one.form)) if outcome.rule == rule}


@pytest.mark.parametrize("name", ["hubei-project.pdf", "hubei-county.pdf"])
def test_a_heading_with_a_weight_over_rows_without_any_does_not_apply(name: str) -> None:
    assert _statuses(_form(name), "group-weight-sum") == {"not-applicable"}


def test_lists_of_funds_are_added_up_in_the_one_column_that_they_have() -> None:
    assert _statuses(_form("hunan-department.pdf"), "budget-col-sum") == {"ok", "not-applicable"}


def test_two_lists_that_agree_with_each_other_and_with_no_total_are_an_error() -> None:
    one = _form("hunan-department.pdf")
    replace = msgspec.structs.replace
    apart = Wording("不属于任何一栏。", "Of no column.")
    lines = [
        replace(line, adjusted=replace(line.adjusted, value=Decimal("1500.00"), text="1500.00"))
        if line.part == "total" and line.adjusted
        else replace(line, adjusted=replace(line.adjusted, value=None, reason=apart))
        if line.adjusted
        else line
        for line in one.budget
    ]
    wrong = replace(one, budget=tuple(lines))
    (finding,) = [o.finding for o in check(wrong) if o.rule == "budget-axis-equal" and o.finding]
    assert finding.severity == "error"
    assert finding.recomputed == "1532.60万元"
    assert {"1500.00", "1468.00", "1501.95", "1086.40"} <= {piece.text for piece in finding.evidence}
    other = [replace(line, adjusted=None) if "基本" in line.label.value else line for line in lines]
    assert _statuses(replace(one, budget=tuple(other)), "budget-axis-equal") == {"not-applicable"}


def test_an_execution_score_of_twenty_points_is_recomputed() -> None:
    assert _statuses(_form("hubei-project.pdf"), "exec-score-recompute") == {"ok"}


def test_a_column_of_reasons_that_was_perhaps_not_recognised_accuses_nobody() -> None:
    one = _form("hunan-department.pdf")
    rows = tuple(msgspec.structs.replace(row, deviation=None) for row in one.indicators)
    absent = Gap("indicators.deviation", lost=False, reason=Wording("表上没有此项。", "The form has none."))
    hidden = msgspec.structs.replace(absent, lost=True)
    found = {
        gap.lost: _statuses(msgspec.structs.replace(one, indicators=rows, gaps=(gap,)), "reason-missing")
        for gap in (absent, hidden)
    }
    assert found == {False: {"finding"}, True: {"could-not-check"}}
