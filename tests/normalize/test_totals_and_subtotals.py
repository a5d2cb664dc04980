"""Total rows in unusual places, several of them, and subtotals whose rows are not the last group alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extract import read as read_file
from normalize import normalized

if TYPE_CHECKING:
    from conftest import Read

    from normalize.evaluation import Evaluation

HEADER = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROWS = [
    ["产出指标", "数量指标", "整修水渠", "≥12公里", "12.5公里", "30", "30"],
    ["^", "质量指标", "验收合格率", "100%", "100%", "20", "20"],
    ["效益指标", "社会效益指标", "受益人口", "≥900人", "880人", "30", "29"],
    ["满意度指标", "服务对象满意度", "农户满意度", "≥90%", "95%", "10", "10"],
]


def _row(label: str, weight: str, score: str) -> list[str]:
    return [label, "<", "<", "<", "<", weight, score]


def _total(one: Evaluation) -> list[Decimal | None]:
    return [number and number.value for number in (one.total.weight, one.total.score)]


def _subtotals(one: Evaluation) -> dict[str, Decimal | None]:
    return {group.name.value: group.score.value for group in one.groups if group.score is not None}


@pytest.mark.parametrize("label", ["总分", "合计"])
def test_indicators_below_a_total_in_the_middle_are_read(read_form: Read, label: str) -> None:
    one = read_form([HEADER, *ROWS[:3], _row(label, "100", "98"), ROWS[3]])
    assert [row.level3.value for row in one.indicators][-1] == "农户满意度"
    assert _total(one) == [100, 98]


def test_a_total_in_the_middle_of_only_what_is_above_it_is_a_subtotal(read_form: Read) -> None:
    one = read_form([HEADER, *ROWS[:3], _row("合计", "80", "79"), ROWS[3]])
    assert len(one.indicators) == 4
    assert one.gap("total") is not None
    assert _subtotals(one) == {}
    (kept,) = [text for text in one.narrative if text.value == "79"]
    assert kept.reason is not None


@pytest.mark.parametrize("labels", [("合计", "总分"), ("小计", "合计"), ("总计", "总计")])
def test_of_two_totals_the_last_is_the_forms(read_form: Read, labels: tuple[str, str]) -> None:
    one = read_form([HEADER, *ROWS, _row(labels[0], "90", "89"), _row(labels[1], "100", "98")])
    assert _total(one) == [100, 98]
    assert _subtotals(one) == {}
    assert {"90", "89"} <= {text.value for text in one.narrative}


def test_a_subtotal_of_a_page_is_held_against_no_group(read_form: Read) -> None:
    one = read_form(
        [
            HEADER,
            ROWS[0],
            _row("本页小计", "30", "30"),
            ["^", *ROWS[1][1:]],
            *ROWS[2:],
            _row("本页小计", "60", "59"),
            _row("合计", "100", "98"),
        ]
    )
    assert _total(one) == [100, 98]
    assert _subtotals(one) == {}


def test_a_subtotal_after_each_group_is_its_own(read_form: Read) -> None:
    one = read_form(
        [
            HEADER,
            *ROWS[:2],
            _row("小计", "50", "50"),
            ROWS[2],
            _row("效益指标小计", "30", "29"),
            ROWS[3],
            _row("小计", "10", "10"),
            _row("总分", "100", "98"),
        ]
    )
    assert _subtotals(one) == {"产出指标": 50, "效益指标": 29, "满意度指标": 10}


def test_a_footer_below_the_total_is_no_indicator(read_form: Read) -> None:
    footer = [
        ["偏差原因", "<", "外出务工", "受益人口减少", "12月", "见附件", "无"],
        ["整改", "<", "措施", "加强宣传", "2023年6月", "5", "无"],
    ]
    one = read_form([HEADER, *ROWS, _row("总分", "100", "98"), *footer])
    assert len(one.indicators) == 4
    assert "加强宣传" in [text.value for text in one.narrative]


def test_a_row_with_nothing_but_template_hints_is_no_indicator(read_form: Read) -> None:
    hints = ["产出指标", "数量指标", "指标1：(100字以内)", "≥XX个", "(据实填写)", "", ""]
    one = read_form([HEADER, hints, *ROWS, _row("总分", "100", "98")])
    assert len(one.indicators) == 4
    (kept,) = [text for text in one.narrative if text.value == "≥XX个"]
    assert kept.reason is not None


@pytest.mark.parametrize("score", ["≥95%", "良好"])
def test_a_row_without_a_name_that_was_filled_in_is_an_indicator(read_form: Read, score: str) -> None:
    row = ["产出指标", "数量指标", "指标1：", score, "(据实填写)", "", ""]
    one = read_form([HEADER, row, *ROWS, _row("总分", "100", "98")])
    assert len(one.indicators) == 5


def test_a_total_with_its_unit_in_brackets_in_the_head_of_a_dump_is_read() -> None:
    dump = Path(__file__).parents[2] / "samples" / "dumps" / "chongqing-department.txt"
    (form,) = normalized(read_file(dump)).evaluations
    assert form.total.score
    assert str(form.total.score.value) == "99.2"


def test_a_total_whose_name_was_misread_is_known_by_its_weight(read_form: Read) -> None:
    for label in ("无养七", "共计分"):
        one = read_form([HEADER, *ROWS, [label, "<", "<", "<", "<", "90", "89"]])
        assert len(one.indicators) == len(ROWS)
        assert _total(one) == [Decimal(90), Decimal(89)]
        assert one.total.score
        assert one.total.score.how == "inferred"


def test_an_indicator_with_target_and_actual_is_none_however_much_it_weighs(read_form: Read) -> None:
    heavy = ["^", "^", "项目总体完成率", "100%", "100%", "90", "90"]
    assert len(read_form([HEADER, *ROWS, heavy]).indicators) == len(ROWS) + 1
