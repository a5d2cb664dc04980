"""Family consistency: a figure in the text beside the same figure in an indicator row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from extract.document import SURE
from extract.wording import Wording
from normalize.evaluation import Evaluation, Indicator, Text
from normalize.expressions.heads import core
from normalize.expressions.parse import Mention, parse_actual
from normalize.expressions.quantities import Quantity
from validate.evidence import cite, indicator_role, lost, short, why_absent
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rule import could_not_check, found, not_applicable, ok, rule
from validate.texts.passages import Passage, quote

_FIGURES = Wording("文字与指标中的数量", "figures in the text and in rows")
_FORM = Wording("表内勾稽关系", "form logic")
_ACHIEVED = Wording("实际完成情况", "reported achievement")

# Another period, a part, a plan, a comparison or a mean: the figure need not be the row's.
_OTHER_SENSE = re.compile(
    "累计|截[至止]|[上下]半年|季度|[0-9一二三四五六七八九十]月|近年|以来|其中|包括|上年|去年|往年|同比|环比|计划|目标|预期|预计|拟|将"
    "|较|比上|[每均各]|增[长加]|提高|降低|减少|下降|分别|期间|首[批次期]|第[一二三四五六七八九十]|剩余|未|尚|另"
)
_DECIMALS = re.compile(r"[0-9]\.([0-9]+)")
_SENTENCE_END = re.compile("[。;；!！]")
_TELLING_HEAD = 4


class _Same(NamedTuple):
    """A figure in the text and the row that reports the same thing."""

    row: Indicator
    actual: Text
    told: Mention
    reported: Mention


@rule(
    "indicator-vs-narrative-number",
    severity="notice",
    family="consistency",
    title=Wording("文字中的数量与指标不一致", "A figure in the text is not that of its indicator row"),
    basis=(_FORM,),
)
def indicator_vs_narrative_number(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Figures that the text and an indicator row give for one thing.

    What it checks:
        The text on what was achieved names a thing in the very words of one indicator, with a figure in the
        same unit. The figure against the actual of that row.

    Basis:
        Form logic: one thing was counted once.

    Why it matters:
        One of the two was not brought up to date, or they count different things, which a reader cannot know.

    Example:
        Text: 安装智能水表3500只. Row 安装智能水表: 3050只.

    When it does not apply:
        Names that are not the same word for word or shorter than four characters; names that occur twice;
        other units; sentences that speak of a part, another period, a plan, a change or a mean; figures that
        differ by their rounding only. What was read with doubt is not compared.

    How to put it right:
        Bring the two into agreement, or say what each of them counts.
    """
    achieved = evaluation.goals.actual
    if achieved is None:
        absent = could_not_check if lost(evaluation, "goals") else not_applicable
        yield absent(_FIGURES, why_absent(evaluation, "goals"))
        return
    same = list(_compared(evaluation, achieved))
    yield from (_differs(achieved, one) for one in same if not _agree(one))
    if any(_agree(one) for one in same):
        yield ok(_FIGURES)
    if not same:
        reason = Wording(
            "文字中没有与指标名称完全一致、可以对照的数量。",
            "The text names no thing in the very words of an indicator, with a figure to compare.",
        )
        yield not_applicable(_FIGURES, reason)


def _compared(evaluation: Evaluation, achieved: Text) -> Iterator[_Same]:
    read = parse_actual(achieved.value)
    heads = Counter(mention.head for mention in read.mentions)
    told = {one.head: one for one in read.mentions if heads[one.head] == 1}
    names = Counter(core(row.level3.value) for row in evaluation.indicators)
    for row in evaluation.indicators:
        name = core(row.level3.value)
        if len(name) < _TELLING_HEAD or names[name] > 1 or name not in told or row.actual is None:
            continue
        if not _plain(told[name], read.compact):
            continue
        actual = parse_actual(row.actual.value)
        if len(actual.mentions) != 1 or min(row.actual.confidence, achieved.confidence) < SURE:
            continue
        reported = actual.mentions[0]
        if _plain(reported, actual.compact) and _one_unit(told[name].quantity, reported.quantity):
            yield _Same(row, row.actual, told[name], reported)


def _plain(mention: Mention, text: str) -> bool:
    """One exact figure for the thing itself, in a sentence that speaks of nothing else."""
    quantity = mention.quantity
    before = _SENTENCE_END.split(text[: quantity.start])[-1]
    after = _SENTENCE_END.split(text[quantity.end :])[0]
    exact = quantity.value.exact is not None and quantity.comparator is None and not quantity.ranged
    whole = quantity.quantifier in ("", "total") and not mention.within and not mention.inherited
    return exact and whole and _OTHER_SENSE.search(before + after) is None


def _one_unit(one: Quantity, other: Quantity) -> bool:
    known = one.unit.family not in ("none", "any") and one.unit.family == other.unit.family
    return known and (one.unit.text == other.unit.text or one.unit.factor != other.unit.factor)


def _agree(one: _Same) -> bool:
    told, reported = one.told.quantity, one.reported.quantity
    return abs(told.number - reported.number) < max(_step(told), _step(reported)) or (
        told.number == reported.number
    )


def _step(quantity: Quantity) -> Decimal:
    """What the last printed digit is worth; 0 for a whole number without 万, which nobody rounded."""
    decimals = _DECIMALS.search(quantity.text)
    if decimals is None and not quantity.power and quantity.unit.factor == 1:
        return Decimal()
    return quantity.unit.factor * Decimal(1).scaleb(quantity.power - len(decimals[1] if decimals else ""))


def _differs(achieved: Text, one: _Same) -> Outcome:
    name, told = short(one.row.level3.value), one.told.quantity.text
    reported = one.reported.quantity.text
    return found(
        Wording(name, name),
        "notice",
        Wording(
            f"实际完成情况中“{one.told.left}{told}”，指标「{name}」实际完成值为“{reported}”，两处不一致。",
            f"The text has “{one.told.left}{told}”; the row 「{name}」 reports “{reported}”.",
        ),
        (
            quote(Passage(_ACHIEVED, achieved, "reported"), told),
            cite(indicator_role(one.row, "actual"), one.actual),
        ),
        printed=reported,
        ask=Wording(
            "请核对两处数量，以台账为准更正；如统计口径不同请说明。",
            "Please compare both with the records and correct one, or say what each of them counts.",
        ),
    )
