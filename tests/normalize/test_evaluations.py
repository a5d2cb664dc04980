"""A whole form from its cells: what lands where, what stays traced, and that no text is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
import pytest

from normalize import evaluations

if TYPE_CHECKING:
    from conftest import MakeDocument, MakeTable, Read, Texts


def test_the_project_form_is_read_whole(project: Texts, read_form: Read) -> None:
    one = read_form(project)
    assert (one.form, one.kind) == ("mof-2020-project", "project")
    assert one.title is not None
    assert one.title.value == "项目支出绩效自评表"
    assert one.year is not None
    assert (one.year.value, one.year.how) == (2022, "read")
    assert one.unit is not None
    assert one.unit.value == "甲县灌区所"
    assert one.project is not None
    assert one.project.value == "水渠整修"
    assert one.money_unit is not None
    assert one.money_unit.value == "万元"
    assert one.rating is not None
    assert one.rating.value == "优"
    assert one.total.weight is not None
    assert one.total.score is not None
    assert (one.total.weight.value, one.total.score.value) == (Decimal(100), Decimal(98))
    assert [line.label.value for line in one.budget] == ["年度资金总额", "其中:当年财政拨款", "其他资金"]
    assert [row.level3.value for row in one.indicators] == [
        "整修水渠",
        "验收合格率",
        "受益人口",
        "农户满意度",
    ]
    assert [gap.part for gap in one.gaps] == ["budget.rate"]
    assert one.pages == (1, 1)


def test_every_written_text_is_found_again(project: Texts, read_form: Read) -> None:
    """What is neither a value nor a heading of the form stands in the narrative."""
    one = read_form(project)
    said = [text.value for text in one.narrative]
    assert "主管部门：甲县水务局" in said
    assert "任务基本完成。" in said
    assert not any("甲县灌区所" in text for text in said)


def test_no_cell_vanishes_whatever_stands_in_it(
    document: MakeDocument, table: MakeTable, project: Texts
) -> None:
    """Each cell in turn is overwritten by a text that no form knows; it must come out somewhere."""
    written = [
        (r, c) for r, row in enumerate(project) for c, text in enumerate(row) if text not in ("<", "^", "")
    ]
    assert len(written) > 60
    for r, c in written:
        texts = [list(row) for row in project]
        texts[r][c] = "无人认识的文字"
        (one,) = evaluations(document("项目支出绩效自评表", table(texts)))
        assert "无人认识的文字" in msgspec.json.encode(one).decode(), (r, c)


def test_a_cell_under_no_heading_is_kept_with_the_reason(project: Texts, read_form: Read) -> None:
    project[8][7] = "没有见过的栏目名称"
    one = read_form(project)
    (kept,) = [text for text in one.narrative if text.value == "外出务工。"]
    assert kept.reason is not None
    assert one.indicators[2].deviation is None
    gap = one.gap("indicators.deviation")
    assert gap is not None
    assert gap.lost
    assert "没有见过的栏目名称" in gap.reason.zh


def test_weight_before_target_is_read_by_its_heading(project: Texts, read_form: Read) -> None:
    for row in project[8:13]:
        row[3], row[4], row[5] = row[5], row[3], row[4]
    one = read_form(project)
    first = one.indicators[0]
    assert first.target is not None
    assert first.actual is not None
    assert first.weight is not None
    assert (first.target.text, first.actual.text, first.weight.value) == ("≥12公里", "12.5公里", Decimal(30))


def test_a_repeated_header_inside_a_joined_table_is_no_indicator(project: Texts, read_form: Read) -> None:
    project.insert(11, list(project[8]))
    assert len(read_form(project).indicators) == 4


def test_a_template_slot_left_unused_is_no_indicator_and_is_not_lost(project: Texts, read_form: Read) -> None:
    project.insert(10, ["^", "^", "指标2:", "", "", "", "", ""])
    one = read_form(project)
    assert len(one.indicators) == 4
    (kept,) = [text for text in one.narrative if text.value == "指标2:"]
    assert kept.reason is not None


def test_an_indicator_left_blank_by_the_unit_stays_an_indicator(project: Texts, read_form: Read) -> None:
    project[10][3:7] = ["", "", "", ""]
    row = read_form(project).indicators[1]
    assert row.target is not None
    assert row.weight is not None
    assert (row.target.text, row.weight.text, row.weight.value) == ("", "", None)


def test_a_subtotal_row_goes_to_its_group(project: Texts, read_form: Read) -> None:
    project.insert(11, ["小计", "<", "<", "", "", "50", "49.5", ""])
    one = read_form(project)
    assert len(one.indicators) == 4
    group = one.groups[0]
    assert group.name.value == "产出指标"
    assert group.score is not None
    assert group.score.value == Decimal("49.5")


def test_a_weight_merged_over_two_rows_counts_once(project: Texts, read_form: Read) -> None:
    project[10][5] = "^"
    first, second = read_form(project).indicators[:2]
    assert first.weight is not None
    assert second.weight is not None
    assert first.weight.value == Decimal(30)
    assert (second.weight.value, second.weight.how) == (None, "filled-down")
    assert second.weight.reason is not None


def test_the_prefix_of_the_template_is_taken_off_the_name(project: Texts, read_form: Read) -> None:
    project[9][2] = "指标1:整修\n水渠"
    name = read_form(project).indicators[0].level3
    assert (name.value, name.text) == ("整修水渠", "指标1:整修\n水渠")


def test_sign_value_and_unit_in_three_columns_make_one_target(read_form: Read) -> None:
    one = read_form(
        [
            ["一级指标", "二级指标", "三级指标", "年度指标值", "<", "<", "实际完成值", "分值", "得分"],
            ["^", "^", "^", "指标性质", "指标值", "度量单位", "^", "^", "^"],
            ["产出指标", "数量指标", "整修水渠", "≥", "12", "公里", "12.5", "60", "60"],
            ["^", "质量指标", "效果", "定性", "良好", "", "良好", "30", "30"],
        ]
    )
    targets = [row.target for row in one.indicators]
    assert [target and target.value for target in targets] == ["≥12公里", "良好"]
    assert targets[0] is not None
    assert len(targets[0].more) == 2


def test_two_forms_in_one_document(document: MakeDocument, table: MakeTable, project: Texts) -> None:
    other = [list(row) for row in project]
    other[0][2] = "泵站更新"
    found = evaluations(
        document(
            "项目支出绩效自评表", table(project), "联系人:甲", "附件2", "项目支出绩效自评表", table(other)
        )
    )
    assert [one.project and one.project.value for one in found] == ["水渠整修", "泵站更新"]
    assert [text.value for text in found[0].narrative][-1] == "联系人:甲"
    assert "附件2" in [text.value for text in found[1].narrative]


def test_two_forms_in_one_table_without_titles(
    document: MakeDocument, table: MakeTable, project: Texts
) -> None:
    other = [list(row) for row in project]
    other[0][2] = "泵站更新"
    found = evaluations(document(table([*project, *other])))
    assert [one.project and one.project.value for one in found] == ["水渠整修", "泵站更新"]
    assert [len(one.indicators) for one in found] == [4, 4]


def test_a_table_that_goes_on_without_a_header_is_read_on(
    document: MakeDocument, table: MakeTable, project: Texts
) -> None:
    (one,) = evaluations(document("项目支出绩效自评表", table(project[:11]), table(project[11:])))
    assert len(one.indicators) == 4
    assert one.total.score is not None


def test_another_table_after_the_form_does_not_belong_to_it(
    document: MakeDocument, table: MakeTable, project: Texts
) -> None:
    other = table([["科目", "金额"], ["办公费", "3.20"]])
    (one,) = evaluations(document("项目支出绩效自评表", table(project), "部门决算情况", other))
    assert all("办公费" not in text.value for text in one.narrative)


@pytest.mark.parametrize("header", ["年度指标值", "指标值", "年初目标值(A)", "年 度\n指 标 值"])
def test_the_wordings_of_a_heading_are_known(project: Texts, read_form: Read, header: str) -> None:
    project[8][3] = header
    assert read_form(project).gap("indicators.target") is None


def test_a_torn_off_rest_with_other_columns_is_kept_and_nobody_is_blamed(
    document: MakeDocument, table: MakeTable, project: Texts
) -> None:
    rest = table([["满意度", "农户满意度", "≥90%", "95%10", "10"], ["总分", "", "", "100", "98"]], page=2)
    (one,) = evaluations(document("项目支出绩效自评表", table(project[:12]), rest))
    assert len(one.indicators) == 3
    assert "农户满意度" in [text.value for text in one.narrative]
    gap = one.gap("total")
    assert gap is not None
    assert gap.lost


def test_a_footer_in_a_table_of_its_own_belongs_to_the_form(
    document: MakeDocument, table: MakeTable, project: Texts
) -> None:
    footer = table([["填报人", "甲"], ["审核意见", "同意。"]])
    (one,) = evaluations(document("项目支出绩效自评表", table(project), footer))
    assert "同意。" in [text.value for text in one.narrative]
    assert [gap.part for gap in one.gaps if gap.lost] == []
