"""Which tables are self-evaluations, of which family, and what the others are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalize import evaluations
from normalize.recognise import describe

if TYPE_CHECKING:
    from conftest import MakeDocument, MakeTable, Texts

TARGETS: Texts = [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "培训", "≥4次"]]
MONITORED: Texts = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "1-7月执行情况", "全年预计完成情况"],
    ["产出指标", "数量指标", "培训", "≥4次", "2次", "4次"],
]
SCORED: Texts = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "培训", "≥4次", "4次", "90", "90"],
]


@pytest.mark.parametrize(
    ("title", "texts", "words"),
    [
        ("项目支出绩效目标申报表", TARGETS, "绩效目标申报表"),
        ("2023年部门预算项目支出绩效运行监控表", MONITORED, "监控表"),
        ("", MONITORED, "监控表"),
        ("事前绩效评估表", SCORED, "事前绩效评估"),
        ("支出决算表", [["科目", "年初预算数", "决算数"], ["基本支出", "1.00", "1.00"]], "决算表"),
        ("绩效目标申报表", SCORED, "绩效目标申报表"),
    ],
)
def test_look_alikes_are_refused_and_named(
    document: MakeDocument, table: MakeTable, title: str, texts: Texts, words: str
) -> None:
    made = document(title, table(texts))
    assert evaluations(made) == []
    assert words in describe(made).zh


def test_a_title_inside_the_table_counts_too(document: MakeDocument, table: MakeTable) -> None:
    inside = table([["绩效目标申报表", "<", "<", "<"], *TARGETS])
    assert evaluations(document(inside)) == []


def test_a_self_evaluation_of_targets_is_no_declaration(document: MakeDocument, table: MakeTable) -> None:
    (one,) = evaluations(document("绩效目标自评表", table(SCORED)))
    assert len(one.indicators) == 1


def test_a_table_without_a_title_is_known_by_its_columns(document: MakeDocument, table: MakeTable) -> None:
    (one,) = evaluations(document(table(SCORED)))
    assert one.title is None
    gap = one.gap("title")
    assert gap is not None
    assert not gap.lost


def test_a_table_without_scores_is_a_self_evaluation(document: MakeDocument, table: MakeTable) -> None:
    (one,) = evaluations(document(table([row[:5] for row in SCORED])))
    assert one.form == "unknown"
    assert {"indicators.weight", "indicators.score", "total"} <= {gap.part for gap in one.gaps}


def test_a_self_evaluation_beside_a_look_alike(document: MakeDocument, table: MakeTable) -> None:
    (one,) = evaluations(
        document("项目支出绩效目标申报表", table(TARGETS), "项目支出绩效自评表", table(SCORED))
    )
    assert one.title is not None
    assert one.title.value == "项目支出绩效自评表"


def test_prose_and_other_tables_are_described(document: MakeDocument, table: MakeTable) -> None:
    assert "文字" in describe(document("通知", "请各单位按时报送。")).zh
    assert "自评报告" in describe(document("甲县水务局绩效自评报告", "一、基本情况。")).zh
    assert "1" in describe(document(table([["姓名", "电话"], ["甲", "乙"]]))).zh


def test_a_sentence_about_a_self_evaluation_is_no_title(document: MakeDocument, table: MakeTable) -> None:
    made = document("请于3月底前报送项目支出绩效自评表。", table([["姓名"], ["甲"]]))
    assert evaluations(made) == []


def test_the_department_form_is_told_from_the_project_form(
    document: MakeDocument, table: MakeTable, project: Texts
) -> None:
    department = [list(row) for row in project[2:]]
    department[0][0] = "部门(单位)\n总体资金(万元)"
    department[2][2], department[3][2] = "基本支出", "项目支出"
    (one,) = evaluations(document("单位(盖章):甲县水务局", table(department)))
    assert (one.form, one.kind) == ("mof-2020-department", "department")
    assert "基本支出" in one.form_reason.zh
    assert "mof-2020-department" in one.form_reason.en
    gap = one.gap("project")
    assert gap is not None
    assert not gap.lost


def test_a_form_of_another_family_stays_unknown(document: MakeDocument, table: MakeTable) -> None:
    (one,) = evaluations(document("机关后勤服务自我评价表", table([row[:5] for row in SCORED])))
    assert (one.form, one.kind) == ("unknown", "unknown")


def test_a_list_of_attachments_is_no_title_for_the_table_below(
    document: MakeDocument, table: MakeTable
) -> None:
    made = document("附件:项目支出绩效自评表", "项目支出绩效目标申报表", table(TARGETS))
    assert evaluations(made) == []
