"""Single faults in cells of text: left blank, copied, of another year, or against the numbers of the form."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from bench.faults.fault import Fault, Path, changed, edited, field_of, kind, row_of, value_at
from bench.faults.habits import fixed
from bench.faults.plan import Plan, chosen
from bench.faults.written import written


def _blank(plan: Plan, chance: Random, name: str) -> Fault | None:
    """A cell left blank in a row that is filled otherwise; the row's name is as good a place."""
    at = chosen(
        plan, chance, lambda one: one.kind in ("floor", "ceiling", "words") and one.printed_score is None
    )
    if at is None:
        return None
    form = written(plan)
    row = row_of(form, plan.items[at])
    path = field_of(form, row, name)
    if not value_at(form, path).strip("—/"):
        return None
    made = edited(form, path, "")
    if name == "target" and path[0] == "more":
        made = edited(edited(made, ("more", row, "sign"), ""), ("more", row, "unit"), "")
        if "adjusted" in made.rows[row].more:
            made = edited(made, ("more", row, "adjusted"), "")
    return Fault(made, (path, ("rows", row, "level3")), f"{plan.items[at].name}: no {name}")


def missing(name: str) -> Callable[[Plan, Random], Fault | None]:
    """A maker of faults that leaves this cell blank."""

    def make(plan: Plan, chance: Random) -> Fault | None:
        return _blank(plan, chance, name)

    return make


def wrong_grade(plan: Plan, chance: Random) -> Fault | None:
    """A grade that the total does not earn, in its cell or in the conclusion."""
    form = written(plan)
    path: Path = ("form", 0, "conclusion" if form.conclusion else "rating")
    text = value_at(form, path)
    grade = re.search("[优良中差](?=”)", text)[0] if form.conclusion else text  # type: ignore[index]
    other = chance.choice([name for name in "优良中差" if name != grade])
    return changed(plan, path, text.replace(grade, other))


def copied_goal(plan: Plan, _: Random) -> Fault | None:
    """What was achieved is the goal, word by word."""
    form = written(plan)
    return changed(plan, ("form", 0, "actual"), form.expected) if len(form.expected or "") >= 32 else None


def other_year(plan: Plan, chance: Random) -> Fault | None:
    """The text is that of an earlier year."""
    text = f"{plan.year - chance.randint(1, 3)}年各项任务按计划推进，项目资料已归档，群众反映较好。"
    return changed(plan, ("form", 0, "actual"), text)


def rate_in_text(plan: Plan, chance: Random) -> Fault | None:
    """A rate in the text that its own amounts do not give."""
    adjusted, executed = plan.total("adjusted"), plan.total("executed")
    rate = executed / adjusted * 100 - chance.randint(3, 9)
    text = (
        f"年度任务逐项落实。全年预算{fixed(adjusted, 2)}万元，执行{fixed(executed, 2)}万元，"
        f"执行率{fixed(rate, 2)}%，资料归档备查。"
    )
    return changed(plan, ("form", 0, "actual"), text)


def template_text(plan: Plan, chance: Random) -> Fault | None:
    """A placeholder of the template in place of an answer."""
    at = chosen(plan, chance, lambda one: one.printed_score is None)
    if at is None:
        return None
    form = written(plan)
    row = row_of(form, plan.items[at])
    return changed(
        plan, ("rows", row, "actual"), chance.choice(["XX个", "请填写完成情况（50字以内）", "XX%"])
    )


KINDS = (
    kind("missing actual", "targets", "missing-actual", missing("actual")),
    kind("missing target", "targets", "missing-target", missing("target")),
    kind("missing weight", "weights scores", "empty-group total-weight-sum", missing("weight")),
    kind("missing score", "weights scores", "missing-score", missing("score")),
    kind("wrong grade", "grade", "grade-band", wrong_grade),
    kind("copied goal", "goals", "narrative-copied-goal", copied_goal),
    kind("other year", "goals", "year-mismatch", other_year),
    kind("rate in text", "goals parts", "ratio-in-text", rate_in_text),
    kind("template text", "", "template-leftover", template_text),
)
