"""A province is added by a file alone: its titles, headings, levels and weights are data, not code."""

from __future__ import annotations

import re
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from normalize import evaluations
from normalize.form import load_forms
from validate import check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import MakeDocument, MakeTable

    from normalize.evaluation import Evaluation, Traced
    from normalize.form import Form

SHIPPED = {
    entry.name: entry.read_text(encoding="utf-8")
    for entry in (files("normalize") / "forms").iterdir()
    if entry.name.endswith(".toml")
}
PAGE = Path(__file__).parents[2] / "docs" / "adding-a-form.md"

# A made-up province: weight and score first, headings nobody else uses, three level-1 groups of its own.
NORTHLAND = """
id = "northland-project"
kind = "project"
title = { zh = "北陆省财政项目绩效对账单", en = "Northland's performance sheet for a project" }
basis = { zh = "北陆省试行办法", en = "Northland's trial measures" }

[fingerprint]
titles = ["绩效对账单"]
labels = ["办实事名称", "应得分数", "实得分数", "约定成效", "兑现成效"]
against = ["年度指标值"]
requires = ["约定成效", "兑现成效"]
points = 5

[weights]
execution = "20"
groups = { "办成了什么" = "50", "带来了什么" = "20", "群众怎么看" = "10" }

[extra]
titles = ["绩效对账单"]

[extra.columns]
level1 = ["问题"]
level2 = ["小类"]
level3 = ["考核点"]
target = ["约定成效"]
actual = ["兑现成效"]
weight = ["应得分数"]
score = ["实得分数"]
deviation = ["没兑现的缘由"]

[extra.budget_columns]
label = ["钱从哪来"]
adjusted = ["拨了多少"]
executed = ["花了多少"]
rate = ["花出比例"]
weight = ["应得分数"]
score = ["实得分数"]

[extra.budget_rows]
total = ["全部的钱"]

[extra.goal_columns]
expected = ["年初约定"]
actual = ["年末兑现"]

[extra.head]
project = ["办实事名称"]
unit = ["经办机构"]

[[extra.level1]]
name = "办成了什么"
labels = []

[[extra.level1]]
name = "带来了什么"
labels = []

[[extra.level1]]
name = "群众怎么看"
labels = []
"""

SHEET = [
    ["办实事名称", "村道路灯安装", "<", "<", "经办机构", "丁县交通局", "<", "<"],
    ["钱从哪来", "<", "拨了多少", "花了多少", "花出比例", "应得分数", "实得分数", ""],
    ["全部的钱", "<", "80.00", "76.00", "95%", "20", "19", ""],
    ["其中:县级财政", "<", "80.00", "76.00", "95%", "", "", ""],
    ["年初约定", "<", "<", "<", "年末兑现", "<", "<", "<"],
    ["安装路灯300盏。", "<", "<", "<", "安装路灯306盏。", "<", "<", "<"],
    ["应得分数", "实得分数", "兑现成效", "约定成效", "考核点", "小类", "问题", "没兑现的缘由"],
    ["30", "30", "306盏", "≥300盏", "安装路灯", "数量", "办成了什么", ""],
    ["20", "20", "100%", "100%", "亮灯率", "质量", "^", ""],
    ["20", "18", "12个", "≥13个", "受益行政村", "社会", "带来了什么", "一村改线。"],
    ["10", "10", "96%", "≥90%", "村民满意率", "村民", "群众怎么看", ""],
    ["100", "97", "", "", "总分", "<", "<", ""],
]


@pytest.fixture
def forms() -> tuple[Form, ...]:
    return load_forms({**SHIPPED, "northland-project.toml": NORTHLAND})


@pytest.fixture
def sheet(document: MakeDocument, table: MakeTable, forms: Sequence[Form]) -> Evaluation:
    made = document("北陆省财政项目绩效对账单", "(2023年度)", "单位:万元", table(SHEET))
    (only,) = evaluations(made, forms)
    return only


def told(one: Traced[str] | None) -> str | None:
    return one.value if one else None


def test_without_its_file_the_form_is_not_even_seen(document: MakeDocument, table: MakeTable) -> None:
    assert evaluations(document("北陆省财政项目绩效对账单", table(SHEET))) == []


def test_a_file_is_enough_to_recognise_it(sheet: Evaluation) -> None:
    assert (sheet.form, sheet.kind) == ("northland-project", "project")
    assert "约定成效" in sheet.form_reason.zh
    assert told(sheet.title) == "北陆省财政项目绩效对账单"
    assert (told(sheet.project), told(sheet.unit)) == ("村道路灯安装", "丁县交通局")


def test_a_file_is_enough_to_read_every_column(sheet: Evaluation) -> None:
    rows = [
        (told(one.level1), one.level3.value, told(one.target), told(one.actual)) for one in sheet.indicators
    ]
    assert rows == [
        ("办成了什么", "安装路灯", "≥300盏", "306盏"),
        ("办成了什么", "亮灯率", "100%", "100%"),
        ("带来了什么", "受益行政村", "≥13个", "12个"),
        ("群众怎么看", "村民满意率", "≥90%", "96%"),
    ]
    assert [one.weight and one.weight.value for one in sheet.indicators] == [30, 20, 20, 10]
    assert [one.score and one.score.value for one in sheet.indicators] == [30, 20, 18, 10]
    assert told(sheet.indicators[2].deviation) == "一村改线。"


def test_a_file_is_enough_for_the_other_blocks(sheet: Evaluation) -> None:
    total, part = sheet.budget
    assert (total.part, part.part) == ("total", "part")
    assert total.executed is not None
    assert total.executed.value == Decimal("76.00")
    assert total.weight is not None
    assert total.weight.value == Decimal(20)
    assert (told(sheet.goals.expected), told(sheet.goals.actual)) == ("安装路灯300盏。", "安装路灯306盏。")
    assert sheet.total.score is not None
    assert sheet.total.score.value == Decimal(97)


def test_what_was_read_is_checked(sheet: Evaluation) -> None:
    """20 × 95 % = 19, and 19 + 30 + 20 + 18 + 10 = 97: nothing to say; one point more, and it is said."""
    outcomes = {outcome.rule: outcome.status for outcome in check(sheet)}
    assert outcomes["total-score-sum"] == "ok"
    assert outcomes["rate-recompute"] == "ok"


def test_the_other_families_are_recognised_as_before(
    document: MakeDocument, table: MakeTable, project: list[list[str | None]], forms: Sequence[Form]
) -> None:
    made = document("项目支出绩效自评表", "(2022年度)", table(project))
    (alone,), (beside,) = evaluations(made), evaluations(made, forms)
    assert alone == beside


def test_the_page_about_adding_a_form_shows_a_file_that_works() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    (name,) = re.findall(r'^id = "(.+)"$', example, flags=re.MULTILINE)
    assert name in {form.id for form in load_forms({**SHIPPED, f"{name}.toml": example})}
