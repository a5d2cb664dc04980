"""Where everything stands on forms that systems print: Sichuan 0013zp (D) and Chongqing (G)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from layout import Grid, Placed
from parts import Column, done, funds, indicators

if TYPE_CHECKING:
    from form import Form

_SICHUAN = (
    Column("一级指标", "level1"),
    Column("二级指标", "level2"),
    Column("三级指标", "level3"),
    Column("指标性质", "sign"),
    Column("指标值", "number"),
    Column("度量单位", "unit"),
    Column("完成值", "actual"),
    Column("权重", "weight"),
    Column("得分", "score"),
    Column("未完成原因分析", "deviation"),
)
_CHONGQING = (
    Column("指标名称", "level3", 1),
    Column("计量单位", "unit"),
    Column("指标性质", "sign"),
    Column("年初指标值", "number"),
    Column("调整指标值", "adjusted"),
    Column("全年完成值", "actual"),
    Column("得分系数（%）", "factor"),
    Column("指标权重（分）", "weight"),
    Column("指标得分（分）", "score"),
    Column("是否核心指标", "core"),
    Column("说明", "deviation"),
)


def sichuan(form: Form) -> Grid:
    """The target in three cells, codes in front of names, a total row with a weight and a blank score."""
    made = Grid((12.0, 15.0, 19.0, 30.0, 13.0, 14.0, 13.0, 17.0, 13.0, 12.0, 27.0))
    made.line(("项目名称", 2), (form.project or "", 9))
    made.line(("主管部门", 2), (form.department or "", 3), ("实施单位（盖章）", 2), (form.unit, 4))
    first = made.line(("项目年度目标", 3), ("年度目标完成情况", 6), start=2)
    made.line((form.expected or "", 3, "left"), (form.actual or "", 6, "left"), start=2)
    made.cells.append(Placed(first, 0, "项目年度目标完成情况", 2, 2))
    columns = (
        (f"年度预算数（{form.money_unit}）", "label", 2),
        ("年初预算", "initial", 1),
        ("调整后预算数", "adjusted", 2),
        ("预算执行数", "executed", 1),
        ("预算执行率", "rate", 1),
        ("权重", "weight", 1),
        ("得分", "score", 1),
        ("原因", "note", 1),
    )
    funds(made, form, columns, "预算执行情况（10分）")
    indicators(made, form, _SICHUAN, side="绩效指标（90分）")
    made.line(("合计", 8), (form.total_weight or "", 1), (form.total_score or "", 1), ("", 1))
    made.line(("评价结论", 2), (form.conclusion, 9, "left"))
    made.line(("存在问题", 2), (form.notes["problems"], 9, "left"))
    made.line(("改进措施", 2), (form.notes["measures"], 9, "left"))
    accountant = form.notes["accountant"]
    made.line((f"项目负责人：{form.contact}", 5, "left"), (f"财务负责人：{accountant}", 6, "left"))
    return done(made)


def chongqing_two_rows(form: Form) -> Grid:
    """The same with 指标值 over 年初 and 调整 in a header of two rows."""
    over = {"年初指标值": "年初", "调整指标值": "调整"}
    columns = (
        replace(one, header=over[one.header], over="指标值") if one.header in over else one
        for one in _CHONGQING
    )
    return _chongqing(form, tuple(columns))


def chongqing(form: Form) -> Grid:
    """The total at the top, no level columns, a factor beside the score, three goal columns."""
    return _chongqing(form, _CHONGQING)


def _chongqing(form: Form, columns: tuple[Column, ...]) -> Grid:
    made = Grid((36.0, 16.0, 18.0, 20.0, 22.0, 20.0, 20.0, 22.0, 20.0, 20.0, 40.0))
    made.line(
        ("部门（单位）名称", 1),
        (form.unit, 3),
        ("部门预算编码", 1),
        (form.notes["code"], 2),
        ("自评总分（分）", 2),
        (form.total_score or "", 2),
    )
    made.line(("部门联系人", 1), (form.contact, 5), ("联系电话", 2), (form.phone, 3))
    fund_columns = (
        ("", "label", 2),
        ("年初预算数", "initial", 1),
        ("全年（调整）预算数", "adjusted", 2),
        ("全年执行数", "executed", 1),
        ("执行率（%）", "rate", 1),
        ("执行率权重（分）", "weight", 1),
        ("执行率得分（分）", "score", 2),
    )
    funds(made, form, fund_columns, f"部门支出预算数（{form.money_unit}）")
    first = made.line(("年初绩效目标", 4), ("全年（调整）绩效目标", 3), ("全年完成情况", 3), start=1)
    adjusted = form.notes["adjusted_goal"]
    made.line(
        (form.expected or "", 4, "left"), (adjusted, 3, "left"), (form.actual or "", 3, "left"), start=1
    )
    made.side(first, 0, "当年整体绩效目标")
    indicators(made, form, columns, start=0)
    return done(made)
