"""The families of forms as the study fills them: which groups weigh what, and what a form of them prints.

`prints` decides whether a fault can be proved: a family without scores has no total that could be wrong.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from bench.faults.drawn import Layout, sample

OUTPUT, BENEFIT, SATISFACTION, COST = "产出指标", "效益指标", "满意度指标", "成本指标"
LEVEL2 = {
    OUTPUT: ("数量指标", "质量指标", "时效指标", "成本指标"),
    BENEFIT: ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    SATISFACTION: ("服务对象满意度指标",),
    COST: ("经济成本指标",),
}
_NATIONAL = ((OUTPUT, 50), (BENEFIT, 30), (SATISFACTION, 10))
_AMOUNTS = frozenset({"initial", "adjusted", "executed", "parts", "rate"})
_INDICATORS = frozenset({"targets", "cost-rows", "weights", "scores", "reasons", "total-score"})
_WIDTHS = (10.0, 14.0, 17.0, 30.0, 24.0, 25.0, 20.0, 20.0, 22.0)


@dataclass(frozen=True)
class Family:
    """A family with its layout and the sample form whose head and foot it keeps.

    `groups`: level 1 with its points, 0 where the form weighs nothing. `parts`: labels of the budget rows
    below the total. `split`: the target stands in three cells. `execution`: points for the execution rate.
    """

    id: str
    form: str
    layout: Layout
    base: Any
    groups: tuple[tuple[str, int], ...]
    parts: tuple[str, ...]
    prints: frozenset[str]
    execution: int = 10
    split: bool = False
    level2: tuple[tuple[str, str], ...] = ()


def families() -> dict[str, Family]:
    """All families by id; `mof-2020-project-split` is the national form as systems print it, with a grade."""
    return {one.id: one for one in (*_national(), *_provincial(), *_unscored())}


def _national() -> tuple[Family, ...]:
    department, plain, project = (
        sample("content_department"),
        sample("content_plain"),
        sample("content_project"),
    )
    quirks, layout, families_plain = sample("content_quirks"), sample("layout"), sample("families_plain")
    wide = functools.partial(layout.grid, widths=_WIDTHS)
    usual = _AMOUNTS | _INDICATORS | {"exec-score", "goals", "total-weight"}
    funds = ("其中：当年财政拨款", "上年结转资金", "其他资金")
    return (
        Family("mof-2020-project", "mof-2020-project", wide, project.WATER_UNITS, _NATIONAL, funds,
               usual | {"group-weights", "cells-in-words"}),
        Family("mof-2020-project-split", "mof-2020-project", families_plain.two_row, quirks.TWO_ROW,
               _NATIONAL, funds, usual | {"grade"}, split=True),
        Family("mof-2020-department", "mof-2020-department", wide, department.CLEAN, _NATIONAL,
               ("基本支出", "项目支出", "其他资金"), usual | {"group-weights", "grade", "cells-in-words"}),
        Family("mof-2021-project", "mof-2021-project", families_plain.costed, plain.COSTED,
               ((COST, 20), (OUTPUT, 40), (BENEFIT, 20), (SATISFACTION, 10)), funds,
               usual | {"group-weights", "cells-in-words"}),
    )  # fmt: skip


def _provincial() -> tuple[Family, ...]:
    fund, province, system = sample("content_fund"), sample("content_province"), sample("content_system")
    by_fund, by_province = sample("families_fund"), sample("families_province")
    by_system = sample("families_system")
    return (
        Family("poverty-fund", "poverty-fund", by_fund.poverty, fund.POVERTY, _NATIONAL,
               ("其中：中央财政资金", "地方财政资金", "其他资金"),
               _AMOUNTS - {"initial"} | _INDICATORS
               | {"exec-score", "goals", "total-weight", "group-weights", "cells-in-words"}),
        Family("sichuan-0013zp", "sichuan-0013zp", by_system.sichuan, system.SICHUAN,
               ((OUTPUT, 50), (BENEFIT, 20), (SATISFACTION, 10), (COST, 10)),
               ("其中：财政资金", "财政专户管理资金", "单位资金", "其他资金"),
               _AMOUNTS | _INDICATORS | {"exec-score", "goals", "total-weight"}, split=True),
        Family("chongqing-department", "chongqing-department", by_system.chongqing, system.CHONGQING,
               ((OUTPUT, 50), (BENEFIT, 30), (SATISFACTION, 10)), ("其中：财政拨款",),
               _AMOUNTS - {"parts"} | _INDICATORS | {"exec-score", "goals", "one-part"}, split=True),
        Family("hunan-department", "hunan-department", by_province.hunan, province.HUNAN, _NATIONAL,
               ("其中：一般公共预算", "政府性基金拨款", "纳入专户管理的非税收入拨款", "其他资金"),
               _AMOUNTS - {"parts"} | _INDICATORS
               | {"exec-score", "goals", "total-weight", "axes", "cells-in-words"}),
        Family("hubei-project", "hubei-project", by_province.hubei, province.HUBEI,
               ((OUTPUT, 40), (BENEFIT, 30), (SATISFACTION, 10)), (),
               frozenset({"adjusted", "executed", "rate", "exec-score", "targets", "cost-rows", "scores",
                          "total-score",
                          "cells-in-words"}), execution=20),
        Family("hubei-county", "hubei-county", by_province.county, province.COUNTY,
               (("项目绩效", 85),), ("中央", "省", "本级", "其他"),
               frozenset({"adjusted", "parts", "executed", "rate", "targets", "scores", "total-score",
                          "goals", "cells-in-words"}), execution=0,
               level2=(("产出指标", "数量指标"), ("效益指标", "社会效益指标"),
                       ("满意度指标", "服务对象满意度指标"))),
    )  # fmt: skip


def _unscored() -> tuple[Family, ...]:
    fund, plain = sample("content_fund"), sample("content_plain")
    by_fund, by_plain = sample("families_fund"), sample("families_plain")
    return (
        Family("transfer-payment", "transfer-payment", by_fund.transfer, fund.TRANSFER,
               ((OUTPUT, 0), (BENEFIT, 0), (SATISFACTION, 0)), ("其中：中央补助", "地方资金", "其他资金"),
               _AMOUNTS - {"initial"} | {"targets", "cost-rows", "reasons", "goals", "cells-in-words"},
               execution=0),
        Family("input-process-output", "input-process-output", by_plain.old, plain.OLD, (), (),
               _INDICATORS - {"targets"} | {"total-weight", "group-weights"}, execution=0),
        Family("check-list", "check-list", by_plain.checklist, plain.CHECKLIST, (), (), frozenset(),
               execution=0),
    )  # fmt: skip
