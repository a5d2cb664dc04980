"""Rows of a table drawn on two pages, so that the page break cuts it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from extract.document import Reading, Table

XS = [50, 80, 200, 280, 420, 470, 520]
HEAD = ["一级", "三级指标", "指标值", "完成值", "分值", "得分"]
TOP = 780

MakeInk = Callable[[], Any]
MakePdf = Callable[..., bytes]


def rows_on(
    ink: Any, rows: Sequence[Sequence[str]], *, top: float = TOP, height: float = 30, first: int = 1
) -> Any:
    """Rows of text in a full grid from `top` down; the first column is left to the test from `first` on."""
    ys = [top - height * i for i in range(len(rows) + 1)]
    for y in ys:
        ink.line(XS[first], y, XS[-1], y)
    for x in XS:
        ink.line(x, ys[0], x, ys[-1])
    for row, y in zip(rows, ys, strict=False):
        for x, text in zip(XS[first:-1], row[first:], strict=True):
            if text:
                ink.text(x + 3, y - 18, text)
    return ink


def closed(ink: Any, *ys: float) -> Any:
    """Rules of the first column."""
    for y in ys:
        ink.line(XS[0], y, XS[1], y)
    return ink


def item(number: int) -> list[str]:
    return ["", f"第{number}项工作完成率", f"≥{number}次", f"完成{number}次", "5", "5"]


def only_table(reading: Reading) -> Table:
    (table,) = (block for block in reading.blocks if isinstance(block, Table))
    return table


def column(table: Table, number: int) -> list[tuple[int, int, str]]:
    return [(c.row, c.row_span, c.text) for c in table.cells if c.column == number]


def row(table: Table, number: int) -> list[str]:
    return [c.text for c in table.cells if c.row == number]


def two_pages(ink: MakeInk, *, upper: str = "产出", lower: str = "", head_again: bool = False) -> list[Any]:
    """A label cell over the break without a closing rule; every other cell closed."""
    one = rows_on(ink(), [HEAD, item(1), item(2)])
    one.text(XS[0] + 2, TOP - 18, "一级").text(XS[0] + 2, TOP - 58, upper)
    closed(one, TOP, TOP - 30)
    rows = [item(3), item(4), item(5)]
    two = rows_on(ink(), [HEAD, *rows] if head_again else rows)
    start = TOP - 30 if head_again else TOP
    if head_again:
        two.text(XS[0] + 2, TOP - 18, "一级")
        closed(two, TOP, TOP - 30)
    if lower:
        two.text(XS[0] + 2, start - 18, lower)
    closed(two, start - 60, start - 90)
    two.text(XS[0] + 2, start - 78, "效益")
    return [one, two]
