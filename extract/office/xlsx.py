"""Excel workbooks: a sheet is a page, its used range is one table, values read as the sheet shows them.

Nothing is computed: a formula counts by the value that the program which saved it left behind.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import Any, NamedTuple

import openpyxl
from openpyxl.utils import column_index_from_string

from extract import refusals
from extract.archive import Archive
from extract.document import Page, Problem, Reading, Table
from extract.office import problems
from extract.office.number_format import displayed
from extract.office.sheet_grid import MOST_POSITIONS, Range, grid

_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_SHEET = re.compile(rb"<(?:\w+:)?sheet[ />]")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell [^>]*?ref=.\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})"
)
# Programs that write formulas without computing them ask Excel to compute on opening, and leave 0 or nothing.
_COMPUTE_ON_OPENING = re.compile(rb"fullCalcOnLoad=.(?:1|true)")
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


class _Texts(NamedTuple):
    """What the filled cells of a sheet show, by (row, column) from 1, and which of them need a word."""

    shown: dict[tuple[int, int], str]
    uncomputed: list[str]
    errors: list[str]


def read_xlsx(data: bytes) -> Reading:
    """Read a workbook. Raises `UnreadableError` (`damaged`, `too-large`). Places are `InSheet`."""
    archive = Archive(data)
    has_formulas = _inspected(archive)
    shown = _opened(data, values=True)
    formulas = _opened(data, values=False) if has_formulas else None
    workbook = archive.read("xl/workbook.xml")
    if len(shown.sheetnames) < len(_SHEET.findall(workbook)):
        raise refusals.damaged(
            "工作簿缺少工作表的内容", "The content of a sheet is missing from the workbook"
        )
    zero_is_blank = _COMPUTE_ON_OPENING.search(workbook) is not None
    pages: list[Page] = []
    said: list[Problem] = []
    for number, sheet in enumerate(shown.worksheets, start=1):
        texts = _texts(sheet, formulas[sheet.title] if formulas else None, zero_is_blank=zero_is_blank)
        tables = (grid(sheet.title, texts.shown, _ranges(sheet)),) if texts.shown else ()
        pages.append(Page(number, 0, 0, 0, "usable", tables))
        said += _problems(sheet, texts, tables, number)
    blocks = tuple(table for page in pages for table in page.tables)
    if not blocks and any(name.startswith("xl/media/") for name in archive.names):
        said.append(problems.picture_not_read())
    return Reading(tuple(pages), blocks, tuple(said))


def _inspected(archive: Archive) -> bool:
    """Check every XML part before openpyxl sees it; say whether the sheets hold formulas."""
    cells, formulas = 0, False
    for name in sorted(archive.names):
        # A workbook may keep its sheets under any name; pictures and the like hold none of these marks.
        if name.startswith("xl/"):
            content = archive.read(name)
            cells += sum(1 for _ in _CELL.finditer(content))
            formulas = formulas or _FORMULA.search(content) is not None
            # Blank cells with a style count too: openpyxl makes an object of each, and of each merged place.
            if cells > MOST_POSITIONS or _merged_positions(content) > MOST_POSITIONS:
                raise refusals.too_large(
                    "工作表过大（单元格超过 40 万个）", "A sheet has more than 400,000 cells"
                )
        if name.endswith((".xml", ".rels")):
            archive.check_xml(name)
    return formulas


def _merged_positions(content: bytes) -> int:
    return sum(
        (int(bottom) - int(top) + 1) * (_column(right) - _column(left) + 1)
        for left, top, right, bottom in _MERGED.findall(content)
    )


def _column(letters: bytes) -> int:
    return int(column_index_from_string(letters.decode("ascii")))


def _opened(data: bytes, *, values: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about features it does not keep; we keep nothing
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)
    except Exception:  # noqa: BLE001 - a broken workbook makes openpyxl fail in any of a dozen ways
        raise refusals.damaged(
            "工作簿内容损坏，无法打开", "The workbook is damaged and cannot be opened"
        ) from None


def _texts(sheet: Any, formulas: Any, *, zero_is_blank: bool) -> _Texts:
    """Visit the cells that are in the file; a loop over rows would visit the whole declared dimension."""
    found = _Texts({}, [], [])
    known = formulas._cells if formulas is not None else {}  # noqa: SLF001 - the only sparse view there is
    for place, cell in sorted(sheet._cells.items()):  # noqa: SLF001 - the same
        computed = place in known and known[place].data_type == "f"
        if computed and (cell.value is None or (zero_is_blank and cell.value == 0)):
            found.uncomputed.append(cell.coordinate)
            found.shown[place] = ""
            continue
        text = _clean(displayed(cell.value, cell.number_format))
        if text in _ERRORS:
            found.errors.append(cell.coordinate)
        if text:
            found.shown[place] = text
    return found


def _clean(text: str) -> str:
    """Line ends that the author typed stay as newlines; blanks around each line go."""
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


def _ranges(sheet: Any) -> tuple[Range, ...]:
    return tuple(
        Range(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges
    )


def _problems(sheet: Any, texts: _Texts, tables: tuple[Table, ...], number: int) -> list[Problem]:
    if not tables:
        return []
    found: list[Problem] = []
    if sheet.sheet_state != "visible":
        found.append(problems.hidden_sheet(sheet.title, number))
    names = [str(row) for row, look in sheet.row_dimensions.items() if look.hidden]
    names += [str(column) for column, look in sheet.column_dimensions.items() if look.hidden]
    if names:
        found.append(problems.hidden_cells(sheet.title, names, number))
    if texts.uncomputed:
        found.append(problems.formula_without_value(sheet.title, texts.uncomputed, number))
    if texts.errors:
        found.append(problems.formula_error(sheet.title, texts.errors, number))
    if tables[0].row_count * tables[0].column_count > MOST_POSITIONS:
        found.append(problems.sparse_sheet(sheet.title, number))
    return found
