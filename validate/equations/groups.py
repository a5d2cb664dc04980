"""What a heading adds up: the rows under 产出指标(50分), and the other rows it may rightly count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from extract.wording import Wording
from normalize.evaluation import Evaluation, Group, Indicator
from validate.equations.sums import Scale, compared, sum_text
from validate.equations.terms import Term, filling, indicator_term, term, values
from validate.evidence import seen_whole, short
from validate.outcome import Outcome
from validate.rounding import added_up
from validate.rule import could_not_check, not_applicable

TITLES: dict[Scale, Wording] = {"weight": Wording("分值", "weight"), "score": Wording("得分", "score")}


class Heading(msgspec.Struct, frozen=True):
    """A printed group number, with the row indices it may stand for (the first is the plain reading)."""

    subject: Wording
    printed: Term
    level: int
    readings: tuple[tuple[int, ...], ...]


def headings(evaluation: Evaluation, scale: Scale) -> Iterator[Heading]:
    """Every group with a printed weight (or score) and at least one row."""
    for group in evaluation.groups:
        title = TITLES[scale]
        subject = Wording(f"{group.name.value}·{title.zh}", f"{group.name.value} · {title.en}")
        printed = term(subject, group.weight if scale == "weight" else group.score)
        if printed is not None and group.indicators:
            yield Heading(subject, printed, group.level, tuple(_readings(evaluation, group)))


def told_once(told: Sequence[tuple[Heading, Outcome]]) -> Iterator[Outcome]:
    """The outcomes of all headings; what a level-2 heading differs by is not told of level 1 again."""
    for heading, outcome in told:
        alike = [one for one in told if _inside(one[0], heading) and _same_gap(one, (heading, outcome))]
        inner = alike if len(alike) == 1 else []
        if inner:
            name = inner[0][0].subject
            zh = f"差异与“{name.zh}”相同，已在该处列示。"
            en = f"The difference is that of “{name.en}”: reported there."
            yield not_applicable(heading.subject, Wording(zh, en))
        else:
            yield outcome


def _inside(inner: Heading, outer: Heading) -> bool:
    return inner.level > outer.level and set(inner.readings[0]) <= set(outer.readings[0])


def _same_gap(*both: tuple[Heading, Outcome]) -> bool:
    """Whether both are errors and lie apart by the same amount on the same side."""
    gaps = {
        Fraction(heading.printed.value) - Fraction(outcome.finding.recomputed or 0)
        for heading, outcome in both
        if outcome.finding and outcome.finding.severity == "error"
    }
    errors = [one for _, one in both if one.finding and one.finding.severity == "error"]
    return len(errors) == len(both) and len(gaps) == 1


def _readings(evaluation: Evaluation, group: Group) -> Iterator[tuple[int, ...]]:
    """The group's rows; all rows of headings with its name (a page break repeats it); cost rows in or out."""
    plain = group.indicators
    yield plain
    namesakes = {
        row
        for other in evaluation.groups
        if (other.level, other.name.value) == (group.level, group.name.value)
        for row in other.indicators
    }
    yield tuple(sorted(namesakes))
    if group.level == 1 and "产出" in group.name.value:
        costs = {at for at, row in enumerate(evaluation.indicators) if is_cost(row)}
        yield tuple(at for at in plain if at not in costs)
        yield tuple(sorted(costs | set(plain)))


def is_cost(row: Indicator) -> bool:
    """Whether the row stands under a cost heading, at whichever level the form has it."""
    above = (row.level1.value if row.level1 else "", row.level2.value if row.level2 else "")
    return "成本" in above[0] or "成本" in above[1]


def compared_heading(evaluation: Evaluation, heading: Heading, scale: Scale, ask: Wording) -> Outcome:
    """The heading against its rows, by every reading; doubtful where the rows under it were inferred."""
    for rows in heading.readings:
        terms = _terms(evaluation, rows, scale)
        if terms and added_up(values(terms)) == heading.printed.value:
            return compared(heading.subject, heading.printed, terms, scale, ask)
    plain = [evaluation.indicators[at] for at in heading.readings[0]]
    summed = _terms(evaluation, heading.readings[0], scale)
    blank = [row.level3.value for row in plain if _empty(row, scale)]
    if blank or not summed:
        names, what = "、".join(map(short, blank)), TITLES[scale]
        reason = Wording(f"组内有的行没有{what.zh}：{names}。", f"Some rows hold no {what.en}: {names}.")
        return could_not_check(heading.subject, reason)
    if _inferred(evaluation, heading.level) or not seen_whole(evaluation):
        reason = Wording(
            f"哪些行属于此组是推断的，或有的行可能丢失：{sum_text(summed)} ≠ {heading.printed.text}。",
            f"Which rows belong to the group was inferred, or rows may be lost: {sum_text(summed)} ≠ "
            f"{heading.printed.text}.",
        )
        return could_not_check(heading.subject, reason)
    return compared(heading.subject, heading.printed, summed, scale, ask)


def _terms(evaluation: Evaluation, rows: Sequence[int], scale: Scale) -> list[Term]:
    cells = (indicator_term(evaluation.indicators[at], scale) for at in rows)
    return [one for one in cells if one]


def _empty(row: Indicator, scale: Scale) -> bool:
    missing = filling(row.weight if scale == "weight" else row.score) in ("blank", "absent", "words")
    return missing and not _only_details(row)


def _only_details(row: Indicator) -> bool:
    """A 其中 row with neither weight nor score: it details the row above and has none of its own."""
    unscored = {filling(row.weight), filling(row.score)} <= {"blank", "absent"}
    return unscored and row.level3.value.strip().startswith("其中")


def _inferred(evaluation: Evaluation, level: int) -> bool:
    """Whether the level label of any row was inferred: the row might belong to another group."""
    labels = [row.level1 if level == 1 else row.level2 for row in evaluation.indicators]
    return any(label is None or label.how == "inferred" for label in labels)
