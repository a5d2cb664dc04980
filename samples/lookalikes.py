"""Documents that are no self-evaluation: plain prose, and a table of the final accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx import Document
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from render_word import FONT, TITLE_FONT, write_paragraph

if TYPE_CHECKING:
    from pathlib import Path

_PROSE = """关于做好预算绩效管理培训的通知
各科室、各直属单位：
为帮助业务人员掌握绩效目标编制的基本方法，本局定于六月中旬举办一期预算绩效管理培训。\
培训分两天进行，第一天讲解绩效目标如何与年度工作计划对应，第二天以去年的三个项目为例，\
练习把文字描述的任务改写成可以衡量的指标。
请各单位确定一名业务人员和一名财务人员参加，并带上本单位去年的绩效目标申报材料。\
培训不收取费用，食宿由各单位按差旅规定自理。报名截止到五月三十日，联系电话：0850-5550190。
培训结束后，各单位应在一个月内对照讲义自查绩效目标的编制质量，并将自查情况报送办公室。\
办公室将结合自查情况选取部分单位开展现场指导。"""
_ACCOUNTS = (
    ("项目", "行次", "年初预算数", "全年预算数", "决算数"),
    ("一、一般公共预算财政拨款收入", "1", "412.00", "405.40", "398.27"),
    ("二、政府性基金预算财政拨款收入", "2", "0.00", "0.00", "0.00"),
    ("三、其他收入", "3", "6.50", "7.20", "7.18"),
    ("本年收入合计", "4", "418.50", "412.60", "405.45"),
    ("一、一般公共服务支出", "5", "286.30", "280.10", "275.94"),
    ("二、社会保障和就业支出", "6", "72.20", "72.50", "71.66"),
    ("三、卫生健康支出", "7", "25.00", "25.00", "24.13"),
    ("四、住房保障支出", "8", "35.00", "35.00", "33.72"),
    ("本年支出合计", "9", "418.50", "412.60", "405.45"),
)


def save_prose(path: Path) -> None:
    """A notice in plain paragraphs, as a Word file."""
    document = Document()
    title, *paragraphs = _PROSE.splitlines()
    write_paragraph(document, title, TITLE_FONT, 18, bold=True)
    for text in paragraphs:
        write_paragraph(document, text, FONT, 14, center=False)
        document.paragraphs[-1].paragraph_format.first_line_indent = Pt(28)
    document.save(str(path))


def save_accounts(path: Path) -> None:
    """A revenue and expenditure table of the final accounts, as a workbook."""
    book = Workbook()
    sheet = book.active
    sheet.append(["收入支出决算总表"])
    sheet.append(["编制单位：青原州档案馆", None, None, None, "金额单位：万元"])
    for row in _ACCOUNTS:
        sheet.append(row)
    thin = Side(style="thin")
    for row in sheet.iter_rows(min_row=3, max_row=sheet.max_row):
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.font = Font(name=FONT, size=10.5)
            cell.alignment = Alignment(horizontal="left" if cell.column == 1 else "center", vertical="center")
    sheet.merge_cells("A1:E1")
    sheet["A1"].font = Font(name=TITLE_FONT, size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    for cell in sheet[2]:
        cell.font = Font(name=FONT, size=10)
    for letter, width in zip("ABCDE", (36, 7, 14, 14, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in range(1, sheet.max_row + 1):
        sheet.row_dimensions[row].height = 24
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.save(path)
