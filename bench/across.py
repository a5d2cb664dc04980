"""Checks across reports on generated sets: time, memory, and what is found of what was planted.

python bench/across.py                        2,500, 5,000 and 10,000 forms, each in a process of its own
python bench/across.py --forms 10000          one size, in this process

A set is honest but for what is planted: units with a department's form and four projects, two years each.
Every form has its own figures, money and text, with sentences of a common notice among it. In each hundredth
unit the text of a project is that of another unit, with a clause and all names changed; in each
hundredth the actuals are. The forms are made from a sample, so that they are as large as real ones.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from extract import read
from normalize import normalized
from normalize.evaluation import BudgetLine, Evaluation, Goals, Indicator, Traced
from validate.archive import Filed, check_together

SAMPLE = Path(__file__).parents[1] / "samples" / "project-2022.pdf"
SIZES = (2_500, 5_000, 10_000)
YEARS = (2022, 2023)
PROJECTS = 4
FORMS_OF_A_UNIT = len(YEARS) * (PROJECTS + 1)
PLANTED_EACH = 100  # units
SEED = 20231231

_PLACES = "青临云望石清长永安平泰和兴宁远昌德义新东南西北高大金白黄龙凤"
_KINDS = ("水利局", "农业农村局", "民政局", "林业局", "卫生健康局", "住房建设局", "交通运输局", "文化旅游局")
_NAMES = ("设施维修改造", "人员能力培训", "服务平台建设", "应急物资储备", "宣传教育活动", "环境综合整治")
_NOTICE = ("按照年度工作要点的统一部署", "坚持过紧日子要求", "全面加强预算绩效管理")
_WHO = ("组织专班", "联合乡镇", "委托第三方", "抽调骨干", "会同村组", "聘请专家", "发动志愿者", "安排技术员")
_DID = (
    "逐村排查",
    "分段施工",
    "入户走访",
    "现场督导",
    "集中授课",
    "定期巡护",
    "专项清理",
    "抽样检测",
    "登记造册",
    "逐项验收",
)
_WHAT = (
    "老旧管线",
    "沟渠堤岸",
    "养老床位",
    "林区步道",
    "卫生厕所",
    "农村公路",
    "文化广场",
    "仓储设备",
    "监测站点",
    "灌溉泵站",
)
_WITH = (
    "问题清单全部销号",
    "台账资料归档备查",
    "群众反映明显好转",
    "汛前全部投入使用",
    "运行情况总体平稳",
    "后续管护落实到人",
    "进度比计划提前",
    "质量达到设计要求",
)


def main() -> None:
    """Measure all sizes, or one."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--forms", type=int, help="measure one size in this process")
    asked = parser.parse_args()
    if asked.forms:
        _measure(asked.forms)
        return
    heads = ("forms", "CPU s, making", "CPU s, checking", "ms a form", "MB before, peak", "planted", "others")
    print(f"| {' | '.join(heads)} |")
    print("|---" * len(heads) + "|")
    for size in SIZES:
        subprocess.run([sys.executable, __file__, "--forms", str(size)], check=True)


def _measure(size: int) -> None:
    base = normalized(read(str(SAMPLE))).evaluations[0]
    start = time.process_time()
    for _ in filings(base, size):
        pass
    making = time.process_time() - start
    before = _peak()
    start = time.process_time()
    found = [one.finding for one in check_together(filings(base, size)) if one.finding]
    checking = time.process_time() - start - making
    texts, figures = planted(size)
    rules = Counter((one.rule, one.severity) for one in found)
    hits = (rules[("near-duplicate", "notice")], rules[("same-numbers", "notice")])
    others = {key: count for key, count in rules.items() if key[0] not in ("near-duplicate", "same-numbers")}
    told = (
        ", ".join(f"{rule} {severity} {count}" for (rule, severity), count in sorted(others.items()))
        or "none"
    )
    print(
        f"| {size:,} | {making:.1f} | {checking:.1f} | {checking / size * 1000:.2f} | {before} → {_peak()} "
        f"| texts {hits[0]} of {texts}, figures {hits[1]} of {figures} | {told or 'none'} |",
        flush=True,
    )


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def planted(size: int) -> tuple[int, int]:
    """How many copied texts and copied tables of figures a set of this size holds."""
    units = size // FORMS_OF_A_UNIT
    return sum(map(_copies_text, range(units))), sum(map(_copies_figures, range(units)))


def _copies_text(unit: int) -> bool:
    return unit % PLANTED_EACH == 50


def _copies_figures(unit: int) -> bool:
    return unit % PLANTED_EACH == 70


def filings(base: Evaluation, size: int) -> Iterator[Filed]:
    """The set, one form at a time, the same on every run."""
    for number in range(size // FORMS_OF_A_UNIT):
        for year in YEARS:
            yield from _unit_year(base, number, year)


def _unit_year(base: Evaluation, number: int, year: int) -> Iterator[Filed]:
    unit = _unit(number)
    first = [_dice(number, at).randrange(2_000, 90_000) for at in range(PROJECTS)]
    budgets = [int(one * _dice(number, year, at).uniform(0.85, 1.2)) for at, one in enumerate(first)]
    spent = [
        int(budget * _dice(number, year, at, "spent").uniform(0.88, 1)) for at, budget in enumerate(budgets)
    ]
    department = _money(base, sum(budgets), sum(spent), "项目支出")
    named: dict[str, Any] = {
        "number": number,
        "unit": _traced(base.unit, unit),
        "year": _traced(base.year, year),
    }
    yield _filed(department, PROJECTS, kind="department", project=None, **named)
    for at, (budget, paid) in enumerate(zip(budgets, spent, strict=True)):
        project = _NAMES[(number + at) % len(_NAMES)] + _PLACES[at]
        form = _money(base, budget, paid, "其他资金")
        yield _filed(form, at, kind="project", project=_traced(base.project, project), **named)


def _filed(form: Evaluation, at: int, **named: Any) -> Filed:
    number, year = named.pop("number"), named["year"].value
    text_of, figures_of = number, number
    if at == 1 and year == YEARS[-1]:
        text_of -= _copies_text(number)
        figures_of -= _copies_figures(number)
    copied = text_of != number
    clauses = _clauses(_dice(text_of, year, at, "text"))
    if copied:
        clauses[3] = "另" + clauses[3]
    text = "，".join([*_NOTICE, named["unit"].value + "认真组织实施", *clauses]) + "。"
    goals = Goals(form.goals.expected, _traced(form.goals.actual, text))
    dice = _dice(figures_of, year, at, "figures")
    rows = tuple(_row(row, dice) for row in form.indicators)
    score = _traced(form.total.score, Decimal(dice.randrange(8_800, 9_990)).scaleb(-2))
    total = msgspec.structs.replace(form.total, score=score)
    made = msgspec.structs.replace(form, goals=goals, indicators=rows, total=total, narrative=(), **named)
    return Filed(f"{year}/{number:05d}-{at}.pdf", made, f"{number:05d}{year}{at}")


def _clauses(dice: random.Random) -> list[str]:
    return [_counted(dice) if at % 2 else _told(dice) for at in range(12)]


def _counted(dice: random.Random) -> str:
    done = dice.choice(_WHAT) + dice.choice(_DID)
    return f"{dice.choice(_WHO)}对{_village(dice)}{done}{dice.randrange(12, 990)}处"


def _told(dice: random.Random) -> str:
    return f"{_village(dice)}{dice.choice(_WHAT)}{dice.choice(_DID)}后{dice.choice(_WITH)}"


def _village(dice: random.Random) -> str:
    return dice.choice(_PLACES) + dice.choice(_PLACES) + "村"


def _row(row: Indicator, dice: random.Random) -> Indicator:
    """The row with a figure of its own, a little above its target as honest ones are."""
    if row.actual is None:
        return row
    wanted = dice.randrange(300, 9_000)
    done = wanted + dice.randrange(1, 90)
    return msgspec.structs.replace(
        row, target=_traced(row.target, f"≥{wanted}处"), actual=_traced(row.actual, f"{done}处")
    )


def _money(base: Evaluation, budget: int, spent: int, part: str) -> Evaluation:
    """The form with these amounts, in hundredths; its other budget row is called `part`."""
    total = next(line for line in base.budget if line.part == "total")
    amounts = (Decimal(budget).scaleb(-2), Decimal(budget).scaleb(-2), Decimal(spent).scaleb(-2))
    lines = [_line(total, total.label.value, amounts), _line(total, part, amounts, "part")]
    return msgspec.structs.replace(base, budget=tuple(lines))


def _line(line: BudgetLine, label: str, amounts: tuple[Decimal, ...], part: str = "total") -> BudgetLine:
    cells = {
        name: _traced(getattr(line, name), amount)
        for name, amount in zip(("initial", "adjusted", "executed"), amounts, strict=True)
    }
    return msgspec.structs.replace(line, label=_traced(line.label, label), part=part, **cells)


def _traced(cell: Traced[Any] | None, value: object) -> Traced[Any]:
    if cell is None:
        raise ValueError("the sample has no such cell")
    return msgspec.structs.replace(cell, value=value, text=str(value))


def _unit(number: int) -> str:
    first, rest = number % len(_PLACES), number // len(_PLACES)
    second, third = rest % len(_PLACES), rest // len(_PLACES)
    return f"{_PLACES[first]}{_PLACES[second]}县{_KINDS[third % len(_KINDS)]}"


def _dice(*key: object) -> random.Random:
    return random.Random(f"{SEED}-{key}")  # noqa: S311  (a set to measure with, no secret)


if __name__ == "__main__":
    main()
