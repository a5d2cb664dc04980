"""Tables that look like a self-evaluation: refused by name, and told where they stand beside a real one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extract import read
from extract.document import Box, Document, Line, OnPage
from normalize import evaluations, normalized
from normalize.recognise import describe

if TYPE_CHECKING:
    from conftest import MakeDocument, MakeTable, Texts

SAMPLES = Path(__file__).parents[2] / "samples"
HEADER = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
SCORED: Texts = [HEADER, ["产出指标", "数量指标", "培训", "≥4次", "4次", "90", "90"]]
TARGETS: Texts = [HEADER[:4], ["产出指标", "数量指标", "培训", "≥4次"]]
MONITORED: Texts = [
    [*HEADER[:4], "1-7月执行情况", "全年预计完成情况"],
    ["产出指标", "数量指标", "培训", "≥4次", "2次", "4次"],
]
APPRAISED: Texts = [["评估内容", "评估要点", "得分"], ["立项", "依据是否充分", "8"]]
STAFF: Texts = [["在编人数", "实有人数"], ["20", "18"]]


@pytest.mark.parametrize(
    ("title", "texts", "words"),
    [
        ("2024年部门整体支出绩效目标申报表", TARGETS, "绩效目标申报表"),
        ("附件2 项目支出绩效目标表(2024年度)", TARGETS, "绩效目标申报表"),
        ("", TARGETS, "指标值"),
        ("项目支出绩效运行监控表", MONITORED, "绩效运行监控表"),
        ("", MONITORED, "绩效运行监控表"),
        ("项目事前绩效评估表", APPRAISED, "事前绩效评估表"),
        ("", APPRAISED, "事前绩效评估表"),
        ("部门基础数据表", STAFF, "基础数据表"),
        ("一般公共预算财政拨款支出决算表", [["科目", "决算数"], ["基本支出", "1.00"]], "决算表"),
        ("", [["项目", "行次", "年初预算数", "决算数"], ["基本支出", "1", "1.00", "1.00"]], "决算表"),
        ("部门收支预算总表", [["项目", "预算数"], ["基本支出", "1.00"]], "预算表"),
        ("物资采购合同", [["货物", "单价"], ["水泵", "300"]], "合同"),
        ("", [["甲方(盖章)", "乙方(盖章)"], ["甲县水务局", "乙公司"]], "合同"),
    ],
)  # fmt: skip
def test_a_look_alike_is_no_self_evaluation_and_has_a_name(
    document: MakeDocument, table: MakeTable, title: str, texts: Texts, words: str
) -> None:
    made = document(title, table(texts))
    assert evaluations(made) == []
    assert words in describe(made).zh


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        ("declaration.pdf", "绩效目标申报表"),
        ("monitoring.xlsx", "绩效运行监控表"),
        ("appraisal.pdf", "事前绩效评估表"),
        ("basic-data.xlsx", "基础数据表"),
        ("contract.pdf", "合同"),
        ("final-accounts.pdf", "决算表"),
    ],
)
def test_the_samples_are_named(sample: str, words: str) -> None:
    made = read(SAMPLES / sample)
    assert evaluations(made) == []
    assert words in describe(made).zh


@pytest.mark.parametrize(
    ("title", "texts", "words"),
    [
        ("项目支出绩效目标申报表", TARGETS, "绩效目标申报表"),
        ("项目支出绩效运行监控表", MONITORED, "绩效运行监控表"),
        ("", MONITORED, "绩效运行监控表"),
        ("部门基础数据表", STAFF, "基础数据表"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_beside_a_self_evaluation_a_look_alike_is_told_with_its_page(
    document: MakeDocument, table: MakeTable, title: str, texts: Texts, words: str, *, first: bool
) -> None:
    alike, real = (title, table(texts)), ("项目支出绩效自评表", table(SCORED))
    found = normalized(document(*(alike + real if first else real + alike)))
    (one,) = found.evaluations
    assert one.title is not None
    assert one.title.value == "项目支出绩效自评表"
    assert [row.level3.value for row in one.indicators] == ["培训"]
    assert not any("20" in text.value or "1-7月" in text.value for text in one.narrative)
    (problem,) = found.problems
    assert (problem.code, problem.page) == ("look-alike", 1)
    assert words in problem.message.zh
    assert "第1页" in problem.message.zh
    assert "page 1" in problem.message.en


def test_tables_of_the_accounts_beside_a_self_evaluation_need_no_word(
    document: MakeDocument, table: MakeTable
) -> None:
    accounts = table([["科目", "决算数"], ["基本支出", "1.00"]])
    found = normalized(document("支出决算表", accounts, "项目支出绩效自评表", table(SCORED)))
    assert len(found.evaluations) == 1
    assert found.problems == ()


def test_a_list_of_contents_is_no_look_alike(document: MakeDocument, table: MakeTable) -> None:
    made = document("项目支出绩效目标申报表", "部门基础数据表", "项目支出绩效自评表", table(SCORED))
    assert normalized(made).problems == ()


def test_goals_that_speak_of_accounts_do_not_make_a_form_one(
    document: MakeDocument, table: MakeTable, project: list[list[str]]
) -> None:
    project[7][1] = "按时完成部门决算公开和绩效监控"
    project[7][4] = "已完成支出决算表"
    (one,) = evaluations(document("项目支出绩效自评表", table(project)))
    assert one.goals.actual is not None


def test_several_pages_are_told_one_by_one(table: MakeTable, document: MakeDocument) -> None:
    made = document("项目支出绩效自评表", table(SCORED))
    blocks = list(made.blocks)
    for page in (4, 9):
        title = Line("项目支出绩效目标申报表", OnPage(page, Box(50, 0, 300, 12)))
        blocks += [title, table(TARGETS, page=page)]
    found = normalized(Document(made.source, made.pages, tuple(blocks)))
    assert [problem.page for problem in found.problems] == [4, 9]
    assert found.evaluations[0].pages == (1, 1)


def test_nothing_is_told_where_there_is_no_self_evaluation(document: MakeDocument, table: MakeTable) -> None:
    """There `describe` says it, once for the whole document."""
    assert normalized(document("项目支出绩效目标申报表", table(TARGETS))).problems == ()
