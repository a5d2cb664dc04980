"""What a heading adds up: the rows under 产出指标(50分), and the other rows it may rightly count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from extract.wording import Wording
from normalize.evaluation import Evaluation, Group, Indicator
from validate.equations.sums import Scale, compared, exact_sum, sum_text
from validate.equations.terms import Term, filling, indicator_term, term
from validate.evidence import seen_whole
from validate.outcome import Outcome
from validate.rule import could_not_check

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
    costs = {at for at, row in enumerate(evaluation.indicators) if is_cost(row)}
    if group.level == 1 and "产出" in group.name.value:
        yield tuple(at for at in plain if at not in costs)
        yield tuple(sorted(costs | set(plain)))


def is_cost(row: Indicator) -> bool:
    """Whether the row stands under a cost heading, at whichever level the form has it."""
    return any(level is not None and "成本" in level.value for level in (row.level1, row.level2))


def compared_heading(evaluation: Evaluation, heading: Heading, scale: Scale, ask: Wording) -> Outcome:
    """The heading against its rows, by every reading; doubtful where the rows under it were inferred."""
    sums = [_terms(evaluation, rows, scale) for rows in heading.readings]
    plain = [evaluation.indicators[at] for at in heading.readings[0]]
    for terms in sums:
        if terms and exact_sum(terms) == Fraction(heading.printed.value):
            return compared(heading.subject, heading.printed, terms, scale, ask)
    blank = [row.level3.value for row in plain if _empty(row, scale)]
    if blank or not sums[0]:
        names = "、".join(blank)
        reason = Wording(f"有的行没有数字（{names}）。", f"Some rows hold no number ({names}).")
        return could_not_check(heading.subject, reason)
    if _inferred(evaluation, heading.level) or not seen_whole(evaluation):
        reason = Wording(
            f"哪些行属于此组是推断的，或有的行可能丢失：{sum_text(sums[0])} ≠ {heading.printed.text}。",
            f"Which rows belong to the group was inferred, or rows may be lost: {sum_text(sums[0])} ≠ "
            f"{heading.printed.text}.",
        )
        return could_not_check(heading.subject, reason)
    return compared(heading.subject, heading.printed, sums[0], scale, ask)


def _terms(evaluation: Evaluation, rows: Sequence[int], scale: Scale) -> list[Term]:
    cells = (indicator_term(evaluation.indicators[at], scale) for at in rows)
    return [one for one in cells if one]


def _empty(row: Indicator, scale: Scale) -> bool:
    return filling(row.weight if scale == "weight" else row.score) in ("blank", "absent", "words")


def _inferred(evaluation: Evaluation, level: int) -> bool:
    """Whether the level label of any row was inferred: the row might belong to another group."""
    labels = [row.level1 if level == 1 else row.level2 for row in evaluation.indicators]
    return any(label is None or label.how == "inferred" for label in labels)
