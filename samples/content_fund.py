"""A poverty-relief fund form of 2022 (family B), a transfer-payment form of 2021 (family C): all invented."""

from __future__ import annotations

from dataclasses import replace

from form import Form, Fund, Row

OUTPUT, BENEFIT, SATISFACTION = "产出指标", "效益指标", "满意度指标"

# The score stands on the 其中 row again, as some counties print it; it must not be counted twice.
POVERTY = Form(
    form="poverty-fund",
    kind="project",
    title="绩效目标自评表",
    year=2022,
    unit="临溪县农业农村局",
    project="衔接推进乡村振兴补助资金产业发展项目",
    department="临溪县乡村振兴局",
    attachment="附件1",
    funds=(
        Fund("年度资金总额", None, "860.00", "842.80", "10", "98.00%", "9.8"),
        Fund("其中：中央财政资金", None, "600.00", "588.00", "10", "98.00%", "9.8"),
        Fund("地方财政资金", None, "200.00", "194.80", "—", "97.40%", "—"),
        Fund("其他资金", None, "60.00", "60.00", "—", "100.00%", "—"),
    ),
    expected="硬化产业道路不少于12公里，扶持特色种植3500亩，带动脱贫户稳定增收，项目验收合格率达到100%。",
    actual="硬化产业道路12.6公里，扶持特色种植3560亩，项目全部通过验收。受秋季连阴雨影响，脱贫户户均增收略低于目标。",
    rows=(
        Row(OUTPUT, "数量指标", "指标1：硬化产业道路", "≥12公里", "12.6公里", "8", "8", ""),
        Row(OUTPUT, "数量指标", "指标2：扶持特色种植（≥**亩）", "≥3500亩", "3560亩", "8", "8", ""),
        Row(OUTPUT, "数量指标", "其中：脱贫户种植", "≥1800亩", "1835亩", "", "", ""),
        Row(OUTPUT, "质量指标", "指标1：项目验收合格率", "100%", "100%", "8", "8", ""),
        Row(OUTPUT, "时效指标", "指标1：补助资金拨付及时率", "≥95%", "97.2%", "6", "6", ""),
        Row(OUTPUT, "时效指标", "指标2：道路完工时间", "2022年11月底前", "2022年11月8日", "6", "6", ""),
        Row(OUTPUT, "成本指标", "指标1：道路硬化补助标准", "≤45万元/公里", "44.5万元/公里", "7", "7", ""),
        Row(OUTPUT, "成本指标", "指标2：种植补助标准", "≤300元/亩", "300元/亩", "7", "7", ""),
        Row(
            BENEFIT,
            "经济效益指标",
            "指标1：脱贫户户均增收",
            "≥1500元",
            "1420元",
            "10",
            "9.47",
            "秋季连阴雨造成减产。改进措施：次年增加烘干设备2套，并为种植户投保农业保险。",
        ),
        Row(BENEFIT, "社会效益指标", "指标1：受益脱贫人口", "≥2100人", "2168人", "10", "10", ""),
        Row(BENEFIT, "生态效益指标", "指标1：", "", "", "", "", "", unused=True),
        Row(BENEFIT, "生态效益指标", "……", "", "", "", "", "", unused=True),
        Row(BENEFIT, "可持续影响指标", "指标1：产业道路管护责任落实率", "100%", "100%", "10", "10", ""),
        Row(SATISFACTION, "服务对象满意度指标", "指标1：受益群众满意度", "≥95%", "95.6%", "10", "10", ""),
    ),
    total_weight="100",
    total_score="99.27",
    contact="白若川",
    phone="0850-5550112",
    printed_level1={
        OUTPUT: "产 出 指 标（50分）",
        BENEFIT: "效 益 指 标（30分）",
        SATISFACTION: "满意度指标（10分）",
    },
    notes={"note": "注：一级指标分值按产出50分、效益30分、满意度10分、预算执行10分设置。"},
)

# Two faults are planted: the parts' executed amounts add up to 842.80 and not 848.20 (the rate and the score
# follow from 842.80), and the total is 99.27 and not 99.72.
POVERTY_FAULTY = replace(
    POVERTY,
    funds=(replace(POVERTY.funds[0], executed="848.20"), *POVERTY.funds[1:]),
    total_score="99.72",
)

# The total in words above the budget, and the score on the total row of the budget only.
POVERTY_TOP = replace(
    POVERTY,
    funds=(POVERTY.funds[0], replace(POVERTY.funds[1], weight="—", score="—"), *POVERTY.funds[2:]),
    total_weight=None,
    notes={"top": "项目总得分：99.27分"},
)

TRANSFER = Form(
    form="transfer-payment",
    kind="project",
    title="转移支付区域（项目）绩效目标自评表",
    year=2021,
    unit="青原州就业服务中心",
    project="就业补助资金",
    department="青原州人力资源和社会保障局",
    attachment="附件2",
    funds=(
        Fund("年度资金总额：", None, "1260.00", "1197.00", None, "95.00%", None),
        Fund("其中：中央补助", None, "900.00", "858.60", None, "95.40%", None),
        Fund("地方资金", None, "360.00", "338.40", None, "94.00%", None),
        Fund("其他资金", None, "0.00", "0.00", None, "—", None),
    ),
    expected="落实各项就业补贴政策，帮助失业人员和就业困难人员实现就业，城镇登记失业率控制在4.5%以内。",
    actual="全年发放就业补贴1197.00万元，失业人员再就业3150人，年末城镇登记失业率3.8%。职业培训因场地调整少开两班。",
    rows=(
        Row(
            OUTPUT,
            "数量指标",
            "享受职业培训补贴人员",
            "≥1500人次",
            "1436人次",
            None,
            None,
            "两个培训班因场地调整推迟到次年。改进措施：提前一个季度落实场地，次年一季度补开。",
        ),
        Row(OUTPUT, "数量指标", "享受社会保险补贴人员", "≥860人", "902人", None, None, ""),
        Row(OUTPUT, "数量指标", "公益性岗位安置人数", "≥420人", "431人", None, None, ""),
        Row(OUTPUT, "质量指标", "补贴发放准确率", "≥99%", "99.6%", None, None, ""),
        Row(OUTPUT, "时效指标", "补贴资金在规定时间内支付到位率", "100%", "100%", None, None, ""),
        Row(OUTPUT, "成本指标", "职业培训补贴人均标准", "≤1200元/人", "1150元/人", None, None, ""),
        Row(BENEFIT, "社会效益指标", "失业人员再就业人数", "≥3000人", "3150人", None, None, ""),
        Row(BENEFIT, "社会效益指标", "年末城镇登记失业率", "≤4.5%", "3.8%", None, None, ""),
        Row(BENEFIT, "可持续影响指标", "零就业家庭帮扶率", "100%", "100%", None, None, ""),
        Row(SATISFACTION, "服务对象满意度指标", "公共就业服务满意度", "≥85%", "91.2%", None, None, ""),
    ),
    notes={"supervisor": "人力资源社会保障部门", "remark": "无"},
)
# The title was left behind when the table was copied; only the year, with blanks, stands above it.
TRANSFER_UNTITLED = replace(TRANSFER, title=None, above=("（ 2021 年度）",))
