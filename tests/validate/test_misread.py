"""Misread or misreported: a finding on recognised numbers gets its second hypothesis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from normalize.evaluation import Evaluation
from validate.check import check
from validate.outcome import Outcome

Build = Callable[[dict[str, Any]], Evaluation]

# 353.88 + 90.5 = 444.38, printed 443.88: with 353.38 the column would add up.
COLUMN = {
    "budget": [
        {"label": "年度资金总额", "initial": "443.88"},
        {"label": "基本支出", "initial": "353.88"},
        {"label": "项目支出", "initial": "90.5"},
    ]
}


def _recognised(
    form: Evaluation,
    line: int,
    confidence: float,
    *alternatives: tuple[str, float],
    others: float = 0.99,
) -> Evaluation:
    """The form as a recogniser would hand it on: one cell with other readings, the rest without."""
    rows = []
    for index, row in enumerate(form.budget):
        cell = row.initial
        assert cell is not None
        first = (cell.text, confidence if index == line else others)
        cell = msgspec.structs.replace(
            cell,
            confidence=first[1],
            alternatives=(first, *(alternatives if index == line else ())),
        )
        rows.append(msgspec.structs.replace(row, initial=cell))
    return msgspec.structs.replace(form, budget=tuple(rows))


def _column(form: Evaluation) -> Outcome:
    (outcome,) = [
        one for one in check(form) if one.rule == "budget-col-sum" and one.subject.zh.startswith("年初")
    ]
    return outcome


def test_printed_numbers_get_no_second_hypothesis(build: Build) -> None:
    outcome = _column(build(COLUMN))
    assert outcome.finding
    assert outcome.finding.severity == "error"
    assert outcome.finding.misread is None


def test_a_near_reading_that_makes_the_column_add_up_turns_the_error_into_a_notice(build: Build) -> None:
    form = _recognised(build(COLUMN), 1, 0.93, ("353.38", 0.04), ("353.86", 0.03))
    finding = _column(form).finding
    assert finding
    assert finding.severity == "notice"
    assert finding.misread
    assert finding.misread.reading == "353.38"
    assert finding.misread.probability == pytest.approx(0.04 / 0.97)
    assert "353.88" in finding.misread.message.zh
    assert "353.38" in finding.misread.message.zh
    assert "353.88" in (finding.arithmetic or "")  # what was read stays what is shown


def test_readings_that_explain_nothing_leave_the_error(build: Build) -> None:
    form = _recognised(build(COLUMN), 1, 0.95, ("353.86", 0.04), ("363.88", 0.01))
    finding = _column(form).finding
    assert finding
    assert finding.severity == "error"
    assert finding.misread is None


def test_a_reading_hardly_considered_does_not_excuse_the_unit(build: Build) -> None:
    form = _recognised(build(COLUMN), 1, 0.998, ("353.38", 0.0005))
    finding = _column(form).finding
    assert finding
    assert finding.severity == "error"


def test_two_readings_of_which_none_adds_up_are_shown_and_nothing_is_claimed(build: Build) -> None:
    outcome = _column(_recognised(build(COLUMN), 1, 0.5, ("353.86", 0.45)))
    assert outcome.status == "could-not-check"
    assert outcome.reason
    assert "353.88" in outcome.reason.zh
    assert "353.86" in outcome.reason.zh


def test_two_cells_misread_together(build: Build) -> None:
    form = _recognised(build(COLUMN), 1, 0.9, ("353.08", 0.05))
    other = form.budget[2]
    assert other.initial
    cell = msgspec.structs.replace(other.initial, alternatives=(("90.5", 0.95), ("90.8", 0.04)))
    lines = (*form.budget[:2], msgspec.structs.replace(other, initial=cell))
    finding = _column(msgspec.structs.replace(form, budget=lines)).finding
    assert finding
    assert finding.severity == "notice"
    assert finding.misread
    assert finding.misread.reading == "353.08；90.8"


def test_a_reading_that_breaks_another_equation_is_no_explanation(build: Build) -> None:
    # 92.98 % would fit 427.14 of 459.37, but then the parts no longer make the total
    case = {
        "budget": [
            {"label": "年度资金总额", "adjusted": "459.61", "executed": "427.14", "rate": "92.98%"},
            {"label": "基本支出", "adjusted": "369.11", "executed": "343.20"},
            {"label": "项目支出", "adjusted": "90.50", "executed": "83.94"},
        ]
    }
    form = build(case)
    total = form.budget[0]
    assert total.adjusted
    assert total.rate
    adjusted = msgspec.structs.replace(
        total.adjusted, confidence=0.94, alternatives=(("459.61", 0.94), ("459.37", 0.05))
    )
    first = msgspec.structs.replace(total, adjusted=adjusted)
    form = msgspec.structs.replace(form, budget=(first, *form.budget[1:]))
    (outcome,) = [one for one in check(form) if one.rule == "rate-recompute" and one.finding]
    assert outcome.finding
    assert outcome.finding.severity == "error"


def test_a_rate_is_tried_as_a_rate(build: Build) -> None:
    case = {
        "budget": [
            {"label": "年度资金总额", "adjusted": "459.61", "executed": "427.14", "rate": "92.98%"},
        ]
    }
    form = build(case)
    total = form.budget[0]
    assert total.rate
    rate = msgspec.structs.replace(
        total.rate, confidence=0.95, alternatives=(("92.98%", 0.95), ("92.94%", 0.03))
    )
    form = msgspec.structs.replace(form, budget=(msgspec.structs.replace(total, rate=rate),))
    (outcome,) = [one for one in check(form) if one.rule == "rate-recompute" and one.finding]
    assert outcome.finding
    assert outcome.finding.severity == "notice"
    assert outcome.finding.misread
    assert outcome.finding.misread.reading == "92.94%"
