"""Documents that are no self-evaluation: prose, a contract, final accounts, and tables about performance."""

from __future__ import annotations

from pathlib import Path

import content_lookalike
import families_lookalike
import render_sheet
import render_word
from docx import Document
from docx.shared import Pt
from office import to_pdf
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from render_word import FONT, TITLE_FONT, write_paragraph

# What fuhe must call each of them.
_NAMES = {
    "prose": "文字",
    "contract": "合同",
    "book-chapter": "文字",
    "appraisal": "事前绩效评估",
    "final-accounts": "决算表",
    "declaration": "绩效目标申报表",
    "monitoring": "监控表",
    "basic-data": "基础数据表",
}


def save_all(work: Path, target: Path) -> dict[str, str]:
    """Every look-alike into the folder `target`; what fuhe must call each."""
    save_prose(content_lookalike.PROSE, work / "prose.docx")
    save_prose(content_lookalike.CONTRACT, work / "contract.docx")
    save_chapter(work / "book-chapter.docx")
    wish = content_lookalike.WISH
    render_word.save(wish, (families_lookalike.appraisal(wish),), work / "appraisal.docx", margin=15)
    save_accounts(work / "final-accounts.xlsx")
    plan = content_lookalike.PLAN
    render_sheet.save(plan, families_lookalike.declaration(plan), work / "declaration.xlsx")
    for source in sorted(work.iterdir()):
        if source.stem in _NAMES:
            to_pdf(source, target / f"{source.stem}.pdf")
    midyear, data = content_lookalike.MIDYEAR, content_lookalike.DATA
    render_sheet.save(midyear, families_lookalike.monitoring(midyear), target / "monitoring.xlsx")
    render_sheet.save(data, families_lookalike.basic_data(data), target / "basic-data.xlsx")
    return _NAMES


def save_prose(text: str, path: Path) -> None:
    """A text in plain paragraphs, as a Word file; its first line is the title."""
    document = Document()
    title, *paragraphs = text.splitlines()
    write_paragraph(document, title, TITLE_FONT, 18, bold=True)
    for paragraph in paragraphs:
        write_paragraph(document, paragraph, FONT, 14, center=False)
        document.paragraphs[-1].paragraph_format.first_line_indent = Pt(28)
    document.save(str(path))


def save_chapter(path: Path) -> None:
    """The front of a final-accounts book: its cover, contents and text, which name the tables that follow."""
    document = render_word.new_document()
    write_paragraph(document, content_lookalike.CHAPTER_TITLE, TITLE_FONT, 24, bold=True)
    for heading, paragraphs in content_lookalike.CHAPTER:
        document.add_page_break()
        write_paragraph(document, heading, TITLE_FONT, 18, bold=True)
        for text in paragraphs:
            write_paragraph(document, text, FONT, 14, center=False)
    document.save(str(path))


def save_accounts(path: Path) -> None:
    """A revenue and expenditure table of the final accounts, as a workbook."""
    book = Workbook()
    sheet = book.active
    sheet.append(["收入支出决算总表"])
    sheet.append(["编制单位：青原州档案馆", None, None, None, "金额单位：万元"])
    for row in content_lookalike.ACCOUNTS:
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
