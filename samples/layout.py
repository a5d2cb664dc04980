"""Where everything on a form stands: one grid of merged cells, for spreadsheet and word processor alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from form import Form

Align = Literal["center", "left"]


@dataclass(frozen=True)
class Placed:
    """A cell of the grid with its spans; `stacked` sets the characters one below the other."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    align: Align = "center"
    stacked: bool = False


@dataclass
class Grid:
    """Cells under construction. `widths` are in millimetres; `header_row` is the indicators' header."""

    widths: tuple[float, ...]
    cells: list[Placed] = field(default_factory=list)
    row_count: int = 0
    header_row: int = -1

    @property
    def column_count(self) -> int:
        """How many columns the grid has."""
        return len(self.widths)

    def line(self, *cells: tuple[str, int] | tuple[str, int, Align], start: int = 0) -> int:
        """Append a row of (text, columns[, align]) from a start column; return its index."""
        column = start
        for text, columns, *align in cells:
            how: Align = align[0] if align else "center"
            self.cells.append(Placed(self.row_count, column, text, 1, columns, how))
            column += columns
        self.row_count += 1
        return self.row_count - 1

    def side(self, first: int, column: int, text: str, *, stacked: bool = False) -> None:
        """A merged cell from the row `first` down to the last row so far."""
        self.cells.append(Placed(first, column, text, self.row_count - first, stacked=stacked))


def grid(form: Form, widths: tuple[float, ...], *, stacked: bool = False) -> Grid:
    """The whole form in one grid."""
    made = Grid(widths)
    _head(made, form)
    _funds(made, form)
    _goals(made, form)
    _indicators(made, form, stacked=stacked, sides=True)
    _foot(made, form)
    made.cells.sort(key=lambda cell: (cell.row, cell.column))
    return made


def two_grids(form: Form, widths: tuple[float, ...]) -> tuple[Grid, Grid]:
    """The form as two tables: the head with budget and goals, and the indicators with the footer."""
    head, body = Grid(widths), Grid(widths)
    _head(head, form)
    _funds(head, form)
    _goals(head, form)
    _indicators(body, form, stacked=False, sides=False)
    _foot(body, form)
    for made in (head, body):
        made.cells.sort(key=lambda cell: (cell.row, cell.column))
    return head, body


def _has_deviation(form: Form) -> bool:
    return form.rows[0].deviation is not None


def _head(made: Grid, form: Form) -> None:
    wide = made.column_count
    if form.kind == "department":
        made.line((f"单位（盖章）：{form.unit}", wide, "left"))
        return
    made.line(("项目名称", 2), (form.project or "", wide - 2))
    made.line(("主管部门", 2), (form.department or "", 2), ("实施单位", 1), (form.unit, wide - 5))


def _funds(made: Grid, form: Form) -> None:
    executed = form.funds[0].executed is not None
    names = ["年初预算数", "全年预算数（A）", "分值", "执行率", "得分"]
    if executed:
        names = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    if form.lettered:
        names = ["年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"]
    source = "资 金 来 源" if form.kind == "department" else ""
    first = made.line((source, 2), *((name, 1) for name in names), start=1)
    for fund in form.funds:
        values = [fund.initial, fund.adjusted, fund.executed, fund.weight, fund.rate, fund.score]
        made.line((fund.label, 2, "left"), *((v, 1) for v in values if v is not None), start=1)
    label = "部门（单位）总体资金" if form.kind == "department" else "项目资金"
    made.side(first, 0, f"{label}（{form.money_unit}）")


def _goals(made: Grid, form: Form) -> None:
    right = made.column_count - 4
    first = made.line(("预期目标", 3), ("实际完成情况", right), start=1)
    made.line((form.expected, 3, "left"), (form.actual, right, "left"), start=1)
    made.side(first, 0, "年度总体目标")


def _indicators(made: Grid, form: Form, *, stacked: bool, sides: bool) -> None:
    names = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值(B)", "分值", "得分"]
    if _has_deviation(form):
        names = [*names[:4], "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    start = 1 if sides else 0
    first_wide = 1 if sides else 2
    made.header_row = made.line((names[0], first_wide), *((name, 1) for name in names[1:]), start=start)
    for row in form.rows:
        rest = [(row.weight, 1), (row.score, 1)]
        if row.deviation is not None:
            rest.append((row.deviation, 1))
        made.line((row.level3, 1), (row.target, 1), (row.actual, 1), *rest, start=3)
    for first, count, name in runs([row.level1 for row in form.rows]):
        label = form.printed_level1.get(name, name)
        made.cells.append(
            Placed(
                made.header_row + 1 + first, start, label, count, first_wide, stacked=stacked and count > 3
            )
        )
    for first, count, name in runs([f"{row.level1}/{row.level2}" for row in form.rows]):
        made.cells.append(Placed(made.header_row + 1 + first, 2, name.split("/")[1], count))
    if sides:
        made.side(made.header_row, 0, "绩效指标", stacked=True)


def runs(names: list[str]) -> Iterator[tuple[int, int, str]]:
    """First index, length and name of every run of equal neighbours."""
    first = 0
    for name, same in groupby(names):
        count = len(list(same))
        yield first, count, name
        first += count


def _foot(made: Grid, form: Form) -> None:
    wide = made.column_count
    tail = [("", 1)] if _has_deviation(form) else []
    made.line(("总分", 6), (form.total_weight, 1), (form.total_score, 1), *tail)
    if form.conclusion:
        made.line(("自评结论", 2), (form.conclusion, wide - 2, "left"))
    made.line((f"联系人：{form.contact}", 4, "left"), (f"联系电话：{form.phone}", wide - 4, "left"))
