"""Quantities in plain words, and why a comparison could not be decided: what a supervisor reads of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from extract.wording import Wording
from normalize.expressions.quantities import Comparator, Interval, Quantity, plain
from normalize.numbers import shifted
from validate.attainment.judgement import Flag

if TYPE_CHECKING:
    from normalize.expressions.parse import Part

_SCALES = {2: "百", 3: "千", 4: "万", 8: "亿"}


def spelled(value: Interval, quantity: Quantity) -> Wording:
    """An interval in the unit that the quantity is printed in: 190—210人, 不到100人, 90%以上."""
    unit = _SCALES.get(quantity.power, "") + quantity.unit.text
    low, high = (_printed(end, quantity) for end in (value.low, value.high))
    if value.exact is not None:
        return Wording(f"{low}{unit}", f"{low}{unit}")
    if high is None:
        return Wording(
            f"超过{low}{unit}" if value.low_open else f"{low}{unit}以上",
            f"more than {low}{unit}" if value.low_open else f"at least {low}{unit}",
        )
    if low is None or not value.low:
        return Wording(
            f"不到{high}{unit}" if value.high_open else f"不超过{high}{unit}",
            f"less than {high}{unit}" if value.high_open else f"at most {high}{unit}",
        )
    ends = ((low, value.low_open), (high, value.high_open))
    left_out = [end for end, is_open in ends if is_open and end is not None]
    zh = f"（不含{'、'.join(left_out)}）" if left_out else ""
    en = f" (without {' and '.join(left_out)})" if left_out else ""
    return Wording(f"{low}—{high}{unit}{zh}", f"{low} to {high}{unit}{en}")


def figure(number: Decimal, quantity: Quantity) -> str:
    """A value in base units as it would be printed in this quantity's unit: 400, not 400000, for 400吨."""
    return plain(round(number / shifted(quantity.unit.factor, quantity.power), 4).normalize())


def _printed(end: Decimal | None, quantity: Quantity) -> str | None:
    return None if end is None else figure(end, quantity)


def approximate(wanted: Quantity, found: Quantity, comparator: Comparator, *, unclear: bool) -> Flag:
    """What an approximate figure is taken for, said after it was quoted: 按190—210人理解，可能不足200人."""
    read, bound = spelled(found.admitted, found), spelled(wanted.value, wanted)
    zh, en = f"按{read.zh}理解", f"read as {read.en}"
    if unclear and comparator in {">=", ">"}:
        zh, en = f"{zh}，可能不足{bound.zh}", f"{en}, which may fall short of {bound.en}"
    elif unclear and comparator in {"<=", "<"}:
        zh, en = f"{zh}，可能超过{bound.zh}", f"{en}, which may exceed {bound.en}"
    elif unclear:
        zh, en = f"{zh}，不一定等于{bound.zh}", f"{en}, which need not be {bound.en}"
    return Flag("approximate", Wording(zh, en))


def above_range(wanted: Quantity) -> Flag:
    """90%—95% against 96%: is the upper end a cap?"""
    return Flag(
        "undecided",
        Wording(
            f"高于“{wanted.text}”的上限，上限是否为限额，指标值没有写明",
            f"it is above “{wanted.text}”, which does not say whether its upper end is a cap",
        ),
    )


def no_direction(wanted: Quantity) -> Flag:
    """Money without a sign: a floor or a ceiling?"""
    return Flag(
        "undecided",
        Wording(
            f"指标值“{wanted.text}”没有写明是不低于还是不超过",
            f"the target “{wanted.text}” does not say whether it is a floor or a ceiling",
        ),
    )


def short_over_the_year(arithmetic: str) -> Flag:
    """每季度≥3次 against 全年8次: too few, unless the work began late in the year."""
    return Flag(
        "derived",
        Wording(
            f"按全年平均计算不足（{arithmetic}），是否全年都应开展需核对",
            f"too few as a yearly average ({arithmetic}), if the target holds for the whole year",
        ),
    )


def only_mean(per: str, arithmetic: str) -> Flag:
    """每期≥50人 against 2期共130人: the mean says nothing of each."""
    return Flag(
        "derived",
        Wording(
            f"只能算出平均数（{arithmetic}），不能说明每{per}的情况",
            f"only the average can be worked out ({arithmetic}), which says nothing of every {per}",
        ),
    )


def chained(left: str, result: str, comparison: str) -> str:
    """`1 + 1 = 2 ≥ 2`, or `2 × 30 = 60; 0.6 < 1` where the comparison is in another unit."""
    follows = comparison.startswith(f"{result} ")
    return f"{left} = {comparison}" if follows else f"{left} = {result}; {comparison}"


def head_differs(part: Part, said: str) -> Flag:
    """The target counts one thing, the actual names another."""
    message = Wording(
        f"指标值说的是“{part.head}”，实际说的是“{said}”，是否同一事项需核对",
        f"the target counts “{part.head}”, the actual “{said}”, which may not be the same thing",
    )
    return Flag("head-differs", message)


def no_count(wanted: Quantity) -> Flag:
    """每期≥50人, and nothing says how many 期 there were."""
    message = Wording(
        f"没有可用来折算每{wanted.per}的数量", f"there is no count to work out every {wanted.per} from"
    )
    return Flag("undecided", message)


EACH_SLIP = Flag("each-slip", Wording("其中“个”疑为“各”之误", "its 个 may be a slip for 各"))
LITERAL = Wording("按字面", "as printed")
AMBIGUOUS = Flag(
    "ambiguous", Wording("实际中有多个数量可以对应", "several quantities of the actual could answer")
)
LEVEL_OR_GROWTH = Flag(
    "unit-assumed",
    Wording(
        "一为增减幅度，一为水平，不能直接比较", "one is a change and the other a level; they do not compare"
    ),
)
SCALE_SLIP = Flag(
    "scale-slip", Wording("实际值的单位或量级可能有误", "the unit or scale of the actual may be a slip")
)
DISAGREE = Wording("结论不一", "they say different things")
SUM_OVERTURNS = Wording(
    "单独看与相加看结论不同，无法判断是否达到指标值",
    "one by one and added up they say different things; whether the target is met cannot be told",
)
DERIVED = Flag("derived", Wording("由实际所列数字推算", "worked out from the figures of the actual"))
FULL_YEAR = Flag("full-year-assumed", Wording("按全年持续计算", "assuming that it was kept up all year"))
BEYOND = Flag(
    "undecided",
    Wording(
        "指标值是定数，实际好于该数，是否算达到各地口径不同",
        "the target is an exact figure and the actual is better, on which local practice differs",
    ),
)
PERSON_TIMES = Flag(
    "undecided",
    Wording("“人”与“人次”口径不同，不能直接比较", "persons and person-times are different measures"),
)
PER_UNIT = Flag(
    "undecided",
    Wording("两者的计量口径不同，不能直接比较", "the two are measured differently and do not compare"),
)
PERCENT_POINTS = Flag(
    "unit-assumed",
    Wording("“个百分点”与“%”不是同一口径", "percentage points and per cent are different measures"),
)
TWO_SCALES = Flag(
    "undecided",
    Wording("没有写明单位或量级，不同理解结论不同", "without unit or scale it can be read in two ways"),
)
DAY_OR_DATE = Flag(
    "undecided",
    Wording("“日”可能是日期，也可能是天数", "日 may be a day of the month or a number of days"),
)
PERIODS_DIFFER = Flag(
    "undecided",
    Wording("两者所说的周期不同，不能直接比较", "the two speak of different periods and do not compare"),
)
EACH_OR_ALL = Flag(
    "undecided",
    Wording("按单项和按合计结论不同", "one by one and all together they say different things"),
)
