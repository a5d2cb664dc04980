"""A table of four cells, drawn by hand, and what was read of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from extract.document import Reading, Table

XS, YS = [50, 150, 300], [760, 730, 700]
TEXTS = [["年度资金总额", "443.88"], ["得分（50分）", "≥50%"]]

MakeInk = Callable[[], Any]
MakePdf = Callable[..., bytes]


def written(ink: Any) -> Any:
    """The four texts of the plain table, without its rules."""
    for row, texts in enumerate(TEXTS):
        for column, text in enumerate(texts):
            ink.text(XS[column] + 5, YS[row] - 20, text)
    return ink


def texts_of(table: Table) -> list[list[str]]:
    return [[c.text for c in table.cells if c.row == row] for row in range(table.row_count)]


def only_table(reading: Reading) -> Table:
    (page,) = reading.pages
    (table,) = page.tables
    return table


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]
