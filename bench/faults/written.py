"""Writes a plan down as a form of the samples, the way a clerk of this habit would."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bench.faults.drawn import sample
from bench.faults.habits import Habit, fixed, trimmed
from bench.faults.plan import Item, Money, Plan

_BANDS = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))


def written(plan: Plan) -> Any:
    """The form, every cell printed."""
    base = plan.family.base
    if plan.family.form == "check-list":
        kept = {one.name for one in plan.items}
        return replace(base, rows=tuple(row for row in base.rows if row.level3 in kept))
    if plan.family.form == "input-process-output":
        return _scored_sheet(plan)
    rows = _rows(plan)
    form = replace(
        base,
        year=plan.year,
        title=re.sub(r"\d{4}", str(plan.year), base.title or ""),
        above=base.above
        and tuple(re.sub(r"20\d\d年(?=\d*度|年度)", f"{plan.year}年", line) for line in base.above),
        funds=_funds(plan),
        rows=rows,
        expected=plan.texts.get("expected", base.expected),
        actual=plan.texts.get("actual", base.actual),
        printed_level1=_labels(plan),
        money_unit=plan.notes.get("money_unit", base.money_unit),
    )
    return _foot(plan, form, rows)


def scores(plan: Plan) -> list[str]:
    """The printed score of each item."""
    return [
        one.printed_score if one.printed_score is not None else plan.habit.score(one.weight * one.share)
        for one in plan.items
    ]


def execution_score(plan: Plan) -> str:
    """Weight times rate; from the printed rate where the plan says so; never above the weight."""
    rate = min(plan.rate, Fraction(1))
    if plan.exec_from_print:
        rate = Fraction(plan.habit.rate(rate).rstrip("%")) / 100
    return plan.habit.score(plan.family.execution * rate)


def total_score(plan: Plan) -> str:
    """The sum of what is printed, or of what was worked out before rounding."""
    printed = [text for text in scores(plan) if text.strip("—/")]
    if plan.family.execution and "exec-score" in plan.family.prints:
        printed.append(execution_score(plan))
    if plan.sum_of_prints:
        places = max((len(text.partition(".")[2]) for text in printed), default=0)
        text = fixed(sum(map(Fraction, printed), Fraction(0)), places)
        return trimmed(text) if plan.habit.trim else text
    exact = sum((_earned(one) for one in plan.items), Fraction(0))
    return plan.habit.score(exact + plan.family.execution * min(plan.rate, Fraction(1)))


def _earned(one: Item) -> Fraction:
    """What a row adds to the total: bonus points are set and not worked out."""
    text = (one.printed_score or "").strip("—/")
    return Fraction(text) if text else one.weight * one.share


def grade(score: str) -> str:
    """The national band of a total."""
    return next(name for least, name in _BANDS if Fraction(score) >= least)


def _funds(plan: Plan) -> tuple[Any, ...]:
    if not plan.family.parts:
        return (_total_fund(plan, plan.family.base.funds[0].label),)
    named = {fund.label: fund for fund in plan.family.base.funds}
    total_label = next(label for label in named if re.search("总|合计", label))
    parts = tuple(fund for one in plan.parts for fund in _with_details(plan, one))
    total = _total_fund(plan, total_label)
    return (*parts, total) if plan.family.form == "hubei-county" else (total, *parts)


def _with_details(plan: Plan, one: Money) -> list[Any]:
    below = [_part_fund(plan, detail) for detail in plan.details] if one is plan.parts[0] else []
    return [_part_fund(plan, one), *below]


def _total_fund(plan: Plan, label: str) -> Any:
    prints, habit = plan.family.prints, plan.habit
    scored = "exec-score" in prints
    score = execution_score(plan) if scored else None
    rate = plan.rate_text or habit.rate(plan.rate)
    return sample("form").Fund(
        label,
        habit.money(plan.total("initial")) if "initial" in prints else None,
        habit.money(plan.total("adjusted")),
        habit.money(plan.total("executed")),
        str(plan.family.execution) if scored else None,
        rate,
        score,
    )


def _part_fund(plan: Plan, one: Money) -> Any:
    prints, habit = plan.family.prints, plan.habit
    fund = sample("form").Fund
    if plan.family.form == "hunan-department":
        return fund(one.label, None, _always(habit, one.adjusted))
    if plan.family.form == "hubei-county":
        return fund(one.label, None, _always(habit, one.adjusted))
    rate = habit.rate(one.executed / one.adjusted) if one.adjusted else habit.nothing
    return fund(
        one.label,
        habit.money(one.initial) if "initial" in prints else None,
        habit.money(one.adjusted),
        habit.money(one.executed),
        habit.nothing,
        rate,
        habit.nothing,
    )


def _always(habit: Habit, value: Fraction) -> str:
    """An amount where the form does not let a clerk leave it out."""
    return habit.money(value) if value else "0.00"


def _rows(plan: Plan) -> tuple[Any, ...]:
    rows = [_row(plan, one, score) for one, score in zip(plan.items, scores(plan), strict=True)]
    if plan.family.form == "hubei-county":
        rows = [*_county_head(plan), *rows]
    if not plan.subtotals:
        return tuple(rows)
    with_sums: list[Any] = []
    for at, (one, row) in enumerate(zip(plan.items, rows, strict=True)):
        with_sums.append(row)
        if at + 1 == len(rows) or plan.items[at + 1].level1 != one.level1:
            with_sums.append(_subtotal(plan, one))
    return tuple(with_sums)


def _subtotal(plan: Plan, last: Item) -> Any:
    mine = [at for at, one in enumerate(plan.items) if one.level1 == last.level1]
    weight = sum((plan.items[at].weight for at in mine), Fraction(0))
    printed = (scores(plan)[at].strip("—/") for at in mine)
    score = sum((Fraction(text) for text in printed if text), Fraction(0))
    return sample("form").Row(
        last.level1, last.level2, "小计", "", "", _points(weight), trimmed(fixed(score, 2)), ""
    )


def _row(plan: Plan, one: Item, score: str) -> Any:
    family = plan.family
    more: dict[str, str] = {}
    if one.split:
        sign, number, unit = one.split
        more = {"sign": sign, "number": number, "unit": unit, "adjusted": number}
    weight = one.printed_weight if one.printed_weight is not None else _points(one.weight)
    if family.form == "chongqing-department":
        more |= {"factor": trimmed(fixed(one.share * 100, 2)), "core": "否"}
    if family.form == "hubei-county":
        more |= {"review": score, "standard": f"达到目标得满分，满分{_points(one.weight)}分"}
    levelled = family.form != "chongqing-department"
    has_reason = "reasons" in family.prints or family.form == "hubei-project"
    return sample("form").Row(
        one.level1 if levelled else None,
        one.level2 if levelled else None,
        one.name,
        one.target_text,
        one.actual_text,
        weight if "weights" in family.prints else None,
        score if "scores" in family.prints else None,
        one.reason if has_reason else None,
        more=more,
    )


def _points(weight: Fraction) -> str:
    return trimmed(fixed(weight, 1))


def _county_head(plan: Plan) -> list[Any]:
    """Decision and management: the same in every form, but for the execution rate."""
    rows = list(plan.family.base.rows[:3])
    rate = plan.habit.rate(plan.rate)
    score = trimmed(fixed(8 * min(plan.rate, Fraction(1)), 2))
    rows[1] = replace(rows[1], actual=rate, score=score, more={**rows[1].more, "review": score})
    return rows


def _labels(plan: Plan) -> dict[str, str]:
    if plan.labels is not None:
        return plan.labels
    if "group-weights" in plan.family.prints or plan.family.form == "hubei-project":
        return {name: f"{name}（{points}分）" for name, points in plan.family.groups}
    if plan.family.form == "hubei-county":
        return _county_labels(plan)
    return {}


def _county_labels(plan: Plan) -> dict[str, str]:
    labels = dict(plan.family.base.printed_level1)
    for level2, _ in plan.family.level2:
        weight = sum((one.weight for one in plan.items if one.level2 == level2), Fraction(0))
        labels[level2] = f"{level2} {_points(weight)}分"
    return labels


def _foot(plan: Plan, form: Any, rows: tuple[Any, ...]) -> Any:
    prints = plan.family.prints
    if "total-score" not in prints:
        return form
    total = total_score(plan)
    if plan.family.form == "hubei-county":
        head = sum((Fraction(row.score) for row in rows[:3]), Fraction(0))
        total = trimmed(fixed(Fraction(total) + head, 2))
    form = replace(form, total_score=total, total_weight="100" if "total-weight" in prints else None)
    if plan.family.form == "sichuan-0013zp":
        return replace(form, total_score="", conclusion=f"项目自评得分{total}分，各项任务按计划推进。")
    if plan.family.form == "hubei-project":
        reason = "".join(one.reason for one in plan.items) or "无"
        return replace(form, notes={**form.notes, "reason": reason})
    if "grade" in prints:
        form = replace(form, rating=grade(total))
        if form.conclusion:
            form = replace(form, conclusion=f"年度任务完成情况已逐项核对，自评为“{grade(total)}”。")
    return form


def _scored_sheet(plan: Plan) -> Any:
    """Input, process, output, effect: the sample's rows with other weights, and scores that follow."""
    rows = plan.family.base.rows
    done = []
    for row, one in zip(rows, plan.items, strict=True):
        done.append(
            replace(
                row,
                weight=_points(one.weight),
                score=plan.habit.score(one.weight * one.share),
                deviation=one.reason,
            )
        )
    groups: dict[str, Fraction] = {}
    for row, one in zip(rows, plan.items, strict=True):
        groups[row.level1] = groups.get(row.level1, Fraction(0)) + one.weight
    total = fixed(sum((Fraction(row.score) for row in done), Fraction(0)), 2)
    return replace(
        plan.family.base,
        rows=tuple(done),
        total_score=trimmed(total),
        printed_level1={name: f"{name}（{_points(points)}分）" for name, points in groups.items()},
    )
