"""The sheet of findings, and how numbers, heights and titles look on every sheet."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from workbook import SHEETS, MakeAudit, book, found, table

from extract.wording import Wording
from fuhe.audit import Audit
from fuhe.report.excel.book import lines_in
from validate.outcome import Finding, Outcome


def test_the_sheets_are_those_of_a_supervisors_workbook(full_audit: Audit) -> None:
    assert book(full_audit).sheetnames == SHEETS


def test_english_titles_on_request(full_audit: Audit) -> None:
    english = book(full_audit, language="en")
    assert english.sheetnames == ["Findings", "Equations", "Indicators", "Not checked", "Summary"]
    assert english["Findings"]["B2"].value == "error"


def test_a_finding_with_its_numbers_as_numbers_and_the_printed_decimals(full_audit: Audit) -> None:
    row = table(book(full_audit)["问题清单"])[0]
    assert (row["填报值"].value, row["填报值"].number_format) == (443.88, '0.00"万元"_ ')
    assert (row["差额"].value, row["差额"].number_format) == (-0.5, '0.00"万元"_ ')
    assert row["报告年度"].value == 2023
    assert row["问题类型"].value == "资金合计与分项不符"
    assert row["复算过程"].value == "353.88 + 90.5 = 444.38 ≠ 443.88"
    assert "第2页 「合计」年初预算数" in row["位置"].value


def test_severity_is_told_in_words_and_repeated_in_colour(full_audit: Audit) -> None:
    error, notice = (row["级别"] for row in table(book(full_audit)["问题清单"]))
    assert (error.value, notice.value) == ("错误", "提示")
    assert error.fill.fgColor.rgb != notice.fill.fgColor.rgb


def test_both_sides_have_room_to_write_and_a_state_to_choose(full_audit: Audit) -> None:
    sheet = book(full_audit)["问题清单"]
    row = table(sheet)[0]
    for title in ("单位说明", "复核人意见", "状态", "复核人", "复核日期", "报送版本"):
        assert row[title].value is None
    (choice,) = sheet.data_validations.dataValidation
    assert "已更正" in choice.formula1
    assert row["状态"].coordinate in choice.cells


@pytest.mark.parametrize("name", SHEETS[:-1])
def test_headers_stay_in_sight_and_filter_every_row(full_audit: Audit, name: str) -> None:
    sheet = book(full_audit)[name]
    assert sheet.freeze_panes.endswith("2")
    assert sheet.auto_filter.ref == sheet.dimensions


@pytest.mark.parametrize("name", SHEETS[:-1])
def test_rows_are_high_enough_for_wrapped_chinese(full_audit: Audit, name: str) -> None:
    sheet = book(full_audit)[name]
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str):
                assert cell.alignment.wrap_text
                needed = lines_in(cell.value, int(sheet.column_dimensions[cell.column_letter].width))
                assert sheet.row_dimensions[cell.row].height >= min(needed, 24) * 14


def test_a_chinese_character_takes_two_columns() -> None:
    assert lines_in("年" * 9, 20) == 1
    assert lines_in("年" * 10, 20) == 2
    assert lines_in("a\nb\n\nc", 20) == 4


def test_a_file_that_could_not_be_read_is_not_missing_from_the_findings(unreadable_audit: Audit) -> None:
    (row,) = found("问题清单", unreadable_audit)
    assert (row["级别"], row["文件"]) == ("无法读取", "密.pdf")


def test_a_form_without_findings_has_a_line(make_audit: MakeAudit) -> None:
    passed = Outcome("total-score-sum", "ok", Wording("总分", "total"))
    (row,) = found("问题清单", make_audit(passed))
    assert row["级别"] == "未发现不一致"
    assert row["情况说明"] == "核查相符 1 项，未能核查 0 项。"


@pytest.mark.parametrize(
    "printed", ["007", "+5", "≤ 3.75", "1234567890.1234567", "-0", "3.50元整数", "1e5", "٣"]
)
def test_what_a_number_cell_would_show_otherwise_stays_text(
    make_audit: MakeAudit, error: Finding, printed: str
) -> None:
    outcome = Outcome(
        "budget-col-sum", "finding", Wording("列", "column"), finding=replace(error, printed=printed)
    )
    assert found("问题清单", make_audit(outcome))[0]["填报值"] == printed


@pytest.mark.parametrize(
    ("printed", "value", "pattern"),
    [
        ("1,234.50", 1234.5, "#,##0.00_ "),
        ("92.9353%", 0.929353, "0.0000%_ "),
        ("100", 100, "0_ "),
        ("−3.0", -3, "0.0_ "),
        ("９８．３", 98.3, "0.0_ "),
    ],
)
def test_printed_numbers_keep_their_look(
    make_audit: MakeAudit, error: Finding, printed: str, value: float, pattern: str
) -> None:
    outcome = Outcome(
        "budget-col-sum", "finding", Wording("列", "column"), finding=replace(error, printed=printed)
    )
    cell = table(book(make_audit(outcome))["问题清单"])[0]["填报值"]
    assert (cell.value, cell.number_format) == (value, pattern)
