"""What honest forms score differently: formulas, bands, points taken with a reason, rates above and below."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

from bench.faults.filled import with_numbers
from bench.faults.habits import fixed
from bench.faults.plan import Item, Plan, Vary, chosen, put

_CAUSE = "因部分工程款按合同在质保期满后支付，年末结余资金已按规定收回。"
_OVER = "上级年中追加任务，实际完成数高于年初指标值；次年将按近三年均值测算指标值。"


def _rising(one: Item) -> bool:
    return one.kind == "floor" and one.target is not None and one.met


def _cost_is_told(plan: Plan) -> bool:
    """Whether a cost row repeats the amounts, which therefore stay."""
    return any(one.name == "项目总成本" for one in plan.items)


def _explains(plan: Plan) -> bool:
    return "reasons" in plan.family.prints


def scores_from_unrounded_values(plan: Plan, _: Random) -> Plan | None:
    """The total is rounded once, the rows each for itself."""
    return replace(plan, sum_of_prints=False) if "scores" in plan.family.prints else None


def execution_score_from_printed_rate(plan: Plan, _: Random) -> Plan | None:
    """Weight times the rate as printed."""
    return replace(plan, exec_from_print=True) if "exec-score" in plan.family.prints else None


def capped_rate(plan: Plan, chance: Random) -> Plan | None:
    """More spent than budgeted: the rate is printed as 100 % or as it is, the score stops at the weight."""
    if _cost_is_told(plan):
        return None
    if not plan.family.parts or "rate" not in plan.family.prints or plan.family.form == "hubei-county":
        return None
    first = plan.parts[0]
    more = Fraction(fixed(first.adjusted * Fraction(chance.randint(101, 112), 100), plan.habit.money_places))
    parts = (replace(first, executed=more), *(replace(one, executed=one.adjusted) for one in plan.parts[1:]))
    made = replace(plan, parts=parts)
    capped = "100%" if chance.random() < 0.5 else None
    return replace(made, rate_text=capped, true=plan.true | {"b-exceeds-a"})


def low_execution_explained(plan: Plan, chance: Random) -> Plan | None:
    """Less than nine tenths spent, and the text says why."""
    if _cost_is_told(plan) or plan.rate_text is not None:
        return None
    if not plan.parts or "goals" not in plan.family.prints:
        return None
    share = Fraction(chance.randint(55, 88), 100)
    parts = tuple(
        replace(one, executed=Fraction(fixed(one.adjusted * share, plan.habit.money_places)))
        if one.axis == 0
        else one
        for one in plan.parts
    )
    texts = {**plan.texts, "actual": plan.texts.get("actual", "各项任务按计划推进。") + _CAUSE}
    return replace(plan, parts=parts, texts=texts)


def over_completion_explained(plan: Plan, chance: Random) -> Plan | None:
    """Far above the target, with the reason beside it."""
    at = chosen(plan, chance, lambda one: _rising(one) and one.unit != "%")
    if at is None or not _explains(plan):
        return None
    return put(plan, at, _raised(plan, plan.items[at], Decimal("1.3"), Decimal("2.6"), chance))


def over_completion_deducted(plan: Plan, chance: Random) -> Plan | None:
    """Far above the target, points taken for it, and the reason."""
    made = over_completion_explained(plan, chance)
    if made is None:
        return None
    at = next(at for at, one in enumerate(made.items) if one.reason == _OVER)
    return put(made, at, replace(made.items[at], share=Fraction(chance.choice([80, 90, 95]), 100)))


def _raised(plan: Plan, item: Item, low: Decimal, high: Decimal, chance: Random) -> Item:
    factor = chance.uniform(float(low), float(high))
    places = max(0, -int(item.target.as_tuple().exponent))
    actual = Decimal(fixed(Fraction(item.target) * Fraction(factor) + 1, places))
    return with_numbers(item, item.target, actual, item.unit, "≥", split=plan.family.split, reason=_OVER)


def ratio_scored_ceiling(plan: Plan, chance: Random) -> Plan | None:
    """A ceiling that was not kept, scored by target over actual."""
    at = chosen(plan, chance, lambda one: one.kind == "ceiling" and not one.met and bool(one.target))
    if at is None:
        return None
    item = plan.items[at]
    return put(plan, at, replace(item, share=Fraction(item.target) / Fraction(item.actual)))


def nothing_below_the_pass_mark(plan: Plan, chance: Random) -> Plan | None:
    """Less than six tenths of a target: no points, and the reason."""
    at = chosen(plan, chance, lambda one: _rising(one) and (one.target or 0) > 20)
    if at is None or not _explains(plan):
        return None
    item = plan.items[at]
    actual = Decimal(fixed(Fraction(item.target) * Fraction(chance.randint(20, 55), 100), 0))
    reason = "项目用地未获批准，主体工程未能开工。改进措施：次年一季度办结用地手续并开工。"
    made = with_numbers(item, item.target, actual, item.unit, "≥", split=plan.family.split, reason=reason)
    return put(plan, at, replace(made, share=Fraction(0)))


def deducted_with_reason(plan: Plan, chance: Random) -> Plan | None:
    """A target that was met, points taken all the same, and the reason."""
    at = chosen(plan, chance, lambda one: one.met and one.weight >= 4)
    if at is None or not _explains(plan):
        return None
    item = plan.items[at]
    reason = "资料归档不够及时，自评扣减部分分值。改进措施：次年起按季度归档，由专人复核。"
    return put(plan, at, replace(item, share=1 - 1 / item.weight, reason=reason))


def partly_in_words(plan: Plan, chance: Random) -> Plan | None:
    """An answer in the words of the tiers, scored inside its tier."""
    at = chosen(plan, chance, lambda one: one.level2 in ("可持续影响指标", "社会效益指标") and one.weight > 0)
    if at is None or any(one.name == "长效管护机制" for one in plan.items) or not _explains(plan):
        return None
    split = ("定性", "健全", "") if plan.family.split else None
    item = replace(
        plan.items[at], name="长效管护机制", kind="words", target_text="健全", target=None, split=split
    )
    tier, low, high = chance.choice([("达成预期指标", 85, 100), ("部分达成预期指标并具有一定效果", 60, 79)])
    share = Fraction(chance.randint(low, high), 100)
    reason = "" if share == 1 else "长效机制仍需完善，部分站点人员未到位。改进措施：次年补充人员并定期考核。"
    return put(plan, at, replace(item, actual_text=tier, share=share, reason=reason))


def satisfaction_by_bands(plan: Plan, chance: Random) -> Plan | None:
    """Eight tenths of the points from 80 % on."""
    at = chosen(plan, chance, lambda one: one.name.endswith("满意度"))
    if at is None or not _explains(plan):
        return None
    item = plan.items[at]
    reason = "窗口排队时间较长。改进措施：增设2个窗口，推行预约办理，下半年复测。"
    actual = Decimal(chance.randint(800, 895)) / 10
    made = with_numbers(item, Decimal(90), actual, "%", "≥", split=plan.family.split, reason=reason)
    return put(plan, at, replace(made, share=Fraction(8, 10)))


def reasons_in_every_row(plan: Plan, chance: Random) -> Plan | None:
    """无 beside all rows that need no reason."""
    if not _explains(plan):
        return None
    nothing = chance.choice(["无", "—", "/", "无偏差"])
    return replace(plan, items=tuple(replace(one, reason=one.reason or nothing) for one in plan.items))


def all_met(plan: Plan, _: Random) -> Plan | None:
    """Nothing missed, everything spent: full marks."""
    if _cost_is_told(plan) or any(not one.met and one.target is None for one in plan.items):
        return None
    if not plan.items or any(one.printed_weight is not None for one in plan.items):
        return None
    items = tuple(
        with_numbers(one, one.target, one.target, one.unit, one.sign, split=plan.family.split)
        if not one.met and one.target is not None
        else replace(one, share=Fraction(1))
        for one in plan.items
    )
    parts = tuple(replace(one, executed=one.adjusted) for one in plan.parts)
    return replace(plan, items=items, parts=parts)


OF_SCORES: tuple[Vary, ...] = (
    scores_from_unrounded_values,
    execution_score_from_printed_rate,
    capped_rate,
    low_execution_explained,
    over_completion_explained,
    over_completion_deducted,
    ratio_scored_ceiling,
    nothing_below_the_pass_mark,
    deducted_with_reason,
    partly_in_words,
    satisfaction_by_bands,
    reasons_in_every_row,
    all_met,
)
