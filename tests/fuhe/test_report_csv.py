"""The list that opens in Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from extract.wording import Wording
from fuhe.audit import Audit
from fuhe.report.csv import COLUMNS, csv_line, render
from validate.outcome import Outcome

MakeAudit = Callable[..., Audit]


def rows(*audits: Audit) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(render(audits, "zh")), newline="")))


def test_one_row_a_finding_and_one_for_everything_not_checked(
    full_audit: Audit, unreadable_audit: Audit
) -> None:
    table = rows(full_audit, unreadable_audit)
    assert [row["级别"] for row in table] == ["错误", "提示", "未能核查", "未能核查", "未读到", "无法读取"]
    assert [row["序号"] for row in table] == ["1", "2", "3", "4", "5", "6"]


def test_a_finding_carries_place_values_and_sum(full_audit: Audit) -> None:
    row = rows(full_audit)[0]
    assert row["报告年度"] == "2023"
    assert row["单位"] == "某某局"
    assert row["页码"] == "2"
    assert row["填报值"] == "443.88万元"
    assert row["差额"] == "-0.50万元"
    assert row["复算过程"] == "353.88 + 90.5 = 444.38 ≠ 443.88"
    assert "第2页 「合计」年初预算数" in row["位置"]


def test_every_row_has_every_column(full_audit: Audit, unreadable_audit: Audit) -> None:
    lines = csv.reader(io.StringIO("".join(render([full_audit, unreadable_audit], "zh")), newline=""))
    assert {len(line) for line in lines} == {len(COLUMNS)}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " ="])
def test_what_a_spreadsheet_would_calculate_is_neutralised(start: str) -> None:
    (cell,) = next(csv.reader([csv_line([f"{start}cmd|' /C calc'!A0"])]))
    assert cell.startswith("'")


@pytest.mark.parametrize("number", ["-0.50", "-0.50万元", "+1,234.5%", "12"])
def test_real_numbers_stay_numbers_in_number_columns(number: str) -> None:
    assert csv_line([number], numeric=[0]) == number + "\r\n" or "," in number
    assert not csv_line([number], numeric=[0]).startswith("'")


@pytest.mark.parametrize("trick", ["-1+cmd", "-2)*3", "=1", "-1万元=x"])
def test_a_number_column_is_no_way_around(trick: str) -> None:
    assert csv_line([trick], numeric=[0]).startswith("'")


def test_controls_of_a_document_are_made_visible() -> None:
    assert csv_line(["a\x1b[2Jb"]) == "a\\x1b[2Jb\r\n"


def test_a_form_without_findings_has_a_line_that_says_how_much_was_checked(make_audit: MakeAudit) -> None:
    passed = Outcome("total-score-sum", "ok", Wording("总分", "total"))
    first = rows(make_audit(passed))[0]
    assert first["级别"] == "未发现不一致"
    assert first["情况说明"] == "核查相符 1 项，未能核查 0 项。"


def test_places_and_quotations_stand_line_by_line(full_audit: Audit) -> None:
    row = rows(full_audit)[0]
    assert len(row["位置"].splitlines()) == len(row["原文摘录"].splitlines()) == 2
