"""Forms that provincial systems print: Sichuan 0013zp 2023 (D), Chongqing 2023 (G): all invented."""

from __future__ import annotations

from dataclasses import replace

from form import Form, Fund, Row

OUTPUT, BENEFIT, SATISFACTION = "产出指标", "效益指标", "满意度指标"


def _split(
    level1: str, level2: str, level3: str, target: tuple[str, str, str], *rest: str, **more: str
) -> Row:
    """A row whose target stands in three cells: sign, number, unit."""
    sign, number, unit = target
    cells = {"sign": sign, "number": number, "unit": unit, **more}
    return Row(level1 or None, level2 or None, level3, sign + number + unit, *rest, more=cells)


SICHUAN = Form(
    form="sichuan-0013zp",
    kind="project",
    title="部门预算项目支出绩效自评表（2023年度）",
    year=2023,
    unit="219001-青原州水文监测中心",
    project="51090023T000000812-水文站网运行维护",
    department="219-青原州水务局",
    attachment="报表编号：510000_0013zp",
    above=(),
    funds=(
        Fund("总额", "240.00", "236.50", "229.40", "10", "97.00%", "9.7", ""),
        Fund("其中：财政资金", "220.00", "216.50", "209.40", "/", "96.72%", "/", ""),
        Fund("财政专户管理资金", "0.00", "0.00", "0.00", "/", "0.00%", "/", ""),
        Fund("单位资金", "20.00", "20.00", "20.00", "/", "100.00%", "/", ""),
        Fund("其他资金", "0.00", "0.00", "0.00", "/", "0.00%", "/", ""),
    ),
    expected="保障62处水文站点全年正常运行，汛期雨水情信息按时报送，为防汛调度提供可靠数据。（100字以内）",
    actual="62处站点全年正常运行，汛期报汛3.1万条，报送及时率99.2%，两处站点设备更新推迟到次年。",
    rows=(
        _split(OUTPUT, "数量指标", "维护水文站点", ("＝", "62", "处"), "62", "20", "20", ""),
        _split(
            OUTPUT,
            "数量指标",
            "更新监测设备",
            ("≥", "40", "台"),
            "38",
            "10",
            "9.5",
            "两处站点的供货商延期交货，已约定次年3月底前安装到位，并在合同中补充违约条款。",
        ),
        _split(OUTPUT, "质量指标", "报汛信息合格率", ("≥", "98", "百分比"), "99.1", "10", "10", ""),
        _split(OUTPUT, "时效指标", "报汛信息及时率", ("≥", "97", "%"), "99.2", "10", "10", ""),
        _split(BENEFIT, "社会效益指标", "服务防汛调度会商", ("≥", "24", "次"), "26", "15", "15", ""),
        _split(BENEFIT, "可持续发展指标", "站点运行管理制度", ("定性", "健全", ""), "健全", "5", "5", ""),
        _split(SATISFACTION, "服务对象满意度指标", "防汛部门满意度", ("≥", "95", "%"), "97", "10", "10", ""),
        _split("成本指标", "经济成本指标", "单站年运行维护费", ("≤", "3.5", "万元"), "3.4", "10", "10", ""),
    ),
    total_weight="100",
    total_score="",
    conclusion="项目自评得分99.20分，站点运行稳定，报汛质量和时效均达到目标。",
    contact="秦望舒",
    notes={
        "said_total": "99.20",
        "problems": "两处站点设备更新未按期完成。",
        "measures": "提前下达采购计划，合同写明到货期限。",
        "accountant": "丁语桐",
    },
)

# One fault is planted: the execution score is 9.70 (10 × 229.40 ÷ 236.50) and not 9.97.
SICHUAN_FAULTY = replace(SICHUAN, funds=(replace(SICHUAN.funds[0], score="9.97"), *SICHUAN.funds[1:]))


def _chongqing(name: str, unit: str, sign: str, number: str, *cells: str) -> Row:
    """The cells are: actual, factor, weight, score, core or not and, where points were lost, why."""
    actual, factor, weight, score, core, *reasons = cells
    more = {"sign": sign, "number": number, "unit": unit, "adjusted": number, "factor": factor, "core": core}
    reason = reasons[0] if reasons else ""
    return Row(None, None, name, f"{sign}{number}{unit}", actual, weight, score, reason, more=more)


CHONGQING = Form(
    form="chongqing-department",
    kind="department",
    title="2023年度部门整体绩效自评表",
    year=2023,
    unit="青原州疾病预防控制中心",
    project=None,
    department="青原州卫生健康委员会",
    above=(),
    funds=(
        Fund("年度总金额", "2650.00", "2712.40", "2658.15", "10", "98.00%", "9.8"),
        Fund("其中：财政拨款", "2400.00", "2462.40", "2408.15", "", "97.80%", ""),
    ),
    expected="做好传染病监测和预防接种，完成重点场所卫生监测，提高突发公共卫生事件处置能力。",
    actual="传染病网络直报、预防接种和卫生监测均完成年度任务，开展应急演练5次。居民健康知识知晓率略低于目标。",
    rows=(
        _chongqing("适龄儿童疫苗接种率", "%", "≥", "95", "96.4", "100", "15", "15", "是"),
        _chongqing("传染病网络直报及时率", "%", "≥", "98", "99.3", "100", "15", "15", "是"),
        _chongqing("重点场所卫生监测", "家次", "≥", "480", "492", "100", "15", "15", "否"),
        _chongqing("应急演练次数", "次", "＝", "5", "5", "100", "10", "10", "否"),
        _chongqing("实验室检测能力验证合格率", "%", "≥", "95", "100", "100", "10", "10", "否"),
        _chongqing(
            "居民健康知识知晓率",
            "%",
            "≥",
            "85",
            "81.6",
            "96",
            "15",
            "14.4",
            "是",
            "偏远乡镇宣传场次不足。改进措施：每月增加2场入户宣讲，并利用赶集日设点宣传。",
        ),
        _chongqing("服务对象满意度", "%", "≥", "90", "93.5", "100", "10", "10", "否"),
    ),
    total_score="99.2",
    contact="江暮云",
    phone="0850-5550186",
    notes={"code": "361201", "adjusted_goal": "无调整"},
)
# One fault is planted: the total is 99.2 (9.8 + 15 + 15 + 15 + 10 + 10 + 14.4 + 10) and not 99.8.
CHONGQING_FAULTY = replace(CHONGQING, total_score="99.8")
