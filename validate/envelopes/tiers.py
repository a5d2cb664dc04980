"""Judged scores: the three tiers of Cai Yu [2020] No. 10 for indicators in words, by their option words."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

import msgspec

from extract.wording import Wording
from validate.rounding import Interval, percent

# Only the option words of the regulation and of the systems that follow it; free text belongs to no tier.
_OPTIONS = (
    (re.compile(r"(?:基本)?未达成(?:年度|预期)?(?:指标|目标)?(?:[且并]?效果较差)?"), 0),
    (re.compile(r"部分达成(?:年度|预期)?(?:指标|目标)?(?:[且并]?具有一定效果)?"), 1),
    (re.compile(r"(?:全部)?达成(?:年度|预期)?(?:指标|目标)"), 2),
)


class Tier(msgspec.Struct, frozen=True):
    """A tier with its option words and the shares of the weight that it allows."""

    name: Wording
    shares: Interval


@cache
def _tiers(bounds: tuple[Decimal, Decimal]) -> tuple[Tier, ...]:
    """The three tiers, by the shares from which an indicator is attained in part, and attained."""
    partly, fully = map(Fraction, bounds)
    low, high = (percent(one, 0) for one in (partly, fully))
    low_en, high_en = low.replace("%", " %"), high.replace("%", " %")
    return (
        Tier(
            Wording(f"未达成年度指标且效果较差（{low}—0）", f"not attained ({low_en} to 0)"),
            Interval(Fraction(0), partly, high_open=True),
        ),
        Tier(
            Wording(
                f"部分达成年度指标并具有一定效果（{high}—{low}，含{low}）",
                f"attained in part ({low_en} up to {high_en})",
            ),
            Interval(partly, fully, high_open=True),
        ),
        Tier(
            Wording(f"达成年度指标（100%—{high}，含{high}）", f"attained ({high_en} to 100 %)"),
            Interval(fully, Fraction(1)),
        ),
    )


def tier(actual: str, bounds: tuple[Decimal, Decimal]) -> Tier | None:
    """The tier that an actual names with its option words and nothing else; None for free text."""
    words = re.sub(r"[\s。.;；,，、]", "", actual)
    return next((_tiers(bounds)[at] for pattern, at in _OPTIONS if pattern.fullmatch(words)), None)
