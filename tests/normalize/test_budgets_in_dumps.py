"""Budgets in text dumps: headings without one for the names, parts side by side, two axes, blank points."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extract.document import Document, Source
from extract.dump.plaintext import read_plaintext
from normalize import normalized
from normalize.evaluation import BudgetLine, Evaluation

AMOUNTS = ("initial", "adjusted", "executed", "weight", "rate", "score")
TITLE = "项目支出绩效自评表\n（2022年度）\n项目名称 渠道整修 实施单位 临溪县水利局\n"
HEADINGS = "年初预算数 全年预算数 全年执行数 分值 执行率 得分\n"
TOTAL = "年度资金总额 1332.91 1332.91 1262.48 10 94.7% 9.47\n"
ROWS = """一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分
产出指标 数量指标 整修渠道 ≥12公里 12.6公里 50 50
效益指标 社会效益指标 受益人口 ≥300人 320人 40 40
总分 100 99.47
"""
WRAPPED = """一级指标    二级指标    三级指标        年度指标值      实际完成值     分值    得分
                        整修渠道长度
产出指标    数量指标                    ≥12公里         12.6公里       50      50
                        （含支渠）
效益指标    社会效益    受益人口        ≥300人          320人          50      50
                         总分                                          100     100
"""


def read(text: str) -> Evaluation:
    found = read_plaintext(text.encode())
    document = Document(Source("d.txt", "0" * 64, "text/plain", 1), found.pages, found.blocks, found.problems)
    (one,) = normalized(document).evaluations
    return one


def figures(line: BudgetLine) -> list[str]:
    numbers = [getattr(line, name) for name in AMOUNTS]
    return [number.text if number else "" for number in numbers]


def test_rows_are_named_where_no_heading_stands_over_their_names() -> None:
    one = read(TITLE + HEADINGS + TOTAL + ROWS)
    assert [(line.label.value, figures(line)) for line in one.budget] == [
        ("年度资金总额", ["1332.91", "1332.91", "1262.48", "10", "94.7%", "9.47"])
    ]


@pytest.mark.parametrize("heading", ["", "项目资金 "])
def test_no_figure_is_parted_where_the_row_holds_as_it_is_printed(heading: str) -> None:
    """94.7% is no weight of 9 and a rate of 4.7%, though a row with its points blank is a rare one."""
    part = "其中：当年财政拨款 782.43 782.43 740.98 94.7%\n"
    one = read(TITLE + heading + HEADINGS + TOTAL + part + ROWS)
    assert figures(one.budget[1]) == ["782.43", "782.43", "740.98", "", "94.7%", ""]
    assert one.budget[1].rate is not None
    assert one.budget[1].rate.how == "read"


@pytest.mark.parametrize("name", ["（万元）地方财政资金", "款"])
def test_a_name_that_is_no_whole_one_names_no_row(name: str) -> None:
    one = read(f"{TITLE}{HEADINGS}{TOTAL}{name} 126.35 126.35 118.90 — 94.10% —\n{ROWS}")
    assert name not in [line.label.value for line in one.budget]


COUNTY = Path(__file__).parents[2] / "samples" / "dumps" / "converted" / "hubei-county.pdftotext-layout.txt"
SIDE_BY_SIDE = """
                 中央          省         本级         其他       合计      执行数         执行率
 项目资金（万元）
                120.00      60.00      40.00      0.00    220.00   213.40      97.00%
"""


def county(budget: str) -> Evaluation:
    """The county's form with its budget printed so."""
    before, _, rest = COUNTY.read_text("utf-8").partition(" 项目资金 ")
    return read(before + budget.strip("\n") + rest[rest.index("97.00%") + 6 :])


def test_parts_side_by_side_stand_under_their_headings() -> None:
    one = county(SIDE_BY_SIDE)
    found = {line.label.value: line.adjusted.text for line in one.budget if line.adjusted}
    assert found == {"中央": "120.00", "省": "60.00", "本级": "40.00", "其他": "0.00", "合计": "220.00"}
    assert one.money_unit is not None
    assert one.money_unit.value == "万元"


def test_parts_of_which_one_has_no_figure_are_not_read() -> None:
    one = county(SIDE_BY_SIDE.replace("60.00", "     "))
    assert one.budget == ()
    gap = one.gap("budget")
    assert gap is not None
    assert gap.lost


AXES = """
                    年初预算数      全年预算数      全年执行数     分值   执行率    得分
     年度资金总额   1468.00         1532.60         1501.95        10     98.00%    9.8
            按收入性质分                              按支出性质分
年度预算
申请（万    其中：一般公共预算：1420.60               其中：基本支出：1086.40
元）        政府性基金拨款：42.00                     项目支出：446.20
            其他资金：70.00
                 预期目标                                  实际完成情况
年度总体
目标        整修渠道12公里。                          整修渠道12.6公里。
"""


def test_axes_side_by_side_are_read_item_by_item() -> None:
    one = read(TITLE + AXES + WRAPPED)
    amounts = {line.label.value: line.adjusted.value for line in one.budget if line.adjusted}
    assert amounts == {
        "年度资金总额": Decimal("1532.60"),
        "其中：一般公共预算": Decimal("1420.60"),
        "政府性基金拨款": Decimal("42.00"),
        "其他资金": Decimal("70.00"),
        "其中：基本支出": Decimal("1086.40"),
        "项目支出": Decimal("446.20"),
    }


def test_axes_with_an_item_broken_over_lines_are_not_read() -> None:
    broken = AXES.replace("其中：一般公共预算：1420.60  ", "其中：一般公共预算：1420.6   ").replace(
        "政府性基金拨款：42.00", "0"
    )
    one = read(TITLE + broken + WRAPPED)
    assert [line.label.value for line in one.budget] == ["年度资金总额"]
