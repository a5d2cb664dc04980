"""Tables like a self-evaluation: targets declared, mid-year monitoring, an appraisal, basic data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layout import Grid
from parts import Column, done, indicators

if TYPE_CHECKING:
    from form import Form

_DECLARATION = (
    Column("一级指标", "level1"),
    Column("二级指标", "level2"),
    Column("三级指标", "level3"),
    Column("指标值", "target"),
)
_MONITORING = (
    Column("一级指标", "level1"),
    Column("二级指标", "level2"),
    Column("三级指标", "level3"),
    Column("年度指标值", "target"),
    Column("1—7月执行情况", "so_far"),
    Column("全年预计完成情况", "forecast"),
    Column("偏差原因分析", "deviation"),
    Column("完成目标可能性", "likely"),
)
_APPRAISAL = (
    ("立项必要性", "项目与部门职能是否相符", "相符", "20"),
    ("投入经济性", "投入与预期成果是否匹配", "匹配，建议压减办公费用", "20"),
    ("绩效目标合理性", "目标是否明确并可以衡量", "部分指标值偏低", "20"),
    ("实施方案可行性", "进度安排与保障措施是否可行", "可行", "20"),
    ("筹资合规性", "资金来源是否合规", "合规", "20"),
)
_DATA = (
    ("三公经费", "18.60", "17.50", "16.92"),
    ("1.公务用车购置和维护经费", "12.40", "12.00", "11.80"),
    ("2.出国经费", "0.00", "0.00", "0.00"),
    ("3.公务接待", "6.20", "5.50", "5.12"),
    ("项目支出", "436.20", "446.20", "437.12"),
    ("公用经费", "188.30", "186.00", "182.40"),
)


def declaration(form: Form) -> Grid:
    """Targets and no actual values."""
    made = Grid((14.0, 22.0, 30.0, 60.0, 48.0))
    made.line(("项目名称", 2), (form.project or "", 3))
    made.line(("主管部门", 2), (form.department or "", 1), ("实施单位", 1), (form.unit, 1))
    total = form.funds[0]
    made.line(
        ("项目资金（万元）", 2),
        ("年度资金总额", 1),
        (total.initial or "", 1),
        ("其中：财政拨款 " + (total.initial or ""), 1),
    )
    made.line(("年度目标", 2), (form.expected or "", 3, "left"))
    indicators(made, form, _DECLARATION, side="绩效指标")
    return done(made)


def monitoring(form: Form) -> Grid:
    """What was done from January to July, and what the year is expected to bring."""
    made = Grid((10.0, 16.0, 20.0, 34.0, 22.0, 24.0, 22.0, 26.0, 16.0))
    made.line(("项目名称", 2), (form.project or "", 7))
    made.line(("主管部门", 2), (form.department or "", 3), ("实施单位", 2), (form.unit, 2))
    first = made.line(
        ("", 2), ("年初预算数", 1), ("1—7月执行数", 2), ("1—7月执行率", 1), ("全年预计执行数", 2), start=1
    )
    total = form.funds[0]
    made.line(
        (total.label, 2),
        (total.initial or "", 1),
        (form.notes["so_far"], 2),
        (form.notes["rate"], 1),
        (total.executed or "", 2),
        start=1,
    )
    made.side(first, 0, "项目资金（万元）")
    made.line(("年度总体目标", 2), (form.expected or "", 7, "left"))
    indicators(made, form, _MONITORING, side="绩效指标")
    return done(made)


def appraisal(form: Form) -> Grid:
    """Whether a project should be started at all, by five questions."""
    made = Grid((34.0, 52.0, 52.0, 18.0, 18.0))
    made.line(("项目名称", 1), (form.project or "", 4))
    made.line(("申报单位", 1), (form.unit, 1), ("申报金额（万元）", 1), (form.funds[0].initial or "", 2))
    made.line(("评估内容", 1), ("评估要点", 1), ("评估意见", 1), ("分值", 1), ("得分", 1))
    for name, question, opinion, weight in _APPRAISAL:
        made.line((name, 1), (question, 1), (opinion, 1), (weight, 1), ("18", 1))
    made.line(("合计", 3), ("100", 1), ("90", 1))
    made.line(("评估结论", 1), ("予以支持，按压减后的金额安排。", 4, "left"))
    return done(made)


def basic_data(form: Form) -> Grid:
    """Figures of two years side by side, which go before some self-evaluations as an annex."""
    made = Grid((60.0, 38.0, 38.0, 38.0))
    made.line((f"填报单位：{form.unit}", 4, "left"))
    made.line(("财政供养人员情况", 1), ("编制数", 1), ("2023年实际在职人数", 1), ("控制率", 1))
    made.line(("", 1), ("86", 1), ("83", 1), ("96.51%", 1))
    made.line(("经费控制情况（万元）", 1), ("2022年决算数", 1), ("2023年预算数", 1), ("2023年决算数", 1))
    for name, *amounts in _DATA:
        made.line((name, 1, "left"), *((amount, 1) for amount in amounts))
    made.line(("厉行节约保障措施", 1), ("按季度通报公务用车和差旅支出，超进度的暂停报销。", 3, "left"))
    return done(made)
