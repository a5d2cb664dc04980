"""Writes audits to a workbook and reads it back as a reader's program does."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl

from extract.wording import Language
from fuhe.audit import Audit
from fuhe.report.excel import write

MakeAudit = Callable[..., Audit]
Row = dict[str, Any]

SHEETS = ["问题清单", "勾稽表", "逐指标", "未能核查", "汇总"]


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
