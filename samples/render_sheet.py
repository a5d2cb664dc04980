"""Draws a form as a spreadsheet, as a clerk would: one grid, merged cells, fitted to the page's width."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from form import Form
    from layout import Grid, Placed
    from openpyxl.worksheet.worksheet import Worksheet

Rulings: TypeAlias = Literal["all", "horizontal", "none"]

FONT = "Noto Serif CJK SC"
TITLE_FONT = "Noto Sans CJK SC"
_THIN = Side(style="thin", color="000000")
_EDGES = {
    "all": Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN),
    "horizontal": Border(top=_THIN, bottom=_THIN),
    "none": Border(),
}
_MM_PER_CHARACTER = 2.2  # width of a digit in Calc's default font
_POINT_MM = 0.3528


def save(
    form: Form, made: Grid, path: Path, *, landscape: bool = False, size: float = 9, rulings: Rulings = "all"
) -> None:
    """Write the workbook. `size` is the font size in points, `rulings` are those that are drawn."""
    save_sheets([("自评表", form, made)], path, landscape=landscape, size=size, rulings=rulings)


def save_sheets(
    sheets: Sequence[tuple[str, Form, Grid]],
    path: Path,
    *,
    landscape: bool = False,
    size: float = 9,
    rulings: Rulings = "all",
) -> None:
    """Write a workbook of several sheets, each (name, form, grid)."""
    book = Workbook()
    book.properties.created = book.properties.modified = dt.datetime(2024, 3, 1)  # noqa: DTZ001 (a fixed stamp)
    book.remove(book.active)
    for name, form, made in sheets:
        sheet = book.create_sheet(name)
        _fill(sheet, form, made, size, rulings)
        _page(sheet, landscape=landscape)
    book.save(path)


def _fill(sheet: Worksheet, form: Form, made: Grid, size: float, rulings: Rulings) -> None:
    first = _title(sheet, form, made.column_count)
    for column, width in enumerate(made.widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width / _MM_PER_CHARACTER
    for cell in made.cells:
        _draw(sheet, cell, first, size, rulings)
    for row in range(made.row_count):
        sheet.row_dimensions[first + row].height = _height(made, row, size)


def _title(sheet: Worksheet, form: Form, columns: int) -> int:
    """The lines above the grid; returns the first row of the grid."""
    row = 1
    if form.attachment:
        sheet.cell(row, 1, form.attachment).font = Font(name=FONT, size=10.5)
        row += 1
    below = [(text, Font(name=FONT, size=11), 20) for text in form.lines_above]
    for text, font, height in [(form.title or "", Font(name=TITLE_FONT, size=16, bold=True), 30), *below]:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        cell = sheet.cell(row, 1, text)
        cell.font = font
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.row_dimensions[row].height = height
        row += 1
    return row


def _draw(sheet: Worksheet, cell: Placed, first: int, size: float, rulings: Rulings) -> None:
    top, left = first + cell.row, cell.column + 1
    bottom, right = top + cell.rows - 1, left + cell.columns - 1
    for row in sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right):
        for each in row:
            each.border = _EDGES[rulings]
    if (top, left) != (bottom, right):
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    target = sheet.cell(top, left)
    target.value, target.number_format = _value(cell.text)
    target.font = Font(name=FONT, size=size)
    target.alignment = Alignment(
        horizontal=cell.align,
        vertical="center",
        wrap_text=not cell.stacked,
        textRotation=255 if cell.stacked else 0,
    )


def _value(text: str) -> tuple[str | Decimal | None, str]:
    """What a clerk's cell holds: a number with the format that shows it as printed, or text."""
    if not re.fullmatch(r"\d+(\.\d+)?%?", text):
        return text or None, "General"
    percent = text.endswith("%")
    number = Decimal(text.rstrip("%"))
    places = len(text.rstrip("%").partition(".")[2])
    shown = "0" + ("." + "0" * places if places else "") + ("%" if percent else "")
    return (number / 100 if percent else number), shown


def _height(made: Grid, row: int, size: float) -> float:
    """Points that a row needs so that no cell of its own is clipped (a merged cell does not grow)."""
    lines = 1
    for cell in made.cells:
        if cell.row == row and cell.rows == 1:
            width = sum(made.widths[cell.column : cell.column + cell.columns]) - 3
            lines = max(lines, math.ceil(_text_width(cell.text) * size * _POINT_MM * 1.04 / width))
    return lines * size * 1.5 + 6


def _text_width(text: str) -> float:
    """Width in ems: a Chinese character is one, a Latin one a little over a half."""
    return sum(1 if ord(character) > 0x2E7F or character in "“”—" else 0.58 for character in text)


def _page(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 20 / 25.4
    sheet.page_margins.top = sheet.page_margins.bottom = 20 / 25.4
    sheet.print_options.horizontalCentered = True
