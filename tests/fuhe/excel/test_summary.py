"""What was not checked, and the counts of the summary."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from msgspec.structs import replace
from workbook import MakeAudit, book, found, saved

from fuhe.audit import Audit


def test_what_was_not_checked_stands_apart_with_its_reason(
    full_audit: Audit, unreadable_audit: Audit
) -> None:
    omitted = replace(full_audit, omitted=("grade-band",))
    rows = found("未能核查", omitted, unreadable_audit)
    assert [row["类别"] for row in rows] == ["按设置不核查", "未能核查", "未能核查", "未读到", "无法读取"]
    assert rows[1]["核查对象"] == "执行率"
    assert rows[1]["原因"] == "文本丢失了此列"
    assert rows[0]["规则编号"] == "grade-band"


def counts(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple(value for value in row if value is not None) for row in sheet.values]


def test_the_summary_counts_by_severity_rule_unit_and_year(
    full_audit: Audit, unreadable_audit: Audit
) -> None:
    lines = counts(book(full_audit, full_audit, unreadable_audit)["汇总"])
    for line in (
        ("文件数", 3),
        ("无法读取", 1),
        ("错误", 2),
        ("提示", 2),
        ("核查相符", 2),
        ("未能核查（不等于通过）", 4),
        ("资金合计与分项不符", "budget-col-sum", 2, 0, 0, 2),
        ("某某局", "2023", 2, 2, 0, 2, 4, 2, 4),
    ):
        assert line in lines


def test_the_chart_shows_the_counts_of_the_rules(full_audit: Audit) -> None:
    with zipfile.ZipFile(saved(full_audit)) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    sheet = book(full_audit)["汇总"]
    first, last = map(int, re.findall(r"汇总'?!\$A\$(\d+):\$A\$(\d+)", chart)[0])
    titles = [sheet.cell(row, 1).value for row in range(first, last + 1)]
    assert "资金合计与分项不符" in titles
    assert chart.count("<c:ser>") == 3


def test_without_findings_there_is_no_chart(make_audit: MakeAudit) -> None:
    with zipfile.ZipFile(saved(make_audit())) as package:
        assert not [name for name in package.namelist() if "chart" in name]
