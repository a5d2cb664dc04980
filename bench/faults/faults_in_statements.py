"""Single faults in what a form states: targets not met, reasons left out, text that contradicts itself.

The rest of the form follows: where a score is the fault, the totals are those of the faulty score.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

from bench.faults.fault import Fault, Path, field_of, kind, row_of
from bench.faults.filled import compound, with_numbers
from bench.faults.habits import fixed, trimmed
from bench.faults.plan import Item, Plan, chosen, put
from bench.faults.written import written


def _fault(plan: Plan, item: Item, fields: tuple[str, ...], told: str) -> Fault:
    """The plan's form; the fault stands in these fields of the item's row."""
    form = written(plan)
    at = row_of(form, item)
    return Fault(form, tuple(field_of(form, at, name) for name in fields), f"{item.name}: {told}")


def _floor(one: Item) -> bool:
    return one.kind == "floor" and one.met and one.weight > 0 and (one.target or 0) >= 8


def unmet_at_full_score(plan: Plan, chance: Random) -> Fault | None:
    """The target was missed, by a fifth and more, and the row has all its points."""
    at = chosen(
        plan,
        chance,
        lambda one: (
            one.kind in ("floor", "ceiling")
            and one.met
            and one.weight > 0
            and (one.target or 0) >= 8
            and one.target_text.startswith(one.sign)
        ),
    )
    if at is None:
        return None
    item = plan.items[at]
    factor = chance.uniform(0.4, 0.8) if item.kind == "floor" else chance.uniform(1.2, 1.8)
    actual = Decimal(trimmed(fixed(Fraction(item.target) * Fraction(factor), 0)))
    made = with_numbers(item, item.target, actual, item.unit, item.sign, split=plan.family.split)
    made = replace(made, share=Fraction(1))
    return _fault(
        put(plan, at, made), made, ("actual",), f"{made.target_text} / {made.actual_text}, full marks"
    )


def met_but_deducted(plan: Plan, chance: Random) -> Fault | None:
    """The target was met, a point is gone, and nothing says why."""
    at = chosen(
        plan, chance, lambda one: _floor(one) and one.weight >= 3 and not one.reason.strip("无—/偏差")
    )
    if at is None:
        return None
    item = replace(plan.items[at], share=1 - 1 / plan.items[at].weight, reason="")
    return _fault(
        put(plan, at, item), item, ("score",), f"{item.target_text} / {item.actual_text}, a point lost"
    )


def wrong_proportion(plan: Plan, chance: Random) -> Fault | None:
    """A score that no formula gives, and no reason."""
    at = chosen(plan, chance, lambda one: _floor(one) and one.weight >= 6 and not one.name.endswith("满意度"))
    if at is None:
        return None
    item = plan.items[at]
    places = max(0, -int(item.target.as_tuple().exponent))
    actual = Decimal(fixed(Fraction(item.target) * Fraction(chance.uniform(0.85, 0.95)), places))
    made = with_numbers(item, item.target, actual, item.unit, "≥", split=plan.family.split)
    made = replace(made, share=made.share * Fraction(chance.randint(40, 65), 100))
    return _fault(
        put(plan, at, made), made, ("score",), f"{made.target_text} / {made.actual_text}, {made.share}"
    )


def percent_as_score(plan: Plan, chance: Random) -> Fault | None:
    """The weight times the actual percentage although the target is met."""
    at = chosen(
        plan,
        chance,
        lambda one: (
            one.kind == "floor" and one.unit == "%" and one.weight >= 8 and not one.name.endswith("满意度")
        ),
    )
    if at is None:
        return None
    made = with_numbers(plan.items[at], Decimal(90), Decimal(93), "%", "≥", split=plan.family.split)
    made = replace(made, share=Fraction(93, 100))
    return _fault(put(plan, at, made), made, ("score",), "≥90% / 93%, 93 % of the points")


def saving_penalised(plan: Plan, chance: Random) -> Fault | None:
    """A ceiling that was kept, scored as if more were better."""
    at = chosen(
        plan, chance, lambda one: one.kind == "ceiling" and one.weight >= 5 and (one.target or 0) >= 20
    )
    if at is None:
        return None
    item = plan.items[at]
    actual = Decimal(fixed(Fraction(item.target) * Fraction(chance.uniform(0.6, 0.8)), 0))
    made = with_numbers(item, item.target, actual, item.unit, "≤", split=plan.family.split)
    made = replace(made, share=Fraction(actual) / Fraction(item.target))
    return _fault(
        put(plan, at, made), made, ("score",), f"{made.target_text} / {made.actual_text}, in proportion"
    )


def reason_missing(plan: Plan, chance: Random) -> Fault | None:
    """Points were lost, and the cell for the reason is blank."""
    at = chosen(plan, chance, lambda one: not one.met and one.weight > 0)
    if at is None:
        return None
    item = replace(plan.items[at], reason="")
    return _fault(put(plan, at, item), item, ("deviation", "score"), "no reason")


def over_completion(plan: Plan, chance: Random) -> Fault | None:
    """Half as much again and more, and nothing says why."""
    at = chosen(plan, chance, lambda one: _floor(one) and one.unit != "%")
    if at is None:
        return None
    item = plan.items[at]
    actual = Decimal(fixed(Fraction(item.target) * Fraction(chance.uniform(1.5, 2.8)), 0))
    made = with_numbers(item, item.target, actual, item.unit, "≥", split=plan.family.split)
    return _fault(put(plan, at, made), made, ("actual",), f"{made.target_text} / {made.actual_text}")


def impossible_rate(plan: Plan, chance: Random) -> Fault | None:
    """A pass rate of 964 %: the decimal point of the answer is gone."""
    at = chosen(
        plan,
        chance,
        lambda one: (
            one.kind == "floor"
            and one.unit == "%"
            and re.search("(满意度|合格率|准确率|覆盖率|及时率|知晓率|普及率)$", one.name) is not None
        ),
    )
    if at is None:
        return None
    made = with_numbers(
        plan.items[at], Decimal(90), Decimal(chance.randint(905, 999)), "%", "≥", split=plan.family.split
    )
    return _fault(put(plan, at, made), made, ("actual",), f"{made.target_text} / {made.actual_text}")


def part_left_out(plan: Plan, chance: Random) -> Fault | None:
    """One of two conditions is not answered."""
    at = chosen(plan, chance, lambda one: one.level2 in ("数量指标", "产出指标"))
    if at is None:
        return None
    made = compound(plan.items[at], chance)
    made = replace(made, actual_text=made.actual_text.partition("，")[0])
    return _fault(put(plan, at, made), made, ("actual",), f"{made.target_text} / {made.actual_text}")


def partly_at_full_score(plan: Plan, chance: Random) -> Fault | None:
    """“Partly reached” at full marks; a row of a few points could have them by rounding."""
    at = chosen(
        plan, chance, lambda one: one.level2 in ("可持续影响指标", "社会效益指标") and one.weight >= 4
    )
    if at is None or any(one.name == "长效管护机制" for one in plan.items):
        return None
    split = ("定性", "健全", "") if plan.family.split else None
    made = replace(
        plan.items[at],
        name="长效管护机制",
        kind="words",
        target_text="健全",
        target=None,
        actual=None,
        actual_text="部分达成预期指标并具有一定效果",
        share=Fraction(1),
        reason="",
        split=split,
    )
    return _fault(put(plan, at, made), made, ("score",), "部分达成, full marks")


def reversed_direction(plan: Plan, chance: Random) -> Fault | None:
    """A cost with ≥."""
    at = chosen(
        plan,
        chance,
        lambda one: one.kind == "ceiling" and "费用" in one.name and one.target_text.startswith("≤"),
    )
    if at is None:
        return None
    item = plan.items[at]
    split = ("≥", *item.split[1:]) if item.split else None
    made = replace(item, target_text=item.target_text.replace("≤", "≥"), split=split)
    return _fault(put(plan, at, made), made, ("sign",), made.target_text)


def late(plan: Plan, chance: Random) -> Fault | None:
    """Finished after the date that was set."""
    at = chosen(plan, chance, lambda one: one.level2 in ("时效指标", "产出指标"))
    if at is None:
        return None
    month = chance.randint(5, 9)
    made = replace(
        plan.items[at],
        name="工程完工时间",
        kind="date",
        target=None,
        actual=None,
        share=Fraction(1),
        reason="",
        target_text=f"{plan.year}年{month}月底前",
        actual_text=f"{plan.year}年{month + chance.randint(1, 3)}月{chance.randint(2, 27)}日",
    )
    return _fault(put(plan, at, made), made, ("actual",), f"{made.target_text} / {made.actual_text}")


def words_for_a_figure(plan: Plan, chance: Random) -> Fault | None:
    """A target in figures answered by 已完成."""
    at = chosen(plan, chance, lambda one: _floor(one) or (one.kind == "floor" and (one.target or 0) >= 8))
    if at is None:
        return None
    made = replace(plan.items[at], actual_text=chance.choice(["已完成", "完成", "达标"]), actual=None)
    return _fault(put(plan, at, made), made, ("actual",), f"{made.target_text} / {made.actual_text}")


def breakdown_over_total(plan: Plan, chance: Random) -> Fault | None:
    """The parts in a cell are more than the whole that the cell names."""
    at = chosen(
        plan,
        chance,
        lambda one: _floor(one) and one.unit in ("人", "人次", "家次", "件", "份", "册", "株", "户"),
    )
    if at is None:
        return None
    item = plan.items[at]
    whole = int(item.actual)
    first = whole * 2 // 3
    rest = whole - first + chance.randint(3, 40)
    text = f"全年{whole}{item.unit}，其中上半年{first}{item.unit}、下半年{rest}{item.unit}"
    made = replace(item, actual_text=text)
    return _fault(put(plan, at, made), made, ("actual",), text)


def duplicate_row(plan: Plan, chance: Random) -> Fault | None:
    """The same indicator twice."""
    at = chosen(plan, chance, lambda one: one.kind == "floor")
    if at is None:
        return None
    item = plan.items[at]
    other = chosen(plan, chance, lambda one: one is not item and one.level2 == item.level2)
    if other is None:
        return None
    twin = replace(
        item,
        level2=plan.items[other].level2,
        weight=plan.items[other].weight,
        level1=plan.items[other].level1,
    )
    made = put(plan, other, twin)
    form = written(made)
    rows = [at for at, row in enumerate(form.rows) if row.level3 == item.name]
    return Fault(form, tuple(("rows", at, "level3") for at in rows), f"{item.name} twice")


def more_spent(plan: Plan, chance: Random) -> Fault | None:
    """More spent than budgeted, everything else following from it."""
    first = plan.parts[0]
    spent = Fraction(fixed(first.adjusted * Fraction(chance.randint(106, 130), 100), 2))
    parts = (replace(first, executed=spent), *(replace(one, executed=one.adjusted) for one in plan.parts[1:]))
    form = written(replace(plan, parts=parts, rate_text=None, total_executed=None))
    paths: tuple[Path, ...] = tuple(
        ("funds", at, "executed")
        for at, fund in enumerate(form.funds)
        if fund.executed and (re.search("总|合计", fund.label) or fund.label == first.label)
    )
    return Fault(form, paths, f"{fixed(spent, 2)} of {fixed(first.adjusted, 2)} spent")


_SCORED = "targets weights scores"
KINDS = (
    kind("unmet at full score", _SCORED, "target-not-met-full-score", unmet_at_full_score),
    kind("met but deducted", f"{_SCORED} reasons", "met-but-deducted score-monotone", met_but_deducted),
    kind("wrong proportion", _SCORED, "score-vs-proportion", wrong_proportion),
    kind("percentage as score", _SCORED, "score-actual-times-weight", percent_as_score),
    kind("saving penalised", _SCORED, "reverse-scored-as-positive", saving_penalised),
    kind("reason missing", f"{_SCORED} reasons", "reason-missing", reason_missing),
    kind("over-completion", "targets", "over-completion", over_completion),
    kind("impossible rate", "targets", "over-completion", impossible_rate),
    kind("part left out", "targets cells-in-words", "part-missing", part_left_out),
    kind("partly at full score", _SCORED, "qual-tier target-not-met-full-score", partly_at_full_score),
    kind("reversed direction", "targets cost-rows", "direction-wrong", reversed_direction),
    kind("late", "targets cells-in-words", "time-late target-not-met-full-score", late),
    kind("words for a figure", "targets", "numeric-target-text-actual", words_for_a_figure),
    kind("breakdown over total", "targets cells-in-words", "breakdown-sum", breakdown_over_total),
    kind("duplicate row", "targets", "duplicate-indicator", duplicate_row),
    kind("more spent than budgeted", "adjusted executed rate", "b-exceeds-a", more_spent),
)
