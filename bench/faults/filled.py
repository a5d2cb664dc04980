"""Fills a family's form honestly: amounts that add up, targets and answers, scores by the rules in use."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from bench.faults.families import COST, LEVEL2, OUTPUT, Family
from bench.faults.habits import Habit, fixed, trimmed
from bench.faults.plan import Item, Money, Plan

_UNMET = 0.12
_CAUSES = (
    "供货商延期交货，影响了进度。改进措施：次年一季度前补齐，并在合同中约定违约责任。",
    "汛期连续降雨，外业推迟。改进措施：次年提前两个月组织施工，每周调度一次。",
    "部分人员调离，任务重新分配。改进措施：次年增配专职人员2名，按月检查进度。",
)


@cache
def _pool() -> dict[str, dict[str, list[Any]]]:
    return tomllib.loads((Path(__file__).parent / "indicators.toml").read_text(encoding="utf-8"))


def plan_of(family: Family, chance: Random, habit: Habit) -> Plan:
    """An honest form of the family."""
    year = chance.choice([2021, 2022, 2023, 2024])
    items = _items(family, chance, year)
    parts = _parts(family, chance, habit)
    return Plan(family, habit, year, parts, items, _texts(items))


def _texts(items: tuple[Item, ...]) -> dict[str, str]:
    """Goals and what became of them, in words of their own that repeat the numbers of the rows."""
    told = [one for one in items if one.kind == "floor" and one.target is not None][:3]
    if not told:
        return {}
    expected = "，".join(f"{one.name}不少于{one.target}{one.unit}" for one in told)
    actual = "，".join(f"{one.name}{one.actual}{one.unit}" for one in told)
    return {
        "expected": f"按照年初工作安排，{expected}。",
        "actual": f"年度重点任务逐项落实，其中{actual}。项目实施单位按季度自查，资料归档备查。",
    }


def _parts(family: Family, chance: Random, habit: Habit) -> tuple[Money, ...]:
    """Budget rows; often the last ones are nothing, and amounts have more digits than are printed."""
    labels = family.parts or ("",)
    digits = habit.money_places if chance.random() < 0.6 else 6
    executed = chance.uniform(0.915, 1)
    adjusted_by = chance.choice([1.0, chance.uniform(0.93, 1.09)])
    parts = []
    for at, label in enumerate(labels):
        nothing = at > 0 and (at == len(labels) - 1 or chance.random() < 0.3)
        adjusted = Fraction(0) if nothing else _amount(chance.uniform(30, 900), digits)
        initial = adjusted if adjusted_by == 1.0 else _amount(float(adjusted) / adjusted_by, digits)
        spent = _amount(float(adjusted) * min(1.0, executed * chance.uniform(0.99, 1.01)), digits)
        parts.append(Money(label, initial, adjusted, min(spent, adjusted)))
    if family.form == "hunan-department":
        total = sum((one.adjusted for one in parts), Fraction(0))
        basic = _amount(float(total) * chance.uniform(0.4, 0.8), digits)
        parts += [
            Money("其中：基本支出", basic, basic, basic, 1),
            Money("项目支出", total - basic, total - basic, total - basic, 1),
        ]
    return tuple(parts)


def _amount(value: float, digits: int) -> Fraction:
    return Fraction(fixed(Fraction(value), digits))


def _items(family: Family, chance: Random, year: int) -> tuple[Item, ...]:
    if family.form in ("input-process-output", "check-list"):
        return _of_sample(family, chance)
    filling = _Filling(family, chance, year, set())
    items: list[Item] = []
    for level1, points in family.groups:
        level2s = _level2s(family, level1, chance)
        weights = _weights(points, len(level2s), chance)
        items += [
            _item(filling, Item(level1, level2, "", "floor", "", "", weight))
            for level2, weight in zip(level2s, weights, strict=True)
        ]
    return tuple(items)


def _of_sample(family: Family, chance: Random) -> tuple[Item, ...]:
    """The sample's own rows, for forms without targets: other weights, and points lost with a reason."""
    rows = family.base.rows
    if family.form == "check-list":
        kept = sorted(chance.sample(range(len(rows)), chance.randint(4, len(rows))))
        return tuple(_written_row(rows[at], Fraction(0)) for at in kept)
    weights = _weights(100, len(rows), chance)
    items = [_written_row(row, weight) for row, weight in zip(rows, weights, strict=True)]
    for at in chance.sample(range(len(rows)), chance.randint(0, 2)):
        share = Fraction(chance.randint(60, 95), 100)
        items[at] = _with(items[at], share=share, reason=chance.choice(_CAUSES))
    return tuple(items)


def _written_row(row: Any, weight: Fraction) -> Item:
    return Item(row.level1, row.level2, row.level3, "words", "", row.actual, weight)


def _level2s(family: Family, level1: str, chance: Random) -> list[str]:
    """Level 2 of each row of a group, in the order of the form."""
    if family.level2:
        return [level2 for level2, _ in family.level2 for _ in range(chance.randint(1, 3))]
    choices = LEVEL2[level1]
    if level1 == OUTPUT and any(name == COST for name, _ in family.groups):
        choices = choices[:3]
    often = {"数量指标": 3, "质量指标": 2, "时效指标": 2}
    return [
        level2
        for at, level2 in enumerate(choices)
        for _ in range(chance.randint(1 if at == 0 else 0, often.get(level2, 2)) or (at == 0))
    ]


def _weights(points: int, rows: int, chance: Random) -> list[Fraction]:
    """Whole or half points that add up."""
    if not points:
        return [Fraction(0)] * rows
    step = 2 if chance.random() < 0.15 else 1
    cuts = sorted(chance.sample(range(1, points * step), rows - 1)) if rows > 1 else []
    ends = [0, *cuts, points * step]
    return [Fraction(after - before, step) for before, after in pairwise(ends)]


class _Filling(NamedTuple):
    """What the rows of one form share; `used` are the names that they have already."""

    family: Family
    chance: Random
    year: int
    used: set[str]


def _item(filling: _Filling, blank: Item) -> Item:
    family, chance, level2 = filling.family, filling.chance, blank.level2
    lookup = dict(family.level2).get(level2, "成本指标" if level2 == "经济成本指标" else level2)
    kinds = ["counts", "counts", "floors", "floors", "ceilings"]
    if not family.split:
        kinds += ["dates"]
    if lookup != "质量指标" or not family.split:
        kinds += ["words"]
    pool = _pool()
    choices = [
        (kind, entry)
        for kind in kinds
        for entry in pool[kind].get(lookup, [])
        if (entry if isinstance(entry, str) else entry[0]) not in filling.used
    ]
    kind, entry = chance.choice(choices)
    filling.used.add(entry if isinstance(entry, str) else entry[0])
    return _MAKERS[kind](filling, blank, entry)


def with_numbers(  # noqa: PLR0913  (a row in figures has that many parts)
    item: Item, target: Decimal, actual: Decimal, unit: str, sign: str, *, split: bool, reason: str = ""
) -> Item:
    """The item with a target in figures and the share that its attainment earns."""
    share = Fraction(1)
    kind = "ceiling" if sign in "≤<" else "floor"
    if kind == "floor" and actual < target:
        share = Fraction(actual) / Fraction(target)
    elif kind == "ceiling" and actual > target:
        share = max(Fraction(0), 1 - (Fraction(actual) - Fraction(target)) / Fraction(target))
    shown = {"sign": sign, "unit": unit, "target": target, "actual": actual, "share": share, "kind": kind}
    texts = {
        "target_text": f"{sign}{target}{unit}",
        "actual_text": f"{actual}" if split else f"{actual}{unit}",
        "split": (sign, str(target), unit) if split else None,
        "reason": reason,
    }
    return _with(item, **shown, **texts)


def _with(item: Item, **changes: Any) -> Item:
    return replace(item, **changes)


def _named(item: Item, entry: Any) -> Item:
    return _with(item, name=entry if isinstance(entry, str) else entry[0])


def _count(filling: _Filling, item: Item, entry: Any) -> Item:
    chance = filling.chance
    _, low, high, places, unit = entry
    target = Decimal(trimmed(fixed(Fraction(chance.uniform(low, high)), places)))
    missed = chance.random() < _UNMET
    factor = chance.uniform(0.82, 0.98) if missed else chance.choice([1.0, chance.uniform(1.0, 1.22)])
    actual = Decimal(trimmed(fixed(Fraction(target) * Fraction(factor), places)))
    return _settled(filling, _named(item, entry), (target, actual), f"≥{unit}")


def _floor(filling: _Filling, item: Item, entry: Any) -> Item:
    chance = filling.chance
    target = Decimal(chance.choice([85, 90, 92, 95, 98, 100]))
    missed = chance.random() < _UNMET
    low, high = (0.9, 0.995) if missed else (1.0, 1.08)
    actual = Decimal(trimmed(fixed(Fraction(target) * Fraction(chance.uniform(low, high)), 1)))
    actual = min(actual, Decimal(100))
    if "满意度" in entry and actual == 100:
        target, actual = Decimal(90), Decimal("94.6")
    return _settled(filling, _named(item, entry), (target, actual), "≥%")


def _ceiling(filling: _Filling, item: Item, entry: Any) -> Item:
    chance = filling.chance
    _, low, high, places, unit = entry
    target = Decimal(trimmed(fixed(Fraction(chance.uniform(low, high)), places)))
    missed = chance.random() < _UNMET and target > 0
    factor = chance.uniform(1.04, 1.3) if missed else chance.uniform(0.8, 1.0)
    actual = Decimal(trimmed(fixed(Fraction(target) * Fraction(factor), places)))
    return _settled(filling, _named(item, entry), (target, actual), f"≤{unit}")


def _settled(filling: _Filling, item: Item, numbers: tuple[Decimal, Decimal], measure: str) -> Item:
    """`measure` is sign and unit in one."""
    (target, actual), sign, unit = numbers, measure[0], measure[1:]
    missed = actual < target if sign == "≥" else actual > target
    reason = filling.chance.choice(_CAUSES) if missed else ""
    return with_numbers(item, target, actual, unit, sign, split=filling.family.split, reason=reason)


def _date(filling: _Filling, item: Item, entry: Any) -> Item:
    chance, year = filling.chance, filling.year
    month = chance.choice([6, 9, 10, 11])
    last = {6: 30, 9: 30, 10: 31, 11: 30}[month]
    target = chance.choice([f"{year}年{month}月底前", f"{year}年{month}月{last}日前"])
    actual = f"{year}年{chance.randint(month - 2, month)}月{chance.randint(2, 25)}日"
    return _with(_named(item, entry), kind="date", target_text=target, actual_text=actual)


def _words(filling: _Filling, item: Item, entry: Any) -> Item:
    split = ("定性", entry[1], "") if filling.family.split else None
    target = entry[1]
    return _with(_named(item, entry), kind="words", target_text=target, actual_text=entry[2], split=split)


def compound(item: Item, chance: Random) -> Item:
    """Two conditions in one cell, both met."""
    name, *rest = chance.choice(_pool()["compound"]["数量指标"])
    targets, actuals = [], []
    for head, unit, low, high in (rest[:4], rest[4:]):
        target = chance.randint(low, high)
        actual = target + chance.randint(0, max(1, target // 6))
        targets.append(f"{head}≥{target}{unit}")
        actuals.append(f"{head}{actual}{unit}")
    made = _with(item, name=name, kind="compound", target=None, actual=None, reason="", share=Fraction(1))
    return _with(made, target_text="，".join(targets), actual_text="，".join(actuals))


_MAKERS: dict[str, Any] = {
    "counts": _count,
    "floors": _floor,
    "ceilings": _ceiling,
    "dates": _date,
    "words": _words,
}
