"""A place in words: 第2页, 工作表 Sheet1!B5, 第12行."""

from __future__ import annotations

from extract.document import InParagraph, InSheet, InText, InWordTable, OnPage, Place
from extract.wording import Wording


def in_words(place: Place) -> Wording:
    """Where to look, as one would tell a colleague."""
    match place:
        case OnPage(page=page):
            return Wording(f"第{page}页", f"page {page}")
        case InSheet(sheet=sheet, cell=cell):
            return Wording(f"工作表 {sheet}!{cell}", f"sheet {sheet}!{cell}")
        case InWordTable(table=table, row=row, column=column):
            return Wording(
                f"第{table}个表格第{row}行第{column}格", f"table {table}, row {row}, cell {column}"
            )
        case InParagraph(paragraph=paragraph):
            return Wording(f"第{paragraph}段", f"paragraph {paragraph}")
        case InText(line=line, end_line=end_line) if line == end_line:
            return Wording(f"第{line}行", f"line {line}")
        case InText(line=line, end_line=end_line):
            return Wording(f"第{line}—{end_line}行", f"lines {line}–{end_line}")


def row_in_words(place: Place) -> Wording:
    """Where to look, given that the column is named too: of a Word table the row is enough."""
    if isinstance(place, InWordTable):
        return Wording(f"第{place.table}个表格第{place.row}行", f"table {place.table}, row {place.row}")
    return in_words(place)
