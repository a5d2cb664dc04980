"""How the weights are spread over the rows: on one row, evenly, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from extract.wording import Wording
from normalize.evaluation import Evaluation, Group, Indicator, Part
from validate.equations.absent import without_number
from validate.equations.scored import bonus, tally
from validate.equations.sums import exact_sum, sum_text
from validate.equations.terms import Term, evidence, filling, indicator_term, term
from validate.evidence import cite, from_dump, indicator_role, seen_whole, short
from validate.outcome import Evidence, Outcome
from validate.profile import Profile
from validate.rounding import percent, places, written
from validate.rule import could_not_check, found, not_applicable, ok, rule

# The share of the whole above which one row is told; of at least 100, because a form may print the execution
# weight elsewhere. And the weight above which one row should not carry a level-1 group alone: satisfaction,
# with its 10 points, is nearly always one row.
DOMINANT = Fraction(30, 100)
WHOLE = 100
ALONE = Decimal(20)
# Fewer rows than this are easily equal.
LEAST_FLAT = 4

NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
FORM_LOGIC = Wording("表内勾稽关系", "form logic")
ROWS = Wording("指标分值的分布", "spread of the weights")
GROUPS = Wording("有分值的分组和指标行", "weighted groups and rows")

_WEIGHTS: tuple[Part, ...] = ("indicators", "indicators.weight")
_ASK = Wording("请按指标的重要程度说明分值的设定依据。", "Please say on what grounds the weights were set.")


@rule(
    "single-dominant",
    severity="notice",
    family="weights",
    title=Wording("单个指标分值过大", "One row carries too much weight"),
    basis=(NO_10,),
)
def single_dominant(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """One row that decides the score, or a whole group.

    What it checks:
        A row that weighs more than 30 % of all weights together, or that is the only row of a level-1 group
        of more than 20 points. All such rows are listed in one finding.
    Basis:
        财预〔2020〕10号: level-2 and level-3 weights are set by importance.
    Why it matters:
        Where one row decides, the others are decoration, and one generous judgement is enough.

    Example:
        A single indicator of 90 points.
    When it does not apply:
        Satisfaction is usually one row of 10 points. Projects with one purpose may rightly have one main
        indicator: hence a notice. Rows are not grouped where the group names were inferred.
    How to put it right:
        Split the indicator by what it counts, or say why it weighs so much.
    """
    weights = tally(evaluation, "weight")
    if not weights.rows:
        yield without_number(evaluation, ROWS, _WEIGHTS, ROWS)
        return
    whole = max(exact_sum(weights.terms), Fraction(WHOLE))
    limit = DOMINANT * whole
    heavy = [one for one in weights.rows if one.value > limit]
    alone = [one for one in _alone(evaluation) if one.role not in {other.role for other in heavy}]
    if not heavy and not alone:
        yield ok(ROWS)
        return
    told_zh = "；".join([*(_heavy(one, whole).zh for one in heavy), *(_sole(one).zh for one in alone)])
    told_en = "; ".join([*(_heavy(one, whole).en for one in heavy), *(_sole(one).en for one in alone)])
    shown = written(limit, max(0, min(2, max(places(one.value) for one in weights.rows) + 1)))
    yield found(
        ROWS,
        "notice",
        Wording(f"{told_zh}。请核实分值是否与重要程度相称。", f"{told_en}. Please check the weights."),
        evidence([*heavy, *alone]),
        printed=(heavy or alone)[0].text,
        arithmetic="; ".join(f"{one.text} > {shown}" for one in heavy) or None,
        ask=_ASK,
    )


def _heavy(one: Term, whole: Fraction) -> Wording:
    name, share = one.role.zh.rpartition("·")[0], percent(Fraction(one.value) / whole, 1)
    return Wording(
        f"“{name}”一项分值{one.text}，占全部分值的{share}", f"{name} weighs {one.text}, {share} of everything"
    )


def _sole(one: Term) -> Wording:
    name = one.role.zh.rpartition("·")[0]
    return Wording(
        f"“{name}”一项分值{one.text}，是所在一级指标的唯一一项",
        f"{name} weighs {one.text} and is the only row of its level-1 group",
    )


def _alone(evaluation: Evaluation) -> Iterator[Term]:
    """Rows above 20 points that are the only one of their level-1 group, where the group's name was read."""
    named: dict[str, list[Indicator]] = {}
    for row in evaluation.indicators:
        if row.level1 is None or row.level1.how == "inferred":
            return
        named.setdefault(row.level1.value, []).append(row)
    for rows in named.values():
        weight = indicator_term(rows[0], "weight")
        if len(rows) == 1 and len(named) > 1 and weight and weight.value > ALONE:
            yield weight


@rule(
    "weights-flat",
    severity="notice",
    family="weights",
    title=Wording("各项指标分值完全相同", "All rows weigh the same"),
    basis=(NO_10,),
)
def weights_flat(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """Weights shared out evenly over all rows.

    What it checks:
        Whether all indicator rows, four or more, have the same weight.
    Basis:
        财预〔2020〕10号: level-2 and level-3 weights are set by importance.
    Why it matters:
        Even weights say that nobody asked what matters most.

    Example:
        22.5 + 22.5 + 22.5 + 22.5 = 90.0.
    When it does not apply:
        Fewer than four rows. Weights that are even inside each group only, which is usual.
    How to put it right:
        Set the weights by importance, or say why all indicators matter alike.
    """
    rows = tally(evaluation, "weight").rows
    if not rows:
        yield without_number(evaluation, ROWS, _WEIGHTS, ROWS)
    elif len(rows) < LEAST_FLAT:
        yield not_applicable(ROWS, Wording("指标不足四项。", "Fewer than four rows."))
    elif len({one.value for one in rows}) > 1:
        yield ok(ROWS)
    else:
        yield found(
            ROWS,
            "notice",
            Wording(
                f"{len(rows)}项指标的分值均为{rows[0].text}，未按重要程度区分。请核实。",
                f"All {len(rows)} rows weigh {rows[0].text}: importance was not weighed. Please check.",
            ),
            evidence(rows),
            printed=rows[0].text,
            arithmetic=sum_text(rows),
            ask=_ASK,
        )


@rule(
    "empty-group",
    severity="warning",
    family="weights",
    title=Wording(
        "分组有分值而无指标分值，或有得分而无分值", "A weighted group without weights, or a score without one"
    ),
    basis=(FORM_LOGIC,),
)
def empty_group(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A group whose heading carries a weight while its rows carry none, or a row with a score and no weight.

    What it checks:
        Where other rows have weights: a level-1 heading with a weight must have a row with a weight under
        it, and a row with a score must have a weight.
    Basis:
        Form logic: the weight of a group is that of its rows.
    Why it matters:
        Points that belong to no indicator cannot be earned by anything that was done.

    Example:
        满意度指标(10分), and under it a row without target, weight and score.
    When it does not apply:
        Forms without a column for weights. Weights in cells merged over several rows: one weight under the
        heading is enough, and a row without a score is left alone. In a text dump, or where parts of the
        form may be lost, a missing weight is admitted as not checked.
    How to put it right:
        Fill in the indicators and their weights as approved.
    """
    weights = tally(evaluation, "weight")
    if not weights.rows:
        yield without_number(evaluation, GROUPS, _WEIGHTS, GROUPS)
        return
    bare = [row for row in evaluation.indicators if _is_bare(row)]
    told = {at for at, row in enumerate(evaluation.indicators) if row in bare}
    empty = [
        one for one in evaluation.groups if _is_empty(evaluation, one) and told.isdisjoint(one.indicators)
    ]
    if not empty and not bare:
        yield ok(GROUPS)
    elif not seen_whole(evaluation) or from_dump(evaluation):
        names = "、".join([*(one.name.value for one in empty), *(short(one.level3.value) for one in bare)])
        reason = Wording(
            f"“{names}”没有读到分值，可能在文件转换时丢失。",
            f"{names}: no weight was read; it may have been lost in the file.",
        )
        yield could_not_check(GROUPS, reason)
    else:
        yield _without_weight(empty, bare)


def _is_empty(evaluation: Evaluation, group: Group) -> bool:
    """Whether a level-1 group has a weight of its own and none in its rows."""
    carried = term(GROUPS, group.weight)
    if group.level != 1 or carried is None or carried.value <= 0:
        return False
    return not any(indicator_term(evaluation.indicators[at], "weight") for at in group.indicators)


def _is_bare(row: Indicator) -> bool:
    """Whether a row has a score and a blank where its weight should stand."""
    return filling(row.weight) == "blank" and indicator_term(row, "score") is not None and not bonus(row)


def _without_weight(empty: Sequence[Group], bare: Sequence[Indicator]) -> Outcome:
    cited: list[Evidence] = []
    told_zh, told_en = [], []
    for group in empty:
        name = group.name.value
        role = Wording(f"{name}·分值", f"{name} · weight")
        cited.append(cite(role, group.weight or group.name))
        printed = group.weight.value if group.weight else ""
        told_zh.append(f"“{name}”标有分值{printed}，其下各行没有分值")
        told_en.append(f"{name} carries {printed}, its rows carry no weight")
    for row in bare:
        score, name = indicator_term(row, "score"), short(row.level3.value)
        if row.weight is not None and score is not None:
            cited += [cite(indicator_role(row, "weight"), row.weight), score.cite()]
            told_zh.append(f"“{name}”得分{score.text}，分值为空白")
            told_en.append(f"{name} scores {score.text} and its weight is blank")
    return found(
        GROUPS,
        "warning",
        Wording(f"{'；'.join(told_zh)}。请补填。", f"{'; '.join(told_en)}. Please fill it in."),
        tuple({one.place: one for one in cited}.values()),
        ask=Wording(
            "请按批复的绩效目标表补填指标和分值。",
            "Please fill in indicators and weights from the approved table of targets.",
        ),
    )
