"""Judged scores: the three tiers of Cai Yu [2020] No. 10 for indicators in words, by their option words."""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from extract.wording import Wording
from validate.rounding import Interval

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


_TIERS = (
    Tier(
        Wording("未达成年度指标且效果较差（60%—0）", "not attained (60 % to 0)"),
        Interval(Fraction(0), Fraction(6, 10), high_open=True),
    ),
    Tier(
        Wording("部分达成年度指标并具有一定效果（80%—60%，含60%）", "attained in part (60 % up to 80 %)"),
        Interval(Fraction(6, 10), Fraction(8, 10), high_open=True),
    ),
    Tier(
        Wording("达成年度指标（100%—80%，含80%）", "attained (80 % to 100 %)"),
        Interval(Fraction(8, 10), Fraction(1)),
    ),
)


def tier(actual: str) -> Tier | None:
    """The tier that an actual names with its option words and nothing else; None for free text."""
    words = re.sub(r"[\s。.;；,，、]", "", actual)
    return next((_TIERS[at] for pattern, at in _OPTIONS if pattern.fullmatch(words)), None)
