"""Targets of several parts: an equal share for each, the lowest of them, or nothing unless all are met."""

from __future__ import annotations

from collections.abc import Sequence

from extract.wording import Wording
from validate.rounding import Interval, exactly, sum_of

EQUAL_SPLIT = Wording("各项平均、按完成比例", "parts alike, each in proportion")
EQUAL_WHOLE = Wording("各项平均、未完成的项不得分", "parts alike, nothing for one not met")
LOWEST = Wording("按完成最差的一项", "by the lowest part")
ALL_OR_NOTHING = Wording("有一项未完成即不得分", "nothing unless all parts are met")


def equal_split(shares: Sequence[Interval]) -> Interval:
    """The mean of the shares."""
    return sum_of(shares) / exactly(len(shares))


def lowest(shares: Sequence[Interval]) -> Interval:
    """The lowest share, end by end."""
    low, high = min(one.low for one in shares), min(one.high for one in shares)
    return Interval(low, high)


def hull(shares: Sequence[Interval]) -> Interval:
    """Everything from the lowest end to the highest."""
    return Interval(min(one.low for one in shares), max(one.high for one in shares))
