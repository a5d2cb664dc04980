"""Where everything stands on the fund forms: poverty relief (family B) and transfer payments (family C)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layout import Grid
from parts import Column, done, funds, goals, indicators

if TYPE_CHECKING:
    from form import Form

_POVERTY = (
    Column("一级指标", "level1"),
    Column("二级指标", "level2"),
    Column("三级指标", "level3"),
    Column("分值", "weight"),
    Column("年度指标值", "target"),
    Column("全年实际值", "actual"),
    Column("得分", "score"),
    Column("未完成原因及拟采取的改进措施", "deviation"),
)
_TRANSFER = (
    Column("一级指标", "level1"),
    Column("二级指标", "level2"),
    Column("三级指标", "level3"),
    Column("指标值", "target"),
    Column("全年实际完成值", "actual"),
    Column("未完成原因和改进措施", "deviation"),
)


def poverty(form: Form) -> Grid:
    """Weight before target; no initial budget; the total in words at the top, or below with a note."""
    made = Grid((10.0, 14.0, 18.0, 34.0, 11.0, 23.0, 25.0, 18.0, 27.0))
    made.line(("项目名称", 2), (form.project or "", 7))
    made.line(("主管部门及代码", 2), (form.department or "", 3), ("实施单位", 2), (form.unit, 2))
    if "top" in form.notes:
        made.line((form.notes["top"], 9, "left"))
    columns = (
        ("", "label", 2),
        ("全年预算数（A）", "adjusted", 1),
        ("全年执行数（B）", "executed", 2),
        ("分值", "weight", 1),
        ("执行率（B/A）", "rate", 1),
        ("得分", "score", 1),
    )
    funds(made, form, columns, f"预算执行情况（{form.money_unit}）")
    goals(made, form, "年度总体目标", ("年初设定目标", "全年实际完成情况"), 4)
    indicators(made, form, _POVERTY, side="绩效指标")
    if "top" not in form.notes:
        made.line(("总分", 4), (form.total_weight or "", 1), ("", 2), (form.total_score or "", 1), ("", 1))
        made.line((form.notes["note"], 9, "left"))
    return done(made)


def transfer(form: Form) -> Grid:
    """No weights, no scores, no total."""
    made = Grid((14.0, 18.0, 22.0, 40.0, 24.0, 24.0, 32.0))
    made.line(("转移支付（项目）名称", 2), (form.project or "", 5))
    made.line(("中央主管部门", 2), (form.notes["supervisor"], 5))
    made.line(("地方主管部门", 2), (form.department or "", 2), ("资金使用单位", 1), (form.unit, 2))
    columns = (
        ("", "label", 2),
        ("全年预算数（A）", "adjusted", 1),
        ("全年执行数（B）", "executed", 2),
        ("执行率（B/A×100%）", "rate", 1),
    )
    funds(made, form, columns, f"资金情况（{form.money_unit}）")
    goals(made, form, "总体目标完成情况", ("总体目标", "全年实际完成情况"), 3)
    indicators(made, form, _TRANSFER, side="绩效指标")
    made.line(("说明", 2), (form.notes["remark"], 5, "left"))
    return done(made)
