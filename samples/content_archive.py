"""A department form of fiscal 2022 for landscape pages. Unit, people, figures and sentences are invented."""

from __future__ import annotations

from form import Form, Fund, Row

OUTPUT, BENEFIT, SATISFACTION = "产出指标", "效益指标", "满意度指标"

# Three faults are planted: the execution score (10 × 95.50 % = 9.55), a score above its weight (7 of 6),
# and a rating that no band gives to 99.96.
ARCHIVE = Form(
    form="mof-2020-department",
    kind="department",
    title="部门整体支出绩效自评表",
    year=2022,
    unit="青原州档案馆",
    attachment="附件2",
    funds=(
        Fund("年度资金总额：", "612.00", "598.40", "571.47", "10", "95.50%", "9.05"),
        Fund("基本支出", "412.00", "405.40", "398.27", "—", "98.24%", "—"),
        Fund("项目支出", "200.00", "193.00", "173.20", "—", "89.74%", "—"),
        Fund("其他资金", "—", "—", "—", "—", "—", "—"),
    ),
    expected=(
        "推进馆藏纸质档案数字化，按期接收到期档案进馆，办好档案开放展览，改善库房保管条件，"
        "方便单位和群众查档，扩大档案宣传覆盖面。"
    ),
    actual=(
        "全年完成数字化18.6万页，接收档案5236卷，举办开放展览4场；库房更换恒湿设备后温湿度达标率高于目标。"
        "接待查档6150人次。群众满意度略低于目标，主要因为节假日不开放窗口。"
    ),
    rows=(
        Row(OUTPUT, "数量指标", "馆藏纸质档案数字化", "≥18万页", "18.6万页", "10", "10", ""),
        Row(OUTPUT, "数量指标", "接收到期档案进馆", "≥5200卷", "5236卷", "8", "8", ""),
        Row(OUTPUT, "数量指标", "举办档案开放展览", "≥4场", "4场", "6", "6", ""),
        Row(OUTPUT, "质量指标", "数字化成果抽检合格率", "≥99%", "99.3%", "8", "8", ""),
        Row(OUTPUT, "质量指标", "库房温湿度达标率", "≥95%", "96.8%", "6", "7", ""),
        Row(OUTPUT, "时效指标", "年度接收任务完成率", "100%", "100%", "6", "6", ""),
        Row(OUTPUT, "成本指标", "扫描加工单价", "≤0.9元/页", "0.86元/页", "6", "6", ""),
        Row(BENEFIT, "社会效益指标", "接待查档", "≥6000人次", "6150人次", "12", "12", ""),
        Row(BENEFIT, "社会效益指标", "档案宣传受众", "≥2万人次", "2.1万人次", "8", "8", ""),
        Row(BENEFIT, "可持续影响指标", "馆藏目录数据库更新率", "100%", "100%", "10", "10", ""),
        Row(
            SATISFACTION,
            "服务对象满意度",
            "查档群众满意度",
            "≥95%",
            "94.1%",
            "10",
            "9.91",
            "节假日窗口不开放，部分群众需往返。改进措施：次年起周六上午开放查档窗口，并开通线上预约。",
        ),
    ),
    total_weight="100",
    total_score="99.96",
    rating="良",
    conclusion="本年度预算执行和各项指标完成情况较好，自评为“良”。",
    contact="唐以宁",
    phone="0850-5550148",
    printed_level1={
        OUTPUT: "产出指标（50分）",
        BENEFIT: "效益指标（30分）",
        SATISFACTION: "满意度指标（10分）",
    },
)
