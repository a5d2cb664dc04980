"""Provincial forms: Hubei project 2020 (E), a Hubei county 2021 (F), Hunan department 2023 (H): invented."""

from __future__ import annotations

from dataclasses import replace

from form import Form, Fund, Row

OUTPUT, BENEFIT, SATISFACTION = "产出指标", "效益指标", "满意度指标"


def _hubei(*cells: str) -> Row:
    """The cells up to the score, and the reason where one is given in the rows below the table."""
    level1, level2, level3, target, actual, score, *reason = cells
    return Row(level1, level2, level3, target, actual, None, score, *reason)


_SAPLINGS = "补植乔木因春季土壤封冻期延长，40株推迟到次年2月栽植。"


HUBEI = Form(
    form="hubei-project",
    kind="project",
    title="2020年度城区绿地养护项目自评表",
    year=2020,
    unit="云桥市园林绿化服务中心",
    project="城区绿地养护",
    department="云桥市城市管理执法局",
    above=("单位名称：云桥市园林绿化服务中心        填报日期：2021年3月15日",),
    funds=(Fund("年度财政资金总额", None, "480.00", "470.40", "20", "98.00%", "19.6"),),
    expected=None,
    actual=None,
    rows=(
        _hubei(OUTPUT, "数量指标", "养护绿地面积", "≥126万平方米", "128.4万平方米", "10"),
        _hubei(OUTPUT, "数量指标", "补植乔木", "≥800株", "760株", "7.6", _SAPLINGS),
        _hubei(OUTPUT, "质量指标", "绿地养护考核优良率", "90%以上", "93%", "10"),
        _hubei(OUTPUT, "时效指标", "病虫害处置及时率", "≥95%", "96.8%", "6"),
        _hubei(OUTPUT, "成本指标", "每平方米养护费用", "≤3.8元/平方米", "3.66元/平方米", "6"),
        _hubei(BENEFIT, "社会效益指标", "新增口袋公园", "3个", "3个", "15"),
        _hubei(BENEFIT, "生态效益指标", "建成区绿化覆盖率", "41%以上", "41.6%", "15"),
        _hubei(SATISFACTION, "服务对象满意度指标", "市民满意度", "90%以上", "92.4%", "10"),
    ),
    total_score="99.2",
    printed_level1={
        OUTPUT: "产出指标（40分）",
        BENEFIT: "效益指标（30分）",
        SATISFACTION: "满意度指标（10分）",
    },
    notes={
        "reason": _SAPLINGS,
        "measures": "提前备苗，把补植窗口前移到上年11月；自评结果用于次年养护标段的合同考核。",
    },
)

# Two faults are planted: the rate is 98.00 % (470.40 ÷ 480.00) and not 89.00 %, the total 99.2 and not 99.8.
HUBEI_FAULTY = replace(HUBEI, funds=(replace(HUBEI.funds[0], rate="89.00%"),), total_score="99.8")


def _county(level1: str, level2: str, level3: str, target: str, *cells: str) -> Row:
    """The cells are: actual, own score, standard and, where it differs, the reviewer's score."""
    actual, score, standard, *review = cells
    more = {"review": review[0] if review else score, "standard": standard}
    return Row(level1, level2, level3, target, actual, None, score, more=more)


_DECISION, _CONDUCT, _RESULT = "项目决策", "项目管理", "项目绩效"
COUNTY = Form(
    form="hubei-county",
    kind="project",
    title="云桥市财政预算支出项目绩效目标自评表",
    year=2021,
    unit="云桥市粮食和物资储备中心",
    project="应急粮食储备补助",
    department="云桥市发展和改革局",
    attachment="附件二",
    funds=(
        Fund("中央", None, "120.00"),
        Fund("省", None, "60.00"),
        Fund("本级", None, "40.00"),
        Fund("其他", None, "0.00"),
        Fund("合计", None, "220.00", "213.40", None, "97.00%"),
    ),
    expected="储备应急成品粮不少于1500吨，按期轮换，库存质量合格。",
    actual="储备应急成品粮1520吨，轮换2批次，质量抽检全部合格。预算支出比计划少6.60万元。",
    rows=(
        _county(_DECISION, "目标设定", "绩效目标合理性", "合理", "合理", "2", "目标与任务相符得2分"),
        _county(_CONDUCT, "资金管理", "预算执行率", "100%", "97%", "7.76", "按比例计分，满分8分", "7.7"),
        _county(_CONDUCT, "组织实施", "管理制度健全性", "健全", "健全", "5", "制度齐全得5分"),
        _county(_RESULT, "产出指标", "储备应急成品粮", "≥1500吨", "1520吨", "20", "达到目标得满分，满分20分"),
        _county(_RESULT, "产出指标", "轮换批次", "≥2批次", "2批次", "10", "达到目标得满分，满分10分"),
        _county(_RESULT, "产出指标", "质量抽检合格率", "100%", "100%", "15", "达到目标得满分，满分15分"),
        _county(_RESULT, "效益指标", "应急供应保障天数", "≥15天", "16天", "30", "达到目标得满分，满分30分"),
        _county(_RESULT, "满意度指标", "承储企业满意度", "≥90%", "95%", "10", "达到目标得满分，满分10分"),
    ),
    total_score="99.76",
    contact="雷鸣野",
    phone="0850-5550157",
    printed_level1={
        _DECISION: "项目决策 2分",
        _CONDUCT: "项目管理 13分",
        _RESULT: "项目绩效 85分",
        "目标设定": "目标设定 2分",
        "资金管理": "资金管理 8分",
        "组织实施": "组织实施 5分",
        "产出指标": "产 出 指 标 45分",
        "效益指标": "效益 指标 30分",
        "满意度指标": "满意度指 标 10分",
    },
)

HUNAN = Form(
    form="hunan-department",
    kind="department",
    title="2023年度部门整体支出绩效自评表",
    year=2023,
    unit="临溪县市场监督管理局",
    attachment="附件一",
    above=(),
    funds=(
        Fund("年度资金总额", "1468.00", "1532.60", "1501.95", "10", "98.00%", "9.8"),
        Fund("其中：一般公共预算", None, "1420.60"),
        Fund("政府性基金拨款", None, "42.00"),
        Fund("纳入专户管理的非税收入拨款", None, "0.00"),
        Fund("其他资金", None, "70.00"),
        Fund("其中：基本支出", None, "1086.40"),
        Fund("项目支出", None, "446.20"),
    ),
    expected="完成食品抽检和特种设备检查年度计划，办理企业登记提速，消费投诉办结率达到98%以上。",
    actual="食品抽检4260批次，特种设备检查1105台，消费投诉办结率99.1%。企业开办时间压缩到1.5个工作日。",
    rows=(
        Row(OUTPUT, "数量指标", "食品安全抽检", "≥4200批次", "4260批次", "15", "15", ""),
        Row(OUTPUT, "数量指标", "检查特种设备", "≥1100台", "1105台", "10", "10", ""),
        Row(OUTPUT, "质量指标", "不合格食品处置率", "100%", "100%", "10", "10", ""),
        Row(OUTPUT, "时效指标", "企业开办时间", "≤2个工作日", "1.5个工作日", "10", "10", ""),
        Row(OUTPUT, "成本指标", "公用经费", "≤186.00万元", "182.40万元", "5", "5", ""),
        Row(
            BENEFIT,
            "经济效益指标",
            "新增市场主体",
            "≥2600户",
            "2480户",
            "10",
            "9.54",
            "餐饮业登记少于往年。改进措施：与园区建立代办机制，每季度上门服务一次。",
        ),
        Row(BENEFIT, "社会效益指标", "消费投诉办结率", "≥98%", "99.1%", "10", "10", ""),
        Row(BENEFIT, "可持续影响指标", "监管制度建设", "≥2项", "2项", "10", "10", ""),
        Row(SATISFACTION, "服务对象满意度指标", "企业和群众满意度", "≥90%", "94%", "10", "10", ""),
    ),
    total_weight="100",
    total_score="99.34",
    contact="简文思",
    phone="0850-5550139",
)
# One fault is planted: the spending axis adds up to 1522.60 and not 1532.60.
HUNAN_FAULTY = replace(HUNAN, funds=(*HUNAN.funds[:-1], replace(HUNAN.funds[-1], adjusted="436.20")))
