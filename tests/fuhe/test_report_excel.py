"""The workbook, read back as a reader's program reads it."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

import fuhe
from extract.document import Box, OnPage
from extract.wording import Language, Wording
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.report.excel import write
from fuhe.report.excel.book import fitting, lines_in
from fuhe.report.values import values
from normalize.evaluation import Evaluation, Traced
from validate.outcome import Finding, Outcome
from validate.profile import Profile, load

RunMain = Callable[..., tuple[int, str, str]]
MakeAudit = Callable[..., Audit]
Row = dict[str, Any]

SAMPLES = Path(__file__).parents[2] / "samples"
SHEETS = ["问题清单", "勾稽表", "逐指标", "未核查", "汇总"]


def saved(*audits: Audit, language: Language = "zh", **more: Any) -> io.BytesIO:
    file = io.BytesIO()
    write(audits, file, language, **more)
    file.seek(0)
    return file


def book(*audits: Audit, **more: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(saved(*audits, **more))


def table(sheet: Any) -> list[dict[str, Any]]:
    """The cells of each row by the titles of their columns."""
    head, *rows = sheet.iter_rows()
    return [{title.value: cell for title, cell in zip(head, row, strict=True)} for row in rows]


def found(name: str, *audits: Audit, **more: Any) -> list[Row]:
    return [{title: cell.value for title, cell in row.items()} for row in table(book(*audits, **more)[name])]


def with_arithmetic(audit: Audit, *arithmetic: str, rule: str = "total-score-sum") -> Audit:
    outcomes = tuple(Outcome(rule, "ok", Wording("总分", "total"), arithmetic=one) for one in arithmetic)
    return replace(audit, evaluated=(replace(audit.evaluated[0], outcomes=outcomes),))


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


def test_every_equation_stands_in_the_table_also_those_that_hold(full_audit: Audit) -> None:
    broken, held = found("勾稽表", full_audit)[0], found("勾稽表", full_audit)[1]
    assert broken["公式"] == "353.88 + 90.5"
    assert (broken["计算值"], broken["填报值"], broken["差额"]) == (444.38, 443.88, 0.5)
    assert (broken["判断"], broken["问题清单序号"]) == ("不一致", 1)
    assert (held["公式"], held["计算值"], held["判断"]) == ("10 + 90", 100, "符合")
    assert held["问题清单序号"] is None


def test_the_printed_total_stands_beside_a_sum_that_equals_it(full_audit: Audit) -> None:
    (row,) = found("勾稽表", with_arithmetic(full_audit, "8.3 + 90 = 98.3"))
    assert (row["计算值"], row["填报值"], row["差额"], row["判断"]) == (98.3, 98.3, 0, "相符")


def test_a_sum_that_is_no_printed_total_is_not_called_printed(full_audit: Audit) -> None:
    (row,) = found("勾稽表", with_arithmetic(full_audit, "(9 - 8) ÷ 8 = 12.50%", rule="adjust-large"))
    assert (row["计算值"], row["填报值"], row["判断"]) == (0.125, None, "符合")


@pytest.mark.parametrize(
    ("arithmetic", "computed", "printed", "verdict"),
    [
        ("427.14 ÷ 459.61 = 92.9353% ≈ 92.94%", 0.929353, 0.9294, "舍入误差内相符"),
        ("10 × 57.00 ÷ 60.00 = 9.500 ≈ 9.5", 9.5, 9.5, "相符"),
        ("2658.15 ÷ 2712.40 = 98.00% ≥ 90%", 0.98, None, "符合"),
        ("9.8 ≤ 10; 15 ≤ 15", None, None, "符合"),
    ],
)
def test_rounding_and_limits_are_told_apart_from_prints(
    full_audit: Audit, arithmetic: str, computed: object, printed: object, verdict: str
) -> None:
    (row,) = found("勾稽表", with_arithmetic(full_audit, arithmetic, rule="rate-recompute"))
    assert (row["计算值"], row["填报值"], row["判断"]) == (computed, printed, verdict)


@pytest.mark.parametrize("name", ["dept-2023.docx", "hubei-faulty.pdf", "chongqing-department.xlsx"])
def test_what_a_sample_is_said_to_print_is_printed_in_it(name: str) -> None:
    audit = fuhe.audit(SAMPLES / name)
    (form,) = audit.evaluations
    texts = " ".join(traced.text.replace(",", "") for _, traced in values(form))
    rows = table(book(audit)["勾稽表"])
    numbers = [cell for row in rows if isinstance((cell := row["填报值"]).value, int | float)]
    assert numbers
    for cell in numbers:
        decimals = len(cell.number_format.partition(".")[2].rstrip('_ %"人万元'))
        shown = cell.value * (100 if "%" in cell.number_format else 1)
        assert f"{shown:.{decimals}f}" in texts


def test_every_indicator_with_the_scores_that_it_may_have(full_audit: Audit) -> None:
    (row,) = found("逐指标", full_audit)
    assert (row["三级指标"], row["年度指标值"], row["实际完成值"]) == ("培训次数", "≥4次", "7次")
    assert (row["分值"], row["得分"]) == (5, "—")
    assert (row["复算最低分"], row["复算最高分"]) == (5, 5)
    assert row["读取说明"] == "一级指标推断"


def scored(audit: Audit, target: str, actual: str, score: str, confidence: float = 1.0) -> Audit:
    """The audit with one indicator of ten points."""
    at = OnPage(1, Box(0, 0, 9, 9))
    one = audit.evaluated[0]
    row = replace(
        one.evaluation.indicators[0],
        target=Traced(target, target, at),
        actual=Traced(actual, actual, at, confidence=confidence),
        weight=Traced(Decimal(10), "10", at),
        score=Traced(Decimal(score), score, at),
    )
    return replace(audit, evaluated=(replace(one, evaluation=replace(one.evaluation, indicators=(row,))),))


def test_the_formula_that_gives_the_score_is_named(full_audit: Audit) -> None:
    (fits,) = found("逐指标", scored(full_audit, "≥100次", "95次", "9.50"))
    (does_not,) = found("逐指标", scored(full_audit, "≥100次", "95次", "9.80"))
    assert fits["填报得分符合的算法"] == "按完成比例"
    assert "得不出" in does_not["填报得分符合的算法"]
    assert "按完成比例：9.5分" in fits["各算法得分"]


def test_a_score_is_not_compared_where_reading_is_in_doubt(full_audit: Audit) -> None:
    (row,) = found("逐指标", scored(full_audit, "≥100次", "95次", "9.80", confidence=0.5))
    assert row["填报得分符合的算法"] == "读取存疑，不作比对"
    assert row["读取说明"].endswith("实际完成值读取存疑")


def test_the_profile_of_the_run_decides_on_the_formulas(full_audit: Audit) -> None:
    audit = scored(full_audit, "≥100次", "50次", "5")
    lenient: Profile = replace(load("permissive"), pass_threshold=Decimal("0.4"))
    (usual,), (asked) = found("逐指标", audit), found("逐指标", audit, profile=lenient)
    assert usual["各算法得分"] != asked[0]["各算法得分"]


def test_a_bug_in_a_formula_does_not_take_the_list_down(
    full_audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("fuhe.report.excel.indicators.envelope", broken)
    (row,) = found("逐指标", full_audit)
    assert row["各算法得分"] == "未推算：推算时程序出错"


def test_what_was_not_checked_stands_apart_with_its_reason(
    full_audit: Audit, unreadable_audit: Audit
) -> None:
    omitted = replace(full_audit, omitted=("grade-band",))
    rows = found("未核查", omitted, unreadable_audit)
    assert [row["类别"] for row in rows] == ["按设置不核查", "未能核查", "未能核查", "未读到", "无法读取"]
    assert rows[1]["核查对象"] == "执行率"
    assert rows[1]["原因"] == "文本丢失了此列"
    assert rows[0]["检查编号"] == "grade-band"


def test_a_file_that_could_not_be_read_is_not_missing_from_the_findings(unreadable_audit: Audit) -> None:
    (row,) = found("问题清单", unreadable_audit)
    assert (row["级别"], row["文件"]) == ("无法读取", "密.pdf")


def test_a_form_without_findings_has_a_line(make_audit: MakeAudit) -> None:
    passed = Outcome("total-score-sum", "ok", Wording("总分", "total"))
    (row,) = found("问题清单", make_audit(passed))
    assert row["级别"] == "未发现不一致"
    assert row["情况说明"] == "核查相符 1 项，未能核查 0 项。"


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


def test_nothing_of_a_hostile_document_is_calculated_or_linked(hostile_audit: Audit) -> None:
    workbook = book(hostile_audit)
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr"), cell.coordinate
                assert cell.hyperlink is None
    with zipfile.ZipFile(saved(hostile_audit)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if "worksheets" in name:
                assert not re.search(rb"<f>|<hyperlink", package.read(name)), name


def test_text_that_looks_like_a_formula_stays_text_when_edited(hostile_audit: Audit) -> None:
    cells = [row["情况说明"] for row in table(book(hostile_audit)["问题清单"])]
    risky = [cell for cell in cells if cell.value.startswith(("=", "+", "-", "@", "＝"))]
    assert len(risky) == 5
    assert all(cell.quotePrefix for cell in risky)


def test_hostile_text_can_still_be_read(hostile_audit: Audit) -> None:
    told = [row["情况说明"] for row in found("问题清单", hostile_audit)]
    for text in ("<script>alert(1)</script>", "+cmd|' /C calc'!A0", "]]><!--&amp;&#13;", "| 甲 | 乙 |"):
        assert text in told
    assert "清\\x1b[2J屏\\x00\\x08尾" in told
    assert "\\u202e序倒\\u202c\\u200f" in told
    assert "<r><t>粗</t></r> " in told  # the blank keeps it from being taken for markup
    with zipfile.ZipFile(saved(hostile_audit)) as package:
        assert b"_x005F_x000D_" in package.read("xl/worksheets/sheet1.xml")  # as Excel escapes it


def test_text_beyond_the_limit_of_a_cell_is_cut_and_says_so(hostile_audit: Audit) -> None:
    told = [row["情况说明"] for row in found("问题清单", hostile_audit)]
    assert all(len(text.encode("utf-16-le")) // 2 <= 32_767 for text in told)
    for start in ("长长", "𠮷", "行\n"):
        (cut,) = (text for text in told if text.startswith(start))
        assert "超出 Excel 单元格上限" in cut
    (long,) = (text for text in told if text.startswith("长长"))
    kept, left = long.count("长"), int(re.findall(r"略去 (\d+) 字", long)[0])
    assert kept + left == 40_000


def test_text_that_fits_is_not_cut() -> None:
    assert fitting("长" * 32_767, "zh") == "长" * 32_767


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


def many(audit: Audit, documents: int) -> Iterator[Audit]:
    """Documents with ten findings each, made as they are asked for."""
    one = audit.evaluated[0]
    (finding,) = (o for o in one.outcomes if o.finding and o.finding.severity == "error")
    for number in range(documents):
        unit = Traced(f"单位{number % 50}", "", OnPage(1, Box(0, 0, 9, 9)))
        outcomes = tuple(replace(finding, arithmetic=None) for _ in range(10))
        form: Evaluation = replace(one.evaluation, unit=unit)
        yield replace(audit, path=f"{number}.pdf", evaluated=(AuditedEvaluation(form, outcomes),))


def peak(audits: Iterable[Audit]) -> int:
    tracemalloc.start()
    try:
        with open("/dev/null", "wb") as file:  # noqa: PTH123
            write(audits, file, "zh")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_findings(full_audit: Audit) -> None:
    peak(many(full_audit, 5))  # what is loaded once
    assert peak(many(full_audit, 500)) < 2 * peak(many(full_audit, 50)) + 1_000_000


def test_five_thousand_findings_are_all_there(full_audit: Audit) -> None:
    file = io.BytesIO()
    write(many(full_audit, 500), file, "zh")
    sheet = openpyxl.load_workbook(file, read_only=True)["问题清单"]
    assert sheet.max_row == 5_001


def test_a_full_sheet_says_what_it_left_out(full_audit: Audit) -> None:
    workbook = book(*many(full_audit, 2), most_rows=10)
    told = [value for (value, *_) in workbook["问题清单"].values]
    assert len(told) == 10
    assert told[-1].startswith("另有 12 行超出 Excel 的行数上限")
    assert any("另有 12 行" in str(value) for row in workbook["汇总"].values for value in row)


def test_a_broken_run_leaves_no_workbook_that_looks_whole(full_audit: Audit) -> None:
    def interrupted() -> Iterator[Audit]:
        yield full_audit
        raise KeyboardInterrupt

    file = io.BytesIO()
    with pytest.raises(KeyboardInterrupt):
        write(interrupted(), file, "zh")
    assert file.getvalue() == b""


def test_the_command_writes_the_workbook_that_the_ending_names(run_main: RunMain, tmp_path: Path) -> None:
    target = tmp_path / "问题清单.xlsx"
    code, out, _ = run_main("check", SAMPLES / "sichuan-faulty.pdf", "-o", target)
    assert (code, out) == (1, "")
    rows = table(openpyxl.load_workbook(target)["问题清单"])
    assert next(row["检查编号"].value for row in rows) == "exec-score-recompute"


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_format_that_is_no_text_asks_for_a_file(run_main: RunMain, kind: str) -> None:
    code, out, err = run_main("check", SAMPLES / "sichuan-faulty.pdf", "--format", kind)
    assert (code, out) == (2, "")
    assert f"-o 问题清单.{kind}" in err


def test_the_submitted_workbook_is_not_overwritten(run_main: RunMain, tmp_path: Path) -> None:
    submitted = tmp_path / "自评表.xlsx"
    content = (SAMPLES / "dept-2023-clean.xlsx").read_bytes()
    submitted.write_bytes(content)
    code, _, err = run_main("check", submitted, "-o", submitted)
    assert code == 2
    assert "会覆盖" in err
    assert submitted.read_bytes() == content


def test_a_folder_that_is_not_there_is_said_before_anything_is_read(
    run_main: RunMain, tmp_path: Path
) -> None:
    code, _, err = run_main("check", SAMPLES / "prose.pdf", "-o", tmp_path / "nowhere" / "list.xlsx")
    assert code == 2
    assert "文件夹不存在" in err
