"""Tables that real forms print and that are hard to read: split headers, axes, mixed units, unused rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from normalize import evaluations

if TYPE_CHECKING:
    from conftest import MakeDocument, MakeTable, Read, Texts

    from normalize.evaluation import Evaluation, Number

PLAIN = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROW = ["产出指标", "数量指标", "整修水渠", "≥12公里", "12.5公里", "90", "90"]


def _values(*numbers: Number | None) -> list[Decimal | None]:
    return [number and number.value for number in numbers]


def _targets(one: Evaluation) -> list[str | None]:
    return [row.target and row.target.value for row in one.indicators]


def test_initial_and_adjusted_target_under_one_heading(read_form: Read) -> None:
    one = read_form(
        [
            ["指标名称", "计量单位", "指标性质", "指标值", "<", "完成值", "得分系数(%)", "权重", "得分"],
            ["^", "^", "^", "年初", "调整", "^", "^", "^", "^"],
            ["接种率", "%", "≥", "95", "", "96", "100", "50", "50"],
            ["监测点", "处", "≥", "48", "40", "44", "100", "40", "40"],
        ]
    )  # fmt: skip
    assert _targets(one) == ["≥95%", "≥40处"]
    adjusted = one.indicators[1].target
    assert adjusted is not None
    assert adjusted.reason is not None
    assert "48" in adjusted.reason.zh
    assert _values(one.indicators[0].weight, one.indicators[0].score) == [50, 50]
    assert one.indicators[0].level1 is None
    assert one.gap("indicators.level1") is not None


def test_a_second_header_row_that_was_never_merged(read_form: Read) -> None:
    """As spreadsheets have it: blank cells where the first row's headings go on."""
    one = read_form(
        [
            ["一级指标", "二级指标", "三级指标", "年度指标值", "", "", "实际完成值", "分值", "得分"],
            ["", "", "", "指标性质", "指标值", "度量单位", "", "", ""],
            ["产出指标", "数量指标", "整修水渠", "≥", "12", "公里", "12.5公里", "90", "90"],
        ]
    )
    (row,) = one.indicators
    assert row.target is not None
    assert (row.target.value, row.target.text) == ("≥12公里", "≥ 12 公里")
    assert _values(row.weight, row.score) == [90, 90]


def test_a_word_beside_a_target_in_words_is_printed_and_not_part_of_the_target(read_form: Read) -> None:
    one = read_form(
        [
            ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分"],
            ["产出指标", "质量指标", "制度", "定性", "健全", "", "健全", "90", "90"],
        ]
    )
    target = one.indicators[0].target
    assert target is not None
    assert (target.value, target.text) == ("健全", "定性 健全")


def test_one_heading_over_all_level_columns(read_form: Read) -> None:
    one = read_form(
        [
            ["评价内容/指标", "<", "<", "年初指标值", "年终完成值", "自评分", "复核分", "评价标准"],
            ["项目决策 2分", "目标设定 2分", "目标合理性", "合理", "合理", "2", "1", "相符得2分"],
            ["项目绩效 98分", "产出 指标 40 分", "整修水渠", "≥12公里", "12.5公里", "40", "40", "按比例"],
            ["^", "效益指标58分", "受益人口", "≥900人", "930人", "58", "58", "按比例"],
        ]
    )
    assert one.form == "hubei-county"
    assert [row.level2 and row.level2.value for row in one.indicators] == ["目标设定", "产出指标", "效益指标"]
    weights = {group.name.value: group.weight and group.weight.value for group in one.groups}
    assert weights == {"项目决策": 2, "目标设定": 2, "项目绩效": 98, "产出指标": 40, "效益指标": 58}
    assert _values(*(row.score for row in one.indicators)) == [2, 40, 58]


def test_funds_side_by_side_are_parts_and_their_sum_is_the_total(read_form: Read) -> None:
    one = read_form(
        [
            ["项目资金(万元)", "中央", "省", "本级", "其他", "合计", "执行数", "执行率"],
            ["^", "120.00", "60.00", "40.00", "", "220.00", "213.40", "97.00%"],
            ["评价内容/指标", "<", "<", "年初指标值", "年终完成值", "自评分", "复核分", "评价标准"],
            ["项目绩效", "产出指标", "整修水渠", "≥12公里", "12.5公里", "100", "100", "按比例"],
        ]
    )
    assert [(line.label.value, line.part) for line in one.budget] == [
        ("中央", "part"), ("省", "part"), ("本级", "part"), ("其他", "part"), ("合计", "total"),
    ]  # fmt: skip
    assert _values(*(line.adjusted for line in one.budget)) == [120, 60, 40, None, 220]
    assert _values(one.budget[-1].executed, one.budget[-1].rate) == [Decimal("213.40"), Decimal("0.97")]


def _axes(*rows: list[str]) -> list[list[str]]:
    return [
        ["年度预算申请\n(万元)", "", "<", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["^", "年度资金总额", "<", "140.00", "150.00", "141.00", "10", "94.00%", "9.4"],
        ["^", "按收入性质分:", "<", "<", "<", "按支出性质分:", "<", "<", "<"],
        *rows,
        ["绩效指标", *PLAIN, "偏差原因分析及改进措施"],
        ["^", *ROW, ""],
    ]


def test_two_axes_of_the_budget_belong_to_the_column_that_they_add_up_to(read_form: Read) -> None:
    one = read_form(
        _axes(
            ["^", "其中:一般公共预算:101.00", "<", "<", "<", "其中:基本支出:80.50", "<", "<", "<"],
            ["^", "政府性基金拨款:40.00 其他资金:", "<", "<", "<", "项目支出:60.00万元", "<", "<", "<"],
        )
    )
    assert one.form == "hunan-department"
    assert [(line.label.value, line.part) for line in one.budget[1:]] == [
        ("其中:一般公共预算", "axis-income"), ("政府性基金拨款", "axis-income"), ("其他资金", "axis-income"),
        ("其中:基本支出", "axis-spending"), ("项目支出", "axis-spending"),
    ]  # fmt: skip
    assert all(line.adjusted is None and line.initial is None for line in one.budget[1:])
    assert _values(*(line.executed for line in one.budget[1:])) == [101, 40, None, Decimal("80.50"), 60]
    first = one.budget[1].executed
    assert first is not None
    assert (first.how, first.text) == ("inferred", "101.00")
    assert not any("一般公共预算" in text.value for text in one.narrative)


def test_axes_that_add_up_to_no_column_are_placed_in_none(read_form: Read) -> None:
    """Any column would accuse the unit of a sum that it may never have claimed."""
    one = read_form(_axes(["^", "一般公共预算:101.00", "<", "<", "<", "基本支出:80.50", "<", "<", "<"]))
    amounts = [line.adjusted for line in one.budget[1:]]
    assert _values(*amounts) == [None, None]
    assert amounts[0] is not None
    assert (amounts[0].text, amounts[0].reason is not None) == ("101.00", True)


def test_axes_whose_sum_is_a_column_but_for_rounding_are_placed_in_it(read_form: Read) -> None:
    rows = ["^", "一般公共预算:60.02", "<", "<", "<", "基本支出:80.01", "<", "<", "<"]
    more = ["^", "其他资金:89.99", "<", "<", "<", "项目支出:69.98", "<", "<", "<"]
    one = read_form(_axes(rows, more))
    assert _values(*(line.adjusted for line in one.budget[1:])) == [
        Decimal("60.02"), Decimal("89.99"), Decimal("80.01"), Decimal("69.98"),
    ]  # fmt: skip


@pytest.mark.parametrize("printed", ["（30）", "(30分)", "[30]", "30分"])
def test_a_weight_in_brackets_is_a_weight(read_form: Read, printed: str) -> None:
    header = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    one = read_form([header, ["产出指标", "数量指标", "整修水渠", "≥12公里", "12.5公里", printed, "30"]])
    assert _values(one.indicators[0].weight) == [30]


def test_a_score_in_brackets_may_be_a_deduction_and_is_not_read(read_form: Read) -> None:
    header = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    one = read_form([header, ["产出指标", "数量指标", "整修水渠", "≥12公里", "12.5公里", "30", "（2）"]])
    assert _values(one.indicators[0].score) == [None]


def test_a_weight_that_only_the_heading_of_the_score_says(read_form: Read) -> None:
    one = read_form(
        [
            ["预算执行情况(万元)(20分)", "", "预算数(A)", "执行数(B)", "执行率(B/A)", "得分(20分*执行率)"],
            ["^", "年度财政资金总额", "480.00", "470.40", "98.00%", "19.6"],
            ["一级指标", "二级指标", "三级指标", "年初目标值(A)", "实际完成值(B)", "得分"],
            ["产出指标(80分)", "数量指标", "整修水渠", "≥12公里", "12.5公里", "80"],
        ]
    )
    (line,) = one.budget
    assert line.part == "total"
    assert line.weight is not None
    assert (line.weight.value, line.weight.how) == (20, "inferred")
    assert one.indicators[0].weight is None


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["项目总得分99分", "<", "<", "<", "<", "<", "<"], Decimal(99)),
        (["自评总分: 95", "<", "<", "<", "<", "<", "<"], Decimal(95)),
        (["主管部门", "甲局", "自评总分(分)", "<", "96.5", "<", "<"], Decimal("96.5")),
    ],
)
def test_a_total_above_the_tables(read_form: Read, row: list[str], expected: Decimal) -> None:
    score = read_form([row, PLAIN, ROW]).total.score
    assert score is not None
    assert score.value == expected


@pytest.mark.parametrize("label", ["总分", "合计", "总计", "……总分", "总 分", "合\n计"])
def test_the_names_of_a_total_row(read_form: Read, label: str) -> None:
    one = read_form([PLAIN, ROW, [label, "<", "<", "<", "<", "100", "98.5"]])
    assert len(one.indicators) == 1
    assert _values(one.total.weight, one.total.score) == [100, Decimal("98.5")]


def test_a_total_beside_another_remark(read_form: Read) -> None:
    one = read_form([PLAIN, ROW, ["其他需要说明事项", "<", "<", "无", "总分", "100", "96"]])
    assert len(one.indicators) == 1
    assert _values(one.total.weight, one.total.score) == [100, 96]


def test_a_detail_row_without_weight_is_an_indicator_of_its_own(read_form: Read) -> None:
    detail = ["^", "^", "其中:支渠", "≥5公里", "5.2公里", "", ""]
    one = read_form([PLAIN, ROW, detail])
    assert [row.level3.value for row in one.indicators] == ["整修水渠", "其中:支渠"]
    assert _values(one.indicators[1].weight, one.indicators[1].score) == [None, None]


@pytest.mark.parametrize("name", ["指标2:", "……", "/", "指标3."])
@pytest.mark.parametrize("filler", ["", "/", "—"])
def test_a_template_row_that_nobody_filled_in_is_no_indicator(
    read_form: Read, name: str, filler: str
) -> None:
    one = read_form([PLAIN, ROW, ["^", "^", name, filler, filler, "", ""]])
    assert [row.level3.value for row in one.indicators] == ["整修水渠"]


def test_a_score_on_the_total_row_and_again_below_it_is_kept_as_printed(
    project: Texts, read_form: Read
) -> None:
    project[4][6:8] = ["10", "9"]
    lines = read_form(project).budget
    assert [line.part for line in lines] == ["total", "part", "part"]
    assert _values(*(line.score for line in lines)) == [9, 9, None]


def test_a_column_in_another_money_unit_is_converted_and_says_so(project: Texts, read_form: Read) -> None:
    project[2][5] = "全年执行数(元)"
    for row, amount in zip(project[3:6], ("2880000.00", "2880000.00", "0"), strict=True):
        row[5] = amount
    one = read_form(project)
    assert one.money_unit is not None
    assert one.money_unit.value == "万元"
    executed = one.budget[0].executed
    assert executed is not None
    assert (executed.value, executed.text, executed.how) == (Decimal("288.000000"), "2880000.00", "converted")
    assert executed.reason is not None
    assert _values(one.budget[0].adjusted) == [Decimal("320.00")]


def test_amounts_in_several_units_without_a_heading(project: Texts, read_form: Read) -> None:
    project[2][0] = "项目资金"
    project[3][3:6] = ["300.00万元", "3200000元", "288.00万元"]
    project[4][3:6] = ["300.00", "0", "288.00万元"]
    one = read_form(project)
    assert one.money_unit is not None
    assert (one.money_unit.value, one.money_unit.how) == ("万元", "inferred")
    total, part = one.budget[:2]
    assert _values(total.initial, total.adjusted, total.executed) == [300, 320, 288]
    assert _values(part.initial, part.adjusted, part.executed) == [None, 0, 288]
    assert part.initial is not None
    assert part.initial.reason is not None


def test_budget_headings_of_two_rows(read_form: Read) -> None:
    one = read_form(
        [
            ["项目资金(万元)", "", "预算数", "<", "全年执行数", "分值", "得分"],
            ["^", "", "年初", "调整后", "^", "^", "^"],
            ["^", "年度资金总额", "300.00", "320.00", "288.00", "10", "9"],
            PLAIN,
            ROW,
        ]
    )
    (line,) = one.budget
    assert _values(line.initial, line.adjusted, line.executed, line.weight, line.score) == [
        300,
        320,
        288,
        10,
        9,
    ]


def test_goals_of_three_columns(read_form: Read) -> None:
    one = read_form(
        [
            ["当年整体绩效目标", "年初绩效目标", "<", "全年(调整)绩效目标", "<", "全年完成情况", "<"],
            ["^", "接种率达到95%。", "<", "无调整", "<", "接种率96%。", "<"],
            [
                "指标名称",
                "年初指标值",
                "调整指标值",
                "全年完成值",
                "得分系数(%)",
                "指标权重(分)",
                "指标得分(分)",
            ],
            ["接种率", "≥95%", "≥95%", "96%", "100", "90", "90"],
        ]
    )
    assert one.form == "chongqing-department"
    assert one.goals.expected is not None
    assert one.goals.actual is not None
    assert (one.goals.expected.value, one.goals.actual.value) == ("接种率达到95%。", "接种率96%。")
    assert "无调整" in [text.value for text in one.narrative]


def test_cost_as_a_group_of_its_own_is_the_form_of_2021(project: Texts, read_form: Read) -> None:
    assert read_form(project).form == "mof-2020-project"
    project[11][0] = "成本指标(30分)"
    assert read_form(project).form == "mof-2021-project"


def test_a_form_without_weights_and_scores(document: MakeDocument, table: MakeTable) -> None:
    columns = ["一级指标", "二级指标", "三级指标", "指标值", "全年完成值", "未完成原因和改进措施"]
    row = ["产出指标", "数量指标", "培训", "≥4次", "3次", "场地未定。"]
    head = ["转移支付名称", "<", "就业补助资金", "资金使用单位", "甲县就业中心", "<"]
    (one,) = evaluations(document("转移支付区域绩效目标自评表", table([head, columns, row])))
    assert one.form == "transfer-payment"
    assert one.unit is not None
    assert one.unit.value == "甲县就业中心"
    lost = {gap.part: gap.lost for gap in one.gaps}
    assert not any(lost[part] for part in ("indicators.weight", "indicators.score", "total"))


def test_brackets_and_stops_of_other_shapes(project: Texts, read_form: Read) -> None:
    """〔A〕, 【万元】, ﹕ and ３２０﹒００ as some systems print them."""
    project[0][0], project[1][5] = "项目名称﹕", "实施单位︰"
    project[2] = [
        "项目资金【万元】",
        "<",
        "",
        "年初预算数",
        "全年预算数〔Ａ〕",
        "全年执行数﹝B﹞",
        "分值",
        "得分",
    ]
    project[3][2:5] = ["年度资金总额﹕", "３００﹒００", "320．00"]
    one = read_form(project)
    assert one.project is not None
    assert one.project.value == "水渠整修"
    assert one.money_unit is not None
    assert one.money_unit.value == "万元"
    total = one.budget[0]
    assert total.part == "total"
    assert _values(total.initial, total.adjusted, total.executed) == [300, 320, 288]


def test_a_total_of_which_one_figure_cannot_be_read_is_still_the_total(
    project: Texts, read_form: Read
) -> None:
    project[3][4] = "32O。00"
    total = read_form(project).budget[0]
    assert _values(total.initial, total.adjusted, total.executed) == [300, None, 288]
    assert total.adjusted is not None
    assert total.adjusted.text == "32O。00"
