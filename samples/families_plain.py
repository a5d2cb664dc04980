"""Where everything stands on the check-list (I), the 2021 model, 投入/过程/产出/效果, and form 14."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layout import Grid
from parts import Column, done, funds, goals, indicators

if TYPE_CHECKING:
    from form import Form

_LEVELS = (Column("一级指标", "level1"), Column("二级指标", "level2"), Column("三级指标", "level3"))
_SCORED = (
    Column("分值", "weight"),
    Column("得分", "score"),
    Column("偏差原因分析及改进措施", "deviation"),
)
_CHECKLIST = (
    *_LEVELS,
    Column("指标解释", "meaning"),
    Column("自评内容", "told"),
    Column("完成情况", "actual"),
    Column("未完成原因", "deviation"),
    Column("支撑材料", "proof"),
)
_NATIONAL = (*_LEVELS, Column("年度指标值", "target"), Column("实际完成值", "actual"), *_SCORED)
_OLD = (
    *_LEVELS,
    Column("分值", "weight"),
    Column("评分标准", "standard"),
    Column("实际完成情况", "actual"),
    Column("自评得分", "score"),
    Column("扣分原因和改进措施", "deviation"),
)
_TWO_ROW = (
    *_LEVELS,
    Column("指标性质", "sign", over="年度指标值"),
    Column("指标值", "number", over="年度指标值"),
    Column("度量单位", "unit", over="年度指标值"),
    Column("实际完成值", "actual"),
    *_SCORED,
)
_FUNDS = (
    ("年初预算数", "initial"),
    ("全年预算数", "adjusted"),
    ("全年执行数", "executed"),
    ("分值", "weight"),
    ("执行率", "rate"),
    ("得分", "score"),
)


def checklist(form: Form) -> Grid:
    """What each indicator means, what the unit says to it, and the proof; nothing is weighed."""
    made = Grid((22.0, 20.0, 26.0, 28.0, 30.0, 16.0, 18.0, 22.0))
    made.line((f"填报单位：{form.unit}", 5, "left"), (f"联系电话：{form.phone}", 3, "left"))
    indicators(made, form, _CHECKLIST, start=0)
    made.line((f"填表人：{form.contact}", 8, "left"))
    return done(made)


def costed(form: Form) -> Grid:
    """The national form; its total row is named 总计 unless the form says otherwise."""
    made = Grid((10.0, 15.0, 21.0, 32.0, 24.0, 24.0, 13.0, 17.0, 24.0))
    made.line(("项目名称", 2), (form.project or "", 7))
    made.line(("主管部门", 2), (form.department or "", 3), ("实施单位", 2), (form.unit, 2))
    columns = (("", "label", 2), *((header, name, 1) for header, name in _FUNDS))
    funds(made, form, columns, f"项目资金（{form.money_unit}）")
    goals(made, form, "年度总体目标", ("预期目标", "实际完成情况"), 4)
    indicators(made, form, _NATIONAL, side="绩效指标")
    made.line(
        (form.notes.get("total", "总计"), 6),
        (form.total_weight or "", 1),
        (form.total_score or "", 1),
        ("", 1),
    )
    made.line((f"填表人：{form.contact}", 4, "left"), (f"联系电话：{form.phone}", 5, "left"))
    return done(made)


def old(form: Form) -> Grid:
    """Input, process, output, effect: scored against a written standard; no targets, no budget block."""
    made = Grid((17.0, 18.0, 30.0, 12.0, 32.0, 24.0, 14.0, 33.0))
    made.line((f"单位名称：{form.unit}", 8, "left"))
    indicators(made, form, _OLD, start=0)
    made.line(("合计", 3), (form.total_weight or "", 1), ("", 2), (form.total_score or "", 1), ("", 1))
    made.line((f"联系人：{form.contact}", 4, "left"), (f"联系电话：{form.phone}", 4, "left"))
    return done(made)


def two_row(form: Form) -> Grid:
    """The target in three columns under one header; remarks, total and rating in one row."""
    made = Grid((10.0, 14.0, 20.0, 29.0, 13.0, 13.0, 13.0, 19.0, 12.0, 13.0, 24.0))
    made.line(("项目名称", 2), (form.project or "", 9))
    made.line(("主管部门", 2), (form.department or "", 4), ("实施单位", 2), (form.unit, 3))
    spans = (1, 2, 2, 1, 1, 1)
    columns = (
        ("", "label", 2),
        *((header, name, span) for (header, name), span in zip(_FUNDS, spans, strict=True)),
    )
    funds(made, form, columns, "项目资金（元）")
    goals(made, form, "年度总体目标", ("预期目标", "实际完成情况"), 5)
    indicators(made, form, _TWO_ROW, side="绩效指标")
    made.line(
        ("其他需要说明事项", 2),
        (form.notes["other"], 2),
        ("总分", 4),
        (form.total_weight or "", 1),
        (form.total_score or "", 1),
        (form.rating or "", 1),
    )
    made.line((f"填表人：{form.contact}", 5, "left"), (f"联系电话：{form.phone}", 6, "left"))
    return done(made)
