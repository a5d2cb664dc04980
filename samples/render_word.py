"""Draws a form as a Word document: title paragraphs, then one table (or two) with merged cells."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from pathlib import Path

    from form import Form
    from layout import Grid, Placed

FONT = "Noto Serif CJK SC"
TITLE_FONT = "Noto Sans CJK SC"


def save(
    form: Form,
    grids: tuple[Grid, ...],
    path: Path,
    *,
    repeat_header: bool = False,
    size: float = 9,
    margin: float = 20,
    bottom: float = 20,
    landscape: bool = False,
) -> None:
    """Write the document; `repeat_header` repeats a table's first row on every page."""
    document = new_document(margin, bottom, landscape=landscape)
    write_form(document, form, grids, size=size, repeat_header=repeat_header)
    document.save(str(path))


def new_document(margin: float = 20, bottom: float = 20, *, landscape: bool = False) -> Any:
    """An empty A4 document; margins in millimetres."""
    document = Document()
    properties = document.core_properties
    properties.created = properties.modified = dt.datetime(2024, 3, 1)  # noqa: DTZ001 (a fixed stamp)
    _page(document, margin, bottom, landscape=landscape)
    return document


def write_form(
    document: Any, form: Form, grids: tuple[Grid, ...], *, size: float = 9, repeat_header: bool = False
) -> None:
    """Append the lines above the table and the table, or the two tables with a narrow gap between them."""
    if form.attachment:
        write_paragraph(document, form.attachment, FONT, 10.5, center=False)
    if form.title is not None:
        write_paragraph(document, form.title, TITLE_FONT, 16, bold=True)
    for text in form.lines_above:
        write_paragraph(document, text, FONT, 11)
    for number, made in enumerate(grids):
        if number:
            write_paragraph(document, "", FONT, 4)
        write_table(document, made, size, repeat_header=repeat_header and made.header_row == 0)


def _page(document: Any, margin: float, bottom: float, *, landscape: bool) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.left_margin = section.right_margin = Mm(margin)
    section.top_margin, section.bottom_margin = Mm(20), Mm(bottom)


def write_paragraph(
    document: Any, text: str, font: str, size: float, *, bold: bool = False, center: bool = True
) -> None:
    """Append a paragraph in one font."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if center else WD_ALIGN_PARAGRAPH.LEFT
    _tighten(paragraph)
    _run(paragraph, text, font, size, bold=bold)


def _tighten(paragraph: Any) -> None:
    paragraph.paragraph_format.space_before = Pt(1)
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.paragraph_format.widow_control = False


def _run(paragraph: Any, text: str, font: str, size: float, *, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = font
    run.bold = bold
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001 (python-docx has no setter for the East Asian font)


def write_table(document: Any, made: Grid, size: float = 9, *, repeat_header: bool = False) -> None:
    """Append a table; `size` is the font size in points."""
    table = document.add_table(rows=made.row_count, cols=made.column_count, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, made.widths, strict=True):
        column.width = Mm(width)
    for cell in made.cells:
        _fill(table, made, cell, size)
    if repeat_header:
        _repeat(table.rows[0])


def _repeat(row: Any) -> None:
    flag = OxmlElement("w:tblHeader")
    flag.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(flag)  # noqa: SLF001 (python-docx has no row flags)


def _fill(table: Any, made: Grid, cell: Placed, size: float) -> None:
    first = table.cell(cell.row, cell.column)
    last = table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1)
    target = first if first is last else first.merge(last)
    target.width = Mm(sum(made.widths[cell.column : cell.column + cell.columns]))
    target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, text in enumerate(cell.text if cell.stacked else [cell.text]):
        paragraph = target.add_paragraph() if number else target.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if cell.align == "left" else WD_ALIGN_PARAGRAPH.CENTER
        _tighten(paragraph)
        _run(paragraph, text, FONT, size)
