"""One quantity part of a target and the mentions that may answer it: every reading tried, one verdict."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

import msgspec

from extract.wording import Wording
from normalize.expressions.quantities import Interval, Quantity, plain
from normalize.expressions.units import NO_UNIT
from validate.attainment.comparison import Compared, compare, meets
from validate.attainment.growth import other_measure, turned
from validate.attainment.judgement import Flag, PartJudgement, Reading, Sides
from validate.attainment.matching import SAME_THING, Option, likeness
from validate.attainment.wordings import (
    AMBIGUOUS,
    BEYOND,
    DAY_OR_DATE,
    DERIVED,
    DISAGREE,
    EACH_OR_ALL,
    EACH_SLIP,
    FULL_YEAR,
    LEVEL_OR_GROWTH,
    LITERAL,
    PERIODS_DIFFER,
    SCALE_SLIP,
    SUM_OVERTURNS,
    chained,
    head_differs,
    no_count,
    no_direction,
    only_mean,
    short_over_the_year,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.expressions.parse import Actual, Mention, Part
    from validate.attainment.comparison import Three
    from validate.attainment.direction import Direction

T = TypeVar("T")

# How often a year holds the period after 每; 天 and 日 are left out: working days or calendar days?
_PERIODS = {"月": 12, "季": 4, "季度": 4, "半年": 2, "周": 52, "年": 1}


class Candidate(msgspec.Struct, frozen=True):
    """One possible answer: the mention, what the comparison gave, and the reading's name."""

    mention: Mention
    compared: Compared
    label: Wording
    alternatives: tuple[Reading, ...] = ()


class Rivals(msgspec.Struct, frozen=True):
    """The other parts of the target. `alone`: none competes for the same kind of quantity.

    `spoken_for` are the mentions (by index) that answer another part and cannot answer this one.
    """

    alone: bool
    spoken_for: frozenset[int]


def answer(
    part: Part, chosen: Sequence[Option], actual: Actual, towards: Direction, rivals: Rivals
) -> PartJudgement:
    """The verdict on one quantity part, given the options that a fair assignment allows."""
    alone = rivals.alone
    candidates = [_candidate(part, option, actual, towards, alone=alone) for option in chosen]
    free = tuple(one for index, one in enumerate(actual.mentions) if index not in rivals.spoken_for)
    verdict, reason = _agreed(part, candidates, free, towards)
    first = candidates[0]
    flags = list(towards.flags + first.compared.flags)
    if verdict == "cannot-tell" and len({one.compared.verdict for one in candidates}) > 1:
        flags.append(AMBIGUOUS)
    if first.compared.slipped is not None:
        flags.append(SCALE_SLIP)
    shown = _once([one.compared.arithmetic for one in candidates])
    return PartJudgement(
        part,
        verdict,
        reason,
        tuple(_once([one.mention for one in candidates])),
        ", ".join(shown),
        towards.comparator,
        _spanned([one.compared.ratio for one in candidates]),
        _one_pair([one.compared.sides for one in candidates]),
        first.alternatives or _readings(candidates, verdict),
        tuple(_once(flags)),
    )


def _once(items: list[T]) -> list[T]:
    """Each of them once; mostly there is one, which need not be hashed."""
    return items if len(items) < 2 else list(dict.fromkeys(items))


def _one_pair(pairs: Sequence[Sides | None]) -> Sides | None:
    """The sides, where all candidates have the same."""
    return pairs[0] if all(one == pairs[0] for one in pairs) else None


def _spanned(ratios: Sequence[Interval | None]) -> Interval | None:
    """One interval around all ratios; None where one is missing."""
    known = [one for one in ratios if one is not None]
    if not known or len(known) < len(ratios) or any(one.low is None or one.high is None for one in known):
        return known[0] if len(ratios) == 1 and known else None
    lowest = min(known, key=lambda one: one.low or Decimal())
    highest = max(known, key=lambda one: one.high or Decimal())
    return Interval(lowest.low, highest.high, lowest.low_open, highest.high_open)


def _candidate(part: Part, option: Option, actual: Actual, towards: Direction, *, alone: bool) -> Candidate:
    mention = actual.mentions[option.mention]
    mention = msgspec.structs.replace(mention, quantity=turned(part, mention))
    candidate = _read(part, option, mention, actual, towards)
    verdict = candidate.compared.verdict
    if mention.quantity.unit.family == "ratio" and other_measure(part, mention, verdict):
        compared = msgspec.structs.replace(candidate.compared, verdict="cannot-tell", slipped=None)
        compared = msgspec.structs.replace(compared, flags=(*compared.flags, LEVEL_OR_GROWTH))
        return msgspec.structs.replace(candidate, compared=compared, alternatives=())
    unlike = option.likeness is not None and option.likeness < SAME_THING
    if not unlike or mention.quantity.unit == NO_UNIT:
        return candidate
    said = mention.conjuncts[option.conjunct] if option.conjunct >= 0 else mention.head
    flags = (*candidate.compared.flags, head_differs(part, said))
    # a figure that answers by its unit alone may confirm the target; it must not accuse
    kept: Three = verdict if (alone or part.head_from_name) and verdict == "met" else "cannot-tell"
    compared = msgspec.structs.replace(candidate.compared, verdict=kept, flags=flags)
    return msgspec.structs.replace(candidate, compared=compared, alternatives=())


def _read(part: Part, option: Option, mention: Mention, actual: Actual, towards: Direction) -> Candidate:
    wanted, found = _wanted(part), mention.quantity
    if wanted.quantifier == "every" and found.quantifier not in {"every", "average"}:
        return _mean(wanted, mention, actual, towards)
    if wanted.quantifier != "every" and found.quantifier == "every":
        return _product(wanted, mention, actual, towards)
    if wanted.quantifier == found.quantifier == "every" and wanted.per != found.per:
        return _periods(wanted, mention, towards)
    if found.quantifier == "slip" and mention.conjuncts:
        return _slip(wanted, option, mention, towards)
    if found.quantifier == "each":
        return _each(part, option, mention, towards)
    compared = held(wanted, found, towards)
    if wanted.quantifier == "every" and found.quantifier == "average" and compared.verdict == "met":
        # an average says nothing about the lowest
        compared = _unsure(compared, only_mean(wanted.per, compared.arithmetic))
    return Candidate(mention, compared, LITERAL, _slip_readings(compared, found))


def _wanted(part: Part) -> Quantity:
    if part.quantity is None:
        raise ValueError("only a quantity part can be answered by a mention")
    return part.quantity


def held(wanted: Quantity, found: Quantity, towards: Direction) -> Compared:
    """Compare in the given direction; where it is unknown only equality can be told."""
    if towards.comparator is None:
        equal = compare(wanted, "=", found)
        return equal if equal.verdict == "met" else _unsure(equal, no_direction(wanted))
    compared = compare(wanted, towards.comparator, found)
    if compared.verdict != "not-met":
        return compared
    if towards.odd:
        return _unsure(compared, *towards.flags)
    if found.unit.text == "日" and wanted.quantifier != "every":
        return _unsure(compared, DAY_OR_DATE)
    if towards.comparator == "=" and _beyond(wanted, found, towards):
        return _unsure(compared, BEYOND)
    return compared


def _unsure(compared: Compared, *why: Flag) -> Compared:
    return msgspec.structs.replace(compared, verdict="cannot-tell", flags=(*compared.flags, *why))


def _beyond(wanted: Quantity, found: Quantity, towards: Direction) -> bool:
    """An exact target missed on the good side: some systems pass it, some do not."""
    if not wanted.number:
        return False
    return compare(wanted, "<=" if towards.lower_is_better else ">=", found).verdict == "met"


def _mean(wanted: Quantity, mention: Mention, actual: Actual, towards: Direction) -> Candidate:
    """每期≥50人 against 2期共98人: the mean bounds the lowest from above (and the highest from below)."""
    found = mention.quantity
    count = _PERIODS.get(wanted.per) if wanted.per in _PERIODS else _count_of(wanted.per, actual)
    if not count or found.value.exact is None:
        return Candidate(mention, _unsure(held(wanted, found, towards), no_count(wanted)), LITERAL)
    mean = found.value.exact / count
    verdict = meets(wanted.value, towards.comparator or "=", Interval(mean, mean))
    near = round(mean, 4).normalize()
    against = held(wanted, msgspec.structs.replace(found, value=Interval(near, near), number=near), towards)
    # over the year the count itself is an assumption: the work may have begun in March
    never = verdict == "not-met" and towards.comparator is not None and wanted.per not in _PERIODS
    shown = chained(f"{plain(found.value.exact)} ÷ {plain(Decimal(count))}", plain(near), against.arithmetic)
    flag = DERIVED if never else only_mean(wanted.per, shown)
    if verdict == "not-met" and wanted.per in _PERIODS:
        flag = short_over_the_year(shown)
    compared = Compared("not-met" if never else "cannot-tell", shown, against.ratio, (flag,))
    return Candidate(mention, compared, LITERAL)


def _count_of(per: str, actual: Actual) -> Decimal | None:
    """How many 期 (场, 户 …) the actual names, if it names one number only."""
    counts = {one.quantity.value.exact for one in actual.mentions if one.quantity.unit.text.endswith(per)}
    return counts.pop() if len(counts) == 1 else None


def _product(wanted: Quantity, mention: Mention, actual: Actual, towards: Direction) -> Candidate:
    """每月1次 against ≥12次: twelve if it was kept up all year; 每期50人 times the number of 期."""
    found = mention.quantity
    period = _PERIODS.get(found.per)
    count = Decimal(period) if period else _count_of(found.per, actual)
    if not count:
        low = msgspec.structs.replace(found, value=Interval(found.value.low, None), quantifier="")
        return Candidate(mention, held(wanted, low, towards), LITERAL)
    total = msgspec.structs.replace(found, value=found.value.times(count), number=found.number * count)
    compared = held(wanted, total, towards)
    shown = chained(f"{plain(found.number)} × {plain(count)}", plain(total.number), compared.arithmetic)
    flag = FULL_YEAR if period else DERIVED
    compared = msgspec.structs.replace(compared, arithmetic=shown, flags=(*compared.flags, flag))
    return Candidate(mention, compared, LITERAL)


def _periods(wanted: Quantity, mention: Mention, towards: Direction) -> Candidate:
    """每月1次 against 每季度1次: both counted over the year, where both are periods of it."""
    found = mention.quantity
    if wanted.per not in _PERIODS or found.per not in _PERIODS:
        return Candidate(mention, _unsure(held(wanted, found, towards), PERIODS_DIFFER), LITERAL)
    often, seldom = Decimal(_PERIODS[found.per]), Decimal(_PERIODS[wanted.per])
    compared = held(_multiplied(wanted, seldom), _multiplied(found, often), towards)
    sides = f"{plain(found.number)} × {plain(often)}", f"{plain(wanted.number)} × {plain(seldom)}"
    shown = f"{sides[0]} = {plain(found.number * often)}, {sides[1]} = {plain(wanted.number * seldom)}"
    compared = msgspec.structs.replace(compared, arithmetic=f"{shown}; {compared.arithmetic}")
    if compared.verdict == "not-met" and "周" in {wanted.per, found.per}:
        # four a month are as many as one a week to most people
        compared = _unsure(compared, PERIODS_DIFFER)
    return Candidate(mention, compared, LITERAL)


def _slip(wanted: Quantity, option: Option, mention: Mention, towards: Direction) -> Candidate:
    """个1次: literally once; if 各 was meant, once for each of the things named."""
    literal = held(wanted, mention.quantity, towards)
    times = Decimal(len(mention.conjuncts))
    total = held(wanted, _multiplied(mention.quantity, times), towards)
    summed = " + ".join([plain(mention.quantity.number)] * len(mention.conjuncts))
    other = chained(summed, plain(mention.quantity.number * times), total.arithmetic)
    verdict: Three = literal.verdict if literal.verdict == total.verdict else "cannot-tell"
    flags = (*literal.flags, EACH_SLIP)
    readings = (
        Reading(LITERAL, literal.verdict, literal.arithmetic),
        Reading(Wording("若“个”为“各”之误", "if 个 is a slip for 各"), total.verdict, other),
    )
    compared = msgspec.structs.replace(literal, verdict=verdict, flags=flags)
    one_thing = option.likeness is not None and option.likeness >= SAME_THING
    return Candidate(mention, compared, LITERAL, readings if verdict == "cannot-tell" or one_thing else ())


def _each(part: Part, option: Option, mention: Mention, towards: Direction) -> Candidate:
    """A和B各N次: N of the one that is meant; N for each where the target's word covers them all."""
    wanted = _wanted(part)
    single = held(wanted, mention.quantity, towards)
    if option.conjunct < 0:
        low = msgspec.structs.replace(mention.quantity, value=Interval(mention.quantity.value.low, None))
        return Candidate(mention, held(wanted, low, towards), LITERAL)
    times = Decimal(len(mention.conjuncts))
    total = held(wanted, _multiplied(mention.quantity, times), towards)
    shown = chained(
        f"{plain(mention.quantity.number)} × {plain(times)}",
        plain(mention.quantity.number * times),
        total.arithmetic,
    )
    if single.verdict == total.verdict:
        return Candidate(mention, single, LITERAL)
    if all((likeness(part.head, one) or 0) >= SAME_THING for one in mention.conjuncts):
        # 调研≥3次 against 产业调研和人才调研各2次: each of them is a 调研
        return Candidate(mention, msgspec.structs.replace(total, arithmetic=shown), LITERAL)
    unsure = msgspec.structs.replace(_unsure(single, EACH_OR_ALL), arithmetic=shown)
    readings = (
        Reading(Wording("按单项", "for one of them"), single.verdict, single.arithmetic),
        Reading(Wording("按合计", "for all together"), total.verdict, shown),
    )
    return Candidate(mention, unsure, LITERAL, readings)


def _multiplied(quantity: Quantity, times: Decimal) -> Quantity:
    return msgspec.structs.replace(
        quantity, value=quantity.value.times(times), number=quantity.number * times
    )


def _slip_readings(compared: Compared, found: Quantity) -> tuple[Reading, ...]:
    if compared.slipped is None:
        return ()
    verdict, arithmetic = compared.slipped
    label = Wording(f"若“{found.text}”的单位或量级有误", f"if the unit or scale of “{found.text}” is a slip")
    return (Reading(LITERAL, compared.verdict, compared.arithmetic), Reading(label, verdict, arithmetic))


def _agreed(
    part: Part, candidates: Sequence[Candidate], free: Sequence[Mention], towards: Direction
) -> tuple[Three, Wording]:
    """One verdict from all candidates: theirs if they agree and adding them up does not overturn it."""
    verdicts = {one.compared.verdict for one in candidates}
    verdict = verdicts.pop() if len(verdicts) == 1 else "cannot-tell"
    if verdict != "cannot-tell" and _overturned(part, candidates, free, towards, verdict):
        return "cannot-tell", _told(candidates, SUM_OVERTURNS, sums=True)
    if verdict == "met":
        return verdict, _told(candidates, Wording("达到指标值", "the target is met"), sums=True)
    if verdict == "not-met":
        return verdict, _told(candidates, Wording("未达到指标值", "the target is not met"), sums=True)
    disagree = len({one.compared.verdict for one in candidates}) > 1
    doubts = dict.fromkeys(flag.message for one in candidates for flag in one.compared.flags)
    if disagree:
        doubts = dict.fromkeys([DISAGREE])
    zh = "".join(f"{one.zh}，" for one in doubts) + "无法判断是否达到指标值"
    en = "".join(f"{one.en}; " for one in doubts) + "whether the target is met cannot be told"
    return verdict, _told(candidates, Wording(zh, en), sums=disagree or not doubts)


def _told(candidates: Sequence[Candidate], ending: Wording, *, sums: bool) -> Wording:
    """实际填报“6个班次”（6 ≥ 4）、“共7期”（7 ≥ 4），达到指标值; the sums where they help."""
    if not sums:
        said = list(dict.fromkeys(f"“{one.mention.quantity.text}”" for one in candidates))
        return Wording(f"实际填报{'、'.join(said)}，{ending.zh}", f"actual {', '.join(said)}: {ending.en}")
    pairs = dict.fromkeys((one.mention.quantity.text, one.compared.arithmetic) for one in candidates)
    zh = "、".join(f"“{text}”（{arithmetic}）" for text, arithmetic in pairs)
    en = ", ".join(f"“{text}” ({arithmetic})" for text, arithmetic in pairs)
    return Wording(f"实际填报{zh}，{ending.zh}", f"actual {en}: {ending.en}")


def _overturned(
    part: Part, candidates: Sequence[Candidate], free: Sequence[Mention], towards: Direction, verdict: Three
) -> bool:
    """Whether the sum of several like mentions says otherwise (7期 and 29期 against ≥30次)."""
    wanted = _wanted(part)
    if wanted.quantifier == "every" or wanted.unit.family in {"ratio", "percentage-points"}:
        return False
    if len(free) == 1 and free[0].quantity.quantifier != "total":
        return False
    unit = candidates[0].mention.quantity.unit
    # where not even the chosen figures share a word with the target, no other is ruled out by its words
    any_thing = not any(_may_count(part, one.mention) for one in candidates)
    like = [
        one
        for one in free
        if one.quantity.unit.family == unit.family and not one.within and (any_thing or _may_count(part, one))
    ]
    if part.ordinal and any(one.mention.ordinal == part.ordinal for one in candidates):
        like = [one for one in like if one.ordinal == part.ordinal]
    totals = [one.quantity for one in like if one.quantity.quantifier == "total"]
    if any(held(wanted, one, towards).verdict != verdict for one in totals):
        return True
    plain_ones = [one.quantity for one in like if one.quantity.quantifier in {"", "slip", "each"}]
    if len(plain_ones) < 2 or len(plain_ones) < len(like):
        return False
    lows = [one.value.low for one in plain_ones]
    highs = [one.value.high for one in plain_ones]
    if None in lows or None in highs:
        return False
    total = Interval(sum(filter(None, lows), Decimal()), sum(filter(None, highs), Decimal()))
    added = msgspec.structs.replace(plain_ones[0], value=total, number=total.low or Decimal())
    return held(wanted, added, towards).verdict != verdict


def _may_count(part: Part, mention: Mention) -> bool:
    alikeness = likeness(part.head, mention.head)
    return part.head_from_name or alikeness is None or alikeness >= SAME_THING


def _readings(candidates: Sequence[Candidate], verdict: Three) -> tuple[Reading, ...]:
    if verdict != "cannot-tell" or len({one.compared.verdict for one in candidates}) < 2:
        return ()
    return tuple(
        Reading(
            Wording(f"以“{one.mention.quantity.text}”计", f"counting “{one.mention.quantity.text}”"),
            one.compared.verdict,
            one.compared.arithmetic,
        )
        for one in candidates
    )
