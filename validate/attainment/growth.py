"""Growth against growth: worked out from two years where it is not printed, and told apart from levels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from extract.wording import Wording
from normalize.expressions.quantities import Interval, plain
from validate.attainment.comparison import meets, ratio
from validate.attainment.judgement import Flag, PartJudgement, Sides
from validate.attainment.wordings import figure

if TYPE_CHECKING:
    from normalize.expressions.parse import Actual, Mention, Part
    from normalize.expressions.quantities import Comparator, Quantity
    from validate.attainment.comparison import Three

_GROWTH = re.compile("增长|增加|提高|提升|上升|增幅")
_DECLINE = re.compile("下降|降低|减少|降幅|压减")
_LEVEL = re.compile("[由从自到至]$")
_LAST_YEAR = re.compile("上年|去年|上一年|同期|前一年")
_THIS_YEAR = re.compile("今年|本年|当年|现|全年")

_DERIVED = Flag("derived", Wording("由实际所列数字推算", "worked out from the figures of the actual"))


def grown(part: Part, actual: Actual, comparator: Comparator | None) -> PartJudgement | None:
    """较上年增长≥3% against 上年120件,今年123件: the growth worked out; None where it is not that case."""
    wanted = part.quantity
    if wanted is None or wanted.unit.family != "ratio":
        return None
    falling = _DECLINE.search(part.text) is not None
    if not (falling or _GROWTH.search(part.text)):
        return None
    before = [one for one in actual.mentions if _LAST_YEAR.search(one.left)]
    after = [one for one in actual.mentions if _THIS_YEAR.search(one.left) and one not in before]
    if len(before) != 1 or len(after) != 1 or before[0].quantity.unit != after[0].quantity.unit:
        return None
    base, now = before[0].quantity.value.exact, after[0].quantity.value.exact
    if not base or now is None or base < 0:
        return None
    change = (base - now if falling else now - base) / base
    verdict = meets(wanted.value, comparator or ">=", Interval(change, change))
    left, right = (base, now) if falling else (now, base)
    first, second, whole = (figure(one, before[0].quantity) for one in (left, right, base))
    shown = f"({first} - {second}) ÷ {whole} = {plain(round(change * 100, 4).normalize())}%"
    sign = {"met": "达到", "not-met": "未达到", "cannot-tell": "无法判断是否达到"}[verdict]
    english = {"met": "met", "not-met": "not met", "cannot-tell": "cannot be told"}[verdict]
    reason = Wording(f"{shown}，{sign}{wanted.text}", f"{shown}: {wanted.text} is {english}")
    grew = Interval(change, change)
    return PartJudgement(
        part,
        verdict,
        reason,
        (before[0], after[0]),
        shown,
        comparator or ">=",
        ratio(wanted.value, grew),
        Sides(grew, wanted.value),
        flags=(_DERIVED,),
    )


def other_measure(part: Part, mention: Mention, verdict: Three) -> bool:
    """A growth against a level (较上年提高3% against ≥90%), or a level against a growth (由82%提高到90%)."""
    if _tells_growth(part.text + part.head):
        return _LEVEL.search(mention.left) is not None
    return verdict == "not-met" and _tells_growth(mention.left) and not _LEVEL.search(mention.left)


def turned(part: Part, mention: Mention) -> Quantity:
    """The quantity, negative where it goes the other way: 下降2% against 增长≥3% is -2 %."""
    quantity, wanted = mention.quantity, part.text + part.head
    exact = quantity.value.exact
    if quantity.unit.family not in {"ratio", "percentage-points"} or exact is None:
        return quantity
    rises = _GROWTH.search(wanted) is not None, _GROWTH.search(mention.left) is not None
    falls = _DECLINE.search(wanted) is not None, _DECLINE.search(mention.left) is not None
    opposite = rises[0] != rises[1] and falls == (rises[1], rises[0])
    if not opposite or _LEVEL.search(mention.left) or quantity.comparator is not None:
        return quantity
    return msgspec.structs.replace(quantity, value=Interval(-exact, -exact), number=-quantity.number)


def _tells_growth(words: str) -> bool:
    return _GROWTH.search(words) is not None or _DECLINE.search(words) is not None
