"""A check-list (family I), the 2021 model with costs (10+20+40+20+10), and 投入/过程/产出/效果.

All invented.
"""

from __future__ import annotations

from dataclasses import replace

from form import Form, Fund, Row

OUTPUT, BENEFIT, SATISFACTION, COST = "产出指标", "效益指标", "满意度指标", "成本指标"


def _checked(*cells: str) -> Row:
    """Levels, what the indicator means, what the unit says to it, how far it is done, the proof."""
    level1, level2, level3, meaning, told, state, proof = cells
    more = {"meaning": meaning, "told": told, "proof": proof}
    return Row(level1, level2, level3, None, state, None, None, "", more=more)


CHECKLIST = Form(
    form="check-list",
    kind="project",
    title="2023年度妇幼健康服务项目绩效自评",
    year=2023,
    unit="云桥市妇幼保健计划生育服务中心",
    attachment="附表",
    above=(),
    money_unit=None,
    funds=(),
    expected=None,
    actual=None,
    rows=(
        _checked(
            "项目预算管理",
            "资金管理",
            "资金分配合理性",
            "是否按服务人数分配",
            "按上年建册人数分配到12个乡镇",
            "完成",
            "资金分配文件",
        ),
        _checked(
            "项目预算管理",
            "资金管理",
            "资金使用合规性",
            "是否专款专用",
            "单独核算，未发现挤占挪用",
            "完成",
            "会计账簿",
        ),
        _checked(
            "项目预算管理",
            "过程管理",
            "项目监督检查",
            "是否按季度开展检查",
            "检查4次，整改问题9个",
            "完成",
            "检查记录",
        ),
        _checked(
            "项目产出",
            "数量指标",
            "孕产妇建册",
            "建册人数与出生人口是否匹配",
            "建册2186人",
            "完成",
            "信息系统报表",
        ),
        _checked(
            "项目产出",
            "质量指标",
            "孕产妇系统管理",
            "是否按规范随访",
            "随访记录抽查合格",
            "完成",
            "随访记录抽查表",
        ),
        _checked(
            "项目效益",
            "社会效益",
            "健康知识宣传",
            "是否开展宣传活动",
            "开展宣传活动16场",
            "完成",
            "活动照片和签到表",
        ),
        _checked(
            "项目效益",
            "满意度",
            "服务对象满意度调查",
            "是否开展问卷调查",
            "发放问卷300份",
            "完成",
            "问卷汇总表",
        ),
    ),
    contact="温如言",
    phone="0850-5550173",
)

COSTED = Form(
    form="mof-2021-project",
    kind="project",
    title="项目支出绩效自评表",
    year=2022,
    unit="青原州气象台",
    project="山洪灾害气象监测预警",
    department="青原州气象局",
    funds=(
        Fund("年度资金总额", "310.00", "300.00", "288.00", "10", "96.00%", "9.6"),
        Fund("其中：当年财政拨款", "310.00", "300.00", "288.00", "—", "96.00%", "—"),
        Fund("上年结转资金", "0.00", "0.00", "0.00", "—", "—", "—"),
        Fund("其他资金", "0.00", "0.00", "0.00", "—", "—", "—"),
    ),
    expected="建设自动雨量站，及时发布山洪灾害气象预警，把单站建设成本控制在概算以内。",
    actual="新建自动雨量站48个，发布预警92期，单站建设成本低于概算。",
    rows=(
        Row(COST, "经济成本指标", "单站建设成本", "≤4.5万元/站", "4.36万元/站", "10", "10", ""),
        Row(COST, "经济成本指标", "年运行维护成本", "≤80.00万元", "78.50万元", "5", "5", ""),
        Row(COST, "生态环境成本指标", "占用耕地", "≤0亩", "0亩", "5", "5", ""),
        Row(OUTPUT, "数量指标", "新建自动雨量站", "≥48个", "48个", "10", "10", ""),
        Row(OUTPUT, "数量指标", "发布预警信息", "≥80期", "92期", "10", "10", ""),
        Row(OUTPUT, "质量指标", "数据到报率", "≥98%", "99.1%", "10", "10", ""),
        Row(OUTPUT, "时效指标", "预警信息发布时限", "≤15分钟", "12分钟", "10", "10", ""),
        Row(BENEFIT, "社会效益指标", "预警信息覆盖率", "≥95%", "96.2%", "20", "20", ""),
        Row(SATISFACTION, "服务对象满意度指标", "基层防汛责任人满意度", "≥90%", "89.1%", "10", "9.9",
            "部分责任人手机号码未及时更新。改进措施：每季度与乡镇核对名单，并在汛前集中测试。"),
    ),
    total_weight="100",
    total_score="99.5",
    contact="白鹿原",
    phone="0850-5550106",
    printed_level1={
        COST: "成本指标（20分）", OUTPUT: "产出指标（40分）",
        BENEFIT: "效益指标（20分）", SATISFACTION: "满意度指标（10分）",
    },
)  # fmt: skip


def _old(level1: str, level2: str, level3: str, weight: str, *cells: str) -> Row:
    """The cells are: standard, actual, score and, where points were lost, the reason."""
    standard, actual, score, *reasons = cells
    reason = reasons[0] if reasons else ""
    return Row(level1, level2, level3, None, actual, weight, score, reason, more={"standard": standard})


OLD = Form(
    form="input-process-output",
    kind="department",
    title="部门整体支出绩效自评表",
    year=2017,
    unit="云桥市民政局",
    attachment="附件3",
    money_unit=None,
    funds=(),
    expected=None,
    actual=None,
    rows=(
        _old("投入", "目标设定", "绩效目标合理性", "5", "目标与职责相符", "相符", "5"),
        _old("投入", "预算配置", "在职人员控制率", "5", "不超过100%", "96.5%", "5"),
        _old("投入", "预算配置", "三公经费变动率", "5", "不高于0%", "-8.2%", "5"),
        _old("过程", "预算执行", "预算完成率", "10", "达到95%得满分", "97.3%", "10"),
        _old("过程", "预算执行", "结转结余率", "5", "不超过5%", "2.7%", "5"),
        _old("过程", "预算管理", "管理制度健全性", "5", "制度齐全", "齐全", "5"),
        _old("过程", "预算管理", "信息公开及时性", "5", "规定时限内公开", "按时公开", "5"),
        _old(
            "过程",
            "资产管理",
            "固定资产利用率",
            "5",
            "达到98%得满分",
            "96%",
            "4",
            "两台旧设备待报废。改进措施：次年一季度办理处置。",
        ),
        _old("产出", "职责履行", "低保金按时发放率", "15", "达到100%得满分", "100%", "15"),
        _old("产出", "职责履行", "养老机构安全检查", "15", "全年检查不少于60家次", "64家次", "15"),
        _old("效果", "履职效益", "困难群众救助覆盖", "15", "应保尽保", "应保尽保", "15"),
        _old("效果", "履职效益", "社会公众满意度", "10", "达到90%得满分", "93%", "10"),
    ),
    total_weight="100",
    total_score="99",
    contact="阮清和",
    phone="0850-5550168",
    printed_level1={
        "投入": "投入（15分）",
        "过程": "过程（30分）",
        "产出": "产出（30分）",
        "效果": "效果（25分）",
    },
)
# Two faults are planted: the bracketed weight of 过程 (its rows add up to 30), and the total (it is 99).
OLD_FAULTY = replace(OLD, total_score="98", printed_level1={**OLD.printed_level1, "过程": "过程（35分）"})
