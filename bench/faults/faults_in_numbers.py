"""Single faults in printed numbers: sums, rates, scores, weights, and slips of the pen in a digit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from bench.faults.fault import Fault, Path, changed, kind, number, value_at, with_number
from bench.faults.habits import trimmed
from bench.faults.plan import Plan
from bench.faults.written import written

_AMOUNTS = ("initial", "adjusted", "executed")
_ON_AMOUNTS = frozenset(
    {
        "budget-col-sum",
        "rate-recompute",
        "amount-unit",
        "b-exceeds-a",
        "exec-score-recompute",
        "budget-axis-equal",
    }
)
_ON_WEIGHTS = frozenset({"total-weight-sum", "group-weight-sum", "score-le-weight", "exec-weight-odd"})
_ON_SCORES = frozenset(
    {"total-score-sum", "score-le-weight", "group-score-sum", "exec-score-recompute", "grade-band"}
)


def _total_at(form: Any) -> int:
    return next(at for at, fund in enumerate(form.funds) if re.search("总|合计", fund.label))


def _summed(plan: Plan, form: Any) -> list[Path]:
    """Amounts of columns whose parts are all printed."""
    columns = [name for name in _AMOUNTS if name in plan.family.prints]
    if plan.family.form in ("hubei-county", "hunan-department"):
        columns = ["adjusted"]
    return [
        ("funds", at, name)
        for at, fund in enumerate(form.funds)
        for name in columns
        if number(getattr(fund, name) or "")
        # what a row details stands in no sum with the total, and may be less than the row
        and not (plan.details and fund.label in ("其中：人员经费", "公用经费"))
    ]


def _scaled(text: str, chance: Random) -> str:
    value = number(text)
    factor = chance.choice([1 - chance.uniform(0.04, 0.3), 1 + chance.uniform(0.04, 0.3)])
    return with_number(text, Fraction(value) * Fraction(factor) + 1)


def column_sum(plan: Plan, chance: Random) -> Fault | None:
    """An amount of a column that is added up."""
    form = written(plan)
    paths = _summed(plan, form)
    if not paths or len(plan.parts) < 2:
        return None
    path = chance.choice(paths)
    return changed(plan, path, _scaled(value_at(form, path), chance))


def group_weight(plan: Plan, chance: Random) -> Fault | None:
    """The weight on a heading."""
    headings = [name for name, text in written(plan).printed_level1.items() if re.search(r"\d", text)]
    if not headings:
        return None
    name = chance.choice(headings)
    text = written(plan).printed_level1[name]
    value = Decimal(re.search(r"\d+(?:\.\d+)?", text)[0])  # type: ignore[index]
    return changed(plan, ("heading", 0, name), with_number(text, value + chance.choice([-5, -2, 3, 5, 10])))


def group_score(plan: Plan, chance: Random) -> Fault | None:
    """The score in a row of subtotals."""
    form = written(replace(plan, subtotals=True))
    paths: list[Path] = [("rows", at, "score") for at, row in enumerate(form.rows) if row.level3 == "小计"]
    path = chance.choice(paths)
    value = number(value_at(form, path))
    shift = Decimal(chance.choice([-3, -1, 2, 4]))
    return changed(replace(plan, subtotals=True), path, trimmed(str(max(value + shift, value / 2))))


def _weighed(form: Any) -> list[int]:
    return [at for at, row in enumerate(form.rows) if row.level3 != "小计" and number(row.weight or "")]


def row_weight(plan: Plan, chance: Random) -> Fault | None:
    """The weight of a row, above what it scored."""
    form = written(plan)
    path: Path = ("rows", chance.choice(_weighed(form)), "weight")
    text = value_at(form, path)
    value = number(text)
    return changed(plan, path, with_number(text, value + chance.choice([1, 2, 3, 5])))


def total_weight(plan: Plan, chance: Random) -> Fault | None:
    """The total of the weights."""
    # 90 would do as the total of the rows without the execution rate
    return changed(plan, ("form", 0, "total_weight"), str(100 + chance.choice([-20, -5, -1, 2, 5, 10])))


def total_score(plan: Plan, chance: Random) -> Fault | None:
    """The total of the scores, where it is printed: in its cell, or in a sentence."""
    form = written(plan)
    path: Path = ("form", 0, "conclusion" if plan.family.form == "sichuan-0013zp" else "total_score")
    text = value_at(form, path)
    value = Decimal(re.search(r"\d+(?:\.\d+)?", text)[0])  # type: ignore[index]
    shift = Decimal(chance.choice([-300, -120, -50, 40, 90])) / 100
    if len(str(value).partition(".")[2]) == 0:
        shift = Decimal(chance.choice([-3, -1, 1]))
    return changed(plan, path, with_number(text, value + shift))


def _scored(form: Any) -> list[Path]:
    return [
        ("rows", at, "score")
        for at, row in enumerate(form.rows)
        if row.level3 != "小计" and (number(row.score or "") or 0) > 1 and "加分" not in row.level3
    ]


def row_score(plan: Plan, chance: Random) -> Fault | None:
    """The score of a row, lowered, so that it no longer fits the total."""
    form = written(plan)
    path = chance.choice(_scored(form))
    value = number(value_at(form, path))
    return changed(plan, path, trimmed(str(value - Decimal(chance.choice([50, 80, 100])) / 100)))


def rate(plan: Plan, chance: Random) -> Fault | None:
    """A printed execution rate."""
    form = written(plan)
    path: Path = ("funds", _total_at(form), "rate")
    text = value_at(form, path)
    value = Decimal(text.rstrip("%"))
    return changed(plan, path, with_number(text, value + Decimal(chance.choice([-9, -4, -2, 2, 3]))))


def execution_score(plan: Plan, chance: Random) -> Fault | None:
    """The points for the execution rate."""
    form = written(plan)
    path: Path = ("funds", _total_at(form), "score")
    value = number(value_at(form, path))
    return changed(plan, path, trimmed(str(value - Decimal(chance.choice([60, 90, 130, 200])) / 100)))


def score_above_weight(plan: Plan, chance: Random) -> Fault | None:
    """More points than the row weighs."""
    form = written(plan)
    at = chance.choice([at for _, at, _ in _scored(form) if at in _weighed(form)])
    weight = number(form.rows[at].weight)
    return changed(
        plan, ("rows", at, "score"), trimmed(str(weight + Decimal(chance.choice(["0.5", "1", "2"]))))
    )


def negative_score(plan: Plan, chance: Random) -> Fault | None:
    """A score below nothing."""
    form = written(plan)
    path = chance.choice(_scored(form))
    return changed(plan, path, f"-{value_at(form, path)}")


def _redundant(plan: Plan, form: Any) -> Iterator[tuple[Path, Fraction]]:
    """Cells that another cell of the form proves, with the least change that no rounding explains."""
    prints = plan.family.prints
    total = _total_at(form) if form.funds else -1
    if len(plan.parts) > 1 and prints & {"parts", "axes"}:
        for path in _summed(plan, form):
            step = Fraction(10) ** -min(plan.habit.money_places, 2)
            yield path, step * 5 * (len(form.funds) + 1)
    elif "rate" in prints:
        for name in ("adjusted", "executed"):
            value = number(getattr(form.funds[total], name))
            yield ("funds", total, name), Fraction(value or 0) / 40
    if "rate" in prints:
        yield ("funds", total, "rate"), Fraction(2)
    if "exec-score" in prints:
        yield ("funds", total, "score"), Fraction(6, 10)
    if "weights" in prints:
        yield from ((("rows", at, "weight"), Fraction(1)) for at in _weighed(form))
    if "scores" in prints:
        yield from ((path, Fraction(1, 2)) for path in _scored(form))
        if form.total_score:
            yield ("form", 0, "total_score"), Fraction(1, 2)


def _slip(plan: Plan, chance: Random, slip: Any) -> Fault | None:
    """A digit gone wrong somewhere where the form itself proves it."""
    form = written(plan)
    places = list(_redundant(plan, form))
    for path, least in chance.sample(places, len(places)):
        before = value_at(form, path)
        after = slip(before, chance)
        old, new = number(before), number(after or "")
        if after and old is not None and new is not None and abs(Fraction(new) - Fraction(old)) >= least:
            return changed(plan, path, after)
    return None


def _swapped(text: str, chance: Random) -> str | None:
    pairs = [
        at
        for at in range(len(text) - 1)
        if text[at].isdigit()
        and text[at + 1].isdigit()
        and text[at] != text[at + 1]
        and (at or text[1] != "0")
    ]
    if not pairs:
        return None
    at = chance.choice(pairs)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _without_point(text: str, _: Random) -> str | None:
    return text.replace(".", "").replace(",", "") if "." in text and not text.startswith("0") else None


def _with_a_digit_less(text: str, chance: Random) -> str | None:
    digits = [at for at, letter in enumerate(text) if letter.isdigit()]
    at = chance.choice(digits) if len(digits) > 1 else None
    return None if at is None or "," in text else text[:at] + text[at + 1 :]


def digit_swap(plan: Plan, chance: Random) -> Fault | None:
    """Two neighbouring digits changed places."""
    return _slip(plan, chance, _swapped)


def lost_decimal(plan: Plan, chance: Random) -> Fault | None:
    """The decimal point is gone."""
    return _slip(plan, chance, _without_point)


def dropped_digit(plan: Plan, chance: Random) -> Fault | None:
    """A digit is gone."""
    return _slip(plan, chance, _with_a_digit_less)


def unit_slip(plan: Plan, chance: Random) -> Fault | None:
    """One amount in yuan among amounts in ten thousands."""
    form = written(plan)
    provable = {path for path, _ in _redundant(plan, form) if path[0] == "funds" and path[2] in _AMOUNTS}
    path = chance.choice(sorted(provable))
    value = number(value_at(form, path))
    scale = Fraction(1, 10_000) if plan.notes.get("money_unit") == "元" or value > 10**6 else Fraction(10_000)
    return changed(plan, path, with_number(value_at(form, path), Fraction(value) * scale))


def part_over_total(plan: Plan, chance: Random) -> Fault | None:
    """A part that alone is more than the whole."""
    form = written(plan)
    columns = ["adjusted", "executed"] if "one-part" in plan.family.prints else ["adjusted"]
    name = chance.choice(columns)
    whole = number(getattr(form.funds[_total_at(form)], name))
    at = next(at for at, fund in enumerate(form.funds) if fund.label == plan.parts[0].label)
    text = with_number(
        getattr(form.funds[at], name), Fraction(whole) * Fraction(chance.randint(104, 140), 100)
    )
    return changed(plan, ("funds", at, name), text)


def zero_total(plan: Plan, chance: Random) -> Fault | None:
    """The total of a column left at nothing."""
    form = written(plan)
    name = chance.choice(sorted({path[2] for path in _summed(plan, form)}))
    path: Path = ("funds", _total_at(form), name)
    return changed(plan, path, "0.00") if number(value_at(form, path)) else None


def execution_weight(plan: Plan, chance: Random) -> Fault | None:
    """The weight of the execution rate: 100 in place of 10."""
    path: Path = ("funds", _total_at(written(plan)), "weight")
    return changed(plan, path, chance.choice(["100", "15", "5"]))


KINDS = (
    kind("column sum", "parts", "budget-col-sum", column_sum),
    kind("axis sum", "axes", "budget-col-sum budget-axis-equal", column_sum),
    kind("part over total", "one-part", "budget-col-sum", part_over_total),
    kind("zero total", "parts initial", "budget-total-zero", zero_total),
    kind("group weight", "group-weights weights", "group-weight-sum", group_weight),
    kind("group score", "group-weights scores cells-in-words initial", "group-score-sum", group_score),
    kind("row weight", "weights total-weight", "total-weight-sum group-weight-sum", row_weight),
    kind("total weight", "weights total-weight", "total-weight-sum", total_weight),
    kind("total score", "scores total-score", "total-score-sum", total_score),
    kind("row score", "scores total-score", "total-score-sum", row_score),
    kind("rate", "rate adjusted executed", "rate-recompute", rate),
    kind("execution score", "exec-score", "exec-score-recompute", execution_score),
    kind("execution weight", "exec-score weights", "exec-weight-odd total-weight-sum", execution_weight),
    kind("score above weight", "weights scores", "score-le-weight", score_above_weight),
    kind("negative score", "scores", "score-negative", negative_score),
    kind("digit swap", "scores total-score", _ON_AMOUNTS | _ON_WEIGHTS | _ON_SCORES, digit_swap),
    kind("lost decimal", "scores total-score", _ON_AMOUNTS | _ON_WEIGHTS | _ON_SCORES, lost_decimal),
    kind("dropped digit", "scores total-score", _ON_AMOUNTS | _ON_WEIGHTS | _ON_SCORES, dropped_digit),
    kind("unit slip", "rate executed", _ON_AMOUNTS, unit_slip),
)
