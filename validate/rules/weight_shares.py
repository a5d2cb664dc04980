"""How the weights are shared out between the groups and the execution rate, against the national model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import msgspec

from extract.wording import Wording
from normalize.evaluation import Evaluation, Indicator, Part
from validate.equations.absent import absent, without_number
from validate.equations.scored import scored_rows, tally
from validate.equations.sums import exact_sum, sum_only, sum_text
from validate.equations.terms import (
    Term,
    budget_term,
    decimals,
    evidence,
    execution_line,
    graded,
)
from validate.outcome import Outcome, Severity
from validate.profile import Profile
from validate.rounding import written
from validate.rule import could_not_check, found, not_applicable, ok, rule

# What the execution rate weighs where nothing fixes it: 10 nearly everywhere, 20 in Hubei.
USUAL = (Decimal(10), Decimal(20))

NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
NO_101 = Wording("财预〔2021〕101号", "Cai Yu [2021] No. 101 (财预〔2021〕101号)")
SHARES = Wording("一级指标分值", "level-1 weights")
EXECUTION = Wording("预算执行分值", "execution weight")

_ENGLISH = {"产出": "output", "效益": "benefit", "满意度": "satisfaction", "成本": "cost"}


@rule(
    "level1-weights",
    severity="notice",
    family="weights",
    title=Wording("一级指标分值与通行规定不同", "Level-1 weights differ from the national model"),
    basis=(NO_10, NO_101),
)
def level1_weights(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """Weights of output, benefit, satisfaction and cost that are not those of the national models.

    What it checks:
        The weights added up for each level-1 group, where the profile sets them. The national ones do: 50,
        30 and 10 for output, benefit and satisfaction; or 20, 40, 20 and 10 with a cost group of its own.
        Where nobody can be asked, the 10 of satisfaction go to benefit.
    Basis:
        财预〔2020〕10号 and 财预〔2021〕101号. Units may set other weights in special cases, so it is a
        notice.
    Why it matters:
        Weight moved to groups that are easily met lifts every total, and totals are compared.

    Example:
        Output 60, benefit 20, satisfaction 10.
    When it does not apply:
        Forms of a province, and forms with other level-1 names. Cost rows inside the output group count
        there. Where the rows do not add up to 90, or the names of the groups were lost and inferred and the
        sums do not fit, the rule says that it could not check.
    How to put it right:
        Name the notice or the approval that sets these weights.
    """
    if not profile.level1_models:
        yield not_applicable(
            SHARES, Wording("适用规则未规定一级指标分值。", "The profile sets no such weights.")
        )
        return
    weights = tally(evaluation, "weight")
    parts: tuple[Part, ...] = ("indicators", "indicators.weight")
    if not weights.rows:
        yield without_number(evaluation, SHARES, parts, Wording("指标分值", "weights of the rows"))
        return
    groups = _groups(evaluation)
    if groups is None:
        gap = absent(evaluation, SHARES, ("indicators.level1",))
        yield gap or not_applicable(SHARES, _OTHER_NAMES)
        return
    yield _model(evaluation, profile, weights.empty, groups)


_OTHER_NAMES = Wording(
    "一级指标不是产出、效益、满意度、成本。", "The level-1 groups have other names than the models."
)


class _Group(msgspec.Struct, frozen=True):
    """The weights under one level-1 name."""

    name: str
    terms: tuple[Term, ...]

    @property
    def sum(self) -> Fraction:
        return exact_sum(self.terms)


def _groups(evaluation: Evaluation) -> list[_Group] | None:
    """The weights by level-1 group, in the order of the form; None where a name is not of the models."""
    found: dict[str, list[Term]] = {}
    for row, weight, _, on_top in scored_rows(evaluation):
        if weight is None or on_top:
            continue
        name = _name(row)
        if name is None:
            return None
        found.setdefault(name, []).append(weight)
    return [_Group(name, tuple(terms)) for name, terms in found.items()]


def _name(row: Indicator) -> str | None:
    level1 = row.level1.value.replace("效果", "效益") if row.level1 else ""
    return next((name for name in ("满意度", "成本", "产出", "效益") if name in level1), None)


def _model(
    evaluation: Evaluation, profile: Profile, empty: Sequence[str], groups: Sequence[_Group]
) -> Outcome:
    models = profile.level1_models
    whole = Fraction((profile.total_weight or 100) - (profile.execution_weight or 10))
    sums = {one.name: one.sum for one in groups}
    arithmetic = "; ".join(sum_text(one.terms) for one in groups)
    if any(sums == {name: Fraction(weight) for name, weight in model.items()} for model in models):
        return ok(SHARES, arithmetic)
    inferred = any(row.level1 is None or row.level1.how == "inferred" for row in evaluation.indicators)
    if empty or inferred or sum(sums.values()) != whole:
        reason = Wording(
            "各行所属的一级指标系推断，或分值不全、合计不符，须先核对。",
            "The groups of the rows were inferred, or weights are missing or do not add up: that first.",
        )
        return could_not_check(SHARES, reason)
    named_zh = "、".join(f"{one.name}{sum_only(one.terms)}" for one in groups)
    named_en = ", ".join(f"{_ENGLISH[one.name]} {sum_only(one.terms)}" for one in groups)
    model = next((one for one in models if one.keys() == sums.keys()), models[0])
    wanted = "、".join(f"{name}{weight}" for name, weight in model.items())
    wanted_en = ", ".join(f"{_ENGLISH.get(name, name)} {weight}" for name, weight in model.items())
    return found(
        SHARES,
        "notice",
        Wording(
            f"一级指标分值为{named_zh}，通行规定为{wanted}。如经批准调整，请说明依据。",
            f"The level-1 weights are {named_en}; the national model is {wanted_en}. If they were approved, "
            "please name the approval.",
        ),
        evidence([term for one in groups for term in one.terms]),
        recomputed=wanted,
        arithmetic=arithmetic,
        ask=Wording(
            "请提供批复的绩效目标表或地方规定，说明一级指标分值的依据。",
            "Please send the approved table of targets or the local rule that sets these weights.",
        ),
    )


@rule(
    "exec-weight-odd",
    severity="warning",
    family="weights",
    title=Wording("预算执行分值不是规定值", "An unusual weight of the execution rate"),
    basis=(NO_10,),
)
def exec_weight_odd(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """An execution rate that does not weigh what the form's profile gives it.

    What it checks:
        The weight printed in the budget block against the 10 points of the national model, or the 20 of
        Hubei's form: a warning. Where the profile fixes nothing, 10 and 20 pass, and another weight is a
        notice; one above 20 is a warning.
    Basis:
        财预〔2020〕10号, and the forms of the provinces.
    Why it matters:
        The execution score follows from the rate alone; its weight decides how much of the total is
        certain.

    Example:
        100 printed as the weight of the row whose score is 98: the total of the form, one column too early.
    When it does not apply:
        Forms without an execution weight.
    How to put it right:
        Correct the weight, or name the local rule that sets it.
    """
    line = execution_line(evaluation)
    weight = budget_term(line, "weight") if line else None
    if weight is None:
        parts: tuple[Part, ...] = ("budget", "budget.weight")
        yield without_number(evaluation, EXECUTION, parts, EXECUTION)
        return
    wanted = (profile.execution_weight,) if profile.execution_weight is not None else USUAL
    if weight.value in wanted:
        yield ok(EXECUTION, weight.text)
        return
    known = profile.execution_weight is not None or weight.value > max(USUAL)
    severity: Severity = "warning" if known else "notice"
    usual = "、".join(map(str, wanted))
    yield found(
        EXECUTION,
        graded(severity, [weight]),
        Wording(
            f"预算执行的分值为{weight.text}，通常为{'或'.join(map(str, wanted))}。请核对，或说明依据。",
            f"The execution rate weighs {weight.text}; usual is {' or '.join(map(str, wanted))}. Please "
            "compare, or name the rule applied.",
        ),
        (weight.cite(),),
        printed=weight.text,
        recomputed=usual,
        difference=_difference(weight, wanted),
        arithmetic="; ".join(f"{weight.text} ≠ {one}" for one in wanted),
        ask=Wording("请提供设定该分值的文件。", "Please send the document that sets this weight."),
    )


def _difference(weight: Term, wanted: Sequence[Decimal]) -> str | None:
    if len(wanted) > 1:
        return None
    return written(abs(Fraction(weight.value) - Fraction(wanted[0])), decimals([weight]))
