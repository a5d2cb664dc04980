"""The blocks one by one: budget, goals, head, totals, in the shapes that real forms print."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from normalize import evaluations

if TYPE_CHECKING:
    from conftest import MakeDocument, MakeTable, Read, Texts


def test_budget_cells_that_hold_no_number(project: Texts, read_form: Read) -> None:
    """A dash is printed, a blank was seen, a missing column is a gap."""
    part, other = read_form(project).budget[1:]
    assert part.weight is not None
    assert (part.weight.value, part.weight.text) == (None, "—")
    assert other.initial is not None
    assert (other.initial.value, other.initial.text) == (None, "")
    assert part.rate is None
    assert (part.partial, other.partial) == (True, False)


def test_the_total_row_and_its_parts(project: Texts, read_form: Read) -> None:
    assert [line.part for line in read_form(project).budget] == ["total", "part", "part"]


def test_a_single_unlabelled_budget_row_is_the_total(project: Texts, read_form: Read) -> None:
    project[3][2] = "本项目"
    del project[4:6]
    assert [line.part for line in read_form(project).budget] == ["total"]


def test_precision_is_kept(project: Texts, read_form: Read) -> None:
    initial = read_form(project).budget[0].initial
    assert initial is not None
    assert str(initial.value) == "300.00"


@pytest.mark.parametrize(
    ("printed", "value", "how"),
    [
        ("320.00万元", "320.00", "read"),
        ("3200000元", "320.0000", "converted"),
        ("0.032亿元", "320", "converted"),
    ],
)
def test_an_amount_with_its_own_unit_is_converted_exactly(
    project: Texts, read_form: Read, printed: str, value: str, how: str
) -> None:
    project[3][4] = printed
    adjusted = read_form(project).budget[0].adjusted
    assert adjusted is not None
    assert (adjusted.value, adjusted.how, adjusted.text) == (Decimal(value), how, printed)
    assert (adjusted.reason is not None) == (how == "converted")


def test_the_money_unit_of_amounts_where_no_heading_names_one(project: Texts, read_form: Read) -> None:
    project[2][0] = "项目资金"
    project[3][3:6] = ["300.00元", "320.00元", "288.00元"]
    unit = read_form(project).money_unit
    assert unit is not None
    assert (unit.value, unit.how) == ("元", "inferred")


def test_two_money_units_are_not_guessed_between(project: Texts, read_form: Read) -> None:
    project[2][3] = "年初预算数(元)"
    one = read_form(project)
    assert one.money_unit is None
    gap = one.gap("money-unit")
    assert gap is not None
    assert "两种" in gap.reason.zh


@pytest.mark.parametrize(
    ("heading", "printed", "value"),
    [
        ("执行率", "90.00%", "0.9000"),
        ("执行率(%)", "90", "0.90"),
        ("执行率", "90.00", "0.9000"),
        ("执行率", "1", "1"),
    ],
)
def test_rates_are_fractions(project: Texts, read_form: Read, heading: str, printed: str, value: str) -> None:
    project[2][3], project[3][3] = heading, printed
    rate = read_form(project).budget[0].rate
    assert rate is not None
    assert rate.value == Decimal(value)


def test_a_sentence_under_the_budget_header_is_no_budget_line(project: Texts, read_form: Read) -> None:
    project.insert(6, ["^", "<", "资金使用情况", "资金按进度拨付,专款专用。", "<", "<", "<", "<"])
    one = read_form(project)
    assert len(one.budget) == 3
    assert "资金按进度拨付,专款专用。" in [text.value for text in one.narrative]


def test_goals_side_by_side_in_several_rows(project: Texts, read_form: Read) -> None:
    project.insert(8, ["^", "目标2:新建涵洞。", "<", "<", "新建涵洞3座。", "<", "<", "<"])
    goals = read_form(project).goals
    assert goals.expected is not None
    assert goals.actual is not None
    assert goals.expected.value == "整修水渠12公里。\n目标2:新建涵洞。"
    assert goals.actual.value == "整修水渠12.5公里。\n新建涵洞3座。"


def test_goals_one_below_the_other(project: Texts, read_form: Read) -> None:
    project[6:8] = [
        ["预期目标", "整修水渠12公里。", "<", "<", "<", "<", "<", "<"],
        ["实际完成情况", "整修水渠12.5公里。", "<", "<", "<", "<", "<", "<"],
    ]
    goals = read_form(project).goals
    assert goals.actual is not None
    assert goals.actual.value == "整修水渠12.5公里。"


def test_goals_beside_their_labels_in_one_row(project: Texts, read_form: Read) -> None:
    project[6:8] = [
        ["预期目标", "整修水渠12公里。", "<", "<", "实际完成情况", "整修水渠12.5公里。", "<", "<"]
    ]
    one = read_form(project)
    assert one.goals.expected is not None
    assert one.goals.actual is not None
    assert (one.goals.expected.value, one.goals.actual.value) == ("整修水渠12公里。", "整修水渠12.5公里。")
    assert one.gap("goals") is None


def test_goals_that_a_dump_runs_together_and_that_cannot_be_split(
    document: MakeDocument, table: MakeTable, project: Texts
) -> None:
    lines = ["预期目标 实际完成情况", "整修水渠。", "整修水渠12公里。"]
    (one,) = evaluations(document("项目支出绩效自评表", *lines, table(project[8:], "dump")))
    assert one.goals.expected is None
    gap = one.gap("goals")
    assert gap is not None
    assert gap.lost
    assert {"整修水渠。", "整修水渠12公里。"} <= {text.value for text in one.narrative}


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("项目支出绩效自评表", "( 2021 年度)"), 2021),
        (("项目支出绩效自评表", "2019年度)"), 2019),
        (("2022年度项目支出绩效自评表",), 2022),
        (("项目支出绩效自评表", "(二〇二三年度)"), 2023),
        (("项目支出绩效自评表(2020年度)",), 2020),
    ],
)
def test_the_year_wherever_it_is_printed(
    document: MakeDocument, table: MakeTable, project: Texts, lines: tuple[str, ...], year: int
) -> None:
    (one,) = evaluations(document(*lines, table(project)))
    assert one.year is not None
    assert (one.year.value, one.year.how) == (year, "read")


def test_no_year_is_inferred_from_dates_of_two_years(
    document: MakeDocument, table: MakeTable, project: Texts
) -> None:
    project[9][3:5] = ["2022年12月底前", "2023年1月"]
    (one,) = evaluations(document("项目支出绩效自评表", table(project)))
    assert one.year is None
    assert one.gap("year") is not None


@pytest.mark.parametrize("actual", ["较2019年增长5%", "2020-2022年累计3次", "2000年生人群"])
def test_no_year_is_inferred_from_a_comparison(
    document: MakeDocument, table: MakeTable, project: Texts, actual: str
) -> None:
    project[9][4] = actual
    (one,) = evaluations(document("项目支出绩效自评表", table(project)))
    assert one.year is None


def test_a_note_about_the_weights_is_no_total(project: Texts, read_form: Read) -> None:
    project[13:] = [["注:各项分值合计,总分100分。", "<", "<", "<", "<", "<", "<", "<"]]
    one = read_form(project)
    assert one.gap("total") is not None


def test_a_total_said_in_words(project: Texts, read_form: Read) -> None:
    project[13:] = [["自评得分:98分", "<", "<", "<", "<", "<", "<", "<"]]
    score = read_form(project).total.score
    assert score is not None
    assert (score.value, score.how) == (Decimal(98), "inferred")


def test_unit_and_money_unit_in_one_line(document: MakeDocument, table: MakeTable, project: Texts) -> None:
    project[2][0] = "项目资金"
    del project[1]
    (one,) = evaluations(
        document("项目支出绩效自评表", "单位(盖章):甲县水务局  金额单位:万元", table(project))
    )
    assert one.unit is not None
    assert one.unit.value == "甲县水务局"
    assert one.money_unit is not None
    assert one.money_unit.value == "万元"


def test_the_supervisor_is_not_taken_for_the_unit(project: Texts, read_form: Read) -> None:
    project[1] = ["主管部门", "<", "甲县水务局", "<", "<", "<", "<", "<"]
    one = read_form(project)
    assert one.unit is None
    assert one.gap("unit") is not None


def test_an_unlabelled_row_of_two_numbers_at_the_end_is_the_total(project: Texts, read_form: Read) -> None:
    project[13] = ["", "<", "<", "", "", "100", "98", ""]
    score = read_form(project).total.score
    assert score is not None
    assert (score.value, score.how) == (Decimal(98), "inferred")


@pytest.mark.parametrize(
    ("said", "rating"),
    [
        ("自评为“良”。", "良"),
        ("自评等级:优", "优"),
        ("评价等级:良好", "良好"),
        ("自评为优等级,中期偏慢。", "优"),
    ],
)
def test_the_rating_in_a_sentence(project: Texts, read_form: Read, said: str, rating: str) -> None:
    project[13][7] = ""
    project[14][2] = said
    one = read_form(project)
    assert one.rating is not None
    assert one.rating.value == rating
    assert said in [text.value for text in one.narrative]


@pytest.mark.parametrize(
    "said",
    ["自评中发现管护经费不足。", "自评等级:优、良、中、差", "自评等级:优□ 良□ 中□", "等级分为优、良。"],
)
def test_no_rating_where_none_is_given(project: Texts, read_form: Read, said: str) -> None:
    project[13][7] = ""
    project[14][2] = said
    one = read_form(project)
    assert one.rating is None
    assert one.gap("rating") is not None


def test_a_total_with_blank_cells_is_there_and_blank(project: Texts, read_form: Read) -> None:
    project[13][5:8] = ["100", "", ""]
    total = read_form(project).total
    assert total.score is not None
    assert (total.score.value, total.score.text) == (None, "")


def test_a_total_that_only_a_sentence_says_beside_a_blank_cell(project: Texts, read_form: Read) -> None:
    project[13][5:8] = ["100", "", ""]
    project[14][2] = "项目自评得分98.30分，各项任务按计划推进。"
    total = read_form(project).total
    assert total.weight is not None
    assert total.score is not None
    assert (total.weight.value, str(total.score.value), total.score.how) == (100, "98.30", "inferred")


def test_a_part_with_one_unreadable_figure_is_not_left_out_of_the_block(
    project: Texts, read_form: Read
) -> None:
    at = next(i for i, row in enumerate(project) if "其中:当年财政拨款" in row)
    project[at] = [None if cell is None else cell.replace("320.00", "Y320.00") for cell in project[at]]
    lines = read_form(project).budget
    assert [line.part for line in lines] == ["total", "part", "part"]
    assert lines[1].adjusted
    assert (lines[1].adjusted.value, lines[1].adjusted.text) == (None, "Y320.00")
