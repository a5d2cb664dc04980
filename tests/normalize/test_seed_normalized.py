"""The seed, a real dump, from its file to its evaluation."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extract import read
from normalize import evaluations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from normalize.evaluation import Evaluation, Number

SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_2cfce13bf21b42ff.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the seed lies beside the repository, not in it")


@cache
def _seed() -> Evaluation:
    (one,) = evaluations(read(SEED))
    return one


def _sum(numbers: Iterable[Number | None]) -> Decimal:
    return sum((number.value for number in numbers if number and number.value is not None), Decimal(0))


def test_indicators_with_their_weights_and_scores() -> None:
    rows = _seed().indicators
    assert len(rows) == 18
    assert _sum(row.weight for row in rows) == 90
    assert _sum(row.score for row in rows) == 89


def test_level1_is_recovered_and_marked() -> None:
    levels = [row.level1 for row in _seed().indicators]
    assert [level and level.value for level in levels] == (
        ["产出指标"] * 13 + ["效益指标"] * 4 + ["满意度指标"]
    )
    assert [level and level.how for level in levels] == ["inferred"] * 17 + ["read"]


def test_execution_row_total_and_rating() -> None:
    one = _seed()
    total = one.budget[0]
    assert (total.weight and total.weight.value, total.score and total.score.value) == (10, Decimal("9.3"))
    assert (one.total.weight and one.total.weight.value, one.total.score and one.total.score.value) == (
        100,
        Decimal("98.3"),
    )
    assert one.rating is not None
    assert one.rating.value == "优"


def test_the_printed_budget() -> None:
    lines = [(line.label.value, line.initial, line.adjusted, line.executed) for line in _seed().budget]
    numbers = [
        (label, initial and initial.value, adjusted and adjusted.value)
        for label, initial, adjusted, _ in lines
    ]
    assert numbers == [
        ("年度资金总额", Decimal("443.88"), Decimal("459.61")),
        ("基本支出", Decimal("353.88"), Decimal("369.11")),
        ("项目支出", Decimal("90.5"), Decimal("90.5")),
        ("其他资金", None, None),
    ]
    assert all(executed is None for *_, executed in lines)


def test_head() -> None:
    one = _seed()
    assert one.form == "mof-2020-department"
    assert one.unit is not None
    assert one.unit.value == "中共黔南州直属机关工作委员会"
    assert one.money_unit is not None
    assert one.money_unit.value == "万元"
    assert one.year is not None
    assert (one.year.value, one.year.how) == (2023, "inferred")


def test_goals_are_split_where_the_numbering_starts_over() -> None:
    goals = _seed().goals
    assert goals.expected is not None
    assert goals.actual is not None
    assert goals.expected.value.endswith("机关党建工作等")
    assert goals.actual.value.startswith("一、巩固拓展")
    assert goals.actual.value.endswith("普通党")
    assert {goals.expected.how, goals.actual.how} == {"inferred"}


def test_the_dump_and_not_the_unit_is_blamed_for_what_is_absent() -> None:
    lost = {gap.part: gap.lost for gap in _seed().gaps}
    assert lost == {
        "title": True,
        "project": False,
        "budget.executed": True,
        "indicators.deviation": True,
        "indicators.level1": True,
        "indicators.level2": True,
    }


def test_nothing_else_is_lost() -> None:
    said = "".join(text.value for text in _seed().narrative)
    for piece in ("附件3-1", "联系电话", "联系人", "保质保量完成"):
        assert piece in said
