"""Family attainment: scores of like rows held against one another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.attainment.attained import percent, points, rows, without_rows
from validate.attainment.monotone import Clash, Entry, clash, groups
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rule import found, not_applicable, ok, rule

_SCORES = Wording("完成情况与得分", "attainment and scores")
_RULE_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
_FORM = Wording("表内勾稽关系", "form logic")


@rule(
    "score-monotone",
    severity="warning",
    family="attainment",
    title=Wording("同类指标的得分与完成情况不匹配", "Scores of like indicators contradict their attainment"),
    basis=(_RULE_10, _FORM),
)
def score_monotone(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Compare rows of one group: whoever did as well or better must not get a smaller share of the weight.

    What it checks:
        Rows under the same level-2 heading with the same sign and kind of unit, one quantity each.
        Attainment is actual over target, at most 1; for a ceiling it is 1 if the target is kept, else target
        over actual. A row whose target is met must not get a smaller share of its weight than another; a row
        that is not met must not get less than one that attained clearly less (over 1 percentage point).

    Basis:
        Form logic: one scoring rule, applied to all rows alike. Cai Yu [2020] No. 10: full weight when met.

    Why it matters:
        Where no single rule yields the scores, points were given row by row.

    Example:
        Cost rows with 92.52 %, 98.98 % and 92.75 % of their ceilings spent got 2/2, 1/2 and 2/2. Kept
        ceilings earn 2/2/2, a proportional rule 1.85/1.98/1.86.

    When it does not apply:
        Rows of different headings, signs or units; approximate figures; rows that could not be judged. A
        reason given for the deduction, or over-fulfilment from 130 % on, makes it a notice.

    How to put it right:
        Score the rows by one rule, or state the rule that was used.
    """
    judged = rows(evaluation)
    if not judged:
        yield from without_rows(evaluation, _SCORES)
        return
    compared = groups(evaluation)
    if not compared:
        reason = Wording("没有可以相互比较的同类指标。", "No two rows can be compared with each other.")
        yield not_applicable(_SCORES, reason)
    for entries in compared:
        contradiction = clash(entries)
        if contradiction is None:
            yield ok(_group_name(entries), _listed(entries))
        else:
            yield _contradicting(contradiction)


def _group_name(entries: tuple[Entry, ...]) -> Wording:
    name = entries[0].key[0]
    return Wording(f"{name}·得分", f"{name} · scores")


def _listed(entries: tuple[Entry, ...]) -> str:
    return "; ".join(f"{one.part.arithmetic} ({percent(one.ratio)}) → {one.row.points}" for one in entries)


def _contradicting(found_clash: Clash) -> Outcome:
    entries, lower = found_clash.entries, found_clash.lower
    rates_zh = "；".join(f"{one.row.name}完成{percent(one.ratio)}，得{one.row.points}" for one in entries)
    rates_en = ", ".join(f"{one.row.name} {percent(one.ratio)}: {one.row.points}" for one in entries)
    rules = _by_rules(entries)
    names = "、".join(one.row.name for one in lower)
    only = lower[0] if len(lower) == 1 and lower[0].met else None
    weight = only.row.weight if only else None
    score = only.row.score if only else None
    return found(
        _group_name(entries),
        "notice" if found_clash.explained else "warning",
        Wording(
            f"“{found_clash.level2}”完成情况与得分不匹配：{rates_zh}。{rules.zh}。请说明{names}得分偏低的理由。",
            f"“{found_clash.level2}”: attainment and scores do not match: {rates_en}. {rules.en}. "
            f"The lower score of {names} needs its reason.",
        ),
        tuple({one.place: one for entry in entries for one in entry.row.evidence()}.values()),
        printed=format(score, "f") if score is not None else None,
        recomputed=points(weight) if weight is not None else None,
        difference=points(weight - score) if weight is not None and score is not None else None,
        arithmetic=_listed(entries),
        ask=Wording(
            "请说明各行采用的计分规则；如属笔误，请更正得分。",
            "Please state the scoring rule of each row; if a score is a slip, please correct it.",
        ),
    )


def _by_rules(entries: tuple[Entry, ...]) -> Wording:
    """What the rules in use give: full marks where met, else in proportion; and plain proportion."""
    weights = [one.row.weight or Decimal() for one in entries]
    pairs = list(zip(weights, entries, strict=True))
    by_target = [points(weight * one.attained) for weight, one in pairs]
    plainly = [points(weight * min(Decimal(1), one.ratio)) for weight, one in pairs]
    if all(one.ceiling for one in entries):
        zh = (
            f"按“不超过”计分应依次得{'、'.join(by_target)}分，"
            f"按完成比例计分应依次得{'、'.join(plainly)}分，均与填报不符"
        )
        en = (
            f"As ceilings they earn {', '.join(by_target)}, in plain proportion {', '.join(plainly)}; "
            "neither is what is printed"
        )
        return Wording(zh, en)
    return Wording(
        f"按完成比例计分应依次得{'、'.join(by_target)}分", f"In proportion they earn {', '.join(by_target)}"
    )
