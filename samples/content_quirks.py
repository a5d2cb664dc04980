"""The national project form as clerks bend it, and as a system prints it with three columns for the target.

All invented.
"""

from __future__ import annotations

from form import Form, Fund, Row

OUTPUT, BENEFIT, SATISFACTION = "产出指标", "效益指标", "满意度指标"

# A group named by its weight alone, half a bracket around the year, a score rounded to a whole number, bare
# numbers, a target repeated as the actual value, a total row without a name.
QUIRKS = Form(
    form="mof-2020-project",
    kind="project",
    title="项目支出绩效自评表",
    year=2021,
    unit="临溪县农业技术推广中心",
    project="基层农技培训",
    department="临溪县农业农村局",
    above=("2021年度）",),
    funds=(
        Fund("年度资金总额：", "150.00", "150.00", "129.00", "10", "86%", "9"),
        Fund("其中：本年财政拨款", "150", "150", "129", "—", "86%", "—"),
        Fund("上年结转资金", "", "", "", "—", "", "—"),
        Fund("其他资金", "/", "/", "/", "—", "/", "—"),
    ),
    expected="开展农技培训不少于12期，培训农户1200人次以上。",
    actual="开展农技培训12期，培训农户1260人次。一期培训改为线上举办，节约经费21.00万元。",
    rows=(
        Row(OUTPUT, "数量指标", "指标1 开展农技培训", "不少于12期", "12期", "10", "10", ""),
        Row(OUTPUT, "数量指标", "指标2 培训农户", ">=1200人次", "1,260", "10", "10", ""),
        Row(OUTPUT, "质量指标", "指标1 培训合格率", "98%以上", "99%", "10", "10", ""),
        Row(OUTPUT, "时效指标", "指标1 培训完成时间", "9月前", "7月", "10", "10", ""),
        Row(OUTPUT, "成本指标", "指标1 讲课费标准", "≤800元/人、天", "800元/人、天", "10", "10", ""),
        Row(BENEFIT, "社会效益指标", "指标1 农技员入户率", "≥90%", "≥90%", "15", "15", ""),
        Row(BENEFIT, "可持续影响指标", "指标1 培育示范户", "80", "80", "15", "15", ""),
        Row(SATISFACTION, "服务对象满意度指标等", "指标1 农户满意度", "90%", "93%", "10", "10", ""),
    ),
    total_weight="100",
    total_score="99",
    contact="楚云深",
    phone="0850-5550119",
    printed_level1={OUTPUT: "(50分)", BENEFIT: "效益 指标 (30 分)", SATISFACTION: "满意度指 标(10 分)"},
    notes={"total": ""},
)


def _sided(level1: str, level2: str, name: str, target: tuple[str, str, str], *cells: str) -> Row:
    """The cells are: actual, weight and, where points were lost, score and reason."""
    actual, weight, *lost = cells
    score, reason = lost or (weight, "")
    sign, number, unit = target
    more = {"sign": sign, "number": number, "unit": unit}
    return Row(level1, level2, name, sign + number + unit, actual, weight, score, reason, more=more)


# Amounts in yuan; the year's target stands in three small columns under one header.
TWO_ROW = Form(
    form="mof-2020-project",
    kind="project",
    title="2022年度项目支出绩效自评表",
    year=2022,
    unit="青原州图书馆",
    project="古籍修复与数字化",
    department="青原州文化和旅游局",
    above=("公开14表                                                        金额单位：元",),
    money_unit="元",
    funds=(
        Fund("年度资金总额", "1,250,000.00", "1,200,000.00", "1,164,000.00", "10", "97.00%", "9.7"),
        Fund("其中：当年财政拨款", "1,250,000.00", "1,200,000.00", "1,164,000.00", "—", "97.00%", "—"),
        Fund("上年结转资金", "0.00", "0.00", "0.00", "—", "0.00%", "—"),
        Fund("其他资金", "0.00", "0.00", "0.00", "—", "0.00%", "—"),
    ),
    expected="修复馆藏古籍，完成善本数字化，改善库房保存环境。",
    actual="修复古籍5200叶，数字化善本9.1万拍，库房温湿度全年达标。",
    rows=(
        _sided(OUTPUT, "数量指标", "修复古籍", ("≧", "5000", "叶"), "5200叶", "15"),
        _sided(OUTPUT, "数量指标", "数字化善本", ("≧", "9", "万拍"), "9.1万拍", "15"),
        _sided(OUTPUT, "质量指标", "修复验收合格率", ("═", "100", "%"), "100%", "10"),
        _sided(OUTPUT, "成本指标", "单叶修复费用", ("≦", "120", "元"), "116元", "10"),
        _sided(BENEFIT, "社会效益指标", "数字资源访问量", ("≧", "3", "万次"), "3.2万次", "15"),
        _sided(
            BENEFIT,
            "可持续影响指标",
            "培养修复人员",
            ("≧", "5", "名"),
            "4名",
            "15",
            "12",
            "一名学员中途调离。改进措施：次年增招1名学员并签订培养协议。",
        ),
        _sided(SATISFACTION, "服务对象满意度指标", "读者满意度", ("≧", "90", "%"), "94%", "10"),
    ),
    total_weight="100",
    total_score="96.7",
    rating="优",
    contact="骆宾白",
    phone="0850-5550128",
    notes={"other": "无"},
)
