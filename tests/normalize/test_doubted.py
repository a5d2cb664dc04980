"""A dump with lines left over: what was read of its other lines accuses nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import fuhe
from extract.document import SURE

if TYPE_CHECKING:
    from pathlib import Path

# As `pdftotext -raw` prints a form without weights beside the parts of its budget: each row holds as it is
# printed, but the lines of the indicators are wrapped, and so one of the budget may be as well.
BUDGET = """部门整体支出绩效自评表
（2021 年度）
单位（盖章）：某某县档案馆
资 金 来 源 年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额： 940.38 940.38 915.12 10 97.31% 9.73
基本支出 832.11 832.11 808.04 97.11%
项目支出 108.28 108.28 107.09 98.90%
其他资金 0.00 0.00 0.00
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分
"""
WRAPPED = """产出指标
（50 分）
数量指标 修复文物标本
≥131 件、新建改建及
维修养护工程 53 处
131 件 2 2
质量指标
审批事项按期办结率
≥100%、新建改建及
维修养护工程 35 处
100%，逐级
签订责任书
4 份
2 2
苗木成活率 ≥85% 85.1% 5 5
"""

# A heading was printed below the table (得分系数), so that its rates stand where weights are looked for.
CORE = """2021年度部门整体绩效自评表
部门（单位）名称 某某县疾病预防控制中心 自评总分（分） 98.15
指标名称 计量单位 指标性质 年初指标值 调整指标值 全年完成值 指标权重（分） 指标得分（分） 是否核心指标 说明
份 ≥ 1165 1165 1165 100 2 2 否
栽植行道树 株 ≥ 5859 5859 5470 93.36 7 6.54 否
报修响应及时率 % ≥ 95 95 100 100 13 13 否
单台终端采购费用 ≤ 2655 2655 2151 100 17 17 否
每份样品检测费用 ≤ 157 157 141 100 11 11 否
单位产值能耗 ≤ 0.51 0.51 0.41 100 19 19 否
检测土壤样品，每季度不少于76次
"""


# A dump in which nothing is said to be left over, but for the lines that the tests break.
WHOLE = """部门整体支出绩效自评表
（2021年度）
资金来源 年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额： 940.00 940.00 940.00 10 100.00% 10
基本支出 800.00 800.00 800.00 — 100.00% —
项目支出 140.00 140.00 140.00 — 100.00% —
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分
产出指标 数量指标 修复文物标本 ≥131件 131件 40 40
产出指标 质量指标 标本完好率 ≥95% 96% 20 20
效益指标 社会效益指标 展览观众人次 ≥900人次 950人次 30 30
总分 100 100
"""


def audited(text: str, folder: Path) -> fuhe.Audit:
    dump = folder / "dump.txt"
    dump.write_text(text, "utf-8")
    return fuhe.audit(dump)


def test_lines_left_over_make_every_finding_a_notice(tmp_path: Path) -> None:
    wrong = BUDGET.replace("108.28 108.28 107.09 98.90%", "208.28 208.28 107.09 51.42%")
    found = audited(wrong + WRAPPED, tmp_path)
    assert "budget-col-sum" in {finding.rule for finding in found.findings}
    assert {finding.severity for finding in found.findings} == {"notice"}
    assert [problem.code for problem in found.problems].count("dump-partly-read") == 1
    values = [line.initial for line in found.evaluations[0].budget]
    assert all(value is None or value.confidence < SURE for value in values)


def test_parts_that_hold_as_they_are_printed_accuse_nobody(tmp_path: Path) -> None:
    assert audited(BUDGET + WRAPPED, tmp_path).findings == ()


def test_weights_of_a_hundred_each_are_figures_of_another_column(tmp_path: Path) -> None:
    found = audited(CORE, tmp_path)
    assert [row for one in found.evaluations for row in one.indicators] == []
    assert found.problems != ()


def test_a_dump_read_to_its_last_line_is_trusted(tmp_path: Path) -> None:
    """The sum of the same budget, in a dump that leaves nothing over, is an error."""
    whole = BUDGET.replace("808.04 97.11%", "808.04 — 97.11% —").replace("107.09 98.90%", "107.09 — 98.90% —")
    whole = whole.replace("108.28 108.28", "208.28 208.28").replace("0.00 0.00 0.00", "0.00 0.00 0.00 — — —")
    found = audited(whole + "产出指标 数量指标 修复文物标本 ≥131件 131件 90 90\n", tmp_path)
    assert "dump-partly-read" not in {problem.code for problem in found.problems}
    assert {finding.severity for finding in found.findings if finding.rule == "budget-col-sum"} == {"error"}


@pytest.mark.parametrize(
    ("printed", "dumped"),
    [
        ("项目支出 140.00 140.00 140.00 — 100.00% —", "项目支出 140.00 140.00\n140.00 — 100.00% —"),
        ("项目支出 140.00 140.00 140.00 — 100.00% —", "项目支出\n140.00 140.00 140.00 — 100.00% —"),
        ("项目支出 140.00 140.00 140.00 — 100.00% —", "项目支出 140.00 140.00 140.00\n— 100.00% —"),
        ("950人次 30 30", "950人次 100 30"),
    ],
)
def test_a_row_that_was_broken_accuses_nobody(printed: str, dumped: str, tmp_path: Path) -> None:
    assert {finding.severity for finding in audited(WHOLE, tmp_path).findings} == {"notice"}
    assert "dump-partly-read" not in {problem.code for problem in audited(WHOLE, tmp_path).problems}
    found = audited(WHOLE.replace(printed, dumped), tmp_path)
    assert {finding.severity for finding in found.findings} <= {"notice"}
    assert "dump-partly-read" in {problem.code for problem in found.problems}
