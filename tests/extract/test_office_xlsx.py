"""Workbooks: merged ranges, displayed values, several sheets, and the ones made to do harm."""

from __future__ import annotations

import io
import time
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from extract.document import InSheet, Reading, Table
from extract.errors import UnreadableError
from extract.office.xlsx import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.worksheet.worksheet import Worksheet


def workbook(fill: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def patched(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def only_table(reading: Reading) -> Table:
    (table,) = (block for block in reading.blocks if isinstance(block, Table))
    return table


def form(sheet: Worksheet) -> None:
    sheet.title = "自评表"
    sheet["B2"] = "项目支出绩效自评表"
    sheet.merge_cells("B2:E2")
    for column, heading in enumerate(("一级指标", "指标值", "分值", "得分"), start=2):
        sheet.cell(3, column, heading)
    sheet["B4"] = "产出指标\n（50分）"
    sheet.merge_cells("B4:B5")
    sheet["C4"], sheet["D4"], sheet["E4"] = 0.818, 90.5, 0.1 + 0.2
    sheet["C4"].number_format, sheet["D4"].number_format = "0.0%", "0.00"
    sheet["C5"] = "≥76个"


def test_values_read_as_shown_and_merged_cells_once() -> None:
    table = only_table(read_xlsx(workbook(form)))
    assert (table.row_count, table.column_count, table.how) == (4, 4, "native")
    assert [table.at(2, column).text for column in range(4)] == [
        "产出指标\n（50分）",
        "81.8%",
        "90.50",
        "0.3",
    ]
    title, level = table.at(0, 3), table.at(3, 0)
    assert (title.text, title.column_span, title.place) == (
        "项目支出绩效自评表",
        4,
        InSheet("自评表", "B2:E2"),
    )
    assert (level.row, level.row_span, level.place.cell) == (2, 2, "B4:B5")


def test_blank_cells_inside_the_used_range_are_there_and_empty() -> None:
    table = only_table(read_xlsx(workbook(form)))
    assert table.at(3, 3).text == ""
    assert sum(cell.row_span * cell.column_span for cell in table.cells) == 16


def test_every_sheet_is_a_page_and_a_hidden_one_is_named() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "基础数据"
    second = book.create_sheet("旧表")
    second["A1"] = "项目支出绩效自评表"
    second.sheet_state = "hidden"
    book.create_sheet("空表")
    reading = read_xlsx(saved(book))
    assert [len(page.tables) for page in reading.pages] == [1, 1, 0]
    (problem,) = reading.problems
    assert (problem.code, problem.page) == ("hidden-sheet", 2)
    assert "旧表" in problem.message.zh
    assert "旧表" in problem.message.en


def test_hidden_rows_and_columns_are_read_and_named() -> None:
    def fill(sheet: Worksheet) -> None:
        form(sheet)
        sheet.row_dimensions[5].hidden = True
        sheet.column_dimensions["D"].hidden = True

    reading = read_xlsx(workbook(fill))
    assert only_table(reading).at(3, 1).text == "≥76个"
    assert [problem.code for problem in reading.problems] == ["hidden-cells"]
    assert "5, D" in reading.problems[0].message.en


def test_a_formula_counts_by_its_saved_value() -> None:
    data = workbook(lambda sheet: sheet.__setitem__("A1", "=SUM(1,2)"))
    with_value = patched(
        data,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<v></v>", b"<v>3</v>").replace(b"<v />", b"<v>3</v>"),
    )
    assert only_table(read_xlsx(with_value)).at(0, 0).text == "3"


def test_a_formula_without_a_saved_value_is_blank_and_named() -> None:
    reading = read_xlsx(workbook(lambda sheet: sheet.append(["合计", "=SUM(C1:C9)"])))
    assert only_table(reading).at(0, 1).text == ""
    (problem,) = reading.problems
    assert problem.code == "formula-without-value"
    assert "B1" in problem.message.zh


def test_an_error_value_is_named() -> None:
    reading = read_xlsx(workbook(lambda sheet: sheet.append(["执行率", "#DIV/0!"])))
    assert [problem.code for problem in reading.problems] == ["formula-error"]


def test_a_stray_cell_far_away_costs_nothing() -> None:
    def fill(sheet: Worksheet) -> None:
        form(sheet)
        sheet["XFD1048576"] = "x"

    started = time.monotonic()
    reading = read_xlsx(workbook(fill))
    assert time.monotonic() - started < 5
    table = only_table(reading)
    assert [problem.code for problem in reading.problems] == ["sparse-sheet"]
    assert (table.row_count, table.column_count) == (1048575, 16383)
    assert table.at(2, 1).text == "81.8%"


def test_a_huge_declared_dimension_costs_nothing() -> None:
    data = patched(
        workbook(form),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<dimension ref="B2:E5" />', b'<dimension ref="A1:XFD1048576" />').replace(
            b'<dimension ref="B2:E5"/>', b'<dimension ref="A1:XFD1048576"/>'
        ),
    )
    started = time.monotonic()
    assert only_table(read_xlsx(data)).row_count == 4
    assert time.monotonic() - started < 5


def test_a_merge_over_the_whole_sheet_is_refused() -> None:
    data = patched(
        workbook(form),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'ref="B4:B5"', b'ref="A6:XFD1048576"'),
    )
    with pytest.raises(UnreadableError) as caught:
        read_xlsx(data)
    assert caught.value.code == "too-large"


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml.partition(b"?>")[2],
        lambda _: b"",
        lambda xml: xml.decode().encode("utf-16"),
        lambda xml: xml.replace(b"<row ", b"<c>" * 400 + b"</c>" * 400 + b"<row ", 1),
    ],
    ids=["cut", "entities", "empty", "utf-16", "deep"],
)
def test_a_broken_sheet_is_damaged(change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_xlsx(patched(workbook(form), "xl/worksheets/sheet1.xml", change))
    assert caught.value.code == "damaged"
    assert "sheet1.xml" in caught.value.reason.zh


def test_a_workbook_without_its_sheet_is_damaged() -> None:
    data = patched(
        workbook(form), "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"sheet1.xml", b"gone.xml")
    )
    with pytest.raises(UnreadableError) as caught:
        read_xlsx(data)
    assert caught.value.code == "damaged"


def test_a_placeholder_zero_of_a_program_that_does_not_compute_is_no_value() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row("A1", ["得分", 9.3])
    sheet.write_formula("A2", "=B1*10")
    sheet.write_formula("B2", "=B1*10", None, 93)
    book.close()
    reading = read_xlsx(out.getvalue())
    assert [only_table(reading).at(1, column).text for column in (0, 1)] == ["", "93"]
    (problem,) = reading.problems
    assert problem.code == "formula-without-value"
    assert "A2" in problem.message.en
