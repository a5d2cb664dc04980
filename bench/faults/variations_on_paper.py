"""What honest forms print differently: units of money, precision, brackets, rows that only detail others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

from bench.faults.filled import with_numbers
from bench.faults.habits import fixed, trimmed
from bench.faults.plan import Item, Money, Plan, Vary, chosen, put

_YUAN = frozenset({"mof-2020-project", "mof-2020-department", "mof-2021-project"})


def in_yuan(plan: Plan, _: Random) -> Plan | None:
    """All amounts of the budget in yuan, with separators; cost rows keep their units."""
    if plan.family.id not in _YUAN:
        return None
    habit = replace(plan.habit, money_scale=10_000, money_places=2, separators=True, trim_money=False)
    return replace(plan, habit=habit, notes={**plan.notes, "money_unit": "元"})


def unit_in_every_cell(plan: Plan, _: Random) -> Plan | None:
    """万元 behind every amount."""
    if plan.family.id not in _YUAN or "money_unit" in plan.notes:
        return None
    return replace(plan, habit=replace(plan.habit, money_suffix="万元"))


def mixed_precision(plan: Plan, _: Random) -> Plan | None:
    """90.5 beside 90.50: a spreadsheet that drops zeros."""
    return replace(plan, habit=replace(plan.habit, trim_money=True))


def whole_execution_score(plan: Plan, _: Random) -> Plan | None:
    """All scores rounded to one decimal, as clerks do by hand."""
    return replace(plan, habit=replace(plan.habit, score_places=1))


def detailed_source(plan: Plan, chance: Random) -> Plan | None:
    """其中 rows that detail the first source and do not add to the total."""
    if plan.family.form != "mof-2020-department" or not plan.parts[0].adjusted:
        return None
    whole = plan.parts[0]
    share = Fraction(chance.randint(30, 70), 100)

    def split(value: Fraction) -> tuple[Fraction, Fraction]:
        first = Fraction(fixed(value * share, plan.habit.money_places))
        return first, value - first

    names = ("其中：人员经费", "公用经费")
    columns = [split(value) for value in (whole.initial, whole.adjusted, whole.executed)]
    rows = tuple(Money(name, *(column[at] for column in columns)) for at, name in enumerate(names))
    return replace(plan, details=rows)


def cost_apart(plan: Plan, chance: Random) -> Plan | None:
    """Cost as a group of its own on the national form of 2020."""
    if plan.family.id not in ("mof-2020-project", "mof-2020-department"):
        return None
    cost = [at for at, one in enumerate(plan.items) if one.level2 == "成本指标"]
    if not cost or chance.random() < 0.2:
        return None
    moved = [replace(plan.items[at], level1="成本指标", level2="经济成本指标") for at in cost]
    items = (*(one for at, one in enumerate(plan.items) if at not in cost), *moved)
    points: dict[str, Fraction] = {}
    for one in items:
        points[one.level1] = points.get(one.level1, Fraction(0)) + one.weight
    labels = {name: f"{name}（{trimmed(fixed(of, 1))}分）" for name, of in points.items()}
    return replace(plan, items=items, labels=labels)


def no_satisfaction(plan: Plan, _: Random) -> Plan | None:
    """Satisfaction does not apply: its points go to the benefits."""
    benefit = [at for at, one in enumerate(plan.items) if one.level1 == "效益指标"]
    gone = [one for one in plan.items if one.level1 == "满意度指标"]
    fits = "weights" in plan.family.prints and plan.family.groups and benefit and gone and not plan.labels
    if not fits or plan.subtotals or any(one.printed_weight is not None for one in plan.items):
        return None
    more = sum((one.weight for one in gone), Fraction(0))
    made = put(plan, benefit[0], replace(plan.items[benefit[0]], weight=plan.items[benefit[0]].weight + more))
    items = tuple(one for one in made.items if one.level1 != "满意度指标")
    labels = (
        {
            name: f"{name}（{points + int(more) if name == '效益指标' else points}分）"
            for name, points in plan.family.groups
        }
        if "group-weights" in plan.family.prints
        else None
    )
    return replace(made, items=items, labels=labels)


def deduction_row(plan: Plan, chance: Random) -> Plan | None:
    """Points taken from the total in a row of its own."""
    fits = {"weights", "scores", "total-score"} <= plan.family.prints and plan.family.groups
    if not fits or plan.family.split:
        return None
    last = plan.items[-1]
    item = Item(
        last.level1,
        last.level2,
        "扣分项：报送不及时",
        "words",
        "按时报送",
        "迟报1次",
        Fraction(0),
        printed_weight="",
        printed_score=chance.choice(["-1", "-0.5"]),
        reason="系统切换期间迟报1次。改进措施：专人负责，提前3天报送。",
    )
    return replace(plan, items=(*plan.items, item))


def numbered_conditions(plan: Plan, chance: Random) -> Plan | None:
    """Two numbered conditions, one of them missed and scored by equal parts, with the reason."""
    at = chosen(plan, chance, lambda one: one.level2 == "数量指标" and one.weight > 0)
    if at is None or plan.family.split or "reasons" not in plan.family.prints:
        return None
    first, second = chance.randint(4, 12), chance.randint(100, 600)
    got = int(second * chance.uniform(0.8, 0.97))
    share = (1 + Fraction(got, second)) / 2
    item = replace(
        plan.items[at],
        name="业务培训",
        kind="compound",
        target=None,
        actual=None,
        share=share,
        target_text=f"1.举办培训班≥{first}期；2.培训学员≥{second}人",
        actual_text=f"举办培训班{first}期，培训学员{got}人",
        reason="部分学员因防汛值守未能参训。改进措施：次年补训，并错开汛期安排。",
    )
    return put(plan, at, item)


def other_scale(plan: Plan, chance: Random) -> Plan | None:
    """A target in 人 answered in 万人."""
    at = chosen(
        plan, chance, lambda one: one.kind == "floor" and one.unit in ("人", "人次", "册") and one.met
    )
    if at is None or plan.family.split:
        return None
    item = plan.items[at]
    target = Decimal(chance.randint(11, 60) * 1000)
    actual = target + Decimal(chance.randint(0, 9) * 100)
    made = with_numbers(item, target, actual, item.unit, "≥", split=False)
    shown = f"{trimmed(str(actual / 10000))}万{item.unit}"
    return put(plan, at, replace(made, actual_text=shown, reason=""))


def hedged(plan: Plan, chance: Random) -> Plan | None:
    """余 and 约 where the target is met all the same."""
    at = chosen(plan, chance, lambda one: one.kind == "floor" and one.met and one.unit not in ("%", ""))
    if at is None or plan.family.split:
        return None
    item = plan.items[at]
    target = Decimal(chance.randint(2, 9) * 100)
    made = with_numbers(item, target, target, item.unit, "≥", split=False)
    number = target + 20
    return put(plan, at, replace(made, actual_text=f"{number}余{item.unit}", actual=number, reason=""))


def without_units(plan: Plan, _: Random) -> Plan | None:
    """Bare numbers as answers."""
    items = tuple(
        replace(one, actual_text=f"{one.actual}") if one.actual is not None and one.unit != "%" else one
        for one in plan.items
    )
    return replace(plan, items=items)


def forced_choice(plan: Plan, _: Random) -> Plan | None:
    """A system's fixed words for all targets in words."""
    if not any(one.kind == "words" and one.target_text for one in plan.items):
        return None
    return replace(
        plan,
        items=tuple(
            replace(one, actual_text="达成预期指标") if one.kind == "words" and one.target_text else one
            for one in plan.items
        ),
    )


def cost_of_everything(plan: Plan, chance: Random) -> Plan | None:
    """A cost row that holds the whole budget, answered by what was spent."""
    at = chosen(plan, chance, lambda one: one.level2 in ("成本指标", "经济成本指标") and one.weight > 0)
    if at is None or not plan.parts or "money_unit" in plan.notes or plan.family.split:
        return None
    if plan.rate > 1:
        return None  # the row would not be met
    habit = replace(plan.habit, money_suffix="")
    target, actual = habit.money(plan.total("adjusted")), habit.money(plan.total("executed"))
    item = replace(
        plan.items[at],
        name="项目总成本",
        kind="ceiling",
        sign="",
        target=None,
        actual=None,
        share=Fraction(1),
        reason="",
        target_text=f"{chance.choice(['≤', '不超过', '≤', ''])}{target}万元",
        actual_text=f"{actual}万元",
    )
    return put(plan, at, item)


def no_rate_signs(plan: Plan, _: Random) -> Plan | None:
    """Rates printed without %, under a heading that has it."""
    if plan.family.form != "chongqing-department":
        return None
    return replace(plan, habit=replace(plan.habit, percent_sign=""))


def savings_told(plan: Plan, chance: Random) -> Plan | None:
    """Words of praise and of what was saved beside rows that lost nothing."""
    at = chosen(plan, chance, lambda one: one.kind == "ceiling" and one.met)
    if at is None or "reasons" not in plan.family.prints:
        return None
    return put(plan, at, replace(plan.items[at], reason="通过集中采购节约成本，无负偏差。"))


ON_PAPER: tuple[Vary, ...] = (
    in_yuan,
    unit_in_every_cell,
    mixed_precision,
    whole_execution_score,
    detailed_source,
    cost_apart,
    no_satisfaction,
    deduction_row,
    numbered_conditions,
    other_scale,
    hedged,
    without_units,
    forced_choice,
    cost_of_everything,
    no_rate_signs,
    savings_told,
)
