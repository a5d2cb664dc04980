"""Where everything stands on provincial forms: Hubei project (E), a Hubei county (F), Hunan (H)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layout import Grid, Placed
from parts import Column, done, funds, goals, indicators

if TYPE_CHECKING:
    from form import Form, Fund

_HUBEI = (
    Column("一级指标", "level1"),
    Column("二级指标", "level2"),
    Column("三级指标", "level3"),
    Column("年初目标值（A）", "target"),
    Column("实际完成值（B）", "actual"),
    Column("得分", "score"),
)
_COUNTY = (
    Column("", "level1", over="评价内容/指标"),
    Column("", "level2", over="评价内容/指标"),
    Column("", "level3", over="评价内容/指标"),
    Column("年初指标值", "target"),
    Column("年终完成值", "actual"),
    Column("自评分", "score"),
    Column("复核分", "review"),
    Column("评价标准", "standard"),
)
_HUNAN = (
    Column("一级指标", "level1"),
    Column("二级指标", "level2"),
    Column("三级指标", "level3"),
    Column("年度指标值", "target"),
    Column("实际完成值", "actual"),
    Column("分值", "weight"),
    Column("得分", "score"),
    Column("偏差原因分析及改进措施", "deviation"),
)


def hubei(form: Form) -> Grid:
    """Execution of 20 points, no weight column, the reasons in rows below the table."""
    made = Grid((14.0, 18.0, 22.0, 44.0, 28.0, 28.0, 22.0))
    made.line(("项目名称", 2), (form.project or "", 5))
    made.line(("主管部门", 2), (form.department or "", 2), ("项目实施单位", 1), (form.unit, 2))
    made.line(("项目类别", 2), ("1.部门预算项目 ☑    2.市级专项 □", 5, "left"))
    columns = (
        ("", "label", 2),
        ("预算数（A）", "adjusted", 1),
        ("执行数（B）", "executed", 1),
        ("执行率（B/A）", "rate", 1),
        ("得分（20分*执行率）", "score", 1),
    )
    funds(made, form, columns, f"预算执行情况（{form.money_unit}）（20分）")
    indicators(made, form, _HUBEI, side="年度绩效目标（80分）")
    made.line(("总分", 6), (form.total_score or "", 1))
    made.line(("偏差大或目标未完成原因分析", 2), (form.notes["reason"], 5, "left"))
    made.line(("改进措施及结果应用方案", 2), (form.notes["measures"], 5, "left"))
    return done(made)


def county(form: Form) -> Grid:
    """The total at the top, the sources of money side by side, a self score and a reviewer's score."""
    made = Grid((22.0, 22.0, 34.0, 20.0, 20.0, 14.0, 14.0, 34.0))
    made.line(("项目名称", 1), (form.project or "", 2), ("主管部门", 1), (form.department or "", 4))
    made.line(("项目单位", 1), (form.unit, 2), ("项目联系人", 1), (f"{form.contact}  {form.phone}", 4))
    made.line((f"自评总分：{form.total_score}", 8, "left"))
    heads = [fund.label for fund in form.funds] + ["执行数", "执行率"]
    total = form.funds[-1]
    values = [fund.adjusted or "" for fund in form.funds] + [total.executed or "", total.rate or ""]
    first = made.line(*((text, 1) for text in heads), start=1)
    made.line(*((text, 1) for text in values), start=1)
    made.cells.append(Placed(first, 0, f"项目资金（{form.money_unit}）", 2))
    goals(made, form, "年度绩效目标", ("年初设定目标", "年终完成情况"), 3)
    indicators(made, form, _COUNTY, start=0)
    made.line(("单位领导审签", 2), ("", 6))
    return done(made)


def hunan(form: Form) -> Grid:
    """Below the total two lists, the money by source and by use, label and amount in one cell."""
    made = Grid((12.0, 15.0, 20.0, 32.0, 24.0, 24.0, 14.0, 16.0, 24.0))
    made.line(("预算单位名称", 2), (form.unit, 7))
    names = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    first = made.line(("", 2), *((name, 1) for name in names), start=1)
    total, *parts = form.funds
    shown = (total.initial, total.adjusted, total.executed, total.weight, total.rate, total.score)
    made.line((total.label, 2, "left"), *((text or "", 1) for text in shown), start=1)
    made.line(("按收入性质分", 4), ("按支出性质分", 4), start=1)
    income, spending = parts[:4], parts[4:]
    for number, source in enumerate(income):
        use = _amount(spending[number]) if number < len(spending) else ""
        made.line((_amount(source), 4, "left"), (use, 4, "left"), start=1)
    made.side(first, 0, f"年度预算申请（{form.money_unit}）")
    goals(made, form, "年度总体目标", ("预期目标", "实际完成情况"), 4)
    indicators(made, form, _HUNAN, side="绩效指标")
    made.line(("总分", 6), (form.total_weight or "", 1), (form.total_score or "", 1), ("", 1))
    made.line((f"填表人：{form.contact}", 4, "left"), (f"联系电话：{form.phone}", 5, "left"))
    return done(made)


def _amount(fund: Fund) -> str:
    return f"{fund.label}：{fund.adjusted}"
