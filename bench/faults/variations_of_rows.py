"""What honest forms have differently in their rows: other wordings, further rows, headings, dates."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from bench.faults.filled import compound
from bench.faults.habits import fixed, trimmed
from bench.faults.plan import Item, Money, Plan, Vary, chosen, put


def _rising(one: Item) -> bool:
    return one.kind == "floor" and one.target is not None and one.met


def subtotals(plan: Plan, _: Random) -> Plan | None:
    """A row with the sums below each group."""
    fits = plan.family.form in ("mof-2020-project", "mof-2020-department", "mof-2021-project")
    return replace(plan, subtotals=True) if fits and not plan.family.split else None


def bare_headings(plan: Plan, _: Random) -> Plan | None:
    """No weights on the headings."""
    return replace(plan, labels={}) if "group-weights" in plan.family.prints and plan.family.groups else None


def bracketed_headings(plan: Plan, chance: Random) -> Plan | None:
    """Other ways to print a weight on a heading."""
    if "group-weights" not in plan.family.prints or not plan.family.groups:
        return None
    shape = chance.choice(["{0} ({1} 分)", "{0}（{1}）", "{0}(权重{1}分)", "{0}（{1}.0分）"])
    return replace(plan, labels={name: shape.format(name, points) for name, points in plan.family.groups})


def two_conditions(plan: Plan, chance: Random) -> Plan | None:
    """A target of two parts, both met."""
    at = chosen(plan, chance, lambda one: one.level2 == "数量指标")
    if at is None or plan.family.split:
        return None
    return put(plan, at, compound(plan.items[at], chance))


def sub_row(plan: Plan, chance: Random) -> Plan | None:
    """A row 其中 that only details the one above, without weight and score."""
    at = chosen(plan, chance, lambda one: _rising(one) and (one.target or 0) > 20 and one.unit != "%")
    if at is None or plan.family.split or plan.family.form in ("hubei-county", "input-process-output"):
        return None
    item = plan.items[at]
    low, got = item.target // 2, item.actual // 2
    blank = {"printed_weight": "", "printed_score": "", "weight": Fraction(0), "reason": ""}
    below = replace(
        item,
        name=f"其中：{item.name}（脱贫村）",
        target=None,
        actual=None,
        target_text=f"≥{low}{item.unit}",
        actual_text=f"{got}{item.unit}",
        **blank,
    )
    return replace(plan, items=(*plan.items[: at + 1], below, *plan.items[at + 1 :]))


def void_row(plan: Plan, chance: Random) -> Plan | None:
    """An indicator that no longer applies: dashes all along."""
    at = chosen(plan, chance, lambda one: one.kind in ("floor", "ceiling"))
    if at is None or plan.family.split or not {"weights", "targets"} <= plan.family.prints:
        return None
    dash = chance.choice(["—", "/"])
    item = replace(
        plan.items[at],
        name="本年度调整取消的指标",
        kind="words",
        target_text=dash,
        actual_text=dash,
        printed_weight=dash,
        printed_score=dash,
        weight=Fraction(0),
        reason="",
        target=None,
    )
    return replace(plan, items=(*plan.items[: at + 1], item, *plan.items[at + 1 :]))


def bonus_row(plan: Plan, chance: Random) -> Plan | None:
    """Points on top of the weights."""
    fits = {"weights", "scores", "total-score"} <= plan.family.prints and plan.family.groups
    if not fits or plan.family.split:
        return None
    points = chance.choice(["1", "2", "0.5"])
    last = plan.items[-1]
    item = Item(
        last.level1,
        last.level2,
        "加分项：获省级表彰",
        "words",
        "获得省级以上表彰",
        "获省级表彰1次",
        Fraction(0),
        printed_weight=chance.choice(["", "—"]),
        printed_score=points,
    )
    return replace(plan, items=(*plan.items, item))


def further_budget_row(plan: Plan, chance: Random) -> Plan | None:
    """One more source of money."""
    if plan.family.form not in ("mof-2020-project", "mof-2021-project", "poverty-fund", "transfer-payment"):
        return None
    amount = Fraction(chance.randint(1000, 90000), 100)
    row = Money(chance.choice(["上级补助资金", "社会捐赠资金", "事业收入资金"]), amount, amount, amount)
    return replace(plan, parts=(*plan.parts[:-1], row, plan.parts[-1]))


def other_wordings(plan: Plan, chance: Random) -> Plan | None:
    """不低于, 以上, 不超过, 以内 in place of signs."""
    if plan.family.split:
        return None
    shapes = {
        "≥": [
            "不低于{n}{u}",
            "{n}{u}以上",
            "至少{n}{u}",
            ">={n}{u}",
            "不少于{n}{u}",
            "达到{n}{u}以上",
            "{n}{u}",
        ],
        "≤": ["不超过{n}{u}", "{n}{u}以内", "不高于{n}{u}", "<={n}{u}", "控制在{n}{u}以内"],
    }
    items = tuple(
        replace(one, target_text=chance.choice(shapes[one.sign]).format(n=one.target, u=one.unit))
        if one.target is not None and one.sign
        else one
        for one in plan.items
    )
    return replace(plan, items=items)


def told_at_length(plan: Plan, chance: Random) -> Plan | None:
    """Answers as sentences, some with the parts of the whole."""
    if plan.family.split:
        return None
    return replace(plan, items=tuple(_at_length(one, chance) for one in plan.items))


def _at_length(one: Item, chance: Random) -> Item:
    if one.actual is None or one.kind != "floor":
        return one
    text = f"{one.actual}{one.unit}"
    shapes = [
        "全年{name}{text}",
        "共{text}",
        "完成{text}，按季度组织检查",
        "已完成{text}。",
        "{text}，资料已归档",
    ]
    if one.unit != "%" and one.actual == one.actual.to_integral() and one.actual > 10:
        first = int(one.actual) // 3
        rest = int(one.actual) - first
        shapes.append(f"全年{{text}}，其中上半年{first}{one.unit}、下半年{rest}{one.unit}")
    return replace(one, actual_text=chance.choice(shapes).format(name=one.name, text=text))


def separators_in_answers(plan: Plan, _: Random) -> Plan | None:
    """12,600人 and 1.26万人."""
    big = [at for at, one in enumerate(plan.items) if one.actual is not None and one.actual >= 10000]
    if not big:
        return None
    one = plan.items[big[0]]
    unit = "" if plan.family.split else one.unit
    return put(plan, big[0], replace(one, actual_text=f"{one.actual:,}{unit}"))


def full_width(plan: Plan, _: Random) -> Plan | None:
    """Digits as wide as Chinese characters."""
    if plan.family.split:
        return None
    wide = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
    items = tuple(replace(one, actual_text=one.actual_text.translate(wide)) for one in plan.items)
    return replace(plan, items=items)


def points_with_unit(plan: Plan, _: Random) -> Plan | None:
    """10分 in the columns of weights."""
    if "weights" not in plan.family.prints:
        return None
    return replace(
        plan,
        items=tuple(
            replace(one, printed_weight=f"{trimmed(fixed(one.weight, 1))}分")
            if one.printed_weight is None
            else one
            for one in plan.items
        ),
    )


def bracketed_weights(plan: Plan, _: Random) -> Plan | None:
    """(10) in the columns of weights."""
    if "weights" not in plan.family.prints:
        return None
    return replace(
        plan,
        items=tuple(
            replace(one, printed_weight=f"（{trimmed(fixed(one.weight, 1))}）")
            if one.printed_weight is None
            else one
            for one in plan.items
        ),
    )


def nothing_happened(plan: Plan, chance: Random) -> Plan | None:
    """无 as the answer to a target of none."""
    at = chosen(plan, chance, lambda one: one.level2 == "社会效益指标")
    if at is None or plan.family.split:
        return None
    return put(
        plan,
        at,
        replace(
            plan.items[at],
            name="安全责任事故",
            target=None,
            actual=None,
            reason="",
            share=Fraction(1),
            target_text=chance.choice(["0起", "=0起", "无"]),
            actual_text=chance.choice(["无", "未发生", "0起"]),
        ),
    )


def other_dates(plan: Plan, chance: Random) -> Plan | None:
    """Quarters, months and spans."""
    at = chosen(plan, chance, lambda one: one.level2 == "时效指标")
    if at is None or plan.family.split:
        return None
    year = plan.year
    target, actual = chance.choice(
        [
            (f"{year}年1月至12月", f"{year}年1月至12月31日"),
            (f"{year}年12月底前", f"{year}年12月"),
            (f"{year}年第四季度", f"{year}年11月"),
            ("12月31日前", "12月20日"),
            (f"{year}年12月31日前完成", f"已于{year}年10月18日完成"),
        ]
    )
    item = replace(
        plan.items[at], name="年度任务完成时间", kind="date", target=None, actual=None, share=Fraction(1)
    )
    return put(plan, at, replace(item, target_text=target, actual_text=actual, reason=""))


def new_in_the_year(plan: Plan, _: Random) -> Plan | None:
    """Nothing was budgeted at the beginning of the year."""
    if "initial" not in plan.family.prints:
        return None
    return replace(plan, parts=tuple(replace(one, initial=Fraction(0)) for one in plan.parts))


def last_years_figure(plan: Plan, _: Random) -> Plan | None:
    """The text compares with the year before."""
    if "actual" not in plan.texts:
        return None
    told = f"与{plan.year - 1}年相比，任务总量增长8.6%，管护标准不变。"
    return replace(plan, texts={**plan.texts, "actual": plan.texts["actual"] + told})


def other_groups(plan: Plan, chance: Random) -> Plan | None:
    """Weights that the unit chose itself: two points of an output row go to a benefit row."""
    first = [at for at, one in enumerate(plan.items) if one.level1 == "产出指标" and one.weight >= 4]
    second = [at for at, one in enumerate(plan.items) if one.level1 == "效益指标"]
    fits = "weights" in plan.family.prints and plan.family.groups and first and second
    fits = fits and all(one.printed_weight is None for one in plan.items)
    if not fits or chance.random() < 0.3:
        return None
    give, take = first[-1], second[0]
    moved = Fraction(2)
    made = put(plan, give, replace(plan.items[give], weight=plan.items[give].weight - moved))
    made = put(made, take, replace(made.items[take], weight=made.items[take].weight + moved))
    if "group-weights" not in plan.family.prints:
        return made
    points = {
        name: sum((one.weight for one in made.items if one.level1 == name), Fraction(0))
        for name, _ in plan.family.groups
    }
    return replace(made, labels={name: f"{name}（{trimmed(fixed(of, 1))}分）" for name, of in points.items()})


OF_ROWS: tuple[Vary, ...] = (
    subtotals,
    bare_headings,
    bracketed_headings,
    two_conditions,
    sub_row,
    void_row,
    bonus_row,
    further_budget_row,
    other_wordings,
    told_at_length,
    separators_in_answers,
    full_width,
    points_with_unit,
    bracketed_weights,
    nothing_happened,
    other_dates,
    new_in_the_year,
    last_years_figure,
    other_groups,
)
